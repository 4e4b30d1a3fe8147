"""Own the words of time: instant, stretch, interval, and the clocks that are asked by.

An instant is a string ``YYYY-MM-DDThh:mm:ssZ`` (UTC), so that instants compare as text; ``None``
stands for what a source leaves open.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

Instant = str
Stretch = tuple[Instant, Instant]
"""A stretch of time by its first and its last instant, both included."""
Ends = tuple[Instant | None, Instant | None]
"""The first and the last instant that a date can mean, each open when ``None``."""


class Interval(NamedTuple):
    """The four bounds of a stretch of time; each may be open.

    >>> until = Interval(end_earliest="2028-01-01T00:00:00Z")
    >>> until.covers("2027-05-01T00:00:00Z")
    'possible'
    >>> Interval(end_latest="2022-07-15T00:00:00Z").covers("2023-01-01T00:00:00Z") is None
    True
    """

    start_earliest: Instant | None = None
    start_latest: Instant | None = None
    end_earliest: Instant | None = None
    end_latest: Instant | None = None

    def covers(self, instant: Instant) -> str | None:
        """Say whether the stretch covers an instant: what `meets` says of that instant alone."""
        return self.meets(instant, instant)

    def meets(self, first: Instant, last: Instant) -> str | None:
        """Say whether it lasted at some instant from a first to a last one, both included.

        Nothing ends before it begins, so that the latest end bounds the start as well, and the
        earliest start the end.

        Returns:
            ``"certain"`` when the inner bounds say so, ``"possible"`` when only the outer ones
            allow it, ``None`` when it was over before or began after.

        >>> Interval("2022-07-15", "2022-07-15").meets("2022-01-01", "2022-12-31")
        'certain'
        """
        if self.not_begun_at(last) or self.ended_before(first):
            return None
        begun = any(bound and bound <= last for bound in (self.start_latest, self.end_latest))
        lasting = any(
            bound and bound >= first for bound in (self.end_earliest, self.start_earliest)
        )
        return "certain" if begun and lasting else "possible"

    def begins(self, first: Instant, last: Instant) -> str | None:
        """Say whether it began at some instant from a first to a last one, both included.

        Nothing ends before it begins, so that without a latest start the latest end stands for it.

        Returns:
            ``"certain"``, ``"possible"`` when the bounds only allow it, ``None`` when they do not,
            and when no bound of the start is given.

        >>> Interval("2022-07-15", "2022-07-15").begins("2022-01-01", "2022-12-31")
        'certain'
        """
        earliest = self.start_earliest
        latest = self.end_latest if self.start_latest is None else self.start_latest
        if earliest is None and self.start_latest is None:
            return None
        if self.not_begun_at(last) or (latest is not None and latest < first):
            return None
        inside = earliest is not None and latest is not None and first <= earliest
        return "certain" if inside and latest is not None and latest <= last else "possible"

    def ended_before(self, instant: Instant) -> bool:
        """Say whether it was certainly over at an instant."""
        return self.end_latest is not None and self.end_latest < instant

    def not_begun_at(self, instant: Instant) -> bool:
        """Say whether it had certainly not begun at an instant."""
        return self.start_earliest is not None and self.start_earliest > instant

    @property
    def attests(self) -> bool:
        """Say whether it tells a time at which it lasted, and neither a start nor an end.

        >>> Interval(None, "1961-04-12T23:59:59Z", "1961-04-12T00:00:00Z").attests
        True
        """
        outer = self.start_earliest or self.end_latest
        return not outer and None not in (self.start_latest, self.end_earliest)

    def is_open(self) -> bool:
        """Say whether the source gives no bound at all."""
        return self == Interval()

    @property
    def is_crossed(self) -> bool:
        """Say whether it would have ended before it began."""
        begun, over = self.start_earliest, self.end_latest
        return begun is not None and over is not None and begun > over

    @classmethod
    def of(cls, dates: "Mapping[str, Ends]") -> "Interval":
        """Return the bounds that dates give, by what each is the date of.

        Args:
            dates: By ``start``, ``end``, ``on`` (which is both), ``spans`` (it was so throughout),
                ``not_before``, ``begun_by``, ``lasts_until`` and ``not_after``; none need be given.

        >>> Interval.of({"on": ("2022-07-15T00:00:00Z", "2022-07-15T23:59:59Z")}).end_latest
        '2022-07-15T23:59:59Z'
        >>> Interval.of({"lasts_until": ("2028-01-01T00:00:00Z", "2028-12-31T23:59:59Z")})[2:]
        ('2028-01-01T00:00:00Z', None)
        """

        def given(name: str, instead: Ends = (None, None)) -> Ends:
            return dates.get(name, instead)

        on, spans = given("on"), given("spans")
        start, end = given("start", on), given("end", on)
        return cls(
            given("not_before")[0] or start[0],
            given("begun_by")[1] or start[1] or spans[0],
            given("lasts_until")[0] or end[0] or spans[1],
            given("not_after")[1] or end[1],
        )


class Clock(NamedTuple):
    """The times that are asked for: when something holds, and by when it had been said.

    At most one of ``at`` and ``during`` is set.

    >>> Clock(at="2022-07-01T00:00:00Z").stretch
    ('2022-07-01T00:00:00Z', '2022-07-01T00:00:00Z')
    """

    at: Instant | None = None
    during: Stretch | None = None
    known_by: Instant | None = None

    @property
    def is_set(self) -> bool:
        """Say whether any time is asked for."""
        return self != Clock()

    @property
    def stretch(self) -> Stretch | None:
        """Return the first and the last instant of when it shall hold, if that is asked for."""
        return self.during if self.at is None else (self.at, self.at)


ALWAYS = Clock()
"""No time in particular."""


def joint(intervals: Iterable[Interval]) -> Interval:
    """Return what several sources together say of one stretch of time.

    The tightest bounds count, unless they cross, which means that the sources differ: then the
    widest do.

    >>> first, second = Interval("1998", "1998"), Interval("2003", "2003")
    >>> joint([first, second]).start_earliest, joint([first, second]).start_latest
    ('1998', '2003')
    """
    given = list(intervals)
    bounds: dict[str, Instant | None] = {}
    for end in ("start", "end"):
        earliest = sorted(filter(None, (getattr(each, f"{end}_earliest") for each in given)))
        latest = sorted(filter(None, (getattr(each, f"{end}_latest") for each in given)))
        tight = (earliest[-1] if earliest else None, latest[0] if latest else None)
        if tight[0] is not None and tight[1] is not None and tight[0] > tight[1]:
            tight = (earliest[0], latest[-1])
        bounds[f"{end}_earliest"], bounds[f"{end}_latest"] = tight
    return Interval(**bounds)


class Together(NamedTuple):
    """When all of several things held at the same time.

    All are stretches that do not touch, in order, each by its first and last instant, ``None``
    for an open end: those in which all certainly held, those in which all may have, and those
    ``within`` which all certainly did, though at which instant is not known.
    """

    certain: tuple[tuple[Instant | None, Instant | None], ...] = ()
    possible: tuple[tuple[Instant | None, Instant | None], ...] = ()
    within: tuple[tuple[Instant | None, Instant | None], ...] = ()

    @property
    def answer(self) -> str:
        """Say whether they ever did: ``certain``, ``possible`` or ``never``."""
        if self.certain or self.within:
            return "certain"
        return "possible" if self.possible else "never"
