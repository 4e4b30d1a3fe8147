"""Copy a whole remote graph, for what can be said of it only when all of it is there."""

from typing import TYPE_CHECKING

import pyoxigraph as ox

from astrograph.errors import UnsupportedError
from astrograph.store.remote.asker import MOST_TRIPLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from astrograph.store.local import LocalStore
    from astrograph.store.remote.asker import Asker

EVERYTHING = "?s ?p ?o"
PLAIN = (ox.NamedNode, ox.Literal)


def copy(asker: "Asker") -> "LocalStore":
    """Copy a graph into memory.

    Raises:
        UnsupportedError: It has too many triples for that.
    """
    from astrograph.store.build import of_triples

    address, number = asker.client.address, asker.size(EVERYTHING)
    if number > MOST_TRIPLES:
        raise UnsupportedError(
            f"the graph holds {number:,} triples: too many to copy for this",
            hint="ask about an entity, or by astrograph query; or load the data into a store of"
            " your own: astrograph ingest",
        )
    return of_triples(address, list(dict.fromkeys(everything(asker))))


def everything(asker: "Asker") -> "Iterator[ox.Quad]":
    """Yield all triples of a graph, in no order, and some of them twice.

    Those of blank nodes, which get names by what is said of them, come at the end, each once.
    """
    from astrograph.codec.blanks import name_blanks

    unnamed: dict[ox.Quad, None] = {}
    for quad in asker.every(EVERYTHING):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, PLAIN):
            yield quad
        else:
            unnamed[quad] = None
    yield from name_blanks(unnamed)
