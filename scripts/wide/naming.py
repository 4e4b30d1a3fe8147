"""Gives each name to one entity, so that a name that a user types means one thing.

Tables use one short name for several organizations, or for a rocket and a program. The entity that
most people would mean keeps the name; the others lose it as an alias, or get behind it what tells
them apart: years, the full name, what they are, or their code.
The names as printed stay on the claims. People are left alone: who shares a name shares it, and
asking which one is meant is the right answer then.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from astrograph.store.names import fold
from astrograph.vocab import AG, ID, local_name, spell_out

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from astrograph.model import Claim, Entity

KINDS = {"Spaceflight": 0, "SpaceStation": 0, "Program": 2, "Spacecraft": 2, "StationElement": 2}
"""Which kind has the better claim to a name: the lower; 1 for all that are not listed."""

PLACING = ("ofState", "locatedIn")
"""The relations that tell from when to when an organization or a site was there."""

STATION = ID + "ISS"
"""Whose modules are what most people mean by their names."""

LONG = 60
"""How long a full name may be to stand behind a short one."""

LATIN = re.compile(r"[ -~À-ɏ]+")

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


class Apart(NamedTuple):
    """What tells entities of one name apart."""

    owner: Mapping[str, Entity]
    years: Mapping[str, str]
    line: Mapping[str, str]


def tell_apart(
    entities: Iterable[Entity], claims: Collection[Claim], article: Collection[str]
) -> list[Entity]:
    """Return the entities with names that no two of them share, people aside.

    Args:
        entities: The entities of the graph, one record each.
        claims: All claims; they tell who is still there, and who is spoken of most.
        article: The IRIs of the article's entities, whose names are settled.
    """
    kept = [each._replace(label=" ".join(each.label.split())) for each in entities]
    holders: dict[str, list[tuple[Standing, Entity]]] = defaultdict(list)
    for entity, standing in _standings(kept, claims, article):
        for name in {fold(entity.label), *(fold(alias.text) for alias in entity.aliases)}:
            named = standing._replace(not_its_label=name != fold(entity.label))
            holders[name].append((named, entity))
    apart = Apart(
        {name: min(each)[1] for name, each in holders.items()}, _years(claims), _lines(claims)
    )
    tagged = {
        (claim.subject, claim.value.text): claim.value.lang
        for claim in claims
        if claim.value is not None and claim.value.lang
    }
    people = [_tagged(each, tagged) for each in kept if each.type == "Person"]
    others = [each for each in kept if each.type != "Person"]
    first = {each.iri: _label(each, apart) for each in others}
    often = Counter(map(fold, first.values()))
    told = {}
    for each in others:
        unlike = often[fold(first[each.iri])] == 1
        label = first[each.iri] if unlike else _with(each.label, _code(each))
        told[each.iri] = _renamed(_tagged(each, tagged), label, apart.owner)
    told |= {each.iri: each for each in people}
    return [told[each.iri] for each in kept]


def _standings(
    entities: Iterable[Entity], claims: Collection[Claim], article: Collection[str]
) -> Iterator[tuple[Entity, Standing]]:
    """Yield what speaks for each entity that is no person, whatever the name."""
    spoken = Counter(end for claim in claims for end in (claim.subject, claim.object) if end)
    ended = {each.subject for each in claims if each.holds.end_latest and _is(each, *PLACING)}
    below = {each.subject for each in claims if _is(each, "subordinateTo")}
    modules = {each.subject for each in claims if _is(each, "partOf") and each.object == STATION}
    for entity in entities:
        if entity.type != "Person":
            yield (
                entity,
                Standing(
                    entity.iri not in article,
                    not_its_label=False,
                    kind=0 if entity.iri in modules else KINDS.get(entity.type, 1),
                    ended=entity.iri in ended,
                    subordinate=entity.iri in below,
                    minus_claims=-spoken[entity.iri],
                    iri=entity.iri,
                ),
            )


def _years(claims: Iterable[Claim]) -> dict[str, str]:
    """Return from when to when each organization or site was there, in years, as far as known."""
    years = {}
    for claim in claims:
        start, end = claim.holds.start_earliest or "", claim.holds.end_latest or ""
        if _is(claim, *PLACING) and (start or end):
            known = f"from {start[:4]}" if start else f"until {end[:4]}"
            years[claim.subject] = f"{start[:4]}–{end[:4]}" if start and end else known
    return years


def _lines(claims: Iterable[Claim]) -> dict[str, str]:
    """Return for each that succeeded another, or was succeeded, one that stands for the line."""
    line: dict[str, str] = {}

    def head(iri: str) -> str:
        while line.get(iri, iri) != iri:
            iri = line[iri]
        return iri

    for claim in claims:
        if _is(claim, "succeeded") and claim.object:
            line[max(head(claim.subject), head(claim.object))] = min(
                head(claim.subject), head(claim.object)
            )
    return {iri: head(iri) for claim in claims for iri in (claim.subject, claim.object or "")
            if _is(claim, "succeeded")}  # fmt: skip


def _tagged(entity: Entity, tagged: Mapping[tuple[str, str], str]) -> Entity:
    """Give each alias the language that a claim tells, and one that has none the labels'."""
    aliases = tuple(
        each._replace(lang=tagged.get((entity.iri, each.text)) or each.lang or "en")
        for each in entity.aliases
        if each.text != entity.label
    )
    return entity._replace(aliases=tuple(dict.fromkeys(aliases)))


def _is(claim: Claim, *relations: str) -> bool:
    return any(claim.predicate == AG + relation for relation in relations)


def _label(entity: Entity, apart: Apart) -> str:
    """Return the label, with what tells it from the entity that keeps the name, if another does.

    Phases of one organization are told by their years, others by what they are or are called in
    full, and what is alike in all that by its code.
    """
    owner = apart.owner[fold(entity.label)]
    if owner.iri == entity.iri:
        return entity.label
    line = apart.line.get(entity.iri, entity.iri)
    if line == apart.line.get(owner.iri, owner.iri) and entity.iri in apart.years:
        return _with(entity.label, apart.years[entity.iri])
    names = (alias.text for alias in entity.aliases)
    full = [
        name
        for name in names
        if LATIN.fullmatch(name)
        and apart.owner[fold(name)].iri == entity.iri
        and len(entity.label) < len(name) < LONG
    ]
    if full and entity.iri.startswith(ID + "org-"):
        return _with(entity.label, full[0])
    if owner.type != entity.type and entity.iri.startswith(ID + "object-"):
        return _with(entity.label, spell_out(entity.type))
    return _with(entity.label, _code(entity))


def _with(label: str, beside: str) -> str:
    return f"{label} ({beside})"


def _code(entity: Entity) -> str:
    code = local_name(entity.iri)
    return code.removeprefix(next((each for each in PREFIXES if code.startswith(each)), ""))


def _renamed(entity: Entity, label: str, owner: Mapping[str, Entity]) -> Entity:
    own = {fold(label)}
    aliases = []
    for alias in entity.aliases:
        name = fold(alias.text)
        if owner[name].iri == entity.iri and name not in own:
            own.add(name)
            aliases.append(alias)
    return entity._replace(label=label, aliases=tuple(aliases))
