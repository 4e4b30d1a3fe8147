"""The server's page for SPARQL: a person writes, runs, cancels, reads, saves and shares."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from browser.asking import ask, content, status
from browser.hostile import HOSTILE
from browser.test_access import LOOKS, violations
from serving import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Locator

    from browser.conftest import Visit
    from serving import Served

pytestmark = pytest.mark.browser

LEADS = "SELECT ?who ?what { ?who ag:leads ?what } ORDER BY ?who"
LONG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
FOCUS = "document.activeElement.shadowRoot?.activeElement?.className || document.activeElement.id"
PAGE = "/query"
ROWS = 5


@pytest.fixture(scope="module")
def narrow() -> Iterator[Served]:
    """Serve the article with narrow limits."""
    with serving("--workers", "1", "--max-rows", str(ROWS), "--timeout", "1") as served:
        yield served


@contextmanager
def serving_triples(tmp_path: Path, *triples: str) -> Iterator[Served]:
    """Serve a file as it stands."""
    data = tmp_path / "data.nt"
    data.write_text("".join(f"{each} .\n" for each in triples), encoding="utf-8")
    with serving("--workers", "1", "--data", str(data)) as served:
        yield served


def answer(page: Page) -> Locator:
    """Return what is shown of an answer."""
    return page.locator("#query-answer")


def saved(page: Page, name: str) -> str:
    """Save the answer, and read the file."""
    with page.expect_download() as download:
        page.locator(".files").get_by_role("button", name=name).click()
    return download.value.path().read_text(encoding="utf-8")


def test_a_query_is_written_and_run(server: Served, visit: Visit) -> None:
    """And its rows lead to the pages about what they name."""
    page = visit(server, PAGE)
    ask(page, LEADS)

    expect(status(page)).to_have_text(re.compile(r"^3 rows in \d+\.\d\d s\.$"))
    expect(answer(page).locator("th")).to_have_text(["who", "what"])
    answer(page).get_by_role("link", name="id:BillNelson").click()
    expect(page.locator("h1")).to_have_text("Bill Nelson")


def test_what_the_page_proposes_waits_to_be_run(server: Served, visit: Visit) -> None:
    """By the button."""
    page = visit(server, PAGE)
    expect(content(page)).to_contain_text("?who ag:leads ?what")
    expect(status(page)).to_have_text("")
    page.locator("#query-run").click()

    expect(status(page)).to_contain_text("3 rows in")


def test_ask_is_answered_with_yes_or_no(server: Served, visit: Visit) -> None:
    """And nothing found is no error."""
    page = visit(server, PAGE)
    ask(page, "ASK { id:BillNelson ag:leads id:NASA }")
    expect(status(page)).to_have_text(re.compile(r"^Yes, in "))
    ask(page, "ASK { id:NASA ag:leads id:BillNelson }")
    expect(status(page)).to_have_text(re.compile(r"^No, in "))
    ask(page, "SELECT ?x { ?x ag:leads id:Nobody }")
    expect(status(page)).to_have_text(re.compile("^Nothing found in"))


def test_a_mistake_is_shown_where_it_stands(server: Served, visit: Visit) -> None:
    """By line and column, whatever letters come before; and forgotten when it is mended."""
    page = visit(server, PAGE)
    ask(page, "# 🛰 Кто?\nSELECT ?x {\n  ?x skos:prefLabel '🛰' ; zz:name ?y }")
    expect(status(page)).to_have_text(re.compile(r"^Line 3, column 27: unknown prefix zz"))
    expect(page.locator("#query .cm-fault")).to_have_text("zz:name")
    page.keyboard.type("ag:leads")
    expect(page.locator("#query .cm-fault")).to_have_count(0)
    ask(page, "SELECT ?x {\n  ?x ag:leads }")
    expect(status(page)).to_have_text(re.compile(r"^Line 2, column 15: unexpected '}'"))
    expect(page.locator("#query .cm-fault")).to_have_text("}")
    ask(page, "SELECT ?x WHERE {?x a}")
    expect(status(page)).to_have_text(re.compile("^Line 1, column 23: it ends too early"))
    expect(page.locator("#query .cm-fault")).to_have_text("}")


def test_an_update_is_refused_in_words(server: Served, visit: Visit) -> None:
    """The graph is read-only."""
    page = visit(server, PAGE)
    ask(page, "INSERT DATA { id:NASA ag:leads id:ISS }")

    expect(status(page)).to_have_text("Line 1, column 1: INSERT is refused: the graph is read-only")


def test_a_long_query_is_cancelled(server: Served, visit: Visit) -> None:
    """Here and on the server, and the next one is answered."""
    page = visit(server, PAGE)
    ask(page, LONG)
    expect(status(page)).to_have_text("Running…")
    page.locator("#query-stop").focus()
    page.keyboard.press("Enter")
    expect(status(page)).to_have_text("Cancelled.")
    assert page.evaluate(FOCUS) == "query-run"
    expect(page.locator("#query-stop")).to_be_disabled()
    while "workers_busy 0.0" not in server.client.get("/metrics").text:
        page.wait_for_timeout(10)
    ask(page, LEADS)
    expect(status(page)).to_contain_text("3 rows in")


def test_only_the_last_of_two_queries_is_answered(server: Served, visit: Visit) -> None:
    """Whoever runs another one cancels the first."""
    page = visit(server, PAGE)
    ask(page, LONG)
    expect(status(page)).to_have_text("Running…")
    ask(page, LEADS)

    expect(status(page)).to_contain_text("3 rows in")
    expect(page.locator("#query-stop")).to_be_disabled()


def test_what_takes_too_long_is_told_with_advice(narrow: Served, visit: Visit) -> None:
    """After the server's own time."""
    page = visit(narrow, PAGE)
    ask(page, LONG)

    expect(status(page)).to_have_text(re.compile(r"1 s.*; "), timeout=20_000)


def test_an_answer_that_is_cut_off_says_so(narrow: Served, visit: Visit) -> None:
    """A table as well as a graph."""
    page = visit(narrow, PAGE)
    told = f"There may be more: the server gives at most {ROWS} in one answer."
    ask(page, "SELECT * { ?s ?p ?o }")
    expect(status(page)).to_contain_text(f"{ROWS} rows in")
    expect(status(page)).to_contain_text(told)
    ask(page, "CONSTRUCT WHERE { ?s ?p ?o }")
    expect(status(page)).to_contain_text(told)


def test_a_graph_is_shown_and_saved_as_turtle(server: Served, visit: Visit) -> None:
    """With the usual prefixes, which are folded away."""
    page = visit(server, PAGE)
    ask(page, "CONSTRUCT { ?what ag:ledBy ?who } { ?who ag:leads ?what }")
    expect(status(page)).to_have_text(re.compile(r"^A graph, in \d"))
    expect(answer(page).get_by_text("@prefix ag:")).to_be_hidden()
    expect(answer(page).get_by_text("id:NASA ag:ledBy id:BillNelson .")).to_be_visible()

    assert saved(page, "Turtle") == "".join(answer(page).locator("pre").all_text_contents())


def test_a_table_is_saved_as_csv_and_as_json(server: Served, visit: Visit) -> None:
    """All of its rows."""
    page = visit(server, PAGE)
    ask(page, LEADS)
    expect(status(page)).to_contain_text("3 rows in")

    in_json = json.loads(saved(page, "JSON"))
    assert in_json == server.client.get("/sparql", params={"query": LEADS}).json()
    lines = saved(page, "CSV").splitlines()
    assert lines[0] == "who,what"
    assert lines[1:] == [
        ",".join(row[name]["value"] for name in ("who", "what"))
        for row in in_json["results"]["bindings"]
    ]


def test_the_query_stands_in_the_address_that_is_shared(server: Served, visit: Visit) -> None:
    """After the #, where no log of a server sees it; after the ? it is read, too."""
    query = 'SELECT ?x { ?x ag:leads id:NASA # "+%&\n}'
    page = visit(server, "/query?query=ASK%20%7B%7D")
    expect(status(page)).to_have_text(re.compile("^Yes, "))
    assert page.url.endswith("/query#query=ASK+%7B%7D")
    ask(page, query)
    expect(status(page)).to_contain_text("1 row in")

    other = visit(server, page.url.removeprefix(server.address.rstrip("/")))
    expect(status(other)).to_contain_text("1 row in")
    expect(answer(other)).to_contain_text("id:BillNelson")
    other.evaluate("location.hash = 'query=ASK+%7B%7D'")
    expect(status(other)).to_have_text(re.compile("^Yes, "))
    expect(content(other)).to_have_text("ASK {}")


def test_a_page_that_the_browser_has_kept_works_as_well(server: Served, visit: Visit) -> None:
    """Its script, and what it may ask, after the server has said that nothing changed."""
    page = visit(server, PAGE)
    for answered in ("^Yes, ", "^No, "):
        ask(page, "ASK {}" if "Yes" in answered else "ASK { id:NASA ag:leads id:ISS }")
        expect(status(page)).to_have_text(re.compile(answered))
        with page.expect_response(f"**{PAGE}") as told:
            page.reload()
        assert told.value.status in {200, 304}
        expect(status(page)).to_have_text(re.compile(answered))


def test_names_are_completed_in_any_script(server: Served, visit: Visit) -> None:
    """Of the ontology at once, of entities by the server."""
    page = visit(server, PAGE)
    options = page.locator("#query .cm-completionLabel")
    content(page).fill("")
    content(page).focus()
    for typed, offered in (("SELECT * { ?x ag:conce", "ag:concerns"), (" Междунар", "id:ISS")):
        page.keyboard.type(typed)
        expect(options.first).to_have_text(offered)
        page.wait_for_timeout(100)  # A list that has just opened takes no key.
        page.keyboard.press("Enter")
        expect(content(page)).to_contain_text(offered)
    page.keyboard.press("Control+Enter")

    expect(answer(page)).to_contain_text("id:ISSPartnership")


def test_a_number_is_completed_to_nothing(server: Served, visit: Visit) -> None:
    """Though names of entities hold it: Enter leaves what has been typed as it is."""
    page = visit(server, PAGE)
    content(page).fill("")
    content(page).focus()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.keyboard.type("SELECT ?s { ?s a ag:Person } LIMIT 20")
    page.wait_for_timeout(900)
    expect(page.locator("#query .cm-tooltip-autocomplete")).to_have_count(0)
    page.keyboard.press("Enter")

    expect(page.locator("#query .cm-line").first).to_have_text(
        "SELECT ?s { ?s a ag:Person } LIMIT 20"
    )
    assert not [each for each in asked if "text=20" in each]


def test_the_choice_of_an_example_goes_with_it(server: Served, visit: Visit) -> None:
    """Whoever changes it has a query of their own, until that is the example again."""
    page = visit(server, PAGE)
    choice = page.locator("#query-examples")
    choice.select_option("names-of")
    expect(page.locator("#query-note")).not_to_be_empty()
    content(page).focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(" ")
    expect(choice).to_have_value("")
    expect(page.locator("#query-note")).to_be_empty()
    page.keyboard.press("Backspace")
    expect(choice).to_have_value("names-of")


def test_an_example_is_chosen_and_answered(server: Served, visit: Visit) -> None:
    """With what it asks written out."""
    page = visit(server, PAGE)
    page.locator("#query-examples").select_option("names-of")

    expect(status(page)).to_contain_text("rows in")
    expect(content(page)).to_contain_text("VALUES ?entity { id:ISS }")
    expect(answer(page)).to_contain_text("МКС")
    expect(page.locator("#query-note")).to_contain_text("Slice: article")


def test_the_keyboard_alone_goes_all_the_way(server: Served, visit: Visit) -> None:
    """Into the editor and, by Escape or Tab, out of it, to the answer and its links."""
    page = visit(server, PAGE)
    page.locator("#query-examples").focus()
    page.keyboard.press("Tab")
    assert "cm-content" in page.evaluate(FOCUS)
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(LEADS)
    for _ in range(2):  # The list of names closes first, if there is one.
        page.keyboard.press("Escape")
    assert page.evaluate(FOCUS) == "query-run"
    page.keyboard.press("Enter")
    expect(status(page)).to_contain_text("3 rows in")
    for _ in range(3):  # CSV, JSON, and the answer, which scrolls.
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Answer"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Bill Nelson")


def test_hostile_values_are_text(visit: Visit, tmp_path: Path) -> None:
    """In cells, in Turtle and in the file; what is no address of the web is no link."""
    texts = [text for text in HOSTILE if text.isprintable()]
    literals = [f"<urn:s{n}> <urn:p> {json.dumps(text)}" for n, text in enumerate(texts)]
    iris = ("javascript:alert(1)", "data:text/html,x", "https://nasa.gov@pwned.example/", "urn:x")
    links = [f"<urn:link> <urn:p> <{iri}>" for iri in iris]
    with serving_triples(tmp_path, *literals, *links) as served:
        page = visit(served, PAGE)
        ask(page, "SELECT ?o { ?s ?p ?o }")
        expect(status(page)).to_contain_text(f"{len(literals) + len(links)} rows in")
        cells = answer(page).locator("tbody td").all_text_contents()
        assert set(texts) <= set(cells)
        assert answer(page).locator("a, img, script, iframe, svg, form").count() == 0
        ask(page, "CONSTRUCT WHERE { ?s ?p ?o }")
        expect(answer(page).locator("pre").last).to_contain_text("javascript:alert(1)")
        assert page.evaluate("window.pwned") is None


def test_plain_files_are_asked_as_well(visit: Visit, tmp_path: Path) -> None:
    """Whose IRIs lead where they say themselves."""
    with serving_triples(tmp_path, '<https://a.example/x> <urn:p> "ж"@ru') as served:
        page = visit(served, PAGE)
        page.locator("#query-run").click()
        expect(status(page)).to_contain_text("1 row in")
        link = answer(page).get_by_role("link")
        expect(link).to_have_attribute("href", "https://a.example/x")
        expect(link).to_have_attribute("rel", "noopener noreferrer external")
        expect(answer(page).locator("[lang=ru]")).to_have_text("ж")


def test_a_server_that_is_gone_is_told_of(visit: Visit, tmp_path: Path) -> None:
    """In one line, and the query stays."""
    with serving_triples(tmp_path, "<urn:a> <urn:b> <urn:c>") as served:
        page = visit(served, PAGE)
        page.route("**/sparql", lambda route: route.abort())
        page.locator("#query-run").click()

        expect(status(page)).to_have_text(re.compile("^The server cannot be reached"))
        expect(content(page)).to_contain_text("?subject ?predicate ?object")


def test_without_scripts_a_plain_form_asks(server: Served, visit: Visit) -> None:
    """And gets JSON."""
    page = visit(server, PAGE, java_script_enabled=False)
    page.fill("textarea", "ASK {}")
    page.get_by_role("button", name="Run").click()

    expect(page.locator("body")).to_contain_text('"boolean":true')


@pytest.mark.parametrize("look", LOOKS)
def test_axe_has_no_objection(server: Served, visit: Visit, look: str) -> None:
    """To the page, to answers and to a mistake, in light, in dark and on a phone."""
    page = visit(server, PAGE, **LOOKS[look])
    assert violations(page) == []
    ask(page, LEADS)
    expect(status(page)).to_contain_text("3 rows in")
    assert violations(page) == []
    ask(page, "DESCRIBE id:NASA")
    expect(status(page)).to_contain_text("A graph, in")
    answer(page).locator("summary").click()
    assert violations(page) == []
    ask(page, "SELECT ?x {")
    expect(status(page)).to_have_text(re.compile("^Line 1, column"))
    assert violations(page) == []


def test_it_fits_a_phone(server: Served, visit: Visit) -> None:
    """Wide answers scroll by themselves."""
    page = visit(server, PAGE, viewport={"width": 360, "height": 740}, has_touch=True)
    ask(page, "SELECT * { ?claim ag:paraphrase ?said ; ag:speaker ?by ; ag:subject ?of } LIMIT 9")
    expect(status(page)).to_contain_text("9 rows in")

    assert page.evaluate("document.documentElement.scrollWidth") <= 360
