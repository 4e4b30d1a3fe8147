"""List the names of entities, and look them up in that list as an index does."""

from typing import TYPE_CHECKING

from astrograph.store.names import Naming, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from astrograph.model import Entity


def naming(entities: "Iterable[Entity]") -> "list[Naming]":
    """Return the names of some entities in their order, the label of each first."""
    return [Naming(place, *each) for place, each in enumerate(_named(entities), 1)]


def _named(entities: "Iterable[Entity]") -> "Iterator[tuple[str, str, str, str, str]]":
    for entity in entities:
        texts = (entity.label, *(each.text for each in entity.aliases))
        for text in dict.fromkeys(texts):
            if folded := fold(text):
                yield folded, text, entity.iri, entity.type, entity.label


class Listing:
    """All names of a graph.

    Args:
        entities: Its entities, in order of IRI.
    """

    def __init__(self, entities: "Iterable[Entity]") -> None:
        self._names = naming(entities)

    @property
    def folded(self) -> list[str]:
        """Return every name, folded, in order of place."""
        return [each.folded for each in self._names]

    @property
    def words(self) -> list[str]:
        """Return every word of a name, once."""
        return list(dict.fromkeys(word for each in self.folded for word in each.split()))

    def at(self, places: "Sequence[int]") -> list[Naming]:
        """Return the names at some places."""
        return [self._names[place - 1] for place in sorted(places)]

    def spelt(self, text: str, most: int) -> list[Naming]:
        """Return the first names that are equal to a folded text, or hold it as a word."""
        found = (each for each in self._names if text == each.folded or text in each.folded.split())
        return [each for each, _ in zip(found, range(most), strict=False)]
