"""Drives the page by keyboard alone; after every key something has the keyboard, and shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

MOST_STOPS = 220
HELD = """() => {
    let held = document.activeElement;
    while (held.shadowRoot?.activeElement) held = held.shadowRoot.activeElement;
    const isOutlined = (one) => {
        if (!one) return false;
        const { outlineStyle, outlineWidth } = getComputedStyle(one);
        return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
    };
    const ground = held.querySelector(":scope > .ground");
    const isMarked = ground && parseFloat(getComputedStyle(ground).strokeWidth) >= 2;
    // The outline of a handle is the handle's own, which no script can ask for.
    const isHandle = held.matches(".two input");
    const name = held.id || held.getAttribute("aria-label") || held.textContent.trim().slice(0, 40);
    const isShown = isOutlined(held) || isOutlined(held.closest(".cm-editor")) || isMarked;
    return [held.tagName.toLowerCase(), name, Boolean(isShown || isHandle)];
}"""


NEW = """() => {
    const isNew = !window.passed.has(document.activeElement);
    window.passed.add(document.activeElement);
    return isNew;
}"""


class Held(NamedTuple):
    """What has the keyboard."""

    tag: str
    name: str
    is_shown: bool


def held(page: Page) -> Held:
    """Return what has the keyboard; some show it only a moment later."""
    now = Held(*page.evaluate(HELD))
    for _ in range(10):
        if now.is_shown:
            break
        page.wait_for_timeout(20)
        now = Held(*page.evaluate(HELD))
    return now


def press(page: Page, *keys: str) -> None:
    """Press keys one by one; none may lose the keyboard or hide where it is."""
    for key in keys:
        page.keyboard.press(key)
        now = held(page)
        assert now.tag != "body", f"{key} has lost the keyboard"
        assert now.is_shown, f"after {key} it cannot be seen that {now.name} has the keyboard"


def go_to(page: Page, wanted: Locator, key: str = "Tab") -> None:
    """Press Tab until something has the keyboard; going past the end begins anew."""
    target = wanted.element_handle()
    for _ in range(MOST_STOPS):
        if target.evaluate("(one) => one.getRootNode().activeElement === one"):
            return
        page.keyboard.press(key)
        now = held(page)
        assert now.tag == "body" or now.is_shown, f"{now.name} hides that it has the keyboard"
    raise AssertionError(f"Tab does not lead to {wanted}")


def stops(page: Page, key: str = "Tab") -> list[str]:
    """Go once through the page; return the names of all that Tab comes to."""
    found: list[str] = []
    page.evaluate("void (window.passed = new Set([document.body]))")
    for _ in range(MOST_STOPS):
        page.keyboard.press(key)
        now = held(page)
        if not page.evaluate(NEW):
            return found
        assert now.is_shown, f"{now.name} hides that it has the keyboard"
        found.append(now.name)
    raise AssertionError(f"Tab does not leave the page; it came to {found[-6:]}")
