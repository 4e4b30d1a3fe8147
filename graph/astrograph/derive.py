"""Derive what holds at an instant from what is claimed.

One rule, in two forms that the tests hold equal: ``data/direct.rq`` makes the direct triples in
any SPARQL engine, and `reading` says the same of a single claim for look-ups that never start one.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from astrograph.model import PAST, PLAN, PRESENT, Claim, Instant, Statement
from astrograph.vocab import XSD, data_path

if TYPE_CHECKING:
    import pyoxigraph as ox

FACTUAL = ("AssertedFact", "Plan")
"""The modalities that can make a statement; a threat, a denial or an opinion makes none."""


def reading(claim: Claim, instant: Instant | None = None) -> tuple[str, str | None] | None:
    """Say in which tense a claim's statement stands at an instant, and how certainly it holds.

    Bounds decide; where they leave it open, the source's own tense does. Without an instant the
    reading is that of the source's own present, for which no bound is known to lie past or ahead.

    Args:
        claim: A positive claim of one of the `FACTUAL` modalities.
        instant: The instant to read it at.

    Returns:
        The tense (``past``, ``present``, ``plan``) and the certainty that it holds at the instant
        (``certain``, ``possible``, ``planned``, or ``None`` when it is over); ``None`` instead of
        the pair when it has not begun.

    >>> led = Claim("c:1", "id:A", "ag:leads", "id:B", tense="Past")
    >>> reading(led)
    ('past', None)
    >>> reading(led, "2022-07-01T00:00:00Z")
    ('past', 'possible')
    """
    if claim.modality == "Plan":
        return PLAN, None if instant is None else "planned"
    if instant is not None:
        if claim.holds.ended_before(instant):
            return PAST, None
        if claim.holds.not_begun_at(instant):
            return None
        if claim.holds.covers(instant) == "certain":
            return PRESENT, "certain"
    if claim.tense == "Future":
        return None
    tense = PAST if claim.tense == "Past" else PRESENT
    return tense, None if instant is None else "possible"


def statements(
    claims: Iterable[Claim], instant: Instant | None = None, *, holding: bool = False
) -> list[Statement]:
    """Gather claims into statements, one for each subject, relation, object and tense.

    Args:
        claims: Claims that are positive, factual and have an entity as object.
        instant: The instant that the tenses speak of; ``None`` is the source's own present.
        holding: Keep only what holds, may hold or is planned to hold at the instant, and say
            with which certainty.

    Returns:
        The statements in canonical order, each with the IRIs of its claims.
    """
    grouped: dict[tuple[str, str, str, str], list[str]] = {}
    certainty: dict[tuple[str, str, str, str], str] = {}
    for claim in claims:
        read = reading(claim, instant)
        if claim.object is None or read is None or (holding and read[1] is None):
            continue
        key = (claim.subject, claim.predicate, claim.object, read[0])
        grouped.setdefault(key, []).append(claim.iri)
        if holding and read[1] is not None:
            certainty[key] = min(certainty.get(key, read[1]), read[1])
    return [
        Statement(*key, tuple(sorted(filter(None, grouped[key]))), certainty.get(key))
        for key in sorted(grouped)
    ]


def direct_rule() -> str:
    """Return the SPARQL text of the rule; its variable ``?instant`` may stay unbound."""
    return data_path("direct.rq").read_text(encoding="utf-8")


def direct_triples(engine: "ox.Store", instant: Instant | None = None) -> "list[ox.Triple]":
    """Run the rule over the default graph of an engine.

    Args:
        engine: A store that holds the claims and the ontology.
        instant: The instant to derive for; ``None`` is the source's own present.

    Returns:
        The direct triples, such as ``id:YuriBorisov ag:leads id:Roscosmos``.
    """
    import pyoxigraph as ox

    given: dict[ox.Variable, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple] = {}
    if instant is not None:
        moment = ox.Literal(instant, datatype=ox.NamedNode(XSD + "dateTime"))
        given[ox.Variable("instant")] = moment
    made = engine.query(direct_rule(), substitutions=given)
    return list(cast("ox.QueryTriples", made))
