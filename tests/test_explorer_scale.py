"""Large pages: many boxes are pushed apart, and whoever waits is told how far the work is."""

from __future__ import annotations

import itertools
import random
from typing import TYPE_CHECKING

import pytest

from astrograph.explorer.apart import separate
from astrograph.explorer.boxes import Box
from astrograph.explorer.graph import build_payload
from astrograph.explorer.layout import Line, place
from astrograph.explorer.pack import frame

if TYPE_CHECKING:
    from astrograph.store import Store

WIDE = Box(-60, -12, 60, 40)
SMALL = Box(-12, -12, 12, 30)


@pytest.mark.parametrize("spread", [0.0, 1.0, 900.0])
def test_many_boxes_are_pushed_apart_wherever_they_stand(spread: float) -> None:
    """All at one point, in a heap, and with room to begin with."""
    dice = random.Random(4)  # noqa: S311  (places to begin with)
    shapes = [dice.choice((WIDE, SMALL)) for _ in range(300)]
    points = [(dice.uniform(-spread, spread), dice.uniform(-spread, spread)) for _ in shapes]

    moved = separate(points, shapes)

    placed = [shape.at(x, y) for shape, (x, y) in zip(shapes, moved, strict=True)]
    assert not any(one.overlaps(other) for one, other in itertools.combinations(placed, 2))


def test_many_entities_take_the_shape_of_the_window_and_no_more_room_than_they_need() -> None:
    """About as wide as asked for, and at least an eighth of it filled with labels."""
    dice = random.Random(6)  # noqa: S311  (a graph to lay out)
    boxes = {f"n{number:03}": WIDE for number in range(400)}
    names = list(boxes)
    lines = [Line(name, dice.choice(names[:at]), 90) for at, name in enumerate(names) if at]

    whole = frame(place(boxes, lines, 1.45), boxes)

    width, height = whole.right - whole.left, whole.bottom - whole.top
    assert 1.0 < width / height < 2.2
    assert 8 * sum((box.right - box.left) * (box.bottom - box.top) for box in boxes.values()) > (
        width * height
    )


def test_many_entities_stand_where_they_stand_whatever_the_order_of_the_lines() -> None:
    """The same input in another order gives the same places."""
    dice = random.Random(8)  # noqa: S311  (a graph to lay out)
    boxes = {f"n{number:03}": SMALL for number in range(300)}
    names = list(boxes)
    pairs = [dice.sample(names, 2) for _ in range(600)]
    lines = [Line(one, other, 60) for one, other in pairs]

    mixed = dice.sample(lines, len(lines))

    assert place(dict(reversed(boxes.items())), mixed) == place(boxes, lines)


def test_whoever_waits_for_a_large_page_is_told_how_far_it_is(shipped: Store) -> None:
    """From nothing to all, for the relations and for the claims."""
    told: list[tuple[str, int, int]] = []

    payload = build_payload(shipped, size=10_000, progress=lambda *far: told.append(far))

    for what, many in (
        ("relations", len(payload["statements"])),
        ("claims", len(payload["claims"])),
    ):
        steps = [(done, total) for doing, done, total in told if doing == f"gathering {what}"]
        assert steps[0] == (0, many)
        assert steps[-1] == (many, many)
        assert steps == sorted(steps)
