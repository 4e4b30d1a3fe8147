"""Write a whole graph: the claims as RDF, or the relation graph for other tools."""

import io
import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from astrograph import derive
from astrograph.vocab import AG, OWL, PREFIXES, RDF, ontology_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from astrograph.model import Instant
    from astrograph.store import Store

RDF_FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
}
GRAPH_FORMATS = ("graphml", "gexf")


def as_rdf(store: "Store", name: str) -> bytes:
    """Write what the graph asserts: entities, claims, evidence, sources; no derived triple.

    Reading it back as a store gives the same answers, since direct triples are derived anew.
    """
    chosen = RDF_FORMATS[name]
    quads = sorted(_asserted(store.engine(), store.edition.date), key=str)
    prefixes = dict(PREFIXES) if name in {"ttl", "jsonld"} else None
    return ox.serialize(quads, format=chosen, prefixes=prefixes) or b""


def _asserted(engine: ox.Store, instant: "Instant | None") -> "Iterator[ox.Quad]":
    has_claims = ox.NamedNode(AG + "predicate")
    if next(iter(engine.quads_for_pattern(None, has_claims, None, None)), None) is None:
        yield from engine
        return
    derived = {ox.Quad(*triple) for triple in derive.direct_triples(engine, instant)}
    terms = {
        quad.subject
        for quad in ox.parse(path=str(ontology_path()))
        if isinstance(quad.subject, ox.NamedNode)
    }
    for quad in engine:
        structural = isinstance(quad.subject, ox.BlankNode) and _is_axiom(engine, quad.subject)
        if quad not in derived and quad.subject not in terms and not structural:
            yield quad


def _is_axiom(engine: ox.Store, node: ox.BlankNode) -> bool:
    """Say whether a blank node belongs to an axiom of the ontology."""
    lists = {RDF + "first", RDF + "rest"}
    return any(
        quad.predicate.value.startswith(OWL)
        or quad.predicate.value in lists
        or getattr(quad.object, "value", "").startswith(OWL)
        for quad in engine.quads_for_pattern(node, None, None, None)
    )


def as_graph(store: "Store", name: str, *, at: "Instant | None", status: str) -> bytes:
    """Write the relation graph exactly as paths walk it, for Gephi, yEd, Cytoscape and the like."""
    import networkx as nx

    graph = store.networkx(at=at, status=status)
    for iri, data in graph.nodes(data=True):
        data.update(iri=iri, aliases=" | ".join(data["aliases"]))
    for _, _, data in graph.edges(data=True):
        data.update(claims=" ".join(data["claims"]), status=" ".join(data["status"]))
        for empty in [key for key, value in data.items() if value is None]:
            del data[empty]
    out = io.BytesIO()
    if name == "graphml":
        nx.write_graphml(graph, out)
        return out.getvalue()
    nx.write_gexf(graph, out)
    # The writer stamps the day of writing; the same graph must give the same bytes.
    return re.sub(rb' lastmodifieddate="[^"]*"', b"", out.getvalue())
