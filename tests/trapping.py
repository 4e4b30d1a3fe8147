"""Traps: an address where nobody may knock, and a watch over whom a program's processes call."""

from __future__ import annotations

import os
import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KNOCKED = "KNOCKED AT"
_WATCH = f"""
import sys

def watch(event, given):
    if event in ("socket.connect", "socket.sendto") and not isinstance(given[1], (str, bytes)):
        sys.stderr.write(f"{KNOCKED} {{given[1]}}\\\\n")

sys.addaudithook(watch)
"""


@contextmanager
def trap() -> Iterator[tuple[str, list[str]]]:
    """Listen at an address, and note who comes."""
    visits: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def watch() -> None:
            while True:
                try:
                    visitor, address = server.accept()
                except OSError:
                    return
                visits.append(str(address))
                visitor.close()

        threading.Thread(target=watch, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/", visits


@contextmanager
def watched(folder: Path) -> Iterator[None]:
    """Have every program of Python that starts say on its standard error whom it calls.

    Args:
        folder: An empty one, for what they load.
    """
    (folder / "sitecustomize.py").write_text(_WATCH, encoding="utf-8")
    before = os.environ.get("PYTHONPATH")
    places = str(folder) if before is None else f"{folder}{os.pathsep}{before}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", places)
        yield
