"""Times in words: bounds, occasions, windows; and numbers in their unit."""

from __future__ import annotations

import pytest

from astrograph.formats import times
from astrograph.model import Interval
from astrograph.vocab import duration
from builders import claim

DAY = ("2022-07-15T00:00:00Z", "2022-07-15T23:59:59Z")
MONTH = ("2014-09-01T00:00:00Z", "2014-09-30T23:59:59Z")
LATER = ("2018-01-01T00:00:00Z", "2018-12-31T23:59:59Z")
YEAR = ("1998-01-01T00:00:00Z", "1998-12-31T23:59:59Z")


@pytest.mark.parametrize(
    ("holds", "expected"),
    [
        (Interval(*DAY, *DAY), "on 2022-07-15"),
        (Interval("2022-07-15T06:07:00Z", None, None, "2022-07-15T07:55:00Z"), "on 2022-07-15"),
        (Interval(*MONTH, *MONTH), "in 2014-09"),
        (Interval(*YEAR, *YEAR), "in 1998"),
        (Interval(YEAR[0], None, None, YEAR[1]), "within 1998"),
        (Interval(*MONTH), "from 2014-09"),
        (Interval(*MONTH, *LATER), "from 2014-09, until 2018"),
        (Interval("2016-01-01T00:00:00Z", "2016-01-01T23:59:59Z"), "from 2016-01-01"),
        (Interval("2020-02-01T00:00:00Z", "2020-02-29T23:59:59Z"), "from 2020-02"),
        (
            Interval("2000-10-31T00:00:00Z", None, None, "2001-03-21T00:00:00Z"),
            "between 2000-10-31 and 2001-03-21",
        ),
        (
            Interval("2022-03-18T15:55:00Z", "2022-12-31T23:59:59Z",
                     "2022-01-01T00:00:00Z", "2022-09-29T10:57:00Z"),
            "between 2022-03-18 and 2022-09-29",
        ),
        (Interval(None, DAY[0], DAY[1], None), "at least on 2022-07-15"),
        (Interval(None, MONTH[1], MONTH[0], None), "at some time in 2014-09"),
        (
            Interval("1988-11-26T15:49:00Z", "1988-11-26T15:49:00Z", None, "1989-04-27T02:57:00Z"),
            "from 1988-11-26, until 1989-04-27 at the latest",
        ),
    ],
)  # fmt: skip
def test_a_time_is_said_as_short_as_it_is_meant(holds: Interval, expected: str) -> None:
    """A day is a day and a year a year; a day of January is not taken for its year."""
    assert times.words(holds) == expected


def test_what_was_so_several_times_is_told_of_each_time() -> None:
    """An office held twice was not held in between."""
    first = claim("A", "leads", "B", holds=Interval(*YEAR, *YEAR))
    second = claim("A", "leads", "B", holds=Interval(*DAY, *DAY))
    undated = claim("A", "leads", "B")

    assert times.when([second, first]) == "in 1998, and on 2022-07-15"
    assert times.occasions([second, undated, first]) == [[first], [second], [undated]]
    assert times.occasions([second, undated]) == [[second, undated]]


def test_sources_that_differ_on_one_time_speak_of_one_occasion() -> None:
    """The widest bounds are told where the ends cross."""
    shorter = claim("A", "leads", "B", holds=Interval("1992-02-25", "1992-02-25", *YEAR))
    longer = claim("A", "leads", "B", holds=Interval("1992-02-25", "1992-02-25", *DAY))

    assert times.occasions([shorter, longer]) == [[shorter, longer]]
    assert times.when([shorter, longer]) == "from 1992-02-25, until 1998-01-01–2022-07-15"


def test_an_office_that_begins_on_the_day_another_ends_is_another() -> None:
    """What happened twice on one day is one occasion, though."""
    ending = claim("A", "leads", "B", holds=Interval(*YEAR, *DAY))
    beginning = claim("A", "leads", "B", holds=Interval(*DAY))
    same_day = claim("A", "leads", "B", holds=Interval(*DAY, *DAY))

    assert times.occasions([ending, beginning]) == [[ending], [beginning]]
    assert len(times.occasions([same_day, beginning])) == 1


@pytest.mark.parametrize(
    ("holds", "expected"),
    [
        (Interval("2022-08-01", None, None, "2022-07-15"), "never all at one time"),
        (
            Interval("2018-05-24T00:00:00Z", "2022-09-21T00:00:00Z", None, "2022-07-15T00:00:00Z"),
            "at most between 2018-05-24 and 2022-07-15",
        ),
        (
            Interval("2025-12-17T00:00:00Z", None, "2021-09-16T00:00:00Z"),
            "not before 2025-12-17",
        ),
        (
            Interval(
                "2022-09-21T13:54:00Z",
                "2022-09-21T13:54:00Z",
                "2023-03-28T11:45:00Z",
                "2023-03-28T11:45:00Z",
            ),
            "from 2022-09-21, until 2023-03-28",
        ),
    ],
)
def test_a_window_says_whether_all_of_it_can_be_so_at_once(holds: Interval, expected: str) -> None:
    """Bounds of different hops that cross give no dates of anything."""
    assert times.window(holds) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (69413913, "803 days 9 h 38 min 33 s"),
        (86400, "1 day"),
        (6480, "1 h 48 min"),
        (0, "0 s"),
    ],
)
def test_a_number_of_seconds_is_read_as_days_and_hours(seconds: int, expected: str) -> None:
    """Nobody knows how long 69,413,913 seconds are."""
    assert duration(seconds) == expected
