"""Say when all hops of a path held at the same time, as far as their dates tell.

A hop has *occasions*: the stretches in which its two entities were connected, each by its four
bounds. At an instant a hop certainly held if some occasion of it certainly covers the instant, and
possibly if some occasion may. An event held while it happened and not after, as it does for
``--at``; what is planned held at no time that is known, so that it makes nothing certain.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from astrograph import derive
from astrograph.model import PLAN, Claim, Hop, Instant, Interval, Iri, Together, joint

if TYPE_CHECKING:
    from astrograph.store import Store

Span = tuple[Instant, Instant]
"""A stretch by its first and its last instant, with `EVER` and `NEVER` for open ends."""

EVER, NEVER = "", "~"
"""What sorts before and behind every instant."""


def occasions(store: "Store", hop: Hop) -> list[Interval]:
    """Return when two entities were connected by a hop, be it by a parallel statement.

    What several claims say of one occasion counts together, as it does in prose. Undated claims
    beside dated ones of the same statement give no occasion of their own.

    Args:
        store: Where the claims are.
        hop: The statement that is walked, and its parallels.

    Returns:
        At least one interval; an open one for what bears no date, and for what is planned.
    """
    told: dict[tuple[Iri, Iri, Iri, bool], list[Claim]] = {}
    for said in hop.statements:
        key = (said.subject, said.relation, said.object, said.tense == PLAN)
        told.setdefault(key, []).extend(filter(None, map(store.claim, said.claims)))
    found: list[Interval] = []
    for (*_, planned), claims in told.items():
        each = (joint(map(_settled, once)) for once in derive.occasions(claims))
        dated = [] if planned else [holds for holds in each if not holds.is_open()]
        found += dated or [Interval()]
    return found


def _settled(claim: Claim) -> Interval:
    """Return the bounds of a claim; one that its source hedges is sure of no instant."""
    start, _, _, end = claim.holds
    return Interval(start, None, None, end) if claim.hedged else claim.holds


def together(hops: Sequence[Sequence[Interval]]) -> Together:
    """Return when several hops held at the same time.

    Args:
        hops: For each hop its occasions, any of which will do.

    Returns:
        The instants at which all certainly held, those at which all may have, and the stretches
        within which all certainly did at an instant that is not known.

    >>> led = Interval("2018-05-24", "2018-05-24", "2022-07-15", "2022-07-15")
    >>> flew = Interval("2022-03-18", "2022-03-18", None, "2022-09-29")
    >>> together([[led], [flew]]).possible
    (('2022-03-18', '2022-07-15'),)
    """
    certain = [_merged(map(_certain, hop)) for hop in hops]
    return Together(
        certain=_open_ended(_shared(certain)),
        possible=_open_ended(_shared([_merged(map(_possible, hop)) for hop in hops])),
        within=_open_ended(_within(hops, certain)),
    )


def apart(hops: Sequence[Sequence[Interval]]) -> tuple[int, int] | None:
    """Return the first two hops that cannot have held at the same time, by their places.

    Returns:
        ``None`` when any two of them may have, even if all of them cannot.

    >>> first, second = Interval(end_latest="1999"), Interval(start_earliest="2003")
    >>> apart([[first], [Interval()], [second]])
    (0, 2)
    """
    possible = [_merged(map(_possible, hop)) for hop in hops]
    for one, other in combinations(range(len(hops)), 2):
        if not _shared([possible[one], possible[other]]):
            return one, other
    return None


def _possible(holds: Interval) -> Span:
    """Return the instants that may be covered; none, if the first comes after the last."""
    return holds.start_earliest or EVER, holds.end_latest or NEVER


def _certain(holds: Interval) -> Span:
    """Return the instants that are certainly covered; none, if the first comes after the last."""
    begun, lasting = _core(holds)
    return max(begun, holds.start_earliest or EVER), min(lasting, holds.end_latest or NEVER)


def _core(holds: Interval) -> Span:
    """Return by when it had certainly begun, and until when it certainly lasted."""
    # Nothing ends before it begins: the latest end bounds the start, the earliest start the end.
    begun = min(holds.start_latest or NEVER, holds.end_latest or NEVER)
    return begun, max(holds.end_earliest or EVER, holds.start_earliest or EVER)


def _within(hops: Sequence[Sequence[Interval]], certain: list[list[Span]]) -> list[Span]:
    """Find what happened, at an instant that is not known, while all else certainly held.

    What lasted until a first instant at least and had begun by a later one was so at some
    instant between the two.
    """
    found = []
    for place, hop in enumerate(hops):
        cores = [(lasting, begun) for begun, lasting in map(_core, hop) if lasting < begun]
        known = [each for each in cores if EVER not in each and NEVER not in each]
        others = _shared([*certain[:place], *certain[place + 1 :]]) if known else []
        found += [
            (first, last)
            for first, last in known
            if any(start <= first and last <= end for start, end in others)
        ]
    return _merged(found)


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Join what overlaps or follows within a second; what is no stretch at all is left out."""
    joined: list[Span] = []
    for first, last in sorted(span for span in spans if span[0] <= span[1]):
        if joined and _reaches(joined[-1][1], first):
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined


def _reaches(last: Instant, first: Instant) -> bool:
    """Say whether no instant lies between the end of one stretch and the start of another."""
    if first <= last:
        return True
    from astrograph.disagreement.compare import seconds

    over, begun = seconds(last), seconds(first)
    return over is not None and begun is not None and begun - over <= 1


def _shared(several: Sequence[list[Span]]) -> list[Span]:
    """Return what several lists of stretches share; everything, if there are none."""
    shared = [(EVER, NEVER)]
    for spans in several:
        met = ((max(a, c), min(b, d)) for a, b in shared for c, d in spans)
        shared = sorted(span for span in met if span[0] <= span[1])
    return shared


def _open_ended(
    spans: Iterable[Span],
) -> tuple[tuple[Instant | None, Instant | None], ...]:
    return tuple(
        (None if first == EVER else first, None if last == NEVER else last) for first, last in spans
    )
