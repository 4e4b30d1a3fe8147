"""Pack a graph: number its nodes, sign what is claimed, sort the entries, price the hops.

`pack` makes the file that `astrograph.store.adjacency` reads, from the tables of an index. Its
memory does not grow with the claims, only by some bytes for each entity and by what is distinct of
manners, times and sets of sources: statements and entries lie in scratch files, and are taken up
bucket by bucket, a stretch of nodes at a time. An entry's cost takes what is counted at both of its
ends; so each node tells the other ends of its entries what they cost there, in messages that come
to stand in the order of the entries.

The steps that run through all statements come in two forms that give the same bytes:
`astrograph.store.counting_plainly` needs nothing but the standard library, and
`astrograph.store.counting_quickly` takes numpy.
"""

import json
from array import array
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import accumulate, compress, pairwise, starmap
from typing import IO, TYPE_CHECKING, Any, Generic

from astrograph.errors import StoreError
from astrograph.store.counting import N, Stretch
from astrograph.store.layout import Layout
from astrograph.store.scratch import Columns, Pile, Scratch
from astrograph.store.signing import (
    POSITIONS,
    STANDINGS,
    rank_cited,
    rank_moments,
    rank_tones,
)

if TYPE_CHECKING:
    from pathlib import Path

    from astrograph.store.counting import Counting
    from astrograph.store.index import Index

MOST = 127
"""A hop costs no more than this at either end."""

AT_ONCE = 100_000
"""How many statements are read from the index at once."""

BUCKET = 1 << 18
"""How many entries are sorted at once, about; a node's entries stay together."""

WORTH_IT = 20_000
"""From how many statements on numpy is worth the time that it takes to be imported."""

LARGEST = 63
"""How many bits a key has."""

STATEMENTS = """
SELECT json_group_array(subject), json_group_array(object),
  json_group_array(((manner * :times + times) * :cited + cited) * :standings + standing)
FROM statement WHERE claim BETWEEN :first AND :last AND subject <> object
"""
IRIS = """
SELECT json_group_array(id), json_group_array(iri)
FROM (SELECT id, iri FROM thing WHERE iri > ? ORDER BY iri LIMIT ?)
"""
KINDS = """
SELECT json_group_array(id), json_group_array(type) FROM entity WHERE id BETWEEN ? AND ?
"""
TIMES = """
SELECT json_group_array(began), json_group_array(ended), json_group_array(said)
FROM (SELECT * FROM times WHERE id BETWEEN ? AND ? ORDER BY id)
"""
RANGES = """
SELECT (SELECT min(claim) FROM statement), (SELECT max(claim) FROM statement),
  (SELECT max(id) FROM thing), (SELECT max(id) FROM manner), (SELECT max(id) FROM times),
  (SELECT max(cited) FROM citation)
"""


def end_cost(alike: int, others: int) -> int:
    """Return what a hop costs at one of its ends; it costs what it does at both together.

    It is half of what is lost by crossing an entity: the logarithm of how many others it is
    connected with, the penalty of busy crossings in the index of Adamic and Adar ("Friends and
    neighbors on the Web", Social Networks 25, 2003). To this comes a quarter of the logarithm of
    how many others are connected in the same manner, after the exclusivity of a relation (Hulpus,
    Prangnawarat and Hayes, "Path-Based Semantic Relatedness on Linked Data and Its Use to Word and
    Entity Disambiguation", ISWC 2015): one of the many crew of a station, or of the many launches
    of a rocket, tells less. The weights were chosen by the pairs of ``scripts/evaluate`` that are
    set apart for that.

    Args:
        alike: With how many others the relation of the hop connects the entity, in its direction.
        others: With how many others anything does.

    Returns:
        ``8 * (log2(others) / 2 + log2(alike) / 4)``, rounded down, at most 127.

    >>> end_cost(1, 1), end_cost(1, 16), end_cost(16, 16)
    (0, 16, 24)
    """
    return min(MOST, ((others * others * alike) ** 2).bit_length() - 1)


def pack(index: "Index", target: IO[bytes], folder: "Path | None" = None) -> None:
    """Pack who is beside whom by an index.

    Args:
        index: The index.
        target: Where the file goes.
        folder: Where the scratch files lie; ``None`` keeps them in memory.

    Raises:
        StoreError: The graph is too large to be packed.
        OSError: The disk is full.
    """
    ((statements,),) = index.select("SELECT count(*) FROM statement")
    with closing(Scratch(folder)) as scratch:
        Packing(index, _way(statements), scratch).write(target)


def _way(statements: int) -> "Counting[Any]":
    """Choose how so many statements are gone through."""
    if statements >= WORTH_IT:
        try:
            from astrograph.store.counting_quickly import Quickly
        except ImportError:
            pass
        else:
            return Quickly()
    from astrograph.store.counting_plainly import Plainly

    return Plainly()


class _Numbered(dict[str, int]):
    """Words numbered in the order in which they come."""

    def __missing__(self, word: str) -> int:
        """Number another one."""
        number = self[word] = len(self)
        return number


class Packing(Generic[N]):
    """One packing, step by step.

    Args:
        index: What to pack.
        way: How to go through numbers.
        scratch: Where to put aside what is too large for memory.
    """

    def __init__(self, index: "Index", way: "Counting[N]", scratch: Scratch) -> None:
        self._index = index
        self.way = way
        self._scratch = scratch
        self._layout = Layout(scratch)

    def write(self, target: IO[bytes]) -> None:
        """Do it all, and write the file."""
        first, last, *largest = (each or 0 for each in next(self._index.select(RANGES)))
        things, *radices = (each + 1 for each in largest)
        if (radices[0] * radices[1] * radices[2] * STANDINGS) >> LARGEST:
            raise StoreError("the graph is too large to be packed")
        told = Columns(self._scratch, "IIQ")
        starts = range(first, last + 1, AT_ONCE)
        touched, known = self._read(starts, [*radices, STANDINGS], things, told)
        node_of, nodes = self._number(touched)
        signature_of = self._sign(known, [*radices, STANDINGS])
        entries, firsts = self._enter(told, known, node_of, nodes, signature_of)
        told.close()
        settled, messages = self._settle(entries)
        self._price(settled, messages, firsts)
        self._layout.write(target, self._index.stamp())

    def _read(
        self, starts: Sequence[int], radices: Sequence[int], things: int, told: Columns
    ) -> tuple[bytearray, N]:
        """Put the statements aside: ends and keys; return the things and the keys in use."""
        touched = bytearray(things)
        known = self.way.union([])
        new: list[N] = []
        fresh = 0
        given = {"times": radices[1], "cited": radices[2], "standings": STANDINGS}
        for start in starts:
            span = {"first": start, "last": start + AT_ONCE - 1}
            for texts in self._index.select(STATEMENTS, {**given, **span}):
                columns = zip(texts, "IIQ", strict=True)
                subjects, objects, keys = self.way.gather(*starmap(self.way.read, columns))
                told.append(subjects, objects, keys)
                self.way.touch(touched, subjects)
                self.way.touch(touched, objects)
                new.append(self.way.union([keys]))
                fresh += len(new[-1])
            if fresh > max(AT_ONCE, len(known)):
                known, new, fresh = self.way.union([known, *new]), [], 0
        return touched, self.way.union([known, *new])

    def _number(self, touched: bytearray) -> "tuple[array[int], int]":
        """Number the nodes in the order of their IRIs; return the number of each thing."""
        order = array("I")

        def iris() -> Iterator[str]:
            last = ""
            while True:
                ((things, texts),) = self._index.select(IRIS, (last, AT_ONCE))
                found = json.loads(things), json.loads(texts)
                if not found[0]:
                    return
                used = [touched[thing] for thing in found[0]]
                order.extend(compress(found[0], used))
                yield from compress(found[1], used)
                last = found[1][-1]

        self._layout.put_words("iris", iris(), self.way.front_coded)
        places = self.way.load(order.tobytes(), "I")
        self._put("kinds", self.way.look_up(self._kinds(len(touched), places), places))
        return self.way.inverse(order, len(touched)), len(order)

    def _kinds(self, things: int, nodes: N) -> "array[int]":
        """Return the type of each thing, and lay out what those of the nodes are called."""
        numbers = _Numbered()
        kind_of = array("I", bytes(4 * things))
        for start in range(1, things, AT_ONCE):
            for texts in self._index.select(KINDS, (start, start + AT_ONCE - 1)):
                these, kinds = map(json.loads, texts)
                for thing, kind in zip(these, map(numbers.__getitem__, kinds), strict=True):
                    kind_of[thing] = kind
        used = self._used(self.way.look_up(kind_of, nodes))
        names = list(numbers)
        ordered = sorted(used, key=names.__getitem__)
        self._layout.put_words("types", map(names.__getitem__, ordered))
        rank = array("I", bytes(4 * len(names) or 4))
        for place, number in enumerate(ordered):
            rank[number] = place
        return array("I", map(rank.__getitem__, kind_of))

    def _sign(self, known: N, radices: Sequence[int]) -> N:
        """Number the signatures; return the number of each of the keys in use."""
        manners, times, cited, standings = self.way.split(known, radices)
        tones = rank_tones(self._index, self._layout, self._used(manners))
        sets, set_count = rank_cited(self._index, self._layout, self._used(cited))
        times, positions = self._time(times)
        of = (tones.many, STANDINGS, len(positions), set_count)
        ranks = (
            self.way.look_up(tones.rank, manners),
            standings,
            times,
            self.way.look_up(sets, cited),
        )
        signatures, signature_of = self.way.rank(self.way.join(ranks, of))
        tone, standings, times, cited = self.way.split(signatures, of)
        stands = self.way.join((tone, standings), of[:2])
        places = (self.way.look_up(tones.kinds, stands), self.way.look_up(positions, times))
        usual = self.way.look_up(tones.usual, self.way.join(places, (0, POSITIONS**4)))
        self._usual = self._narrow(usual)
        self._roles = self._narrow(self.way.look_up(tones.roles, self.way.twice(tone)))
        for name, column in tones.columns.items():
            self._put(name, self.way.look_up(column, tone))
        flags = self.way.sum(self.way.look_up(tones.flags, stands), usual)
        for name, numbers in (("flags", flags), ("times", times), ("cited", cited)):
            self._put(name, numbers)
        return signature_of

    def _time(self, times: N) -> tuple[N, N]:
        """Rank times; return the rank of each, and of each rank where its bounds lie."""
        columns = self._times()
        told = [self.way.look_up(column, times) for column in columns]
        moments = rank_moments(self._index, self._layout, self._used(*told))
        began, ended, said = (self.way.look_up(moments.rank, column) for column in told)
        of = (moments.many, moments.many)
        known, places = self.way.rank(self.way.join((began, ended), of))
        of_all = (len(known), moments.many)
        ordered, ranks = self.way.rank(self.way.join((places, said), of_all))
        places, said = self.way.split(ordered, of_all)
        began, ended = self.way.split(self.way.look_up(known, places), of)
        for name, column in (("began", began), ("ended", ended), ("said", said)):
            self._put(f"times_{name}", column)
        lying = [self.way.look_up(moments.positions, each) for each in (began, ended)]
        return ranks, self.way.join(lying, (0, POSITIONS**2))

    def _times(self) -> "list[array[int]]":
        """Return the moments of each time, by its number: began, ended, said."""
        columns = [array("I", (0,)), array("I", (0,)), array("I", (0,))]
        ((last,),) = self._index.select("SELECT ifnull(max(id), 0) FROM times")
        for start in range(1, last + 1, AT_ONCE):
            for texts in self._index.select(TIMES, (start, start + AT_ONCE - 1)):
                for column, text in zip(columns, texts, strict=True):
                    column.frombytes(self.way.read(text, "I").tobytes())
        return columns

    def _put(self, name: str, numbers: N) -> None:
        self._layout.put_as(name, *self.way.narrow(numbers))

    def _narrow(self, numbers: N) -> N:
        """Return numbers so that looking them up here and there takes the least time."""
        code, data = self.way.narrow(numbers)
        return self.way.load(data, code)

    def _used(self, *numbers: N) -> list[int]:
        return self.way.union(numbers).tolist()

    def _enter(
        self,
        told: Columns,
        known: N,
        node_of: "array[int]",
        nodes: int,
        signature_of: N,
    ) -> tuple[Pile, list[int]]:
        """Make two entries of each statement; return them in buckets, and where each begins."""
        counts = array("I", bytes(4 * nodes))
        for subjects, objects, _ in told.chunks():
            self.way.count(counts, self.way.look_up(node_of, self.way.load(subjects, "I")))
            self.way.count(counts, self.way.look_up(node_of, self.way.load(objects, "I")))
        firsts: list[int] = []
        rooms: list[int] = []
        for node, before in zip(range(nodes), accumulate(counts, initial=0), strict=False):
            if not rooms or before - rooms[-1] >= BUCKET:
                firsts.append(node)
                rooms.append(before)
        firsts.append(nodes)
        self._rooms = rooms
        bucket_of = array("I")
        for bucket, (first, last) in enumerate(pairwise(firsts)):
            bucket_of.extend(array("I", (bucket,)) * (last - first))
        self._bucket_of = self._narrow(self.way.load(bucket_of.tobytes(), "I"))
        entries = Pile(self._scratch, "QI", rooms)
        for subjects, objects, keys in told.chunks():
            one = self.way.look_up(node_of, self.way.load(subjects, "I"))
            other = self.way.look_up(node_of, self.way.load(objects, "I"))
            place = self.way.places(known, self.way.load(keys, "Q"))
            pairs, marks = self.way.enter(one, other, self.way.look_up(signature_of, place))
            self.way.spread(entries, self._buckets(self.way.nodes(pairs)), pairs, marks)
        return entries, firsts

    def _settle(self, entries: Pile) -> tuple[Pile, Pile]:
        """Sort each bucket, and tell the other ends what their entries cost here."""
        settled = Pile(self._scratch, "QIB", self._rooms)
        messages = Pile(self._scratch, "IB", self._rooms)
        for bucket in range(len(self._rooms)):
            pairs, marks = self.way.sort(*self._taken(entries, bucket))
            costs = self.way.end_costs(pairs, self.way.look_up(self._roles, marks))
            settled.add(bucket, pairs, marks, costs)
            nodes, costs = self.way.turn(pairs, marks, costs)
            self.way.spread(messages, self._buckets(nodes), nodes, costs)
        entries.close()
        return settled, messages

    def _price(self, entries: Pile, messages: Pile, firsts: Sequence[int]) -> None:
        """Put the rows together, and lay them out."""
        codes = dict(zip(Stretch._fields, "IIIIB", strict=True))
        files = [self._layout.file(name, code) for name, code in codes.items()]
        end = connected = 0
        for bucket, (first, last) in enumerate(pairwise(firsts)):
            pairs, marks, costs = self._taken(entries, bucket)
            told = self.way.told(*self._taken(messages, bucket))
            priced = (pairs, marks, self.way.prices(costs, told))
            usual = self.way.look_up(self._usual, self.way.split(marks, (0, 2))[0])
            rows = self.way.rows(priced, usual, (first, last), end)
            for file, numbers in zip(files, rows, strict=True):
                file.write(numbers.tobytes())
            end += len(pairs)
            connected += self.way.unlike(rows.rows, rows.plain)
        files[0].write(array("I", (end,)))
        self._layout.put("connected", [connected])

    def _buckets(self, nodes: N) -> N:
        return self.way.look_up(self._bucket_of, nodes)

    def _taken(self, pile: Pile, bucket: int) -> list[N]:
        return [self.way.load(data, code) for code, data in pile.take(bucket)]
