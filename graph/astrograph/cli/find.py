"""``astrograph find``: entities by name."""

import click

from astrograph.cli.numbers import Count
from astrograph.cli.options import Command, Session, complete_entity, format_option, option
from astrograph.cli.terminal import emit


@click.command("find", cls=Command)
@click.argument("text", shell_complete=complete_entity)
@option(
    "--limit",
    type=Count(),
    default=20,
    show_default=True,
    help="List at most so many.",
)
@option(
    "--regex",
    is_flag=True,
    help="TEXT is a regular expression, held against names in lower case, without accents, and with"
    " spaces for punctuation.",
)
@format_option("text", "json")
@click.pass_obj
def command(session: Session, /, *, text: str, limit: int, regex: bool, form: str) -> int:
    """List the entities that TEXT may name, best first.

    TEXT is any name (alternative names and native script too), a CURIE such as id:ISS, or an IRI.
    """
    from astrograph.formats import matches
    from astrograph.resolve import find_by_pattern, find_entities

    found = (find_by_pattern if regex else find_entities)(session.store, text, limit)
    emit(matches.WRITERS[form](found))
    if not found:
        click.echo(f"no entity has a name like {text!r}", err=True)
    return 0 if found else 1
