"""Select claims: by whom they name, who speaks, how they stand, and whether they are disputed."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from astrograph.disagreement import DISSENT, DOUBTED
from astrograph.errors import MisuseError
from astrograph.model import Claim, Clock, Instant, Iri, Stretch
from astrograph.store.known import as_known
from astrograph.store.names import fold
from astrograph.store.narrowing import Narrowing
from astrograph.vocab import SOURCE, shrink

if TYPE_CHECKING:
    from astrograph.store import Store


LISTED = 8
"""How many sources are listed where one is not known."""


class ClaimFilter(NamedTuple):
    """What a claim must be like; of a filter with several values any will do, but for entities.

    Attributes:
        entities: The claim names all of these, in whatever role, by IRI.
        claims: It is one of these, by IRI.
        relation: Relations by IRI.
        speaker: Who says it, by IRI.
        status: Local names of statuses, such as ``Disputed``.
        modality: Local names of modalities, such as ``Denial``.
        source: Sources by IRI, CURIE, local name, or words of the title.
        disputed: It is disputed, superseded or at odds with another; the claims that it is at odds
            with come along, whatever they name, so that both voices are heard.
        at: It holds, or may hold, at this instant.
        during: It does so at some instant from a first to a last one.
        begun: It began, or may have begun, at some instant from a first to a last one.
        known_by: It had been said, or may have been said, by this instant.
    """

    entities: tuple[Iri, ...] = ()
    claims: tuple[Iri, ...] = ()
    relation: tuple[Iri, ...] = ()
    speaker: tuple[Iri, ...] = ()
    status: tuple[str, ...] = ()
    modality: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    disputed: bool = False
    at: Instant | None = None
    during: Stretch | None = None
    begun: Stretch | None = None
    known_by: Instant | None = None

    def passes(self, claim: Claim, places: set[Iri]) -> bool:
        """Say whether a claim passes every filter but ``disputed``; sources are given by IRI."""
        return self.like(places).passes(claim) and self.names(claim)

    def like(self, places: set[Iri]) -> Narrowing:
        """Return those of the filters that a store knows; sources are given by IRI."""
        return Narrowing(
            self.relation,
            self.status,
            self.modality,
            tuple(sorted(places)),
            Clock(self.at, self.during).stretch,
            self.begun,
        )

    def names(self, claim: Claim) -> bool:
        """Say whether a claim passes the other filters, which are about whom it names."""
        return (
            (not self.claims or claim.iri in self.claims)
            and (not self.speaker or claim.speaker in self.speaker)
            and claim.named.issuperset(self.entities)
        )


def select_claims(
    store: "Store", wanted: ClaimFilter, *, offset: int = 0, limit: int | None = None
) -> list[Claim]:
    """Select the claims that pass a filter.

    Args:
        store: The graph.
        wanted: The filter.
        offset: How many of them to leave out, from the first on.
        limit: How many to select at most of the rest; those behind are not read.

    Returns:
        The claims in order of IRI.

    Raises:
        MisuseError: A source is not known.
    """
    store = as_known(store, wanted.known_by)
    like = wanted.like({iri for text in wanted.source for iri in find_sources(store, text)})
    if wanted.claims:
        known = filter(None, map(store.claim, sorted({*wanted.claims})))
        claims: Iterator[Claim] = filter(like.passes, known)
    else:
        about, also = (*dict.fromkeys(wanted.entities), None, None)[:2]
        claims = store.claims(about, also=also, disputed=wanted.disputed, like=like)
    found: Iterable[Claim] = filter(wanted.names, claims)
    if wanted.disputed:
        found = _disputed(store, list(found))
    return list(islice(found, offset, None if limit is None else offset + limit))


def count_claims(store: "Store", wanted: ClaimFilter) -> int:
    """Count the claims that pass a filter, without reading them where the index can tell.

    Raises:
        MisuseError: A source is not known.
    """
    if wanted.claims or wanted.speaker or wanted.disputed or len(wanted.entities) > 1:
        return len(select_claims(store, wanted))
    store = as_known(store, wanted.known_by)
    places = {iri for text in wanted.source for iri in find_sources(store, text)}
    return store.count_claims(next(iter(wanted.entities), None), wanted.like(places))


def find_sources(store: "Store", text: str) -> set[Iri]:
    """Return the sources that a text names: by IRI, CURIE, local name, or words of the title.

    Raises:
        MisuseError: It names none.
    """
    words = set(fold(text).split())
    found = {
        source.iri
        for source in store.sources()
        if text in {source.iri, shrink(source.iri), source.iri.removeprefix(SOURCE)}
        or (words and words <= set(fold(source.title).split()))
    }
    if not found:
        known = [shrink(source.iri) for source in store.sources()]
        more = len(known) - LISTED
        rest = f" and {more} more: astrograph stats --sources" if more > 0 else ""
        hint = f"there are: {', '.join(known[:LISTED])}{rest}"
        raise MisuseError(f"no source is called {text!r}", hint=hint)
    return found


def _disputed(store: "Store", claims: Sequence[Claim]) -> list[Claim]:
    """Keep the claims that another speaks against, together with that, and those in doubt.

    See `astrograph.standing.standing_of`: what another claim is at odds with is disputed, denied or
    superseded; what none is at odds with stands as its status says.
    """
    known = {claim.iri: claim for claim in claims}
    kept: dict[Iri, Claim] = {}
    for claim in claims:
        ends = {
            link.other if link.claim == claim.iri else link.claim
            for link in store.links(claim)
            if link.kind in DISSENT
        }
        others = filter(None, (known.get(iri) or store.claim(iri) for iri in ends))
        heard = {other.iri: other for other in others}
        if heard or claim.status in DOUBTED:
            kept |= {claim.iri: claim, **heard}
    return [kept[iri] for iri in sorted(kept)]
