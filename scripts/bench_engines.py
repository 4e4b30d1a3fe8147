"""Answers path questions by one engine, for `scripts/bench paths`: a line of JSON in, a line out.

Each engine has a process of its own, which stays: what is told is the CPU time of a call alone,
with the graph in memory and the numbers of its nodes known. A question that takes longer than the
limit is given up. Engines that are not installed are left out.
"""

from __future__ import annotations

import json
import signal
import sys
import time
from importlib import import_module
from importlib.metadata import version
from itertools import count, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from bench_graph import RELATIONS, node_iri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import FrameType

    # Takes two nodes, and returns the lengths of the paths between them.
    Answer = Callable[[int, int], list[int]]
    Search = Callable[..., list[tuple[int, ...]]]

TEN, HOPS = 10, 4
"""How many shortest paths are asked for, and up to which length every path."""

MOST_HOPS = 12
"""No path that is asked for is longer: what the other engines have no limit for."""

MOST_PATHS = 1_000_000
LEFT_OUT = (RELATIONS[0][0], RELATIONS[6][0])
AT = "2010-01-01T00:00:00Z"
"""What the filtered search does without, and when its statements hold."""


class Able(NamedTuple):
    """What an engine can do.

    Attributes:
        answers: What answers each kind of question.
        number: How the engine numbers a node of the graph.
    """

    answers: dict[str, Answer]
    number: Callable[[int], int] = int


class LateError(Exception):
    """The limit has been reached."""


def of_networkx(folder: Path) -> Able:
    """Answer with networkx, over a graph of numbers."""
    import networkx as nx

    starts, goals = np.load(folder / "edges.npy")[:2]
    graph: nx.Graph[int] = nx.Graph()
    graph.add_edges_from(zip(starts.tolist(), goals.tolist(), strict=True))

    def one(start: int, goal: int) -> list[int]:
        return lengths([nx.bidirectional_shortest_path(graph, start, goal)])

    def ten(start: int, goal: int) -> list[int]:
        return lengths(islice(nx.shortest_simple_paths(graph, start, goal), TEN))

    def every(start: int, goal: int) -> list[int]:
        return lengths(nx.all_simple_paths(graph, start, goal, cutoff=HOPS))

    return Able({"one": one, "ten": ten, "every": every})


def of_igraph(folder: Path) -> Able:
    """Answer with igraph."""
    igraph: Any = import_module("igraph")

    starts, goals = np.load(folder / "edges.npy")[:2]
    graph = igraph.Graph(edges=np.stack([starts, goals], axis=1))
    graph.simplify()
    return Able({"one": lambda start, goal: lengths([graph.get_shortest_path(start, goal)])})


def of_networkit(folder: Path) -> Able:
    """Answer with networkit."""
    networkit: Any = import_module("networkit")

    networkit.setNumberOfThreads(1)
    starts, goals = np.load(folder / "edges.npy")[:2].astype(np.uint64)
    graph = networkit.GraphFromCoo((starts, goals), n=int(max(starts.max(), goals.max())) + 1)

    def one(start: int, goal: int) -> list[int]:
        search = networkit.distance.BidirectionalBFS(graph, start, goal, storePred=True)
        search.run()
        return [len(search.getPath()) + 1]

    return Able({"one": one})


def of_scipy(folder: Path) -> Able:
    """Answer with scipy."""
    sparse: Any = import_module("scipy.sparse")
    search: Any = import_module("scipy.sparse.csgraph").breadth_first_order

    starts, goals = np.load(folder / "edges.npy")[:2]
    size = int(max(starts.max(), goals.max())) + 1
    half = sparse.coo_array((np.ones(len(starts)), (starts, goals)), shape=(size, size)).tocsr()
    graph = half + half.T

    def one(start: int, goal: int) -> list[int]:
        _, before = search(graph, start, return_predecessors=True)
        for hops in count():
            if goal == start:
                return [hops]
            goal = before[goal]
        return []

    return Able({"one": one})


def of_rustworkx(folder: Path) -> Able:
    """Answer with rustworkx."""
    rustworkx: Any = import_module("rustworkx")

    starts, goals = np.load(folder / "edges.npy")[:2]
    graph = rustworkx.PyGraph()
    graph.add_nodes_from(range(int(max(starts.max(), goals.max())) + 1))
    graph.add_edges_from_no_data(list(zip(starts.tolist(), goals.tolist(), strict=True)))

    def one(start: int, goal: int) -> list[int]:
        return lengths([rustworkx.dijkstra_shortest_paths(graph, start, goal)[goal]])

    return Able({"one": one})


def of_us(folder: Path) -> Able:
    """Answer with the search that every look-up goes through, without compiled code."""
    from astrograph.paths.search import search_paths

    return _able(folder, search_paths)


def of_us_compiled(folder: Path) -> Able:
    """Answer as `of_us`, by compiled code."""
    from astrograph.paths import kernel

    if not kernel.load():
        raise ImportError
    return _able(folder, kernel.search_paths)


def _able(folder: Path, search: Search) -> Able:
    from astrograph import PathOptions, open_store
    from astrograph.paths.walk import Walk
    from astrograph.vocab import AG

    store = open_store(folder / "store")

    def number(node: int) -> int:
        found = store.adjacency.node(node_iri(node))
        if found is None:
            raise LookupError(node)
        return found

    def asked(options: PathOptions) -> Answer:
        def answer(start: int, goal: int) -> list[int]:
            graph = Walk(store, options).graph
            ends = (start, goal)
            return lengths(search(graph, ends, options.most, options.max_hops, options.rank))

        return answer

    one = PathOptions(k=1, max_hops=MOST_HOPS, rank="length")
    ten = PathOptions(k=TEN, max_hops=MOST_HOPS)
    left_out = tuple(AG + name for name in LEFT_OUT)
    answers = {
        "one": asked(one),
        "ten": asked(ten),
        "ten, filtered": asked(ten._replace(without=left_out, at=AT)),
        "every": asked(PathOptions(every=True, max_hops=HOPS, limit=MOST_PATHS)),
    }
    return Able(answers, number)


ENGINES = {
    "ours": of_us,
    "ours, compiled": of_us_compiled,
    "networkx": of_networkx,
    "igraph": of_igraph,
    "networkit": of_networkit,
    "rustworkx": of_rustworkx,
    "scipy": of_scipy,
}


def lengths(paths: Iterable[Any]) -> list[int]:
    """Count the hops of paths.

    Args:
        paths: Each as the nodes on it.

    Returns:
        Their lengths, the shortest first.
    """
    return sorted(len(path) - 1 for path in paths)


def tell(*words: object) -> None:
    """Write a line for the one who asks.

    Args:
        words: What to tell.
    """
    print(json.dumps(words), flush=True)


def private_megabytes() -> float:
    """Return the memory that this process alone uses: no file that is mapped, nothing shared."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("RssAnon:")[2].split()[0]) / 1024


def main() -> None:
    """Build the graph, then answer until there are no more questions."""
    name, folder, limit = sys.argv[1], Path(sys.argv[2]), float(sys.argv[3])

    def late(_signal: int, _frame: FrameType | None) -> None:
        raise LateError

    signal.signal(signal.SIGALRM, late)
    begun = time.process_time()
    try:
        answers, number = ENGINES[name](folder)
        known = "" if name.startswith("ours") else version(name)
    except ImportError:
        tell("absent")
        return
    tell("ready", time.process_time() - begun, private_megabytes(), known, list(answers))
    for line in sys.stdin:
        kind, pairs = json.loads(line)
        numbered = [(number(start), number(goal)) for start, goal in pairs]
        tell(*[timed(answers[kind], *ends, limit) for ends in numbered])


def timed(answer: Answer, start: int, goal: int, limit: float) -> tuple[float, list[int] | None]:
    """Answer a question, and note what that took.

    Args:
        answer: What answers it.
        start: The first node.
        goal: The last node.
        limit: After how many seconds to give up.

    Returns:
        The seconds of CPU time and the lengths of the paths; the limit and ``None`` if given up.
    """
    signal.setitimer(signal.ITIMER_REAL, limit)
    begun = time.process_time()
    try:
        found = answer(start, goal)
        spent = time.process_time() - begun
        signal.setitimer(signal.ITIMER_REAL, 0)
    except LateError:
        return limit, None
    return spent, found


if __name__ == "__main__":
    main()
