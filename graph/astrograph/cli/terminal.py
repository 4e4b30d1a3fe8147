"""Show text: as it is when it goes to a file or a pipe, highlighted on a terminal."""

import os
import shutil
import sys

import click

STYLES = {
    "bold": r"^\S.* — .*$|^\d+\. \d+ hops?|^Sources$|^[^\s\[].*\(\w+, \S+:\S+\)$",
    "cyan": r"\[\d+\]",
    "dim": r"\(score [^)]*\)|^ {4,5}\S.*; \w+:\S+$|^ {4,5}“.*”$",
    "yellow": r"\b(?:in tension with|contradicting|arguing against|qualifying) this\b"
    r"|\bbefore that(?=:)|\bsince replaced(?=:)|\bbut see\b|\bpossible\b|\bpossibly\b",
}
"""What stands out in prose: the pattern, by the style that it gets."""


def terminal_width() -> int | None:
    """Return the width of the terminal that stdout is, or ``None`` when it is none."""
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return None
    return shutil.get_terminal_size().columns


def emit(text: str) -> None:
    """Write an answer to the standard output."""
    if terminal_width() is None:
        click.echo(text, nl=False)
        return
    import re

    from rich.console import Console
    from rich.text import Text

    shown = Text(text)
    for style, pattern in STYLES.items():
        for match in re.finditer(pattern, text, re.MULTILINE):
            shown.stylize(style, *match.span())
    Console(highlight=False, soft_wrap=True).print(shown, end="")
