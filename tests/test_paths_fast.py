"""The compiled search: the same paths as the plain one, in the same order, and when it begins."""

from __future__ import annotations

import subprocess
import sys
from itertools import islice
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from astrograph.paths import PathOptions, kernel, search
from astrograph.paths.graph import WalkedGraph
from astrograph.paths.search import Budget
from astrograph.paths.walk import Walk
from astrograph.paths.ways import PackedWay
from astrograph.store.adjacency import Adjacency
from properties.test_paths_oracle import CHANGES, GOAL, START, Graph, graphs

pytest.importorskip("numba")

import numpy as np

from astrograph.paths.compiled import code_folder, engine, rows
from astrograph.paths.compiled.nearest import QUEUE, SEEN, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from astrograph.paths.search import Path

ENDLESS = 10**9


@pytest.fixture(scope="module")
def large() -> WalkedGraph:
    """Return a graph of 25,000 nodes and 100,000 edges, a few nodes with very many of them."""
    chance = np.random.default_rng(1)
    ends = (25_000 * chance.random((2, 100_000)) ** 2.5).astype(int)
    return walked(zip(*ends.tolist(), strict=True))


def walked(pairs: Iterator[tuple[int, int]]) -> WalkedGraph:
    """Return the default walk of a graph of numbers."""
    packed = Adjacency.of((f"n{one:05}", f"n{other:05}") for one, other in pairs)
    way = PackedWay(packed.arrays)
    return WalkedGraph(packed, way, way)


def question(graph: WalkedGraph, start: int, goal: int, **changes: object) -> kernel.Asked:
    """Ask for the paths between two nodes."""
    asked = kernel.Asked(graph, (start, goal), 6, "informative", (), ())
    return asked._replace(**changes)  # type: ignore[arg-type]


def plain(asked: kernel.Asked, k: int | None) -> list[Path]:
    """Search in plain Python."""
    return list(islice(search.stream(*asked), k))


def compiled(asked: kernel.Asked, k: int | None) -> list[Path]:
    """Search in compiled code."""
    return list(islice(asked.compiled(Budget(), k), k))


class TestTheSameAnswer:
    """Whatever is asked for."""

    @pytest.mark.parametrize("most", [1, 3, len(CHANGES)])
    @settings(max_examples=100, deadline=None, derandomize=True)
    @given(st.data(), graphs, st.sampled_from([1, 2, 10, None]))
    def test_under_every_option(
        self, most: int, data: st.DataObject, graph: Graph, k: int | None
    ) -> None:
        """Alone, a few together, and all that can be together."""
        names = data.draw(st.sets(st.sampled_from(sorted(CHANGES)), max_size=most))
        changes = {name: data.draw(CHANGES[name]) for name in sorted(names)}
        if "at" in changes:
            changes["during"] = None
        undisputed = data.draw(st.booleans())
        options = PathOptions()._replace(**changes)  # type: ignore[arg-type]
        walk = Walk(graph.store, options, undisputed=undisputed)
        start, goal = map(walk.graph.node, (START, GOAL))
        if start is None or goal is None or len(walk.graph.nodes(options.via)) < len(options.via):
            return
        avoid = walk.graph.nodes(options.avoid) - {start, goal}
        needed = sorted(walk.graph.nodes(options.via) - {start, goal})
        asked = kernel.Asked(
            walk.graph, (start, goal), options.max_hops, options.rank, needed, avoid
        )

        if asked.suits_compiled(Budget()):
            # The second time filtered rows are all made at once.
            assert compiled(asked, k) == compiled(asked, k) == plain(asked, k)
        else:
            assert options.min_sources > 1

    @settings(max_examples=300, deadline=None, derandomize=True)
    @given(st.data())
    def test_however_little_room_and_time_there_is(self, data: st.DataObject) -> None:
        """Interrupted at every step, with lists that are full at once, a path a page."""
        nodes = data.draw(st.integers(2, 14))
        node = st.integers(0, nodes - 1)
        edges = data.draw(st.lists(st.tuples(node, node), min_size=1, max_size=4 * nodes))
        graph = walked((one, other) for one, other in [*edges, (0, nodes - 1)] if one != other)
        start, goal = data.draw(st.permutations(range(len(graph))))[:2]
        asked = question(
            graph,
            start,
            goal,
            max_hops=data.draw(st.integers(1, 8)),
            rank=data.draw(st.sampled_from(["informative", "length"])),
            needed=data.draw(st.sets(st.integers(0, len(graph) - 1), max_size=2)) - {start, goal},
            avoid=data.draw(st.sets(st.integers(0, len(graph) - 1), max_size=2)) - {start, goal},
        )
        k = data.draw(st.sampled_from([1, 3, 50, None]))

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(engine, "PAGE", data.draw(st.sampled_from([1, 64])))
            patch.setattr(engine, "STEPS", data.draw(st.sampled_from([0, 10, 1 << 20])))
            patch.setattr(engine, "POOL", data.draw(st.sampled_from([1, 16, 1 << 22])))
            patch.setattr(engine, "LISTS", data.draw(st.sampled_from([1, 1 << 12])))
            patch.setattr(engine, "AT_FIRST", data.draw(st.sampled_from([1, 64])))
            most = data.draw(st.sampled_from([1, 64]))
            patch.setattr(engine, "WANT", most)
            patch.setattr(rows, "WANT", most)
            patch.setattr(rows, "ROOM", data.draw(st.sampled_from([1, 1 << 16])))
            patch.setattr(rows, "AT_ONCE", 1)
            assert compiled(asked, k) == plain(asked, k)

    @pytest.mark.parametrize("rank", ["informative", "length"])
    @pytest.mark.parametrize("k", [1, 10, 100])
    def test_in_a_large_graph(self, large: WalkedGraph, k: int, rank: str) -> None:
        """Between random nodes, one search after the other on the same work arrays."""
        chance = np.random.default_rng(k)
        for _ in range(100):
            ends = chance.choice(len(large), 2, replace=False).tolist()
            asked = question(large, *ends, rank=rank)
            assert compiled(asked, k) == plain(asked, k)

    @settings(max_examples=200, deadline=None, derandomize=True)
    @given(st.data())
    def test_of_the_nearest_path(self, data: st.DataObject) -> None:
        """In rows so long, beside rings so small, that nodes are looked up in them as well."""
        assert kernel.load()
        nodes = data.draw(st.integers(2, 200))
        node = st.integers(0, nodes - 1)
        edges = set(data.draw(st.lists(st.tuples(node, node), min_size=1, max_size=3 * nodes)))
        for hub in data.draw(st.sets(node, max_size=3)):
            edges |= {(hub, other) for other in range(data.draw(st.integers(0, nodes)))}
        graph = walked((one, other) for one, other in [*edges, (0, nodes - 1)] if one != other)
        most = data.draw(st.integers(1, 8))
        chance = np.random.default_rng(len(edges))

        for _ in range(10):
            start, goal = chance.choice(len(graph), 2, replace=False).tolist()
            ends = start, goal
            expected = search.search_paths(graph, ends, 1, most, "length")
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(kernel, "LARGE", 0)
                assert kernel.search_paths(graph, ends, 1, most, "length") == expected

    def test_of_the_nearest_path_when_the_count_of_what_was_seen_begins_anew(self) -> None:
        """What an earlier search has seen does not look as if this one had."""
        graph = walked(iter([(0, 1), (1, 2), (2, 3), (3, 0)]))
        lo, hi, others = (np.asarray(part.toreadonly()) for part in graph.packed.arrays[:3])
        for counted in (2**32 - 1 - len(graph) * 3 + step for step in range(len(graph) * 2)):
            work = np.zeros((3, len(graph) + 1), np.uint32)
            work[SEEN, -1] = counted
            for _ in range(4):
                assert nearest(lo[:-1], hi, others, work, 0, 2, 3) == 3
                assert work[QUEUE, :3].tolist() == [0, 1, 2]

    def test_of_every_path_up_to_a_length(self, large: WalkedGraph) -> None:
        """Also when nobody says how many there are."""
        chance = np.random.default_rng(0)
        for _ in range(30):
            ends = chance.choice(len(large), 2, replace=False).tolist()
            asked = question(large, *ends, max_hops=3)
            assert compiled(asked, None) == plain(asked, None)

    def test_of_two_searches_at_once(self, large: WalkedGraph) -> None:
        """Each works on arrays of its own."""
        questions = [question(large, start, start + 1000) for start in range(40)]
        found: dict[int, list[Path]] = {}

        def answer(number: int) -> None:
            found[number] = compiled(questions[number], 20)

        threads = [Thread(target=answer, args=(number,)) for number in range(len(questions))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert [found[number] for number in range(len(questions))] == [
            compiled(asked, 20) for asked in questions
        ]

    def test_after_one_that_was_given_up(self, large: WalkedGraph) -> None:
        """What it had noted is forgotten."""
        asked = question(large, 10, 20_000)
        expected = compiled(asked, 500)

        for seen in (0, 1, 100):
            given_up = asked.compiled(Budget(), None)
            list(islice(given_up, seen))
            given_up.close()  # type: ignore[attr-defined]
            assert compiled(asked, 500) == expected


class TestTakingOver:
    """Plain Python begins, and compiled code goes on."""

    @pytest.mark.parametrize("k", [5, None])
    @pytest.mark.parametrize("patience", [0, 10, 2_000, 20_000])
    def test_loses_no_path_and_gives_none_twice(
        self,
        large: WalkedGraph,
        monkeypatch: pytest.MonkeyPatch,
        patience: int,
        k: int | None,
    ) -> None:
        """Wherever in a search that is."""
        monkeypatch.setattr(kernel, "LARGE", ENDLESS)
        monkeypatch.setattr(kernel, "PATIENCE", patience)
        monkeypatch.setattr(kernel, "MUCH_PATIENCE", patience)
        asked = question(large, 17, 21_000, max_hops=3)
        budget = Budget()

        found = list(islice(kernel.stream(*asked, budget, k=k), k))

        assert found == plain(asked, k)

    def test_happens_once_it_is_worth_while(
        self, large: WalkedGraph, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Not before; and at once where it is loaded already and the graph is large."""
        asked = question(large, 17, 21_000, max_hops=4)
        took_over = []
        searched = kernel.Asked.compiled

        def noted(self: kernel.Asked, budget: Budget, k: int | None) -> Iterator[Path]:
            took_over.append(k)
            return searched(self, budget, k)

        monkeypatch.setattr(kernel.Asked, "compiled", noted)
        for patience, largest, times in ((ENDLESS, ENDLESS, 0), (10, ENDLESS, 1), (10, 1, 1)):
            took_over.clear()
            monkeypatch.setattr(kernel, "PATIENCE", patience)
            monkeypatch.setattr(kernel, "LARGE", largest)
            assert kernel.load()
            took_over.clear()
            assert list(islice(kernel.stream(*asked, k=3), 3)) == plain(asked, 3)
            assert len(took_over) == times

    def test_does_not_happen_without_the_library(
        self, large: WalkedGraph, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Then plain Python goes on till the end."""
        monkeypatch.setattr(kernel, "PATIENCE", 1)
        monkeypatch.setattr(kernel, "is_loaded", lambda: False)
        monkeypatch.setattr(kernel, "_is_installed", lambda: False)
        asked = question(large, 17, 21_000, max_hops=3)

        assert not kernel.load()
        assert list(kernel.stream(*asked)) == plain(asked, None)

    def test_does_not_happen_where_the_library_is_broken(
        self, large: WalkedGraph, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Nor is anybody told."""

        def broken() -> None:
            raise ImportError

        monkeypatch.setattr(kernel, "PATIENCE", 1)
        monkeypatch.setattr(kernel, "is_loaded", lambda: False)
        monkeypatch.setattr(kernel, "_code", broken)
        asked = question(large, 17, 21_000, max_hops=3)

        assert not kernel.load()
        assert list(kernel.stream(*asked)) == plain(asked, None)

    def test_does_not_happen_where_the_effort_is_counted(self, large: WalkedGraph) -> None:
        """Its steps are others."""
        assert not question(large, 1, 2).suits_compiled(Budget(steps=10))


class TestTheEnd:
    """How a search says that there are no more paths."""

    @pytest.mark.parametrize("first", [0, ENDLESS], ids=["compiled", "plain"])
    @pytest.mark.parametrize(
        ("edges", "ended"),
        [
            ([(0, 1), (1, 2), (1, 3), (2, 3), (3, 4), (2, 4)], "hops"),
            ([(0, 1), (1, 2), (2, 3), (1, 4), (4, 5), (5, 6)], "all"),
        ],
        ids=["a longer one may be there", "there is one way only"],
    )
    def test_is_the_same_whoever_searched(
        self, monkeypatch: pytest.MonkeyPatch, first: int, edges: list[tuple[int, int]], ended: str
    ) -> None:
        """It is looked up at the ends."""
        assert kernel.load()
        monkeypatch.setattr(kernel, "LARGE", first)
        budget = Budget()

        found = kernel.search_paths(walked(iter(edges)), (0, 3), 10, 3, budget=budget)

        assert found
        assert budget.ended == ended

    def test_comes_when_the_time_is_up(
        self, large: WalkedGraph, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What was found till then is given, and the next search is none the worse."""
        monkeypatch.setattr(engine, "STEPS", 1000)
        asked = question(large, 17, 21_000)
        budget = Budget(seconds=0)

        found = list(asked.compiled(budget, None))

        assert budget.ended == "time"
        assert found == plain(asked, len(found))
        assert compiled(asked, 5) == plain(asked, 5)


def test_the_code_is_kept_in_the_cache() -> None:
    """There a later process finds it; the folder is another one when the sources change."""
    assert kernel.load()

    assert any(code_folder().rglob("search.run*.nbi"))


def test_nothing_of_it_is_loaded_before_it_is_needed() -> None:
    """Neither the library nor numpy."""
    code = "import sys, astrograph.paths.walk; print({'numba', 'numpy'} & {*sys.modules})"
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert said.stdout.strip() == "set()"
