"""Go out from both ends of a path, one frontier after the other, until they meet."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from astrograph.model import PRESENT, Statement
from astrograph.store.remote import asking

if TYPE_CHECKING:
    from astrograph.model import Iri
    from astrograph.store.local import LocalStore
    from astrograph.store.remote.asker import Asker
    from astrograph.store.remote.gathered import Gathered


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
    path of up to a + b + 1 hops, with all that its entities are connected with, which is what it
    costs to cross them.

    Args:
        asker: Asks the endpoint.
        gathered: Gathers the claims of which paths are made.
        ends: The two entities.
        passes: Says whether a relation may be walked.
        avoid: The entities that no path may meet.
    """

    def __init__(
        self,
        asker: "Asker",
        gathered: "Gathered",
        ends: "tuple[Iri, Iri]",
        passes: "Callable[[Iri], bool]",
        avoid: "Iterable[Iri]" = (),
    ) -> None:
        self._asker, self._gathered, self._ends, self._passes = asker, gathered, ends, passes
        self._avoid = set(avoid) - set(ends)
        self._rows: dict[Iri, list[Statement]] = {}
        self._near: dict[Iri, set[Iri]] = {}

    def reached(self, most: int, wanted: int) -> Iterator[Reach]:
        """Yield what more and more hops reach, wherever there may be enough paths, and at last.

        Args:
            most: How many hops a path may have.
            wanted: How many paths are enough.
        """
        seen = [{end} for end in self._ends]
        fronts = [{end} for end in self._ends]
        self._go(set(self._ends))
        fronts = [self._beyond(front, known) for front, known in zip(fronts, seen, strict=True)]
        hops = 1
        while True:
            over = not all(fronts)
            yield from self._part(most if over else hops, 0 if over or hops >= most else wanted)
            if over or hops >= most:
                return
            # Paths one hop longer meet in what lies before both frontiers.
            self._go(fronts[0] & fronts[1])
            yield from self._part(hops + 1, 0 if hops + 1 >= most else wanted)
            if hops + 1 >= most:
                return
            less = min((0, 1), key=lambda side: len(fronts[side]))
            self._go(fronts[less])
            seen[less] |= fronts[less]
            fronts[less] = self._beyond(fronts[less], seen[less])
            hops += 1

    def _go(self, front: "set[Iri]") -> None:
        """Ask where hops lead from some entities."""
        new = sorted(front - self._rows.keys())
        for iri in new:
            self._rows[iri] = []
        for near, of, far, way in self._asker.batched(asking.beside, new):
            here, relation, there = (str(getattr(each, "value", "")) for each in (near, of, far))
            if here == there:
                continue
            ends = (here, there) if getattr(way, "value", "") == "subject" else (there, here)
            self._rows[here].append(Statement(ends[0], relation, ends[1], PRESENT))
            if self._passes(relation) and not {here, there} & self._avoid:
                self._near.setdefault(here, set()).add(there)
                self._near.setdefault(there, set()).add(here)

    def _beyond(self, front: "set[Iri]", seen: "set[Iri]") -> "set[Iri]":
        """Return what one hop leads to from a frontier, and no less."""
        return {there for here in front for there in self._near.get(here, ())} - seen

    def _part(self, hops: int, wanted: int) -> Iterator[Reach]:
        """Yield the part in which paths of up to so many hops lie, if there may be so many."""
        one, other = (self._distances(end, hops) for end in self._ends)
        between = {iri for iri in one if one[iri] + other.get(iri, hops + 1) <= hops}
        if self._walks(between, other, hops) < wanted:
            return
        pairs = {
            (said.subject, said.object)
            for iri in between & self._rows.keys()
            for said in self._rows[iri]
            if {said.subject, said.object} <= between
            and min(one[said.subject] + other[said.object], one[said.object] + other[said.subject])
            < hops
        }
        self._gathered.about(*self._ends)
        self._gathered.between(pairs)
        self._gathered.describe(between)
        plain = [
            said
            for iri in sorted(between & self._rows.keys())
            for said in self._rows[iri]
            if (said.subject, said.object) not in pairs
        ]
        yield Reach(self._gathered.with_plain(plain), hops, not wanted)

    def _walks(self, between: "set[Iri]", left: "dict[Iri, int]", hops: int) -> int:
        """Count the ways from end to end, which are as many as there are paths, or more."""
        start, goal = self._ends
        ways, found = {start: 1}, 0
        for further in range(hops - 1, -1, -1):
            ahead: dict[Iri, int] = {}
            for here, number in ways.items():
                for there in self._near.get(here, set()) & between - {start}:
                    if left[there] <= further:
                        ahead[there] = ahead.get(there, 0) + number
            found += ahead.pop(goal, 0)
            ways = ahead
        return found

    def _distances(self, end: "Iri", most: int) -> "dict[Iri, int]":
        found, front = {end: 0}, {end}
        for hops in range(1, most + 1):
            front = {far for near in front for far in self._near.get(near, ())} - found.keys()
            found |= dict.fromkeys(front, hops)
            if not front:
                break
        return found
