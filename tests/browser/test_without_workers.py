"""Where the browser refuses workers, as in some notebooks, the page does by itself what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from astrograph.explorer import build_payload, write_page
from browser.asking import ask, open_query, status
from builders import claim, store_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from browser.conftest import OpenPage

pytestmark = pytest.mark.browser

REFUSALS = {
    "throws": "window.Worker = class { constructor() { throw new Error('refused'); } };",
    "fails later": """window.Worker = class extends EventTarget {
        postMessage() {}
        terminate() {}
        constructor() {
            super();
            setTimeout(() => this.onerror?.(new ErrorEvent("error", { cancelable: true })));
        }
    };""",
    "is missing": "delete window.Worker;",
}


@pytest.fixture(scope="session")
def large_html(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a page whose paths are looked for aside, because it holds so many relations."""
    ring = [claim(f"n{at:04}", "informed", f"n{(at + 1) % 800:04}") for at in range(800)]
    spokes = [
        claim(f"n{at:04}", "informed", f"n{(at * step) % 800:04}")
        for step in (3, 7, 11)
        for at in range(1, 800)
        if at * step % 800 != at
    ]
    html = tmp_path_factory.mktemp("large") / "large.html"
    write_page(build_payload(store_of(*ring, *spokes), tier="lite", size=1000), html, tier="lite")
    return html


def shown_paths(page: Page, names: Sequence[str]) -> list[list[str]]:
    """Connect two entities by the keyboard, and return the paths that are shown."""
    for side, name in zip(("from", "to"), names, strict=True):
        page.fill(f"#{side}", name)
        page.keyboard.press("Enter")
    expect(page.locator(".path").first).to_be_visible(timeout=20_000)
    return [each.split("\n")[:2] for each in page.locator(".path").all_inner_texts()]


@pytest.mark.parametrize("refusal", REFUSALS)
def test_paths_are_found_all_the_same(open_page: OpenPage, large_html: Path, refusal: str) -> None:
    """The same ones, on a page that would look for them aside."""
    beside = open_page(large_html)
    assert beside.evaluate("astrograph.store.statements.length") > 3000
    names = ("n0001", "n0403")
    expected = shown_paths(beside, names)

    page = open_page(large_html, before=REFUSALS[refusal])

    assert shown_paths(page, names) == expected


@pytest.mark.parametrize("refusal", REFUSALS)
def test_the_page_itself_answers_queries(
    open_page: OpenPage, article_html: Path, refusal: str
) -> None:
    """It says that this cannot be cancelled, and complains as the engine beside it does."""
    page = open_query(open_page, article_html, before=REFUSALS[refusal])
    ask(page, "ASK { ?x ag:leads ?y }")
    expect(status(page)).to_have_text("Yes.")
    expect(page.get_by_role("button", name="Cancel")).to_be_disabled()
    ask(page, "SELECT ?x\nWHER { ?x ag:leads ?y }")
    expect(status(page)).to_contain_text("Line 2, column")
    ask(page, "CONSTRUCT { ?y ag:ledBy ?x } { ?x ag:leads ?y }")
    expect(status(page)).to_contain_text("3 lines are drawn")
