"""Times in words: bounds, occasions, windows; and numbers in their unit."""

from __future__ import annotations

import pytest

from astrograph import derive
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
        (Interval(YEAR[0], None, None, YEAR[1]), "at some time in 1998"),
        (Interval(*MONTH), "from 2014-09"),
        (Interval(*MONTH, *LATER), "from 2014-09 until 2018"),
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
            "from 1988-11-26 until 1989-04-27 at the latest",
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
    assert derive.occasions([second, undated, first]) == [[first], [second], [undated]]
    assert derive.occasions([second, undated]) == [[second, undated]]


def test_what_was_so_at_two_times_need_not_have_been_so_in_between() -> None:
    """Unless a source says so, each of the times is told by itself."""
    first, second = (
        claim("A", "leads", "B", holds=Interval(None, f"{day}T23:59:59Z", f"{day}T00:00:00Z"))
        for day in ("1988-11-26", "1991-05-18")
    )
    whole = claim("A", "leads", "B", holds=Interval("1985-03-01", "1985-03-01"))

    assert derive.occasions([second, first]) == [[first], [second]]
    assert times.when([first, second]) == "at least on 1988-11-26, and at least on 1991-05-18"
    assert derive.occasions([first, whole]) == [[whole, first]]


def test_sources_that_differ_on_one_time_speak_of_one_occasion() -> None:
    """The widest bounds are told where the ends cross."""
    shorter = claim("A", "leads", "B", holds=Interval("1992-02-25", "1992-02-25", *YEAR))
    longer = claim("A", "leads", "B", holds=Interval("1992-02-25", "1992-02-25", *DAY))

    assert derive.occasions([shorter, longer]) == [[shorter, longer]]
    assert times.when([shorter, longer]) == (
        "from 1992-02-25 until some time between 1998-01-01 and 2022-07-15"
    )


def test_an_office_that_begins_on_the_day_another_ends_is_another() -> None:
    """What happened twice on one day is one occasion, though."""
    ending = claim("A", "leads", "B", holds=Interval(*YEAR, *DAY))
    beginning = claim("A", "leads", "B", holds=Interval(*DAY))
    same_day = claim("A", "leads", "B", holds=Interval(*DAY, *DAY))

    assert derive.occasions([ending, beginning]) == [[ending], [beginning]]
    assert len(derive.occasions([same_day, beginning])) == 1


@pytest.mark.parametrize(
    ("holds", "expected"),
    [
        (Interval(), ""),
        (Interval("2022-01-01T00:00:00Z", "2022-01-01T00:00:00Z"), "from 2022"),
        (
            Interval("2022-03-01T00:00:00Z", "2022-05-01T00:00:00Z"),
            "from some time between 2022-03-01 and 2022-05-01",
        ),
        (
            Interval("1960-01-01T00:00:00Z", "1969-12-31T23:59:59Z"),
            "from some time in the 1960s",
        ),
        (Interval("2025-01-01T00:00:00Z"), "not before 2025"),
        (Interval(None, "2022-05-01T00:00:00Z"), "from 2022-05-01 at the latest"),
        (Interval(None, None, "2028-01-01T00:00:00Z"), "until at least 2028"),
        (Interval(None, None, None, "2022-12-31T23:59:59Z"), "until 2022 at the latest"),
        (
            Interval(None, None, "2022-03-01T00:00:00Z", "2022-05-01T00:00:00Z"),
            "until some time between 2022-03-01 and 2022-05-01",
        ),
        (
            Interval("2020-01-01T00:00:00Z", None, "2028-01-01T00:00:00Z"),
            "from 2020 at the earliest until at least 2028",
        ),
    ],
)
def test_bounds_are_said_as_what_they_are(holds: Interval, expected: str) -> None:
    """A bound is never said as a date of something."""
    assert times.words(holds) == expected


@pytest.mark.parametrize(
    ("holds", "expected"),
    [
        (Interval(), ("", False)),
        (Interval(*DAY), ("since 2022-07-15", True)),
        (Interval(*YEAR), ("since 1998", True)),
        (Interval(YEAR[0], LATER[1]), ("since some time between 1998 and 2018", True)),
        (Interval(DAY[0]), ("since 2022-07-15 at the earliest", True)),
        (Interval(None, DAY[1]), ("since 2022-07-15 at the latest", True)),
        (Interval(*YEAR, "2028-01-01T00:00:00Z"), ("since 1998 until at least 2028", True)),
        (Interval(None, DAY[1], DAY[0]), ("as of 2022-07-15", False)),
        (Interval(None, YEAR[1], YEAR[0]), ("as of 1998", False)),
        (Interval(None, None, "2028-01-01T00:00:00Z"), ("until at least 2028", False)),
        (Interval(*YEAR, *DAY), ("from 1998 until 2022-07-15", False)),
    ],
)
def test_what_goes_on_is_told_from_its_start(holds: Interval, expected: tuple[str, bool]) -> None:
    """Or as of when it was seen, where no start is known; what ends is told as what is over."""
    assert times.ongoing(holds) == expected


@pytest.mark.parametrize(
    ("holds", "expected"),
    [
        (Interval("2025-01-01T00:00:00Z"), "after 2024"),
        (Interval("2024-12-31T23:59:59Z"), "after 2024"),
        (Interval("2028-07-27T00:00:00Z"), "on 2028-07-27 or later"),
        (Interval(None, None, "2028-01-01T00:00:00Z"), "until at least 2028"),
        (Interval(*LATER, *LATER), "in 2018"),
        (Interval(), ""),
    ],
)
def test_what_is_planned_lies_ahead(holds: Interval, expected: str) -> None:
    """After a year, or on a day or later."""
    assert times.ahead(holds) == expected


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
