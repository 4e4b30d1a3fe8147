"""Read dates as tables print them, as the first and the last second that they can mean.

Nothing is guessed: "1974 Jul" is the whole month, "1990s" the whole decade, and what has an
uncertainty mark keeps its bounds and says that it is uncertain. A date that could be read in two
ways, such as 03/04/2001, is no date.
"""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from astrograph.model import Instant

MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
OPEN = {"", "-", "*"}
"""What a table prints where it gives no date, or where something goes on."""

_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_CLOCK = (
    r"(?:(?P<hour>\d\d)h|(?P<hm>\d{4})(?::(?P<sec>\d\d)(?:\.\d+)?)?|"
    r"(?P<h2>\d\d):(?P<m2>\d\d)(?::(?P<s2>\d\d)(?:\.\d+)?)?)"
)
_ZONE = r"(?P<zone>z|utc|[+-]\d\d:?\d\d)?"
_FORMS = [
    re.compile(form)
    for form in (
        # 2022 Feb 10 1809:37 · 1974 Jul 3 · 1974 Jul · 2004
        rf"(?P<year>\d{{3,4}})(?: {_MONTH}(?: (?P<day>\d\d?)(?: {_CLOCK} ?{_ZONE})?)?)?",
        # 2022-02-10T18:09:37Z · 2022-02-10 · 2022-02
        rf"(?P<year>\d{{4}})-(?P<mm>\d\d)(?:-(?P<day>\d\d)(?:[t ]{_CLOCK} ?{_ZONE})?)?",
        # 10 February 2022 · February 2022
        rf"(?:(?P<day>\d\d?) )?{_MONTH} (?P<year>\d{{4}})",
        # February 10, 2022
        rf"{_MONTH} (?P<day>\d\d?), ?(?P<year>\d{{4}})",
        # 1990s
        r"(?P<decade>\d{3}0)s",
        # 19C: the hundred years from 1801 on
        r"(?P<century>\d\d?)c",
        # 2023 Q2 · 2023-Q2
        r"(?P<year>\d{4})[ -]q(?P<quarter>[1-4])",
    )
]
_UNCERTAIN = re.compile(r"\s*[?~]+$|^(?:c|ca|circa|about)\.?\s+")
_DURATION = re.compile(r"(\d+):(\d\d):(\d\d)(?::(\d\d))?")


class VagueDate(NamedTuple):
    """A date as printed, with the first and the last second that it can mean.

    Both are ``None`` where the table leaves it open.
    """

    earliest: Instant | None
    latest: Instant | None
    text: str
    uncertain: bool = False


@lru_cache(maxsize=65536)
def read_date(text: str) -> VagueDate:
    """Read a date.

    Args:
        text: The date as printed; blanks around it and runs of blanks do not count.

    Returns:
        Its first and last second in UTC, the text as printed, and whether it is marked uncertain.

    Raises:
        ValueError: The text is no date that can be read in one way only.

    >>> read_date("1974 Jul")[:2]
    ('1974-07-01T00:00:00Z', '1974-07-31T23:59:59Z')
    >>> read_date("1961 Apr 12 0607")[:2]
    ('1961-04-12T06:07:00Z', '1961-04-12T06:07:59Z')
    >>> read_date("2004?")[1:]
    ('2004-12-31T23:59:59Z', '2004?', True)
    >>> read_date("*").earliest is None
    True

    A duration ``d:hh:mm`` or ``d:hh:mm:ss`` may be added; where it is marked as still running,
    the sum is the earliest that it can come to.

    >>> read_date("2022 Sep 21 1354:49 + 370:21:22")[:2]
    ('2023-09-27T11:16:49Z', '2023-09-27T11:17:48Z')
    >>> read_date("2024 Mar 23 1236:10 + 57:04:19:02*")[:2]
    ('2024-05-19T16:55:12Z', None)
    """
    try:
        return _read(" ".join(text.split()))
    except OverflowError:
        raise ValueError("a date beyond the years 1 to 9999") from None


def _read(printed: str) -> VagueDate:
    date, plus, lasting = printed.partition(" + ")
    if plus:
        return _later(_read(date), lasting, printed)
    plain = printed.lower()
    certain = _UNCERTAIN.sub("", plain)
    if certain in OPEN:
        return VagueDate(None, None, printed, uncertain=certain != plain)
    for form in _FORMS:
        found = form.fullmatch(certain)
        if found:
            first, last = _bounds({k: v for k, v in found.groupdict().items() if v})
            return VagueDate(_instant(first), _instant(last), printed, uncertain=certain != plain)
    raise ValueError("not a date that can be read in one way only")


def _later(date: VagueDate, lasting: str, printed: str) -> VagueDate:
    """Add a duration to a date; one that goes on (``*``) gives the earliest alone."""
    length = lasting.rstrip("?*")
    uncertain = date.uncertain or "?" in lasting[len(length) :]
    if date.earliest is None or date.latest is None or length in OPEN:
        return VagueDate(None, None, printed, uncertain=uncertain)
    shortest, longest = read_duration(length)
    first = _instant(datetime.fromisoformat(date.earliest) + shortest)
    last = _instant(datetime.fromisoformat(date.latest) + longest)
    goes_on = "*" in lasting[len(length) :]
    return VagueDate(first, None if goes_on else last, printed, uncertain=uncertain)


def read_duration(text: str) -> tuple[timedelta, timedelta]:
    """Read a duration ``d:hh:mm`` or ``d:hh:mm:ss`` as the shortest and the longest it can mean.

    Raises:
        ValueError: The text is none.

    >>> [each.total_seconds() for each in read_duration("0:01:48")]
    [6480.0, 6539.0]
    """
    found = _DURATION.fullmatch(text.strip())
    if found is None:
        raise ValueError("not a duration such as 13:18:35:00 (days, hours, minutes, seconds)")
    days, hours, minutes, rest = (int(part or 0) for part in found.groups())
    shortest = timedelta(days=days, hours=hours, minutes=minutes, seconds=rest)
    return shortest, shortest + timedelta(seconds=59 if found.group(4) is None else 0)


def _bounds(part: dict[str, str]) -> tuple[datetime, datetime]:
    """Return the first moment of a date and the last second of it."""
    if "decade" in part:
        return _years(int(part["decade"]), 10)
    if "century" in part:
        return _years(int(part["century"]) * 100 - 99, 100)
    year = int(part["year"])
    if "quarter" in part:
        first_month = int(part["quarter"]) * 3 - 2
        return _months(year, first_month, 3)
    month = MONTHS[part["month"]] if "month" in part else int(part.get("mm", "0"))
    if not month and "mm" not in part:
        return _years(year, 1)
    if "day" not in part:
        return _months(year, month, 1)
    start = datetime(year, month, int(part["day"]), tzinfo=UTC)
    return _of_day(start, part)


def _of_day(day: datetime, part: dict[str, str]) -> tuple[datetime, datetime]:
    clock = part.get("hm", "")
    hour = part.get("hour") or part.get("h2") or clock[:2]
    minute = part.get("m2") or clock[2:]
    second = part.get("sec") or part.get("s2")
    if not hour:
        return day, day + timedelta(seconds=86399)
    start = day.replace(hour=int(hour), minute=int(minute or 0), second=int(second or 0))
    start -= _offset(part.get("zone", ""))
    lasting = 0 if second else 59 if minute else 3599
    return start, start + timedelta(seconds=lasting)


def _offset(zone: str) -> timedelta:
    if zone[:1] not in {"+", "-"}:
        return timedelta()
    digits = zone[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -offset if zone[0] == "-" else offset


def _months(year: int, month: int, count: int) -> tuple[datetime, datetime]:
    start = datetime(year, month, 1, tzinfo=UTC)
    # A day of the last month, then the first of the next: no month has 32 days.
    behind = (start.replace(month=month + count - 1) + timedelta(days=31)).replace(day=1)
    return start, behind - timedelta(seconds=1)


def _years(year: int, count: int) -> tuple[datetime, datetime]:
    start = datetime(year, 1, 1, tzinfo=UTC)
    return start, datetime(year + count - 1, 12, 31, 23, 59, 59, tzinfo=UTC)


def _instant(moment: datetime) -> Instant:
    return f"{moment:%Y-%m-%dT%H:%M:%S}Z".rjust(20, "0")
