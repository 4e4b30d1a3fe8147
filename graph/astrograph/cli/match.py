"""``astrograph match``: who of another source is who here."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from astrograph.cli.options import Command, Session, format_option, option
from astrograph.cli.terminal import emit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from astrograph.model import Record

PATH = click.Path(path_type=Path)


@click.command("match", cls=Command)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=PATH)
@option(
    "--mapping",
    "mappings",
    multiple=True,
    type=PATH,
    help="How to read the FILEs as tables: one mapping for each, in their order.",
)
@option("--decisions", type=PATH, help="What is decided already: a table of decisions.")
@format_option("text", "csv", "json")
@click.pass_obj
def command(
    session: Session,
    /,
    *,
    files: tuple[Path, ...],
    mappings: tuple[Path, ...],
    decisions: Path | None,
    form: str,
) -> int:
    """Propose who and what of another source is the same as in the graph.

    FILEs are RDF, JSON Lines, a store directory, or with --mapping a table.

    An identifier in common decides, or a name together with a shared mission, a year of birth or
    the time in space. Nothing is merged: with --format csv the answer is a table of decisions, to
    be read, corrected and saved. What does not suffice is listed as open, with the reason.
    """
    from astrograph.formats.decisions import WRITERS
    from astrograph.identity import SAME, read_decisions
    from astrograph.match.graphs import match_graphs
    from astrograph.match.known import gather

    if mappings and len(mappings) != len(files):
        raise click.UsageError("give a --mapping for each FILE, in their order")
    decided = read_decisions(decisions) if decisions else ()
    theirs = gather(_records(files, mappings))
    found = match_graphs(gather(session.store.records()), theirs, decided)
    emit(WRITERS[form](found))
    return 0 if any(row.decision == SAME for row in found) else 1


def _records(files: tuple[Path, ...], mappings: tuple[Path, ...]) -> "Iterator[Record]":
    """Read files as what they are: tables by their mappings, lines of records, RDF, a store."""
    from astrograph.errors import JobError
    from astrograph.ingest.files import regular
    from astrograph.ingest.jsonl import read_jsonl
    from astrograph.ingest.mapping import read_mapping
    from astrograph.ingest.report import Report
    from astrograph.ingest.table import read_records
    from astrograph.store import open_store

    report = Report()
    if mappings:
        for path, mapping in zip(files, mappings, strict=True):
            yield from read_records(regular(path), read_mapping(mapping), report=report)
    else:
        lines = [path for path in files if {".jsonl", ".ndjson"} & set(path.suffixes)]
        for path in lines:
            yield from (record for _, record in read_jsonl(path, report))
        if rest := [path for path in files if path not in lines]:
            yield from open_store(*rest).records()
    if report.refusals:
        raise JobError(str(report.refusals[0]))
