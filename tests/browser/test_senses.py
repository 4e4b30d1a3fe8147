"""The page for who sees less, zooms, spaces text out, forces colours or uses a finger."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

import pytest
from playwright.sync_api import Page, expect

from browser.pointing import NETWORK, drawn, heading, place_of
from browser.sample import entity_iri
from browser.test_access import PARTS, violations
from front import FRONT

if TYPE_CHECKING:
    from pathlib import Path

    from browser.conftest import OpenPage

pytestmark = pytest.mark.browser

SMALLEST = {"width": 320, "height": 256}
"""What is left of a window of 1280 by 1024 at four times its size."""

TEXT = 4.5
GRAPHIC = 3.0
GROUNDS = ("page", "panel", "raised")
WRITTEN = [(name, ground) for name in ("ink", "quiet", "accent", "warning") for ground in GROUNDS]
WRITTEN += [("good", "page"), ("faded", "page"), ("on-accent", "accent"), ("on-warning", "warning")]
DRAWN = [
    (name, ground)
    for name in ("field", "outline", "line-present", "line-past", "line-plan", "line-made")
    for ground in ("page", "panel")
]
TONES = "(name) => window.astrograph.picturing.tones.of(name)"
SPACED = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
        word-spacing: .16em !important; } p { margin-bottom: 2em !important; }`);
    document.adoptedStyleSheets = [sheet];
}"""
OUT = ".unseen, script, select, .vis-network *"
CLIPPED = """(OUT) => [...document.querySelectorAll("body *")].filter((one) => {
    if (!(one instanceof HTMLElement) || one.matches(OUT)) return false;
    if (!one.checkVisibility() || !one.textContent.trim()) return false;
    const isTooWide = one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0;
    const isTooHigh = one.scrollHeight > one.clientHeight + 1 && one.clientHeight > 0;
    const { overflowX, overflowY } = getComputedStyle(one);
    const isHidden = (flow) => ["hidden", "clip"].includes(flow);
    if (one.matches("button, summary, .chip")) return isTooWide || isTooHigh;
    return (isTooWide && isHidden(overflowX)) || (isTooHigh && isHidden(overflowY));
}).map((one) => `${one.tagName} ${one.className} ${one.textContent.trim().slice(0, 40)}`)"""
BEYOND = """() => [...document.querySelectorAll("button, input, select, h1, h2, h3, p, li")]
    .filter((one) => one.checkVisibility())
    .filter((one) => !one.closest("table, .lanes, .cm-editor, .unseen, .skip"))
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
    .map((one) => `${one.tagName} ${one.id} ${one.textContent.trim().slice(0, 40)}`)"""
TINY = """() => [...document.querySelectorAll("button, input, select, summary, [role=button]")]
    .filter((one) => one.checkVisibility() && !one.closest(".inline, .unseen, p.between"))
    .map((one) => [one, (one.closest("label") ?? one).getBoundingClientRect()])
    .filter(([, { width, height }]) => width > 0 && (width < 23.9 || height < 23.9))
    .map(([one, { width, height }]) => `${one.outerHTML} ${width} x ${height}`)"""
LOOKED_AT = sorted(set(PARTS) - {"mistake"})


def palette(theme: str) -> dict[str, str]:
    """Read the colours of a theme from the style sheet."""
    source = (FRONT / "src" / "palette.css").read_text(encoding="utf-8")
    pairs = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", source)
    return {name: (light if theme == "light" else dark) for name, light, dark in pairs}


def luminance(colour: str) -> float:
    """Return the relative luminance of `#rrggbb`, as WCAG defines it."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def hexed(colour: str) -> str:
    """Write `rgb(r, g, b)` as `#rrggbb`."""
    return "#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", colour)[:3])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_and_lines_stand_out_from_their_grounds(theme: str) -> None:
    """By 4.5 to 1 and by 3 to 1."""
    colours = palette(theme)
    for pairs, least in ((WRITTEN, TEXT), (DRAWN, GRAPHIC)):
        for name, ground in pairs:
            assert contrast(colours[name], colours[ground]) >= least, (name, ground)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_drawing_has_the_colours_of_the_style_sheet(
    open_page: OpenPage, sample_html: Path, theme: Literal["light", "dark"]
) -> None:
    """So that what holds for these holds for that."""
    page = open_page(sample_html, color_scheme=theme)
    colours = palette(theme)
    for name in ("page", "ink", "faded", "outline", "accent", "warning", "line-past", "line-plan"):
        assert hexed(page.evaluate(TONES, name)) == colours[name], name


def test_forced_colours_reach_the_drawing_and_the_panels(
    open_page: OpenPage, article_html: Path
) -> None:
    """All that is told by colour alone elsewhere is told by the system's colours."""
    page = open_page(article_html, "#entity=id%3ANASA", forced_colors="active")
    read = """(name) => {
        const probe = document.createElement("span");
        document.body.append(probe);
        probe.style.color = name;
        return getComputedStyle(probe).color;
    }"""
    for tone, system in {"page": "Canvas", "ink": "CanvasText", "line-past": "CanvasText"}.items():
        assert page.evaluate(TONES, tone) == page.evaluate(read, system)
    for button in ("#view-drawing", "#connect button"):
        style = "(one) => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor]"
        colour, ground = page.locator(button).evaluate(style)
        assert contrast(hexed(colour), hexed(ground)) >= TEXT, button
    assert violations(page) == []


@pytest.mark.parametrize("part", LOOKED_AT)
def test_nothing_runs_out_of_a_window_at_four_times_the_size(
    open_page: OpenPage, article_html: Path, part: str
) -> None:
    """The page is read by scrolling one way; only tables, lanes and the editor scroll the other."""
    page = open_page(article_html, PARTS[part].address, viewport=SMALLEST)
    PARTS[part].go(page)

    assert page.evaluate("document.documentElement.scrollWidth") <= SMALLEST["width"]
    assert page.evaluate(BEYOND) == []


@pytest.mark.parametrize("part", LOOKED_AT)
@pytest.mark.parametrize("width", [1400, 360])
def test_what_is_pressed_is_large_enough_and_spaced_text_is_not_cut(
    open_page: OpenPage, article_html: Path, part: str, width: int
) -> None:
    """Twenty-four pixels each way; lines, words and letters as far apart as readers set them."""
    page = open_page(article_html, PARTS[part].address, viewport={"width": width, "height": 900})
    PARTS[part].go(page)
    assert page.evaluate(TINY) == []
    page.evaluate(SPACED)

    assert page.evaluate(CLIPPED, OUT) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_path_is_found_at_four_times_the_size(open_page: OpenPage, article_html: Path) -> None:
    """From the fields to the paths."""
    page = open_page(article_html, viewport=SMALLEST)
    page.fill("#from", "rogozin")
    page.keyboard.press("Enter")
    page.keyboard.type("iss partnership")
    page.keyboard.press("Enter")

    expect(heading(page)).to_be_in_viewport()
    expect(page.locator(".path").first).to_be_visible()


@pytest.fixture
def phone(open_page: OpenPage, article_html: Path) -> Page:
    """Open the shipped graph on a phone."""
    size = {"width": 360, "height": 740}
    return open_page(article_html, viewport=size, has_touch=True, is_mobile=True)


def touch(page: Page, *steps: list[tuple[float, float]]) -> None:
    """Put fingers down at the first places, move them through the others, lift them."""
    session = page.context.new_cdp_session(page)
    for number, step in enumerate(steps):
        points = [{"x": x, "y": y, "id": finger} for finger, (x, y) in enumerate(step)]
        kind = "touchMove" if number else "touchStart"
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        page.wait_for_timeout(30)
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_timeout(100)


def test_a_tap_opens_a_card_of_which_the_buttons_can_be_tapped(phone: Page) -> None:
    """As a click does."""
    phone.touchscreen.tap(*place_of(phone, "BillNelson"))
    expect(heading(phone)).to_have_text("Bill Nelson")
    phone.locator("[data-deed=remove]").tap()

    assert entity_iri("BillNelson") not in drawn(phone, "nodes")


def test_two_taps_bring_neighbors(open_page: OpenPage, article_html: Path) -> None:
    """As a double click does."""
    address, size = "#drop=id%3ABillNelson", {"width": 360, "height": 740}
    page = open_page(article_html, address, viewport=size, has_touch=True, is_mobile=True)
    # A busy machine may be too slow for two taps to be one after the other.
    for _ in range(5):
        page.touchscreen.tap(*place_of(page, "NASA"))
        page.touchscreen.tap(*place_of(page, "NASA"))
        page.wait_for_timeout(500)
        if page.locator("#deed").text_content():
            break

    expect(page.locator("#deed")).to_contain_text("of NASA brought in")
    assert entity_iri("BillNelson") in drawn(page, "nodes")


def test_fingers_pull_spread_and_move(phone: Page) -> None:
    """One pulls the whole drawing or a mark, two make it larger."""
    box = phone.locator("#canvas").bounding_box()
    assert box is not None
    left, top = box["x"] + 14, box["y"] + box["height"] - 14
    before = phone.evaluate(f"{NETWORK}.getViewPosition().x")
    touch(phone, *[[(left + 12 * n, top)] for n in range(6)])
    assert phone.evaluate(f"{NETWORK}.getViewPosition().x") < before
    scale = phone.evaluate(f"{NETWORK}.getScale()")
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch(phone, *[[(x - 20 - 10 * n, y), (x + 20 + 10 * n, y)] for n in range(6)])
    assert phone.evaluate(f"{NETWORK}.getScale()") > scale * 1.3
    phone.locator("#zoom-fit").tap()
    phone.evaluate("scrollTo(0, 0)")
    x, y = place_of(phone, "Roscosmos")
    touch(phone, *[[(x + 8 * n, y + 6 * n)] for n in range(6)])
    assert place_of(phone, "Roscosmos") == pytest.approx((x + 40, y + 30), abs=8)
