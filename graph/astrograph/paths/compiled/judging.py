"""Judge marks by their kinds: what the filters cannot tell apart gets one verdict."""

from typing import TYPE_CHECKING

import numpy as np

from astrograph.paths.compiled.memory import I64, U32
from astrograph.paths.compiled.sifting import Judged, spell_out

if TYPE_CHECKING:
    from astrograph.paths.verdicts import Verdicts
    from astrograph.store.adjacency import Signatures

MANY = 1 << 22
"""From how many possible kinds on those that are there are found by sorting."""


OFTEN = 16
"""How many times as long it takes to find the verdict on a mark by its kind."""


class Tones:
    """Of which kind the signatures of a graph are, whatever is asked for.

    Args:
        signatures: The signatures.

    Attributes:
        signatures: The same.
        kinds: For each its tone, that is, its kind but for what follows; the place of its times;
            the place of what it cites.
        count: How many tones there are.
    """

    def __init__(self, signatures: "Signatures") -> None:
        self.signatures = signatures
        columns = signatures.columns
        words = (signatures.relations, signatures.statuses, signatures.tenses)
        tones = np.asarray(columns.flags).astype(np.int64)
        for column, known in zip(columns[:3], words, strict=True):
            tones = tones * len(known) + np.asarray(column)
        found, times, cited = numbered(tones), np.asarray(columns.times), np.asarray(columns.cited)
        self.kinds: U32 = np.stack([found[:-1], times, cited], axis=1).astype(np.uint32)
        self.count = int(found[-1])


class Judge:
    """Knows the verdicts on all kinds of marks that were met.

    Marks are of one kind if they are of one tone and lead in one direction, if their times lie
    alike to the instants that are asked for, and if both or neither cite a source that counts.

    Args:
        verdicts: Judges single marks.
        tones: Of which kind signatures are.

    Attributes:
        verdicts: What it asks.
        judged: What it knows.
    """

    def __init__(self, verdicts: "Verdicts", tones: Tones) -> None:
        self.verdicts = verdicts
        lies, counts = self._lies(tones.signatures), self._counts(tones)
        size = tones.count * int(lies[-1]) * int(counts[-1]) * 2
        found = np.zeros(size, np.uint8)
        self.judged = Judged(tones.kinds, lies, counts, found, found[:0])

    def judge(self, notes: I64) -> None:
        """Find the verdicts on marks.

        Args:
            notes: The marks, each with its kind.
        """
        for mark, kind in notes.tolist():
            self.judged.verdicts[kind] = 1 + self.verdicts[mark]

    def known_after(self, read: int) -> Judged:
        """Return what it knows; once many entries have been read, spelled out for each mark."""
        marks = 2 * len(self.judged.kinds)
        if read * OFTEN > marks and not len(self.judged.known):
            known = np.zeros(marks, np.uint8)
            spell_out(self.judged, known)
            self.judged = self.judged._replace(known=known)
        return self.judged

    def _lies(self, signatures: "Signatures") -> U32:
        """Return of which kind each of the times is."""
        cuts = np.array(self.verdicts.lies.cuts)
        sides = len(cuts) + 1
        early, late = np.searchsorted(cuts, signatures.moments, side="right").reshape(-1, 2).T
        lies = early * sides + late
        kinds = np.zeros(len(signatures.times[0]), np.int64)
        for moments in signatures.times:
            kinds = kinds * sides**2 + lies[np.asarray(moments)]
        return numbered(kinds)

    def _counts(self, tones: Tones) -> U32:
        """Return of which kind each set of sources is: whether one of them counts."""
        kinds = np.zeros(len(tones.signatures.cited), np.int64)
        if self.verdicts.cites:
            cited, first = np.unique(tones.kinds[:, 2], return_index=True)
            counting = (bool(self.verdicts.counting(2 * place)) for place in first.tolist())
            kinds[cited] = np.fromiter(counting, np.int64, len(cited))
        return numbered(kinds)


def numbered(kinds: I64) -> U32:
    """Number the kinds that are there from 0 on; add how many they are.

    >>> numbered(np.array([7, 3, 7])).tolist()
    [1, 0, 1, 2]
    """
    most = int(kinds.max(initial=0)) + 1
    if most > MANY:
        found, places = np.unique(kinds, return_inverse=True)
        return np.append(places, len(found)).astype(np.uint32)
    there = np.zeros(most, np.bool_)
    there[kinds] = True
    numbers = np.cumsum(there)
    return np.append(numbers[kinds] - 1, numbers[-1]).astype(np.uint32)
