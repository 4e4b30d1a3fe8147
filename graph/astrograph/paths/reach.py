"""Take over as much of a remote graph as the best paths are made of, and no more."""

from functools import partial
from sys import maxsize
from typing import TYPE_CHECKING, cast

from astrograph.model import Clock
from astrograph.paths.hops import Hops
from astrograph.paths.kernel import only_one_way
from astrograph.paths.search import Budget
from astrograph.paths.walk import Walk
from astrograph.paths.why import EFFORT, Trials
from astrograph.standing import UNDISPUTED
from astrograph.store.known import as_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from astrograph.model import Iri
    from astrograph.paths.options import PathOptions
    from astrograph.paths.search import Path
    from astrograph.paths.why import Ends
    from astrograph.store import Store
    from astrograph.store.local import LocalStore
    from astrograph.store.remote.reach import Judge, Step
    from astrograph.store.remote.store import RemoteStore
    from astrograph.store.remote.walking import Sought


def within_reach(
    store: "Store", start: "Iri", goal: "Iri", options: "PathOptions"
) -> "tuple[Store, PathOptions]":
    """Return a store of this machine in which the paths are the same, and how to look for them.

    Args:
        store: The graph; one of this machine is returned as it is.
        start: The entity to start from.
        goal: The entity to reach.
        options: What the paths must be like.

    Returns:
        The store, and the options with as many hops as it has all paths of: as many as were asked
        for, or fewer when no longer paths can be among the best.

    Raises:
        StoreError: Too much would have to be taken over.
    """
    if not is_far(store):
        return store, options
    remote = cast("RemoteStore", store.whole)

    sought, wanted = _sought(store, options), options.most + options.every
    seen = store
    judge = _judge(store, options)
    reached = remote.reached((start, goal), options.max_hops, wanted, sought, judge)
    for part, hops, last in reached:
        seen = as_known(cast("Store", part), store.known_by)
        within = options._replace(max_hops=min(hops, options.max_hops))
        found = Walk(seen, within).best(start, goal, wanted, Budget(options.timeout))
        if not last and len(found) == wanted and _has_firm(seen, within, found[0]):
            return seen, within
    return seen, options


def trials_of(store: "Store", ends: "Ends", options: "PathOptions") -> Trials:
    """Return what tells why there is no path in a graph, wherever it is; see `Trials`."""
    return (FarTrials if is_far(store) else Trials)(store, ends, options)


def is_far(store: "Store") -> bool:
    """Say whether a graph lies elsewhere."""
    return hasattr(store.whole, "reached")


def may_go_on(store: "Store", ends: "tuple[Iri, Iri]", options: "PathOptions") -> bool:
    """Say of a graph elsewhere whether paths may be longer than those that were asked for.

    What was taken over for these does not tell; so it is looked up at the ends, as it is here.
    """
    remote, sought = cast("RemoteStore", store.whole), _sought(store, options._replace(type=()))

    def near(here: "Iri", *, back: bool = False) -> "Iterator[Iri]":
        told: set[Iri] = set()
        for part in remote.beside(here, sought):
            graph = Walk(as_known(cast("Store", part), store.known_by), options).graph
            node, way = graph.node(here), graph.backward if back else graph.onward
            beside = () if node is None else way.near(node)
            fitting = {graph.iri(other) for other in beside if not graph.fits or graph.fits(other)}
            met = fitting | ({*ends} & {graph.iri(other) for other in beside})
            yield from sorted(met - told)
            told |= met

    ways = (near, partial(near, back=True))
    return not only_one_way(ways, ends, options.avoid, None)


class FarTrials(Trials):
    """The same searches in a graph elsewhere, each of which takes over what it needs."""

    longest = maxsize

    @property
    def _remote(self) -> "RemoteStore":
        return cast("RemoteStore", self.store)

    def isolated(self, options: "PathOptions") -> "tuple[Iri, ...]":
        """Return which ends no hop leaves or reaches under some options."""
        sought = _sought(self.store, options._replace(avoid=(), type=()))
        return tuple(end.iri for end in self.ends if not self._is_beside(end.iri, options, sought))

    def _is_beside(self, iri: "Iri", options: "PathOptions", sought: "Sought") -> bool:
        graphs = (
            Walk(cast("Store", part), options).graph for part in self._remote.beside(iri, sought)
        )
        return any(graph.is_beside(graph.node(iri)) for graph in graphs)

    def length(self, options: "PathOptions", steps: int | None = EFFORT) -> int | None:
        """Return the length of the best path under some options, if one is found."""
        ends = (self.ends[0].iri, self.ends[1].iri)
        sought = _sought(self.store, options)
        judge = _judge(self.store, options)
        reached = self._remote.reached(ends, options.max_hops, 1, sought, judge)
        for part, hops, _ in reached:
            most = min(hops, options.max_hops, len(part.adjacency))
            walk = Walk(cast("Store", part), options._replace(max_hops=most))
            found = walk.best(*ends, 1, Budget(options.timeout, steps))
            if found:
                return len(found[0]) - 1
        return None


def _sought(store: "Store", options: "PathOptions") -> "Sought":
    """Say what of the filters a server can tell that holds no claims but as they were asserted.

    What was replaced later, or disputed later by a rule, may have been accepted before, so that
    with a date by which it was known its status says nothing. Only a rule makes claims disputed.
    """
    from astrograph.paths.graph import subclasses
    from astrograph.store.remote.walking import Sought

    known_by = min(filter(None, (store.known_by, options.known_by)), default=None)
    statuses = {"any": (), "Disputed": ("Disputed", "Accepted")}
    first, last = Clock(options.at, options.during).stretch or (None, None)
    return Sought(
        relation=options.relation,
        without=options.without,
        avoid=options.avoid,
        via=options.via,
        types=tuple(sorted(subclasses(options.type))) if options.type else (),
        statuses=() if known_by else statuses.get(options.status, (options.status,)),
        source=options.source,
        fewest=options.min_sources,
        first=first,
        last=last,
        known_by=known_by,
        directed=options.directed,
    )


def _judge(store: "Store", options: "PathOptions") -> "Judge | None":
    """Return what tells which hops pass the filters, where an endpoint cannot tell all of it."""
    if not options._replace(relation=(), without=(), directed=False).narrows:
        return None

    def judge(part: "LocalStore", steps: "set[Step]") -> "set[Step]":
        hops = Hops(as_known(cast("Store", part), store.known_by), options)
        return {step for step in steps if hops.between(*step)}

    return judge


def _has_firm(store: "Store", options: "PathOptions", path: "Path") -> bool:
    """Say whether a path is undisputed, or another one that is lies within reach."""
    walk = Walk(store, options)
    best = walk.path(path)
    if all(hop.standing == UNDISPUTED for hop in best.hops):
        return True
    firm = Walk(store, options, undisputed=True)
    ends = (best.entities[0], best.entities[-1])
    return bool(firm.best(*ends, 1, Budget(options.timeout)))
