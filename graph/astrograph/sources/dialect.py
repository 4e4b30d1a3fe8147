"""Read the rows of a table, whatever its dialect: CSV, TSV, fixed width, plain or gzip.

Rows stream: a line is let go once its row has been read. What a line may hold is bounded, so that
a hostile file ends in an error and not in a full memory.
"""

import codecs
import csv
import gzip
import io
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from astrograph.errors import TableError

if TYPE_CHECKING:
    from _csv import Reader

LINE_LIMIT = 1_000_000
"""How many characters a line may have."""

GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"

SWELL_FROM, SWELL_LIMIT = 10_000_000, 200
"""From how many characters on a gzip file may be at most how many times as large as packed."""


class Field(NamedTuple):
    """A column of fixed width: its name, its first and its last character, counted from 1."""

    name: str
    first: int
    last: int


class Dialect(NamedTuple):
    """How a table is written, in the words of a mapping's ``[table]``.

    ``header`` is the physical line of the header, 0 for none. ``columns`` name the columns where
    there is no header or a better name is wanted, ``fields`` those of fixed width.
    """

    format: str = "csv"
    delimiter: str = ","
    quote: str = '"'
    encoding: str = "utf-8"
    trim: bool = True
    header: int = 1
    header_mark: str = ""
    comment: str = ""
    columns: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()

    def to_json(self) -> str:
        """Write what differs from the defaults as JSON, the same for the same dialect.

        >>> Dialect(delimiter=";", header=3).to_json()
        '{"delimiter":";","header":3}'
        """
        default = Dialect()._asdict()
        own = {key: value for key, value in self._asdict().items() if value != default[key]}
        return json.dumps(own, ensure_ascii=False, separators=(",", ":"), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Dialect":
        """Read what `to_json` wrote.

        Raises:
            ValueError: The text is not what `to_json` writes.

        >>> Dialect.from_json('{"format":"fixed","fields":[["JCAT",1,10]]}').fields
        (Field(name='JCAT', first=1, last=10),)
        """
        given = json.loads(text)
        try:
            made = cls(**given)
            made = made._replace(
                columns=tuple(made.columns), fields=tuple(Field(*each) for each in made.fields)
            )
            codecs.lookup(made.encoding)
        except (TypeError, LookupError) as error:
            raise ValueError(str(error)) from None
        if [type(each) for each in made] != [type(each) for each in cls()]:
            raise ValueError("a value of the wrong type")
        if len(made.delimiter) != 1 or len(made.quote) > 1:
            raise ValueError("delimiter and quote are one character")
        if any(list(map(type, field)) != [str, int, int] for field in made.fields):
            raise ValueError("a field is a name and two numbers")
        return made


PLAIN = Dialect(trim=False)
"""How a table is read whose source says nothing of its dialect: comma separated, as it stands."""


class Lines:
    """The physical lines of a file, numbered; comments are left out where a row may begin.

    Args:
        file: The file, unpacked.
        name: What errors call it.
        dialect: How it is written.
        packed: The size of the gzip file, or ``None`` for a plain one.
    """

    def __init__(
        self, file: IO[bytes], name: str, dialect: Dialect, packed: int | None = None
    ) -> None:
        encoding = dialect.encoding
        if encoding.lower().replace("_", "-") in {"utf-8", "utf8"}:
            encoding = "utf-8-sig"
        self._text = io.TextIOWrapper(file, encoding=encoding, newline="")
        self._comment = dialect.comment
        self.name = name
        self._characters = 0
        self._most = None if packed is None else max(SWELL_FROM, packed * SWELL_LIMIT)
        self.number = 0
        self.fresh = True
        self.raw: list[str] | None = None
        """The lines of the present row, where somebody wants them."""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._read()
        while self.fresh and self._comment and line.startswith(self._comment):
            line = self._read()
        if not line:
            raise StopIteration
        if self.raw is not None:
            if self.fresh:
                self.raw.clear()
            self.raw.append(line)
        self.fresh = False
        return line

    def _read(self) -> str:
        """Return the next line, comment or not, or nothing behind the last."""
        line = self._text.readline(LINE_LIMIT)
        if not line:
            return ""
        self.number += 1
        if "\0" in line:
            position = line.index("\0") + 1
            raise self.wrong(f"a NUL character at position {position}: this is no table of text")
        if len(line) == LINE_LIMIT:
            raise self.wrong(f"a line of {LINE_LIMIT:,} characters or more")
        if self._most is not None:
            self._characters += len(line)
            if self._characters > self._most:
                raise self.wrong(f"unpacks to more than {SWELL_LIMIT} times its packed size")
        return line

    def header(self, number: int) -> str:
        """Return the line of a number, and go on behind it; it may look like a comment."""
        line = ""
        while self.number < number:
            line = self._read()
            if not line:
                break
        return line

    def wrong(self, why: str, column: str | None = None, value: str | None = None) -> TableError:
        """Make an error that names the present line."""
        return TableError(why, file=self.name, line=self.number, column=column, value=value)


class Table:
    """An open table: the names of its columns, and its rows one after the other.

    Args:
        lines: The lines of the file.
        dialect: How it is written.
        strict: Whether a stray quotation mark or a wrong number of cells is an error.
    """

    def __init__(self, lines: Lines, dialect: Dialect, *, strict: bool) -> None:
        self.lines, self._dialect, self._strict = lines, dialect, strict
        self.columns = _columns(lines, dialect)

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        """Yield each row as the physical line that it ends on, counted from 1, and its cells.

        Raises:
            TableError: A row is none, or has too many cells or too few.
        """
        read = _fixed if self._dialect.fields else _split
        count = len(self.columns)
        for cells in read(self.lines, self._dialect, self._strict):
            if len(cells) != count and self._strict:
                error = self.lines.wrong(f"{len(cells)} cells, where the header has {count}")
                error.hint = "is a separator or a quotation mark missing, or one too many?"
                raise error
            yield self.lines.number, cells


@contextmanager
def open_rows(path: Path, dialect: Dialect, *, strict: bool = True) -> Iterator[Table]:
    """Open a table.

    Args:
        path: The file; gzip is recognized by its content.
        dialect: How it is written.
        strict: Whether a stray quotation mark or a wrong number of cells is an error.

    Yields:
        The table.

    Raises:
        TableError: The file cannot be read as such a table; also while the rows are read.
    """
    name = path.name
    try:
        with path.open("rb") as file:
            head = file.read(4)
            file.seek(0)
            packed = head.startswith(GZIP)
            if head.startswith(ZIP):
                why = "a ZIP archive or a spreadsheet, not a table of text"
                raise TableError(why, file=name, hint="save the sheet as CSV")
            size = path.stat().st_size if packed else None
            plain: Any = gzip.GzipFile(fileobj=file) if packed else file
            yield Table(Lines(plain, name, dialect, size), dialect, strict=strict)
    except UnicodeError as error:
        raise _undecodable(path, dialect, error) from None
    except LookupError:
        raise TableError(f"no such encoding: {dialect.encoding!r}", file=name) from None
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise TableError(f"the gzip file is damaged: {error}", file=name) from None
    except OSError as error:
        raise TableError(error.strerror or str(error), file=str(path)) from None


def parse(raw: str, dialect: Dialect) -> list[str]:
    """Return the cells of one row, given its text."""
    if dialect.fields:
        return _cut(raw, dialect)
    return next(_reader(iter([raw]), dialect, strict=False), [])


def _columns(lines: Lines, dialect: Dialect) -> list[str]:
    head = lines.header(dialect.header)
    if dialect.fields:
        return [field.name for field in dialect.fields]
    if dialect.columns:
        return list(dialect.columns)
    names = parse(head.removeprefix(dialect.header_mark), dialect) if head else []
    if dialect.trim:
        names = [each.strip() for each in names]
    names = [each or f"column {number}" for number, each in enumerate(names, 1)]
    if not names:
        raise TableError(f"no header in line {dialect.header}", file=lines.name)
    for each in names:
        if names.count(each) > 1:
            raise lines.wrong("a column that the header names twice", value=each)
    return names


def _split(lines: Lines, dialect: Dialect, strict: bool) -> Iterator[list[str]]:  # noqa: FBT001
    reader = _reader(lines, dialect, strict=strict)
    trim = dialect.trim
    while True:
        lines.fresh = True
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise lines.wrong(_in_our_words(error)) from None
        if cells is None:
            return
        if cells:
            yield [cell.strip() for cell in cells] if trim else cells


def _reader(lines: Iterator[str], dialect: Dialect, *, strict: bool) -> "Reader":
    return csv.reader(
        lines,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote or None,
        quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
        strict=strict,
    )


def _in_our_words(error: csv.Error) -> str:
    said = str(error)
    if "field limit" in said:
        return "a cell that is too long; is a closing quotation mark missing?"
    if "end of data" in said:
        return "the file ends inside quotation marks"
    if "expected after" in said:
        return "text behind a closing quotation mark"
    return said


def _fixed(lines: Lines, dialect: Dialect, _strict: bool) -> Iterator[list[str]]:  # noqa: FBT001
    while True:
        lines.fresh = True
        line = next(lines, None)
        if line is None:
            return
        if line.strip():
            yield _cut(line, dialect)


def _cut(line: str, dialect: Dialect) -> list[str]:
    line = line.rstrip("\r\n")
    cells = [line[field.first - 1 : field.last] for field in dialect.fields]
    return [cell.strip() for cell in cells] if dialect.trim else cells


def _undecodable(path: Path, dialect: Dialect, error: UnicodeError) -> TableError:
    """Find the line that is not in the declared encoding; the reader had run ahead of it."""
    reason = error.reason if isinstance(error, UnicodeDecodeError) else str(error)
    why = f"not {dialect.encoding}: {reason}"
    hint = 'the mapping\'s [table] may name another encoding, such as "latin-1" or "utf-16"'
    with path.open("rb") as file:
        packed = file.read(2) == GZIP
        file.seek(0)
        plain: Any = gzip.GzipFile(fileobj=file) if packed else file
        for number, line in enumerate(iter(lambda: plain.readline(LINE_LIMIT), b""), 1):
            try:
                line.decode(dialect.encoding)
            except UnicodeError as found:
                if not isinstance(found, UnicodeDecodeError):
                    break
                shown = line[max(0, found.start - 20) : found.end + 20].decode("latin-1")
                return TableError(why, file=path.name, line=number, value=shown, hint=hint)
    return TableError(why, file=path.name, hint=hint)
