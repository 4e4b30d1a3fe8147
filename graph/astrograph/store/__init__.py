"""Own the graph as it is stored: one reading Protocol, and the kinds of store behind it.

A store is opened by `open_store`: the shipped graph, RDF files, or a directory. All of them answer
the same questions: entities by IRI or name, claims, statements at an instant, and SPARQL.
"""

from astrograph.store.opening import open_store
from astrograph.store.protocol import Store

__all__ = ["Store", "open_store"]
