"""Gives each name to one entity, so that a name that a user types means one thing.

Tables use one short name for several organizations, or for a rocket and a program. The entity that
most people would mean keeps the name; the others lose it as an alias, or get their code behind it.
The names as printed stay on the claims. People are left alone: who shares a name shares it, and
asking which one is meant is the right answer then.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from astrograph.store.names import fold
from astrograph.vocab import AG, local_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from astrograph.model import Claim, Entity

KINDS = {"Spaceflight": 0, "SpaceStation": 0, "Program": 2, "Spacecraft": 2, "StationElement": 2}
"""Which kind has the better claim to a name: the lower; 1 for all that are not listed."""

PREFIXES = ("org-", "site-", "pad-", "platform-", "vehicle-", "object-", "station-", "program-")


class Standing(NamedTuple):
    """What speaks for an entity's keeping a name; the least wins."""

    not_in_article: bool
    not_its_label: bool
    kind: int
    ended: bool
    subordinate: bool
    minus_claims: int
    iri: str


def tell_apart(
    entities: Iterable[Entity], claims: Collection[Claim], article: Collection[str]
) -> list[Entity]:
    """Return the entities with names that no two of them share, people aside.

    Args:
        entities: The entities of the graph, one record each.
        claims: All claims; they tell who is still there, and who is spoken of most.
        article: The IRIs of the article's entities, whose names are settled.
    """
    kept = list(entities)
    spoken = Counter(end for claim in claims for end in (claim.subject, claim.object) if end)
    ended = {each.subject for each in claims if each.holds.end_latest and _is(each, "ofState")}
    below = {each.subject for each in claims if _is(each, "subordinateTo")}
    holders: dict[str, list[Standing]] = defaultdict(list)
    for entity in kept:
        if entity.type != "Person":
            for name in {fold(entity.label), *(fold(alias.text) for alias in entity.aliases)}:
                holders[name].append(
                    Standing(
                        entity.iri not in article,
                        name != fold(entity.label),
                        KINDS.get(entity.type, 1),
                        entity.iri in ended,
                        entity.iri in below,
                        -spoken[entity.iri],
                        entity.iri,
                    )
                )
    owner = {name: min(standings).iri for name, standings in holders.items()}
    tagged = {
        (claim.subject, claim.value.text): claim.value.lang
        for claim in claims
        if claim.value is not None and claim.value.lang
    }
    kept = [_tagged(entity, tagged) for entity in kept]
    return [_renamed(each, owner) if each.type != "Person" else each for each in kept]


def _tagged(entity: Entity, tagged: Mapping[tuple[str, str], str]) -> Entity:
    """Give each alias the language that a claim tells, and one that has none the labels'."""
    aliases = tuple(
        each._replace(lang=tagged.get((entity.iri, each.text)) or each.lang or "en")
        for each in entity.aliases
        if each.text != entity.label
    )
    return entity._replace(aliases=tuple(dict.fromkeys(aliases)))


def _is(claim: Claim, relation: str) -> bool:
    return claim.predicate == AG + relation


def _renamed(entity: Entity, owner: dict[str, str]) -> Entity:
    label = entity.label
    if owner[fold(label)] != entity.iri:
        code = local_name(entity.iri)
        prefix = next((each for each in PREFIXES if code.startswith(each)), "")
        label = f"{label} ({code.removeprefix(prefix)})"
    own = {fold(label)}
    aliases = []
    for alias in entity.aliases:
        name = fold(alias.text)
        if owner[name] == entity.iri and name not in own:
            own.add(name)
            aliases.append(alias)
    return entity._replace(label=label, aliases=tuple(aliases))
