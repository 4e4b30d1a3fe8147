"""Say why there is no path, and what is the least to change to find one."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, islice
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from astrograph.model import Iri
from astrograph.paths.options import PathOptions
from astrograph.paths.search import Budget
from astrograph.paths.walk import Walk
from astrograph.vocab import shrink

if TYPE_CHECKING:
    from astrograph.model import Entity
    from astrograph.store import Store

    Ends = tuple[Entity, Entity]

EFFORT = 500_000
"""How many steps one search may take for what would find a path."""

TRIES = 100
"""How many sets of filters are left out, one after the other, the smallest first."""


class NoPath(NamedTuple):
    """Why no path was found: a reason in words, and the nearest relaxation that finds one.

    ``isolated`` are the ends that nothing connects with anything, be it only under the filters;
    ``relaxation`` names what to change and the length of the path that is then found.
    """

    reason: str
    isolated: tuple[Iri, ...] = ()
    relaxation: tuple[str, int] | None = None


class Change(NamedTuple):
    """A filter to leave out: what it is called, how to say so, and the options without it."""

    name: str
    words: str
    applied: Callable[[PathOptions], PathOptions]


Remedy = tuple[int, tuple[Change, ...]]
"""The length of a path, and the filters that have to be left out to find it."""


def why_not(trials: "Trials") -> NoPath:
    """Say why there is no path between two entities, and what is the least to change to find one.

    Each filter is left out by itself; where that does not help, the smallest set of filters that
    does is looked for. A search for that takes so much `EFFORT` at most, and all of them no longer
    than the one for the path itself may take.

    Args:
        trials: Searches under other filters than those that leave no path.
    """
    ends, options = trials.ends, trials.options
    changes = tuple(_changes(options, trials.longest))
    free = _without(options, changes)
    isolated = trials.isolated(free)
    if isolated:
        return NoPath(f"no statement connects {_named(ends, isolated)} with anything", isolated)
    length = trials.length(free, None)
    if length is None:
        return NoPath("they lie in parts of the graph that nothing connects")
    remedies = trials.remedies(changes) or [(length, changes)]
    length, left_out = min(remedies, key=lambda remedy: remedy[0])
    if left_out == changes:
        words = f"without any filter and with --max-hops {length}"
    else:
        words = _listed([change.words.format(length) for change in left_out])
    cut_off = trials.isolated(options)
    if cut_off:
        reason = f"{_unconnected(ends, cut_off)} under the filters"
    else:
        reason = _reason(options, ends, remedies, left_out)
    return NoPath(reason, cut_off, (words, length))


class Trials:
    """Searches for a path under other options than those that leave none.

    Args:
        store: The graph.
        ends: The entities to connect.
        options: The options that leave no path.
    """

    def __init__(self, store: "Store", ends: "Ends", options: PathOptions) -> None:
        self.store, self.ends, self.options = store.whole, ends, options
        self._until = None if options.timeout is None else monotonic() + options.timeout

    @property
    def longest(self) -> int:
        """Return a number of hops that no path can have."""
        return len(self.store.adjacency)

    def isolated(self, options: PathOptions) -> tuple[Iri, ...]:
        """Return which ends no hop leaves or reaches under some options."""
        graph = Walk(self.store, options).graph
        return tuple(end.iri for end in self.ends if not graph.is_beside(graph.node(end.iri)))

    def length(self, options: PathOptions, steps: int | None = EFFORT) -> int | None:
        """Return the length of the best path under some options, if one is found."""
        seconds = None if self._until is None else max(self._until - monotonic(), 0.0)
        start, goal = self.ends
        walk = Walk(self.store, options)
        found = walk.best(start.iri, goal.iri, 1, Budget(seconds, steps))
        return len(found[0]) - 1 if found else None

    def remedies(self, changes: Sequence[Change]) -> list[Remedy]:
        """Return the smallest sets of filters that have to be left out, all of one size."""
        sets = (some for size in range(1, len(changes)) for some in combinations(changes, size))
        found: list[Remedy] = []
        for some in islice(sets, TRIES):
            if found and len(some) > len(found[0][1]):
                break
            length = self.length(_without(self.options, some))
            if length is not None:
                found.append((length, some))
        return found


def _changes(options: PathOptions, longest: int) -> Iterator[Change]:
    """Yield every filter that could be left out."""
    yield Change("--max-hops", "with --max-hops {}", lambda given: given._replace(max_hops=longest))
    for name in ("via", "avoid"):
        for iri in getattr(options, name):
            yield _unnamed(name, iri)
    for name, none in PathOptions()._asdict().items():
        option = f"--{name.replace('_', '-')}"
        if name in FILTERS and getattr(options, name) != none:
            yield Change(option, f"without {option}", _set(name, none))
    if options.status != "any":
        yield Change(f"--status {options.status}", "with --status any", _set("status", "any"))


FILTERS = frozenset(
    {"relation", "without", "at", "during", "known_by", "directed", "type", "source", "min_sources"}
)
"""The options that are left out as a whole, if they are given."""


def _set(name: str, value: object) -> Callable[[PathOptions], PathOptions]:
    return lambda given: given._replace(**{name: value})  # type: ignore[arg-type]


def _unnamed(name: str, iri: Iri) -> Change:
    """Leave one entity out of those that an option names."""
    option = f"--{name} {shrink(iri)}"

    def applied(given: PathOptions) -> PathOptions:
        rest = tuple(each for each in getattr(given, name) if each != iri)
        return given._replace(**{name: rest})  # type: ignore[arg-type]

    return Change(option, f"without {option}", applied)


def _without(options: PathOptions, changes: Iterable[Change]) -> PathOptions:
    for change in changes:
        options = change.applied(options)
    return options


def _reason(
    options: PathOptions, ends: "Ends", remedies: Sequence[Remedy], left_out: tuple[Change, ...]
) -> str:
    avoided = {end.iri for end in ends} & {*options.avoid}
    if avoided:
        return f"--avoid names {'one of the two' if len(avoided) == 1 else 'both'} ends"
    names = [change.name for change in left_out]
    if names == ["--max-hops"]:
        return f"every path is longer than --max-hops {options.max_hops}"
    if len(left_out) == 1:
        names = [change.name for _, (change,) in remedies]
    together = "together leave" if len(names) > 1 else "leaves"
    return f"{_listed(names)} {together} no path"


def _named(ends: "Ends", iris: Sequence[Iri]) -> str:
    return " and ".join(end.label for end in ends if end.iri in iris)


def _unconnected(ends: "Ends", iris: Sequence[Iri]) -> str:
    one, *others = (end.label for end in ends if end.iri in iris)
    if others:
        return f"neither {one} nor {others[0]} is connected with anything"
    return f"{one} is connected with nothing"


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
