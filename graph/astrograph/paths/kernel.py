"""Choose what searches for paths: plain Python, or compiled code, which gives the same answers.

Plain Python starts at once. Compiled code is faster at all that takes long, but has to be loaded
first, and is there only with the extra ``fast``. So Python begins, and compiled code takes over
where that has taken about as long as the loading will; where it is loaded already, it begins.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from functools import cache
from itertools import islice
from math import inf
from types import ModuleType
from typing import TYPE_CHECKING, NamedTuple, TypeVar, cast
from weakref import WeakKeyDictionary

from astrograph.paths import search
from astrograph.paths.graph import WalkedGraph
from astrograph.paths.meeting import Ends
from astrograph.paths.search import Budget, Path, SpentError, Walkable
from astrograph.paths.ways import Node, PackedWay, Way

if TYPE_CHECKING:
    from astrograph.paths.compiled.engine import Engine
    from astrograph.store.adjacency import Adjacency

T = TypeVar("T", bound=Hashable)

PATIENCE = 5_000_000
"""After how many steps of plain Python compiled code takes over, when it only has to be loaded."""

MUCH_PATIENCE = 100_000_000
"""The same, when it has to be compiled first."""

LARGE = 10_000
"""From how many nodes on compiled code begins, where it is loaded."""

MOST_HOPS = 64
"""How long paths may be for compiled code."""

MOST_STATES = 1 << 24
"""How many nodes there may be for compiled code, counted once for each set of those to pass."""

_engines: "WeakKeyDictionary[Adjacency, Engine]" = WeakKeyDictionary()


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
    """Return the best simple paths between two nodes, as `search.search_paths` does."""
    if k == 1 and rank == "length" and not (needed or avoid or (budget and budget.steps)):
        path = _nearest(walk, ends, max_hops)
        if path is not None:
            return [path]
    return list(islice(stream(walk, ends, max_hops, rank, needed, avoid, budget, k=k), k))


def stream(
    walk: Walkable,
    ends: Ends,
    max_hops: int,
    rank: str = "informative",
    needed: Collection[Node] = (),
    avoid: Collection[Node] = (),
    budget: Budget | None = None,
    *,
    k: int | None = None,
) -> Iterator[Path]:
    """Yield all simple paths between two nodes; see `astrograph.paths.search.stream`.

    Args:
        walk: The graph.
        ends: The first and the last node, which are not the same.
        max_hops: How many hops they may have.
        rank: ``informative`` or ``length``.
        needed: Nodes that each of them must meet.
        avoid: Nodes that none may meet.
        budget: What the search may take; it also tells how it ended.
        k: How many will be asked for, if that is known.
    """
    budget = budget or Budget()
    asked = Asked(walk, ends, max_hops, rank, sorted({*needed} - {*ends}), avoid)
    given, compiled = 0, is_loaded() and len(walk) >= LARGE and asked.suits_compiled(budget)
    if not compiled:
        trial = Trial(budget, lambda paid: asked.patience(budget, paid))
        for path in search.stream(*asked, trial):
            given += 1
            yield path
        compiled = trial.ended == "steps"
    if compiled:
        for path in islice(asked.compiled(budget, k), given, None):
            given += 1
            yield path
    budget.ended = budget.ended or ("all" if asked.is_answered(given) else "hops")


class Asked(NamedTuple):
    """What is asked for, as `astrograph.paths.search.stream` takes it."""

    walk: Walkable
    ends: Ends
    max_hops: int
    rank: str
    needed: Collection[Node]
    avoid: Collection[Node]

    @property
    def most(self) -> int:
        """Return how many hops a path can have, as it meets no node twice."""
        return min(self.max_hops, len(self.walk) - 1)

    def suits_compiled(self, budget: Budget) -> bool:
        """Say whether the compiled code can answer it."""
        if not isinstance(self.walk, WalkedGraph) or budget.steps is not None:
            return False
        ways = (self.walk.onward, self.walk.backward)
        return (
            1 <= self.most <= MOST_HOPS
            and len(self.walk) << len(self.needed) <= MOST_STATES
            and all(getattr(way, "fewest", 0) <= 1 for way in ways)
        )

    def patience(self, budget: Budget, paid: int) -> float:
        """Say after how many steps compiled code is to take over; never, if there is none.

        Args:
            budget: What the search may take.
            paid: How many steps it has taken.
        """
        if paid <= PATIENCE:
            return PATIENCE
        if not self.suits_compiled(budget) or not _is_installed():
            return inf
        from astrograph.paths.compiled import code_folder

        is_there = is_loaded() or code_folder().is_dir()
        until = PATIENCE if is_there else MUCH_PATIENCE
        return until if paid <= until or _can_load() else inf

    def compiled(self, budget: Budget, k: int | None) -> Iterator[Path]:
        """Yield the paths as the compiled code finds them."""
        graph = cast("WalkedGraph", self.walk)
        engine = _engine(graph.packed)
        weight = int(self.rank != "length")
        asked = _code().Question(self.ends, self.most, k, weight, tuple(self.needed), self.avoid)
        try:
            yield from engine.search(graph, asked, budget.pay)
        except SpentError:
            return

    def is_answered(self, found: int) -> bool:
        """Say whether no path can be longer than those that were asked for, if some were found.

        Whoever searched, this is looked up at the ends; see `only_one_way`.
        """
        if self.most < self.max_hops or not found:
            return self.most < self.max_hops
        ways = (self.walk.onward.near, self.walk.backward.near)
        return only_one_way(ways, self.ends, self.avoid, self.walk.fits)


def only_one_way(
    ways: tuple[Callable[[T], Iterable[T]], Callable[[T], Iterable[T]]],
    ends: tuple[T, T],
    avoid: Iterable[T],
    fits: Callable[[T], bool] | None,
) -> bool:
    """Say whether there is at most one way between two ends, seen from either of them.

    An end from which there is one way only is moved there, until there is no way on, or only the
    one to the other end.

    Args:
        ways: Where hops lead, and from where.
        ends: The ends.
        avoid: What no way may meet.
        fits: Whether a way may meet something; ``None`` when it may meet all.
    """
    fronts, shut = [*ends], {*ends, *avoid}
    for side, near in enumerate(ways):
        goal, only = fronts[1 - side], True
        while only:
            on = (
                node
                for node in near(fronts[side])
                if node == goal or (node not in shut and (fits is None or fits(node)))
            )
            first, only = next(on, goal), next(on, None) is None
            if only and first == goal:
                return True
            if only:
                fronts[side] = first
                shut.add(first)
    return False


class Trial(Budget):
    """Pays out of another budget, and gives up in favor of something better.

    Args:
        whole: The other budget.
        patience: Says after how many steps to give up, by how many have been taken; it is asked
            again after that many.
    """

    def __init__(self, whole: Budget, patience: Callable[[int], float]) -> None:
        super().__init__()
        self._whole, self._patience = whole, patience
        self._until = patience(0)

    def pay(self, steps: int) -> None:
        """Take some steps.

        Raises:
            SpentError: There are none left, or no time, or it is time to give up.
        """
        self.paid += steps
        self._whole.pay(steps)
        if self.paid > self._until:
            self._until = self._patience(self.paid)
            if self.paid > self._until:
                self.ended = "steps"
                raise SpentError


def _nearest(walk: Walkable, ends: Ends, max_hops: int) -> Path | None:
    """Return the first of the shortest paths where compiled code finds it at once."""
    if not is_loaded() or len(walk) < LARGE or not isinstance(walk, WalkedGraph):
        return None
    if walk.fits is not None or not isinstance(walk.onward, PackedWay):
        return None
    return _engine(walk.packed).nearest(ends, max_hops)


def _engine(packed: "Adjacency") -> "Engine":
    """Return the compiled search of a graph."""
    engine = _engines.get(packed)
    if engine is None:
        engine = _engines[packed] = _code().Engine(packed)
    return engine


@cache
def _code() -> ModuleType:
    """Return the compiled code, from now on loaded."""
    from astrograph.paths.compiled import engine, forget_old_code

    forget_old_code()
    return engine


def is_loaded() -> bool:
    """Say whether the compiled code is loaded in this process."""
    return _code.cache_info().currsize > 0


def load() -> bool:
    """Load the compiled code now, for a process that is going to search often.

    Returns:
        Whether it is there: not without the extra ``fast``.
    """
    if not _is_installed() or not _can_load():
        return False
    from astrograph.paths.filtered import FilteredWay
    from astrograph.paths.options import PathOptions
    from astrograph.paths.verdicts import Verdicts
    from astrograph.store.adjacency import Adjacency

    packed = Adjacency.of([("a", "b"), ("b", "c")])
    plain = Way(packed.beside, packed.costs_beside)
    verdicts = Verdicts(packed.signatures, PathOptions(), None)
    filtered = FilteredWay(packed, verdicts, lambda _node, _other: ())
    # One of each kind, as what is not asked for is not loaded; rows are made ready the second time.
    found = [
        path
        for way, rank, needed in (
            (plain, "informative", []),
            (plain, "informative", [1]),
            (filtered, "informative", []),
            (filtered, "informative", []),
        )
        for path in Asked(WalkedGraph(packed, way, way), (0, 2), 2, rank, needed, ()).compiled(
            Budget(), 1
        )
    ]
    return [*found, _engine(packed).nearest((0, 2), 2)] == [(0, 1, 2)] * 5


def _is_installed() -> bool:
    from importlib.util import find_spec

    return find_spec("numba") is not None


def _can_load() -> bool:
    try:
        _code()
    except ImportError:
        # What is installed may not fit this Python, or one another.
        return False
    return True
