"""A date of any precision becomes the first and the last second that it can mean, and no other."""

from __future__ import annotations

import itertools
import re
from calendar import monthrange
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from astrograph.formats.times import day
from astrograph.ingest.dates import VagueDate, read_date, read_duration

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
moments = st.datetimes(datetime(1000, 1, 1), datetime(9998, 12, 31)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
)


def forms(at: datetime) -> list[tuple[list[str], timedelta]]:
    """Return the ways to print a moment, from coarse to fine, with how long each one lasts."""
    month, iso = MONTHS[at.month - 1], f"{at:%Y-%m-%d}"
    year_days = 366 if monthrange(at.year, 2)[1] == 29 else 365
    return [
        ([f"{at.year}"], timedelta(days=year_days)),
        (
            [f"{at.year} {month}", f"{at.year}-{at:%m}", f"{month} {at.year}"],
            timedelta(days=monthrange(at.year, at.month)[1]),
        ),
        (
            [f"{at.year} {month} {at.day:2}", iso, f"{at.day} {month} {at.year}"],
            timedelta(days=1),
        ),
        ([f"{at.year} {month} {at.day} {at:%H}h"], timedelta(hours=1)),
        (
            [f"{at.year} {month} {at.day} {at:%H%M}", f"{iso} {at:%H:%M}", f"{iso}T{at:%H:%M}Z"],
            timedelta(minutes=1),
        ),
        (
            [
                f"{at.year} {month} {at.day} {at:%H%M:%S}",
                f"{iso}T{at:%H:%M:%S}Z",
                f"{iso} {at:%H:%M:%S}+00:00",
            ],
            timedelta(seconds=1),
        ),
    ]


def bounds(text: str) -> tuple[datetime, datetime]:
    """Read a date that is not open, and return its bounds."""
    read = read_date(text)
    assert read.earliest is not None
    assert read.latest is not None
    return datetime.fromisoformat(read.earliest), datetime.fromisoformat(read.latest)


@given(moments)
def test_a_date_lasts_as_long_as_its_precision_says(at: datetime) -> None:
    """A month to the second before the next, and so on; every way to print it means the same."""
    for texts, lasting in forms(at):
        for text in texts:
            first, last = bounds(text)

            assert first <= at <= last
            assert last - first == lasting - timedelta(seconds=1)


@given(moments)
def test_a_finer_date_lies_within_the_coarser_one(at: datetime) -> None:
    """From the year down to the second, the bounds close in."""
    steps = [bounds(texts[0]) for texts, _ in forms(at)]

    for (first, last), (finer_first, finer_last) in itertools.pairwise(steps):
        assert first <= finer_first <= finer_last <= last


@given(moments, st.sampled_from(["?", " ?", "~", ""]))
def test_a_mark_of_uncertainty_changes_no_bound(at: datetime, mark: str) -> None:
    """It is kept in the text, and said beside the bounds."""
    for texts, _ in forms(at):
        plain, marked = read_date(texts[0]), read_date(texts[0] + mark)

        assert marked[:2] == plain[:2]
        assert marked.uncertain == bool(mark)
        assert marked.text == " ".join((texts[0] + mark).split())


@given(moments)
def test_what_prose_prints_of_a_day_or_year_reads_back_as_its_bounds(at: datetime) -> None:
    """The shipped data and the prose mean whole years by their first and last second, as here."""
    for text in (f"{at.year}", f"{at:%Y-%m-%d}"):
        read = read_date(text)
        again = [read_date(day(bound)) for bound in read[:2] if bound]

        assert [again[0].earliest, again[1].latest] == [read.earliest, read.latest]


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_a_plain_error(text: str) -> None:
    """Bounds are in order where there are any, and instants as the model wants them."""
    try:
        read = read_date(text)
    except ValueError:
        return

    given_bounds = [bound for bound in read[:2] if bound]
    assert given_bounds == sorted(given_bounds)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", each) for each in given_bounds)


@given(moments, st.integers(0, 3000), st.integers(0, 86399))
def test_a_duration_may_be_added_to_a_date(at: datetime, days: int, seconds: int) -> None:
    """To the second where both are given so; within the minute where the duration is."""
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    begun = f"{at.year} {MONTHS[at.month - 1]} {at.day} {at:%H%M:%S}"
    fine = f"{days}:{hours:02}:{minutes:02}:{rest:02}"
    if at.year > 9980:
        return

    exact, vague = bounds(f"{begun} + {fine}"), bounds(f"{begun} + {fine[:-3]}")

    assert exact == (at + timedelta(days=days, seconds=seconds),) * 2
    assert vague[0] <= exact[0] <= vague[1]
    assert read_duration(fine)[0] == timedelta(days=days, seconds=seconds)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1990s", "1990-01-01T00:00:00Z", "1999-12-31T23:59:59Z"),
        ("1960s?", "1960-01-01T00:00:00Z", "1969-12-31T23:59:59Z"),
        ("19C", "1801-01-01T00:00:00Z", "1900-12-31T23:59:59Z"),
        ("2023 Q2", "2023-04-01T00:00:00Z", "2023-06-30T23:59:59Z"),
        ("2023-Q4", "2023-10-01T00:00:00Z", "2023-12-31T23:59:59Z"),
        ("509", "0509-01-01T00:00:00Z", "0509-12-31T23:59:59Z"),
        ("927 Jul 12", "0927-07-12T00:00:00Z", "0927-07-12T23:59:59Z"),
        ("2015 Feb ?", "2015-02-01T00:00:00Z", "2015-02-28T23:59:59Z"),
        ("2020 JUl 16 1500", "2020-07-16T15:00:00Z", "2020-07-16T15:00:59Z"),
        ("July 15, 2022", "2022-07-15T00:00:00Z", "2022-07-15T23:59:59Z"),
        ("15 July 2022", "2022-07-15T00:00:00Z", "2022-07-15T23:59:59Z"),
        ("c. 1961", "1961-01-01T00:00:00Z", "1961-12-31T23:59:59Z"),
        ("2022-02-10T18:09:37+03:00", "2022-02-10T15:09:37Z", "2022-02-10T15:09:37Z"),
        ("2024-05-19T16:55:12.25Z", "2024-05-19T16:55:12Z", "2024-05-19T16:55:12Z"),
        ("1961 Apr 12 0607:00 + 0:01:48", "1961-04-12T07:55:00Z", "1961-04-12T07:55:59Z"),
    ],
)
def test_forms_that_tables_print(text: str, first: str, last: str) -> None:
    """One of each, as the open data and people's own lists have them."""
    assert read_date(text)[:2] == (first, last)


@pytest.mark.parametrize("text", ["", "-", "*", "?", "  ", "2024 Mar 23 + -"])
def test_what_a_table_leaves_open_stays_open(text: str) -> None:
    """No bound is invented."""
    assert read_date(text) == VagueDate(None, None, " ".join(text.split()), uncertain="?" in text)


def test_what_goes_on_has_lasted_at_least_so_long() -> None:
    """The star behind a duration says that it had not ended when the table was made."""
    read = read_date("2024 Mar 23 1236:10 + 57:04:19:02*")

    assert read[:2] == ("2024-05-19T16:55:12Z", None)


@pytest.mark.parametrize(
    "text",
    [
        "03/04/2001",
        "1961 Jly",
        "2022-02-30",
        "0000",
        "1961 Apr 12 2500",
        "soon",
        "1961 Apr 12 0607:60",
        "9999 Dec 31 + 1:00:00",
        "20220715",
        "1961 Apr 12 + long",
        "1995s",
        "2023 Q5",
    ],
)
def test_what_could_be_read_in_two_ways_or_in_none_is_no_date(text: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(ValueError, match=r"\w"):
        read_date(text)
