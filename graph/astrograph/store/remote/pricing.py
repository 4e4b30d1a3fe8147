"""Pack a part of a graph so that its hops cost what they cost in the whole graph."""

from contextlib import closing
from io import BytesIO
from typing import TYPE_CHECKING

from astrograph.store.adjacency import Adjacency, Packed
from astrograph.store.counting_plainly import Plainly
from astrograph.store.packing import Packing, end_cost
from astrograph.store.scratch import Scratch

if TYPE_CHECKING:
    from array import array

    from astrograph.model import Iri
    from astrograph.store.index import Index
    from astrograph.store.remote.walking import Crowds

NODES = """
SELECT iri FROM thing WHERE id IN (
  SELECT subject FROM statement WHERE subject <> object
  UNION SELECT object FROM statement WHERE subject <> object) ORDER BY iri
"""
RELATIONS = """
SELECT DISTINCT iri FROM statement
JOIN manner ON manner.id = manner JOIN thing ON thing.id = relation
WHERE subject <> object ORDER BY iri
"""


class Crowded(Plainly):
    """The plain way, but that what is counted at an entity is known already.

    Args:
        nodes: The entities, in the order of their numbers.
        relations: The relations, in the order of theirs.
        crowds: What is known; where it says nothing, what is at hand is counted.
    """

    def __init__(self, nodes: "list[Iri]", relations: "list[Iri]", crowds: "Crowds") -> None:
        self._nodes, self._relations, self._crowds = nodes, relations, crowds

    def end_costs(self, pairs: "array[int]", roles: "array[int]") -> "array[int]":
        """Return for each entry what its hop costs at its node."""
        costs = super().end_costs(pairs, roles)
        for place, (pair, role) in enumerate(zip(pairs, roles, strict=True)):
            iri, relation = self._nodes[pair >> 32], self._relations[role >> 1]
            others = self._crowds.get((iri, None, False))
            alike = self._crowds.get((iri, relation, bool(role & 1)))
            if others and alike:
                costs[place] = end_cost(alike, others)
        return costs


def packed(index: "Index", crowds: "Crowds") -> Adjacency:
    """Pack who is beside whom by an index of a part of a graph, in memory.

    Args:
        index: The index.
        crowds: With how many others its entities are connected in the whole graph.
    """
    nodes, relations = ([row[0] for row in index.select(query)] for query in (NODES, RELATIONS))
    memory = BytesIO()
    with closing(Scratch(None)) as scratch:
        Packing(index, Crowded(nodes, relations, crowds), scratch).write(memory)
    return Adjacency(Packed(memory.getbuffer()))
