"""Push boxes apart until none overlap, moving each as little as need be.

Few boxes are looked through whole. Many are first given room where they crowd, each keeping its
place in the order from left to right and from top to bottom, and then looked at only beside those
in the same cell of a grid or the next one, and only where something has moved: so the work grows
with the boxes, not with their square.
"""

import math
from collections.abc import Sequence

from astrograph.explorer.boxes import Box
from astrograph.explorer.spread import Point

_FEW = 90
_TURNS = 2000
_GROW_EVERY = 60
_MANY_GROW_EVERY = 4
_GROWTH = 1.08
_MANY_GROWTH = 1.01
_FILL = 0.5
_EVENED = 0.75


def separate(points: Sequence[Point], shapes: Sequence[Box], aspect: float = 1.0) -> list[Point]:
    """Push boxes apart until none overlap.

    Args:
        points: The points that the boxes stand about.
        shapes: The boxes, in the same order.
        aspect: Width over height that many boxes are to fill.

    Returns:
        The new points; their boxes do not overlap.

    >>> one, other = separate([(0, 0), (1, 0)], [Box(-5, -5, 5, 5)] * 2)
    >>> other[0] - one[0] >= 10
    True
    """
    if len(points) <= _FEW:
        return _by_sweeps(points, shapes)
    return _by_cells(evened(points, shapes, aspect), shapes)


def _by_sweeps(points: Sequence[Point], shapes: Sequence[Box]) -> list[Point]:
    moved = [list(point) for point in points]
    for turn in range(1, _TURNS):
        clashes = _clashes(moved, shapes)
        if not clashes:
            break
        for one, other in clashes:
            _push(moved, shapes, one, other)
        if turn % _GROW_EVERY == 0:
            moved = [[x * _GROWTH, y * _GROWTH] for x, y in moved]
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


def _push(
    points: list[list[float]], shapes: Sequence[Box], one: int, other: int, flat: float = 1.0
) -> bool:
    """Move two overlapping boxes apart along the side where the least movement frees them.

    A step to the side counts `flat` times a step up or down.
    """
    here, there, first, second = points[one], points[other], shapes[one], shapes[other]
    right = here[0] + first.right - there[0] - second.left
    left = there[0] + second.right - here[0] - first.left
    across = min(right, left)
    if across <= 0:
        return False
    down = here[1] + first.bottom - there[1] - second.top
    up = there[1] + second.bottom - here[1] - first.top
    along = min(down, up)
    if along <= 0:
        return False
    is_flat = across * flat < along
    axis, depth, forward = (0, across, right <= left) if is_flat else (1, along, down <= up)
    step = (depth / 2 + 0.5) * (1 if forward else -1)
    here[axis] -= step
    there[axis] += step
    return True


def evened(points: Sequence[Point], shapes: Sequence[Box], aspect: float) -> list[Point]:
    """Give room where many crowd: draw each towards its rank from left to right and downwards.

    Args:
        points: The points that the boxes stand about.
        shapes: The boxes, in the same order.
        aspect: Width over height that they are to fill.

    Returns:
        The new points.
    """
    area = sum((box.right - box.left) * (box.bottom - box.top) for box in shapes) / _FILL
    across = _towards_ranks([x for x, _ in points], math.sqrt(area * aspect))
    along = _towards_ranks([y for _, y in points], math.sqrt(area / aspect))
    return list(zip(across, along, strict=True))


def _towards_ranks(values: Sequence[float], reach: float) -> list[float]:
    """Stretch values over a reach, and draw them towards even steps."""
    least, whole = min(values), max(values) - min(values) or 1.0
    order = sorted(range(len(values)), key=lambda index: (values[index], index))
    ranks = [0.0] * len(values)
    for rank, index in enumerate(order):
        ranks[index] = rank / (len(values) - 1)
    return [
        reach * (_EVENED * rank + (1 - _EVENED) * (value - least) / whole - 0.5)
        for rank, value in zip(ranks, values, strict=True)
    ]


def _by_cells(points: Sequence[Point], shapes: Sequence[Box]) -> list[Point]:
    moved = [list(point) for point in points]
    width = max(box.right - box.left for box in shapes)
    height = max(box.bottom - box.top for box in shapes)
    flat = height / width
    awake: set[int] = set(range(len(points)))
    for turn in range(1, _TURNS):
        pairs = _beside(moved, width, height, awake)
        awake = {
            member
            for one, other in pairs
            if _push(moved, shapes, one, other, flat)
            for member in (one, other)
        }
        if not awake:
            break
        if turn % _MANY_GROW_EVERY == 0:
            moved = [[x * _MANY_GROWTH, y * _MANY_GROWTH] for x, y in moved]
    return [(x, y) for x, y in moved]


def _beside(
    points: Sequence[Sequence[float]], width: float, height: float, awake: set[int]
) -> list[tuple[int, int]]:
    """List the pairs, one of them awake, that stand near enough to overlap."""
    cells: dict[tuple[int, int], list[int]] = {}
    at = [(math.floor(x / width), math.floor(y / height)) for x, y in points]
    for index, cell in enumerate(at):
        cells.setdefault(cell, []).append(index)
    pairs: list[tuple[int, int]] = []
    for one in sorted(awake):
        column, row = at[one]
        for across in (column - 1, column, column + 1):
            for along in (row - 1, row, row + 1):
                for other in cells.get((across, along), ()):
                    if one < other:
                        pairs.append((one, other))
                    elif other < one and other not in awake:
                        pairs.append((other, one))
    return pairs
