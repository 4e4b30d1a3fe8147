"""Search the simple paths between two nodes, the best first, one length after the other.

For each length the nodes that can stand at each place of a path are found from both ends: rings of
nodes that walks of so many hops reach, grown at whichever end there is less to look at, until the
two meet (Pohl, "Bi-directional search", Machine Intelligence 6, 1971). What leads nowhere is
dropped before any path is listed, so that no blind alley is entered but what a path makes itself.
The order of ``length`` is that of the nodes. In that of ``informative`` the least cost from each
node to the goal guides the way (A*; Hart, Nilsson and Raphael, "A formal basis for the heuristic
determination of minimum cost paths", 1968). Costs are whole numbers, so that sums do not depend on
their order.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from heapq import heappop, heappush
from itertools import islice
from time import monotonic
from typing import Protocol

from astrograph.paths.meeting import Ends, Layers, Meeting, Ways
from astrograph.paths.ways import Hop, ManifoldWay, Node, Way

Path = tuple[Node, ...]
AT_ONCE = 10_000
"""After how many steps the clock is looked at."""


class Walkable(Protocol):
    """A graph to search."""

    @property
    def onward(self) -> Way:
        """Return where hops lead from nodes."""

    @property
    def backward(self) -> Way:
        """Return from where hops lead to nodes, at the same cost."""

    @property
    def fits(self) -> Callable[[Node], bool] | None:
        """Return what says whether a node may stand between the ends; ``None`` when all may."""

    def __len__(self) -> int:
        """Return how many nodes there are."""


class SpentError(Exception):
    """A search has taken all that it may."""


class Budget:
    """What a search may take, and how it ended.

    Args:
        seconds: After how long it ends; ``None`` for never.
        steps: After how many steps; a step is about an entry looked at.

    Attributes:
        steps: The same, for never ``None``.
        paid: How many steps have been taken.
        ended: Why the search found no more: ``time`` or ``steps`` when it was spent, ``hops`` when
            there may be longer paths than were asked for, ``all`` when there are none; ``None``
            while it goes on.
    """

    def __init__(self, seconds: float | None = None, steps: int | None = None) -> None:
        self._seconds = seconds
        self._deadline = None if seconds is None else monotonic() + seconds
        self.steps = steps
        self._look = 0
        self.paid = 0
        self.ended: str | None = None

    @property
    def rest(self) -> float | None:
        """Return how many seconds are left, a tenth of all at least; ``None`` when there is no end.

        So long may take what goes with an answer.
        """
        if self._deadline is None or self._seconds is None:
            return None
        return max(self._deadline - monotonic(), self._seconds / 10)

    def is_late(self) -> bool:
        """Say whether the time is up, and end the search if so."""
        if self._deadline is None or monotonic() <= self._deadline:
            return False
        self.ended = "time"
        return True

    def pay(self, steps: int) -> None:
        """Take some steps.

        Raises:
            SpentError: There are none left, or no time.
        """
        self.paid += steps
        if self.paid >= self._look:
            self._look = self.paid + AT_ONCE
            if self.is_late():
                raise SpentError
        if self.steps is not None and self.paid > self.steps:
            self.ended = "steps"
            raise SpentError


def search_paths(
    walk: Walkable,
    ends: Ends,
    k: int,
    max_hops: int,
    rank: str = "informative",
    needed: Collection[Node] = (),
    avoid: Collection[Node] = (),
    budget: Budget | None = None,
) -> list[Path]:
    """Return the best simple paths between two nodes.

    Args:
        walk: The graph.
        ends: The first and the last node, which are not the same.
        k: How many paths to find at most.
        max_hops: How many hops they may have.
        rank: ``informative`` or ``length``: by the cost of their hops and then by their nodes, or
            by their nodes alone; always the shorter ones first.
        needed: Nodes that each of them must meet.
        avoid: Nodes that none may meet.
        budget: What the search may take; it also tells how it ended.

    Returns:
        The paths, best first, each as the nodes it meets.
    """
    return list(islice(stream(walk, ends, max_hops, rank, needed, avoid, budget), k))


def stream(
    walk: Walkable,
    ends: Ends,
    max_hops: int,
    rank: str = "informative",
    needed: Collection[Node] = (),
    avoid: Collection[Node] = (),
    budget: Budget | None = None,
) -> Iterator[Path]:
    """Yield all simple paths between two nodes, in the order of `search_paths`."""
    budget = budget or Budget()
    search = Search(walk, ends, avoid, budget, max_hops)
    try:
        search.pass_through(sorted(set(needed) - {*ends}))
        yield from search.paths(rank)
    except SpentError:
        return


class Search:
    """A search for the paths between two nodes; see `stream` for what is asked for.

    Where nodes have to be passed it is one for paths of states, each a node with what was passed
    by then; see `ManifoldWay`.
    """

    def __init__(
        self, walk: Walkable, ends: Ends, avoid: Collection[Node], budget: Budget, max_hops: int
    ) -> None:
        """Note what is asked for; nothing is walked yet."""
        self._ways: Ways = (walk.onward, walk.backward)
        self._ends, self._fits = ends, walk.fits
        self._out = {*ends, *avoid}
        self._budget = budget
        # A path that meets nothing twice has fewer hops than there are nodes.
        self._most = min(max_hops, len(walk) - 1)
        self._beyond = "hops" if self._most == max_hops else "all"
        self._least, self._shift = 1, 0

    def pass_through(self, needed: list[Node]) -> None:
        """Look only for paths that meet all of some nodes, none of them an end."""
        if not needed:
            return
        (start, goal), fits, shift = self._ends, self._fits, len(needed)
        for via in needed:
            legs = [self._apart((start, via)), self._apart((via, goal))]
            self._least = max(self._least, sum(leg or self._most for leg in legs))
        bits = {node: 1 << place for place, node in enumerate(needed)}
        onward, backward = self._ways
        self._ways = (
            ManifoldWay(onward, bits, self._ends, back=False),
            ManifoldWay(backward, bits, self._ends, back=True),
        )
        self._shift, self._fits = shift, fits and (lambda state: fits(state >> shift))
        self._ends = (start << shift, ((goal + 1) << shift) - 1)
        self._out = {node << shift | passed for node in self._out for passed in range(1 << shift)}

    def _apart(self, ends: Ends) -> int | None:
        """Return how many hops two nodes are apart; ``None`` when more than there may be."""
        meeting = self._meeting(ends, nearest=True)
        for length in range(1, self._most + 1):
            layers = meeting.layers(length)
            if layers is None:
                break
            if layers:
                return length
        return None

    def _meeting(self, ends: Ends, *, nearest: bool) -> Meeting:
        out = self._out | {*ends}
        return Meeting(self._ways, ends, out, self._fits, self._budget.pay, nearest=nearest)

    def paths(self, rank: str) -> Iterator[Path]:
        """Yield the paths, in order."""
        listed = self._by_nodes if rank == "length" else self._by_cost
        for layers in self._lengths():
            if self._shift:
                yield from (tuple(s >> self._shift for s in path) for path in listed(layers))
            else:
                yield from listed(layers)

    def _lengths(self) -> Iterator[Layers]:
        """Yield for each length that a path may have what can stand at its places."""
        # The shortest meet each node as early as can be, so that what is exhausted is known.
        meeting = self._meeting(self._ends, nearest=True)
        found = False
        for length in range(self._least, self._most + 1):
            layers = meeting.layers(length)
            if layers is None:
                self._budget.ended = "all"
                return
            if layers:
                yield layers
            if layers and not found:
                found = True
                meeting = self._meeting(self._ends, nearest=False)
        self._budget.ended = self._beyond

    def _by_nodes(self, layers: Layers) -> Iterator[Path]:
        """Yield the simple paths through some layers in the order of their nodes."""
        way, pay, shift, last = self._ways[0], self._budget.pay, self._shift, len(layers) - 2
        (start,), (goal,) = layers[0], layers[-1]
        if last < 0:
            return
        if last == 0:
            yield (start, goal)
            return
        known: list[dict[Node, Sequence[Node]]] = [{} for _ in layers]
        walked, met = [start], [start >> shift]
        branches = [iter(way.within(start, layers[1]))]
        while branches:
            place = len(walked)
            for node in branches[-1]:
                if node >> shift in met:
                    continue
                if place == last:
                    pay(1)
                    yield (*walked, node, goal)
                    continue
                beyond = known[place].get(node)
                if beyond is None:
                    beyond = known[place][node] = way.within(node, layers[place + 1])
                pay(1 + len(beyond))
                walked.append(node)
                met.append(node >> shift)
                branches.append(iter(beyond))
                break
            else:
                walked.pop()
                met.pop()
                branches.pop()

    def _by_cost(self, layers: Layers) -> Iterator[Path]:
        """Yield the simple paths through some layers by cost, those that cost alike by nodes."""
        shift, size = self._shift, len(layers)
        (start,) = layers[0]
        hops = self._hops(layers)
        bounds = _bounds(hops, layers[-1])
        # A path's beginning sorts before its continuations, so that ties come out in order.
        begun: list[tuple[int, Path, int]] = []
        if start in bounds[0]:
            begun.append((bounds[0][start], (start,), 0))
        while begun:
            _, walked, spent = heappop(begun)
            place = len(walked)
            if place == size:
                yield walked
                continue
            least = bounds[place]
            on = hops[place - 1][walked[-1]]
            self._budget.pay(1 + len(on))
            met = {node >> shift for node in walked}
            for cost, node in on:
                if node in least and node >> shift not in met:
                    paid = spent + cost
                    heappush(begun, (paid + least[node], (*walked, node), paid))

    def _hops(self, layers: Layers) -> list[dict[Node, list[Hop]]]:
        """Return for each place the hops from each node that can be reached there."""
        way, pay = self._ways[0], self._budget.pay
        reached, found = layers[0], []
        for layer in layers[1:]:
            pay(way.load(reached))
            hops = way.all_hops(reached, layer)
            reached = {node for each in hops.values() for _, node in each}
            found.append(hops)
        return found


def _bounds(hops: list[dict[Node, list[Hop]]], goal: set[Node]) -> list[dict[Node, int]]:
    """Return for each place the least cost from each node there to the goal."""
    bounds = [dict.fromkeys(goal, 0)]
    for of_place in reversed(hops):
        least = bounds[-1]
        # From a back ring that lost a node to a narrower place nothing may lead on.
        bounds.append(
            {
                node: min(costs)
                for node, each in of_place.items()
                if (costs := [cost + least[on] for cost, on in each if on in least])
            }
        )
    return bounds[::-1]


def distances(way: Way, goal: Node, most: int) -> dict[Node, int]:
    """Return how many hops each node within reach is away from a goal (breadth-first search).

    Args:
        way: Leads to the nodes that are a hop further away.
        goal: The node to reach.
        most: How many hops to look back at most.

    >>> line = {1: [2], 2: [1, 3], 3: [2]}
    >>> distances(Way(line.__getitem__, lambda node: [0] * len(line[node])), 1, 5)
    {1: 0, 2: 1, 3: 2}
    """
    reached = {goal: 0}
    ring = {goal}
    for hops in range(1, most + 1):
        ring = way.beyond(ring) - reached.keys()
        if not ring:
            break
        reached.update(dict.fromkeys(sorted(ring), hops))
    return reached
