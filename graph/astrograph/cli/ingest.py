"""``astrograph ingest``: take files into a store."""

from pathlib import Path
from typing import Any

import click

from astrograph.cli.options import SLICES, Session, format_option
from astrograph.cli.terminal import emit, told

FILE = click.Path(path_type=Path)


@click.command("ingest")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=FILE)
@click.option("--store", "place", metavar="DIR", help="The store; a new folder is made.")
@click.option("--mapping", metavar="FILE", type=FILE, help="What the rows of a table say, as TOML.")
@click.option(
    "--identity", "decisions", metavar="FILE", type=FILE, help="Who is who: a CSV of decisions."
)
@click.option("--lookups", metavar="DIR", type=FILE, help="Where joined tables lie.")
@click.option("--begin-with", metavar="SLICE", type=click.Choice(SLICES), help="Begin a new store"
              " with a slice of the shipped graph: article, core, iss or wide.")  # fmt: skip
@click.option("--replace", is_flag=True, help="Let the files overrule what the store says under"
              " the same id; otherwise that is refused.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@format_option("text", "json")
@click.pass_obj
def command(
    session: Session,
    /,
    files: tuple[Path, ...],
    place: str | None,
    form: str,
    **how: Any,  # noqa: ANN401 -- the other options, by the names that `ingest_files` gives them
) -> None:
    """Take FILEs into a store: claims as RDF or JSON Lines, or tables with a --mapping.

    Each file is checked first, and comes in as a whole or not at all. Taking it in again changes
    nothing.
    """
    from astrograph.errors import JobError
    from astrograph.formats import intake
    from astrograph.ingest.run import ingest_files

    reports = ingest_files(files, place or session.folder(), **how, progress=told())
    emit(intake.WRITERS[form](reports))
    refused = [report for report in reports if report.refused]
    if refused:
        hint = "nothing of that file was taken in; correct it and run the same command again"
        raise JobError(f"refused: {refused[0].refusals[0]}", hint=hint)
