"""``astrograph path``: how two entities are connected."""

from typing import TYPE_CHECKING

import click

from astrograph.cli.options import (
    Session,
    clock_options,
    complete_entity,
    complete_relation,
    format_option,
    status_option,
)
from astrograph.cli.terminal import emit

if TYPE_CHECKING:
    from astrograph.model import Clock


@click.command("path")
@click.argument("start", metavar="FROM", shell_complete=complete_entity)
@click.argument("goal", metavar="TO", shell_complete=complete_entity)
@click.option(
    "-k", type=click.IntRange(min=1), default=3, show_default=True, help="How many paths."
)
@click.option(
    "--max-hops",
    type=click.IntRange(min=1),
    default=6,
    show_default=True,
    help="No path longer than this.",
)
@click.option("--via", multiple=True, shell_complete=complete_entity, help="Through this entity.")
@click.option("--avoid", multiple=True, shell_complete=complete_entity, help="Not through it.")
@click.option(
    "--relation", multiple=True, shell_complete=complete_relation, help="Only by this relation."
)
@click.option("--without", multiple=True, shell_complete=complete_relation, help="Not by it.")
@status_option("Walk claims of this status.")
@clock_options
@click.option("--directed", is_flag=True, help="Walk each relation only from subject to object.")
@click.option(
    "--rank",
    type=click.Choice(["informative", "length"]),
    default="informative",
    show_default=True,
    help="Among equally short paths, put those through well-connected entities last; or do not.",
)
@format_option("text", "json", "csv", "mermaid")
@click.pass_obj
def command(
    session: Session,
    /,
    *,
    start: str,
    goal: str,
    k: int,
    max_hops: int,
    via: tuple[str, ...],
    avoid: tuple[str, ...],
    relation: tuple[str, ...],
    without: tuple[str, ...],
    status: str,
    clock: "Clock",
    directed: bool,
    rank: str,
    form: str,
) -> int:
    """Say how FROM and TO are connected, hop by hop.

    Relations are walked both ways unless --directed; every hop prints its own direction. --via,
    --avoid, --relation and --without can be given several times. All filters hold inside the
    search.
    """
    from astrograph.formats import paths
    from astrograph.paths import PathOptions, find_paths

    wanted = PathOptions(
        k=k,
        max_hops=max_hops,
        via=session.entities(via),
        avoid=session.entities(avoid),
        relation=session.relations(relation),
        without=session.relations(without),
        **clock._asdict(),
        status=status,
        directed=directed,
        rank=rank,
    )
    store = session.store_as_known(clock)
    answer = find_paths(store, start, goal, wanted)
    emit(paths.WRITERS[form](store, answer, session.texts))
    return 0 if answer.paths else 1
