"""Go through the entries of the packed graph with numpy; the bytes are the same as without."""

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from astrograph.store.adjacency import BLOCK
from astrograph.store.counting import Counting, Stretch
from astrograph.store.layout import front_coded, narrowest
from astrograph.store.packing import MOST, end_cost

if TYPE_CHECKING:
    from astrograph.store.layout import Coded
    from astrograph.store.scratch import Pile

    Numbers = np.ndarray[Any, np.dtype[Any]]

ONE, HALF = np.uint64(1), np.uint64(32)
LOW = np.uint64((1 << 32) - 1)
DIGIT = 16
"""Numbers of so many bits are sorted the quickest."""

WIDE = 1 << 21
"""The third power of this is too wide for a number."""

_DEARER = [
    bisect_left(range((1 << 63) - 1), cost, lo=1, key=lambda alike: end_cost(alike, 1))
    for cost in range(1, MOST)
]
"""From which product on, of those alike and twice of all others, a hop costs so much at an end."""


class Quickly(Counting["Numbers"]):
    """The way that numpy goes."""

    def read(self, text: str, code: str) -> "Numbers":
        """Read an array of JSON."""
        numbers = text[1:-1]
        return (
            np.fromstring(numbers, np.int64, sep=",").astype(code) if numbers else np.empty(0, code)
        )

    def gather(self, one: "Numbers", other: "Numbers", keys: "Numbers") -> "tuple[Numbers, ...]":
        """Return three columns in the order of the keys."""
        order = _order(keys)
        return one[order], other[order], keys[order]

    def front_coded(self, words: list[bytes]) -> "Coded":
        """Write texts in blocks, all at once."""
        text = np.frombuffer(b"".join(words), np.uint8)
        sizes = np.fromiter(map(len, words), np.int64, len(words))
        starts = np.cumsum(sizes) - sizes
        shared = np.zeros(len(words), np.int64)
        alike = np.delete(np.arange(len(words)), np.s_[::BLOCK])
        for place in range(int(sizes.max(initial=0))):
            alike = alike[np.minimum(sizes[alike], sizes[alike - 1]) > place]
            same = text[starts[alike] + place] == text[starts[alike - 1] + place]
            alike = alike[same]
            shared[alike] += 1
            if not len(alike):
                break
        rest = sizes - shared
        if max(int(shared.max(initial=0)), int(rest.max(initial=0))) >> 7:
            return front_coded(words)  # A length takes more than a byte.
        ends = np.cumsum(rest + 2)
        coded = np.empty(int(ends[-1]), np.uint8)
        begins = ends - rest
        coded[begins - 2], coded[begins - 1] = shared, rest
        within = np.arange(int(rest.sum())) - np.repeat(np.cumsum(rest) - rest, rest)
        coded[np.repeat(begins, rest) + within] = text[np.repeat(starts + shared, rest) + within]
        return coded.tobytes(), (begins - 2)[::BLOCK].tolist()

    def inverse(self, order: "array[int]", size: int) -> "array[int]":
        """Return where each thing comes in an order."""
        places = np.zeros(size, np.uint32)
        places[np.asarray(order)] = np.arange(len(order))
        return array("I", places.tobytes())

    def load(self, data: bytes, code: str) -> "Numbers":
        """Return numbers that were put aside."""
        return np.frombuffer(data, code)

    def narrow(self, numbers: "Numbers") -> tuple[str, bytes]:
        """Return numbers in the narrowest form that holds them."""
        code = narrowest(int(numbers.max(initial=0)))
        return code, numbers.astype(code).tobytes()

    def touch(self, touched: bytearray, things: "Numbers") -> None:
        """Set a byte for each thing."""
        np.frombuffer(touched, np.uint8)[things] = 1

    def count(self, counts: "array[int]", nodes: "Numbers") -> None:
        """Count how often each node comes."""
        here = np.frombuffer(counts, np.uint32)
        here += np.bincount(nodes, minlength=len(here)).astype(np.uint32)

    def union(self, some: "Sequence[Numbers]") -> "Numbers":
        """Return all numbers in order, each once."""
        numbers = np.concatenate([np.empty(0, np.uint64), *some]).astype(np.uint64, copy=False)
        if (numbers[1:] < numbers[:-1]).any():
            numbers.sort(kind="stable")  # It mostly is some that are in order, one after the other.
        return numbers[_new(numbers)]

    def rank(self, keys: "Numbers") -> "tuple[Numbers, Numbers]":
        """Return all keys in order, each once, and the place of each."""
        order = _order(keys)
        ordered = keys[order]
        new = _new(ordered)
        places = np.empty(len(keys), np.uint32)
        places[order] = np.cumsum(new) - 1
        return ordered[new], places

    def places(self, known: "Numbers", keys: "Numbers") -> "Numbers":
        """Return the places of keys among known ones."""
        return np.searchsorted(known, keys)

    def look_up(self, table: "array[int] | Numbers", places: "Numbers") -> "Numbers":
        """Return what stands at each place."""
        if isinstance(table, array):
            table = np.frombuffer(table, table.typecode)
        return table[places]

    def split(self, keys: "Numbers", radices: Sequence[int]) -> "list[Numbers]":
        """Take keys apart into digits."""
        digits = []
        for radix in reversed(radices[1:]):
            keys, digit = np.divmod(keys, np.uint64(radix))
            digits.append(digit)
        return [keys, *reversed(digits)]

    def join(self, digits: "Sequence[Numbers]", radices: Sequence[int]) -> "Numbers":
        """Put digits together to keys."""
        keys = digits[0].astype(np.uint64)
        for radix, following in zip(radices[1:], digits[1:], strict=True):
            keys = keys * np.uint64(radix) + following.astype(np.uint64)
        return keys

    def sum(self, one: "Numbers", other: "Numbers") -> "Numbers":
        """Add numbers to each other."""
        return one + other

    def unlike(self, one: "Numbers", other: "Numbers") -> int:
        """Count the places at which numbers differ."""
        return int(np.count_nonzero(one != other))

    def twice(self, signed: "Numbers") -> "Numbers":
        """Return the marks of signatures."""
        doubled = 2 * signed
        return np.stack([doubled, doubled + 1], axis=1).ravel()

    def enter(
        self, one: "Numbers", other: "Numbers", signed: "Numbers"
    ) -> "tuple[Numbers, Numbers]":
        """Return the pairs and the marks of the entries at both ends."""
        there, back = one.astype(np.uint64), other.astype(np.uint64)
        marks = signed.astype(np.uint32) << np.uint32(1)
        return (
            np.concatenate([there << HALF | back, back << HALF | there]),
            np.concatenate([marks, marks | np.uint32(1)]),
        )

    def nodes(self, pairs: "Numbers") -> "Numbers":
        """Return the nodes of pairs."""
        return pairs >> HALF

    def spread(self, pile: "Pile", buckets: "Numbers", *columns: "Numbers") -> None:
        """Put rows into buckets."""
        order = _order(buckets)
        given = [column[order] for column in columns]
        ends = np.cumsum(np.bincount(buckets))
        start = 0
        for bucket, end in enumerate(ends.tolist()):
            if end > start:
                pile.add(bucket, *(column[start:end] for column in given))
            start = end

    def sort(self, pairs: "Numbers", marks: "Numbers") -> "tuple[Numbers, Numbers]":
        """Return entries in order, each once."""
        base = pairs.min() >> HALF
        there, back = (pairs >> HALF) - base, pairs & LOW
        wide, deep = (int(each.max()).bit_length() for each in (back, marks))
        if int(there.max()).bit_length() + wide + deep > 64:  # noqa: PLR2004 -- bits of a number
            order = _order(pairs, marks)
            pairs, marks = pairs[order], marks[order]
            kept = _new(pairs) | _new(marks)
            return pairs[kept], marks[kept]
        keys = (there << np.uint64(wide) | back) << np.uint64(deep) | marks
        keys.sort()
        keys = keys[_new(keys)]
        rest, marks = keys >> np.uint64(deep), keys & np.uint64((1 << deep) - 1)
        pairs = ((rest >> np.uint64(wide)) + base) << HALF | rest & np.uint64((1 << wide) - 1)
        return pairs, marks.astype(np.uint32)

    def end_costs(self, pairs: "Numbers", roles: "Numbers") -> "Numbers":
        """Return for each entry what its hop costs at its node."""
        nodes = (pairs >> HALF) - (pairs[0] >> HALF)
        others = np.bincount(nodes[_new(pairs)])
        played = nodes * np.uint64(int(roles.max()) + 1) + roles
        order = _order(played)  # And by the other ends, as the pairs come in order.
        starts = _new(played[order])
        group = np.cumsum(starts) - 1
        alike = np.bincount(group[starts | _new(pairs[order])])
        many = others[nodes[order][starts]]
        costs = np.searchsorted(_DEARER, alike * many * many, side="right").astype(np.uint8)
        for place in np.flatnonzero(many >= WIDE):
            costs[place] = end_cost(int(alike[place]), int(many[place]))
        own = np.empty(len(pairs), np.uint8)
        own[order] = costs[group]
        return own

    def turn(
        self, pairs: "Numbers", marks: "Numbers", costs: "Numbers"
    ) -> "tuple[Numbers, Numbers]":
        """Return the nodes at the other ends and the costs, as they are sorted there."""
        costs = costs.copy()
        # They have the other one of the two marks of a signature: of two marks, the other first.
        both = np.flatnonzero(
            (marks[1:] ^ marks[:-1] == 1) & ~_new(pairs)[1:] & (marks[1:] & 1 == 1)
        )
        costs[both], costs[both + 1] = costs[both + 1], costs[both]
        return (pairs & LOW).astype(np.uint32), costs

    def told(self, nodes: "Numbers", costs: "Numbers") -> "Numbers":
        """Return costs in the order of the nodes."""
        return costs[_order(nodes)]

    def prices(self, one: "Numbers", other: "Numbers") -> "Numbers":
        """Return the costs of hops."""
        return (one + other).astype(np.uint8)

    def rows(
        self,
        entries: "tuple[Numbers, Numbers, Numbers]",
        usual: "Numbers",
        span: tuple[int, int],
        end: int,
    ) -> "Stretch[Numbers]":
        """Put the rows of a span of nodes in order."""
        pairs, marks, costs = entries
        nodes = (pairs >> HALF).astype(np.int64) - span[0]
        count = span[1] - span[0]
        first = _first(pairs, costs, usual)
        sizes = np.bincount(nodes, minlength=count)
        ahead = np.bincount(nodes[first], minlength=count)
        starts = np.cumsum(sizes) - sizes
        # Where an entry goes: behind those before it of its part, and behind all of a first part.
        before = np.cumsum(first) - first - (np.cumsum(ahead) - ahead)[nodes]
        rest = np.arange(len(nodes)) + ahead[nodes] - before
        places = np.where(first, starts[nodes] + before, rest)
        made = [np.empty(len(nodes), kind) for kind in (np.uint32, np.uint32, np.uint8)]
        for column, given in zip(made, (pairs & LOW, marks, costs), strict=True):
            column[places] = given
        begins = (starts + end).astype(np.uint32)
        return Stretch(begins, begins + ahead.astype(np.uint32), *made)


def _first(pairs: "Numbers", costs: "Numbers", usual: "Numbers") -> "Numbers":
    """Say of each entry whether it costs least of those of a pair in the default walk."""
    taken = np.flatnonzero(usual)
    first = np.zeros(len(pairs), bool)
    if len(taken):
        starts = np.flatnonzero(_new(pairs[taken]))
        ranked = costs[taken].astype(np.uint64) << HALF | taken.astype(np.uint64)
        first[np.minimum.reduceat(ranked, starts) & LOW] = True
    return first


def _order(*columns: "Numbers") -> "Numbers":
    """Return the order of rows by their columns, sixteen bits at a time, the lowest first."""
    order = np.arange(len(columns[0]))
    for column in reversed(columns if len(order) else ()):
        numbers = column - column.min()
        for shift in range(0, int(numbers.max()).bit_length(), DIGIT):
            digits = (numbers >> numbers.dtype.type(shift)).astype(np.uint16)
            order = order[np.argsort(digits[order], kind="stable")]
    return order


def _new(numbers: "Numbers") -> "Numbers":
    """Say of each number whether it differs from the one before."""
    new = np.ones(len(numbers), bool)
    np.not_equal(numbers[1:], numbers[:-1], out=new[1:])
    return new
