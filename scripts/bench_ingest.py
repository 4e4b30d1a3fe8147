"""Measures `astrograph ingest` of a table, beside a bare bulk load of the same triples.

The bare load is the yardstick: it parses N-Triples and indexes them, with nothing read by a
mapping, checked, compared, or kept for look-ups. Memory is the peak of a process of its own.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PYTHON = str(ROOT / ".venv" / "bin" / "python")
MAPPING = """
[source]
iri = "source:bench"
title = "A made-up table"
license = "https://creativecommons.org/publicdomain/zero/1.0/"
[table]
file = "rows.csv"
key = "{Nr}"
[[entity]]
iri = "id:person-{Nr}"
type = "Person"
label = "{Name}"
[[entity]]
iri = "id:house-{House}"
type = "Company"
label = "House {House}"
[[claim]]
subject = "id:person-{Nr}"
predicate = "ag:worksFor"
object = "id:house-{House}"
start = "{Since}"
paraphrase = "{Name} works for house {House}."
evidence = ["House"]
"""
DUMP = """
import sys
import pyoxigraph as ox
from astrograph import open_store
quads = open_store(sys.argv[1]).asserted()
ox.serialize((quad.triple for quad in quads), sys.argv[2], ox.RdfFormat.N_TRIPLES)
"""
BARE = """
import sys
import pyoxigraph as ox
store = ox.Store(sys.argv[1])
store.bulk_load(path=sys.argv[2], format=ox.RdfFormat.N_TRIPLES)
store.flush()
"""


class Run(NamedTuple):
    """What a process took: seconds, and megabytes at its peak."""

    seconds: float
    megabytes: float


def measure(*command: str) -> Run:
    """Run a command and note what it took.

    Args:
        command: The program and its arguments.

    Returns:
        Its time and peak memory.

    Raises:
        SystemExit: If the command fails, because then its time means nothing.
    """
    begin = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(3)
    return Run(time.perf_counter() - begin, usage.ru_maxrss / 1024)


def write_rows(path: Path, rows: int) -> None:
    """Write a table.

    Args:
        path: The file to make.
        rows: How many rows it shall have.
    """
    with path.open("w", encoding="utf-8") as file:
        file.write("Nr,Name,House,Since\n")
        for number in range(rows):
            since = f"{1960 + number % 60}-{1 + number % 12:02}"
            file.write(f"{number},Person {number},{number % 997},{since}\n")


def bench(rows: int) -> None:
    """Measure a table of some rows, and print a line.

    Args:
        rows: How many rows.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table, mapping, store = folder / "rows.csv", folder / "rows.toml", folder / "store"
        write_rows(table, rows)
        mapping.write_text(MAPPING, encoding="utf-8")
        given = ("--mapping", str(mapping), "--store", str(store))
        ours = measure(PYTHON, "-m", "astrograph", "ingest", str(table), *given)
        triples = folder / "rows.nt"
        measure(PYTHON, "-c", DUMP, str(store), str(triples))
        with triples.open("rb") as file:
            count = sum(1 for _ in file)
        bare = measure(PYTHON, "-c", BARE, str(folder / "bare"), str(triples))
    print(
        f"{rows:>9,}  {count:>11,}  {rows / ours.seconds:>8,.0f}  {rows / bare.seconds:>8,.0f}"
        f"  {ours.seconds / bare.seconds:>5.1f}  {ours.megabytes:>7.0f}  {bare.megabytes:>7.0f}",
        flush=True,
    )


def main() -> None:
    """Measure tables of growing length."""
    parser = argparse.ArgumentParser(
        prog="scripts/bench ingest", description="Ingest, beside a bare load of the same triples."
    )
    parser.add_argument("rows", nargs="*", type=int, default=[10_000, 100_000])
    print("     rows      triples    rows/s    bare/s  ratio   MB ours  MB bare")
    for rows in parser.parse_args().rows:
        bench(rows)


if __name__ == "__main__":
    main()
