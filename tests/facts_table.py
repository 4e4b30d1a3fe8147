"""Read the table of facts once for several test files, and pick claims from it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from astrograph.derive import statements
from astrograph.model import Claim, Entity, Source
from astrograph.vocab import AG, ID
from wide import facts

if TYPE_CHECKING:
    from pathlib import Path

NOON = "T12:00:00Z"


@cache
def read_facts(data: Path) -> tuple[Entity | Source | Claim, ...]:
    """Read what the facts say, before any decision on identity."""
    return tuple(each for each in facts.records(data) if isinstance(each, Entity | Source | Claim))


def read_claims(data: Path) -> list[Claim]:
    """Read the claims alone."""
    return [each for each in read_facts(data) if isinstance(each, Claim)]


def found(claims: list[Claim], subject: str, relation: str, target: str = "") -> list[Claim]:
    """Return the claims of a relation on a subject, in the order of the table."""
    return [
        each
        for each in claims
        if each.subject == ID + subject
        and each.predicate == AG + relation
        and (not target or target in {each.object, each.value and each.value.text, local(each)})
    ]


def local(claim: Claim) -> str:
    """Return what a claim's object is called in its IRI."""
    return (claim.object or "").removeprefix(ID)


def heads(claims: list[Claim], body: str, day: str) -> dict[str, str | None]:
    """Return who leads an organization on a day by the facts alone, and how certainly."""
    leading = [each for each in claims if each.predicate == AG + "leads" and local(each) == body]
    return {
        each.subject.removeprefix(ID): each.certainty
        for each in statements(leading, day + NOON, holding=True)
    }


def certain(claims: list[Claim], body: str, day: str) -> list[str]:
    """Return who certainly leads an organization on a day."""
    return sorted(who for who, how in heads(claims, body, day).items() if how == "certain")


def day(claim: Claim) -> str:
    """Return the day, the month or the year at which something happened, as printed."""
    return claim.time_text or ""
