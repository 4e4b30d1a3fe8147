"""``astrograph export``: the graph in the formats of other tools."""

import sys

import click

from astrograph.cli.options import Session, at_option, format_option, status_option

RDF = ("ttl", "nt", "nq", "jsonld")
LINES = ("jsonl", "csv")
GRAPHS = ("graphml", "gexf")


@click.command("export")
@format_option(*RDF, *LINES, *GRAPHS, default="ttl")
@at_option
@status_option("For graphml and gexf.")
@click.pass_obj
def command(session: Session, /, form: str, at: str | None, status: str) -> None:
    """Write the graph in the formats of other tools.

    ttl, nt, nq, jsonld: the claims with all they rest on, as RDF. jsonl, csv: a claim a line.
    graphml, gexf: the relation graph exactly as path walks it.
    """
    from astrograph.formats import claims, exports
    from astrograph.selection import ClaimFilter, select_claims

    if form in RDF:
        written = exports.as_rdf(session.store, form, at=at)
    elif form in GRAPHS:
        written = exports.as_graph(session.store, form, at=at, status=status)
    else:
        chosen = select_claims(session.store, ClaimFilter(at=at))
        written = claims.WRITERS[form](session.store, chosen, None).encode()
    sys.stdout.buffer.write(written)
