"""Go through the entries of the packed graph with nothing but the standard library."""

import json
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, groupby
from operator import add, ne
from typing import TYPE_CHECKING

from astrograph.store.counting import Counting, Stretch
from astrograph.store.layout import front_coded, narrow
from astrograph.store.packing import end_cost

if TYPE_CHECKING:
    from astrograph.store.layout import Coded
    from astrograph.store.scratch import Pile

    Numbers = array[int]

LOW = (1 << 32) - 1


class Plainly(Counting["Numbers"]):
    """A way that any Python can go."""

    def read(self, text: str, code: str) -> "Numbers":
        """Read an array of JSON."""
        return array(code, json.loads(text))

    def gather(self, one: "Numbers", other: "Numbers", keys: "Numbers") -> "tuple[Numbers, ...]":
        """Return three columns as they are."""
        return one, other, keys

    def front_coded(self, words: list[bytes]) -> "Coded":
        """Write texts in blocks."""
        return front_coded(words)

    def inverse(self, order: "Numbers", size: int) -> "Numbers":
        """Return where each thing comes in an order."""
        places = array("I", bytes(4 * size))
        for place, thing in enumerate(order):
            places[thing] = place
        return places

    def load(self, data: bytes, code: str) -> "Numbers":
        """Return numbers that were put aside."""
        return array(code, data)

    def narrow(self, numbers: "Numbers") -> tuple[str, bytes]:
        """Return numbers in the narrowest form that holds them."""
        return narrow(numbers)

    def touch(self, touched: bytearray, things: "Numbers") -> None:
        """Set a byte for each thing."""
        for thing in set(things):
            touched[thing] = 1

    def count(self, counts: "Numbers", nodes: "Numbers") -> None:
        """Count how often each node comes."""
        for node in nodes:
            counts[node] += 1

    def union(self, some: "Sequence[Numbers]") -> "Numbers":
        """Return all numbers in order, each once."""
        return array("Q", sorted({number for each in some for number in each}))

    def rank(self, keys: "Numbers") -> "tuple[Numbers, Numbers]":
        """Return all keys in order, each once, and the place of each."""
        ordered = self.union([keys])
        place = {key: rank for rank, key in enumerate(ordered)}
        return ordered, array("I", map(place.__getitem__, keys))

    def places(self, known: "Numbers", keys: "Numbers") -> "Numbers":
        """Return the places of keys among known ones."""
        return array("I", [bisect_left(known, key) for key in keys])

    def look_up(self, table: "Numbers", places: "Numbers") -> "Numbers":
        """Return what stands at each place."""
        return array(table.typecode, map(table.__getitem__, places))

    def split(self, keys: "Numbers", radices: Sequence[int]) -> "list[Numbers]":
        """Take keys apart into digits."""
        digits = []
        for radix in reversed(radices[1:]):
            digits.append(array("I", [key % radix for key in keys]))
            keys = array("Q", [key // radix for key in keys])
        return [array("I", keys), *reversed(digits)]

    def join(self, digits: "Sequence[Numbers]", radices: Sequence[int]) -> "Numbers":
        """Put digits together to keys."""
        keys: Sequence[int] = digits[0]
        for radix, following in zip(radices[1:], digits[1:], strict=True):
            keys = [key * radix + digit for key, digit in zip(keys, following, strict=True)]
        return array("Q", keys)

    def sum(self, one: "Numbers", other: "Numbers") -> "Numbers":
        """Add numbers to each other."""
        return array("I", [sum(both) for both in zip(one, other, strict=True)])

    def unlike(self, one: "Numbers", other: "Numbers") -> int:
        """Count the places at which numbers differ."""
        return sum(map(ne, one, other))

    def twice(self, signed: "Numbers") -> "Numbers":
        """Return the marks of signatures."""
        return array("I", [2 * each + back for each in signed for back in (0, 1)])

    def enter(
        self, one: "Numbers", other: "Numbers", signed: "Numbers"
    ) -> "tuple[Numbers, Numbers]":
        """Return the pairs and the marks of the entries at both ends."""
        there = (a << 32 | b for a, b in zip(one, other, strict=True))
        back = (b << 32 | a for a, b in zip(one, other, strict=True))
        marks = chain((each << 1 for each in signed), (each << 1 | 1 for each in signed))
        return array("Q", chain(there, back)), array("I", marks)

    def nodes(self, pairs: "Numbers") -> "Numbers":
        """Return the nodes of pairs."""
        return array("I", [pair >> 32 for pair in pairs])

    def spread(self, pile: "Pile", buckets: "Numbers", *columns: "Numbers") -> None:
        """Put rows into buckets."""
        places: dict[int, list[int]] = {}
        for place, bucket in enumerate(buckets):
            places.setdefault(bucket, []).append(place)
        for bucket, chosen in places.items():
            given = [array(c.typecode, [c[place] for place in chosen]) for c in columns]
            pile.add(bucket, *given)

    def sort(self, pairs: "Numbers", marks: "Numbers") -> "tuple[Numbers, Numbers]":
        """Return entries in order, each once."""
        keys = sorted({pair << 32 | mark for pair, mark in zip(pairs, marks, strict=True)})
        return array("Q", [key >> 32 for key in keys]), array("I", [key & LOW for key in keys])

    def end_costs(self, pairs: "Numbers", roles: "Numbers") -> "Numbers":
        """Return for each entry what its hop costs at its node."""
        met = set(zip(pairs, roles, strict=True))
        alike = Counter((pair >> 32, role) for pair, role in met)
        others = Counter(pair >> 32 for pair in set(pairs))
        ends = ((pair >> 32, role) for pair, role in zip(pairs, roles, strict=True))
        known = {end: end_cost(many, others[end[0]]) for end, many in alike.items()}
        return array("B", map(known.__getitem__, ends))

    def turn(
        self, pairs: "Numbers", marks: "Numbers", costs: "Numbers"
    ) -> "tuple[Numbers, Numbers]":
        """Return the nodes at the other ends and the costs, as they are sorted there."""
        # They have the other one of the two marks of a signature.
        rows = sorted(zip(pairs, (mark ^ 1 for mark in marks), costs, strict=True))
        return array("I", [row[0] & LOW for row in rows]), array("B", [row[2] for row in rows])

    def told(self, nodes: "Numbers", costs: "Numbers") -> "Numbers":
        """Return costs in the order of the nodes."""
        return array("B", map(costs.__getitem__, sorted(range(len(nodes)), key=nodes.__getitem__)))

    def prices(self, one: "Numbers", other: "Numbers") -> "Numbers":
        """Return the costs of hops."""
        return array("B", map(add, one, other))

    def rows(
        self,
        entries: "tuple[Numbers, Numbers, Numbers]",
        usual: "Numbers",
        span: tuple[int, int],
        end: int,
    ) -> "Stretch[Numbers]":
        """Put the rows of a span of nodes in order."""
        made: Stretch[Numbers] = Stretch(*(array(code) for code in "IIIIB"))
        every = zip(*entries, usual, strict=True)
        by_node = {node: list(row) for node, row in groupby(every, lambda each: each[0] >> 32)}
        for node in range(*span):
            row = by_node[node]
            made.rows.append(end + len(made.others))
            first = list(_first(row))
            made.plain.append(made.rows[-1] + len(first))
            chosen = set(first)
            for pair, mark, cost, _ in (*first, *(each for each in row if each not in chosen)):
                made.others.append(pair & LOW)
                made.marks.append(mark)
                made.costs.append(cost)
        return made


def _first(row: list[tuple[int, int, int, int]]) -> Iterator[tuple[int, int, int, int]]:
    """Yield for each neighbor of the default walk the entry that costs least."""
    taken = (each for each in row if each[3])
    for _, between in groupby(taken, lambda each: each[0]):
        yield min(between, key=lambda each: (each[2], each[1]))
