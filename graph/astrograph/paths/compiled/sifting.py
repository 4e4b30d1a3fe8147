"""Make rows of what passes some filters, out of rows of all that is stated (compiled)."""

from typing import NamedTuple

from astrograph.paths.compiled.memory import I64, U8, U32, UNSET, entry, jit, whole

NEW, NO, YES, ASK, NOTED = range(5)
"""What is known of a mark: nothing; the verdict on it; that it was noted to be judged."""

AT, USED, ASKING = range(3)
"""Where the making of rows stands: at which of the nodes, how much of the rows is used, in how many
of these nodes' rows something has to be asked for."""


class Stated(NamedTuple):
    """The rows of all that is stated; see `astrograph.store.adjacency.Arrays`."""

    rows: U32
    plain: U32
    others: U32
    marks: U32
    costs: U8


class Made(NamedTuple):
    """Rows that are being made, as in `Rows`, and which of their entries have to be asked for."""

    lo: U32
    hi: U32
    others: U32
    costs: U8
    asked: U8


class Passing(NamedTuple):
    """What a path must pass, for rows of states.

    ``via`` are nodes, of which the first is the lowest bit of a state. ``ends`` are the first node
    of a path, the last one, and 1 where hops lead backward, else 0.
    """

    via: I64
    ends: I64


@entry
def unjudged(stated: Stated, verdicts: U8, nodes: U32, shift: int, lo: U32, marks: U32) -> int:
    """Note the marks in the rows of some nodes that nobody has judged yet.

    Args:
        stated: All that is stated.
        verdicts: What is known of each mark.
        nodes: The nodes, or states.
        shift: How many bits of a state are not the node.
        lo: Where their rows begin; those that have one are passed over.
        marks: Takes the marks.

    Returns:
        How many marks are noted; if there is no room for more, there may be more.
    """
    count = 0
    for state in nodes:
        if lo[state] != UNSET:
            continue
        node = whole(state) >> shift
        for place in range(whole(stated.rows[node]), whole(stated.rows[node + 1])):
            mark = stated.marks[place]
            if verdicts[mark] == NEW:
                if count == len(marks):
                    return count
                verdicts[mark] = NOTED
                marks[count] = mark
                count += 1
    return count


@jit
def bit(passing: Passing, node: int) -> int:
    """Return the bit of a node to pass; 0 for another node."""
    for place in range(len(passing.via)):
        if passing.via[place] == node:
            return 1 << place
    return 0


@jit
def state_after(passing: Passing, state: int, other: int) -> int:
    """Return the state in which a hop leads to a node; -1 if it must not.

    It is the rule of `astrograph.paths.ways.ManifoldWay`.
    """
    shift = len(passing.via)
    every = (1 << shift) - 1
    passed, its = state & every, bit(passing, other)
    if passing.ends[2]:
        passed &= ~bit(passing, state >> shift)
        fits = passed & its == its
    else:
        fits = passed & its == 0
        passed |= its
    if other == passing.ends[0]:
        fits = passed == 0
    if other == passing.ends[1]:
        fits = passed == every
    return other << shift | passed if fits else -1


@jit
def fill(stated: Stated, verdicts: U8, made: Made, passing: Passing, state: int, used: int) -> int:
    """Make the row of a state, from some place on; return its end.

    Without verdicts it is a row of the default walk. What leads to the same node is one entry, with
    the least cost; it is to be asked for if one of them is.
    """
    node, start = state >> len(passing.via), used
    one, end = whole(stated.rows[node]), whole(stated.plain[node])
    other, last = end, whole(stated.rows[node + 1]) if len(verdicts) else end
    while one < end or other < last:
        # Both parts of a row are in order.
        if other == last or (one < end and stated.others[one] <= stated.others[other]):
            place = one
            one += 1
        else:
            place = other
            other += 1
        verdict = verdicts[stated.marks[place]] if len(verdicts) else YES
        to = state_after(passing, state, whole(stated.others[place])) if verdict != NO else -1
        if to < 0:
            continue
        cost, asked = stated.costs[place], verdict == ASK
        if used > start and made.others[used - 1] == to:
            made.costs[used - 1] = min(made.costs[used - 1], cost)
            made.asked[used - 1] |= asked
        else:
            made.others[used], made.costs[used], made.asked[used] = to, cost, asked
            used += 1
    return used


@entry
def sift(
    stated: Stated,
    verdicts: U8,
    made: Made,
    passing: Passing,
    nodes: U32,
    progress: I64,
    asking: U32,
) -> bool:
    """Make the rows of some nodes.

    Args:
        stated: All that is stated.
        verdicts: The verdict on each mark that stands in these rows; none for the default walk.
        made: Takes the rows; a node that has one is passed over.
        passing: What the path must pass.
        nodes: The nodes, or states.
        progress: Where the making stands.
        asking: Takes those in whose rows something has to be asked for.

    Returns:
        Whether all are made; else there is no room for the next one.
    """
    while progress[AT] < len(nodes):
        state = whole(nodes[progress[AT]])
        if made.lo[state] == UNSET:
            node, used = state >> len(passing.via), progress[USED]
            if used + stated.rows[node + 1] - stated.rows[node] > len(made.others):
                return False
            end = fill(stated, verdicts, made, passing, state, used)
            made.lo[state], made.hi[state] = used, end
            progress[USED] = end
            if made.asked[used:end].any():
                asking[progress[ASKING]] = state
                progress[ASKING] += 1
        progress[AT] += 1
    return True
