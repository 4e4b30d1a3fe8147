"""Walk a store under one set of filters: find paths, and say what each of their hops is made of."""

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from astrograph.model import EntityPath, Hop, Interval, Iri, Together
from astrograph.paths import rank
from astrograph.paths.graph import walked_graph
from astrograph.paths.hops import Hops
from astrograph.paths.kernel import search_paths, stream
from astrograph.paths.meeting import Ends
from astrograph.paths.search import Budget, Path
from astrograph.paths.together import occasions, together
from astrograph.paths.ways import Node
from astrograph.store.known import as_known

if TYPE_CHECKING:
    from astrograph.paths.options import PathOptions
    from astrograph.store import Store


class Question(NamedTuple):
    """What is asked of a search, in numbers of nodes."""

    ends: Ends
    max_hops: int
    rank: str
    needed: set[Node]
    avoid: set[Node]


class Walk:
    """The graph as one set of options lets it be walked.

    Args:
        store: The graph.
        options: The filters.
        undisputed: Whether only undisputed statements are walked.
    """

    def __init__(self, store: "Store", options: "PathOptions", *, undisputed: bool = False) -> None:
        known_by = min(filter(None, (store.known_by, options.known_by)), default=None)
        same = known_by == store.known_by
        self.store = store if same else as_known(store.whole, known_by)
        self.options = options._replace(known_by=known_by)
        self.hops = Hops(self.store, self.options, undisputed=undisputed)
        self.graph = walked_graph(self.store, self.options, self.hops, undisputed=undisputed)
        self._hops: dict[tuple[Iri, Iri], tuple[Hop, list[Interval]]] = {}

    def best(
        self, start: Iri, goal: Iri, most: int | None = None, budget: Budget | None = None
    ) -> list[Path]:
        """Return the best paths, each as the numbers of its entities.

        Args:
            start: The entity to start from.
            goal: The entity to reach.
            most: How many paths to find at most, when not as many as the options say.
            budget: What the search may take; it also tells how it ended.
        """
        asked = self._question(start, goal)
        if asked is None:
            return []
        most = self.options.most if most is None else most
        ends, max_hops, order, needed, avoid = asked
        return search_paths(self.graph, ends, most, max_hops, order, needed, avoid, budget)

    def stream(self, start: Iri, goal: Iri, budget: Budget | None = None) -> Iterator[Path]:
        """Yield the best paths, as many as there are; see `best`."""
        asked = self._question(start, goal)
        return iter(()) if asked is None else stream(self.graph, *asked, budget)

    def _question(self, start: Iri, goal: Iri) -> Question | None:
        """Put the question in numbers; ``None`` when no path can be its answer."""
        options, node = self.options, self.graph.node
        first, last = node(start), node(goal)
        needed = self.graph.nodes(options.via)
        if (
            {start, goal} & {*options.avoid}
            or first is None
            or last is None
            or len(needed) < len({*options.via})
        ):
            return None
        avoid = self.graph.nodes(options.avoid)
        return Question((first, last), options.max_hops, options.rank, needed, avoid)

    def path(self, nodes: Path) -> EntityPath:
        """Make the path over a sequence of entities, by their numbers."""
        iris = [self.graph.iri(node) for node in nodes]
        hops, times = zip(*(self._hop(here, there) for here, there in pairwise(iris)), strict=True)
        firmness = [self.hops.firmness(hop) for hop in hops]
        shared = together(times)
        return EntityPath(
            hops=hops,
            score=rank.score(len(hops), self.graph.cost(nodes)),
            weakest=firmness.index(min(firmness)),
            holds=_window(shared),
            together=shared,
        )

    def _hop(self, here: Iri, there: Iri) -> tuple[Hop, list[Interval]]:
        """Return a hop and when it held."""
        ends = (here, there)
        if ends not in self._hops:
            hop = self.hops.hop(here, there)
            self._hops[ends] = hop, occasions(self.store, hop)
        return self._hops[ends]


def _window(shared: Together) -> Interval:
    """Return the stretch outside of which several things cannot all have held."""
    if not shared.possible:
        return Interval()
    return Interval(start_earliest=shared.possible[0][0], end_latest=shared.possible[-1][1])
