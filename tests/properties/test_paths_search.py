"""The search by itself, on graphs of numbers, against brute force and networkx."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice, pairwise
from random import Random
from typing import TYPE_CHECKING, NamedTuple

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from astrograph import find_paths
from astrograph.paths import PathOptions
from astrograph.paths.search import Budget, search_paths, stream
from astrograph.paths.ways import Way
from builders import plain_store

if TYPE_CHECKING:
    from collections.abc import Sequence


class Made(NamedTuple):
    """A graph of numbers, whose hops cost something, for the search to walk."""

    size: int
    onward: Way
    backward: Way
    fits: None = None

    def __len__(self) -> int:
        """Return how many nodes there are."""
        return self.size


def way_of(hops: dict[int, list[tuple[int, int]]]) -> Way:
    """Make a way of where hops lead from each node, and at which cost."""

    def near(node: int) -> list[int]:
        return [other for other, _ in sorted(hops[node])]

    def price(node: int) -> list[int]:
        return [cost for _, cost in sorted(hops[node])]

    return Way(near, price)


def made(size: int, costs: dict[tuple[int, int], int]) -> Made:
    """Make a graph of its hops, each with its cost."""
    rows: tuple[dict[int, list[tuple[int, int]]], ...] = (defaultdict(list), defaultdict(list))
    for (one, other), cost in sorted(costs.items()):
        rows[0][one].append((other, cost))
        rows[1][other].append((one, cost))
    onward, backward = map(way_of, rows)
    return Made(size, onward, backward)


numbers = st.integers(0, 7)


@pytest.mark.parametrize("rank", ["informative", "length"])
@settings(max_examples=200)
@given(
    costs=st.dictionaries(st.tuples(numbers, numbers), st.integers(0, 3), max_size=30),
    directed=st.booleans(),
    needed=st.sets(st.integers(0, 7), max_size=2),
    avoid=st.sets(st.integers(1, 6), max_size=1),
    max_hops=st.integers(1, 8),
)
def test_the_search_lists_every_simple_path_in_order(
    rank: str,
    costs: dict[tuple[int, int], int],
    directed: bool,  # noqa: FBT001 -- drawn
    needed: set[int],
    avoid: set[int],
    max_hops: int,
) -> None:
    """Shorter first, then cheaper if that counts, then by nodes; through all that is needed."""
    hops = {ends: cost for ends, cost in costs.items() if ends[0] != ends[1]}
    if not directed:
        hops |= {(other, one): cost for (one, other), cost in hops.items()}
    expected = []
    begun: list[tuple[int, ...]] = [(0,)]
    while begun:
        path = begun.pop()
        if path[-1] == 7:
            expected.append(path)
        elif len(path) <= max_hops:
            begun += [(*path, n) for n in range(8) if (path[-1], n) in hops and n not in path]
    expected = [p for p in expected if needed <= set(p) and not avoid & set(p)]
    expected.sort(
        key=lambda p: (len(p), sum(hops[ends] for ends in pairwise(p)) * (rank != "length"), p)
    )

    found = list(stream(made(8, hops), (0, 7), max_hops, rank, needed, avoid))

    assert found == expected


def random_graph(seed: int, nodes: int = 2000, edges: int = 6000) -> dict[tuple[int, int], int]:
    """Draw a graph with some nodes that are connected with many, and costs."""
    chance = Random(seed)  # noqa: S311 -- no secret
    hops = {}
    for _ in range(edges):
        one, other = int(nodes * chance.random() ** 3), chance.randrange(nodes)
        if one != other:
            hops[one, other] = hops[other, one] = chance.randrange(50)
    return hops


@pytest.mark.parametrize("seed", range(4))
def test_on_a_large_graph_the_lengths_are_those_of_networkx(seed: int) -> None:
    """Of the twenty shortest paths, however they are ranked."""
    hops = random_graph(seed)
    graph, walk = nx.Graph(list(hops)), made(2000, hops)
    chance = Random(seed)  # noqa: S311 -- no secret
    for _ in range(10):
        start, goal = chance.sample(sorted(graph), 2)
        try:
            shortest = list(islice(nx.shortest_simple_paths(graph, start, goal), 20))
        except nx.NetworkXNoPath:
            shortest = []
        expected = [len(path) for path in shortest]

        for rank in ("informative", "length"):
            budget = Budget()
            found = search_paths(walk, (start, goal), 20, 12, rank, budget=budget)
            assert [len(path) for path in found] == expected
            assert len(set(found)) == len(found)


@pytest.mark.parametrize("seed", range(3))
def test_on_a_large_graph_every_path_is_found_that_networkx_finds(seed: int) -> None:
    """All of up to four hops, each once, in order."""
    hops = random_graph(seed)
    graph, walk = nx.Graph(list(hops)), made(2000, hops)
    chance = Random(seed)  # noqa: S311 -- no secret
    for _ in range(3):
        start, goal = chance.sample(sorted(graph), 2)
        every = [tuple(path) for path in nx.all_simple_paths(graph, start, goal, cutoff=4)]

        found = list(stream(walk, (start, goal), 4, "length"))

        assert found == sorted(every, key=lambda path: (len(path), path))


def test_what_is_declared_beside_a_plain_graph_is_walked_as_networkx_walks_it() -> None:
    """Triples that no claim backs; both ways, or one way only."""
    names = [f"n{number:02}" for number in range(30)]
    chance = Random(7)  # noqa: S311 -- no secret
    triples = [f"{chance.choice(names)} knows {chance.choice(names)}" for _ in range(80)]
    store = plain_store(*triples, *(f"{name} is {name}" for name in names))
    kinds: Sequence[tuple[bool, type[nx.Graph[str]]]] = ((False, nx.Graph), (True, nx.DiGraph))
    for directed, kind in kinds:
        graph = kind((one, other) for one, _, other in map(str.split, triples) if one != other)
        options = PathOptions(k=9, max_hops=9, directed=directed)
        found = find_paths(store, "n00", "n01", options).paths
        expected = list(islice(nx.shortest_simple_paths(graph, "n00", "n01"), 9))

        assert len(expected) == 9
        assert [len(path.hops) for path in found] == [len(path) - 1 for path in expected]


def test_a_search_ends_where_all_that_can_be_reached_is_known() -> None:
    """However long paths may be: three nodes by themselves lead nowhere else."""
    ring = {(one, other): 0 for one in range(3) for other in range(3) if one != other}
    away = {(one + 3, other + 3): cost for (one, other), cost in random_graph(0).items()}
    budget = Budget()

    assert search_paths(made(2003, ring | away), (0, 99), 9, 2000, budget=budget) == []
    assert budget.ended == "all"
    assert budget.paid < 100


def test_a_search_does_not_walk_about_behind_the_only_way_out() -> None:
    """Whoever has one neighbor leaves through it, and comes back to it on no path."""
    hops = {ends: 0 for spoke in range(1, 300) for ends in ((0, spoke), (spoke, 0))}
    hops |= {ends: 0 for n in range(3, 299) for ends in ((n, n + 1), (n + 1, n))}
    budget = Budget()

    assert search_paths(made(300, hops), (1, 2), 9, 299, budget=budget) == [(1, 0, 2)]
    assert budget.ended == "all"
    assert budget.paid < 1000
