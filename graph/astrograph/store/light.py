"""Read light claims: only what the rule of derivation needs of what is stated."""

from functools import lru_cache, partial
from typing import TYPE_CHECKING

from astrograph.model import Claim, Interval

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from astrograph.model import Instant, Iri

KEPT = 100_000
"""How many of the things, manners and times that claims share are kept at hand."""

EVERY = """
SELECT subject, object, claim.iri, statement.manner, statement.times, standing
FROM statement LEFT JOIN claim ON claim.id = statement.claim
"""
ABOUT = """
SELECT subject, object, claim.iri, statement.manner, statement.times, standing
FROM statement LEFT JOIN claim ON claim.id = statement.claim WHERE subject = ?1
UNION ALL
SELECT subject, object, claim.iri, statement.manner, statement.times, standing
FROM statement LEFT JOIN claim ON claim.id = statement.claim WHERE object = ?1 AND subject <> ?1
"""
BETWEEN = """
SELECT subject, object, claim.iri, statement.manner, statement.times, standing
FROM statement LEFT JOIN claim ON claim.id = statement.claim WHERE subject = ?1 AND object = ?2
UNION ALL
SELECT subject, object, claim.iri, statement.manner, statement.times, standing
FROM statement LEFT JOIN claim ON claim.id = statement.claim
WHERE subject = ?2 AND object = ?1 AND subject <> object
"""


class LightClaims:
    """The claims that state something as a fact or a plan, without most of what they say.

    Args:
        db: The index.
    """

    def __init__(self, db: "sqlite3.Connection") -> None:
        self._db = db
        # What many claims share is read once.
        self._iri = lru_cache(KEPT)(partial(_iri, db))
        self._manner = lru_cache(KEPT)(partial(_manner, db))
        self._times = lru_cache(KEPT)(partial(_times, db))

    def between(self, *things: int) -> "Iterator[tuple[Claim, bool]]":
        """Yield the claims with none, one or two given things as their ends.

        Yields:
            A claim, with an empty IRI for a statement that no claim makes, and whether an accepted
            claim supersedes it.
        """
        query = (EVERY, ABOUT, BETWEEN)[len(things)]
        for subject, target, iri, manner, times, standing in self._db.execute(query, things):
            relation, modality, status, tense = self._manner(manner)
            said_earliest, said_latest, holds = self._times(times)
            claim = Claim(
                iri or "",
                self._iri(subject),
                relation,
                self._iri(target),
                modality=modality,
                status=status,
                tense=tense,
                said_earliest=said_earliest,
                said_latest=said_latest,
                holds=holds,
            )
            yield claim, standing > 1


def _iri(db: "sqlite3.Connection", number: int) -> "Iri":
    (iri,) = db.execute("SELECT iri FROM thing WHERE id = ?", (number,)).fetchone()
    return str(iri)


def _manner(db: "sqlite3.Connection", number: int) -> "tuple[Iri, str, str, str | None]":
    query = (
        "SELECT iri, modality, status, tense"
        " FROM manner JOIN thing ON thing.id = relation WHERE manner.id = ?"
    )
    relation, modality, status, tense = db.execute(query, (number,)).fetchone()
    return relation, modality, status, tense


def _times(
    db: "sqlite3.Connection", number: int
) -> "tuple[Instant | None, Instant | None, Interval]":
    query = (
        "SELECT s.earliest, s.latest, b.earliest, b.latest, e.earliest, e.latest FROM times"
        " LEFT JOIN moment AS b ON b.id = began LEFT JOIN moment AS e ON e.id = ended"
        " LEFT JOIN moment AS s ON s.id = said WHERE times.id = ?"
    )
    said_earliest, said_latest, *bounds = db.execute(query, (number,)).fetchone()
    return said_earliest, said_latest, Interval(*bounds)
