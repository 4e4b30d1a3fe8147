"""Read dates and stretches of time as the user types them, always in UTC."""

import re

import click

DAY = r"\d{4}-\d{2}-\d{2}(T.*)?\Z"
COARSE = r"\d{4}(-\d{2})?\Z"
"""A year or a month."""


class InstantType(click.ParamType[str]):
    """A date or an instant; a year or a month is neither."""

    name = "date"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Turn ``2022-07-01`` or ``2022-07-01T12:00:00Z`` into an instant of the model."""
        if re.match(COARSE, value):
            instead = f"--during {value}, or " if param is not None and param.name == "at" else ""
            day = f"{value}-01-01"[:10]
            self.fail(f"{value!r} is a stretch of time: give {instead}a date ({day})", param, ctx)
        try:
            return instant(value)
        except ValueError:
            self.fail(f"{value!r} is not a date; write it as 2022-07-01", param, ctx)


class StretchType(click.ParamType[tuple[str, str]]):
    """A stretch of time: ``A..B``, each a year, a month, a date or an instant; or one of them."""

    name = "stretch"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """Turn ``2022..2024`` into the first instant of 2022 and the last of 2024."""
        start, dots, end = value.partition("..")
        try:
            first, last = first_instant(start), last_instant(end if dots else start)
        except ValueError:
            self.fail(f"{value!r} is no stretch of time; write it as 2022..2024", param, ctx)
        if last < first:
            self.fail(f"{value!r} ends before it begins", param, ctx)
        return first, last


def instant(text: str) -> str:
    """Read a date, as its first instant, or an instant; without a zone they are UTC.

    Raises:
        ValueError: It is neither.
    """
    from datetime import UTC, datetime

    if not re.match(DAY, text):
        raise ValueError(text)
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    try:
        moment = moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(text) from error
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def first_instant(text: str) -> str:
    """Return the first instant of a year, a month or a date.

    >>> first_instant("2022-07")
    '2022-07-01T00:00:00Z'
    """
    return instant(f"{text}-01-01"[:10] if re.match(COARSE, text) else text)


def last_instant(text: str) -> str:
    """Return the last instant of a year, a month or a date.

    >>> last_instant("2024"), last_instant("2024-02")
    ('2024-12-31T23:59:59Z', '2024-02-29T23:59:59Z')
    """
    from calendar import monthrange

    first = first_instant(text)
    if "T" in text:
        return first
    year, month, day = first[:10].split("-")
    if re.match(COARSE, text):
        month = month if "-" in text else "12"
        day = f"{monthrange(int(year), int(month))[1]:02}"
    return f"{year}-{month}-{day}T23:59:59Z"
