"""The reading Protocol that every kind of store answers to."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from astrograph.model import (
    Claim,
    Edition,
    Entity,
    Instant,
    Iri,
    Link,
    Record,
    Relation,
    Source,
    Statement,
    Stretch,
)

if TYPE_CHECKING:
    import networkx as nx
    import pyoxigraph as ox
    import rdflib

    from astrograph.store.adjacency import Adjacency
    from astrograph.store.names import Naming
    from astrograph.store.narrowing import Narrowing


class Store(Protocol):
    """A graph that can be read: entities, claims, statements, SPARQL."""

    @property
    def location(self) -> str:
        """Say where the graph comes from, in words for an error or a report."""

    @property
    def known_by(self) -> Instant | None:
        """Return the instant as of which the graph is seen; ``None`` for all that it holds."""

    @property
    def whole(self) -> "Store":
        """Return the store with all that it holds, whenever it was said."""

    @property
    def edition(self) -> Edition:
        """Return where the graph stands in time; its instant is the default one."""

    @property
    def relations(self) -> Mapping[Iri, Relation]:
        """Return the relations that the graph knows, by IRI."""

    def relation(self, iri: Iri) -> Relation:
        """Return one relation; an unknown one gets a label made from its IRI."""

    def entity(self, iri: Iri) -> Entity | None:
        """Return one entity, or ``None`` when the graph does not hold it."""

    def entities(self) -> Iterator[Entity]:
        """Yield every entity, in order of IRI."""

    def named(self, iri: Iri) -> Entity:
        """Return what bears an IRI as something to show: an entity, a source or a claim."""

    def folded_names(self) -> Sequence[str]:
        """Return every name, folded; those of an entity follow each other, its label first."""

    def name_words(self) -> Sequence[str]:
        """Return every word of a name, once, in no order."""

    def names_at(self, places: Sequence[int]) -> "list[Naming]":
        """Return the names at some places; the first of all has the place 1."""

    def names_equal(self, folded: str) -> "list[Naming]":
        """Return the names equal to a folded text."""

    def names_spelt(self, text: str, most: int) -> "list[Naming]":
        """Return the first names that are equal to a folded text, or hold it as a word."""

    def names_with_words(self, words: Sequence[str], *, prefix: bool) -> "list[Naming]":
        """Return the names that hold all the words, whole or begun."""

    def sources(self) -> list[Source]:
        """Return every source, in order of IRI."""

    def source(self, iri: Iri) -> Source | None:
        """Return one source."""

    def claim(self, iri: Iri) -> Claim | None:
        """Return one claim."""

    def as_asserted(self, iri: Iri) -> Claim | None:
        """Return one claim as it was asserted, without what rules add to it."""

    def claims(
        self,
        about: Iri | None = None,
        *,
        also: Iri | None = None,
        without: Collection[Iri] = (),
        disputed: bool = False,
        like: "Narrowing" = ...,
    ) -> Iterator[Claim]:
        """Yield the claims that name an entity in any role, or all, in order of IRI.

        Args:
            about: The entity.
            also: Another one that they name as well.
            without: The IRIs of those that are not wanted.
            disputed: Only those that are disputed or superseded, or that a link sets another claim
                against.
            like: What they must be like.
        """

    def count_claims(self, about: Iri | None = None, like: "Narrowing" = ...) -> int:
        """Count the claims that name an entity in any role, or all.

        Args:
            about: The entity.
            like: What they must be like.
        """

    @property
    def linked(self) -> set[Iri]:
        """Return the claims that a link leaves or reaches."""

    def links(self, claim: Claim) -> list[Link]:
        """Return the links of a claim, those that leave it and those that reach it."""

    def statements(
        self,
        about: Iri | None = None,
        *,
        at: Instant | None = None,
        during: Stretch | None = None,
        known_by: Instant | None = None,
        status: str = "Accepted",
    ) -> list[Statement]:
        """Return the statements between entities, in canonical order.

        Args:
            about: Only those with this entity as subject or object.
            at: Only what holds, may hold or is planned to hold then; without it, and without
                ``during``, each statement has its tense at the edition's instant.
            during: Only what does so at some instant from a first to a last one.
            known_by: Only what may have been said by then.
            status: The status that their claims must have, or ``any``.
        """

    def engine(
        self,
        at: Instant | None = None,
        *,
        during: Stretch | None = None,
        known_by: Instant | None = None,
    ) -> "ox.Store":
        """Return the SPARQL engine, its direct triples derived for the times that are asked for."""

    def fill_engine(self) -> None:
        """Fill the engine where that is still to be done, without starting it."""

    def between(
        self,
        one: Iri,
        other: Iri,
        *,
        at: Instant | None = None,
        during: Stretch | None = None,
        known_by: Instant | None = None,
        status: str = "Accepted",
    ) -> list[Statement]:
        """Return the statements between two entities, whichever way; as in `statements`."""

    @property
    def adjacency(self) -> "Adjacency":
        """Return the packed graph, whose default walk goes by what `statements` returns."""

    def records(self) -> "Iterator[Record]":
        """Yield what the data themselves assert, as records, without what rules add."""

    def asserted(self) -> "Iterator[ox.Quad]":
        """Yield what the data themselves assert: neither direct triples nor the ontology."""

    def span(self) -> tuple[Instant, Instant] | None:
        """Return the earliest and the latest instant that claims give, if they give any."""

    def count(self, what: str) -> dict[str, int]:
        """Count by ``type``, ``relation``, ``status``, ``modality`` or ``source``."""

    def rdflib(self) -> "rdflib.Graph":
        """Return the graph as an `rdflib.Graph` over the same engine."""

    def explore(self, *entities: Entity | str, **wanted: Any) -> object:  # noqa: ANN401
        """Show the graph inside a notebook; `astrograph.explore` says what may be wanted."""

    def networkx(
        self,
        *,
        at: Instant | None = None,
        during: Stretch | None = None,
        known_by: Instant | None = None,
        status: str = "Accepted",
    ) -> "nx.MultiDiGraph[str]":
        """Return the statements as a `networkx.MultiDiGraph`, exactly as paths walk them."""
