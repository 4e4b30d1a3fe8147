"""Select claims: by whom they name, who speaks, how they stand, and whether they are disputed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from astrograph.errors import MisuseError
from astrograph.store.names import fold
from astrograph.vocab import SOURCE, shrink

if TYPE_CHECKING:
    from astrograph.model import Claim, Instant, Iri
    from astrograph.store import Store

AT_ODDS = frozenset({"contradicts", "inTensionWith", "argueAgainst", "supersedes"})
"""The links that set two claims against each other."""


def select_claims(
    store: "Store",
    entities: Sequence["Iri"] = (),
    *,
    relation: Sequence["Iri"] = (),
    speaker: Sequence["Iri"] = (),
    status: Sequence[str] = (),
    modality: Sequence[str] = (),
    source: Sequence[str] = (),
    disputed: bool = False,
    at: "Instant | None" = None,
) -> list["Claim"]:
    """Select the claims that pass every filter; a filter with several values takes any of them.

    Args:
        store: The graph.
        entities: The claim names all of these, in whatever role.
        relation: Relations by IRI.
        speaker: Who says it, by IRI.
        status: Local names of statuses, such as ``Disputed``.
        modality: Local names of modalities, such as ``Denial``.
        source: Sources by IRI, CURIE, local name, or a word of the title.
        disputed: Only claims that are disputed or at odds with another; the claims that they are
            at odds with come along, whatever they name, so that both voices are heard.
        at: Only claims that hold, or may hold, at this instant.

    Returns:
        The claims in order of IRI.

    Raises:
        MisuseError: A source is not known.
    """
    places = {iri for text in source for iri in _sources(store, text)}
    claims = [
        claim
        for claim in store.claims(entities[0] if entities else None)
        if set(entities) <= _named(claim)
        and (not relation or claim.predicate in relation)
        and (not speaker or claim.speaker in speaker)
        and (not status or claim.status in status)
        and (not modality or claim.modality in modality)
        and (not places or places & _places(claim))
        and (at is None or claim.holds.covers(at) is not None)
    ]
    return _disputed(store, claims) if disputed else claims


def _named(claim: "Claim") -> set["Iri | None"]:
    return {claim.subject, claim.object, claim.speaker, claim.addressee, claim.relayed_by}


def _places(claim: "Claim") -> set["Iri"]:
    return {place.source for place in claim.evidence} | {claim.primary_source or ""}


def _sources(store: "Store", text: str) -> set["Iri"]:
    """Return the sources that a text names."""
    words = set(fold(text).split())
    found = {
        source.iri
        for source in store.sources()
        if text in {source.iri, shrink(source.iri), source.iri.removeprefix(SOURCE)}
        or (words and words <= set(fold(source.title).split()))
    }
    if not found:
        known = ", ".join(shrink(source.iri) for source in store.sources()[:8])
        raise MisuseError(f"no source is called {text!r}", hint=f"there are: {known}")
    return found


def _disputed(store: "Store", claims: Sequence["Claim"]) -> list["Claim"]:
    kept: dict[Iri, Claim] = {}
    for claim in claims:
        others = {
            link.other if link.claim == claim.iri else link.claim
            for link in store.links(claim)
            if link.kind in AT_ODDS
        }
        if others or claim.status == "Disputed":
            kept[claim.iri] = claim
            for iri in others:
                other = store.claim(iri)
                if other is not None:
                    kept.setdefault(iri, other)
    return [kept[iri] for iri in sorted(kept)]
