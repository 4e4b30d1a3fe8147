"""A story is told step by step, by button and by key, and kept in the address."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from astrograph import open_store
from astrograph.explorer import build_payload
from astrograph.explorer.page import write_page
from browser.pointing import heading

if TYPE_CHECKING:
    from browser.conftest import OpenPage

pytestmark = pytest.mark.browser

EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "examples" / "story.toml"
CAPTION = "#story .caption"


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the page of the documentation's example."""
    path = tmp_path_factory.mktemp("story") / "page.html"
    write_page(build_payload(open_store(slice="article"), story=EXAMPLE), path)
    return path


@pytest.fixture
def page(open_page: OpenPage, html: Path) -> Page:
    """Open it."""
    return open_page(html)


def count(page: Page) -> str:
    """Return which step is told."""
    return str(page.locator("#story .count").text_content())


def test_the_page_opens_on_the_first_step(page: Page) -> None:
    """With its caption, and the view that it speaks of."""
    expect(page.locator(CAPTION)).to_contain_text("plans to stay in the ISS partnership")
    expect(page.locator(CAPTION)).to_have_attribute("aria-live", "polite")
    expect(heading(page)).to_have_text("Roscosmos plans to stay in the ISS partnership")
    assert count(page) == "1 of 5"
    expect(page.get_by_role("button", name="Previous step")).to_be_disabled()


def test_buttons_lead_on_and_back(page: Page) -> None:
    """The address holds the step and its view."""
    page.get_by_role("button", name="Next step").click()
    expect(heading(page)).to_have_text("A claim")
    page.get_by_role("button", name="Next step").click()
    expect(page.locator("#details .path")).not_to_have_count(0)
    assert re.search(
        r"from=id%3ADmitryRogozin&to=id%3AISS.*story=3", page.evaluate("location.hash")
    )
    page.get_by_role("button", name="Previous step").click()
    assert count(page) == "2 of 5"
    expect(heading(page)).to_have_text("A claim")


def test_arrow_keys_lead_on_and_back(page: Page) -> None:
    """To the last step, whose button has nothing more to offer."""
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    assert count(page) == "5 of 5"
    expect(page.locator("#list")).to_be_visible()
    expect(page.get_by_role("button", name="Next step")).to_be_disabled()
    page.keyboard.press("ArrowRight")
    assert count(page) == "5 of 5"
    page.keyboard.press("ArrowLeft")
    assert count(page) == "4 of 5"
    expect(page.locator("[data-filter='tense:past']")).to_have_attribute("aria-pressed", "false")


def test_arrow_keys_that_mean_something_else_do_not_turn_the_page(page: Page) -> None:
    """In a field they move the caret."""
    page.locator("#search").fill("iss")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowRight")
    page.locator(".vis-network").focus()
    page.keyboard.press("ArrowRight")

    assert count(page) == "1 of 5"


def test_a_sent_address_opens_the_same_step(open_page: OpenPage, html: Path) -> None:
    """Even one that names nothing but the step."""
    page = open_page(html, "#story=4")

    assert count(page) == "4 of 5"
    expect(page.locator("[data-filter='tense:past']")).to_have_attribute("aria-pressed", "false")


def test_the_reader_may_wander_off_and_go_on(page: Page) -> None:
    """What is looked at in between belongs to the reader; the next step sets its own view."""
    page.keyboard.press("/")
    page.keyboard.type("reuters")
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("Reuters")
    assert count(page) == "1 of 5"
    page.get_by_role("button", name="Next step").click()

    expect(heading(page)).to_have_text("A claim")


def test_a_story_can_be_closed_and_begun_again(page: Page) -> None:
    """By keyboard alone."""
    page.get_by_role("button", name="Close the story").press("Enter")
    expect(page.locator(CAPTION)).to_be_hidden()
    again = page.get_by_role("button", name="Tell the story: Staying or leaving? (5 steps)")
    expect(again).to_be_focused()
    page.keyboard.press("Enter")

    assert count(page) == "1 of 5"


def test_a_page_without_a_story_has_no_place_for_one(
    open_page: OpenPage, sample_html: Path
) -> None:
    """An address that speaks of a step says nothing."""
    expect(open_page(sample_html, "#story=2").locator("#story")).to_be_hidden()
