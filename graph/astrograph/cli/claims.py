"""``astrograph claims``: who says what."""

from typing import TYPE_CHECKING

import click

from astrograph.cli.dates import StretchType
from astrograph.cli.numbers import Count
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
    from astrograph.model import Claim, Clock, Stretch
    from astrograph.selection import ClaimFilter
    from astrograph.store import Store


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
@option(
    "--begun",
    type=StretchType(),
    metavar="A..B",
    help="Only what began, or may have begun, at some time from A to B, as with --during.",
)
@option("--count", is_flag=True, help="Write only how many claims there are.")
@option("--limit", type=Count(), metavar="N", help="List at most so many, in order of their IRIs.")
@option("--offset", type=Count(0), metavar="N", help="Leave out so many from the first on.")
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
    begun: "Stretch | None",
    count: bool,
    limit: int | None,
    offset: int | None,
    clock: "Clock",
    form: str,
) -> int:
    """List who says what, and who disagrees.

    Each claim has its speaker, stance, time, status and evidence, and the claims that it bears on.

    With several ENTITY arguments, a claim must name all of them, in whatever role. A claim that a
    footnote names, such as claim:seed1-C02, can stand in their place.
    """
    if (count or disputed) and (limit is not None or offset is not None):
        alone = "--count" if count else "--disputed"
        raise click.UsageError(f"--limit and --offset do not go with {alone}, which takes all")
    from astrograph.formats import claims
    from astrograph.formats.disputes import disputes
    from astrograph.selection import ClaimFilter, count_claims

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
        begun=begun,
        **clock._asdict(),
    )
    if count:
        number = count_claims(session.store, wanted)
        emit(f"{number}\n")
        return 0 if number else 1
    store = session.store_as_known(clock)
    found = _page(session, store, wanted, offset or 0, limit)
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


def _page(
    session: Session, store: "Store", wanted: "ClaimFilter", offset: int, limit: int | None
) -> "list[Claim]":
    """Select the claims to list, and refuse to list more than one answer may."""
    from astrograph.errors import MisuseError
    from astrograph.selection import select_claims

    most = session.most_claims
    if most is None:
        return select_claims(store, wanted, offset=offset, limit=limit)
    asked = most + 1 if limit is None else min(limit, most + 1)
    found = select_claims(store, wanted, offset=offset, limit=asked)
    if len(found) > most:
        raise MisuseError(
            f"more than {most:,} claims fit, and one answer lists no more",
            hint=f"narrow them, or go through them by limit (at most {most}) and offset;"
            " count says how many there are",
        )
    return found
