"""``astrograph claims``: who says what."""

from typing import TYPE_CHECKING

import click

from astrograph.cli.options import (
    MODALITIES,
    STATUSES,
    Command,
    Session,
    clock_options,
    complete_entity,
    complete_relation,
    format_option,
    option,
)
from astrograph.cli.terminal import emit

if TYPE_CHECKING:
    from astrograph.model import Clock


@click.command("claims", cls=Command)
@click.argument("entities", nargs=-1, metavar="[ENTITY]...", shell_complete=complete_entity)
@option(
    "--relation", multiple=True, shell_complete=complete_relation, help="Only of this relation."
)
@option("--speaker", multiple=True, shell_complete=complete_entity, help="Who says it.")
@option(
    "--status",
    multiple=True,
    type=click.Choice(STATUSES, case_sensitive=False),
    help="Only of this status.",
)
@option(
    "--modality",
    multiple=True,
    type=click.Choice(MODALITIES, case_sensitive=False),
    help="Only of this stance.",
)
@option("--source", multiple=True, help="A source, by id or a word of its title.")
@option(
    "--disputed",
    is_flag=True,
    help="Only claims that are disputed, replaced, or at odds with another, both voices together,"
    " and the figures that are widest apart first.",
)
@clock_options
@format_option("text", "json", "jsonl", "csv")
@click.pass_obj
def command(
    session: Session,
    /,
    *,
    entities: tuple[str, ...],
    relation: tuple[str, ...],
    speaker: tuple[str, ...],
    status: tuple[str, ...],
    modality: tuple[str, ...],
    source: tuple[str, ...],
    disputed: bool,
    clock: "Clock",
    form: str,
) -> int:
    """List who says what, and who disagrees.

    Each claim has its speaker, stance, time, status and evidence, and the claims that it bears on.

    With several ENTITY arguments, a claim must name all of them, in whatever role. A claim that a
    footnote names, such as claim:seed1-C02, can stand in their place.
    """
    from astrograph.formats import claims
    from astrograph.formats.disputes import disputes
    from astrograph.selection import ClaimFilter, select_claims

    asked = session.claims(entities)
    wanted = ClaimFilter(
        entities=session.entities(tuple(text for text in entities if text not in asked)),
        claims=tuple(asked.values()),
        relation=session.relations(relation),
        speaker=session.entities(speaker),
        status=status,
        modality=modality,
        source=source,
        disputed=disputed,
        **clock._asdict(),
    )
    store = session.store_as_known(clock)
    found = select_claims(store, wanted)
    if found and disputed:
        groups = disputes(store, found)
        if form == "text":
            emit(claims.as_disputes(store, groups, session.texts, clock))
            return 0
        found = [claim for group in groups for claim in group.claims]
    if found:
        emit(claims.WRITERS[form](store, found, session.texts, clock))
        return 0
    click.echo("[]" if form == "json" else "No claim fits.", err=form != "json")
    return 1
