"""What a live page holds just now, and how to wait until it holds more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

HELD = "window.astrograph.store"
PATIENCE = 400


def held(page: Page) -> set[str]:
    """Return the entities that the page holds."""
    return set(page.evaluate(f"{HELD}.entities.map(({{ iri }}) => iri)"))


def stated(page: Page) -> list[tuple[str, ...]]:
    """Return the statements that the page holds."""
    script = f"""{HELD}.numbers.map((number) => {{
        const {{ subject, relation, object, tense }} = {HELD}.statement(number);
        return [subject, relation.iri, object, tense];
    }})"""
    return [tuple(each) for each in page.evaluate(script)]


def until(page: Page, script: str) -> None:
    """Wait until something is so; the page's policy lets nothing else wait for it in the page."""
    for _ in range(PATIENCE):
        if page.evaluate(script):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"it never comes to this: {script}")
