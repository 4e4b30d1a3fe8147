"""Select claims: by whom they name, who speaks, how they stand, and whether they are disputed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from astrograph.errors import MisuseError
from astrograph.model import Claim, Clock, Instant, Iri, Stretch
from astrograph.standing import DISPUTED, SUPERSEDED, standing_of, voices
from astrograph.store.known import as_known
from astrograph.store.names import fold
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
    known_by: Instant | None = None

    def passes(self, claim: Claim, places: set[Iri]) -> bool:
        """Say whether a claim passes every filter but ``disputed``; sources are given by IRI."""
        stretch = Clock(self.at, self.during).stretch
        allowed = (
            (claim.iri, self.claims),
            (claim.predicate, self.relation),
            (claim.speaker, self.speaker),
            (claim.status, self.status),
            (claim.modality, self.modality),
        )
        return (
            all(not values or value in values for value, values in allowed)
            and claim.named.issuperset(self.entities)
            and (not places or not places.isdisjoint(_places(claim)))
            and (stretch is None or claim.holds.meets(*stretch) is not None)
        )


def select_claims(store: "Store", wanted: ClaimFilter) -> list[Claim]:
    """Select the claims that pass a filter.

    Returns:
        The claims in order of IRI.

    Raises:
        MisuseError: A source is not known.
    """
    store = as_known(store, wanted.known_by)
    places = {iri for text in wanted.source for iri in find_sources(store, text)}
    about = wanted.entities[0] if wanted.entities else None
    claims = store.claims(about, linked=wanted.disputed)
    found = [claim for claim in claims if wanted.passes(claim, places)]
    return _disputed(store, found) if wanted.disputed else found


def _places(claim: Claim) -> set[Iri]:
    return {place.source for place in claim.evidence} | {claim.primary_source or ""}


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
    kept: dict[Iri, Claim] = {}
    for claim in claims:
        others = [voice.claim for voice in voices(store, claim)]
        if others or standing_of(store, [claim]) in {DISPUTED, SUPERSEDED}:
            kept |= {each.iri: each for each in (claim, *others)}
    return [kept[iri] for iri in sorted(kept)]
