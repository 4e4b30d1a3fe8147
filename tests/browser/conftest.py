"""A headless Chromium for the page's tests: whatever the page asks of the network is a failure."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from astrograph import open_store
from astrograph.explorer import build_payload
from astrograph.explorer.page import write_page
from browser.sample import claim_iri, sample_payload

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from astrograph.explorer.payload import Holds
    from serving import Served

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
DATES = {10: ("2022-07-15", None), 48: ("2018-05-24", "2022-07-15"), 22: ("2021-05-03", None)}
"""Claim by number: the days on which what it says began and ended."""
NOTE = "GPU stall due to ReadPixels"
"""What a browser that draws without a graphics card remarks about its own slowness."""
FAILED = "Failed to load resource: "
"""What a browser remarks of every request that fails, of which the page itself tells."""
LOCAL = ("file:", "data:", "blob:", "about:")


class OpenPage(Protocol):
    """Open a rendered page; `before` runs ahead of its scripts, the rest goes to the context."""

    def __call__(self, html: Path, address: str = "", *, before: str = "", **context: Any) -> Page:  # noqa: ANN401
        """Return the page once it is ready."""
        ...


class Visit(Protocol):
    """Open a page of a server."""

    def __call__(self, served: Served, address: str = "/", **context: Any) -> Page:  # noqa: ANN401
        """Return the page once it is ready."""
        ...


class Launch(Protocol):
    """Start Debian's Chromium."""

    def __call__(self, *flags: str) -> Browser:
        """Return the browser, started with these flags beside our own."""
        ...


@pytest.fixture(scope="session")
def launch() -> Iterator[Launch]:
    """Let a browser be started; there can be only one playwright to do it."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("no chromium on this machine")
    with sync_playwright() as playwright:
        yield lambda *flags: playwright.chromium.launch(
            executable_path=program, args=[*FLAGS, *flags]
        )


@pytest.fixture(scope="session")
def chromium(launch: Launch) -> Iterator[Browser]:
    """Start Debian's Chromium once for all tests."""
    browser = launch()
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def sample_html(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Render the sample once for all tests."""
    html = tmp_path_factory.mktemp("page") / "sample.html"
    write_page(sample_payload(), html)
    return html


@pytest.fixture(scope="session")
def dated_html(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Render the sample with the terms of three who led, and two sources."""
    payload = sample_payload()
    for number, (began, ended) in DATES.items():
        claim = payload["claims"][claim_iri(number)]
        start, end = (day and f"{day}T00:00:00Z" for day in (began, ended))
        holds: Holds = {
            "start_earliest": start,
            "start_latest": start,
            "end_earliest": end,
            "end_latest": end,
        }
        claim["holds"] = holds
        claim["said"] = {"earliest": f"202{number % 10}-01-05T00:00:00Z", "latest": None}
    payload["claims"][claim_iri(38)]["source"] = {"iri": "x:wire", "title": "A wire report"}
    payload["sources"]["x:wire"] = {
        "iri": "x:wire",
        "title": "A wire report",
        "url": None,
        "license": None,
    }
    html = tmp_path_factory.mktemp("dated") / "dated.html"
    write_page(payload, html)
    return html


@pytest.fixture(scope="session")
def article_html(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Render the shipped graph, with SPARQL, once for all tests."""
    html = tmp_path_factory.mktemp("article") / "article.html"
    write_page(build_payload(open_store(slice="article")), html)
    return html


@pytest.fixture(scope="session")
def story_html(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Path:
    """Render it with the documentation's story."""
    html = tmp_path_factory.mktemp("story") / "story.html"
    story = pytestconfig.rootpath / "docs" / "examples" / "story.toml"
    write_page(build_payload(open_store(slice="article"), story=story), html)
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
                if message.type in {"error", "warning"} and NOTE not in message.text
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

    def open_it(html: Path, address: str = "", *, before: str = "", **context: Any) -> Page:  # noqa: ANN401
        opened = chromium.new_context(
            **{"viewport": {"width": 1400, "height": 900}, "reduced_motion": "reduce", **context}
        )
        contexts.append(opened)
        page = opened.new_page()
        hear(page)
        if before:
            page.add_init_script(before)
        page.goto(html.as_uri() + address)
        if context.get("java_script_enabled", True):
            page.wait_for_selector("html[data-ready=true]", state="attached")
        return page

    yield open_it
    for opened in contexts:
        opened.close()
    assert complaints == []


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Visit]:
    """Open pages, and fail afterwards if any complained or asked for something elsewhere."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def hear(page: Page, home: str) -> None:
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
        page.on(
            "console",
            lambda message: (
                complaints.append(f"{message.type}: {message.text}")
                if message.type in {"error", "warning"}
                and NOTE not in message.text
                and not message.text.startswith(FAILED)
                else None
            ),
        )
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((home, "data:", "blob:"))
                else complaints.append(f"request: {request.url}")
            ),
        )

    def open_it(served: Served, address: str = "/", **context: Any) -> Page:  # noqa: ANN401
        looks = {"viewport": {"width": 1400, "height": 900}, "reduced_motion": "reduce", **context}
        opened = chromium.new_context(**looks)
        contexts.append(opened)
        page = opened.new_page()
        hear(page, served.address)
        page.goto(served.address.rstrip("/") + address)
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
