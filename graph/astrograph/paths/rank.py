"""Order paths: shorter first, and among equals those through well-connected entities last.

The penalty of a path is the sum, over the entities between its ends, of the natural logarithm of
how many others each is connected to: the information that is lost at a busy crossing. It is the
degree penalty of the Adamic-Adar index (Adamic and Adar, "Friends and neighbors on the Web",
Social Networks 25, 2003), applied along a path.
"""

from collections.abc import Callable, Sequence
from math import log

ROUNDING = 9


def penalty(path: Sequence[str], degree: Callable[[str], int]) -> float:
    """Return how much a path crosses well-connected entities, 0 for none.

    >>> penalty(["a", "hub", "b"], {"hub": 1}.__getitem__)
    0.0
    """
    return round(sum(log(max(degree(node), 1)) for node in path[1:-1]), ROUNDING)


def score(hops: int, crossing: float) -> float:
    """Return the score in (0, 1]: ordered first by length, then by penalty.

    >>> score(2, 0.0), score(2, 1.0), score(3, 0.0)
    (0.5, 0.4, 0.3333)
    """
    return round(1 / (hops + 1 - 1 / (1 + crossing)), 4)
