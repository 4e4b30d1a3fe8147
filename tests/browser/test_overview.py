"""The whole graph: all that a large page holds, one mark each, drawn by the graphics card."""

from __future__ import annotations

import base64
import math
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, Page, expect

from astrograph.explorer.page import write_page
from browser.pointing import heading
from browser.sample import entity_iri, sample_payload
from browser.saved import save_as
from browser.test_access import LOOKS, violations

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from browser.conftest import Launch, OpenPage

pytestmark = pytest.mark.browser

DRAWN = ("Roscosmos", "NASA", "DmitryRogozin")
WITHOUT_CARD = """
    const before = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
        return kind.startsWith("webgl") ? null : before.call(this, kind, ...more);
    };
"""
WITHOUT_WORKERS = "window.Worker = class { constructor() { throw new Error('refused'); } };"
SPOT = """(iri) => {
    const { x, y } = astrograph.overview.renderer.spot(iri);
    const frame = document.getElementById("overview").getBoundingClientRect();
    return [x + frame.x, y + frame.y];
}"""
SPOTS = """() => astrograph.store.entities.map(({ iri }) => {
    const { x, y } = astrograph.overview.renderer.spot(iri);
    return [Math.round(x), Math.round(y)];
})"""
NAMES = "() => astrograph.store.entities.map(({ curie }) => curie.replace('id:', ''))"
LINES = """() => astrograph.overview.renderer.lines.map(({ number }) =>
    astrograph.store.statement(number).sentence)"""
COLORS = """async (content) => {
    const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const context = canvas.getContext("2d");
    context.drawImage(picture, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const colors = new Set();
    for (let at = 0; at < data.length; at += 4) colors.add(data.slice(at, at + 3).join());
    return [...colors];
}"""
FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.fixture(scope="module")
def chromium(launch: Launch) -> Iterator[Browser]:
    """Start a Chromium that draws in software what a graphics card would draw."""
    browser = launch("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Render a page that holds more than it draws."""
    payload = sample_payload()
    payload["drawn"] = [entity_iri(name) for name in DRAWN]
    path = tmp_path_factory.mktemp("overview") / "large.html"
    write_page(payload, path)
    return path


@pytest.fixture
def whole(open_page: OpenPage, html: Path) -> Page:
    """Open the page and press the button that shows the whole graph."""
    page = open_page(html)
    button(page).click()
    expect(page.locator("#overview")).to_be_visible()
    return page


def button(page: Page) -> Any:  # noqa: ANN401
    """Return the button that shows the whole graph."""
    return page.get_by_role("button", name="Whole graph")


def spot(page: Page, name: str) -> tuple[float, float]:
    """Return where an entity's mark stands in the window, once the picture has followed."""
    page.evaluate(FRAMES)
    x, y = page.evaluate(SPOT, entity_iri(name))
    return x, y


def test_one_button_draws_all_that_the_page_holds_and_leads_back(whole: Page) -> None:
    """The page says what is shown, and the address keeps it."""
    expect(whole.locator("#shown")).to_contain_text("24 of 24 entities")
    expect(whole.locator("#deed")).to_contain_text("All 24 entities")
    expect(button(whole)).to_have_attribute("aria-pressed", "true")
    expect(whole.locator("#canvas")).to_be_hidden()
    assert "overview=1" in whole.url

    button(whole).click()

    expect(whole.locator("#overview")).to_be_hidden()
    expect(whole.locator("#canvas")).to_be_visible()
    expect(whole.locator("#shown")).to_contain_text("3 of 24 entities")
    assert "overview=1" not in whole.url


def test_a_page_that_holds_a_part_offers_the_whole_page(
    open_page: OpenPage, tmp_path: Path
) -> None:
    """For the graph has more than the page."""
    payload = sample_payload()
    payload["drawn"] = [entity_iri(name) for name in DRAWN]
    payload["entities"][0]["beside"] = 99
    write_page(payload, tmp_path / "part.html")
    page = open_page(tmp_path / "part.html")
    page.get_by_role("button", name="Whole page").click()

    expect(page.get_by_role("application", name="The whole page: 24 entities")).to_be_visible()
    expect(page.locator("#deed")).to_contain_text(
        "All 24 entities of the whole page, one mark each"
    )
    expect(button(page)).to_have_count(0)


def test_an_address_opens_the_whole_graph_with_what_is_chosen(
    open_page: OpenPage, html: Path
) -> None:
    """As it was sent."""
    page = open_page(html, "#overview=1&entity=id%3AReuters")

    expect(page.locator("#overview")).to_be_visible()
    expect(heading(page)).to_have_text("Reuters")
    expect(page.locator("#shown")).to_contain_text("24 of 24 entities")


def test_a_click_on_a_mark_opens_its_card_and_brings_nothing_into_the_drawing(whole: Page) -> None:
    """A click beside all marks closes it again."""
    whole.mouse.click(*spot(whole, "RSCEnergia"))

    expect(heading(whole)).to_have_text("RSC Energia")
    expect(whole.locator("#undo")).to_have_attribute("aria-disabled", "true")
    # Two clicks in quick succession would be one double click.
    whole.wait_for_timeout(400)
    whole.locator("#overview").click(position={"x": 30, "y": 90})
    expect(heading(whole)).to_have_text("Who says so?")


def test_what_the_search_finds_is_chosen_and_its_lines_come_out(whole: Page) -> None:
    """A click on a line opens the relation's card."""
    assert whole.evaluate(LINES) == []

    whole.keyboard.press("/")
    whole.keyboard.type("Dmitry Rogozin")
    whole.keyboard.press("Enter")

    expect(heading(whole)).to_have_text("Dmitry Rogozin")
    (x, y), (other_x, other_y) = spot(whole, "Roscosmos"), spot(whole, "DmitryRogozin")
    sentences = whole.evaluate(LINES)
    assert sentences
    assert all("Dmitry Rogozin" in each for each in sentences)
    marks = [spot(whole, name) for name in whole.evaluate(NAMES)]
    shares = [step / 20 for step in range(2, 19)]
    on_line = [(x + share * (other_x - x), y + share * (other_y - y)) for share in shares]
    # Where the line is clear of all marks.
    whole.mouse.click(*max(on_line, key=lambda at: min(math.dist(at, mark) for mark in marks)))
    expect(heading(whole)).to_contain_text("Dmitry Rogozin formerly led Roscosmos")


def test_pointing_at_a_mark_brings_its_lines_out(whole: Page) -> None:
    """They go when the pointer goes."""
    x, y = spot(whole, "NASA")
    whole.mouse.move(x - 3, y)
    whole.mouse.move(x, y)
    spot(whole, "NASA")
    sentences = whole.evaluate(LINES)
    assert sentences
    assert all("NASA" in each for each in sentences)

    whole.mouse.move(x, y + 300)
    whole.mouse.move(20, 300)
    spot(whole, "NASA")
    assert whole.evaluate(LINES) == []


def test_a_connection_stands_out(whole: Page) -> None:
    """The path's lines are drawn, whether its entities are in the drawing or not."""
    for field, name in (("#from", "Yuri Borisov"), ("#to", "Roscosmos")):
        whole.fill(field, name)
        whole.keyboard.press("Enter")
    expect(whole.locator(".path").first).to_be_visible()
    spot(whole, "NASA")

    sentences = whole.evaluate(LINES)

    assert sentences
    assert all("Yuri Borisov" in each for each in sentences)


def test_expanding_leads_back_to_the_drawing_with_the_neighbors_in_it(whole: Page) -> None:
    """By a double click, by the key, by the button on the card."""
    whole.mouse.dblclick(*spot(whole, "RSCEnergia"))

    expect(whole.locator("#canvas")).to_be_visible()
    expect(button(whole)).to_have_attribute("aria-pressed", "false")
    expect(whole.locator("#deed")).to_contain_text("of RSC Energia brought in")
    assert entity_iri("RSCEnergia") in whole.evaluate("[...astrograph.picturing.drawn]")


def test_the_key_that_expands_leads_back_too(whole: Page) -> None:
    """It works on the entity whose card is open."""
    whole.mouse.click(*spot(whole, "Reuters"))
    expect(heading(whole)).to_have_text("Reuters")

    whole.keyboard.press("e")

    expect(whole.locator("#canvas")).to_be_visible()
    expect(whole.locator("#deed")).to_contain_text("brought in")


def test_the_legend_filters_the_whole_graph(whole: Page) -> None:
    """What it hides can no longer be seen, nor clicked; the table follows."""
    x, y = spot(whole, "BillNelson")
    whole.click("[data-filter='type:Person']")

    expect(whole.locator("#shown")).to_contain_text("18 of 24 entities")
    whole.mouse.click(x, y)
    expect(heading(whole)).not_to_have_text("Bill Nelson")
    whole.click("#view-list")
    expect(whole.locator("#count-entities")).to_contain_text("18")


def test_the_whole_graph_is_moved_by_the_keyboard(whole: Page) -> None:
    """Arrows and signs, as the drawing."""
    chart = whole.get_by_role("application", name="The whole graph")
    chart.focus()
    x, y = spot(whole, "NASA")
    whole.keyboard.press("ArrowRight")
    moved, _ = spot(whole, "NASA")
    whole.keyboard.press("ArrowLeft")
    whole.keyboard.press("ArrowUp")
    _, lower = spot(whole, "NASA")

    assert moved < x - 10
    assert lower > y + 10
    far = abs(spot(whole, "NASA")[0] - spot(whole, "Reuters")[0])
    whole.keyboard.press("+")
    assert abs(spot(whole, "NASA")[0] - spot(whole, "Reuters")[0]) > far * 1.2
    whole.click("#zoom-fit")
    assert abs(spot(whole, "NASA")[0] - x) < 1


def test_every_reader_sees_the_same_map(open_page: OpenPage, html: Path) -> None:
    """With workers, without them, and a second time."""
    maps = []
    for before in ("", WITHOUT_WORKERS, ""):
        page = open_page(html, "#overview=1", before=before)
        expect(page.locator("#overview")).to_be_visible()
        maps.append(page.evaluate(SPOTS))

    assert maps[0] == maps[1] == maps[2]
    assert len({tuple(each) for each in maps[0]}) == len(maps[0])


def test_where_the_graphics_card_is_refused_the_page_says_so_and_stays(
    open_page: OpenPage, html: Path
) -> None:
    """In one line; the drawing has what it had."""
    page = open_page(html)
    page.evaluate(f"() => {{ {WITHOUT_CARD} }}")
    button(page).click()

    expect(page.locator("#deed")).to_contain_text("WebGL")
    expect(button(page)).to_have_attribute("aria-pressed", "false")
    expect(page.locator("#canvas")).to_be_visible()
    expect(page.locator("#shown")).to_contain_text("3 of 24 entities")


def test_the_whole_graph_can_be_saved_as_a_picture(whole: Page) -> None:
    """With its marks, in their colors."""
    _, content = save_as(whole, "PNG")

    colors = whole.evaluate(COLORS, base64.b64encode(content).decode())

    # The orange of persons and the blue of agencies.
    assert {"230,159,0", "0,114,178"} <= set(colors)


def test_the_whole_graph_follows_the_theme_and_the_window(whole: Page) -> None:
    """Nothing is lost when either changes."""
    whole.click("#theme")
    expect(button(whole)).to_be_visible()
    whole.set_viewport_size({"width": 360, "height": 740})
    whole.click("#zoom-fit")
    frame = whole.locator("#overview").bounding_box()

    assert frame is not None
    for x, y in whole.evaluate(SPOTS):
        assert 0 < x < frame["width"]
        assert 0 < y < frame["height"]


@pytest.mark.parametrize("look", LOOKS)
def test_axe_has_no_objection_to_the_whole_graph(
    open_page: OpenPage, html: Path, look: str
) -> None:
    """With nothing chosen, and with a card open."""
    page = open_page(html, "#overview=1", **LOOKS[look])
    assert violations(page) == []
    page = open_page(html, "#overview=1&entity=id%3ANASA", **LOOKS[look])

    assert violations(page) == []


def test_a_page_that_draws_all_it_holds_has_no_such_button(page: Page) -> None:
    """Nor what would draw it."""
    expect(button(page)).to_have_count(0)
    expect(page.locator("#overview-script")).to_have_count(0)
