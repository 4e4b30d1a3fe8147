"""Write the results of SPARQL queries in the W3C formats, or as a table to read."""

import re
from typing import TYPE_CHECKING, TypeVar

import pyoxigraph as ox

from astrograph.errors import MisuseError
from astrograph.formats.tables import table
from astrograph.vocab import PREFIXES, shrink

if TYPE_CHECKING:
    from collections.abc import Callable

    from astrograph.query.run import Results, Term

F = TypeVar("F")

SHOWN = 300
"""How much of a triple an error quotes."""

_NO_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
"""The characters, in UTF-8, that a document in XML 1.0 cannot hold, however they are written."""

SOLUTIONS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
GRAPHS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}


def writer(name: str | None, width: int | None = None) -> "Callable[[Results], tuple[bytes, bool]]":
    """Return a function that writes a result and says whether it held anything.

    Args:
        name: A key of `SOLUTIONS` or `GRAPHS`, or ``table``; ``None`` for a table of solutions or
            Turtle of triples.
        width: The width of the terminal, when there is one.

    Raises:
        MisuseError: (by the function) The format does not fit the form of the query, or cannot
            hold a character of the result.
    """

    def write(results: "Results") -> tuple[bytes, bool]:
        if isinstance(results, ox.QueryTriples):
            return _graph(results, _fitting(name or "ttl", GRAPHS, "triples"))
        if name in {None, "table"}:
            return _table(results, width)
        chosen = _fitting(str(name), SOLUTIONS, "solutions")
        if isinstance(results, ox.QueryBoolean):
            return (results.serialize(format=chosen) or b"") + b"\n", bool(results)
        return _solutions(results, chosen)

    return write


def count(content: bytes, name: str) -> int:
    """Count the solutions or triples in a result that was written.

    Args:
        content: The result.
        name: The format it is written in: a key of `SOLUTIONS` or `GRAPHS`.
    """
    if name == "csv":
        import csv
        import io

        return sum(1 for _ in csv.reader(io.StringIO(content.decode()))) - 1
    if name == "tsv":
        return content.count(b"\n") - 1
    if name in GRAPHS:
        return sum(1 for _ in ox.parse(content, format=GRAPHS[name]))
    found = ox.parse_query_results(content, format=SOLUTIONS[name])
    return int(bool(found)) if isinstance(found, ox.QueryBoolean) else sum(1 for _ in found)


def _fitting(name: str, known: dict[str, F], what: str) -> F:
    if name not in known:
        names = ", ".join(known)
        raise MisuseError(f"--format {name} cannot hold {what}", hint=f"choose one of: {names}")
    return known[name]


def _solutions(results: ox.QuerySolutions, chosen: ox.QueryResultsFormat) -> tuple[bytes, bool]:
    written = results.serialize(format=chosen) or b""
    if chosen == ox.QueryResultsFormat.JSON:
        return written + b"\n", b'"bindings":[]' not in written
    if chosen == ox.QueryResultsFormat.XML:
        _refuse_no_xml(written)
        return written + b"\n", b"<result>" in written
    return written, bool(written.partition(b"\n")[2])


def _refuse_no_xml(written: bytes) -> None:
    """Make sure that solutions are XML.

    Raises:
        MisuseError: A value holds a character that XML cannot.
    """
    found = _NO_XML.search(written)
    if found is None:
        return
    name = written[: found.start()].rpartition(b'<binding name="')[2].partition(b'"')[0].decode()
    raise MisuseError(
        f"XML cannot hold the character U+{ord(found[0].decode()):04X} of a value of ?{name}",
        hint="ask for another format: JSON, CSV or TSV",
    )


def _graph(results: ox.QueryTriples, chosen: ox.RdfFormat) -> tuple[bytes, bool]:
    triples = sorted(results, key=str)
    prefixes = dict(PREFIXES) if chosen != ox.RdfFormat.N_TRIPLES else None
    written = ox.serialize(triples, format=chosen, prefixes=prefixes) or b""
    if chosen == ox.RdfFormat.RDF_XML and not _is_xml(written):
        # Of a predicate the end has to be a name in XML, and not every character may be written.
        single = ((each, ox.serialize([each], format=chosen) or b"") for each in triples)
        wrong = next(triple for triple, alone in single if not _is_xml(alone))
        why = f"RDF/XML cannot hold the triple {_short(wrong)}"
        raise MisuseError(why, hint="ask for another format: Turtle, N-Triples or JSON-LD")
    return written, bool(triples)


def _is_xml(written: bytes) -> bool:
    from xml.parsers import expat

    parser = expat.ParserCreate(namespace_separator=" ")
    try:
        parser.Parse(written, True)  # noqa: FBT003 -- it takes no names
    except expat.ExpatError:
        return False
    return True


def _short(triple: ox.Triple) -> str:
    told = str(triple)
    return told if len(told) <= SHOWN else f"{told[:SHOWN]}…"


def _table(results: "ox.QuerySolutions | ox.QueryBoolean", width: int | None) -> tuple[bytes, bool]:
    if isinstance(results, ox.QueryBoolean):
        return f"{'yes' if results else 'no'}\n".encode(), bool(results)
    names = [variable.value for variable in results.variables]
    rows = [[_cell(solution[name]) for name in names] for solution in results]
    if not rows:
        return b"", False
    return table(names, rows, width).encode(), True


def _cell(term: "Term | None") -> str:
    if term is None:
        return ""
    return (
        shrink(term.value) if isinstance(term, ox.NamedNode) else str(getattr(term, "value", term))
    )
