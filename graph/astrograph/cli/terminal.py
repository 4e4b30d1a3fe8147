"""Show text: as it is when it goes to a file or a pipe, highlighted on a terminal."""

import os
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.progress import Progress, TaskID

STYLES = {
    "bold": r"^(?!\d+\. )\S.* — .*$|^\d+\. \d+ hops?|^Sources$|^[^\s\[].*\(\w+, \S+:\S+\)$",
    "cyan": r"\[\d+\]",
    "dim": r"\(score [^)]*\)|^ {4,5}\S.*; \w+:\S+$|^ {4,5}“.*”$",
    "yellow": r"\b(?:in tension with|contradicting|arguing against|qualifying) this\b"
    r"|\bbefore that(?=:)|\bsince replaced(?=:)|\bbut see\b|\bpossible\b|\bpossibly\b"
    r"|\bmay have\b|— (?:disputed|denied|superseded)$|\((?:disputed|denied|superseded)\)",
}
"""What stands out in prose: the pattern, by the style that it gets."""


def terminal_width() -> int | None:
    """Return the width of the terminal that stdout is, or ``None`` when it is none."""
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return None
    import shutil

    return shutil.get_terminal_size().columns


def told() -> "Callable[[str, int, int], None] | None":
    """Return what shows progress on a terminal; ``None`` when the standard error is none."""
    if not sys.stderr.isatty():
        return None
    bars: dict[str, TaskID] = {}
    shown: list[Progress] = []

    def tell(doing: str, done: int, total: int) -> None:
        import atexit

        from rich.console import Console
        from rich.progress import Progress

        if not shown:
            shown.append(Progress(console=Console(stderr=True), transient=True))
            shown[0].start()
            # Whatever ends the work early, the cursor has to come back.
            atexit.register(shown[0].stop)
        if doing not in bars:
            bars[doing] = shown[0].add_task(doing, total=None)
        shown[0].update(bars[doing], completed=done, total=total or None)
        if shown[0].finished:
            shown.pop().stop()
            bars.clear()

    return tell


def emit(text: str) -> None:
    """Write an answer to the standard output; what it cites cannot take over a terminal."""
    if terminal_width() is None:
        if sys.stdout.isatty():
            from astrograph.formats.cells import harmless

            text = harmless(text)
        click.echo(text, nl=False)
        return
    import re

    from rich.console import Console
    from rich.text import Text

    from astrograph.formats.cells import harmless

    text = harmless(text)
    shown = Text(text)
    for style, pattern in STYLES.items():
        for match in re.finditer(pattern, text, re.MULTILINE):
            shown.stylize(style, *match.span())
    Console(highlight=False, soft_wrap=True).print(shown, end="")
