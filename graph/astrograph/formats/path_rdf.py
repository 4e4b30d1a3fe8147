"""Write the answer to a path look-up as RDF: paths, their steps, and the claims that these rest on.

Since the claims stand in it with their sources, the file is a graph to look up paths in.
"""

from typing import TYPE_CHECKING

import pyoxigraph as ox

from astrograph.codec.encode import encode_record
from astrograph.codec.terms import Term, as_term
from astrograph.formats import shapes
from astrograph.vocab import AG, PREFIXES, RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from astrograph.model import EntityPath, Hop, Iri, Record, Statement
    from astrograph.paths import PathAnswer
    from astrograph.store import Store


def as_turtle(store: "Store", answer: "PathAnswer") -> str:
    """Write the paths as Turtle, in the terms of section 14 of the ontology."""
    numbered = enumerate(answer.paths, start=1)
    paths = [triple for number, path in numbered for triple in _path(path, number)]
    records = [quad.triple for each in _records(store, answer) for quad in encode_record(each)]
    triples = dict.fromkeys([*paths, *records])
    written = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=dict(PREFIXES))
    return (written or b"").decode()


def _path(path: "EntityPath", number: int) -> "Iterator[ox.Triple]":
    node = ox.BlankNode(f"path{number}")
    steps = [ox.BlankNode(f"path{number}step{place + 1}") for place in range(len(path.hops))]
    yield ox.Triple(node, ox.NamedNode(RDF + "type"), ox.NamedNode(AG + "Path"))
    yield _literal(node, "order", str(number), "integer")
    yield _link(node, "pathFrom", as_term(path.entities[0]))
    yield _link(node, "pathTo", as_term(path.entities[-1]))
    yield _literal(node, "pathLength", str(len(path.hops)), "integer")
    yield _literal(node, "score", f"{path.score:.9f}".rstrip("0").rstrip("."), "decimal")
    yield _literal(node, "together", path.together.answer, "string")
    yield from (_link(node, "step", step) for step in steps)
    yield _link(node, "weakestStep", steps[path.weakest])
    for place, (step, hop) in enumerate(zip(steps, path.hops, strict=True), start=1):
        beside = [ox.BlankNode(f"{step.value}also{n + 1}") for n in range(len(hop.also))]
        yield from _step(step, hop, hop.statement)
        yield _literal(step, "order", str(place), "integer")
        yield _literal(step, "standing", hop.standing, "string")
        yield from (_link(step, "parallelStep", other) for other in beside)
        for other, said in zip(beside, hop.also, strict=True):
            yield from _step(other, hop, said)


def _step(step: ox.BlankNode, hop: "Hop", said: "Statement") -> "Iterator[ox.Triple]":
    yield ox.Triple(step, ox.NamedNode(RDF + "type"), ox.NamedNode(AG + "PathStep"))
    yield _link(step, "stepSubject", as_term(said.subject))
    yield _link(step, "stepRelation", as_term(said.relation))
    yield _link(step, "stepObject", as_term(said.object))
    yield _literal(step, "stepTense", said.tense, "string")
    yield _literal(step, "forward", str(said.subject == hop.start).lower(), "boolean")
    yield from (_link(step, "stepClaim", as_term(claim)) for claim in said.claims)


def _records(store: "Store", answer: "PathAnswer") -> "Iterator[Record]":
    """Yield what the paths rest on: the claims, as asserted, and what these name and cite.

    Claims that bear on them come along, so that a path stands in the file as it does in the graph.
    """
    stated = [each for path in answer.paths for hop in path.hops for each in hop.statements]
    made = shapes.claims_by(store, sorted({iri for each in stated for iri in each.claims}))
    told = filter(None, (store.as_asserted(each.iri) for each in shapes.with_linked(store, made)))
    claims = {claim.iri: claim for claim in told}
    named = {iri for each in stated for iri in (each.subject, each.object)}
    cited: set[Iri] = set()
    for claim in claims.values():
        links = tuple(link for link in claim.links if link.other in claims)
        named |= {*claim.named, *(link.by for link in links if link.by)}
        cited |= {place.source for place in claim.evidence} | {claim.primary_source or ""}
        yield claim._replace(links=links)
    yield from filter(None, map(store.entity, sorted(named)))
    yield from filter(None, map(store.source, sorted(cited)))


def _link(node: ox.BlankNode, term: str, other: Term) -> ox.Triple:
    return ox.Triple(node, ox.NamedNode(AG + term), other)


def _literal(node: ox.BlankNode, term: str, text: str, datatype: str) -> ox.Triple:
    return _link(node, term, ox.Literal(text, datatype=ox.NamedNode(XSD + datatype)))
