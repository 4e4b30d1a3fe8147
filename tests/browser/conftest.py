"""A headless Chromium for the page's tests: whatever the page asks of the network is a failure."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from astrograph.explorer.page import write_page
from browser.sample import sample_payload

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LOCAL = ("file:", "data:", "blob:", "about:")


class OpenPage(Protocol):
    """Open a rendered page; keyword arguments go to the browser context."""

    def __call__(self, html: Path, address: str = "", **context: Any) -> Page:  # noqa: ANN401
        """Return the page once it is ready."""
        ...


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start Debian's Chromium once for all tests."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("no chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def sample_html(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Render the sample once for all tests."""
    html = tmp_path_factory.mktemp("page") / "sample.html"
    write_page(sample_payload(), html)
    return html


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[OpenPage]:
    """Open pages, and fail afterwards if any asked for something or complained."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def hear(page: Page) -> None:
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
        page.on(
            "console",
            lambda message: (
                complaints.append(f"{message.type}: {message.text}")
                if message.type in {"error", "warning"}
                else None
            ),
        )
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith(LOCAL)
                else complaints.append(f"request: {request.url}")
            ),
        )

    def open_it(html: Path, address: str = "", **context: Any) -> Page:  # noqa: ANN401
        opened = chromium.new_context(
            **{"viewport": {"width": 1400, "height": 900}, "reduced_motion": "reduce", **context}
        )
        contexts.append(opened)
        page = opened.new_page()
        hear(page)
        page.goto(html.as_uri() + address)
        if context.get("java_script_enabled", True):
            page.wait_for_selector("html[data-ready=true]", state="attached")
        return page

    yield open_it
    for opened in contexts:
        opened.close()
    assert complaints == []


@pytest.fixture
def page(open_page: OpenPage, sample_html: Path) -> Page:
    """Open the sample in a wide window with light colours."""
    return open_page(sample_html, color_scheme="light")
