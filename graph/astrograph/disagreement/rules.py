"""Apply the rules: which claims contradict, which one yields, which bound another claim gives."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations

from astrograph.disagreement import (
    CONTRADICTS,
    END_FROM,
    REASONER,
    START_FROM,
    is_denial,
    statement,
    takes_part,
)
from astrograph.disagreement.compare import (
    ends_differ,
    number,
    overlap,
    starts_differ,
    values_differ,
    within,
)
from astrograph.model import Claim, Instant, Interval, Iri, Link, Overlay, Relation, Source

ONE_VALUE, ONE_TOTAL = "OneValue", "OneTotal"
ONE_HOLDER, ONE_DATE = "OneHolder", "OneDate"

ACTING = re.compile(r"\b(acting|interim|temporary|deputy|vice|former)\b", re.IGNORECASE)
"""Roles that do not keep another from holding the office itself."""

Pair = tuple[Claim, Claim]
Groups = dict[tuple[str, ...], list[Claim]]


def overlays(
    claims: Iterable[Claim], relations: Mapping[Iri, Relation], sources: Mapping[Iri, Source]
) -> dict[Iri, Overlay]:
    """Compute what to lay over some claims; see `astrograph.disagreement.overlays`."""
    facts = sorted(
        {claim.iri: claim for claim in claims if takes_part(claim)}.values(),
        key=lambda claim: claim.iri,
    )
    links: dict[Iri, list[Link]] = defaultdict(list)
    disputed: set[Iri] = set()
    for one, other, relation in _contradictions(facts, relations):
        if not _linked(one, other):
            links[one.iri].append(Link(one.iri, CONTRADICTS, other.iri, REASONER.iri))
        loser = weaker(one, other, relation, sources)
        if loser is not None and loser.status == "Accepted":
            disputed.add(loser.iri)
    standing = [claim for claim in facts if claim.iri not in disputed]
    inferred = _inferred(standing, relations)
    for iri, (_, dated) in inferred.items():
        links[iri] += dated
    return {
        iri: Overlay(
            status="Disputed" if iri in disputed else None,
            holds=inferred[iri][0] if iri in inferred else None,
            links=tuple(sorted(links.get(iri, ()), key=lambda link: (link.kind, link.other))),
        )
        for iri in sorted({*links, *disputed})
    }


def _linked(one: Claim, other: Claim) -> bool:
    """Say whether somebody already asserts that two claims contradict each other."""
    ends = {one.iri, other.iri}
    return any(
        link.kind == CONTRADICTS and {link.claim, link.other} == ends
        for link in (*one.links, *other.links)
    )


# Contradictions


def _contradictions(
    facts: Iterable[Claim], relations: Mapping[Iri, Relation]
) -> Iterator[tuple[Claim, Claim, Relation]]:
    """Yield each pair that contradicts once, the claim whose IRI comes first leading."""
    groups: dict[str, Groups] = defaultdict(lambda: defaultdict(list))
    for claim in facts:
        groups["polarity"][statement(claim)].append(claim)
        relation = relations.get(claim.predicate)
        if relation is None or not relation.exclusive or claim.polarity != "Positive":
            continue
        if relation.exclusive in {ONE_VALUE, ONE_TOTAL}:
            groups[ONE_VALUE][claim.subject, claim.predicate].append(claim)
        elif relation.exclusive == ONE_HOLDER:
            groups[ONE_HOLDER][statement(claim)[1:]].append(claim)
        elif relation.exclusive == ONE_DATE:
            groups[ONE_DATE][statement(claim)].append(claim)
    found: dict[tuple[Iri, Iri], tuple[Claim, Claim, Relation]] = {}
    for rule, at_odds in RULES.items():
        for group in groups[rule].values():
            relation = relations.get(group[0].predicate) or Relation(group[0].predicate, "")
            for one, other in _pairs(group, rule):
                if _from_two_places(one, other) and at_odds(one, other, relation):
                    found[one.iri, other.iri] = (one, other, relation)
    yield from (found[key] for key in sorted(found))


def _pairs(group: list[Claim], rule: str) -> Iterator[Pair]:
    """Yield the pairs of a group that the rule can be about; without this, all of them."""
    if rule == "polarity":
        denied = [claim for claim in group if claim.polarity == "Negative"]
        for claim in group:
            if claim.polarity == "Positive":
                yield from (_ordered(claim, other) for other in denied)
    else:
        yield from combinations(group, 2)


def _ordered(one: Claim, other: Claim) -> Pair:
    return (one, other) if one.iri < other.iri else (other, one)


def _from_two_places(one: Claim, other: Claim) -> bool:
    """Say whether two claims stand in different sources or in different places of one."""
    places = [
        {(place.source, place.row_key or place.sentence, place.start) for place in claim.evidence}
        for claim in (one, other)
    ]
    return places[0] != places[1] or not places[0]


def _two_values(one: Claim, other: Claim, relation: Relation) -> bool:
    """One subject has one value; dated values may follow each other."""
    timeless = one.holds.is_open() and other.holds.is_open()
    return (timeless or overlap(one.holds, other.holds)) and values_differ(
        one, other, relation.tolerance
    )


def _two_holders(one: Claim, other: Claim, relation: Relation) -> bool:
    """One office has one holder at a time, and a term has one beginning and one end."""
    if not overlap(one.holds, other.holds, relation.tolerance):
        return False
    if one.subject != other.subject:
        return not (acting(one) or acting(other))
    return acting(one) == acting(other) and _two_dates(one, other, relation)


def _two_dates(one: Claim, other: Claim, relation: Relation) -> bool:
    """What happens once begins once and ends once."""
    return starts_differ(one.holds, other.holds, relation.tolerance) or ends_differ(
        one.holds, other.holds, relation.tolerance
    )


def _yes_and_no(one: Claim, other: Claim, relation: Relation) -> bool:
    """What is so cannot be denied for the same time; open times may be different ones."""
    yes, no = (one, other) if one.polarity == "Positive" else (other, one)
    if is_denial(no) and no.holds.is_open():
        return yes.tense == no.tense  # It answers what has been said, whenever that is so.
    if yes.holds.is_open() and no.holds.is_open():
        one_present = _sources(one) == _sources(other) or relation.past_form == relation.iri
        return one_present and yes.tense == no.tense
    return overlap(yes.holds, no.holds) or within(yes.holds, no.holds)


RULES: dict[str, Callable[[Claim, Claim, Relation], bool]] = {
    ONE_VALUE: _two_values,
    ONE_HOLDER: _two_holders,
    ONE_DATE: _two_dates,
    "polarity": _yes_and_no,
}


def acting(claim: Claim) -> bool:
    """Say whether somebody only stands in for the holder of an office, by the role as printed."""
    return bool(ACTING.search(claim.role_text or ""))


# Which of two claims yields


def weaker(
    one: Claim, other: Claim, relation: Relation, sources: Mapping[Iri, Source]
) -> Claim | None:
    """Return the claim that yields by a declared rule, or ``None`` where none decides."""
    if is_denial(one) or is_denial(other):
        return None  # What somebody denies is at odds with what is told, and no less told.
    if relation.exclusive == ONE_TOTAL:
        totals = number(one.value), number(other.value)
        if totals[0] is not None and totals[1] is not None:
            return one if totals[0] < totals[1] else other
    primary = _is_primary(one, sources), _is_primary(other, sources)
    if primary[0] != primary[1]:
        return other if primary[0] else one
    if relation.exclusive == ONE_VALUE:
        return None  # What never changes, such as a date of birth, makes no table stale.
    states = _table_state(one, sources), _table_state(other, sources)
    if states[0] is None or states[1] is None or states[0] == states[1]:
        return None
    return one if states[0] < states[1] else other


def _sources(claim: Claim) -> set[Iri]:
    """Return what a claim is taken from: the page behind a collection, else the source itself."""
    if claim.primary_source is not None:
        return {claim.primary_source}
    return {place.source for place in claim.evidence}


def _is_primary(claim: Claim, sources: Mapping[Iri, Source]) -> bool:
    known = (sources.get(iri) for iri in _sources(claim))
    return any(source.primary for source in known if source is not None)


def _table_state(claim: Claim, sources: Mapping[Iri, Source]) -> Instant | None:
    """Return the date of the table that a claim is taken from; a page that it cites has none."""
    if claim.primary_source is not None:
        return None
    known = (sources.get(place.source) for place in claim.evidence if place.row_key)
    return max((each.updated for each in known if each and each.updated), default=None)


# Bounds that another claim gives


def _inferred(
    facts: Iterable[Claim], relations: Mapping[Iri, Relation]
) -> dict[Iri, tuple[Interval, list[Link]]]:
    """Find for terms of office with an open side the claims that date it.

    Returns:
        By the IRI of a claim: its stretch with what is inferred, and the links that say from where.
    """
    offices: Groups = defaultdict(list)
    for claim in facts:
        relation = relations.get(claim.predicate)
        stands = claim.status == "Accepted" and claim.polarity == "Positive"
        if stands and relation is not None and relation.exclusive == ONE_HOLDER:
            offices[statement(claim)[1:]].append(claim)
    found: dict[Iri, tuple[Interval, list[Link]]] = {}
    for claims in offices.values():
        tolerance = relations[claims[0].predicate].tolerance
        terms: dict[Iri, list[Claim]] = defaultdict(list)
        for claim in claims:
            terms[claim.subject].append(claim)
        for claim in claims:
            holds, dated = _completed(claim, terms[claim.subject], claims, tolerance)
            links = [Link(claim.iri, kind, by.iri, REASONER.iri) for kind, by in dated]
            if links:
                found[claim.iri] = (holds, links)
    return found


def _completed(
    claim: Claim, own: list[Claim], claims: list[Claim], tolerance: float
) -> tuple[Interval, list[tuple[str, Claim]]]:
    """Take the bounds that a term lacks from others on the same term, or from the next holder.

    When the term before a next holder ended is not known, only that it was over when he began;
    so its earliest end stays as open as it was.
    """
    holds, dated = claim.holds, []
    start = _same_term(claim, own, "start", tolerance) if not holds.start_earliest else None
    end = _same_term(claim, own, "end", tolerance) if not holds.end_latest else None
    if start is not None:
        latest = min(filter(None, (holds.start_latest, start.holds.start_latest)), default=None)
        holds = holds._replace(start_earliest=start.holds.start_earliest, start_latest=latest)
        dated.append((START_FROM, start))
    if end is not None:
        earliest = max(holds.end_earliest or "", end.holds.end_earliest or "") or None
        holds = holds._replace(end_earliest=earliest, end_latest=end.holds.end_latest)
        dated.append((END_FROM, end))
    elif holds.end_latest is None:
        following = _successor(claim._replace(holds=holds), claims, tolerance)
        if following is not None:
            holds = holds._replace(end_latest=following.holds.start_latest)
            dated.append((END_FROM, following))
    return holds, dated


def _same_term(claim: Claim, own: list[Claim], side: str, tolerance: float) -> Claim | None:
    """Find the claim that dates the start or the end of a term; differing dates give none."""
    differ = starts_differ if side == "start" else ends_differ
    dated = [
        each
        for each in own
        if (each.holds.start_earliest if side == "start" else each.holds.end_latest) is not None
        and not differ(claim.holds, each.holds, tolerance)
        and not each.holds.ended_before(claim.holds.start_earliest or "")
        and not claim.holds.ended_before(each.holds.start_earliest or "")
        and acting(each) == acting(claim)
        and _is_one_term(claim, each, own, tolerance)
    ]
    if any(differ(one.holds, other.holds, tolerance) for one, other in combinations(dated, 2)):
        return None
    sharpest = "start_earliest" if side == "start" else "end_earliest"
    return max(
        dated, key=lambda each: (getattr(each.holds, sharpest) or "", each.iri), default=None
    )


def _is_one_term(claim: Claim, other: Claim, own: list[Claim], tolerance: float) -> bool:
    """Say whether two claims about one holder speak of one term: the same start, or the only."""
    for each in (claim, other):
        if each.holds.start_earliest is None or each.holds.start_latest is None:
            return _only_term(own, tolerance)
    return not starts_differ(claim.holds, other.holds, tolerance)


def _only_term(own: list[Claim], tolerance: float) -> bool:
    """Say whether all that is told of one holder can be told of one term."""
    return not any(
        starts_differ(one.holds, other.holds, tolerance)
        or ends_differ(one.holds, other.holds, tolerance)
        for one, other in combinations(own, 2)
    )


def _successor(claim: Claim, claims: list[Claim], tolerance: float) -> Claim | None:
    """Find the next holder after one whose start is known.

    That is who certainly began later, or certainly was in office later: terms do not nest.
    """
    if claim.holds.start_latest is None:
        return None
    began = Interval(start_latest=claim.holds.start_latest)
    later = [
        each
        for each in claims
        if each.subject != claim.subject
        and (acting(claim) or not acting(each))
        and each.holds.start_latest is not None
        and each.holds.start_latest >= (claim.holds.end_earliest or "")
        and (
            starts_differ(began, each.holds, tolerance)
            or (each.holds.end_earliest or "") > claim.holds.start_latest
        )
    ]
    return min(later, key=lambda each: (each.holds.start_latest or "", each.iri), default=None)
