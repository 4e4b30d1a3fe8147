"""Paths within a query: ``SERVICE ag:paths``, and how its rows join with the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from astrograph import find_paths, run_query
from astrograph.cli.options import STATUSES as OF_THE_COMMAND
from astrograph.errors import MisuseError, QuerySyntaxError, UnknownEntityError
from astrograph.paths import PathOptions
from astrograph.paths.options import STATUSES
from astrograph.query.service import cut_blocks
from astrograph.vocab import expand

if TYPE_CHECKING:
    from astrograph import Store

ENDS = "?p ag:pathFrom id:NASA ; ag:pathTo id:ISS"
STEPS = """
SELECT ?path ?place ?subject ?relation ?object {
  SERVICE ag:paths {
    ?path ag:pathFrom id:DmitryRogozin ; ag:pathTo id:ISS ; %s ag:step ?step .
    ?step ag:order ?place ; ag:stepSubject ?subject ; ag:stepRelation ?relation ;
          ag:stepObject ?object .
  }
} ORDER BY ?path ?place
"""


def rows(store: Store, text: str, **more: Any) -> list[tuple[str, ...]]:  # noqa: ANN401
    """Return the values of each solution, in the order of the variables."""
    found = run_query(store, text, **more)

    assert isinstance(found, list)
    return [tuple(str(term.value) for term in row.values()) for row in found]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("said", "options"),
    [
        ("", PathOptions()),
        ("opt:k 1 ;", PathOptions(k=1)),
        ("opt:max-hops 3 ; opt:k 20 ;", PathOptions(k=20, max_hops=3)),
        ("opt:avoid id:Roscosmos ;", PathOptions(avoid=(expand("id:Roscosmos"),))),
        (
            "opt:without ag:leads, ag:holdsOfficeIn ;",
            PathOptions(without=(expand("ag:leads"), expand("ag:holdsOfficeIn"))),
        ),
        ("opt:status 'any' ; opt:rank 'length' ;", PathOptions(status="any", rank="length")),
        ("opt:status 'accepted' ;", PathOptions()),
        ("opt:status ag:Accepted ;", PathOptions()),
        ("opt:directed false ; opt:k 2 ;", PathOptions(k=2)),
    ],
)
def test_the_rows_are_the_steps_of_the_paths_that_are_found(
    shipped: Store, said: str, options: PathOptions
) -> None:
    """The same paths as by the command, with every option, in the same order."""
    paths = find_paths(shipped, "id:DmitryRogozin", "id:ISS", options).paths
    expected = [
        (f"urn:astrograph:path{n}", str(place), *hop.statement[:3])
        for n, path in enumerate(paths, start=1)
        for place, hop in enumerate(path.hops, start=1)
    ]

    assert expected
    assert sorted(rows(shipped, STEPS % said)) == sorted(expected)


def test_claims_of_the_steps_join_with_what_the_graph_says_of_them(shipped: Store) -> None:
    """So that evidence and dates stand in the same rows."""
    asked = """
    SELECT DISTINCT ?claim ?text {
      SERVICE ag:paths {
        ?path ag:pathFrom id:DmitryRogozin ; ag:pathTo id:ISS ; ag:step/ag:stepClaim ?claim .
      }
      ?claim ag:paraphrase ?text .
    }
    """
    told = {claim: text for claim, text in rows(shipped, asked)}  # noqa: C416 -- pairs
    claims = {
        claim
        for path in find_paths(shipped, "id:DmitryRogozin", "id:ISS").paths
        for hop in path.hops
        for claim in hop.statement.claims
    }

    assert told.keys() == claims
    for iri, text in told.items():
        claim = shipped.claim(iri)
        assert claim is not None
        assert claim.paraphrase == text


def test_the_ends_may_be_names_and_values_from_outside(shipped: Store) -> None:
    """A name is resolved as on the command line."""
    by_name = "SELECT ?l { SERVICE ag:paths { ?p ag:pathFrom 'Рогозин' ; ag:pathTo ?to ;"
    by_name += " ag:pathLength ?l } }"

    assert rows(shipped, by_name, bind={"to": "ISS"}) == rows(
        shipped, by_name.replace("?to", "id:ISS")
    )


@pytest.mark.parametrize("name", ["'Rogozin'@en", "'Rogozin'^^xsd:string", "'Rogozin'^^<urn:x>"])
def test_a_name_with_a_language_or_a_type_is_the_name(shipped: Store, name: str) -> None:
    """What stands in the block is what the pattern has to fit, whatever is looked up."""
    asked = (
        "SELECT ?l { SERVICE ag:paths { ?p ag:pathFrom %s ; ag:pathTo id:ISS ; ag:pathLength ?l } }"
    )
    plain = rows(shipped, asked % "'Rogozin'")

    assert plain
    assert rows(shipped, asked % name) == plain


def test_every_status_that_the_command_knows_can_be_asked_for() -> None:
    """The two lists are one."""
    assert STATUSES == OF_THE_COMMAND


def test_two_blocks_in_one_query_are_two_searches(shipped: Store) -> None:
    """And each joins."""
    asked = """
    SELECT (COUNT(*) AS ?n) {
      SERVICE ag:paths { ?p ag:pathFrom id:DmitryRogozin ; ag:pathTo id:ISS ; opt:k 2 . }
      SERVICE <https://w3id.org/astrograph/ontology#paths> {
        ?q ag:pathFrom id:NASA ; ag:pathTo id:ISS ; opt:k 1 . }
    }
    """

    assert rows(shipped, asked) == [("2",)]


def test_no_path_gives_no_row(shipped: Store) -> None:
    """The rest of the query may still do without one."""
    asked = "ASK { SERVICE ag:paths { ?p ag:pathFrom id:DmitryRogozin ; ag:pathTo id:ISS ;"
    asked += " opt:max-hops 1 } }"

    assert run_query(shipped, asked) is False


def test_the_pattern_may_filter(shipped: Store) -> None:
    """It is a pattern like others."""
    asked = "SELECT ?n { SERVICE ag:paths { ?p ag:pathFrom id:DmitryRogozin ; ag:pathTo id:ISS ;"
    asked += " ag:step [ ag:order ?n ] . FILTER (?n > 2) } }"

    assert {row[0] for row in rows(shipped, asked)} == {"3", "4"}


@pytest.mark.parametrize(
    ("block", "error", "said"),
    [
        ("?p ag:pathTo id:ISS", MisuseError, "needs one ag:pathFrom"),
        ("?p ag:pathFrom id:ISS ; ag:pathTo ?x", MisuseError, "ag:pathTo needs a value"),
        ("?p ag:pathFrom 'Nobody At All' ; ag:pathTo id:ISS", UnknownEntityError, "Nobody At All"),
        ("?p ag:pathFrom id:NASA ; ag:pathTo id:ISS ; opt:speed 3", MisuseError, "no opt:speed"),
        ("?p ag:pathFrom id:NASA ; ag:pathTo id:ISS ; opt:k 1000000", MisuseError, "from 1 to"),
        ("?p ag:pathFrom id:NASA ; ag:pathTo id:ISS ; opt:k", QuerySyntaxError, "makes no sense"),
        (f"{ENDS} ; opt:status 'nope'", MisuseError, "opt:status is one of Accepted, Reported"),
        (f"{ENDS} ; opt:status 'accepted', 'disputed'", MisuseError, "opt:status has one value"),
        (f"{ENDS} ; opt:rank 'x'", MisuseError, "opt:rank is one of informative, length"),
        (f"{ENDS} ; opt:directed 'banana'", MisuseError, "opt:directed is one of true, 1, false"),
        (f"{ENDS} ; opt:k 2, 3", MisuseError, "opt:k has one value, not several: '2' and '3'"),
        (f"{ENDS} ; opt:k 2 ; opt:k 3", MisuseError, "opt:k has one value, not several"),
        (f"{ENDS} ; opt:min-sources -1", MisuseError, "a number from 1 to 100, not '-1'"),
        (f"{ENDS} ; opt:k 'many'", MisuseError, "a number from 1 to 100, not 'many'"),
        (
            "?p ag:pathFrom id:NASA ; ag:pathTo id:ISS . SERVICE <http://127.0.0.1:9/> { }",
            QuerySyntaxError,
            "SERVICE is refused",
        ),
        (
            "?p ag:pathFrom id:NASA ; ag:pathTo id:ISS . SERVICE ag:paths { }",
            QuerySyntaxError,
            "SERVICE is refused",
        ),
        ("?p ag:pathFrom id:NASA ; ag:pathTo id:ISS . ]", QuerySyntaxError, "in SERVICE ag:paths"),
        ("?p ag:pathFrom id:NASA ; ag:pathTo id:ISS", QuerySyntaxError, "does not end"),
    ],
)
def test_what_makes_no_sense_is_refused(
    shipped: Store, block: str, error: type[Exception], said: str
) -> None:
    """In words, and before anything is searched."""
    closed = "" if said == "does not end" else "} }"
    with pytest.raises(error, match=said):
        run_query(shipped, f"SELECT * {{ SERVICE ag:paths {{ {block} {closed}")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE ag:pathsx { } }",
        "SELECT * { SERVICE <https://w3id.org/astrograph/ontology#pathsx> { } }",
        "SELECT * { SERVICE SILENT ?any { } }",
        "SELECT * { 1SERVICE ag:paths { ?p ag:pathTo id:ISS } }",
    ],
)
def test_no_other_service_is_let_through(shipped: Store, text: str) -> None:
    """However close its name is."""
    with pytest.raises(QuerySyntaxError, match="SERVICE is refused"):
        run_query(shipped, text)


def test_a_block_in_a_text_or_a_comment_is_none() -> None:
    """It is left as it is."""
    text = "ASK { FILTER ('SERVICE ag:paths { }' != '') } # SERVICE ag:paths { }"

    assert cut_blocks(text) == (text, [])


def test_lines_stay_where_they_were() -> None:
    """So that a mistake behind a block is told of by its own line."""
    rest, _ = cut_blocks("SELECT * {\nSERVICE ag:paths {\n?p ag:pathTo id:ISS\n}\n?s ?p }")

    assert rest.splitlines()[4] == "?s ?p }"
