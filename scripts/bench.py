"""Measures how long the commands take, beside `python -c "import click"` in the same run.

The commands take turns, so that whatever else the machine does falls on all of them alike;
the ratio of the medians is what counts (on a busy machine the ratio of the fastest runs tells
more, so it stands beside). Every command has run once before, as a user's would have.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
ASTROGRAPH = str(BIN / "astrograph")
LAUNCHER = str(ROOT / "scripts" / "astrograph")
# As a user's Python does, keep what has been compiled: some environments forbid it.
ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
BASELINE = 'python -c "import click"'
QUERY = "SELECT ?who { ?who ag:leads id:Roscosmos }"


@dataclass
class Case:
    """One command, what it may cost, and what it did cost.

    Attributes:
        name: How the command is shown.
        command: The command itself.
        target: The highest ratio to the baseline, or None where none is set.
        seconds: One measurement a round.
    """

    name: str
    command: tuple[str, ...]
    target: float | None = None
    seconds: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """The middle one of the measurements, in seconds."""
        return statistics.median(self.seconds)

    @property
    def fastest(self) -> float:
        """The shortest of the measurements, in seconds."""
        return min(self.seconds)


def cases() -> list[Case]:
    """List what is measured, the baseline first.

    Returns:
        The cases, without measurements.
    """
    return [
        Case(BASELINE, (str(BIN / "python"), "-c", "import click")),
        Case("astrograph --help", (ASTROGRAPH, "--help"), 1.6),
        Case("scripts/astrograph --help", (LAUNCHER, "--help")),
        Case("astrograph find Rogozin", (ASTROGRAPH, "find", "Rogozin"), 2.0),
        Case("astrograph show Roscosmos", (ASTROGRAPH, "show", "Roscosmos"), 2.0),
        Case("astrograph path Rogozin ISS", (ASTROGRAPH, "path", "Rogozin", "ISS"), 2.0),
        Case(f"astrograph query '{QUERY}'", (ASTROGRAPH, "query", QUERY), 2.5),
    ]


def measure(case: Case) -> None:
    """Run a case once and note the time.

    Args:
        case: The case, which gets one more measurement.

    Raises:
        SystemExit: If the command fails, because then its time means nothing.
    """
    begin = time.perf_counter()
    finished = subprocess.run(
        case.command,
        check=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=ENVIRONMENT,
    )
    case.seconds.append(time.perf_counter() - begin)
    if finished.returncode != 0:
        message = finished.stderr.decode("utf-8", "replace").strip()
        print(f"{case.name} failed: {message}", file=sys.stderr)
        raise SystemExit(3)


def report(measured: list[Case]) -> bool:
    """Print a table of the medians, their ratios and the targets.

    Args:
        measured: The cases: the baseline, the help without and with the launcher, the others.

    Returns:
        Whether every target is met.
    """
    baseline, direct, launched = measured[:3]
    width = max(len(case.name) for case in measured)
    print(f"{'command':<{width}}  median ms  ratio  fastest ms  ratio  target")
    met = True
    for case in measured:
        ratio = case.median / baseline.median
        line = f"{case.name:<{width}}  {case.median * 1000:9.1f}  {ratio:5.2f}"
        line += f"  {case.fastest * 1000:10.1f}  {case.fastest / baseline.fastest:5.2f}"
        if case.target is not None:
            fits = ratio <= case.target
            met = met and fits
            line += f"  {case.target:5.1f}x {'ok' if fits else 'OVER'}"
        print(line)
    pairs = zip(direct.seconds, launched.seconds, strict=True)
    overhead = statistics.median(later - sooner for sooner, later in pairs)
    print(f"scripts/astrograph adds {overhead * 1000:.1f} ms to the installed command")
    return met


def main() -> int:
    """Measure and print.

    Returns:
        The exit code: 0 done, 1 a target missed under --gate.
    """
    parser = argparse.ArgumentParser(prog="scripts/bench", description="Warm start, measured.")
    parser.add_argument("--rounds", type=int, default=15, help="measurements of each (default 15)")
    parser.add_argument("--gate", action="store_true", help="fail when a target is missed")
    arguments = parser.parse_args()
    if arguments.rounds < 1:
        parser.error("--rounds takes a number from 1 on")
    measured = cases()
    for case in measured:
        measure(case)
        case.seconds.clear()
    for _ in range(arguments.rounds):
        for case in measured:
            measure(case)
    print(f"medians of {arguments.rounds} interleaved rounds, Python {sys.version.split()[0]}")
    met = report(measured)
    return 1 if arguments.gate and not met else 0


if __name__ == "__main__":
    sys.exit(main())
