"""Compare two graphs, or one graph at two times: claims, statuses, and who is connected to whom."""

from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import groupby, repeat
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from astrograph.model import ALWAYS, Claim, Clock, Entity, EntityPath, Iri, Source, Statement
from astrograph.paths import PathOptions
from astrograph.paths.search import distances
from astrograph.paths.walk import Walk
from astrograph.store.known import as_known

if TYPE_CHECKING:
    from astrograph.paths.graph import WalkedGraph
    from astrograph.store import Store

MOST_ENTITIES = 25
"""How many entities are compared with each other, when no pairs are given."""

T = TypeVar("T", Claim, Entity, Source)


class Side(NamedTuple):
    """One of the two graphs, seen at the times that are asked for."""

    store: "Store"
    clock: Clock = ALWAYS

    @property
    def known(self) -> "Store":
        """Return the graph as it was known at the time that is asked for."""
        return as_known(self.store, self.clock.known_by)

    def claims(self) -> Iterator[Claim]:
        """Yield the claims that may hold at the times that are asked for, in order of IRI."""
        return filter(self.sees, self.known.claims())

    def sees(self, claim: Claim) -> Claim | None:
        """Return a claim if it may hold at the times that are asked for."""
        stretch = self.clock.stretch
        return claim if stretch is None or claim.holds.meets(*stretch) else None


class Change(NamedTuple):
    """What became of a claim: the names of the fields that differ, and the claim on both sides."""

    fields: tuple[str, ...]
    before: Claim
    after: Claim


class Connection(NamedTuple):
    """The best path between two entities on both sides; ``None`` where there is none."""

    start: Iri
    goal: Iri
    before: EntityPath | None
    after: EntityPath | None


class Connections(NamedTuple):
    """The pairs of entities that only one of the graphs connects.

    Attributes:
        max_hops: No longer path was looked for.
        among: The entities that were compared with each other; none when pairs were given.
        gained: Pairs that only the second graph connects.
        lost: Pairs that only the first one connects.
        same: Pairs that were asked for, and that both connect or neither does.
        left_out: How many entities with other neighbors than before were not compared.
    """

    max_hops: int
    among: tuple[Iri, ...] = ()
    gained: tuple[Connection, ...] = ()
    lost: tuple[Connection, ...] = ()
    same: tuple[Connection, ...] = ()
    left_out: int = 0


class Diff(NamedTuple):
    """What changed from a first graph to a second; everything in order of IRI.

    Claims are there by IRI when only one graph has them; ``statuses`` are changes of the status,
    ``changed`` those of anything else. ``plain`` are the statements that no claim makes, those
    added and those removed, as are ``entities`` and ``sources``.
    """

    added: tuple[Iri, ...]
    removed: tuple[Iri, ...]
    changed: tuple[Change, ...]
    statuses: tuple[Change, ...]
    plain: tuple[tuple[Statement, ...], tuple[Statement, ...]]
    entities: tuple[tuple[Iri, ...], tuple[Iri, ...]]
    sources: tuple[tuple[Iri, ...], tuple[Iri, ...]]
    connections: Connections

    @property
    def is_empty(self) -> bool:
        """Say whether the two are alike."""
        found = (*self[:4], *self.plain, *self.entities, *self.sources)
        return not any(found) and not (self.connections.gained or self.connections.lost)


def diff(
    first: Side,
    second: Side,
    between: Sequence[tuple[Iri, Iri]] = (),
    *,
    max_hops: int = 4,
) -> Diff:
    """Compare two graphs.

    Args:
        first: The graph as it was.
        second: The graph as it is.
        between: The pairs of entities whose connections to compare. By default those among the
            entities that both graphs hold and that have other neighbors than before, up to
            `MOST_ENTITIES` of them, those with the most changes first.
        max_hops: How far to look for a connection.
    """
    stores = (first.store, second.store)
    same = first.store is second.store
    added: list[Iri] = []
    removed: list[Iri] = []
    changed: list[Change] = []
    statuses: list[Change] = []
    for iri, before, after in _claims(first, second):
        if before is None or after is None:
            (added if before is None else removed).append(iri)
        else:
            fields = _differing(before, after)
            if "status" in fields:
                statuses.append(Change(("status",), before, after))
            rest = tuple(field for field in fields if field != "status")
            changed += [Change(rest, before, after)] if rest else []
    return Diff(
        added=tuple(added),
        removed=tuple(removed),
        changed=tuple(changed),
        statuses=tuple(statuses),
        plain=_plain(first, second),
        entities=((), ()) if same else _new_and_gone(*(each.entities() for each in stores)),
        sources=((), ()) if same else _new_and_gone(*(each.sources() for each in stores)),
        connections=_connections(first, second, between, max_hops),
    )


def _claims(first: Side, second: Side) -> Iterator[tuple[Iri, Claim | None, Claim | None]]:
    if first.store is second.store and first.clock.known_by == second.clock.known_by:
        # Read once, for both times.
        both = ((each.iri, first.sees(each), second.sees(each)) for each in first.known.claims())
        return (each for each in both if each[1] is not each[2])
    return _side_by_side(first.claims(), second.claims())


def _side_by_side(one: Iterable[T], other: Iterable[T]) -> Iterator[tuple[Iri, T | None, T | None]]:
    """Pair up what bears the same IRI, from two streams in order of IRI."""
    tagged = (zip(repeat(side), things) for side, things in enumerate((one, other)))
    for iri, group in groupby(merge(*tagged, key=_iri), key=_iri):
        found = dict(group)
        yield iri, found.get(0), found.get(1)


def _iri(tagged: tuple[int, T]) -> Iri:
    return tagged[1].iri


def _new_and_gone(one: Iterable[T], other: Iterable[T]) -> tuple[tuple[Iri, ...], tuple[Iri, ...]]:
    new: list[Iri] = []
    gone: list[Iri] = []
    for iri, before, after in _side_by_side(one, other):
        if before is None or after is None:
            (new if before is None else gone).append(iri)
    return tuple(new), tuple(gone)


def _plain(first: Side, second: Side) -> tuple[tuple[Statement, ...], tuple[Statement, ...]]:
    """Return the statements without a claim that only the second graph makes, or only the first."""
    before, after = (
        {said.key: said for said in side.store.statements(**side.clock._asdict())}
        if next(side.store.claims(), None) is None
        else {}
        for side in (first, second)
    )
    return (
        tuple(after[key] for key in sorted(after.keys() - before.keys())),
        tuple(before[key] for key in sorted(before.keys() - after.keys())),
    )


def _differing(before: Claim, after: Claim) -> tuple[str, ...]:
    """Return the fields in which two states of a claim differ; orders and link IRIs do not tell."""
    ends = (
        claim._replace(evidence=(), links=())._asdict()
        | {
            "evidence": frozenset(claim.evidence),
            "links": frozenset((link.kind, link.other, link.by) for link in claim.links),
        }
        for claim in (before, after)
    )
    was, now = ends
    return tuple(field for field in Claim._fields if was[field] != now[field])


def _connections(
    first: Side, second: Side, between: Sequence[tuple[Iri, Iri]], max_hops: int
) -> Connections:
    walks = [
        Walk(side.store, PathOptions(k=1, max_hops=max_hops, **side.clock._asdict()))
        for side in (first, second)
    ]
    pairs, left_out = between, 0
    chosen: list[Iri] = []
    if not between:
        touched = [
            iri
            for iri in _touched(*(walk.graph for walk in walks))
            if first.store.entity(iri) is not None and second.store.entity(iri) is not None
        ]
        chosen = sorted(touched[:MOST_ENTITIES])
        one, other = (_reached(walk.graph, chosen, max_hops) for walk in walks)
        pairs = sorted(one ^ other)
        left_out = len(touched) - len(chosen)
    found = [Connection(*pair, *(_best(walk, *pair) for walk in walks)) for pair in pairs]
    return Connections(
        max_hops=max_hops,
        among=tuple(chosen),
        gained=tuple(each for each in found if each.before is None and each.after is not None),
        lost=tuple(each for each in found if each.before is not None and each.after is None),
        same=tuple(each for each in found if (each.before is None) == (each.after is None)),
        left_out=left_out,
    )


def _best(walk: Walk, start: Iri, goal: Iri) -> EntityPath | None:
    found = walk.best(start, goal)
    return walk.path(found[0]) if found else None


def _touched(one: "WalkedGraph", other: "WalkedGraph") -> list[Iri]:
    """Return the entities that have other neighbors than before, most changes first."""
    near = [_neighbors(graph) for graph in (one, other)]
    changes = {
        iri: len(near[0].get(iri, set()) ^ near[1].get(iri, set()))
        for iri in near[0].keys() | near[1].keys()
    }
    return sorted(filter(changes.get, changes), key=lambda iri: (-changes[iri], iri))


def _neighbors(graph: "WalkedGraph") -> dict[Iri, set[Iri]]:
    names = [graph.iri(node) for node in range(len(graph))]
    near = graph.onward.near
    return {iri: {names[other] for other in near(node)} for node, iri in enumerate(names)}


def _reached(graph: "WalkedGraph", among: Sequence[Iri], max_hops: int) -> set[tuple[Iri, Iri]]:
    """Return the pairs of some entities, in order of IRI, that lie within reach of each other."""
    nodes = {iri: node for iri in among if (node := graph.node(iri)) is not None}
    return {
        (start, goal)
        for start, node in nodes.items()
        for near in [distances(graph.onward, node, max_hops)]
        for goal, other in nodes.items()
        if start < goal and other in near
    }
