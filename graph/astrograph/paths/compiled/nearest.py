"""Find the first of the shortest paths by its nodes (compiled): a search from both ends at once.

Nodes stand in a queue as they are met, those met ahead from its front on, those met back from its
end. As rows are in order, what is met ahead comes in the order of the first shortest paths to it;
of the nodes that lead back from one, the lowest is kept. So where the two sides meet, the path that
comes first is known, and no other one has to be looked at.
"""

from astrograph.paths.compiled.memory import U32, UNSET, entry, jit, whole

SEEN, QUEUE, BEFORE = range(3)
"""The rows of the work array. For each node its place in the queue, counted from where the present
search begins to count, so that nothing has to be cleaned; the last entry tells where that is. For
each place in the queue the node, and the one that it was met from."""

FEW = 32
"""Up to one node in so many entries is looked up in a row by halving it, not by reading it."""

NOWHERE = -1
"""Stands for a hop that is not there."""

SPREAD = 8
"""About how many hops lead on from a node, where that is not looked at."""


@jit
def exceeds(rows: U32, plain: U32, nodes: U32, most: int) -> bool:
    """Say whether more than so many hops lead on from some nodes."""
    for node in nodes:
        most -= whole(plain[node]) - whole(rows[node])
        if most < 0:
            return True
    return False


@jit
def load(rows: U32, plain: U32, nodes: U32) -> int:
    """Say how many hops lead on from some nodes."""
    total = whole(0)
    for node in nodes:
        total += whole(plain[node]) - whole(rows[node])
    return total


@jit
def is_back(rows: U32, plain: U32, ahead: U32, back: U32) -> bool:
    """Say whether there is less to look at back than ahead."""
    fewer = len(back) < len(ahead)
    few, many = (back, ahead) if fewer else (ahead, back)
    light = load(rows, plain, few)
    # To look at all of a large ring only to see that it is large would be a waste.
    return fewer == (light <= SPREAD * len(many) or exceeds(rows, plain, many, light - 1))


@jit
def stands(others: U32, start: int, end: int, node: int) -> bool:
    """Say whether a node stands in a row, by halving it."""
    last = end
    while start < end:
        middle = (start + end) // 2
        if others[middle] < node:
            start = middle + 1
        else:
            end = middle
    return start < last and others[start] == node


@jit
def lowest(others: U32, first: int, last: int, work: U32, base: int, top: int, end: int) -> int:
    """Return the lowest node in a row that stands at one of some last places of the queue.

    Returns:
        The node; ``UNSET`` if there is none.
    """
    seen, queue = work[SEEN], work[QUEUE]
    found = whole(UNSET)
    if last - first > FEW * (end - top):
        for other in queue[top:end]:
            if other < found and stands(others, first, last, other):
                found = whole(other)
        return found
    for at in range(first, last):
        if whole(seen[others[at]]) - base >= top:
            return whole(others[at])
    return found


@jit
def earliest(others: U32, first: int, last: int, work: U32, base: int, front: int, met: int) -> int:
    """Return the first of some places of the queue at which a node stands that is in a row.

    Returns:
        The place; ``met``, the end of them, if there is none.
    """
    seen, queue = work[SEEN], work[QUEUE]
    if last - first > FEW * (met - front):
        for place in range(front, met):
            if stands(others, first, last, queue[place]):
                return place
        return met
    found = met
    for at in range(first, last):
        place = whole(seen[others[at]]) - base
        if 0 <= place < found:
            found = place
    return found


@jit
def go_ahead(
    rows: U32,
    plain: U32,
    others: U32,
    work: U32,
    base: int,
    front: int,
    met: int,
    top: int,
    end: int,
) -> tuple[int, int, int]:
    """Draw a ring ahead, until a hop leads into the last ring back.

    Returns:
        The end of the new ring, and that hop, or ``NOWHERE``.
    """
    seen, queue, before = work[SEEN], work[QUEUE], work[BEFORE]
    new = met
    for place in range(front, met):
        node = whole(queue[place])
        first, last = whole(rows[node]), whole(plain[node])
        second = lowest(others, first, last, work, base, top, end)
        if second < UNSET:
            return new, node, second
        for at in range(first, last):
            other = others[at]
            if whole(seen[other]) < base:
                seen[other], queue[new], before[new] = base + new, other, node
                new += 1
    return new, NOWHERE, NOWHERE


@jit
def go_back(
    rows: U32,
    plain: U32,
    others: U32,
    work: U32,
    base: int,
    front: int,
    met: int,
    top: int,
    end: int,
) -> tuple[int, int, int]:
    """Draw a ring back, as long as no hop leads into it from the last ring ahead.

    Returns:
        The beginning of the new ring, and the first of these hops, or ``NOWHERE``.
    """
    seen, queue, before = work[SEEN], work[QUEUE], work[BEFORE]
    new, best, second = top, met, NOWHERE
    for place in range(end - 1, top - 1, -1):
        node = whole(queue[place])
        first, last = whole(rows[node]), whole(plain[node])
        # What comes later than the best so far does not matter.
        found = earliest(others, first, last, work, base, front, min(best + 1, met))
        if found < best or (found == best and node < second):
            best, second = found, node
        if best < met:
            continue
        for at in range(first, last):
            other = others[at]
            mark = whole(seen[other]) - base
            if mark < 0:
                new -= 1
                seen[other], queue[new], before[new] = base + new, other, node
            elif new <= mark < top:
                before[mark] = min(before[mark], node)
    return new, whole(queue[best]), second


@jit
def trace(work: U32, first: int, second: int, base: int, ahead: int) -> int:
    """Write the path over the hop by which the sides meet into the queue.

    Args:
        work: The work array.
        first: The node of the hop that was met ahead.
        second: The other one.
        base: From where the search counts.
        ahead: How many hops lead to the first node.

    Returns:
        How many nodes the path meets.
    """
    seen, path, before = work[SEEN], work[QUEUE], work[BEFORE]
    # The start is the first in the queue, the goal the last.
    start, goal = path[0], path[len(path) - 2]
    node, place = first, ahead
    while place > 0:
        path[place] = node
        node = before[whole(seen[node]) - base]
        place -= 1
    path[0] = start
    node, place = second, ahead + 1
    while node != goal:
        path[place] = node
        node = before[whole(seen[node]) - base]
        place += 1
    path[place] = goal
    return place + 1


@entry
def nearest(rows: U32, plain: U32, others: U32, work: U32, start: int, goal: int, most: int) -> int:
    """Search for a path in the default walk.

    Args:
        rows: Where the row of a node begins.
        plain: Where it ends.
        others: Where its hops lead, in order.
        work: A row for each of ``SEEN``, ``QUEUE`` and ``BEFORE``, one longer than there are nodes;
            the path is written to the beginning of ``QUEUE``.
        start: The first node.
        goal: The last one.
        most: How many hops there may be.

    Returns:
        How many nodes the path meets; 0 if there is none.
    """
    seen, queue, size = work[SEEN], work[QUEUE], len(plain)
    base = whole(seen[size]) + size
    if base + size > UNSET:
        seen[:] = 0
        base = whole(size)
    seen[size] = base
    queue[0], queue[size - 1] = start, goal
    seen[start], seen[goal] = base, base + size - 1
    # The last rings: those met ahead, and those met back.
    front, met, top, end = whole(0), whole(1), whole(size - 1), whole(size)
    ahead = whole(0)
    for _ in range(most):
        if front == met or top == end:
            return 0
        if is_back(rows, plain, queue[front:met], queue[top:end]):
            new, first, second = go_back(rows, plain, others, work, base, front, met, top, end)
            top, end = new, top
        else:
            new, first, second = go_ahead(rows, plain, others, work, base, front, met, top, end)
            front, met = met, new
            ahead += second == NOWHERE
        if second != NOWHERE:
            return trace(work, first, second, base, ahead)
    return 0
