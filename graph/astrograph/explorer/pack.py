"""Put the components of a drawing side by side, small ones into the gaps that large ones leave."""

import math
from collections.abc import Iterator, Mapping, Sequence

from astrograph.explorer.boxes import Box
from astrograph.explorer.refine import crosses_box
from astrograph.explorer.spread import Point

_GAP = 26.0
_STEP = 22.0
_FILL_GAPS_UP_TO = 90

Places = Mapping[str, Point]
Segment = tuple[Point, Point]


def pack(
    placed: Sequence[Places],
    boxes: Mapping[str, Box],
    pairs: Sequence[tuple[str, str]],
    aspect: float,
) -> dict[str, Point]:
    """Bring separately placed components together, the first one being the largest.

    Args:
        placed: The points of each component's entities.
        boxes: The box of each entity about its own point.
        pairs: The linked entities; no component is put across another one's lines.
        aspect: Width over height of the wanted drawing.

    Returns:
        The points of all entities, the drawing's middle at (0, 0).
    """
    if len(boxes) <= _FILL_GAPS_UP_TO:
        joined = _fill_gaps(placed, boxes, pairs, aspect)
    else:
        joined = _on_shelves(placed, boxes, aspect)
    whole = frame(joined, boxes)
    mid_x, mid_y = (whole.left + whole.right) / 2, (whole.top + whole.bottom) / 2
    return {
        name: (round(x - mid_x, 1) + 0.0, round(y - mid_y, 1) + 0.0)
        for name, (x, y) in joined.items()
    }


def frame(points: Places, boxes: Mapping[str, Box]) -> Box:
    """Return the smallest box that holds all the placed boxes."""
    placed = [boxes[name].at(x, y) for name, (x, y) in points.items()]
    if not placed:
        return Box(0.0, 0.0, 0.0, 0.0)
    return Box(
        min(box.left for box in placed),
        min(box.top for box in placed),
        max(box.right for box in placed),
        max(box.bottom for box in placed),
    )


def _moved(points: Places, x: float, y: float) -> dict[str, Point]:
    return {name: (here_x + x, here_y + y) for name, (here_x, here_y) in points.items()}


def _fill_gaps(
    placed: Sequence[Places],
    boxes: Mapping[str, Box],
    pairs: Sequence[tuple[str, str]],
    aspect: float,
) -> dict[str, Point]:
    """Put each component where the drawing grows least, near the middle if it need not grow."""
    result: dict[str, Point] = {}
    for points in placed:
        own = frame(points, boxes)
        if not result:
            result.update(points)
            continue
        whole = frame(result, boxes)
        taken = [boxes[name].at(*point) for name, point in result.items()]
        lines = [(result[one], result[other]) for one, other in pairs if one in result]
        best: tuple[float, float, float, float] | None = None
        for x, y in _offers(whole, own):
            there = own.at(x, y).grown(_GAP / 2)
            size = _size(_joined(whole, own.at(x, y)), aspect)
            rank = (size, math.hypot(*_middle(there)), y, x)
            if (best is None or rank < best) and _is_free(there, taken, lines):
                best = rank
        if best is not None:
            result.update(_moved(points, best[3], best[2]))
    return result


def _offers(whole: Box, own: Box) -> Iterator[Point]:
    """Yield the offsets at which a component may be put: a grid over and around the drawing."""
    width, height = own.right - own.left, own.bottom - own.top
    columns = int((whole.right - whole.left + 2 * (width + _GAP)) / _STEP) + 2
    rows = int((whole.bottom - whole.top + 2 * (height + _GAP)) / _STEP) + 2
    for row in range(rows):
        for column in range(columns):
            left = whole.left - width - _GAP + column * _STEP
            top = whole.top - height - _GAP + row * _STEP
            yield left - own.left, top - own.top


def _is_free(there: Box, taken: Sequence[Box], lines: Sequence[Segment]) -> bool:
    return not (
        any(there.overlaps(box) for box in taken)
        or any(crosses_box(one, other, there) for one, other in lines)
    )


def _joined(one: Box, other: Box) -> Box:
    return Box(
        min(one.left, other.left),
        min(one.top, other.top),
        max(one.right, other.right),
        max(one.bottom, other.bottom),
    )


def _size(box: Box, aspect: float) -> float:
    """Return the height of the smallest window of the wanted aspect that shows the box."""
    return max((box.right - box.left) / aspect, box.bottom - box.top)


def _middle(box: Box) -> Point:
    return (box.left + box.right) / 2, (box.top + box.bottom) / 2


def _on_shelves(
    placed: Sequence[Places], boxes: Mapping[str, Box], aspect: float
) -> dict[str, Point]:
    """Put many components in rows, without looking for gaps."""
    frames = [frame(points, boxes) for points in placed]
    area = sum((own.right - own.left) * (own.bottom - own.top) for own in frames)
    widest = max((own.right - own.left for own in frames), default=0.0)
    shelf = max(widest, math.sqrt(area * aspect) * 1.1)
    result: dict[str, Point] = {}
    x = y = height = 0.0
    for points, own in zip(placed, frames, strict=True):
        if x > 0 and x + own.right - own.left > shelf:
            x, y, height = 0.0, y + height + _GAP, 0.0
        result.update(_moved(points, x - own.left, y - own.top))
        x += own.right - own.left + _GAP
        height = max(height, own.bottom - own.top)
    return result
