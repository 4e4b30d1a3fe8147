"""The notebooks run from top to bottom without the network, and show what they promise."""

from __future__ import annotations

import base64
import html
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import nbformat
import pytest
import rdflib

from notebooks_run import Shown, environment, execute, read

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
TOUR = ROOT / "notebooks" / "01-tour.ipynb"
WIDE = ROOT / "notebooks" / "02-wide-graph.ipynb"
ARTICLE = "000_293c8d6e3f4fbd2b.txt"
ONTOLOGY = "https://w3id.org/astrograph/ontology#"
SENTENCES = 18
CLAIMS = 63


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Make a folder with a short name: a kernel's sockets lie there, and long names do not fit."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


@pytest.fixture(scope="module")
def tour(folder: Path) -> Shown:
    """Run the tour where the article's text is not at hand."""
    return execute(TOUR, folder, folder / "no-such-folder")


@pytest.fixture(scope="module")
def whole(folder: Path) -> Shown:
    """Run the notebook of the wide graph; the fonts are listed before, which may take long."""
    subprocess.run(
        [sys.executable, "-c", "import matplotlib.font_manager"],
        check=True,
        env=environment(folder, folder),
        stderr=subprocess.DEVNULL,
    )
    return execute(WIDE, folder, folder / "no-such-folder")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_outputs_are_stripped(path: Path) -> None:
    """What a notebook showed on somebody's machine is not kept."""
    notebook = read(path)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]

    nbformat.validate(notebook)
    assert code
    assert [cell.outputs for cell in code] == [[]] * len(code)
    assert {cell.execution_count for cell in code} == {None}


def test_tour_runs_without_complaint(tour: Shown) -> None:
    """Nothing fails, nothing is asked of the network, nothing warns."""
    assert tour.complaints == []


def test_tour_is_honest_about_the_missing_text(tour: Shown, seed: rdflib.Graph) -> None:
    """Without the article the tour shows paraphrases, and says that they are."""
    sentences = tour.tables[0]
    alone = rdflib.URIRef("https://w3id.org/astrograph/claim/seed1-C53")
    paraphrase = seed.value(alone, rdflib.URIRef(f"{ONTOLOGY}paraphrase"))

    assert "these are paraphrases, not the article's words" in tour.text
    assert [row[0] for row in sentences] == [str(number + 1) for number in range(SENTENCES)]
    assert sentences[14][1] == str(paraphrase)


def test_tour_shows_the_claims(tour: Shown) -> None:
    """The table has every claim of the article, in order, with stance, status and speaker."""
    claims = tour.tables[1]

    assert [row[0] for row in claims] == [f"seed1-C{number + 1:02}" for number in range(CLAIMS)]
    assert claims[49][2:] == ["Threat", "Reported", "Dmitry Rogozin", "14"]
    assert tour.tables[2] == [
        ["seed1-C01", "after 2024", "2025-01-01T00:00:00Z", "", "", ""],
        ["seed1-C02", "until at least 2028", "", "", "2028-01-01T00:00:00Z", ""],
        ["seed1-C14", "after 2024", "2025-01-01T00:00:00Z", "", "", ""],
    ]


def test_tour_asks_sparql(tour: Shown) -> None:
    """The present heads, the former one, and nobody who leaves."""
    lines = tour.text.splitlines()
    speakers = [(row[0], row[1]) for row in tour.tables[3]]

    assert "leads        ['BillNelson', 'KathyLueders', 'YuriBorisov']" in lines
    assert "formerlyLed  ['DmitryRogozin']" in lines
    assert "leaves       []" in lines
    assert speakers == [
        ("Roscosmos", "Plan"),
        ("Yuri Borisov", "Plan"),
        ("Dmitry Rogozin", "Threat"),
        ("Vladimir Solovyov", "Opinion"),
    ]


def test_tour_tells_the_paths_as_the_command_does(tour: Shown, folder: Path) -> None:
    """The paths are those of the command line, word for word."""
    finished = subprocess.run(
        [sys.executable, "-m", "astrograph", "--slice", "article", "path", "Rogozin", "ISS"],
        check=True,
        capture_output=True,
        env=environment(folder, folder),
    )

    assert finished.stdout.decode("utf-8").strip() in tour.text
    assert {row[4] for row in tour.tables[4]} == {"possible", "planned"}


def test_tour_uses_networkx(tour: Shown) -> None:
    """Roscosmos is the crossing of the article's story."""
    middle = tour.tables[5]

    assert middle[0][0] == "Roscosmos"
    assert float(middle[0][2]) > float(middle[1][2]) > 0


def test_tour_draws_the_paths(tour: Shown) -> None:
    """The drawing shows the entities of the three best paths, and three kinds of line."""
    drawing = ET.fromstring(tour.drawings[0])  # noqa: S314 -- the notebook's own output
    space = {"svg": "http://www.w3.org/2000/svg"}
    names = {text.text for text in drawing.findall("svg:text", space)}
    strokes = {path.get("stroke-dasharray") for path in drawing.findall("svg:path", space)}

    assert len(drawing.findall("svg:circle", space)) == 7
    assert {"Dmitry Rogozin", "International Space Station", "formerly led"} <= names
    assert strokes == {"none", "2 4", "9 5"}


def test_tour_frames_the_explorer(tour: Shown) -> None:
    """The explorer runs in a frame that may run scripts, hand out files, and nothing else."""
    frame = tour.frames[0]
    page = re.search(r'srcdoc="([^"]*)"', frame)

    assert re.findall(r'sandbox="([^"]*)"', frame.replace(page[0] if page else "", "")) == [
        "allow-scripts allow-downloads"
    ]
    assert page is not None
    assert html.unescape(page[1]).startswith("<!DOCTYPE html>")
    assert "Dmitry Rogozin" in html.unescape(page[1])


def test_tour_shows_the_very_words(shared_dir: Path, folder: Path) -> None:
    """With the article at hand, each sentence is shown as it stands there."""
    shown = execute(TOUR, folder, shared_dir / "sources")
    text = (shared_dir / "sources" / ARTICLE).read_bytes().decode("utf-8")
    words = [row[1] for row in shown.tables[0]]

    assert shown.complaints == []
    assert "these are the very words, verified" in shown.text
    assert len(words) == SENTENCES
    assert all(sentence in text for sentence in words)
    assert words[0] == text[0:194]


def test_wide_notebook_runs_without_complaint(whole: Shown) -> None:
    """Nothing fails or warns, and it says of which slice and instant it speaks."""
    assert whole.complaints == []
    assert "The whole field" in whole.text
    assert re.search(r"^edition: \d{4}-\d{2}-\d{2}T", whole.text, flags=re.MULTILINE)


def test_wide_notebook_finds_who_flew_with_whom(whole: Shown) -> None:
    """Pairs of a crew, the most frequent first, and the network of all of them."""
    with_krikalev, pairs = whole.tables[1:3]
    size = re.search(r"(\d+) people, (\d+) of them in one connected part", whole.text)

    assert ["William Shepherd", "2"] in with_krikalev
    assert [int(row[2]) for row in pairs] == sorted((int(row[2]) for row in pairs), reverse=True)
    assert ["Vladimir Shatalov", "Aleksei Yeliseyev", "3"] in pairs
    assert size is not None
    assert 600 < int(size[2]) < int(size[1])


def test_wide_notebook_measures_who_stands_in_the_middle(whole: Shown) -> None:
    """Betweenness falls from row to row."""
    middle = [float(row[2]) for row in whole.tables[3]]

    assert middle == sorted(middle, reverse=True)
    assert 0 < middle[-1] < middle[0] < 1


def test_wide_notebook_tells_an_agency_s_phases(whole: Shown) -> None:
    """The name and the head of the day, and what each phase took over from."""
    by_year = {row[0]: row[1:] for row in whole.tables[4]}

    assert "Rosaviakosmos" in by_year["2001"][0]
    assert [by_year[year][1] for year in ("2001", "2010", "2022")] == [
        "Yuri Koptev (certain)",
        "Anatoly Perminov (certain)",
        "Dmitry Rogozin (certain)",
    ]
    assert re.search(r"^Roscosmos ← .* ← RAKA ← RKA", whole.text, flags=re.MULTILINE)


def test_wide_notebook_shows_a_disputed_figure_with_both_voices(whole: Shown) -> None:
    """The newer table stands, the stale one stays in sight."""
    figures = {row[2].partition(",")[0]: row for row in whole.tables[5]}

    assert figures["Human space rides"][:2] == ["195.0 days", "Accepted"]
    assert figures["Wikidata: spacefarers"][:2] == ["13.0 days", "Disputed"]
    assert {row[3] for row in figures.values()} == {"contradicts"}


def test_wide_notebook_plots_launches(whole: Shown) -> None:
    """One plot, a PNG of some size."""
    (plot,) = whole.plots

    assert base64.b64decode(plot).startswith(b"\x89PNG\r\n\x1a\n")
    assert len(plot) > 10_000


def test_wide_notebook_ends_with_a_path_and_the_credits(whole: Shown) -> None:
    """In words, with footnotes, and with what the licenses want to be said."""
    credited = " ".join(row[2] for row in whole.tables[6])

    assert "Dmitry Rogozin — Frank Rubio" in whole.text
    assert "General Catalog of Artificial Space Objects" in credited
    assert "Wikidata contributors" in credited
