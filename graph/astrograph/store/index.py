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
    Iri,
    Overlay,
    Record,
    Relation,
    Remainder,
    Source,
)
from astrograph.store.light import LightClaims
from astrograph.store.naming import Names
from astrograph.store.narrowing import ANY
from astrograph.store.schema import FORMAT

if TYPE_CHECKING:
    from pathlib import Path

    from astrograph.store.narrowing import Narrowing

T = TypeVar("T", bound=NamedTuple)

NAMING = """
(SELECT claim FROM statement WHERE subject = :thing
 UNION SELECT claim FROM statement WHERE object = :thing
 UNION SELECT claim FROM mention WHERE thing = :thing)
"""
NAMING_BOTH = """
(SELECT claim FROM statement WHERE subject = :thing AND object = :other
 UNION SELECT claim FROM statement WHERE subject = :other AND object = :thing
 UNION SELECT claim FROM mention JOIN statement USING (claim)
   WHERE thing = :thing AND :other IN (subject, object)
 UNION SELECT claim FROM mention JOIN statement USING (claim)
   WHERE thing = :other AND :thing IN (subject, object)
 UNION SELECT one.claim FROM mention AS one JOIN mention AS two USING (claim)
   WHERE one.thing = :thing AND two.thing = :other)
"""
MAPPED = 1 << 28
"""How many bytes of the file are mapped into memory: what lies there is read without being copied,
and all that read it share it."""

NAMED = "naming CROSS JOIN claim ON claim.id = naming.claim"
CLAIMS = "SELECT iri, text, overlay FROM claim CROSS JOIN record ON claim = id"


class Index:
    """A read-only index; made by `astrograph.store.build`, opened by `Index.open`."""

    def __init__(self, connection: sqlite3.Connection, *, owned: bool = True) -> None:
        """Wrap a connection to an index, which is closed with it if it is owned."""
        self._db = connection
        self._light = LightClaims(connection)
        self.names = Names(connection)
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
            # Garbage is collected in any thread, and what it closes with it.
            connection = sqlite3.connect(address, uri=True, check_same_thread=False)
            connection.execute(f"PRAGMA mmap_size = {MAPPED}")
            index = cls(connection)
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

    def select(
        self, query: str, given: "Sequence[object] | dict[str, object]" = ()
    ) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query of one's own; `astrograph.store.schema` has the tables."""
        return self._db.execute(query, given)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def stamp(self) -> int:
        """Return the number that this index is known by: a checksum of all that went into it."""
        (stamp,) = self._db.execute("SELECT stamp FROM edition").fetchone()
        return int(stamp)

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
        row = self._db.execute(f"{CLAIMS} WHERE iri = ?", (iri,)).fetchone()
        return None if row is None else _claim(*row[1:])

    def claims(
        self,
        about: Iri | None = None,
        *,
        also: Iri | None = None,
        without: Collection[Iri] = (),
        disputed: bool = False,
        like: "Narrowing" = ANY,
    ) -> Iterator[Claim]:
        """Yield the claims that name an entity in any role, or all; unwanted ones are not read."""
        chosen, given = self._chosen(about, also, like, " CROSS JOIN record ON record.claim = id")
        if disputed:
            chosen += " AND claim.id IN disputed"
        query = f"SELECT iri, text, overlay FROM {chosen} ORDER BY iri"
        for iri, *row in self._db.execute(query, given):
            if iri not in without:
                yield _claim(*row)

    def count_claims(self, about: Iri | None = None, like: "Narrowing" = ANY) -> int:
        """Count the claims that name an entity in any role, or all, without reading any."""
        chosen, given = self._chosen(about, None, like)
        ((number,),) = self._db.execute(f"SELECT count(*) FROM {chosen}", given)
        return int(number)

    def _chosen(
        self, about: Iri | None, also: Iri | None, like: "Narrowing", joined: str = ""
    ) -> tuple[str, dict[str, object]]:
        """Return where to select claims from, and the values of the parameters there."""
        condition, given = like.condition(one_by_one=about is not None)
        where = "claim"
        if about is not None:
            where = f"{NAMING if also is None else NAMING_BOTH} AS {NAMED}"
        ends = {"thing": self._id(about), "other": self._id(also)}
        return f"{where}{joined} WHERE {condition}", {**given, **ends}

    def as_asserted(self, iri: Iri) -> Claim | None:
        """Return one claim without what rules add to it."""
        row = self._db.execute(f"{CLAIMS} WHERE iri = ?", (iri,)).fetchone()
        return None if row is None else _claim(row[1], None)

    def linked(self) -> set[Iri]:
        """Return the claims that a link leaves or reaches."""
        return {iri for row in self._db.execute("SELECT claim, other FROM link") for iri in row}

    def claims_to_compare(self, relations: Sequence[Iri]) -> Iterator[Claim]:
        """Yield the claims of some relations, and every negative one, in order of IRI."""
        query = (
            f"{CLAIMS} WHERE manner IN (SELECT id FROM manner WHERE polarity = 'Negative'"
            " OR relation IN (SELECT id FROM thing WHERE iri IN (SELECT value FROM json_each(?))))"
            " ORDER BY iri"
        )
        for _, *row in self._db.execute(query, (json.dumps(relations),)):
            yield _claim(*row)

    def counting(self) -> Iterator[tuple[Claim, bool]]:
        """Yield the claims that make a direct triple, and whether an accepted one supersedes each.

        Those of values are among them; none carries its evidence and links.
        """
        superseded = {
            iri
            for (iri,) in self._db.execute(
                "SELECT other FROM link JOIN claim ON claim.iri = link.claim"
                " JOIN manner ON manner.id = manner"
                " WHERE kind = 'supersedes' AND status = 'Accepted'"
            )
        }
        query = (
            f"{CLAIMS} WHERE manner IN (SELECT id FROM manner WHERE status = 'Accepted'"
            " AND polarity = 'Positive' AND modality IN ('AssertedFact', 'Plan')) ORDER BY iri"
        )
        for iri, record, overlay in self._db.execute(query):
            yield _claim(record, overlay, beside=("evidence", "links")), iri in superseded

    def overlays(self) -> Iterator[tuple[Iri, Overlay]]:
        """Yield what rules add to claims, in order of the claims' IRIs."""
        query = f"{CLAIMS} WHERE overlay IS NOT NULL ORDER BY iri"
        for iri, _, text in self._db.execute(query):
            yield iri, from_record(Overlay, json.loads(text))

    def records(self) -> Iterator[Record]:
        """Yield what was asserted, as records: without what rules add, without what they infer."""
        return self._records(with_overlays=False)

    def effective(self) -> Iterator[Record]:
        """Yield everything as records, what rules add to claims included, and who adds it."""
        yield from self._records(with_overlays=True)
        reasoner = self.entity(REASONER.iri)
        if reasoner is not None:
            yield reasoner

    def size(self) -> int:
        """Count the records."""
        tables = ("source", "entity", "claim", "remainder")
        counts = (self._db.execute(f"SELECT count(*) FROM {name}").fetchone() for name in tables)
        return sum(int(number) for (number,) in counts)

    def _records(self, *, with_overlays: bool) -> Iterator[Record]:
        (text,) = self._db.execute("SELECT record FROM edition").fetchone()
        edition = from_record(Edition, json.loads(text))
        if edition != Edition():
            yield edition
        yield from self.sources()
        described = "SELECT record FROM thing JOIN entity USING (id) WHERE described ORDER BY iri"
        for (text,) in self._db.execute(described):
            yield from_record(Entity, json.loads(text))
        for _, record, overlay in self._db.execute(f"{CLAIMS} ORDER BY iri"):
            yield _claim(record, overlay if with_overlays else None)
        for (text,) in self._db.execute("SELECT text FROM remainder ORDER BY id"):
            yield Remainder(text)

    def links_to(self, claim: Iri) -> list[tuple[Iri, str, Iri | None]]:
        """Return the links that point at a claim: (from, kind, asserted by)."""
        query = "SELECT claim, kind, by FROM link WHERE other = ? ORDER BY kind, claim"
        return list(self._db.execute(query, (claim,)))

    def stated(
        self, entity: Iri | None = None, other: Iri | None = None
    ) -> Iterator[tuple[Claim, bool]]:
        """Yield what is stated as a fact or a plan between entities, as light claims.

        Args:
            entity: Only what has this entity as subject or object; ``None`` for everything.
            other: Only what has this one at its other end.

        Returns:
            Claims that carry only what the rule of derivation needs (its IRI is empty for a
            plain statement without a claim), and whether an accepted claim supersedes each.
        """
        ends = (end for end in (self._id(entity), self._id(other)) if end is not None)
        return self._light.between(*ends)

    def _id(self, iri: Iri | None) -> int | None:
        """Return the number of a thing; -1 for one that is not there."""
        if iri is None:
            return None
        row = self._db.execute("SELECT id FROM thing WHERE iri = ?", (iri,)).fetchone()
        return -1 if row is None else int(row[0])

    def count(self, what: str) -> dict[str, int]:
        """Count entities by ``type``, or statements and claims by a field of theirs.

        Args:
            what: ``type``, ``relation``, ``status``, ``modality`` or ``source``.
        """
        of_claims = ", count(*) FROM claim JOIN manner ON manner.id = manner GROUP BY 1"
        queries = {
            "type": "SELECT type, count(*) FROM entity GROUP BY 1",
            "relation": (
                "SELECT iri, sum(n) FROM (SELECT manner, count(*) AS n FROM claim GROUP BY 1"
                " UNION ALL SELECT manner, count(*) FROM statement WHERE claim < 0 GROUP BY 1)"
                " JOIN manner ON manner.id = manner JOIN thing ON thing.id = relation GROUP BY 1"
            ),
            "status": f"SELECT status{of_claims}",
            "modality": f"SELECT modality{of_claims}",
            "source": "SELECT source, count(*) FROM claim JOIN citation USING (cited) GROUP BY 1",
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
