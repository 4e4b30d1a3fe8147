"""Measures questions that go through all of a graph, beside engines of SPARQL, in one run.

The graph is that of `bench_graph`, with claims on who leads whom in place of who spoke with whom:
a relation of which the ontology says that two at once contradict each other. Our store is made of
the claims; the other engines get the same claims as plain triples: the two ends, the relation, when
it began and ended, a source and a rank, as well as a type, a label, the relations themselves, and a
description of every third entity. All are asked in turn. No question comes twice, but that for
what is disputed, which has no values: no engine remembers an answer.

Of 100,000 edges there are 25,000 entities and 918,391 triples. Dates are the first days of
months from 1980 to 2038, a source stands behind 50 claims, and one claim of ten is deprecated.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from astrograph.model import Claim, Record
from astrograph.store.build import build_store, is_whole
from astrograph.vocab import AG, RDF, RDFS
from bench_graph import PLACE, RELATIONS, Edges, draw, kind, kinds, label, node_iri, records
from bench_scan_engines import ENGINES, XSD
from bench_turns import ENVIRONMENT, PYTHON, process_times

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Question = dict[str, Any]

ASKER = Path(__file__).with_name("bench_scan_engines.py")
ASTROGRAPH = str(Path(PYTHON).with_name("astrograph"))
REPLACED, LEADS = RELATIONS.index(("spokeWith", 0.08, "person", "person")), AG + "leads"
DESCRIBED, LINES, RANKS = 3, 50, 10
"""Every which entity has a description, how many claims cite a source, how many ranks there are."""

ASKED = {
    "name": "find an entity by its name",
    "word": "find a word that many names hold",
    "typo": "find a name that is spelt wrongly",
    "pattern": "find names by a regular expression",
    "day": "claims --at, of one employer",
    "begun": "claims --begun, a year, counted",
    "year": "claims --during, a year, counted",
    "listed": "claims --begun, a year, each read",
    "odds": "claims --disputed, counted",
}
"""What is asked, and which command it stands for."""

WIDE: tuple[tuple[str, ...], ...] = (
    ("find", "Rogozin"),
    ("find", "launch"),
    ("find", "Rogosin"),
    ("claims", "Roscosmos", "--at", "2022-07-01"),
    ("claims", "--relation", "leads", "--during", "2022"),
    ("claims", "--disputed"),
)
"""The commands whose whole time is measured, on the shipped wide graph."""


class Told(NamedTuple):
    """What an engine tells of one question: its ms of CPU time, and how many there are."""

    ms: float
    many: int


def claims(edges: Edges) -> Iterator[Record]:
    """Say the graph in records, for our store.

    Args:
        edges: The graph.

    Yields:
        What `bench_graph.records` does, with the one relation in the other's place.
    """
    for each in records(edges):
        if isinstance(each, Claim) and each.predicate == AG + RELATIONS[REPLACED][0]:
            yield each._replace(predicate=LEADS)
        else:
            yield each


def triples(edges: Edges) -> Iterator[str]:
    """Say the graph in lines of N-Triples, for the other engines.

    Args:
        edges: The graph.

    Yields:
        Some lines at a time: those of an entity or of a claim.
    """
    where = kinds(edges.nodes)
    for node in range(edges.nodes):
        said = kind(node, where)
        yield f"<{node_iri(node)}> <{RDF}type> <{AG}{said}> .\n"
        yield f'<{node_iri(node)}> <{RDFS}label> "{label(node, where)}"@en .\n'
        if node % DESCRIBED == 0:
            text = f"synthetic {said} number {node} of the test graph"
            yield f'<{node_iri(node)}> <{PLACE}description> "{text}"@en .\n'
    columns = zip(*(column.tolist() for column in edges[1:]), strict=True)
    for row, (start, goal, relation, since, until) in enumerate(columns):
        predicate = LEADS if relation == REPLACED else AG + RELATIONS[relation][0]
        yield f"<{node_iri(start)}> <{predicate}> <{node_iri(goal)}> .\n"
        told = {
            f"{RDF}type": f"<{PLACE}Claim>",
            f"{PLACE}subject": f"<{node_iri(start)}>",
            f"{PLACE}predicate": f"<{predicate}>",
            f"{PLACE}object": f"<{node_iri(goal)}>",
            f"{PLACE}start": _date(since),
            f"{PLACE}source": f"<{PLACE}source{row // LINES}>",
            f"{PLACE}rank": f"<{PLACE}{'normal' if row % RANKS else 'deprecated'}>",
        }
        if until:
            told[f"{PLACE}end"] = _date(until)
        yield "".join(f"<{PLACE}c{row:08}> <{name}> {end} .\n" for name, end in told.items())


def _date(month: int) -> str:
    return f'"{month // 12}-{month % 12 + 1:02}-01"^^<{XSD}date>'


def make(edges: int, folder: Path) -> None:
    """Make both forms of the graph, and keep what is there already.

    Args:
        edges: How many edges it shall have.
        folder: Where to put ``store`` and ``graph.nt``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    drawn = draw(edges)
    if not is_whole(folder / "store"):
        build_store(claims(drawn), folder / "store", engine=False)
    if not (folder / "graph.nt").exists():
        with (folder / "graph.nt").open("w", encoding="utf-8") as file:
            file.writelines(triples(drawn))


def questions(edges: int, sets: int) -> Iterator[tuple[str, Question]]:
    """Draw the questions.

    Args:
        edges: How many edges the graph has.
        sets: How many questions there are of each kind.

    Yields:
        The kind of a question and its values; one to warm up with comes first, of each kind.
    """
    drawn, chance = draw(edges), np.random.default_rng(7)
    where = kinds(drawn.nodes)
    employers = drawn.goals[drawn.relations == 0]
    words = sorted({word for node in range(100) for word in label(node, where).lower().split()[:2]})
    for asked in ASKED:
        for number in range(sets + 1):
            node, year = int(chance.integers(drawn.nodes)), 1985 + 37 * number % 36
            name = label(node, where)
            place = int(chance.integers(1, len(name.split()[0])))
            first = f"{year}-01-01"
            yield (
                asked,
                {
                    "name": name,
                    "word": words[number % len(words)],
                    "typo": name[:place] + name[place + 1] + name[place] + name[place + 2 :],
                    "pattern": f"^ada .*{10 + 7 * number % 90}0$",
                    "employer": node_iri(int(chance.choice(employers))),
                    "first": first,
                    "last": first if asked == "day" else f"{year}-12-31",
                },
            )


class Engine:
    """A process that answers questions about one graph."""

    def __init__(self, name: str, folder: Path) -> None:
        """Start it, and wait until it has the graph."""
        self._process = subprocess.Popen(
            (PYTHON, ASKER, name, folder),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=ENVIRONMENT,
        )
        ready = self._line()
        self.is_absent = ready is None
        known, told = ready or ("", [])
        self.kinds: list[str] = told
        self.name = f"{name} {known}".strip()

    def ask(self, asked: str, given: Question) -> Told:
        """Ask one question."""
        if self._process.stdin is None:
            raise RuntimeError(self.name)
        self._process.stdin.write(json.dumps([asked, given]) + "\n")
        self._process.stdin.flush()
        seconds, many = self._line()
        return Told(seconds * 1000, many)

    def close(self) -> None:
        """End it."""
        self._process.communicate()

    def _line(self) -> Any:  # noqa: ANN401 -- what JSON holds
        if self._process.stdout is None:
            raise RuntimeError(self.name)
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(3)
        return json.loads(line)


def measure(edges: int, folder: Path, sets: int) -> None:
    """Ask all engines in turn, and print a table.

    Args:
        edges: How many edges the graph has.
        folder: Where it lies.
        sets: How many questions there are of each kind.
    """
    started = [Engine(name, folder) for name in ENGINES]
    engines = [engine for engine in started if not engine.is_absent]
    told: dict[tuple[str, str], list[Told]] = {}
    for asked, given in questions(edges, sets):
        for engine in engines:
            if asked in engine.kinds:
                told.setdefault((asked, engine.name), []).append(engine.ask(asked, given))
    for engine in engines:
        engine.close()
    names = [engine.name for engine in engines]
    print(f"CPU ms, medians of {sets} questions, {edges} edges; (and how many there are)")
    print(f"{'':<36}" + "".join(f"{name:>20}" for name in names) + "   of the best other")
    for asked, shown in ASKED.items():
        print(_row(shown, [told.get((asked, name), [])[1:] for name in names]))


def _row(shown: str, columns: Sequence[Sequence[Told]]) -> str:
    medians = [statistics.median(each.ms for each in told) if told else None for told in columns]
    cells = [
        "-"
        if median is None
        else f"{median:.2f} ({statistics.median(each.many for each in told):g})"
        for median, told in zip(medians, columns, strict=True)
    ]
    ours, *others = medians
    best = min((each for each in others if each is not None), default=None)
    ratio = "" if ours is None or best is None else f"{ours / best:.2f}x"
    counts = {tuple(each.many for each in told) for told in columns if told}
    differ = "" if len(counts) == 1 else "  not the same number"
    return f"{shown:<36}" + "".join(f"{cell:>20}" for cell in cells) + f"   {ratio:>8}{differ}"


def measure_commands(rounds: int) -> None:
    """Run the commands on the shipped wide graph, and print what they took, from start to end.

    Args:
        rounds: How often each is run.
    """
    commands = [(PYTHON, "-c", "import click"), *((ASTROGRAPH, *words) for words in WIDE)]
    process_times(commands)
    taken = list(zip(*(process_times(commands) for _ in range(rounds)), strict=True))
    base = statistics.median(taken[0])
    print(f"\nms from start to end, medians of {rounds} rounds")
    for command, times in zip(commands, taken, strict=True):
        shown = " ".join((Path(command[0]).name, *command[1:]))
        median = statistics.median(times)
        print(f"{shown:<58}{median:>9.1f}{median / base:>8.2f}x")


def main() -> int:
    """Make the graph, ask, and print.

    Returns:
        The exit code.
    """
    parser = argparse.ArgumentParser(prog="scripts/bench scans", description="Scans, measured.")
    parser.add_argument("edges", nargs="?", type=float, default=1e5, help="edges (default 1e5)")
    parser.add_argument("--sets", type=int, default=15, help="questions of a kind (default 15)")
    parser.add_argument("--rounds", type=int, default=5, help="rounds on the wide graph; 0: none")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="where the graph is kept")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as aside:
        folder = (given.keep or Path(aside)) / f"{given.edges:.0f}"
        make(int(given.edges), folder)
        measure(int(given.edges), folder, given.sets)
    if given.rounds:
        measure_commands(given.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
