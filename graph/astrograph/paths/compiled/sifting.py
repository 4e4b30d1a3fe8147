"""Make rows of what passes some filters, out of rows of all that is stated (compiled)."""

from typing import NamedTuple

from astrograph.paths.compiled.memory import I64, U8, U32, UNSET, entry, jit, whole

NEW, NO, YES, ASK = range(4)
"""What is known of marks of one kind: nothing, or the verdict on them."""

USED, ASKING, NOTES, READ = range(4)
"""Where the making of rows stands: how much of the rows is used; in how many of the last ones
something has to be asked for; how many marks were noted; how many entries were read."""

TONE, TIME, CITED = range(3)
"""The columns of `Judged.kinds`."""


class Stated(NamedTuple):
    """The rows of all that is stated; see `astrograph.store.adjacency.Arrays`."""

    rows: U32
    plain: U32
    others: U32
    marks: U32
    costs: U8


class Judged(NamedTuple):
    """What is known of marks, by kinds that the filters cannot tell apart.

    ``kinds`` has a row for each signature: its tone (all but the next two), the place of its times,
    and that of what is cited for it. ``lies`` tells of which kind times are, ``counts`` of which
    kind what is cited is; in the last place each says how many kinds there are. ``verdicts`` has
    what is known of each tone, kind of times, kind of what is cited, and direction, in their order.
    ``known`` has what is known of each mark, or nothing as long as that is not worth while.
    """

    kinds: U32
    lies: U32
    counts: U32
    verdicts: U8
    known: U8


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


class Side(NamedTuple):
    """All that it takes to make the rows of one direction.

    ``asking`` takes the nodes, or states, in whose rows something has to be asked for, ``notes``
    marks to be judged, each with its kind, and ``verdicts`` those on the entries of a row. Without
    room for these the rows are those of the default walk.
    """

    judged: Judged
    made: Made
    passing: Passing
    progress: I64
    asking: U32
    notes: I64
    verdicts: U8


@jit
def kind_of(kinds: U32, lies: U32, counts: U32, mark: int) -> int:
    """Return the place in ``verdicts`` of the kind of a mark; see `Judged`."""
    signature = mark >> 1
    kind = whole(kinds[signature, TONE]) * whole(lies[-1]) + whole(lies[kinds[signature, TIME]])
    if counts[-1] > 1:
        kind = kind * whole(counts[-1]) + whole(counts[kinds[signature, CITED]])
    return kind * 2 + (mark & 1)


@jit
def bit(via: I64, node: int) -> int:
    """Return the bit of a node to pass; 0 for another node."""
    for place in range(len(via)):
        if via[place] == node:
            return 1 << place
    return 0


@jit
def state_after(via: I64, ends: I64, state: int, other: int) -> int:
    """Return the state in which a hop leads to a node; -1 if it must not.

    It is the rule of `astrograph.paths.ways.ManifoldWay`.
    """
    shift = len(via)
    every = (1 << shift) - 1
    passed, its = state & every, bit(via, other)
    if ends[2]:
        passed &= ~bit(via, state >> shift)
        fits = passed & its == its
    else:
        fits = passed & its == 0
        passed |= its
    if other == ends[0]:
        fits = passed == 0
    if other == ends[1]:
        fits = passed == every
    return other << shift | passed if fits else -1


@jit
def judge(judged: Judged, marks: U32, start: int, end: int, found: U8, notes: I64) -> int:
    """Find what is known of some marks; note those of which that is nothing, with their kinds.

    Args:
        judged: What is known.
        marks: The marks.
        start: From which on.
        end: Up to which.
        found: Takes the verdicts, from 0 on.
        notes: Takes the marks of which nothing is known, as far as there is room.

    Returns:
        How many are noted.
    """
    kinds, lies, counts = judged.kinds, judged.lies, judged.counts
    verdicts, known = judged.verdicts, judged.known
    count = 0
    for place in range(start, end):
        mark = whole(marks[place])
        verdict = known[mark] if len(known) else NEW
        if verdict == NEW:
            kind = kind_of(kinds, lies, counts, mark)
            verdict = verdicts[kind]
            if verdict == NEW and count < len(notes):
                notes[count, 0], notes[count, 1] = mark, kind
                count += 1
        found[place - start] = verdict
    return count


@jit
def fill(
    stated: Stated, made: Made, passing: Passing, state: int, used: int, verdicts: U8, last: int
) -> int:
    """Make the row of a state, from some place on; return where it ends.

    What leads to the same node is one entry, with the least cost; it is to be asked for if one of
    them is. There is a verdict on each entry up to ``last``, or none at all.
    """
    via, ends, others, costs = passing.via, passing.ends, stated.others, stated.costs
    node, start = state >> len(via), used
    first, end = whole(stated.rows[node]), whole(stated.plain[node])
    one, other = first, end
    while one < end or other < last:
        # Both parts of a row are in order.
        if other == last or (one < end and others[one] <= others[other]):
            place = one
            one += 1
        else:
            place = other
            other += 1
        verdict = verdicts[place - first] if len(verdicts) else YES
        if verdict == NO:
            continue
        to = whole(others[place])
        if len(via):
            to = state_after(via, ends, state, to)
            if to < 0:
                continue
        if used > start and made.others[used - 1] == to:
            made.costs[used - 1] = min(made.costs[used - 1], costs[place])
            made.asked[used - 1] |= verdict == ASK
        else:
            made.others[used], made.costs[used] = to, costs[place]
            made.asked[used] = verdict == ASK
            used += 1
    return used


@jit
def sift(stated: Stated, side: Side, nodes: U32) -> bool:
    """Make the rows of some nodes, or states; one that has a row is passed over.

    Returns:
        Whether all is done; else marks have to be judged, or there is something to ask for, or
        there is no room for the next row.
    """
    made, progress, shift = side.made, side.progress, len(side.passing.via)
    for state in nodes:
        if made.lo[state] != UNSET:
            continue
        node, used = whole(state) >> shift, whole(progress[USED])
        start, last = whole(stated.rows[node]), whole(stated.rows[node + 1])
        if used + last - start > len(made.others):
            return False
        progress[READ] += last - start
        if len(side.verdicts):
            found, notes = side.verdicts, side.notes
            progress[NOTES] = judge(side.judged, stated.marks, start, last, found, notes)
            if progress[NOTES] > 0:
                return False
        else:
            last = whole(stated.plain[node])
        end = fill(stated, made, side.passing, whole(state), used, side.verdicts, last)
        made.lo[state], made.hi[state] = used, end
        progress[USED] = end
        if made.asked[used:end].any():
            side.asking[progress[ASKING]] = state
            progress[ASKING] += 1
    return not progress[ASKING]


@entry
def sift_rest(stated: Stated, side: Side) -> None:
    """Make all rows that are missing and take nothing but what is known.

    Args:
        stated: All that is stated.
        side: What makes them, with room for all; for rows of nodes, under filters.
    """
    made, progress, verdicts = side.made, side.progress, side.verdicts
    for node in range(len(made.lo)):
        if made.lo[node] != UNSET:
            continue
        used, start, last = whole(progress[USED]), stated.rows[node], stated.rows[node + 1]
        unknown = judge(side.judged, stated.marks, start, last, verdicts, side.notes) > 0
        if unknown or (verdicts[: last - start] == ASK).any():
            continue
        end = fill(stated, made, side.passing, node, used, verdicts, whole(last))
        made.lo[node], made.hi[node] = used, end
        progress[USED] = end


@entry
def spell_out(judged: Judged, known: U8) -> None:
    """Tell what is known of each mark.

    Args:
        judged: What is known by kinds.
        known: Takes it.
    """
    kinds, lies, counts, verdicts = judged.kinds, judged.lies, judged.counts, judged.verdicts
    for mark in range(len(known)):
        known[mark] = verdicts[kind_of(kinds, lies, counts, mark)]
