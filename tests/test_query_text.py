"""What is refused before it reaches the engine, where, and what only looks like it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from astrograph import run_query
from astrograph.errors import QuerySyntaxError
from astrograph.query.text import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_UNIONS,
    MAX_VALUES,
    VettedQuery,
    syntax_error,
)

if TYPE_CHECKING:
    from astrograph import Store

NUMBERS = "VALUES ?n { 1 2 3 4 5 6 7 8 9 }"
BINDINGS = {
    "around": {"entity": "NASA"},
    "claims-of-a-sentence": {"sentence": '"14"^^xsd:integer'},
    "names-of": {"entity": "МКС"},
}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", (1, 12)),
        ("SELECT * {\n  service silent ?x { } }", (2, 3)),
        ("SELECT * { SERVICESILENT <http://127.0.0.1:9/> { } }", (1, 12)),
        ("SELECT * { ?s ag:sentence 1.SERVICE <http://127.0.0.1:9/> { } }", (1, 27)),
        ("SELECT * { ?s ag:sentence 1SERVICE <http://127.0.0.1:9/> { } }", (1, 27)),
        ("SELECT * { ?s ag:hedged trueSERVICE <http://127.0.0.1:9/> { } }", (1, 25)),
        ("PREFIX SERVICE: <x:> PREFIX : <http://127.0.0.1:9/>\nASK { SERVICE:x { } }", (1, 8)),
        ("ASK { FILTER (1 < 2)SERVICE<http://127.0.0.1:9/>{} }", (1, 21)),
        ("ASK { { } UNION{ }SERVICE <http://127.0.0.1:9/>{} }", (1, 19)),
    ],
)
def test_a_query_never_reaches_the_network(
    shipped: Store, text: str, place: tuple[int, int]
) -> None:
    """However SERVICE is glued to its neighbours; the engine needs no space between words."""
    with pytest.raises(QuerySyntaxError, match="SERVICE is refused") as caught:
        run_query(shipped, text)

    assert f"at line {place[0]}, column {place[1]}:" in caught.value.message


@pytest.mark.parametrize(
    "text",
    [
        'SELECT * { ?s ag:sentence ?x . FILTER (?x != "\\u0022 || 1=1) SERVICE <x:> {} #" ) }',
        "ASK { } # SERVICE <http://127.0.0.1:9/> { }",
        "ASK { FILTER ('SERVICE' != \"INSERT\") }",
        'ASK { FILTER (\'\'\'it\'s a SERVICE\'\'\' != """a "LOAD" of work""") }',
        "ASK { FILTER ('it\\'s SERVICE' != '') }",
        "ASK { <http://example.org/SERVICE#INSERT> ?INSERT ?SERVICE FILTER (1=2) } ",
        "ASK { ?s ag:SERVICE id:RussianOrbitalServiceStation }",
        "ASK { _:SERVICE ag:leads _:DELETE }",
        "# DROP ALL\nASK { }",
        "PREFIX drop: <http://example.org/> ASK { drop:all drop:all drop:all }",
    ],
)
def test_refused_words_are_harmless_where_they_are_only_text(shipped: Store, text: str) -> None:
    """In strings, comments, IRIs, variables, names and blank nodes."""
    assert isinstance(run_query(shipped, text), bool | list)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("1<STR('>')", False),
        ("1<2&&STR('(')>'#'", True),
        ("<urn:x#y> IN (<urn:x#z>,<urn:x#y>)", True),
        ("<http://a.example/#x> = <http://a.example/#x>", True),
        ("STR(<http://a.example/it's(#x)>)='http://a.example/it\\'s(#x)'", True),
    ],
)
def test_less_than_is_no_iri_and_an_iri_no_less_than(
    shipped: Store, asked: str, *, found: bool
) -> None:
    """However close they stand to what is before and behind."""
    assert run_query(shipped, f"ASK {{ FILTER({asked}) }}") is found


def test_an_iri_in_a_list_may_have_brackets_and_a_fragment() -> None:
    """It is written so that no engine takes it for less-than."""
    text = "ASK { ?s ?p (1 <http://a.example/x_(y)#z>) }"

    assert VettedQuery(text).prepared() == text.replace("<h", "<\\U00000068")


def test_half_a_character_is_refused() -> None:
    """No engine can read it."""
    with pytest.raises(QuerySyntaxError, match="column 14: half a character"):
        VettedQuery("ASK { ?s ?p '\ud800' }")


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { id:A ag:leads id:B }",
        "DELETE WHERE { ?s ?p ?o }",
        "PREFIX x: <http://example.org/>\nDROP ALL",
        "LOAD <file:///etc/passwd>",
        "clear default",
        "WITH <http://example.org/g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "CREATE GRAPH <http://example.org/g>",
        "COPY DEFAULT TO <http://example.org/g>",
        "MOVE DEFAULT TO <http://example.org/g>",
        "ADD DEFAULT TO <http://example.org/g>",
    ],
)
def test_updates_are_refused_and_change_nothing(shipped: Store, text: str) -> None:
    """The graph is read-only."""
    before = len(shipped.engine())

    with pytest.raises(QuerySyntaxError, match="is refused: the graph is read-only"):
        run_query(shipped, text)

    assert before == len(shipped.engine())


@pytest.mark.parametrize("text", ["ASK { } ; INSERT DATA { id:A ag:leads id:B }",
                                  "SELECT * { } DROP ALL"])  # fmt: skip
def test_an_update_behind_a_query_is_no_query(shipped: Store, text: str) -> None:
    """The engine itself takes one query only."""
    before = len(shipped.engine())

    with pytest.raises(QuerySyntaxError):
        run_query(shipped, text)

    assert before == len(shipped.engine())


def test_from_never_reads_a_file(shipped: Store) -> None:
    """It names a graph within the store; that there is none of that name is said."""
    for clause in ("FROM <file:///etc/passwd>", "FROM NAMED <http://127.0.0.1:9/>", "FROM ag:x"):
        with pytest.raises(QuerySyntaxError, match="the store holds no graph <"):
            run_query(shipped, f"SELECT * {clause} {{ ?s ?p ?o }}")
    assert run_query(shipped, "SELECT * { GRAPH <http://127.0.0.1:9/> { ?s ?p ?o } }") == []


@pytest.mark.parametrize(("opening", "closing"), [("{", "}"), ("(", ")"), ("[", "]")])
def test_deep_nesting_is_refused_where_it_gets_too_deep(opening: str, closing: str) -> None:
    """The engine would die of it."""
    deep = MAX_DEPTH + 1

    with pytest.raises(QuerySyntaxError) as caught:
        VettedQuery(f"ASK\n{opening * deep}{closing * deep}")

    assert caught.value.message == (
        f"bad query at line 2, column {deep}: nested more than {MAX_DEPTH} deep"
    )


def test_nesting_up_to_the_bound_runs(shipped: Store) -> None:
    """Brackets in strings do not count."""
    deep = MAX_DEPTH - 2

    assert run_query(shipped, f"ASK {{ FILTER ({'(' * deep}true{')' * deep}) }}") is True
    assert run_query(shipped, f"ASK {{ FILTER ('{'(' * 1000}' != '') }}") is True


@pytest.mark.parametrize(
    "text",
    [
        f"ASK {{ FILTER ({'!' * 50_000}true) }}",
        f"ASK {{ FILTER (true{'&&true' * 20_000}) }}",
        f"ASK {{ {'OPTIONAL{} ' * 15_000} }}",
        f"ASK {{ FILTER (1 IN ({','.join(['1'] * 50_000)})) }}",
    ],
)
def test_long_chains_do_not_overflow_the_engine(shipped: Store, text: str) -> None:
    """They are not nested by brackets, yet the engine recurses over them."""
    assert run_query(shipped, text) is True


def test_a_text_without_measure_is_refused() -> None:
    """Nobody writes such a query."""
    with pytest.raises(QuerySyntaxError, match=f"longer than {MAX_BYTES:,} bytes"):
        VettedQuery("ASK { }" + " " * MAX_BYTES)


@pytest.mark.parametrize("text", ["", "  ", "# only a comment", "hello", "SELCT ?x { }", "?x"])
def test_what_is_no_query_is_refused_with_an_example(text: str) -> None:
    """The hint leads to queries that work."""
    with pytest.raises(QuerySyntaxError, match="neither SELECT, ASK, CONSTRUCT") as caught:
        VettedQuery(text)

    assert "--list-saved" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("SELECT ?x { ?x nope:leads ?y }", (1, 16), "unknown prefix nope: in nope:leads"),
        ("SELECT ?x {\n  ?x :leads ?y }", (2, 6), "unknown prefix : in :leads"),
        ("SELECT ?x {\n ?x ag:leads }", (2, 14), "unexpected '}'"),
        ("SELECT ?x { ?x ag:leads ?y", (1, 27), "too early"),
        ("SELECT ?x { 'never closed }", (1, 13), "unexpected '"),
        ("SELECT ?x { \\u0053ERVICE <x:> {} }", (1, 13), "unexpected \\"),
        ("SELECT ?x { ?x ?y ?z } LIMIT many", (1, 30), "unexpected 'many'"),
    ],
)
def test_bad_sparql_is_shown_by_line_and_column(
    shipped: Store, text: str, place: tuple[int, int], words: str
) -> None:
    """In one line, with what stands there."""
    with pytest.raises(QuerySyntaxError) as caught:
        run_query(shipped, text)

    assert caught.value.message.startswith(f"bad query at line {place[0]}, column {place[1]}: ")
    assert words in caught.value.message
    assert "\n" not in caught.value.message


def test_a_complaint_without_a_place_is_still_one_line() -> None:
    """Some of the engine's errors name none."""
    assert syntax_error("ASK { }", "The variable\n ?x is odd").message == (
        "bad query: The variable ?x is odd"
    )


def test_values_and_unions_are_counted() -> None:
    """A few thousand of either are nothing unusual; the engine suffers from more."""
    many = " ".join(["1"] * MAX_VALUES)
    unions = "{ } UNION " * MAX_UNIONS

    assert VettedQuery(f"ASK {{ VALUES ?x {{ {many} }} }}").form == "ASK"
    with pytest.raises(QuerySyntaxError, match=f"more than {MAX_VALUES:,} values"):
        VettedQuery(f"ASK {{ VALUES (?x ?y) {{ ({many}) (2 3) }} }}")
    assert VettedQuery(f"ASK {{ {unions} {{ }} }}").form == "ASK"
    with pytest.raises(QuerySyntaxError, match=f"more than {MAX_UNIONS:,} unions"):
        VettedQuery(f"ASK {{ {unions} {{ }} UNION {{ }} }}")


def test_the_graphs_that_are_asked_are_known_by_their_whole_iris() -> None:
    """Whether they are written in full, with a prefix, or relative to a base."""
    vetted = VettedQuery(
        "BASE <http://a.example/b/> PREFIX p: <c#> SELECT * FROM <d> FROM NAMED p:e"
        " FROM <http://f.example/> { GRAPH <g> { } }"
    )

    assert vetted.graphs == ["http://a.example/b/d", "http://a.example/b/c#e", "http://f.example/"]


def test_an_iri_may_be_written_with_escapes() -> None:
    """The engine reads them nowhere else but in texts."""
    assert VettedQuery(r"ASK { <x:\u0061> ?p ?o }").form == "ASK"
    with pytest.raises(QuerySyntaxError, match=r"unexpected \\"):
        VettedQuery(r"ASK { SERV\u0049CE <x:a> { } }")
