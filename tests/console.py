"""Shell examples in Markdown: find them, compare what they show with what came out, refresh them.

An example is a fenced ``console`` block. A line that begins with ``$ `` is a command, lines that
begin with ``> `` continue it, and the lines below are what the terminal shows. A line that holds
nothing but ``…`` stands for one omitted line or more. A command that sets a variable, ``export
NAME=value``, does so for all that follows on its page.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import NamedTuple

FENCE = "```"
OMITTED = "…"
EXPORT = re.compile(r"export (\w+)=([\w./-]+)")


class Block(NamedTuple):
    """A fenced block of a Markdown file.

    Attributes:
        language: The word behind the fence.
        line: The number of its first line of content, counted from 1.
        content: Its lines.
    """

    language: str
    line: int
    content: tuple[str, ...]


class Example(NamedTuple):
    """A command and what the terminal shows for it.

    Attributes:
        command: The command, continued lines included.
        line: The number of the command's first line in the file, counted from 1.
        first: The number of the first line of its output.
        shown: The lines of output.
    """

    command: str
    line: int
    first: int
    shown: tuple[str, ...]


def blocks(text: str) -> list[Block]:
    """List the fenced blocks of a Markdown text."""
    found: list[Block] = []
    language, first, content = "", 0, list[str]()
    inside = False
    for number, line in enumerate(text.splitlines(), start=1):
        if inside and line == FENCE:
            found.append(Block(language, first, tuple(content)))
            inside = False
        elif inside:
            content.append(line)
        elif line.startswith(FENCE):
            language, first, content = line.removeprefix(FENCE).strip(), number + 1, []
            inside = True
    if inside:
        raise ValueError(f"the block at line {first} is never closed")
    return found


def examples(block: Block) -> list[Example]:
    """List the commands of a ``console`` block with what is shown below each."""
    found: list[Example] = []
    for number, line in enumerate(block.content, start=block.line):
        if line.startswith("$ "):
            found.append(Example(line.removeprefix("$ "), number, number + 1, ()))
        elif not found:
            raise ValueError(f"line {number}: a console block begins with a command")
        elif line.startswith("> ") and not found[-1].shown:
            last = found[-1]
            command = f"{last.command}\n{line.removeprefix('> ')}"
            found[-1] = last._replace(command=command, first=number + 1)
        else:
            found[-1] = found[-1]._replace(shown=(*found[-1].shown, line))
    return [example._replace(shown=_trimmed(example.shown)) for example in found]


def exported(command: str) -> tuple[str, str] | None:
    """Return the name and the value of the variable that a command sets; ``None`` for others."""
    found = EXPORT.fullmatch(command)
    return (found[1], found[2]) if found else None


def variables(text: str, line: int) -> dict[str, str]:
    """Return the variables that the commands of a page set above one of its lines."""
    found = (
        exported(example.command)
        for block in blocks(text)
        if block.language == "console"
        for example in examples(block)
        if example.line < line
    )
    return dict(pair for pair in found if pair)


def _trimmed(shown: tuple[str, ...]) -> tuple[str, ...]:
    """Take blank lines off the end: they only set the next command apart."""
    while shown and not shown[-1].strip():
        shown = shown[:-1]
    return shown


def _parts(shown: tuple[str, ...]) -> list[list[str]]:
    """Split shown lines at those that stand for omitted ones."""
    parts: list[list[str]] = [[]]
    for line in shown:
        if line.strip() == OMITTED:
            parts.append([])
        else:
            parts[-1].append(line)
    return parts


def matches(shown: tuple[str, ...], printed: list[str]) -> bool:
    """Say whether shown lines are what was printed, apart from what they say they omit."""
    parts = _parts(shown)
    if len(parts) == 1:
        return parts[0] == printed
    head, *middle, tail = parts
    if len(head) + len(tail) + 1 > len(printed) or printed[: len(head)] != head:
        return False
    place, end = len(head), len(printed) - len(tail)
    if printed[end:] != tail:
        return False
    for part in middle:
        later = range(place + 1, end - len(part))
        place = next((at for at in later if printed[at : at + len(part)] == part), -1)
        if place < 0:
            return False
        place += len(part)
    return place < end


def refreshed(shown: tuple[str, ...], printed: list[str]) -> list[str]:
    """Show what was printed now, omitting about what was omitted before.

    The part above the first omission keeps its number of lines, and so does the part below the
    last; a part in between moves to where the lines are most alike.
    """
    parts = _parts(shown)
    if len(parts) == 1:
        return printed
    head, *middle, tail = parts
    end = len(printed) - len(tail)
    lines, place = printed[: len(head)], len(head)
    for part in middle:
        room = range(place + 1, max(place + 2, end - len(part)))
        place = max(room, key=lambda at: _likeness(part, printed[at : at + len(part)]))
        lines += [OMITTED, *printed[place : place + len(part)]]
        place += len(part)
    return [*lines, OMITTED, *printed[end:]]


def _likeness(old: list[str], new: list[str]) -> float:
    pairs = zip(old, new, strict=False)
    return sum(SequenceMatcher(None, before, after).ratio() for before, after in pairs)
