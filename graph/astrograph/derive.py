"""Derive what holds at an instant, or within a stretch of time, from what is claimed.

One rule, in two forms that the tests hold equal: ``data/direct.rq`` makes the direct triples in
any SPARQL engine, and `reading` says the same of a single claim for look-ups that never start one.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, cast

from astrograph.model import (
    PAST,
    PLAN,
    PRESENT,
    Claim,
    Instant,
    Interval,
    Iri,
    Relation,
    Statement,
    Stretch,
    Value,
)
from astrograph.vocab import XSD, data_path

if TYPE_CHECKING:
    import pyoxigraph as ox

When = Instant | Stretch
"""An instant, or a stretch of time by its first and last instant."""

Direct = tuple[Iri, Iri, Iri | Value]
"""A direct triple in the words of the model."""

FACTUAL = ("AssertedFact", "Plan")
"""The modalities that can make a statement; a threat, a denial or an opinion makes none."""


def reading(claim: Claim, when: When | None = None) -> tuple[str, str | None] | None:
    """Say in which tense a claim's statement stands at some time, and how certainly it holds.

    Bounds decide; where they leave it open, the source's own tense does. What a source hedges is
    possible at most. Without a time the reading is that of the source's own present, for which no
    bound is known to lie past or ahead.

    Args:
        claim: A positive claim of one of the `FACTUAL` modalities.
        when: The instant to read it at, or the first and the last instant of a stretch.

    Returns:
        The tense (``past``, ``present``, ``plan``) and the certainty that it holds at the instant,
        or at some instant of the stretch (``certain``, ``possible``, ``planned``, or ``None`` when
        it was over before); ``None`` instead of the pair when it has not begun.

    >>> led = Claim("c:1", "id:A", "ag:leads", "id:B", tense="Past")
    >>> reading(led)
    ('past', None)
    >>> reading(led, "2022-07-01T00:00:00Z")
    ('past', 'possible')
    """
    if claim.modality == "Plan":
        return PLAN, None if when is None else "planned"
    if when is not None:
        first, last = _ends(when)
        if claim.holds.ended_before(first):
            return PAST, None
        if claim.holds.not_begun_at(last):
            return None
        certainty = claim.holds.meets(first, last)
        # Whoever tells as past what was not over then spoke later.
        not_over = claim.tense == "Past" and (claim.holds.end_earliest or "") >= first
        if certainty == "certain" or not_over:
            return PRESENT, "possible" if claim.hedged else certainty
    if claim.tense == "Future":
        return None
    tense = PAST if claim.tense == "Past" else PRESENT
    return tense, None if when is None else "possible"


def _ends(when: When) -> Stretch:
    return (when, when) if isinstance(when, str) else when


def statements(
    claims: Iterable[Claim], when: When | None = None, *, holding: bool = False
) -> list[Statement]:
    """Gather claims into statements, one for each subject, relation, object and tense.

    Args:
        claims: Claims that are positive, factual and have an entity as object.
        when: The instant or the stretch that the tenses speak of; ``None`` is the source's own
            present.
        holding: Keep only what holds, may hold or is planned to hold then, and say with which
            certainty. What one claim tells as past and another dates goes by the dates.

    Returns:
        The statements in canonical order, each with the IRIs of its claims.
    """
    claims, beside = _dated(claims) if holding else (claims, {})
    grouped: dict[tuple[str, str, str, str], list[str]] = {}
    certainty: dict[tuple[str, str, str, str], str] = {}
    since: dict[tuple[str, str, str, str], Instant] = {}
    for claim in claims:
        read = reading(claim, when)
        if claim.object is None or read is None or (holding and read[1] is None):
            continue
        key = (claim.subject, claim.predicate, claim.object, read[0])
        grouped.setdefault(key, []).append(claim.iri)
        if holding and read[1] is not None:
            certainty[key] = min(certainty.get(key, read[1]), read[1])
        for bound in filter(None, claim.holds):
            since[key] = min(since.get(key, bound), bound)
    told = {
        key: [*grouped[key], *(() if key[3] == PLAN else beside.get(key[:3], ()))]
        for key in sorted(grouped)
    }
    return [
        Statement(*key, tuple(sorted(filter(None, iris))), certainty.get(key), since.get(key))
        for key, iris in told.items()
    ]


def _dated(claims: Iterable[Claim]) -> tuple[list[Claim], dict[tuple[str, str, str], list[str]]]:
    """Take apart undated claims of what is past and of which others give the dates.

    Returns:
        The rest, whose dates decide, and the IRIs of those by subject, relation and object.
    """
    claims = list(claims)
    factual = (claim for claim in claims if claim.modality != "Plan")
    dates = {_triple(claim) for claim in factual if not claim.holds.is_open()}
    beside: dict[tuple[str, str, str], list[str]] = {}
    rest = []
    for claim in claims:
        triple = _triple(claim)
        if claim.holds.is_open() and claim.tense == "Past" and triple in dates:
            beside.setdefault(triple, []).append(claim.iri)
        else:
            rest.append(claim)
    return rest, beside


def _triple(claim: Claim) -> tuple[str, str, str]:
    return claim.subject, claim.predicate, claim.object or ""


def occasions(claims: Iterable[Claim]) -> list[list[Claim]]:
    """Part claims of one statement where one was over before another began, the earliest first.

    Claims that each name a time at which it was so, and no more, are parted too, when the times
    differ: none says that it was so in between. Undated ones stand by themselves, unless all others
    speak of one occasion.
    """
    found: list[list[Claim]] = []
    undated = []
    for claim in sorted(claims, key=lambda each: (began(each.holds) or "", each.iri)):
        if claim.holds.is_open():
            undated.append(claim)
        elif found and not all(_apart(earlier.holds, claim.holds) for earlier in found[-1]):
            found[-1].append(claim)
        else:
            found.append([claim])
    if len(found) == 1:
        return [[*found[0], *undated]]
    return [*found, *([undated] if undated else [])]


def _apart(one: Interval, other: Interval) -> bool:
    """Say whether one thing was over before another began, or on the very day.

    The same goes for the times at which they are known to have been so, if no more is known.
    """
    if one.attests and other.attests:
        return (one.start_latest or "") < (other.end_earliest or "")
    over, start = (one.end_latest or "")[:10], (other.start_earliest or "")[:10]
    return bool(over and start) and over <= start and (one.start_earliest or "")[:10] < start


def began(holds: Interval) -> Instant | None:
    """Return the first instant that the bounds name, which is what things are ordered by."""
    return min(filter(None, holds), default=None)


def counts(claim: Claim) -> bool:
    """Say whether a claim makes a direct triple, unless an accepted claim supersedes it."""
    return claim.status == "Accepted" and claim.polarity == "Positive" and claim.modality in FACTUAL


def direct(
    claims: Iterable[Claim], relations: Mapping[Iri, Relation], when: When | None = None
) -> "Iterator[Direct]":
    """Derive without an engine what `direct_triples` derives in one.

    Args:
        claims: Claims that count and that nothing supersedes, of entities and of values.
        relations: The relations with their past and plan forms, by IRI.
        when: The instant or the stretch to derive for; ``None`` is the source's own present.

    Yields:
        Subject, relation or its form, and object or value; once for each claim that makes it.
    """
    for claim in claims:
        read = reading(claim, when)
        relation = relations.get(claim.predicate) or Relation(claim.predicate, "")
        form = None if read is None else relation.form(read[0])
        target = claim.value if claim.object is None else claim.object
        if form is not None and target is not None:
            yield claim.subject, form, target


def direct_rule() -> str:
    """Return the SPARQL text of the rule; ``?instant``, or ``?from`` and ``?to``, may be bound."""
    return data_path("direct.rq").read_text(encoding="utf-8")


def direct_triples(engine: "ox.Store", when: When | None = None) -> "list[ox.Triple]":
    """Run the rule over the default graph of an engine.

    Args:
        engine: A store that holds the claims and the ontology.
        when: The instant or the stretch to derive for; ``None`` is the source's own present.

    Returns:
        The direct triples, such as ``id:YuriBorisov ag:leads id:Roscosmos``.
    """
    import pyoxigraph as ox

    given: dict[ox.Variable, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple] = {}
    if when is not None:
        names = {"instant": when} if isinstance(when, str) else {"from": when[0], "to": when[1]}
        for name, instant in names.items():
            moment = ox.Literal(instant, datatype=ox.NamedNode(XSD + "dateTime"))
            given[ox.Variable(name)] = moment
    made = engine.query(direct_rule(), substitutions=given)
    return list(cast("ox.QueryTriples", made))
