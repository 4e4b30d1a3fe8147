"""Search and the side panel, by mouse and by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from astrograph.explorer.page import write_page
from browser.pointing import (
    STAY,
    heading,
    middle_of,
    number_of,
    place_of,
)
from browser.sample import SOURCE, VERY_WORDS, claim_iri, sample_payload

if TYPE_CHECKING:
    from pathlib import Path

    from browser.conftest import OpenPage

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("International Space", "International Space Station"),
        ("мкс", "International Space Station"),
        ("国际", "International Space Station"),
        ("рогозин", "Dmitry Rogozin"),
        ("ROGOZIN", "Dmitry Rogozin"),
        ("luders", "Kathy Lueders"),
        ("id:Soyuz", "Soyuz"),
        ("энергия", "RSC Energia"),
    ],
)
def test_slash_then_any_name_then_enter_opens_the_entity(
    page: Page, typed: str, label: str
) -> None:
    """Labels, aliases, native scripts and CURIEs, whatever the case."""
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type(typed)
    page.keyboard.press("Enter")

    expect(heading(page)).to_have_text(label)
    expect(heading(page)).to_be_focused()


def test_a_found_entity_can_be_clicked(page: Page) -> None:
    """The mouse chooses from the list."""
    page.fill("#search", "russia")
    page.locator("#search-list [role=option]", has_text="Russian human").click()

    expect(heading(page)).to_have_text("Russian human spaceflight program")


def test_arrow_keys_walk_the_list_of_found_entities(page: Page) -> None:
    """The list wraps round, and the field says which entry is meant."""
    page.locator("#search").press_sequentially("rus")
    options = page.locator("#search-list [role=option]")
    expect(options.first).to_have_attribute("aria-selected", "true")
    second = options.nth(1).locator(".line").text_content()
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(page.locator("#search")).to_have_attribute("aria-activedescendant", "search-list-1")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(heading(page)).to_have_text(str(second))


def test_a_name_that_nobody_bears_is_said_to_be_unknown(page: Page) -> None:
    """An empty list would say nothing."""
    page.fill("#search", "Mars One")

    expect(page.locator("#search-list")).to_contain_text("No entity has such a name here")


def test_escape_closes_the_list_then_leaves_the_field_then_the_card(page: Page) -> None:
    """Each press goes one step back."""
    page.goto(page.url + "#entity=id:NASA")
    expect(heading(page)).to_have_text("NASA")
    page.locator("#search").press_sequentially("iss")
    page.keyboard.press("Escape")
    expect(page.locator("#search-list")).to_be_hidden()
    expect(page.locator("#search")).to_have_value("iss")
    page.keyboard.press("Escape")

    expect(page.locator("#search")).not_to_be_focused()
    expect(heading(page)).to_have_text("Who says so?")


def test_clicking_an_entity_shows_its_names_and_relations(page: Page) -> None:
    """Names carry their language."""
    page.mouse.click(*place_of(page, "ISS"))

    expect(heading(page)).to_have_text("International Space Station")
    expect(page.locator("#details .aliases")).to_have_text("Also: ISS · МКС · 国际空间站")
    expect(page.locator("#details .aliases [lang=ru]")).to_have_text("МКС")
    expect(page.locator("#details [data-relation]")).to_have_count(2)


def test_an_entity_card_lists_what_is_claimed_without_being_drawn(page: Page) -> None:
    """A threat is no relation, yet it is told."""
    page.mouse.click(*place_of(page, "DmitryRogozin"))

    expect(page.locator("#details")).to_contain_text("Also claimed, but not drawn as a relation")
    expect(page.locator("#details")).to_contain_text("Rogozin repeatedly threatened")
    expect(page.locator("#details")).to_contain_text("a threat · reported · said by Dmitry Rogozin")


def test_clicking_a_line_shows_its_evidence(page: Page) -> None:
    """Speaker, stance, time, status, source, very words, linked claims."""
    page.mouse.click(*middle_of(page, number_of(STAY)))

    expect(heading(page)).to_have_text(STAY)
    claim = page.locator("#details .claim").first
    for words in [
        "a plan",
        "accepted",
        "confidence 90 %",
        "Said byRoscosmos",
        "Said toNASA",
        "Relayed byReuters",
        "“until at least 2028”",
        "Endsno earlier than 2028-01-01",
        "sentence 1, characters 100–190",
        "supersedesRoscosmos had first said that it would quit",
        "is in tension withBorisov told Putin",
        "is elaborated by",
    ]:
        expect(claim).to_contain_text(words)
    expect(claim.locator("blockquote")).to_have_text(VERY_WORDS)
    expect(page.locator("#details .chips").first).to_contain_text("disputed")
    expect(page.locator("#details .inverse")).to_have_text(
        "Read the other way: ISS partnership is planned to keep Roscosmos"
    )


def test_a_linked_claim_opens_and_back_returns(page: Page) -> None:
    """Back goes to the card that one came from."""
    page.mouse.click(*middle_of(page, number_of(STAY)))
    page.get_by_role("button", name="Roscosmos had first said").first.click()

    expect(heading(page)).to_have_text("A claim")
    expect(page.locator("#details .claim")).to_contain_text("superseded")
    expect(page.locator("#details .claim")).to_contain_text("is superseded by")
    page.get_by_role("button", name="← Back").click()
    expect(heading(page)).to_have_text(STAY)
    page.get_by_role("button", name="← Back").click()
    expect(heading(page)).to_have_text("Who says so?")


def test_the_evidence_is_reached_by_keyboard_alone(page: Page) -> None:
    """From the search to the claim without a mouse."""
    page.keyboard.press("/")
    page.keyboard.type("роскосмос")
    page.keyboard.press("Enter")
    row = page.locator("#details [data-relation]", has_text=STAY)
    for _ in range(30):
        page.keyboard.press("Tab")
        if row.evaluate("(row) => row === document.activeElement"):
            break
    page.keyboard.press("Enter")

    expect(heading(page)).to_have_text(STAY)
    expect(heading(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(heading(page)).to_have_text("Who says so?")


def test_clicking_beside_everything_clears_the_choice(page: Page) -> None:
    """The start view comes back."""
    page.mouse.click(*place_of(page, "NASA"))
    frame = page.locator("#canvas").bounding_box()
    assert frame is not None
    page.mouse.click(frame["x"] + 4, frame["y"] + 4)

    expect(heading(page)).to_have_text("Who says so?")


def test_a_row_of_a_table_is_called_by_its_key(open_page: OpenPage, tmp_path: Path) -> None:
    """By what the key says itself, where it does."""
    payload = sample_payload()
    address = "#relation=id:BillNelson+leads+id:NASA+present"
    for key, told in (("line 20", ", line 20, column to"), ("S4300", ", row S4300, column to")):
        (place,) = payload["claims"][claim_iri(22)]["evidence"]
        place |= {"sentence": None, "start": None, "end": None, "row_key": key, "column": "to"}
        write_page(payload, tmp_path / f"{key}.html")
        page = open_page(tmp_path / f"{key}.html", address)
        expect(page.locator("#details .where")).to_contain_text(told)


def test_the_start_counts_the_claims_that_the_relations_rest_on(
    open_page: OpenPage, tmp_path: Path
) -> None:
    """And the sources of these, whatever else the page holds."""
    payload = sample_payload()
    named = {iri for each in payload["statements"] for iri in each["claims"]}
    assert len(named) < len(payload["claims"])
    payload["sources"]["x:other"] = {**payload["sources"][SOURCE], "iri": "x:other"}
    write_page(payload, tmp_path / "page.html")
    page = open_page(tmp_path / "page.html")

    expect(page.locator("#details")).to_contain_text(
        f"24 entities and 30 relations, drawn from {len(named)} claims in 1 source."
    )
