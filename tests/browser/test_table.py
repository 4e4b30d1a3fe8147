"""The table: what is shown, to sort, to choose from, and to take along."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from astrograph.explorer.page import write_page
from browser.pointing import heading
from browser.sample import entity_iri, sample_payload
from browser.saved import save_as, saved_by

if TYPE_CHECKING:
    from pathlib import Path

    from browser.conftest import OpenPage

pytestmark = pytest.mark.browser

FORMULA = "=HYPERLINK(1)"


@pytest.fixture
def table(open_page: OpenPage, sample_html: Path) -> Page:
    """Open the sample on its table."""
    return open_page(sample_html, "#view=list")


def column(page: Page, number: int, of: str = "relations") -> list[str]:
    """Return what stands in one column, from 1 on."""
    return page.locator(f"#{of} tbody tr > :nth-child({number})").all_text_contents()


def rows_of(content: bytes) -> list[list[str]]:
    """Read a file as RFC 4180 has it."""
    text = content.decode("utf-8")
    assert text.endswith("\r\n")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_a_head_sorts_up_then_down_then_not_at_all(table: Page) -> None:
    """And says so to those who hear the page."""
    start = column(table, 1)
    head = table.locator("#relations thead th").first
    press = head.get_by_role("button")

    press.click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    assert column(table, 1) == sorted(start, key=str.casefold)
    press.press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")
    assert column(table, 1) == sorted(start, key=str.casefold, reverse=True)
    press.press("Enter")
    assert head.get_attribute("aria-sort") is None
    assert column(table, 1) == start


def test_every_column_of_both_tables_sorts(table: Page) -> None:
    """One at a time; those without a date come last."""
    for name in ("relations", "entities"):
        for head in table.locator(f"#{name} thead th").all():
            head.get_by_role("button").click()
            expect(head).to_have_attribute("aria-sort", "ascending")
            expect(table.locator(f"#{name} [aria-sort]")).to_have_count(1)
    assert column(table, 7) == sorted(column(table, 7), key=int)


def test_the_table_keeps_its_order_under_filters_and_loses_what_they_hide(table: Page) -> None:
    """It lists what is shown, and says how much that is."""
    table.get_by_role("button", name="Relation", exact=True).click()
    table.click("[data-filter='tense:present']")

    left = [each for each in sample_payload()["statements"] if each["tense"] != "present"]
    expect(table.locator("#count-relations")).to_have_text(str(len(left)))
    assert column(table, 2) == sorted(
        (each["relation"]["label"] for each in left), key=str.casefold
    )


def test_a_row_is_chosen_by_a_click_and_opened_by_enter(table: Page) -> None:
    """The keyboard stays in the table, until Enter takes it to the card."""
    rows = table.locator("#relations tbody tr")
    rows.nth(2).locator("td").nth(2).click()
    expect(rows.nth(2)).to_have_attribute("aria-current", "true")
    expect(heading(table)).to_have_text(sample_payload()["statements"][2]["sentence"])

    rows.nth(2).focus()
    table.keyboard.press("ArrowDown")
    table.keyboard.press("Space")
    expect(rows.nth(3)).to_have_attribute("aria-current", "true")
    expect(rows.nth(3)).to_be_focused()
    table.keyboard.press("ArrowDown")
    table.keyboard.press("Enter")
    expect(heading(table)).to_have_text(sample_payload()["statements"][4]["sentence"])
    expect(heading(table)).to_be_focused()
    table.keyboard.press("Escape")
    expect(table.locator("#relations [aria-current]")).to_have_count(0)


def test_one_row_of_a_table_takes_the_tab_key(table: Page) -> None:
    """Thirty rows are no thirty stops."""
    rows = table.locator("#relations tbody tr")

    assert [row.get_attribute("tabindex") for row in rows.all()].count("0") == 1
    rows.first.focus()
    table.keyboard.press("End")
    expect(rows.last).to_be_focused()
    assert [row.get_attribute("tabindex") for row in rows.all()].count("0") == 1


def test_the_shown_relations_are_saved_in_the_order_of_the_table(table: Page) -> None:
    """With their IRIs and claims, for whoever reads on."""
    table.click("[data-filter='tense:past']")
    table.get_by_role("button", name="Who or what").click()
    name, content = saved_by(table, table.locator("#csv-relations"))
    head, *rows = rows_of(content)

    assert name == "who-is-who-in-the-iss-partnership-relations.csv"
    assert [row[0] for row in rows] == column(table, 1)
    assert len(rows) == sum(each["tense"] != "past" for each in sample_payload()["statements"])
    found = dict(zip(head, next(row for row in rows if row[1] == "leads"), strict=True))
    assert found["subject IRI"] in {entity_iri("YuriBorisov"), entity_iri("BillNelson")}
    assert found["claim IRIs"].startswith("https://w3id.org/astrograph/claim/")
    assert found["sources"] == "News article on Russia's plans for the ISS partnership"


def test_the_shown_entities_are_saved(table: Page) -> None:
    """All names of each, whatever their script."""
    _, content = save_as(table, "Entities as CSV")

    station = next(row for row in rows_of(content) if row[0] == "International Space Station")
    assert station[1:] == ["SpaceStation", "ISS; МКС; 国际空间站", "2", entity_iri("ISS")]


def test_no_cell_of_a_saved_table_is_a_formula(open_page: OpenPage, tmp_path: Path) -> None:
    """A spreadsheet would run it."""
    payload = sample_payload()
    payload["entities"][0]["label"] = f'{FORMULA},"x"\n'
    write_page(payload, tmp_path / "page.html")
    page = open_page(tmp_path / "page.html", "#view=list")
    _, content = saved_by(page, page.locator("#csv-relations"))

    cells = [cell for row in rows_of(content) for cell in row]
    assert f'\'{FORMULA},"x"\n' in cells
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)
