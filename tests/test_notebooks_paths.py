"""The notebook of paths ranks, filters, dates and doubts them, and networkx finds the same."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from notebooks_run import Shown, environment, execute

if TYPE_CHECKING:
    from collections.abc import Iterator

PATHS = Path(__file__).resolve().parent.parent / "notebooks" / "03-paths.ipynb"


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Make a folder with a short name: a kernel's sockets lie there, and long names do not fit."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


@pytest.fixture(scope="module")
def shown(folder: Path) -> Shown:
    """Run the notebook."""
    return execute(PATHS, folder, folder / "no-such-folder")


def test_it_runs_without_complaint(shown: Shown) -> None:
    """Nothing fails or warns, and it says of which slice and instant it speaks."""
    assert shown.complaints == []
    assert re.search(r"^edition: \d{4}-\d{2}-\d{2}T", shown.text, flags=re.MULTILINE)


def test_it_ranks_what_tells_more_first(shown: Shown, folder: Path) -> None:
    """A flight before an agency; and the best path reads as on the command line."""
    ranked = shown.tables[0]
    command = ["--slice", "wide", "path", "Bill Nelson", "George Nelson", "-k", "1"]
    finished = subprocess.run(
        [sys.executable, "-m", "astrograph", *command],
        check=True,
        capture_output=True,
        env=environment(folder, folder),
    )

    assert ranked[0][1] == ranked[1][3] == "Bill Nelson – STS-61-C – George Nelson"
    assert ranked[0][3] == ranked[1][1] == "Bill Nelson – NASA – George Nelson"
    assert [float(row[2]) for row in ranked] == sorted(
        (float(row[2]) for row in ranked), reverse=True
    )
    assert finished.stdout.decode("utf-8").strip() in shown.text


def test_it_leads_through_whom_it_is_told(shown: Shown) -> None:
    """Through both, or around them; three of each."""
    ways = shown.tables[1]
    met = {"Soyuz MS-22", "Dmitry Petelin"}

    assert [len(met & set(row[2].split(" – "))) for row in ways] == [2, 2, 2, 0, 0, 0]
    assert [len(row[2].split(" – ")) for row in ways] == [int(row[1]) + 1 for row in ways]
    assert not any("– NASA –" in row[2] for row in ways[3:])


def test_it_goes_by_two_clocks(shown: Shown) -> None:
    """In office from 2022-07-15 until 2025-02-06; nobody could tell so before."""
    before, within, after = shown.tables[2]

    assert (before[1], before[3]) == ("2", "2")
    assert within[2] == within[4] == "Yuri Borisov leads Roscosmos"
    assert (after[1], after[4]) == ("2", "Yuri Borisov formerly led Roscosmos")


def test_it_says_whether_they_met(shown: Shown) -> None:
    """Never, certainly, possibly; and the same of stretches that are given by hand."""
    answers = {row[0].split(" – ")[0]: row[1:] for row in shown.tables[3]}

    assert answers["Yuri Koptev"] == ["never", "", ""]
    assert answers["Anna Kikina"][:2] == ["certain", "2022-10-05 to 2022-10-05"]
    assert answers["Sergei Krikalev"] == ["possible", "", "2000-10-31 to 2001-03-21"]
    assert "('1998-12-31', '1999-05-25'), ('2003-01-01', '2003-06-30')" in shown.text
    assert "those two never met: (0, 2)" in shown.text


def test_it_shows_a_denied_hop_with_its_alternative(shown: Shown) -> None:
    """Who speaks against it, and the way around it."""
    hops = shown.tables[4]

    assert [(row[0], row[2]) for row in hops] == [
        ("best", "denied"),
        ("undisputed", "undisputed"),
        ("undisputed", "undisputed"),
    ]
    assert "was not carried out by FKA" in hops[0][3]


def test_it_finds_the_paths_that_networkx_finds(shown: Shown) -> None:
    """All simple ones, and the ten shortest as long as each other."""
    lengths = shown.tables[5]
    compared = shown.tables[6]

    assert re.search(r"^(\d+) paths; that is all of them$", shown.text, flags=re.MULTILINE)
    assert [row[0] for row in lengths] == ["2", "4"]
    assert all(int(row[1]) == sum(map(int, row[2:])) for row in lengths)
    assert "every simple path of up to 4 hops is the same: True" in shown.text
    assert len(compared) == 5
    assert all(ours == theirs and met == "True" for _, ours, theirs, met in compared)


def test_it_says_why_there_is_none(shown: Shown) -> None:
    """An end without statements, too few hops, a day after the first hop."""
    whys = [row[1:3] for row in shown.tables[7]]

    assert whys == [
        ["no statement connects Ned Price with anything", "nothing helps"],
        ["every path is longer than --max-hops 6", "with --max-hops 7"],
        ["Yuri Koptev is connected with nothing under the filters", "without --at"],
    ]
