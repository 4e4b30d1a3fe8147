"""The server as a process: it starts, guards its connections, tells of itself, and stops."""

from __future__ import annotations

import asyncio
import contextlib
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from starlette.requests import Request
from uvicorn import Config
from uvicorn.server import ServerState

from astrograph.server import asking, guard, refusals
from astrograph.server.refusals import Refusal
from connections import heard as talked
from looping import finished
from serving import PATIENCE, serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from serving import Served

SMUGGLED = (
    b"POST /sparql HTTP/1.1\r\nhost: a\r\ncontent-length: 4\r\n"
    b"transfer-encoding: chunked\r\n\r\n0\r\n\r\n"
)
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def connected(served: Served) -> socket.socket:
    """Open a bare connection."""
    address = urlsplit(served.address)
    return socket.create_connection((str(address.hostname), address.port or 0), PATIENCE)


def told(connection: socket.socket) -> bytes:
    """Return all that is said until the other end hangs up."""
    return b"".join(iter(lambda: connection.recv(65536), b""))


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_it_finishes_what_it_is_at_and_stops(by: int) -> None:
    """A query that runs is answered before the end."""
    with serving("--timeout", "2", "--workers", "1") as served:
        answers: list[int] = []

        def ask() -> None:
            answers.append(served.client.get("/sparql", params={"query": SLOW}).status_code)

        asking = threading.Thread(target=ask)
        asking.start()
        while "astrograph_workers_busy 1.0" not in served.client.get("/metrics").text:
            time.sleep(0.01)
        code = served.stop(by)
        asking.join()

        assert (code, answers) == (0, [503])
        assert "Traceback" not in served.log.read_text(encoding="utf-8")


def test_a_port_in_use_is_told_in_one_line(server: Served) -> None:
    """With the exit code of a job that failed."""
    port = str(urlsplit(server.address).port)
    command = (sys.executable, "-m", "astrograph", "serve", "--port", port)
    ended = subprocess.run(command, capture_output=True, text=True, check=False)

    assert ended.returncode == 3
    assert f"cannot listen on 127.0.0.1, port {port}" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_store_that_cannot_be_opened_is_told_as_everywhere(tmp_path: Path) -> None:
    """Before anything is served."""
    missing = str(tmp_path / "missing.ttl")
    command = (sys.executable, "-m", "astrograph", "--store", missing, "serve", "--port", "0")
    ended = subprocess.run(command, capture_output=True, text=True, check=False)

    assert ended.returncode == 3
    assert missing in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_missing_folder_of_texts_is_told_at_once(tmp_path: Path) -> None:
    """And not by every answer that would quote them."""
    missing = str(tmp_path / "missing")
    command = (sys.executable, "-m", "astrograph", "--sources", missing, "serve", "--port", "0")
    ended = subprocess.run(command, capture_output=True, text=True, check=False)

    assert ended.returncode == 3
    assert f"no such folder of sources: {missing}" in ended.stderr


def test_it_says_that_it_is_well(server: Served) -> None:
    """When a worker answers."""
    answer = server.client.get("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_it_counts_what_it_does(server: Served) -> None:
    """As Prometheus reads it: requests, times, memory."""

    def asked() -> float:
        text = server.client.get("/metrics").text
        found = re.search(r'requests_total\{path="/sparql",status="200"\} (\S+)', text)
        return float(found[1]) if found else 0.0

    before = asked()
    server.client.get("/sparql", params={"query": "ASK {}"})

    assert asked() == before + 1
    text = server.client.get("/metrics").text
    assert "process_resident_memory_bytes" in text
    assert 'astrograph_request_seconds_bucket{le="0.1",path="/sparql"}' in text


def test_the_log_has_a_line_a_request_without_the_query(server: Served) -> None:
    """Only its hash, by which like queries can be told."""
    server.client.get("/sparql", params={"query": "ASK { <urn:secret> ?p ?o }"})
    server.client.get("/healthz")  # What came before is in the log by now.
    record = [each for each in server.records() if each["path"] == "/sparql"][-1]

    assert (record["method"], record["status"]) == ("GET", 200)
    assert record["bytes"] > 0
    assert re.fullmatch(r"[0-9a-f]{16}", record["query"])
    assert "secret" not in str(record)


def test_queries_are_logged_when_that_is_asked_for() -> None:
    """Line breaks are escaped: a line stays a request."""
    with serving("--log-queries", "--workers", "1") as served:
        served.client.get("/sparql", params={"query": "ASK {\n}"})
        served.client.get("/healthz")  # What came before is in the log by now.
        record = served.records()[0]

    assert record["query"] == "ASK {\n}"


@pytest.mark.parametrize(
    ("request_text", "status"),
    [
        (b"nonsense\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nhost: a\r\nbad header\r\n\r\n", 400),
        (b"POST /sparql HTTP/1.1\r\nhost: a\r\ncontent-length: -1\r\n\r\n", 400),
        (SMUGGLED, 400),
        (b"GET / HTTP/1.1\r\nhost: a\r\n" + b"x: y\r\n" * 20_000 + b"\r\n", 431),
        (b"GET /" + b"x" * 100_000, 431),
    ],
)
def test_what_is_no_good_http_is_refused_in_the_same_shape(
    server: Served, request_text: bytes, status: int
) -> None:
    """Also before there is a request at all."""
    with connected(server) as connection:
        connection.sendall(request_text)
        head, _, content = told(connection).partition(b"\r\n\r\n")

    assert head.startswith(b"HTTP/1.1 %d " % status)
    assert content.startswith(b'{"error": {"kind": ')


def test_an_asker_who_hangs_up_does_no_harm(server: Served) -> None:
    """Whenever that is."""
    for _ in range(5):
        with connected(server) as connection:
            connection.sendall(
                b"GET /sparql?query=SELECT+*+%7B+?s+?p+?o+%7D HTTP/1.1\r\nhost: a\r\n\r\n"
            )

    # Whoever is in a hurry meets a worker at what nobody waits for any more.
    answer = server.client.get("/sparql", params={"query": "ASK { id:NASA ag:leads id:Hm }"})
    assert answer.status_code == 200


@pytest.mark.parametrize("said", [b"", b"GET / HTTP/1.1\r\nhost: a\r\n"])
def test_a_connection_that_says_too_little_is_closed(
    monkeypatch: pytest.MonkeyPatch, said: bytes
) -> None:
    """Nothing at all, or half a head."""
    monkeypatch.setattr(guard, "HEAD_SECONDS", 0.05)

    assert finished(heard(said)) == b""


def test_an_answer_that_nobody_takes_is_thrown_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that answers do not pile up."""
    monkeypatch.setattr(guard, "DRAIN_SECONDS", 0.05)
    monkeypatch.setattr(guard, "HEAD_SECONDS", PATIENCE)

    async def large(scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 -- as ASGI has it
        assert scope, receive
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": bytes(1 << 26)})

    async def ask_and_not_listen() -> None:
        async with guarded(large) as (port, state), asyncio.timeout(PATIENCE):
            _, writer = await asyncio.open_connection("127.0.0.1", port, limit=1)
            writer.write(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n")
            while not state.total_requests:  # noqa: ASYNC110 -- uvicorn tells nobody
                await asyncio.sleep(0.01)
            while state.connections:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            writer.close()

    finished(ask_and_not_listen())


def test_a_body_that_nobody_reads_may_not_go_on_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its request is answered, and the connection closed a while later."""
    monkeypatch.setattr(guard, "REST_SECONDS", 0.05)

    async def quick(scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 -- as ASGI has it
        assert scope, receive
        await send({"type": "http.response.start", "status": 405, "headers": []})
        await send({"type": "http.response.body", "body": b"no"})

    async def drip() -> None:
        async with guarded(quick) as (port, _), asyncio.timeout(PATIENCE):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"PUT / HTTP/1.1\r\nhost: a\r\ncontent-length: 999999\r\n\r\n")
            assert await reader.readuntil(b" 405 ")
            with contextlib.suppress(ConnectionError):
                while not reader.at_eof():
                    writer.write(b"x")
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(reader.read(99), 0.01)
            writer.close()

    finished(drip())


def test_a_body_that_drips_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sends it is told so, and hung up on."""
    monkeypatch.setattr(asking, "BODY_SECONDS", 0.05)

    async def reading(scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 -- as ASGI has it
        request = Request(scope, receive)
        try:
            await asking.body(request, 99)
        except Refusal as refusal:
            await (await refusals.on_refusal(request, refusal))(scope, receive, send)

    async def drip() -> bytes:
        async with guarded(reading) as (port, _), asyncio.timeout(PATIENCE):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 90\r\n\r\nx")
            told = await reader.read()
            writer.close()
            return told

    told = finished(drip())
    assert told.startswith(b"HTTP/1.1 408 ")
    assert b'"kind": "RequestTimeout"' in told


def test_requests_that_wait_are_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that came first are answered; then the connection is closed."""
    monkeypatch.setattr(guard, "MAX_QUEUED", 2)
    asked = [b"GET / HTTP/1.1\r\nhost: a\r\n\r\n" * 9]

    assert len(finished(talked(asked)).requests) == 3


def test_one_connection_too_many_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before it has said a word."""
    monkeypatch.setattr(guard, "MAX_CONNECTIONS", 0)

    assert finished(heard(b"")).startswith(b"HTTP/1.1 503 ")


async def heard(said: bytes) -> bytes:
    """Say something to a guarded connection, and return what is heard until it is closed."""

    async def silent(scope: object, receive: object, send: object) -> None:
        raise AssertionError(scope, receive, send)

    async with guarded(silent) as (port, _):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(said)
        answer = await reader.read()
        writer.close()
        return answer


@contextlib.asynccontextmanager
async def guarded(app: Any) -> AsyncIterator[tuple[int, ServerState]]:  # noqa: ANN401 -- an ASGI application
    """Serve an application by guarded connections, on the port that is given; its state as well."""
    config = Config(app, log_config=None, lifespan="off", interface="asgi3")
    state, loop = ServerState(), asyncio.get_running_loop()

    def protocol() -> guard.GuardedProtocol:
        return guard.GuardedProtocol(config=config, server_state=state, app_state={})

    async with await loop.create_server(protocol, "127.0.0.1", 0) as listener:
        yield listener.sockets[0].getsockname()[1], state
