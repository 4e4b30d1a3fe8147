"""Where things stand in the window, and what the drawing shows just now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from browser.sample import entity_iri, sample_payload

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

NETWORK = "window.astrograph.picturing.network"
STAY = "Roscosmos plans to stay in ISS partnership"


def place_of(page: Page, name: str) -> tuple[float, float]:
    """Return where an entity's mark stands in the window."""
    return _in_window(page, f"{NETWORK}.getPositions([argument])[argument]", entity_iri(name))


def middle_of(page: Page, number: int) -> tuple[float, float]:
    """Return where the middle of a relation's line stands in the window."""
    return _in_window(page, f"{NETWORK}.body.edges[argument].edgeType.getPoint(0.5)", number)


def _in_window(page: Page, point: str, argument: object) -> tuple[float, float]:
    script = f"""(argument) => {{
        const {{ x, y }} = {NETWORK}.canvasToDOM({point});
        const frame = document.getElementById("canvas").getBoundingClientRect();
        return [x + frame.x, y + frame.y];
    }}"""
    x, y = page.evaluate(script, argument)
    return x, y


def number_of(sentence: str) -> int:
    """Return the number of a statement of the sample by its sentence."""
    return [each["sentence"] for each in sample_payload()["statements"]].index(sentence)


def drawn(page: Page, kind: str) -> list[Any]:
    """Return the ids of the nodes or edges that are not hidden."""
    script = f"Object.values({NETWORK}.body.{kind}).filter((one) => !one.options.hidden)"
    ids: list[Any] = page.evaluate(f"{script}.map((one) => one.id)")
    return ids


def highlighted(page: Page) -> list[int]:
    """Return the numbers of the relations that are drawn as chosen."""
    script = f"Object.values({NETWORK}.body.edges).filter((one) => one.options.width > 3)"
    numbers: list[int] = page.evaluate(f"{script}.map((one) => one.id).sort((a, b) => a - b)")
    return numbers


def heading(page: Page) -> Locator:
    """Return the panel's heading."""
    return page.locator("#details h2")
