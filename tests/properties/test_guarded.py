"""Whatever a query looks like: what the guard lets through asks nobody, and says what it said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from astrograph.errors import QuerySyntaxError
from astrograph.query.text import VettedQuery
from astrograph.query.tokens import edited, tokens
from trapping import trap

if TYPE_CHECKING:
    from collections.abc import Iterator

DECLARED = "PREFIX id: <urn:> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
glue = st.sampled_from(["", "", " ", "\n", "#'''\n", '#"\n', "#\n"])
operands = st.sampled_from(
    [
        *("?a", "1", "1.", ".5", "1e5", "true", "id:a", "id:a.b", "id:", "<urn:x#y>", "<urn:x'y>"),
        *("'x'", '"y"@en', "'>'", "'''>'''", '">"', "'1'^^xsd:integer", "STR(?a)", "(?a)"),
        *("EXISTS{}", "xsd:string('>')", "?a>", "!?a", "STR('>')"),
    ]
)
operators = st.sampled_from(["<", "<", "<=", "=", "||", "&&", "+", ">", "IN(1,", "NOT IN("])


@st.composite
def expressions(draw: st.DrawFn) -> str:
    """Draw an expression, of which some make sense."""
    text = draw(operands)
    for _ in range(draw(st.integers(0, 3))):
        text += draw(glue) + draw(operators) + draw(glue) + draw(operands)
    return text + draw(st.sampled_from(["", "", "", ")"]))


parts = st.one_of(
    expressions().map(lambda text: f"FILTER({text})"),
    expressions().map(lambda text: f"FILTER(1=1||{text})"),
    st.tuples(expressions(), st.integers(0, 9)).map(lambda two: f"BIND({two[0]} AS ?v{two[1]})"),
    operands.map(lambda text: f"?s ?p {text}."),
    operands.map(lambda text: f"?s ?p(?a {text})."),
    operands.map(lambda text: f"<<?s?p{text}>>?q ?r."),
    operands.map(lambda text: f"VALUES(?a ?w){{({text} {text})}}"),
    st.sampled_from(["{}", "OPTIONAL{?s ?p ?o}", "?s id:a|^id:b ?o.", "#'''\n", "# '\n", '#"\n']),
)
services = st.sampled_from(["SERVICE<TRAP>{?x ?y ?z}", "SERVICE SILENT <TRAP> {}", "service ?a{}"])


@st.composite
def queries(draw: st.DrawFn, middle: st.SearchStrategy[str] = services) -> str:
    """Draw a query with a SERVICE or the like, glued to what is before and behind it."""
    before, behind = draw(st.lists(parts, max_size=3)), draw(st.lists(parts, max_size=2))
    pieces = [*before, draw(middle), *behind]
    return f"{DECLARED}SELECT * {{ {''.join(piece + draw(glue) for piece in pieces)} }}"


@pytest.fixture(scope="module", name="trap")
def listening() -> Iterator[tuple[str, list[str]]]:
    """Listen at an address, and note who comes."""
    with trap() as listening:
        yield listening


@given(text=queries())
@example(text=f"{DECLARED}SELECT * {{ FILTER(1=1||1<'>') SERVICE<TRAP>{{?x ?y ?z}} # '\n }}")
@example(text=f"{DECLARED}SELECT * {{ FILTER(1=1||1<1#>'''\n) SERVICE<TRAP>{{?x ?y ?z}} #'''\n }}")
@example(text=f"{DECLARED}SELECT * {{ {{}} UNION {{ ?s ?p id:a.b.SERVICE<TRAP>{{?x ?y ?z}} }} }}")
@settings(max_examples=400)
def test_no_service_gets_past_the_guard(text: str, trap: tuple[str, list[str]]) -> None:
    """Neither by the engine that answers, nor as another parser reads the query."""
    address, visits = trap
    try:
        asked = VettedQuery(text.replace("TRAP", address)).prepared(limit=10)
    except QuerySyntaxError:
        return

    said = _said(asked)

    assert visits == []
    assert said is None or not _asks_for_service(parseQuery(asked))


@given(text=queries(st.just("{}")).filter(lambda text: "<urn:x'y>" not in text))
@settings(max_examples=200)
def test_a_query_means_what_it_meant(text: str) -> None:
    """When it has passed the guard, which refuses none for the sake of it."""
    said = _said(text)
    if said is not None:
        assert _said(VettedQuery(text).prepared()) == said


def _said(text: str) -> list[str] | None:
    """Return the answer of a small graph; ``None`` when the engine finds the query malformed."""
    engine = ox.Store()
    for name in ("urn:a", "urn:a.b", "urn:"):
        engine.add(ox.Quad(ox.NamedNode(name), ox.NamedNode(name), ox.NamedNode(name)))
    try:
        found = engine.query(text)
    except (SyntaxError, ValueError):
        return None
    assert isinstance(found, ox.QuerySolutions)
    return sorted(str(row) for row in found)


def _asks_for_service(parsed: object) -> bool:
    if isinstance(parsed, CompValue):
        named = parsed.name == "ServiceGraphPattern"
        return named or any(_asks_for_service(each) for each in parsed.values())
    return isinstance(parsed, list) and any(_asks_for_service(each) for each in parsed)


@given(text=queries() | st.text())
def test_tokens_are_what_the_query_is_made_of(text: str) -> None:
    """In order, where they stand; between them lie spaces and comments alone."""
    place = 0
    for token in tokens(text):
        assert text.startswith(token.text, token.start)
        between = text[place : token.start]
        assert all(line.lstrip().startswith("#") for line in between.splitlines() if line.strip())
        place = token.start + len(token.text)


@given(text=queries())
def test_what_is_written_otherwise_is_read_in_one_way(text: str) -> None:
    """It is left as it is when it is looked at again."""
    once = edited(text, [token.edit for token in tokens(text) if token.edit])

    assert edited(once, [token.edit for token in tokens(once) if token.edit]) == once
