"""Make the rows of a walk as a search asks for them."""

from typing import TYPE_CHECKING, TypeVar

import numpy as np

from astrograph.paths.compiled.memory import BOUNDLESS, U8, U32, UNSET, Rows
from astrograph.paths.compiled.sifting import (
    ASKING,
    NOTES,
    READ,
    Judged,
    Made,
    Passing,
    Side,
    Stated,
    sift_rest,
)

if TYPE_CHECKING:
    from astrograph.paths.compiled.judging import Judge
    from astrograph.paths.ways import Way

WANT = 64
"""How many rows are made at once."""

ROOM = 1 << 16
"""For how many entries there is room at first."""

MUCH = 32
"""Once one entry in so many has been read, all rows that can be made are made."""

AT_ONCE = 256
"""How many marks are judged at once."""

NOTHING: U32 = np.zeros(1, np.uint32)
NO_MARKS: U8 = np.zeros(0, np.uint8)
NO_FILTER = Judged(NOTHING.reshape(1, 1), NOTHING, NOTHING, NO_MARKS, NO_MARKS)
"""What is known for the default walk, in which everything passes."""

Numbers = TypeVar("Numbers", U8, U32)


def _longer(numbers: Numbers, most: int) -> Numbers:
    """Return numbers with room for more, up to so many in all."""
    longer = np.empty(most, numbers.dtype)
    longer[: len(numbers)] = numbers
    return longer


class Sieve:
    """The rows of one direction of a walk, each made when it is first asked for.

    Args:
        stated: All that is stated.
        passing: What the path must pass.
        judge: Knows what passes the filters; ``None`` for the default walk.
        way: The same walk, which decides where marks alone do not.

    Attributes:
        judge: The same.
        way: The same.
        rows: The rows; those that are not there yet begin at ``UNSET``.
    """

    def __init__(self, stated: Stated, passing: Passing, judge: "Judge | None", way: "Way") -> None:
        size = len(stated.plain) << len(passing.via)
        self._stated, self._passing, self.judge, self.way = stated, passing, judge, way
        lo, hi = np.full(size, UNSET, np.uint32), np.zeros(size, np.uint32)
        others, costs, asked = np.empty((3, ROOM), np.uint8)
        self._made = Made(lo, hi, others.astype(np.uint32), costs, asked)
        self._progress = np.zeros(4, np.int64)
        self._asking, self._notes = np.empty(WANT, np.uint32), np.empty((AT_ONCE, 2), np.int64)
        widest = 0 if judge is None else int(np.diff(stated.rows).max(initial=0))
        self._verdicts: U8 = np.empty(widest, np.uint8)
        self._many = len(stated.others) // MUCH
        self.rows = self._shown()

    @property
    def side(self) -> Side:
        """Return what it takes to make rows."""
        judged = NO_FILTER
        if self.judge is not None:
            judged = self.judge.known_after(int(self._progress[READ]))
        lists = (self._progress, self._asking, self._notes, self._verdicts)
        return Side(judged, self._made, self._passing, *lists)

    def get_ready(self) -> None:
        """Make all rows that can be made, once so many were needed that it is worth while."""
        if self.judge is None or len(self._passing.via) or self._progress[READ] <= self._many:
            return
        self._many = BOUNDLESS
        self._enlarge(len(self._made.others) + len(self._stated.others))
        sift_rest(self._stated, self.side)

    def help(self) -> None:
        """Do what rows could not be made without."""
        noted, asking = int(self._progress[NOTES]), int(self._progress[ASKING])
        self._progress[NOTES] = self._progress[ASKING] = 0
        if noted and self.judge is not None:
            self.judge.judge(self._notes[:noted])
        for state in self._asking[:asking].tolist():
            self._ask(state)
        if not noted and not asking:
            # At least for the row of a node that is connected with all others.
            self._enlarge(2 * (len(self._made.others) + len(self._made.lo)))

    def _enlarge(self, most: int) -> None:
        """Make room for so many entries."""
        made = self._made
        self._made = made._replace(
            others=_longer(made.others, most),
            costs=_longer(made.costs, most),
            asked=_longer(made.asked, most),
        )
        self.rows = self._shown()

    def _shown(self) -> Rows:
        """Return the rows, for reading alone."""
        made = self._made
        shown = Rows(made.lo.view(), made.hi.view(), made.others.view(), made.costs.view())
        for part in shown:
            part.flags.writeable = False
        return shown

    def _ask(self, state: int) -> None:
        """Keep of a row what really leads on, at what it costs."""
        made, shift = self._made, len(self._passing.via)
        start, end = int(made.lo[state]), int(made.hi[state])
        others, costs, asked = made.others[start:end], made.costs[start:end], made.asked[start:end]
        open_ones = (others[asked != 0] >> shift).tolist()
        passing = {other: cost for cost, other in self.way.hops(state >> shift, set(open_ones))}
        costs[asked != 0] = [passing.get(other, 0) for other in open_ones]
        kept = asked == 0
        kept[asked != 0] = [other in passing for other in open_ones]
        count = int(kept.sum())
        others[:count], costs[:count] = others[kept], costs[kept]
        made.hi[state] = start + count
