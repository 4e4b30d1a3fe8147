"""Search for paths in compiled code: the same as `astrograph.paths.search` finds, in its order.

The search goes length by length. *Rings* are drawn around both ends: ring i holds the nodes that a
walk of i hops reaches, each with the least cost of such a walk. Where the last rings of both sides
are joined by hops, the least costs on to the goal are passed back ring by ring, and paths are
listed along them.

Only what can matter is looked at. Once as many walks are known as paths are wanted, what costs more
is left out. A walk may meet a node twice, and is no path then; so when too few paths are found, the
length is begun again with more room. Of a long row that may lead to a few nodes only, these are
looked up. An end from which there is one way only is moved there.
"""

from astrograph.paths.compiled.listing import list_paths, open_list
from astrograph.paths.compiled.memory import (
    AFTER,
    ALL,
    BIND,
    BOUNDLESS,
    CHOOSE,
    FORCE,
    GOING,
    JOIN,
    LACKS,
    LIST,
    LOW,
    PAUSED,
    REST,
    SIZE,
    UNSET,
    WIDEN,
    Rows,
    State,
    States,
    Work,
    entry,
    jit,
)
from astrograph.paths.compiled.rings import (
    begin,
    bind,
    clean,
    force,
    join,
    lacks,
    load,
    unbind,
    widen,
)
from astrograph.paths.compiled.sifting import Side, Stated, sift

SPREAD = 8
"""About how many hops lead on from a node, where that is not looked at; how much more effort is
worth while, if it may end early."""

MORE = 16
"""By how much to look for more, when too few paths were found among the walks that are known."""


@jit
def set_out(onward: Rows, backward: Rows, w: Work, s: State) -> int:
    """Follow the only ways from both ends."""
    if s.ahead == 0 and s.back == 0:
        begin(w, s)
    if force(onward, w, s, 0) or force(backward, w, s, 1):
        return LACKS
    s.phase = CHOOSE
    return GOING


@jit
def choose(onward: Rows, backward: Rows, w: Work, s: State) -> int:
    """Go on to the next length, and choose the side where there is less to look at."""
    ahead, back = w.ring[s.ahead], w.ring[w.level.shape[1] - 1 - s.back]
    forth, home = w.level[SIZE, s.ahead], w.level[SIZE, w.level.shape[1] - 1 - s.back]
    s.length = s.ahead + s.back + 1
    if forth == 0 or home == 0 or s.length > s.most:
        return ALL
    s.side = 1 if home < forth else 0
    if s.lazy == 0:
        # To look at all of a large ring only to see that it is large would be a waste.
        light = load(backward, back, home) if s.side else load(onward, ahead, forth)
        if light > SPREAD * max(forth, home):
            heavy = load(onward, ahead, forth) if s.side else load(backward, back, home)
            s.side = s.side if light <= heavy else 1 - s.side
    s.origin = s.side
    # Where costs do not count, the rings ahead tell the first paths: few of them need be seen.
    if s.side and s.weight == 0 and s.lazy == 0 and s.left < home:
        s.origin = 1 if load(onward, ahead, forth) > SPREAD * load(backward, back, home) else 0
    s.steps += min(forth, home)
    s.at, s.settled, s.skipped, s.phase = 0, -1, 0, WIDEN
    return GOING


@jit
def look_again(w: Work, s: State, wanted: int, ceiling: int) -> None:
    """Prepare to join the rings by walks up to a ceiling."""
    unbind(w)
    w.bucket[:] = 0
    s.wanted, s.ceiling, s.within, s.at, s.phase = wanted, ceiling, 0, s.first, JOIN


@jit
def step_out(onward: Rows, backward: Rows, w: Work, s: State) -> int:
    """Widen the chosen side by a ring, till the sides meet, or as far as it was not widened yet."""
    back = w.level.shape[1] - 1 - s.back
    rows, here, there, front = onward, s.ahead, s.ahead + 1, back
    if s.side:
        rows, here, there, front = backward, back, back - 1, s.ahead
    ring, size = w.ring[here], w.level[SIZE, here]
    if widen(rows, w, s, here, there, -1 if s.phase == REST else front):
        s.rest = s.at
        if s.least == 0:
            s.least = s.length
        # No walk of the least length, or of one more hop, meets a node twice.
        exact = s.shift == 0 and s.length < s.least + 2
        if s.weight == 0 and not exact:
            s.origin = s.side
        s.first = s.at if s.origin == s.side else 0
        wanted = s.left if exact else BOUNDLESS
        if s.weight:
            wanted = min(s.left, s.wanted or BOUNDLESS)
        look_again(w, s, wanted, len(w.bucket) - 1)
    elif s.at == size:
        s.ahead += 1 - s.side
        s.back += s.side
        s.phase = CHOOSE
    elif rows.lo[ring[s.at]] == UNSET:
        lacks(rows, w, s, ring, s.at, size, s.side, w.mark[here], BOUNDLESS)
        return LACKS
    return GOING


@jit
def step_in(onward: Rows, backward: Rows, w: Work, s: State) -> int:
    """Join the last rings."""
    back = w.level.shape[1] - 1 - s.back
    rows, here, front = (backward, back, s.ahead) if s.origin else (onward, s.ahead, back)
    ring, size = w.ring[here], w.level[SIZE, here]
    join(rows, w, s, here, front)
    if s.at == size:
        s.place = s.ahead - 1
        s.phase = BIND
    elif rows.lo[ring[s.at]] == UNSET:
        most = s.ceiling + 2 - w.level[LOW, front]
        lacks(rows, w, s, ring, s.at, size, s.origin, w.mark[here], most)
        return LACKS
    return GOING


@jit
def step_back(onward: Rows, backward: Rows, w: Work, s: State) -> int:
    """Bind what leads on at the place before."""
    if s.place < 0:
        open_list(w, s)
    elif bind(onward, backward, w, s, s.place):
        return LACKS
    else:
        s.place -= 1
    return GOING


@jit
def go_through(onward: Rows, w: Work, s: State) -> int:
    """List the paths of this length."""
    answer = list_paths(onward, w, s)
    if s.phase == LIST:
        return answer
    if s.ceiling < len(w.bucket) - 1:
        if s.ceiling > s.settled:
            s.settled, s.skipped = s.ceiling, 0
        look_again(w, s, min(s.wanted, BOUNDLESS) * MORE, len(w.bucket) - 1)
        return GOING
    unbind(w)
    s.at = s.rest
    return ALL if s.length == s.most else GOING


@entry
def narrow(w: Work, state: States) -> bool:
    """Begin this length again with the cheaper half of what is put aside, as there is too much.

    Returns:
        Whether it is less than what it began with before.
    """
    s: State = state[0]
    floor, cost, kept = max(s.now, s.settled + 1), s.now, 0
    while cost < s.high and kept <= s.pool // 2:
        cost += 1
        beginning = w.bucket[cost]
        while beginning >= 0:
            kept += 1
            beginning = w.pool[beginning, AFTER]
    if s.ceiling <= floor:
        return False
    if s.now > s.settled:
        s.settled, s.skipped = s.now - 1, s.given
    look_again(w, s, s.wanted, max(floor, cost - 1))
    return True


@jit
def advance(onward: Rows, backward: Rows, w: Work, s: State) -> int:
    """Search on from where a search stands, until there is something to tell."""
    answer = GOING
    while answer == GOING:
        if s.steps > s.limit:
            return PAUSED
        if s.phase == LIST:
            answer = go_through(onward, w, s)
        elif s.phase == JOIN:
            answer = step_in(onward, backward, w, s)
        elif s.phase == BIND:
            answer = step_back(onward, backward, w, s)
        elif s.phase == CHOOSE:
            answer = choose(onward, backward, w, s)
        elif s.phase == FORCE:
            answer = set_out(onward, backward, w, s)
        else:
            answer = step_out(onward, backward, w, s)
    if s.left == 0 or answer == ALL:
        clean(w)
    return answer


@entry
def run(onward: Rows, backward: Rows, w: Work, state: States) -> int:
    """Search on from where a search stands, when all rows are there.

    Args:
        onward: Where hops lead.
        backward: From where they lead.
        w: The work arrays, clean at the start and again at the end.
        state: Where the search stands: one `STATE`.

    Returns:
        How it stands: ``FOUND``, ``PAUSED``, ``ALL`` or ``CRAMPED``.
    """
    s: State = state[0]
    s.steps = 0
    return advance(onward, backward, w, s)


@entry
def run_sifting(
    onward: Rows,
    backward: Rows,
    w: Work,
    state: States,
    stated: Stated,
    ahead: Side,
    back: Side,
) -> int:
    """Do the same, and make rows as they are needed.

    Args:
        onward: Where hops lead.
        backward: From where they lead.
        w: The work arrays, clean at the start and again at the end.
        state: Where the search stands: one `STATE`.
        stated: All that is stated.
        ahead: What makes the rows onward.
        back: What makes those backward; may be the same.

    Returns:
        How it stands: the same, or ``LACKS`` when help is needed to make rows.
    """
    s: State = state[0]
    s.steps = 0
    while True:
        answer = advance(onward, backward, w, s)
        if answer != LACKS:
            return answer
        if not sift(stated, back if s.lack_side else ahead, w.want[: s.lacking]):
            return LACKS
