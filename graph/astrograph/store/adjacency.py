"""Keep who is beside whom, packed, so that a path can be searched without reading any claim.

The form is that of compressed sparse rows: for each node a stretch of one array holds its
neighbours. Nodes are numbered in the order of their IRIs, so that comparing numbers compares IRIs.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from astrograph.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path

    from astrograph.model import Iri

MAGIC = b"astrograph adjacency 01\n"


class Adjacency:
    """Which entities one hop connects, in either direction.

    >>> near = Adjacency.of([("a", "b"), ("c", "b"), ("b", "a")])
    >>> node = near.node("b")
    >>> [near.iri(other) for other in near.beside(node)], near.degree(node)
    (['a', 'c'], 2)
    """

    def __init__(
        self, starts: Sequence[int], others: Sequence[int], ends: Sequence[int], iris: memoryview
    ) -> None:
        """Wrap the arrays: where each node's neighbours start, they, and where each IRI ends."""
        self._starts = starts
        self._others = others
        self._ends = ends
        self._iris = iris

    def __len__(self) -> int:
        """Return how many nodes there are."""
        return len(self._ends)

    def node(self, iri: "Iri") -> int | None:
        """Return the number of an entity; ``None`` for one that nothing connects."""
        wanted = iri.encode()
        place = bisect_left(range(len(self)), wanted, key=self._name)
        return place if place < len(self) and self._name(place) == wanted else None

    def iri(self, node: int) -> "Iri":
        """Return the IRI of a node."""
        return self._name(node).decode()

    def _name(self, node: int) -> bytes:
        return bytes(self._iris[self._ends[node - 1] if node else 0 : self._ends[node]])

    def beside(self, node: int) -> Sequence[int]:
        """Return the nodes that one hop leads to, in order."""
        return self._others[self._starts[node] : self._starts[node + 1]]

    def degree(self, node: int) -> int:
        """Return how many others a node is connected to."""
        return self._starts[node + 1] - self._starts[node]

    @classmethod
    def of(cls, pairs: "Iterable[tuple[Iri, Iri]]") -> "Adjacency":
        """Pack pairs of entities; what leads from an entity to itself is left out."""
        near: dict[Iri, set[Iri]] = {}
        for one, other in pairs:
            if one != other:
                near.setdefault(one, set()).add(other)
                near.setdefault(other, set()).add(one)
        # UTF-8 sorts like the code points that it stands for.
        order = sorted(near)
        number = {iri: node for node, iri in enumerate(order)}
        starts, others, ends = array("I", [0]), array("I"), array("I")
        iris = bytearray()
        for iri in order:
            others.extend(sorted(number[other] for other in near[iri]))
            starts.append(len(others))
            iris += iri.encode()
            ends.append(len(iris))
        return cls(starts, others, ends, memoryview(bytes(iris)))

    def write(self, path: "Path") -> None:
        """Write the arrays to a file.

        Raises:
            OSError: It cannot be written.
        """
        sizes = array("I", [len(self), len(self._others), len(self._iris)])
        with path.open("wb") as file:
            file.write(MAGIC)
            for part in (sizes, self._starts, self._others, self._ends, self._iris):
                file.write(part)  # type: ignore[arg-type]

    @classmethod
    def open(cls, path: "Path") -> "Adjacency":
        """Map a file into memory; nothing is read before it is used.

        Raises:
            StoreError: The file is missing or not whole.
        """
        import mmap

        try:
            with path.open("rb") as file:
                mapped = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        except (OSError, ValueError) as error:
            raise StoreError(f"cannot read {path}: {error}") from error
        head = len(MAGIC)
        if bytes(mapped[:head]) != MAGIC or len(mapped) < head + 12:
            raise StoreError(f"cannot read {path}: it is damaged")
        nodes, links, text = array("I", bytes(mapped[head : head + 12]))
        lengths = (nodes + 1, links, nodes)
        ends = list(accumulate((4 * length for length in lengths), initial=head + 12))
        if len(mapped) != ends[-1] + text:
            raise StoreError(f"cannot read {path}: it is damaged")
        starts, others, iri_ends = (mapped[one:end].cast("I") for one, end in pairwise(ends))
        return cls(starts, others, iri_ends, mapped[ends[-1] :])
