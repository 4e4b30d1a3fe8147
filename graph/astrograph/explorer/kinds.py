"""Which mark each type of entity gets: a shape and a colour, so that colour never stands alone.

The colours are Okabe and Ito's, which people with colour-blindness tell apart. Eight colours and
seven shapes give 56 marks. Every type of the ontology has its own, on every page; of other types
the name says where to look for a mark that is free.
"""

import zlib
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

SHAPES = ("dot", "square", "diamond", "triangle", "hexagon", "star", "triangleDown")
COLOURS = ("orange", "blue", "green", "sky", "vermilion", "purple", "yellow", "grey")


class Mark(NamedTuple):
    """The shape of an entity's mark, as vis-network names it, and the name of its colour."""

    shape: str
    colour: str


USUAL: Mapping[str, Mark] = {
    "Person": Mark("dot", "orange"),
    "UnnamedAgent": Mark("dot", "grey"),
    "Agent": Mark("dot", "yellow"),
    "Curator": Mark("dot", "green"),
    "Reasoner": Mark("dot", "blue"),
    "ClaimGroup": Mark("dot", "purple"),
    "SpaceAgency": Mark("square", "blue"),
    "Company": Mark("square", "sky"),
    "NewsAgency": Mark("square", "yellow"),
    "GovernmentBody": Mark("square", "orange"),
    "MilitaryUnit": Mark("square", "vermilion"),
    "ResearchOrganization": Mark("square", "purple"),
    "Organization": Mark("square", "grey"),
    "State": Mark("hexagon", "green"),
    "Territory": Mark("hexagon", "sky"),
    "LaunchPad": Mark("hexagon", "purple"),
    "LaunchArea": Mark("hexagon", "blue"),
    "Place": Mark("hexagon", "yellow"),
    "Collaboration": Mark("diamond", "vermilion"),
    "IntergovernmentalOrganization": Mark("diamond", "green"),
    "Program": Mark("diamond", "sky"),
    "Post": Mark("diamond", "yellow"),
    "Agreement": Mark("diamond", "orange"),
    "Contract": Mark("diamond", "purple"),
    "SpaceStation": Mark("star", "purple"),
    "StationSegment": Mark("star", "sky"),
    "StationElement": Mark("star", "green"),
    "Spaceflight": Mark("star", "blue"),
    "AbortedFlight": Mark("star", "vermilion"),
    "Expedition": Mark("star", "yellow"),
    "LaunchVehicle": Mark("triangle", "vermilion"),
    "Spacecraft": Mark("triangle", "blue"),
    "LaunchPlatform": Mark("triangle", "purple"),
    "Spaceport": Mark("triangle", "green"),
    "EngineFamily": Mark("triangle", "yellow"),
    "Hardware": Mark("triangle", "grey"),
    "Document": Mark("square", "green"),
    "Launch": Mark("triangleDown", "sky"),
    "Mission": Mark("triangleDown", "green"),
    "Announcement": Mark("triangleDown", "orange"),
    "Conflict": Mark("triangleDown", "vermilion"),
    "Sanctions": Mark("triangleDown", "blue"),
    "Interruption": Mark("triangleDown", "purple"),
    "Reaction": Mark("triangleDown", "yellow"),
    "Event": Mark("triangleDown", "grey"),
}
"""The marks of the ontology's types."""

_OWNED = frozenset(USUAL.values())


def marks_for(types: Iterable[str]) -> dict[str, Mark]:
    """Give every type its mark; no two types share one while there are marks left.

    Args:
        types: The types on the page, in any order, repeats allowed.

    Returns:
        The mark of each type; types with the same shape stand together.

    >>> marks_for(["Person", "SpaceAgency"])["Person"]
    Mark(shape='dot', colour='orange')
    """
    every = sorted(set(types))
    given = {name: USUAL[name] for name in every if name in USUAL}
    taken = set(given.values())
    for name in every:
        if name not in given:
            given[name] = mark = _spare(name, taken)
            taken.add(mark)
    order = sorted(every, key=lambda name: (*_place(given[name]), name))
    return {name: given[name] for name in order}


def _spare(name: str, taken: Collection[Mark]) -> Mark:
    """Choose a mark by the name: first of those that no type has by itself, then of all."""
    spare = [mark for mark in _all_marks() if mark not in _OWNED]
    start = zlib.crc32(name.encode("utf-8", "surrogatepass")) % len(spare)
    order = [*spare[start:], *spare[:start], *_all_marks()]
    return next((mark for mark in order if mark not in taken), order[0])


def _place(mark: Mark) -> tuple[int, int]:
    return SHAPES.index(mark.shape), COLOURS.index(mark.colour)


def _all_marks() -> Iterable[Mark]:
    """Yield every mark, neighbours differing in both shape and colour."""
    for turn in range(len(COLOURS)):
        for place, shape in enumerate(SHAPES):
            yield Mark(shape, COLOURS[(place + turn) % len(COLOURS)])
