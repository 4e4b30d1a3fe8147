"""Put the queries of users to a remote engine, as if it were the one of this machine."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from astrograph.errors import QuerySyntaxError, UnsupportedError
from astrograph.store.remote.client import ROWS, TRIPLES
from astrograph.store.remote.terms import PARSED

if TYPE_CHECKING:
    from collections.abc import Callable

    from astrograph.store.remote.client import Answer, Client

    Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

ACCEPTED = {"SELECT": ROWS, "ASK": ROWS, "CONSTRUCT": TRIPLES, "DESCRIBE": TRIPLES}
GRAPHS = {form for form, accepted in ACCEPTED.items() if accepted == TRIPLES}
EVERY = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"

_FORM = re.compile(r"#[^\n]*|<[^>]*>|[\w-]*:|\b(select|ask|construct|describe)\b", re.IGNORECASE)

_LINE = re.compile(r"(?<=error at )\d+(?=:\d)|(?<=\bline )\d+")


class RemoteEngine:
    """The engine of an endpoint. What is more than a query is done on a copy of the graph.

    Args:
        client: The endpoint.
        copied: Makes an engine with all that the graph holds.

    Attributes:
        cut: How many rows the endpoint gives at most, where the last answer has as many and may
            lack the rest; else ``None``.
    """

    def __init__(self, client: "Client", copied: "Callable[[], ox.Store]") -> None:
        self._client, self._copied = client, copied
        self.cut: int | None = None

    def query(
        self,
        text: str,
        *,
        substitutions: "Mapping[ox.Variable, Any] | None" = None,
        prefixes: Mapping[str, str] | None = None,
        base_iri: str | None = None,
        default_graph: "Collection[ox.NamedNode]" = (),
        named_graphs: "Collection[ox.NamedNode]" = (),
    ) -> "Results":
        """Ask a query, with the arguments of `pyoxigraph.Store.query`."""
        if default_graph or named_graphs:
            raise UnsupportedError(
                "graphs beside the query cannot be asked of a remote store",
                hint="name them in the query, with FROM and FROM NAMED",
            )
        head = "".join(f"PREFIX {name}: <{base}>\n" for name, base in (prefixes or {}).items())
        head = (f"BASE <{base_iri}>\n" if base_iri else "") + head
        given = substitutions or {}
        names, values = " ".join(map(str, given)), " ".join(map(str, given.values()))
        tail = f"\nVALUES ({names}) {{ ({values}) }}" if given else ""
        form = _form(text)
        self.cut = None
        try:
            answer = self._client.ask(f"{head}{text}{tail}", ACCEPTED[form])
        except QuerySyntaxError as error:
            raise QuerySyntaxError(_below(head, str(error)), hint=error.hint) from None
        try:
            self.cut = _cut(answer, form)
            if form in GRAPHS:
                engine = ox.Store()
                engine.load(answer.content, format=PARSED[answer.media_type])
                return engine.query(EVERY)
            found = ox.parse_query_results(answer.content, format=ox.QueryResultsFormat.JSON)
        except (KeyError, SyntaxError, ValueError) as error:
            raise self._client.strange(answer.media_type, error) from None
        if form == "ASK" and isinstance(found, ox.QuerySolutions):
            # Virtuoso answers in a row of one number.
            truth = any(solution[0] == ox.Literal(1) for solution in found)
            return ox.Store().query(f"ASK {{ FILTER({str(truth).lower()}) }}")
        return found

    def contains_named_graph(self, graph: ox.NamedNode) -> bool:
        """Say whether the endpoint holds a graph."""
        return bool(self.query(f"ASK {{ GRAPH {graph} {{ ?s ?p ?o }} }}"))

    def __len__(self) -> int:
        """Return how many triples there are."""
        return len(self._copied())

    def __iter__(self) -> Iterator[ox.Quad]:
        """Yield every triple."""
        return iter(self._copied())

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 -- whatever an engine has
        return getattr(self._copied(), name)


def _cut(answer: "Answer", form: str) -> int | None:
    """Return how many rows or triples the endpoint gives at most, if an answer has as many."""
    # No row takes less than a byte, and to count them takes a while.
    if answer.most is None or form == "ASK" or len(answer.content) < answer.most:
        return None
    if form in GRAPHS:
        number = sum(1 for _ in ox.parse(answer.content, format=PARSED[answer.media_type]))
    else:
        found = ox.parse_query_results(answer.content, format=ox.QueryResultsFormat.JSON)
        number = 0 if isinstance(found, ox.QueryBoolean) else sum(1 for _ in found)
    return answer.most if number >= answer.most else None


def _form(text: str) -> str:
    """Return the form of a query: the first word that is one, behind comments and prefixes.

    >>> _form("PREFIX select: <http://ask/> ASK { ?s ?p ?o }")
    'ASK'
    """
    forms = (found[1] for found in _FORM.finditer(text) if found[1])
    return str(next(forms, "SELECT")).upper()


def _below(head: str, message: str) -> str:
    r"""Count the lines that a complaint names from the end of what was put before a query.

    >>> _below("PREFIX a: <http://a/>\nPREFIX b: <http://b/>\n", "error at 3:11: expected }")
    'error at 1:11: expected }'
    """
    return _LINE.sub(lambda found: str(max(int(found[0]) - head.count("\n"), 1)), message)
