"""Put aside what comes in, on the disk, until it is checked as a whole and goes into a store."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from astrograph.codec.records import as_json, from_record, loads
from astrograph.model import Claim, Edition, Entity, Evidence, Iri, Record, Remainder, Source

EDITION, SOURCE, ENTITY, CLAIM, REMAINDER = range(5)
_KINDS = {Edition: EDITION, Source: SOURCE, Entity: ENTITY, Claim: CLAIM}
CITED, NAMED, LINKED = "cited", "named", "linked"
"""How one thing names another: a source as evidence, an entity in a role, a claim by a link."""

BATCH = 2000
RECENT = 100_000
"""How many names are remembered, so that what comes again and again is written once."""

SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -16000;
CREATE TABLE record (
  id INTEGER PRIMARY KEY, file INTEGER, line INTEGER, kind INTEGER, iri TEXT, text TEXT
);
CREATE TABLE mention (
  role TEXT, iri TEXT, file INTEGER, line INTEGER, PRIMARY KEY (role, iri, file)
) WITHOUT ROWID;
CREATE TABLE place (
  iri TEXT, text TEXT, file INTEGER, line INTEGER, PRIMARY KEY (iri, text, file)
) WITHOUT ROWID;
CREATE TABLE gone (id INTEGER PRIMARY KEY);
CREATE TABLE line (text TEXT PRIMARY KEY, old INTEGER) WITHOUT ROWID;
"""


class Staged(NamedTuple):
    """A record that is put aside, with its place in its file."""

    id: int
    line: int | None
    iri: Iri
    text: str

    @property
    def record(self) -> Record:
        """Return the record itself."""
        return loads(self.text)


class Spool:
    """Records put aside, file after file, in a database that nobody else sees.

    Args:
        path: The file to make.

    Every method may raise `sqlite3.Error`: the disk may be full.
    """

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(str(path), isolation_level=None)
        self._db.executescript(SCHEMA)
        self._file = 0
        self._rows: list[tuple[object, ...]] = []
        self._mentions: list[tuple[object, ...]] = []
        self._places: list[tuple[object, ...]] = []
        self._is_table = False
        self._recent: set[object] = set()

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def begin(self, *, is_table: bool = False) -> int:
        """Begin another file; return its number.

        Args:
            is_table: Whether it is a table, no cell of which is cited in two ways.
        """
        self._file += 1
        self._is_table = is_table
        self._recent.clear()
        self._db.execute("DROP INDEX IF EXISTS by_iri")
        return self._file

    def add(self, record: Record, written: str, line: int | None) -> None:
        """Put a record aside.

        Args:
            record: The record.
            written: The record as a line of JSON.
            line: Its line in its file, if that is known.
        """
        if isinstance(record, Remainder):
            rows = ((self._file, line, REMAINDER, each, "") for each in lines_of(record.text))
            self._rows.extend(rows)
            return
        kind = _KINDS[type(record)]
        if kind != CLAIM:
            # A table names the same few things in every row.
            if written in self._recent:
                return
            self._remember(written)
        self._rows.append((self._file, line, kind, record.iri or "", written))
        if isinstance(record, Claim):
            self._mention(record, line)
        if len(self._rows) >= BATCH:
            self._flush()

    def settle(self) -> None:
        """Make what was put aside ready to be asked for."""
        self._flush()
        self._db.execute("CREATE INDEX by_iri ON record (kind, iri, file)")

    def drop(self, file: int) -> None:
        """Forget a file."""
        if file == self._file:
            self._rows.clear()
            self._mentions.clear()
            self._places.clear()
        self._db.execute("DELETE FROM record WHERE file = ?", (file,))
        self._db.execute("DELETE FROM mention WHERE file = ?", (file,))
        self._db.execute("DELETE FROM place WHERE file = ?", (file,))

    def staged(self, kind: int, file: int) -> Iterator[Staged]:
        """Yield a file's records of a kind, in the order they came."""
        query = "SELECT id, line, iri, text FROM record WHERE kind = ? AND file = ? ORDER BY id"
        return map(Staged._make, self._db.execute(query, (kind, file)))

    def all(self, kind: int) -> Iterator[Record]:
        """Yield every file's records of a kind, in the order they came."""
        query = "SELECT text FROM record WHERE kind = ? ORDER BY id"
        return (loads(text) for (text,) in self._db.execute(query, (kind,)))

    def by_iri(self, kind: int, file: int) -> Iterator[Staged]:
        """Yield a file's records of a kind, those of one IRI after each other."""
        query = (
            "SELECT id, line, iri, text FROM record INDEXED BY by_iri"
            " WHERE kind = ? AND file = ? ORDER BY iri, id"
        )
        return map(Staged._make, self._db.execute(query, (kind, file)))

    def repeated(self, kind: int, file: int) -> Iterator[tuple[Staged, Staged]]:
        """Yield what a file says otherwise than a record before, with the first of that IRI."""
        query = (
            "SELECT iri FROM record INDEXED BY by_iri WHERE kind = ?"
            " GROUP BY iri HAVING count(*) > 1 AND max(file) >= ?"
        )
        for (iri,) in self._db.execute(query, (kind, file)).fetchall():
            same = (
                "SELECT id, line, iri, text FROM record"
                " WHERE kind = ? AND iri = ? AND file <= ? ORDER BY id"
            )
            first, *later = map(Staged._make, self._db.execute(same, (kind, iri, file)))
            own = "SELECT min(id) FROM record WHERE kind = ? AND iri = ? AND file = ?"
            (start,) = self._db.execute(own, (kind, iri, file)).fetchone()
            yield from (
                (first, each)
                for each in later
                if start is not None and each.id >= start and each.text != first.text
            )

    def discard(self, ids: Iterable[int]) -> None:
        """Forget some records."""
        self._db.executemany("INSERT OR IGNORE INTO gone VALUES (?)", ((each,) for each in ids))
        self._db.execute("DELETE FROM record WHERE id IN (SELECT id FROM gone)")
        self._db.execute("DELETE FROM gone")

    def holds(self, kind: int, iri: Iri) -> bool:
        """Say whether a record of a kind and IRI was put aside."""
        query = "SELECT 1 FROM record WHERE kind = ? AND iri = ?"
        return self._db.execute(query, (kind, iri)).fetchone() is not None

    def count(self, kind: int, file: int) -> int:
        """Count the IRIs of a file's records of a kind."""
        query = "SELECT count(DISTINCT iri) FROM record WHERE kind = ? AND file = ?"
        return int(self._db.execute(query, (kind, file)).fetchone()[0])

    def mentions(self, role: str, file: int) -> Iterator[tuple[Iri, int | None]]:
        """Yield what a file names in a role, with the line that does so first."""
        query = "SELECT iri, line FROM mention WHERE role = ? AND file = ? ORDER BY line, iri"
        return iter(self._db.execute(query, (role, file)).fetchall())

    def names(self, iri: Iri) -> bool:
        """Say whether a claim that was put aside names or cites something."""
        query = "SELECT 1 FROM mention WHERE role IN (?, ?) AND iri = ?"
        return self._db.execute(query, (NAMED, CITED, iri)).fetchone() is not None

    def cited(self, iri: Iri) -> tuple[int | None, Evidence] | None:
        """Return evidence as it was first put aside, with its line."""
        query = "SELECT line, text FROM place WHERE iri = ? ORDER BY file, line LIMIT 1"
        row = self._db.execute(query, (iri,)).fetchone()
        return None if row is None else (row[0], _evidence(row[1]))

    def cited_otherwise(self, file: int) -> Iterator[tuple[int | None, Evidence]]:
        """Yield evidence of a file that is not what was put aside first, with its line."""
        query = (
            "SELECT iri FROM place GROUP BY iri HAVING count(DISTINCT text) > 1 AND max(file) >= ?"
        )
        own = "SELECT line, text, file FROM place WHERE iri = ? ORDER BY file, line"
        for (iri,) in self._db.execute(query, (file,)).fetchall():
            (_, first, _), *later = self._db.execute(own, (iri,)).fetchall()
            for line, text, its_file in later:
                if text != first and its_file == file:
                    yield line, _evidence(text)

    def keep_lines(self, text: str) -> None:
        """Note lines of RDF that a store holds already."""
        rows = ((line,) for line in lines_of(text))
        self._db.executemany("INSERT OR IGNORE INTO line VALUES (?, 1)", rows)

    def new_lines(self, file: int) -> int:
        """Count a file's lines of RDF that were not noted."""
        query = (
            "SELECT count(DISTINCT iri) FROM record WHERE kind = ? AND file = ?"
            " AND iri NOT IN (SELECT text FROM line)"
        )
        return int(self._db.execute(query, (REMAINDER, file)).fetchone()[0])

    def lines(self) -> Iterator[Remainder]:
        """Yield all lines of RDF, noted or put aside, in canonical order, some at a time."""
        self._db.execute(
            "INSERT OR IGNORE INTO line SELECT iri, 0 FROM record WHERE kind = ?", (REMAINDER,)
        )
        rows = self._db.execute("SELECT text FROM line ORDER BY text")
        while some := rows.fetchmany(BATCH):
            yield Remainder("".join(text for (text,) in some))

    def _mention(self, claim: Claim, line: int | None) -> None:
        cited = {place.source for place in claim.evidence} | {claim.primary_source}
        named = {*claim.named, claim.probable_speaker}
        linked = {link.other for link in claim.links}
        for role, iris in ((CITED, cited), (NAMED, named), (LINKED, linked)):
            for iri in iris:
                if iri is not None and (role, iri) not in self._recent:
                    self._remember((role, iri))
                    self._mentions.append((role, iri, self._file, line))
        for place in () if self._is_table else claim.evidence:
            if place not in self._recent:
                self._remember(place)
                self._places.append((place.iri, as_json(place), self._file, line))

    def _remember(self, key: object) -> None:
        if len(self._recent) >= RECENT:
            self._recent.clear()
        self._recent.add(key)

    def _flush(self) -> None:
        self._db.execute("BEGIN")
        self._db.executemany(
            "INSERT INTO record (file, line, kind, iri, text) VALUES (?, ?, ?, ?, ?)", self._rows
        )
        insert = "INSERT OR IGNORE INTO mention VALUES (?, ?, ?, ?)"
        self._db.executemany(insert, self._mentions)
        insert = "INSERT OR IGNORE INTO place VALUES (?, ?, ?, ?)"
        self._db.executemany(insert, self._places)
        self._db.execute("COMMIT")
        self._rows.clear()
        self._mentions.clear()
        self._places.clear()


def _evidence(text: str) -> Evidence:
    return from_record(Evidence, json.loads(text))


def lines_of(text: str) -> Iterator[str]:
    """Yield the lines of N-Quads in a text; only a line feed ends one."""
    return (f"{line}\n" for line in text.split("\n") if line.strip())
