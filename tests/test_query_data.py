"""RDF files asked as they stand: ``astrograph query --data --named --base``."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from astrograph.cli import cli

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

KNOWS = "<http://a.example/a> <http://a.example/knows> <http://a.example/b> .\n"


def ask(*args: str) -> Result:
    """Run ``astrograph query``."""
    return CliRunner().invoke(cli, ["query", *args], prog_name="astrograph")


def rows(*args: str) -> list[dict[str, str]]:
    """Return the values of each solution by the names of the variables."""
    result = ask(*args, "--format", "json")

    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in found]


@pytest.fixture
def file(tmp_path: Path) -> str:
    """Return the path of a file with one triple."""
    path = tmp_path / "knows.nt"
    path.write_text(KNOWS, encoding="utf-8")
    return str(path)


def test_the_files_alone_are_asked(file: str) -> None:
    """Neither the shipped graph, nor the ontology, nor what a rule would add."""
    assert rows("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "--data", file) == [{"n": "1"}]


def test_named_graphs_stand_beside_the_default_one(file: str) -> None:
    """Under the IRIs that they are given, equals signs and all."""
    graph = "http://a.example/?g=1"

    assert rows("SELECT ?g { GRAPH ?g { ?s ?p ?o } }", "--named", f"{graph}={file}") == [
        {"g": graph}
    ]
    assert rows("SELECT ?s { ?s ?p ?o }", "--named", f"{graph}={file}") == []
    asked = "SELECT ?s FROM <http://a.example/?g=1> { ?s ?p ?o }"
    assert rows(asked, "--named", f"{graph}={file}") == [{"s": "http://a.example/a"}]


def test_a_graph_that_is_not_given_is_empty_and_never_fetched(file: str) -> None:
    """FROM names what lies in the dataset."""
    for clause in ("FROM <http://127.0.0.1:9/x>", "FROM <file:///etc/passwd>"):
        assert rows("SELECT ?s " + clause + " { ?s ?p ?o }", "--data", file) == []


def test_blank_nodes_of_two_files_are_two(tmp_path: Path) -> None:
    """Even where they are called the same, and even of one file that is given twice."""
    for name in ("one.ttl", "two.ttl"):
        (tmp_path / name).write_text("_:x <http://a.example/p> 1 .\n", encoding="utf-8")
    files = ["--data", str(tmp_path / "one.ttl"), "--data", str(tmp_path / "two.ttl")]

    assert rows("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", *files) == [{"n": "2"}]


def test_relative_iris_are_relative_to_the_base(file: str) -> None:
    """Without one, they are an error of the query."""
    asked = "SELECT ?o { <a> <knows> ?o }"

    assert rows(asked, "--data", file, "--base", "http://a.example/") == [
        {"o": "http://a.example/b"}
    ]
    assert ask(asked, "--data", file).exit_code == 2


def test_with_a_base_alone_no_data_is_asked() -> None:
    """The query is all there is."""
    assert rows("SELECT * { ?s ?p ?o }", "--base", "http://a.example/") == []
    assert rows("SELECT (1 + 1 AS ?n) { }", "--base", "http://a.example/") == [{"n": "2"}]


@pytest.mark.parametrize("graph", [("--store", "my-store"), ("--slice", "article")])
@pytest.mark.parametrize("option", ["--data", "--named", "--base"])
def test_a_graph_that_would_not_be_asked_is_refused(
    file: str, graph: tuple[str, str], option: str
) -> None:
    """Nobody is left to believe that it was."""
    values = {
        "--data": file,
        "--named": f"http://a.example/g={file}",
        "--base": "http://a.example/",
    }
    args = [*graph, "query", "ASK { ?s ?p ?o }", option, values[option]]
    result = CliRunner().invoke(cli, args, prog_name="astrograph")

    assert result.exit_code == 2
    assert f"{graph[0]} names a graph, and {option} asks without it" in result.stderr


def test_a_graph_in_the_environment_gives_way_to_files(
    file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is what is asked when nothing else is said."""
    monkeypatch.setenv("ASTROGRAPH_STORE", "my-store")

    assert ask("ASK { ?s ?p ?o }", "--data", file).exit_code == 0


@pytest.mark.parametrize("given", [["--data", "missing.ttl"], ["--named", "x:g=missing.nt"]])
def test_the_server_says_of_a_missing_file_what_a_query_says(
    given: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the same words, and with the same exit code."""
    monkeypatch.chdir(tmp_path)
    asked = ask("ASK {}", *given)

    command = [sys.executable, "-m", "astrograph", "serve", "--port", "0", *given]
    served = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    assert "no such file: missing." in served.stderr
    assert (served.returncode, served.stderr) == (asked.exit_code, asked.stderr)


def test_an_empty_answer_of_given_data_is_an_answer(file: str) -> None:
    """Unlike one of the graph, where nothing was found."""
    assert ask("SELECT ?s { ?s a ?s }", "--data", file).exit_code == 0
    assert ask("SELECT ?s { ?s a ?s }").exit_code == 1


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--named", "no-equals-sign"], "'no-equals-sign' is not IRI=FILE"),
        (["--data", "missing.ttl"], "no such file: missing.ttl"),
        (["--data", "notes.txt"], "no such file: notes.txt"),
        (["--base", "x:", "--bind", "s=NASA"], "'NASA' is not a value"),
        (["--base", "x:", "--at", "2022-07-01"], "asked as they stand, not as of some time"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(args: list[str], said: str) -> None:
    """In two lines at most."""
    result = ask("SELECT ?s { ?s ?p ?o }", *args)

    assert result.exit_code in {2, 3}
    assert said in result.stderr
    assert len(result.stderr.splitlines()) <= 2
