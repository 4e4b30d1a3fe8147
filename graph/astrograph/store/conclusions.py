"""Work out what follows from all records of an index: what rules add, who is named how."""

import json
from typing import TYPE_CHECKING

from astrograph.codec.records import as_json
from astrograph.disagreement import DISSENT, DOUBTED, REASONER, concerns, overlays, statement
from astrograph.model import Claim, Entity, Overlay, Relation, Source
from astrograph.store.index import Index
from astrograph.store.names import fold
from astrograph.store.rows import NAMED
from astrograph.store.schema import INDEXES
from astrograph.vocab import local_name

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from astrograph.model import Iri
    from astrograph.store.rows import Rows


def conclude(db: "sqlite3.Connection", rows: "Rows", relations: "Mapping[Iri, Relation]") -> None:
    """Complete an index whose records are all there.

    Args:
        db: The index.
        rows: What its things were numbered with.
        relations: The relations that the graph knows.

    Raises:
        sqlite3.Error: It cannot be written.
    """
    _describe(db, rows, relations)
    db.executescript(INDEXES)
    _overlay(db, rows, relations)
    rows.flush()
    _supersede(db)
    _dispute(db)
    _mark_what_asks(db)
    _name(db, rows)
    rows.flush()


def _describe(db: "sqlite3.Connection", rows: "Rows", relations: "Mapping[Iri, Relation]") -> None:
    """Make a source of what is cited and an entity of what is spoken of, if nothing did."""
    cited = "SELECT DISTINCT source FROM citation WHERE source NOT IN (SELECT iri FROM source)"
    for (iri,) in db.execute(cited).fetchall():
        db.execute("INSERT INTO source VALUES (?, ?)", (iri, as_json(Source(iri, local_name(iri)))))
    outside = []
    query = (
        "SELECT iri, iri IN (SELECT iri FROM source) OR iri IN (SELECT iri FROM claim)"
        " FROM thing WHERE id = ?"
    )
    for number in rows.known_as(NAMED):
        iri, is_other = db.execute(query, (number,)).fetchone()
        if is_other or iri in relations or iri.startswith("_:"):
            outside.append(number)
        else:
            thing = Entity(iri, local_name(iri), "Thing")
            row = (number, thing.type, thing.label, as_json(thing))
            db.execute("INSERT INTO entity VALUES (?, ?, ?, 0, ?)", row)
    if outside:
        _cut_off(db, outside)


def _cut_off(db: "sqlite3.Connection", outside: list[int]) -> None:
    """Make mere mentions of the statements of which an end is no entity: nobody can walk them."""
    db.execute("CREATE TEMP TABLE outside (thing INTEGER PRIMARY KEY)")
    db.executemany("INSERT INTO outside VALUES (?)", ((number,) for number in outside))
    db.execute(
        "INSERT INTO mention SELECT subject, claim FROM statement"
        " WHERE claim > 0 AND (subject IN outside OR object IN outside)"
        " UNION SELECT object, claim FROM statement"
        " WHERE claim > 0 AND (subject IN outside OR object IN outside)"
    )
    db.execute("DELETE FROM statement WHERE subject IN outside OR object IN outside")


def _overlay(db: "sqlite3.Connection", rows: "Rows", relations: "Mapping[Iri, Relation]") -> None:
    reader = Index(db, owned=False)
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
        _lay_over(db, rows, touched[iri], overlay)
    if laid:
        row = (rows.number(REASONER.iri), REASONER.type, REASONER.label, as_json(REASONER))
        db.execute("INSERT OR IGNORE INTO entity VALUES (?, ?, ?, 0, ?)", row)


def _lay_over(db: "sqlite3.Connection", rows: "Rows", claim: Claim, overlay: Overlay) -> None:
    laid = claim.under(overlay)
    manner = rows.manner(
        rows.number(laid.predicate), laid.modality, laid.polarity, laid.status, laid.tense
    )
    times = rows.times(laid.holds, laid.said_earliest, laid.said_latest)
    (number,) = db.execute("SELECT id FROM claim WHERE iri = ?", (claim.iri,)).fetchone()
    db.execute("UPDATE claim SET manner = ?, times = ? WHERE id = ?", (manner, times, number))
    db.execute("UPDATE record SET overlay = ? WHERE claim = ?", (as_json(overlay), number))
    update = "UPDATE statement SET manner = ?, times = ? WHERE claim = ?"
    db.execute(update, (manner, times, number))
    for link in overlay.links:
        rows.put("link", (link.claim, link.kind, link.other, link.by))


def _supersede(db: "sqlite3.Connection") -> None:
    db.execute(
        "UPDATE statement SET standing = standing | 2 WHERE claim IN (SELECT older.id FROM link"
        " JOIN claim AS older ON older.iri = link.other"
        " JOIN claim AS newer ON newer.iri = link.claim"
        " JOIN manner ON manner.id = newer.manner"
        " WHERE kind = 'supersedes' AND status = 'Accepted')"
    )


def _dispute(db: "sqlite3.Connection") -> None:
    """List the claims that are in doubt, or that a link and another claim speak against."""
    db.execute(
        "INSERT INTO disputed"
        " WITH ends (one, other) AS ("
        "  SELECT claim, other FROM link WHERE kind IN (SELECT value FROM json_each(:kinds))"
        "  UNION SELECT other, claim FROM link WHERE kind IN (SELECT value FROM json_each(:kinds)))"
        " SELECT id FROM claim WHERE manner IN (SELECT id FROM manner WHERE status IN"
        "  (SELECT value FROM json_each(:statuses)))"
        " UNION SELECT mine.id FROM ends JOIN claim AS mine ON mine.iri = one"
        "  JOIN claim AS theirs ON theirs.iri = other",
        {"kinds": json.dumps(sorted(DISSENT)), "statuses": json.dumps(sorted(DOUBTED))},
    )


def _mark_what_asks(db: "sqlite3.Connection") -> None:
    """Mark the statements of which more than their own claim decides whether they hold."""
    db.execute(
        "UPDATE statement SET standing = standing | 1 WHERE claim IN (SELECT id FROM claim"
        " WHERE iri IN (SELECT claim FROM link UNION SELECT other FROM link))"
    )
    # Of what is told as past, and dated by others, the dates decide; see `derive.statements`.
    db.execute("CREATE TEMP TABLE undated AS SELECT id FROM times WHERE began = 0 AND ended = 0")
    db.execute(
        "UPDATE statement SET standing = standing | 1"
        " WHERE manner IN (SELECT id FROM manner WHERE tense = 'Past')"
        " AND times IN undated AND EXISTS (SELECT 1 FROM statement AS other"
        "  JOIN manner AS ours ON ours.id = statement.manner"
        "  JOIN manner AS theirs ON theirs.id = other.manner"
        "  WHERE other.subject = statement.subject AND other.object = statement.object"
        "  AND theirs.relation = ours.relation AND theirs.modality <> 'Plan'"
        "  AND other.times NOT IN undated)"
    )


def _name(db: "sqlite3.Connection", rows: "Rows") -> None:
    """Make the names of entities ready to be looked for, in the order of the entities' IRIs."""
    last = 0
    query = "SELECT id, record FROM thing JOIN entity USING (id) ORDER BY iri"
    for number, record in db.execute(query):
        fields = json.loads(record)
        names = [fields["label"], *(name["text"] for name in fields.get("aliases", ()))]
        for text in dict.fromkeys(names):
            folded = fold(text)
            if folded:
                last += 1
                rows.put("name", (last, number, folded, text))
                for word in sorted(set(folded.split())):
                    rows.put("word", (word, last))
