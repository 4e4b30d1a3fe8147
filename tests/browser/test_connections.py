"""The legend's filters and the connections between two entities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
from playwright.sync_api import Page, expect

from astrograph.explorer.page import write_page
from browser.pointing import (
    NETWORK,
    STAY,
    drawn,
    heading,
    highlighted,
    number_of,
    place_of,
)
from browser.sample import entity_iri, sample_payload
from builders import claim, engine_of
from serving import serving

if TYPE_CHECKING:
    from pathlib import Path

    from browser.conftest import OpenPage, Visit

pytestmark = pytest.mark.browser


def test_hiding_a_type_hides_its_entities_and_their_relations(page: Page) -> None:
    """The legend counts what is left, and undoes itself."""
    page.click("[data-filter='type:State']")

    states = {entity_iri(name) for name in ("Russia", "Ukraine", "UnitedStates")}
    assert states.isdisjoint(drawn(page, "nodes"))
    ends = [{each["subject"], each["object"]} for each in sample_payload()["statements"]]
    assert drawn(page, "edges") == [n for n, pair in enumerate(ends) if not pair & states]
    expect(page.locator("#shown")).to_have_text("21 of 24 entities and 22 of 30 relations shown")
    expect(page.locator("[data-filter='type:State']")).to_have_attribute("aria-pressed", "false")
    page.click("text=Show everything")
    assert len(drawn(page, "nodes")) == 24


@pytest.mark.parametrize(
    ("chosen", "kept"),
    [
        ("tense:plan", lambda each: each["tense"] != "plan"),
        ("tense:past", lambda each: each["tense"] != "past"),
        ("tense:present", lambda each: each["tense"] != "present"),
        ("standing:disputed", lambda each: not each["disputed"]),
        ("standing:undisputed", lambda each: each["disputed"]),
    ],
)
def test_relations_are_filtered_by_keyboard(page: Page, chosen: str, kept: Any) -> None:  # noqa: ANN401
    """Tense and standing, each on and off."""
    page.locator(f"[data-filter='{chosen}']").focus()
    page.keyboard.press("Space")

    wanted = [n for n, each in enumerate(sample_payload()["statements"]) if kept(each)]
    assert drawn(page, "edges") == wanted
    assert 0 < len(wanted) < 30
    page.keyboard.press("Space")
    assert len(drawn(page, "edges")) == 30


def test_the_lines_tell_the_tenses_apart_without_colour(page: Page) -> None:
    """Solid, dotted, dashed."""
    dashes = page.evaluate(
        f"Object.values({NETWORK}.body.edges).map((one) => JSON.stringify(one.options.dashes))"
    )
    tenses = [each["tense"] for each in sample_payload()["statements"]]

    assert {
        tense: {dash for dash, other in zip(dashes, tenses, strict=True) if other == tense}
        for tense in tenses
    } == {"present": {"false"}, "past": {"[1.5,5]"}, "plan": {"[9,6]"}}


def test_a_connection_is_found_by_mouse(page: Page) -> None:
    """Three paths as sentences; the chosen one is highlighted."""
    page.mouse.click(*place_of(page, "DmitryRogozin"))
    page.get_by_role("button", name="Connect from here").click()
    page.mouse.click(*place_of(page, "ISS"))
    page.get_by_role("button", name="Connect to here").click()

    expect(heading(page)).to_have_text("Dmitry Rogozin to International Space Station")
    expect(page.locator(".path")).to_have_count(3)
    first = page.locator(".path").first
    expect(first).to_have_attribute("aria-current", "true")
    expect(first).to_contain_text("Dmitry Rogozin formerly led Roscosmos")
    expect(first).to_contain_text("Roscosmos participates in ISS partnership")
    expect(first).to_contain_text(STAY)
    expect(first).to_contain_text("ISS partnership concerns International Space Station")
    sentences = [
        "Dmitry Rogozin formerly led Roscosmos",
        "Roscosmos participates in ISS partnership",
        STAY,
        "ISS partnership concerns International Space Station",
    ]
    assert highlighted(page) == sorted(number_of(each) for each in sentences)
    page.locator(".path .lead").nth(1).click()
    expect(page.locator(".path").nth(1)).to_have_attribute("aria-current", "true")
    assert highlighted(page) != sorted(number_of(each) for each in sentences)


def test_a_connection_is_found_by_keyboard(page: Page) -> None:
    """Focus moves on by itself, and Escape clears it."""
    page.locator("#from").focus()
    page.keyboard.type("рогозин")
    page.keyboard.press("Enter")
    expect(page.locator("#to")).to_be_focused()
    page.keyboard.type("мкс")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")

    expect(heading(page)).to_have_text("Dmitry Rogozin to International Space Station")
    expect(heading(page)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(heading(page)).to_have_text("Who says so?")
    expect(page.locator("#from")).to_have_value("")


def test_typed_names_are_taken_when_they_are_sure_and_asked_about_when_not(page: Page) -> None:
    """Nothing is guessed."""
    page.fill("#from", "Rogozin")
    page.fill("#to", "Vladimir")
    page.get_by_role("button", name="Connect", exact=True).click()

    expect(page.locator("#to")).to_be_focused()
    expect(page.locator("#to-list [role=option]")).to_have_count(2)
    page.locator("#to-list [role=option]", has_text="Solovyov").click()
    expect(heading(page)).to_have_text("Dmitry Rogozin to Vladimir Solovyov")


def test_filters_bind_the_connections_and_it_says_when_they_remove_all(page: Page) -> None:
    """And offers the way out."""
    page.goto(page.url + "#from=id:DmitryRogozin&to=id:ISS")
    expect(page.locator(".path")).to_have_count(3)
    page.click("[data-filter='type:SpaceAgency']")
    expect(page.locator(".path").first).not_to_contain_text("Roscosmos")
    page.click("[data-filter='tense:past']")

    expect(page.locator(".path")).to_have_count(0)
    expect(page.locator("#details")).to_contain_text(
        "The legend's filters hide every connection; without them there are at least 3, "
        "the shortest of 3 hops."
    )
    page.get_by_role("button", name="Show everything again").click()
    expect(page.locator(".path")).to_have_count(3)


def test_entities_that_nothing_connects_are_said_to_be_unconnected(
    open_page: OpenPage, tmp_path: Path
) -> None:
    """A page may open on two entities."""
    payload = sample_payload()
    payload["entities"].append(
        {"iri": "x:mir", "curie": "x:mir", "label": "Mir", "type": "SpaceStation", "aliases": []}
    )
    payload["path"] = {"from": "x:mir", "to": entity_iri("ISS")}
    write_page(payload, tmp_path / "page.html")
    page = open_page(tmp_path / "page.html")

    expect(page.locator("#details")).to_contain_text(
        "Nothing on this page connects Mir and International Space Station within 6 hops."
    )


def test_on_a_page_that_holds_a_part_the_best_are_those_of_the_page(
    open_page: OpenPage, tmp_path: Path
) -> None:
    """The graph may have better ones; those that the page came with are of the whole graph."""
    payload = sample_payload()
    ends = [entity_iri("DmitryRogozin"), entity_iri("ISS")]
    for entity in payload["entities"]:
        entity["beside"] = 99
    write_page(payload, tmp_path / "page.html")
    page = open_page(tmp_path / "page.html", "#from=id:DmitryRogozin&to=id:ISS")
    expect(page.locator("#details")).to_contain_text(
        "The 3 best connections on this page, shortest first"
    )
    page.goto(page.url.partition("#")[0] + "#from=id:Soyuz&to=id:EuropeanSpaceport")
    page.click("[data-filter='type:State']")
    expect(page.locator("#details")).to_contain_text("The only connection on this page:")

    middle = [entity_iri(name) for name in ("Roscosmos", "ISSPartnership")]
    paths = [[ends[0], *middle, ends[1]]]
    payload["path"] = {"from": ends[0], "to": ends[1], "paths": paths}
    write_page(payload, tmp_path / "given.html")
    given = open_page(tmp_path / "given.html")
    expect(given.locator("#details")).to_contain_text("The only connection:")


def test_what_nothing_in_the_graph_connects_is_said_of_the_graph(
    visit: Visit, tmp_path: Path
) -> None:
    """The server has searched all of it; where the clocks bind the search, that is said."""
    claims = [claim("Ann", "partnerOf", "Bob"), claim("Cat", "partnerOf", "Dan")]
    engine_of(claims).dump(
        str(tmp_path / "two.nt"), ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()
    )
    with serving("--workers", "1", before=("--store", str(tmp_path / "two.nt"))) as served:
        page = visit(served, "/?focus=Ann&size=2#from=id:Ann&to=id:Dan")
        expect(page.locator("#details")).to_contain_text(
            "Nothing in the graph connects Ann and Dan within 6 hops."
        )
        timed = visit(served, "/?focus=Ann&size=2#from=id:Ann&to=id:Dan&during=2020")
        expect(timed.locator("#details")).to_contain_text(
            "Nothing that the clocks leave in the graph connects Ann and Dan within 6 hops."
        )
