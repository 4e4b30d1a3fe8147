"""Search a packed graph in compiled code, for those who ask as they ask `paths.search`."""

from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from astrograph.paths.compiled.judging import Judge, Tones, numbered
from astrograph.paths.compiled.memory import (
    ALL,
    BOUNDLESS,
    CRAMPED,
    FILTERED,
    LACKS,
    STATE,
    U32,
    Rows,
    Work,
)
from astrograph.paths.compiled.nearest import QUEUE, nearest
from astrograph.paths.compiled.rings import leave
from astrograph.paths.compiled.rows import WANT, Sieve
from astrograph.paths.compiled.search import narrow, run, run_sifting
from astrograph.paths.compiled.sifting import Passing, Stated
from astrograph.paths.filtered import FilteredWay

if TYPE_CHECKING:
    from astrograph.paths.graph import WalkedGraph
    from astrograph.paths.ways import Node
    from astrograph.store.adjacency import Adjacency

STEPS = 1 << 20
"""After how many steps the clock is looked at."""

AT_FIRST = 64
"""How many walks to look for at first, when it is not known how many paths are wanted."""

PAGE = 64
"""How many paths are taken over at once."""

LISTS = 1 << 12
"""For how many entries lists have room at first."""

POOL = 1 << 22
"""How many beginnings of paths to keep, unless there is no way to do with less."""

KEPT = 4
"""How many sets of work arrays of one shape are kept, and the rows of how many ways."""

POPULATE_READ = 22
"""What tells Linux, from 5.14 on, to map a file in; Python has no name for it."""

HOPS = 6
"""For paths of how many hops work arrays are made, if no longer ones are asked for."""


class Question(NamedTuple):
    """What to look for, all in numbers of nodes.

    ``k`` is ``None`` when it is not known how many paths are wanted; ``weight`` is 0 when costs do
    not count, else 1; none of those needed is an end.
    """

    ends: "tuple[Node, Node]"
    most: int
    k: int | None
    weight: int
    needed: "tuple[Node, ...]"
    avoid: "Collection[Node]"


class Engine:
    """Searches one packed graph.

    Several searches may go on at once: what one works on is its own until it ends.

    Args:
        packed: The graph.
    """

    def __init__(self, packed: "Adjacency") -> None:
        self._packed = packed
        # What may be written to would be of another type, and so be compiled for itself.
        self._stated = Stated(*(np.asarray(part.toreadonly()) for part in packed.arrays))
        rows, plain, others, _, costs = self._stated
        self._plain = Rows(rows[:-1], plain, others, costs)
        self._works: dict[tuple[int, int], list[Work]] = {}
        self._direct: list[U32] = []
        self._sieves: dict[int, Sieve] = {}
        self._tones: Tones | None = None
        self._kinds: U32 | None = None
        _map_in(packed)

    def search(
        self, graph: "WalkedGraph", asked: Question, pay: Callable[[int], None]
    ) -> Iterator["tuple[Node, ...]"]:
        """Yield the paths, best first.

        Args:
            graph: The packed graph, as it may be walked.
            asked: What to look for.
            pay: Is told how many steps were taken, and may end the search by an error.
        """
        sieves = self._sieves_for(graph, asked)
        guard = bool(asked.avoid) or graph.fits is not None
        shape = (2 + max(asked.most, HOPS), len(graph) << len(asked.needed))
        free = self._works.setdefault(shape, [])
        work = free.pop() if free else _work(*shape)
        if guard:
            self._shut(work, graph, asked)
        search = Search(work, self._stated, self._plain, sieves, asked, guard=guard)
        try:
            yield from search.paths(pay)
        finally:
            search.clean()
            if guard:
                search.work.shut[:] = 0
            if len(free) < KEPT:
                free.append(search.work)
            if not asked.needed:
                self._keep(*sieves)

    def nearest(self, ends: "tuple[Node, Node]", most: int) -> "tuple[Node, ...] | None":
        """Return the first of the shortest paths of the default walk by its nodes.

        It takes less than to read the graph once, so that nobody has to look at the clock.

        Args:
            ends: The first and the last node.
            most: How many hops there may be.

        Returns:
            The path; ``None`` if there is none.
        """
        lo, hi, others, _ = self._plain
        free = self._direct
        work = free.pop() if free else np.full((3, len(hi) + 1), 0, np.uint32)
        count = nearest(lo, hi, others, work, *ends, most)
        found = tuple(work[QUEUE, :count].tolist())
        free.append(work)
        return found or None

    def _shut(self, work: Work, graph: "WalkedGraph", asked: Question) -> None:
        """Shut the nodes, or states, that no path may enter."""
        states = 1 << len(asked.needed)
        if graph.fits is not None:
            if self._kinds is None:
                self._kinds = numbered(np.asarray(self._packed.kinds).astype(np.int64))
            kinds = self._kinds[:-1]
            one_of = np.zeros(self._kinds[-1], np.int64)
            one_of[kinds] = np.arange(len(kinds))
            unfit = np.array([not graph.fits(node) for node in one_of.tolist()], np.uint8)
            work.shut[:] = np.repeat(unfit[kinds], states) * FILTERED
        for node in asked.avoid:
            work.shut[node * states : (node + 1) * states] = FILTERED

    def _sieves_for(self, graph: "WalkedGraph", asked: Question) -> tuple[Sieve, ...]:
        """Return what makes the rows onward and backward; nothing, if they are all there."""
        ways = (graph.onward, graph.backward)
        if not asked.needed:
            # In a walk both ways the two are one.
            filtered = (way for way in dict.fromkeys(ways) if isinstance(way, FilteredWay))
            return tuple(map(self._kept, filtered))
        via = np.array(sorted(asked.needed), np.int64)
        made = []
        for back, way in enumerate(ways):
            judge = None
            if isinstance(way, FilteredWay):
                kept = self._kept(way)
                self._keep(kept)
                judge = kept.judge
            made.append(
                Sieve(self._stated, Passing(via, np.array([*asked.ends, back])), judge, way)
            )
        return tuple(made)

    def _kept(self, way: "FilteredWay") -> Sieve:
        """Take the rows of a way, as far as they have been made before."""
        sieve = self._sieves.pop(id(way.verdicts), None)
        if sieve is None:
            if self._tones is None:
                self._tones = Tones(self._packed.signatures)
            return Sieve(self._stated, ANYWHERE, Judge(way.verdicts, self._tones), way)
        # What an earlier way asks may be closed by now.
        sieve.way = way
        sieve.get_ready()
        return sieve

    def _keep(self, *sieves: Sieve) -> None:
        for sieve in sieves:
            if sieve.judge is not None:
                self._sieves[id(sieve.judge.verdicts)] = sieve
        while len(self._sieves) > KEPT:
            self._sieves.pop(next(iter(self._sieves)))


def _map_in(packed: "Adjacency") -> None:
    """Have the file mapped in at once, not page by page as searches come to it."""
    with suppress(AttributeError, OSError):
        packed.arrays.rows.obj.madvise(POPULATE_READ)  # type: ignore[attr-defined]


UNTOUCHED = (0,) * (len(STATE.names or ()) - 10)
"""What the state of a search holds, besides what is given."""

ANYWHERE = Passing(np.zeros(0, np.int64), np.array([-1, -1, 0]))
"""What a path must pass where nothing is asked for."""


class Search:
    """One search.

    Args:
        work: Clean work arrays.
        stated: All that is stated.
        plain: The rows of the default walk.
        sieves: What makes the rows onward and backward instead, if anything; one for both will do.
        asked: What to look for.
        guard: Whether nodes are shut.

    Attributes:
        work: The work arrays, of which some may have been replaced.
    """

    def __init__(
        self,
        work: Work,
        stated: Stated,
        plain: Rows,
        sieves: tuple[Sieve, ...],
        asked: Question,
        *,
        guard: bool,
    ) -> None:
        self.work, self._stated, self._plain, self._sieves = work, stated, plain, sieves
        shift = self._shift = len(asked.needed)
        (start, goal), k = asked.ends, asked.k
        left, wanted = (BOUNDLESS, AT_FIRST) if k is None else (k, 0)
        given = (start << shift, ((goal + 1) << shift) - 1, asked.most, left, wanted)
        how = (asked.weight, shift, bool(sieves), guard, STEPS)
        self._state = np.zeros(1, STATE)
        self._state[0] = (*given, *how, *UNTOUCHED)
        self._clean = False

    def paths(self, pay: Callable[[int], None]) -> Iterator["tuple[Node, ...]"]:
        """Yield the paths, best first; see `Engine.search`."""
        state = self._state
        while not self._clean:
            answer = self._go_on()
            self._clean = answer == ALL or not state["left"][0]
            yield from self._page()
            if answer == LACKS:
                self._sieves[-int(state["lack_side"][0])].help()
            elif answer == CRAMPED:
                self._make_room()
            pay(int(state["steps"][0]))

    def clean(self) -> None:
        """Leave clean work arrays."""
        if not self._clean:
            leave(self.work)

    def _go_on(self) -> int:
        if not self._sieves:
            return run(self._plain, self._plain, self.work, self._state)
        ahead, back = self._sieves[0], self._sieves[-1]
        sides = (ahead.side, back.side)
        return run_sifting(ahead.rows, back.rows, self.work, self._state, self._stated, *sides)

    def _page(self) -> list["tuple[Node, ...]"]:
        """Take over the paths that were found."""
        count = int(self._state["page"][0])
        if not count:
            return []
        self._state["page"] = 0
        lines = self.work.page[:count]
        if self._shift:
            lines = np.hstack([lines[:, :2], lines[:, 2:] >> self._shift])
        return [tuple(line[2 : line[0] + 3]) for line in lines.tolist()]

    def _make_room(self) -> None:
        """Make the lists longer, or keep less in them."""
        work = self.work
        if len(work.pool) >= POOL and narrow(work, self._state):
            return
        pool, stack = work.pool, work.stack
        self.work = work._replace(
            pool=np.resize(pool, (2 * len(pool), 3)), stack=np.resize(stack, 2 * len(stack))
        )


def _work(places: int, size: int) -> Work:
    """Return clean work arrays for so many places of a path, and so many nodes or states."""
    shape = (places, size)
    return Work(
        shut=np.zeros(size, np.uint8),
        mark=np.zeros(shape, np.uint16),
        bound=np.zeros(shape, np.uint16),
        ring=np.empty(shape, np.uint32),
        linked=np.empty(shape, np.uint32),
        level=np.zeros((6, places), np.int64),
        path=np.zeros(places, np.uint32),
        found=np.empty(size + 64, np.int64),
        want=np.empty(WANT, np.uint32),
        stack=np.empty(LISTS, np.uint32),
        pool=np.empty((LISTS, 3), np.int32),
        bucket=np.empty(255 * places, np.int64),
        page=np.empty((PAGE, places + 1), np.uint32),
    )
