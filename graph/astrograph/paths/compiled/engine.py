"""Search a packed graph in compiled code, for whoever asks in the words of `paths.search`."""

from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from astrograph.paths.compiled.judging import Judge
from astrograph.paths.compiled.memory import (
    ALL,
    BOUND,
    BOUNDLESS,
    CRAMPED,
    FILTERED,
    I64,
    LACKS,
    RING,
    STATE,
    U32,
    Rows,
    States,
    Work,
)
from astrograph.paths.compiled.rings import clean
from astrograph.paths.compiled.rows import Sieve
from astrograph.paths.compiled.search import narrow, run
from astrograph.paths.compiled.sifting import Passing, Stated
from astrograph.paths.filtered import FilteredWay

if TYPE_CHECKING:
    from astrograph.paths.graph import WalkedGraph
    from astrograph.paths.ways import Node, Way
    from astrograph.store.adjacency import Adjacency

STEPS = 1 << 20
"""After how many steps the clock is looked at."""

AT_FIRST = 64
"""How many walks to look for at first, when it is not known how many paths are wanted."""

PAGE = 64
"""How many paths are taken over at once."""

POOL = 1 << 22
"""How many beginnings of paths to keep, unless there is no way to do with less."""

KEPT = 8
"""For how many sets of filters the rows are kept."""

NO_VIA: I64 = np.zeros(0, np.int64)


class Question(NamedTuple):
    """What to look for: all numbers are of nodes."""

    ends: "tuple[Node, Node]"
    most: int
    k: int | None
    weight: int
    needed: "tuple[Node, ...]"
    avoid: "Collection[Node]"


class Engine:
    """Searches one packed graph.

    Args:
        packed: The graph.
    """

    def __init__(self, packed: "Adjacency") -> None:
        self._signatures = packed.signatures
        self._stated = Stated(*map(np.asarray, packed.arrays))
        rows = self._stated
        self._plain = Rows(rows.rows[:-1], rows.plain, rows.others, rows.costs)
        self._free: dict[tuple[int, int], list[Work]] = {}
        self._sieves: list[tuple[Judge, Sieve]] = []

    def search(
        self, graph: "WalkedGraph", asked: Question, pay: Callable[[int], None]
    ) -> Iterator["tuple[Node, ...]"]:
        """Yield the paths, best first.

        Args:
            graph: The packed graph, as it may be walked.
            asked: What to look for.
            pay: Is told how many steps were taken, and may end the search by an error.
        """
        shift = len(asked.needed)
        size, places = len(self._stated.plain) << shift, asked.most + 2
        free = self._free.setdefault((size, places), [])
        work = free.pop() if free else _work(size, places)
        shut = self._shut(graph, asked)
        work.shut[shut] = FILTERED
        try:
            search = Search(work, self._walks(graph, asked), _state(asked))
            yield from search.paths(pay)
        finally:
            work = search.work
            clean(work)
            work.shut[shut] = 0
            free.append(work)
