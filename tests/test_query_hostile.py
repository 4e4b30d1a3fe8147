"""Queries meant to do harm: each is answered, refused or ended, and nothing else happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from astrograph.cli import cli
from hostile_queries import CASES, Case
from trapping import trap

if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS, MEBIBYTES = "1", "256"


@pytest.fixture(scope="module", name="trap")
def listening() -> Iterator[tuple[str, list[str]]]:
    """Listen at an address, and note who comes."""
    with trap() as listening:
        yield listening


def test_the_corpus_is_large_and_no_case_stands_twice() -> None:
    """Sixty is the least."""
    assert len(CASES) >= 60
    assert len({case.name for case in CASES}) == len({case.text for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
def test_no_query_does_harm(case: Case, trap: tuple[str, list[str]]) -> None:
    """It ends as it should, in two lines at most, and nobody is asked over the network."""
    address, visits = trap
    text = case.text.replace("TRAP", address)
    given = text.encode("utf-8", "surrogatepass")
    limits = ["--timeout", SECONDS, "--memory", MEBIBYTES, "--format"]
    form = "nt" if text.startswith(("DESCRIBE", "CONSTRUCT")) else "json"
    result = CliRunner().invoke(cli, ["query", *limits, form, "-"], input=given)

    assert result.exit_code in case.ends, (result.exit_code, result.stderr[:500])
    assert "Traceback" not in result.output
    assert "a fault of the program" not in result.stderr
    assert len(result.stderr.splitlines()) <= 2
    assert max(map(len, result.stderr.splitlines()), default=0) < 1000
    assert visits == []
