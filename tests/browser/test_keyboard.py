"""Every feature of the page by keyboard alone: it is never lost, never trapped and always seen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from browser.keys import go_to, held, press, stops
from browser.pointing import drawn, heading
from browser.sample import entity_iri

if TYPE_CHECKING:
    from pathlib import Path

    from browser.conftest import OpenPage

pytestmark = pytest.mark.browser

LONG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture
def page(open_page: OpenPage, article_html: Path) -> Page:
    """Open the shipped graph."""
    return open_page(article_html)


def choose(page: Page, name: str) -> None:
    """Find an entity by its name, as the search offers it first."""
    page.keyboard.press("/")
    page.keyboard.type(name)
    press(page, "Enter")
    expect(heading(page)).to_be_focused()


def deed(page: Page, name: str) -> None:
    """Press one of the buttons by which a card changes the drawing."""
    go_to(page, page.locator(f"[data-deed={name}]"))
    press(page, "Enter")


@pytest.mark.parametrize("view", ["drawing", "list", "timeline", "query"])
def test_tab_goes_through_the_page_and_out_of_it_both_ways(
    open_page: OpenPage, article_html: Path, view: str
) -> None:
    """Nothing holds it, and it comes to the same things from either end."""
    page = open_page(article_html, f"#entity=id%3ANASA&view={view}")
    if view == "query":
        expect(page.locator("#query-status")).to_have_text("Ready.", timeout=60_000)
    there = stops(page)
    back = stops(page, "Shift+Tab")

    assert there == back[::-1]
    assert {"search", "view-drawing", "save", "theme", "help", "from", "to"} <= set(there)


def test_a_name_is_found_and_chosen_and_escape_steps_back(page: Page) -> None:
    """The keyboard is at the card, and never nowhere."""
    page.keyboard.press("/")
    page.keyboard.type("rus")
    press(page, "ArrowDown", "ArrowUp", "ArrowDown", "Enter")
    expect(heading(page)).to_be_focused()
    press(page, "/", "x", "Escape", "Escape")

    expect(heading(page)).to_be_focused()
    expect(heading(page)).to_have_text("Who says so?")


def test_entities_are_pinned_and_removed_and_brought_back(page: Page) -> None:
    """By the buttons of the card; the keyboard stays with them, or goes to the card."""
    choose(page, "Bill Nelson")
    deed(page, "pin")
    expect(page.locator("[data-deed=pin]")).to_be_focused()
    expect(page.locator("[data-deed=pin]")).to_have_attribute("aria-pressed", "true")
    press(page, "Enter")
    deed(page, "remove")
    assert entity_iri("BillNelson") not in drawn(page, "nodes")
    expect(heading(page)).to_be_focused()
    choose(page, "NASA")
    deed(page, "expand")
    assert entity_iri("BillNelson") in drawn(page, "nodes")
    deed(page, "collapse")
    assert entity_iri("BillNelson") not in drawn(page, "nodes")


def test_a_neighbor_is_chosen_from_the_list_and_the_list_stays_open(page: Page) -> None:
    """So that another one can be chosen after it."""
    for name in ("Bill Nelson", "United States", "unnamed NASA official"):
        choose(page, name)
        press(page, "Delete")
    choose(page, "NASA")
    go_to(page, page.locator(".away > summary"))
    press(page, "Enter")
    go_to(page, page.locator(".away details > summary").first)
    press(page, "Enter")
    go_to(page, page.locator("[data-bring]").first)
    press(page, "Enter")

    expect(page.locator(".away")).to_have_attribute("open", "")
    assert held(page).name != "details"


def test_changes_are_undone_and_done_again(page: Page) -> None:
    """Until there is nothing more: then the button is still there to hold the keyboard."""
    choose(page, "Bill Nelson")
    press(page, "Delete")
    undo, redo = page.locator("#undo"), page.locator("#redo")
    go_to(page, undo)
    press(page, "Enter")
    assert entity_iri("BillNelson") in drawn(page, "nodes")
    expect(undo).to_be_focused()
    expect(undo).to_have_attribute("aria-disabled", "true")
    go_to(page, redo)
    press(page, "Space")
    assert entity_iri("BillNelson") not in drawn(page, "nodes")
    press(page, "Control+z", "Control+y")
    assert entity_iri("BillNelson") not in drawn(page, "nodes")


def test_the_legend_hides_and_shows_alone_and_shows_all_again(page: Page) -> None:
    """The keyboard stays at the entry, and goes to the first when what it was at goes."""
    person = page.locator("[data-filter='type:Person']")
    go_to(page, person)
    press(page, "Space")
    expect(person).to_have_attribute("aria-pressed", "false")
    expect(person).to_be_focused()
    press(page, "Space", "Tab", "Enter")
    expect(page.locator("[data-only='type:Person']")).to_be_focused()
    expect(page.locator("[data-filter='type:State']")).to_have_attribute("aria-pressed", "false")
    go_to(page, page.get_by_role("button", name="Show everything"))
    press(page, "Enter")
    expect(page.locator("#filters .filter").first).to_be_focused()


def test_both_clocks_are_set(open_page: OpenPage, dated_html: Path) -> None:
    """By their handles, by their fields, and back to any time."""
    page = open_page(dated_html)
    go_to(page, page.locator("#clock > summary"))
    press(page, "Enter")
    handle = page.get_by_label("Held from", exact=True).and_(page.locator("input[type=range]"))
    plain = page.locator(".two").screenshot()
    go_to(page, handle)
    assert page.locator(".two").screenshot() != plain
    press(page, "ArrowRight")
    expect(page.locator("[data-clock=from]")).not_to_have_value("")
    go_to(page, page.locator("[data-clock='known by']"))
    page.keyboard.type("2022-07-01")
    press(page, "Enter")
    expect(page.locator(".told")).to_contain_text("by 2022-07-01")
    go_to(page, page.locator("#undated"))
    press(page, "Space")
    expect(page.locator("#undated")).to_be_focused()
    go_to(page, page.get_by_role("button", name="Any time"))
    press(page, "Enter")
    expect(page.locator("[data-clock=from]")).to_be_focused()
    expect(page.locator("[data-clock=from]")).to_have_value("")


def test_two_are_connected_and_the_next_path_is_walked(page: Page) -> None:
    """From field to field to the paths, and away from them."""
    go_to(page, page.locator("#from"))
    page.keyboard.type("rogozin")
    press(page, "Enter")
    expect(page.locator("#to")).to_be_focused()
    page.keyboard.type("international space")
    press(page, "Enter")
    expect(heading(page)).to_be_focused()
    expect(heading(page)).to_have_text("Dmitry Rogozin to International Space Station")
    go_to(page, page.locator(".path .lead").nth(1))
    press(page, "Enter")
    expect(page.locator(".path").nth(1)).to_have_attribute("aria-current", "true")
    go_to(page, page.get_by_role("button", name="× Clear"))
    press(page, "Enter")
    expect(heading(page)).to_have_text("Who says so?")


def test_a_query_is_asked_and_cancelled(page: Page) -> None:
    """Tab leaves the editor; what has been cancelled leaves the keyboard where it is."""
    go_to(page, page.locator("#view-query"))
    press(page, "Enter")
    expect(page.locator("#query-status")).to_have_text("Ready.", timeout=60_000)
    editor = page.locator("#query .cm-content")
    go_to(page, editor)
    page.keyboard.insert_text("SELECT ?x { ?x ag:leads id:NASA }")
    press(page, "Control+Enter")
    expect(page.locator("#query-status")).to_have_text(re.compile("^1 row"), timeout=20_000)
    go_to(page, page.locator("#query-answer tbody button").first)
    press(page, "Enter")
    expect(heading(page)).to_have_text("Bill Nelson")
    go_to(page, editor, "Shift+Tab")
    press(page, "Control+a", "Delete")
    page.keyboard.insert_text(LONG)
    press(page, "Control+Enter")
    expect(page.locator("#query-status")).to_contain_text("Running…")
    go_to(page, page.locator("#query-stop"))
    press(page, "Enter")
    expect(page.locator("#query-status")).to_have_text(re.compile("^Cancelled"))
    assert held(page).tag != "body"


def test_the_table_is_sorted_and_a_row_is_opened(page: Page) -> None:
    """The sorted head keeps the keyboard; the rows are walked by arrows."""
    go_to(page, page.locator("#view-list"))
    press(page, "Enter")
    head = page.locator("#relations .sort").first
    go_to(page, head)
    press(page, "Enter", "Enter")
    expect(head).to_be_focused()
    expect(page.locator("#relations th[aria-sort]").first).to_have_attribute(
        "aria-sort", "descending"
    )
    go_to(page, page.locator("#relations tbody tr").first)
    press(page, "ArrowDown", "End", "Home", "Space")
    expect(page.locator("#relations tbody tr").first).to_be_focused()
    press(page, "Enter")
    expect(heading(page)).to_be_focused()


def test_the_timeline_is_walked_and_zoomed(page: Page) -> None:
    """From bar to bar, to a card."""
    choose(page, "Roscosmos")
    go_to(page, page.locator("#view-timeline"))
    press(page, "Enter")
    bar = page.locator(".bar-of-time[data-statement]").first
    go_to(page, bar)
    press(page, "+", "0", "End", "Home", "Enter")
    expect(heading(page)).to_be_focused()


@pytest.mark.parametrize(
    ("button", "window"), [("#save", "#save-window"), ("#help", "#help-window")]
)
def test_a_window_keeps_the_keyboard_and_gives_it_back(
    page: Page, button: str, window: str
) -> None:
    """To the button that has opened it, on Escape and on its own button."""
    opener = page.locator(button)
    for close in ("Escape", "Enter"):
        go_to(page, opener)
        press(page, "Enter")
        expect(page.locator(window)).to_be_visible()
        for _ in range(12):
            page.keyboard.press("Tab")
            inside = f"document.querySelector('{window}').contains(document.activeElement)"
            assert page.evaluate(inside) or held(page).tag == "body"
        go_to(page, page.locator(f"{window} .shut"))
        press(page, close)
        expect(page.locator(window)).to_be_hidden()
        expect(opener).to_be_focused()


def test_what_is_shown_is_saved(page: Page) -> None:
    """As a file, from the window of files."""
    go_to(page, page.locator("#save"))
    press(page, "Enter")
    go_to(page, page.get_by_role("button", name="GraphML"))
    with page.expect_download() as saved:
        press(page, "Enter")

    assert saved.value.suggested_filename.endswith(".graphml")
    expect(page.get_by_role("button", name="GraphML")).to_be_focused()


def test_a_story_is_told_closed_and_opened_again(open_page: OpenPage, story_html: Path) -> None:
    """The keyboard stays with the story."""
    page = open_page(story_html)
    onward = page.get_by_role("button", name="Next step")
    go_to(page, onward)
    press(page, "Enter", "Space", "ArrowLeft", "Enter", "Enter", "Enter")
    expect(page.locator("#story .count")).to_have_text("5 of 5")
    expect(page.get_by_role("button", name="Previous step")).to_be_focused()
    go_to(page, page.get_by_role("button", name="Close the story"))
    press(page, "Enter")
    expect(page.get_by_role("button", name="Tell the story")).to_be_focused()
    press(page, "Enter")
    expect(onward).to_be_focused()


def test_single_characters_can_be_switched_off_and_stay_off(page: Page) -> None:
    """For who dictates; what is chosen is remembered, and can be taken back."""
    page.keyboard.press("?")
    box = page.get_by_label("Single characters do something")
    go_to(page, box)
    press(page, "Space")
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("#search")).not_to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("#help-window")).to_be_hidden()
    page.reload()
    page.wait_for_selector("html[data-ready=true]")
    page.keyboard.press("/")
    expect(page.locator("#search")).not_to_be_focused()
    expect(page.locator(".search kbd")).to_be_hidden()
    page.locator("#help").press("Enter")
    expect(box).not_to_be_checked()
    go_to(page, box)
    press(page, "Space")
    page.keyboard.press("Escape")
    press(page, "/")
    expect(page.locator("#search")).to_be_focused()


def test_letters_do_nothing_to_a_card_once_they_are_switched_off(page: Page) -> None:
    """The buttons and Delete still do."""
    choose(page, "NASA")
    before = len(drawn(page, "nodes"))
    press(page, "c")
    assert len(drawn(page, "nodes")) < before
    press(page, "Control+z")
    page.locator("#help").click()
    page.get_by_label("Single characters do something").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    assert len(drawn(page, "nodes")) == before
    deed(page, "collapse")
    assert len(drawn(page, "nodes")) < before


def test_single_characters_work_where_nothing_can_be_remembered(
    open_page: OpenPage, sample_html: Path
) -> None:
    """As in the frame of a notebook, which may keep nothing."""
    outer = sample_html.with_name("keyless.html")
    outer.write_text(
        f"<iframe sandbox='allow-scripts' width=1300 height=850 src='{sample_html.name}'></iframe>"
        "<script>document.documentElement.dataset.ready = 'true'</script>",
        encoding="utf-8",
    )
    page = open_page(outer)
    frame = page.frame_locator("iframe")
    frame.locator("#help").click()
    frame.get_by_label("Single characters do something").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(frame.locator("#search")).not_to_be_focused()
    frame.locator("#help").click()
    frame.get_by_label("Single characters do something").check()
    page.keyboard.press("Escape")
    page.keyboard.press("/")

    expect(frame.locator("#search")).to_be_focused()
