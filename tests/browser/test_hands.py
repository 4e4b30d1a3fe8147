"""Bringing entities into the drawing and taking them away, by mouse and by keyboard alone."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, cast

import pytest
from playwright.sync_api import Page, expect

from astrograph.explorer.page import write_page
from browser.pointing import NETWORK, drawn, heading, place_of
from browser.sample import entity_iri, sample_payload

if TYPE_CHECKING:
    from pathlib import Path

    from astrograph.explorer.payload import PageEntity
    from browser.conftest import OpenPage

pytestmark = pytest.mark.browser

HUB = 60
POSITIONS = f"{NETWORK}.getPositions()"


@pytest.fixture(scope="session")
def part_html(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Render a page that draws two of its entities, one of them beside sixty that are not drawn."""
    payload = sample_payload()
    payload["drawn"] = [entity_iri("NASA"), entity_iri("Roscosmos")]
    entity, statement = payload["entities"][0], payload["statements"][0]
    for number in range(HUB):
        iri = f"{entity['iri']}{number:02}"
        named = {"iri": iri, "curie": f"id:Pal{number:02}", "label": f"Pal {number:02}"}
        payload["entities"].append(cast("PageEntity", {**entity, **named, "aliases": []}))
        payload["statements"].append({**statement, "subject": iri, "object": entity_iri("Reuters")})
    html = tmp_path_factory.mktemp("part") / "part.html"
    write_page(payload, html)
    return html


@pytest.fixture
def part(open_page: OpenPage, part_html: Path) -> Page:
    """Open that page."""
    return open_page(part_html, color_scheme="light")


def choose(page: Page, name: str) -> None:
    """Find an entity by name with the keyboard, as the search offers it first."""
    page.keyboard.press("/")
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    expect(heading(page)).to_be_focused()


def overlaps(page: Page) -> list[tuple[str, str]]:
    """List the pairs of drawn entities whose marks and labels overlap."""
    script = f"{NETWORK}.body.nodeIndices.map((id) => ({{ id, ...{NETWORK}.getBoundingBox(id) }}))"
    boxes: list[dict[str, Any]] = page.evaluate(script)
    return [
        (one["id"], other["id"])
        for one, other in itertools.combinations(boxes, 2)
        if one["left"] < other["right"]
        and other["left"] < one["right"]
        and one["top"] < other["bottom"]
        and other["top"] < one["bottom"]
    ]


def test_what_is_found_by_name_is_brought_into_the_drawing(part: Page) -> None:
    """It could not be seen otherwise."""
    assert entity_iri("Soyuz") not in drawn(part, "nodes")
    choose(part, "Soyuz")

    assert entity_iri("Soyuz") in drawn(part, "nodes")
    assert overlaps(part) == []


def test_a_line_of_the_table_brings_both_its_ends(part: Page) -> None:
    """When it is opened there."""
    part.click("#view-list")
    part.check("#whole")
    part.locator("#list tr", has_text="invades").locator("td button").first.click()
    part.click("#view-drawing")

    assert {entity_iri("Russia"), entity_iri("Ukraine")} <= set(drawn(part, "nodes"))


@pytest.mark.parametrize("way", ["double click", "key", "button"])
def test_neighbors_come_and_go_while_the_rest_stays(part: Page, way: str) -> None:
    """By mouse, by keyboard and by the card, and back step by step."""
    before = part.evaluate(POSITIONS)
    if way == "double click":
        part.mouse.dblclick(*place_of(part, "NASA"))
    else:
        choose(part, "NASA")
        if way == "key":
            part.keyboard.press("e")
        else:
            part.locator("[data-deed=expand]").press("Enter")

    expect(part.locator("#deed")).to_contain_text("of NASA brought in")
    wanted = {entity_iri(name) for name in ("BillNelson", "UnitedStates")}
    assert wanted <= set(drawn(part, "nodes"))
    after = part.evaluate(POSITIONS)
    assert {iri: after[iri] for iri in before} == before
    assert overlaps(part) == []
    part.keyboard.press("c")
    assert set(drawn(part, "nodes")) == set(before)
    part.keyboard.press("Control+z")
    assert part.evaluate(POSITIONS) == after
    part.get_by_role("button", name="Undo the last change").click()
    assert set(drawn(part, "nodes")) == set(before)
    part.keyboard.press("Control+y")
    assert part.evaluate(POSITIONS) == after
    assert f"add={'id%3ABillNelson'}" in part.evaluate("location.hash")


def test_newcomers_settle_within_a_third_of_a_second(open_page: OpenPage, part_html: Path) -> None:
    """They move where the reader has not asked for less motion, and end where they belong."""
    page = open_page(part_html, reduced_motion="no-preference")
    choose(page, "NASA")
    page.keyboard.press("e")
    page.wait_for_timeout(600)
    settled = page.evaluate(POSITIONS)
    page.wait_for_timeout(200)

    assert page.evaluate(POSITIONS) == settled
    assert overlaps(page) == []


def test_a_hub_brings_a_few_and_lists_the_others_by_relation(part: Page) -> None:
    """More would bury the drawing."""
    choose(part, "Reuters")
    part.keyboard.press("e")

    expect(part.locator("#deed")).to_contain_text(f"25 of {HUB + 1} neighbors of Reuters")
    assert len(drawn(part, "nodes")) == 2 + 1 + 25
    assert overlaps(part) == []
    part.locator(".away > summary").press("Enter")
    part.locator(".away details > summary").first.press("Enter")
    choice = part.locator("[data-bring='id:Pal59']")
    choice.press("Enter")
    assert len(drawn(part, "nodes")) == 2 + 1 + 26


def test_a_badge_counts_the_neighbors_that_are_not_drawn(part: Page) -> None:
    """At the mark, and on the card."""
    view = "window.astrograph.picturing.view.badges"
    iri = entity_iri("Roscosmos")
    before = part.evaluate(f"(iri) => {view}.get(iri)", iri)
    choose(part, "Roscosmos")
    expect(part.locator("[data-deed=expand]")).to_have_text(f"Bring in {before} neighbors")
    part.keyboard.press("e")

    assert before > 2
    assert part.evaluate(f"(iri) => {view}.get(iri) ?? 0", iri) == 0


def test_what_is_pinned_stays_and_what_is_removed_goes(part: Page) -> None:
    """Pinned neighbors are not taken away with the others."""
    choose(part, "NASA")
    part.keyboard.press("e")
    choose(part, "Bill Nelson")
    part.locator("[data-deed=pin]").press("Enter")
    expect(part.locator("[data-deed=pin]")).to_have_attribute("aria-pressed", "true")
    choose(part, "NASA")
    part.keyboard.press("c")
    assert entity_iri("BillNelson") in drawn(part, "nodes")
    choose(part, "Bill Nelson")
    part.keyboard.press("Delete")

    assert entity_iri("BillNelson") not in drawn(part, "nodes")
    expect(heading(part)).not_to_have_text("Bill Nelson")


def test_what_is_dragged_keeps_its_place(part: Page) -> None:
    """Until the step is undone."""
    x, y = place_of(part, "NASA")
    part.mouse.move(x, y)
    part.mouse.down()
    part.mouse.move(x + 90, y + 60, steps=5)
    part.mouse.up()
    there = place_of(part, "NASA")
    choose(part, "Roscosmos")
    part.keyboard.press("e")

    assert place_of(part, "NASA") == pytest.approx(there, abs=2)
    part.keyboard.press("Control+z")
    part.keyboard.press("Control+z")
    assert place_of(part, "NASA") == pytest.approx((x, y), abs=2)


def test_the_address_brings_the_same_entities_back(open_page: OpenPage, part_html: Path) -> None:
    """So that a drawing that somebody has made can be sent."""
    page = open_page(part_html, "#add=id%3ASoyuz&add=id%3ARussia&drop=id%3ANASA&pin=id%3ASoyuz")

    found = {entity_iri(name) for name in ("Soyuz", "Russia", "Roscosmos")}
    assert set(drawn(page, "nodes")) == found
    assert overlaps(page) == []


def test_no_more_than_a_drawing_carries_is_drawn(open_page: OpenPage, tmp_path: Path) -> None:
    """It says so, and how to make room."""
    payload = sample_payload()
    entity, statement = payload["entities"][0], payload["statements"][0]
    payload["entities"] = [
        {**entity, "iri": f"x:{n}", "curie": f"x:{n}", "label": f"{n}", "aliases": []}
        for n in range(1520)
    ]
    payload["statements"] = [
        {**statement, "subject": f"x:{n}", "object": "x:0"} for n in range(1, 1520)
    ]
    payload["drawn"] = [f"x:{n}" for n in range(200)]
    write_page(payload, tmp_path / "page.html")
    added = "&".join(f"add=x%3A{n}" for n in range(200, 1490))
    page = open_page(tmp_path / "page.html", f"#entity=x%3A0&{added}")
    heading(page).focus()
    page.keyboard.press("e")

    expect(page.locator("#deed")).to_contain_text("At most 1500 entities are drawn at once")
    assert len(drawn(page, "nodes")) == 1500
