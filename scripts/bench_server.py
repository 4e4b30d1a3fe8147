"""Measures how many queries a second `astrograph serve` answers, beside two other servers.

All of them hold the same triples and are asked by wrk over loopback, one server after the other in
each round. Queries are asked again and again ("again"), or each but once ("once"), which answers
that are kept cannot help. `OVER` stands behind what misses its bar.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

BIN = Path(sys.executable).parent
CONNECTIONS = (1, 16, 64)
AGAIN, ONCE = "again", "once"
ENTITIES = 100
DIFFERENT = 50
"""How many queries are asked again and again."""

PREFIXES = """
PREFIX ag: <https://w3id.org/astrograph/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
QUERIES = (
    "SELECT ?label {{ <{iri}> rdfs:label ?label }}",
    "SELECT ?p ?o ?label {{ <{iri}> ?p ?o . OPTIONAL {{ ?o rdfs:label ?label }} }} LIMIT 20",
    "SELECT ?claim ?p ?o {{ ?claim ag:subject <{iri}> ; ag:predicate ?p ; ag:object ?o }} LIMIT 20",
    "ASK {{ ?someone ag:leads <{iri}> }}",
)
LUA = """
local asked, salt, n = {{ {addresses} }}, {salt}, 0
request = function()
  n = n + 1
  return wrk.format("GET", asked[n % #asked + 1] .. (salt and "%23" .. salt .. "." .. n or ""))
end
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format("TOLD %d %d %d %d\\n", summary.requests, summary.duration,
    latency:percentile(99), e.connect + e.read + e.write + e.status + e.timeout))
end
"""
LEAST_OF_OXIGRAPH, LEAST_OF_RDFLIB = 0.3, 5.0


class Server(NamedTuple):
    """A server that runs: its name, the address of its endpoint, and its process."""

    name: str
    endpoint: str
    process: subprocess.Popen[bytes]

    def memory(self) -> float:
        """Return how many MiB it takes, with all processes that it has started."""
        pages = 0
        for pid in _family(self.process.pid):
            try:
                pages += int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
            except OSError:
                continue
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


class Told(NamedTuple):
    """What wrk tells: requests a second, the 99th percentile in ms, and how many failed."""

    rate: float
    late: float
    errors: int


def _family(pid: int) -> Iterator[int]:
    yield pid
    try:
        tasks = Path(f"/proc/{pid}/task").iterdir()
        children = [each for task in tasks for each in (task / "children").read_text().split()]
    except OSError:
        return
    for child in children:
        yield from _family(int(child))


def _port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def _running(name: str, command: list[str | Path], endpoint: str, cwd: Path) -> Iterator[Server]:
    """Run a server until the block ends; wait until it answers."""
    with (cwd / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=cwd)
        try:
            while True:
                try:
                    with urlopen(f"{endpoint}?query=ASK%7B%7D", timeout=10):  # noqa: S310 -- loopback
                        break
                except URLError:
                    if process.poll() is not None:
                        raise SystemExit(f"{name} has ended: see {log.name}") from None
                    time.sleep(0.2)
            yield Server(name, endpoint, process)
        finally:
            process.terminate()
            process.wait(60)


def _ours(slice_name: str, folder: Path) -> AbstractContextManager[Server]:
    port = _port()
    command: list[str | Path] = [sys.executable, "-m", "astrograph", "--slice", slice_name]
    command += ["serve", "--port", str(port)]
    return _running("astrograph", command, f"http://127.0.0.1:{port}/sparql", folder)


def _oxigraph(triples: Path, folder: Path) -> AbstractContextManager[Server]:
    port = _port()
    loading: list[str | Path] = [BIN / "oxigraph", "load", "-l", folder / "oxigraph", "-f", triples]
    subprocess.run(loading, check=True, capture_output=True)
    command: list[str | Path] = [BIN / "oxigraph", "serve-read-only", "-l", folder / "oxigraph"]
    command += ["--bind", f"127.0.0.1:{port}"]
    return _running("oxigraph", command, f"http://127.0.0.1:{port}/query", folder)


def _rdflib(triples: Path, folder: Path) -> AbstractContextManager[Server]:
    """Install rdflib-endpoint into an environment of its own, and run it."""
    port = _port()
    venv.create(folder / "rdflib", with_pip=True)
    python = folder / "rdflib" / "bin" / "python"
    wanted = ["rdflib-endpoint[web]", "uvicorn[standard]"]
    installing: list[str | Path] = [python, "-m", "pip", "install", "--quiet", *wanted]
    subprocess.run(installing, check=True)
    (folder / "served.py").write_text(
        "import rdflib\nfrom rdflib_endpoint import SparqlEndpoint\n"
        f"graph = rdflib.Dataset(default_union=True)\ngraph.parse({str(triples)!r}, format='nt')\n"
        "app = SparqlEndpoint(graph=graph)\n",
        encoding="utf-8",
    )
    command: list[str | Path] = [python, "-m", "uvicorn", "served:app", "--port", str(port)]
    command += ["--log-level", "warning"]
    return _running("rdflib-endpoint", command, f"http://127.0.0.1:{port}/", folder)


def _addresses(slice_name: str) -> list[str]:
    """Return the parameters of different queries, about the entities that are best connected."""
    from astrograph import open_store

    iris = sorted(entity.iri for entity in open_store(slice=slice_name).entities())[:ENTITIES]
    texts = [PREFIXES + query.format(iri=iri) for iri in iris for query in QUERIES]
    return [f"query={quote(text, safe='')}" for text in texts]


def _asked(server: Server, script: Path, connections: int, seconds: int) -> Told:
    command: list[str | Path] = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s"]
    command += [script, server.endpoint]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = re.search(r"TOLD (\d+) (\d+) (\d+) (\d+)", said)
    if found is None:
        raise SystemExit(f"wrk told nothing of {server.name}:\n{said}")
    requests, duration, late, errors = map(int, found.groups())
    return Told(requests * 1e6 / duration, late / 1000, errors)


def _script(folder: Path, server: Server, addresses: list[str], salt: str) -> Path:
    """Write what wrk asks; each query but once where there is some salt."""
    path = server.endpoint.partition("127.0.0.1:")[2].partition("/")[2]
    listed = ", ".join(json.dumps(f"/{path}?{each}") for each in addresses)
    script = folder / f"{server.name}.lua"
    told = LUA.format(addresses=listed, salt=json.dumps(salt) if salt else "false")
    script.write_text(told, encoding="utf-8")
    return script


def main() -> int:
    """Print the table; return 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=5, help="for each figure")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--slice", default="article")
    given = parser.parse_args()
    if shutil.which("wrk") is None:
        raise SystemExit("this needs wrk; on Debian and Ubuntu: apt install wrk")
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        triples = folder / "graph.nt"
        with triples.open("wb") as file:
            command = [sys.executable, "-m", "astrograph", "--slice", given.slice]
            command += ["export", "--format", "nt", "--derived"]
            subprocess.run(command, check=True, stdout=file)
        servers = [
            stack.enter_context(_ours(given.slice, folder)),
            stack.enter_context(_oxigraph(triples, folder)),
            stack.enter_context(_rdflib(triples, folder)),
        ]
        return _compared(servers, folder, _addresses(given.slice), given.rounds, given.seconds)


def _compared(
    servers: list[Server], folder: Path, addresses: list[str], rounds: int, seconds: int
) -> int:
    missed = 0
    before = {server.name: server.memory() for server in servers}
    head = "".join(f"{server.name:>26}" for server in servers)
    print(
        f"{'queries, connections':22}{head}\n{'':22}" + f"{'a second   p99 ms':>26}" * len(servers)
    )
    for how in (AGAIN, ONCE):
        for connections in CONNECTIONS:
            told: dict[str, list[Told]] = {server.name: [] for server in servers}
            for number in range(rounds):
                for server in servers:
                    salt = f"{how}{connections}.{number}" if how == ONCE else ""
                    asked = addresses if how == ONCE else addresses[:DIFFERENT]
                    script = _script(folder, server, asked, salt)
                    told[server.name].append(_asked(server, script, connections, seconds))
            rates = {
                name: statistics.median(each.rate for each in all_) for name, all_ in told.items()
            }
            late = {
                name: statistics.median(each.late for each in all_) for name, all_ in told.items()
            }
            failed = {name: sum(each.errors for each in all_) for name, all_ in told.items()}
            ours, oxigraph, rdflib = rates.values()
            fits = ours >= LEAST_OF_OXIGRAPH * oxigraph and ours >= LEAST_OF_RDFLIB * rdflib
            fits = fits and not failed["astrograph"]
            missed += not fits
            row = "".join(
                f"{rates[name]:>15,.0f} {late[name]:>10,.1f}{'!' if failed[name] else ''}"
                for name in rates
            )
            ratio = f"   {ours / oxigraph:.2f}x oxigraph, {ours / rdflib:.1f}x rdflib"
            print(f"{how:>8}, {connections:<12}{row}{ratio}{'' if fits else '   OVER'}", flush=True)
            for name, number in failed.items():
                if number:
                    print(f"          {name}: {number:,} errors")
    for server in servers:
        print(
            f"memory of {server.name}: {before[server.name]:,.0f} MiB before,"
            f" {server.memory():,.0f} after"
        )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
