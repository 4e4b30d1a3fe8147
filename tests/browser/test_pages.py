"""The pages of the server, as a person sees them: on a wide screen and on a phone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from browser.test_access import violations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

    from serving import Served

pytestmark = pytest.mark.browser

PAGES = [
    "/doc/id/NASA.html",
    "/doc/claim/seed1-C14.html",
    "/doc/source/seed1.html",
    "/ontology",
    "/about",
    "/?focus=Nobody",
    "/id/Roscosmo",
]
SIZES = {"wide": (1440, 900), "phone": (360, 740)}

BROKEN = """() => {
  const broken = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    if (node.parentElement.closest("code, .address")) continue;
    for (const word of node.data.matchAll(/(?<!\\S)[\\p{L}\\p{N}]{1,24}(?=[,;:.)]*(?!\\S))/gu)) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
      if (lines.size > 1) broken.push(word[0]);
    }
  }
  return broken;
}"""
"""Finds the words that go on in the next line; what is no word, such as an address, may do so."""


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    """Return how the reader wants colors."""
    return str(request.param)


@pytest.fixture
def look(chromium: Browser, server: Served) -> Iterator[Look]:
    """Open pages without any script of theirs."""
    look = Look(chromium, server)
    yield look
    for context in look.contexts:
        context.close()


class Look:
    """Opens pages of a server."""

    def __init__(self, chromium: Browser, server: Served) -> None:
        self.chromium, self.server = chromium, server
        self.contexts: list[BrowserContext] = []

    def __call__(self, path: str, size: str = "wide", scheme: str = "light") -> Page:
        """Open a page in a window of some size."""
        width, height = SIZES[size]
        context = self.chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
        )
        self.contexts.append(context)
        page = context.new_page()
        page.goto(self.server.address.rstrip("/") + path)
        return page


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("size", SIZES)
def test_no_word_is_broken_and_nothing_stands_out_of_the_window(
    look: Look, path: str, size: str
) -> None:
    """Addresses may break, words stay whole; there is no way to the right."""
    page = look(path, size)

    assert page.evaluate(BROKEN) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("size", SIZES)
def test_the_pages_are_accessible(look: Look, path: str, size: str, scheme: str) -> None:
    """By the rules that can be checked, in light and dark."""
    assert violations(look(path, size, scheme)) == []


def test_a_row_is_a_block_on_a_phone(look: Look) -> None:
    """Its sentence stands on top, and each of the rest below its heading."""
    page = look("/doc/id/NASA.html", "phone")
    row = page.get_by_role("row").filter(has_text="is the space agency of").first

    boxes = [cell.bounding_box() for cell in row.get_by_role("cell").all()]
    assert all(boxes)
    left = {round(box["x"]) for box in boxes[3:] if box}
    assert len(left) == 1
    heading = "getComputedStyle(document.querySelector('td[data-label=Tense]'), '::before').content"
    assert page.evaluate(heading) == '"Tense: "'


def test_a_table_keeps_its_headings_for_those_who_hear_it(look: Look) -> None:
    """Though a phone does not show them."""
    page = look("/doc/id/NASA.html", "phone")
    table = page.get_by_role("table", name="Facts")

    expect(table.get_by_role("columnheader")).to_have_text(
        ["Who or what", "Relation", "To whom or what", "Tense", "When", "Sources"]
    )


def test_a_reader_goes_from_a_mistake_to_the_explorer(look: Look) -> None:
    """By the field on the page that tells of it."""
    page = look("/?focus=Nobody", "phone")
    page.get_by_label("Search by any name").fill("Roscosmos")
    page.keyboard.press("Enter")

    page.wait_for_selector("html[data-ready=true]", state="attached")
    assert page.url.partition("#")[0].endswith("/?focus=Roscosmos")


def test_a_reader_goes_from_a_claim_to_its_ends_in_the_explorer(look: Look) -> None:
    """Which opens on how they are connected."""
    page = look("/doc/claim/seed1-C02.html")
    page.get_by_role("link", name="Open its two ends in the explorer").click()

    page.wait_for_selector("html[data-ready=true]", state="attached")
    expect(page.locator("aside")).to_contain_text(
        re.compile("Roscosmos.*ISS partnership", re.DOTALL)
    )


def test_a_word_leads_to_its_entry_in_the_ontology(look: Look) -> None:
    """Which is marked."""
    page = look("/doc/id/NASA.html")
    page.get_by_role("link", name="cooperates with").first.click()

    expect(page.locator(":target")).to_contain_text("ag:cooperatesWith")
    expect(page.locator(":target")).to_be_in_viewport()
