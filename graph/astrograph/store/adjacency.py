"""Read the packed graph: who is beside whom, and by what kind of claim, without any claim.

The file is mapped into memory, and nothing of it is read before it is used. Its form is that of
compressed sparse rows. Nodes are the entities that a factual, positive claim (or a plain statement)
connects with another one; they are numbered in the order of their IRIs, so that comparing numbers
compares IRIs. A node's row holds an *entry* for each neighbor and each way in which they are
connected, that is, for each neighbor and *mark*. `Arrays` tells where a row lies:

- ``rows[node] .. plain[node]``: each neighbor of the *default walk* once, in order; these are
  connected by what is accepted at the edition's instant, either way, exactly what
  ``store.statements()`` gives. Of a pair's entries it is the one that costs least.
- ``plain[node] .. rows[node + 1]``: all other entries, in order of neighbor and mark: further
  claims of the same pair, and what is reported, superseded, disputed or over.

A mark is ``signature << 1 | backward``; ``backward`` is set where a hop leads from object to
subject. Claims that no filter can tell apart share a *signature*, and `Signatures` tells what
each stands for. An entry's cost, 0 to 254, is that of `astrograph.store.packing.end_cost` at both
its ends.

Texts (IRIs, instants and other words) are front-coded in blocks: each is stored as the length of
what it shares with the one before and the rest (Witten, Moffat and Bell, "Managing Gigabytes",
1999).
"""

import json
import sys
from array import array
from bisect import bisect_right
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, overload

from astrograph.errors import StoreError
from astrograph.model import Claim, Interval, Statement

if TYPE_CHECKING:
    from pathlib import Path

    from astrograph.model import Iri

MAGIC = b"astrograph adjacency 02\n"
ALIGNED = 64
"""Every part begins at a multiple of this, so that compiled code can read it in place."""

BLOCK = 16
"""How many texts are front-coded together."""

PLAN, SUPERSEDED, ASKS, SYMMETRIC, DEFAULT = 1, 2, 4, 8, 16
"""The flags of a signature; see `Signatures`."""


class Arrays(NamedTuple):
    """Where the rows lie, as flat memory for loops in C and for ``numpy.frombuffer``.

    ``rows`` has one number more than there are nodes. ``others``, ``marks`` and ``costs`` have one
    for each entry. All are unsigned, of 4 bytes each, but ``costs``, which are of one byte.
    """

    rows: memoryview
    plain: memoryview
    others: memoryview
    marks: memoryview
    costs: memoryview


class Columns(NamedTuple):
    """What a signature stands for, one number for each signature in each column.

    The numbers are of 1, 2, 4 or 8 bytes. They count from 0 in ``Signatures.relations``,
    ``.statuses``, ``.tenses``, ``.times`` and ``.cited``; ``flags`` are those of this module.
    """

    relation: memoryview
    status: memoryview
    tense: memoryview
    flags: memoryview
    times: memoryview
    cited: memoryview


class Words(Sequence[str]):
    """Texts in order, front-coded."""

    def __init__(self, count: int, blocks: Sequence[int], text: Sequence[int]) -> None:
        """Wrap how many there are, where each block of them begins, and the blocks."""
        self._count = count
        self._blocks = blocks
        self._text = memoryview(text)  # type: ignore[arg-type]

    def __len__(self) -> int:
        """Return how many there are."""
        return self._count

    @overload
    def __getitem__(self, place: int) -> str: ...

    @overload
    def __getitem__(self, place: slice) -> list[str]: ...

    def __getitem__(self, place: int | slice) -> str | list[str]:
        """Return one, or some."""
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(self._count))]
        if not 0 <= place < self._count:
            raise IndexError(place)
        block, within = divmod(place, BLOCK)
        return next(islice(self._decoded(block), within, None)).decode()

    def find(self, word: str) -> int | None:
        """Return the place of a word; ``None`` for one that is not among them."""
        wanted = word.encode()
        block = bisect_right(self._blocks, wanted, key=self._head) - 1
        if block < 0:
            return None
        for place, found in enumerate(self._decoded(block), block * BLOCK):
            if found == wanted:
                return place
        return None

    def _head(self, start: int) -> bytes:
        size, start = _number(self._text, start + 1)
        return bytes(self._text[start : start + size])

    def _decoded(self, block: int) -> Iterator[bytes]:
        text, at, word = self._text, self._blocks[block], b""
        for _ in range(min(BLOCK, self._count - block * BLOCK)):
            shared, at = _number(text, at)
            size, at = _number(text, at)
            word = word[:shared] + bytes(text[at : at + size])
            at += size
            yield word


def _number(text: memoryview, at: int) -> tuple[int, int]:
    """Read a length, written seven bits a byte; return it and where it ends."""
    number: int = text[at]
    at += 1
    if number >> 7:
        higher, at = _number(text, at)
        number = number & 127 | higher << 7
    return number, at


class Signatures:
    """What is claimed in ways that no filter can tell apart: all but the two ends of a claim.

    The flags: ``PLAN`` for plans; ``SUPERSEDED`` where an accepted claim supersedes; ``SYMMETRIC``
    for relations that read the same both ways; ``DEFAULT`` for what the default walk takes.
    ``ASKS`` is set where more than the claim itself decides, so that ``store.between`` has to be
    asked: claims that a link leaves or reaches, which stood otherwise before (``known_by``,
    superseding), and undated claims of what is past beside dated ones of the same statement.

    Attributes:
        columns: The signatures themselves.
        relations: The IRIs of relations.
        statuses: The local names of statuses.
        tenses: The local names of tenses; empty for none.
        instants: Instants; the first is empty and stands for an open bound.
        moments: Two places in ``instants`` for each moment: it was no earlier and no later.
        times: For each time three moments, in a column each: when what is claimed began, when it
            ended, and when it was said.
        cited: For each set of sources where it ends in ``cited_sources``.
        cited_sources: Places in ``sources``, set after set.
        sources: The IRIs of sources.
    """

    def __init__(self, packed: "Packed") -> None:
        self.columns = Columns(*(packed.part(name) for name in Columns._fields))
        self.relations = packed.words("relations")
        self.statuses = packed.words("statuses")
        self.tenses = packed.words("tenses")
        self.instants = packed.words("instants")
        self.sources = packed.words("sources")
        self.moments = packed.part("moments")
        self.times = tuple(packed.part(f"times_{what}") for what in ("began", "ended", "said"))
        self.cited = packed.part("cited_ends")
        self.cited_sources = packed.part("cited_sources")

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.columns.relation)

    def relation(self, signature: int) -> "Iri":
        """Return the relation."""
        return self.relations[self.columns.relation[signature]]

    def flags(self, signature: int) -> int:
        """Return the flags: ``PLAN``, ``SUPERSEDED``, ``ASKS``, ``SYMMETRIC``, ``DEFAULT``."""
        return int(self.columns.flags[signature])

    def sources_of(self, signature: int) -> "tuple[Iri, ...]":
        """Return the sources that its claims cite, as evidence or as the primary one, in order."""
        cited = self.columns.cited[signature]
        start = self.cited[cited - 1] if cited else 0
        return tuple(self.sources[each] for each in self.cited_sources[start : self.cited[cited]])

    def bounds(self, time: int) -> tuple[int, ...]:
        """Return the places in ``instants`` of a time's bounds.

        These are the four of the claim's interval in their order, and the two of when it was said.
        """
        moments = self.moments
        return tuple(moments[2 * column[time] + which] for column in self.times for which in (0, 1))

    def claim(self, signature: int) -> Claim:
        """Return a claim as all of a signature are, for the rules; only its ends are empty.

        `astrograph.derive.reading` and `Claim.said_by` tell of it what they tell of each.
        """
        columns = self.columns
        bounds = [self.instants[each] or None for each in self.bounds(columns.times[signature])]
        return Claim(
            iri="",
            subject="",
            predicate=self.relation(signature),
            object="",
            modality="Plan" if self.flags(signature) & PLAN else "AssertedFact",
            status=self.statuses[columns.status[signature]],
            tense=self.tenses[columns.tense[signature]] or None,
            said_earliest=bounds[4],
            said_latest=bounds[5],
            holds=Interval(*bounds[:4]),
        )


class Adjacency:
    """Which entities one hop connects, in either direction.

    >>> near = Adjacency.of([("a", "b"), ("c", "b"), ("b", "a")])
    >>> node = near.node("b")
    >>> [near.iri(other) for other in near.beside(node)], near.degree(node)
    (['a', 'c'], 2)
    >>> [mark & 1 for mark in near.entries(node)[1]]  # the other way between a and b comes last
    [0, 1, 1]

    Attributes:
        arrays: The rows, as flat memory.
        signatures: What the marks stand for.
        stamp: What the store that it belongs to is known by.
        kinds: The class of each node, as its place among all classes.
        connected: How many nodes the default walk leads to; the others only what else is claimed.
    """

    def __init__(self, packed: "Packed") -> None:
        self.stamp = packed.stamp
        self.arrays = Arrays(*(packed.part(name) for name in Arrays._fields))
        self._rows, self._plain, self._others, self._marks, self._costs = self.arrays
        self._iris = packed.words("iris")
        self.kinds = packed.part("kinds")
        self._types = packed.words("types")
        (self.connected,) = packed.part("connected")
        self._packed = packed
        self._signatures: Signatures | None = None

    @property
    def signatures(self) -> Signatures:
        """Return what the marks stand for."""
        if self._signatures is None:
            self._signatures = Signatures(self._packed)
        return self._signatures

    def __len__(self) -> int:
        """Return how many nodes there are."""
        return len(self._plain)

    def node(self, iri: "Iri") -> int | None:
        """Return the number of an entity; ``None`` for one that nothing connects."""
        return self._iris.find(iri)

    def iri(self, node: int) -> "Iri":
        """Return the IRI of a node."""
        return self._iris[node]

    def of_types(self, names: Container[str]) -> Callable[[int], bool]:
        """Return what says of a node whether its class is one of some, by their local names."""
        kinds = self.kinds
        wanted = {place for place, name in enumerate(self._types) if name in names}
        return lambda node: kinds[node] in wanted

    def type(self, node: int) -> str:
        """Return the local name of the class of a node."""
        return self._types[self.kinds[node]]

    def beside(self, node: int) -> Sequence[int]:
        """Return the nodes that one hop of the default walk leads to, in order."""
        return self._others[self._rows[node] : self._plain[node]]

    def costs_beside(self, node: int) -> Sequence[int]:
        """Return what the hops to the nodes of `beside` cost at least, in the same order."""
        return self._costs[self._rows[node] : self._plain[node]]

    def degree(self, node: int) -> int:
        """Return how many others the default walk leads to from a node."""
        return int(self._plain[node] - self._rows[node])

    def entries(self, node: int) -> tuple[Sequence[int], Sequence[int], Sequence[int]]:
        """Return the whole row of a node: neighbors, marks and costs, each in the same order."""
        start, end = self._rows[node], self._rows[node + 1]
        return self._others[start:end], self._marks[start:end], self._costs[start:end]

    @classmethod
    def of(cls, pairs: "Iterable[tuple[Iri, Iri]]") -> "Adjacency":
        """Pack pairs of entities that one relation connects, the first to the second of each.

        What leads from an entity to itself is left out.
        """
        return cls.stating(Statement(one, "", other, "present") for one, other in pairs)

    @classmethod
    def stating(cls, statements: "Iterable[Statement]") -> "Adjacency":
        """Pack what some statements connect, by their relations alone: none has claims or times."""
        from astrograph.store.build import packed
        from astrograph.store.writer import IndexWriter

        writer = IndexWriter()
        writer.state(statements)
        index = writer.finish({})
        made = packed(index)
        index.close()
        return made

    @classmethod
    def open(cls, path: "Path", stamp: int | None = None) -> "Adjacency":
        """Map a file into memory; nothing is read before it is used.

        Args:
            path: The file.
            stamp: What the store is known by that it has to belong to; ``None`` for any.

        Raises:
            StoreError: The file is missing, not whole, or of another store.
        """
        import mmap

        try:
            with path.open("rb") as file:
                mapped = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
            opened = cls(Packed(mapped))
        except (OSError, ValueError, KeyError) as error:
            raise StoreError(f"cannot read {path}: {error}") from error
        if stamp is not None and opened.stamp != stamp:
            raise StoreError(f"cannot read {path}: it belongs to another store")
        return opened


class Packed:
    """The parts of a packed file: arrays of numbers, one after the other, after a table of them.

    Args:
        memory: The file.

    Raises:
        ValueError: It is not whole.
    """

    def __init__(self, memory: "bytes | memoryview") -> None:
        self._memory = memoryview(memory)
        self._parts: dict[str, tuple[str, int, int]] = {}
        head = len(MAGIC)
        if bytes(self._memory[:head]) != MAGIC:
            raise ValueError("it is damaged, or of another version")
        try:
            size = int.from_bytes(self._memory[head : head + 4], "little")
            table = json.loads(bytes(self._memory[head + 4 : head + 4 + size]))
            self.stamp: int = table["stamp"]
            order = table["order"]
            end = head + 4 + size
            for name, code, count in table["parts"]:
                start = aligned(end)
                end = start + array(code).itemsize * count
                self._parts[name] = (code, start, end)
        except (ValueError, TypeError, KeyError) as error:
            raise ValueError("it is damaged") from error
        if len(self._memory) != end:
            raise ValueError("it is damaged: its size is not what it says")
        if order != sys.byteorder:
            raise ValueError("it was made on a machine that writes numbers the other way round")

    def part(self, name: str) -> memoryview:
        """Return the numbers of a part."""
        code, start, end = self._parts[name]
        part: memoryview[int] = self._memory[start:end].cast(code)  # type: ignore[call-overload]
        return part

    def words(self, name: str) -> Words:
        """Return the texts of a name."""
        (count,) = self.part(f"{name}_count")
        return Words(count, self.part(f"{name}_blocks"), self.part(f"{name}_text"))


def aligned(place: int) -> int:
    """Return the first place from one on at which a part may begin."""
    return -(-place // ALIGNED) * ALIGNED
