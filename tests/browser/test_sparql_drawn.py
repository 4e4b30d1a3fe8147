"""What a SPARQL query finds or constructs is drawn, listed, told, and taken away again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

from astrograph import find_entities, open_store
from astrograph.explorer import build_payload, write_page
from browser.asking import ask, open_query, status
from browser.pointing import drawn

if TYPE_CHECKING:
    from pathlib import Path

    from browser.conftest import OpenPage

pytestmark = pytest.mark.browser

LED_BY = """CONSTRUCT { ?y ag:ledBy ?x . ?x ag:leads ?y . ?x a ag:Person . ?y skos:prefLabel ?n }
WHERE { ?x ag:leads ?y . ?y skos:prefLabel ?n }"""
FAINT = "astrograph.picturing.nodes.get().filter((node) => node.opacity < 1).length"
NODES = "astrograph.picturing.nodes.get().length"


@pytest.fixture
def page(open_page: OpenPage, article_html: Path) -> Page:
    """Open the view for SPARQL."""
    return open_query(open_page, article_html)


def made_lines(page: Page) -> list[dict[str, Any]]:
    """Return the lines that a query has made, as they are drawn."""
    found: list[dict[str, Any]] = page.evaluate(
        """astrograph.picturing.edges.get()
        .filter(({ id }) => id < 0)
        .map(({ from, to, dashes, hidden }) => ({ from, to, dashes, hidden }))"""
    )
    return found


def test_what_is_constructed_is_drawn_listed_and_told(page: Page) -> None:
    """Relations of the page stand out; the query's own lines are dashed, and lead anywhere."""
    nodes = page.evaluate(NODES)
    ask(page, LED_BY)

    told = (
        "12 triples. 3 relations of the page stand out. 6 lines are drawn that the query has made. "
        "3 triples end in a text, and stand in the answer alone."
    )
    expect(status(page)).to_have_text(told)
    expect(page.locator("#deed")).to_contain_text("6 lines are drawn that the query has made.")
    lines = made_lines(page)
    assert len(lines) == 6
    assert all(len(line["dashes"]) == 4 and not line["hidden"] for line in lines)
    assert page.evaluate(NODES) == nodes + 1
    assert page.evaluate(NODES) - page.evaluate(FAINT) == 7
    expect(page.locator("#details h2")).to_have_text("Constructed by your query")
    expect(page.locator("#details [data-made]")).to_have_count(6)
    expect(page.locator("#details [data-made]").first).to_contain_text("constructed by your query")


def test_lines_of_a_query_are_read_and_left_by_the_keyboard(page: Page) -> None:
    """From the list to the line's card, to what it leads to, and back."""
    ask(page, LED_BY)
    row = page.locator("#details [data-made]", has_text="NASA ag:ledBy Bill Nelson")
    row.focus()
    page.keyboard.press("Enter")

    expect(page.locator("#details h2")).to_have_text("NASA ag:ledBy Bill Nelson")
    expect(page.locator("#details")).to_contain_text("your query has made this line")
    page.locator("#details .between button", has_text="Bill Nelson").press("Enter")
    expect(page.locator("#details h2")).to_have_text("Bill Nelson")
    page.get_by_role("button", name="← Back").press("Enter")
    page.get_by_role("button", name="← Back").press("Enter")
    page.locator("#details [data-made]", has_text="Bill Nelson rdf:type person").press("Enter")
    page.locator("#details .between button", has_text="person").press("Enter")
    expect(page.locator("#details h2")).to_have_text("person")
    expect(page.locator("#details")).to_contain_text("no entity of the page")
    expect(page.locator("#details a")).to_have_attribute("href", re.compile(r"ontology#Person$"))


def test_what_a_query_has_drawn_is_undone_redone_and_cleared(page: Page) -> None:
    """By the page's own undo, and by the button of the list."""
    ask(page, LED_BY)
    expect(status(page)).to_contain_text("12 triples")
    page.locator("#undo").click()
    assert made_lines(page) == []
    assert page.evaluate(FAINT) == 0
    page.locator("#redo").click()
    assert len(made_lines(page)) == 6
    page.get_by_role("button", name="Clear", exact=True).press("Enter")
    assert made_lines(page) == []
    assert page.evaluate(FAINT) == 0
    expect(page.locator("#deed")).to_have_text("What the query had drawn was taken away.")
    ask(page, "CONSTRUCT { ?y ag:ledBy ?x } { ?x ag:leads ?y }")
    expect(status(page)).to_contain_text("3 lines")
    ask(page, "CONSTRUCT { ?x ag:mate ?y } { ?x ag:leads ?a . ?y ag:leads ?b FILTER (?x != ?y) }")
    expect(status(page)).to_contain_text("6 lines")
    assert len(made_lines(page)) == 6
    page.get_by_role("button", name="Clear from the drawing").click()
    assert made_lines(page) == []


def test_a_query_in_the_address_draws_again(page: Page) -> None:
    """When the page is opened anew."""
    ask(page, LED_BY)
    expect(status(page)).to_contain_text("12 triples")
    page.reload()

    expect(status(page)).to_contain_text("6 lines are drawn", timeout=60_000)
    assert len(made_lines(page)) == 6


def test_whatever_a_query_constructs_stays_text(page: Page) -> None:
    """In names of resources and predicates; only an address on the web is a link."""
    ask(
        page,
        "CONSTRUCT { id:NASA <javascript:alert(1)> ?x . ?x <x:%22> <javascript:alert(2)> } "
        "WHERE { BIND (<data:text/html,%3Cscript%3Ealert(3)%3C/script%3E> AS ?x) }",
    )
    expect(status(page)).to_contain_text("2 lines are drawn")
    page.locator("#details [data-made]", has_text="NASA").click()
    page.locator("#details .between button").last.click()

    expect(page.locator("#details :is(a, img, script)")).to_have_count(0)
    expect(page.locator("#details h2")).to_contain_text("data:text/html")


def test_entities_of_an_answer_are_shown_on_the_graph(open_page: OpenPage, tmp_path: Path) -> None:
    """Those that are not drawn come in; the filters still apply."""
    payload = build_payload(open_store())
    payload["drawn"] = [find_entities(open_store(), "NASA")[0].entity.iri]
    write_page(payload, tmp_path / "page.html")
    page = open_query(open_page, tmp_path / "page.html")
    assert len(drawn(page, "nodes")) == 1
    ask(page, "SELECT ?x ?y { ?x ag:leads ?y }")
    expect(status(page)).to_have_text("3 rows.")
    page.get_by_role("button", name="Show on the graph").press("Enter")

    expect(status(page)).to_have_text("3 rows. 6 entities stand out. 5 of them were brought in.")
    assert len(drawn(page, "nodes")) == 6
    expect(page.locator("#details h2")).to_have_text("Found by your query")
    page.get_by_role("button", name="Clear", exact=True).click()
    assert len(drawn(page, "nodes")) == 1


def test_an_answer_without_entities_offers_no_drawing(page: Page) -> None:
    """A count is no entity."""
    ask(page, "SELECT (COUNT(*) AS ?n) { ?x ag:leads ?y }")

    expect(status(page)).to_have_text("1 row.")
    expect(page.get_by_role("button", name="Show on the graph")).to_have_count(0)
