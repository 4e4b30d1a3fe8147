"""Read the answers of an endpoint, and write terms into questions."""

from typing import IO, TYPE_CHECKING, TypeVar, cast

import pyoxigraph as ox

from astrograph.model import Value
from astrograph.vocab import XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from io import RawIOBase

    from astrograph.model import Instant, Iri

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
End = TypeVar("End", bound=Term | None)
Row = tuple[Term | None, ...]

PARSED = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
}
"""The forms in which triples are understood, by media type."""

BOOLEAN, TRUTH = XSD + "boolean", {"0": "false", "1": "true"}


def read_rows(content: "bytes | RawIOBase") -> "Iterator[Row]":
    """Yield the rows of SPARQL results in JSON.

    Raises:
        SyntaxError: They are none.
        ValueError: They are a truth value.
    """
    found = ox.parse_query_results(cast("IO[bytes]", content), format=ox.QueryResultsFormat.JSON)
    if not isinstance(found, ox.QuerySolutions):
        raise ValueError("a truth value where rows were asked for")  # noqa: TRY004 -- no fault of the program
    names = [variable.value for variable in found.variables]
    yield from (tuple(_usual(solution[name]) for name in names) for solution in found)


def read_triples(content: "bytes | RawIOBase", media_type: str) -> "Iterator[ox.Quad]":
    """Yield the triples of an answer, in N-Triples or Turtle.

    Raises:
        SyntaxError: It holds something else.
        ValueError: It is neither.
    """
    if media_type not in PARSED:
        raise ValueError("no triples")
    for quad in ox.parse(cast("IO[bytes]", content), format=PARSED[media_type]):
        usual = _usual(quad.object)
        yield quad if usual is quad.object else ox.Quad(quad.subject, quad.predicate, usual)


def _usual(term: End) -> End:
    """Write a truth value as all others do where an engine writes it as a number."""
    if isinstance(term, ox.Literal) and term.datatype.value == BOOLEAN and term.value in TRUTH:
        return cast("End", ox.Literal(TRUTH[term.value], datatype=term.datatype))
    return term


def iri(text: "Iri") -> str:
    """Write an IRI as SPARQL does; what is none is refused before it can be read otherwise.

    Raises:
        ValueError: It is no IRI.

    >>> iri("http://example.org/x")
    '<http://example.org/x>'
    """
    return str(ox.NamedNode(text))


def is_iri(text: "Iri") -> bool:
    """Say whether a text can be written as an IRI."""
    try:
        iri(text)
    except ValueError:
        return False
    return not text.startswith("_:")


def iris(several: "Iterable[Iri]") -> str:
    """Write IRIs for the inside of VALUES; what is none is left out."""
    return " ".join(iri(each) for each in several if is_iri(each))


def end(target: "Iri | Value") -> str:
    """Write the object or the value of a claim."""
    if not isinstance(target, Value):
        return iri(target)
    if target.lang:
        return str(ox.Literal(target.text, language=target.lang))
    datatype = None if target.datatype is None else ox.NamedNode(target.datatype)
    return str(ox.Literal(target.text, datatype=datatype))


def instant(moment: "Instant") -> str:
    """Write an instant.

    >>> instant("2022-07-01T00:00:00Z")
    '"2022-07-01T00:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>'
    """
    return str(ox.Literal(moment, datatype=ox.NamedNode(XSD + "dateTime")))


def text(term: object) -> str:
    """Return an IRI, or the text of a literal; nothing for what is neither."""
    return str(getattr(term, "value", ""))
