"""SPARQL in the page: a person asks, reads, cancels and shares; the answers are those of rdflib."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
import rdflib
from playwright.sync_api import Page, expect

from astrograph import open_store
from astrograph.explorer import build_payload, write_page
from astrograph.query import saved_queries
from astrograph.vocab import PREFIXES
from browser.asking import ask, open_query, status

if TYPE_CHECKING:
    from pathlib import Path

    from astrograph.explorer import Payload
    from browser.conftest import OpenPage

PAYLOAD = '<img src=x onerror="alert(1)"></script><script>alert(2)</script>'
LONG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
UNBOUND = "elements-of-the-iss-and-who-built-them"
"""rdflib stops at DISTINCT in an aggregate over what is not bound."""
PLAIN = [
    query.text
    for query in saved_queries()
    if "--bind" not in query.explanation and query.name != UNBOUND
]
MORE = [
    "SELECT ?type (COUNT(?x) AS ?n) { ?x a ?type } GROUP BY ?type",
    "SELECT ?x ?name { ?x skos:prefLabel ?name FILTER (CONTAINS(LCASE(?name), 'space')) }",
    "SELECT ?a ?b { ?a ag:partOf+ ?b }",
    "SELECT DISTINCT ?p { ?s ?p ?o }",
    "SELECT ?x { ?x a ag:Person MINUS { ?x ag:leads ?y } }",
    "SELECT ?claim { ?claim ag:speaker ?who OPTIONAL { ?claim ag:object ?o } FILTER (!BOUND(?o)) }",
    "ASK { ?x ag:leads ?y }",
    "ASK { id:Nobody ag:leads ?y }",
    "SELECT (SUM(?n) AS ?sum) { ?e ag:sentence ?n }",
    "SELECT ?x (LANG(?n) AS ?l) { ?x skos:altLabel ?n FILTER (LANG(?n) != 'en') }",
    "CONSTRUCT { ?y ag:ledBy ?x } { ?x ag:leads ?y }",
    "SELECT ?m (COUNT(?c) AS ?n) { ?c ag:modality ?m } GROUP BY ?m HAVING (COUNT(?c) > 2)",
]


@pytest.fixture(scope="module")
def payload() -> Payload:
    """Gather a page of the shipped graph."""
    return build_payload(open_store())


@pytest.fixture
def page(open_page: OpenPage, article_html: Path) -> Page:
    """Open the view for SPARQL, and wait until its engine is ready."""
    return open_query(open_page, article_html)


def answer(page: Page) -> dict[str, Any]:
    """Save the answer as JSON, and read it."""
    with page.expect_download() as saved:
        page.get_by_role("button", name="JSON").click()
    made: dict[str, Any] = json.loads(saved.value.path().read_text(encoding="utf-8"))
    return made


def rows(made: dict[str, Any]) -> list[tuple[str, ...]]:
    """Return an answer's rows as texts, in an order of their own."""
    if "boolean" in made:
        return [(str(made["boolean"]),)]
    names = made["head"]["vars"]
    return sorted(
        tuple(str(row.get(name, {}).get("value", "")) for name in names)
        for row in made["results"]["bindings"]
    )


def expected(graph: rdflib.Graph, query: str) -> list[tuple[str, ...]]:
    """Ask rdflib the same."""
    result = graph.query(query, initNs=dict(PREFIXES))
    if result.type == "ASK":
        return [(str(result.askAnswer),)]
    return sorted(
        tuple("" if term is None else str(term).replace("+00:00", "Z") for term in row)  # type: ignore[union-attr]
        for row in result
    )


def test_answers_are_those_of_rdflib_on_the_same_data(page: Page, payload: Payload) -> None:
    """For the shipped queries that a page offers, and for a dozen more."""
    graph = rdflib.Graph().parse(data=payload["rdf"], format="nt")
    queries = [*PLAIN, *MORE]

    assert len(queries) >= 25
    for query in queries:
        ask(page, query)
        expect(status(page)).to_have_text(re.compile(r"^(\d+ |Yes|No\.|Nothing)"), timeout=20_000)
        assert rows(answer(page)) == expected(graph, query), query


def test_the_page_holds_what_the_engine_of_its_store_holds(payload: Payload) -> None:
    """All that claims, entities and sources say, and the direct triples; nothing else."""
    own = set(payload["rdf"].splitlines())
    engine = {f"{q.subject} {q.predicate} {q.object} ." for q in open_store().engine()}
    direct = {line for line in engine if "ontology#leads>" in line}

    assert own <= engine
    assert direct <= own


def test_a_mistake_is_told_by_line_and_column(page: Page) -> None:
    """And marked in the editor, until the query is changed."""
    ask(page, "SELECT ?x\nWHER { ?x ag:leads ?y }")

    expect(status(page)).to_have_text(re.compile(r"Line 2, column \d+: "))
    expect(page.locator("#query .cm-fault")).to_have_count(1)
    ask(page, "ASK { ?x ag:leads }")
    expect(status(page)).to_have_text(re.compile(r"Line 1, column 1\d: "))
    ask(page, "ASK { ?x ag:leads ?y }")
    expect(status(page)).to_have_text("Yes.")
    expect(page.locator("#query .cm-fault")).to_have_count(0)


def test_a_long_query_is_cancelled_and_the_next_one_answers(page: Page) -> None:
    """While it runs, the page does what it is asked to."""
    ask(page, LONG)
    expect(status(page)).to_have_text("Running…")
    page.get_by_role("button", name="Cancel").click()
    expect(status(page)).to_have_text(re.compile("^Cancelled"))
    ask(page, "ASK { ?x ag:leads ?y }")
    expect(status(page)).to_have_text("Yes.", timeout=20_000)


def test_what_a_query_answers_stays_text(page: Page) -> None:
    """Whatever it looks like, on the page and in a spreadsheet."""
    quoted = PAYLOAD.replace('"', '\\"')
    ask(
        page,
        f'SELECT ?x ?y {{ VALUES (?x ?y) {{ ("{quoted}" <javascript:alert(3)>) ("=1+1" 2) }} }}',
    )
    expect(status(page)).to_have_text("2 rows.")

    expect(page.locator("#query-answer td").first).to_have_text(PAYLOAD)
    expect(page.locator("#query-answer :is(a, img, script)")).to_have_count(0)
    with page.expect_download() as saved:
        page.locator("#query .files").get_by_role("button", name="CSV").click()
    assert "\n'=1+1,2" in saved.value.path().read_text(encoding="utf-8")


def test_an_iri_of_an_answer_selects_in_the_drawing(page: Page) -> None:
    """Its card opens, and the query stays."""
    ask(page, "SELECT ?x { ?x ag:leads id:NASA }")
    page.locator("#query-answer").get_by_role("button", name="Bill Nelson").click()

    expect(page.locator("#details h2")).to_have_text("Bill Nelson")
    expect(page.locator("#query-answer")).to_be_visible()


def test_terms_and_entities_are_completed(page: Page) -> None:
    """The ontology's by name or label, the page's entities by any of their names."""
    page.locator("#query .cm-content").fill("SELECT * { ")
    page.keyboard.type("Роскосм")
    expect(page.locator("#query .cm-completionLabel").first).to_have_text("id:Roscosmos")
    page.keyboard.press("Enter")
    page.keyboard.type(" ag:lea")
    expect(page.locator("#query .cm-completionLabel").first).to_have_text(re.compile("^ag:lea"))


def test_an_example_comes_with_its_explanation_and_runs(page: Page) -> None:
    """By choosing it."""
    page.get_by_label("Examples").select_option("denials")

    expect(page.locator("#query-note")).to_contain_text("Slice: article")
    expect(status(page)).to_have_text(re.compile(r"^\d+ rows?\."))


def test_a_lite_page_has_no_sparql(open_page: OpenPage, payload: Payload, tmp_path: Path) -> None:
    """And an address that asks for it opens the drawing."""
    write_page(payload, tmp_path / "lite.html", tier="lite")
    page = open_page(tmp_path / "lite.html", "#view=query&query=ASK {}")

    expect(page.get_by_role("button", name="SPARQL", exact=True)).to_have_count(0)
    expect(page.locator("#stage")).to_be_visible()
