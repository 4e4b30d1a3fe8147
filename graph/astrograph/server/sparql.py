"""Own ``/sparql``: the SPARQL 1.1 Protocol for queries, and the description of the service."""

from math import isfinite
from typing import TYPE_CHECKING

import pyoxigraph as ox
from starlette.responses import Response

from astrograph.errors import QuerySyntaxError
from astrograph.formats.results import GRAPHS as GRAPH_FORMS
from astrograph.server import accepting, refusals
from astrograph.server.accepting import choose
from astrograph.server.asking import (
    FORM,
    Pairs,
    body,
    media_type,
    pairs,
    query_pairs,
    several,
    single,
    text,
)
from astrograph.server.refusals import Refusal
from astrograph.server.site import READING, answered, kept, site_of, tag, unchanged
from astrograph.server.workers import Question
from astrograph.vocab import PREFIXES, RDF

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from astrograph.model import Clock
    from astrograph.server.site import Site

QUERY, UPDATE = "application/sparql-query", "application/sparql-update"
SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = "http://www.w3.org/ns/formats/"
WRITTEN = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "JSON-LD", "RDF_XML"),
)
LEAST_SECONDS = 0.1


async def answer(request: "Request") -> Response:
    """Answer a query; without one, describe the service.

    Raises:
        Refusal: The request does not keep to the protocol, or is an update.
        AstrographError: The query is malformed, or fails.
    """
    site = site_of(request)
    given = await _given(request, site.settings.max_body)
    if several(given, "update"):
        raise _update()
    query = single(given, "query")
    if query is None:
        if request.method in READING and not given:
            return _describe(request)
        raise Refusal(refusals.BAD_REQUEST, "there is no query", "send one as query=...")
    accept = request.headers.get("accept", "")
    offers = (choose(accept, accepting.SOLUTIONS), choose(accept, accepting.GRAPHS))
    if offers == (None, None):
        raise not_acceptable(accept, accepting.SOLUTIONS, accepting.GRAPHS)
    question = Question(
        query,
        clock=clock(site, given),
        limit=site.settings.max_rows,
        default_graphs=_graphs(given, "default-graph-uri"),
        named_graphs=_graphs(given, "named-graph-uri"),
        base=_address(request).value,
    )
    return await answered(request, question, offers, seconds(site, given))


async def _given(request: "Request", most: int) -> Pairs:
    """Return the parameters, wherever they stand."""
    in_address = query_pairs(request)
    if request.method in READING:
        return in_address
    kind = media_type(request)
    if kind == UPDATE:
        raise _update()
    if kind not in {FORM, QUERY}:
        why = f"the body is of an unknown type: {kind or 'none is given'}"
        accepted = f"{QUERY}, {FORM}"
        headers = {"accept-post": accepted}
        raise Refusal(refusals.BAD_MEDIA_TYPE, why, f"send one of: {accepted}", headers)
    content = await body(request, most)
    if kind == FORM:
        return [*in_address, *pairs(content, "the body")]
    return [*in_address, ("query", text(content))]


def _graphs(given: Pairs, name: str) -> tuple[str, ...]:
    """Return the graphs that a parameter names."""
    graphs = several(given, name)
    for graph in graphs:
        try:
            ox.NamedNode(graph)
        except ValueError as error:
            why = f"{name} is no IRI: {graph!r}: {error}"
            raise Refusal(refusals.BAD_REQUEST, why) from None
    return graphs


def _update() -> QuerySyntaxError:
    return QuerySyntaxError("updates are refused: the graph is read-only")


def not_acceptable(accept: str, *offers: "Mapping[str, accepting.Offer]") -> Refusal:
    """Refuse to answer in none of the formats that can be had."""
    had = dict.fromkeys(name for each in offers for name in each if name != "text/html")
    why = f"no format of the answer is accepted: {accept}"
    return Refusal(refusals.NOT_ACCEPTABLE, why, f"there are: {', '.join(had)}")


def clock(site: "Site", given: Pairs) -> "Clock":
    """Read for when the direct triples are derived.

    Raises:
        Refusal: A time is given more than once.
        MisuseError: A time makes no sense.
    """
    return site.clock(*(single(given, name) for name in ("at", "during", "known-by")))


def seconds(site: "Site", given: Pairs) -> float:
    """Read how many seconds the answer may take; never more than the server allows.

    Raises:
        Refusal: It is no number of seconds.
    """
    told = single(given, "timeout")
    if told is None:
        return site.settings.timeout
    try:
        number = float(told)
    except ValueError:
        number = float("nan")
    if not isfinite(number) or number < LEAST_SECONDS:
        why = f"timeout is a number of seconds from {LEAST_SECONDS} on, not {told!r}"
        raise Refusal(refusals.BAD_REQUEST, why)
    return min(number, site.settings.timeout)


def _describe(request: "Request") -> Response:
    """Describe the service, in the W3C's vocabulary for that."""
    accept = request.headers.get("accept", "")
    offer = choose(accept, accepting.GRAPHS)
    if offer is None:
        raise not_acceptable(accept, accepting.GRAPHS)
    address = _address(request)
    etag = tag(request, offer, address)
    same = unchanged(request, etag)
    if same is not None:
        return same
    chosen = GRAPH_FORMS[offer.form]
    prefixes = {**PREFIXES, "sd": SD} if chosen != ox.RdfFormat.N_TRIPLES else None
    content = ox.serialize(_description(address), format=chosen, prefixes=prefixes) or b""
    return Response(content, headers={**kept(etag), "content-type": offer.sent_as})


def _address(request: "Request") -> ox.NamedNode:
    """Return the address of the endpoint, as whoever asks knows it."""
    try:
        return ox.NamedNode(f"{request.base_url}sparql")
    except ValueError:
        why = "the Host header makes no address"
        raise Refusal(refusals.BAD_REQUEST, why) from None


def _description(endpoint: ox.NamedNode) -> list[ox.Triple]:
    service, dataset, graph = ox.BlankNode("service"), ox.BlankNode("data"), ox.BlankNode("graph")
    told: list[tuple[ox.BlankNode, str, ox.NamedNode | ox.BlankNode]] = [
        (service, RDF + "type", ox.NamedNode(SD + "Service")),
        (service, SD + "endpoint", endpoint),
        (service, SD + "supportedLanguage", ox.NamedNode(SD + "SPARQL11Query")),
        *((service, SD + "resultFormat", ox.NamedNode(FORMATS + name)) for name in WRITTEN),
        (service, SD + "defaultDataset", dataset),
        (dataset, RDF + "type", ox.NamedNode(SD + "Dataset")),
        (dataset, SD + "defaultGraph", graph),
        (graph, RDF + "type", ox.NamedNode(SD + "Graph")),
    ]
    return [ox.Triple(subject, ox.NamedNode(name), value) for subject, name, value in told]
