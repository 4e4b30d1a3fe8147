"""Write what a page holds as RDF, which the page's own SPARQL engine reads."""

from typing import TYPE_CHECKING

from astrograph import derive
from astrograph.errors import MisuseError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyoxigraph as ox

    from astrograph.model import Claim, Clock, Entity, Iri, Record, Source
    from astrograph.store import Store

MOST_RDF = 200_000
"""How many lines of RDF a page holds at most: a browser needs seconds to take in so many."""

_LESS = "show less: a smaller --size, or fewer paths by -k; or leave SPARQL out: explore --lite"


def page_rdf(
    store: "Store",
    claims: "Sequence[Claim]",
    entities: "Sequence[Entity]",
    sources: "Sequence[Source]",
    clock: "Clock",
) -> str:
    """Write claims, entities and sources as the store's own engine has them, and the ontology.

    Args:
        store: The graph, as known by the time that was asked for.
        claims: The claims that the page tells of.
        entities: Those that it shows; whatever else its claims name is named, too.
        sources: The sources of its claims.
        clock: The times that were asked for; the direct triples are derived for them.

    Returns:
        N-Triples, in canonical order.

    Raises:
        MisuseError: There are more than `MOST_RDF`.
    """
    lines: set[str] = set()
    for quad in _quads(store, claims, entities, sources, clock):
        lines.add(f"{quad.subject} {quad.predicate} {quad.object} .\n")
        if len(lines) > MOST_RDF:
            message = f"with SPARQL a page holds {MOST_RDF:,} triples at most; this is more"
            raise MisuseError(message, hint=_LESS)
    return "".join(sorted(lines))


def _quads(
    store: "Store",
    claims: "Sequence[Claim]",
    entities: "Sequence[Entity]",
    sources: "Sequence[Source]",
    clock: "Clock",
) -> "Iterator[ox.Quad | ox.Triple]":
    from astrograph.codec.encode import encode_direct, encode_record
    from astrograph.store.engines import ontology

    yield from ontology()
    named = {iri for claim in claims for iri in _parties(claim)} | {each.iri for each in entities}
    known = filter(None, map(store.entity, sorted(named)))
    records: list[Record] = [store.edition, *sources, *known, *claims]
    for record in records:
        yield from encode_record(record)
    when = clock.stretch or store.edition.date
    for triple in derive.direct(_counting(claims, entities), store.relations, when):
        yield encode_direct(*triple)


def _counting(claims: "Sequence[Claim]", entities: "Sequence[Entity]") -> "Iterator[Claim]":
    """Yield the claims about what is shown that make a direct triple."""
    shown = {entity.iri for entity in entities}
    accepted = (claim for claim in claims if claim.status == "Accepted")
    links = (link for claim in accepted for link in claim.links)
    over = {link.other for link in links if link.kind == "supersedes"}
    for claim in claims:
        is_shown = claim.subject in shown and (claim.object is None or claim.object in shown)
        if is_shown and claim.iri not in over and derive.counts(claim):
            yield claim


def _parties(claim: "Claim") -> "Iterator[Iri]":
    """Yield whatever a claim names in any role."""
    yield from claim.named
    others = (claim.probable_speaker, *(link.by for link in claim.links))
    yield from filter(None, others)
