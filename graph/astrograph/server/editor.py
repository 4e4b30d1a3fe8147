"""Own ``/query``: the page on which SPARQL is written, and the script and style that it loads."""

import hashlib
import json
import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from starlette.responses import Response

from astrograph.explorer.sparql import built
from astrograph.query import saved_queries
from astrograph.query.text import VettedQuery
from astrograph.server import api
from astrograph.server.asking import query_pairs, single
from astrograph.server.drawing import KINDS, template
from astrograph.server.site import kept, site_of, tag, unchanged, unless_gone
from astrograph.vocab import AG, OWL, PREFIXES, RDFS, ontology_path, shrink

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from starlette.requests import Request

    from astrograph.query.saved import SavedQuery
    from astrograph.server.site import Site

    Handler = Callable[["Request"], Coroutine[Any, Any, Response]]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What the page may load and ask: this server, and nothing else."""

FILES = {"query.js": "text/javascript", "query.css": "text/css"}
"""What the page loads, of what `scripts/front` builds, and what each is."""

FIRST = "SELECT ?who ?what { ?who ag:leads ?what }\nORDER BY ?who LIMIT 20"
FIRST_OF_FILES = "SELECT * { ?subject ?predicate ?object }\nLIMIT 20"
"""What stands in the editor when the address says nothing."""

_ASKS = re.compile(r" Give [^?]*--bind (?P<name>\w+)=(?P<value>'[^']*'|\"[^\"]*\"|\w+)\.$")
"""How a shipped query says which value it wants, with one for example."""


async def page(request: "Request") -> Response:
    """Send the page, with the query that the address asks for.

    Raises:
        Refusal: The address holds two queries, or is not UTF-8.
    """
    query = single(query_pairs(request), "query")
    site = site_of(request)
    etag = tag(request, query, *map(_digest, FILES))
    headers = {**kept(etag), "content-security-policy": POLICY}
    same = unchanged(request, etag)
    if same is not None:
        return same
    first = FIRST if site.operations else FIRST_OF_FILES
    given = await unless_gone(request, _given(site))
    told = {"query": first if query is None else query, "given": given}
    html = template("query.html").render(told, operations=site.operations)
    return Response(html, headers=headers, media_type="text/html")


def file(name: str) -> "Handler":
    """Return what sends a file that the page loads."""
    return partial(_file, name)


async def _file(name: str, request: "Request") -> Response:
    etag = tag(request, _digest(name))
    same = unchanged(request, etag)
    if same is not None:
        return same
    return Response(_content(name), headers=kept(etag), media_type=FILES[name])


@lru_cache
def _content(name: str) -> bytes:
    return built(name).read_bytes()


@lru_cache
def _digest(name: str) -> str:
    return hashlib.sha256(_content(name)).hexdigest()


async def _given(site: "Site") -> dict[str, Any]:
    """Gather what the page has to know of the server; of plain files, hardly more than where."""
    given = {"endpoint": "/sparql", "prefixes": dict(PREFIXES)}
    if not site.operations:
        return {**given, "find": "", "places": {}, "terms": [], "examples": []}
    places = {base: f"/{kind}/" for kind, base in KINDS.items()} | {AG: "/ontology#"}
    examples = [await _example(site, each) for each in saved_queries()]
    return {
        **given,
        "find": "/api/find",
        "places": places,
        "terms": _terms(),
        "examples": [each for each in examples if each is not None],
    }


async def _example(site: "Site", saved: "SavedQuery") -> dict[str, str] | None:
    """Return a shipped query with the value that it wants; ``None`` where the graph has it not."""
    asks = _ASKS.search(saved.explanation)
    question, text = saved.explanation, saved.text
    if asks is not None:
        name, value = asks["name"], asks["value"]
        question = saved.explanation[: asks.start()]
        if not value.startswith("'"):
            wanted = ("--limit=1", "--", value.strip('"'))
            found = json.loads(await api.run(site, "find", wanted))
            if not found:
                return None
            iri = found[0]["iri"]
            value = shrink(iri) if shrink(iri) != iri else f"<{iri}>"
        text = VettedQuery(text).prepared(values={name: value.strip("'")})
        text = text.replace(saved.explanation, f"{question} Any other ?{name} will do.", 1)
    return {"name": saved.name, "explanation": question, "text": text}


@lru_cache
def _terms() -> list[dict[str, str | bool]]:
    """Return what can be written of the ontology, in order of name."""
    labels: dict[str, str] = {}
    classes: set[str] = set()
    for quad in ox.parse(path=str(ontology_path())):
        subject, name = str(getattr(quad.subject, "value", "")), quad.predicate.value
        if subject.startswith(AG) and name == RDFS + "label":
            labels[subject] = str(quad.object.value)
        elif getattr(quad.object, "value", "") == OWL + "Class":
            classes.add(subject)
    return [
        {"name": shrink(iri), "label": label, "isClass": iri in classes}
        for iri, label in sorted(labels.items())
    ]
