"""Write the triples of a graph of any size, a line each, in one order, in memory of one size."""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from heapq import merge
from itertools import groupby, islice
from typing import IO, TYPE_CHECKING

import pyoxigraph as ox

from astrograph.model import ALWAYS, Clock
from astrograph.selection import ClaimFilter, select_claims
from astrograph.vocab import AG

if TYPE_CHECKING:
    from astrograph.store import Store

LINED = ("nt", "nq")
AT_ONCE = 200_000
"""How many lines are sorted at once."""

MOST_RUNS = 200
"""How many sorted runs are merged at once, each from a file of its own."""

Ends = set[tuple[ox.NamedNode | ox.BlankNode | ox.Triple, ox.NamedNode]]
Quads = Callable[[], Iterable[ox.Quad]]
"""Begins anew each time it is called."""


def asserted_lines(store: "Store", name: str, clock: Clock = ALWAYS) -> Iterator[bytes]:
    """Yield the lines of what a graph asserts, in N-Triples or N-Quads, each once and in order.

    Args:
        store: The graph.
        name: ``nt`` or ``nq``; in ``nt`` all lies in the default graph.
        clock: Leave out the claims that cannot hold, or had not been said, at the times that are
            asked for, and what is said of them.
    """
    quads: Quads = store.asserted
    if clock.is_set:
        chosen = {each.iri for each in select_claims(store, ClaimFilter(**clock._asdict()))}
        out = {each.iri for each in store.claims() if each.iri not in chosen}
        gone = left_out(store.asserted, out)
        quads = lambda: _kept(store.asserted(), gone)  # noqa: E731 -- it is one of two
    yield from _lines(quads(), named=name == "nq")


def seen_lines(store: "Store") -> Iterator[bytes]:
    """Yield the lines of all triples that a query sees, in N-Triples, each once and in order.

    Besides what the graph asserts these are the ontology, what rules add, and the direct triples.
    """
    engine = store.engine()
    every = engine.quads_for_pattern(None, None, None, ox.DefaultGraph())
    yield from _lines(every, named=False)


def left_out(quads: Quads, claims: "set[str]") -> "set[ox.NamedNode | ox.BlankNode | ox.Triple]":
    """Return what has to be left out with some claims: they, and what only speaks of them."""
    ends = {ox.NamedNode(AG + "subject"), ox.NamedNode(AG + "object")}
    gone: set[ox.NamedNode | ox.BlankNode | ox.Triple] = {ox.NamedNode(iri) for iri in claims}
    while True:
        whole: Ends = set()
        broken: Ends = set()
        for quad in quads():
            if quad.predicate in ends:
                told = whole if not gone & {quad.subject, quad.object} else broken
                told.add((quad.subject, quad.predicate))
        lost = {subject for subject, _ in broken - whole}
        if lost <= gone:
            return gone
        gone |= lost


def _kept(
    quads: Iterable[ox.Quad], gone: "set[ox.NamedNode | ox.BlankNode | ox.Triple]"
) -> Iterator[ox.Quad]:
    return (quad for quad in quads if not gone & {quad.subject, quad.object})


def _lines(quads: Iterable[ox.Quad], *, named: bool) -> Iterator[bytes]:
    written = (str(quad if named else quad.triple) for quad in quads)
    yield from (f"{line} .\n".encode() for line in in_order(written))


def in_order(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines in order, each once; those that do not fit into memory lie in temporary files.

    Args:
        lines: The lines, without their ends.

    >>> list(in_order(["b", "a", "b"]))
    ['a', 'b']
    """
    left = iter(lines)
    first = sorted(set(islice(left, AT_ONCE)))
    with ExitStack() as files:
        runs: list[IO[str]] = []
        while following := set(islice(left, AT_ONCE)):
            if not runs or len(runs) >= MOST_RUNS:
                runs = [files.enter_context(_run(_merged(first, runs)))]
                first = []
            runs.append(files.enter_context(_run(sorted(following))))
        yield from _merged(first, runs)


def _merged(lines: list[str], runs: "list[IO[str]]") -> Iterator[str]:
    read = [(line.removesuffix("\n") for line in run) for run in runs]
    return (line for line, _ in groupby(merge(lines, *read)))


def _run(lines: Iterable[str]) -> "IO[str]":
    """Write lines to a file that goes when it is closed; return it at its beginning."""
    file = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n")  # noqa: SIM115 -- it is returned open
    file.writelines(f"{line}\n" for line in lines)
    file.seek(0)
    return file
