"""SPARQL: answered, limited, bound, timed; and the queries that ship."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest

from astrograph import run_query
from astrograph.errors import MisuseError, QuerySyntaxError, QueryTimeoutError, UnknownEntityError
from astrograph.model import Interval
from astrograph.query import saved_queries, saved_query
from astrograph.query.run import within
from astrograph.query.text import VettedQuery
from builders import ID, claim, store_of

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
        {name: getattr(term, "value", "").removeprefix(ID) for name, term in row.items()}
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
    assert VettedQuery("ASK { }").prepared(limit=1) == "ASK { }"


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
def test_a_variable_is_bound_to_a_literal(shipped: Store, value: str, expected: ox.Literal) -> None:
    """With its language or datatype."""
    assert run_query(shipped, "SELECT ?v { BIND (?v AS ?w) }", bind={"v": value}) == [
        {"v": expected}
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT ?who { ?who ag:leads ?org }", [{"who": "BillNelson"}]),
        ("SELECT (COUNT(?who) AS ?n) { ?who ag:leads ?org }", [{"n": "1"}]),
        ("SELECT ?who ?org { ?who ag:leads ?org }", [{"who": "BillNelson", "org": "NASA"}]),
        ("SELECT * { ?who ag:leads ?org }", [{"who": "BillNelson", "org": "NASA"}]),
        ("SELECT ?who { ?who ag:leads ?org } LIMIT 9", [{"who": "BillNelson"}]),
        (
            "SELECT ?who { { ?who ag:leads ?org } UNION { ?org ag:agencyOf ?who } } ORDER BY ?who",
            [{"who": "BillNelson"}, {"who": "UnitedStates"}],
        ),
    ],
)
def test_a_bound_variable_need_not_be_shown(
    shipped: Store, text: str, expected: list[dict[str, str]]
) -> None:
    """The value holds wherever the variable stands."""
    assert rows(shipped, text, bind={"org": "id:NASA"}) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ASK { ?who ag:leads ?org }", True),
        ("ASK { ?org ag:leads ?who }", False),
        ("ASK { FILTER (?org = id:NASA) }", True),
        ("CONSTRUCT { ?who ag:heads ?org } WHERE { ?who ag:leads ?org }", 1),
        ("CONSTRUCT WHERE { ?who ag:leads ?org }", 1),
        ("DESCRIBE ?who { ?who ag:leads ?org FILTER (?who = ?org) }", 0),
    ],
)
def test_every_form_of_query_takes_bindings(
    shipped: Store,
    text: str,
    expected: bool | int,  # noqa: FBT001 -- pytest passes it by name
) -> None:
    """Whether or not its head can name a variable."""
    answer = run_query(shipped, text, bind={"org": "NASA"})

    assert (answer if isinstance(answer, bool) else len(answer)) == expected


def test_a_binding_does_not_move_the_place_of_a_mistake(shipped: Store) -> None:
    """Line and column are those of the text that the user wrote."""
    text = "SELECT ?x { ?x ag:leads ?y . ?x ag:leads }"

    with pytest.raises(QuerySyntaxError, match="at line 1, column 42: unexpected '}'"):
        run_query(shipped, text, bind={"y": "id:NASA"})


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


@pytest.mark.parametrize("name", [each.name for each in saved_queries() if each.slice == "article"])
def test_every_query_of_the_article_finds_something(shipped: Store, name: str) -> None:
    """At least one row; the queries of wider slices are tried on the widest."""
    answer = run_query(shipped, saved_query(name).text, bind=BINDINGS.get(name))

    assert isinstance(answer, list)
    assert len(answer) >= 1


def test_an_unknown_saved_query_is_refused_with_the_known_ones() -> None:
    """No path leads out of the folder."""
    for name in ("nope", "../direct", ""):
        with pytest.raises(MisuseError, match="no saved query is called") as caught:
            saved_query(name)

        assert "current-heads" in caught.value.hint
