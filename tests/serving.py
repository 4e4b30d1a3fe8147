"""Starts `astrograph serve` for tests, and stops it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import httpx2

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 60.0
BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
"""What browsers send."""


class Served(NamedTuple):
    """A server that runs: its address, a client for it, its process and its log."""

    address: str
    client: httpx2.Client
    process: subprocess.Popen[str]
    log: Path

    def records(self) -> list[dict[str, Any]]:
        """Return what it has logged so far."""
        lines = self.log.read_text(encoding="utf-8").splitlines(keepends=True)
        return [json.loads(each) for each in lines if each[0] == "{" and each[-1] == "\n"]

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
    with tempfile.NamedTemporaryFile("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=log, text=True, env=dict(os.environ)
        )
        with process:
            try:
                assert process.stdout is not None
                address = process.stdout.readline().strip()
                assert address.startswith("http://"), Path(log.name).read_text(encoding="utf-8")
                with httpx2.Client(base_url=address, timeout=PATIENCE) as client:
                    yield Served(address, client, process, Path(log.name))
            finally:
                process.kill()
