"""Look names up in an index: whole, by their words, by how they are spelt."""

from functools import cached_property, partial
from typing import TYPE_CHECKING

from astrograph.store.names import Naming

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

MOST_WORDS = 100
"""No name is looked for by more words than this."""

COUNTED, FEW = 100, 20
"""Up to how many the names are counted that hold a word, and how many are so few that a rarer word
is not looked for."""

NAMES = (
    "SELECT name.id, folded, text, iri, type, label"
    " FROM name JOIN thing ON thing.id = entity JOIN entity AS about ON about.id = entity"
)
WHOLE, BEGUN = "word = :word", "word >= :word AND word < :word || char(1114111)"
LINES = {
    "name": "SELECT group_concat(folded, char(10)) FROM (SELECT folded FROM name ORDER BY id)",
    "word": "SELECT group_concat(word, char(10)) FROM (SELECT DISTINCT word FROM word)",
}


class Names:
    """The names of entities, in the order of the entities' IRIs.

    Args:
        db: The index.
    """

    def __init__(self, db: "sqlite3.Connection") -> None:
        self._db = db

    def equal(self, folded: str) -> list[Naming]:
        """Return the names that are equal to a folded text."""
        return self._named("folded = :folded", {"folded": folded})

    def at(self, places: "Sequence[int]") -> list[Naming]:
        """Return the names at some places."""
        given = {"places": f"[{','.join(map(str, places))}]"}
        return self._named("name.id IN (SELECT value FROM json_each(:places))", given)

    def spelt(self, text: str, most: int) -> list[Naming]:
        """Return the first names that are equal to a folded text, or hold it as a word."""
        given = {"text": text, "most": most}
        chosen = (
            "SELECT id FROM name WHERE folded = :text"
            " UNION SELECT name FROM word WHERE word = :text ORDER BY 1 LIMIT :most"
        )
        return self._named(f"name.id IN ({chosen})", given)

    def with_words(self, words: "Sequence[str]", *, prefix: bool) -> list[Naming]:
        """Return the names that hold all the words, whole or (with ``prefix``) begun."""
        if not words or len(words) > MOST_WORDS:
            return []
        wanted = set(words)
        test = BEGUN if prefix else WHOLE
        rarest = self._rarest(test, sorted(wanted, key=lambda word: (-len(word), word)))
        given = {"word": rarest}
        found = self._named(f"name.id IN (SELECT name FROM word WHERE {test})", given)
        others = wanted - {rarest}
        if not others:
            return found
        if not prefix:
            return [each for each in found if others.issubset(each.folded.split())]
        starts = [f" {word}" for word in others]
        return [each for each in found if all(start in f" {each.folded}" for start in starts)]

    def _rarest(self, test: str, words: list[str]) -> str:
        """Return the word that the fewest names hold, as far as it matters."""
        query = f"SELECT count(*) FROM (SELECT 1 FROM word WHERE {test} LIMIT {COUNTED})"
        rarest, least = words[0], COUNTED + 1
        for word in words if len(words) > 1 else ():
            ((number,),) = self._db.execute(query, {"word": word})
            if number < least:
                rarest, least = word, number
            if least <= FEW:
                break
        return rarest

    def _named(self, condition: str, given: "Mapping[str, object]") -> list[Naming]:
        rows = self._db.execute(f"{NAMES} WHERE {condition} ORDER BY name.id", given)
        # A common word is in thousands of names: `Naming._make` takes three times as long.
        return list(map(partial(tuple.__new__, Naming), rows))

    @property
    def folded(self) -> list[str]:
        """Return every name, folded, in order of place."""
        return self._names.split("\n") if self._names else []

    @property
    def words(self) -> list[str]:
        """Return every word of a name, once."""
        return self._words.split("\n") if self._words else []

    # As one text each takes a fifth of the memory that it takes as many.

    @cached_property
    def _names(self) -> str:
        return self._lines("name")

    @cached_property
    def _words(self) -> str:
        return self._lines("word")

    def _lines(self, table: str) -> str:
        ((text,),) = self._db.execute(LINES[table])
        return text or ""
