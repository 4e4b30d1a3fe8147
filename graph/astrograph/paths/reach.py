"""Take over as much of a remote graph as the best paths are made of, and no more."""

from typing import TYPE_CHECKING, cast

from astrograph.errors import StoreError
from astrograph.paths.search import Budget
from astrograph.paths.walk import Walk
from astrograph.standing import UNDISPUTED
from astrograph.store.known import as_known
from astrograph.vocab import shrink

if TYPE_CHECKING:
    from astrograph.model import Iri
    from astrograph.paths.options import PathOptions
    from astrograph.paths.search import Path
    from astrograph.store import Store
    from astrograph.store.remote.store import RemoteStore


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
    if not hasattr(store.whole, "reached"):
        return store, options
    remote = cast("RemoteStore", store.whole)

    def passes(relation: "Iri") -> bool:
        wanted = not options.relation or relation in options.relation
        return wanted and relation not in options.without

    wanted = options.most + options.every
    for part, hops, last in remote.reached(
        (start, goal), options.max_hops, wanted, passes, options.avoid
    ):
        seen = as_known(cast("Store", part), store.known_by)
        within = options._replace(max_hops=min(hops, options.max_hops))
        found = Walk(seen, within).best(start, goal, wanted, Budget(options.timeout))
        if found and last:
            return seen, options
        if len(found) == wanted and _has_firm(seen, within, found[0]):
            return seen, within
    # Why there is none, only the whole graph can tell.
    try:
        return as_known(cast("Store", remote.copied), store.known_by), options
    except StoreError as error:
        message = f"no path of up to {options.max_hops} hops connects {shrink(start)} and"
        hint = f"why, could be told of a smaller graph: {error.message}"
        raise StoreError(f"{message} {shrink(goal)} under these filters", hint=hint) from None


def _has_firm(store: "Store", options: "PathOptions", path: "Path") -> bool:
    """Say whether a path is undisputed, or another one that is lies within reach."""
    walk = Walk(store, options)
    best = walk.path(path)
    if all(hop.standing == UNDISPUTED for hop in best.hops):
        return True
    firm = Walk(store, options, undisputed=True)
    ends = (best.entities[0], best.entities[-1])
    return bool(firm.best(*ends, 1, Budget(options.timeout)))
