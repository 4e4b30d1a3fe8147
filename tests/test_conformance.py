"""The W3C's suites for SPARQL queries, where they lie beside the checkout.

What fails may fail in the engine itself, on the same data, and nowhere else.
"""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

QUERY = f"{sys.executable} -m astrograph query {{data}} {{named}} --format {{format}}"
COMMAND = QUERY + " --base {base} --query-file {query}"
TRIED = "dataset|graph|aggregates|csv-tsv-res|json-res|construct|subquery|syntax-sparql2|grouping"
"""The groups that try what the command adds: files, named graphs, formats, refusals."""


@pytest.fixture
def runner(shared_dir: Path) -> list[str]:
    """Return the command that runs the suites, or skip the test without them."""
    folder = shared_dir / "tools" / "w3c"
    if not (folder / "w3c_run.py").is_file() or not (shared_dir / "w3c").is_dir():
        pytest.skip("needs the W3C's suites and their runner")
    known = f"{folder / 'baseline.json'}:pyoxigraph"
    return [sys.executable, str(folder / "w3c_run.py"), "query", "--known", known]


def test_the_command_line_fails_where_the_engine_does_and_nowhere_else(
    runner: list[str], tmp_path: Path
) -> None:
    """So that whoever knows the engine knows the command."""
    options = ["--data-arg", "--data {path}", "--named-arg", "--named {iri}={path}"]
    groups = ["--sets", "sparql10,sparql11,sparql12", "--only", f"^({TRIED})/"]
    finished = subprocess.run(
        [*runner, "--adapter", "cli", "--cmd", COMMAND, *options, *groups],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "0 failures that the baseline does not have" in finished.stdout, finished.stdout
    passed = re.search(r"(\d+) of (\d+) passed", finished.stdout)
    assert passed is not None, finished.stdout + finished.stderr
    assert int(passed[2]) > 150
