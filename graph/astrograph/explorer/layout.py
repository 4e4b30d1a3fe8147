"""Where everything stands on the drawing, worked out before any browser sees it.

The same input gives the same picture, whatever the order of the input, the run or the hash seed:
input is sorted, randomness is seeded, and only plain floats are used. Each connected component is
spread by stress (distance on paper like distance in hops), small ones are then polished for legible
lines, label boxes are pushed apart until none overlap, and the components are packed side by side.
"""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from astrograph.explorer.apart import evened, separate
from astrograph.explorer.boxes import Box
from astrograph.explorer.pack import pack
from astrograph.explorer.refine import refine
from astrograph.explorer.spread import Point, spread

PADDING = 10.0
_EVEN_FROM = 40
_POLISH_UP_TO = 90
_BEND_STEP = 0.28


class Line(NamedTuple):
    """A line to draw between two entities; `room` is the clear length that its name needs."""

    start: str
    end: str
    room: float


def place(
    boxes: Mapping[str, Box], lines: Sequence[Line], aspect: float = 1.45
) -> dict[str, Point]:
    """Give every entity its point, so that no two boxes overlap.

    Args:
        boxes: For each entity the box of its mark and label, about its own point.
        lines: The lines between the entities; lines to unknown entities and loops are passed over.
        aspect: Width over height of the wanted drawing.

    Returns:
        For each entity x and y in pixels, y growing downwards, the drawing's middle at (0, 0).

    >>> place({"a": Box(-9, -9, 9, 9)}, [])
    {'a': (0.0, 0.0)}
    """
    names = sorted(boxes)
    known = sorted(line for line in lines if line.start in boxes and line.end in boxes)
    ideal = _ideal_lengths(known)
    groups = _components(names, ideal)
    placed = [_place_component(group, boxes, ideal, aspect) for group in groups]
    points = pack(placed, boxes, list(ideal), aspect)
    return {name: points[name] for name in names}


def bends(pairs: Sequence[tuple[str, str]]) -> list[float]:
    """Say how much each line bends, so that lines between the same two entities lie apart.

    Args:
        pairs: The two ends of each line, in stored direction.

    Returns:
        One number a line: 0 is straight; the sign says to which side, seen along the line.

    >>> bends([("a", "b"), ("b", "c")])
    [0.0, 0.0]
    >>> bends([("a", "b"), ("b", "a")])
    [0.14, 0.14]
    """
    groups: dict[tuple[str, str], list[int]] = {}
    for index, (start, end) in enumerate(pairs):
        groups.setdefault((min(start, end), max(start, end)), []).append(index)
    result = [0.0] * len(pairs)
    for (low, _), members in groups.items():
        for turn, index in enumerate(members):
            offset = round((turn - (len(members) - 1) / 2) * _BEND_STEP, 4)
            flipped = offset if pairs[index][0] == low else -offset
            result[index] = -flipped if flipped else 0.0
    return result


def _ideal_lengths(lines: Sequence[Line]) -> dict[tuple[str, str], float]:
    """Merge parallel lines: for each linked pair, the room that its longest label needs."""
    ideal: dict[tuple[str, str], float] = {}
    for line in lines:
        if line.start != line.end:
            pair = (min(line.start, line.end), max(line.start, line.end))
            ideal[pair] = max(ideal.get(pair, 0.0), line.room)
    return dict(sorted(ideal.items()))


def _components(names: Sequence[str], ideal: Mapping[tuple[str, str], float]) -> list[list[str]]:
    """Split the entities into connected groups, largest first, then by name."""
    neighbours: dict[str, list[str]] = {name: [] for name in names}
    for start, end in ideal:
        neighbours[start].append(end)
        neighbours[end].append(start)
    seen: set[str] = set()
    groups: list[list[str]] = []
    for name in names:
        if name in seen:
            continue
        group = [name]
        seen.add(name)
        for member in group:
            fresh = sorted(set(neighbours[member]) - seen)
            seen.update(fresh)
            group.extend(fresh)
        groups.append(sorted(group))
    return sorted(groups, key=lambda group: (-len(group), group))


def _place_component(
    group: Sequence[str],
    boxes: Mapping[str, Box],
    ideal: Mapping[tuple[str, str], float],
    aspect: float,
) -> dict[str, Point]:
    """Lay out one connected group of entities by itself."""
    if len(group) == 1:
        return {group[0]: (0.0, 0.0)}
    number = {name: index for index, name in enumerate(group)}
    links = {
        (number[start], number[end]): room
        for (start, end), room in ideal.items()
        if start in number
    }
    shapes = [boxes[name].grown(PADDING / 2) for name in group]
    points = _lie_flat(spread(len(group), links))
    if aspect < 1:
        points = [(-y, x) for x, y in points]
    if _EVEN_FROM <= len(group) <= _POLISH_UP_TO:
        points = evened(points, shapes, aspect)
    if len(group) <= _POLISH_UP_TO:
        points = refine(points, shapes, links, aspect)
    points = separate(points, shapes, aspect)
    return dict(zip(group, points, strict=True))


def _lie_flat(points: Sequence[Point]) -> list[Point]:
    """Turn a cloud of points so that its long side lies flat."""
    count = len(points)
    mid_x = sum(x for x, _ in points) / count
    mid_y = sum(y for _, y in points) / count
    spread_x = sum((x - mid_x) ** 2 for x, _ in points)
    spread_y = sum((y - mid_y) ** 2 for _, y in points)
    mixed = sum((x - mid_x) * (y - mid_y) for x, y in points)
    angle = 0.5 * math.atan2(2 * mixed, spread_x - spread_y)
    cos, sin = math.cos(angle), math.sin(angle)
    return [
        ((x - mid_x) * cos + (y - mid_y) * sin, (y - mid_y) * cos - (x - mid_x) * sin)
        for x, y in points
    ]
