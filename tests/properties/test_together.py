"""When hops held at the same time is what trying every instant and every course of events says."""

from __future__ import annotations

from itertools import pairwise, product

from hypothesis import given
from hypothesis import strategies as st

from astrograph.model import Hop, Interval, Together
from astrograph.paths import PathOptions, find_paths
from astrograph.paths.together import apart, occasions, together
from builders import ID, claim, store_of
from properties.strategies import instants as years
from properties.strategies import intervals as any_years
from properties.strategies import tenses

SECONDS = range(7)
"""A world of seven instants; bounds lie on those in between, so that open ends reach further."""
MOMENTS = [f"2022-07-15T00:00:0{second}Z" for second in SECONDS]

bounds = st.none() | st.sampled_from(MOMENTS[1:-1])
intervals = st.builds(Interval, bounds, bounds, bounds, bounds)
hops = st.lists(st.lists(intervals, min_size=1, max_size=3), min_size=1, max_size=3)


def inside(stretches: tuple[tuple[str | None, str | None], ...], instant: str) -> bool:
    """Say whether an instant lies in one of some stretches."""
    return any((a or instant) <= instant <= (b or instant) for a, b in stretches)


def courses(holds: Interval) -> list[tuple[str, str]]:
    """List from when until when something can have lasted, by its bounds alone."""
    first, by, lasting, end = holds
    return [
        (start, stop)
        for start, stop in product(MOMENTS, MOMENTS)
        if start <= stop
        and (first or start) <= start <= (by or start)
        and (lasting or stop) <= stop <= (end or stop)
    ]


def meet(stretches: tuple[tuple[str, str], ...]) -> bool:
    """Say whether several stretches share an instant."""
    return max(start for start, _ in stretches) <= min(stop for _, stop in stretches)


@given(intervals)
def test_one_occasion_covers_an_instant_as_its_interval_does(holds: Interval) -> None:
    """Whatever its bounds, even where they cross."""
    found = together([[holds]])

    for instant in MOMENTS:
        certain, possible = inside(found.certain, instant), inside(found.possible, instant)
        covers = "certain" if certain else "possible" if possible else None
        assert covers == holds.covers(instant), instant


@given(hops)
def test_hops_held_together_at_an_instant_if_an_occasion_of_each_did(
    several: list[list[Interval]],
) -> None:
    """Certainly by the inner bounds, possibly by the outer ones."""
    found = together(several)

    for instant in MOMENTS:
        covers = [{holds.covers(instant) for holds in hop} for hop in several]
        assert inside(found.certain, instant) == all("certain" in each for each in covers)
        assert inside(found.possible, instant) == all(each - {None} for each in covers)


@given(hops)
def test_stretches_are_in_order_and_do_not_touch(several: list[list[Interval]]) -> None:
    """An instant lies between any two; an open end stands only at the outside."""
    found = together(several)

    for stretches in found:
        for (first, last), (following, _) in pairwise(stretches):
            assert last is not None
            assert following is not None
            assert (first or "") <= last < following
            assert any(last < instant < following for instant in MOMENTS)


@given(st.lists(intervals.filter(courses), min_size=2, max_size=3))
def test_the_answer_is_that_of_every_course_of_events(several: list[Interval]) -> None:
    """Certain if they meet in each, never if in none."""
    met = {meet(course) for course in product(*map(courses, several))}
    answer = {(True,): "certain", (False, True): "possible", (False,): "never"}[tuple(sorted(met))]

    assert together([[holds] for holds in several]).answer == answer


@given(st.lists(st.lists(intervals.filter(courses), min_size=1, max_size=2), max_size=2))
def test_what_is_certain_with_several_occasions_is_so_in_every_course_of_events(
    several: list[list[Interval]],
) -> None:
    """Some occasion of each hop then shares an instant with those of the others."""
    found = together(several)
    worlds = product(*(product(*map(courses, hop)) for hop in several))
    met = [any(meet(chosen) for chosen in product(*world)) for world in worlds if several]

    assert all(met) or found.answer != "certain"
    assert not several or any(met) == (found.answer != "never")


@given(intervals.filter(courses), st.sampled_from(MOMENTS), st.sampled_from(MOMENTS))
def test_with_a_known_stretch_the_answer_is_that_of_meets(
    holds: Interval, one: str, other: str
) -> None:
    """So that a hop beside one that held from A to B answers as it does for --during A..B."""
    first, last = sorted((one, other))
    known = Interval(first, first, last, last)

    answer = together([[holds], [known]]).answer

    assert answer == (holds.meets(first, last) or "never")


@given(hops)
def test_hops_that_are_apart_never_held_together(several: list[list[Interval]]) -> None:
    """Neither those two by themselves, nor all of them."""
    pair = apart(several)

    if pair is None:
        pairs = product(several, several)
        assert all(together([a, b]).possible for a, b in pairs if a is not b)
    else:
        assert together([several[place] for place in pair]) == Together()
        assert together(several) == Together()


ends = st.sampled_from([("A", "B"), ("B", "A"), ("B", "C"), ("C", "B")])
dated_claims = st.lists(st.tuples(ends, any_years, tenses), max_size=5)


@given(dated_claims, years)
def test_a_path_at_an_instant_may_have_held_as_a_whole_at_that_instant(
    drawn: list[tuple[tuple[str, str], Interval, str | None]], instant: str
) -> None:
    """What --at finds is never said to have held at other times only."""
    known = [claim(name, "informed", name) for name in "AC"]
    dated = [
        claim(one, "leads", other, holds=holds, tense=tense) for (one, other), holds, tense in drawn
    ]
    store = store_of(*known, *dated)

    for path in find_paths(store, f"{ID}A", f"{ID}C", PathOptions(at=instant)).paths:
        held = together([occasions(store, hop) for hop in path.hops])
        assert inside(held.possible, instant)


@given(st.lists(any_years, min_size=1, max_size=4), st.lists(tenses, min_size=4, max_size=4))
def test_a_hop_has_an_occasion_for_whatever_is_told_of_it(
    drawn: list[Interval], told: list[str | None]
) -> None:
    """Every dated claim lies in the outer bounds of some occasion, unless others narrow it."""
    store = store_of(
        *(
            claim("A", "leads", "B", holds=holds, tense=tense)
            for holds, tense in zip(drawn, told, strict=False)
        )
    )
    hops = [Hop(said, forward=True) for said in store.statements()]

    for hop in hops:
        found = occasions(store, hop)
        assert found
        assert len(found) <= len(hop.statement.claims)
        dated = [iri for iri in hop.statement.claims if not store.claim(iri).holds.is_open()]  # type: ignore[union-attr]
        assert any(holds.is_open() for holds in found) == (not dated)
