"""Ask in batches that a server answers whole, however few rows it gives at once."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from astrograph.errors import StoreError

if TYPE_CHECKING:
    import pyoxigraph as ox

    from astrograph.store.remote.client import Client
    from astrograph.store.remote.terms import Row

T = TypeVar("T")

PAGE = 10_000
"""How many rows a question brings at most; the usual limit of Virtuoso."""

MOST_TRIPLES = 5_000_000
"""How many triples are taken over from a remote graph at most."""


class Asker:
    """Puts questions with many values in as many parts as it takes.

    Args:
        client: The endpoint.
        most: How many rows may be fetched altogether.

    Attributes:
        client: The endpoint.
        fetched: How many rows have been fetched.
    """

    def __init__(self, client: "Client", most: int = MOST_TRIPLES) -> None:
        self.client, self.fetched, self._most = client, 0, most

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
        self, question: Callable[[Sequence[T]], str], values: Iterable[T], size: int = 300
    ) -> "Iterator[Row]":
        """Ask a question for many values; a batch that brings too many rows is halved."""
        waiting = list(values)
        ahead = [waiting[start : start + size] for start in range(0, len(waiting), size)]
        ahead.reverse()
        while ahead:
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

    def triples(
        self, question: Callable[[Sequence[T]], str], values: Iterable[T], size: int = 300
    ) -> "list[ox.Quad]":
        """Ask for triples, as `batched`; return each once, in order."""
        return as_quads(self.batched(question, values, size))

    def _asked(self, question: str) -> "tuple[list[Row], int | None]":
        rows, most = self.client.rows(question)
        self.fetched += len(rows)
        if self.fetched > self._most:
            raise StoreError(
                f"more than {self._most:,} rows of {self.client.address} would have to be read",
                hint="ask for less: an entity, a shorter --max-hops, a filter; or load the data"
                " into a store of your own: astrograph ingest",
            )
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
