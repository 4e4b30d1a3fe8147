"""Polish a small component: fewer crossings, no line through a label, room for names.

A seeded search moves one entity at a time, or swaps two, and keeps what lowers the cost; the best
of a few searches wins. The cost adds up what a reader stumbles over; its weights were chosen by
looking at pictures.
"""

import math
import random
from collections.abc import Mapping, Sequence

from astrograph.explorer.boxes import Box
from astrograph.explorer.spread import Pair, Point

_SEED = 2028
_ATTEMPTS = 3
_ROUNDS = 60
_FIRST_REACH = 260.0
_LAST_REACH = 8.0
_FIRST_HEAT = 4.0
_CROSSING = 8.0
_LINE_THROUGH_BOX = 14.0
_LINE_THROUGH_OWN_LABEL = 4.0
_OVERLAP = 30.0
_NO_ROOM = 5.0
_SHORT = 14.0
_LONG = 1.6
_NARROW_ANGLE = 2.5
_NARROW_FROM = math.radians(35)
_OUTSIDE = 40.0
_ROOM_PER_ENTITY = 29500.0


def refine(
    points: Sequence[Point], shapes: Sequence[Box], links: Mapping[Pair, float], aspect: float
) -> list[Point]:
    """Move the entities of one component to where the drawing reads best.

    Args:
        points: Where they stand now.
        shapes: The box of each, about its own point.
        links: The linked pairs, each with the clear length that its name needs.
        aspect: Width over height of the wanted drawing.

    Returns:
        The new points.
    """
    best: _Sheet | None = None
    for attempt in range(_ATTEMPTS):
        sheet = _Sheet(points, shapes, links, aspect)
        _search(sheet, random.Random(_SEED + attempt))  # noqa: S311  (a layout, not a secret)
        if best is None or sheet.whole_cost() < best.whole_cost():
            best = sheet
    return best.points if best else list(points)


def _search(sheet: "_Sheet", dice: random.Random) -> None:
    """Try many small changes, bold ones first."""
    count = len(sheet.points)
    for turn in range(_ROUNDS):
        done = turn / (_ROUNDS - 1)
        reach = _FIRST_REACH * (_LAST_REACH / _FIRST_REACH) ** done
        heat = _FIRST_HEAT * (1 - done) ** 2
        for member in range(count):
            angle, length = dice.uniform(0, 2 * math.pi), reach * dice.uniform(0.1, 1.0)
            x, y = sheet.points[member]
            target = (x + length * math.cos(angle), y + length * math.sin(angle))
            sheet.try_move(member, target, heat * dice.random())
        sheet.try_swap(dice.randrange(count), dice.randrange(count))


class _Sheet:
    """The drawing while it is being polished: points, boxes, and what each entity's place costs."""

    def __init__(
        self,
        points: Sequence[Point],
        shapes: Sequence[Box],
        links: Mapping[Pair, float],
        aspect: float,
    ) -> None:
        """Take the drawing as it stands."""
        self.points = list(points)
        self._shapes = list(shapes)
        self._placed = [shape.at(*point) for point, shape in zip(points, shapes, strict=True)]
        self._links = sorted(links)
        self._incident: list[list[tuple[int, float]]] = [[] for _ in points]
        for (one, other), room in sorted(links.items()):
            self._incident[one].append((other, room))
            self._incident[other].append((one, room))
        area = _ROOM_PER_ENTITY * len(points)
        self._half_width = math.sqrt(area * aspect) / 2
        self._half_height = math.sqrt(area / aspect) / 2

    def try_move(self, member: int, target: Point, slack: float) -> None:
        """Move one entity, and back again if the cost rises by more than `slack`."""
        before, cost = self.points[member], self._cost(member)
        self._put(member, target)
        if self._cost(member) > cost + slack:
            self._put(member, before)

    def try_swap(self, one: int, other: int) -> None:
        """Exchange two entities' places, and undo it unless the drawing gets better."""
        if one == other:
            return
        cost = self._cost(one) + self._cost(other)
        here, there = self.points[one], self.points[other]
        self._put(one, there)
        self._put(other, here)
        if self._cost(one) + self._cost(other) >= cost:
            self._put(one, here)
            self._put(other, there)

    def whole_cost(self) -> float:
        """Add up the costs of all entities' places."""
        return sum(self._cost(member) for member in range(len(self.points)))

    def _put(self, member: int, point: Point) -> None:
        self.points[member] = point
        self._placed[member] = self._shapes[member].at(*point)

    def _cost(self, member: int) -> float:
        """Add up what the place of one entity costs."""
        return (
            self._outside(member) + self._boxes(member) + self._lines(member) + self._angles(member)
        )

    def _outside(self, member: int) -> float:
        """Charge for standing beyond the sheet's edge."""
        x, y = self.points[member]
        over_x = max(0.0, abs(x) - self._half_width)
        over_y = max(0.0, abs(y) - self._half_height)
        return _OUTSIDE * (over_x + over_y) / 60

    def _boxes(self, member: int) -> float:
        """Charge for overlapping boxes, and for other entities' lines under this one's box."""
        box = self._placed[member]
        cost = 0.0
        for other, there in enumerate(self._placed):
            if other != member:
                across = min(box.right - there.left, there.right - box.left)
                along = min(box.bottom - there.top, there.bottom - box.top)
                if across > 0 and along > 0:
                    cost += _OVERLAP * (0.5 + min(across, along) / 20)
        points = self.points
        for one, other in self._links:
            if member not in (one, other) and crosses_box(points[one], points[other], box):
                cost += _LINE_THROUGH_BOX
        return cost

    def _lines(self, member: int) -> float:
        """Charge for the entity's own lines: length, crossings, labels of others in the way."""
        points, here, cost = self.points, self.points[member], 0.0
        for neighbour, room in self._incident[member]:
            there = points[neighbour]
            cost += self._length(member, neighbour, room)
            for other, box in enumerate(self._placed):
                if crosses_box(here, there, box) and other not in (member, neighbour):
                    cost += _LINE_THROUGH_BOX
            for one, other in self._links:
                # Lines that share an end touch there without crossing.
                if _cross(here, there, points[one], points[other]):
                    cost += _CROSSING
        return cost

    def _length(self, one: int, other: int, room: float) -> float:
        """Charge for a line too short for its name, too long, or drawn through its ends' labels."""
        here, there = self.points[one], self.points[other]
        whole = math.dist(here, there)
        covered = self._covered(one, there) + self._covered(other, here)
        clear = whole * (1 - covered)
        ratio = clear / room
        cost = _NO_ROOM + _SHORT * (1 - ratio) if ratio < 1 else _LONG * (ratio - 1) ** 2
        for end, far in ((one, there), (other, here)):
            if self._is_through_label(end, far):
                cost += _LINE_THROUGH_OWN_LABEL
        return cost

    def _covered(self, end: int, far: Point) -> float:
        """Return the share of a line that lies under the box of its own end."""
        x, y = self.points[end]
        shape = self._shapes[end]
        across, along = far[0] - x, far[1] - y
        share_x = (shape.right if across > 0 else shape.left) / across if across else 1.0
        share_y = (shape.bottom if along > 0 else shape.top) / along if along else 1.0
        return min(0.5, share_x, share_y)

    def _is_through_label(self, end: int, far: Point) -> bool:
        """Tell whether a line leaves its end downwards, through the words under the mark."""
        x, y = self.points[end]
        shape = self._shapes[end]
        along = far[1] - y
        if along <= 0:
            return False
        at_label = (far[0] - x) * -shape.top / along
        return shape.left < at_label < shape.right

    def _angles(self, member: int) -> float:
        """Charge for lines that leave an entity nearly side by side."""
        cost = 0.0
        for centre in (member, *(neighbour for neighbour, _ in self._incident[member])):
            x, y = self.points[centre]
            headings = sorted(
                math.atan2(self.points[end][1] - y, self.points[end][0] - x)
                for end, _ in self._incident[centre]
            )
            for turn, heading in enumerate(headings[1:], start=1):
                cost += _narrow(heading - headings[turn - 1])
            if len(headings) > 1:
                cost += _narrow(headings[0] + 2 * math.pi - headings[-1])
        return cost


def _narrow(angle: float) -> float:
    """Charge for one angle: nothing once it is wide enough."""
    return _NARROW_ANGLE * (1 - angle / _NARROW_FROM) ** 2 if angle < _NARROW_FROM else 0.0


def _side(one: Point, other: Point, point: Point) -> float:
    return (other[0] - one[0]) * (point[1] - one[1]) - (other[1] - one[1]) * (point[0] - one[0])


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Tell whether two lines cross."""
    (x, y), (far_x, far_y) = a, b
    across, along = far_x - x, far_y - y
    one_side = across * (c[1] - y) - along * (c[0] - x)
    other_side = across * (d[1] - y) - along * (d[0] - x)
    if one_side * other_side >= 0:
        return False
    return _side(c, d, a) * _side(c, d, b) < 0


def crosses_box(one: Point, other: Point, box: Box) -> bool:
    """Tell whether a straight line touches a box.

    >>> unit = Box(-1, -1, 1, 1)
    >>> crosses_box((-5, 0), (5, 0), unit), crosses_box((-5, 2), (5, 2), unit)
    (True, False)
    """
    left, top, right, bottom = box
    x, y = one
    far_x, far_y = other
    if (x < left and far_x < left) or (x > right and far_x > right):
        return False
    if (y < top and far_y < top) or (y > bottom and far_y > bottom):
        return False
    if left <= x <= right and top <= y <= bottom:
        return True
    across, along = far_x - x, far_y - y
    sides = [
        across * (corner_y - y) - along * (corner_x - x)
        for corner_x, corner_y in ((left, top), (right, top), (right, bottom), (left, bottom))
    ]
    return min(sides) <= 0 <= max(sides)
