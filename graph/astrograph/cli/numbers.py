"""Read numbers as the user types them, and refuse in plain words those that make no sense."""

from math import isfinite
from typing import Any

import click

MOST = 1_000_000_000
"""More than there is of anything, and as many seconds as a machine can wait."""


class Count(click.IntRange):
    """A whole number from some least one on.

    Args:
        least: The least that makes sense.
    """

    def __init__(self, least: int = 1) -> None:
        """Begin at the least number; there is a greatest one, but nobody has to know it."""
        super().__init__(min=least)

    def convert(
        self,
        value: Any,  # noqa: ANN401 -- as click has it
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> int:
        """Turn ``3`` into a number."""
        try:
            number = int(super().convert(value, param, ctx))
        except click.BadParameter:
            self.fail(f"it must be a whole number from {self.min} on, not {value!r}", param, ctx)
        if number > MOST:
            self.fail(f"it must be a whole number of at most {MOST:,}, not {value!r}", param, ctx)
        return number


class Seconds(click.FloatRange):
    """A number of seconds, of which a tenth is the least."""

    def __init__(self) -> None:
        """Begin at a tenth of a second."""
        super().__init__(min=0.1)

    def convert(
        self,
        value: Any,  # noqa: ANN401 -- as click has it
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> float:
        """Turn ``2.5`` into a number."""
        try:
            number = float(super().convert(value, param, ctx))
        except click.BadParameter:
            number = float("nan")
        if not isfinite(number) or number > MOST:
            expected = f"a number of seconds from {self.min} to {MOST:,}"
            self.fail(f"it must be {expected}, not {value!r}", param, ctx)
        return number
