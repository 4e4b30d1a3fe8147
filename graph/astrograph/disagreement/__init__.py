"""Compute how claims disagree, by rules that the ontology declares on their relations.

Nothing here changes a claim: what the rules add lies over it, as an `astrograph.model.Overlay`.
"""

from collections.abc import Iterable, Mapping

from astrograph.model import Claim, Entity, Iri, Overlay, Relation, Source
from astrograph.vocab import ID

CONTRADICTS, START_FROM, END_FROM = "contradicts", "startInferredFrom", "endInferredFrom"
"""The kinds of link that the rules make."""

REPLACED = "supersedes"
AT_ODDS = (CONTRADICTS, "argueAgainst", "inTensionWith")
"""The links that set two claims against each other, both of them standing; the strongest first."""

DISSENT = frozenset({*AT_ODDS, REPLACED})
"""The links by which one claim hears another voice, be it that of an earlier claim."""

DOUBTED = frozenset({"Disputed", "Superseded"})
"""The statuses of claims that are in dispute though no link sets another claim against them."""

REASONER = Entity(ID + "Reasoner", "Astrograph's rules", "Reasoner")
"""Who holds what the rules conclude; it speaks of claims only, and no path leads through it."""

LIVE = frozenset({"Accepted", "Reported", "Disputed"})
"""The statuses of claims that take part; a curator has set the others aside."""


def concerns(claim: Claim, relations: Mapping[Iri, Relation]) -> bool:
    """Say whether a claim can be at odds with others, by itself.

    Besides the claims for which this is true, `overlays` wants those whose `statement` a claim
    of negative polarity denies.

    Args:
        claim: The claim.
        relations: The relations by IRI, with what the ontology declares on them.
    """
    if not takes_part(claim):
        return False
    relation = relations.get(claim.predicate)
    return claim.polarity == "Negative" or bool(relation and relation.exclusive)


def takes_part(claim: Claim) -> bool:
    """Say whether rules compare a claim: a fact, or a denial that it is one, not set aside."""
    told = claim.modality == "AssertedFact" or is_denial(claim)
    return told and claim.status in LIVE


def is_denial(claim: Claim) -> bool:
    """Say whether a claim is uttered as a denial: against what somebody has said."""
    return claim.modality == "Denial" and claim.polarity == "Negative"


def statement(claim: Claim) -> tuple[str, ...]:
    """Return what a claim states, whether it says so or denies it: subject, relation, object."""
    value = claim.value
    end = (claim.object or "",) if value is None else (value.text, value.lang)
    return (claim.subject, claim.predicate, *end)


def overlays(
    claims: Iterable[Claim], relations: Mapping[Iri, Relation], sources: Mapping[Iri, Source]
) -> dict[Iri, Overlay]:
    """Compute the links between claims that disagree, and what follows for them.

    Args:
        claims: The claims, in any order; those that disagree with nothing may be left out.
        relations: The relations by IRI, with what the ontology declares on them.
        sources: The sources by IRI.

    Returns:
        What to lay over the claims, by IRI: ``contradicts`` links (each pair has one, on the claim
        whose IRI comes first), the status ``Disputed`` of a claim that a declared rule puts behind
        another, and starts and ends of terms that a dated claim gives, with a ``startInferredFrom``
        or ``endInferredFrom`` link to it.
    """
    from astrograph.disagreement import rules

    return rules.overlays(claims, relations, sources)


def yields(claim: Claim, other: Claim, relation: Relation, sources: Mapping[Iri, Source]) -> bool:
    """Say whether a declared rule puts a claim behind one that it contradicts.

    Args:
        claim: The claim.
        other: The claim that it contradicts.
        relation: The relation of both.
        sources: The sources that they cite, by IRI.
    """
    from astrograph.disagreement import rules

    return rules.weaker(claim, other, relation, sources) is claim
