"""``astrograph explore``: one self-contained HTML page."""

from typing import TYPE_CHECKING

import click

from astrograph.cli.numbers import Count
from astrograph.cli.options import Command, Session, clock_options, complete_entity, option

if TYPE_CHECKING:
    from astrograph.explorer.page import Tier
    from astrograph.model import Clock


@click.command("explore", cls=Command)
@click.argument("entities", nargs=-1, metavar="[ENTITY]...", shell_complete=complete_entity)
@option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, allow_dash=True),
    metavar="FILE",
    required=True,
    help="The HTML file to write; - for the standard output.",
)
@option(
    "--size",
    type=Count(2),
    default=80,
    show_default=True,
    help="How many entities to show at most, those nearest to ENTITY.",
)
@option(
    "--story",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Tell a story: the captions and views of a TOML or JSON file, step by step.",
)
@option("--lite", is_flag=True, help="Leave SPARQL out: a small page, for mails and notebooks.")
@option("--plain", is_flag=True, help="Give the page pyvis' own look: the drawing and no more.")
@option("--open", "show", is_flag=True, help="Show the page in the browser.")
@clock_options
@click.pass_obj
def command(
    session: Session,
    /,
    *,
    entities: tuple[str, ...],
    output: str,
    size: int,
    story: str | None,
    lite: bool,
    plain: bool,
    show: bool,
    clock: "Clock",
) -> None:
    """Write the graph as one interactive HTML page.

    The page is one file, works offline and can be mailed.

    With one ENTITY the page opens on its card; several stand out on the drawing. Of a large graph
    the page shows what is nearest to them; without any, of the shipped graph its core, unless
    --size asks for more than that has. It holds 20,000 entities at most, and 200,000 triples
    unless it is --lite.

    The entities that a story names are on the page, too.
    """
    if show and output == "-":
        raise click.UsageError("--open shows a file: give one with -o")
    if plain and story is not None:
        raise click.UsageError("a --plain page tells no story: leave one of the two out")
    from pathlib import Path

    from astrograph.cli.pages import put
    from astrograph.cli.terminal import told as teller
    from astrograph.explorer import build_payload, read_story

    focus = [session.entity(text) for text in entities]
    told = None if story is None else read_story(Path(story), session.entity)
    store = session.store
    if not focus and not (told and told.entities):
        overview = session.overview
        store = overview if size <= overview.adjacency.connected else store
    times = clock._asdict()
    tier: Tier = "lite" if lite or plain else "full"
    page = build_payload(
        store,
        focus=focus,
        **times,
        size=size,
        texts=session.texts,
        story=told,
        progress=teller(),
        tier=tier,
    )
    put(page, output, plain=plain, tier=tier)
    if session.texts is not None:
        note = "it quotes the sources: mind their rights before you pass it on"
        click.echo(f"  {note}", err=True)
    if show:
        click.launch(output)
