"""Make rows of what passes some filters, out of rows of all that is stated (compiled)."""

from typing import NamedTuple

from astrograph.paths.compiled.memory import I64, U8, U32, UNSET, entry, jit, whole

NEW, NO, YES, ASK = range(4)
"""What is known of marks of one kind: nothing, or the verdict on them."""

AT, USED, ASKING, NOTES = range(4)
"""Where the making of rows stands: at which of the nodes; how much of the rows is used; in how many
of these nodes' rows something has to be asked for; how many marks were noted."""

DONE, UNJUDGED, CRAMPED = range(3)
"""How the making of rows ends: all are made; marks have to be judged first; there is no room."""


class Stated(NamedTuple):
    """The rows of all that is stated; see `astrograph.store.adjacency.Arrays`."""

    rows: U32
    plain: U32
    others: U32
    marks: U32
    costs: U8


class Judged(NamedTuple):
    """What is known of marks, by kinds that the filters cannot tell apart.

    ``kinds`` has a row for each signature: its tone (all but the next two), its time, and the place
    of what is cited for it. ``lies`` tells of which kind times are, ``counts`` of which kind what is
    cited is; in the last place each says how many kinds there are. ``verdicts`` has what is known
    of each tone, kind of times, kind of what is cited, and direction, in the order of these.
    """

    kinds: U32
    lies: U32
    counts: U32
    verdicts: U8


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


@jit
def kind_of(judged: Judged, mark: int) -> int:
    """Return the place in ``verdicts`` of the kind of a mark."""
    tone, time, cited = judged.kinds[mark >> 1]
    kind = whole(tone) * whole(judged.lies[-1]) + whole(judged.lies[time])
    if judged.counts[-1] > 1:
        kind = kind * whole(judged.counts[-1]) + whole(judged.counts[cited])
    return kind * 2 + (mark & 1)


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
def verdict_on(judged: Judged, mark: int, progress: I64, notes: I64) -> int:
    """Return what is known of a mark; when that is nothing, it is noted with its kind."""
    if not len(judged.verdicts):
        return YES
    kind = kind_of(judged, mark)
    known = whole(judged.verdicts[kind])
    if known == NEW and progress[NOTES] < len(notes):
        notes[progress[NOTES], 0] = mark
        notes[progress[NOTES], 1] = kind
        progress[NOTES] += 1
    return known


@jit
def fill(
    stated: Stated,
    judged: Judged,
    made: Made,
    passing: Passing,
    state: int,
    progress: I64,
    notes: I64,
) -> int:
    """Make the row of a state at the end of the rows; return where it ends.

    What leads to the same node is one entry, with the least cost; it is to be asked for if one of
    them is.
    """
    node, used = state >> len(passing.via), progress[USED]
    one, end = whole(stated.rows[node]), whole(stated.plain[node])
    # Where there are no verdicts, it is a row of the default walk.
    other, last = end, whole(stated.rows[node + 1]) if len(judged.verdicts) else end
    while one < end or other < last:
        # Both parts of a row are in order.
        if other == last or (one < end and stated.others[one] <= stated.others[other]):
            place = one
            one += 1
        else:
            place = other
            other += 1
        verdict = verdict_on(judged, whole(stated.marks[place]), progress, notes)
        to = state_after(passing, state, whole(stated.others[place])) if verdict > NO else -1
        if to < 0:
            continue
        cost, asked = stated.costs[place], verdict == ASK
        if used > progress[USED] and made.others[used - 1] == to:
            made.costs[used - 1] = min(made.costs[used - 1], cost)
            made.asked[used - 1] |= asked
        else:
            made.others[used], made.costs[used], made.asked[used] = to, cost, asked
            used += 1
    return whole(used)


@entry
def sift(
    stated: Stated,
    judged: Judged,
    made: Made,
    passing: Passing,
    nodes: U32,
    progress: I64,
    asking: U32,
    notes: I64,
) -> int:
    """Make the rows of some nodes.

    Args:
        stated: All that is stated.
        judged: What is known of marks; no verdicts for the default walk.
        made: Takes the rows; a node that has one is passed over.
        passing: What the path must pass.
        nodes: The nodes, or states.
        progress: Where the making stands.
        asking: Takes those in whose rows something has to be asked for.
        notes: Takes marks to be judged, each with its kind.

    Returns:
        How it ends.
    """
    while progress[AT] < len(nodes):
        state = whole(nodes[progress[AT]])
        if made.lo[state] == UNSET:
            node, used = state >> len(passing.via), progress[USED]
            if used + stated.rows[node + 1] - stated.rows[node] > len(made.others):
                return CRAMPED
            end = fill(stated, judged, made, passing, state, progress, notes)
            if progress[NOTES] > 0:
                return UNJUDGED
            made.lo[state], made.hi[state] = used, end
            progress[USED] = end
            if made.asked[used:end].any():
                asking[progress[ASKING]] = state
                progress[ASKING] += 1
        progress[AT] += 1
    return DONE
