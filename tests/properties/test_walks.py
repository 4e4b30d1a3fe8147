"""Paths against networkx, and every option against a search by brute force."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from astrograph import find_paths
from astrograph.paths import PathOptions
from builders import plain_store, store_of
from properties.strategies import AG, ID, RELATIONS, claim_graphs, instants

if TYPE_CHECKING:
    from astrograph import Store
    from astrograph.model import Claim, EntityPath, Statement

NODES = "abcdef"
pairs = st.lists(
    st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)), min_size=1, max_size=15, unique=True
)


def graph_store(edges: list[tuple[str, str]]) -> Store:
    """Open a store over plain edges; each node also has a loop, so that it is there."""
    loops = [f"{node} is {node}" for node in NODES]
    return plain_store(*(f"{a} knows {b}" for a, b in edges), *loops)


@pytest.mark.parametrize("directed", [False, True])
@settings(max_examples=40)
@given(pairs, st.integers(1, 6))
def test_the_k_best_are_as_long_as_networkx_says(
    directed: bool,  # noqa: FBT001 -- pytest passes parameters by name
    edges: list[tuple[str, str]],
    k: int,
) -> None:
    """Shortest first, none missing, none longer."""
    kind: type[nx.Graph[str]] = nx.DiGraph if directed else nx.Graph
    graph = kind((a, b) for a, b in edges if a != b)
    graph.add_nodes_from(NODES)

    options = PathOptions(k=k, max_hops=5, directed=directed)
    found = find_paths(graph_store(edges), "a", "f", options)
    try:
        expected = [len(each) - 1 for each in nx.shortest_simple_paths(graph, "a", "f")][:k]
    except nx.NetworkXNoPath:
        expected = []

    assert [len(path.hops) for path in found.paths] == expected
    assert (found.no_path is None) == bool(expected)


def is_path(path: EntityPath, start: str, goal: str) -> bool:
    """Say whether a path is connected, simple, and leads from its start to its goal."""
    ends = path.entities
    return (
        ends[0] == start
        and ends[-1] == goal
        and len(set(ends)) == len(ends)
        and all(one.end == other.start for one, other in pairwise(path.hops))
        and all(
            {each.subject, each.object} == {hop.start, hop.end}
            for hop in path.hops
            for each in hop.statements
        )
    )


def by_brute_force(store: Store, options: PathOptions) -> set[tuple[str, ...]]:
    """Search every simple path from a to f that the options allow, without any cleverness."""
    allowed = [
        each
        for each in store.statements(at=options.at, status=options.status)
        if (not options.relation or each.relation in options.relation)
        and each.relation not in options.without
        and each.subject not in options.avoid
        and each.object not in options.avoid
    ]

    def onward(node: str) -> set[str]:
        there = {each.object for each in allowed if each.subject == node}
        if not options.directed:
            there |= {each.subject for each in allowed if each.object == node}
        return there

    complete: set[tuple[str, ...]] = set()
    begun: list[tuple[str, ...]] = [(ID + "a",)]
    while begun:
        path = begun.pop()
        if path[-1] == ID + "f":
            if set(options.via) <= set(path):
                complete.add(path)
        elif len(path) <= options.max_hops:
            begun += [(*path, near) for near in onward(path[-1]) if near not in path]
    return complete


def entities_of(letters: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """Draw one or two entities."""
    return st.lists(letters.map(lambda name: ID + name), max_size=2).map(tuple)


relations = st.lists(st.sampled_from(RELATIONS).map(lambda name: AG + name), max_size=3).map(tuple)
middle = st.sampled_from("bcde")
CHANGES: dict[str, st.SearchStrategy[object]] = {
    "k": st.integers(1, 5),
    "max_hops": st.integers(1, 5),
    "via": entities_of(middle),
    "avoid": entities_of(st.sampled_from(NODES)),
    "relation": relations,
    "without": relations,
    "at": instants,
    "status": st.sampled_from(["Accepted", "Reported", "Disputed", "any"]),
    "directed": st.booleans(),
    "rank": st.sampled_from(["informative", "length"]),
}
TOGETHER = [
    ("via", "avoid"),
    ("via", "directed"),
    ("via", "max_hops"),
    ("relation", "directed"),
    ("without", "via"),
    ("at", "status"),
    ("status", "directed"),
    ("avoid", "max_hops"),
    ("k", "rank"),
]


@pytest.mark.parametrize(
    "names", [*((name,) for name in CHANGES), *TOGETHER, tuple(CHANGES)], ids="+".join
)
@settings(max_examples=20)
@given(st.data())
def test_every_option_finds_what_brute_force_finds(
    names: tuple[str, ...], data: st.DataObject
) -> None:
    """Alone, in pairs, and all at once."""
    claims: list[Claim] = data.draw(claim_graphs(plain=not {"at", "status"} & set(names)))
    changes = {name: data.draw(CHANGES[name]) for name in names}
    options = PathOptions(k=1000)._replace(**changes)  # type: ignore[arg-type]
    store = store_of(*claims)

    answer = find_paths(store, "id:a", "id:f", options)
    every = by_brute_force(store, options)
    found = [path.entities for path in answer.paths]

    assert set(found) <= every
    assert len(found) == len(set(found)) == min(options.k, len(every))
    assert sorted(map(len, every))[: options.k] == list(map(len, found))
    assert all(is_path(path, ID + "a", ID + "f") for path in answer.paths)
    assert (answer.no_path is None) == bool(every)


@settings(max_examples=20)
@given(claim_graphs(), st.none() | instants, st.sampled_from(["Accepted", "any"]))
def test_a_hop_tells_all_that_is_stated_between_its_ends(
    claims: list[Claim], at: str | None, status: str
) -> None:
    """And every statement it tells is one of the store's."""
    store = store_of(*claims)
    stated = store.statements(at=at, status=status)

    def between(one: str, other: str) -> set[Statement]:
        return {each for each in stated if {each.subject, each.object} == {one, other}}

    for path in find_paths(store, "id:a", "id:f", PathOptions(at=at, status=status)).paths:
        for hop in path.hops:
            assert set(hop.statements) == between(hop.start, hop.end)
