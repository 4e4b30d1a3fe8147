"""The legend's filters and the two clocks, by mouse and by keyboard, against the command line."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from astrograph import find_entities
from astrograph.explorer import build_payload
from astrograph.explorer.page import write_page
from browser.pointing import drawn
from browser.sample import entity_iri, sample_payload

if TYPE_CHECKING:
    from pathlib import Path

    from astrograph.model import Statement
    from astrograph.store import Store
    from browser.conftest import OpenPage

pytestmark = pytest.mark.browser


@pytest.fixture
def dated(open_page: OpenPage, dated_html: Path) -> Page:
    """Open that page."""
    return open_page(dated_html, color_scheme="light")


def lines(page: Page) -> set[str]:
    """Return the sentences of the relations that are drawn."""
    statements = sample_payload()["statements"]
    return {statements[number]["sentence"] for number in drawn(page, "edges")}


LED = "Dmitry Rogozin formerly led Roscosmos"
LEADS = "Yuri Borisov leads Roscosmos"
HEADS = "Bill Nelson leads NASA"


def test_one_type_is_shown_alone_and_the_others_come_back(page: Page) -> None:
    """By the sign beside the entry, from the keyboard, and in the address."""
    only = page.get_by_role("button", name="Only person")
    only.press("Enter")

    persons = {each["iri"] for each in sample_payload()["entities"] if each["type"] == "Person"}
    assert set(drawn(page, "nodes")) == persons
    assert "hide=type%3AState" in page.evaluate("location.hash")
    only.press("Enter")
    assert len(drawn(page, "nodes")) == 24


def test_the_few_lines_of_the_legend_come_before_its_many_marks(page: Page) -> None:
    """So that they are in sight whatever the number of types; no row is cut by the edge."""
    page.set_viewport_size({"width": 900, "height": 800})
    groups = page.locator("#filters > [role=group]")
    names = [group.get_attribute("aria-label") for group in groups.all()]
    cut = """() => {
        const { bottom } = document.getElementById("filters").getBoundingClientRect();
        return [...document.querySelectorAll("#filters .entry")].filter((entry) => {
            const box = entry.getBoundingClientRect();
            return box.top < bottom && box.bottom > bottom;
        }).length;
    }"""

    assert names == ["Relations", "Standing", "Entities"]
    assert page.evaluate(cut) == 0


def test_kinds_of_relations_are_hidden_whatever_their_tense(page: Page) -> None:
    """With their counts, folded away until they are wanted."""
    page.locator("summary", has_text="Kinds of relations").press("Enter")
    entry = page.locator("[data-filter='relation:leads']")
    expect(entry).to_contain_text("3")
    entry.press("Enter")

    expect(entry).to_have_attribute("aria-pressed", "false")
    assert lines(page).isdisjoint({LEADS, HEADS})
    expect(page.locator("summary", has_text="Kinds of relations")).to_contain_text("1 of")
    page.reload()
    page.wait_for_selector("html[data-ready=true]", state="attached")
    expect(page.locator("[data-filter='relation:leads']")).to_have_attribute(
        "aria-pressed", "false"
    )
    assert LEADS not in lines(page)


def test_what_only_a_hidden_source_says_goes(dated: Page) -> None:
    """And with it the entities of which nothing is left."""
    dated.locator("summary", has_text="Sources").last.scroll_into_view_if_needed()
    dated.locator(".fold > summary", has_text="Sources").click()
    dated.locator("[data-filter='source:x:wire']").click()

    assert "Russia invades Ukraine" not in lines(dated)
    assert entity_iri("Ukraine") not in drawn(dated, "nodes")
    dated.get_by_role("button", name="Only A wire report").click()
    assert lines(dated) == {"Russia invades Ukraine"}
    assert set(drawn(dated, "nodes")) == {entity_iri("Russia"), entity_iri("Ukraine")}


def test_a_stretch_that_is_typed_leaves_what_held_then(dated: Page) -> None:
    """In the drawing, in the table, in the path search and in the address."""
    dated.locator("#clock > summary").press("Enter")
    dated.locator("[data-clock=from]").focus()
    for typed in ("2019", "Tab", "2020", "Enter"):
        (dated.keyboard.type if typed.isdigit() else dated.keyboard.press)(typed)

    assert LED in lines(dated)
    assert lines(dated).isdisjoint({LEADS, HEADS})
    expect(dated.locator(".told")).to_contain_text("from 2019 until 2020")
    expect(dated.locator(".told")).to_contain_text("relations bear no date and are shown")
    assert "during=2019..2020" in dated.evaluate("location.hash")
    dated.click("#view-list")
    expect(dated.locator("#list tr", has_text="Bill Nelson")).to_have_count(0)
    dated.fill("#from", "Bill Nelson")
    dated.keyboard.press("Enter")
    dated.fill("#to", "NASA")
    dated.keyboard.press("Enter")
    expect(dated.locator("#details")).to_contain_text("hide every connection")
    dated.get_by_role("button", name="Show everything again").click()
    expect(dated.locator(".path").first).to_contain_text(HEADS)


def test_undated_relations_are_hidden_when_asked(dated: Page) -> None:
    """And it is said."""
    dated.locator("#clock > summary").click()
    dated.locator("#undated").press("Space")

    # A plan until 2028 bears a date, too.
    assert lines(dated) == {LED, LEADS, HEADS, "Roscosmos plans to stay in ISS partnership"}
    expect(dated.locator(".told")).to_contain_text("are hidden")
    assert "undated=hidden" in dated.evaluate("location.hash")


def test_the_handles_are_moved_by_arrow_keys_and_by_the_mouse(dated: Page) -> None:
    """Each step is a month, or a year where there are many."""
    dated.locator("#clock > summary").click()
    handle = dated.get_by_role("slider", name="Held until")
    handle.focus()
    dated.keyboard.press("Home")
    expect(handle).to_have_attribute("aria-valuetext", "2018-05")
    assert "during=2018-05..2018-05" in dated.evaluate("location.hash")
    dated.keyboard.press("ArrowRight")
    expect(dated.locator("[data-clock=until]")).to_have_value("2018-06")
    dated.get_by_role("button", name="Any time").click()
    assert "during" not in dated.evaluate("location.hash")
    box = dated.get_by_role("slider", name="Held from").bounding_box()
    assert box is not None
    dated.mouse.move(box["x"] + 8, box["y"] + 12)
    dated.mouse.down()
    dated.mouse.move(box["x"] + box["width"] / 2, box["y"] + 12, steps=4)
    dated.mouse.up()
    assert LED not in lines(dated) or "during=202" in dated.evaluate("location.hash")
    assert dated.evaluate("location.hash").startswith("#during=202")


def test_playing_walks_by_hand_for_those_who_want_no_motion(
    open_page: OpenPage, dated_html: Path
) -> None:
    """And by itself for the others, until it is paused."""
    still = open_page(dated_html)
    still.locator("#clock > summary").click()
    still.get_by_role("button", name="Next step").press("Enter")
    first = still.evaluate("location.hash")
    still.wait_for_timeout(1100)
    assert still.evaluate("location.hash") == first
    still.get_by_role("button", name="Next step").press("Enter")
    assert still.evaluate("location.hash") != first
    moving = open_page(dated_html, reduced_motion="no-preference")
    moving.locator("#clock > summary").click()
    moving.get_by_role("button", name="Play").press("Enter")
    start = moving.evaluate("location.hash")
    moving.wait_for_timeout(1100)
    assert moving.evaluate("location.hash") != start
    moving.get_by_role("button", name="Pause").press("Enter")
    expect(moving.get_by_role("button", name="Play")).to_be_visible()


@pytest.mark.parametrize("typed", ["yesterday", "2022-02-30", "2023..2021"])
def test_what_is_no_date_is_refused_in_words(dated: Page, typed: str) -> None:
    """And changes nothing."""
    dated.locator("#clock > summary").click()
    start, _, end = typed.partition("..")
    dated.locator("[data-clock=until]").fill(end)
    dated.locator("[data-clock=from]").fill(start)
    before = dated.evaluate("location.hash")
    dated.keyboard.press("Enter")

    expect(dated.locator(".fault")).not_to_be_empty()
    expect(dated.locator("[data-clock=from]")).to_have_attribute("aria-invalid", "true")
    assert dated.evaluate("location.hash") == before


def test_what_was_said_later_is_not_known_yet(open_page: OpenPage, dated_html: Path) -> None:
    """The second clock; a year is no date by which something is known."""
    page = open_page(dated_html, "#known-by=2023-01-01")
    assert {LEADS, HEADS} <= lines(page)
    assert LED not in lines(page)
    page.locator("[data-clock='known by']").fill("2021")
    page.keyboard.press("Enter")
    expect(page.locator(".fault")).to_contain_text("2022-07-01")


# ---- the same as the command line ----

Triple = tuple[str, str, str, bool]


def triple(said: Statement) -> Triple:
    """Return what a statement says, whatever its tense, and whether it is a plan."""
    return (said.subject, said.relation, said.object, said.tense == "plan")


@pytest.mark.parametrize(
    ("address", "times"),
    [
        ("during=1965..1969", {"during": ("1965-01-01T00:00:00Z", "1969-12-31T23:59:59Z")}),
        ("during=1998-11", {"during": ("1998-11-01T00:00:00Z", "1998-11-30T23:59:59Z")}),
        ("during=2022-07-14", {"during": ("2022-07-14T00:00:00Z", "2022-07-14T23:59:59Z")}),
        ("known-by=1990-01-01", {"known_by": "1990-01-01T00:00:00Z"}),
        (
            "during=2000..2010&known-by=2005-06-01",
            {
                "during": ("2000-01-01T00:00:00Z", "2010-12-31T23:59:59Z"),
                "known_by": "2005-06-01T00:00:00Z",
            },
        ),
    ],
)
def test_the_clocks_leave_what_the_command_line_leaves(
    open_page: OpenPage,
    wide: Store,
    wide_html: Path,
    address: str,
    times: dict[str, object],
) -> None:
    """Of what the page holds: the table's file has the same relations."""
    page = open_page(wide_html, f"#view=list&whole=1&{address}")
    with page.expect_download() as download:
        page.click("#csv-relations")
    with download.value.path().open(encoding="utf-8-sig", newline="") as file:
        shown = {
            (row["subject IRI"], row["relation IRI"], row["object IRI"], row["tense"] == "plan")
            for row in csv.DictReader(file)
        }
    payload = build_payload(wide, focus=[find_entities(wide, "NASA")[0].entity], size=300)
    held = {
        (each["subject"], each["relation"]["iri"], each["object"], each["tense"] == "plan")
        for each in payload["statements"]
    }
    then = {triple(said) for said in wide.statements(**times)}  # type: ignore[arg-type]

    assert shown == then & held
    assert 0 < len(shown) < len(held)


@pytest.fixture(scope="session")
def wide_html(wide: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Render what is near NASA in the wide graph."""
    html = tmp_path_factory.mktemp("wide") / "wide.html"
    write_page(build_payload(wide, focus=[find_entities(wide, "NASA")[0].entity], size=300), html)
    return html
