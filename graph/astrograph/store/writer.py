"""Write the index: records in, one at a time, and at the end what follows from all of them."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from astrograph.codec.records import as_json, from_record
from astrograph.disagreement import REASONER, concerns, overlays, statement
from astrograph.errors import StoreError
from astrograph.model import (
    Claim,
    Edition,
    Entity,
    Iri,
    Name,
    Overlay,
    Record,
    Relation,
    Remainder,
    Source,
    Statement,
)
from astrograph.store.index import FORMAT, INDEXES, SCHEMA, Index
from astrograph.store.names import fold
from astrograph.vocab import local_name

if TYPE_CHECKING:
    from pathlib import Path

KEPT_NUMBERS = 200_000
"""How many things' numbers are kept at hand; the others are looked up."""

STATE = "INSERT INTO statement VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?)"


class IndexWriter:
    """An index in the making.

    Memory does not grow with the records: they go to the file as they come.

    Args:
        path: The file to make; ``None`` for an index in memory.
    """

    def __init__(self, path: "Path | None" = None) -> None:
        self._path = path
        self._db = sqlite3.connect(":memory:" if path is None else str(path))
        self._numbers: dict[Iri, int] = {}
        self._edition = Edition()
        self._span: tuple[str | None, str | None] = (None, None)
        # Nobody reads the file before it is whole, and a half-made one is thrown away.
        try:
            self._db.executescript(
                "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -64000;"
            )
            self._db.executescript(SCHEMA)
            self._db.execute("CREATE TEMP TABLE needed (thing INTEGER PRIMARY KEY)")
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
                row = (record.iri, _json(record))
                self._db.execute("INSERT OR IGNORE INTO source VALUES (?, ?)", row)
            elif isinstance(record, Remainder):
                self._db.execute("INSERT OR IGNORE INTO remainder (text) VALUES (?)", record)
            else:
                self._edition = record
        except sqlite3.Error as error:
            raise self._trouble(error) from error

    def state(self, statements: Iterable[Statement]) -> None:
        """Take in plain statements, which no claim makes."""
        for each in statements:
            ends = [self._number(iri) for iri in (each.subject, each.relation, each.object)]
            given = (*ends, None, "AssertedFact", "Positive", "Accepted", *[None] * 7)
            self._db.execute(STATE, given)
            self._need([ends[0], ends[2]])

    def finish(self, relations: Mapping[Iri, Relation]) -> Index:
        """Work out what follows from all records, and close the file for writing.

        Args:
            relations: The relations that the graph knows.

        Raises:
            StoreError: The file cannot be written.
        """
        try:
            self._write_few(relations)
            self._complete(relations)
            self._db.executescript(INDEXES)
            self._overlay(relations)
            self._supersede()
            self._name()
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

    def _number(self, iri: Iri) -> int:
        known = self._numbers.get(iri)
        if known is not None:
            return known
        if len(self._numbers) >= KEPT_NUMBERS:
            self._numbers.clear()
        made = self._db.execute("INSERT OR IGNORE INTO thing (iri) VALUES (?)", (iri,))
        if made.rowcount:
            number = int(made.lastrowid or 0)
        else:
            (number,) = self._db.execute("SELECT id FROM thing WHERE iri = ?", (iri,)).fetchone()
        self._numbers[iri] = number
        return number

    def _need(self, things: Iterable[int]) -> None:
        """Note what is spoken of, and so has to be shown even if nothing describes it."""
        rows = ((thing,) for thing in things)
        self._db.executemany("INSERT OR IGNORE INTO needed VALUES (?)", rows)

    def _add_claim(self, claim: Claim) -> None:
        predicate = self._number(claim.predicate)
        made = self._db.execute(
            "INSERT OR IGNORE INTO claim (iri, predicate, modality, status, record)"
            " VALUES (?, ?, ?, ?, ?)",
            (claim.iri, predicate, claim.modality, claim.status, _json(claim)),
        )
        if not made.rowcount:
            return
        number = made.lastrowid
        named = [self._number(iri) for iri in sorted(claim.named)]
        self._db.executemany("INSERT INTO mention VALUES (?, ?)", ((n, number) for n in named))
        self._need(named)
        if claim.probable_speaker is not None:
            self._need([self._number(claim.probable_speaker)])
        cited = {place.source for place in claim.evidence} | {claim.primary_source or ""}
        rows = ((iri, number) for iri in sorted(cited - {""}))
        self._db.executemany("INSERT INTO citation VALUES (?, ?)", rows)
        links = ((link.claim, link.kind, link.other, link.by) for link in claim.links)
        self._db.executemany("INSERT INTO link VALUES (?, ?, ?, ?)", links)
        self._note_span(claim)
        if claim.object is not None:
            given = (
                self._number(claim.subject),
                predicate,
                self._number(claim.object),
                number,
                claim.modality,
                claim.polarity,
                claim.status,
                claim.tense,
                claim.said_earliest,
                claim.said_latest,
                *claim.holds,
            )
            self._db.execute(STATE, given)

    def _note_span(self, claim: Claim) -> None:
        given = filter(None, (*claim.holds, claim.said_earliest, claim.said_latest, *self._span))
        instants = sorted(given)
        if instants:
            self._span = (instants[0], instants[-1])

    def _add_entity(self, entity: Entity) -> None:
        number = self._number(entity.iri)
        query = "SELECT record FROM entity WHERE id = ?"
        known = self._db.execute(query, (number,)).fetchone()
        if known is not None:
            entity = united(from_record(Entity, json.loads(known[0])), entity)
        row = (number, entity.type, _json(entity))
        self._db.execute("INSERT OR REPLACE INTO entity VALUES (?, ?, 1, ?)", row)

    def _write_few(self, relations: Mapping[Iri, Relation]) -> None:
        newest = max((s.updated for s in self._sources() if s.updated), default=None)
        self._db.execute("INSERT INTO edition VALUES (?, ?)", (_json(self._edition), newest))
        self._db.execute("INSERT INTO span VALUES (?, ?)", self._span)
        rows = ((iri, _json(relation)) for iri, relation in sorted(relations.items()))
        self._db.executemany("INSERT INTO relation VALUES (?, ?)", rows)

    def _sources(self) -> list[Source]:
        return Index(self._db, owned=False).sources()

    def _complete(self, relations: Mapping[Iri, Relation]) -> None:
        """Make a source of what is cited and an entity of what is spoken of, if nothing did."""
        cited = "SELECT DISTINCT source FROM citation WHERE source NOT IN (SELECT iri FROM source)"
        for (iri,) in self._db.execute(cited).fetchall():
            made = _json(Source(iri, local_name(iri)))
            self._db.execute("INSERT INTO source VALUES (?, ?)", (iri, made))
        spoken_of = self._db.execute(
            "SELECT id, thing.iri FROM needed JOIN thing ON thing.id = needed.thing"
            " WHERE id NOT IN (SELECT id FROM entity)"
            " AND thing.iri NOT IN (SELECT iri FROM claim)"
            " AND thing.iri NOT IN (SELECT iri FROM source)"
        )
        for number, iri in spoken_of.fetchall():
            if iri not in relations and not iri.startswith("_:"):
                row = (number, "Thing", _json(Entity(iri, local_name(iri), "Thing")))
                self._db.execute("INSERT INTO entity VALUES (?, ?, 0, ?)", row)
        # What has no end in the graph of entities can be walked by nobody.
        self._db.execute(
            "DELETE FROM statement WHERE subject NOT IN (SELECT id FROM entity)"
            " OR object NOT IN (SELECT id FROM entity)"
        )

    def _overlay(self, relations: Mapping[Iri, Relation]) -> None:
        reader = Index(self._db, owned=False)
        sources = {source.iri: source for source in reader.sources()}
        exclusive = [iri for iri, relation in relations.items() if relation.exclusive]
        wanted = (c for c in reader.claims_to_compare(exclusive) if concerns(c, relations))
        touched = {claim.iri: claim for claim in wanted}
        negative = [claim for claim in touched.values() if claim.polarity == "Negative"]
        denied = {statement(claim) for claim in negative}
        for claim in (each for no in negative for each in reader.claims(no.subject)):
            if statement(claim) in denied:
                touched[claim.iri] = claim
        laid = overlays(touched.values(), relations, sources)
        for iri, overlay in sorted(laid.items()):
            self._lay_over(iri, overlay)
        if laid:
            row = (self._number(REASONER.iri), REASONER.type, _json(REASONER))
            self._db.execute("INSERT OR IGNORE INTO entity VALUES (?, ?, 0, ?)", row)

    def _lay_over(self, iri: Iri, overlay: Overlay) -> None:
        query = "SELECT id FROM claim WHERE iri = ?"
        (number,) = self._db.execute(query, (iri,)).fetchone()
        update = "UPDATE claim SET overlay = ?, status = coalesce(?, status) WHERE id = ?"
        self._db.execute(update, (_json(overlay), overlay.status, number))
        if overlay.status is not None:
            update = "UPDATE statement SET status = ? WHERE claim = ?"
            self._db.execute(update, (overlay.status, number))
        if overlay.holds is not None:
            self._db.execute(
                "UPDATE statement SET start_earliest = ?, start_latest = ?, end_earliest = ?,"
                " end_latest = ? WHERE claim = ?",
                (*overlay.holds, number),
            )
        links = ((link.claim, link.kind, link.other, link.by) for link in overlay.links)
        self._db.executemany("INSERT INTO link VALUES (?, ?, ?, ?)", links)

    def _supersede(self) -> None:
        self._db.execute(
            "UPDATE statement SET superseded = 1 WHERE claim IN (SELECT older.id FROM link"
            " JOIN claim AS older ON older.iri = link.other"
            " JOIN claim AS newer ON newer.iri = link.claim"
            " WHERE kind = 'supersedes' AND newer.status = 'Accepted')"
        )

    def _name(self) -> None:
        for entity in Index(self._db, owned=False).entities():
            number = self._number(entity.iri)
            for text in dict.fromkeys([entity.label, *(name.text for name in entity.aliases)]):
                folded = fold(text)
                if folded:
                    row = self._db.execute(
                        "INSERT INTO name (entity, folded, text) VALUES (?, ?, ?)",
                        (number, folded, text),
                    )
                    words = ((word, row.lastrowid) for word in sorted(set(folded.split())))
                    self._db.executemany("INSERT INTO word VALUES (?, ?)", words)


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
        aliases=tuple(sorted(kept, key=lambda name: (name.lang, name.text))),
        article=first.article or second.article,
    )


def _json(thing: NamedTuple) -> str:
    return as_json(thing)
