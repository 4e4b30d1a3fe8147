"""``astrograph path``: how two entities are connected."""

import sys
from typing import TYPE_CHECKING

import click

from astrograph.cli.numbers import Count, Seconds
from astrograph.cli.options import (
    Command,
    Session,
    clock_options,
    complete_entity,
    complete_relation,
    complete_source,
    complete_type,
    format_option,
    option,
    status_option,
)
from astrograph.cli.terminal import emit

if TYPE_CHECKING:
    from astrograph.model import Clock
    from astrograph.paths import PathAnswer, PathOptions
    from astrograph.store import Store


@click.command("path", cls=Command)
@click.argument("start", metavar="FROM", shell_complete=complete_entity)
@click.argument("goal", metavar="TO", shell_complete=complete_entity)
@option("-k", type=Count(), default=3, show_default=True, help="How many paths.")
@option(
    "--max-hops",
    type=Count(),
    default=6,
    show_default=True,
    help="No path longer than this.",
)
@option("--via", multiple=True, shell_complete=complete_entity, help="Through this entity.")
@option("--avoid", multiple=True, shell_complete=complete_entity, help="Not through it.")
@option(
    "--relation", multiple=True, shell_complete=complete_relation, help="Only by this relation."
)
@option("--without", multiple=True, shell_complete=complete_relation, help="Not by it.")
@option(
    "--type",
    "kind",
    multiple=True,
    shell_complete=complete_type,
    help="Only through entities of this type (such as SpaceAgency), or of a narrower one.",
)
@option(
    "--source",
    multiple=True,
    shell_complete=complete_source,
    help="Only by what this source tells, given by id or a word of its title.",
)
@option(
    "--min-sources",
    type=Count(0),
    default=0,
    show_default=True,
    help="Only by what at least so many sources tell.",
)
@status_option("Walk claims of this status.")
@clock_options
@option("--directed", is_flag=True, help="Walk each relation only from subject to object.")
@option(
    "--rank",
    type=click.Choice(["informative", "length"]),
    default="informative",
    show_default=True,
    help="What orders equally short paths: how much their hops tell, or the ids that they meet.",
)
@option("--all", "every", is_flag=True, help="Every path up to --max-hops, as each is found.")
@option(
    "--limit",
    type=Count(),
    default=1000,
    show_default=True,
    help="With --all, at most so many paths.",
)
@option(
    "--timeout",
    type=Seconds(),
    default=30,
    show_default=True,
    help="Look for so many seconds; what is found by then is told.",
)
@format_option("text", "json", "csv", "ttl", "mermaid", "html")
@option(
    "-o",
    "--output",
    metavar="FILE",
    help="With --format html, the file to write; - for the standard output, as without it.",
)
@click.pass_context
def command(
    context: click.Context,
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
    kind: tuple[str, ...],
    source: tuple[str, ...],
    min_sources: int,
    status: str,
    clock: "Clock",
    directed: bool,
    rank: str,
    every: bool,
    limit: int,
    timeout: float,
    form: str,
    output: str | None,
) -> int:
    """Say how FROM and TO are connected, hop by hop.

    Relations are walked both ways unless --directed; every hop prints its own direction. --via,
    --avoid, --relation, --without, --type and --source can be given several times. All filters
    hold inside the search.

    With --all, text, json and csv are written as the paths are found, and text has a line a path.
    """
    _refuse_what_does_nothing(context, form)
    from astrograph.formats import paths
    from astrograph.paths import PathOptions, find_paths

    session: Session = context.obj
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
        type=session.types(kind),
        source=session.sources(source),
        min_sources=min_sources,
        every=every,
        limit=limit,
        timeout=timeout,
    )
    store = session.store_as_known(clock)
    if form == "json" or (every and form in {"text", "csv"}):
        return _tell_all(session, store, (start, goal), wanted, form)
    answer = find_paths(store, start, goal, wanted)
    if form == "html":
        _show(session, store, answer, output or "-")
    else:
        emit(paths.WRITERS[form](store, answer, session.texts))
    _remark(answer, form)
    return 0 if answer.paths else 1


def _refuse_what_does_nothing(context: click.Context, form: str) -> None:
    """Refuse options that the user gave beside others that leave them without effect."""
    asked = context.params

    def given(name: str) -> bool:
        return context.get_parameter_source(name) is not click.core.ParameterSource.DEFAULT

    if asked["output"] is not None and form != "html":
        raise click.UsageError("-o goes with --format html; send anything else to a file with >")
    if asked["every"] and given("k"):
        raise click.UsageError("-k does not go with --all; for at most N of all, say --limit N")
    if not asked["every"] and given("limit"):
        raise click.UsageError("--limit goes with --all; without it, -k says how many")


def _show(session: Session, store: "Store", answer: "PathAnswer", output: str) -> None:
    """Write the page that opens on the paths."""
    from astrograph.cli.pages import put
    from astrograph.explorer import paths_payload

    put(paths_payload(store, answer, texts=session.texts), output)


def _remark(answer: "PathAnswer", form: str) -> None:
    """Say beside an answer what its format has no place for: that there is no path, or a cap."""
    if form not in {"text", "json"}:
        from astrograph.formats import telling

        sys.stdout.flush()  # What is said about the answer comes after it.
        for line in telling.remarks(answer):
            click.echo(line, err=True)


def _tell_all(
    session: Session, store: "Store", ends: tuple[str, str], wanted: "PathOptions", form: str
) -> int:
    """Write the paths as they are found."""
    from astrograph.formats import streams
    from astrograph.paths import PathAnswer, stream_paths
    from astrograph.resolve import resolve_entity

    first, last = (resolve_entity(store, end) for end in ends)
    search = stream_paths(store, first, last, wanted)
    found = streams.Found(PathAnswer(first, last, wanted), search)
    for piece in streams.WRITERS[form](store, found, session.texts):
        emit(piece)
    _remark(found.answer, form)
    return 0 if found.number else 1
