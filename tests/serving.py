"""Starts `astrograph serve` for tests, and stops it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import httpx2

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

PATIENCE = 60.0


class Served(NamedTuple):
    """A server that runs: its address, a client for it, its process and its log."""

    address: str
    client: httpx2.Client
    process: subprocess.Popen[str]
    log: IO[str]

    def records(self) -> list[dict[str, Any]]:
        """Return what it has logged so far."""
        self.log.seek(0)
        return [json.loads(line) for line in self.log if line.startswith("{")]

    def stop(self, by: int = signal.SIGTERM) -> int:
        """Tell it to stop, and return its exit code."""
        self.process.send_signal(by)
        return self.process.wait(PATIENCE)


@contextmanager
def serving(*options: str, before: tuple[str, ...] = ()) -> Iterator[Served]:
    """Run a server on a free port while the block lasts.

    Args:
        options: What follows ``serve``.
        before: What stands before it.
    """
    command = (sys.executable, "-m", "astrograph", *before, "serve", "--port", "0", *options)
    with tempfile.TemporaryFile("w+", encoding="utf-8") as log:
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=log, text=True, env=dict(os.environ)
        )
        with process:
            try:
                assert process.stdout is not None
                address = process.stdout.readline().strip()
                log.seek(0)
                assert address.startswith("http://"), log.read()
                with httpx2.Client(base_url=address, timeout=PATIENCE) as client:
                    yield Served(address, client, process, log)
            finally:
                process.kill()
