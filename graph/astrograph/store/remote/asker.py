"""Ask in batches that a server answers whole, however few rows it gives at once."""

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from astrograph.errors import EndpointError, UnsupportedError
from astrograph.store.remote.client import LINES
from astrograph.store.remote.terms import text

if TYPE_CHECKING:
    import pyoxigraph as ox

    from astrograph.store.remote.client import Client
    from astrograph.store.remote.terms import Row

T = TypeVar("T")

PAGE = 10_000
"""How many rows a question brings at most; the usual limit of Virtuoso."""

LITTLE, WORTH = 50_000, 16
"""How many rows look-ups may fetch in any case, and as how many triples of a copy each counts."""

MOST_TRIPLES = 5_000_000
"""How many triples are taken over from a remote graph at most."""


class DearError(Exception):
    """So much was fetched that it would cost less to copy all that there is."""


class Asker:
    """Puts questions with many values in as many parts as it takes.

    Args:
        client: The endpoint.
        most: How many rows may be fetched altogether.
        worth: As how many triples of a copy a row counts; 0 where nothing can be copied.

    Attributes:
        client: The endpoint.
        fetched: How many rows have been fetched.
    """

    def __init__(self, client: "Client", most: int = MOST_TRIPLES, worth: int = WORTH) -> None:
        self.client, self.fetched, self._most, self._worth = client, 0, most, worth
        self._size: int | None = None

    def rows(self, question: str) -> "list[Row]":
        """Ask one question, page by page where the answer is long."""
        found: list[Row] = []
        asked = f"{question} LIMIT {PAGE}"
        names = _names(question)
        ordered = f"SELECT {names} WHERE {{ {{ {question} }} }} ORDER BY {names}"
        paged = False
        while True:
            rows, most = self._asked(asked)
            if len(rows) < min(PAGE, most or PAGE):
                return [*found, *rows]
            if paged:
                found += rows
            # What came without an order is asked for once more: it could not be gone on with.
            paged = True
            whole = f"SELECT {names} WHERE {{ {{ {ordered} }} }}"
            asked = f"{whole} LIMIT {PAGE} OFFSET {len(found)}"

    def batched(
        self,
        question: Callable[[Sequence[T]], str],
        values: Iterable[T],
        size: int = 300,
        *,
        wary: bool = False,
    ) -> "Iterator[Row]":
        """Ask a question for many values; a batch that brings too many rows is halved.

        Raises:
            DearError: It is to be asked warily, and would cost less to copy the graph.
        """
        waiting = list(values)
        ahead = [waiting[start : start + size] for start in range(0, len(waiting), size)]
        ahead.reverse()
        while ahead:
            if wary:
                self.mind()
            batch = ahead.pop()
            if len(batch) == 1:
                yield from self.rows(question(batch))
                continue
            rows, most = self._asked(f"{question(batch)} LIMIT {PAGE}")
            if len(rows) >= min(PAGE, most or PAGE):
                middle = len(batch) // 2
                ahead += [batch[middle:], batch[:middle]]
            else:
                yield from rows

    def every(self, pattern: str) -> "Iterator[ox.Quad]":
        """Yield what of ``?s ?p ?o`` matches a pattern, however much it is, in no order.

        Where a server breaks off, it is asked for what follows, and the first triples come twice.

        Raises:
            StoreError: Not all comes, or more than there is.
        """
        number, most, came = self.size(pattern), self.client.most, 0
        question = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}"
        if most is None or number <= most:
            for came, quad in enumerate(self.client.stream(question), start=1):
                if came > number:
                    raise self._unlike(came, number)
                yield quad
        if came < number:
            yield from self._paged(question, number, most or max(came, 1))

    def _paged(self, question: str, number: int, most: int) -> "Iterator[ox.Quad]":
        """Turn pages that have no order, and make sure that no triple was lost between them."""

        def page(place: int) -> "list[ox.Quad]":
            return list(self.client.stream(f"{question} LIMIT {most} OFFSET {place}"))

        met: set[int] = set()
        with ThreadPoolExecutor(LINES) as lines:
            ahead: deque[Future[list[ox.Quad]]] = deque()
            for place in chain(range(0, number, most), [None] * LINES):
                if place is not None:
                    ahead.append(lines.submit(page, place))
                if ahead and (place is None or len(ahead) > LINES):
                    quads = ahead.popleft().result()
                    met.update(map(hash, quads))
                    yield from quads
        if len(met) != number:
            raise self._unlike(len(met), number)

    def mind(self, more: int = 0) -> None:
        """Make sure that it costs no less to copy all that there is.

        Args:
            more: How many rows are to be fetched next.

        Raises:
            DearError: It does.
        """
        rows = self.fetched + more
        if rows < LITTLE or not self._worth:
            return
        if self._size is None:
            # In a graph that is too large to be copied it would take long to count all.
            some = f"{{ SELECT ?s WHERE {{ ?s ?p ?o }} LIMIT {self._most + 1} }}"
            self._size = self.size(some)
        if self._size <= min(self._most, rows * self._worth):
            raise DearError

    def size(self, pattern: str) -> int:
        """Return how many solutions a pattern has."""
        rows, _ = self.client.rows(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")
        return int(text(rows[0][0]))

    def bound(self, rows: int) -> None:
        """Refuse to read too many rows.

        Raises:
            UnsupportedError: They are.
        """
        if rows > self._most:
            raise UnsupportedError(
                f"more than {self._most:,} rows would have to be read",
                hint="ask for less: an entity, a shorter --max-hops, a filter; or load the data"
                " into a store of your own: astrograph ingest",
            )

    def _unlike(self, came: int, number: int) -> EndpointError:
        return EndpointError(
            f"{self.client.address} gives {came:,} rows of {number:,}",
            hint="if it holds several graphs, name one: ?default-graph-uri=…; if its data are being"
            " changed, try again",
        )

    def triples(
        self, question: Callable[[Sequence[T]], str], values: Iterable[T], size: int = 300
    ) -> "list[ox.Quad]":
        """Ask for triples, as `batched`; return each once, in order."""
        return as_quads(self.batched(question, values, size))

    def _asked(self, question: str) -> "tuple[list[Row], int | None]":
        rows, most = self.client.rows(question)
        self.fetched += len(rows)
        self.bound(self.fetched)
        return rows, most


def _names(question: str) -> str:
    """Return the variables that a question asks for."""
    head = question.partition("WHERE")[0].replace("SELECT", "").replace("DISTINCT", "")
    return " ".join(re.sub(r"\([^)]*AS (\?\w+)\)", r"\1", head).split())


def as_quads(rows: "Iterable[Row]") -> "list[ox.Quad]":
    """Return rows of subject, predicate and object as triples, each once, in order."""
    import pyoxigraph as ox

    made = {ox.Quad(*row) for row in rows if None not in row}  # type: ignore[arg-type]
    return sorted(made, key=str)
