"""Spread the entities of one component by stress: paper distance follows distance in hops.

Stress is lowered by stochastic gradient descent over pairs (Zheng, Pawar and Goodman, "Graph
Drawing by Stochastic Gradient Descent", 2019). Small components use all pairs, large ones every
entity's neighbours and its distances to some pivots, so that the work grows with the entities, not
with their square.
"""

import math
import random
from collections import deque
from collections.abc import Iterable, Sequence
from math import hypot
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]
Pair: TypeAlias = tuple[int, int]

UNIT = 185.0
_SEED = 20280101
_ROUNDS = 20
_MANY_ROUNDS = 24
_ALL_PAIRS_UP_TO = 250
_PIVOTS = 24


def spread(count: int, links: Iterable[Pair]) -> list[Point]:
    """Place the members of one connected component.

    Args:
        count: How many members there are; they are the numbers from 0.
        links: The linked pairs.

    Returns:
        A point for each member.

    >>> a, b = spread(2, [(0, 1)])
    >>> round(math.dist(a, b)) == round(UNIT)
    True
    """
    neighbours: list[list[int]] = [[] for _ in range(count)]
    for one, other in sorted(links):
        neighbours[one].append(other)
        neighbours[other].append(one)
    pairs = _pairs(neighbours)
    dice = random.Random(_SEED)  # noqa: S311  (a layout, not a secret)
    reach = UNIT * math.sqrt(count)
    across = [dice.uniform(-reach, reach) for _ in range(2 * count)]
    across, along = across[::2], across[1::2]
    longest = max(hops for _, hops in pairs) ** 2
    rounds = _ROUNDS if count <= _ALL_PAIRS_UP_TO else _MANY_ROUNDS
    dice.shuffle(pairs)
    for turn in range(rounds):
        pace = longest * (0.05 / longest) ** (turn / (rounds - 1))
        pairs = pairs[::2] + pairs[1::2]
        # Written out, because this is where nearly all the time goes.
        for (one, other), hops in pairs:
            x, y = across[one] - across[other], along[one] - along[other]
            distance = hypot(x, y) or 1e-6
            step = min(1.0, pace / (hops * hops)) * (distance - hops * UNIT) / 2 / distance
            x *= step
            y *= step
            across[one] -= x
            along[one] -= y
            across[other] += x
            along[other] += y
    return list(zip(across, along, strict=True))


def _pairs(neighbours: Sequence[Sequence[int]]) -> list[tuple[Pair, int]]:
    """List pairs of members with their distance in hops: all of them, or links and pivots."""
    count = len(neighbours)
    if count <= _ALL_PAIRS_UP_TO:
        starts: Sequence[int] = range(count)
    else:
        starts = _pivots(neighbours)
    found: dict[Pair, int] = {
        (one, other): 1 for one in range(count) for other in neighbours[one] if one < other
    }
    for start in starts:
        for other, hops in enumerate(hops_from(neighbours, start)):
            if other != start:
                found[min(start, other), max(start, other)] = hops
    return sorted(found.items())


def _pivots(neighbours: Sequence[Sequence[int]]) -> list[int]:
    """Choose members far from one another, starting from the best connected one."""
    first = max(range(len(neighbours)), key=lambda member: (len(neighbours[member]), -member))
    chosen = [first]
    nearest = hops_from(neighbours, first)
    while len(chosen) < _PIVOTS:
        farthest = max(range(len(neighbours)), key=lambda member: (nearest[member], -member))
        chosen.append(farthest)
        reached = hops_from(neighbours, farthest)
        nearest = [min(pair) for pair in zip(nearest, reached, strict=True)]
    return chosen


def hops_from(neighbours: Sequence[Sequence[int]], start: int) -> list[int]:
    """Count the hops from one member of a connected component to each other one.

    >>> hops_from([[1], [0, 2], [1]], 0)
    [0, 1, 2]
    """
    hops = [-1] * len(neighbours)
    hops[start] = 0
    queue = deque([start])
    while queue:
        here = queue.popleft()
        for there in neighbours[here]:
            if hops[there] < 0:
                hops[there] = hops[here] + 1
                queue.append(there)
    return hops
