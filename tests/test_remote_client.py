"""What goes to an endpoint over HTTP, and how each trouble with one ends."""

from __future__ import annotations

import gzip
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from astrograph import open_store
from astrograph.errors import MisuseError, QuerySyntaxError, StoreError
from astrograph.store.remote import client as http
from astrograph.store.remote.client import GRAPH, ROWS, Client
from endpoints import free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

EMPTY = b'{"head": {"vars": ["s"]}, "results": {"bindings": []}}'

Reply = tuple[int, dict[str, str], bytes]


class Seen:
    """The requests that a server has seen."""

    def __init__(self) -> None:
        self.methods: list[str] = []
        self.paths: list[str] = []
        self.headers: list[dict[str, str]] = []


@contextmanager
def answering(reply: Callable[[int], Reply]) -> Iterator[tuple[str, Seen]]:
    """Run a server that answers its n-th request, from 0, by a function."""
    seen = Seen()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            number = len(seen.methods)
            seen.methods.append(self.command)
            seen.paths.append(self.path)
            seen.headers.append({name.title(): each for name, each in self.headers.items()})
            status, headers, body = reply(number)
            self.send_response(status)
            for name, value in {"Content-Type": ROWS, **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 -- the name that http.server calls

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql", seen
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Take away who the user is, and the pauses between tries."""
    for name in (http.USER, http.PASSWORD, http.TOKEN):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(http, "WAIT", 0.0)


def test_short_questions_go_by_get_and_long_ones_by_post() -> None:
    """What the address asks for goes along."""
    with answering(lambda _: (200, {}, EMPTY)) as (address, seen):
        asked = Client(f"{address}?default-graph-uri=http://e.org/g")

        asked.rows("SELECT ?s {}")
        asked.rows("SELECT ?s {}" + " " * 3000)

    assert seen.methods == ["GET", "POST"]
    assert "default-graph-uri=http%3A%2F%2Fe.org%2Fg" in seen.paths[0]
    assert asked.trips == 2


def test_a_busy_server_is_asked_again() -> None:
    """It may say when; then the answer counts."""
    replies = [(503, {"Retry-After": "0"}, b""), (429, {}, b""), (200, {}, EMPTY)]

    with answering(lambda number: replies[number]) as (address, seen):
        assert Client(address).rows("SELECT ?s {}") == ([], None)

    assert len(seen.methods) == 3


@pytest.mark.parametrize("status", [401, 403])
def test_a_refusal_names_the_variables(status: int) -> None:
    """The user learns what to set."""
    with (
        answering(lambda _: (status, {}, b"")) as (address, _),
        pytest.raises(StoreError, match="does not let you in") as raised,
    ):
        Client(address).rows("SELECT ?s {}")

    assert http.USER in raised.value.hint
    assert http.TOKEN in raised.value.hint


@pytest.mark.parametrize(
    ("variables", "netrc", "expected"),
    [
        ({http.TOKEN: "t0"}, "", "Bearer t0"),
        ({http.USER: "ann", http.PASSWORD: "pw"}, "", "Basic YW5uOnB3"),
        ({}, "machine 127.0.0.1 login ann password pw", "Basic YW5uOnB3"),
    ],
)
def test_who_asks_is_told_by_variables_or_netrc(
    variables: dict[str, str],
    netrc: str,
    expected: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """A token comes first, then a name and a password, then the file."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    (tmp_path / ".netrc").write_text(netrc, encoding="utf-8")
    (tmp_path / ".netrc").chmod(0o600)

    with answering(lambda _: (200, {}, EMPTY)) as (address, seen):
        Client(address).rows("SELECT ?s {}")

    assert seen.headers[0]["Authorization"] == expected


def test_a_redirection_to_another_host_gets_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the host that the user named learns who asks."""
    monkeypatch.setenv(http.TOKEN, "secret")

    with answering(lambda _: (200, {}, EMPTY)) as (other, seen):
        elsewhere = other.replace("127.0.0.1", "localhost")
        with answering(lambda _: (307, {"Location": elsewhere}, b"")) as (address, first):
            Client(address).rows("SELECT ?s {}")

    assert first.headers[0]["Authorization"] == "Bearer secret"
    assert "Authorization" not in seen.headers[0]


def test_redirections_without_end_are_given_up() -> None:
    """There are only so many."""
    with (
        answering(lambda _: (302, {"Location": "/sparql"}, b"")) as (address, seen),
        pytest.raises(StoreError, match="redirects too often"),
    ):
        Client(address).rows("SELECT ?s {}")

    assert len(seen.methods) <= http.MOVES + 1


def test_a_password_in_the_address_is_never_shown() -> None:
    """Neither as a place nor in an error."""
    address = f"http://ann:secret@127.0.0.1:{free_port()}/sparql"
    asked = Client(address)

    with pytest.raises(StoreError, match="cannot reach") as raised:
        asked.rows("SELECT ?s {}")

    assert "secret" not in f"{asked.address} {raised.value.message} {raised.value.hint}"


def test_what_is_no_endpoint_is_told_from_one() -> None:
    """A web page is no answer."""
    page = (200, {"Content-Type": "text/html"}, b"<html></html>")
    with (
        answering(lambda _: page) as (address, _),
        pytest.raises(StoreError, match="does not answer in SPARQL results but in text/html"),
    ):
        Client(address).rows("SELECT ?s {}")


def test_what_the_server_says_of_a_bad_query_is_passed_on() -> None:
    """It is misuse, not a failure."""
    with (
        answering(lambda _: (400, {}, b"error at 1:7: expected WHERE")) as (address, _),
        pytest.raises(QuerySyntaxError, match="expected WHERE"),
    ):
        Client(address).rows("SELECT ?s {")


def test_a_packed_answer_is_unpacked_up_to_a_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory stays bounded however well zeros can be packed."""
    reply = (200, {"Content-Encoding": "gzip"}, gzip.compress(EMPTY + b" " * 10_000))

    with answering(lambda _: reply) as (address, _):
        assert Client(address).ask("ASK {}", GRAPH).content.startswith(EMPTY)
        monkeypatch.setattr(http, "LARGEST", 5_000)
        with pytest.raises(StoreError, match="answers with more than"):
            Client(address).ask("ASK {}", GRAPH)


@pytest.mark.parametrize("address", ["http://", "https:///sparql", "http://[::1/sparql"])
def test_an_address_without_a_host_is_misuse(address: str) -> None:
    """It is said before anything is sent."""
    with pytest.raises(MisuseError, match="not the address of an endpoint"):
        open_store(address)


def test_an_endpoint_goes_with_no_other_place() -> None:
    """Two graphs are not read together over HTTP."""
    with pytest.raises(MisuseError, match="together with other places"):
        open_store("http://127.0.0.1:1/sparql", "x.ttl")
