"""The page's own path search: against networkx, against the command line, and on given paths."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from playwright.sync_api import Page, expect

from astrograph import find_paths
from astrograph.explorer import build_payload, paths_payload, write_page
from astrograph.model import Interval
from astrograph.paths import PathOptions
from browser.sample import sample_payload
from builders import ID, claim, store_of

if TYPE_CHECKING:
    from pathlib import Path

    from astrograph import Store
    from astrograph.explorer.payload import PageStatement
    from astrograph.store.local import LocalStore
    from browser.conftest import OpenPage

pytestmark = pytest.mark.browser

FIRST, MIDDLE, LAST = (f"{year}-01-01T00:00:00Z" for year in (1990, 2000, 2010))


def oracle(statements: list[PageStatement], start: str, goal: str) -> list[tuple[int, list[str]]]:
    """Return the three best paths, each after its cost, by trying all of them."""
    graph: nx.Graph[str] = nx.Graph()
    for each in statements:
        ends = (each["subject"], each["object"])
        known = graph.get_edge_data(*ends, {"cost": each["cost"]})
        graph.add_edge(*ends, cost=min(known["cost"], each["cost"]))
    ranked = sorted(
        (len(path), nx.path_weight(graph, path, "cost"), path)
        for path in nx.all_simple_paths(graph, start, goal, cutoff=6)
    )
    return [(cost, path) for _, cost, path in ranked[:3]]


FIND = """(pairs) => {
    const { statements } = astrograph.store;
    const find = (from, to) => astrograph.Paths.find(statements, from, to, () => true);
    return pairs.map(([from, to]) => find(from, to));
}"""


def pairs_of(statements: list[PageStatement]) -> list[tuple[str, str]]:
    """Return every pair of entities that statements name, both ways round."""
    names = sorted({each["subject"] for each in statements} | {e["object"] for e in statements})
    return list(itertools.permutations(names, 2))


def test_the_connections_of_all_pairs_are_those_of_networkx(page: Page) -> None:
    """Paths, order, costs, grouped statements."""
    statements = sample_payload()["statements"]
    pairs = pairs_of(statements)
    found = page.evaluate(FIND, pairs)

    for (start, goal), paths in zip(pairs, found, strict=True):
        told = [(path["cost"], path["entities"]) for path in paths]
        assert told == oracle(statements, start, goal)
        for path in paths:
            for (one, other), numbers in zip(
                itertools.pairwise(path["entities"]), path["hops"], strict=True
            ):
                assert numbers == [
                    number
                    for number, each in enumerate(statements)
                    if {each["subject"], each["object"]} == {one, other}
                ]


@pytest.fixture(scope="session")
def dated() -> LocalStore:
    """Return offices and flights with dates, one of them in two tenses, and a hub."""
    return store_of(
        claim("a", "leads", "b", holds=Interval(FIRST, FIRST, MIDDLE, MIDDLE)),
        claim("a", "memberOf", "b", holds=Interval(MIDDLE, MIDDLE)),
        claim("b", "participatesIn", "c", holds=Interval(FIRST, None, None, MIDDLE)),
        claim("b", "participatesIn", "c", modality="Plan", tense="Future"),
        claim("c", "concerns", "d", holds=Interval(LAST, LAST)),
        claim("d", "partOf", "e"),
        claim("f", "memberOf", "g", holds=Interval(FIRST, FIRST, MIDDLE, MIDDLE)),
        claim("g", "partOf", "h", holds=Interval(LAST, LAST)),
        claim("a", "informed", "e", holds=Interval(None, LAST, MIDDLE)),
        claim("e", "informed", "b", tense="Past"),
        claim("e", "informed", "b", holds=Interval(FIRST, FIRST, LAST, LAST)),
        *(claim(f"x{number}", "participatesIn", "c") for number in range(4)),
        *(claim(f"x{number}", "leads", "d") for number in range(2)),
    )


@pytest.mark.parametrize("which", ["shipped", "dated"])
def test_the_connections_of_all_pairs_are_those_of_the_command_line(
    which: str, request: pytest.FixtureRequest, open_page: OpenPage, tmp_path: Path
) -> None:
    """The same paths in the same order, and whether all of each was so at the same time."""
    store = request.getfixturevalue(which)
    payload = build_payload(store)
    write_page(payload, tmp_path / "page.html")
    pairs = pairs_of(payload["statements"])

    found = open_page(tmp_path / "page.html").evaluate(FIND, pairs)

    for (start, goal), paths in zip(pairs, found, strict=True):
        answer = find_paths(store, start, goal)
        assert [path["entities"] for path in paths] == [
            list(each.entities) for each in answer.paths
        ]
        for path, same in zip(paths, answer.paths, strict=True):
            assert path["score"] == same.score
            told = path["together"]
            assert told["answer"] == same.together.answer
            assert told["certain"] == [list(each) for each in same.together.certain]
            assert told["possible"] == [list(each) for each in same.together.possible]
            assert told["within"] == [list(each) for each in same.together.within]


def test_a_page_of_given_paths_shows_these_and_looks_for_none(
    shipped: Store, open_page: OpenPage, tmp_path: Path
) -> None:
    """In the order in which they were found, whatever the page would find by itself."""
    options = PathOptions(k=4, via=(f"{ID}VladimirPutin",), max_hops=8)
    answer = find_paths(shipped, "Rogozin", "ISS", options)
    write_page(paths_payload(shipped, answer), tmp_path / "page.html")

    page = open_page(tmp_path / "page.html")

    expect(page.locator(".path")).to_have_count(4)
    for place, path in enumerate(answer.paths):
        names = " – ".join(shipped.named(iri).label for iri in path.entities)
        expect(page.locator(".path").nth(place)).to_contain_text(names)
    page.click("[data-filter='tense:past']")
    assert page.locator(".path").count() < 4


def test_a_path_says_whether_all_of_it_was_so_at_the_same_time(
    dated: Store, open_page: OpenPage, tmp_path: Path
) -> None:
    """As the command line does, and how each hop stands."""
    write_page(build_payload(dated), tmp_path / "page.html")

    page = open_page(tmp_path / "page.html", "#from=id%3Af&to=id%3Ah")

    expect(page.locator(".path .together")).to_have_text("All at the same time: never")
