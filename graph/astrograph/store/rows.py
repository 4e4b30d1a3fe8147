"""Put rows into the tables of an index, many at once, and number what many rows share."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from astrograph.model import Interval

if TYPE_CHECKING:
    import sqlite3

    from astrograph.model import Instant, Iri

KEPT_NUMBERS = 200_000
"""How many numbers of a kind are kept at hand."""

BATCH = 2_000
"""How many rows of a table are written at once."""

NAMED, ENTITY = 1, 2
"""What a thing is known as: named by a claim, described as an entity."""

UNKNOWN = (None, None)
"""The bounds of a moment of which nothing is known."""

INTO = {
    "citation": "INSERT INTO citation VALUES (?, ?)",
    "record": "INSERT INTO record VALUES (?, ?, NULL)",
    "statement": "INSERT INTO statement VALUES (?, ?, ?, ?, ?, ?, 0)",
    "mention": "INSERT INTO mention VALUES (?, ?)",
    "link": "INSERT INTO link VALUES (?, ?, ?, ?)",
    "name": "INSERT INTO name VALUES (?, ?, ?, ?)",
    "word": "INSERT INTO word VALUES (?, ?)",
}

ANEW = {
    "manner": "INSERT INTO manner VALUES (NULL, ?, ?, ?, ?, ?)",
    "moment": "INSERT INTO moment VALUES (NULL, ?, ?)",
    "times": "INSERT INTO times VALUES (NULL, ?, ?, ?)",
}
KNOWN = {
    "manner": "SELECT id FROM manner WHERE relation = ? AND modality = ? AND polarity = ?"
    " AND status = ? AND tense IS ?",
    "moment": "SELECT id FROM moment WHERE earliest IS ? AND latest IS ?",
    "times": "SELECT id FROM times WHERE began = ? AND ended = ? AND said = ?",
}
"""How to look up again what was shared so long ago that its number is not at hand."""


class Rows:
    """Rows on their way into an index.

    Every method may raise `sqlite3.Error`.

    Args:
        db: The index, with its tables.
    """

    def __init__(self, db: "sqlite3.Connection") -> None:
        self._db = db
        self._waiting: dict[str, list[tuple[object, ...]]] = {table: [] for table in INTO}
        self._numbers: dict[Iri, int] = {}
        self._shared: dict[str, dict[tuple[object, ...], int]] = {table: {} for table in ANEW}
        self._forgetful: set[str] = set()
        self._sets: dict[tuple[Iri, ...], int] = {}
        self._last = 0
        self._roles = bytearray(1)

    def put(self, table: str, row: tuple[object, ...]) -> None:
        """Let a row go into a table, with others."""
        waiting = self._waiting[table]
        waiting.append(row)
        if len(waiting) >= BATCH:
            self._write(table)

    def flush(self) -> None:
        """Write what waits."""
        for table in self._waiting:
            self._write(table)

    def _write(self, table: str) -> None:
        self._db.executemany(INTO[table], self._waiting[table])
        self._waiting[table].clear()

    def number(self, iri: "Iri") -> int:
        """Return the number of a thing."""
        known = self._numbers.get(iri)
        if known is None:
            if len(self._numbers) >= KEPT_NUMBERS:
                self._numbers.clear()
            known = self._numbers[iri] = self._numbered(iri)
        return known

    def _numbered(self, iri: "Iri") -> int:
        found = self._db.execute("SELECT id FROM thing WHERE iri = ?", (iri,)).fetchone()
        if found is not None:
            return int(found[0])
        self._roles.append(0)
        number = len(self._roles) - 1
        self._db.execute("INSERT INTO thing VALUES (?, ?)", (number, iri))
        return number

    def is_known_as(self, number: int, role: int) -> bool:
        """Say whether a thing is known as something."""
        return bool(self._roles[number] & role)

    def know_as(self, number: int, role: int) -> None:
        """Note what a thing is known as."""
        self._roles[number] |= role

    def known_as(self, role: int) -> Iterator[int]:
        """Yield the things that are known as exactly this."""
        place = self._roles.find(role)
        while place >= 0:
            yield place
            place = self._roles.find(role, place + 1)

    def manner(
        self, relation: int, modality: str, polarity: str, status: str, tense: str | None
    ) -> int:
        """Return the number of how something is claimed."""
        return self._share("manner", (relation, modality, polarity, status, tense))

    def times(self, holds: Interval, *said: "Instant | None") -> int:
        """Return the number of when something holds and when it was said."""
        start, end = self._moment(*holds[:2]), self._moment(*holds[2:])
        return self._share("times", (start, end, self._moment(*said)))

    def _moment(self, *bounds: "Instant | None") -> int:
        return 0 if bounds == UNKNOWN else self._share("moment", bounds)

    def cited(self, sources: "tuple[Iri, ...]") -> int:
        """Return the number of a set of sources, which come in order; 0 for none at all.

        One that has not come for long may get another number.
        """
        if not sources:
            return 0
        number = self._sets.get(sources)
        if number is None:
            if len(self._sets) >= KEPT_NUMBERS:
                self._sets.clear()
            self._last += 1
            number = self._sets[sources] = self._last
            for source in sources:
                self.put("citation", (number, source))
        return number

    def _share(self, table: str, row: tuple[object, ...]) -> int:
        """Return the number of a row that many may share."""
        shared = self._shared[table]
        number = shared.get(row)
        if number is None:
            if len(shared) >= KEPT_NUMBERS:
                shared.clear()
                self._forgetful.add(table)
            known = (
                self._db.execute(KNOWN[table], row).fetchone() if table in self._forgetful else None
            )
            if known is None:
                number = self._db.execute(ANEW[table], row).lastrowid or 0
            else:
                number = int(known[0])
            shared[row] = number
        return number
