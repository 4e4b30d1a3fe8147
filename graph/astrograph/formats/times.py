"""Say in plain English when something held, by its four bounds, and no more than they tell."""

from typing import TYPE_CHECKING

from astrograph.derive import occasions
from astrograph.model import Claim, Clock, Instant, Interval, joint

if TYPE_CHECKING:
    from collections.abc import Iterable

UNDATED = "claims of which no date tells when they were said are kept"
DAY = "2022-07-15"
"""How a day is written, which a month or a year is shorter than."""

SHORT_MONTHS = {"02": "28", "04": "30", "06": "30", "09": "30", "11": "30"}


def when(claims: "Iterable[Claim]") -> str:
    """Say what is known of the time, from the bounds, or as printed where one claim says it.

    What was so on several occasions is told of each.
    """
    claims = list(claims)
    said = [once for each in occasions(claims) if (once := _once(each))]
    return ", and ".join(said) or printed(claims)


def printed(claims: "Iterable[Claim]") -> str:
    """Quote the time as a source prints it, where one wording is all that is known of it."""
    wordings = {claim.time_text for claim in claims if claim.time_text}
    wording = wordings.pop() if len(wordings) == 1 else ""
    return f"“{wording}”" if any(map(str.isalnum, wording)) else ""


def _once(claims: list[Claim]) -> str:
    return words(joint(claim.holds for claim in claims))


def words(holds: Interval) -> str:
    """Say the bounds: "from 2018-05-24 until 2022-07-15", "on 2022-07-15", "not before 2028".

    >>> day = ("2022-07-15T00:00:00Z", "2022-07-15T23:59:59Z")
    >>> words(Interval(*day)), words(Interval(*day, *day))
    ('from 2022-07-15', 'on 2022-07-15')
    """
    start, by, lasting, end = _tidy(holds)
    if start and end and (start[:10] == end[:10] or not (by or lasting)):
        return _within(start, end, sure=bool(holds.start_latest and holds.end_earliest))
    if by and lasting and not (start or end):
        if by[:10] == lasting[:10]:
            return f"at least on {by[:10]}"
        if by > lasting:
            return f"at some time {_within(lasting, by, sure=True)}"
    if start and not (by or lasting or end):
        return f"not before {day(start)}"
    return _both(_part("from", start, by), _part("until", lasting, end))


def ongoing(holds: Interval) -> tuple[str, bool]:
    """Say the bounds of what goes on, and whether they tell since when.

    >>> ongoing(Interval("2021-05-03T00:00:00Z", "2021-05-03T00:00:00Z"))
    ('since 2021-05-03', True)
    >>> ongoing(Interval(None, "2022-07-27T23:59:59Z", "2022-07-27T00:00:00Z"))
    ('as of 2022-07-27', False)
    """
    start, by, lasting, end = _tidy(holds)
    if end or not (start or by):
        return words(holds), False
    if by and lasting and not start and (by > lasting or by[:10] == lasting[:10]):
        return f"as of {span(*sorted((by, lasting)))}", False
    return _both(_part("since", start, by), _part("until", lasting, None)), True


def ahead(holds: Interval) -> str:
    """Say the bounds of what is planned.

    >>> ahead(Interval("2025-01-01T00:00:00Z")), ahead(Interval("2028-07-27T00:00:00Z"))
    ('after 2024', 'on 2028-07-27 or later')
    """
    start = holds.start_earliest
    if start is None or holds != Interval(start):
        return words(holds)
    told = day(start)
    if len(told) > len("2025"):
        return f"on {told} or later"
    return f"after {int(told) - start[4:].startswith('-01')}"


def _tidy(holds: Interval) -> Interval:
    """Leave out the inner bounds that cross the outer ones.

    Nothing ends before it begins, so that they add nothing there.
    """
    start, by, lasting, end = holds
    if start and end:
        by = by if by and by < end else None
        lasting = lasting if lasting and lasting > start else None
    return Interval(start, by, lasting, end)


def _both(start: str, end: str) -> str:
    return " ".join(filter(None, (start, end)))


def _within(start: Instant, end: Instant, *, sure: bool) -> str:
    """Say a stretch that something lies in: "on" a day, "in" a date that the source tells it by."""
    told = span(start, end)
    if len(told) == len(DAY):
        return f"on {told}"
    if told[:4] + told[-1] == f"{told[-4:-1]}09":
        return f"in the {told[:4]}s"
    if len(told) < len(DAY) and "–" not in told:
        return f"in {told}" if sure else f"at some time in {told}"
    return f"between {' and '.join(_ends(start, end))}"


def _part(word: str, early: str | None, late: str | None) -> str:
    """Say a start or an end by its two bounds."""
    if early and late:
        told = span(early, late)
        vague = "–" in told
        return f"{word} some time {_within(early, late, sure=True)}" if vague else f"{word} {told}"
    if early:
        known = day(early)
        return f"until at least {known}" if word == "until" else f"{word} {known} at the earliest"
    return f"{word} {day(late)} at the latest" if late else ""


def span(early: Instant, late: Instant) -> str:
    """Write a stretch as short as it is meant: a day, a month, a year, years, or from day to day.

    >>> span("2022-07-15T00:00:00Z", "2022-07-15T23:59:59Z")
    '2022-07-15'
    >>> span("1994-12-01T00:00:00Z", "1994-12-31T23:59:59Z")
    '1994-12'
    >>> span("1990-01-01T00:00:00Z", "1999-12-31T23:59:59Z")
    '1990–1999'
    >>> span("2020-01-01T00:00:00Z", "2021-05-03T23:59:59Z")
    '2020-01-01–2021-05-03'
    """
    if early == late:
        return day(early)
    if early[:10] == late[:10]:
        return early[:10]
    if early[:7] == late[:7] and early[8:10] == "01" and _ends_month(late):
        return early[:7]
    return "–".join(dict.fromkeys(_ends(early, late)))


def _ends(early: Instant, late: Instant) -> tuple[str, str]:
    """Write both ends of a stretch: as years where it is whole years, else as days."""
    years = early[4:10] == "-01-01" and late[4:10] == "-12-31"
    return (early[:4], late[:4]) if years else (early[:10], late[:10])


def _ends_month(instant: Instant) -> bool:
    # Done by hand, since the library for it takes as long to start as all the rest.
    year, month = int(instant[:4]), instant[5:7]
    leap = month == "02" and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return instant[8:10] == ("29" if leap else SHORT_MONTHS.get(month, "31"))


def day(instant: Instant) -> str:
    """Write an instant as short as it is meant: a year at its first or last moment, else a day.

    >>> day("2028-01-01T00:00:00Z"), day("2022-07-15T00:00:00Z")
    ('2028', '2022-07-15')
    """
    date, _, time = instant.partition("T")
    turn = (date[4:] == "-01-01" and time == "00:00:00Z") or (
        date[4:] == "-12-31" and time.startswith("23:59")
    )
    return date[:4] if turn else date


def moment(instant: Instant) -> str:
    """Write an instant as a date, with the time of day unless that is midnight.

    >>> moment("2022-01-01T00:00:00Z"), moment("2022-01-01T12:00:00Z")
    ('2022-01-01', '2022-01-01T12:00:00Z')
    """
    return instant.removesuffix("T00:00:00Z")


def stretch(first: Instant, last: Instant) -> str:
    """Say a stretch that is asked for: in a year or a month, on a day, or from one to another.

    >>> stretch("2022-01-01T00:00:00Z", "2024-12-31T23:59:59Z")
    'from 2022 to 2024'
    >>> stretch("2022-07-01T00:00:00Z", "2022-07-31T23:59:59Z")
    'in 2022-07'
    """
    ends = [first.removesuffix("T00:00:00Z"), last.removesuffix("T23:59:59Z")]
    if ends[0].endswith("-01-01") and ends[1].endswith("-12-31"):
        ends = [end[:4] for end in ends]
    elif len(ends[0]) == len(ends[1]) == len(DAY) and ends[0][8:] == "01" and _ends_month(last):
        ends = [end[:7] for end in ends]
    if ends[0] != ends[1]:
        return f"from {ends[0]} to {ends[1]}"
    return f"{'in' if len(ends[0]) < len(DAY) else 'on'} {ends[0]}"


def then(clock: Clock) -> str:
    """Say when something shall hold: "on 2022-07-01", "at some time in 2022"; empty for any."""
    if clock.at is not None:
        return f"on {moment(clock.at)}"
    return "" if clock.during is None else f"at some time {stretch(*clock.during)}"


def clock_words(clock: Clock) -> str:
    """Say the times that are asked for: "as of 2022-07-01, as known by 2022-08-01"."""
    said = []
    if clock.at is not None:
        said.append(f"as of {moment(clock.at)}")
    if clock.during is not None:
        said.append(stretch(*clock.during))
    if clock.known_by is not None:
        said.append(f"as known by {moment(clock.known_by)}")
    return ", ".join(said)


def clock_note(clock: Clock) -> str:
    """Say the times that are asked for, and what happens to what bears no date."""
    notes = []
    if clock.stretch is not None:
        notes.append("what no date settles may have held then, and stands as its source tells it")
    if clock.known_by is not None:
        notes.append(UNDATED)
    return f"{clock_words(clock)}: {'; '.join(notes)}"
