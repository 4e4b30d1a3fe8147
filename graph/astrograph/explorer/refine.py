"""Polish a small component: fewer crossings, no line through a label, room for names.

A seeded search moves one entity at a time and keeps what lowers the cost. The cost adds up what a
reader stumbles over; its weights were chosen by looking at pictures. It is not added up further
than to where a move is sure to be too dear, and the more lines there are, the fewer moves are
tried: so the work stays within bounds.
"""

import math
import random
from collections.abc import Mapping, Sequence

from astrograph.explorer.boxes import Box
from astrograph.explorer.spread import Pair, Point

_SEED = 2028
_MOST_ROUNDS = 80
_WORK = 450_000
"""About how many times a line or a label is looked at beside another one, a try counting once."""
_FIRST_REACH = 200.0
_LAST_REACH = 8.0
_FIRST_HEAT = 6.0
_CROSSING = 8.0
_LINE_THROUGH_BOX = 14.0
_LINE_THROUGH_OWN_LABEL = 4.0
_OVERLAP = 30.0
_NO_ROOM = 5.0
_SHORT = 14.0
_LONG = 1.6
_NARROW_ANGLE = 2.5
_NARROW_FROM = math.cos(math.radians(35))
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
    sheet = _Sheet(points, shapes, links, aspect)
    dice = random.Random(_SEED)  # noqa: S311  (a layout, not a secret)
    count, lines = len(points), len(links)
    rounds = min(_MOST_ROUNDS, 1 + _WORK // ((count + 2 * lines) * (count + lines)))
    for turn in range(rounds):
        done = turn / rounds
        reach = _FIRST_REACH * (_LAST_REACH / _FIRST_REACH) ** done
        heat = _FIRST_HEAT * (1 - done) ** 2
        for member in range(count):
            angle, length = dice.uniform(0, 2 * math.pi), reach * dice.uniform(0.1, 1.0)
            across, along = length * math.cos(angle), length * math.sin(angle)
            sheet.try_move(member, across, along, heat * dice.random())
    return sheet.points


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
        self._lines = [(*points[one], *points[other]) for one, other in self._links]
        self._incident: list[list[tuple[int, float, int]]] = [[] for _ in points]
        for number, (one, other) in enumerate(self._links):
            room = links[one, other]
            self._incident[one].append((other, room, number))
            self._incident[other].append((one, room, number))
        area = _ROOM_PER_ENTITY * len(points)
        self._half_width = math.sqrt(area * aspect) / 2
        self._half_height = math.sqrt(area / aspect) / 2

    def try_move(self, member: int, across: float, along: float, slack: float) -> None:
        """Move one entity, unless the cost rises by more than `slack`."""
        x, y = self.points[member]
        most = self._cost(member, (x, y), math.inf) + slack
        target = (x + across, y + along)
        if self._cost(member, target, most) <= most:
            self.points[member] = target
            self._placed[member] = self._shapes[member].at(*target)
            for _, _, number in self._incident[member]:
                one, other = self._links[number]
                self._lines[number] = (*self.points[one], *self.points[other])

    def _cost(self, member: int, here: Point, most: float) -> float:
        """Add up what it costs to put an entity somewhere, until that is more than `most`."""
        box = self._shapes[member].at(*here)
        cost = self._outside(here) + self._overlaps(member, box)
        if cost <= most:
            cost += self._under(member, box)
        for neighbour, room, _ in self._incident[member]:
            if cost > most:
                break
            cost += (
                self._length(member, here, neighbour, room)
                + self._angles(member, here, neighbour)
                + self._in_the_way(member, here, neighbour)
            )
        return cost

    def _outside(self, here: Point) -> float:
        """Charge for standing beyond the sheet's edge."""
        over_x = max(0.0, abs(here[0]) - self._half_width)
        over_y = max(0.0, abs(here[1]) - self._half_height)
        return _OUTSIDE * (over_x + over_y) / 60

    def _overlaps(self, member: int, box: Box) -> float:
        """Charge for overlapping boxes."""
        left, top, right, bottom = box
        cost = 0.0
        for other, (far_left, far_top, far_right, far_bottom) in enumerate(self._placed):
            if (
                far_left < right
                and left < far_right
                and far_top < bottom
                and top < far_bottom
                and other != member
            ):
                across = min(right - far_left, far_right - left)
                along = min(bottom - far_top, far_bottom - top)
                cost += _OVERLAP * (0.5 + min(across, along) / 20)
        return cost

    def _under(self, member: int, box: Box) -> float:
        """Charge for other entities' lines under an entity's box."""
        left, top, right, bottom = box
        cost = 0.0
        for number, (x, y, far_x, far_y) in enumerate(self._lines):
            if (
                (x < right or far_x < right)
                and (x > left or far_x > left)
                and (y < bottom or far_y < bottom)
                and (y > top or far_y > top)
                and member not in self._links[number]
                and crosses_box((x, y), (far_x, far_y), box)
            ):
                cost += _LINE_THROUGH_BOX
        return cost

    def _in_the_way(self, member: int, here: Point, neighbour: int) -> float:
        """Charge for the labels and the lines of others that an entity's line crosses."""
        (x, y), there = here, self.points[neighbour]
        far_x, far_y = there
        left, right = (x, far_x) if x < far_x else (far_x, x)
        top, bottom = (y, far_y) if y < far_y else (far_y, y)
        across, along = far_x - x, far_y - y
        cost = 0.0
        for other, box in enumerate(self._placed):
            if (
                box[0] < right
                and left < box[2]
                and box[1] < bottom
                and top < box[3]
                and other not in (member, neighbour)
                and crosses_box(here, there, box)
            ):
                cost += _LINE_THROUGH_BOX
        for number, (a, b, c, d) in enumerate(self._lines):
            # Lines that share an end touch there without crossing.
            if (across * (b - y) - along * (a - x)) * (across * (d - y) - along * (c - x)) < 0:
                run, rise = c - a, d - b
                one_side = run * (y - b) - rise * (x - a)
                other_side = run * (far_y - b) - rise * (far_x - a)
                if one_side * other_side < 0 and member not in self._links[number]:
                    cost += _CROSSING
        return cost

    def _length(self, one: int, here: Point, other: int, room: float) -> float:
        """Charge for a line too short for its name, too long, or drawn through its ends' labels."""
        there = self.points[other]
        shape, far_shape = self._shapes[one], self._shapes[other]
        covered = _covered(shape, here, there) + _covered(far_shape, there, here)
        ratio = math.dist(here, there) * (1 - covered) / room
        cost = _NO_ROOM + _SHORT * (1 - ratio) if ratio < 1 else _LONG * (ratio - 1) ** 2
        through = _is_through_label(shape, here, there) + _is_through_label(far_shape, there, here)
        return cost + _LINE_THROUGH_OWN_LABEL * through

    def _angles(self, member: int, here: Point, neighbour: int) -> float:
        """Charge for lines that leave one end of a line nearly beside it."""
        cost, there = 0.0, self.points[neighbour]
        for end, point, far, turned in (
            (member, here, there, neighbour),
            (neighbour, there, here, member),
        ):
            x, y = point
            across, along = far[0] - x, far[1] - y
            length = math.hypot(across, along) or 1.0
            for other, _, _ in self._incident[end]:
                if other != turned:
                    other_x, other_y = self.points[other]
                    other_x -= x
                    other_y -= y
                    beside = across * other_x + along * other_y
                    if beside > 0:
                        beside /= length * (math.hypot(other_x, other_y) or 1.0)
                        if beside > _NARROW_FROM:
                            share = (beside - _NARROW_FROM) / (1 - _NARROW_FROM)
                            cost += _NARROW_ANGLE * share * share
        return cost


def _covered(shape: Box, here: Point, far: Point) -> float:
    """Return the share of a line that lies under the box of its own end."""
    across, along = far[0] - here[0], far[1] - here[1]
    share_x = (shape.right if across > 0 else shape.left) / across if across else 1.0
    share_y = (shape.bottom if along > 0 else shape.top) / along if along else 1.0
    return min(0.5, share_x, share_y)


def _is_through_label(shape: Box, here: Point, far: Point) -> bool:
    """Tell whether a line leaves its end downwards, through the words under the mark."""
    along = far[1] - here[1]
    if along <= 0:
        return False
    return shape.left < (far[0] - here[0]) * -shape.top / along < shape.right


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
