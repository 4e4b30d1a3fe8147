"""``astrograph check``: whether a graph is what it should be."""

from pathlib import Path

import click

from astrograph.cli.options import Command, Session, format_option
from astrograph.cli.terminal import emit


@click.command("check", cls=Command)
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path))
@format_option("text", "json")
@click.pass_obj
def command(session: Session, /, files: tuple[Path, ...], form: str) -> int:
    """Check the shapes and the evidence of a graph.

    It is the graph of --store, or that of the RDF FILEs.

    Evidence is verified against the texts of the sources where --sources has them.
    """
    from astrograph.check import check_store
    from astrograph.formats import problems
    from astrograph.store import open_store

    if files and session.is_given:
        raise click.UsageError("give --store or FILEs, not both")
    if files:
        session.refuse_projection()
    store = open_store(*files) if files else session.store
    report = check_store(store, session.texts)
    emit(problems.WRITERS[form](report))
    return 1 if report.problems else 0
