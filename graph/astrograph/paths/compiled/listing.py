"""List the paths of one length, the cheapest first (compiled).

A *beginning* is the first nodes of a path. The cost of a path can be told from its beginning, as
long as it meets no node twice: what was spent, and the least cost from there. So a beginning is
followed as far as it costs no more than that, and what costs more is put aside, in a bucket for
each cost. When nothing is left at one cost, the next bucket is taken up, in order of the nodes.
"""

from astrograph.paths.compiled.memory import (
    AFTER,
    AT,
    BOUNDLESS,
    BOUNDS,
    CRAMPED,
    END,
    FOUND,
    GOING,
    I32,
    I64,
    LACKS,
    LIST,
    NODE,
    OWN,
    PARENT,
    PAUSED,
    REST,
    SIZE,
    U32,
    UNSET,
    Rows,
    State,
    Work,
    jit,
    whole,
)
from astrograph.paths.compiled.rings import common, effort, lacks

RUNS = 32
"""More than the binary logarithm of how many beginnings there can be."""


@jit
def least(w: Work, s: State, place: int, node: int) -> int:
    """Return what it costs at least to reach the goal from a node at a place."""
    if place <= s.ahead:
        return whole(w.bound[place, node]) - 1
    return whole(w.mark[w.level.shape[1] - 1 - s.length + place, node]) - 1


@jit
def add(pool: I32, s: State, node: int, parent: int) -> int:
    """Make a beginning of another one and a node."""
    pool[s.pool, NODE] = node
    pool[s.pool, PARENT] = parent
    s.pool += 1
    return int(s.pool) - 1


@jit
def put(pool: I32, bucket: I64, s: State, beginning: int, cost: int) -> None:
    """Put a beginning aside until all that cost less have been followed."""
    pool[beginning, AFTER] = bucket[cost]
    bucket[cost] = beginning
    s.high = max(s.high, cost)


@jit
def depth_of(pool: I32, beginning: int) -> int:
    """Return how many hops a beginning has."""
    depth = 0
    while pool[beginning, PARENT] >= 0:
        beginning = pool[beginning, PARENT]
        depth += 1
    return depth


@jit
def precedes(pool: I32, one: int, other: int) -> bool:
    """Say whether one beginning comes before another one by its nodes; neither begins the other."""
    surplus = depth_of(pool, one) - depth_of(pool, other)
    for _ in range(surplus):
        one = pool[one, PARENT]
    for _ in range(-surplus):
        other = pool[other, PARENT]
    before = False
    while one != other:
        before = pool[one, NODE] < pool[other, NODE]
        one, other = pool[one, PARENT], pool[other, PARENT]
    return before


@jit
def merge(pool: I32, one: int, other: int) -> int:
    """Merge two lists of beginnings, each in order; return the first of the whole."""
    first, last = -1, -1
    while one >= 0 or other >= 0:
        if other < 0 or (one >= 0 and precedes(pool, one, other)):
            taken, one = one, pool[one, AFTER]
        else:
            taken, other = other, pool[other, AFTER]
        if last < 0:
            first = taken
        else:
            pool[last, AFTER] = taken
        last = taken
    if last >= 0:
        pool[last, AFTER] = -1
    return first


@jit
def ranked(pool: I32, runs: I64, head: int) -> int:
    """Sort a list of beginnings by their nodes (merge sort); return the first."""
    runs[:RUNS] = -1
    while head >= 0:
        run, head = head, pool[head, AFTER]
        pool[run, AFTER] = -1
        size = 0
        while runs[size] >= 0:
            run = merge(pool, runs[size], run)
            runs[size] = -1
            size += 1
        runs[size] = run
    for size in range(RUNS):
        head = merge(pool, runs[size], head)
    return head


@jit
def open_list(w: Work, s: State) -> None:
    """Prepare to list the paths of one length."""
    w.bucket[:] = -1
    cost = least(w, s, 0, s.start)
    s.pool, s.high, s.next, s.depth, s.now, s.phase = 0, -1, -1, -1, cost - 1, LIST
    put(w.pool, w.bucket, s, add(w.pool, s, s.start, -1), cost)


@jit
def resume(w: Work, s: State) -> bool:
    """Take up the next beginning in order; return whether there is one."""
    while s.next < 0:
        s.now += 1
        s.given = 0
        if s.now > s.high:
            return False
        if w.bucket[s.now] >= 0:
            s.next = ranked(w.pool, w.found, w.bucket[s.now])
            w.bucket[s.now] = -1
    beginning = int(s.next)
    s.next = w.pool[beginning, AFTER]
    s.depth = depth_of(w.pool, beginning)
    s.root = s.depth
    w.level[AT, s.depth] = -1
    for depth in range(s.depth, -1, -1):
        w.path[depth] = w.pool[beginning, NODE]
        w.level[OWN, depth] = beginning
        beginning = w.pool[beginning, PARENT]
    return True


@jit
def own(w: Work, s: State) -> int:
    """Return the beginning that the path so far is, made if there is none yet."""
    depth = s.depth
    while w.level[OWN, depth] < 0:
        depth -= 1
    while depth < s.depth:
        depth += 1
        w.level[OWN, depth] = add(w.pool, s, w.path[depth], w.level[OWN, depth - 1])
    return int(w.level[OWN, depth])


@jit
def met(path: U32, depth: int, node: int, shift: int) -> bool:
    """Say whether a path has met a node already."""
    place = 0
    while place <= depth and whole(path[place]) >> shift != whole(node) >> shift:
        place += 1
    return place <= depth


@jit
def spread(rows: Rows, w: Work, s: State) -> bool:
    """List where the path so far leads at no more cost, and put the rest aside.

    Returns:
        Whether there was room for it.
    """
    place, node = s.depth + 1, w.path[s.depth]
    if place <= s.ahead:
        costs, nodes, count = w.bound[place], w.linked[place], w.level[BOUNDS, place]
    else:
        ring = w.level.shape[1] - 1 - s.length + place
        costs, nodes, count = w.mark[ring], w.ring[ring], w.level[SIZE, ring]
    hits = common(rows, node, costs, nodes, count, w.found)
    end = w.level[END, s.depth - 1] if s.depth > s.root else 0
    if end + hits > len(w.stack) or s.pool + hits + place > len(w.pool):
        return False
    s.steps += effort(rows, node, count) + hits
    spent = s.now - least(w, s, s.depth, node)
    w.level[AT, s.depth] = end
    for i in range(hits):
        other = rows.others[w.found[i]]
        if met(w.path, s.depth, other, s.shift):
            continue
        cost = spent + s.weight * rows.costs[w.found[i]] + whole(costs[other]) - 1
        if cost == s.now:
            w.stack[end] = other
            end += 1
        elif cost <= s.ceiling:
            parent = own(w, s)
            put(w.pool, w.bucket, s, add(w.pool, s, other, parent), cost)
    w.level[END, s.depth] = end
    return True


@jit
def lacks_some(rows: Rows, w: Work, s: State) -> None:
    """Note that a row is missing, and which of those that are likely to be needed next are."""
    lacks(rows, w, s, w.path, s.depth, s.depth + 1, 0, w.mark[0], BOUNDLESS)
    if s.depth > s.root:
        start, end = w.level[AT, s.depth - 1] - 1, w.level[END, s.depth - 1]
        lacks(rows, w, s, w.stack, start, end, 0, w.mark[0], BOUNDLESS)
    beginning = int(s.next)
    while beginning >= 0 and s.lacking < len(w.want):
        node = w.pool[beginning, NODE]
        if rows.lo[node] == UNSET:
            w.want[s.lacking] = node
            s.lacking += 1
        beginning = w.pool[beginning, AFTER]


@jit
def write(w: Work, s: State) -> None:
    """Write a path to the page, unless it was there before the length was begun again."""
    s.given += 1
    if s.now <= s.settled or (s.now == s.settled + 1 and s.given <= s.skipped):
        return
    w.page[s.page, 0], w.page[s.page, 1] = s.length, s.now
    for i in range(s.length + 1):
        w.page[s.page, i + 2] = w.path[i]
    s.page += 1
    s.left -= 1


@jit
def list_paths(rows: Rows, w: Work, s: State) -> int:
    """List paths of one length in order, until there are enough, or the page is full."""
    while s.left > 0 and s.page < len(w.page):
        if s.steps > s.limit:
            return PAUSED
        if s.depth < 0 and not resume(w, s):
            s.phase = REST
            return GOING
        depth = s.depth
        if w.level[AT, depth] < 0:
            if rows.lo[w.path[depth]] == UNSET:
                lacks_some(rows, w, s)
                return LACKS
            if not spread(rows, w, s):
                return CRAMPED
        s.steps += 1
        if w.level[AT, depth] == w.level[END, depth]:
            s.depth = depth - 1 if depth > s.root else -1
            continue
        w.path[depth + 1] = w.stack[w.level[AT, depth]]
        w.level[AT, depth] += 1
        if depth + 1 == s.length:
            write(w, s)
        else:
            s.depth = depth + 1
            w.level[AT, depth + 1] = w.level[OWN, depth + 1] = -1
    return FOUND
