"""Lets commands and engines take turns, and prints what each took, for `scripts/bench paths`."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    Pairs = list[tuple[int, int]]

ROOT = Path(__file__).resolve().parent.parent
PYTHON = str(ROOT / ".venv" / "bin" / "python")
ENGINES = Path(__file__).with_name("bench_engines.py")
# As a user's Python does, keep what has been compiled: some environments forbid it.
ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
TURN = 10
"""How many questions an engine is asked before it is the next one's turn."""

BUDGET = 120.0
"""After how many seconds an engine is asked no more of one kind of question."""


class Figure(NamedTuple):
    """What is measured, at how many edges, and in which unit."""

    name: str
    edges: int
    unit: str = "ms"


def show(figure: Figure, values: Sequence[float], ratio: str = "", note: str = "") -> None:
    """Print one row: median and tail.

    Args:
        figure: What was measured.
        values: The measurements, in the figure's unit.
        ratio: Beside what, how many times, and whether that meets the target.
        note: What else is to be known.
    """
    ordered = sorted(values)
    tail = (ordered[int(part * (len(ordered) - 1) + 0.5)] for part in (0.9, 0.99))
    shown = "".join(f"{value:10.2f}" for value in (statistics.median(ordered), *tail))
    print(
        f"{figure.name:<44}{figure.edges:>9.0e}{shown} {figure.unit:<3} n={len(ordered):<4}"
        f" {ratio:<28} {note}".rstrip(),
        flush=True,
    )


def target(ratio: float, *, least: float | None = None, most: float | None = None) -> str:
    """Say whether a ratio meets its target.

    Args:
        ratio: What was measured.
        least: What it must reach, if that is set.
        most: What it must not exceed, if that is set.

    Returns:
        The ratio and, where there is a target, whether it is met.
    """
    if least is not None:
        return f"{ratio:.2f}x (>= {least:g}) {'ok' if ratio >= least else 'OVER'}"
    if most is not None:
        return f"{ratio:.2f}x (<= {most:g}) {'ok' if ratio <= most else 'OVER'}"
    return f"{ratio:.2f}x"


class Reply(NamedTuple):
    """How many seconds an answer took, and the lengths of the paths.

    Where the question was given up they are the limit and ``None``.
    """

    seconds: float
    lengths: list[int] | None


class Engine:
    """A process that answers questions about one graph."""

    def __init__(self, name: str, folder: Path, limit: float) -> None:
        """Start it, and wait until it has the graph in memory."""
        self.name = name
        self.process = subprocess.Popen(
            (PYTHON, ENGINES, name, folder, str(limit)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=ENVIRONMENT,
        )
        word, *told = self._line()
        self.is_absent = word == "absent"
        self.kinds: list[str] = [] if self.is_absent else told[3]
        self.told = told

    def _line(self) -> list[Any]:
        if self.process.stdout is None:
            raise RuntimeError(self.name)
        line = self.process.stdout.readline()
        if not line:
            print(f"{self.name} ended", file=sys.stderr)
            raise SystemExit(3)
        return list(json.loads(line))

    def ask(self, kind: str, pairs: Pairs) -> list[Reply]:
        """Ask some questions, one right after the other.

        Args:
            kind: Of which kind.
            pairs: The two nodes of each.

        Returns:
            The reply to each.
        """
        if self.process.stdin is None:
            raise RuntimeError(self.name)
        self.process.stdin.write(json.dumps([kind, pairs]) + "\n")
        self.process.stdin.flush()
        return [Reply(*each) for each in self._line()]

    def close(self) -> None:
        """Let it end."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        self.process.wait()


class Timing(NamedTuple):
    """What one engine took for questions of one kind, in ms, and how often it was given up."""

    spent: list[float]
    given_up: int
    differing: int


def interleaved(engines: Sequence[Engine], kind: str, pairs: Pairs) -> dict[str, Timing]:
    """Ask engines the same questions in turn.

    Args:
        engines: The engines, ours first, which the others' answers are compared with.
        kind: Of which kind the questions are.
        pairs: About which nodes.

    Returns:
        What each took that knows such questions.
    """
    spent: dict[str, list[float]] = {each.name: [] for each in engines if kind in each.kinds}
    late = dict.fromkeys(spent, 0)
    differing = dict.fromkeys(spent, 0)
    for begin in range(0, len(pairs), TURN):
        turn = pairs[begin : begin + TURN]
        first: list[list[int] | None] = [None] * len(turn)
        for engine in engines:
            if engine.name not in spent or sum(spent[engine.name]) > BUDGET * 1000:
                continue
            for place, reply in enumerate(engine.ask(kind, turn)):
                spent[engine.name].append(reply.seconds * 1000)
                late[engine.name] += reply.lengths is None
                first[place] = reply.lengths if first[place] is None else first[place]
                differing[engine.name] += reply.lengths not in (None, first[place])
    return {name: Timing(values, late[name], differing[name]) for name, values in spent.items()}


def beside(timings: dict[str, Timing], ours: str, other: str) -> float:
    """Compare two engines by the questions that both were asked.

    Args:
        timings: What they took.
        ours: The one to divide by.
        other: The one to divide.

    Returns:
        How many times longer the other's median is.
    """
    both = min(len(timings[name].spent) for name in (ours, other))
    medians = (statistics.median(timings[name].spent[:both]) for name in (other, ours))
    return next(medians) / next(medians)


def process_times(commands: Sequence[Sequence[str]]) -> list[float]:
    """Run commands one after the other.

    Args:
        commands: The commands.

    Returns:
        How many ms each took, from start to end.

    Raises:
        SystemExit: If one fails, because then its time means nothing.
    """
    taken = []
    for command in commands:
        begun = time.perf_counter()
        finished = subprocess.run(
            command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=ENVIRONMENT
        )
        taken.append((time.perf_counter() - begun) * 1000)
        if finished.returncode != 0:
            print(finished.stderr.decode("utf-8", "replace"), file=sys.stderr)
            raise SystemExit(3)
    return taken


def told_by(command: Sequence[str]) -> tuple[list[float], float]:
    """Run a command that ends by telling figures on the standard error.

    Args:
        command: The command.

    Returns:
        The figures of its last line there, and the most memory that it took, in MB.

    Raises:
        SystemExit: If it fails.
    """
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT
    ) as process:
        said = "" if process.stderr is None else process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        print(said, file=sys.stderr)
        raise SystemExit(3)
    return [float(word) for word in said.splitlines()[-1].split()], usage.ru_maxrss / 1024
