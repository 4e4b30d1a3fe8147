"""Own the index: entities, names, claims and statements in one SQLite file, for quick look-ups.

The index is a derived, disposable form of the RDF. It answers what the command line asks most
(who bears this name, what touches this entity) without starting an RDF engine.
"""

import json
import sqlite3
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from astrograph.codec.records import from_record, to_record
from astrograph.errors import StoreError
from astrograph.model import (
    Claim,
    Edition,
    Entity,
    Interval,
    Iri,
    Relation,
    Source,
)
from astrograph.store.names import fold

if TYPE_CHECKING:
    from pathlib import Path

    from astrograph.codec.decode import Content

T = TypeVar("T", bound=NamedTuple)

FORMAT = 3
"""The version of the tables; an index of another version is rebuilt."""

MOST_WORDS = 100
"""No name has more words than this; SQLite refuses to look for many more at once."""

SUPPLIED = ("ontology", "graphs", "direct")
"""What may have been added to the RDF to make it whole."""

SCHEMA = """
CREATE TABLE edition (record TEXT);
CREATE TABLE supplied (kind TEXT PRIMARY KEY, triples TEXT) WITHOUT ROWID;
CREATE TABLE relation (iri TEXT PRIMARY KEY, record TEXT) WITHOUT ROWID;
CREATE TABLE source (iri TEXT PRIMARY KEY, record TEXT) WITHOUT ROWID;
CREATE TABLE entity (iri TEXT PRIMARY KEY, type TEXT, record TEXT) WITHOUT ROWID;
CREATE TABLE name (id INTEGER PRIMARY KEY, entity TEXT, folded TEXT, text TEXT);
CREATE INDEX name_folded ON name (folded);
CREATE TABLE word (word TEXT, name INTEGER, PRIMARY KEY (word, name)) WITHOUT ROWID;
CREATE TABLE claim (iri TEXT PRIMARY KEY, record TEXT) WITHOUT ROWID;
CREATE TABLE link (claim TEXT, kind TEXT, other TEXT, by TEXT);
CREATE INDEX link_other ON link (other);
CREATE TABLE statement (
  subject TEXT, relation TEXT, object TEXT, claim TEXT, modality TEXT, polarity TEXT, status TEXT,
  tense TEXT, superseded INTEGER,
  start_earliest TEXT, start_latest TEXT, end_earliest TEXT, end_latest TEXT
);
CREATE INDEX statement_subject ON statement (subject);
CREATE INDEX statement_object ON statement (object);
CREATE TABLE mention (entity TEXT, claim TEXT, PRIMARY KEY (entity, claim)) WITHOUT ROWID;
"""


class Index:
    """A read-only index; made by `Index.build`, opened by `Index.open`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Wrap a connection to a finished index."""
        self._db = connection
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

    @classmethod
    def build(
        cls, content: "Content", supplied: Mapping[str, str], path: "Path | None" = None
    ) -> "Index":
        """Write an index of some content, to a new file or (without a path) in memory.

        Args:
            content: What the RDF says.
            supplied: What was added to the RDF to make it whole, as N-Triples by kind.
            path: The file to make.
        """
        index = cls(sqlite3.connect(":memory:" if path is None else str(path)))
        try:
            with index._db as connection:
                connection.executescript(SCHEMA)
                _fill(connection, content)
                connection.executemany("INSERT INTO supplied VALUES (?, ?)", supplied.items())
                connection.execute(f"PRAGMA user_version = {FORMAT}")
        except sqlite3.Error as error:
            index.close()
            raise StoreError(f"cannot write the index {path}: {error}") from error
        return index

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def edition(self) -> Edition:
        """Return where the graph stands in time."""
        (text,) = self._db.execute("SELECT record FROM edition").fetchone()
        return from_record(Edition, json.loads(text))

    def supplied(self, kind: str) -> str:
        """Return what was added to the RDF, as N-Triples, of one of the kinds in `SUPPLIED`."""
        query = "SELECT triples FROM supplied WHERE kind = ?"
        (triples,) = self._db.execute(query, (kind,)).fetchone()
        return str(triples)

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
        return self._one(Entity, "entity", iri)

    def entities(self) -> Iterator[Entity]:
        """Yield every entity, in order of IRI."""
        for (text,) in self._db.execute("SELECT record FROM entity ORDER BY iri"):
            yield from_record(Entity, json.loads(text))

    def claim(self, iri: Iri) -> Claim | None:
        """Return one claim, whole."""
        return self._one(Claim, "claim", iri)

    def claims(self, about: Iri | None = None) -> Iterator[Claim]:
        """Yield the claims that name an entity in any role, or all, in order of IRI."""
        query = "SELECT record FROM claim ORDER BY iri"
        given: tuple[str, ...] = ()
        if about is not None:
            query = (
                "SELECT record FROM mention JOIN claim ON claim.iri = mention.claim"
                " WHERE mention.entity = ? ORDER BY iri"
            )
            given = (about,)
        for (text,) in self._db.execute(query, given):
            yield from_record(Claim, json.loads(text))

    def links_to(self, claim: Iri) -> list[tuple[Iri, str, Iri | None]]:
        """Return the links that point at a claim: (from, kind, asserted by)."""
        query = "SELECT claim, kind, by FROM link WHERE other = ? ORDER BY kind, claim"
        return list(self._db.execute(query, (claim,)))

    def stated(self, entity: Iri | None = None) -> Iterator[tuple[Claim, bool]]:
        """Yield what is positively stated between entities, as light claims.

        Args:
            entity: Only what has this entity as subject or object; ``None`` for everything.

        Yields:
            A claim that carries only what the rule of derivation needs (its IRI is empty for a
            plain statement without a claim), and whether an accepted claim supersedes it.
        """
        query = "SELECT * FROM statement WHERE polarity = 'Positive'"
        if entity is None:
            rows = self._db.execute(query)
        else:
            rows = self._db.execute(
                f"{query} AND subject = ? UNION ALL {query} AND object = ? AND subject <> ?",
                (entity,) * 3,
            )
        for row in rows:
            subject, relation, target, iri, modality, polarity, status, tense, over, *bounds = row
            yield (
                Claim(
                    iri=iri or "",
                    subject=subject,
                    predicate=relation,
                    object=target,
                    modality=modality,
                    polarity=polarity,
                    status=status,
                    tense=tense,
                    holds=Interval(*bounds),
                ),
                bool(over),
            )

    def names(self) -> list[tuple[str, str, Iri]]:
        """Return every name: (folded, as printed, entity)."""
        return list(self._db.execute("SELECT folded, text, entity FROM name ORDER BY id"))

    def names_equal(self, folded: str) -> list[tuple[str, str, Iri]]:
        """Return the names that are equal to a folded text."""
        query = "SELECT folded, text, entity FROM name WHERE folded = ? ORDER BY id"
        return list(self._db.execute(query, (folded,)))

    def names_with_words(self, words: Sequence[str], *, prefix: bool) -> list[tuple[str, str, Iri]]:
        """Return the names that hold all the words, whole or (with ``prefix``) begun."""
        if len(words) > MOST_WORDS:
            return []
        test = "word >= ? AND word < ? || char(1114111)" if prefix else "word = ?"
        step = f"SELECT name FROM word WHERE {test}"
        given = [part for word in words for part in ((word, word) if prefix else (word,))]
        query = (
            f"SELECT folded, text, entity FROM name WHERE id IN"
            f" ({' INTERSECT '.join([step] * len(words))}) ORDER BY id"
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
                "SELECT json_extract(record, '$.predicate'), count(*) FROM claim GROUP BY 1"
                " UNION ALL SELECT relation, count(*) FROM statement WHERE claim IS NULL GROUP BY 1"
            ),
            "status": (
                "SELECT coalesce(json_extract(record, '$.status'), 'Accepted'), count(*)"
                " FROM claim GROUP BY 1"
            ),
            "modality": (
                "SELECT coalesce(json_extract(record, '$.modality'), 'AssertedFact'), count(*)"
                " FROM claim GROUP BY 1"
            ),
            "source": (
                "SELECT source, count(*) FROM"
                " (SELECT json_extract(place.value, '$.source') AS source, claim.iri"
                " FROM claim, json_each(claim.record, '$.evidence') AS place"
                " UNION SELECT json_extract(record, '$.primary_source'), iri FROM claim)"
                " WHERE source IS NOT NULL GROUP BY 1"
            ),
        }
        return dict(sorted(self._db.execute(queries[what])))


def _fill(db: sqlite3.Connection, content: "Content") -> None:
    db.execute("INSERT INTO edition VALUES (?)", (_json(content.edition),))
    kept: tuple[tuple[str, Mapping[Iri, NamedTuple]], ...] = (
        ("relation", content.relations),
        ("source", content.sources),
    )
    for table, things in kept:
        records = ((iri, _json(thing)) for iri, thing in sorted(things.items()))
        db.executemany(f"INSERT INTO {table} VALUES (?, ?)", records)
    for iri, entity in sorted(content.entities.items()):
        db.execute("INSERT INTO entity VALUES (?, ?, ?)", (iri, entity.type, _json(entity)))
        _add_names(db, entity)
    accepted = {claim.iri for claim in content.claims.values() if claim.status == "Accepted"}
    links = [link for claim in content.claims.values() for link in claim.links]
    superseded = {
        link.other for link in links if link.kind == "supersedes" and link.claim in accepted
    }
    rows = ((link.claim, link.kind, link.other, link.by) for link in links)
    db.executemany("INSERT INTO link VALUES (?, ?, ?, ?)", rows)
    for iri, claim in sorted(content.claims.items()):
        db.execute("INSERT INTO claim VALUES (?, ?)", (iri, _json(claim)))
        mentions = ((each, iri) for each in sorted(claim.named))
        db.executemany("INSERT INTO mention VALUES (?, ?)", mentions)
    _add_statements(db, content, superseded)


def _json(thing: NamedTuple) -> str:
    return json.dumps(to_record(thing), ensure_ascii=False)


def _add_names(db: sqlite3.Connection, entity: Entity) -> None:
    texts = dict.fromkeys([entity.label, *(name.text for name in entity.aliases)])
    for text in texts:
        folded = fold(text)
        if folded:
            row = db.execute(
                "INSERT INTO name (entity, folded, text) VALUES (?, ?, ?)",
                (entity.iri, folded, text),
            )
            words = ((word, row.lastrowid) for word in sorted(set(folded.split())))
            db.executemany("INSERT INTO word VALUES (?, ?)", words)


def _add_statements(db: sqlite3.Connection, content: "Content", superseded: set[Iri]) -> None:
    rows: Iterable[tuple[object, ...]] = (
        (
            claim.subject,
            claim.predicate,
            claim.object,
            claim.iri,
            claim.modality,
            claim.polarity,
            claim.status,
            claim.tense,
            int(claim.iri in superseded),
            claim.holds.start_earliest,
            claim.holds.start_latest,
            claim.holds.end_earliest,
            claim.holds.end_latest,
        )
        for _, claim in sorted(content.claims.items())
        if claim.object in content.entities and claim.subject in content.entities
    )
    db.executemany(f"INSERT INTO statement VALUES ({', '.join('?' * 13)})", rows)
    plain = (
        (each.subject, each.relation, each.object, None, "AssertedFact", "Positive", "Accepted")
        for each in content.statements
    )
    db.executemany(
        "INSERT INTO statement (subject, relation, object, claim, modality, polarity, status,"
        " superseded) VALUES (?, ?, ?, ?, ?, ?, ?, 0)",
        plain,
    )
