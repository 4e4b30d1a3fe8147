"""What the drawing looks like in a browser: legible, contrasting, and safe with any text."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect

from astrograph.explorer.page import write_page
from browser.sample import sample_payload

if TYPE_CHECKING:
    from pathlib import Path

    from browser.conftest import OpenPage

pytestmark = pytest.mark.browser

NETWORK = "window.astrograph.picturing.network"


def test_no_two_labels_overlap_at_the_start(page: Page) -> None:
    """Nor marks and labels; measured with the fonts that the browser really used."""
    boxes = page.evaluate(
        f"{NETWORK}.body.nodeIndices.map((id) => ({{ id, ...{NETWORK}.getBoundingBox(id) }}))"
    )

    clashes = [
        (one["id"], other["id"])
        for one, other in itertools.combinations(boxes, 2)
        if one["left"] < other["right"]
        and other["left"] < one["right"]
        and one["top"] < other["bottom"]
        and other["top"] < one["bottom"]
    ]
    assert len(boxes) == 24
    assert clashes == []


def test_nothing_moves_by_itself_and_everything_is_in_sight(page: Page) -> None:
    """Physics is off."""
    positions = f"{NETWORK}.getPositions()"
    before = page.evaluate(positions)
    page.wait_for_timeout(300)

    assert page.evaluate(positions) == before
    frame = page.locator("#canvas").bounding_box()
    assert frame is not None
    inside = page.evaluate(
        f"Object.values({positions}).map((point) => {NETWORK}.canvasToDOM(point))"
    )
    assert all(0 < at["x"] < frame["width"] and 0 < at["y"] < frame["height"] for at in inside)


def test_lines_between_the_same_two_entities_lie_apart(page: Page) -> None:
    """Far enough to be told apart and clicked."""
    statements = sample_payload()["statements"]
    pairs: dict[frozenset[str], list[int]] = {}
    for number, each in enumerate(statements):
        pairs.setdefault(frozenset((each["subject"], each["object"])), []).append(number)
    doubled = [numbers for numbers in pairs.values() if len(numbers) > 1]

    assert doubled
    for numbers in doubled:
        points = [
            page.evaluate(f"{NETWORK}.body.edges[{number}].edgeType.getPoint(0.5)")
            for number in numbers
        ]
        for one, other in itertools.combinations(points, 2):
            assert math.dist((one["x"], one["y"]), (other["x"], other["y"])) > 12


def test_every_type_has_a_mark_of_its_own(page: Page) -> None:
    """Shape and colour together are never shared."""
    marks = page.evaluate("JSON.parse(document.getElementById('picture').textContent).marks")
    types = {each["type"] for each in sample_payload()["entities"]}

    assert set(marks) == types
    assert len({(mark["shape"], mark["colour"]) for mark in marks.values()}) == len(types)


def test_the_policy_stops_a_script_that_got_in_and_any_fetch(
    chromium: Browser, sample_html: Path
) -> None:
    """The second line of defence holds."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(sample_html.as_uri())
    outcome = page.evaluate(
        """async () => {
            const script = document.createElement("script");
            script.textContent = "window.pwned = 1";
            document.body.append(script);
            document.body.setAttribute("onclick", "window.pwned = 2");
            document.body.click();
            const fetched = await fetch("data:text/plain,x").then(() => "yes", () => "no");
            return [typeof window.pwned, fetched];
        }"""
    )
    context.close()

    assert outcome == ["undefined", "no"]


def test_a_source_links_only_to_web_addresses(open_page: OpenPage, tmp_path: Path) -> None:
    """Such a link tells the other side nothing."""
    payload = sample_payload()
    source = next(iter(payload["sources"].values()))
    source["url"] = "https://example.org/article?a=1&b=<2>"
    address = "#relation=id:BillNelson+leads+id:NASA+present"
    write_page(payload, tmp_path / "page.html")
    page = open_page(tmp_path / "page.html", address)

    link = page.locator("#details .where a")
    expect(link).to_have_attribute("href", "https://example.org/article?a=1&b=%3C2%3E")
    expect(link).to_have_attribute("rel", "noopener noreferrer external")


def test_a_big_drawing_opens_and_answers(open_page: OpenPage, tmp_path: Path) -> None:
    """Six hundred entities, straight lines, no names."""
    payload = sample_payload()
    statement = payload["statements"][0]
    entity = payload["entities"][0]
    payload["entities"] = [
        {**entity, "iri": f"x:{n}", "curie": f"x:{n}", "label": f"Thing {n}"} for n in range(600)
    ]
    payload["statements"] = [
        {**statement, "subject": f"x:{n}", "object": f"x:{n // 3}"} for n in range(1, 600)
    ]
    write_page(payload, tmp_path / "page.html")
    page = open_page(tmp_path / "page.html", "#from=x:5&to=x:599")

    expect(page.locator("#shown")).to_have_text(
        "600 of 600 entities and 599 of 599 relations shown"
    )
    expect(page.locator(".path")).to_have_count(0)
    page.fill("#search", "thing 599")
    page.locator("#search-list [role=option]").first.click()
    expect(page.locator("#details h2")).to_have_text("Thing 599")


def test_lines_between_the_same_two_lie_apart_in_a_big_drawing_too(
    open_page: OpenPage, tmp_path: Path
) -> None:
    """Only they are bent: straight lines are drawn more quickly."""
    payload = sample_payload()
    statement = payload["statements"][0]
    entity = payload["entities"][0]
    payload["entities"] = [
        {**entity, "iri": f"x:{n}", "curie": f"x:{n}", "label": f"Thing {n}"} for n in range(600)
    ]
    ends = [(n, n // 3) for n in range(1, 600)]
    payload["statements"] = [
        {**statement, "subject": f"x:{one}", "object": f"x:{other}"}
        for one, other in [*ends, ends[50]]
    ]
    write_page(payload, tmp_path / "page.html")
    page = open_page(tmp_path / "page.html")

    one, other = (
        page.evaluate(f"{NETWORK}.body.edges[{number}].edgeType.getPoint(0.5)")
        for number in (50, len(ends))
    )
    assert math.dist((one["x"], one["y"]), (other["x"], other["y"])) > 12
    bent = f"Object.values({NETWORK}.body.edges).filter((each) => each.options.smooth.enabled)"
    assert page.evaluate(f"{bent}.length") == 2


def test_a_page_draws_a_part_of_what_it_holds(open_page: OpenPage, tmp_path: Path) -> None:
    """It says so, lists the rest when asked to, and finds it by name."""
    payload = sample_payload()
    first = payload["statements"][0]
    payload["drawn"] = sorted({first["subject"], first["object"]})
    others = [each for each in payload["entities"] if each["iri"] not in payload["drawn"]]
    write_page(payload, tmp_path / "page.html")
    page = open_page(tmp_path / "page.html")

    expect(page.locator("#shown")).to_contain_text("2 of 24 entities")
    page.fill("#search", others[0]["curie"])
    page.locator("#search-list [role=option]").first.click()
    expect(page.locator("#details h2")).to_have_text(others[0]["label"])
    page.click("#view-list")
    assert page.locator("#list tr[data-entity]").count() < 24
    page.check("#whole")
    expect(page.locator("#list tr[data-entity]")).to_have_count(24)
    assert "whole=1" in page.evaluate("location.hash")


def test_a_long_list_is_shown_in_steps(open_page: OpenPage, tmp_path: Path) -> None:
    """Two hundred rows at a time."""
    payload = sample_payload()
    payload["statements"] = [payload["statements"][0]] * 1100
    write_page(payload, tmp_path / "page.html")
    page = open_page(tmp_path / "page.html", "#view=list")
    rows = page.locator("#list tr[data-statement]")

    expect(rows).to_have_count(200)
    expect(page.locator("#more-relations")).to_have_text("Show 200 more 900 rows are left")
    for _ in range(4):
        page.get_by_role("button", name="Show 200 more").click()
    page.get_by_role("button", name="Show 100 more").click()
    expect(rows).to_have_count(1100)
    expect(page.locator("#more-relations")).to_be_hidden()
