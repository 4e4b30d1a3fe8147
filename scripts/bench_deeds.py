"""Measures how long what a reader does to a large page keeps it from hearing the next deed."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

CLICK = "(selector) => document.querySelector(selector).click()"
SLIDE = """([name, steps]) => {
    const handle = document.querySelector(`[aria-label="${name}"]`);
    handle.value = Number(handle.value) + steps;
    handle.dispatchEvent(new Event("input"));
}"""
ENDS = (("Dmitry Rogozin", "Kathy Lueders"), ("NASA", "Sergei Krikalev"), ("Baikonur", "SpaceX"))
FILTERS = ("tense:past", "tense:plan", "type:", "standing:disputed")
HANDLES = (("Held from", 3), ("Held until", -3), ("Known by", -3))


def longest_task(browser: Browser, page: Page, deed: Callable[[], object]) -> float:
    """Return for how long a deed keeps the page from hearing the next one.

    Args:
        browser: The browser.
        page: The page.
        deed: What a reader does to it.

    Returns:
        What the longest task computed on the page's main thread that came of it, in milliseconds.
    """
    browser.start_tracing(page=page, categories=["toplevel", "disabled-by-default-lighthouse"])
    deed()
    page.wait_for_timeout(500)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    threads = {
        (each["pid"], each["tid"])
        for each in events
        if each["name"] == "thread_name" and each["args"]["name"] == "CrRendererMain"
    }
    spent: list[float] = [
        each["tdur"] / 1000
        for each in events
        if "tdur" in each and "RunTask" in each["name"] and (each["pid"], each["tid"]) in threads
    ]
    return max(spent)


def deeds(browser: Browser, page: Page) -> Iterator[tuple[str, float]]:
    """Do what a reader does to a large page.

    Args:
        browser: The browser.
        page: The page, once it has come to rest.

    Yields:
        What was done, and the longest task that came of any of it, in milliseconds of computing.
    """

    def choose(side: str, name: str) -> float:
        page.fill(f"#{side}", name)
        page.wait_for_selector(f"#{side}-list [role=option]")
        return longest_task(browser, page, lambda: page.keyboard.press("Enter"))

    chosen = []
    for ends in ENDS:
        chosen += [choose(side, name) for side, name in zip(("from", "to"), ends, strict=True)]
        page.keyboard.press("Escape")
        page.wait_for_timeout(300)
    yield "choosing the ends of a path", max(chosen)
    keys = [f"[data-filter^='{key}']" for key in FILTERS for _ in range(2)]
    clicks = [longest_task(browser, page, partial(page.evaluate, CLICK, key)) for key in keys]
    yield "a filter click", max(clicks)
    page.locator("#clock summary").click()
    page.wait_for_timeout(500)
    slides = [list(step) for step in HANDLES for _ in range(3)]
    steps = [longest_task(browser, page, partial(page.evaluate, SLIDE, step)) for step in slides]
    yield "a step of a handle of time", max(steps)
