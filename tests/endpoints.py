"""Starts SPARQL servers of others on loopback for tests, loaded with a graph, and stops them."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sysconfig
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 60.0
GRAPH = "http://example.org/graph"

CONFIGURATION = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 10000
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 4
[SPARQL]
ResultSetMaxRows = 10000
"""
"""Memory for little, and the limit of rows that Debian's own configuration sets."""


@contextmanager
def oxigraph(folder: Path, triples: bytes) -> Iterator[str]:
    """Serve N-Triples by Oxigraph's own server; yield the address of the endpoint."""
    program = Path(sysconfig.get_path("scripts")) / "oxigraph"
    data, place, port = folder / "data.nt", folder / "store", free_port()
    data.write_bytes(triples)
    subprocess.run(
        [program, "load", "-l", place, "-f", data], check=True, capture_output=True, timeout=600
    )
    address = f"http://127.0.0.1:{port}"
    command: list[str | Path] = [
        program,
        "serve-read-only",
        "-l",
        place,
        "--bind",
        f"127.0.0.1:{port}",
    ]
    with _running(command, f"{address}/query?query=ASK%7B%7D"):
        yield f"{address}/query"


@contextmanager
def virtuoso(folder: Path, triples: bytes) -> Iterator[str]:
    """Serve N-Triples by Virtuoso, from a graph that the address names; skip where it is absent."""
    program, sql = shutil.which("virtuoso-t"), shutil.which("isql-vt")
    if program is None or sql is None:
        pytest.skip("needs Virtuoso: scripts/setup system")
    (folder / "data.nt").write_bytes(triples)
    ports = {"sql": free_port(), "http": free_port()}
    settings = folder / "virtuoso.ini"
    settings.write_text(CONFIGURATION.format(folder=folder, **ports), encoding="utf-8")
    address = f"http://127.0.0.1:{ports['http']}/sparql"
    command: list[str | Path] = [program, "+configfile", settings, "+foreground"]
    with _running(command, f"{address}?query=ASK%7B%7D"):
        load = f"ld_dir('{folder}', 'data.nt', '{GRAPH}'); rdf_loader_run(); checkpoint;"
        subprocess.run(
            [sql, f"127.0.0.1:{ports['sql']}", "dba", "dba", f"exec={load}"],
            check=True,
            capture_output=True,
            timeout=600,
        )
        yield f"{address}?default-graph-uri={GRAPH}"


def free_port() -> int:
    """Return a port of loopback on which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def _running(command: list[str | Path], ready: str) -> Iterator[None]:
    """Run a server while the block lasts, from when an address answers."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            until = time.monotonic() + PATIENCE
            while not _answers(ready):
                assert process.poll() is None, f"{command[0]} ended"
                assert time.monotonic() < until, f"{command[0]} does not answer"
                time.sleep(0.1)
            yield
        finally:
            process.terminate()


def _answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=5):  # noqa: S310 -- loopback
            return True
    except HTTPError:
        return True
    except (URLError, OSError):
        return False
