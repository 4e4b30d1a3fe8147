"""Copy a whole remote graph, for what can be said of it only when all of it is there."""

from typing import TYPE_CHECKING

import pyoxigraph as ox

from astrograph.errors import StoreError
from astrograph.store.remote import asking
from astrograph.store.remote.asker import MOST_TRIPLES, PAGE, as_quads
from astrograph.store.remote.client import GRAPH

if TYPE_CHECKING:
    from astrograph.store.local import LocalStore
    from astrograph.store.remote.asker import Asker

ALL_AT_ONCE = 1_000_000
"""How many triples are asked for in one answer."""

AT_ONCE = 300


def size(asker: "Asker") -> int:
    """Return how many triples a graph has."""
    rows = asker.rows(asking.SIZE)
    return int(getattr(rows[0][0], "value", 0))


def copy(asker: "Asker") -> "LocalStore":
    """Copy a graph into memory.

    Raises:
        StoreError: It has too many triples for that.
    """
    from astrograph.codec.blanks import name_blanks
    from astrograph.store.build import around

    address, number = asker.client.address, size(asker)
    if number > MOST_TRIPLES:
        raise StoreError(
            f"{address} holds {number:,} triples: too many to copy for this",
            hint="ask about an entity, or by astrograph query; or load the data into a store of"
            " your own: astrograph ingest",
        )
    quads = _at_once(asker, number) if number <= ALL_AT_ONCE else None
    engine = ox.Store()
    engine.bulk_extend(name_blanks(_piecemeal(asker) if quads is None else quads))
    return around(address, engine)


def _at_once(asker: "Asker", number: int) -> list[ox.Quad] | None:
    """Ask for all triples in one answer; ``None`` where the server does not give so many."""
    answer = asker.client.ask(asking.EVERYTHING, GRAPH)
    if answer.media_type != GRAPH or (answer.most is not None and answer.most <= number):
        return None
    quads = list(ox.parse(answer.content, format=ox.RdfFormat.N_TRIPLES))
    return quads if len(set(quads)) == number else None


def _piecemeal(asker: "Asker") -> list[ox.Quad]:
    """Ask for all triples, some subjects at a time; blank nodes are left out."""
    found: list[ox.Quad] = []
    last, subjects = "", [""]
    while subjects:
        rows, _ = asker.client.rows(asking.subjects_after(last, PAGE))
        subjects = [str(getattr(row[0], "value", "")) for row in rows]
        found += as_quads(asker.batched(asking.things, subjects, AT_ONCE))
        last = max(subjects, default="")
    return found
