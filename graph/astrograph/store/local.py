"""The stores of this machine: the shipped graph, RDF files, directories.

Each is an `Index` for look-ups and a `pyoxigraph.Store` for SPARQL, made from the same RDF; the
engine is started only when a query needs it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from astrograph import derive
from astrograph.model import (
    Claim,
    Edition,
    Entity,
    Instant,
    Iri,
    Link,
    Relation,
    Source,
    Statement,
)
from astrograph.store.index import SUPPLIED, Index
from astrograph.vocab import spell_out

if TYPE_CHECKING:
    import networkx as nx
    import pyoxigraph as ox
    import rdflib


class LocalStore:
    """A graph on this machine: an index, and an engine that starts when first asked."""

    def __init__(self, location: str, index: Index, start: "Callable[[], ox.Store]") -> None:
        """Join an index with the function that starts the engine over the same RDF."""
        self.location = location
        self._index = index
        self._start = start
        # A look-up names the same few things again and again.
        self._relation: dict[Iri, Relation] = {}
        self._entity: dict[Iri, Entity | None] = {}
        self._claim: dict[Iri, Claim | None] = {}

    def close(self) -> None:
        """Let go of the index."""
        self._index.close()

    @cached_property
    def edition(self) -> Edition:
        """Return where the graph stands in time."""
        return self._index.edition()

    @cached_property
    def relations(self) -> Mapping[Iri, Relation]:
        """Return the relations that the graph knows, by IRI."""
        return self._index.relations()

    def relation(self, iri: Iri) -> Relation:
        """Return one relation; an unknown one gets a label made from its IRI."""
        if iri not in self._relation:
            self._relation[iri] = self._index.relation(iri) or Relation(iri, spell_out(iri))
        return self._relation[iri]

    def entity(self, iri: Iri) -> Entity | None:
        """Return one entity, or ``None`` when the graph does not hold it."""
        if iri not in self._entity:
            self._entity[iri] = self._index.entity(iri)
        return self._entity[iri]

    def entities(self) -> Iterator[Entity]:
        """Yield every entity, in order of IRI."""
        return self._index.entities()

    def named(self, iri: Iri) -> Entity:
        """Return what bears an IRI as something to show: an entity, a source or a claim."""
        known = self.entity(iri)
        if known is not None:
            return known
        source = self._index.source(iri)
        if source is not None:
            return Entity(iri, source.title, "Document")
        claim = self.claim(iri)
        if claim is not None:
            return Entity(iri, claim.paraphrase or spell_out(iri), "Claim")
        return Entity(iri, spell_out(iri), "Thing")

    def names(self) -> list[tuple[str, str, Iri]]:
        """Return every name as (folded, as printed, entity)."""
        return self._index.names()

    def names_equal(self, folded: str) -> list[tuple[str, str, Iri]]:
        """Return the names equal to a folded text."""
        return self._index.names_equal(folded)

    def names_with_words(self, words: Sequence[str], *, prefix: bool) -> list[tuple[str, str, Iri]]:
        """Return the names that hold all the words, whole or begun."""
        return self._index.names_with_words(words, prefix=prefix)

    def sources(self) -> list[Source]:
        """Return every source, in order of IRI."""
        return self._index.sources()

    def source(self, iri: Iri) -> Source | None:
        """Return one source."""
        return self._index.source(iri)

    def claim(self, iri: Iri) -> Claim | None:
        """Return one claim."""
        if iri not in self._claim:
            self._claim[iri] = self._index.claim(iri)
        return self._claim[iri]

    def claims(self, about: Iri | None = None) -> Iterator[Claim]:
        """Yield the claims that name an entity in any role, or all, in order of IRI."""
        return self._index.claims(about)

    def links(self, claim: Claim) -> list[Link]:
        """Return the links of a claim, those that leave it and those that reach it."""
        reaching = self._index.links_to(claim.iri)
        return [*claim.links, *(Link(start, kind, claim.iri, by) for start, kind, by in reaching)]

    def statements(
        self,
        about: Iri | None = None,
        *,
        at: Instant | None = None,
        status: str = "Accepted",
    ) -> list[Statement]:
        """Return the statements between entities, in canonical order."""
        chosen = (
            claim
            for claim, superseded in self._index.stated(about)
            if claim.modality in derive.FACTUAL
            and status in {"any", claim.status}
            and not (status == "Accepted" and superseded)
        )
        return derive.statements(chosen, at or self.edition.date, holding=at is not None)

    def engine(self, at: Instant | None = None) -> "ox.Store":
        """Return the SPARQL engine, its direct triples derived for an instant."""
        if at is None or at == self.edition.date:
            return self._engine
        from astrograph.store.engines import rederived

        return rederived(self._engine, self._index.supplied("direct"), at)

    def asserted(self) -> "list[ox.Quad]":
        """Return what the data themselves assert, in canonical order."""
        import pyoxigraph as ox

        supplied = {
            ox.Quad(*triple)
            for kind in SUPPLIED
            for triple in ox.parse(self._index.supplied(kind), format=ox.RdfFormat.N_TRIPLES)
        }
        return sorted((quad for quad in self._engine if quad not in supplied), key=str)

    @cached_property
    def _engine(self) -> "ox.Store":
        return self._start()

    def count(self, what: str) -> dict[str, int]:
        """Count by ``type``, ``relation``, ``status``, ``modality`` or ``source``."""
        return self._index.count(what)

    def rdflib(self) -> "rdflib.Graph":
        """Return the graph as an `rdflib.Graph` over the same engine."""
        from astrograph.store import faces

        return faces.rdflib_graph(self)

    def networkx(
        self, *, at: Instant | None = None, status: str = "Accepted"
    ) -> "nx.MultiDiGraph[str]":
        """Return the statements as a `networkx.MultiDiGraph`, exactly as paths walk them."""
        from astrograph.store import faces

        return faces.networkx_graph(self, at=at, status=status)
