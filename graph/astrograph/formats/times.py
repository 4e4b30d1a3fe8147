"""Say in plain English when something held, by its four bounds, and no more than they tell."""

from typing import TYPE_CHECKING

from astrograph.model import Claim, Clock, Instant, Interval, joint

if TYPE_CHECKING:
    from collections.abc import Iterable

UNDATED = "claims of which no date tells when they were said are kept"
SHORT_MONTHS = {"02": "28", "04": "30", "06": "30", "09": "30", "11": "30"}


def when(claims: "Iterable[Claim]") -> str:
    """Say what is known of the time, from the bounds, or as printed where one claim says it.

    What was so on several occasions is told of each.
    """
    claims = list(claims)
    printed = {claim.time_text for claim in claims if claim.time_text}
    said = [once for each in occasions(claims) if (once := _once(each))]
    return ", and ".join(said) or (f"“{printed.pop()}”" if len(printed) == 1 else "")


def _once(claims: list[Claim]) -> str:
    return words(joint(claim.holds for claim in claims))


def occasions(claims: "Iterable[Claim]") -> list[list[Claim]]:
    """Part claims of one statement where one was over before another began, the earliest first.

    Undated ones stand by themselves, unless all others speak of one occasion.
    """
    found: list[list[Claim]] = []
    undated = []
    for claim in sorted(claims, key=lambda each: (began(each.holds) or "", each.iri)):
        if claim.holds.is_open():
            undated.append(claim)
        elif found and not all(_apart(earlier.holds, claim.holds) for earlier in found[-1]):
            found[-1].append(claim)
        else:
            found.append([claim])
    if len(found) == 1:
        return [[*found[0], *undated]]
    return [*found, *([undated] if undated else [])]


def _apart(one: Interval, other: Interval) -> bool:
    """Say whether one thing was over before another began, or on the very day."""
    over, start = (one.end_latest or "")[:10], (other.start_earliest or "")[:10]
    return bool(over and start) and over <= start and (one.start_earliest or "")[:10] < start


def began(holds: Interval) -> Instant | None:
    """Return the first instant that the bounds name, which is what things are ordered by."""
    return min(filter(None, holds), default=None)


def words(holds: Interval) -> str:
    """Say the bounds: "from 2018-05-24, until 2022-07-15", "on 2022-07-15", "not before 2028".

    >>> day = ("2022-07-15T00:00:00Z", "2022-07-15T23:59:59Z")
    >>> words(Interval(*day)), words(Interval(*day, *day))
    ('from 2022-07-15', 'on 2022-07-15')
    """
    start, by, lasting, end = holds
    if start and end:
        # Nothing ends before it begins, so that these two add nothing where they cross the others.
        by = by if by and by < end else None
        lasting = lasting if lasting and lasting > start else None
        if start[:10] == end[:10] or not (by or lasting):
            return _within(start, end, sure=bool(holds.start_latest and holds.end_earliest))
    elif by and lasting and not (start or end):
        if by > lasting:
            return f"at some time {_within(lasting, by, sure=True)}"
        if by[:10] == lasting[:10]:
            return f"at least on {by[:10]}"
    return ", ".join(
        filter(
            None,
            (
                _part("from", start, by, ("not before {}", "since {} at the latest")),
                _part("until", lasting, end, ("until at least {}", "until {} at the latest")),
            ),
        )
    )


def _within(start: Instant, end: Instant, *, sure: bool) -> str:
    """Say a stretch that something lies in: "on" a day, "in" a date that the source tells it by."""
    told = span(start, end)
    if len(told) == len("2022-07-15"):
        return f"on {told}"
    if len(told) < len("2022-07-15"):
        return f"{'in' if sure else 'within'} {told}"
    return f"between {' and '.join(_ends(start, end))}"


def _part(word: str, early: str | None, late: str | None, alone: tuple[str, str]) -> str:
    if early and late:
        return f"{word} {span(early, late)}"
    if early:
        return alone[0].format(day(early))
    return alone[1].format(day(late)) if late else ""


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
    return instant[8:10] in {SHORT_MONTHS.get(instant[5:7], "31"), "29"}


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
    """Write a stretch of time as short as it is meant: years where it is whole years, else days.

    >>> stretch("2022-01-01T00:00:00Z", "2024-12-31T23:59:59Z")
    '2022 to 2024'
    >>> stretch("2022-07-01T00:00:00Z", "2022-07-31T23:59:59Z")
    '2022-07-01 to 2022-07-31'
    """
    ends = [first.removesuffix("T00:00:00Z"), last.removesuffix("T23:59:59Z")]
    if ends[0].endswith("-01-01") and ends[1].endswith("-12-31"):
        ends = [ends[0][:4], ends[1][:4]]
    return " to ".join(dict.fromkeys(ends))


def window(holds: Interval) -> str:
    """Say the stretch in which all hops of a path hold, going by the tightest of their bounds."""
    start, by, lasting, end = holds
    if start and end and start > end:
        return "never all at one time"
    if start and end and not (by and lasting and by <= lasting):
        return f"at most {_within(start, end, sure=False)}"
    if start and lasting and lasting < start:
        lasting = None
    if end and by and by > end:
        by = None
    return words(Interval(start, by, lasting, end)) or "undated"


def then(clock: Clock) -> str:
    """Say when something shall hold: "on 2022-07-01", "in 2022 to 2024"; empty for any time."""
    if clock.at is not None:
        return f"on {moment(clock.at)}"
    return "" if clock.during is None else f"in {stretch(*clock.during)}"


def clock_words(clock: Clock) -> str:
    """Say the times that are asked for: "as of 2022-07-01, as known by 2022-08-01"."""
    said = []
    if clock.at is not None:
        said.append(f"as of {moment(clock.at)}")
    if clock.during is not None:
        said.append(f"in {stretch(*clock.during)}")
    if clock.known_by is not None:
        said.append(f"as known by {moment(clock.known_by)}")
    return ", ".join(said)


def clock_note(clock: Clock) -> str:
    """Say the times that are asked for, and what happens to what bears no date."""
    notes = []
    if clock.stretch is not None:
        notes.append("where a source gives no dates, its own tense stands, whatever the date")
    if clock.known_by is not None:
        notes.append(UNDATED)
    return f"{clock_words(clock)}: {'; '.join(notes)}"
