"""``astrograph query``: SPARQL."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from astrograph.cli.numbers import Count, Seconds
from astrograph.cli.options import Command, Session, clock_options, option
from astrograph.cli.terminal import terminal_width

if TYPE_CHECKING:
    from astrograph.model import Clock

FORMATS = ("table", "json", "xml", "csv", "tsv", "ttl", "nt", "jsonld", "rdfxml")


@click.command("query", cls=Command)
@click.argument("sparql", required=False)
@option(
    "-f",
    "--file",
    "--query-file",
    "path",
    type=click.Path(path_type=Path),
    help="Read the query here.",
)
@option("--saved", metavar="NAME", help="Run a query that ships with the package.")
@option(
    "--list-saved",
    is_flag=True,
    help="List the shipped queries, each with the narrowest slice that answers it.",
)
@option("--bind", multiple=True, metavar="NAME=VALUE", help="Give a variable a value.")
@option(
    "--data",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Ask this RDF file as it stands, instead of the graph.",
)
@option(
    "--named",
    multiple=True,
    metavar="IRI=FILE",
    help="Put this RDF file into a named graph, beside --data.",
)
@option(
    "--base",
    metavar="IRI",
    help="What relative IRIs in the query are relative to; without --data the query is asked of"
    " no data at all.",
)
@option("--limit", type=Count(), help="Find at most so many solutions.")
@option(
    "--timeout",
    type=Seconds(),
    default=30,
    show_default=True,
    help="Give up after so many seconds.",
)
@option(
    "--memory",
    type=Count(),
    default=1024,
    show_default=True,
    metavar="MIB",
    help="Give up when it needs more memory than this.",
)
@clock_options
@option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="table (default), json, xml, csv, tsv for solutions; ttl (default), nt, jsonld, rdfxml"
    " for graphs.",
)
@click.pass_obj
def command(
    session: Session,
    /,
    *,
    sparql: str | None,
    path: Path | None,
    saved: str | None,
    list_saved: bool,
    bind: tuple[str, ...],
    data: tuple[Path, ...],
    named: tuple[str, ...],
    base: str | None,
    limit: int | None,
    timeout: float,
    memory: int,
    clock: "Clock",
    form: str | None,
) -> int:
    """Ask in SPARQL 1.1.

    The usual prefixes, ag: and id: among them, are declared already.

    SPARQL is the query itself, or - to read it from the standard input. A VALUE of --bind is an
    <IRI>, a CURIE, a "literal", or the name of an entity.
    """
    from astrograph.cli.asking import (
        dataset,
        listed_queries,
        nothing_fits,
        query_text,
        there_may_be_more,
        variable_bindings,
    )
    from astrograph.formats import times
    from astrograph.formats.results import writer
    from astrograph.query import evaluate_apart

    asked = dataset(data, named, base)
    if list_saved:
        click.echo(listed_queries(), nl=False)
        return 0
    (written, found), cut = evaluate_apart(
        asked or session.store,
        query_text(sparql, path, saved),
        writer(form, terminal_width()),
        clock=clock,
        bind=variable_bindings(bind),
        limit=limit,
        base=base,
        timeout=timeout,
        memory=memory << 20,
    )
    sys.stdout.buffer.write(written)
    sys.stdout.buffer.flush()  # What is said about the answer comes after it.
    if cut is not None:
        click.echo(there_may_be_more(cut), err=True)
    if clock.is_set:
        click.echo(times.clock_note(clock), err=True)
    if asked is not None:
        return 0  # Whoever brings the data asks what they say, not whether there is an answer.
    if not found and form in {None, "table"}:
        click.echo(nothing_fits(saved if not bind else None), err=True)
    return 0 if found else 1
