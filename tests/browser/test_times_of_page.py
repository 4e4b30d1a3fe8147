"""A page that was made for a time, in the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from astrograph.explorer import build_payload, write_page
from astrograph.model import Interval
from builders import ID, claim, store_of

if TYPE_CHECKING:
    from pathlib import Path

    from browser.conftest import OpenPage

pytestmark = pytest.mark.browser


def day(year: int) -> str:
    """Return the first instant of a year."""
    return f"{year}-01-01T00:00:00Z"


def test_it_tells_what_was_so_then_and_lists_no_claim_of_another_time(
    open_page: OpenPage, tmp_path: Path
) -> None:
    """Its lines held then, not now; so does the legend say, and the card."""
    then, later = Interval(day(1960), day(1960)), Interval(day(2000), day(2000))
    denied = {"polarity": "Negative", "modality": "Denial"}
    store = store_of(
        claim("A", "partOf", "B", holds=then),
        claim("A", "leads", "B", holds=later),
        claim("A", "operates", "B", holds=later, paraphrase="What was denied later.", **denied),
        claim("A", "leaves", "B", holds=then, paraphrase="What was denied then.", **denied),
    )
    write_page(build_payload(store, at=day(1965)), tmp_path / "page.html")
    page = open_page(tmp_path / "page.html", f"#entity={ID}A")

    card = page.locator("#details")
    expect(card.locator("[data-relation]")).to_have_count(1)
    expect(card.locator("[data-relation]")).to_contain_text("then · ")
    expect(page.locator("[data-filter='tense:present']")).to_contain_text("held then")
    expect(card).to_contain_text("What was denied then.")
    expect(card).not_to_contain_text("What was denied later.")
    card.locator("[data-relation]").click()
    expect(card.locator(".chips").first).to_contain_text("then")
