"""Measures what look-ups cost on an endpoint that holds the graph of `scripts/bench_graph.py`.

`scripts/bench remote --write FILE [--edges N]` writes the graph as N-Triples, to be loaded into a
server; `scripts/bench remote ADDRESS [--edges N]` then asks that server, and prints for each
look-up how many questions were sent, how many rows came back, and how long it took.
"""

from __future__ import annotations

import argparse
import statistics
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

import numpy as np

from astrograph.codec.encode import encode_record
from astrograph.errors import StoreError
from astrograph.paths import PathOptions, find_paths
from astrograph.resolve import find_entities
from astrograph.store.remote.store import RemoteStore
from bench_graph import draw, kinds, label, node_iri, records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from astrograph import Store
    from bench_graph import Edges

    LookUp = Callable[[Store], str]

PAIRS = 10
MOST_HOPS = 4
SEED = 7


class Cost(NamedTuple):
    """What a look-up took: questions, rows, seconds; ``found`` says what came of it."""

    trips: int
    rows: int
    seconds: float
    found: str


def write(edges: int, path: Path) -> None:
    """Write the graph with all its claims as N-Triples.

    Args:
        edges: How many edges it has.
        path: The file to make.
    """
    with path.open("w", encoding="utf-8") as file:
        for record in records(draw(edges)):
            file.writelines(f"{quad} .\n" for quad in encode_record(record))


def look_ups(drawn: Edges) -> Iterator[tuple[str, LookUp]]:
    """Yield what is measured: what it is called, and how to do it in a store just opened.

    Args:
        drawn: The graph.

    Yields:
        A name, and a function that returns what came of it in words.
    """
    degree = np.bincount(np.concatenate([drawn.starts, drawn.goals]), minlength=drawn.nodes)
    order = np.argsort(degree, kind="stable")
    where = kinds(drawn.nodes)
    for name, place in (("median", drawn.nodes // 2), ("busy", -drawn.nodes // 1000)):
        node = int(order[place])
        told, iri = f"{name}: {degree[node]} claims", node_iri(node)
        yield f"find ({name})", partial(_find, label(node, where))
        yield f"show ({told})", partial(_show, iri)
        yield f"claims ({told})", partial(_claims, iri)
    chance = np.random.default_rng(SEED)
    for k in (1, 3):
        for _ in range(PAIRS):
            start, goal = map(int, chance.choice(drawn.nodes, 2, replace=False))
            options = PathOptions(k=k, max_hops=MOST_HOPS)
            yield f"path -k {k}", partial(_path, node_iri(start), node_iri(goal), options)


def _find(text: str, store: Store) -> str:
    return f"{len(find_entities(store, text))} found"


def _show(iri: str, store: Store) -> str:
    return f"{len(store.statements(iri))} statements"


def _claims(iri: str, store: Store) -> str:
    return f"{len(list(store.claims(iri)))} claims"


def _path(start: str, goal: str, options: PathOptions, store: Store) -> str:
    found = find_paths(store, f"<{start}>", f"<{goal}>", options).paths
    return f"{len(found[0].hops)} hops" if found else "none"


def measure(address: str, edges: int) -> dict[str, list[Cost]]:
    """Do every look-up once, each in a store just opened.

    Args:
        address: The endpoint.
        edges: How many edges its graph has.

    Returns:
        What each cost, by name.
    """
    costs: dict[str, list[Cost]] = {}
    for name, done in look_ups(draw(edges)):
        store = RemoteStore(address)
        begin = time.perf_counter()
        try:
            found = done(cast("Store", store))
        except StoreError as error:
            found = error.message
        seconds = time.perf_counter() - begin
        costs.setdefault(name, []).append(Cost(store.trips, store.rows, seconds, found))
        print(f"  {name}: {costs[name][-1]}", flush=True)
    return costs


def main() -> None:
    """Write the graph, or measure and print a table."""
    parser = argparse.ArgumentParser(prog="scripts/bench remote", description="Remote, measured.")
    parser.add_argument("address", nargs="?", help="the endpoint that holds the graph")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the graph instead")
    parser.add_argument("--edges", type=int, default=1_000_000, help="(default 1000000)")
    given = parser.parse_args()
    if given.write is not None:
        write(given.edges, given.write)
    elif given.address is None:
        parser.error("give the address of an endpoint, or --write FILE")
    else:
        print(f"{'look-up':<44} questions     rows   seconds (medians)")
        for name, costs in measure(given.address, given.edges).items():
            trips = statistics.median(each.trips for each in costs)
            rows = statistics.median(each.rows for each in costs)
            seconds = statistics.median(each.seconds for each in costs)
            found = costs[0].found if len(costs) == 1 else f"{len(costs)} pairs"
            print(f"{name:<44} {trips:9.0f} {rows:8.0f} {seconds:9.2f}   {found}")


if __name__ == "__main__":
    main()
