"""``astrograph show``: what is known of one entity."""

import click

from astrograph.cli.options import Session, at_option, complete_entity, format_option
from astrograph.cli.terminal import emit


@click.command("show")
@click.argument("entity", shell_complete=complete_entity)
@at_option
@format_option("text", "json")
@click.pass_obj
def command(session: Session, /, entity: str, at: str | None, form: str) -> int:
    """Show what is known of ENTITY, with its sources.

    Facts stand by relation and tense, with dates and doubts; below them stand the claims that make
    no fact (denied, disputed, threatened, replaced) and what ENTITY says of others.

    With --at, each fact says how certainly it held then, and why it is not certain.
    """
    from astrograph.formats import facts

    found = facts.gather(session.store, session.entity(entity), at)
    emit(facts.WRITERS[form](session.store, found, session.texts))
    return 0 if any(found[2:]) else 1
