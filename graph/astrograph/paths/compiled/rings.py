"""Draw rings around both ends, join them, and bind what leads on to the goal (compiled)."""

from astrograph.paths.compiled.memory import (
    BOUNDLESS,
    BOUNDS,
    FILTERED,
    I64,
    LOW,
    SIZE,
    TAKEN,
    U16,
    U32,
    UNSET,
    Rows,
    State,
    Work,
    entry,
    jit,
    whole,
)

FEW = 32
"""Up to one node in so many entries is looked up in a row by halving it, not by reading it."""


@jit
def note(costs: U16, nodes: U32, count: int, node: int, cost: int) -> int:
    """Note a node with a cost, or a lower cost of it; return how many nodes are noted."""
    if costs[node] == 0:
        costs[node] = cost
        nodes[count] = node
        return count + 1
    costs[node] = min(costs[node], cost)
    return count


@jit
def order(found: I64, count: int) -> None:
    """Sort numbers (Shell's method)."""
    gap = count // 2
    while gap > 0:
        for i in range(gap, count):
            one, j = found[i], i
            while j >= gap and found[j - gap] > one:
                found[j] = found[j - gap]
                j -= gap
            found[j] = one
        gap //= 2


@jit
def common(rows: Rows, node: int, costs: U16, nodes: U32, count: int, found: I64) -> int:
    """Find the places in the row of a node at which some nodes stand, in order.

    Args:
        rows: The rows.
        node: Whose row to look at.
        costs: Not 0 for the nodes to find.
        nodes: The nodes to find.
        count: How many they are.
        found: Takes the places.

    Returns:
        How many are found.
    """
    others, start, end = rows.others, whole(rows.lo[node]), whole(rows.hi[node])
    hits = 0
    if count * FEW >= end - start:
        for place in range(start, end):
            if costs[others[place]] != 0:
                found[hits] = place
                hits += 1
        return hits
    for i in range(count):
        low, high = start, end
        while low < high:
            middle = (low + high) // 2
            if others[middle] < nodes[i]:
                low = middle + 1
            else:
                high = middle
        if low < end and others[low] == nodes[i]:
            found[hits] = low
            hits += 1
    order(found, hits)
    return hits


@jit
def effort(rows: Rows, node: int, count: int) -> int:
    """Say about how many entries `common` looks at."""
    return min(whole(rows.hi[node]) - whole(rows.lo[node]), count * FEW) + 1


@jit
def load(rows: Rows, nodes: U32, count: int) -> int:
    """Say how many entries the rows of some nodes have."""
    total = whole(0)
    for i in range(count):
        total += whole(rows.hi[nodes[i]]) - whole(rows.lo[nodes[i]])
    return total


@jit
def lacks(
    rows: Rows,
    w: Work,
    s: State,
    nodes: U32,
    start: int,
    end: int,
    side: int,
    costs: U16,
    most: int,
) -> bool:
    """Note which of some nodes have no row yet, as many as there is room for.

    Args:
        rows: The rows.
        w: The work arrays.
        s: Where the search stands.
        nodes: The nodes.
        start: From which on.
        end: Up to which.
        side: 0 for rows onward, 1 for those backward.
        costs: The cost of each node.
        most: What costs more is passed over.

    Returns:
        Whether there are any.
    """
    s.lacking, s.lack_side = 0, side
    if s.lazy:
        for i in range(start, end):
            if rows.lo[nodes[i]] == UNSET and costs[nodes[i]] <= most and s.lacking < len(w.want):
                w.want[s.lacking] = nodes[i]
                s.lacking += 1
    return bool(s.lacking)


@jit
def begin(w: Work, s: State) -> None:
    """Draw the rings of no hops."""
    for place, node in ((0, s.start), (w.level.shape[1] - 1, s.goal)):
        w.shut[node] |= TAKEN
        w.ring[place, 0] = node
        w.mark[place, node] = w.level[SIZE, place] = w.level[LOW, place] = 1


@jit
def force(rows: Rows, w: Work, s: State, side: int) -> bool:
    """Go on from an end while there is one way only; return whether rows are missing for it."""
    last = w.level.shape[1] - 1
    front = w.ring[s.ahead if side else last - s.back, 0]
    while s.ahead + s.back + 1 < s.most:
        here = last - s.back if side else s.ahead
        there = here - 1 if side else here + 1
        if lacks(rows, w, s, w.ring[here], 0, 1, side, w.mark[here], BOUNDLESS):
            return True
        node, ways, only = w.ring[here, 0], 0, whole(0)
        for place in range(whole(rows.lo[node]), whole(rows.hi[node])):
            if w.shut[rows.others[place]] == 0 or rows.others[place] == front:
                ways += 1
                only = place
                if ways > 1:
                    break
        if ways != 1 or rows.others[only] == front:
            return False
        other = rows.others[only]
        w.shut[other] |= TAKEN
        s.guard = 1
        w.ring[there, 0] = other
        w.mark[there, other] = w.mark[here, node] + s.weight * rows.costs[only]
        w.level[SIZE, there], w.level[LOW, there] = 1, w.mark[there, other]
        s.ahead += 1 - side
        s.back += side
    return False


@jit
def widen(rows: Rows, w: Work, s: State, here: int, there: int, front: int) -> bool:
    """Draw a ring from the one before; stop at a hop that leads into the ring ``front``.

    It stops at a row that is missing as well.

    Returns:
        Whether it came to such a hop; none is looked for when ``front`` is negative.
    """
    was, costs, fore, shut = w.mark[here], w.mark[there], w.mark[front], w.shut
    others, prices, nodes, weight = rows.others, rows.costs, w.ring[there], s.weight
    size, low = w.level[SIZE, there], w.level[LOW, there]
    met = False
    while s.at < w.level[SIZE, here] and s.steps <= s.limit and not met:
        node = w.ring[here, s.at]
        if rows.lo[node] == UNSET:
            break
        start, end = whole(rows.lo[node]), whole(rows.hi[node])
        for place in range(start, end):
            other = others[place]
            # Prices are not so much as looked at where they do not count.
            cost = whole(was[node]) + prices[place] if weight else 1
            if costs[other] == 0:
                if front >= 0 and fore[other] != 0:
                    met = True
                    break
                # Without a guard, only the ends are shut.
                if shut[other] != 0 if s.guard else other in (s.start, s.goal):
                    continue
                costs[other] = cost
                nodes[size] = other
                size += 1
            elif cost < costs[other]:
                costs[other] = cost
            low = cost if low == 0 else min(low, cost)
        s.at += 0 if met else 1
        s.steps += end - start + 1
    w.level[SIZE, there], w.level[LOW, there] = size, low
    return met


@jit
def lower(seen: I64, s: State, cost: int) -> None:
    """Note a walk of some cost; lower the ceiling to the dearest of the best that are wanted."""
    seen[cost] += 1
    s.within += 1
    if s.within >= s.wanted:
        while s.within - seen[s.ceiling] >= s.wanted:
            s.within -= seen[s.ceiling]
            s.ceiling -= 1


@jit
def join(rows: Rows, w: Work, s: State, here: int, front: int) -> None:
    """Bind the nodes of the last ring ahead from which a hop leads into the last ring back.

    It stops at a row that is missing.
    """
    was, fore, nodes, beyond = w.mark[here], w.mark[front], w.ring[here], w.ring[front]
    bound, linked, found, seen = w.bound[s.ahead], w.linked[s.ahead], w.found, w.bucket
    count, low, size = w.level[BOUNDS, s.ahead], w.level[LOW, front] - 2, w.level[SIZE, here]
    while s.at < size and s.steps <= s.limit:
        node = nodes[s.at]
        base = whole(was[node])
        if base + low > s.ceiling:
            s.at += 1
            continue
        if rows.lo[node] == UNSET:
            break
        s.at += 1
        hits = common(rows, node, fore, beyond, w.level[SIZE, front], found)
        s.steps += effort(rows, node, w.level[SIZE, front]) + hits
        for i in range(hits):
            other = rows.others[found[i]]
            hop = s.weight * rows.costs[found[i]]
            walk = base + hop + whole(fore[other]) - 2
            if walk > s.ceiling:
                continue
            if s.weight:
                lower(seen, s, walk)
            if here == s.ahead:
                count = note(bound, linked, count, node, hop + whole(fore[other]))
            else:
                count = note(bound, linked, count, other, hop + base)
        # Rings ahead lie in the order of the first paths to their nodes.
        if s.weight == 0 and here == s.ahead and count >= s.wanted:
            s.at = size
    w.level[BOUNDS, s.ahead] = count


@jit
def bind(onward: Rows, backward: Rows, w: Work, s: State, here: int) -> bool:
    """Bind the nodes at a place from which a hop leads to those bound at the next one.

    Returns:
        Whether rows are missing for it.
    """
    bound, beyond, was, found = w.bound[here], w.bound[here + 1], w.mark[here], w.found
    nodes, linked, last = w.ring[here], w.linked[here], w.linked[here + 1]
    size, far, count = w.level[SIZE, here], w.level[BOUNDS, here + 1], 0
    if far <= size:
        if lacks(backward, w, s, last, 0, far, 1, beyond, BOUNDLESS):
            return True
        for i in range(far):
            hits = common(backward, last[i], was, nodes, size, found)
            s.steps += effort(backward, last[i], size) + hits
            for j in range(hits):
                node = backward.others[found[j]]
                cost = whole(beyond[last[i]]) + s.weight * backward.costs[found[j]]
                if whole(was[node]) + cost - 2 <= s.ceiling:
                    count = note(bound, linked, count, node, cost)
    else:
        for i in range(size):
            hits = common(onward, nodes[i], beyond, last, far, found)
            s.steps += effort(onward, nodes[i], far) + hits
            for j in range(hits):
                cost = whole(beyond[onward.others[found[j]]]) + s.weight * onward.costs[found[j]]
                if whole(was[nodes[i]]) + cost - 2 <= s.ceiling:
                    count = note(bound, linked, count, nodes[i], cost)
    w.level[BOUNDS, here] = count
    return False


@jit
def unbind(w: Work) -> None:
    """Forget what is bound."""
    for place in range(w.level.shape[1]):
        bound, linked = w.bound[place], w.linked[place]
        for i in range(w.level[BOUNDS, place]):
            bound[linked[i]] = 0
        w.level[BOUNDS, place] = 0


@jit
def clean(w: Work) -> None:
    """Forget a search."""
    unbind(w)
    for place in range(w.level.shape[1]):
        mark, ring, size = w.mark[place], w.ring[place], w.level[SIZE, place]
        for i in range(size):
            mark[ring[i]] = 0
        if size == 1:
            w.shut[ring[0]] &= FILTERED
        w.level[SIZE, place] = w.level[LOW, place] = 0


@entry
def leave(w: Work) -> None:
    """Forget a search that was given up."""
    clean(w)
