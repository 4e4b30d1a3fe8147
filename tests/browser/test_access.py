"""What axe finds: nothing, on any part of the page, in light, in dark and on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from playwright.sync_api import Page, expect

from astrograph.explorer.page import write_page
from browser.pointing import heading
from browser.sample import sample_payload
from browser.test_plain import open_plain
from front import FRONT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from browser.conftest import OpenPage

pytestmark = pytest.mark.browser

AXE = FRONT / "node_modules" / "axe-core" / "axe.min.js"
RUN = "axe.run(document, { resultTypes: ['violations'], iframes: false })"
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "phone": {"viewport": {"width": 360, "height": 740}, "has_touch": True},
}


class Part(NamedTuple):
    """A part of the page: the address that leads there, and what has yet to be done."""

    address: str = ""
    go: Callable[[Page], object] = lambda _page: None


def unfold(*selectors: str) -> Callable[[Page], None]:
    """Return what opens folded parts of the page."""

    def go(page: Page) -> None:
        for selector in selectors:
            page.locator(selector).evaluate("(details) => { details.open = true; }")
        expect(page.locator(selectors[-1]).locator("button, input").first).to_be_visible()

    return go


def ask(query: str, told: str) -> Callable[[Page], None]:
    """Return what asks in SPARQL."""

    def go(page: Page) -> None:
        page.locator("#query .cm-content").focus()
        page.keyboard.insert_text(query)
        page.keyboard.press("Control+Enter")
        expect(page.locator("#query-status")).to_contain_text(told, timeout=60_000)

    return go


def open_window(button: str, window: str) -> Callable[[Page], None]:
    """Return what opens a window by its button."""

    def go(page: Page) -> None:
        page.locator(button).click()
        expect(page.locator(window)).to_be_visible()

    return go


def find(page: Page) -> None:
    """Type what several entities are called."""
    page.fill("#search", "rus")
    expect(page.locator("#search-list [role=option]").first).to_be_visible()


def choose_disputed(page: Page) -> None:
    """Open the card of what two voices dispute."""
    page.locator("#details [data-relation]", has_text="plans to stay").click()
    expect(page.locator("#details .tie").first).to_be_visible()


PARTS = {
    "start": Part(),
    "names found": Part(go=find),
    "entity": Part("#entity=id%3ARoscosmos"),
    "both voices": Part(go=choose_disputed),
    "legend": Part(go=unfold("#legend > details >> nth=0", ".fold >> nth=0")),
    "filtered": Part("#hide=type%3APerson", unfold("#legend > details >> nth=0")),
    "clocks": Part(go=unfold("#clock")),
    "path": Part("#from=id%3ADmitryRogozin&to=id%3AISS"),
    "answer": Part("#view=query", ask("SELECT ?x ?y { ?x ag:leads ?y }", " rows.")),
    "mistake": Part("#view=query", ask("SELECT ?x { ?x } LIMIT y", "Line 1, column")),
    "table": Part("#view=list"),
    "timeline": Part("#entity=id%3ARoscosmos&view=timeline"),
    "help": Part(go=open_window("#help", "#help-window")),
    "files": Part(go=open_window("#save", "#save-window")),
}


def violations(page: Page) -> list[str]:
    """Let axe look at the page; return what it objects to, whatever the impact."""
    if not AXE.is_file():
        pytest.skip("axe-core is not installed; run scripts/front")
    page.evaluate(f"{AXE.read_text(encoding='utf-8')}; void 0")
    found = page.evaluate(RUN)["violations"]
    return [
        f"{one['id']} ({one['impact']}): {node['html'][:200]}: {node['failureSummary']}"
        for one in found
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("part", PARTS)
def test_axe_has_no_objection(
    open_page: OpenPage, article_html: Path, part: str, look: str
) -> None:
    """To any part of the page."""
    page = open_page(article_html, PARTS[part].address, **LOOKS[look])
    PARTS[part].go(page)

    assert violations(page) == []


@pytest.mark.parametrize("look", LOOKS)
def test_axe_has_no_objection_to_a_story(open_page: OpenPage, story_html: Path, look: str) -> None:
    """That is told, and that is closed."""
    page = open_page(story_html, **LOOKS[look])
    assert violations(page) == []
    page.get_by_role("button", name="Close the story").click()

    assert violations(page) == []


@pytest.mark.parametrize("look", LOOKS)
def test_axe_has_no_objection_to_a_lite_page(
    open_page: OpenPage, tmp_path: Path, look: str
) -> None:
    """Which has no SPARQL."""
    write_page(sample_payload(), tmp_path / "lite.html", tier="lite")
    page = open_page(tmp_path / "lite.html", **LOOKS[look])

    assert violations(page) == []


def test_axe_has_no_objection_to_a_plain_page(open_page: OpenPage, tmp_path: Path) -> None:
    """Pyvis' own drawing has a name and a language."""
    write_page(sample_payload(), tmp_path / "plain.html", plain=True)
    open_plain(tmp_path / "plain.html")
    page = open_page(tmp_path / "plain.html")

    assert violations(page) == []


def test_axe_has_no_objection_without_javascript(open_page: OpenPage, sample_html: Path) -> None:
    """And every relation and entity stands in a table that can be read."""
    page = open_page(sample_html, java_script_enabled=False)
    payload = sample_payload()

    expect(page.locator("#relations tbody tr")).to_have_count(len(payload["statements"]))
    expect(page.locator("#entities tbody tr")).to_have_count(len(payload["entities"]))
    expect(page.locator("#relations tbody tr").first).to_be_visible()
    expect(page.get_by_role("searchbox")).to_have_count(0)
    expect(page.get_by_role("button")).to_have_count(0)
    expect(heading(page)).to_have_count(0)
    expect(page.locator("noscript p")).to_be_visible()
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert width <= 0
