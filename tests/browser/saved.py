"""Takes what the page lets the reader save."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


def saved_by(page: Page, press: Locator) -> tuple[str, bytes]:
    """Press something that saves a file; return the file's name and what is in it."""
    with page.expect_download() as waiting:
        press.click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def save_as(page: Page, name: str) -> tuple[str, bytes]:
    """Open the window of files, press one of its offers, and close it again."""
    page.locator("#save").click()
    found = saved_by(
        page, page.locator("#save-window").get_by_role("button", name=name, exact=True)
    )
    page.keyboard.press("Escape")
    return found
