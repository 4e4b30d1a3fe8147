"""The explorer on a server with a large graph: a page holds a little of it, and reaches all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from astrograph import find_paths
from astrograph.resolve import resolve_entity
from browser.holding import HELD, held, stated, until
from browser.pointing import NETWORK, drawn, heading
from browser.test_live import leads, search
from serving import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from astrograph.store import Store
    from browser.conftest import Visit
    from serving import Served

pytestmark = pytest.mark.browser

START, GOAL = "Yuri Gagarin", "NASA"


@pytest.fixture(scope="module")
def large(wide: Store) -> Iterator[Served]:
    """Serve the widest slice."""
    assert wide.edition.title
    with serving("--workers", "1", "--timeout", "60", before=("--slice", "wide")) as served:
        yield served


def test_it_opens_with_the_core_and_finds_anybody(visit: Visit, large: Served, wide: Store) -> None:
    """With all relations among what it holds, and no others."""
    page = visit(large, "/")
    first = held(page)
    expect(page.locator("#shown")).to_contain_text(
        f"the graph has {wide.adjacency.connected:,} entities"
    )
    search(page, "gagarin yuri", START)
    gagarin = resolve_entity(wide, START).iri
    until(page, f"{HELD}.isTold('{gagarin}')")

    assert len(first) < 0.05 * wide.adjacency.connected
    assert gagarin not in first
    assert gagarin in drawn(page, "nodes")
    entities = held(page)
    assert set(stated(page)) == {
        said.key
        for iri in entities
        for said in wide.statements(iri)
        if {said.subject, said.object} <= entities
    }


def test_connections_through_what_it_does_not_hold_are_those_of_the_command_line(
    visit: Visit, large: Served, wide: Store
) -> None:
    """In its order; and whatever lies on them comes."""
    page = visit(large, "/?focus=Reuters&size=1")
    for side, name in (("#from", START), ("#to", GOAL)):
        page.fill(side, name)
        page.locator(f"{side}-list [role=option]", has_text=name).first.click()
    answer = find_paths(wide, resolve_entity(wide, START), resolve_entity(wide, GOAL))

    assert leads(page) == [
        " – ".join(wide.named(iri).label for iri in path.entities) for path in answer.paths
    ]
    on_them = {iri for path in answer.paths for iri in path.entities}
    assert on_them <= held(page)
    page.locator(".path").first.click()
    assert set(answer.paths[0].entities) <= set(drawn(page, "nodes"))


RUNS_THROUGH = f"""(path) => {{
    const at = {NETWORK}.getPositions();
    const far = (one, other, third) => {{
        const [x, y] = [other.x - one.x, other.y - one.y];
        const share = ((third.x - one.x) * x + (third.y - one.y) * y) / (x * x + y * y);
        const near = Math.min(1, Math.max(0, share));
        return Math.hypot(one.x + near * x - third.x, one.y + near * y - third.y);
    }};
    return path.slice(1).flatMap((iri, number) => Object.keys(at).filter((other) =>
        !path.includes(other) && far(at[path[number]], at[iri], at[other]) < 12));
}}"""
"""Which entities stand where the hops of a path seem to run through them."""


def test_a_path_that_comes_runs_through_nobody_else(visit: Visit, large: Served) -> None:
    """And is near enough to be read."""
    page = visit(large, "/", viewport={"width": 1440, "height": 900})
    first = set(drawn(page, "nodes"))
    for side, name in (("#from", "SpaceX"), ("#to", "Roscosmos")):
        page.fill(side, name)
        named = page.get_by_text(name, exact=True)
        page.locator(f"{side}-list [role=option]").filter(has=named).first.click()
    path = page.locator(".path").first
    expect(path).to_be_visible()
    names = leads(page)[0].split(" – ")
    labels = dict(page.evaluate(f"{HELD}.entities.map(({{ label, iri }}) => [label, iri])"))
    iris = [labels[name] for name in names]
    fresh = [place for place, iri in enumerate(iris) if iri not in first]
    hops = [iris[place : place + 2] for place in range(len(iris) - 1)]

    assert fresh
    for place, hop in enumerate(hops):
        if place in fresh or place + 1 in fresh:
            assert page.evaluate(RUNS_THROUGH, hop) == []
    assert page.evaluate(f"{NETWORK}.getScale()") > 0.6


def test_a_hub_of_thousands_comes_in_parts(visit: Visit, large: Served, wide: Store) -> None:
    """A hundred at a time, so that the page stays one that can be read."""
    page = visit(large, "/?focus=Reuters&size=1")
    near = wide.adjacency
    hub = max(range(near.connected), key=near.degree)
    label = wide.named(near.iri(hub)).label
    search(page, label, label)
    before = len(held(page))
    page.locator("[data-deed=more]").first.click()
    until(page, f"{HELD}.entities.length > {before}")

    assert len(held(page)) <= before + 100
    expect(heading(page)).to_have_text(label)
