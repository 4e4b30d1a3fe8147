"""Own the pages: what bears an IRI as HTML and as RDF, the index, and the ontology."""

import json
from contextlib import suppress
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import pyoxigraph as ox
from starlette.responses import RedirectResponse, Response

from astrograph.errors import AstrographError, QuerySyntaxError, UnknownEntityError
from astrograph.formats.results import GRAPHS
from astrograph.server import accepting, api, refusals, terms, wording
from astrograph.server.accepting import Offer, choose
from astrograph.server.drawing import FOLDER, KINDS, template
from astrograph.server.refusals import Refusal
from astrograph.server.site import answered, kept, site_of, tag, unchanged, unless_gone
from astrograph.server.sparql import not_acceptable
from astrograph.server.workers import Question
from astrograph.vocab import DCTERMS, PREFIXES, RDFS, SKOS, shrink

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from starlette.requests import Request

    from astrograph.server.site import Site

    Handler = Callable[["Request"], Coroutine[Any, Any, Response]]

SUFFIXES = {
    "html": accepting.PAGES["text/html"],
    "ttl": accepting.GRAPHS["text/turtle"],
    "nt": accepting.GRAPHS["application/n-triples"],
    "jsonld": accepting.GRAPHS["application/ld+json"],
    "rdf": accepting.GRAPHS["application/rdf+xml"],
}
SHOWN = 20
"""How many facts of one kind a page shows."""

MOST_ROWS = 1000
"""How many triples, or claims beside one, a page tells of."""

NAMES = (DCTERMS + "title", SKOS + "prefLabel", RDFS + "label")
"""What tells how such a thing is called."""

_SEEN_FROM = {
    # Claims are told of by their own pages; an entity can have thousands.
    "id": "UNION { ?s ?p %s BIND(%s AS ?o) FILTER NOT EXISTS { ?s a ag:Claim } }",
    "claim": "UNION { ?s ?p %s BIND(%s AS ?o) } UNION { %s ag:evidence ?s . ?s ?p ?o }",
}
_FORBIDDEN = frozenset('<>"{}|\\^`') | {chr(code) for code in range(0x21)} | {"\x7f"}


def thing(kind: str) -> "Handler":
    """Return what sends whoever asks for a thing to a page about it."""
    return partial(_thing, kind)


async def _thing(kind: str, request: "Request") -> Response:
    name = request.path_params["name"]
    accept = request.headers.get("accept", "")
    offer = choose(accept, accepting.PAGES)
    if offer is None:
        raise not_acceptable(accept, accepting.PAGES)
    await _check_known(request, kind, name)
    suffix = next(suffix for suffix, each in SUFFIXES.items() if each.form == offer.form)
    headers = {"vary": "Accept", "cache-control": "no-cache"}
    address = f"/doc/{kind}/{quote(name, safe='/')}.{suffix}"
    return RedirectResponse(address, status_code=303, headers=headers)


async def page(request: "Request") -> Response:
    """Tell what is known of a thing, in the format that the address ends with.

    Raises:
        Refusal: There is no such thing, or no such format.
    """
    kind = request.path_params["kind"]
    name, _, suffix = request.path_params["file"].rpartition(".")
    if kind not in KINDS or suffix not in SUFFIXES or not name:
        why = f"there is no page {request.url.path}"
        raise Refusal(refusals.NOT_FOUND, why, f"a page ends with one of: {', '.join(SUFFIXES)}")
    etag = tag(request)
    same = unchanged(request, etag)
    if same is not None:
        return same
    await _check_known(request, kind, name)
    if suffix == "html":
        return await _html(request, kind, name, etag)
    return await _rdf(request, kind, name, SUFFIXES[suffix])


async def _check_known(request: "Request", kind: str, name: str) -> None:
    """Refuse a request for what the store does not tell of."""
    site = site_of(request)
    iri = KINDS[kind] + name
    if _FORBIDDEN.isdisjoint(name):
        asked = Question(f"ASK {{ {{ <{iri}> ?p ?o }} UNION {{ ?s ?q <{iri}> }} }}")
        with suppress(QuerySyntaxError):  # It is no IRI.
            answer = await site.workers.ask(asked, site.settings.timeout)
            if json.loads(answer.content)["boolean"]:
                return
    hint = ""
    if kind == "id":
        near = json.loads(await api.run(site, "find", ("--limit=5", "--", name)))
        told = ", ".join(f"{each['label']} ({shrink(each['iri'])})" for each in near)
        hint = f"did you mean: {told}?" if near else ""
    raise Refusal(refusals.NOT_FOUND, f"nothing is called {iri}", hint)


async def _rdf(request: "Request", kind: str, name: str, offer: Offer) -> Response:
    site, iri = site_of(request), f"<{KINDS[kind]}{name}>"
    beside = _SEEN_FROM.get(kind, "").replace("%s", iri)
    text = f"CONSTRUCT {{ ?s ?p ?o }} {{ {{ BIND({iri} AS ?s) {iri} ?p ?o }} {beside} }}"
    question = Question(text, limit=site.settings.max_rows)
    return await answered(request, question, (None, offer), site.settings.timeout)


async def _html(request: "Request", kind: str, name: str, etag: str) -> Response:
    iri = KINDS[kind] + name
    others = [suffix for suffix in SUFFIXES if suffix != "html"]
    here = f"/doc/{kind}/{quote(name, safe='/')}"
    shared = {"iri": iri, "here": here, "others": others}
    return _page(await unless_gone(request, _drawn(request, kind, iri, shared)), etag)


async def _drawn(request: "Request", kind: str, iri: str, shared: dict[str, Any]) -> str:
    """Draw the page of a thing: by its facts, its claim, or, of the rest, by all its triples."""
    site = site_of(request)
    if kind == "id":
        try:
            facts = await api.run(site, "show", (f"--limit={SHOWN}", "--", iri))
            return template("entity.html").render(shared, facts=json.loads(facts), most=SHOWN)
        except UnknownEntityError:
            pass  # It bears an IRI, and is no entity.
    if kind == "claim":
        (claim,) = json.loads(await api.run(site, "claims", ("--", iri)))
        told = await _sayings(site, wording.mentioned(claim))
        links = wording.links(claim, told)
        return template("claim.html").render(shared, claim=claim, told=told, links=links)
    called = "OPTIONAL { ?o skos:prefLabel|rdfs:label|dcterms:title ?called }"
    rows = await _rows(site, "?p ?o", f"<{iri}> ?p ?o {called}")
    return template("thing.html").render(shared, rows=rows, names=NAMES)


async def _sayings(site: "Site", claims: list[str]) -> dict[str, str]:
    """Return what some claims say, by IRI."""
    if not claims:
        return {}
    listed = " ".join(f"<{iri}>" for iri in claims[:MOST_ROWS])
    rows = await _rows(site, "?o", f"VALUES ?o {{ {listed} }} ?o ag:paraphrase ?called")
    return {row["o"]["value"]: row["name"]["value"] for row in rows}


async def _rows(site: "Site", names: str, pattern: str) -> list[dict[str, Any]]:
    """Select what fits a pattern, each with one name of what it is called."""
    text = f"SELECT {names} (MIN(?called) AS ?name) {{ {pattern} }} GROUP BY {names}"
    asked = Question(f"{text} ORDER BY {names}", limit=MOST_ROWS)
    answer = await site.workers.ask(asked, site.settings.timeout)
    rows: list[dict[str, Any]] = json.loads(answer.content)["results"]["bindings"]
    return rows


async def index(request: "Request") -> Response:
    """Say what the server holds, and where to ask."""
    etag = tag(request)
    same = unchanged(request, etag)
    if same is not None:
        return same
    site = site_of(request)
    known = bool(site.operations)
    counts = json.loads(await api.run(site, "stats", ())) if known else None
    tried = await _examples(site) if known else {}
    told = {"counts": counts, "operations": site.operations, "examples": tried}
    return _page(template("index.html").render(told), etag)


async def _examples(site: "Site") -> dict[str, str]:
    """Return a question for each command, about two entities of the graph; none in an empty one."""
    where = "?claim ag:subject ?one ; ag:object ?other . ?one skos:prefLabel ?name"
    led = f"{{ ?claim ag:predicate ag:leads . {where} }}"
    asked = Question(f"SELECT ?one ?other ?name {{ {led} UNION {{ {where} }} }}", limit=1)
    with suppress(AstrographError):  # The page can do without.
        answer = await site.workers.ask(asked, site.settings.timeout)
        for row in json.loads(answer.content)["results"]["bindings"]:
            one, other = (shrink(row[end]["value"]) for end in ("one", "other"))
            given = {
                "find": {"text": row["name"]["value"]},
                "show": {"entity": one},
                "path": {"from": one, "to": other},
                "claims": {"entity": one},
                "stats": {},
                "query": {"saved": "current-heads"},
            }
            return {name: urlencode(pairs, safe=":") for name, pairs in given.items()}
    return {}


async def style(_request: "Request") -> Response:
    """Send the style of the pages."""
    headers = {"cache-control": "max-age=3600"}
    return Response((FOLDER / "style.css").read_bytes(), headers=headers, media_type="text/css")


async def ontology(request: "Request") -> Response:
    """Send the ontology, as a page or as RDF."""
    accept = request.headers.get("accept", "")
    offer = choose(accept, accepting.PAGES)
    if offer is None:
        raise not_acceptable(accept, accepting.PAGES)
    etag = tag(request, offer)
    same = unchanged(request, etag)
    if same is not None:
        return same
    headers = {**kept(etag), "content-type": offer.sent_as}
    return Response(_ontology(offer.form), headers=headers)


@lru_cache
def _ontology(form: str) -> bytes:
    if form == "html":
        return template("ontology.html").render(sections=terms.sections()).encode()
    chosen = GRAPHS[form]
    prefixes = dict(PREFIXES) if chosen != ox.RdfFormat.N_TRIPLES else None
    return ox.serialize(terms.triples(), format=chosen, prefixes=prefixes) or b""


def _page(html: str, etag: str) -> Response:
    return Response(html, headers=kept(etag), media_type="text/html")
