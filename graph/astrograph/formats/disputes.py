"""Put the claims that are at odds beside each other, and say what about and how far apart."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from astrograph.disagreement.compare import number, seconds
from astrograph.formats import prose
from astrograph.formats.cells import counted
from astrograph.model import Claim, Iri, Value
from astrograph.standing import voices
from astrograph.vocab import duration

if TYPE_CHECKING:
    from astrograph.store import Store

LISTED = 3
"""Of how many things a heading says that a dispute is about them."""


class Dispute(NamedTuple):
    """Claims that are at odds with each other; ``apart`` is how far their figures differ."""

    claims: tuple[Claim, ...]
    apart: Decimal | None = None

    @property
    def relation(self) -> Iri:
        """Return the relation of the claim that comes first."""
        return self.claims[0].predicate


def disputes(store: "Store", claims: Sequence[Claim]) -> list[Dispute]:
    """Group claims by what sets them against each other.

    Args:
        store: The graph.
        claims: The claims; a claim among them that none of the others speaks against stands alone.

    Returns:
        The groups, each with its claims in order of IRI: first those whose figures differ, relation
        by relation, the widest apart first; then the others, by the IRI of their first claim.
    """
    among = {claim.iri: claim for claim in claims}
    heads = {iri: iri for iri in among}

    def head(iri: Iri) -> Iri:
        while heads[iri] != iri:
            heads[iri] = iri = heads[heads[iri]]
        return iri

    for claim in claims:
        for voice in voices(store, claim):
            if voice.claim.iri in among:
                heads[head(claim.iri)] = head(voice.claim.iri)
    groups: dict[Iri, list[Claim]] = {}
    for iri in sorted(among):
        groups.setdefault(head(iri), []).append(among[iri])
    return sorted((Dispute(tuple(each), _apart(each)) for each in groups.values()), key=_place)


def summary(found: Sequence[Dispute]) -> str:
    """Say how many groups and claims there are."""
    total = sum(len(each.claims) for each in found)
    said = f"{counted(len(found), 'dispute')}, {counted(total, 'claim')}"
    figures = sum(each.apart is not None for each in found)
    return f"{said}; the figures that are widest apart first" if figures > 1 else said


def heading(store: "Store", dispute: Dispute) -> str:
    """Say what a dispute is about, and how far apart it is: the figures, or when it began."""
    about = list(dict.fromkeys(_about(store, dispute.claims)))
    more = f"; and {len(about) - LISTED} more" if len(about) > LISTED else ""
    said = f"{'; '.join(about[:LISTED])}{more}: {counted(len(dispute.claims), 'claim')}"
    claim = dispute.claims[0]
    if dispute.apart is not None:
        told = prose.value(store, claim._replace(value=Value(f"{dispute.apart:f}")))
        return f"{said}, {told} apart"
    begun = _begun_apart(dispute.claims) if len(about) == 1 else None
    return said if begun is None else f"{said}, begun {duration(begun)} apart"


def _about(store: "Store", claims: Sequence[Claim]) -> Iterable[str]:
    """Yield what claims are about: the entity and relation that all share, else those of each."""
    ends = {(claim.predicate, claim.object) for claim in claims}
    (relation, end), *others = ends
    back = store.relation(relation).inverse_label
    if len({claim.subject for claim in claims}) > 1 and end is not None and not others and back:
        yield f"{store.named(end).label} — {back}"
        return
    for claim in claims:
        label = store.relation(claim.predicate).label
        yield f"{store.named(claim.subject).label} — {label}"


def _apart(claims: Sequence[Claim]) -> Decimal | None:
    """Return how far the figures of one thing lie apart, if all are figures."""
    figures = [number(claim.value) for claim in claims]
    known = [each for each in figures if each is not None]
    if len(known) < len(figures) or len({(c.subject, c.predicate) for c in claims}) > 1:
        return None
    return max(known) - min(known) or None


def _begun_apart(claims: Sequence[Claim]) -> int | None:
    """Return by how many seconds the starts of one thing differ at least, if they do."""
    spans = [(seconds(c.holds.start_earliest), seconds(c.holds.start_latest)) for c in claims]
    firsts = [first for first, _ in spans if first is not None]
    lasts = [last for _, last in spans if last is not None]
    if len(firsts) < len(spans) or len(lasts) < len(spans):
        return None
    return round(max(firsts) - min(lasts)) if max(firsts) > min(lasts) else None


def _place(dispute: Dispute) -> tuple[bool, Iri, Decimal, Iri]:
    first = dispute.claims[0].iri
    if dispute.apart is None:
        return (True, "", Decimal(0), first)
    return (False, dispute.relation, -dispute.apart, first)
