"""``astrograph serve``: HTTP."""

from collections.abc import Callable
from pathlib import Path

import click

from astrograph.cli.numbers import Count, Seconds
from astrograph.cli.options import Command, Session, option


@click.command("serve", cls=Command)
@option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The interface to listen on; 0.0.0.0 for all of them.",
)
@option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port to listen on; 0 for any that is free, which is told.",
)
@option(
    "--data",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Serve this RDF file as it stands, instead of the graph; SPARQL alone.",
)
@option(
    "--named",
    multiple=True,
    metavar="IRI=FILE",
    help="Put this RDF file into a named graph, beside --data.",
)
@option(
    "--timeout",
    type=Seconds(),
    default=10,
    show_default=True,
    help="Answer within so many seconds, or say that it takes too long.",
)
@option(
    "--memory",
    type=Count(),
    default=1024,
    show_default=True,
    metavar="MIB",
    help="How much memory an answer may take.",
)
@option(
    "--workers",
    type=Count(),
    metavar="N",
    help="How many long queries may run at once; the default is the number of processors.",
)
@option(
    "--max-rows",
    type=Count(),
    default=100_000,
    show_default=True,
    help="How many solutions or triples an answer holds at most.",
)
@option(
    "--max-body",
    type=Count(),
    default=1 << 20,
    show_default=True,
    metavar="BYTES",
    help="How long the body of a request may be.",
)
@option("--log-queries", is_flag=True, help="Log the text of queries, and not only its hash.")
@click.pass_obj
def command(
    session: Session,
    /,
    *,
    host: str,
    port: int,
    data: tuple[Path, ...],
    named: tuple[str, ...],
    timeout: float,
    memory: int,
    workers: int | None,
    max_rows: int,
    max_body: int,
    log_queries: bool,
) -> None:
    """Serve the graph over HTTP.

    / is the explorer; /sparql answers SPARQL 1.1 queries, /api/ the commands with their JSON; /id/,
    /claim/ and /source/ tell what bears an IRI, as pages or RDF.

    The address is printed when it is ready. SIGTERM or Ctrl-C stops it, once it has answered what
    it was asked.
    """
    import os
    from functools import partial

    from astrograph import __version__
    from astrograph.cli import afar
    from astrograph.cli.asking import named_files, refuse_graph
    from astrograph.server.running import listen, run
    from astrograph.server.site import Settings, Site
    from astrograph.server.workers import Workers

    files = tuple(named_files(named))
    plain = bool(data or files)
    if plain:
        refuse_graph("--data" if data else "--named")
    # A folder of texts that is not there is told of now, and not by every answer.
    texts = None if session.texts is None else session.texts_folder
    listener = listen(host, port)
    paths = tuple(map(str, (*data, *(path for _, path in files))))
    given = (*session.given, session.projection)
    state = partial(afar.state, *((paths, None) if plain else session.given))
    pool = partial(
        Workers,
        partial(afar.dataset, data, files) if plain else partial(afar.opened, *given),
        count=workers or os.cpu_count() or 1,
        memory=memory << 20,
        handlers={
            "command": partial(afar.run, texts),
            "explorer": partial(afar.page, texts, session.given),
            "part": partial(afar.part, texts),
            "beside": afar.beside,
        },
    )
    settings = Settings(timeout, max_rows, max_body, log_queries, _now(state), __version__)
    site = Site(settings, pool(), () if plain else afar.operations(), afar.clock)
    name, number = listener.getsockname()[:2]
    shown = f"[{name}]" if ":" in name else name
    run(site, pool, state, listener, lambda: click.echo(f"http://{shown}:{number}/"))


def _now(state: Callable[[], str]) -> str:
    """Return the state that the graph is in; an empty text where it cannot be told."""
    try:
        return state()
    except OSError:
        # Whoever opens the graph is about to say what is wrong, as for every command.
        return ""
