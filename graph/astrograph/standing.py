"""Say how claims and statements stand: undisputed, disputed, denied or superseded.

There is one definition for all who ask: `show`, `claims --disputed`, paths and the page.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from astrograph.disagreement import AT_ODDS, CONTRADICTS, DISSENT, REPLACED
from astrograph.model import Claim, Statement

if TYPE_CHECKING:
    from astrograph.store import Store

UNDISPUTED, DISPUTED, DENIED, SUPERSEDED = "undisputed", "disputed", "denied", "superseded"
STANDINGS = (UNDISPUTED, DISPUTED, DENIED, SUPERSEDED)
"""How something can stand, the firmest first."""

ONE_WAY = frozenset({"argueAgainst", REPLACED})
"""The links that speak against the claim that they reach, and not against the one they leave."""

GONE = frozenset({"Superseded", "Rejected"})
"""The statuses of claims that speak for nothing and against nothing any more."""


class Voice(NamedTuple):
    """A claim that a link sets against another: the kind of link, and who speaks against whom.

    ``against`` says that it speaks against the other, be it that the other does as much.
    """

    claim: Claim
    kind: str
    against: bool


def voices(store: "Store", claim: Claim) -> Iterator[Voice]:
    """Yield the claims that a link sets against one, by each link of `DISSENT`."""
    for link in store.links(claim):
        leaving = link.claim == claim.iri
        other = store.claim(link.other if leaving else link.claim)
        if link.kind in DISSENT and other is not None:
            yield Voice(other, link.kind, not (leaving and link.kind in ONE_WAY))


def standing(store: "Store", said: Statement) -> str:
    """Say how a statement stands, by the claims that make it.

    Returns:
        The weakest that applies:

        - ``superseded``: other claims have taken the place of all that make it;
        - ``denied``: a claim that stands says that it is not so (and contradicts one that does), or
          the curator rejects it;
        - ``disputed``: a claim that stands is at odds with one of its own, or the curator disputes
          all of these;
        - ``undisputed``: nothing speaks against it; so a plain triple, which no claim makes.

        That its own claims differ, on a date perhaps, does not put it in dispute.
    """
    return standing_of(store, list(filter(None, map(store.claim, said.claims))))


def standing_of(store: "Store", claims: Iterable[Claim]) -> str:
    """Say how that stands which several claims say in common; as `standing`."""
    told = {claim.iri: (claim, list(voices(store, claim))) for claim in claims}
    live = [each for each in told.values() if each[0].status not in GONE and not _replaced(each[1])]
    if told and not live:
        rejected = all(claim.status == "Rejected" for claim, _ in told.values())
        return DENIED if rejected else SUPERSEDED
    heard = [
        voice
        for _, beside in live
        for voice in beside
        if voice.against and voice.kind in AT_ODDS and voice.claim.status not in GONE
        if voice.claim.iri not in told
    ]
    if any(_denies(voice) for voice in heard):
        return DENIED
    doubted = bool(live) and all(claim.status == "Disputed" for claim, _ in live)
    return DISPUTED if heard or doubted else UNDISPUTED


def _replaced(beside: Iterable[Voice]) -> bool:
    """Say whether an accepted claim has taken a claim's place; no other can (see `derive`)."""
    return any(
        voice.kind == REPLACED and voice.against and voice.claim.status == "Accepted"
        for voice in beside
    )


def _denies(voice: Voice) -> bool:
    """Say whether a claim that nobody has put behind another says: it is not so."""
    negative = voice.claim.polarity == "Negative" or voice.claim.modality == "Denial"
    return negative and voice.kind == CONTRADICTS and voice.claim.status != "Disputed"
