"""Show a store as it was known at one instant: without what had not been said by then."""

from collections import Counter
from collections.abc import Collection, Iterator
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from astrograph.disagreement import (
    CONTRADICTS,
    END_FROM,
    REASONER,
    REPLACED,
    START_FROM,
    yields,
)
from astrograph.model import (
    Claim,
    Clock,
    Entity,
    Instant,
    Interval,
    Iri,
    Link,
    Statement,
    Stretch,
)
from astrograph.store.adjacency import Adjacency
from astrograph.store.narrowing import ANY

if TYPE_CHECKING:
    import networkx as nx
    import pyoxigraph as ox

    from astrograph.store.narrowing import Narrowing
    from astrograph.store.protocol import Store


INFERRED = {
    START_FROM: ("start_earliest", "start_latest"),
    END_FROM: ("end_earliest", "end_latest"),
}
"""The bounds that a rule may take from another claim, by the link to that claim."""


def as_known(store: "Store", instant: Instant | None) -> "Store":
    """Return a store as it was known at an instant; ``None`` leaves it as it is."""
    return store if instant is None else cast("Store", KnownStore(store, instant))


class Knowledge:
    """What of a store had been said by an instant, and how it stood to each other then."""

    def __init__(self, store: "Store", instant: Instant) -> None:
        """Look at a store from an instant."""
        self._store = store
        self._instant = instant

    def said(self, claim: Claim) -> Claim | None:
        """Return a claim that may have been made by then; ``None`` for one that came later."""
        return None if claim.said_by(self._instant) is None else claim

    def seen(self, claim: Claim) -> Claim | None:
        """Return a claim as it stood then, without what later claims have done to it.

        What nothing had replaced yet was accepted still; a rule's verdict needs the claims that
        the rule compared.
        """
        if self.said(claim) is None:
            return None
        if claim.iri not in self._store.linked:
            return claim
        links = self._links(claim)
        if claim.status == "Superseded" and self._came_later(claim, links, REPLACED):
            claim = claim._replace(status="Accepted")
        if any(link.by == REASONER.iri for link in links):
            asserted = self._store.as_asserted(claim.iri) or claim
            if self._came_later(claim, links, CONTRADICTS):
                claim = claim._replace(status=self._own_status(asserted, links))
            for kind, bounds in INFERRED.items():
                if self._came_later(claim, links, kind):
                    own = self._own_bounds(asserted, kind)
                    was = {name: getattr(own, name) for name in bounds}
                    claim = claim._replace(holds=claim.holds._replace(**was))
        return claim

    def _own_status(self, asserted: Claim, links: list[Link]) -> str:
        """Return the status that a claim has without rules, be theirs written into the data."""
        others = (
            other
            for link in links
            if link.kind == CONTRADICTS and self._is_written_in(link)
            for other in filter(None, map(self._store.claim, {link.claim, link.other}))
            if other.iri != asserted.iri
        )
        if asserted.status == "Disputed" and any(self._yields(asserted, each) for each in others):
            return "Accepted"
        return asserted.status

    def _yields(self, claim: Claim, other: Claim) -> bool:
        """Say whether a rule puts a claim behind another that it contradicts."""
        cited = {
            iri
            for each in (claim, other)
            for iri in (each.primary_source, *(place.source for place in each.evidence))
        }
        known = {iri: source for iri in cited if iri and (source := self._store.source(iri))}
        return yields(claim, other, self._store.relation(claim.predicate), known)

    def _own_bounds(self, asserted: Claim, kind: str) -> Interval:
        """Return the bounds that a claim has without rules, be theirs written into the data.

        A rule fills in an outer bound only where there was none. An inner one that it sharpened is
        not told any more, so that one equal to the other claim's is left open.
        """
        holds = asserted.holds
        written = [
            other.holds if kind == START_FROM or other.subject == asserted.subject else Interval()
            for link in asserted.links
            if link.kind == kind and link.by == REASONER.iri
            if (other := self._store.claim(link.other)) is not None
        ]
        if not written:
            return holds
        if kind == START_FROM:
            taken = any(each.start_latest == holds.start_latest for each in written)
            return holds._replace(
                start_earliest=None, start_latest=None if taken else holds.start_latest
            )
        taken = any(each.end_earliest == holds.end_earliest for each in written)
        return holds._replace(end_latest=None, end_earliest=None if taken else holds.end_earliest)

    def _is_written_in(self, link: Link) -> bool:
        """Say whether the data themselves hold a link that a rule has made."""
        asserted = self._store.as_asserted(link.claim) if link.by == REASONER.iri else None
        return asserted is not None and link[:4] in {each[:4] for each in asserted.links}

    def is_superseded(self, claim: Claim) -> bool:
        """Say whether a claim that was accepted then superseded this one."""
        if claim.iri not in self._store.linked:
            return False
        newer = self._others(claim, self._links(claim), REPLACED)
        return any((seen := self.seen(each)) and seen.status == "Accepted" for each in newer)

    def _links(self, claim: Claim) -> list[Link]:
        """Return the links of a claim, which a light one does not carry."""
        return self._store.links(self._store.claim(claim.iri) or claim)

    def _came_later(self, claim: Claim, links: list[Link], kind: str) -> bool:
        """Say whether a claim is linked so to others, and none of them had been made yet."""
        others = self._others(claim, links, kind)
        return bool(others) and not any(map(self.said, others))

    def _others(self, claim: Claim, links: list[Link], kind: str) -> list[Claim]:
        """Return what bears upon a claim by a kind of link; what it replaced itself does not."""
        iris = {
            link.other if link.claim == claim.iri else link.claim
            for link in links
            if link.kind == kind
            and (kind == CONTRADICTS or (link.claim == claim.iri) == (kind in INFERRED))
        }
        return [other for iri in sorted(iris) if (other := self._store.claim(iri)) is not None]


class KnownStore:
    """A store without the claims that came after an instant, and without the links to them.

    What it does not speak of itself is the whole store's: entities, relations, names, sources.
    """

    def __init__(self, whole: "Store", instant: Instant) -> None:
        """Look at a whole store from an instant."""
        self._whole = whole
        self.known_by = instant
        self._knowledge = Knowledge(whole, instant)

    @property
    def whole(self) -> "Store":
        """Return the store with all that it holds, whenever it was said."""
        return self._whole.whole

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 -- whatever the whole store has
        return getattr(self._whole, name)

    def claim(self, iri: Iri) -> Claim | None:
        """Return one claim, if it may have been made by then."""
        claim = self._whole.claim(iri)
        return None if claim is None else self._seen(claim)

    def claims(
        self,
        about: Iri | None = None,
        *,
        also: Iri | None = None,
        without: Collection[Iri] = (),
        disputed: bool = False,
        like: "Narrowing" = ANY,
    ) -> Iterator[Claim]:
        """Yield the claims that may have been made by then, in order of IRI."""
        claims = self._whole.claims(
            about, also=also, without=without, disputed=disputed, like=like.lasting
        )
        return filter(like.passes, filter(None, map(self._seen, claims)))

    def count_claims(self, about: Iri | None = None, like: "Narrowing" = ANY) -> int:
        """Count the claims that may have been made by then."""
        return sum(1 for _ in self.claims(about, like=like))

    def _seen(self, claim: Claim) -> Claim | None:
        seen = self._knowledge.seen(claim)
        return seen and seen._replace(links=tuple(filter(self._is_known, claim.links)))

    def _is_known(self, link: Link) -> bool:
        ends = map(self._whole.claim, (link.claim, link.other))
        return all(end is None or self._knowledge.said(end) for end in ends)

    def links(self, claim: Claim) -> list[Link]:
        """Return the links between a claim and others that may have been made by then."""
        return list(filter(self._is_known, self._whole.links(claim)))

    def statements(
        self,
        about: Iri | None = None,
        *,
        at: Instant | None = None,
        during: Stretch | None = None,
        known_by: Instant | None = None,
        status: str = "Accepted",
    ) -> list[Statement]:
        """Return the statements that the claims made by then give."""
        times = Clock(at, during, self._earlier(known_by))._asdict()
        return self._whole.statements(about, **times, status=status)

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
        """Return the statements between two entities that the claims made by then give."""
        times = Clock(at, during, self._earlier(known_by))._asdict()
        return self._whole.between(one, other, **times, status=status)

    def engine(
        self,
        at: Instant | None = None,
        *,
        during: Stretch | None = None,
        known_by: Instant | None = None,
    ) -> "ox.Store":
        """Return the SPARQL engine with the direct triples of the claims made by then."""
        return self._whole.engine(at, during=during, known_by=self._earlier(known_by))

    def fill_engine(self) -> None:
        """Fill the engine where that is still to be done, without starting it."""
        self._whole.fill_engine()

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
        """Return the statements of the claims made by then as a `networkx.MultiDiGraph`."""
        times = Clock(at, during, self._earlier(known_by))._asdict()
        return self._whole.networkx(**times, status=status)

    @cached_property
    def adjacency(self) -> Adjacency:
        """Return who is beside whom, by the accepted statements of the claims made by then.

        When they were is not told: that the whole store's packed graph does.
        """
        return Adjacency.stating(self.statements())

    def span(self) -> tuple[Instant, Instant] | None:
        """Return the earliest and the latest instant that the claims made by then give."""
        given = ((*claim.holds, claim.said_earliest, claim.said_latest) for claim in self.claims())
        instants = sorted(instant for each in given for instant in each if instant)
        return (instants[0], instants[-1]) if instants else None

    def count(self, what: str) -> dict[str, int]:
        """Count entities by ``type``, or the claims made by then by a field of theirs."""
        if what == "type":
            return self._whole.count(what)
        if what == "source":
            cited = (
                {place.source for place in claim.evidence} | {claim.primary_source or ""}
                for claim in self.claims()
            )
            tally = Counter(source for sources in cited for source in sources if source)
        else:
            field = {"relation": "predicate"}.get(what, what)
            tally = Counter(str(getattr(claim, field)) for claim in self.claims())
        return dict(sorted(tally.items()))

    def _earlier(self, instant: Instant | None) -> Instant:
        return self.known_by if instant is None else min(instant, self.known_by)
