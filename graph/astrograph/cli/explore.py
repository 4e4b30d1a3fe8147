"""``astrograph explore``: one self-contained HTML page."""

from typing import TYPE_CHECKING

import click

from astrograph.cli.numbers import Count
from astrograph.cli.options import Command, Session, clock_options, complete_entity, option

if TYPE_CHECKING:
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
    show: bool,
    clock: "Clock",
) -> None:
    """Write the graph as one interactive HTML page.

    The page is one file, works offline and can be mailed.

    With one ENTITY the page opens on its card; several stand out on the drawing. Of a large graph
    the page shows what is nearest to them; without any, of the shipped graph its core.
    """
    if show and output == "-":
        raise click.UsageError("--open shows a file: give one with -o")
    from astrograph.cli.pages import put
    from astrograph.explorer import build_payload

    focus = [session.entity(text) for text in entities]
    store = session.store if focus else session.overview
    times = clock._asdict()
    put(build_payload(store, focus=focus, **times, size=size, texts=session.texts), output)
    if session.texts is not None:
        note = "it quotes the sources: mind their rights before you pass it on"
        click.echo(f"  {note}", err=True)
    if show:
        click.launch(output)
