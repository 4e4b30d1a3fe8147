"""The words of the domain: intervals, names in prose, hops and paths."""

from __future__ import annotations

import pytest

from astrograph.model import Claim, Entity, EntityPath, Hop, Interval, Statement, joint

MAY = "2022-05-01T00:00:00Z"
JUNE = "2022-06-01T00:00:00Z"
JULY = "2022-07-01T00:00:00Z"
AUGUST = "2022-08-01T00:00:00Z"


@pytest.mark.parametrize(
    ("interval", "expected"),
    [
        (Interval(), "possible"),
        (Interval(start_latest=MAY, end_earliest=AUGUST), "certain"),
        (Interval(start_latest=JUNE, end_earliest=JUNE), "certain"),
        (Interval(start_latest=JULY, end_earliest=AUGUST), "possible"),
        (Interval(start_latest=MAY, end_earliest=MAY), "possible"),
        (Interval(start_latest=MAY), "possible"),
        (Interval(end_earliest=AUGUST), "possible"),
        (Interval(start_earliest=JUNE), "possible"),
        (Interval(start_earliest=JULY), None),
        (Interval(end_latest=JUNE), "possible"),
        (Interval(end_latest=MAY), None),
        (Interval(MAY, MAY, AUGUST, AUGUST), "certain"),
        (Interval(JULY, JULY, AUGUST, AUGUST), None),
    ],
)
def test_an_interval_covers_an_instant_by_its_inner_and_outer_bounds(
    interval: Interval, expected: str | None
) -> None:
    """Bounds are inclusive: what starts or ends at the very instant still covers it."""
    actual = interval.covers(JUNE)

    assert expected == actual


def test_an_interval_is_over_only_after_its_latest_end() -> None:
    """The latest end itself still belongs to the stretch."""
    interval = Interval(end_latest=JUNE)

    assert interval.ended_before(JULY)
    assert not interval.ended_before(JUNE)
    assert not Interval().ended_before(JULY)


def test_an_interval_has_not_begun_only_before_its_earliest_start() -> None:
    """The earliest start itself already belongs to the stretch."""
    interval = Interval(start_earliest=JUNE)

    assert interval.not_begun_at(MAY)
    assert not interval.not_begun_at(JUNE)
    assert not Interval().not_begun_at(MAY)


def test_an_interval_is_open_when_no_bound_is_given() -> None:
    """One bound is enough to close it on one side."""
    assert Interval().is_open()
    assert not Interval(end_earliest=JUNE).is_open()


def test_an_entity_takes_its_article_in_prose_only() -> None:
    """The label itself stays bare."""
    entity = Entity("x:iss", "ISS", "SpaceStation", article=True)

    assert entity.prose == "the ISS"
    assert entity.label == "ISS"


def test_a_hop_is_left_and_reached_by_the_way_it_is_walked() -> None:
    """Walking backwards starts at the object; the statement keeps its own direction."""
    statement = Statement("a", "r", "b", "present")
    forward, backward = Hop(statement, forward=True), Hop(statement, forward=False)

    assert (forward.start, forward.end) == ("a", "b")
    assert (backward.start, backward.end) == ("b", "a")


def test_a_hop_tells_its_main_statement_before_the_parallel_ones() -> None:
    """The parallels follow in their own order."""
    main, other = Statement("a", "r", "b", "present"), Statement("b", "q", "a", "past")

    assert Hop(main, forward=True, also=(other,)).statements == (main, other)


def test_a_path_walks_through_the_entities_of_its_hops() -> None:
    """Both ends are among them."""
    hops = (
        Hop(Statement("a", "r", "b", "present"), forward=True),
        Hop(Statement("c", "r", "b", "present"), forward=False),
    )

    assert EntityPath(hops, score=1.0, weakest=0).entities == ("a", "b", "c")


def test_a_statement_is_told_apart_by_its_ends_relation_and_tense() -> None:
    """Claims and certainty do not make it another statement."""
    one = Statement("a", "r", "b", "past", ("c1",), "possible")
    other = Statement("a", "r", "b", "past")

    assert one.key == other.key
    assert one.key != other._replace(tense="present").key


def test_tight_bounds_of_several_sources_count_and_crossing_ones_are_widened() -> None:
    """Sources that differ leave the widest stretch, never a start that lies after itself."""
    agreeing = [Interval(start_earliest="1998"), Interval("1997", "1999", end_latest="2003")]
    differing = [Interval("1998", "1998"), Interval("2003", "2003")]

    assert joint(agreeing) == Interval("1998", "1999", end_latest="2003")
    assert joint(differing) == Interval("1998", "2003")
    assert joint([]) == Interval()


def test_what_is_told_as_past_was_not_told_before_it_ended() -> None:
    """Who led until 2025 was not said in 2022 to have done so; an end that is planned may be."""
    ended = Claim("c:1", "id:A", "ag:leads", "id:B", holds=Interval("2022", "2022", "2025", "2025"))

    assert ended._replace(tense="Past").said_by("2023") is None
    assert ended._replace(tense="Past").said_by("2026") == "possible"
    assert ended._replace(tense="Present").said_by("2023") == "possible"
