"""Read dates of RDF as the first and the last second that they can mean."""

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from astrograph.model import Instant

DECADE, YEAR, MONTH, DAY, HOUR, MINUTE, SECOND = range(8, 15)
"""How exact a date is, as Wikibase counts it; what is vaguer than a decade bounds nothing."""

_FORM = re.compile(
    r"\+?(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?:T(?P<clock>\d\d:\d\d(?::\d\d)?)(?:\.\d+)?)?)?)?"
    r"(?P<zone>Z|[+-]\d\d:\d\d)?"
)
_CUT = {DECADE: 3, YEAR: 4, MONTH: 7, DAY: 10}


class Date(NamedTuple):
    """A date as it is shown, with the first and the last second of it; open where it bounds none.

    >>> read_date("1961-04-12T00:00:00Z", 11)
    Date(text='1961-04-12', earliest='1961-04-12T00:00:00Z', latest='1961-04-12T23:59:59Z')
    """

    text: str
    earliest: Instant | None = None
    latest: Instant | None = None


def read_date(text: str, precision: int | None = None) -> Date:
    """Read a date in one of the forms of XML Schema.

    Args:
        text: Such as ``1961``, ``1961-04``, ``1961-04-12`` or ``1961-04-12T06:07:00Z``.
        precision: How exact it is, as Wikibase counts; as exact as it is written if not given.

    Returns:
        The date. What is none, or lies beyond the years 1 to 9999, is left open.

    >>> read_date("1961-01-01T00:00:00Z", 9).latest
    '1961-12-31T23:59:59Z'
    >>> read_date("1961-01-01T00:00:00Z", 8)[:2]
    ('1960s', '1960-01-01T00:00:00Z')
    >>> read_date("1961-04-12T09:07+03:00")[1:]
    ('1961-04-12T06:07:00Z', '1961-04-12T06:07:59Z')
    >>> read_date("-0044-03-15").earliest is None
    True
    """
    found = _FORM.fullmatch(text.strip())
    if found is None:
        return Date(text)
    exact = min(_written(found), SECOND if precision is None else precision)
    if exact < DECADE:
        return Date(text)
    try:
        first, last = _bounds(found, exact)
    except (ValueError, OverflowError):
        return Date(text)
    shown = f"{found['year'][:3]}0s" if exact == DECADE else text.lstrip("+")[: _CUT.get(exact, 99)]
    return Date(shown, _instant(first), _instant(last))


def _written(found: re.Match[str]) -> int:
    """Return how exact a date is by what is written of it."""
    if found["clock"]:
        return SECOND if found["clock"].count(":") > 1 else MINUTE
    return DAY if found["day"] else MONTH if found["month"] else YEAR


def _bounds(found: re.Match[str], exact: int) -> tuple[datetime, datetime]:
    year, month, day = (int(found[name] or 1) for name in ("year", "month", "day"))
    if exact == DECADE:
        first = datetime(max(year // 10 * 10, 1), 1, 1, tzinfo=UTC)
        return first, datetime(year // 10 * 10 + 9, 12, 31, 23, 59, 59, tzinfo=UTC)
    if exact == YEAR:
        return datetime(year, 1, 1, tzinfo=UTC), datetime(year, 12, 31, 23, 59, 59, tzinfo=UTC)
    if exact == MONTH:
        first = datetime(year, month, 1, tzinfo=UTC)
        # No month has 32 days.
        behind = (first + timedelta(days=31)).replace(day=1)
        return first, behind - timedelta(seconds=1)
    if exact == DAY:
        return _within(datetime(year, month, day, tzinfo=UTC), timedelta(days=1))
    hour, minute, second = (int(part) for part in f"{found['clock']}:00".split(":")[:3])
    start = datetime(year, month, day, hour, minute, second, tzinfo=UTC) - _offset(found["zone"])
    lengths = {HOUR: timedelta(hours=1), MINUTE: timedelta(minutes=1)}
    return _within(start, lengths.get(exact, timedelta(seconds=1)))


def _within(start: datetime, length: timedelta) -> tuple[datetime, datetime]:
    return start, start + length - timedelta(seconds=1)


def _offset(zone: str | None) -> timedelta:
    if zone is None or zone == "Z":
        return timedelta()
    offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[4:]))
    return -offset if zone[0] == "-" else offset


def _instant(moment: datetime) -> Instant:
    return f"{moment:%Y-%m-%dT%H:%M:%S}Z".rjust(20, "0")
