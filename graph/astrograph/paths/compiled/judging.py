"""Judge many marks at once, by judging one of each kind."""

from typing import TYPE_CHECKING

import numpy as np

from astrograph.paths.compiled.memory import I64, U8, U32

if TYPE_CHECKING:
    from astrograph.paths.verdicts import Verdicts
    from astrograph.store.adjacency import Signatures


class Judge:
    """Knows the verdicts on marks.

    Marks are of one kind if the filters cannot tell them apart: if they are alike in all columns,
    their times lie alike to the instants that are asked for, and both or neither cite a source
    that counts.

    Args:
        verdicts: The verdict on each single mark.
        signatures: What the marks stand for.

    Attributes:
        verdicts: What it asks.
        known: For each mark one more than the verdict on it, 0 while there is none.
    """

    def __init__(self, verdicts: "Verdicts", signatures: "Signatures") -> None:
        self.verdicts = verdicts
        self.known: U8 = np.zeros(2 * len(signatures), np.uint8)
        self._columns = [np.asarray(column) for column in signatures.columns]
        self._times = [np.asarray(column) for column in signatures.times]
        cuts = np.array(verdicts.lies.cuts)
        early, late = np.searchsorted(cuts, signatures.moments, side="right").reshape(-1, 2).T
        self._lies: I64 = early * (len(cuts) + 1) + late
        lying = (len(cuts) + 1) ** 2
        words = (signatures.relations, signatures.statuses, signatures.tenses)
        self._sizes = [*map(len, words), 256, lying, lying, lying, 2]
        self._of_kind: dict[int, int] = {}

    def judge(self, marks: U32) -> None:
        """Find the verdicts on some marks."""
        kinds, first, place = np.unique(self._kinds(marks), return_index=True, return_inverse=True)
        known = self._of_kind
        for kind, at in zip(kinds.tolist(), first.tolist(), strict=True):
            if kind not in known:
                known[kind] = 1 + self.verdicts[int(marks[at])]
        found = np.fromiter(map(known.__getitem__, kinds.tolist()), np.uint8, len(kinds))
        self.known[marks] = found[place]

    def _kinds(self, marks: U32) -> I64:
        """Return the same number for marks of one kind."""
        signatures = marks >> 1
        *plain, times, cited = (column[signatures] for column in self._columns)
        lies = [self._lies[column[times]] for column in self._times]
        kinds = (marks & 1).astype(np.int64)
        for size, values in zip(
            self._sizes, (*plain, *lies, self._cites(marks, cited)), strict=True
        ):
            kinds = kinds * size + values.astype(np.int64)
        return kinds

    def _cites(self, marks: U32, cited: I64) -> I64:
        """Say of marks whether their claims cite what counts."""
        if not self.verdicts.cites:
            return np.zeros(len(marks), np.int64)
        _, first, place = np.unique(cited, return_index=True, return_inverse=True)
        counting = [bool(self.verdicts.counting(int(marks[at]))) for at in first]
        return np.array(counting, np.int64)[place]
