"""Search cells with the regular expressions of a mapping, for a bounded time and in bounded memory.

A mapping may come from anybody, and some expressions take ages on the wrong cell.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from astrograph.errors import SHOWN, MappingError

if TYPE_CHECKING:
    import regex

SECONDS = 2
"""How long a pattern may search one cell."""

MOST_REPEATS = 1_000_000
"""How often the parts of a pattern may be repeated by number, one number times the other."""

REMEMBERED = 4096
"""For how many cells a pattern remembers what it found: columns say the same again and again."""

_REPEATS = re.compile(r"\{(\d*)(?:,(\d*))?\}")


class SlowPatternError(Exception):
    """A pattern did not come to an end on a cell; says which, and on which cell."""

    def __init__(self, pattern: "Pattern", cell: str) -> None:
        """Keep the parts, for whoever knows the row."""
        super().__init__(f"{pattern.text!r} on {cell!r}")
        self.pattern, self.cell = pattern, cell

    def at(self, file: str, line: int) -> MappingError:
        """Return the error that a user sees, with the row."""
        shown = self.cell if len(self.cell) <= SHOWN else self.cell[:SHOWN] + "…"
        return MappingError(
            f"{self.pattern.place}: the pattern {self.pattern.text!r} takes more than {SECONDS}"
            f" seconds on {file}, line {line}: {shown!r}",
            hint="write it so that each text fits in one way only, such as 'a+' for '(a|aa)+'",
        )


class Pattern(NamedTuple):
    """A regular expression: its text, its place in the mapping, and its named parts."""

    text: str
    place: str
    names: tuple[str, ...]
    find: Callable[[str], Mapping[str, str] | None]

    def search(self, cell: str) -> Mapping[str, str] | None:
        """Return the named parts where a cell matches, ``None`` where it does not.

        Raises:
            SlowPatternError: That is not found out in time.
        """
        try:
            return self.find(cell)
        except TimeoutError:
            raise SlowPatternError(self, cell) from None


def compile_pattern(text: str, place: str) -> Pattern:
    """Read a regular expression.

    Args:
        text: The expression, as Python writes it.
        place: Where it stands, for errors.

    Raises:
        ValueError: It is none, or repeats its parts too often.

    >>> compile_pattern("^EX(?P<number>[0-9]+)", "").search("EX12")
    {'number': '12'}
    """
    import regex

    repeats = prod(max(map(int, filter(None, each)), default=1) or 1 for each in _numbers(text))
    if repeats > MOST_REPEATS:
        raise ValueError(f"it repeats its parts more than {MOST_REPEATS:,} times")
    try:
        # What the standard library takes is what is promised; its messages are the known ones.
        re.compile(text)
        compiled = regex.compile(text)
    except (re.error, regex.error, RecursionError, OverflowError) as error:
        raise ValueError(str(error)) from None
    return Pattern(text, place, tuple(compiled.groupindex), _finder(compiled))


def _numbers(text: str) -> list[tuple[str, str]]:
    return [(first, last or "") for first, last in _REPEATS.findall(text)]


def _finder(compiled: "regex.Pattern[str]") -> Callable[[str], Mapping[str, str] | None]:
    @lru_cache(REMEMBERED)
    def find(cell: str) -> Mapping[str, str] | None:
        match = compiled.search(cell, timeout=SECONDS)
        return None if match is None else match.groupdict(default="")

    return find
