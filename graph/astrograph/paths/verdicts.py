"""Judge hops by what the packed graph alone tells of them: they pass, they do not, or who knows.

A mark stands for all that is claimed in one way (see `astrograph.store.adjacency`), and is judged
once. Times are judged by the rules of `astrograph.derive` and of the model themselves: all bounds
that lie alike to the instants that are asked for get one verdict, so that few claims are read.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import TYPE_CHECKING

from astrograph import derive
from astrograph.model import Clock
from astrograph.store.adjacency import ASKS, PLAN, SUPERSEDED, SYMMETRIC

if TYPE_CHECKING:
    from astrograph.model import Instant
    from astrograph.paths.options import PathOptions
    from astrograph.store.adjacency import Signatures, Words

NO, YES, ASK = 0, 1, 2
"""What a verdict can be; at ``ASK`` only ``store.between`` knows."""

DOUBTED = ("Disputed", "Superseded", "Rejected")
"""The statuses of claims that give no undisputed statement."""


class Verdicts(dict[int, int]):
    """The verdict on each mark, found when it is first asked for.

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
        super().__init__()
        self._signatures, self._columns = signatures, signatures.columns
        stretch = Clock(options.at, options.during).stretch
        self._when, self._holding, self._known_by = stretch or present, stretch, options.known_by
        self._lies = Lies(signatures, self._asked())
        self._asks = ASKS if stretch or options.known_by or undisputed else 0
        self._back = int(back) if options.directed else None
        self._only = _places(signatures.relations, options.relation)
        self._without = _places(signatures.relations, options.without)
        self._any, self._accepted = options.status == "any", options.status == "Accepted"
        self._status = signatures.statuses.find(options.status)
        self._doubted = _places(signatures.statuses, DOUBTED if undisputed else ())
        self._wanted = _places(signatures.sources, options.source)
        self._cites = bool(options.source) or options.min_sources > 0
        self._some = bool(options.relation), bool(options.source)
        self._timely: dict[tuple[int, ...], bool] = {}
        self._cited: dict[int, frozenset[int]] = {}

    def _asked(self) -> list[str]:
        """Return the instants that are asked for."""
        when = (self._when,) if isinstance(self._when, str) else self._when or ()
        return list(filter(None, (*when, self._known_by)))

    def __missing__(self, mark: int) -> int:
        """Judge a mark."""
        verdict = self[mark] = self._judge(mark)
        return verdict

    def _judge(self, mark: int) -> int:
        signature, columns = mark >> 1, self._columns
        flags, relation = columns.flags[signature], columns.relation[signature]
        if (
            (self._back is not None and mark & 1 != self._back and not flags & SYMMETRIC)
            or relation in self._without
            or (self._some[0] and relation not in self._only)
            or (self._cites and not self.counting(mark))
        ):
            return NO
        if flags & self._asks:
            return ASK
        status = columns.status[signature]
        if (
            (not self._any and status != self._status)
            or status in self._doubted
            or (self._accepted and flags & SUPERSEDED)
            or not self._is_timely(signature, flags & PLAN)
        ):
            return NO
        return YES

    def counting(self, mark: int) -> frozenset[int]:
        """Return the sources that a mark's claims cite, of those that count."""
        cited = self._columns.cited[mark >> 1]
        known = self._cited.get(cited)
        if known is None:
            ends, sources = self._signatures.cited, self._signatures.cited_sources
            every = frozenset(sources[ends[cited - 1] if cited else 0 : ends[cited]])
            known = self._cited[cited] = every & self._wanted if self._some[1] else every
        return known

    def _is_timely(self, signature: int, plan: int) -> bool:
        """Say whether it is stated at the time that is asked for."""
        time, lie = self._columns.times[signature], self._lies.__getitem__
        began, ended, said = self._signatures.times
        alike = (
            self._columns.tense[signature],
            plan,
            lie(began[time]),
            lie(ended[time]),
            lie(said[time]),
        )
        timely = self._timely.get(alike)
        if timely is None:
            claim = self._signatures.claim(signature)
            read = derive.reading(claim, self._when)
            timely = self._timely[alike] = (
                read is not None
                and not (self._holding and read[1] is None)
                and (self._known_by is None or claim.said_by(self._known_by) is not None)
            )
        return timely


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
        self._cuts = sorted(cuts)

    def __missing__(self, moment: int) -> int:
        """Say how a moment lies."""
        earliest, latest = (
            bisect_right(self._cuts, int(bound))
            for bound in self._moments[2 * moment : 2 * moment + 2]
        )
        lie = self[moment] = earliest * len(self._cuts) * 2 + latest
        return lie


def _places(words: "Words", wanted: Iterable[str]) -> frozenset[int]:
    found = (words.find(word) for word in wanted)
    return frozenset(place for place in found if place is not None)
