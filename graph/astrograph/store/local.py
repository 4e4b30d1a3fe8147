"""The stores of this machine: the shipped graph, RDF files, directories.

Each is an `Index` for look-ups and a `pyoxigraph.Store` for SPARQL, made from the same RDF; the
engine is started only when a query needs it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any

from astrograph import derive
from astrograph.model import (
    Claim,
    Clock,
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
from astrograph.store.adjacency import Adjacency
from astrograph.store.index import Index
from astrograph.store.known import Knowledge
from astrograph.store.narrowing import ANY
from astrograph.vocab import spell_out

if TYPE_CHECKING:
    import networkx as nx
    import pyoxigraph as ox
    import rdflib

    from astrograph.store.engines import Kept, Supplied
    from astrograph.store.names import Naming
    from astrograph.store.narrowing import Narrowing


class LocalStore:
    """A graph on this machine: an index, and an engine that starts when first asked."""

    known_by: Instant | None = None

    def __init__(
        self,
        location: str,
        index: Index,
        start: "Callable[[], ox.Store]",
        *,
        supplied: "Supplied | Kept | None" = None,
        adjacency: "Callable[[], Adjacency] | None" = None,
        fill: "Callable[[], object]" = tuple,
    ) -> None:
        """Join an index with the engine over the same RDF.

        Args:
            location: Where the graph comes from, in words.
            index: For look-ups.
            start: Starts the engine, when it is first wanted.
            supplied: For RDF that was given: what was given, or what was changed in its engine.
            adjacency: Opens who is beside whom; made from the index when not given.
            fill: Fills the engine, where it lies in a folder that it is still to be put into.
        """
        self.location = location
        self._index = index
        self._start = start
        self._supplied = supplied
        self._open_adjacency = adjacency
        self._fill = fill
        # A look-up names the same few things again and again.
        self._relation: dict[Iri, Relation] = {}
        self._entity: dict[Iri, Entity | None] = {}
        self._claim: dict[Iri, Claim | None] = {}
        self._source: dict[Iri, Source | None] = {}

    @property
    def whole(self) -> "LocalStore":
        """Return the store with all that it holds, whenever it was said: itself."""
        return self

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
        source = self.source(iri)
        if source is not None:
            return Entity(iri, source.title, "Document")
        claim = self.claim(iri)
        if claim is not None:
            return Entity(iri, claim.paraphrase or spell_out(iri), "Claim")
        return Entity(iri, spell_out(iri), "Thing")

    def folded_names(self) -> Sequence[str]:
        """Return every name, folded, in order of place."""
        return self._index.names.folded

    def name_words(self) -> Sequence[str]:
        """Return every word of a name, once."""
        return self._index.names.words

    def names_at(self, places: Sequence[int]) -> "list[Naming]":
        """Return the names at some places."""
        return self._index.names.at(places)

    def names_equal(self, folded: str) -> "list[Naming]":
        """Return the names equal to a folded text."""
        return self._index.names.equal(folded)

    def names_spelt(self, text: str, most: int) -> "list[Naming]":
        """Return the first names that are equal to a folded text, or hold it as a word."""
        return self._index.names.spelt(text, most)

    def names_with_words(self, words: Sequence[str], *, prefix: bool) -> "list[Naming]":
        """Return the names that hold all the words, whole or begun."""
        return self._index.names.with_words(words, prefix=prefix)

    def sources(self) -> list[Source]:
        """Return every source, in order of IRI."""
        return self._index.sources()

    def source(self, iri: Iri) -> Source | None:
        """Return one source."""
        if iri not in self._source:
            self._source[iri] = self._index.source(iri)
        return self._source[iri]

    def claim(self, iri: Iri) -> Claim | None:
        """Return one claim."""
        if iri not in self._claim:
            self._claim[iri] = self._index.claim(iri)
        return self._claim[iri]

    def as_asserted(self, iri: Iri) -> Claim | None:
        """Return one claim as it was asserted, without what rules add to it."""
        return self._index.as_asserted(iri)

    def claims(
        self,
        about: Iri | None = None,
        *,
        also: Iri | None = None,
        without: Collection[Iri] = (),
        disputed: bool = False,
        like: "Narrowing" = ANY,
    ) -> Iterator[Claim]:
        """Yield the claims that name an entity in any role, or all, in order of IRI."""
        found = self._index.claims(about, also=also, without=without, disputed=disputed, like=like)
        if not disputed:
            return found
        # Whoever asks for these asks for each of them again, as the other voice of another.
        return (self._claim.setdefault(claim.iri, claim) or claim for claim in found)

    def count_claims(self, about: Iri | None = None, like: "Narrowing" = ANY) -> int:
        """Count the claims that name an entity in any role, or all."""
        return self._index.count_claims(about, like)

    def links(self, claim: Claim) -> list[Link]:
        """Return the links of a claim, those that leave it and those that reach it."""
        reaching = self._index.links_to(claim.iri)
        return [*claim.links, *(Link(start, kind, claim.iri, by) for start, kind, by in reaching)]

    def statements(
        self,
        about: Iri | None = None,
        *,
        at: Instant | None = None,
        during: Stretch | None = None,
        known_by: Instant | None = None,
        status: str = "Accepted",
    ) -> list[Statement]:
        """Return the statements between entities, in canonical order."""
        clock = Clock(at, during, known_by)
        return self._statements(self._index.stated(about), clock, status)

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
        """Return the statements between two entities, whichever way, in canonical order."""
        clock = Clock(at, during, known_by)
        return self._statements(self._index.stated(one, other), clock, status)

    def _statements(
        self, stated: Iterable[tuple[Claim, bool]], clock: Clock, status: str
    ) -> list[Statement]:
        chosen = (
            claim
            for claim, superseded in self._as_known(stated, clock.known_by)
            if status in {"any", claim.status} and not (status == "Accepted" and superseded)
        )
        holding = clock.stretch is not None
        return derive.statements(chosen, clock.stretch or self.edition.date, holding=holding)

    def _as_known(
        self, stated: Iterable[tuple[Claim, bool]], known_by: Instant | None
    ) -> Iterable[tuple[Claim, bool]]:
        """Leave out what came after an instant, and say what was superseded then."""
        if known_by is None:
            return stated
        then = Knowledge(self, known_by)
        every = (then.seen(claim) for claim, _ in stated)
        return ((seen, then.is_superseded(seen)) for seen in every if seen is not None)

    def engine(
        self,
        at: Instant | None = None,
        *,
        during: Stretch | None = None,
        known_by: Instant | None = None,
    ) -> "ox.Store":
        """Return the SPARQL engine, its direct triples derived for the times that are asked for."""
        clock = Clock(at, during, known_by)
        if clock in {Clock(), Clock(self.edition.date)}:
            return self._engine
        from astrograph.codec.encode import encode_direct
        from astrograph.store.engines import rederived

        counting = self._counting()
        then = counting if known_by is None else self._counting(known_by)
        old = set(derive.direct(counting, self.relations, self.edition.date))
        new = set(derive.direct(then, self.relations, clock.stretch or self.edition.date))
        gone, come = ([encode_direct(*each) for each in some] for some in (old - new, new - old))
        return rederived(self._engine, gone, come)

    def fill_engine(self) -> None:
        """Fill the engine where that is still to be done, without starting it."""
        self._fill()

    def _counting(self, known_by: Instant | None = None) -> list[Claim]:
        """Return the claims that make a direct triple."""
        stated: Iterable[tuple[Claim, bool]] = self._index.counting()
        if known_by is not None:
            # What has been replaced since may have counted then.
            every = ((claim, False) for claim in self.claims() if claim.polarity == "Positive")
            stated = self._as_known(every, known_by)
        return [claim for claim, over in stated if derive.counts(claim) and not over]

    def records(self) -> Iterator[Record]:
        """Yield what was asserted, as records."""
        from astrograph.store.engines import Kept

        if isinstance(self._supplied, Kept):
            return self._supplied.records()
        return self._index.records()

    def asserted(self) -> "Iterator[ox.Quad]":
        """Yield what the data themselves assert."""
        from astrograph.codec.encode import encode_record

        if self._supplied is not None:
            return self._supplied.asserted()
        return (quad for record in self._index.records() for quad in encode_record(record))

    @cached_property
    def adjacency(self) -> Adjacency:
        """Return who is beside whom: the packed graph of all that is stated."""
        if self._open_adjacency is not None:
            return self._open_adjacency()
        from astrograph.store.build import packed

        return packed(self._index)

    @cached_property
    def linked(self) -> set[Iri]:
        """Return the claims that a link leaves or reaches."""
        return self._index.linked()

    @cached_property
    def _engine(self) -> "ox.Store":
        return self._start()

    def span(self) -> tuple[Instant, Instant] | None:
        """Return the earliest and the latest instant that claims give, if they give any."""
        return self._index.span()

    def count(self, what: str) -> dict[str, int]:
        """Count by ``type``, ``relation``, ``status``, ``modality`` or ``source``."""
        return self._index.count(what)

    def rdflib(self) -> "rdflib.Graph":
        """Return the graph as an `rdflib.Graph` over the same engine."""
        from astrograph.store import faces

        return faces.rdflib_graph(self)

    def explore(self, *entities: Entity | str, **wanted: Any) -> object:  # noqa: ANN401
        """Show the graph inside a notebook; `astrograph.explore` says what may be wanted."""
        # The explorer is a layer above, which this one may name, but not know.
        return import_module("astrograph.explorer").explore(self, *entities, **wanted)

    def networkx(
        self,
        *,
        at: Instant | None = None,
        during: Stretch | None = None,
        known_by: Instant | None = None,
        status: str = "Accepted",
    ) -> "nx.MultiDiGraph[str]":
        """Return the statements as a `networkx.MultiDiGraph`, exactly as paths walk them."""
        from astrograph.store import faces

        times = Clock(at, during, known_by)._asdict()
        return faces.networkx_graph(self, **times, status=status)
