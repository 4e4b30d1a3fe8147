"""Kill ingests, over and over: ``python killing.py STORE FILE HOW``; prints what became of it.

Each run is a fork, so that many fit in a short time. ``HOW`` says when a run is killed: anywhere,
late (in its last tenth), or at each step of the packing or of the switch to the new generation.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from astrograph.ingest.run import ingest_file
from astrograph.store import directory
from astrograph.store.layout import Layout
from astrograph.store.packing import Packing
from incoming import held

if TYPE_CHECKING:
    from collections.abc import Callable

KILLS = 18
STEPS: dict[str, tuple[tuple[object, str], ...]] = {
    "at each step of the switch": (
        (directory, "_to_disk"),
        (Path, "replace"),
        (directory, "switch"),
    ),
    "at each step of the packing": (
        *((Packing, f"_{name}") for name in ("read", "number", "sign", "enter", "settle", "price")),
        *((Layout, name) for name in ("put_words", "write")),
    ),
}


def forked(work: Callable[[], object]) -> int:
    """Start a piece of work in a process of its own; return its number."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = int(bool(work()))
        finally:
            os._exit(code)
    return child


def code_of(child: int) -> int:
    """Wait for a process; return its exit code, negative for a signal."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def killing_itself(store: Path, new: Path, how: str, step: int) -> None:
    """Run an ingest that is killed at a step; even steps come before it is done."""
    steps = iter(range(1000))

    def watched(call: Callable[..., object]) -> Callable[..., object]:
        def run(*arguments: object) -> object:
            if next(steps) == step:
                os.kill(os.getpid(), signal.SIGKILL)
            done = call(*arguments)
            if next(steps) == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return done

        return run

    for owner, name in STEPS[how]:
        setattr(owner, name, watched(getattr(owner, name)))
    ingest_file(new, store)


def main() -> None:
    """Kill, look, and begin again from the old store."""
    store, new, how = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    saved = store.with_name("saved")
    shutil.copytree(store, saved)
    old = set(held_apart(store))
    begun = time.monotonic()
    code_of(forked(lambda: ingest_file(new, store).refused))
    takes = time.monotonic() - begun
    whole = set(held_apart(store))
    result: dict[str, object] = {"kills": 0, "old": 0, "new": 0, "torn": []}
    chance = random.Random(7)  # noqa: S311 -- it picks moments, not secrets
    trials = range(400) if how.startswith("at each") else range(KILLS)
    for trial in trials:
        shutil.rmtree(store)
        shutil.copytree(saved, store)
        if how.startswith("at each"):
            child = forked(lambda step=trial: killing_itself(store, new, how, step))  # type: ignore[misc]
        else:
            child = forked(lambda: ingest_file(new, store).refused)
            time.sleep(takes * chance.uniform(0.9 if how == "late" else 0.0, 1.0))
            os.kill(child, signal.SIGKILL)
        killed = code_of(child) == -signal.SIGKILL
        if how.startswith("at each") and not killed:
            break
        found = set(held_apart(store))
        name = "old" if found == old else "new" if found == whole else "torn"
        if name == "torn":
            result["torn"].append(trial)  # type: ignore[attr-defined]
        else:
            result[name] += 1  # type: ignore[operator]
        result["kills"] += 1  # type: ignore[operator]
    sys.stdout.write(json.dumps(result))


def held_apart(store: Path) -> list[str]:
    """Return what a store holds, read in a process of its own, its engine included."""
    reading, writing = os.pipe()

    def read() -> int:
        from astrograph import open_store

        count = len(open_store(store).engine())
        lines = [repr(record) for record in held(store)]
        with os.fdopen(writing, "w") as out:
            json.dump([*lines, str(count)], out)
        return 0

    child = forked(read)
    os.close(writing)
    with os.fdopen(reading) as given:
        text = given.read()
    return json.loads(text) if code_of(child) == 0 else ["unreadable"]


if __name__ == "__main__":
    main()
