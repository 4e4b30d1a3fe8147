"""Where everything stands on the drawing, worked out before any browser sees it.

The same input gives the same picture, whatever the order of the input, the run or the hash seed:
input is sorted, randomness is seeded, and only plain floats are used. Each connected component is
spread by stress (distance on paper like distance in hops), small ones are then polished for legible
lines, label boxes are pushed apart until none overlap, and the components are packed side by side.
"""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from astrograph.explorer.boxes import Box
from astrograph.explorer.pack import pack
from astrograph.explorer.refine import refine
from astrograph.explorer.spread import Point, spread

PADDING = 10.0
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
    if len(group) <= _POLISH_UP_TO:
        points = refine(points, shapes, links, aspect)
    points = separate(points, shapes)
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


def separate(points: Sequence[Point], shapes: Sequence[Box]) -> list[Point]:
    """Push boxes apart until none overlap, moving each as little as need be.

    Args:
        points: The points that the boxes stand about.
        shapes: The boxes, in the same order.

    Returns:
        The new points; their boxes do not overlap.
    """
    moved = [list(point) for point in points]
    for turn in range(1, 2000):
        clashes = _clashes(moved, shapes)
        if not clashes:
            break
        for one, other in clashes:
            _push(moved, shapes, one, other)
        if turn % 60 == 0:
            moved = [[x * 1.08, y * 1.08] for x, y in moved]
    return [(x, y) for x, y in moved]


def _clashes(points: Sequence[Sequence[float]], shapes: Sequence[Box]) -> list[tuple[int, int]]:
    """List the pairs of boxes that overlap, by a sweep from left to right."""
    placed = [shape.at(x, y) for (x, y), shape in zip(points, shapes, strict=True)]
    order = sorted(range(len(placed)), key=lambda index: (placed[index].left, index))
    clashes: list[tuple[int, int]] = []
    for turn, one in enumerate(order):
        for other in order[turn + 1 :]:
            if placed[other].left >= placed[one].right:
                break
            if placed[one].overlaps(placed[other]):
                clashes.append((min(one, other), max(one, other)))
    return sorted(clashes)


def _push(points: list[list[float]], shapes: Sequence[Box], one: int, other: int) -> None:
    """Move two overlapping boxes apart along the side where the least movement frees them."""
    first = shapes[one].at(points[one][0], points[one][1])
    second = shapes[other].at(points[other][0], points[other][1])
    right, left = first.right - second.left, second.right - first.left
    down, up = first.bottom - second.top, second.bottom - first.top
    across, along = min(right, left), min(down, up)
    if across <= 0 or along <= 0:
        return
    axis, depth, forward = (0, across, right <= left) if across < along else (1, along, down <= up)
    step = (depth / 2 + 0.5) * (1 if forward else -1)
    points[one][axis] -= step
    points[other][axis] += step
