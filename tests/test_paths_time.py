"""When a path held: its hops' occasions, all at one time, and at the times that are asked for."""

from __future__ import annotations

import pytest

from astrograph import find_paths
from astrograph.model import PLAN, Hop, Interval, Statement, Together
from astrograph.paths import PathOptions
from astrograph.paths.together import apart, occasions, together
from builders import AG, ID, claim, store_of

MAY, JUNE, JULY = "2022-05-01T00:00:00Z", "2022-06-01T00:00:00Z", "2022-07-01T00:00:00Z"
AUGUST, SEPTEMBER = "2022-08-01T00:00:00Z", "2022-09-01T00:00:00Z"
DAY = ("2022-07-15T00:00:00Z", "2022-07-15T23:59:59Z")
NEXT = ("2022-07-16T00:00:00Z", "2022-07-16T23:59:59Z")
EVER = ((None, None),)


def from_to(first: str, last: str) -> Interval:
    """Return an interval of known ends."""
    return Interval(first, first, last, last)


SUMMER = from_to(JUNE, AUGUST)


# All hops at the same time


@pytest.mark.parametrize(
    ("holds", "expected"),
    [
        # One that shares no instant with the summer, or only its first or last one.
        (from_to(AUGUST, SEPTEMBER), Together(((AUGUST, AUGUST),), ((AUGUST, AUGUST),))),
        (from_to(MAY, JUNE), Together(((JUNE, JUNE),), ((JUNE, JUNE),))),
        (from_to(SEPTEMBER, SEPTEMBER), Together()),
        (from_to(MAY, MAY), Together()),
        (from_to(JULY, JULY), Together(((JULY, JULY),), ((JULY, JULY),))),
        (from_to(MAY, SEPTEMBER), Together(((JUNE, AUGUST),), ((JUNE, AUGUST),))),
        # Open ends: what is not bounded may have held, and certainly did where inner bounds say so.
        (Interval(), Together((), ((JUNE, AUGUST),))),
        (Interval(start_earliest=JULY), Together((), ((JULY, AUGUST),))),
        (Interval(start_latest=JULY), Together((), ((JUNE, AUGUST),))),
        (Interval(end_earliest=JULY), Together((), ((JUNE, AUGUST),))),
        (Interval(end_latest=JULY), Together((), ((JUNE, JULY),))),
        (Interval(start_earliest=SEPTEMBER), Together()),
        (Interval(end_latest=MAY), Together()),
        (Interval(None, JULY, JULY, None), Together(((JULY, JULY),), ((JUNE, AUGUST),))),
        (Interval(None, MAY, SEPTEMBER, None), Together(((JUNE, AUGUST),), ((JUNE, AUGUST),))),
        (Interval(MAY, JULY, AUGUST, SEPTEMBER), Together(((JULY, AUGUST),), ((JUNE, AUGUST),))),
        # What began on a day held on that day, and maybe after.
        (Interval(JULY, JULY), Together(((JULY, JULY),), ((JULY, AUGUST),))),
        (Interval(None, None, JULY, JULY), Together(((JULY, JULY),), ((JUNE, JULY),))),
        (Interval(*DAY), Together((), ((DAY[0], AUGUST),), (DAY,))),
        # What happened at some instant of a day did so within the summer, whenever it was.
        (Interval(*DAY, *DAY), Together((), (DAY,), (DAY,))),
        (Interval(JULY, None, None, AUGUST), Together((), ((JULY, AUGUST),), ((JULY, AUGUST),))),
        (
            Interval(JULY, None, None, SEPTEMBER),
            Together((), ((JULY, AUGUST),)),
        ),
        # Bounds that cross, so that nothing can have held.
        (Interval(start_earliest=AUGUST, end_latest=JULY), Together()),
    ],
)  # fmt: skip
def test_two_hops_held_together_where_both_did(holds: Interval, expected: Together) -> None:
    """In whichever order they come; both ends belong to a stretch."""
    assert together([[SUMMER], [holds]]) == expected
    assert together([[holds], [SUMMER]]) == expected


@pytest.mark.parametrize(
    ("holds", "answer"),
    [(from_to(AUGUST, SEPTEMBER), "certain"), (Interval(*DAY, *DAY), "certain"),
     (Interval(), "possible"), (from_to(MAY, MAY), "never")],
)  # fmt: skip
def test_the_answer_is_one_word(holds: Interval, answer: str) -> None:
    """Certain also when only the day is known, and the rest lasted through all of it."""
    assert together([[SUMMER], [holds]]).answer == answer


def test_two_events_of_one_day_may_have_happened_at_different_hours() -> None:
    """So that they are possible together, and not certain; at one instant they are."""
    same_day = together([[Interval(*DAY, *DAY)], [Interval(*DAY, *DAY)]])

    assert same_day == Together((), (DAY,))
    assert together([[from_to(JULY, JULY)], [from_to(JULY, JULY)]]).certain == ((JULY, JULY),)
    assert together([[Interval(*DAY, *DAY)], [Interval(*NEXT, *NEXT)]]) == Together()


def test_an_occasion_out_of_several_will_do() -> None:
    """An office held twice was not held in between."""
    twice = [from_to(MAY, JUNE), from_to(AUGUST, SEPTEMBER)]

    assert together([twice, [from_to(JULY, SEPTEMBER)]]).certain == ((AUGUST, SEPTEMBER),)
    assert together([twice, [Interval(None, MAY, SEPTEMBER, None)]]).certain == (
        (MAY, JUNE),
        (AUGUST, SEPTEMBER),
    )
    assert together([twice, [from_to(JULY, JULY)]]).answer == "never"


def test_occasions_that_overlap_or_follow_upon_each_other_are_told_as_one() -> None:
    """No instant lies between the last second of a day and the first of the next."""
    overlapping = [from_to(JUNE, AUGUST), from_to(MAY, JULY), from_to(JULY, JULY)]
    following = [from_to(*DAY), from_to(*NEXT)]

    assert together([overlapping]).certain == ((MAY, AUGUST),)
    assert together([following]).certain == ((DAY[0], NEXT[1]),)
    assert together([[from_to("1998", "1998"), from_to("2003", "2003")]]).certain == (
        ("1998", "1998"),
        ("2003", "2003"),
    )


def test_any_two_may_meet_and_all_never() -> None:
    """Then no two are to blame."""
    hops = [
        [from_to(MAY, MAY), from_to(JUNE, JUNE)],
        [from_to(JUNE, JUNE), from_to(JULY, JULY)],
        [from_to(JULY, JULY), from_to(MAY, MAY)],
    ]

    assert together(hops) == Together()
    assert apart(hops) is None


def test_the_first_two_that_never_meet_are_named() -> None:
    """In walking order; one that can never have held at all meets nothing."""
    impossible = Interval(start_earliest=AUGUST, end_latest=JULY)

    assert apart([[SUMMER], [Interval()], [from_to(SEPTEMBER, SEPTEMBER)]]) == (0, 2)
    assert apart([[Interval()], [impossible], [SUMMER]]) == (0, 1)
    assert apart([[SUMMER], [from_to(AUGUST, SEPTEMBER)]]) is None
    assert apart([[impossible]]) is None


def test_without_hops_nothing_is_in_the_way() -> None:
    """All of none held at any time."""
    assert together([]) == Together(EVER, EVER)


# The occasions of a hop


def test_claims_of_one_occasion_date_it_together() -> None:
    """One source tells the start, another the end, and a third neither."""
    store = store_of(
        claim("A", "leads", "B", holds=Interval(MAY, MAY), tense="Past"),
        claim("A", "leads", "B", holds=Interval(None, None, JUNE, JUNE), tense="Past"),
        claim("A", "leads", "B", tense="Past"),
    )
    (said,) = store.statements()

    assert occasions(store, Hop(said, forward=True)) == [from_to(MAY, JUNE)]


def test_every_dated_occasion_of_a_statement_counts_by_itself() -> None:
    """An undated claim beside them is about one of them."""
    terms = [from_to(MAY, JUNE), from_to(AUGUST, SEPTEMBER)]
    claims = [claim("A", "leads", "B", holds=term, tense="Past") for term in (*terms, Interval())]
    store = store_of(*claims)
    (said,) = store.statements()

    assert occasions(store, Hop(said, forward=True)) == terms


def test_what_a_source_hedges_makes_no_instant_certain() -> None:
    """Though it tells outside of which dates it was not so; what another is sure of counts."""
    hedged = claim("A", "leads", "B", holds=from_to(MAY, JUNE), tense="Past", hedged=True)
    sure = claim("A", "leads", "B", holds=from_to(MAY, JUNE), tense="Past")
    outer = Interval(start_earliest=MAY, end_latest=JUNE)

    for claims, expected in (([hedged], outer), ([hedged, sure], from_to(MAY, JUNE))):
        store = store_of(*claims)
        (said,) = store.statements()
        assert occasions(store, Hop(said, forward=True)) == [expected]


def test_parallel_statements_connect_as_well() -> None:
    """Whichever way they run, and whatever their tense."""
    store = store_of(
        claim("A", "leads", "B", holds=from_to(MAY, JUNE), tense="Past"),
        claim("B", "informed", "A", holds=from_to(AUGUST, AUGUST), tense="Past"),
    )
    first, second = store.statements()

    found = occasions(store, Hop(first, forward=True, also=(second,)))

    assert sorted(found) == [from_to(MAY, JUNE), from_to(AUGUST, AUGUST)]


def test_what_is_undated_may_have_held_at_any_time() -> None:
    """Be it because no claim gives dates, or because no claim makes it."""
    store = store_of(claim("A", "leads", "B", tense="Past"))
    (said,) = store.statements()
    plain = Statement(f"{ID}A", f"{AG}leads", f"{ID}B", "present")

    assert occasions(store, Hop(said, forward=True)) == [Interval()]
    assert occasions(store, Hop(plain, forward=False)) == [Interval()]


def test_a_statement_told_as_past_without_dates_goes_by_the_dates_of_others() -> None:
    """As it does for an instant that is asked for."""
    store = store_of(
        claim("A", "leads", "B", tense="Past"),
        claim("A", "leads", "B", holds=Interval(MAY, MAY), tense="Present"),
    )
    past, present = sorted(store.statements(), key=lambda said: said.tense)

    assert occasions(store, Hop(present, forward=True, also=(past,))) == [Interval(MAY, MAY)]


def test_a_plan_is_one_at_any_time_and_makes_nothing_certain() -> None:
    """The bounds are those of what is planned, and not of the plan."""
    store = store_of(claim("A", "leaves", "B", modality="Plan", holds=from_to(JUNE, AUGUST)))
    (said,) = store.statements()

    assert said.tense == PLAN
    assert occasions(store, Hop(said, forward=True)) == [Interval()]


def test_an_event_held_when_it_happened_and_not_after() -> None:
    """Who took over later was not yet there when a spacecraft was launched."""
    store = store_of(
        claim("A", "launchedBy", "B", holds=Interval(*DAY, *DAY), tense="Past"),
        claim("C", "leads", "B", holds=Interval(*NEXT), tense="Present"),
    )
    answer = find_paths(store, f"{ID}A", f"{ID}C")
    hops = [occasions(store, hop) for hop in answer.paths[0].hops]

    assert together(hops).answer == "never"
    assert apart(hops) == (0, 1)


# Paths at the times that are asked for


def found(options: PathOptions, *holds: Interval) -> bool:
    """Say whether a path over hops that held at some times is found."""
    names = "ABCD"[: len(holds) + 1]
    claims = [
        claim(one, "leads", other, holds=each)
        for one, other, each in zip(names, names[1:], holds, strict=False)
    ]
    # Whatever holds, the ends are known.
    known = [claim(name, "informed", name) for name in names]
    return bool(find_paths(store_of(*claims, *known), f"{ID}A", f"{ID}{names[-1]}", options).paths)


@pytest.mark.parametrize(
    ("holds", "at"),
    [
        (Interval(), True),
        (Interval(end_latest=JULY), True),
        (Interval(end_latest=JUNE), False),
        (Interval(start_earliest=JULY), True),
        (Interval(start_earliest=AUGUST), False),
        (from_to(JULY, JULY), True),
        (from_to(JUNE, JUNE), False),
        (from_to(AUGUST, AUGUST), False),
        (Interval(JUNE, AUGUST, JUNE, AUGUST), True),
    ],
)
def test_at_an_instant_every_hop_holds_or_may_hold(holds: Interval, at: bool) -> None:  # noqa: FBT001 -- a column
    """Its bounds belong to a hop; a path is left out when a single hop is."""
    asked = PathOptions(at=JULY)

    assert found(asked, holds) is at
    assert found(asked, Interval(), holds, from_to(MAY, SEPTEMBER)) is at


@pytest.mark.parametrize(
    ("holds", "during"),
    [
        (Interval(), True),
        # From the first instant that is asked for ...
        (Interval(end_latest=JUNE), True),
        (Interval(end_latest=MAY), False),
        (from_to(MAY, JUNE), True),
        (from_to(MAY, MAY), False),
        # ... to the last one.
        (Interval(start_earliest=AUGUST), True),
        (Interval(start_earliest=SEPTEMBER), False),
        (from_to(AUGUST, SEPTEMBER), True),
        (from_to(SEPTEMBER, SEPTEMBER), False),
        (from_to(JULY, JULY), True),
        (from_to(MAY, SEPTEMBER), True),
        (Interval(MAY, MAY, SEPTEMBER, SEPTEMBER), True),
    ],
)
def test_during_a_stretch_every_hop_holds_or_may_hold_at_some_instant(
    holds: Interval, during: bool  # noqa: FBT001 -- a column
) -> None:  # fmt: skip
    """Both ends of the stretch belong to it."""
    asked = PathOptions(during=(JUNE, AUGUST))

    assert found(asked, holds) is during
    assert found(asked, Interval(), holds, from_to(MAY, SEPTEMBER)) is during


def test_hops_hold_during_a_stretch_one_after_the_other() -> None:
    """Not all at one instant: whether they did is what `together` tells."""
    early, late = from_to(JUNE, JUNE), from_to(AUGUST, AUGUST)

    assert found(PathOptions(during=(JUNE, AUGUST)), early, late)
    assert not found(PathOptions(at=JUNE), early, late)
    assert not found(PathOptions(at=JULY), early, late)
    assert together([[early], [late]]).answer == "never"


def test_a_plan_is_walked_at_any_time() -> None:
    """Whatever the dates of what is planned."""
    ahead = claim("A", "leaves", "B", modality="Plan", holds=from_to(SEPTEMBER, SEPTEMBER))
    store = store_of(ahead)

    for asked in (PathOptions(at=MAY), PathOptions(during=(MAY, JUNE))):
        answer = find_paths(store, f"{ID}A", f"{ID}B", asked)
        assert [hop.statement.tense for hop in answer.paths[0].hops] == [PLAN]
