"""Find room for the relations' names along their lines, so that the first view can be read.

A name is shown from the start only where it stands clear of every entity, every other name and
every other line; the other names appear when the reader points at or chooses their line.
"""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from astrograph.explorer.boxes import LINE_HEIGHT, RELATION_FONT_SIZE, Box, text_width
from astrograph.explorer.refine import crosses_box
from astrograph.explorer.spread import Point

_SPOTS = (0.5, 0.44, 0.56, 0.38, 0.62, 0.33, 0.67)
_PARTS = 12
_ARROW = 10.0


class NamedLine(NamedTuple):
    """A drawn line: the numbers of its two entities, the name to write along it, how it bends."""

    start: int
    end: int
    name: str
    bend: float


class _Slab(NamedTuple):
    """A name as it would be written: a rectangle about a point, turned by an angle."""

    x: float
    y: float
    angle: float
    half_width: float
    half_height: float

    def corners(self) -> list[Point]:
        """Return the four corners in order."""
        cos, sin = math.cos(self.angle), math.sin(self.angle)
        return [
            (self.x + along * cos - across * sin, self.y + along * sin + across * cos)
            for along, across in (
                (-self.half_width, -self.half_height),
                (self.half_width, -self.half_height),
                (self.half_width, self.half_height),
                (-self.half_width, self.half_height),
            )
        ]

    def around(self) -> Box:
        """Return the box, not turned, that the rectangle just fits into."""
        cos, sin = abs(math.cos(self.angle)), abs(math.sin(self.angle))
        across = self.half_width * cos + self.half_height * sin
        along = self.half_width * sin + self.half_height * cos
        return Box(self.x - across, self.y - along, self.x + across, self.y + along)

    def seen_from(self, point: Point) -> Point:
        """Return a point in the rectangle's own coordinates."""
        cos, sin = math.cos(self.angle), math.sin(self.angle)
        x, y = point[0] - self.x, point[1] - self.y
        return (x * cos + y * sin, y * cos - x * sin)

    def own_box(self) -> Box:
        """Return the rectangle as a box in its own coordinates."""
        return Box(-self.half_width, -self.half_height, self.half_width, self.half_height)


def word_spots(
    points: Sequence[Point], shapes: Sequence[Box], lines: Sequence[NamedLine]
) -> list[float | None]:
    """Say where on each line its name can stand, if anywhere.

    Args:
        points: Where the entities stand.
        shapes: The box of each entity about its own point.
        lines: The lines, those whose name matters most first.

    Returns:
        For each line the share of its length (0 to 1) where the middle of its name goes, or None.
    """
    placed = [shape.at(*point) for point, shape in zip(points, shapes, strict=True)]
    courses = [course(points[line.start], points[line.end], line.bend) for line in lines]
    pieces = [(number, piece) for number, whole in enumerate(courses) for piece in pairwise(whole)]
    taken: list[_Slab] = []
    spots: list[float | None] = []
    for index, line in enumerate(lines):
        found = None
        for share in _SPOTS if line.start != line.end else ():
            slab = _slab(points[line.start], points[line.end], line, share)
            if _is_clear(slab, placed, taken) and _is_uncrossed(slab, index, pieces):
                found = share
                taken.append(slab)
                break
        spots.append(found)
    return spots


def along(start: Point, end: Point, bend: float, share: float) -> Point:
    """Return the point at a share of a line's length, as vis-network draws bent lines.

    >>> along((0, 0), (10, 0), 0.0, 0.5)
    (5.0, 0.0)
    """
    x, y = end[0] - start[0], end[1] - start[1]
    reach, turn = 0.5 + abs(bend) / 2, -bend * math.pi / 2
    via_x = start[0] + reach * (x * math.cos(turn) - y * math.sin(turn))
    via_y = start[1] + reach * (x * math.sin(turn) + y * math.cos(turn))
    one, two, three = (1 - share) ** 2, 2 * share * (1 - share), share**2
    return (
        one * start[0] + two * via_x + three * end[0],
        one * start[1] + two * via_y + three * end[1],
    )


def course(start: Point, end: Point, bend: float) -> list[Point]:
    """Return a line as a chain of points."""
    if not bend:
        return [start, end]
    return [along(start, end, bend, part / _PARTS) for part in range(_PARTS + 1)]


def _slab(start: Point, end: Point, line: NamedLine, share: float) -> _Slab:
    """Return the rectangle that a line's name fills when written at a share of its length."""
    x, y = along(start, end, line.bend, share)
    before = along(start, end, line.bend, share - 0.02)
    after = along(start, end, line.bend, share + 0.02)
    angle = math.atan2(after[1] - before[1], after[0] - before[0])
    half = text_width(line.name, RELATION_FONT_SIZE) / 2 + _ARROW / 2
    return _Slab(x, y, angle, half, LINE_HEIGHT / 2 - 1)


def _is_clear(slab: _Slab, placed: Sequence[Box], taken: Sequence[_Slab]) -> bool:
    """Tell whether a name stands clear of all entities and of all names so far."""
    corners, around = slab.corners(), slab.around()
    if any(around.overlaps(box) and _meet(corners, _corners_of(box)) for box in placed):
        return False
    return not any(
        around.overlaps(other.around()) and _meet(corners, other.corners()) for other in taken
    )


def _is_uncrossed(slab: _Slab, own: int, pieces: Sequence[tuple[int, tuple[Point, Point]]]) -> bool:
    """Tell whether no other line than its own runs through a name."""
    box, around = slab.own_box(), slab.around()
    return not any(
        number != own
        and crosses_box(one, other, around)
        and crosses_box(slab.seen_from(one), slab.seen_from(other), box)
        for number, (one, other) in pieces
    )


def _corners_of(box: Box) -> list[Point]:
    return [
        (box.left, box.top),
        (box.right, box.top),
        (box.right, box.bottom),
        (box.left, box.bottom),
    ]


def _meet(one: Sequence[Point], other: Sequence[Point]) -> bool:
    """Tell whether two convex shapes overlap (no axis separates them)."""
    for shape in (one, other):
        for start, end in zip(shape, (*shape[1:], shape[0]), strict=True):
            x, y = start[1] - end[1], end[0] - start[0]
            first = [x * point[0] + y * point[1] for point in one]
            second = [x * point[0] + y * point[1] for point in other]
            if max(first) <= min(second) or max(second) <= min(first):
                return False
    return True
