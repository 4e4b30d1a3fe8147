"""Walk only what passes the filters, judging no hop before it matters."""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import compress
from typing import TYPE_CHECKING

from astrograph.paths.verdicts import ASK, YES, Passing, Verdicts
from astrograph.paths.ways import FEW, Hop, Node, Way

if TYPE_CHECKING:
    from astrograph.model import Iri
    from astrograph.store.adjacency import Adjacency

Entry = tuple[Node, int, int]
"""Where a hop leads, its mark, and what it costs."""

Shown = Callable[[Node, Node], Collection[tuple["Iri", bool]]]
"""Tells the relations by which a hop from a node to another is shown, and which way each is."""

MOST = 256
"""More than any hop costs."""

LONG, LOOKED = 256, 2
"""A row of so many entries is judged as a whole when it has been looked into so often before."""


class FilteredWay(Way):
    """One direction of walking what passes some filters.

    What is looked for is looked up in a whole row first, and only what is found there is judged: a
    row is judged as a whole only where all of it matters, or where it is looked into again.

    Args:
        packed: The graph of all that is stated.
        verdicts: The verdict on each mark, and the rows that have been judged by it.
        shown: Decides where the packed graph alone cannot.
        fewest: How many different sources have to tell of a hop.
    """

    def __init__(
        self, packed: "Adjacency", verdicts: Verdicts, shown: Shown, fewest: int = 0
    ) -> None:
        self._packed, self.verdicts, self._shown, self.fewest = packed, verdicts, shown, fewest
        self._starts, self._middles, self._others, self._marks, self._costs = packed.arrays
        # Rows for which the store was asked are this walk's own.
        self._judged, self._asked_for = verdicts.rows, dict[Node, Passing]()
        super().__init__(self._near, self._price)

    def _near(self, node: Node) -> Sequence[int]:
        return self._row(node)[0]

    def _price(self, node: Node) -> Sequence[int]:
        return self._row(node)[1]

    def load(self, nodes: Collection[Node]) -> int:
        """Say how much there is to look at, to go on from some nodes."""
        starts = self._starts
        return sum([starts[node + 1] - starts[node] for node in nodes])

    def touching(self, nodes: Collection[Node], layer: set[Node]) -> set[Node]:
        """Return those of some nodes from which a hop leads into a layer."""
        judged, rest = self._parted(nodes, layer)
        return super().touching(judged, layer) | {n for n in rest if self._into(n, layer)}

    def met(self, nodes: Collection[Node], layer: set[Node]) -> set[Node]:
        """Return those of a layer that hops from some nodes lead to."""
        judged, rest = self._parted(nodes, layer)
        return super().met(judged, layer).union(*[self._into(node, layer) for node in rest])

    def within(self, node: Node, layer: set[Node]) -> Sequence[Node]:
        """Return where hops from a node lead within a layer, in ascending order."""
        judged, rest = self._parted((node,), layer)
        if judged:
            return super().within(node, layer)
        return sorted(self._into(node, layer)) if rest else ()

    def hops(self, node: Node, layer: set[Node]) -> list[Hop]:
        """Return the hops from a node into a layer, by where they lead."""
        judged, rest = self._parted((node,), layer)
        if judged:
            return super().hops(node, layer)
        passing = self._into(node, layer) if rest else {}
        return [(passing[other], other) for other in sorted(passing)]

    def _parted(self, nodes: Collection[Node], layer: set[Node]) -> tuple[list[Node], list[Node]]:
        """Return the nodes of which the rows are judged, and others that may lead to a layer."""
        starts, others, own = self._starts, self._others, self._asked_for
        judged: list[Node] = []
        new: list[Node] = []
        for node in nodes:
            (judged if node in self._judged or node in own else new).append(node)
        rest, many = [], FEW * len(layer)
        for node, row in zip(new, [others[starts[n] : starts[n + 1]] for n in new], strict=True):
            if len(row) >= LONG and self.verdicts.looked(node) > LOOKED:
                self._row(node)
                judged.append(node)
            elif len(row) >= many or not layer.isdisjoint(row):
                rest.append(node)
        return judged, rest

    def _row(self, node: Node) -> Passing:
        """Return what passes of a row."""
        known = self._judged.get(node) or self._asked_for.get(node)
        if known is not None:
            return known
        start, middle, end = self._starts[node], self._middles[node], self._starts[node + 1]
        verdicts = list(map(self.verdicts.__getitem__, self._marks[start:end]))
        asks = self.fewest > 1 or ASK in verdicts
        if asks or YES in verdicts[middle - start :]:
            passing = self._passing(node, zip(*self._packed.entries(node), strict=True))
            near = sorted(passing)
            row = near, [passing[other] for other in near]
        else:
            # Up to the middle each neighbor stands once.
            row = (
                list(compress(self._others[start:middle], verdicts)),
                list(compress(self._costs[start:middle], verdicts)),
            )
        if asks:
            self._asked_for[node] = row
        else:
            self.verdicts.keep(node, row)
        return row

    def _into(self, node: Node, layer: set[Node]) -> dict[Node, int]:
        """Return where hops from a node lead within a layer, and what they cost."""
        start, end = self._starts[node], self._starts[node + 1]
        if end - start >= FEW * len(layer):
            return self._passing(node, self._looked_up(node, layer))
        there = map(layer.__contains__, self._others[start:end])
        others, marks, costs = self._others, self._marks, self._costs
        found = compress(range(start, end), there)
        return self._passing(node, [(others[at], marks[at], costs[at]) for at in found])

    def _looked_up(self, node: Node, wanted: Iterable[Node]) -> list[Entry]:
        """Return the entries of a node that lead to what is wanted, by halving its row."""
        others, marks, costs = self._others, self._marks, self._costs
        start, middle, end = self._starts[node], self._middles[node], self._starts[node + 1]
        places = []
        for other in wanted:
            place = bisect_left(others, other, start, middle)
            if place < middle and others[place] == other:
                places.append(place)
            place = bisect_left(others, other, middle, end)
            while place < end and others[place] == other:
                places.append(place)
                place += 1
        return [(others[place], marks[place], costs[place]) for place in places]

    def _passing(self, node: Node, entries: Iterable[Entry]) -> dict[Node, int]:
        """Judge entries, and return for each neighbor the least cost of those that pass."""
        if self.fewest > 1:
            return self._asked(node, self._told_by_many(entries))
        verdicts = self.verdicts
        passing: dict[Node, int] = {}
        asked: set[Node] = set()
        for other, mark, cost in entries:
            verdict = verdicts[mark]
            if verdict == ASK:
                asked.add(other)
            elif verdict and cost < passing.get(other, MOST):
                passing[other] = cost
        if asked:
            sure = {other: cost for other, cost in passing.items() if other not in asked}
            passing = sure | self._asked(node, asked)
        return passing

    def _told_by_many(self, entries: Iterable[Entry]) -> set[Node]:
        """Return the neighbors with a relation of which so many sources may tell."""
        relations = self._packed.signatures.columns.relation
        told: dict[tuple[Node, int, int], set[int]] = {}
        for other, mark, _ in entries:
            if self.verdicts[mark]:
                same = (other, relations[mark >> 1], mark & 1)
                told.setdefault(same, set()).update(self.verdicts.counting(mark))
        return {other for (other, *_), some in told.items() if len(some) >= self.fewest}

    def _asked(self, node: Node, others: Iterable[Node]) -> dict[Node, int]:
        """Return the least cost of what is shown of some hops, for those of which anything is."""
        relation_of = self._packed.signatures.relation
        costs: dict[Node, int] = {}
        for other in others:
            shown = self._shown(node, other)
            for _, mark, cost in self._looked_up(node, (other,)) if shown else ():
                if (relation_of(mark >> 1), not mark & 1) in shown:
                    costs[other] = min(cost, costs.get(other, MOST))
        return costs
