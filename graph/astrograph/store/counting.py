"""Say in which steps the packing goes through numbers that are too many to be handled singly.

A *pair* is a node and, in its lower 32 bits, a node beside it.
"""

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from astrograph.store.scratch import Numbers

if TYPE_CHECKING:
    from array import array
    from collections.abc import Sequence

    from astrograph.store.layout import Coded
    from astrograph.store.scratch import Pile

N = TypeVar("N", bound=Numbers)


class Stretch(NamedTuple, Generic[N]):
    """The rows of some nodes: where each begins and where its first part ends, and its entries."""

    rows: N
    plain: N
    others: N
    marks: N
    costs: N


class Counting(ABC, Generic[N]):
    """One way of going through numbers; all ways give the same."""

    @abstractmethod
    def read(self, text: str, code: str) -> N:
        """Read an array of JSON."""

    @abstractmethod
    def gather(self, one: N, other: N, keys: N) -> tuple[N, ...]:
        """Return three columns in the order of the keys, if keys in order are quicker."""

    @abstractmethod
    def front_coded(self, words: list[bytes]) -> "Coded":
        """Do what `astrograph.store.layout.front_coded` does."""

    @abstractmethod
    def inverse(self, order: "array[int]", size: int) -> "array[int]":
        """Return where each thing comes in an order; 0 for one that does not."""

    @abstractmethod
    def load(self, data: bytes, code: str) -> N:
        """Return numbers that were put aside."""

    @abstractmethod
    def narrow(self, numbers: N) -> "tuple[str, bytes]":
        """Return numbers in the narrowest form that holds them: its code, and the bytes."""

    @abstractmethod
    def touch(self, touched: bytearray, things: N) -> None:
        """Set a byte for each thing."""

    @abstractmethod
    def count(self, counts: "array[int]", nodes: N) -> None:
        """Count how often each node comes."""

    @abstractmethod
    def union(self, some: "Sequence[N]") -> N:
        """Return all numbers in order, each once."""

    @abstractmethod
    def rank(self, keys: N) -> tuple[N, N]:
        """Return all keys in order, each once, and the place of each among these."""

    @abstractmethod
    def places(self, known: N, keys: N) -> N:
        """Return the places of keys among known ones, which are in order."""

    @abstractmethod
    def look_up(self, table: "array[int] | N", places: N) -> N:
        """Return what stands at each place."""

    @abstractmethod
    def split(self, keys: N, radices: "Sequence[int]") -> list[N]:
        """Take keys apart into digits, of which the last counts up to its radix, and so on."""

    @abstractmethod
    def join(self, digits: "Sequence[N]", radices: "Sequence[int]") -> N:
        """Put digits together to keys; the contrary of `split`."""

    @abstractmethod
    def sum(self, one: N, other: N) -> N:
        """Add numbers to each other."""

    @abstractmethod
    def unlike(self, one: N, other: N) -> int:
        """Count the places at which numbers differ."""

    @abstractmethod
    def twice(self, signed: N) -> N:
        """Return the marks of signatures, for each its two: onward and backward."""

    @abstractmethod
    def enter(self, one: N, other: N, signed: N) -> tuple[N, N]:
        """Return the pairs and the marks of the entries at both ends of statements."""

    @abstractmethod
    def nodes(self, pairs: N) -> N:
        """Return the nodes of pairs."""

    @abstractmethod
    def spread(self, pile: "Pile", buckets: N, *columns: N) -> None:
        """Put rows into buckets."""

    @abstractmethod
    def sort(self, pairs: N, marks: N) -> tuple[N, N]:
        """Return entries in order, each once."""

    @abstractmethod
    def end_costs(self, pairs: N, roles: N) -> N:
        """Return for each entry what its hop costs at its node."""

    @abstractmethod
    def turn(self, pairs: N, marks: N, costs: N) -> tuple[N, N]:
        """Return the nodes at the other ends and the costs, of each pair as they are sorted there.

        What is turned bucket after bucket, and then sorted by the nodes alone, is in the order in
        which the entries are at the other ends.
        """

    @abstractmethod
    def told(self, nodes: N, costs: N) -> N:
        """Return costs in the order of the nodes, otherwise as they came."""

    @abstractmethod
    def prices(self, one: N, other: N) -> N:
        """Return the costs of hops by those at both ends."""

    @abstractmethod
    def rows(
        self, entries: tuple[N, N, N], usual: N, span: tuple[int, int], end: int
    ) -> Stretch[N]:
        """Put the rows of a span of nodes in order.

        Args:
            entries: The pairs, marks and costs of their entries, in order.
            usual: Which of them the default walk takes: those that are not 0.
            span: The first of the nodes, and the first behind them.
            end: Where the rows of the nodes before them end.
        """
