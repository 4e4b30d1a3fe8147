"""Write the index: records in, one at a time, and at the end what follows from all of them."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING
from zlib import crc32

from astrograph.codec.canonical import canonical, in_name_order, name_order
from astrograph.codec.records import as_json, from_record
from astrograph.derive import FACTUAL
from astrograph.errors import StoreError
from astrograph.model import (
    Claim,
    Edition,
    Entity,
    Interval,
    Iri,
    Name,
    Record,
    Relation,
    Remainder,
    Source,
    Statement,
)
from astrograph.store.conclusions import conclude
from astrograph.store.index import Index
from astrograph.store.rows import ENTITY, NAMED, Rows
from astrograph.store.schema import FORMAT, SCHEMA

if TYPE_CHECKING:
    from pathlib import Path
    from typing import NamedTuple


class IndexWriter:
    """An index in the making.

    Memory does not grow with the records, but for a byte for each thing: they go to the file as
    they come.

    Args:
        path: The file to make; ``None`` for an index in memory.
    """

    def __init__(self, path: "Path | None" = None) -> None:
        self._path = path
        # What is in memory is read as an index later, and closed by any thread.
        self._db = sqlite3.connect(
            ":memory:" if path is None else str(path), check_same_thread=False
        )
        self._rows = Rows(self._db)
        self._edition = Edition()
        self._stamp = 0
        self._unclaimed = 0
        # Nobody reads the file before it is whole, and a half-made one is thrown away.
        try:
            self._db.executescript(
                "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -64000;"
            )
            self._db.executescript(SCHEMA)
        except sqlite3.Error as error:
            raise self._trouble(error) from error

    def add(self, record: Record) -> None:
        """Take in a record; of two with one IRI the first stands, and entities are united.

        Raises:
            StoreError: The file cannot be written.
        """
        try:
            if isinstance(record, Claim):
                self._add_claim(record)
            elif isinstance(record, Entity):
                self._add_entity(record)
            elif isinstance(record, Source):
                row = (record.iri, self._json(record))
                self._db.execute("INSERT OR IGNORE INTO source VALUES (?, ?)", row)
            elif isinstance(record, Remainder):
                self._note(record.text)
                self._db.execute("INSERT OR IGNORE INTO remainder (text) VALUES (?)", record)
            else:
                self._edition = record
        except sqlite3.Error as error:
            raise self._trouble(error) from error

    def state(self, statements: Iterable[Statement]) -> None:
        """Take in plain statements, which no claim makes."""
        rows = self._rows
        times, cited = rows.times(Interval(), None, None), rows.cited(())
        for each in statements:
            self._note(repr(each.key))
            manner = rows.manner(
                rows.number(each.relation), "AssertedFact", "Positive", "Accepted", None
            )
            self._unclaimed -= 1
            ends = self._named(each.subject), self._named(each.object)
            rows.put("statement", (self._unclaimed, *ends, manner, times, cited))

    def finish(self, relations: Mapping[Iri, Relation]) -> Index:
        """Work out what follows from all records, and close the file for writing.

        Args:
            relations: The relations that the graph knows.

        Raises:
            StoreError: The file cannot be written.
        """
        try:
            self._rows.flush()
            self._write_few(relations)
            conclude(self._db, self._rows, relations)
            self._db.execute(f"PRAGMA user_version = {FORMAT}")
            self._db.commit()
        except sqlite3.Error as error:
            raise self._trouble(error) from error
        return Index(self._db)

    def close(self) -> None:
        """Give up."""
        self._db.close()

    def _trouble(self, error: sqlite3.Error) -> StoreError:
        self._db.close()
        return StoreError(f"cannot write the index {self._path}: {error}")

    def _json(self, thing: "NamedTuple") -> str:
        text = as_json(thing)
        self._note(text)
        return text

    def _note(self, text: str) -> None:
        self._stamp = crc32(text.encode(), self._stamp)

    def _named(self, iri: Iri) -> int:
        """Return the number of what is spoken of, and so is shown even if nothing describes it."""
        number = self._rows.number(iri)
        self._rows.know_as(number, NAMED)
        return number

    def _add_claim(self, claim: Claim) -> None:
        claim = canonical(claim)
        rows = self._rows
        if self._db.execute("SELECT 1 FROM claim WHERE iri = ?", (claim.iri,)).fetchone():
            return
        manner = rows.manner(
            rows.number(claim.predicate),
            claim.modality,
            claim.polarity,
            claim.status,
            claim.tense,
        )
        cited = rows.cited(tuple(sorted(claim.cited)))
        times = rows.times(claim.holds, claim.said_earliest, claim.said_latest)
        number = self._db.execute(
            "INSERT INTO claim (iri, manner, cited, times) VALUES (?, ?, ?, ?)",
            (claim.iri, manner, cited, times),
        ).lastrowid
        rows.put("record", (number, self._json(claim)))
        beside = claim.named
        if claim.object and claim.polarity == "Positive" and claim.modality in FACTUAL:
            ends = self._named(claim.subject), self._named(claim.object)
            rows.put("statement", (number, *ends, manner, times, cited))
            beside -= {claim.subject, claim.object}
        for iri in sorted(beside):
            rows.put("mention", (self._named(iri), number))
        if claim.probable_speaker is not None:
            self._named(claim.probable_speaker)
        for link in claim.links:
            rows.put("link", (link.claim, link.kind, link.other, link.by))

    def _add_entity(self, entity: Entity) -> None:
        entity = in_name_order(entity)
        number = self._rows.number(entity.iri)
        if self._rows.is_known_as(number, ENTITY):
            query = "SELECT record FROM entity WHERE id = ?"
            (known,) = self._db.execute(query, (number,)).fetchone()
            entity = united(from_record(Entity, json.loads(known)), entity)
        self._rows.know_as(number, ENTITY)
        row = (number, entity.type, entity.label, self._json(entity))
        self._db.execute("INSERT OR REPLACE INTO entity VALUES (?, ?, ?, 1, ?)", row)

    def _write_few(self, relations: Mapping[Iri, Relation]) -> None:
        rows = [(iri, self._json(relation)) for iri, relation in sorted(relations.items())]
        self._db.executemany("INSERT INTO relation VALUES (?, ?)", rows)
        sources = Index(self._db, owned=False).sources()
        newest = max((source.updated for source in sources if source.updated), default=None)
        row = (self._json(self._edition), newest, self._stamp)
        self._db.execute("INSERT INTO edition VALUES (?, ?, ?)", row)
        self._db.execute(
            "INSERT INTO span SELECT min(instant), max(instant) FROM"
            " (SELECT earliest AS instant FROM moment UNION ALL SELECT latest FROM moment)"
        )


def united(first: Entity, second: Entity) -> Entity:
    """Return what two descriptions of one entity say together; the first gives label and type.

    >>> united(Entity("i", "ISS", "SpaceStation"), Entity("i", "MKS", "Thing")).aliases
    (Name(text='MKS', lang=''),)
    """
    label = () if second.label == first.label else (Name(second.label),)
    names = {name for name in (*first.aliases, *second.aliases, *label) if name.text != first.label}
    tagged = {name.text for name in names if name.lang}
    kept = (name for name in names if name.lang or name.text not in tagged)
    return first._replace(
        type=second.type if first.type == "Thing" else first.type,
        aliases=tuple(sorted(kept, key=name_order)),
        article=first.article or second.article,
    )
