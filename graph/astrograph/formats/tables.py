"""Lay out rows as a table: for a terminal with rich, for everything else as Markdown."""

from collections.abc import Sequence
from itertools import chain

from astrograph.formats.cells import harmless


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], width: int | None = None) -> str:
    """Lay out rows under their column heads.

    Args:
        columns: The heads.
        rows: The cells, as text.
        width: The width of the terminal, for a table that fits it; ``None`` for a Markdown
            table as wide as its contents.
    """
    plain = [[harmless(" ".join(cell.split())) for cell in row] for row in rows]
    return _markdown(columns, plain) if width is None else _on_terminal(columns, plain, width)


def _markdown(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [[cell.replace("|", "\\|") for cell in row] for row in chain([columns], rows)]
    widths = [max(map(len, cells)) for cells in zip(*lines, strict=True)]
    lines.insert(1, ["-" * width for width in widths])
    return "".join(
        f"| {' | '.join(f'{cell:{width}}' for cell, width in zip(line, widths, strict=True))} |\n"
        for line in lines
    )


def _on_terminal(columns: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> str:
    from io import StringIO

    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    grid = Table(box=box.SIMPLE_HEAD, header_style="bold")
    for column in columns:
        grid.add_column(Text(column), overflow="fold")
    for row in rows:
        grid.add_row(*map(Text, row))
    out = StringIO()
    Console(file=out, width=width, force_terminal=True, color_system="standard").print(grid)
    return out.getvalue()
