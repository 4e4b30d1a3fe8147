"""Write a whole graph: the claims as RDF, or the relation graph for other tools."""

import io
import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from astrograph.codec.records import dumps
from astrograph.formats import lines
from astrograph.model import ALWAYS, Claim, Clock, Iri, Remainder
from astrograph.selection import ClaimFilter, select_claims
from astrograph.vocab import PREFIXES

if TYPE_CHECKING:
    import networkx as nx

    from astrograph.store import Store

_IRI = re.compile(r"<([^<>]*)>")

RDF_FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
}


def as_rdf(store: "Store", name: str, clock: Clock = ALWAYS) -> bytes:
    """Write what the graph asserts: entities, claims, evidence, sources; no derived triple.

    Reading it back as a store gives the same answers, since direct triples are derived anew.

    Args:
        store: The graph.
        name: One of `RDF_FORMATS`.
        clock: Leave out the claims that cannot hold, or had not been said, at the times that are
            asked for, and what is said of them. A status stays as the curator gave it.
    """
    written = b"".join(lines.asserted_lines(store, "nt" if name in {"ttl", "nt"} else "nq", clock))
    if name in lines.LINED:
        return written
    quads = ox.parse(written, format=ox.RdfFormat.N_QUADS)
    return ox.serialize(quads, format=RDF_FORMATS[name], prefixes=dict(PREFIXES)) or b""


def as_jsonl(store: "Store", clock: Clock = ALWAYS) -> bytes:
    """Write what the graph asserts as records, one a line; to take them in gives the same graph.

    Args:
        store: The graph.
        clock: Leave out the claims that cannot hold, or had not been said, at the times that are
            asked for, and what is said of them. A status stays as the curator gave it.
    """
    out = _left_out(store, clock) if clock.is_set else frozenset()
    rest: set[str] = set()
    written = []
    for record in store.records():
        if isinstance(record, Remainder):
            # How a store keeps them together differs from store to store.
            rest.update(each for each in record.text.split("\n") if each.strip())
        elif not isinstance(record, Claim):
            written.append(dumps(record))
        elif record.iri not in out:
            links = tuple(link for link in record.links if link.other not in out)
            written.append(dumps(record._replace(links=links)))
    kept = (each for each in sorted(rest) if out.isdisjoint(_IRI.findall(each)))
    written += [dumps(Remainder(f"{each}\n")) for each in kept]
    return "".join(f"{each}\n" for each in written).encode()


def _left_out(store: "Store", clock: Clock) -> frozenset[Iri]:
    """Return the claims that are not chosen, and those that speak of them."""
    every = list(store.claims())
    out = {each.iri for each in every}
    out -= {each.iri for each in select_claims(store, ClaimFilter(**clock._asdict()))}
    while more := {
        each.iri for each in every if each.iri not in out and {each.subject, each.object} & out
    }:
        out |= more
    return frozenset(out)


def as_graph(
    store: "Store", name: str, clock: Clock = ALWAYS, *, status: str = "Accepted"
) -> bytes:
    """Write the relation graph exactly as paths walk it, for Gephi, yEd, Cytoscape and the like."""
    import networkx as nx

    graph = store.networkx(**clock._asdict(), status=status)
    for iri, data in graph.nodes(data=True):
        data.update(iri=iri, aliases=" | ".join(data["aliases"]))
    for _, _, data in graph.edges(data=True):
        data.update(claims=" ".join(data["claims"]), status=" ".join(data["status"]))
        for empty in [key for key, value in data.items() if value is None]:
            del data[empty]
    out = io.BytesIO()
    if name == "graphml":
        nx.write_graphml(_numbered(graph), out)
        return out.getvalue()
    nx.write_gexf(graph, out)
    # The writer stamps the day of writing; the same graph must give the same bytes.
    return re.sub(rb' lastmodifieddate="[^"]*"', b"", out.getvalue())


def _numbered(graph: "nx.MultiDiGraph[str]") -> "nx.MultiDiGraph[str]":
    """Return a graph whose edges have keys of their own, which GraphML takes for their ids."""
    numbered = graph.__class__(**graph.graph)
    numbered.add_nodes_from(graph.nodes(data=True))
    for number, (one, other, data) in enumerate(graph.edges(data=True)):
        numbered.add_edge(one, other, key=f"e{number}", **data)
    return numbered
