"""Walk a graph: the paths of one length between two nodes, those of least cost first.

For each length the nodes that can stand at each place of a path are found from both ends, by
walks that meet in the middle. The least cost from each of them to the goal is then known, and
guides a best-first search (A*; Hart, Nilsson and Raphael, "A formal basis for the heuristic
determination of minimum cost paths", 1968) past all blind alleys. Costs are whole numbers, so that
sums do not depend on their order; of equal costs the path that comes first by its nodes is first.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from heapq import heappop, heappush

Node = int
Beside = Callable[[Node], Sequence[Node]]
Cost = Callable[[Node], int]


def distances(beside: Beside, goal: Node, most: int) -> dict[Node, int]:
    """Return how many hops each node within reach is away from a goal (breadth-first search).

    Args:
        beside: The nodes from which one hop leads to a node.
        goal: The node to reach.
        most: How many hops to look back at most.

    >>> line = {1: [2], 2: [1, 3], 3: [2]}
    >>> distances(line.__getitem__, 1, 5)
    {1: 0, 2: 1, 3: 2}
    """
    reached = {goal: 0}
    ring = [goal]
    for hops in range(1, most + 1):
        ring = [n for n in {near for node in ring for near in beside(node)} if n not in reached]
        if not ring:
            break
        reached.update(dict.fromkeys(ring, hops))
    return reached


def apart(
    onward: Beside, backward: Beside, ends: tuple[Node, Node], avoid: Collection[Node], most: int
) -> int | None:
    """Return how many hops two nodes are apart, by searching from both until the two meet.

    Args:
        onward: The nodes to which one hop leads from a node.
        backward: The nodes from which one hop leads to a node.
        ends: The first and the last node.
        avoid: Nodes never to enter.
        most: How many hops to look for at most; ``None`` is returned beyond.

    >>> line = {1: [2], 2: [1, 3], 3: [2]}
    >>> apart(line.__getitem__, line.__getitem__, (1, 3), (), 5)
    2
    """
    met: tuple[set[Node], set[Node]] = ({ends[0], *avoid}, {ends[1], *avoid})
    rings = [{ends[0]}, {ends[1]}]
    for hops in range(1, most + 1):
        side = 0 if len(rings[0]) <= len(rings[1]) else 1
        beside = (onward, backward)[side]
        near = {other for node in rings[side] for other in beside(node)}
        if not near.isdisjoint(rings[1 - side]):
            return hops
        rings[side] = near - met[side]
        met[side].update(rings[side])
        if not rings[side]:
            return None
    return None


class Walks:
    """The exact-length walks from one end that come back to neither end.

    ``rings[i]`` holds the nodes that a walk of i hops reaches.
    """

    def __init__(self, beside: Beside, end: Node, out: Collection[Node]) -> None:
        """Begin at an end; the nodes in ``out`` are never entered."""
        self.rings: list[set[Node]] = [{end}]
        self._beside = beside
        self._out = out

    def grow(self) -> None:
        """Go one hop further."""
        near: set[Node] = set()
        for node in self.rings[-1]:
            near.update(self._beside(node))
        self.rings.append(near.difference(self._out))


class Search:
    """Finds the paths between two nodes, length by length.

    Args:
        onward: The nodes to which one hop leads from a node.
        backward: The nodes from which one hop leads to a node.
        ends: The first and the last node.
        cost: What it costs to cross a node between the ends.
        avoid: Nodes never to enter.
        needed: For each node that a path must visit, the distances to it.
    """

    def __init__(
        self,
        onward: Beside,
        backward: Beside,
        ends: tuple[Node, Node],
        cost: Cost,
        *,
        avoid: Collection[Node] = (),
        needed: Mapping[Node, Mapping[Node, int]] | None = None,
    ) -> None:
        """Note what is asked for; nothing is walked yet."""
        self._onward = onward
        self._ends = ends
        self._cost = cost
        self._needed = needed or {}
        out = {*ends, *avoid}
        self._ahead = Walks(onward, ends[0], out)
        self._back = Walks(backward, ends[1], out)

    def of_length(self, length: int, effort: int | None = None) -> Iterator[tuple[Node, ...]]:
        """Yield the simple paths of exactly one length, in order of cost and then of nodes.

        With an effort, at most that many nodes are entered.
        """
        bounds = self._bounds(length)
        start, goal = self._ends
        if bounds is None:
            return
        # A path's beginning sorts before its continuations, so that ties come out in order.
        open_paths: list[tuple[int, tuple[Node, ...], int]] = [(bounds[0][start], (start,), 0)]
        while open_paths and effort != 0:
            _, walked, spent = heappop(open_paths)
            place = len(walked)
            if place > length:
                yield walked
                continue
            effort = None if effort is None else effort - 1
            ahead = bounds[place]
            for near in self._onward(walked[-1]):
                if near not in ahead or near in walked:
                    continue
                if self._needed and not self._may_visit(walked, near, length - place):
                    continue
                paid = spent if near == goal else spent + self._cost(near)
                heappush(open_paths, (paid + ahead[near], (*walked, near), paid))

    @property
    def is_spent(self) -> bool:
        """Say whether no longer walk can lead from one end to the other."""
        return not (self._ahead.rings[-1] and self._back.rings[-1])

    def _bounds(self, length: int) -> list[dict[Node, int]] | None:
        """Return for each place of a path the least cost from each possible node to the goal.

        ``None`` when no walk has this length.
        """
        ahead, back = self._ahead.rings, self._back.rings
        while len(ahead) + len(back) < length + 1:
            smaller = self._ahead if len(ahead[-1]) <= len(back[-1]) else self._back
            if not smaller.rings[-1]:
                return None
            smaller.grow()
        # Both may have been grown further for a longer path before.
        middle = min(len(ahead), length) - 1
        bounds: list[dict[Node, int]] = [{self._ends[1]: 0}]
        for place in range(length - 1, -1, -1):
            nodes = ahead[place] if place <= middle else back[length - place]
            bounds.append(self._bound(nodes, bounds[-1]))
        bounds.reverse()
        return bounds if bounds[0] else None

    def _bound(self, nodes: Collection[Node], beyond: Mapping[Node, int]) -> dict[Node, int]:
        goal = self._ends[1]
        costs = {
            node: least + (0 if node == goal else self._cost(node))
            for node, least in beyond.items()
        }
        bound: dict[Node, int] = {}
        for node in nodes:
            least = min((costs[near] for near in self._onward(node) if near in costs), default=None)
            if least is not None:
                bound[node] = least
        return bound

    def _may_visit(self, walked: tuple[Node, ...], near: Node, left: int) -> bool:
        """Say whether the hops that are left still lead through all that must be visited."""
        goal = self._ends[1]
        return all(
            via == near
            or via in walked
            or reach.get(near, left + 1) + reach.get(goal, left + 1) <= left
            for via, reach in self._needed.items()
        )
