"""The explorer on a server: it holds a part of the graph, and fetches what a person asks for."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pyoxigraph as ox
import pytest
from playwright.sync_api import expect

from astrograph import find_paths, open_store
from astrograph.resolve import resolve_entity
from astrograph.vocab import SKOS
from browser.holding import HELD, held, stated, until
from browser.hostile import HOSTILE, audit
from browser.pointing import drawn, heading
from browser.test_access import LOOKS, violations
from builders import claim, engine_of
from serving import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    from astrograph.store import Store
    from browser.conftest import Visit
    from serving import Served

pytestmark = pytest.mark.browser

FEW = "/?focus=Rogozin&size=5"
ID = "https://w3id.org/astrograph/id/"
SPOKES = 130


@pytest.fixture(scope="module")
def store() -> Store:
    """Open what the server serves."""
    return open_store(slice="article")


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a hub with more neighbors than come at once."""
    spokes = [claim("Hub", "partnerOf", f"Leaf{number:03}") for number in range(SPOKES)]
    data = tmp_path_factory.mktemp("hub") / "hub.nt"
    engine_of(spokes).dump(str(data), ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    with serving("--workers", "1", before=("--store", str(data))) as served:
        yield served


def search(page: Page, typed: str, label: str) -> None:
    """Search for a name, and choose what bears it."""
    page.fill("#search", typed)
    page.locator("#search-list [role=option]", has_text=label).first.click()
    expect(heading(page)).to_have_text(label)


def line(page: Page) -> Locator:
    """Return the line that tells what is fetched."""
    return page.locator("#fetching")


def leads(page: Page) -> list[str]:
    """Return the paths that the panel lists, each by the entities that it meets."""
    expect(page.locator(".path").first).to_be_visible()
    return page.locator(".path .lead small:first-of-type").all_inner_texts()


def test_the_page_opens_with_a_part_and_says_how_much_there_is(
    visit: Visit, server: Served, store: Store
) -> None:
    """So that nobody takes the part for the whole."""
    page = visit(server, FEW)

    expect(heading(page)).to_have_text("Dmitry Rogozin")
    expect(page.locator("#shown")).to_contain_text(
        f"the graph has {store.adjacency.connected} entities"
    )
    assert len(held(page)) < store.adjacency.connected


def test_a_page_that_is_opened_again_works_as_before(visit: Visit, server: Served) -> None:
    """The browser has it, and asks whether it is still the same."""
    page = visit(server, FEW)
    page.reload()
    page.wait_for_selector("html[data-ready=true]", state="attached")

    pages = [record["status"] for record in server.records() if record["path"] == "/"]
    assert pages[-1] == 304
    expect(heading(page)).to_have_text("Dmitry Rogozin")


def test_a_search_finds_what_the_page_does_not_hold(visit: Visit, server: Served) -> None:
    """In any script, and with a letter wrong, as the command line does."""
    page = visit(server, FEW)
    assert f"{ID}KathyLueders" not in held(page)
    search(page, "Kathy Luders", "Kathy Lueders")

    assert f"{ID}KathyLueders" in held(page)
    assert f"{ID}KathyLueders" in drawn(page, "nodes")
    expect(page.locator("#details [data-relation]").first).to_be_visible()
    search(page, "МКС", "International Space Station")


def test_names_on_the_page_are_found_at_once(visit: Visit, server: Served) -> None:
    """Whatever the server does meanwhile; what it finds comes below the same field."""
    page = visit(server, FEW)
    page.route("**/api/find*", lambda _route: None)
    page.fill("#search", "rosc")

    expect(page.locator("#search-list [role=option]").first).to_contain_text("Roscosmos")
    expect(page.locator("#search-list .none")).to_have_text("Looking in the whole graph…")


def test_who_presses_enter_at_once_gets_what_the_whole_graph_has(
    visit: Visit, server: Served
) -> None:
    """And not what merely looks like it among the few names on the page."""
    page = visit(server, FEW)
    page.locator("#search").press_sequentially("Solovyov")
    page.keyboard.press("Enter")

    expect(heading(page)).to_have_text("Vladimir Solovyov")


def test_wherever_the_reader_goes_all_relations_between_what_is_held_are_there(
    visit: Visit, server: Served, store: Store
) -> None:
    """Each once, and each under the number that it had before."""
    page = visit(server, FEW)
    before = stated(page)
    for typed, label in (("NASA", "NASA"), ("Putin", "Vladimir Putin"), ("Reuters", "Reuters")):
        search(page, typed, label)
        page.locator("[data-deed=expand]").click()
        expect(page.locator("#deed")).to_contain_text("brought in")

    entities = held(page)
    after = stated(page)
    assert after[: len(before)] == before
    assert len(after) == len(set(after))
    assert set(after) == {
        said.key for said in store.statements() if {said.subject, said.object} <= entities
    }
    ends = {end for said in store.statements(f"{ID}NASA") for end in (said.subject, said.object)}
    assert ends <= set(drawn(page, "nodes"))


def test_a_card_offers_the_true_number_of_neighbors(
    visit: Visit, server: Served, store: Store
) -> None:
    """Before they have come."""
    page = visit(server, FEW)
    for iri in held(page):
        away = page.evaluate(f"(iri) => {HELD}.away(iri)", iri)
        ends = {end for said in store.statements(iri) for end in (said.subject, said.object)}
        assert away == len(ends - held(page)), iri


def test_a_card_has_all_that_is_claimed_of_its_entity(
    visit: Visit, server: Served, store: Store
) -> None:
    """Once it is opened."""
    page = visit(server, FEW)
    search(page, "Roscosmos", "Roscosmos")
    until(page, f"{HELD}.isTold('{ID}Roscosmos')")
    claims = {
        each.iri for each in store.claims(f"{ID}Roscosmos") if f"{ID}Roscosmos" == each.subject
    }

    assert claims <= set(page.evaluate(f"[...{HELD}.claims.keys()]"))


def test_of_a_hub_some_neighbors_come_and_the_others_are_found_by_name(
    visit: Visit, hub: Served
) -> None:
    """And the card says how many there are."""
    page = visit(hub, "/?focus=Leaf001&size=1")
    search(page, "Hub", "Hub")
    expect(page.locator("[data-deed=expand]")).to_have_text(
        f"Bring in 25 of {SPOKES - 1} neighbors"
    )
    expect(page.locator("#details")).to_contain_text("more neighbors are in the graph")
    page.get_by_text("Find a neighbor in the whole graph").click()
    finder = page.get_by_label("Find a neighbor of Hub by name")
    told = page.locator("[data-part=elsewhere] [role=status]")
    expect(told).to_have_text(
        re.compile(
            rf"^{SPOKES} neighbors in all, drawn or not; the \d+ best connected first; "
            r"1 of these is drawn already and left out$"
        )
    )
    finder.fill("leaf129")
    expect(told).to_have_text(f"1 of {SPOKES} neighbors, drawn or not")
    page.get_by_role("button", name="+ Leaf129").click()

    expect(page.locator("#deed")).to_contain_text("1 of")
    assert f"{ID}Leaf129" in drawn(page, "nodes")
    expect(finder).to_have_value("leaf129")
    while page.locator("[data-deed=more]").count():
        count = len(held(page))
        page.locator("[data-deed=more]").click()
        until(page, f"{HELD}.entities.length > {count}")
    assert len(held(page)) == SPOKES + 1


@pytest.mark.parametrize(
    ("start", "goal"), [("Dmitry Rogozin", "Ukraine"), ("Kathy Lueders", "Vladimir Putin")]
)
def test_connections_are_those_of_the_command_line_in_its_order(
    visit: Visit, server: Served, store: Store, start: str, goal: str
) -> None:
    """Whatever the page holds of them before."""
    page = visit(server, FEW)
    for side, name in (("#from", start), ("#to", goal)):
        page.fill(side, name)
        page.locator(f"{side}-list [role=option]", has_text=name).first.click()
    answer = find_paths(store, resolve_entity(store, start), resolve_entity(store, goal))
    expected = [
        " – ".join(store.named(iri).label for iri in path.entities) for path in answer.paths
    ]

    assert leads(page) == expected


def test_filters_hold_for_connections_too(visit: Visit, server: Served, store: Store) -> None:
    """What they leave is shown, in the same order; without any they say so."""
    page = visit(server, "/?from=Rogozin&to=id:Ukraine&size=5")
    first = leads(page)[0].split(" – ")[1]
    kind = next(each.type for each in store.entities() if each.label == first)
    page.goto(f"{page.url}&hide=type%3A{kind}")
    page.wait_for_selector("html[data-ready=true]")

    expect(page.locator("#details")).not_to_contain_text("Looking for")
    expect(page.locator(".path .lead", has_text=f"– {first} –")).to_have_count(0)


def test_a_shared_address_opens_the_same_view(visit: Visit, server: Served) -> None:
    """On a page that holds nothing of it yet."""
    page = visit(server, FEW)
    search(page, "NASA", "NASA")
    page.locator("[data-deed=expand]").click()
    expect(page.locator("#deed")).to_contain_text("brought in")
    page.locator("#details [data-relation]").first.click()
    parts = urlsplit(page.url)
    title = heading(page).inner_text()
    other = visit(server, f"/?focus=Putin&size=2#{parts.fragment}")

    expect(heading(other)).to_have_text(title)
    expect(line(other).locator("p")).not_to_have_text("Fetching…")
    assert urlsplit(other.url).fragment == parts.fragment
    assert set(drawn(page, "nodes")) - set(drawn(visit(server, FEW), "nodes")) <= set(
        drawn(other, "nodes")
    )


def test_an_address_of_what_the_graph_lacks_opens_the_page_all_the_same(
    visit: Visit, server: Served
) -> None:
    """It counts as not said."""
    page = visit(server, f"{FEW}#entity=id%3ANobody&add=id%3ANASA")

    until(page, f"{HELD}.has('{ID}NASA')")
    expect(heading(page)).to_have_text("Who says so?")


def test_legend_table_and_clocks_follow_what_comes(visit: Visit, server: Served) -> None:
    """As if the page had held it from the start."""
    page = visit(server, FEW)
    assert page.locator("[data-filter='type:SpaceAgency'] small").inner_text() == "1"
    search(page, "NASA", "NASA")
    page.locator("[data-deed=expand]").click()
    expect(page.locator("#deed")).to_contain_text("brought in")
    agencies = page.evaluate(
        f"{HELD}.entities.filter(({{ type }}) => type === 'SpaceAgency').length"
    )

    assert agencies > 1
    expect(page.locator("[data-filter='type:SpaceAgency'] small")).to_have_text(str(agencies))
    page.locator("#view-list").click()
    expect(page.locator("#entities tbody")).to_contain_text("NASA")
    page.locator("#view-timeline").click()
    expect(page.locator("#timeline h2")).to_contain_text("NASA over time")


def test_when_the_server_is_gone_the_page_says_so_and_goes_on(visit: Visit) -> None:
    """One line, with a way to try again, which works once the server is back."""
    with serving("--workers", "1") as served:
        page = visit(served, FEW)
        port = str(urlsplit(served.address).port)
        state = page.evaluate(f"{HELD}.live.state")
        page.route("**/api/find*", lambda route: route.fulfill(body=json.dumps(NASA)))
        served.stop()
        page.fill("#search", "NASA")
        page.locator("#search-list [role=option]", has_text="NASA").first.click()
        expect(line(page)).to_contain_text("The server does not answer.")
        page.locator("#details [data-relation]").first.click()
        expect(page.locator("#details .claim").first).to_be_visible()
    with serving("--workers", "1", "--port", port):
        page.get_by_role("button", name="Try again").click()
        until(page, f"{HELD}.has('{ID}NASA')")

    assert page.evaluate(f"{HELD}.live.state") == state


NASA = [{"iri": f"{ID}NASA", "label": "NASA", "type": "SpaceAgency", "matched": "NASA", "score": 1}]


def test_hostile_names_that_come_are_text(visit: Visit, tmp_path: Path) -> None:
    """In the lists of names, on the card, in the table, in the line and on the drawing."""
    data = tmp_path / "hostile.nt"
    texts = [text for text in HOSTILE if text.isprintable()]
    engine = engine_of([claim("Hub", "partnerOf", f"Leaf{n:03}") for n in range(len(texts))])
    for number, text in enumerate(texts):
        leaf = ox.NamedNode(f"{ID}Leaf{number:03}")
        engine.add(ox.Quad(leaf, ox.NamedNode(SKOS + "prefLabel"), ox.Literal(text)))
    engine.dump(str(data), ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    with serving("--workers", "1", before=("--store", str(data))) as served:
        page = visit(served, "/?focus=id:Leaf000&size=1")
        page.fill("#search", "pwned")
        expect(page.locator("#search-list [role=option]")).to_have_count(12)
        search(page, "id:Hub", "Hub")
        page.locator("[data-deed=expand]").click()
        expect(page.locator("#deed")).to_contain_text("brought in")
        page.locator("#view-list").click()
        page.locator("#whole").check()
        assert set(texts) <= set(page.locator("#entities th").all_text_contents())
        faults = set(page.evaluate(audit()))

    assert faults <= {"href=/query", "href=/about"}


def test_a_graph_that_has_changed_is_told(visit: Visit, server: Served) -> None:
    """What is held would not fit what comes."""
    page = visit(server, FEW)
    page.evaluate(f"{HELD}.live.state = 'older'")
    page.fill("#search", "NASA")
    page.locator("#search-list [role=option]", has_text="NASA").first.click()

    expect(line(page)).to_contain_text("the graph has changed since this page was opened; reload")
    page.get_by_role("button", name="Dismiss").click()
    expect(line(page).locator("p")).to_be_empty()


def test_a_page_does_not_grow_beyond_what_a_browser_carries(visit: Visit, server: Served) -> None:
    """It says so, and what to do."""
    page = visit(server, FEW)
    page.evaluate(f"{HELD}.live.most = 6")
    count = len(held(page))
    page.fill("#search", "Reuters")
    page.locator("#search-list [role=option]", has_text="Reuters").first.click()

    expect(line(page)).to_contain_text("This page holds 6 entities at most. Open it anew")
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)
    assert len(held(page)) == count


def test_what_comes_late_does_not_take_the_page_over(visit: Visit, server: Served) -> None:
    """The reader has gone on to something else."""
    page = visit(server, FEW)
    waiting: list[Any] = []
    page.route("**/explorer/part*", lambda route: waiting.append(route))  # noqa: PLW0108
    page.fill("#search", "NASA")
    page.locator("#search-list [role=option]", has_text="NASA").first.click()
    expect(line(page)).to_contain_text("Fetching…")
    page.locator("#details [data-relation]").first.click()
    title = heading(page).inner_text()
    for route in waiting:
        route.continue_()
    page.unroute("**/explorer/part*")
    until(page, f"{HELD}.has('{ID}NASA')")

    expect(heading(page)).to_have_text(title)


@pytest.mark.parametrize("look", LOOKS)
def test_axe_has_no_objection_to_a_live_page(visit: Visit, server: Served, look: str) -> None:
    """Nor to its line when something went wrong."""
    page = visit(server, FEW, **LOOKS[look])
    assert violations(page) == []
    page.route("**/explorer/part*", lambda route: route.abort())
    page.evaluate("location.hash = 'entity=id%3ANASA'")
    expect(line(page)).to_contain_text("The server does not answer.")

    assert violations(page) == []
