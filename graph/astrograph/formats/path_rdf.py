"""Write the answer to a path look-up as RDF: paths, their steps, and the claims that these rest on.

Since the claims stand in it with their sources, the file is a graph to look up paths in.
"""

from typing import TYPE_CHECKING

import pyoxigraph as ox

from astrograph.codec.encode import encode_record
from astrograph.formats import shapes
from astrograph.paths.rdf import path_triples
from astrograph.vocab import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from astrograph.model import Iri, Record
    from astrograph.paths import PathAnswer
    from astrograph.store import Store


def as_turtle(store: "Store", answer: "PathAnswer") -> str:
    """Write the paths as Turtle, in the terms of section 14 of the ontology."""
    numbered = enumerate(answer.paths, start=1)
    paths = [triple for number, path in numbered for triple in path_triples(path, number)]
    records = [quad.triple for each in _records(store, answer) for quad in encode_record(each)]
    triples = dict.fromkeys([*paths, *records])
    written = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=dict(PREFIXES))
    return (written or b"").decode()


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
