"""A graph behind this program's own server: its limits and its errors are told as what they are."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from astrograph.cli import cli
from serving import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from click.testing import Result

SOLUTIONS, GRAPHS = ("table", "json", "xml", "csv", "tsv"), ("ttl", "nt", "jsonld", "rdfxml")
SELECT = "SELECT ?s { ?s a ag:Claim }"
CONSTRUCT = "CONSTRUCT { ?s a ag:Claim } WHERE { ?s a ag:Claim }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
CUT = "there may be more: the endpoint gives at most 3 rows; go on with ORDER BY and OFFSET\n"


@pytest.fixture(scope="module")
def address(cache_dir: Path) -> Iterator[str]:  # noqa: ARG001 -- the cache has to be set before
    """Return the address of a server that gives three rows, and takes three seconds, at most."""
    options = ("--max-rows", "3", "--timeout", "3", "--workers", "1")
    with serving(*options, before=("--slice", "article")) as served:
        yield f"{served.address}sparql"


def ask(address: str, *args: str) -> Result:
    """Run ``astrograph query`` with the graph of the server."""
    return CliRunner().invoke(cli, ["--store", address, "query", *args])


@pytest.mark.parametrize(
    ("query", "form"),
    [*((SELECT, form) for form in SOLUTIONS), *((CONSTRUCT, form) for form in GRAPHS)],
)
def test_an_answer_that_the_server_cuts_off_says_so(address: str, query: str, form: str) -> None:
    """On the standard error, in one line, whatever it is written in."""
    done = ask(address, query, "--format", form)

    assert done.exit_code == 0, done.stderr
    assert done.stdout
    assert done.stderr == CUT


@pytest.mark.parametrize(
    "args",
    [
        ("SELECT ?s { ?s a ag:SpaceAgency }",),
        ("SELECT ?s { ?s a ag:Claim } LIMIT 2",),
        (SELECT, "--limit", "3"),
        ("ASK { ?s a ag:Claim }",),
        ("CONSTRUCT { ?s a ag:SpaceAgency } WHERE { ?s a ag:SpaceAgency }",),
    ],
)
def test_a_whole_answer_says_nothing_more(address: str, args: tuple[str, ...]) -> None:
    """Nor does one that is as long as the user wants it."""
    done = ask(address, *args)

    assert (done.exit_code, done.stderr) == (0, "")


def test_the_limit_of_the_server_s_time_is_told_as_such(address: str) -> None:
    """At once, and without the advice to allow more time here."""
    begun = time.monotonic()
    done = ask(address, ENDLESS)

    assert done.exit_code == 3
    assert done.stderr.splitlines() == [
        "astrograph: the endpoint says: the query took longer than 3 seconds",
        "  narrow it, or add a LIMIT",
    ]
    assert time.monotonic() - begun < 9


def test_a_mistake_in_a_query_is_told_in_words_and_not_in_json(address: str) -> None:
    """Its place is counted in the query as it was given, which the hint quotes."""
    done = ask(address, "SELECT ?x {\n ?x ag:leads }")

    assert done.exit_code == 2
    assert done.stderr.splitlines() == [
        "astrograph: the endpoint says: bad query at line 2, column 14: unexpected '}'",
        "  in: ?x ag:leads }",
    ]
