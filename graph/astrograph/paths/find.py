"""Find the paths between two entities of a store, under every filter, or say why there is none."""

from collections.abc import Iterator
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

from astrograph.disagreement import AT_ODDS
from astrograph.errors import MisuseError
from astrograph.model import (
    Claim,
    EntityPath,
    Hop,
    Interval,
    Iri,
    Statement,
    joint,
)
from astrograph.paths import rank, search
from astrograph.paths.options import PathOptions
from astrograph.paths.walk import WalkedGraph, walked_graph
from astrograph.resolve import resolve_entity
from astrograph.store.known import as_known
from astrograph.vocab import shrink

if TYPE_CHECKING:
    from astrograph.model import Entity
    from astrograph.store import Store

TENSE_ORDER = {"present": 0, "past": 1, "plan": 2}
EFFORT = 2_000
"""How many entities to enter for each length, when looking for what would find a path."""


class NoPath(NamedTuple):
    """Why no path was found: a reason in words, and the nearest relaxation that finds one.

    ``relaxation`` names the option to change and the length of the path that it then finds.
    """

    reason: str
    isolated: tuple[Iri, ...] = ()
    relaxation: tuple[str, int] | None = None


class PathAnswer(NamedTuple):
    """The answer to one look-up: the paths, best first, or why there is none.

    ``beside`` are the claims that name both ends, in whatever role, and are no part of a path: a
    threat, a denial, what one told the other.
    """

    start: "Entity"
    goal: "Entity"
    options: PathOptions
    paths: tuple[EntityPath, ...] = ()
    no_path: NoPath | None = None
    beside: tuple[Iri, ...] = ()


def find_paths(
    store: "Store",
    start: "Entity | str",
    goal: "Entity | str",
    options: PathOptions | None = None,
) -> PathAnswer:
    """Find the best paths between two entities.

    A path is a walk over statements, in either direction unless ``directed``, that meets no entity
    twice. Filters hold inside the search, so that ``k`` paths are found whenever there are as many.

    Args:
        store: The graph to walk.
        start: The entity to start from, or what it is called.
        goal: The entity to reach, or what it is called.
        options: The filters; by default the three best paths of up to six hops.

    Returns:
        The paths, best first, or the reason why there is none.

    Raises:
        MisuseError: A name fits no entity or several, or both ends are the same entity.

    >>> from astrograph import open_store
    >>> answer = find_paths(open_store(), "Rogozin", "ISS")
    >>> len(answer.paths[0].hops)
    3
    """
    first = resolve_entity(store, start) if isinstance(start, str) else start
    last = resolve_entity(store, goal) if isinstance(goal, str) else goal
    wanted = options or PathOptions()
    if first.iri == last.iri:
        raise MisuseError(
            f"both ends are {first.label}",
            hint=f"to see all its relations: astrograph show {first.label!r}",
        )
    walk = Walk(store, wanted)
    found = walk.best(first.iri, last.iri)
    paths = tuple(walk.path(entities) for entities in found)
    why = None if paths else _why_not(store, first, last, wanted)
    return PathAnswer(first, last, wanted, paths, why, _beside(walk.store, first, last, paths))


def _beside(
    store: "Store", start: "Entity", goal: "Entity", paths: tuple[EntityPath, ...]
) -> tuple[Iri, ...]:
    walked = {
        iri for path in paths for hop in path.hops for said in hop.statements for iri in said.claims
    }
    return tuple(
        claim.iri
        for claim in store.claims(start.iri)
        if goal.iri in claim.named and claim.iri not in walked
    )


class Walk:
    """The graph as one set of options lets it be walked."""

    def __init__(self, store: "Store", options: PathOptions) -> None:
        self.store = as_known(store, options.known_by)
        self.options = options
        self.graph = walked_graph(self.store, options)

    def best(self, start: Iri, goal: Iri, effort: int | None = None) -> list[tuple[Iri, ...]]:
        """Return the k best paths as sequences of entities.

        With an effort, a search for paths of one length that takes more is given up.
        """
        options, graph = self.options, self.graph
        if {start, goal} & set(options.avoid):
            return []
        ends = (graph.node(start), graph.node(goal))
        needed = self._needed({start, goal})
        if ends[0] is None or ends[1] is None or needed is None:
            return []
        # A path that meets nothing twice has fewer hops than there are entities to meet.
        most = min(options.max_hops, len(graph))
        avoid = graph.nodes(options.avoid)
        least = search.apart(graph.onward, graph.backward, (ends[0], ends[1]), avoid, most)
        if least is None:
            return []
        found: list[tuple[int, ...]] = []
        looking = search.Search(
            graph.onward,
            graph.backward,
            (ends[0], ends[1]),
            graph.cost if options.rank != "length" else (lambda _: 0),
            avoid=avoid,
            needed=needed,
        )
        for length in range(least, most + 1):
            found += islice(looking.of_length(length, effort), options.k - len(found))
            if len(found) >= options.k or looking.is_spent:
                break
        return [tuple(map(graph.iri, nodes)) for nodes in found]

    def _needed(self, ends: set[Iri]) -> dict[int, dict[int, int]] | None:
        """Return the distances to what must be visited; ``None`` when it cannot be."""
        needed = {}
        for via in set(self.options.via) - ends:
            node = self.graph.node(via)
            if node is None:
                return None
            most = self.options.max_hops
            needed[node] = search.distances(self.graph.backward, node, most)
        return needed

    def path(self, entities: tuple[Iri, ...]) -> EntityPath:
        """Make the path over a sequence of entities: its hops, score, window and weakest hop."""
        hops = tuple(self._hop(here, there) for here, there in pairwise(entities))
        windows = [self._window(hop.statement) for hop in hops]
        cost = sum(map(self.graph.cost, self.graph.nodes(entities[1:-1])))
        return EntityPath(
            hops=hops,
            score=rank.score(len(hops), cost),
            weakest=min(range(len(hops)), key=lambda place: (self._strength(hops[place]), place)),
            holds=_intersection(windows),
        )

    def _hop(self, here: Iri, there: Iri) -> Hop:
        options = self.options
        between = self.store.between(here, there, status=options.status, **options.clock)
        parallel = sorted(
            (
                statement
                for statement in between
                if options.allows(statement)
                and (not options.directed or self._leads(statement, here))
            ),
            key=lambda each: (TENSE_ORDER[each.tense], -len(each.claims), each.key),
        )
        main = parallel[0]
        return Hop(main, main.subject == here, tuple(parallel[1:]))

    def _leads(self, statement: Statement, entity: Iri) -> bool:
        """Say whether a statement may be walked from an entity in its own direction."""
        return statement.subject == entity or self.store.relation(statement.relation).symmetric

    def _window(self, statement: Statement) -> Interval:
        return joint(claim.holds for claim in self._claims(statement))

    def _strength(self, hop: Hop) -> tuple[int, float]:
        """Return how firmly a hop stands: dissent counts first, then the curator's confidence."""
        claims = self._claims(hop.statement)
        doubted = any(
            claim.status != "Accepted"
            or any(link.kind in AT_ODDS for link in self.store.links(claim))
            for claim in claims
        )
        return -int(doubted), max((claim.confidence or 0.0 for claim in claims), default=0.0)

    def _claims(self, statement: Statement) -> list[Claim]:
        found = (self.store.claim(iri) for iri in statement.claims)
        return [claim for claim in found if claim is not None]


def _intersection(windows: list[Interval]) -> Interval:
    """Return the stretch in which all hops hold; open where none gives a bound."""
    starts = ("start_earliest", "start_latest")
    ends = ("end_earliest", "end_latest")
    latest = {
        name: max((got for each in windows if (got := getattr(each, name))), default=None)
        for name in starts
    }
    earliest = {
        name: min((got for each in windows if (got := getattr(each, name))), default=None)
        for name in ends
    }
    return Interval(**latest, **earliest)


def _relaxations(options: PathOptions) -> Iterator[tuple[str, PathOptions]]:
    """Yield each filter in words, with the options that do without it."""
    for via in options.via:
        yield (
            f"without --via {shrink(via)}",
            options._replace(via=tuple(each for each in options.via if each != via)),
        )
    for avoid in options.avoid:
        yield (
            f"without --avoid {shrink(avoid)}",
            options._replace(avoid=tuple(each for each in options.avoid if each != avoid)),
        )
    if options.relation:
        yield "without --relation", options._replace(relation=())
    if options.without:
        yield "without --without", options._replace(without=())
    if options.at:
        yield "without --at", options._replace(at=None)
    if options.during:
        yield "without --during", options._replace(during=None)
    if options.known_by:
        yield "without --known-by", options._replace(known_by=None)
    if options.directed:
        yield "without --directed", options._replace(directed=False)
    if options.status != "any":
        yield "with --status any", options._replace(status="any")


def _why_not(store: "Store", start: "Entity", goal: "Entity", options: PathOptions) -> NoPath:
    """Say why there is no path, and what is the least to change to find one."""
    unfiltered = PathOptions(k=1, status="any")
    everything = Walk(store, unfiltered).graph
    isolated = tuple(end.iri for end in (start, goal) if everything.node(end.iri) is None)
    if isolated:
        names = " and ".join(end.label for end in (start, goal) if end.iri in isolated)
        return NoPath(f"no statement connects {names} with anything", isolated)
    if {start.iri, goal.iri} & set(options.avoid):
        return NoPath("--avoid names one of the two ends", relaxation=None)
    nearest: tuple[int, str] | None = None
    for words, relaxed in _relaxations(options._replace(k=1)):
        found = Walk(store, relaxed).best(start.iri, goal.iri, EFFORT)
        if found and (nearest is None or len(found[0]) - 1 < nearest[0]):
            nearest = (len(found[0]) - 1, words)
    apart = _apart(everything, start.iri, goal.iri)
    if apart is None:
        return NoPath("they lie in parts of the graph that nothing connects")
    longer = _longer(store, start, goal, options)
    if longer is not None and (nearest is None or longer <= nearest[0]):
        reason = f"every path is longer than --max-hops {options.max_hops}"
        return NoPath(reason, relaxation=(f"with --max-hops {longer}", longer))
    if nearest is not None:
        return NoPath("the filters leave no path", relaxation=(nearest[1], nearest[0]))
    words = f"without any filter and with --max-hops {apart}"
    return NoPath("the filters together leave no path", relaxation=(words, apart))


def _apart(graph: WalkedGraph, start: Iri, goal: Iri) -> int | None:
    """Return how many hops two entities are apart; ``None`` when nothing connects them."""
    first, last = graph.node(start), graph.node(goal)
    if first is None or last is None:
        return None
    return search.distances(graph.backward, last, len(graph)).get(first)


def _longer(store: "Store", start: "Entity", goal: "Entity", options: PathOptions) -> int | None:
    """Return the length of the shortest path that only --max-hops leaves out, if there is one."""
    walk = Walk(store, options)
    ends = [start.iri, *options.via, goal.iri]
    legs = [_apart(walk.graph, one, other) for one, other in pairwise(ends)]
    if None in legs:
        return None
    most = sum(filter(None, legs)) + len(options.via)
    wider = Walk(store, options._replace(k=1, max_hops=max(most, options.max_hops + 1)))
    found = wider.best(start.iri, goal.iri, EFFORT)
    return len(found[0]) - 1 if found else None
