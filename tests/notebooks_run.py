"""Notebooks run without the network and without anything of the user's, and what they show."""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import nbformat

import astrograph

RUNNER = Path(__file__).resolve().parent / "notebook_runner.py"
CELL = re.compile(r"<t[dh][^>]*>(.*?)</t[dh]>", re.DOTALL)
TIMEOUT = 900
"""Seconds for a whole notebook; the wide one may have the graph to compile first."""


class Shown(NamedTuple):
    """What a notebook shows, kind by kind, in its order.

    Attributes:
        text: All that it prints.
        complaints: All that goes to stderr, and every error.
        tables: The rows of each table, cell by cell.
        frames: The HTML of each frame.
        drawings: The SVG of each drawing.
        plots: The PNG of each plot, encoded.
    """

    text: str
    complaints: list[str]
    tables: list[list[list[str]]]
    frames: list[str]
    drawings: list[str]
    plots: list[str]


def environment(folder: Path, sources: Path) -> dict[str, str]:
    """Make the environment that has the package and nothing of the user's own.

    The compiled graph is that of all tests; no slice is chosen, as for whoever opens a notebook.
    """
    return {
        "ASTROGRAPH_CACHE": os.environ["ASTROGRAPH_CACHE"],
        "ASTROGRAPH_SOURCES": str(sources),
        "HOME": str(folder),
        "IPYTHONDIR": str(folder / "ipython"),
        "JUPYTER_DATA_DIR": str(folder / "jupyter"),
        "JUPYTER_RUNTIME_DIR": str(folder),
        "LANG": "C.UTF-8",
        "MPLCONFIGDIR": str(folder / "matplotlib"),
        "PATH": os.environ["PATH"],
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": str(Path(astrograph.__file__).resolve().parent.parent),
    }


def read(path: Path) -> nbformat.NotebookNode:
    """Read a notebook."""
    notebook: nbformat.NotebookNode = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    return notebook


def rows(table: str) -> list[list[str]]:
    """Read the rows of a table's body, with the names of the rows where they have any."""
    body = table.partition("<tbody>")[2]
    return [
        [html.unescape(cell) for cell in CELL.findall(row)]
        for row in re.findall(r"<tr>(.*?)</tr>", body, flags=re.DOTALL)
    ]


def execute(path: Path, folder: Path, sources: Path) -> Shown:
    """Run a notebook in a kernel of the Python that runs the tests, and gather what it shows."""
    result = folder / "executed.ipynb"
    subprocess.run(
        [sys.executable, RUNNER, path, result, folder],
        check=True,
        env=environment(folder, sources),
        timeout=TIMEOUT,
    )
    notebook = read(result)
    outputs = [
        output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs
    ]
    pages = [
        output.data["text/html"] for output in outputs if "text/html" in output.get("data", {})
    ]
    return Shown(
        text="".join(output.text for output in outputs if output.get("name") == "stdout"),
        complaints=[
            output.get("text") or output.get("evalue", "")
            for output in outputs
            if output.get("name") == "stderr" or output.output_type == "error"
        ],
        tables=[rows(page) for page in pages if "<table" in page and "<iframe" not in page],
        frames=[page for page in pages if "<iframe" in page],
        drawings=[
            output.data["image/svg+xml"]
            for output in outputs
            if "image/svg+xml" in output.get("data", {})
        ],
        plots=[
            output.data["image/png"] for output in outputs if "image/png" in output.get("data", {})
        ],
    )
