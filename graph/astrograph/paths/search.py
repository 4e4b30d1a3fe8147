"""Walk a graph: every simple path of one length, without ever turning into a blind alley.

Depth-first search that enters a node only when the hops that are left can still reach the goal
through what must be visited: the distances to the goal, and to each required node, are known from
breadth-first searches beforehand. It works on any neighbour function over strings.
"""

from collections.abc import Callable, Collection, Iterator, Mapping

Neighbours = Callable[[str], Collection[str]]


def distances(neighbours: Neighbours, goal: str, most: int) -> dict[str, int]:
    """Return how many hops each node within reach is away from a goal (breadth-first search).

    Args:
        neighbours: The nodes from which one hop leads to a node.
        goal: The node to reach.
        most: How many hops to look back at most.

    >>> line = {"a": ["b"], "b": ["a", "c"], "c": ["b"]}
    >>> distances(line.__getitem__, "a", 5)
    {'a': 0, 'b': 1, 'c': 2}
    """
    reached = {goal: 0}
    ring = [goal]
    for hops in range(1, most + 1):
        ring = sorted({near for node in ring for near in neighbours(node) if near not in reached})
        if not ring:
            break
        reached.update(dict.fromkeys(ring, hops))
    return reached


def paths_of_length(
    onward: Neighbours,
    ends: tuple[str, str],
    length: int,
    needed: Mapping[str, Mapping[str, int]],
    to_goal: Mapping[str, int],
    effort: int | None = None,
) -> Iterator[tuple[str, ...]]:
    """Yield every simple path of exactly one length, in order of its nodes.

    Args:
        onward: The nodes to which one hop leads from a node.
        ends: The first and the last node.
        length: The number of hops.
        needed: For each node that the path must visit, the distances to it.
        to_goal: The distances to the last node.
        effort: How many nodes to enter at most; the search ends early when that is spent.
    """
    start, goal = ends
    walked = [start]

    def reachable(node: str, left: int) -> bool:
        if to_goal.get(node, left + 1) > left:
            return False
        return all(
            via in walked or via == node or reach.get(node, left) + to_goal.get(via, left) <= left
            for via, reach in needed.items()
        )

    def steps() -> Iterator[str]:
        left = length - len(walked)
        for near in sorted(onward(walked[-1])):
            if near not in walked and reachable(near, left):
                yield near

    # A stack of our own: a long path would overflow that of the interpreter.
    branches = [steps()] if reachable(start, length) else []
    while branches and effort != 0:
        near = next(branches[-1], None)
        if near is None:
            branches.pop()
            walked.pop()
        elif near != goal:
            effort = None if effort is None else effort - 1
            walked.append(near)
            branches.append(steps())
        elif len(walked) == length and all(via in walked for via in needed):
            yield (*walked, goal)
