"""Find cells of a table by the line that their row ends on, reading the file once."""

from pathlib import Path

from astrograph.errors import TableError
from astrograph.sources.dialect import PLAIN, Dialect, open_rows, parse


class Cells:
    """The rows of one table by line; a row is cut into cells when one of them is asked for.

    Args:
        path: The file.
        dialect: How it is written, as JSON; ``None`` for plain comma separated text.

    Raises:
        TableError: The file cannot be read as such a table.
    """

    def __init__(self, path: Path, dialect: str | None) -> None:
        try:
            self._dialect = PLAIN if dialect is None else Dialect.from_json(dialect)
        except ValueError as error:
            raise TableError(f"its dialect cannot be read: {error}", file=path.name) from None
        self._rows: dict[int, str] = {}
        with open_rows(path, self._dialect, strict=False) as table:
            self._columns = {name: index for index, name in enumerate(table.columns)}
            table.lines.raw = []
            for line, _ in table:
                # A row is kept as its text: cut into cells, a table takes several times the room.
                self._rows[line] = "".join(table.lines.raw)

    def get(self, line: int, column: str) -> str | None:
        """Return a cell, or ``None`` where the table has no such row or column."""
        raw, index = self._rows.get(line), self._columns.get(column)
        if raw is None or index is None:
            return None
        cells = parse(raw, self._dialect)
        if index >= len(cells):
            return None
        return cells[index].strip() if self._dialect.trim else cells[index]
