"""The endpoint's notebook asks a server with pandas, SPARQLWrapper and rdflib, and stops it."""

from __future__ import annotations

import re
import tempfile
from itertools import pairwise
from pathlib import Path

import pytest

from notebooks_run import Shown, execute

ENDPOINT = Path(__file__).resolve().parent.parent / "notebooks" / "04-endpoint.ipynb"
HEADS, LAUNCHES, CREWS, STEPS, HOPS, LOG = range(6)


@pytest.fixture(scope="module")
def shown() -> Shown:
    """Run the notebook, in a folder with a short name: a kernel's sockets lie there."""
    with tempfile.TemporaryDirectory() as name:
        return execute(ENDPOINT, Path(name), Path(name))


def test_it_runs_without_complaint(shown: Shown) -> None:
    """Nothing fails or warns, and the server ends as it should."""
    assert shown.complaints == []
    assert "{'status': 'ok'}" in shown.text
    assert "exit code 0" in shown.text


def test_dates_become_dates(shown: Shown) -> None:
    """So that one can be taken from another."""
    heads = {row[1]: row[2:] for row in shown.tables[HEADS]}

    assert heads["Yuri Koptev"] == [
        "1992-02-25 23:59:59+00:00",
        "2004-03-11 00:00:00+00:00",
        "12.0",
    ]
    assert heads["Dmitry Bakanov"][1:] == ["NaT", "NaN"]


def test_counts_become_a_table_of_years(shown: Shown) -> None:
    """The largest first."""
    launches = [(row[0], [int(cell) for cell in row[1:]]) for row in shown.tables[LAUNCHES]]

    assert launches[0][0] == "SpaceX"
    assert [sum(counts) for _, counts in launches] == sorted(
        (sum(counts) for _, counts in launches), reverse=True
    )


def test_triples_become_a_graph(shown: Shown) -> None:
    """Which rdflib asks by itself."""
    aboard = {row[1]: int(row[2]) for row in shown.tables[CREWS]}

    assert re.search(r"^\d+ triples$", shown.text, re.MULTILINE)
    assert aboard["STS-60"] == 6
    assert len(aboard) == 8


def test_steps_come_with_their_claims(shown: Shown) -> None:
    """Two paths of three steps; a row whose path is that of the row above does not repeat it."""
    text = [" ".join(row) for row in shown.tables[STEPS]]

    assert text[0].startswith("1 1 Yuri Borisov formerly led Roscosmos")
    assert any("2022-09-21" in row and "Human space rides" in row for row in text)
    assert [row[0] for row in shown.tables[STEPS] if len(row) == 5] == ["1", "2"]


def test_commands_are_asked_with_their_options(shown: Shown) -> None:
    """Around NASA, and at another time."""
    hops = shown.tables[HOPS]
    around = hops[: next(n for n, row in enumerate(hops) if row[0] == "on 2019-06-01")]

    assert around[0][0] == "around NASA"
    assert not any("NASA" in row[1:] for row in around)
    assert hops[len(around) :]


def test_refusals_are_told_in_words(shown: Shown) -> None:
    """A mistake, an update, a query that takes too long, and what a narrower one gives."""
    for told in (
        "QuerySyntaxError; bad query at line 1, column 29: unexpected '}'; in: SELECT",
        "QuerySyntaxError; updates are refused: the graph is read-only",
        "QueryTimeoutError after 5 seconds: the query took longer than 5 seconds",
        "answered: ",
    ):
        assert told in shown.text


def test_an_answer_that_is_cut_off_is_gone_on_with(shown: Shown) -> None:
    """Until there is no more."""
    counts = [int(count) for count in re.findall(r"(\d+) rows so far", shown.text)]

    assert counts[0] == 2000
    assert [later - earlier for earlier, later in pairwise(counts)][:-1] == [2000] * (
        len(counts) - 2
    )
    assert counts[-1] > counts[0]


def test_the_log_has_every_request(shown: Shown) -> None:
    """By path and status."""
    statuses = {cell for row in shown.tables[LOG] for cell in row}

    assert {"/api/path", "/sparql", "200", "400", "503"} <= statuses
    assert "500" not in statuses
