"""Which mark each type of entity gets: a shape and a colour, so that colour never stands alone.

The colours are Okabe and Ito's, which people with colour-blindness tell apart. Eight colours and
seven shapes give 56 marks; types with a usual mark keep it on every page, the others get the first
mark that is free.
"""

from collections.abc import Iterable
from typing import NamedTuple

SHAPES = ("dot", "square", "diamond", "triangle", "hexagon", "star", "triangleDown")
COLOURS = ("orange", "blue", "green", "sky", "vermilion", "purple", "yellow", "grey")


class Mark(NamedTuple):
    """The shape of an entity's mark, as vis-network names it, and the name of its colour."""

    shape: str
    colour: str


_USUAL = {
    "Person": Mark("dot", "orange"),
    "UnnamedAgent": Mark("dot", "grey"),
    "Agent": Mark("dot", "yellow"),
    "SpaceAgency": Mark("square", "blue"),
    "Company": Mark("square", "sky"),
    "NewsAgency": Mark("square", "yellow"),
    "Organization": Mark("square", "grey"),
    "State": Mark("hexagon", "green"),
    "Place": Mark("hexagon", "yellow"),
    "Collaboration": Mark("diamond", "vermilion"),
    "Program": Mark("diamond", "sky"),
    "Post": Mark("diamond", "yellow"),
    "SpaceStation": Mark("star", "purple"),
    "StationSegment": Mark("star", "sky"),
    "LaunchVehicle": Mark("triangle", "vermilion"),
    "Spaceport": Mark("triangle", "green"),
    "EngineFamily": Mark("triangle", "yellow"),
    "Document": Mark("square", "green"),
    "Announcement": Mark("triangleDown", "orange"),
    "Conflict": Mark("triangleDown", "vermilion"),
    "Sanctions": Mark("triangleDown", "blue"),
    "Interruption": Mark("triangleDown", "purple"),
    "Reaction": Mark("triangleDown", "yellow"),
    "Event": Mark("triangleDown", "grey"),
}


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
    given: dict[str, Mark] = {}
    taken: set[Mark] = set()
    for name in every:
        mark = _USUAL.get(name)
        if mark is not None and mark not in taken:
            given[name] = mark
            taken.add(mark)
    free = [mark for mark in _all_marks() if mark not in taken]
    spare = free or list(_all_marks())
    for count, name in enumerate(name for name in every if name not in given):
        given[name] = spare[count % len(spare)]
    order = sorted(every, key=lambda name: (*_place(given[name]), name))
    return {name: given[name] for name in order}


def _place(mark: Mark) -> tuple[int, int]:
    return SHAPES.index(mark.shape), COLOURS.index(mark.colour)


def _all_marks() -> Iterable[Mark]:
    """Yield every mark, neighbours differing in both shape and colour."""
    for turn in range(len(COLOURS)):
        for place, shape in enumerate(SHAPES):
            yield Mark(shape, COLOURS[(place + turn) % len(COLOURS)])
