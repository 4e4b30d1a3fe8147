"""``astrograph stats``: what the graph holds."""

import click

from astrograph.cli.options import Session, format_option
from astrograph.cli.terminal import emit, terminal_width


@click.command("stats")
@format_option("text", "json")
@click.pass_obj
def command(session: Session, /, form: str) -> None:
    """Count what the graph holds, and list its sources."""
    from astrograph.formats import stats

    counts = stats.gather(session.store)
    if form == "json":
        emit(stats.as_json(counts))
    else:
        emit(stats.text(session.store, counts, terminal_width()))
