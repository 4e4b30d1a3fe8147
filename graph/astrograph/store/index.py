"""Own the index: entities, names, claims and statements in one SQLite file, for quick look-ups.

The index is a derived, disposable form of the RDF. It answers what the command line asks most
(who bears this name, what touches this entity) without starting an RDF engine.
"""

import json
import sqlite3
import weakref
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from astrograph.codec.records import from_record
from astrograph.disagreement import REASONER
from astrograph.errors import StoreError
from astrograph.model import (
    Claim,
    Edition,
    Entity,
    Instant,
    Interval,
    Iri,
    Overlay,
    Record,
    Relation,
    Remainder,
    Source,
)

if TYPE_CHECKING:
    from pathlib import Path

T = TypeVar("T", bound=NamedTuple)

FORMAT = 5
"""The version of the tables; an index of another version is rebuilt."""

MOST_WORDS = 100
"""No name has more words than this; SQLite refuses to look for many more at once."""

SCHEMA = """
CREATE TABLE edition (record TEXT, newest TEXT);
CREATE TABLE span (earliest TEXT, latest TEXT);
CREATE TABLE remainder (id INTEGER PRIMARY KEY, text TEXT UNIQUE);
CREATE TABLE relation (iri TEXT PRIMARY KEY, record TEXT) WITHOUT ROWID;
CREATE TABLE source (iri TEXT PRIMARY KEY, record TEXT) WITHOUT ROWID;
CREATE TABLE thing (id INTEGER PRIMARY KEY, iri TEXT UNIQUE);
CREATE TABLE entity (id INTEGER PRIMARY KEY, type TEXT, described INTEGER, record TEXT);
CREATE TABLE name (id INTEGER PRIMARY KEY, entity INTEGER, folded TEXT, text TEXT);
CREATE TABLE word (word TEXT, name INTEGER, PRIMARY KEY (word, name)) WITHOUT ROWID;
CREATE TABLE claim (
  id INTEGER PRIMARY KEY, iri TEXT UNIQUE, predicate INTEGER, modality TEXT, status TEXT,
  record TEXT, overlay TEXT
);
CREATE TABLE citation (source TEXT, claim INTEGER, PRIMARY KEY (source, claim)) WITHOUT ROWID;
CREATE TABLE link (claim TEXT, kind TEXT, other TEXT, by TEXT);
CREATE TABLE statement (
  subject INTEGER, relation INTEGER, object INTEGER, claim INTEGER, modality TEXT, polarity TEXT,
  status TEXT, tense TEXT, superseded INTEGER, said_earliest TEXT, said_latest TEXT,
  start_earliest TEXT, start_latest TEXT, end_earliest TEXT, end_latest TEXT
);
CREATE TABLE mention (thing INTEGER, claim INTEGER, PRIMARY KEY (thing, claim)) WITHOUT ROWID;
"""

INDEXES = """
CREATE INDEX name_folded ON name (folded);
CREATE INDEX link_claim ON link (claim);
CREATE INDEX link_other ON link (other);
CREATE INDEX statement_subject ON statement (subject, object);
CREATE INDEX statement_object ON statement (object);
CREATE INDEX statement_claim ON statement (claim);
"""
"""Made once the tables are full, which is quicker than to keep them up while they fill."""


NAMES = "SELECT folded, text, iri FROM name JOIN thing ON thing.id = entity"
STATED = """
SELECT s.iri, r.iri, o.iri, claim.iri, statement.modality, polarity, statement.status, tense,
  superseded, said_earliest, said_latest, start_earliest, start_latest, end_earliest, end_latest
FROM statement
JOIN thing AS s ON s.id = subject
JOIN thing AS r ON r.id = relation
JOIN thing AS o ON o.id = object
LEFT JOIN claim ON claim.id = statement.claim
"""


class Index:
    """A read-only index; made by `astrograph.store.build`, opened by `Index.open`."""

    def __init__(self, connection: sqlite3.Connection, *, owned: bool = True) -> None:
        """Wrap a connection to an index, which is closed with it if it is owned."""
        self._db = connection
        if owned:
            # Whoever opens a store need not close it.
            weakref.finalize(self, connection.close)

    @classmethod
    def open(cls, path: "Path") -> "Index":
        """Open an index file read-only.

        Raises:
            StoreError: The file is missing or not an index of this version.
        """
        from urllib.parse import quote

        address = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
        index = None
        try:
            index = cls(sqlite3.connect(address, uri=True))
            index.validate(path)
        except (sqlite3.Error, StoreError) as error:
            if index is not None:
                index.close()
            raise StoreError(f"cannot read the index {path}: {error}") from error
        return index

    def validate(self, path: "Path") -> None:
        """Make sure that a file is a whole index of this version.

        Raises:
            StoreError: It is not.
            sqlite3.Error: It is no database at all.
        """
        read = self._db.execute
        (version,), (pages,), (size,) = (
            read(f"PRAGMA {name}").fetchone()
            for name in ("user_version", "page_count", "page_size")
        )
        if path.stat().st_size != pages * size:
            raise StoreError("it is damaged")
        if version != FORMAT:
            raise StoreError(f"it has format {version}, not {FORMAT}")

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def edition(self) -> Edition:
        """Return where the graph stands in time.

        A graph that does not say so stands at the newest date of its sources.
        """
        text, newest = self._db.execute("SELECT record, newest FROM edition").fetchone()
        edition = from_record(Edition, json.loads(text))
        return edition._replace(date=edition.date or newest)

    def relations(self) -> dict[Iri, Relation]:
        """Return every relation that the graph knows, by IRI."""
        rows = self._db.execute("SELECT iri, record FROM relation ORDER BY iri")
        return {iri: from_record(Relation, json.loads(text)) for iri, text in rows}

    def relation(self, iri: Iri) -> Relation | None:
        """Return one relation."""
        return self._one(Relation, "relation", iri)

    def _one(self, kind: type[T], table: str, iri: Iri) -> T | None:
        query = f"SELECT record FROM {table} WHERE iri = ?"
        row = self._db.execute(query, (iri,)).fetchone()
        return None if row is None else from_record(kind, json.loads(row[0]))

    def sources(self) -> list[Source]:
        """Return every source, in order of IRI."""
        rows = self._db.execute("SELECT record FROM source ORDER BY iri")
        return [from_record(Source, json.loads(text)) for (text,) in rows]

    def source(self, iri: Iri) -> Source | None:
        """Return one source."""
        return self._one(Source, "source", iri)

    def entity(self, iri: Iri) -> Entity | None:
        """Return one entity."""
        query = "SELECT record FROM entity WHERE id = (SELECT id FROM thing WHERE iri = ?)"
        row = self._db.execute(query, (iri,)).fetchone()
        return None if row is None else from_record(Entity, json.loads(row[0]))

    def entities(self) -> Iterator[Entity]:
        """Yield every entity, in order of IRI."""
        query = "SELECT record FROM thing JOIN entity USING (id) ORDER BY iri"
        for (text,) in self._db.execute(query):
            yield from_record(Entity, json.loads(text))

    def claim(self, iri: Iri) -> Claim | None:
        """Return one claim, whole."""
        query = "SELECT record, overlay FROM claim WHERE iri = ?"
        row = self._db.execute(query, (iri,)).fetchone()
        return None if row is None else _claim(*row)

    def claims(
        self, about: Iri | None = None, *, without: Collection[Iri] = (), linked: bool = False
    ) -> Iterator[Claim]:
        """Yield the claims that name an entity in any role, or all; unwanted ones are not read."""
        query = "SELECT iri, record, overlay FROM claim WHERE true"
        given: tuple[str, ...] = ()
        if about is not None:
            query = (
                "SELECT iri, record, overlay FROM mention JOIN claim ON claim.id = mention.claim"
                " WHERE mention.thing = (SELECT id FROM thing WHERE iri = ?)"
            )
            given = (about,)
        if linked:
            query += " AND (status = 'Disputed' OR iri IN (SELECT claim FROM link"
            query += " UNION SELECT other FROM link))"
        for iri, *row in self._db.execute(f"{query} ORDER BY iri", given):
            if iri not in without:
                yield _claim(*row)

    def as_asserted(self, iri: Iri) -> Claim | None:
        """Return one claim without what rules add to it."""
        row = self._db.execute("SELECT record FROM claim WHERE iri = ?", (iri,)).fetchone()
        return None if row is None else _claim(row[0], None)

    def linked(self) -> set[Iri]:
        """Return the claims that a link leaves or reaches."""
        return {iri for row in self._db.execute("SELECT claim, other FROM link") for iri in row}

    def claims_to_compare(self, relations: Sequence[Iri]) -> Iterator[Claim]:
        """Yield the claims of some relations, and every negative one, in order of IRI."""
        query = (
            "SELECT record, overlay FROM claim WHERE predicate IN (SELECT id FROM thing"
            " WHERE iri IN (SELECT value FROM json_each(?)))"
            ' OR instr(record, \'"polarity":"Negative"\') ORDER BY iri'
        )
        for row in self._db.execute(query, (json.dumps(relations),)):
            yield _claim(*row)

    def counting(self) -> Iterator[tuple[Claim, bool]]:
        """Yield the claims that make a direct triple, and whether an accepted one supersedes each.

        Those of values are among them; none carries its evidence and links.
        """
        superseded = {
            iri
            for (iri,) in self._db.execute(
                "SELECT other FROM link JOIN claim ON claim.iri = link.claim"
                " WHERE kind = 'supersedes' AND status = 'Accepted'"
            )
        }
        query = (
            "SELECT record, overlay FROM claim WHERE status = 'Accepted'"
            " AND modality IN ('AssertedFact', 'Plan') ORDER BY iri"
        )
        for record, overlay in self._db.execute(query):
            claim = _claim(record, overlay, beside=("evidence", "links"))
            if claim.polarity == "Positive":
                yield claim, claim.iri in superseded

    def overlays(self) -> Iterator[tuple[Iri, Overlay]]:
        """Yield what rules add to claims, in order of the claims' IRIs."""
        query = "SELECT iri, overlay FROM claim WHERE overlay IS NOT NULL ORDER BY iri"
        for iri, text in self._db.execute(query):
            yield iri, from_record(Overlay, json.loads(text))

    def records(self) -> Iterator[Record]:
        """Yield what was asserted, as records: without what rules add, without what they infer."""
        return self._records("SELECT record, NULL FROM claim ORDER BY iri")

    def effective(self) -> Iterator[Record]:
        """Yield everything as records, what rules add to claims included, and who adds it."""
        yield from self._records("SELECT record, overlay FROM claim ORDER BY iri")
        reasoner = self.entity(REASONER.iri)
        if reasoner is not None:
            yield reasoner

    def size(self) -> int:
        """Count the records."""
        tables = ("source", "entity", "claim", "remainder")
        counts = (self._db.execute(f"SELECT count(*) FROM {name}").fetchone() for name in tables)
        return sum(int(number) for (number,) in counts)

    def _records(self, claims: str) -> Iterator[Record]:
        (text,) = self._db.execute("SELECT record FROM edition").fetchone()
        edition = from_record(Edition, json.loads(text))
        if edition != Edition():
            yield edition
        yield from self.sources()
        described = "SELECT record FROM thing JOIN entity USING (id) WHERE described ORDER BY iri"
        for (text,) in self._db.execute(described):
            yield from_record(Entity, json.loads(text))
        for row in self._db.execute(claims):
            yield _claim(*row)
        for (text,) in self._db.execute("SELECT text FROM remainder ORDER BY id"):
            yield Remainder(text)

    def links_to(self, claim: Iri) -> list[tuple[Iri, str, Iri | None]]:
        """Return the links that point at a claim: (from, kind, asserted by)."""
        query = "SELECT claim, kind, by FROM link WHERE other = ? ORDER BY kind, claim"
        return list(self._db.execute(query, (claim,)))

    def stated(
        self, entity: Iri | None = None, other: Iri | None = None
    ) -> Iterator[tuple[Claim, bool]]:
        """Yield what is positively stated between entities, as light claims.

        Args:
            entity: Only what has this entity as subject or object; ``None`` for everything.
            other: Only what has this one at its other end.

        Yields:
            A claim that carries only what the rule of derivation needs (its IRI is empty for a
            plain statement without a claim), and whether an accepted claim supersedes it.
        """
        for row in self._db.execute(*_stated(self._id(entity), self._id(other))):
            yield _light(row)

    def _id(self, iri: Iri | None) -> int | None:
        """Return the number of a thing; -1 for one that is not there."""
        if iri is None:
            return None
        row = self._db.execute("SELECT id FROM thing WHERE iri = ?", (iri,)).fetchone()
        return -1 if row is None else int(row[0])

    def names(self) -> list[tuple[str, str, Iri]]:
        """Return every name: (folded, as printed, entity)."""
        return list(self._db.execute(f"{NAMES} ORDER BY name.id"))

    def names_equal(self, folded: str) -> list[tuple[str, str, Iri]]:
        """Return the names that are equal to a folded text."""
        query = f"{NAMES} WHERE folded = ? ORDER BY name.id"
        return list(self._db.execute(query, (folded,)))

    def names_with_words(self, words: Sequence[str], *, prefix: bool) -> list[tuple[str, str, Iri]]:
        """Return the names that hold all the words, whole or (with ``prefix``) begun."""
        if len(words) > MOST_WORDS:
            return []
        test = "word >= ? AND word < ? || char(1114111)" if prefix else "word = ?"
        step = f"SELECT name FROM word WHERE {test}"
        given = [part for word in words for part in ((word, word) if prefix else (word,))]
        query = (
            f"{NAMES} WHERE name.id IN ({' INTERSECT '.join([step] * len(words))}) ORDER BY name.id"
        )
        return list(self._db.execute(query, given)) if words else []

    def count(self, what: str) -> dict[str, int]:
        """Count entities by ``type``, or statements and claims by a field of theirs.

        Args:
            what: ``type``, ``relation``, ``status``, ``modality`` or ``source``.
        """
        queries = {
            "type": "SELECT type, count(*) FROM entity GROUP BY 1",
            "relation": (
                "SELECT iri, n FROM (SELECT predicate, count(*) AS n FROM claim GROUP BY 1"
                " UNION ALL SELECT relation, count(*) FROM statement"
                " WHERE claim IS NULL GROUP BY 1)"
                " JOIN thing ON thing.id = predicate"
            ),
            "status": "SELECT status, count(*) FROM claim GROUP BY 1",
            "modality": "SELECT modality, count(*) FROM claim GROUP BY 1",
            "source": "SELECT source, count(*) FROM citation GROUP BY 1",
        }
        return dict(sorted(self._db.execute(queries[what])))

    def span(self) -> tuple[Instant, Instant] | None:
        """Return the earliest and the latest instant that claims give, if they give any."""
        text = self._db.execute("SELECT earliest, latest FROM span").fetchone()
        return None if text is None or text[0] is None else (text[0], text[1])


def _claim(record: str, overlay: str | None, beside: Sequence[str] = ()) -> Claim:
    fields = json.loads(record)
    for name in beside:
        fields.pop(name, None)
    claim = from_record(Claim, fields)
    if overlay is None:
        return claim
    return claim.under(from_record(Overlay, json.loads(overlay)))


def _stated(entity: int | None, other: int | None) -> tuple[str, tuple[int, ...]]:
    query = f"{STATED} WHERE polarity = 'Positive'"
    if entity is None:
        return query, ()
    if other is None:
        either = f"{query} AND subject = ? UNION ALL {query} AND object = ? AND subject <> ?"
        return either, (entity,) * 3
    between = f"{query} AND subject = ? AND object = ?"
    return f"{between} UNION ALL {between}", (entity, other, other, entity)


def _light(row: tuple[Any, ...]) -> tuple[Claim, bool]:
    subject, relation, target, iri, modality, polarity, status, tense, over, said, by, *holds = row
    claim = Claim(
        iri=iri or "",
        subject=subject,
        predicate=relation,
        object=target,
        modality=modality,
        polarity=polarity,
        status=status,
        tense=tense,
        said_earliest=said,
        said_latest=by,
        holds=Interval(*holds),
    )
    return claim, bool(over)
