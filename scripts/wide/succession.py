"""Finds what follows from the dates of several rows: predecessors, and ends of subordination.

A group (UCode) tells only which phases belong together; what came before what is in their dates
alone. The predecessor of a phase is the one of its group that began earlier and had ended by the
time it began, the last of these if there are several. A phase that is an organ of another one of
its group (headquarters beside their agency) has none.

An organization without an end of its own is subordinate to its parent no longer than the parent is
there, and a site is run no longer by it. Some rows name a parent that had ended before they begin:
that is reported, and not taken as a fact.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from typing import TYPE_CHECKING

from astrograph.errors import MappingError
from astrograph.ingest.dates import VagueDate, read_date
from wide.tables import gcat

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    Row = dict[str, str]

PARENTS = ("Table", "Code", "End", "Gone")
COLUMNS = ("Table", "Code", "Predecessor", "Gap")
TABLES = {"orgs": "Code", "sites": "Site"}
"""The tables that have phases, and the column of a phase's code."""

RUN = {"orgs": ("Code",), "sites": ("Site",), "lp": ("Site", "Code"), "platforms": ("Code",)}
"""The tables that name a parent, and the columns of a row's code."""


def write_succession(data: Path, target: Path) -> int:
    """Write the table of predecessors anew.

    Args:
        data: The folder of the open data.
        target: The file to write: CSV, one line for each phase that has a predecessor; ``Gap`` is
            ``?`` where more than a year lies between the two.

    Returns:
        How many lines there are.

    Raises:
        MappingError: A date of a table cannot be read.
    """
    lines = [
        (table, *found)
        for table, code in TABLES.items()
        for found in predecessors(gcat(data / "gcat" / f"{table}.tsv"), code)
    ]
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([COLUMNS, *lines])
    return len(lines)


def write_ends(data: Path, target: Path) -> int:
    """Write the table of what outlasts the organization that it belongs to anew.

    Args:
        data: The folder of the open data.
        target: The file to write: CSV, with the end of the parent as printed, or with ``Gone``
            marked ``?`` where the parent had ended before.

    Returns:
        How many lines there are.
    """
    organizations = {row["Code"]: row for row in gcat(data / "gcat" / "orgs.tsv")}
    lines = []
    for table, columns in RUN.items():
        for row in gcat(data / "gcat" / f"{table}.tsv"):
            parent = organizations.get(row["Parent"].rstrip("?"))
            if parent is None or _date(row, "TStop").latest is not None:
                continue
            end, start = _date(parent, "TStop"), _date(row, "TStart")
            if end.latest is not None:
                gone = start.earliest is not None and start.earliest > end.latest
                code = " ".join(row[column] for column in columns)
                lines.append((table, code, "" if gone else parent["TStop"], "?" if gone else ""))
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([PARENTS, *lines])
    return len(lines)


def predecessors(rows: Iterable[Row], code: str) -> Iterator[tuple[str, str, str]]:
    """Yield the phases of a table that have a predecessor, with it and with the mark of a gap.

    Args:
        rows: The rows of the table, with the columns UCode, TStart, TStop and Parent.
        code: The column of a phase's own code.
    """
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["UCode"]].append(row)
    for group in groups.values():
        codes = {row[code] for row in group}
        for row in group:
            start = _date(row, "TStart")
            if start.earliest is None or start.latest is None or row["Parent"] in codes:
                continue
            ended = max(_ended_by(group, row, start, code), default=None)
            if ended is not None:
                gap = int(start.earliest[:4]) - int(ended[0][:4]) > 1
                yield row[code], ended[2], "?" if gap else ""


def _ended_by(
    group: Iterable[Row], row: Row, start: VagueDate, code: str
) -> Iterator[tuple[str, str, str]]:
    """Yield end, start and code of the phases that were over when another one began."""
    for other in group:
        began, ended = _date(other, "TStart"), _date(other, "TStop")
        if other is row or None in {began.earliest, ended.earliest, ended.latest}:
            continue
        if str(began.earliest) < str(start.earliest) and str(ended.earliest) <= str(start.latest):
            yield str(ended.latest), str(began.earliest), other[code]


def _date(row: Row, column: str) -> VagueDate:
    try:
        return read_date(row[column])
    except ValueError as error:
        raise MappingError(f"{column} of {row['UCode']}: {error}: {row[column]!r}") from None
