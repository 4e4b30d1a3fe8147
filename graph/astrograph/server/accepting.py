"""Choose the format of an answer by the Accept header."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple


class Offer(NamedTuple):
    """A format that an answer can have: its key, and the Content-Type that it is sent with."""

    form: str
    sent_as: str


JSON_RESULTS = "application/sparql-results+json"
PLAIN = "text/plain; charset=utf-8"

SOLUTIONS: Mapping[str, Offer] = {
    JSON_RESULTS: Offer("json", JSON_RESULTS),
    "application/json": Offer("json", "application/json"),
    "application/sparql-results+xml": Offer("xml", "application/sparql-results+xml"),
    "text/csv": Offer("csv", "text/csv; charset=utf-8"),
    "text/tab-separated-values": Offer("tsv", "text/tab-separated-values; charset=utf-8"),
    "text/html": Offer("json", "application/json"),
    "application/xml": Offer("xml", "application/sparql-results+xml"),
    "text/xml": Offer("xml", "application/sparql-results+xml"),
    "text/plain": Offer("tsv", PLAIN),
}
"""How the answer of SELECT and ASK can be asked for; the first is the default."""

GRAPHS: Mapping[str, Offer] = {
    "text/turtle": Offer("ttl", "text/turtle; charset=utf-8"),
    "application/n-triples": Offer("nt", "application/n-triples"),
    "application/ld+json": Offer("jsonld", "application/ld+json"),
    "application/rdf+xml": Offer("rdfxml", "application/rdf+xml"),
    "text/html": Offer("ttl", PLAIN),
    "application/json": Offer("jsonld", "application/json"),
    "application/xml": Offer("rdfxml", "application/rdf+xml"),
    "text/xml": Offer("rdfxml", "application/rdf+xml"),
    "text/plain": Offer("nt", PLAIN),
}
"""How the answer of CONSTRUCT and DESCRIBE can be asked for; the first is the default."""

PAGES: Mapping[str, Offer] = {
    "text/html": Offer("html", "text/html; charset=utf-8"),
    **{name: offer for name, offer in GRAPHS.items() if name != "text/html"},
}
"""How what is known of a thing can be asked for."""

_EVERY, _HTML, _JSON = "*/*", "text/html", "application/json"


def choose(accept: str, offers: Mapping[str, Offer]) -> Offer | None:
    """Choose what an Accept header likes best; among equals, what it names most closely.

    Args:
        accept: The header; empty where there is none.
        offers: What can be had, by media type, the default first.

    Returns:
        The choice; ``None`` when nothing that is offered is accepted.

    >>> choose("text/csv;q=0.5, application/xml", SOLUTIONS).form
    'xml'
    >>> choose("text/*", SOLUTIONS).form
    'csv'
    >>> choose("image/png", SOLUTIONS) is None
    True
    """
    name = _chosen(accept, tuple(offers))
    return None if name is None else offers[name]


def wants_page(accept: str) -> bool:
    """Say whether an Accept header is one of a browser: names HTML, and likes JSON no better.

    >>> wants_page("text/html,application/xml;q=0.9,*/*;q=0.8"), wants_page("*/*")
    (True, False)
    """
    wanted = _wanted(accept)
    return wanted.get(_HTML, 0.0) > 0 and wanted[_HTML] >= _rank(_JSON, wanted)[0]


def takes_gzip(coding: str) -> bool:
    """Say whether an Accept-Encoding header names gzip, and not only to be spared it.

    >>> takes_gzip("br, gzip;q=0.5"), takes_gzip("gzip;q=0, identity"), takes_gzip("")
    (True, False, False)
    """
    return _wanted(coding).get("gzip", 0.0) > 0


@lru_cache
def _chosen(accept: str, names: tuple[str, ...]) -> str | None:
    """Choose among media types; most who ask send one of a few headers."""
    wanted = _wanted(accept) or {_EVERY: 1.0}
    if wanted.get(_HTML) and _HTML in names and _EVERY in wanted:
        return _HTML  # A browser: the rest of what it lists is of no use to it.
    best, most = None, (0.0, 0)
    for name in names:
        rank = _rank(name, wanted)
        if rank > most:
            best, most = name, rank
    return best


def _rank(name: str, wanted: Mapping[str, float]) -> tuple[float, int]:
    """Return how well a media type is liked, and how closely it is named."""
    ranges = (_EVERY, f"{name.partition('/')[0]}/*", name)
    named = [(wanted[each], closeness) for closeness, each in enumerate(ranges) if each in wanted]
    quality, closeness = named[-1] if named else (0.0, 0)
    return (quality, closeness) if quality else (0.0, 0)


def _wanted(accept: str) -> Mapping[str, float]:
    """Read what a header accepts: media ranges, or codings, each with its weight."""
    wanted: dict[str, float] = {}
    for item in accept.split(","):
        name, *parameters = (part.strip().lower() for part in item.split(";"))
        if name:
            wanted[name] = max(_weight(parameters), wanted.get(name, 0.0))
    return wanted


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0
