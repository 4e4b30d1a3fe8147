"""Judge hops by what the packed graph alone tells of them: they pass, they do not, or who knows.

A mark stands for all that is claimed in one way (see `astrograph.store.adjacency`), and is judged
once. Times are judged by the rules of `astrograph.derive` and of the model themselves: all bounds
that lie alike to the instants that are asked for get one verdict, so that few claims are read.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from astrograph import derive
from astrograph.model import Clock
from astrograph.store.adjacency import ASKS, DEFAULT, PLAN, SUPERSEDED, SYMMETRIC

if TYPE_CHECKING:
    from astrograph.model import Instant
    from astrograph.paths.options import PathOptions
    from astrograph.store.adjacency import Signatures, Words

NO, YES, ASK, MAYBE = range(4)
"""What a verdict can be; at ``ASK`` only ``store.between`` knows.

From ``MAYBE`` on the times decide, for each tense and for plans by themselves.
"""

DOUBTED = ("Disputed", "Superseded", "Rejected")
"""The statuses of claims that give no undisputed statement."""


Passing = tuple[list[int], list[int]]
"""The part of a row that passes: where hops lead, in order, and what each costs."""

KEPT = 1_000_000
"""How many entries that pass are kept at hand."""


class Verdicts:
    """Finds the verdicts on marks, and keeps the rows that have been judged by them.

    It serves as many walks under the same filters as there are.

    Args:
        signatures: What the marks stand for.
        options: The filters.
        present: The instant of the edition, at which is read what no other instant is asked for.
        undisputed: Whether only undisputed statements pass.
        back: Whether a directed walk is followed backward.
    """

    def __init__(
        self,
        signatures: "Signatures",
        options: "PathOptions",
        present: "Instant | None",
        *,
        undisputed: bool = False,
        back: bool = False,
    ) -> None:
        self._signatures, columns = signatures, signatures.columns
        self._toned = (columns.flags, columns.relation, columns.status, columns.tense)
        stretch = Clock(options.at, options.during).stretch
        self._when, self._holding, self._known_by = stretch or present, stretch, options.known_by
        self.lies = Lies(signatures, self._asked())
        self._asks = ASKS if stretch or options.known_by or undisputed else 0
        self._back = int(back) if options.directed else None
        self._only = _places(signatures.relations, options.relation)
        self._without = _places(signatures.relations, options.without)
        self._any, self._accepted = options.status == "any", options.status == "Accepted"
        self._status = signatures.statuses.find(options.status)
        self._doubted = _places(signatures.statuses, DOUBTED if undisputed else ())
        self._wanted = _places(signatures.sources, options.source)
        self.cites = bool(options.source) or options.min_sources > 0
        self._some = bool(options.relation), bool(options.source)
        # What the default walk takes is stated at the edition's instant.
        self._usual = 0 if stretch or options.known_by else DEFAULT
        self._tones = Tones(self._judged)
        self._timely: dict[tuple[int, ...], int] = {}
        self._cited: dict[int, frozenset[int]] = {}
        self.rows: dict[int, Passing] = {}
        self._entries = 0
        self._looked: dict[int, int] = {}

    def _asked(self) -> list[str]:
        """Return the instants that are asked for."""
        when = (self._when,) if isinstance(self._when, str) else self._when or ()
        return list(filter(None, (*when, self._known_by)))

    def __getitem__(self, mark: int) -> int:
        """Return the verdict on a mark."""
        return self.on((mark,))[0]

    def on(self, marks: Sequence[int]) -> list[int]:
        """Return the verdicts on some marks."""
        signatures = [mark >> 1 for mark in marks]
        tones = zip(*[map(column.__getitem__, signatures) for column in self._toned], strict=True)
        verdicts = list(map(self._tones.__getitem__, tones))
        if max(verdicts, default=NO) >= MAYBE:
            verdicts = self._on_time(verdicts, signatures)
        if self.cites or self._back is not None:
            passing = map(self._passes, marks)
            verdicts = [each if next(passing) else NO for each in verdicts]
        return verdicts

    def _passes(self, mark: int) -> bool:
        """Say whether a mark's direction and sources are right."""
        if self.cites and not self.counting(mark):
            return False
        wrong = self._back is not None and mark & 1 != self._back
        return not wrong or bool(self._signatures.flags(mark >> 1) & SYMMETRIC)

    def _judged(self, flags: int, relation: int, status: int, tense: int) -> int:
        """Judge all claims of a relation, a status and a tense, whatever else they say."""
        if relation in self._without or (self._some[0] and relation not in self._only):
            return NO
        if flags & self._asks:
            return ASK
        if (
            (not self._any and status != self._status)
            or status in self._doubted
            or (self._accepted and flags & SUPERSEDED)
        ):
            return NO
        return YES if flags & self._usual else MAYBE + 2 * tense + (flags & PLAN)

    def looked(self, node: int) -> int:
        """Say how often a row has been looked into, this time included."""
        self._looked[node] = times = self._looked.get(node, 0) + 1
        return times

    def keep(self, node: int, row: Passing) -> None:
        """Keep what passes of a row."""
        self._entries += len(row[0]) + 1
        if self._entries > KEPT:
            self.rows.clear()
            self._entries = len(row[0]) + 1
        self.rows[node] = row

    def counting(self, mark: int) -> frozenset[int]:
        """Return the sources that a mark's claims cite, of those that count."""
        cited = self._signatures.columns.cited[mark >> 1]
        known = self._cited.get(cited)
        if known is None:
            ends, sources = self._signatures.cited, self._signatures.cited_sources
            every = frozenset(sources[ends[cited - 1] if cited else 0 : ends[cited]])
            known = self._cited[cited] = every & self._wanted if self._some[1] else every
        return known

    def _on_time(self, verdicts: list[int], signatures: list[int]) -> list[int]:
        """Return the verdicts after a look at the times, where these decide."""
        times = list(map(self._signatures.columns.times.__getitem__, signatures))
        lies = [
            map(self.lies.__getitem__, map(column.__getitem__, times))
            for column in self._signatures.times[: None if self._known_by else -1]
        ]
        alike = list(zip(verdicts, *lies, strict=True))
        try:
            return list(map(self._timely.__getitem__, alike))
        except KeyError:
            for kind in set(alike).difference(self._timely):
                signature = signatures[alike.index(kind)]
                sure = kind[0] < MAYBE
                self._timely[kind] = kind[0] if sure else int(self._is_timely(signature))
            return list(map(self._timely.__getitem__, alike))

    def _is_timely(self, signature: int) -> bool:
        """Say whether it is stated at the time that is asked for."""
        claim = self._signatures.claim(signature)
        read = derive.reading(claim, self._when)
        if read is None or (self._holding and read[1] is None):
            return False
        return self._known_by is None or claim.said_by(self._known_by) is not None


class Tones(dict[tuple[int, ...], int]):
    """What is judged by a function, once for each set of what it takes."""

    def __init__(self, judged: Callable[..., int]) -> None:
        super().__init__()
        self._judged = judged

    def __missing__(self, tone: tuple[int, ...]) -> int:
        """Judge what has not been judged yet."""
        verdict = self[tone] = self._judged(*tone)
        return verdict


class Lies(dict[int, int]):
    """How each moment lies to some instants: the same for all that lie alike.

    Args:
        signatures: What the moments are, and which instants there are.
        asked: The instants.
    """

    def __init__(self, signatures: "Signatures", asked: Iterable[str]) -> None:
        super().__init__()
        self._moments, instants = signatures.moments, signatures.instants
        cuts = {1}
        for instant in asked:
            place = bisect_left(instants, instant)
            cuts |= {place, place + (instants[place : place + 1] == [instant])}
        self.cuts = sorted(cuts)

    def __missing__(self, moment: int) -> int:
        """Say how a moment lies."""
        earliest, latest = (
            bisect_right(self.cuts, int(bound))
            for bound in self._moments[2 * moment : 2 * moment + 2]
        )
        lie = self[moment] = earliest * len(self.cuts) * 2 + latest
        return lie


def _places(words: "Words", wanted: Iterable[str]) -> frozenset[int]:
    found = (words.find(word) for word in wanted)
    return frozenset(place for place in found if place is not None)
