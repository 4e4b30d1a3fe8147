"""Show a store to the tools that people already use: rdflib and networkx."""

import warnings
from typing import TYPE_CHECKING

import networkx as nx
import rdflib
from oxrdflib import OxigraphStore

from astrograph.model import joint
from astrograph.store.known import as_known
from astrograph.vocab import PREFIXES

if TYPE_CHECKING:
    from astrograph.model import Instant, Statement, Stretch
    from astrograph.store.protocol import Store


def rdflib_graph(store: "Store") -> rdflib.Graph:
    """Open the default graph of a store as an `rdflib.Graph`; SPARQL runs in the same engine."""
    from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        graph = rdflib.Graph(
            store=OxigraphStore(store=store.engine()), identifier=DATASET_DEFAULT_GRAPH_ID
        )
    for prefix, base in PREFIXES.items():
        graph.bind(prefix, base)
    return graph


def _label(store: "Store", statement: "Statement") -> str:
    relation = store.relation(statement.relation)
    return store.relation(relation.form(statement.tense) or relation.iri).label


def networkx_graph(
    store: "Store",
    *,
    at: "Instant | None" = None,
    during: "Stretch | None" = None,
    known_by: "Instant | None" = None,
    status: str = "Accepted",
) -> "nx.MultiDiGraph[str]":
    """Draw the statements of a store as a multigraph: exactly what a path may walk.

    Nodes are IRIs with ``label``, ``type`` and ``aliases``. Edges are keyed by relation and tense
    and carry ``relation`` (IRI), ``label``, ``tense``, ``certainty``, ``claims`` (IRIs) and the
    four bounds where all their claims together give them.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(title=store.edition.title)
    for entity in store.entities():
        names = [name.text for name in entity.aliases]
        graph.add_node(entity.iri, label=entity.label, type=entity.type, aliases=names)
    known = as_known(store, known_by)
    for statement in known.statements(at=at, during=during, status=status):
        claims = [claim for iri in statement.claims if (claim := known.claim(iri)) is not None]
        bounds = joint(claim.holds for claim in claims)._asdict()
        graph.add_edge(
            statement.subject,
            statement.object,
            key=f"{statement.relation} {statement.tense}",
            relation=statement.relation,
            label=_label(store, statement),
            tense=statement.tense,
            certainty=statement.certainty,
            status=sorted({claim.status for claim in claims}),
            claims=list(statement.claims),
            **bounds,
        )
    return graph
