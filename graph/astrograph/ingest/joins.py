"""Read the tables that a mapping joins in, and find their rows."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from astrograph.errors import TableError
from astrograph.ingest.columns import check_known
from astrograph.ingest.files import regular
from astrograph.ingest.keys import Section
from astrograph.ingest.rules import Lookup, Mapping
from astrograph.ingest.template import Template
from astrograph.model import Source
from astrograph.sources.dialect import Dialect, open_rows
from astrograph.sources.texts import sha256_of


class Row(NamedTuple):
    """A row: its physical line, its own key, and its cells by column (empty ones as ``""``).

    ``places`` says where in the table (under ``""``) and in each joined one the cells stand.
    """

    line: int
    key: str
    cells: dict[str, str]
    places: dict[str, str]


class Joined(NamedTuple):
    """A row of a lookup: its cells under their prefixed names, and its place."""

    cells: dict[str, str]
    place: str


class Join(NamedTuple):
    """A lookup that has been read: its rows by key, its columns, and its source."""

    lookup: Lookup
    rows: dict[str, Joined]
    columns: tuple[str, ...]
    source: Source | None


class TableFile(NamedTuple):
    """A table as it lies there now: whose it is, how it is written, and how it names its rows."""

    source: Source
    path: Path
    dialect: Dialect
    empty: frozenset[str]
    key: Template | None


def files_of(mapping: Mapping, path: Path, folder: Path | None = None) -> list[TableFile]:
    """Return a table and those that are joined in, as far as evidence can cite them.

    Args:
        mapping: What the table's rows say.
        path: The table's file.
        folder: Where the files of lookups lie, if not beside the table or the mapping.

    Raises:
        JobError: A file cannot be read.
    """
    own = TableFile(mapping.source, path, mapping.dialect, mapping.empty, mapping.key)
    joined = (
        TableFile(each.source, _found(each, mapping, folder or path.parent), each.dialect,
                  each.empty, each.row_key)
        for each in mapping.lookups
        if each.source is not None and each.source.iri != mapping.source.iri
    )  # fmt: skip
    files = {each.source.iri: each for each in (own, *joined)}
    return [
        each._replace(source=described(each.source, each.path, each.dialect.to_json()))
        for each in files.values()
    ]


def _found(lookup: Lookup, mapping: Mapping, folder: Path) -> Path:
    """Return where the file of a lookup lies: in a folder, else beside the mapping."""
    path = folder / lookup.file
    if not path.exists() and (mapping.path.parent / lookup.file).exists():
        path = mapping.path.parent / lookup.file
    return regular(path)


def read_join(lookup: Lookup, mapping: Mapping, folder: Path, used: set[str]) -> Join:
    """Read a lookup; of rows with the same key the first counts.

    Args:
        lookup: What the mapping says of it.
        mapping: The mapping; its own folder is where the file is looked for next.
        folder: Where the file is looked for first.
        used: The columns that anybody will ask for, under their prefixed names.

    Returns:
        The rows by key, with those columns only.

    Raises:
        TableError: The file cannot be read as such a table.
        MappingError: The mapping names a column that the lookup does not have.
    """
    path = _found(lookup, mapping, folder)
    rows: dict[str, Joined] = {}
    where = Section("lookups", label=f"lookups.{lookup.name}")
    with open_rows(path, lookup.dialect) as table:
        for name in (lookup.key, lookup.row_key):
            check_known(mapping, where, name.columns, table.columns)
        prefixed = tuple(f"{lookup.name}.{column}" for column in table.columns)
        for line, cells in table:
            known = ["" if cell in lookup.empty else cell for cell in cells]
            own = dict(zip(table.columns, known, strict=True))
            key = lookup.key.fill(own)
            if key is not None and key not in rows:
                named = zip(prefixed, known, strict=True)
                kept = {column: cell for column, cell in named if cell and column in used}
                rows[key] = Joined(kept, place(line, lookup.row_key.fill(own)))
    source = lookup.source and described(lookup.source, path, lookup.dialect.to_json())
    return Join(lookup, rows, prefixed, source)


def join(row: Row, joins: Iterable[Join]) -> Row:
    """Add the cells of the lookups' rows that belong to a row, one lookup after the other."""
    for each in joins:
        key = each.lookup.on.fill(row.cells)
        found = None if key is None else each.rows.get(key)
        if found is not None:
            places = {**row.places, each.lookup.name: found.place}
            row = row._replace(cells={**row.cells, **found.cells}, places=places)
    return row


def place(line: int, key: str | None) -> str:
    """Name a row by its physical line and, where it has one, the table's own key."""
    return f"line {line}: {key}" if key else f"line {line}"


def described(source: Source, path: Path, dialect: str) -> Source:
    """Complete what a mapping says of a source with what its file says.

    Raises:
        TableError: The file cannot be read.
    """
    try:
        digest = sha256_of(path)
    except OSError as error:
        raise TableError(error.strerror or str(error), file=str(path)) from None
    return source._replace(file_name=path.name, sha256=digest, dialect=dialect)
