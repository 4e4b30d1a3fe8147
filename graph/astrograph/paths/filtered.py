"""Walk only what passes the filters, judging no hop before it matters."""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import compress
from typing import TYPE_CHECKING

from astrograph.paths.verdicts import ASK, YES, Verdicts
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


class FilteredWay(Way):
    """One direction of walking what passes some filters.

    What is looked for is looked up in a whole row first, and only what is found there is judged:
    that takes hardly longer than to look it up in a row of what passes.

    Args:
        packed: The graph of all that is stated.
        verdicts: The verdict on each mark.
        shown: Decides where the packed graph alone cannot.
        fewest: How many different sources have to tell of a hop.
        loose: What is walked before the filters.
    """

    def __init__(
        self, packed: "Adjacency", verdicts: Verdicts, shown: Shown, fewest: int, loose: Way
    ) -> None:
        self._packed, self._verdicts, self._shown, self._fewest = packed, verdicts, shown, fewest
        self._starts, self._middles, self._others, self._marks, self._costs = packed.arrays
        self._known: dict[Node, dict[Node, int]] = {}
        super().__init__(self._near, self._price)
        self.loose = loose

    def _near(self, node: Node) -> Sequence[int]:
        return sorted(self._all(node))

    def _price(self, node: Node) -> Sequence[int]:
        passing = self._all(node)
        return [passing[other] for other in sorted(passing)]

    def beyond(self, nodes: Collection[Node]) -> set[Node]:
        """Return all nodes that hops from some nodes lead to."""
        reached: set[Node] = set()
        judge, quick = self._verdicts.__getitem__, self._fewest <= 1
        for node in nodes:
            start, end = self._starts[node], self._starts[node + 1]
            verdicts = list(map(judge, self._marks[start:end])) if quick else [ASK]
            if ASK in verdicts:
                reached.update(self._all(node))
            else:
                reached.update(compress(self._others[start:end], verdicts))
        return reached

    def touching(self, nodes: Collection[Node], layer: set[Node]) -> set[Node]:
        """Return those of some nodes from which a hop leads into a layer."""
        return {node for node in nodes if self._into(node, layer)}

    def met(self, nodes: Collection[Node], layer: set[Node]) -> set[Node]:
        """Return those of a layer that hops from some nodes lead to."""
        return set().union(*[self._into(node, layer) for node in nodes])

    def within(self, node: Node, layer: set[Node]) -> Sequence[Node]:
        """Return where hops from a node lead within a layer, in ascending order."""
        return sorted(self._into(node, layer))

    def hops(self, node: Node, layer: set[Node]) -> list[Hop]:
        """Return the hops from a node into a layer, by where they lead."""
        passing = self._into(node, layer)
        return [(passing[other], other) for other in sorted(passing)]

    def _all(self, node: Node) -> dict[Node, int]:
        """Return where hops from a node lead, and what they cost."""
        known = self._known.get(node)
        if known is None:
            entries = zip(*self._packed.entries(node), strict=True)
            known = self._known[node] = self._passing(node, entries)
        return known

    def _into(self, node: Node, layer: set[Node]) -> dict[Node, int]:
        """Return where hops from a node lead within a layer, and what they cost."""
        start, end = self._starts[node], self._starts[node + 1]
        if end - start >= FEW * len(layer):
            return self._passing(node, self._looked_up(node, layer))
        there = map(layer.__contains__, self._others[start:end])
        places = list(compress(range(start, end), there))
        if not places:
            return {}
        others, marks, costs = self._others, self._marks, self._costs
        return self._passing(node, [(others[at], marks[at], costs[at]) for at in places])

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
        verdicts = self._verdicts
        passing: dict[Node, int] = {}
        asked: set[Node] = set()
        told: dict[Node, set[int]] = {}
        for other, mark, cost in entries:
            verdict = verdicts[mark]
            if not verdict:
                continue
            if self._fewest > 1:
                told.setdefault(other, set()).update(verdicts.counting(mark))
            elif verdict == ASK:
                asked.add(other)
            if verdict == YES and cost < passing.get(other, MOST):
                passing[other] = cost
        if told:
            passing = {}
            asked = {other for other, sources in told.items() if len(sources) >= self._fewest}
        for other in asked:
            passing.pop(other, None)
            least = self._asked(node, other)
            if least is not None:
                passing[other] = least
        return passing

    def _asked(self, node: Node, other: Node) -> int | None:
        """Return the least cost of what is shown of a hop; ``None`` where nothing is."""
        shown = self._shown(node, other)
        signatures = self._packed.signatures
        return min(
            (
                cost
                for _, mark, cost in self._looked_up(node, (other,))
                if (signatures.relation(mark >> 1), not mark & 1) in shown
            ),
            default=None,
        )
