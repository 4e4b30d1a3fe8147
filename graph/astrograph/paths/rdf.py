"""Say paths in RDF, in the terms of section 14 of the ontology."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pyoxigraph as ox

from astrograph.codec.terms import Term, as_term
from astrograph.vocab import AG, RDF, XSD

if TYPE_CHECKING:
    from astrograph.model import EntityPath, Hop, Statement

Node = ox.NamedNode | ox.BlankNode


def path_triples(
    path: "EntityPath", number: int, name: Callable[[str], Node] = ox.BlankNode
) -> Iterator[ox.Triple]:
    """Yield the triples of a path, of its steps, and of what runs beside these.

    Args:
        path: The path.
        number: Its place among the answer's, from 1.
        name: Makes the node of what is called so; blank nodes by default.
    """
    node = name(f"path{number}")
    steps = [name(f"path{number}step{place + 1}") for place in range(len(path.hops))]
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
        beside = [name(f"path{number}step{place}also{n + 1}") for n in range(len(hop.also))]
        yield from _step(step, hop, hop.statement)
        yield _literal(step, "order", str(place), "integer")
        yield _literal(step, "standing", hop.standing, "string")
        yield from (_link(step, "parallelStep", other) for other in beside)
        for other, said in zip(beside, hop.also, strict=True):
            yield from _step(other, hop, said)


def _step(step: Node, hop: "Hop", said: "Statement") -> Iterator[ox.Triple]:
    yield ox.Triple(step, ox.NamedNode(RDF + "type"), ox.NamedNode(AG + "PathStep"))
    yield _link(step, "stepSubject", as_term(said.subject))
    yield _link(step, "stepRelation", as_term(said.relation))
    yield _link(step, "stepObject", as_term(said.object))
    yield _literal(step, "stepTense", said.tense, "string")
    yield _literal(step, "forward", str(said.subject == hop.start).lower(), "boolean")
    yield from (_link(step, "stepClaim", as_term(claim)) for claim in said.claims)


def _link(node: Node, term: str, other: Term) -> ox.Triple:
    return ox.Triple(node, ox.NamedNode(AG + term), other)


def _literal(node: Node, term: str, text: str, datatype: str) -> ox.Triple:
    return _link(node, term, ox.Literal(text, datatype=ox.NamedNode(XSD + datatype)))
