"""``astrograph show``: what is known of one entity."""

from typing import TYPE_CHECKING

import click

from astrograph.cli.numbers import Count
from astrograph.cli.options import (
    Command,
    Session,
    clock_options,
    complete_entity,
    format_option,
    option,
)
from astrograph.cli.terminal import emit

if TYPE_CHECKING:
    from astrograph.model import Clock


@click.command("show", cls=Command)
@click.argument("entity", shell_complete=complete_entity)
@clock_options
@option(
    "--limit",
    type=Count(),
    metavar="N",
    help="Show at most so many facts of one kind; text shows 20 unless told otherwise, JSON all.",
)
@option("--all", "everything", is_flag=True, help="Show all facts.")
@format_option("text", "json")
@click.pass_obj
def command(
    session: Session,
    /,
    entity: str,
    clock: "Clock",
    limit: int | None,
    everything: bool,
    form: str,
) -> int:
    """Show what is known of ENTITY, with its sources.

    Facts stand by relation and tense, with dates and doubts; below them stand the claims that make
    no fact (denied, disputed, threatened, replaced) and what ENTITY says of others.

    With --at or --during, each fact says how certainly it held then, and why it is not certain.
    """
    from astrograph.formats import facts

    if limit is not None and everything:
        raise click.UsageError("give --limit or --all, not both")
    most = limit if everything or limit or form != "text" else facts.MOST
    store = session.store_as_known(clock)
    found = facts.gather(store, session.entity(entity), clock, most=most)
    emit(facts.WRITERS[form](store, found, session.texts))
    return 0 if any(found[2:7]) else 1
