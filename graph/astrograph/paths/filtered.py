"""Walk only what passes the filters, judging no hop before it matters."""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import compress
from typing import TYPE_CHECKING

from astrograph.paths.verdicts import ASK, YES, Passing, Verdicts
from astrograph.paths.ways import FEW, Hop, Node, Way

if TYPE_CHECKING:
    from astrograph.model import Iri
    from astrograph.store.adjacency import Adjacency

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

    def rows(self, nodes: Iterable[Node]) -> list[Sequence[int]]:
        """Return where hops lead from each of some nodes."""
        nodes = list(nodes)
        new = [node for node in nodes if not self._is_judged(node)]
        if new:
            self._judge(new)
        return [self._row(node)[0] for node in nodes]

    def touching(self, nodes: Collection[Node], layer: set[Node]) -> set[Node]:
        """Return those of some nodes from which a hop leads into a layer."""
        judged, rest = self._parted(nodes, layer)
        into = self._into(rest, layer)
        return super().touching(judged, layer) | {node for node in rest if into[node]}

    def met(self, nodes: Collection[Node], layer: set[Node]) -> set[Node]:
        """Return those of a layer that hops from some nodes lead to."""
        judged, rest = self._parted(nodes, layer)
        return super().met(judged, layer).union(*self._into(rest, layer).values())

    def within(self, node: Node, layer: set[Node]) -> Sequence[Node]:
        """Return where hops from a node lead within a layer, in ascending order."""
        if self._is_judged(node):
            return super().within(node, layer)
        return [other for _, other in self.hops(node, layer)]

    def hops(self, node: Node, layer: set[Node]) -> list[Hop]:
        """Return the hops from a node into a layer, by where they lead."""
        return self.all_hops((node,), layer)[node]

    def all_hops(self, nodes: Iterable[Node], layer: set[Node]) -> dict[Node, list[Hop]]:
        """Return for each of some nodes the hops into a layer."""
        hops: dict[Node, list[Hop]] = {node: [] for node in nodes}
        judged, rest = self._parted(hops, layer)
        for node in judged:
            hops[node] = super().hops(node, layer)
        for node, into in self._into(rest, layer).items():
            hops[node] = [(into[other], other) for other in sorted(into)]
        return hops

    def _is_judged(self, node: Node) -> bool:
        return node in self.verdicts.rows or node in self._asked_for

    def _parted(self, nodes: Collection[Node], layer: set[Node]) -> tuple[list[Node], list[Node]]:
        """Return the nodes of which the rows are judged, and others that may lead to a layer."""
        starts, others = self._starts, self._others
        judged: list[Node] = []
        new: list[Node] = []
        for node in nodes:
            (judged if self._is_judged(node) else new).append(node)
        rest, worn, many = [], [], FEW * len(layer)
        for node, row in zip(new, [others[starts[n] : starts[n + 1]] for n in new], strict=True):
            if len(row) >= LONG and self.verdicts.looked(node) > LOOKED:
                worn.append(node)
            elif len(row) >= many or not layer.isdisjoint(row):
                rest.append(node)
        if worn:
            self._judge(worn)
        return judged + worn, rest

    def _row(self, node: Node) -> Passing:
        """Return what passes of a row."""
        row = self.verdicts.rows.get(node) or self._asked_for.get(node)
        if row is None:
            self._judge([node])
            row = self.verdicts.rows.get(node) or self._asked_for[node]
        return row

    def _judge(self, nodes: list[Node]) -> None:
        """Judge some rows as a whole."""
        starts, middles, others, costs = self._starts, self._middles, self._others, self._costs
        entries: list[Sequence[int]] = [range(starts[node], starts[node + 1]) for node in nodes]
        for node, places, verdicts in self._verdicts_on(nodes, entries):
            start, middle = starts[node], middles[node]
            asks = self.fewest > 1 or ASK in verdicts
            if asks or YES in verdicts[middle - start :]:
                passing = self._passing(node, places, verdicts)
                near = sorted(passing)
                row = near, [passing[other] for other in near]
            else:
                # Up to the middle each neighbor stands once.
                row = (
                    list(compress(others[start:middle], verdicts)),
                    list(compress(costs[start:middle], verdicts)),
                )
            if asks:
                self._asked_for[node] = row
            else:
                self.verdicts.keep(node, row)

    def _into(self, nodes: list[Node], layer: set[Node]) -> dict[Node, dict[Node, int]]:
        """Return where hops from some nodes lead within a layer, and what they cost."""
        if not nodes:
            return {}
        starts, others, few = self._starts, self._others, FEW * len(layer)
        places: list[Sequence[int]] = []
        for node in nodes:
            start, end = starts[node], starts[node + 1]
            if end - start >= few:
                places.append(self._looked_up(node, layer))
            else:
                there = map(layer.__contains__, others[start:end])
                places.append(list(compress(range(start, end), there)))
        judged = self._verdicts_on(nodes, places)
        return {node: self._passing(node, found, verdicts) for node, found, verdicts in judged}

    def _verdicts_on(
        self, nodes: list[Node], places: list[Sequence[int]]
    ) -> Iterator[tuple[Node, Sequence[int], list[int]]]:
        """Yield each node with the places of some of its entries and the verdicts on these."""
        # To judge many at once takes much less time.
        marks = self._marks
        verdicts = self.verdicts.on([marks[place] for some in places for place in some])
        end = 0
        for node, some in zip(nodes, places, strict=True):
            start, end = end, end + len(some)
            yield node, some, verdicts[start:end]

    def _looked_up(self, node: Node, wanted: Iterable[Node]) -> list[int]:
        """Return the places of a node's entries that lead to what is wanted, by halving its row."""
        others = self._others
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
        return places

    def _passing(self, node: Node, places: Sequence[int], verdicts: list[int]) -> dict[Node, int]:
        """Return where the entries at some places lead, if they pass, and the least cost."""
        others, costs = self._others, self._costs
        if self.fewest > 1:
            return self._asked(node, self._told_by_many(places, verdicts))
        passing: dict[Node, int] = {}
        for place in compress(places, verdicts):
            other, cost = others[place], costs[place]
            if cost < passing.get(other, MOST):
                passing[other] = cost
        if ASK in verdicts:
            asked = {others[at] for at, each in zip(places, verdicts, strict=True) if each == ASK}
            sure = {other: cost for other, cost in passing.items() if other not in asked}
            passing = sure | self._asked(node, asked)
        return passing

    def _told_by_many(self, places: Sequence[int], verdicts: list[int]) -> set[Node]:
        """Return the neighbors with a relation of which so many sources may tell."""
        relations = self._packed.signatures.columns.relation
        told: dict[tuple[Node, int, int], set[int]] = {}
        for place in compress(places, verdicts):
            mark = self._marks[place]
            same = (self._others[place], relations[mark >> 1], mark & 1)
            told.setdefault(same, set()).update(self.verdicts.counting(mark))
        return {other for (other, *_), some in told.items() if len(some) >= self.fewest}

    def _asked(self, node: Node, others: Iterable[Node]) -> dict[Node, int]:
        """Return the least cost of what is shown of some hops, for those of which anything is."""
        relation_of = self._packed.signatures.relation
        least: dict[Node, int] = {}
        for other in others:
            shown = self._shown(node, other)
            for place in self._looked_up(node, (other,)) if shown else ():
                mark, cost = self._marks[place], self._costs[place]
                if (relation_of(mark >> 1), not mark & 1) in shown:
                    least[other] = min(cost, least.get(other, MOST))
        return least
