"""Compare what claims say: do two values differ, can two stretches of time both be."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from astrograph.model import Claim, Instant, Interval, Value

_NUMBER = re.compile(r"[+-]?\d{1,30}(\.\d{1,30})?")
_DATE = re.compile(
    r"(?P<year>\d{4})(-(?P<month>\d\d)(-(?P<day>\d\d)(T(?P<time>\d\d:\d\d:\d\d)(\.\d+)?Z?)?)?)?"
)
_LAST_MONTH = 12

Span = tuple[float, float]


@lru_cache(maxsize=1 << 16)
def seconds(instant: Instant | None) -> float | None:
    """Return an instant as seconds, or ``None`` for an open or a malformed one.

    >>> seconds("1970-01-02T00:00:00Z")
    86400.0
    """
    try:
        return None if instant is None else datetime.fromisoformat(instant).timestamp()
    except ValueError:
        return None


def values_differ(one: Claim, other: Claim, tolerance: float) -> bool:
    """Say whether two claims give different objects or values.

    Numbers and dates differ beyond the tolerance only; a date and the year or month that it lies
    in agree. Texts are compared folded; texts in two languages, or an object and a value, cannot
    be compared, so they do not differ.

    >>> born = Claim("c:1", "id:A", "ag:dateOfBirth", value=Value("1943"))
    >>> values_differ(born, born._replace(value=Value("1943-08-20")), 0)
    False
    >>> values_differ(born, born._replace(value=Value("1951-02-24")), 0)
    True
    """
    if one.value is None or other.value is None:
        return one.value is other.value and one.object != other.object
    if _language(one.value) and _language(other.value):
        if _language(one.value) != _language(other.value):
            return False
    else:
        numbers = number(one.value), number(other.value)
        if numbers[0] is not None and numbers[1] is not None:
            return abs(numbers[0] - numbers[1]) > Decimal(repr(float(tolerance)))
        spans = _span(one.value.text), _span(other.value.text)
        if spans[0] is not None and spans[1] is not None:
            return apart(spans[0], spans[1]) > tolerance
    return _folded(one.value.text) != _folded(other.value.text)


def number(value: Value | None) -> Decimal | None:
    """Return a value as a number, if it is one."""
    plain = value is not None and _NUMBER.fullmatch(value.text.strip())
    return Decimal(plain.group()) if plain else None


def _language(value: Value) -> str:
    return value.lang.partition("-")[0].lower()


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


@lru_cache(maxsize=1 << 16)
def _span(text: str) -> Span | None:
    """Return the first and the last second that a written date can mean."""
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day = (int(found[part] or 0) for part in ("year", "month", "day"))
    try:
        first = datetime(year, month or 1, day or 1, tzinfo=UTC)
        if found["time"] and found["time"] != "00:00:00":
            exact = datetime.fromisoformat(f"{first:%Y-%m-%d}T{found['time']}+00:00")
            return (exact.timestamp(), exact.timestamp())
        if day:
            after = first + timedelta(days=1)
        elif month:
            after = first.replace(year=year + month // _LAST_MONTH, month=month % _LAST_MONTH + 1)
        else:
            after = first.replace(year=year + 1)
    except (ValueError, OverflowError):
        return None
    return (first.timestamp(), after.timestamp() - 1)


def apart(one: Span, other: Span) -> float:
    """Return the seconds between two stretches, negative where they overlap."""
    return max(one[0] - other[1], other[0] - one[1])


def overlap(one: Interval, other: Interval, tolerance: float = 0) -> bool:
    """Say whether two things certainly held at one time, for longer than a tolerance in seconds.

    Only the inner bounds count: it had begun at the latest start and lasted to the earliest end.

    >>> first = Interval("2018", "2018-05-24T00:00:00Z", "2022-07-15T00:00:00Z", "2023")
    >>> overlap(first, Interval(None, "2022-07-15T12:00:00Z", "2025-02-06T00:00:00Z", None))
    False
    """
    begun, also = seconds(one.start_latest), seconds(other.start_latest)
    lasting, lasted = seconds(one.end_earliest), seconds(other.end_earliest)
    if begun is None or also is None or lasting is None or lasted is None:
        return False
    return max(begun, also) <= min(lasting, lasted) and (
        lasting - also > tolerance and lasted - begun > tolerance
    )


def within(one: Interval, other: Interval) -> bool:
    """Say whether all that the one may span certainly lies in what the other surely spans."""
    return (
        one.start_earliest is not None
        and one.end_latest is not None
        and other.start_latest is not None
        and other.end_earliest is not None
        and other.start_latest <= one.start_earliest <= one.end_latest <= other.end_earliest
    )


def starts_differ(one: Interval, other: Interval, tolerance: float) -> bool:
    """Say whether two things cannot have begun at one time, beyond a tolerance in seconds."""
    return _bounds_differ(
        (one.start_earliest, one.start_latest),
        (other.start_earliest, other.start_latest),
        tolerance,
    )


def ends_differ(one: Interval, other: Interval, tolerance: float) -> bool:
    """Say whether two things cannot have ended at one time, beyond a tolerance in seconds."""
    return _bounds_differ(
        (one.end_earliest, one.end_latest), (other.end_earliest, other.end_latest), tolerance
    )


def _bounds_differ(
    one: tuple[Instant | None, Instant | None],
    other: tuple[Instant | None, Instant | None],
    tolerance: float,
) -> bool:
    for earliest, latest in ((one[0], other[1]), (other[0], one[1])):
        after, before = seconds(earliest), seconds(latest)
        if after is not None and before is not None and after - before > tolerance:
            return True
    return False
