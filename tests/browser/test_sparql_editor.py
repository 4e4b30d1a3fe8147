"""The editor for SPARQL: what is pasted, undone, completed and complained of, and the way out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from browser.asking import ask, content, status
from browser.pointing import drawn

if TYPE_CHECKING:
    from pathlib import Path

    from browser.conftest import OpenPage

pytestmark = pytest.mark.browser

FOCUS = "document.activeElement.shadowRoot?.activeElement?.className || document.activeElement.id"
LONG = "\r\n".join(
    [
        "# Кто руководит чем? 谁领导什么? 🛰",
        "PREFIX мой: <http://example.org/>",
        "SELECT\t?кто\t?что",
        "WHERE {",
        "\t?кто\tag:leads\t?что .",
        "\t?кто\tskos:prefLabel\t?имя",
        *(f"\tFILTER (?имя != 'никто {number}')" for number in range(300)),
        "}",
    ]
)


@pytest.fixture
def page(open_page: OpenPage, article_html: Path) -> Page:
    """Open the view for SPARQL, with leave to use the clipboard."""
    allowed = ["clipboard-read", "clipboard-write"]
    page = open_page(article_html, permissions=allowed)
    page.get_by_role("button", name="SPARQL", exact=True).click()
    expect(status(page)).to_have_text("Ready.", timeout=60_000)
    return page


def paste(page: Page, text: str) -> None:
    """Paste a text in place of what the editor holds, as a person does."""
    page.evaluate("(text) => navigator.clipboard.writeText(text)", text)
    content(page).focus()
    page.keyboard.press("Control+A")
    page.keyboard.press("Control+V")


def test_a_long_query_is_pasted_as_it_is(page: Page) -> None:
    """With ends of lines of another system, tabs, and letters of any script."""
    paste(page, LONG)
    page.keyboard.press("Control+Enter")

    expect(status(page)).to_have_text("3 rows.", timeout=20_000)
    expect(page.locator("#query-answer th").first).to_have_text("кто")
    page.keyboard.press("Control+A")
    page.keyboard.press("Control+C")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.splitlines() == LONG.splitlines()


def test_a_mistake_in_a_long_query_is_found_where_it_stands(page: Page) -> None:
    """By line and column, whatever the ends of lines and the letters before it."""
    start = ["# 🛰", "SELECT ?x", "WHERE {", "\t?x ag:leads ?y ."]
    paste(page, "\r\n".join([*start, "\t?x skos:prefLabel '🛰🛰' . ?x ag:leads .", "}"]))
    page.keyboard.press("Control+Enter")

    expect(status(page)).to_have_text(re.compile(r"^Line 5, column 40: "))
    paste(page, "\r\n".join([*start, "\t?x skos:prefLabel '🛰🛰' ; zz:name ?z .", "}"]))
    page.keyboard.press("Control+Enter")
    expect(status(page)).to_have_text("Line 5, column 27: the prefix zz: is not declared")
    expect(page.locator("#query .cm-fault")).to_have_text("zz:name")
    page.keyboard.type("ag:leads")
    expect(page.locator("#query .cm-fault")).to_have_count(0)


def test_what_is_typed_is_undone_in_the_editor_alone(page: Page) -> None:
    """And what was done to the drawing by the page's own undo, outside of it."""
    page.fill("#search", "NASA")
    page.keyboard.press("Enter")
    page.keyboard.press("Delete")
    before = len(drawn(page, "nodes"))
    paste(page, "ASK { }")
    content(page).focus()
    page.keyboard.press("Control+Z")
    expect(content(page)).not_to_contain_text("ASK")
    page.keyboard.press("Control+Y")
    expect(content(page)).to_contain_text("ASK { }")
    assert len(drawn(page, "nodes")) == before
    page.locator("#query-run").focus()
    page.keyboard.press("Control+Z")
    assert len(drawn(page, "nodes")) == before + 1
    expect(content(page)).to_contain_text("ASK { }")


def test_what_is_typed_replaces_what_is_selected(page: Page) -> None:
    """Without a style of the browser's own, of which the page's policy would complain."""
    paste(page, "SELECT ?x { ?x a ag:Person }")
    page.keyboard.press("Control+A")
    page.keyboard.type("ASK")
    expect(content(page)).to_have_text("ASK")
    page.keyboard.press("Control+A")
    page.keyboard.type("(")
    expect(content(page)).to_have_text("(ASK)")
    page.keyboard.press("Control+Z")
    page.keyboard.press("Control+Z")

    expect(content(page)).to_have_text("SELECT ?x { ?x a ag:Person }")


def test_tab_and_escape_leave_the_editor(page: Page) -> None:
    """Tab by the order of the page, Escape once the list of names is closed; the help says so."""
    content(page).focus()
    page.keyboard.type("sel")
    expect(page.locator("#query .cm-tooltip-autocomplete")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#query .cm-tooltip-autocomplete")).to_have_count(0)
    assert "cm-content" in page.evaluate(FOCUS)
    page.keyboard.press("Escape")
    assert page.evaluate(FOCUS) == "query-run"
    page.keyboard.press("Shift+Tab")
    assert "cm-content" in page.evaluate(FOCUS)
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS) == "query-run"
    expect(content(page)).to_have_text("sel")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(FOCUS) == "query-examples"
    page.locator("#help").click()
    expect(page.locator("#help-window")).to_contain_text("leave the query for the next button")


def test_nothing_is_completed_inside_a_text(page: Page) -> None:
    """Nor in a comment; where a class has to come, classes are offered."""
    options = page.locator("#query .cm-completionLabel")
    content(page).fill("")
    content(page).focus()
    page.keyboard.type("ASK { ?x a ag:Per")
    expect(options.first).to_have_text("ag:Person")
    page.keyboard.press("Enter")
    page.keyboard.type(" # Rosc")
    page.wait_for_timeout(400)
    expect(options).to_have_count(0)


def test_enter_after_a_whole_word_begins_a_line(page: Page) -> None:
    """Though the word stands in the list of names."""
    content(page).fill("")
    content(page).focus()
    page.keyboard.type("ASK { ?x a ag:Person")
    expect(page.locator("#query .cm-completionLabel").first).to_have_text("ag:Person")
    page.wait_for_timeout(100)  # A list that has just opened takes no key.
    page.keyboard.press("Enter")

    expect(page.locator("#query .cm-line")).to_have_count(2)


def test_the_keys_of_the_page_stay_out_of_the_editor(page: Page) -> None:
    """A slash is a sign of a query there, and Escape closes no card."""
    ask(page, "SELECT ?x { ?x ag:leads id:NASA }")
    page.locator("#query-answer").get_by_role("button", name="Bill Nelson").click()
    content(page).focus()
    page.keyboard.press("End")
    page.keyboard.type("/?")
    expect(content(page)).to_contain_text("/?")
    page.keyboard.press("Escape")
    expect(page.locator("#details h2")).to_have_text("Bill Nelson")
