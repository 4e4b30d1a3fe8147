"""What can be read and seen: names from any distance, paths, newcomers, lists and what is told."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

from browser.holding import HELD, until
from browser.pointing import NETWORK, heading
from browser.test_live import FEW

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import FloatRect, Locator, Route, ViewportSize

    from browser.conftest import OpenPage, Visit
    from serving import Served

pytestmark = pytest.mark.browser

WIDE: ViewportSize = {"width": 1440, "height": 900}
TALL: ViewportSize = {"width": 390, "height": 844}
PHONE: ViewportSize = {"width": 360, "height": 740}
NAMED = f"Object.values({NETWORK}.body.nodes).filter(({{ options }}) => options.label)"
SMALLEST = 9


def sizes(page: Page) -> list[float]:
    """Return how high the names are written, in pixels on the screen."""
    script = f"{NAMED}.map(({{ options }}) => options.font.size * {NETWORK}.getScale())"
    found: list[float] = page.evaluate(script)
    return found


def spots(page: Page) -> list[tuple[float, float]]:
    """Return where the marks stand in the drawing's frame."""
    script = f"Object.values({NETWORK}.getPositions()).map((at) => {NETWORK}.canvasToDOM(at))"
    return [(each["x"], each["y"]) for each in page.evaluate(script)]


def box_of(place: Locator) -> FloatRect:
    """Return where something stands in the window."""
    box = place.bounding_box()
    assert box is not None
    return box


def view(page: Page) -> Any:  # noqa: ANN401  (the place and the scale)
    """Return what the drawing shows."""
    return page.evaluate(f"[{NETWORK}.getViewPosition(), {NETWORK}.getScale()]")


@pytest.mark.parametrize(("window", "least"), [(WIDE, 25), (PHONE, 8)], ids=["wide", "phone"])
def test_names_can_be_read_as_the_page_opens(
    open_page: OpenPage, article_html: Path, window: ViewportSize, least: int
) -> None:
    """Those of what is best connected first; from nearer all of them."""
    page = open_page(article_html, viewport=window)
    until(page, f"{NAMED}.length >= {least}")

    assert min(sizes(page)) >= SMALLEST
    hub = f"{HELD}.entities.map(({{ iri }}) => iri).sort((one, other) => \
        {HELD}.about(other).length - {HELD}.about(one).length)[0]"
    assert page.evaluate(f"{NAMED}.some(({{ id }}) => id === {hub})")
    for _ in range(8):
        page.locator("#zoom-in").click()
    until(page, f"{NAMED}.length === {NETWORK}.body.nodeIndices.length")


def test_the_drawing_fills_its_frame(open_page: OpenPage, article_html: Path) -> None:
    """As wide as it is, whatever places were worked out before."""
    page = open_page(article_html, viewport={"width": 1700, "height": 700})
    frame = box_of(page.locator("#canvas"))
    across, along = zip(*spots(page), strict=True)

    assert max(across) - min(across) > 0.68 * frame["width"]
    assert min(across) > 0
    assert max(across) < frame["width"]
    assert min(along) > 0
    assert max(along) < frame["height"]


def test_a_path_that_is_chosen_comes_near_and_then_stays(
    open_page: OpenPage, article_html: Path
) -> None:
    """What can be seen well already is not moved."""
    page = open_page(article_html)
    for _ in range(4):
        page.locator("#zoom-out").click()
    page.evaluate("location.hash = 'from=id:DmitryRogozin&to=id:ISS'")
    expect(page.locator(".path")).to_have_count(3)
    near = view(page)
    page.locator("#details .row").first.click()
    page.get_by_role("button", name="← Back").click()

    assert near[1] > 0.6
    assert min(sizes(page)) >= SMALLEST
    assert view(page) == near


def test_what_is_brought_in_comes_into_sight(open_page: OpenPage, article_html: Path) -> None:
    """All of it."""
    away = "&".join(f"drop=id:{name}" for name in ("DmitryRogozin", "NASA", "VladimirSolovyov"))
    page = open_page(article_html, f"#{away}&entity=id:Roscosmos")
    for _ in range(5):
        page.locator("#zoom-in").click()
    before = set(page.evaluate(f"{NETWORK}.body.nodeIndices"))
    heading(page).focus()
    page.keyboard.press("e")
    expect(page.locator("#deed")).to_contain_text("brought in")
    frame = box_of(page.locator("#canvas"))
    places = page.evaluate(f"{NETWORK}.getPositions()")
    for iri in set(places) - before:
        at = page.evaluate(f"(at) => {NETWORK}.canvasToDOM(at)", places[iri])
        assert 0 < at["x"] < frame["width"], iri
        assert 0 < at["y"] < frame["height"], iri
    assert set(places) - before


@pytest.mark.parametrize("window", [WIDE, PHONE, TALL], ids=["wide", "phone", "tall"])
def test_no_two_names_overlap(
    open_page: OpenPage, article_html: Path, window: ViewportSize
) -> None:
    """Measured with the fonts that the browser really used."""
    page = open_page(article_html, viewport=window)
    until(page, f"{NAMED}.length >= 8")
    boxes: list[dict[str, Any]] = page.evaluate(f"""{NAMED}.map(({{ id, y, options }}) =>
        ({{ id, ...{NETWORK}.getBoundingBox(id), top: y + options.size }}))""")

    assert [
        (one["id"], other["id"])
        for one, other in itertools.combinations(boxes, 2)
        if one["left"] < other["right"]
        and other["left"] < one["right"]
        and one["top"] < other["bottom"]
        and other["top"] < one["bottom"]
    ] == []


@pytest.mark.parametrize("window", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_lists_of_names_have_room(
    open_page: OpenPage, sample_html: Path, window: ViewportSize
) -> None:
    """Those for the ends of a connection, too, within the window."""
    page = open_page(sample_html, viewport=window)
    for side in ("from", "to"):
        page.fill(f"#{side}", "s")
        box = box_of(page.locator(f"#{side}-list"))
        assert box["width"] >= 260
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= window["width"]
        page.keyboard.press("Escape")


def test_what_is_told_covers_no_legend(visit: Visit, server: Served) -> None:
    """Nor the times below it."""
    page = visit(server, FEW, viewport=WIDE)
    page.locator("#clock summary").click()
    page.route("**/explorer/part*", lambda route: route.abort())
    page.evaluate("location.hash = 'entity=id%3ANASA'")
    expect(page.locator("#fetching")).to_contain_text("The server does not answer.")
    told, legend = box_of(page.locator("#fetching")), box_of(page.locator("#legend"))

    assert told["y"] + told["height"] < legend["y"]
    assert told["y"] > box_of(page.locator("header"))["height"]


def test_what_comes_meanwhile_leaves_alone_what_is_typed(visit: Visit, server: Served) -> None:
    """One end of a connection, while the other one is being fetched."""
    page = visit(server, FEW)
    waiting: list[Route] = []
    page.route("**/explorer/part*", lambda route: waiting.append(route))  # noqa: PLW0108
    page.fill("#from", "NASA")
    page.locator("#from-list [role=option]", has_text="NASA").first.click()
    expect(page.locator("#fetching")).to_contain_text("Fetching…")
    page.fill("#to", "Roscosm")
    for route in waiting:
        route.continue_()
    page.unroute("**/explorer/part*")
    expect(page.locator("#from")).to_have_value("NASA")
    until(page, f"{HELD}.growth > 0")

    expect(page.locator("#to")).to_have_value("Roscosm")
