"""The W3C's suites for SPARQL queries, where they lie beside the checkout.

What fails may fail in the engine itself, on the same data, and nowhere else.
"""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from serving import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

QUERY = f"{sys.executable} -m astrograph query {{data}} {{named}} --format {{format}}"
COMMAND = QUERY + " --base {base} --query-file {query}"
TRIED = "dataset|graph|aggregates|csv-tsv-res|json-res|construct|subquery|syntax-sparql2|grouping"
"""The groups that try what the command adds: files, named graphs, formats, refusals."""


@pytest.fixture(scope="module")
def runner(shared_dir: Path) -> list[str]:
    """Return the command that runs the suites, or skip the test without them."""
    folder = shared_dir / "tools" / "w3c"
    if not (folder / "w3c_run.py").is_file() or not (shared_dir / "w3c").is_dir():
        pytest.skip("needs the W3C's suites and their runner")
    return [sys.executable, str(folder / "w3c_run.py")]


@pytest.fixture(scope="module")
def known(runner: list[str]) -> list[str]:
    """Return the option that names what fails in the engine."""
    return ["--known", f"{runner[1].removesuffix('w3c_run.py')}baseline.json:pyoxigraph"]


@pytest.fixture(scope="module")
def endpoint(runner: list[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve all files of the suites as named graphs."""
    folder = tmp_path_factory.mktemp("w3c")
    tried([*runner, "make-nquads", "all.nq"], folder)
    with serving("--data", str(folder / "all.nq")) as served:
        yield f"{served.address}sparql"


def tried(command: list[str], folder: Path) -> str:
    """Run the runner, and return what it says."""
    finished = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return finished.stdout + finished.stderr


def test_the_command_line_fails_where_the_engine_does_and_nowhere_else(
    runner: list[str], known: list[str], tmp_path: Path
) -> None:
    """So that whoever knows the engine knows the command."""
    options = ["--data-arg", "--data {path}", "--named-arg", "--named {iri}={path}"]
    groups = ["--sets", "sparql10,sparql11,sparql12", "--only", f"^({TRIED})/"]
    adapter = ["query", "--adapter", "cli", "--cmd", COMMAND]
    told = tried([*runner, *adapter, *options, *groups, *known], tmp_path)

    assert "0 failures that the baseline does not have" in told, told
    assert passed(told)[1] > 150


def test_the_endpoint_fails_where_the_engine_does_and_nowhere_else(
    runner: list[str], known: list[str], endpoint: str, tmp_path: Path
) -> None:
    """In all the suites have for queries; updates are refused."""
    told = tried([*runner, "query", "--adapter", "http", "--endpoint", endpoint, *known], tmp_path)

    assert "0 failures that the baseline does not have" in told, told
    assert passed(told)[1] > 1200


def test_the_endpoint_keeps_to_the_protocol(
    runner: list[str], endpoint: str, tmp_path: Path
) -> None:
    """In each of the W3C's tests of it."""
    told = tried([*runner, "protocol", "--endpoint", endpoint], tmp_path)

    assert passed(told) == (34, 34), told


def passed(told: str) -> tuple[int, int]:
    """Read how many tests passed, and of how many."""
    found = re.search(r"(\d+) of (\d+) passed", told)

    assert found is not None, told
    return int(found[1]), int(found[2])
