"""Read the answers of an endpoint, and write terms into questions."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import pyoxigraph as ox

from astrograph.model import Value
from astrograph.vocab import XSD

if TYPE_CHECKING:
    from astrograph.model import Iri

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row = tuple[Term | None, ...]

BOOLEAN, TRUTH = XSD + "boolean", {"0": "false", "1": "true"}


def read_rows(content: bytes) -> list[Row]:
    """Read SPARQL results in JSON.

    Raises:
        SyntaxError: They are none.
        ValueError: They are a truth value.
    """
    found = ox.parse_query_results(content, format=ox.QueryResultsFormat.JSON)
    if not isinstance(found, ox.QuerySolutions):
        raise ValueError("a truth value where rows were asked for")  # noqa: TRY004 -- no fault of the program
    names = [variable.value for variable in found.variables]
    return [tuple(_usual(solution[name]) for name in names) for solution in found]


def _usual(term: Term | None) -> Term | None:
    """Write a truth value as all others do where an engine writes it as a number."""
    if isinstance(term, ox.Literal) and term.datatype.value == BOOLEAN and term.value in TRUTH:
        return ox.Literal(TRUTH[term.value], datatype=term.datatype)
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


def batches(several: "Sequence[str]", size: int) -> Iterator[list[str]]:
    """Cut texts into batches."""
    for start in range(0, len(several), size):
        yield list(several[start : start + size])
