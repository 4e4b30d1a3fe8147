"""SPARQL: vetted before it runs, limited, bound, timed; and the queries that ship."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
from builders import ID, claim, store_of

from astrograph import run_query
from astrograph.errors import MisuseError, QuerySyntaxError, QueryTimeoutError, UnknownEntityError
from astrograph.model import Interval
from astrograph.query import saved_queries, saved_query
from astrograph.query.run import within
from astrograph.query.text import MAX_CHARACTERS, MAX_DEPTH, VettedQuery, syntax_error

if TYPE_CHECKING:
    from astrograph import Store

NUMBERS = "VALUES ?n { 1 2 3 4 5 6 7 8 9 }"
BINDINGS = {
    "around": {"entity": "NASA"},
    "claims-of-a-sentence": {"sentence": '"14"^^xsd:integer'},
    "names-of": {"entity": "МКС"},
}


def rows(store: Store, text: str, **given: Any) -> list[dict[str, str]]:  # noqa: ANN401
    """Run a SELECT query; its terms by their text, IRIs of entities by local name."""
    answer = run_query(store, text, **given)
    assert isinstance(answer, list)
    return [
        {name: term.value.removeprefix(ID) for name, term in row.items()}
        for row in answer
        if isinstance(row, dict)
    ]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("?x ag:leads id:Roscosmos", ["YuriBorisov"]),
        ("?x ag:formerlyLed id:Roscosmos", ["DmitryRogozin"]),
        ("?x ag:plansToStayIn ?p", ["Roscosmos"]),
        ("?x ag:leaves ?p", []),
        ("?x ag:leads id:NASA", ["BillNelson"]),
    ],
)
def test_the_article_s_questions_have_their_answers(
    shipped: Store, pattern: str, expected: list[str]
) -> None:
    """The current head and nobody else; the plan; and that nothing leaves anything."""
    assert rows(shipped, f"SELECT ?x {{ {pattern} }}") == [{"x": name} for name in expected]


def test_each_form_of_query_has_its_own_kind_of_answer(shipped: Store) -> None:
    """A truth value, solutions, triples."""
    asked = run_query(shipped, "ASK { id:BillNelson ag:leads id:NASA }")
    denied = run_query(shipped, "ASK { id:NASA ag:leads id:BillNelson }")
    made = run_query(shipped, "CONSTRUCT { ?o ag:ledBy ?s } { ?s ag:leads ?o } LIMIT 2")
    told = run_query(shipped, "DESCRIBE id:Ukraine")

    assert asked is True
    assert denied is False
    assert isinstance(made, list)
    assert isinstance(told, list)
    assert [type(each) for each in made] == [ox.Triple, ox.Triple]
    assert {type(each) for each in told} == {ox.Triple}


def test_unbound_variables_are_left_out_of_a_solution(shipped: Store) -> None:
    """A missing key, not a stand-in."""
    assert rows(shipped, "SELECT ?a ?b { BIND (1 AS ?a) }") == [{"a": "1"}]


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT ?n {{ {NUMBERS} }}",
        f"SELECT ?n {{ {NUMBERS} }} LIMIT 7",
        f"SELECT ?n {{ {NUMBERS} }} limit\n 7",
        f"SELECT ?n {{ {NUMBERS} }} ORDER BY ?n",
        f"SELECT ?n {{ {NUMBERS} }} ORDER BY DESC(?n) LIMIT 8 OFFSET 1",
        f"SELECT ?n {{ {NUMBERS} }} OFFSET 1",
        f"SELECT ?n {{ {NUMBERS} }} OFFSET 1 LIMIT 5",
        f"SELECT ?n {{ {NUMBERS} }} # LIMIT 1",
        f"SELECT ?n {{ {NUMBERS} }} LIMIT 5 # VALUES LIMIT 1\n",
        f"SELECT ?n {{ {{ SELECT ?n {{ {NUMBERS} }} LIMIT 8 }} }}",
        f"SELECT ?n {{ {NUMBERS} FILTER ('LIMIT 1' != \"LIMIT 2\") }}",
        "SELECT ?n { } VALUES ?n { 1 2 3 4 5 6 7 8 9 }",
        "SELECT ?n { } ORDER BY ?n VALUES ?n { 1 2 3 4 5 6 7 8 9 } # end",
        "SELECT ?n { } LIMIT 9 VALUES ?n { 1 2 3 4 5 6 7 8 9 }",
        f"SELECT ?n {{ {NUMBERS} }} GROUP BY ?n HAVING (COUNT(*) > 0)",
        f"PREFIX limit: <http://example.org/> SELECT ?n {{ {NUMBERS} }}",
        "CONSTRUCT { ?s a ?o } WHERE { ?s a ?o }",
        "CONSTRUCT WHERE { ?s a ?o } LIMIT 10",
    ],
)
def test_a_limit_cuts_every_query_at_the_right_place(shipped: Store, text: str) -> None:
    """Whatever limits, comments, strings and blocks of values stand where."""
    answer = run_query(shipped, text, limit=3)

    assert isinstance(answer, list)
    assert len(answer) == 3


def test_a_limit_never_raises_that_of_the_query(shipped: Store) -> None:
    """The smaller one holds."""
    text = f"SELECT ?n {{ {NUMBERS} }} ORDER BY ?n LIMIT 2"

    assert rows(shipped, text, limit=5) == [{"n": "1"}, {"n": "2"}]


def test_a_truth_value_has_no_limit(shipped: Store) -> None:
    """Nothing is appended to an ASK query."""
    assert run_query(shipped, "ASK { ?s ?p ?o }", limit=1) is True
    assert VettedQuery("ASK { }").limited(1) == "ASK { }"


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
        "SELECT * { ?s ag:sentence ?x . FILTER (?x != \"\\u0022 || 1=1) SERVICE <x:> {} #\" ) }",
        "ASK { } # SERVICE <http://127.0.0.1:9/> { }",
        "ASK { FILTER ('SERVICE' != \"INSERT\") }",
        "ASK { FILTER ('''it's a SERVICE''' != \"\"\"a \"LOAD\" of work\"\"\") }",
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
    """It names a graph within the store; there is none of that name."""
    assert rows(shipped, "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }") == []
    assert rows(shipped, "SELECT * { GRAPH <http://127.0.0.1:9/> { ?s ?p ?o } }") == []


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
    with pytest.raises(QuerySyntaxError, match=f"longer than {MAX_CHARACTERS} characters"):
        VettedQuery("ASK { }" + " " * MAX_CHARACTERS)


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


def test_own_prefixes_join_the_usual_ones(shipped: Store) -> None:
    """And may take a usual name for something else."""
    text = "PREFIX my: <https://w3id.org/astrograph/id/> SELECT ?x { ?x ag:leads my:NASA }"
    other = "PREFIX id: <http://example.org/> SELECT ?x { ?x ag:leads id:NASA }"

    assert rows(shipped, text) == [{"x": "BillNelson"}]
    assert rows(shipped, other) == []


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("id:NASA", ["BillNelson"]),
        ("<https://w3id.org/astrograph/id/NASA>", ["BillNelson"]),
        ("nasa", ["BillNelson"]),
        ("Роскосмос", ["YuriBorisov"]),
        ("<http://example.org/x> } #", None),
        ('"NASA"', []),
    ],
)
def test_a_variable_is_bound_to_an_entity(
    shipped: Store, value: str, expected: list[str] | None
) -> None:
    """By IRI, CURIE or name; never pasted into the text."""
    text = "SELECT ?who ?org { ?who ag:leads ?org }"

    if expected is None:
        with pytest.raises(MisuseError):
            run_query(shipped, text, bind={"org": value})
        return
    assert [row["who"] for row in rows(shipped, text, bind={"?org": value})] == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('"plain"', ox.Literal("plain")),
        ('"Wort"@de', ox.Literal("Wort", language="de")),
        ('"1"^^xsd:integer', ox.Literal(1)),
        (
            '"1"^^<http://www.w3.org/2001/XMLSchema#integer>',
            ox.Literal(1),
        ),
        (r'"a \"quoted\" word"', ox.Literal('a "quoted" word')),
        ('""', ox.Literal("")),
        ('"} DROP ALL #"', ox.Literal("} DROP ALL #")),
    ],
)
def test_a_variable_is_bound_to_a_literal(
    shipped: Store, value: str, expected: ox.Literal
) -> None:
    """With its language or datatype."""
    assert run_query(shipped, "SELECT ?v { BIND (?v AS ?w) }", bind={"v": value}) == [
        {"v": expected}
    ]


@pytest.mark.parametrize(
    ("bind", "words"),
    [
        ({"nobody": "id:NASA"}, "the query has no variable ?nobody"),
        ({"who": "<not an iri>"}, "'<not an iri>' is not a value"),
        ({"who": '"x"^^nope:y'}, "unknown prefix in 'nope:y'"),
        ({"who": '"x"@not_a_tag'}, "is not a value"),
    ],
)
def test_a_bad_binding_is_refused(shipped: Store, bind: dict[str, str], words: str) -> None:
    """In the user's own words."""
    with pytest.raises(MisuseError) as caught:
        run_query(shipped, "SELECT ?who { ?who ag:leads ?what }", bind=bind)

    assert words in caught.value.message


def test_a_binding_to_an_unknown_name_suggests_others(shipped: Store) -> None:
    """As everywhere where an entity is named."""
    with pytest.raises(UnknownEntityError, match="'Rogozzin'"):
        run_query(shipped, "ASK { ?who ?p ?o }", bind={"who": "Rogozzin"})


def test_the_direct_triples_are_those_of_the_instant() -> None:
    """Before and after an end, and at the graph's own present."""
    ended = Interval(start_latest="2018-01-01T00:00:00Z", end_earliest="2021-01-01T00:00:00Z",
                     end_latest="2021-01-01T00:00:00Z")  # fmt: skip
    store = store_of(claim("A", "leads", "B", holds=ended, tense="Past"))
    text = "SELECT ?p { id:A ?p id:B FILTER (STRSTARTS(STR(?p), STR(ag:))) }"

    def relation(at: str | None) -> str:
        (row,) = rows(store, text, at=at)
        return row["p"].rpartition("#")[2]

    assert relation("2020-01-01T00:00:00Z") == "leads"
    assert relation("2022-01-01T00:00:00Z") == "formerlyLed"
    assert relation(None) == "formerlyLed"


def test_work_that_takes_too_long_is_given_up() -> None:
    """The error says how long was allowed, and what to do."""
    never = threading.Event()

    with pytest.raises(QueryTimeoutError, match=r"longer than 0\.05 seconds") as caught:
        within(0.05, never.wait)
    never.set()

    assert "--timeout" in caught.value.hint


def test_a_failure_of_the_work_is_handed_on() -> None:
    """Whatever it is."""

    def fail() -> None:
        raise KeyError("lost")

    with pytest.raises(KeyError, match="lost"):
        within(5, fail)


def test_at_least_twelve_queries_ship() -> None:
    """With names that a command line takes, in order."""
    names = [query.name for query in saved_queries()]

    assert len(names) >= 12
    assert names == sorted(names)


@pytest.mark.parametrize("name", [query.name for query in saved_queries()])
def test_every_shipped_query_explains_itself_and_finds_something(shipped: Store, name: str) -> None:
    """One line that says what it answers, and at least one row of the article."""
    query = saved_query(name)

    answer = run_query(shipped, query.text, bind=BINDINGS.get(name))

    assert query.explanation.endswith((".", "?"))
    assert "\n" not in query.explanation
    assert isinstance(answer, list)
    assert len(answer) >= 1


def test_an_unknown_saved_query_is_refused_with_the_known_ones() -> None:
    """No path leads out of the folder."""
    for name in ("nope", "../direct", ""):
        with pytest.raises(MisuseError, match="no saved query is called") as caught:
            saved_query(name)

        assert "current-heads" in caught.value.hint
