"""Asking a page in SPARQL, as a person at the keyboard does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    from browser.conftest import OpenPage


def open_query(open_page: OpenPage, html: Path, address: str = "", *, before: str = "") -> Page:
    """Open the view for SPARQL, and wait until its engine is ready."""
    page = open_page(html, address, before=before)
    page.get_by_role("button", name="SPARQL", exact=True).click()
    expect(status(page)).to_have_text("Ready.", timeout=60_000)
    return page


def status(page: Page) -> Locator:
    """Return what says how a query went."""
    return page.locator("#query-status")


def content(page: Page) -> Locator:
    """Return the text field of the editor."""
    return page.locator("#query .cm-content")


def ask(page: Page, query: str) -> None:
    """Type a query in place of the one that is there, and run it by the keyboard."""
    content(page).focus()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(query)
    page.keyboard.press("Control+Enter")
