"""The store of another machine, behind a SPARQL endpoint."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from astrograph.disagreement import REASONER
from astrograph.model import (
    Claim,
    Clock,
    Edition,
    Entity,
    Instant,
    Iri,
    Link,
    Relation,
    Source,
    Statement,
    Stretch,
)
from astrograph.store.names import Naming
from astrograph.store.narrowing import ANY
from astrograph.store.remote.asker import Asker, DearError
from astrograph.store.remote.client import Client
from astrograph.store.remote.copying import copy, everything
from astrograph.store.remote.engine import RemoteEngine
from astrograph.store.remote.gathered import Gathered
from astrograph.store.remote.grounds import Grounds, ask_grounds
from astrograph.store.remote.listing import Listing, naming
from astrograph.store.remote.reach import Frontiers, Reach
from astrograph.store.remote.walking import Sought
from astrograph.vocab import spell_out

if TYPE_CHECKING:
    import pyoxigraph as ox

    from astrograph.store.local import LocalStore
    from astrograph.store.narrowing import Narrowing
    from astrograph.store.remote.reach import Judge


FEW = 50
"""How many hops are looked at first, where one is enough."""


class RemoteStore:
    """A graph behind a SPARQL endpoint, of which each look-up fetches what it touches.

    What is not spoken of here can be said only of all that the graph holds, and takes a copy of
    it.

    Args:
        address: The address of the endpoint.
    """

    known_by: Instant | None = None

    def __init__(self, address: str) -> None:
        self._address = address
        self._client = Client(address)
        self._asker = Asker(self._client)
        self.location = self._client.address

    def anew(self) -> "RemoteStore":
        """Return the store with nothing of it fetched yet."""
        return RemoteStore(self._address)

    @property
    def whole(self) -> "RemoteStore":
        """Return the store with all that it holds, whenever it was said: itself."""
        return self

    @property
    def trips(self) -> int:
        """Return how many questions were sent."""
        return self._client.trips

    @property
    def rows(self) -> int:
        """Return how many rows came back."""
        return self._asker.fetched

    @cached_property
    def copied(self) -> "LocalStore":
        """Return a copy of the whole graph.

        Raises:
            UnsupportedError: It is too large.
        """
        return copy(self._asker)

    @property
    def _at_hand(self) -> "LocalStore | None":
        """Return the copy that answers instead: one that was made, or of a graph without claims."""
        if "copied" not in self.__dict__ and self._grounds.claims:
            return None
        return self.copied

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 -- whatever a store has
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self.copied, name)

    @cached_property
    def _grounds(self) -> Grounds:
        return ask_grounds(self._asker)

    @cached_property
    def _gathered(self) -> Gathered:
        return Gathered(self._asker, self._grounds)

    @property
    def edition(self) -> Edition:
        """Return where the graph stands in time."""
        return self._grounds.edition

    @property
    def relations(self) -> Mapping[Iri, Relation]:
        """Return the relations that the graph knows, by IRI."""
        return self._grounds.relations

    def relation(self, iri: Iri) -> Relation:
        """Return one relation; an unknown one gets a label made from its IRI."""
        return self.relations.get(iri) or Relation(iri, spell_out(iri))

    def entity(self, iri: Iri) -> Entity | None:
        """Return one entity, or ``None`` when the graph does not hold it."""
        if self._at_hand is not None:
            return self._at_hand.entity(iri)
        if iri == REASONER.iri:
            return self._gathered.local.entity(iri)
        return self._gathered.entity(iri)

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
        """Return every name, folded."""
        at_hand = self._at_hand
        return self._listing.folded if at_hand is None else at_hand.folded_names()

    def name_words(self) -> Sequence[str]:
        """Return every word of a name, once."""
        at_hand = self._at_hand
        return self._listing.words if at_hand is None else at_hand.name_words()

    def names_at(self, places: Sequence[int]) -> list[Naming]:
        """Return the names at some places."""
        if self._at_hand is not None:
            return self._at_hand.names_at(places)
        return self._listing.at(places)

    def names_spelt(self, text: str, most: int) -> list[Naming]:
        """Return the first names that are equal to a folded text, or hold it as a word."""
        if self._at_hand is not None:
            return self._at_hand.names_spelt(text, most)
        return self._listing.spelt(text, most)

    def names_equal(self, folded: str) -> list[Naming]:
        """Return the names equal to a folded text."""
        return [each for each in self._called(folded.split()) if each.folded == folded]

    def names_with_words(self, words: Sequence[str], *, prefix: bool) -> list[Naming]:
        """Return the names that hold all the words, whole or begun."""

        def holds(name: str, word: str) -> bool:
            return any(each.startswith(word) if prefix else each == word for each in name.split())

        called = self._called(words)
        return [each for each in called if all(holds(each.folded, word) for word in words)]

    def _called(self, words: Sequence[str]) -> list[Naming]:
        """Return the names of the things of which one may hold some words, and further names."""
        key = tuple(dict.fromkeys(words))
        if not key:
            return []
        if self._at_hand is not None:
            return self._at_hand.names_with_words(key, prefix=True)
        if key not in self._found:
            iris = self._gathered.called(key)
            self._gathered.describe(iris)
            entities = filter(None, map(self._gathered.entity, iris))
            self._found[key] = naming(entities)
        return self._found[key]

    @cached_property
    def _listing(self) -> Listing:
        """All names; an error of a graph that is too large."""
        return Listing(self._gathered.every_entity())

    @cached_property
    def _found(self) -> dict[tuple[str, ...], list[Naming]]:
        return {}

    def sources(self) -> list[Source]:
        """Return every source, in order of IRI."""
        if self._at_hand is not None:
            return self._at_hand.sources()
        return self._gathered.every_source()

    def source(self, iri: Iri) -> Source | None:
        """Return one source."""
        return (self._at_hand or self._gathered).source(iri)

    def claim(self, iri: Iri) -> Claim | None:
        """Return one claim."""
        return (self._at_hand or self._gathered).claim(iri)

    def as_asserted(self, iri: Iri) -> Claim | None:
        """Return one claim as it was asserted, without what rules add to it."""
        self.claim(iri)
        return (self._at_hand or self._gathered.local).as_asserted(iri)

    def asserted(self) -> "Iterator[ox.Quad]":
        """Yield all that the endpoint holds, in no order, and some of it twice."""
        if "copied" in self.__dict__:
            return self.copied.asserted()
        return everything(Asker(self._client))

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
        local = self._about(about, also)
        return local.claims(about, also=also, without=without, disputed=disputed, like=like)

    def count_claims(self, about: Iri | None = None, like: "Narrowing" = ANY) -> int:
        """Count the claims that name an entity in any role, or all."""
        return self._about(about).count_claims(about, like)

    @property
    def linked(self) -> set[Iri]:
        """Return the claims that a link leaves or reaches, of those that were asked for."""
        return (self._at_hand or self._gathered.local).linked

    def links(self, claim: Claim) -> list[Link]:
        """Return the links of a claim, those that leave it and those that reach it."""
        if self._at_hand is not None:
            return self._at_hand.links(claim)
        self._gathered.settle([claim.iri])
        return self._gathered.local.links(claim)

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
        times = Clock(at, during, known_by)._asdict()
        return self._about(about).statements(about, **times, status=status)

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
        times = Clock(at, during, known_by)._asdict()
        local = self._about(one, other)
        return local.between(one, other, **times, status=status)

    def _about(self, one: Iri | None, other: Iri | None = None) -> "LocalStore":
        """Return a store that holds all that names one or two entities, or all that there is."""
        if one is None:
            return self.copied
        return self._at_hand or self._gathered.about(one, other)

    def reached(
        self,
        ends: tuple[Iri, Iri],
        most: int,
        wanted: int,
        sought: Sought,
        judge: "Judge | None" = None,
    ) -> Iterator[Reach]:
        """Yield parts of the graph that hold all paths of more and more hops.

        Args:
            ends: The entities that paths connect.
            most: How many hops they may have.
            wanted: How many paths are enough.
            sought: What the hops must be like.
            judge: Tells which hops pass what the endpoint cannot tell; ``None`` where all do.
        """
        if self._at_hand is None:
            wish = sought._replace(ends=ends, symmetric=self._gathered.symmetric)
            try:
                yield from Frontiers(self._gathered, ends, wish, judge).reached(most, wanted)
            except DearError:
                pass
            else:
                return
        yield Reach(self.copied, most, last=True)

    def beside(self, one: Iri, sought: Sought) -> "Iterator[LocalStore]":
        """Yield parts of the graph that hold some of the hops from an entity, and at last all.

        Args:
            one: The entity.
            sought: What the hops must be like.
        """
        if self._at_hand is not None:
            yield self._at_hand
            return
        try:
            hops = sorted(self._gathered.beside([one], sought))
        except DearError:
            yield self.copied
            return
        pairs = [(near, far) if part == "subject" else (far, near) for near, _, far, part in hops]
        for some in filter(None, (pairs[:FEW], pairs[FEW:])):
            self._gathered.between(some)
            yield self._gathered.local

    def engine(
        self,
        at: Instant | None = None,
        *,
        during: Stretch | None = None,
        known_by: Instant | None = None,
    ) -> "ox.Store | RemoteEngine":
        """Return the endpoint's engine; for other times than the edition's, that of a copy."""
        clock = Clock(at, during, known_by)
        # To ask for the edition takes a question or more, which most queries can do without.
        if not clock.is_set or clock == Clock(self.edition.date):
            return RemoteEngine(self._client, self._copied_engine)
        return self.copied.engine(at, during=during, known_by=known_by)

    def fill_engine(self) -> None:
        """Do nothing: the endpoint has its engine."""

    def _copied_engine(self) -> "ox.Store":
        return self.copied.engine()
