"""``astrograph stats``: what the graph holds."""

import click

from astrograph.cli.options import Session, format_option, terminal_width


@click.command("stats")
@format_option("text", "json")
@click.pass_obj
def command(session: Session, /, form: str) -> None:
    """Count entities and claims by type, relation, status, stance and source."""
    from astrograph.formats import stats

    counts = stats.gather(session.store)
    if form == "json":
        click.echo(stats.as_json(counts), nl=False)
    else:
        click.echo(stats.text(session.store, counts, terminal_width()), nl=False)
