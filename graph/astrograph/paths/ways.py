"""Go one hop: where it leads from some nodes, in the few operations that a search is made of."""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from astrograph.store.adjacency import Arrays

Node = int
Row = Callable[[Node], Sequence[int]]
Hop = tuple[int, Node]
"""What a hop costs, and where it leads."""

FEW = 32
"""Up to one node in so many entries is looked up in a row by halving it, not by reading it."""


class Way:
    """One direction of walking.

    A way that has its rows in some other form may do any of the operations by itself.

    Args:
        near: Where one hop leads from a node: each neighbor once, in ascending order.
        price: What each of these hops costs, in the same order.
    """

    def __init__(self, near: Row, price: Row) -> None:
        self.near = near
        self.price = price

    def rows(self, nodes: Iterable[Node]) -> list[Sequence[int]]:
        """Return where hops lead from each of some nodes."""
        return list(map(self.near, nodes))

    def load(self, nodes: Collection[Node]) -> int:
        """Say how much there is to look at, to go on from some nodes."""
        return sum(map(len, self.rows(nodes)))

    def beyond(self, nodes: Collection[Node]) -> set[Node]:
        """Return all nodes that hops from some nodes lead to."""
        return set().union(*self.rows(nodes))

    def touching(self, nodes: Collection[Node], layer: set[Node]) -> set[Node]:
        """Return those of some nodes from which a hop leads into a layer."""
        long = FEW * len(layer)
        return {
            node
            for node, row in zip(nodes, self.rows(nodes), strict=True)
            if (not layer.isdisjoint(row) if len(row) < long else present(row, layer))
        }

    def met(self, nodes: Collection[Node], layer: set[Node]) -> set[Node]:
        """Return those of a layer that hops from some nodes lead to."""
        long = FEW * len(layer)
        return set().union(
            *[
                layer.intersection(row) if len(row) < long else present(row, layer)
                for row in self.rows(nodes)
            ]
        )

    def within(self, node: Node, layer: set[Node]) -> Sequence[Node]:
        """Return where hops from a node lead within a layer, in ascending order."""
        row = self.near(node)
        if len(row) < FEW * len(layer):
            return list(filter(layer.__contains__, row))
        return present(row, sorted(layer))

    def all_hops(self, nodes: Iterable[Node], layer: set[Node]) -> dict[Node, list[Hop]]:
        """Return for each of some nodes the hops into a layer."""
        return {node: self.hops(node, layer) for node in nodes}

    def hops(self, node: Node, layer: set[Node]) -> list[Hop]:
        """Return the hops from a node into a layer, by where they lead."""
        row, price = self.near(node), self.price(node)
        # To read prices along takes longer than to read the row alone.
        if len(row) * 2 < FEW * len(layer):
            found = list(filter(layer.__contains__, row))
            if len(found) * 8 > len(row):
                every = zip(price, row, strict=True)
                return [hop for hop in every if hop[1] in layer]
        else:
            found = present(row, sorted(layer))
        return [(price[bisect_left(row, other)], other) for other in found]


def present(row: Sequence[int], wanted: Iterable[Node]) -> list[Node]:
    """Return what is wanted and stands in a row, by halving it.

    >>> present([2, 3, 5, 7], [1, 2, 7, 9])
    [2, 7]
    """
    last = len(row) - 1
    return [node for node in wanted if row[min(bisect_left(row, node), last)] == node]


class PackedWay(Way):
    """The default walk of a packed graph, which reads the same both ways."""

    def __init__(self, arrays: "Arrays") -> None:
        self._starts, self._ends = arrays.rows, arrays.plain
        self._others, self._costs = arrays.others, arrays.costs
        super().__init__(self._near, self._price)

    def _near(self, node: Node) -> Sequence[int]:
        return self._others[self._starts[node] : self._ends[node]]

    def _price(self, node: Node) -> Sequence[int]:
        return self._costs[self._starts[node] : self._ends[node]]

    def rows(self, nodes: Iterable[Node]) -> list[Sequence[int]]:
        """Return where hops lead from each of some nodes."""
        starts, ends, others = self._starts, self._ends, self._others
        return [others[starts[node] : ends[node]] for node in nodes]

    def load(self, nodes: Collection[Node]) -> int:
        """Say how much there is to look at, to go on from some nodes; a little too much."""
        # Where the row of a node begins and where that of the next lie side by side in memory.
        starts = self._starts
        return sum([starts[node + 1] - starts[node] for node in nodes])


class ManifoldWay(Way):
    """A walk over states: a node together with which of some nodes to pass were passed by then.

    A state is ``node << len(bits) | passed``, so that states sort like their nodes; in a row
    each node stands once. Onward a hop adds to what was passed, backward it takes away.

    Args:
        way: The walk over nodes.
        bits: The nodes to pass, each with its bit.
        ends: The first and the last node, which are passed once each, and with all others
            between them.
        back: Whether the way leads backward.
    """

    def __init__(
        self, way: Way, bits: dict[Node, int], ends: tuple[Node, Node], *, back: bool
    ) -> None:
        self._way, self._bits, self._back = way, bits, back
        self._shift = len(bits)
        self._all = (1 << self._shift) - 1
        self._start, self._goal = ends
        super().__init__(self._near, self._price)

    def _near(self, state: int) -> Sequence[int]:
        row = self._way.near(state >> self._shift)
        return [next_ for node in row if (next_ := self._step(state, node)) is not None]

    def _price(self, state: int) -> Sequence[int]:
        node = state >> self._shift
        hops = zip(self._way.price(node), self._way.near(node), strict=True)
        return [cost for cost, other in hops if self._step(state, other) is not None]

    def _step(self, state: int, other: Node) -> int | None:
        """Return the state in which a hop leads to another node; ``None`` if it must not."""
        passed = state & self._all
        own, bit = self._bits.get(state >> self._shift, 0), self._bits.get(other, 0)
        if self._back:
            passed &= ~own
            fits = passed & bit == bit
        else:
            fits = not passed & bit
            passed |= bit
        if other == self._start:
            fits = passed == 0
        if other == self._goal:
            fits = passed == self._all
        return other << self._shift | passed if fits else None
