"""Measures paths: the whole command, the search beside other libraries, the index, and files.

All on made-up graphs (`bench_graph`), which are kept for the next run. Processes and engines take
turns, so that whatever else the machine does falls on all of them alike. A row is printed as soon
as it is measured, with its tail; `OVER` stands behind what misses its target.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

import bench_graph
from bench_engines import AT, LEFT_OUT
from bench_turns import (
    PYTHON,
    ROOT,
    Engine,
    Figure,
    beside,
    interleaved,
    process_times,
    show,
    target,
    told_by,
)

if TYPE_CHECKING:
    from bench_turns import Pairs, Timing

ASTROGRAPH = str(ROOT / ".venv" / "bin" / "astrograph")
SMALL, MIDDLE, LARGE = 10**5, 10**6, 10**7
START_TARGETS = {SMALL: 1.6, MIDDLE: 1.7, LARGE: 1.8}
OURS, FAST, THEIRS = "ours", "ours, compiled", "networkx"
RIVALS = ("igraph", "networkit", "rustworkx", "scipy")
PACK = """
import sys
import time
from pathlib import Path
from astrograph.store.index import Index
from astrograph.store.packing import pack
index = Index.open(Path(sys.argv[1], "index.sqlite"))
clocks = time.process_time, time.perf_counter
begun = [clock() for clock in clocks]
with open(sys.argv[2], "wb") as file:
    pack(index, file, Path(sys.argv[2]).parent)
print(*(clock() - start for clock, start in zip(clocks, begun)), file=sys.stderr)
"""
LOOK_UP = """
import sys
from pathlib import Path
from astrograph.__main__ import main
try:
    main()
finally:
    status = Path("/proc/self/status").read_text()
    print(int(status.partition("RssAnon:")[2].split()[0]) / 1024, file=sys.stderr)
"""
PEER = """
import sys
import networkx as nx
from rdflib import RDF, RDFS, Graph, URIRef
read = Graph().parse(sys.argv[1], format="nt")
walked = nx.Graph((one, other) for one, how, other in read if how not in (RDF.type, RDFS.label))
for node in nx.bidirectional_shortest_path(walked, *map(URIRef, sys.argv[2:])):
    print(read.value(node, RDFS.label))
"""
SHOWN = ("click", "networkx", "rdflib", "pyoxigraph", "numpy", "numba", *RIVALS)
FILTERED = "ten, filtered"
WARM = 10
"""About how many other pairs an engine is asked before those that count."""

HOW = f"""\
Commands: time on the clock from start to end, beside that of importing click in the same round;
each round asks for another pair of entities by name, and gets names, dates and evidence. It asks
once before that without being timed, so that what it reads is in memory, as what others read is.
Engines: CPU time of one call in a process that has the graph in memory and knows its numbers for
the nodes; they take turns, ten pairs at a time, the same for all. Before that each answers {WARM}
other pairs, which are not counted. What takes longer than the limit counts as the limit.
Other libraries stand beside the faster one of ours, and then beside the other one.
Filtered: without {LEFT_OUT[0]} and {LEFT_OUT[1]}, at {AT[:10]}.
From files: whole processes; the file holds relations, types and labels, our store also each claim
with its dates and its source.
Left out: graph-tool, which no Python package brings; SPARQL, which answers no path; cold disks."""
FIGURES = ("start", "one", "ten", "every", "index", "files")


class Asked(NamedTuple):
    """What was asked for on the command line.

    Attributes:
        keep: Where the graphs are kept.
        rounds: How often a command is run.
        pairs: How many pairs of entities an engine is asked about.
        limit: After how many seconds a question to an engine is given up.
        figures: Which of the figures to measure.
    """

    keep: Path
    rounds: int
    pairs: int
    limit: float
    figures: tuple[str, ...]


def chosen(ours: Engine, folder: Path, wanted: int) -> Pairs:
    """Choose pairs of entities that some path connects.

    Args:
        ours: Tells whether one does.
        folder: Where the graph lies.
        wanted: How many pairs.

    Returns:
        The pairs, which are the same in every run.
    """
    ends = np.unique(np.load(folder / "edges.npy", mmap_mode="r")[:2]).tolist()
    chance = np.random.default_rng(len(ends))
    pairs: Pairs = []
    while len(pairs) < wanted:
        start, goal = (ends[place] for place in chance.integers(len(ends), size=2))
        if start != goal and ours.ask("one", [(start, goal)])[0].lengths:
            pairs.append((start, goal))
    return pairs


def start(folder: Path, edges: int, pairs: Pairs) -> None:
    """Measure the whole command beside the import of click.

    Args:
        folder: Where the graph lies.
        edges: How many edges it has.
        pairs: The ends, one pair a round.
    """
    nodes = max(bench_graph.LEAST_NODES, edges // bench_graph.EDGES_PER_NODE)
    where = bench_graph.kinds(nodes)
    baseline: list[float] = []
    three: list[float] = []
    one: list[float] = []
    for pair in (pairs[0], *pairs):
        ends = [bench_graph.label(node, where) for node in pair]
        path = (ASTROGRAPH, "--store", str(folder / "store"), "path", *ends)
        process_times([path])
        click = (PYTHON, "-c", "import click")
        for values, taken in zip(
            (baseline, three, one), process_times([click, path, (*path, "-k", "1")]), strict=True
        ):
            values.append(taken)
    # The first round may have compiled something.
    shown = (("path, three paths", three), ("path, one path", one))
    show(Figure('python -c "import click"', edges), baseline[1:])
    for name, values in shown:
        ratio = statistics.median(values[1:]) / statistics.median(baseline[1:])
        show(Figure(name, edges), values[1:], target(ratio, most=START_TARGETS.get(edges)))


def searches(folder: Path, edges: int, ours: Engine, asked: Asked) -> dict[str, float]:
    """Measure the search alone, beside that of other libraries.

    Args:
        folder: Where the graph lies.
        edges: How many edges it has.
        ours: Our engine, at work already.
        asked: What was asked for.

    Returns:
        The median for one path, by engine.
    """
    kinds = [kind for kind in ours.kinds if kind.partition(",")[0] in asked.figures]
    if not kinds:
        return {}
    names = (FAST, THEIRS, *(RIVALS if "one" in kinds else ()))
    engines = [ours, *(Engine(name, folder, asked.limit) for name in names)]
    print(f"left out: {', '.join(each.name for each in engines if each.is_absent) or 'none'}")
    engines = [each for each in engines if not each.is_absent]
    for engine in engines:
        seconds, megabytes = engine.told[:2]
        show(
            Figure(f"graph in memory, {engine.name}", edges, "s"), [seconds], f"{megabytes:.0f} MB"
        )
    pairs = chosen(ours, folder, asked.pairs + WARM)
    pairs, warm = pairs[: asked.pairs], pairs[asked.pairs :]
    measured = {}
    for kind in kinds:
        for engine in engines:
            if kind in engine.kinds:
                engine.ask(kind, warm)
        measured[kind] = interleaved(engines, kind, pairs)
        _show_timings(kind, edges, measured)
    for engine in engines[1:]:
        engine.close()
    one = measured.get("one", {})
    return {name: statistics.median(each.spent) for name, each in one.items()}


LEAST = {
    (OURS, "one", LARGE): 2.0,
    (FAST, "one", LARGE): 8.0,
    (OURS, "ten", MIDDLE): 1.0,
    (FAST, "ten", MIDDLE): 20.0,
    (OURS, "every", MIDDLE): 1000.0,
}
"""How many times slower than we networkx must at least be."""

WORDS = {
    "one": "one shortest path",
    "ten": "ten shortest paths",
    FILTERED: "the same, filtered",
    "every": "all paths of up to 4 hops",
}


def _show_timings(kind: str, edges: int, measured: dict[str, dict[str, Timing]]) -> None:
    timings = measured[kind]
    for name, timing in timings.items():
        ratio, notes = "", []
        if kind == FILTERED and name in measured.get("ten", {}):
            free = statistics.median(measured["ten"][name].spent)
            ratio = f"{target(statistics.median(timing.spent) / free, most=1.0)} unfiltered"
        elif name in (OURS, FAST) and THEIRS in timings:
            least = LEAST.get((name, kind, edges))
            ratio = f"networkx: {target(beside(timings, name, THEIRS), least=least)}"
        elif name in RIVALS:
            least = 1.0 if edges >= MIDDLE else None
            own = timings.keys() & {OURS, FAST}
            ratios = sorted(((beside(timings, each, name), each) for each in own), reverse=True)
            (best, faster), *rest = ratios
            ratio = f"{target(best, least=least)} {faster}"
            notes = [f"{times:.2f}x {each}" for times, each in rest]
        notes += [f"{timing.given_up} given up"] if timing.given_up else []
        notes += [f"{timing.differing} answers differ"] if timing.differing else []
        show(Figure(f"{WORDS[kind]}, {name}", edges), timing.spent, ratio, "; ".join(notes))


def growth(medians: dict[int, dict[str, float]]) -> None:
    """Print how the median for one path grows with the graph.

    Args:
        medians: The medians by size and engine.
    """
    if not {SMALL, LARGE} <= medians.keys():
        return
    for name, most in ((OURS, 4.5), (FAST, 3.0), (THEIRS, None)):
        if name in medians[SMALL] and name in medians[LARGE]:
            ratio = medians[LARGE][name] / medians[SMALL][name]
            print(f"one shortest path from 1e5 to 1e7 edges, {name}: {target(ratio, most=most)}")


def index(folder: Path, edges: int, pair: tuple[int, int]) -> None:
    """Measure the packed graph: how long it takes to make, its size, the memory of a look-up.

    Args:
        folder: Where the graph lies.
        edges: How many edges it has.
        pair: What to look up.
    """
    packed = folder / "packed"
    (seconds, wall), peak = told_by((PYTHON, "-c", PACK, str(folder / "store"), str(packed)))
    size = packed.stat().st_size / 1e6
    packed.unlink()
    path = ("--store", str(folder / "store"), "path", *map(bench_graph.node_iri, pair))
    (own,), _ = told_by((PYTHON, "-c", LOOK_UP, *path))
    measured = (
        (
            Figure("packing the graph", edges, "s"),
            seconds,
            15.0,
            f"CPU; {wall:.1f} s; {peak:.0f} MB",
        ),
        (Figure("the packed graph", edges, "MB"), size, 250.0, ""),
        (Figure("memory that a look-up has of its own", edges, "MB"), own, 50.0, ""),
    )
    for figure, value, most, note in measured:
        goal = f"(<= {most:g}) {'ok' if value <= most else 'OVER'}" if edges == LARGE else ""
        show(figure, [value], goal, note)


def files(folder: Path, edges: int, pairs: Pairs) -> None:
    """Measure the first answer from files: reading RDF and searching beside opening a store.

    Args:
        folder: Where the graph lies.
        edges: How many edges it has.
        pairs: The ends, one pair a round.
    """
    triples = str(folder / "graph.nt")
    bench_graph.write_triples(edges, Path(triples))
    peer: list[float] = []
    stored: list[float] = []
    read: list[float] = []
    for pair in pairs:
        ends = [bench_graph.node_iri(node) for node in pair]
        ours = [
            (ASTROGRAPH, "--store", place, "path", "-k", "1", *ends)
            for place in (str(folder / "store"), triples)
        ]
        process_times(ours[:1])
        taken = process_times([(PYTHON, "-c", PEER, triples, *ends), *ours])
        for values, each in zip((peer, stored, read), taken, strict=True):
            values.append(each)
    show(Figure("from files: rdflib and networkx, N-Triples", edges), peer)
    for name, values, least in (
        ("our store", stored, 100.0),
        ("we, the same N-Triples", read, None),
    ):
        ratio = statistics.median(peer) / statistics.median(values)
        show(Figure(f"from files: {name}", edges), values, target(ratio, least=least))


def about() -> str:
    """Say what the figures were measured with."""
    versions = [f"Python {platform.python_version()}"]
    for name in SHOWN:
        try:
            versions.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            versions.append(f"{name} not installed")
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors, load {load}"
    return f"{', '.join(versions)}; {machine}"


def measure(edges: int, asked: Asked) -> dict[str, float]:
    """Measure all figures of one size.

    Args:
        edges: How many edges the graph has.
        asked: What was asked for.

    Returns:
        The median for one path, by engine.
    """
    folder = asked.keep / str(edges)
    make = (PYTHON, str(Path(bench_graph.__file__)), str(edges), str(folder))
    show(Figure("making the store (0 if kept)", edges, "s"), [process_times([make])[0] / 1000])
    ours = Engine(OURS, folder, asked.limit)
    pairs = chosen(ours, folder, max(asked.rounds, 1))
    if "start" in asked.figures:
        start(folder, edges, pairs)
    medians = searches(folder, edges, ours, asked)
    ours.close()
    if "index" in asked.figures:
        index(folder, edges, pairs[0])
    if "files" in asked.figures and edges == SMALL:
        files(folder, edges, pairs[: min(5, asked.rounds)])
    return medians


def main() -> None:
    """Measure what is asked for, and print it."""
    parser = argparse.ArgumentParser(
        prog="scripts/bench paths",
        description="Paths on made-up graphs: the command, the search, the index, files.",
    )
    sizes = [SMALL, MIDDLE, LARGE]
    parser.add_argument(
        "edges", nargs="*", type=lambda text: int(float(text)), default=sizes, help="how large"
    )
    parser.add_argument("--keep", type=Path, help="keep the graphs here for the next run")
    parser.add_argument("--rounds", type=int, default=25, help="runs of a command (default 25)")
    parser.add_argument("--pairs", type=int, default=100, help="questions to an engine")
    parser.add_argument("--limit", type=float, default=10.0, help="seconds for a question")
    parser.add_argument("--only", nargs="+", choices=FIGURES, default=FIGURES, help="figures")
    given = parser.parse_args()
    print(about())
    print(HOW)
    print(f"{'what':<44}{'edges':>9}{'median':>10}{'p90':>10}{'p99':>10}")
    with tempfile.TemporaryDirectory() as aside:
        keep = (given.keep or Path(aside)).resolve()
        asked = Asked(keep, given.rounds, given.pairs, given.limit, tuple(given.only))
        growth({edges: measure(edges, asked) for edges in given.edges})


if __name__ == "__main__":
    main()
