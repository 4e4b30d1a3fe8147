"""Divides the claims among the slices core, iss and wide, each of which adds to the one before.

A claim stands in one slice, an entity in the narrowest one that uses it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from astrograph.vocab import AG, ID, SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from astrograph.model import Claim

SLICES = ("core", "iss", "wide")

TITLES = {
    "core": "Roscosmos, its partners and the events of 2022, with what surrounds them",
    "iss": "The International Space Station: who flew, on what, from where, and what it is made of",
    "wide": "The whole field: people, organizations, stations, sites, vehicles and launches",
}

FACTS = (f"{SOURCE}facts2022", f"{SOURCE}facts-")
"""How the sources of the core begin: the cited facts, and the documents that they cite."""

STATION = ("gcat-rides", "gcat-missions", "wikidata-", "astronauts-2020", "nasa-", "gcat-iss",
           "gcat-auxcat")  # fmt: skip
"""How the local names of the sources of the iss slice begin."""

SITES = frozenset(f"{ID}{name}" for name in ("site-GIK-5", "site-KSC", "EuropeanSpaceport"))
SINCE = "1998"
"""The spaceports from which the station is served, and since when."""

ABOVE = frozenset(
    AG + name
    for name in ("ofState", "subordinateTo", "succeeded", "locatedIn", "operatedBy", "variantOf")
)
"""The relations by which an entity brings along what it belongs to."""


class Division(NamedTuple):
    """The claims and the entities of each slice, by the slice's name, in the order of the input."""

    claims: Mapping[str, Sequence[Claim]]
    entities: Mapping[str, frozenset[str]]


def divide(claims: Sequence[Claim], article: Iterable[str]) -> Division:
    """Divide the claims.

    Args:
        claims: All claims of the wide graph.
        article: The IRIs of the entities that the article's slice has.

    Returns:
        For each slice the claims that it adds, and the entities that it adds.
    """
    known = frozenset(article)
    about: dict[str, list[int]] = {}
    for place, claim in enumerate(claims):
        about.setdefault(claim.subject, []).append(place)
    core = _core(claims, about, known)
    station = _station(claims, about) - core
    places = {"core": core, "iss": station, "wide": set(range(len(claims))) - core - station}
    added: dict[str, frozenset[str]] = {}
    for name in SLICES:
        used = {end for place in places[name] for end in claims[place].named}
        added[name] = frozenset(used - known)
        known |= used
    return Division(
        {name: [claims[place] for place in sorted(places[name])] for name in SLICES}, added
    )


def _core(
    claims: Sequence[Claim], about: Mapping[str, list[int]], article: frozenset[str]
) -> set[int]:
    """Return the places of the facts, and of what else joins or names their entities."""
    facts = {place for place, claim in enumerate(claims) if _cites(claim, FACTS)}
    used = {end for place in facts for end in _ends(claims[place])} | article
    near = {
        end
        for iri in used
        for place in about.get(iri, ())
        if claims[place].predicate in ABOVE
        for end in _ends(claims[place])
    }
    used |= near
    return facts | {
        place for iri in used for place in about.get(iri, ()) if _ends(claims[place]) <= used
    }


def _station(claims: Sequence[Claim], about: Mapping[str, list[int]]) -> set[int]:
    """Return the places of flights, crews, elements, their launches, and what these belong to."""
    prefixes = tuple(SOURCE + name for name in STATION)
    chosen = {place for place, claim in enumerate(claims) if _cites(claim, prefixes)}
    launches = {
        claim.subject
        for claim in claims
        if claim.object in SITES
        and claim.predicate == AG + "launchedFrom"
        and (claim.holds.start_earliest or "") >= SINCE
    }
    launches |= {
        str(claims[place].object)
        for place in chosen
        if claims[place].predicate in {AG + "aboardLaunch", AG + "launchedAboard"}
    }
    chosen |= {place for iri in launches for place in about.get(iri, ())}
    used: set[str] = set()
    fresh = {end for place in chosen for end in _ends(claims[place])}
    while fresh:
        used |= fresh
        more = {
            place
            for iri in fresh
            for place in about.get(iri, ())
            if claims[place].object is None
            or claims[place].predicate in ABOVE
            or claims[place].predicate == AG + "partOf"
        }
        chosen |= more
        fresh = {end for place in more for end in _ends(claims[place])} - used
    return chosen


def _cites(claim: Claim, prefixes: tuple[str, ...]) -> bool:
    return any(place.source.startswith(prefixes) for place in claim.evidence)


def _ends(claim: Claim) -> set[str]:
    return {end for end in (claim.subject, claim.object) if end}
