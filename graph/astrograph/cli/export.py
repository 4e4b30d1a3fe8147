"""``astrograph export``: the graph in the formats of other tools."""

import sys

import click

from astrograph.cli.options import STATUSES, Session, at_option

RDF = ("ttl", "nt", "nq", "jsonld")
LINES = ("jsonl", "csv")
GRAPHS = ("graphml", "gexf")


@click.command("export")
@click.option("--format", "form", type=click.Choice([*RDF, *LINES, *GRAPHS]), default="ttl")
@at_option
@click.option(
    "--status",
    type=click.Choice([*STATUSES, "any"], case_sensitive=False),
    default="Accepted",
    show_default=True,
    help="For graphml and gexf.",
)
@click.pass_obj
def command(session: Session, /, form: str, at: str | None, status: str) -> None:
    """Write the graph in the formats of other tools.

    ttl, nt, nq, jsonld: the claims with all they rest on, as RDF. jsonl, csv: a claim a line.
    graphml, gexf: the relation graph exactly as path walks it.
    """
    from astrograph.formats import claims, exports

    if form in RDF:
        written = exports.as_rdf(session.store, form)
    elif form in GRAPHS:
        written = exports.as_graph(session.store, form, at=at, status=status)
    else:
        text = claims.WRITERS[form](session.store, list(session.store.claims()), None)
        written = text.encode()
    sys.stdout.buffer.write(written)
