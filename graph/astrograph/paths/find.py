"""Find the paths between two entities of a store, under every filter, or say why there is none."""

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from astrograph.errors import MisuseError
from astrograph.model import Claim, EntityPath, Hop, Instant, Interval, Iri, Statement, joint
from astrograph.paths import rank, search
from astrograph.resolve import resolve_entity
from astrograph.vocab import shrink

if TYPE_CHECKING:
    from astrograph.model import Entity
    from astrograph.store import Store

TENSE_ORDER = {"present": 0, "past": 1, "plan": 2}
EFFORT = 2_000
"""How many entities to enter for each length, when looking for what would find a path."""

DISSENT = ("contradicts", "inTensionWith", "argueAgainst")


class PathOptions(NamedTuple):
    """What a path must be like. Entities and relations are IRIs; times are instants."""

    k: int = 3
    max_hops: int = 6
    via: tuple[Iri, ...] = ()
    avoid: tuple[Iri, ...] = ()
    relation: tuple[Iri, ...] = ()
    without: tuple[Iri, ...] = ()
    at: Instant | None = None
    status: str = "Accepted"
    directed: bool = False
    rank: str = "informative"


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
    walk = _Walk(store, wanted)
    found = walk.best(first.iri, last.iri)
    paths = tuple(walk.path(entities) for entities in found)
    why = None if paths else _why_not(store, first, last, wanted)
    return PathAnswer(first, last, wanted, paths, why, _beside(store, first, last, paths))


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


class _Walk:
    """The graph as one set of options lets it be walked; neighbours are looked up once each."""

    def __init__(self, store: "Store", options: PathOptions) -> None:
        self.store = store
        self.options = options
        self._beside: dict[Iri, dict[Iri, list[Statement]]] = {}
        self._degree: dict[Iri, int] = {}

    def beside(self, entity: Iri) -> dict[Iri, list[Statement]]:
        """Return the statements that may be walked from an entity, by the entity they lead to."""
        if entity not in self._beside:
            every = self.store.statements(entity, at=self.options.at, status=self.options.status)
            near: dict[Iri, list[Statement]] = {}
            others = set()
            for statement in every:
                other = statement.object if statement.subject == entity else statement.subject
                others.add(other)
                if other != entity and self._allows(statement, other):
                    near.setdefault(other, []).append(statement)
            self._beside[entity] = near
            self._degree[entity] = len(others - {entity})
        return self._beside[entity]

    def _allows(self, statement: Statement, other: Iri) -> bool:
        options = self.options
        if other in options.avoid or statement.relation in options.without:
            return False
        return not options.relation or statement.relation in options.relation

    def degree(self, entity: Iri) -> int:
        """Return how many others an entity is connected to, filters aside."""
        self.beside(entity)
        return self._degree[entity]

    def onward(self, entity: Iri) -> list[Iri]:
        """Return the entities that one hop leads to."""
        near = self.beside(entity)
        if not self.options.directed:
            return list(near)
        return [other for other in near if any(self._leads(s, entity) for s in near[other])]

    def backward(self, entity: Iri) -> list[Iri]:
        """Return the entities that one hop leads from."""
        near = self.beside(entity)
        if not self.options.directed:
            return list(near)
        return [other for other in near if any(self._leads(s, other) for s in near[other])]

    def _leads(self, statement: Statement, entity: Iri) -> bool:
        """Say whether a statement may be walked from an entity in its own direction."""
        return statement.subject == entity or self.store.relation(statement.relation).symmetric

    def best(self, start: Iri, goal: Iri, effort: int | None = None) -> list[tuple[Iri, ...]]:
        """Return the k best paths as sequences of entities.

        With an effort, a search for paths of one length that takes more is given up.
        """
        options = self.options
        if {start, goal} & set(options.avoid):
            return []
        most = options.max_hops
        to_goal = search.distances(self.backward, goal, most)
        needed = {
            via: search.distances(self.backward, via, most)
            for via in options.via
            if via not in {start, goal}
        }
        found: list[tuple[Iri, ...]] = []
        # A path that meets nothing twice has fewer hops than there are entities to meet.
        for length in range(1, min(most, len(to_goal)) + 1):
            of_length = search.paths_of_length(
                self.onward, (start, goal), length, needed, to_goal, effort
            )
            found += sorted(of_length, key=self._order)
            if len(found) >= options.k:
                break
        return found[: options.k]

    def _order(self, entities: tuple[Iri, ...]) -> tuple[float, tuple[Iri, ...]]:
        crossing = rank.penalty(entities, self.degree) if self.options.rank != "length" else 0.0
        return crossing, entities

    def path(self, entities: tuple[Iri, ...]) -> EntityPath:
        """Make the path over a sequence of entities: its hops, score, window and weakest hop."""
        hops = tuple(self._hop(here, there) for here, there in pairwise(entities))
        windows = [self._window(hop.statement) for hop in hops]
        return EntityPath(
            hops=hops,
            score=rank.score(len(hops), rank.penalty(entities, self.degree)),
            weakest=min(range(len(hops)), key=lambda place: (self._strength(hops[place]), place)),
            holds=_intersection(windows),
        )

    def _hop(self, here: Iri, there: Iri) -> Hop:
        parallel = sorted(
            (
                statement
                for statement in self.beside(here)[there]
                if not self.options.directed or self._leads(statement, here)
            ),
            key=lambda each: (TENSE_ORDER[each.tense], -len(each.claims), each.key),
        )
        main = parallel[0]
        return Hop(main, main.subject == here, tuple(parallel[1:]))

    def _window(self, statement: Statement) -> Interval:
        return joint(claim.holds for claim in self._claims(statement))

    def _strength(self, hop: Hop) -> tuple[int, float]:
        """Return how firmly a hop stands: dissent counts first, then the curator's confidence."""
        claims = self._claims(hop.statement)
        doubted = any(
            claim.status != "Accepted"
            or any(link.kind in DISSENT for link in self.store.links(claim))
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
    if options.directed:
        yield "without --directed", options._replace(directed=False)
    if options.status != "any":
        yield "with --status any", options._replace(status="any")


def _why_not(store: "Store", start: "Entity", goal: "Entity", options: PathOptions) -> NoPath:
    """Say why there is no path, and what is the least to change to find one."""
    unfiltered = PathOptions(k=1, status="any")
    isolated = tuple(
        end.iri for end in (start, goal) if not _Walk(store, unfiltered).beside(end.iri)
    )
    if isolated:
        names = " and ".join(end.label for end in (start, goal) if end.iri in isolated)
        return NoPath(f"no statement connects {names} with anything", isolated)
    if {start.iri, goal.iri} & set(options.avoid):
        return NoPath("--avoid names one of the two ends", relaxation=None)
    nearest: tuple[int, str] | None = None
    for words, relaxed in _relaxations(options._replace(k=1)):
        found = _Walk(store, relaxed).best(start.iri, goal.iri, EFFORT)
        if found and (nearest is None or len(found[0]) - 1 < nearest[0]):
            nearest = (len(found[0]) - 1, words)
    reach = sum(1 for _ in store.entities())
    apart = search.distances(_Walk(store, unfiltered).backward, goal.iri, reach).get(start.iri)
    if apart is None:
        return NoPath("they lie in parts of the graph that nothing connects")
    longer = _Walk(store, options._replace(k=1, max_hops=apart + reach)).best(
        start.iri, goal.iri, EFFORT
    )
    if longer and (nearest is None or len(longer[0]) - 1 <= nearest[0]):
        hops = len(longer[0]) - 1
        reason = f"every path is longer than --max-hops {options.max_hops}"
        return NoPath(reason, relaxation=(f"with --max-hops {hops}", hops))
    if nearest is not None:
        return NoPath("the filters leave no path", relaxation=(nearest[1], nearest[0]))
    words = f"without any filter and with --max-hops {apart}"
    return NoPath("the filters together leave no path", relaxation=(words, apart))
