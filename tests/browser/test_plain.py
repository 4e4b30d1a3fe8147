"""A page in pyvis' own look: nothing is fetched, and any text stays text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from astrograph.explorer.page import write_page
from browser.sample import sample_payload

if TYPE_CHECKING:
    from pathlib import Path

    from browser.conftest import OpenPage

pytestmark = pytest.mark.browser


def open_plain(html: Path) -> None:
    """Note down that pyvis' page, which does not say so itself, is ready."""
    text = html.read_text(encoding="utf-8")
    html.write_text(text.replace("<html ", '<html data-ready="true" ', 1), encoding="utf-8")


def test_a_plain_page_is_pyvis_own_drawing_and_fetches_nothing(
    open_page: OpenPage, tmp_path: Path
) -> None:
    """Twenty-four marks, thirty lines, in the places that the other page has, too."""
    html = tmp_path / "plain.html"
    write_page(sample_payload(), html, plain=True)
    open_plain(html)
    page = open_page(html)

    assert page.evaluate("[nodes.length, edges.length]") == [24, 30]
    assert page.evaluate("typeof bootstrap") == "undefined"
    assert page.title() == "Who is who in the ISS partnership"
