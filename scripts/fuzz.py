"""Searches for bytes that some reader falls over, guided by what code they reach.

Each target runs in a process of its own, so that one which ends its process is noticed too. The
inputs that reached something new lie in `.venv/fuzz/corpus`, where the next run begins; those that
broke something, in `.venv/fuzz/found`.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".venv" / "fuzz"
CORPUS, FOUND = HOME / "corpus", HOME / "found"
LONGEST = 4096
"""How many bytes an input has at most; the limits above that have tests of their own."""

STUCK_SECONDS = 20
MEMORY_MIB = 2048
INSIDE = "--inside"
_STATE = re.compile(r"#(\d+)\s+\w+.*?\bcov: (\d+)")
_DONE = re.compile(r"stat::number_of_executed_units:\s+(\d+)")


class Outcome(NamedTuple):
    """What came of a target: how often it ran, how many edges it reached, and what it fell over."""

    target: str
    runs: int
    edges: int
    found: int


def main(given: Sequence[str]) -> int:
    """Run the targets one after the other, and tell of each.

    Args:
        given: The arguments.

    Returns:
        The exit code: 0, or 1 when something was found.
    """
    parser = argparse.ArgumentParser(prog="scripts/fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="all, if none is named")
    parser.add_argument("--seconds", type=int, default=60, help="for each target (default: 60)")
    parser.add_argument("--list", action="store_true", help="name the targets")
    asked = parser.parse_args(given)
    known = _targets()
    unknown = set(asked.targets) - set(known)
    if asked.list or unknown:
        print("\n".join(known))
        return 2 if unknown else 0
    outcomes = [_search(name, asked.seconds) for name in asked.targets or known]
    return 1 if any(each.found for each in outcomes) else 0


def _targets() -> list[str]:
    from fuzz_targets import TARGETS

    return list(TARGETS)


def _search(name: str, seconds: int) -> Outcome:
    """Run one target in a process of its own."""
    corpus = CORPUS / name
    for folder in (corpus, FOUND):
        folder.mkdir(parents=True, exist_ok=True)
    command = [
        *(sys.executable, __file__, INSIDE, name, str(corpus)),
        *(f"-max_total_time={seconds}", f"-max_len={LONGEST}", f"-timeout={STUCK_SECONDS}"),
        *(f"-rss_limit_mb={MEMORY_MIB}", "-print_final_stats=1"),
        f"-artifact_prefix={FOUND / name}-",
    ]
    environment = {**os.environ, "PYTHONPATH": f"{HOME}:{ROOT / 'tests'}:{Path(__file__).parent}"}
    ran = subprocess.run(
        command, capture_output=True, text=True, errors="replace", env=environment, check=False
    )
    states = _STATE.findall(ran.stderr)
    done = _DONE.search(ran.stderr)
    runs = int(done[1]) if done else int(states[-1][0]) if states else 0
    outcome = Outcome(name, runs, max((int(edges) for _, edges in states), default=0), 0)
    if ran.returncode:
        outcome = outcome._replace(found=1)
        print(_told(ran.stdout, ran.stderr), file=sys.stderr)
    print(f"{name:<12} {outcome.runs:>12,} runs {outcome.edges:>7,} edges {outcome.found} found")
    sys.stdout.flush()
    return outcome


def _told(written: str, said: str) -> str:
    """Return what is worth reading of a run that found something: the error, and the input."""
    traceback = written[written.find("=== Uncaught") :][:4000] if "=== Uncaught" in written else ""
    lines = [line for line in said.splitlines() if not line.startswith(("#", "INFO", "\tNEW"))]
    return traceback + "\n".join(lines[-25:])


def _inside(name: str, arguments: Sequence[str]) -> None:
    """Be the process that searches; the modules are loaded here, so that they can be watched."""
    atheris = import_module("atheris")
    with atheris.instrument_imports(include=["astrograph", "httptools", "tomllib"]):
        from astrograph.query.offline import stay_offline
        from fuzz_seeds import seeds
        from fuzz_targets import TARGETS

        tried = TARGETS[name]()
    stay_offline()
    for number, content in enumerate(seeds(name)):
        (Path(arguments[0]) / f"seed-{number:03}").write_bytes(content[:LONGEST])
    atheris.Setup([sys.argv[0], *arguments], tried)
    atheris.Fuzz()


if __name__ == "__main__":
    if sys.argv[1:2] == [INSIDE]:
        _inside(sys.argv[2], sys.argv[3:])
    else:
        sys.exit(main(sys.argv[1:]))
