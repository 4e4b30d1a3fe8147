"""The timeline: when the roles and events of somebody were, as far as the bounds tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from astrograph.explorer.page import write_page
from browser.pointing import heading
from browser.sample import sample_payload

if TYPE_CHECKING:
    from pathlib import Path

    from astrograph.explorer.payload import Occasion, Payload
    from browser.conftest import OpenPage

pytestmark = pytest.mark.browser

BARS = ".bar-of-time[data-statement]"


def year(first: int | None, by: int | None, lasting: int | None, last: int | None) -> Occasion:
    """Return an occasion of which the bounds are beginnings of years."""
    return [
        None if each is None else f"{each}-01-01T00:00:00Z" for each in (first, by, lasting, last)
    ]


def dated() -> Payload:
    """Return the sample with dates for what is said of Roscosmos; the rest bears none.

    A plan has its dates from its claims, and one of the sample's has some.
    """
    payload = sample_payload()
    given = {
        "Yuri Borisov leads Roscosmos": [year(2022, 2022, None, None)],
        "Roscosmos participates in ISS partnership": [year(1992, 1998, 2020, 2024)],
        "Dmitry Rogozin formerly led Roscosmos": [year(2018, 2018, 2022, 2022)],
    }
    for statement in payload["statements"]:
        nothing: list[Occasion] = [[None] * 4]
        statement["occasions"] = given.get(statement["sentence"], nothing)
    return payload


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Render the dated sample once."""
    path = tmp_path_factory.mktemp("timeline") / "page.html"
    write_page(dated(), path)
    return path


@pytest.fixture
def page(open_page: OpenPage, html: Path) -> Page:
    """Open the timeline of Roscosmos."""
    return open_page(html, "#entity=id%3ARoscosmos&view=timeline")


def parts(page: Page, told: str) -> list[str]:
    """Return of which parts a bar is made; what it tells holds some words."""
    bar = page.locator(BARS, has_text=told)
    script = "(bar) => [...bar.children].map((part) => part.getAttribute('class')).filter(Boolean)"
    found: list[str] = bar.evaluate(script)
    return [name for name in found if name in {"maybe", "sure", "within", "open", "bound"}]


def test_a_lane_for_each_relation_and_the_undated_beside(page: Page) -> None:
    """Lanes stand in the order of time."""
    said = [each["sentence"] for each in dated()["statements"] if "Roscosmos" in each["sentence"]]

    expect(page.locator("#timeline h2")).to_have_text("Roscosmos over time")
    expect(page.locator(BARS)).to_have_count(4)
    names = page.locator(".lane-name").all_text_contents()
    assert names == ["participates in", "was formerly led by", "is led by", "plans to stay in"]
    expect(page.locator(".undated [data-relation]")).to_have_count(len(said) - 4)
    expect(page.locator(".tally")).to_contain_text("4 dated roles and events, 1992 to 2028")


def test_sure_and_possible_parts_follow_the_four_bounds(page: Page) -> None:
    """An end without a date is open, and a bar without a sure part has none."""
    found = {
        told: parts(page, told)
        for told in ["formerly led", "participates", "Borisov leads", "plans to stay"]
    }

    assert found == {
        "formerly led": ["sure"],
        "participates": ["maybe", "sure"],
        "Borisov leads": ["maybe", "open", "sure"],
        "plans to stay": ["maybe", "open", "open", "bound"],
    }


def test_a_bar_opens_the_card_of_its_relation(page: Page) -> None:
    """The actor stays, and the address brings the view back."""
    page.locator(BARS, has_text="Dmitry Rogozin").click()

    expect(heading(page)).to_have_text("Dmitry Rogozin formerly led Roscosmos")
    expect(page.locator("#timeline h2")).to_have_text("Roscosmos over time")
    expect(page.locator(f"{BARS}[aria-current]")).to_have_count(1)
    assert "of=id%3ARoscosmos" in page.evaluate("location.hash")
    page.reload()
    page.wait_for_selector("html[data-ready=true]", state="attached")
    expect(page.locator("#timeline h2")).to_have_text("Roscosmos over time")
    expect(page.locator(f"{BARS}[aria-current]")).to_have_count(1)


def test_the_timeline_is_walked_by_keyboard(page: Page) -> None:
    """Tab comes to one bar, arrows go on, Enter opens the card, which takes the keyboard."""
    bars = page.locator(BARS)
    page.get_by_role("button", name="Whole span").focus()
    page.keyboard.press("Tab")
    expect(bars.first).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(bars.nth(1)).to_be_focused()
    page.keyboard.press("End")
    expect(bars.last).to_be_focused()
    told = str(bars.last.locator("title").text_content())
    page.keyboard.press("Enter")

    expect(heading(page)).to_be_focused()
    assert told.startswith(str(heading(page).text_content()))


def test_the_timeline_zooms_into_the_dated_span(page: Page) -> None:
    """By button and by key, and back to the whole."""
    width = "(frame) => frame.scrollWidth / frame.clientWidth"
    frame = page.locator(".lanes")
    assert frame.evaluate(width) == 1
    page.get_by_role("button", name="Show a shorter time, larger").click()
    assert frame.evaluate(width) == pytest.approx(2, abs=0.1)
    page.locator(BARS).first.focus()
    page.keyboard.press("+")
    assert frame.evaluate(width) == pytest.approx(4, abs=0.1)
    page.keyboard.press("0")
    assert frame.evaluate(width) == 1


def test_filters_and_the_choice_of_an_actor_lead_the_timeline(page: Page) -> None:
    """As they lead everything else."""
    page.click("[data-filter='tense:past']")
    expect(page.locator(BARS)).to_have_count(3)
    page.keyboard.press("/")
    page.keyboard.type("soyuz")
    page.keyboard.press("Enter")

    expect(page.locator("#timeline h2")).to_have_text("Soyuz over time")
    expect(page.locator("#timeline .chart")).to_have_count(0)
    expect(page.locator(".undated [data-relation]")).to_have_count(1)


def test_without_an_actor_the_timeline_asks_for_one(open_page: OpenPage, html: Path) -> None:
    """Nothing is chosen for the reader."""
    page = open_page(html, "#view=timeline")

    expect(page.locator("#timeline")).to_contain_text("Choose an entity")


def test_on_a_phone_the_timeline_fits(open_page: OpenPage, html: Path) -> None:
    """Nothing but the lanes may be wider than the window."""
    address = "#entity=id%3ARoscosmos&view=timeline"
    page = open_page(html, address, viewport={"width": 360, "height": 740})

    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    expect(page.locator(BARS)).to_have_count(4)
