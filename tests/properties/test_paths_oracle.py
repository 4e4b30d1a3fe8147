"""Paths against a search by brute force, under every option alone and in pairs."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations, pairwise
from random import Random
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from astrograph import find_paths
from astrograph.codec.encode import encode, encode_record
from astrograph.model import Claim, Entity, Evidence, Interval, Link
from astrograph.paths import PathOptions, filtered, stream_paths, ways
from astrograph.paths import graph as walked
from astrograph.store.build import around
from astrograph.store.packing import end_cost
from properties.strategies import AG, CLAIM, ID, instants

if TYPE_CHECKING:
    from collections.abc import Iterable

    from astrograph import Store
    from astrograph.model import Statement

NODES = "abcdef"
START, GOAL = ID + "a", ID + "f"
RELATIONS = ("leads", "operates", "partOf", "cooperatesWith")
"""The last one reads the same both ways."""

SOURCES = tuple(f"https://w3id.org/astrograph/source/s{number}" for number in range(3))
TYPES = {"a": "Person", "b": "SpaceAgency", "c": "Organization", "d": "Person", "e": "Rocket"}
MODALITIES = (*["AssertedFact"] * 8, "Plan", "Plan", "Threat", "Denial")
STATUSES = (*["Accepted"] * 5, "Reported", "Disputed", "Superseded", "Rejected", "Inferred")
MAYBE = (None, None, *(f"{year}-01-01T00:00:00Z" for year in range(2018, 2024)))
LINKS = ("supersedes", "contradicts", "argueAgainst", "inTensionWith")


class Graph(NamedTuple):
    """Some claims, and a store over them."""

    claims: tuple[Claim, ...]
    store: Store


def graph_of(seed: int) -> Graph:
    """Draw claims of every kind between six entities, linked to each other."""
    chance = Random(seed)  # noqa: S311 -- no secret
    usual = chance.random() < 0.3
    made: list[Claim] = []
    for number in range(chance.randint(6, 30)):
        iri = f"{CLAIM}g{number:02}"
        pair = [ID + letter for letter in chance.sample(NODES, 2)]
        subject, target = pair if chance.random() < 0.95 else pair[:1] * 2
        older = chance.choice(made) if made and chance.random() < 0.3 else None
        kind = chance.choice(LINKS)
        cited = sorted(chance.sample(SOURCES, chance.choice((0, 1, 1, 1, 2))))
        made.append(
            Claim(
                iri=iri,
                subject=subject,
                predicate=AG + chance.choice(RELATIONS),
                object=target,
                modality="AssertedFact" if usual else chance.choice(MODALITIES),
                polarity="Positive" if chance.random() < 0.95 else "Negative",
                status="Accepted" if usual else chance.choice(STATUSES),
                said_earliest=chance.choice(MAYBE),
                said_latest=chance.choice(MAYBE),
                holds=Interval(*(chance.choice(MAYBE) for _ in range(4)))
                if chance.random() < 0.6
                else Interval(),
                tense=chance.choice((None, "Past", "Past", "Present", "Future")),
                primary_source=chance.choice((None, None, *SOURCES)),
                evidence=tuple(Evidence(f"{iri}-{source[-1]}", source) for source in cited),
                links=() if older is None else (Link(iri, kind, older.iri),),
            )
        )
    return Graph(tuple(made), store_with(made))


graphs = st.integers(0, 2**32).map(graph_of)


def store_with(claims: Iterable[Claim]) -> Store:
    """Open a store over claims and the six entities, of which each has a type but the last."""
    engine = ox.Store()
    engine.bulk_extend(ox.Quad(*triple) for each in claims for triple in encode(each))
    for letter in NODES:
        entity = Entity(ID + letter, letter, TYPES.get(letter, "Thing"))
        engine.extend(encode_record(entity))
    return around("drawn", engine)


def fans(claims: Iterable[Claim]) -> dict[tuple[str, str, str], set[str]]:
    """Return with which others each entity is in a relation, at either end of it."""
    found: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for claim in claims:
        other = claim.object
        factual = claim.modality in {"AssertedFact", "Plan"} and claim.polarity == "Positive"
        if other is None or not factual or claim.subject == other:
            continue
        symmetric = claim.predicate == AG + "cooperatesWith"
        found[claim.subject, claim.predicate, "either" if symmetric else "out"].add(other)
        found[other, claim.predicate, "either" if symmetric else "in"].add(claim.subject)
        found[claim.subject, "any", "either"].add(other)
        found[other, "any", "either"].add(claim.subject)
    return found


class Oracle:
    """Every path between two entities under some options, found without any cleverness."""

    def __init__(self, graph: Graph, options: PathOptions) -> None:
        """Gather what is stated between any two entities and may be walked."""
        self._store, self._options = graph.store, options
        self._fans = fans(graph.claims)
        self.shown: dict[tuple[str, str], list[Statement]] = defaultdict(list)
        for said in self._store.statements(status=options.status, **options.clock):
            if self._counts(said) and said.subject != said.object:
                self.shown[said.subject, said.object].append(said)
                if not options.directed or said.relation == AG + "cooperatesWith":
                    self.shown[said.object, said.subject].append(said)

    def _counts(self, said: Statement) -> bool:
        options = self._options
        if said.relation in options.without:
            return False
        if options.relation and said.relation not in options.relation:
            return False
        claims = list(filter(None, map(self._store.claim, said.claims)))
        wanted = set(options.source)
        counting = [
            claim
            for claim in claims
            if not wanted
            or wanted & {claim.primary_source, *(place.source for place in claim.evidence)}
        ]
        told = [
            {claim.primary_source} if claim.primary_source else {e.source for e in claim.evidence}
            for claim in counting
        ]
        return bool(counting) and len(set().union(*told)) >= options.min_sources

    def _cost(self, here: str, there: str) -> int:
        costs = []
        for said in self.shown[here, there]:
            symmetric = said.relation == AG + "cooperatesWith"
            ways = ("either", "either") if symmetric else ("out", "in")
            costs.append(
                sum(
                    end_cost(
                        len(self._fans[end, said.relation, way]),
                        len(self._fans[end, "any", "either"]),
                    )
                    for end, way in zip((said.subject, said.object), ways, strict=True)
                )
            )
        return min(costs)

    def _fits(self, path: tuple[str, ...]) -> bool:
        options = self._options
        kinds = {kind for name in options.type for kind in BELOW[name]}
        return (
            set(options.via) <= set(path)
            and not set(options.avoid) & set(path)
            and (not kinds or all(TYPES.get(each[-1], "") in kinds for each in path[1:-1]))
        )

    def paths(self) -> list[tuple[str, ...]]:
        """Return all of them, in order."""
        options, found = self._options, []
        begun: list[tuple[str, ...]] = [(START,)]
        while begun:
            path = begun.pop()
            if path[-1] == GOAL:
                found.append(path)
            elif len(path) <= options.max_hops:
                nexts = [ID + letter for letter in NODES if self.shown[path[-1], ID + letter]]
                begun += [(*path, each) for each in nexts if each not in path]
        ordered = options.rank == "informative"

        def order(path: tuple[str, ...]) -> tuple[int, int, tuple[str, ...]]:
            cost = sum(self._cost(*ends) for ends in pairwise(path)) if ordered else 0
            return len(path), cost, path

        return sorted(filter(self._fits, found), key=order)


BELOW = {
    "Person": {"Person"},
    "Organization": {"Organization", "SpaceAgency"},
    "Agent": {"Person", "Organization", "SpaceAgency"},
}
"""Some classes, with those of the drawn entities' classes that are below them."""


def entities_of(letters: str) -> st.SearchStrategy[tuple[str, ...]]:
    """Draw one or two entities."""
    drawn = st.lists(st.sampled_from([ID + each for each in letters]), max_size=2)
    return drawn.map(tuple)


years = st.tuples(instants, instants).map(lambda ends: (min(ends), max(ends)))
relations = st.lists(st.sampled_from(RELATIONS).map(lambda name: AG + name), max_size=3).map(tuple)
CHANGES: dict[str, st.SearchStrategy[object]] = {
    "k": st.integers(1, 4),
    "max_hops": st.integers(1, 4),
    "via": entities_of("bcde"),
    "avoid": entities_of(NODES),
    "relation": relations,
    "without": relations,
    "at": instants,
    "during": years,
    "known_by": instants,
    "status": st.sampled_from(["Accepted", "Reported", "Disputed", "Superseded", "any"]),
    "directed": st.just(value=True),
    "rank": st.just("length"),
    "type": st.lists(st.sampled_from(sorted(BELOW)), min_size=1, max_size=2).map(tuple),
    "source": st.lists(st.sampled_from(SOURCES), min_size=1, max_size=2).map(tuple),
    "min_sources": st.integers(1, 3),
    "every": st.just(value=True),
}
PAIRS = [pair for pair in combinations(CHANGES, 2) if set(pair) != {"at", "during"}]


@pytest.mark.parametrize(
    "names", [(), *((name,) for name in CHANGES), *PAIRS, tuple(CHANGES)], ids="+".join
)
@settings(max_examples=8)
@given(st.data())
def test_every_option_finds_what_brute_force_finds(
    names: tuple[str, ...], data: st.DataObject
) -> None:
    """The same paths in the same order, as many as were asked for, by the same statements."""
    graph = data.draw(graphs)
    changes = {name: data.draw(CHANGES[name]) for name in names}
    if changes.get("at"):
        changes["during"] = None
    options = PathOptions(k=1000)._replace(**changes)  # type: ignore[arg-type]
    oracle = Oracle(graph, options)

    answer = find_paths(graph.store, "id:a", "id:f", options)
    streamed = list(stream_paths(graph.store, "id:a", "id:f", options))

    expected = oracle.paths()
    most = options.limit if options.every else options.k
    assert [path.entities for path in answer.paths] == expected[:most]
    assert streamed == list(answer.paths)
    assert (answer.no_path is None) == bool(expected)
    for path in answer.paths:
        for hop in path.hops:
            shown = {said.key for said in oracle.shown[hop.start, hop.end]}
            assert {said.key for said in hop.statements} == shown


@settings(max_examples=30)
@given(graphs, st.integers(1, 4))
def test_every_path_up_to_a_limit_says_whether_there_are_more(graph: Graph, limit: int) -> None:
    """As many as the limit is no cap, one more is."""
    options = PathOptions(every=True, limit=limit, status="any", max_hops=5)
    expected = Oracle(graph, options).paths()

    answer = find_paths(graph.store, "id:a", "id:f", options)

    assert [path.entities for path in answer.paths] == expected[:limit]
    assert (answer.cap is not None and answer.cap.kind == "count") == (len(expected) > limit)


@settings(max_examples=60)
@given(st.data())
def test_how_rows_are_looked_into_makes_no_difference(data: st.DataObject) -> None:
    """Read along, halved, or judged as a whole before anything is looked for in them."""
    graph = data.draw(graphs)
    names = data.draw(st.sets(st.sampled_from(sorted({*CHANGES} - {"at"})), max_size=3))
    changes = {name: data.draw(CHANGES[name]) for name in sorted(names)}
    options = PathOptions(k=1000)._replace(**changes)  # type: ignore[arg-type]
    expected = find_paths(graph.store, "id:a", "id:f", options).paths

    for few, long in ((1, 10**6), (1, 1), (32, 1)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(ways, "FEW", few)
            patch.setattr(filtered, "FEW", few)
            patch.setattr(filtered, "LONG", long)
            patch.setattr(filtered, "LOOKED", 0)
            patch.setattr(walked, "KEPT", 0)
            assert find_paths(graph.store, "id:a", "id:f", options).paths == expected
