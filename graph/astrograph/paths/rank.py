"""Order paths: shorter first, and among equals those through well-connected entities last.

The penalty of a path is the sum, over the entities between its ends, of the natural logarithm of
how many others each is connected to: the information that is lost at a busy crossing. It is the
degree penalty of the Adamic-Adar index (Adamic and Adar, "Friends and neighbors on the Web",
Social Networks 25, 2003), applied along a path.
"""

from math import log

UNIT = 10**9
"""How many parts a natural logarithm of e is counted in: whole numbers add up in any order."""


def crossing(degree: int) -> int:
    """Return what it costs to cross an entity that is connected to so many others.

    >>> crossing(1), crossing(1000)
    (0, 6907755279)
    """
    return round(log(max(degree, 1)) * UNIT)


def score(hops: int, cost: int) -> float:
    """Return the score in (0, 1]: ordered first by length, then by cost.

    >>> score(2, 0), score(2, UNIT), score(3, 0)
    (0.5, 0.4, 0.3333)
    """
    return round(1 / (hops + 1 - 1 / (1 + cost / UNIT)), 4)
