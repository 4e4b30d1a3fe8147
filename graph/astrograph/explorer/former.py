"""Tell a page what counted once: by which days claims stood whose standing later ones changed."""

from itertools import groupby
from typing import TYPE_CHECKING

from astrograph import derive
from astrograph.model import Interval
from astrograph.store.known import Knowledge

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from astrograph.explorer.payload import Phase
    from astrograph.model import Claim, Clock, Instant, Iri, Statement, Stretch
    from astrograph.store import Store


def phases(
    store: "Store", claims: "Iterable[Claim]", shown: "Container[Iri | None]", clock: "Clock"
) -> "dict[Iri, list[Phase]]":
    """Say by which days claims counted, where more decides than when each was said.

    Args:
        store: The graph, as known by the time that was asked for.
        claims: The claims that the page tells of.
        shown: The entities that it holds, by IRI.
        clock: The times that were asked for.

    Returns:
        For such a claim the stretches of days by which it was known and counted, each by its first
        instant and the first one after it; with them the bounds that the claim had then, where
        they were others than now, and in which tense it was read, where that has changed.
    """
    when = _when(store, clock)
    found = {
        claim.iri: _phases(store, claim, when)
        for claim in claims
        if claim.iri in store.linked
        and claim.subject in shown
        and claim.object in shown
        and claim.polarity == "Positive"
        and claim.modality in derive.FACTUAL
    }
    return {iri: told for iri, told in found.items() if _tells(told)}


def former(
    store: "Store",
    told: "dict[Iri, list[Phase]]",
    clock: "Clock",
) -> "list[Statement]":
    """Derive the statements of claims that counted once and count no more, or read otherwise now.

    Args:
        store: The graph, as known by the time that was asked for.
        told: What `phases` says.
        clock: The times that were asked for.

    Returns:
        The statements in canonical order.
    """
    then = {
        (iri, tense): claim._replace(
            status="Accepted", holds=claim.holds if holds is None else Interval(*holds)
        )
        for iri, spans in told.items()
        if (claim := store.claim(iri)) is not None
        for _, before, holds, tense in spans
        if before is not None and (spans[-1][1] is not None or tense != spans[-1][3])
    }
    return derive.statements(then.values(), _when(store, clock), holding=clock.stretch is not None)


def _when(store: "Store", clock: "Clock") -> "Instant | Stretch | None":
    return clock.stretch or store.edition.date


def _tells(spans: "list[Phase]") -> bool:
    """Say whether the phases say more than when a claim was made."""
    return bool(spans) and not (len(spans) == 1 and spans[0][1:3] == (None, None))


def _phases(store: "Store", claim: "Claim", when: "Instant | Stretch | None") -> "list[Phase]":
    turns = ["", *sorted(set(_turns(store, claim)))]
    standing = [(_standing(store, claim, turn), turn) for turn in turns]
    merged = [(seen, next(turns)[1]) for seen, turns in groupby(standing, key=lambda each: each[0])]
    ends = [*(turn for _, turn in merged[1:]), None]
    read: list[Phase] = [
        (turn or None, end, None if seen == claim.holds else list(seen), tense)
        for (seen, turn), end in zip(merged, ends, strict=True)
        if seen is not None and (tense := _tense(claim, seen, when))
    ]
    if len({tense for *_, tense in read}) > 1:
        return read
    return [(begun, end, holds, None) for begun, end, holds, _ in read]


def _tense(claim: "Claim", holds: "Interval", when: "Instant | Stretch | None") -> str | None:
    read = derive.reading(claim._replace(holds=holds), when)
    return read and read[0]


def _standing(store: "Store", claim: "Claim", instant: "Instant") -> "Interval | None":
    """Return the bounds of a claim as it counted by an instant; None where it did not count."""
    then = Knowledge(store, instant)
    seen = then.seen(claim)
    if seen is None or seen.status != "Accepted" or then.is_superseded(seen):
        return None
    return seen.holds


def _turns(store: "Store", claim: "Claim") -> "Iterator[Instant]":
    """Yield the instants at which a claim, or what bears upon it, may have become known."""
    for each in _bearing(store, claim):
        bounds = (each.said_earliest, each.said_latest, each.holds.start_earliest)
        yield from filter(None, (*bounds, each.holds.end_earliest))


def _bearing(store: "Store", claim: "Claim") -> "list[Claim]":
    """Gather a claim, what is linked to it, and what is linked to that: no more bears upon it."""
    met = {claim.iri: claim}
    for _ in range(2):
        links = [link for each in met.values() for link in store.links(each)]
        iris = {iri for link in links for iri in (link.claim, link.other)} - met.keys()
        met |= {iri: other for iri in sorted(iris) if (other := store.claim(iri)) is not None}
    return list(met.values())
