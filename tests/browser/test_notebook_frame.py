"""The page inside a notebook: a frame without an origin, in which everything still works."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from astrograph import explore, open_store
from astrograph.explorer.notebook import Frame

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import FrameLocator, Page

    from browser.conftest import OpenPage

pytestmark = pytest.mark.browser


@pytest.fixture
def host(open_page: OpenPage, tmp_path: Path) -> Page:
    """Show the page as a notebook does: as the output of a cell in a page of somebody else."""
    frame = open_store(slice="article").explore("Roscosmos")
    assert isinstance(frame, Frame)
    path = tmp_path / "notebook.html"
    path.write_text(
        '<!DOCTYPE html><html data-ready="true"><meta charset="utf-8"><title>Notebook</title>'
        f"<h1>A notebook</h1>{frame._repr_html_()}</html>",
        encoding="utf-8",
    )
    return open_page(path)


def inside(host: Page) -> FrameLocator:
    """Return the frame."""
    return host.frame_locator("iframe")


def test_the_frame_may_run_scripts_and_hand_out_files_and_nothing_else() -> None:
    """Above all it may not have the origin of the notebook's server."""
    shown = explore(open_store(slice="article"), "Roscosmos", height=400)._repr_html_()
    page = re.search(r'srcdoc="([^"]*)"', shown)
    assert page is not None
    frame = shown.replace(page[0], "")

    assert re.findall(r'sandbox="([^"]*)"', frame) == ["allow-scripts allow-downloads"]
    assert 'height="400"' in frame
    assert "<script" not in shown
    assert html.unescape(page[1]).startswith("<!DOCTYPE html>")


def test_search_card_table_and_timeline_work_in_the_frame(host: Page) -> None:
    """Without a warning, though the address is not the page's to change."""
    frame = inside(host)
    expect(frame.locator("#details h2")).to_have_text("Roscosmos")
    frame.locator("#search").fill("рогозин")
    frame.locator("#search").press("Enter")
    expect(frame.locator("#details h2")).to_have_text("Dmitry Rogozin")
    frame.locator("#view-list").click()
    expect(frame.locator("#relations tbody tr")).not_to_have_count(0)
    frame.locator("#view-timeline").click()
    expect(frame.locator("#timeline h2")).to_have_text("Dmitry Rogozin over time")


def test_files_can_be_saved_from_the_frame(host: Page) -> None:
    """The one thing beside scripts that it may do."""
    frame = inside(host)
    frame.locator("#save").click()
    with host.expect_download() as waiting:
        frame.get_by_role("button", name="Turtle").click()

    assert waiting.value.suggested_filename.endswith("-claims.ttl")


def test_the_frame_cannot_reach_the_notebook(host: Page) -> None:
    """It has no origin that anybody shares."""
    frame = next(each for each in host.frames if each.parent_frame)
    script = "() => { try { return parent.document.title } catch (error) { return error.name } }"

    assert frame.evaluate("origin") == "null"
    assert frame.evaluate(script) == "SecurityError"
