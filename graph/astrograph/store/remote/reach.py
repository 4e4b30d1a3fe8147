"""Go out from both ends of a path, one frontier after the other, until they meet."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from astrograph.model import Iri
    from astrograph.store.local import LocalStore
    from astrograph.store.remote.gathered import Gathered
    from astrograph.store.remote.walking import Crowds, Sought

    Led = dict[Iri, set[Iri]]
    Step = tuple[Iri, Iri]
    Judge = Callable[[LocalStore, set[Step]], set[Step]]
    """Given a part of the graph, returns those of some hops that pass all filters."""

SIFTED = 300
"""How many hops of a frontier are judged before it is gone on from: to go on takes more."""


class Reach(NamedTuple):
    """A part of a graph: all that paths of up to so many hops are made of.

    ``last`` says that no longer path is wanted, or that there is none.
    """

    store: "LocalStore"
    hops: int
    last: bool


class Frontiers:
    """What two searches that go out from two entities have seen.

    A search that has gone out from the one end a hops and from the other b hops has seen every
    path of up to a + b + 2 hops. What it costs to cross an entity, which depends on all that it is
    connected with, is asked of those alone that lie on such a path.

    Args:
        gathered: Asks the endpoint, and gathers the claims of which paths are made.
        ends: The two entities.
        sought: What hops must be like.
        judge: Tells what the endpoint cannot: which hops pass; ``None`` where all do.
    """

    def __init__(
        self,
        gathered: "Gathered",
        ends: "tuple[Iri, Iri]",
        sought: "Sought",
        judge: "Judge | None" = None,
    ) -> None:
        self._gathered, self._ends, self._sought = gathered, ends, sought
        self._judge = judge
        onward: Led = {}
        # Where hops lead from an entity, and from where they lead to it.
        self._led: tuple[Led, Led] = (onward, {} if sought.directed else onward)
        self._ways = ("subject", "object") if sought.directed else ("", "")
        self._gone: set[tuple[Iri, str]] = set()
        self._stated: set[Step] = set()
        self._crowds: Crowds = {}

    def reached(self, most: int, wanted: int) -> Iterator[Reach]:
        """Yield what more and more hops reach, wherever there may be enough paths, and at last.

        Args:
            most: How many hops a path may have.
            wanted: How many paths are enough.

        Raises:
            DearError: It would cost less to copy the graph.
        """
        last = [{end} for end in self._ends]
        seen = [{end} for end in self._ends]
        sifted = [False, False]
        for way in dict.fromkeys(self._ways):
            self._go(
                {end for end, of in zip(self._ends, self._ways, strict=True) if of == way}, way
            )
        hops = 1
        while True:
            fronts = [self._beyond(side, last[side], seen[side]) for side in (0, 1)]
            over = not all(fronts)
            yield from self._part(most if over else hops, 0 if over or hops >= most else wanted)
            if over or hops >= most:
                return
            # Paths one hop longer meet in what lies before both frontiers.
            yield from self._part(hops + 1, 0 if hops + 1 >= most else wanted)
            if hops + 1 >= most:
                return
            for side in (0, 1):
                sifted[side] = sifted[side] or self._sift(side, last[side])
                fronts[side] = self._beyond(side, last[side], seen[side])
            less = min((0, 1), key=lambda side: len(fronts[side]))
            self._go(fronts[less], self._ways[less])
            seen[less] |= fronts[less]
            last[less], sifted[less] = fronts[less], False
            hops += 1

    def _go(self, front: "set[Iri]", way: str) -> None:
        """Ask where hops lead from some entities."""
        new = sorted(iri for iri in front if (iri, way) not in self._gone)
        self._gone |= {(iri, way) for iri in new}
        onward, back = self._led
        for here, relation, there, part in self._gathered.beside(new, self._sought, way):
            if here == there or not self._passes(relation, here, there):
                continue
            ends = (here, there) if part == "subject" else (there, here)
            self._stated.add(ends)
            both = not self._sought.directed or relation in self._sought.symmetric
            for one, other in (ends, ends[::-1]) if both else (ends,):
                onward.setdefault(one, set()).add(other)
                back.setdefault(other, set()).add(one)

    def _passes(self, relation: "Iri", *ends: "Iri") -> bool:
        """Say whether a hop is of a relation to walk, and meets nothing to avoid."""
        wanted = not self._sought.relation or relation in self._sought.relation
        kept = relation not in self._sought.without
        return wanted and kept and not {*self._sought.avoid} & {*ends}

    def _sift(self, side: int, front: "set[Iri]") -> bool:
        """Drop the hops from a frontier that do not pass; say that it was done, or need not be."""
        steps = {(here, there) for here in front for there in self._led[side].get(here, ())}
        if self._judge is None or len(steps) > SIFTED:
            return self._judge is None
        if side:
            steps = {step[::-1] for step in steps}
        self._gathered.between(self._stated & {pair for step in steps for pair in _both(step)})
        onward, back = self._led
        for here, there in steps - self._judge(self._gathered.local, steps):
            ends = ((here, there),) if self._sought.directed else _both((here, there))
            for one, other in ends:
                onward[one].discard(other)
                back[other].discard(one)
        return True

    def _beyond(self, side: int, front: "set[Iri]", seen: "set[Iri]") -> "set[Iri]":
        """Return what one hop leads to from a frontier, and no less."""
        led = self._led[side]
        return {there for here in front for there in led.get(here, ())} - seen

    def _part(self, hops: int, wanted: int) -> Iterator[Reach]:
        """Yield the part in which paths of up to so many hops lie, if there may be so many."""
        steps = self._steps(hops)
        if wanted and self._walks(steps, hops) < wanted:
            return
        pairs = {pair for here in steps for there in steps[here] for pair in _both((here, there))}
        stated = pairs & self._stated
        self._gathered.mind(stated)
        between = {*self._ends, *(iri for pair in pairs for iri in pair)}
        self._gathered.about(*self._ends)
        self._gathered.between(stated)
        self._gathered.describe(between)
        self._crowds |= self._gathered.crowds(
            sorted(iri for iri in between if (iri, None, False) not in self._crowds)
        )
        yield Reach(self._gathered.priced(self._crowds), hops, not wanted)

    def _steps(self, hops: int) -> "Led":
        """Return the hops of which walks of up to so many are made that meet what they have to."""
        one, other = (self._distances(side, self._ends[side], hops) for side in (0, 1))
        onward = self._led[0]
        near = {iri for iri in one if one[iri] + other.get(iri, hops + 1) <= hops}
        steps = {
            here: {
                there for there in onward.get(here, set()) & near if one[here] + other[there] < hops
            }
            for here in near
        }
        for via in self._sought.via:
            if via not in near:
                return {}
            to, past = (self._distances(side, via, hops) for side in (1, 0))
            steps = {
                here: {
                    there
                    for there in far
                    if one[here] + to.get(there, hops) + other[via] < hops
                    or one[via] + past.get(here, hops) + other[there] < hops
                }
                for here, far in steps.items()
            }
        return steps

    def _walks(self, steps: "Led", hops: int) -> int:
        """Count the ways from end to end, which are as many as there are paths, or more."""
        start, goal = self._ends
        left = self._distances(1, goal, hops)
        ways, found = {start: 1}, 0
        for further in range(hops - 1, -1, -1):
            ahead: dict[Iri, int] = {}
            for here, number in ways.items():
                for there in steps.get(here, set()) - {start}:
                    if left[there] <= further:
                        ahead[there] = ahead.get(there, 0) + number
            found += ahead.pop(goal, 0)
            ways = ahead
        return found

    def _distances(self, side: int, end: "Iri", most: int) -> "dict[Iri, int]":
        """Return how many hops some entities lie before an end, or behind it."""
        led = self._led[side]
        found, front = {end: 0}, {end}
        for hops in range(1, most + 1):
            front = {far for near in front for far in led.get(near, ())} - found.keys()
            found |= dict.fromkeys(front, hops)
            if not front:
                break
        return found


def _both(step: "Step") -> "tuple[Step, Step]":
    return step, step[::-1]
