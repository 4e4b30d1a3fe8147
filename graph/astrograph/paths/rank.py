"""Score paths: shorter first, and among equals those whose hops tell least last.

What a hop costs is `astrograph.store.packing.end_cost`, at both its ends.
"""

UNIT = 64
"""At which cost a path comes half-way to those that are one hop longer."""


def score(hops: int, cost: int) -> float:
    """Return the score in (0, 1]: ordered first by length, then by cost.

    >>> score(2, 0), score(2, UNIT), score(3, 0)
    (0.5, 0.4, 0.3333)
    """
    return round(1 / (hops + 1 - 1 / (1 + cost / UNIT)), 4)
