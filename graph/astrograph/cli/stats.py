"""``astrograph stats``: what the graph holds."""

import click

from astrograph.cli.options import Command, Session, format_option, option
from astrograph.cli.terminal import emit, terminal_width


@click.command("stats", cls=Command)
@option(
    "--sources",
    "only_sources",
    is_flag=True,
    help="Only the sources: what each license wants to be said, and who is cited how often.",
)
@option("--all", "every", is_flag=True, help="All rows of the tables, not only the largest.")
@format_option("text", "json")
@click.pass_obj
def command(session: Session, /, form: str, *, only_sources: bool, every: bool) -> None:
    """Count what the graph holds, and list its sources."""
    from astrograph.formats import stats

    if only_sources:
        sources = stats.gather_sources(session.store)
        emit(stats.as_json(sources) if form == "json" else stats.credits_text(sources))
        return
    counts = stats.gather(session.store)
    if form == "json":
        emit(stats.as_json(counts))
    else:
        most = None if every else stats.LARGEST
        emit(stats.text(session.store, counts, terminal_width(), most))
