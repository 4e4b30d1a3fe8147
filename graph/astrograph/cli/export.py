"""``astrograph export``: the graph in the formats of other tools."""

import sys
from typing import TYPE_CHECKING

import click

from astrograph.cli.options import (
    Command,
    Session,
    clock_options,
    format_option,
    option,
    status_option,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from astrograph.model import Clock

RDF = ("ttl", "nt", "nq", "jsonld")
LINES = ("jsonl", "csv")
GRAPHS = ("graphml", "gexf")


@click.command("export", cls=Command)
@format_option(*RDF, *LINES, *GRAPHS, default="ttl")
@clock_options
@status_option("For graphml and gexf.")
@option(
    "--derived",
    is_flag=True,
    help="For nt and nq: all that query sees, so with the ontology, with what rules add, and with"
    " the direct triples.",
)
@click.pass_obj
def command(session: Session, /, form: str, clock: "Clock", status: str, *, derived: bool) -> None:
    """Write the graph in the formats of other tools.

    ttl, nt, nq, jsonld: the claims with all they rest on, as RDF. jsonl: the same, a record a
    line. csv: a claim a line.
    graphml, gexf: the relation graph exactly as path walks it.
    """
    from astrograph.formats import claims, exports, lines, times
    from astrograph.selection import ClaimFilter, select_claims

    if derived and (form not in {"nt", "nq"} or clock.is_set):
        raise click.UsageError("--derived goes with --format nt or nq, and with no other time")
    written: bytes | Iterator[bytes]
    if derived:
        written = lines.seen_lines(session.store)
    elif form in lines.LINED:
        written = lines.asserted_lines(session.store, form, clock)
    elif form in RDF:
        written = exports.as_rdf(session.store, form, clock)
    elif form == "jsonl":
        written = exports.as_jsonl(session.store, clock)
    elif form in GRAPHS:
        written = exports.as_graph(session.store, form, clock, status=status)
    else:
        store = session.store_as_known(clock)
        chosen = select_claims(store, ClaimFilter(**clock._asdict()))
        written = claims.WRITERS[form](store, chosen, None, clock).encode()
    sys.stdout.buffer.writelines([written] if isinstance(written, bytes) else written)
    if clock.is_set:
        click.echo(times.clock_note(clock), err=True)
