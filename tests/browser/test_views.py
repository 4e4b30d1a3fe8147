"""Address, colours, list, zoom and focus: the ways to see and reach the same thing."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from browser.pointing import (
    NETWORK,
    STAY,
    drawn,
    heading,
    place_of,
)
from browser.sample import claim_iri, sample_payload

if TYPE_CHECKING:
    from pathlib import Path

    from browser.conftest import OpenPage

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("address", "part", "text"),
    [
        ("#entity=id%3ARoscosmos", "#details h2", "Roscosmos"),
        ("#relation=id%3ARoscosmos+plansToStayIn+id%3AISSPartnership+plan", "#details h2", STAY),
        ("#claim=seed1-C01", "#details .claim", "Roscosmos had first said"),
        ("#from=id%3ADmitryRogozin&to=id%3AISS&path=2", ".path[aria-current]", "2. 4 hops"),
        ("#hide=tense%3Apast&hide=type%3AState", "#shown", "21 of 24 entities and 14 of 30"),
        ("#view=list", "#list", "Relations shown"),
    ],
)
def test_the_address_brings_back_the_same_view(
    open_page: OpenPage, sample_html: Path, address: str, part: str, text: str
) -> None:
    """What stands after the # is what one sees."""
    page = open_page(sample_html, address)

    assert page.evaluate("location.hash") == address
    expect(page.locator(part)).to_contain_text(text)
    expect(page.locator(part)).to_be_visible()


def test_an_address_from_before_they_were_shortened_still_leads_there(
    open_page: OpenPage, sample_html: Path
) -> None:
    """With whole IRIs, and each entity that was brought in or taken away by itself."""
    claim = quote(claim_iri(1), safe="")
    page = open_page(sample_html, f"#claim={claim}&drop=id%3ANASA&drop=id%3ASoyuz")

    expect(page.locator("#details .claim")).to_contain_text("Roscosmos had first said")
    assert page.evaluate("location.hash") == "#claim=seed1-C01&drop=id%3ANASA+id%3ASoyuz"
    assert len(drawn(page, "nodes")) == 22


def test_choices_are_written_into_the_address(page: Page) -> None:
    """So that a view can be sent."""
    page.mouse.click(*place_of(page, "NASA"))
    page.click("[data-filter='tense:plan']")

    assert page.evaluate("location.hash") == "#entity=id%3ANASA&hide=tense%3Aplan"


@pytest.mark.parametrize(
    "address",
    ["#entity=id%3ANobody&relation=x&claim=constructor&path=-4", "#%E0%A4%A", "#from=&to=&hide=x"],
)
def test_an_address_that_says_nonsense_shows_the_start(
    open_page: OpenPage, sample_html: Path, address: str
) -> None:
    """Without an error."""
    page = open_page(sample_html, address)

    expect(heading(page)).to_have_text("Who says so?")
    assert len(drawn(page, "nodes")) == 24


def test_the_page_works_in_a_sandboxed_frame(open_page: OpenPage, sample_html: Path) -> None:
    """Where the address may not be changed, as in a notebook."""
    outer = sample_html.with_name("outer.html")
    outer.write_text(
        f"<iframe sandbox='allow-scripts' width=1300 height=850 src='{sample_html.name}'></iframe>"
        "<script>document.documentElement.dataset.ready = 'true'</script>",
        encoding="utf-8",
    )
    page = open_page(outer)
    frame = page.frame_locator("iframe")
    frame.locator("#search").fill("soyuz")
    frame.locator("#search-list [role=option]").first.click()

    expect(frame.locator("#details h2")).to_have_text("Soyuz")


def test_colours_follow_the_system_and_the_button(open_page: OpenPage, sample_html: Path) -> None:
    """The button wins over the system."""
    page = open_page(sample_html, color_scheme="dark")
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(ground)
    page.get_by_role("button", name="Switch to light colours").click()
    light = page.evaluate(ground)

    assert (dark, light) == ("rgb(16, 21, 28)", "rgb(251, 250, 247)")
    page.get_by_role("button", name="Switch to dark colours").press("Enter")
    assert page.evaluate(ground) == dark


def test_the_list_says_what_the_drawing_shows(page: Page) -> None:
    """Row for row, under the same filters, with the same cards."""
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#list")).to_be_focused()
    rows = page.locator("#list tr[data-statement]:not([hidden])")
    statements = sample_payload()["statements"]

    assert rows.count() == len(statements)
    labels = {each["iri"]: each["label"] for each in sample_payload()["entities"]}
    for row, each in zip(rows.all(), statements, strict=True):
        cells = row.locator("th, td").all_text_contents()
        assert cells[:4] == [
            labels[each["subject"]],
            each["relation"]["label"],
            labels[each["object"]],
            each["tense"],
        ]
        assert cells[5] == ("disputed" if each["disputed"] else "undisputed")
    page.click("[data-filter='tense:present']")
    assert rows.count() == sum(each["tense"] != "present" for each in statements)
    rows.first.locator("td button").first.click()
    expect(page.locator("#details .claim")).to_have_count(1)


def test_without_scripts_the_page_is_a_readable_table(
    open_page: OpenPage, sample_html: Path
) -> None:
    """The list needs no JavaScript."""
    page = open_page(sample_html, java_script_enabled=False)

    expect(page.locator("#list")).to_be_visible()
    expect(page.locator("#list")).to_contain_text("plans to shift its focus to")
    expect(page.locator("#stage")).to_be_hidden()
    expect(page.locator("aside")).to_be_hidden()


def test_the_drawing_zooms_by_button_and_by_key(page: Page) -> None:
    """And comes back to where it was."""
    scale = f"{NETWORK}.getScale()"
    start = page.evaluate(scale)
    page.get_by_role("button", name="Zoom in").click()
    nearer = page.evaluate(scale)
    page.get_by_role("button", name="Zoom out").click()
    page.get_by_role("button", name="Zoom out").click()
    farther = page.evaluate(scale)
    page.get_by_role("button", name="Show the whole drawing").click()

    assert farther < start < nearer
    assert page.evaluate(scale) == pytest.approx(start)
    page.locator(".vis-network").focus()
    page.keyboard.down("+")
    page.wait_for_timeout(200)
    page.keyboard.up("+")
    assert page.evaluate(scale) > start


def test_every_control_is_reached_by_tab_and_shows_its_focus(page: Page) -> None:
    """In one round through the page."""
    seen: dict[str, bool] = {}
    script = """() => {
        const one = document.activeElement;
        const style = getComputedStyle(one);
        const name = one.id || one.dataset.filter || one.className || one.tagName;
        const visible = style.outlineStyle !== "none" || style.boxShadow !== "none";
        return [name, visible];
    }"""
    for _ in range(60):
        page.keyboard.press("Tab")
        name, visible = page.evaluate(script)
        if name == "BODY":
            break
        seen[name] = visible

    assert all(seen.values()), [name for name, visible in seen.items() if not visible]
    wanted = {"skip", "search", "view-drawing", "view-list", "theme", "vis-network", "zoom-fit"}
    assert wanted | {"from", "to", "tense:plan", "standing:disputed", "type:Person"} <= set(seen)
