"""An endpoint that misbehaves ends in one clear line, whatever it does, and in bounded time."""

from __future__ import annotations

import json
import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from astrograph import open_store
from astrograph.cli import cli
from astrograph.errors import (
    AstrographError,
    QueryMemoryError,
    QuerySyntaxError,
    QueryTimeoutError,
    StoreError,
)
from astrograph.store.remote import asker as asking_in_pages
from astrograph.store.remote import client as http
from astrograph.store.remote.client import ROWS, Client
from astrograph.store.remote.streams import Pieces
from test_remote_client import EMPTY, Reply, answering

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n"
BLANK = (
    b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"bnode","value":"nodeID://b1"}}]}}'
)


COUNT = b"""{"head":{"vars":["n"]},
"results":{"bindings":[{"n":{"type":"literal","value":"%s"}}]}}"""
TURTLE = {"Content-Type": "text/turtle"}


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Take away who the user is, and the pauses between tries."""
    for name in (http.USER, http.PASSWORD, http.TOKEN):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(http, "WAIT", 0.0)


@contextmanager
def saying(*pieces: bytes, again: bool = False) -> Iterator[str]:
    """Run a server that says some bytes to whoever connects, the last without end, and hangs up."""
    stopped = threading.Event()

    def talk(listener: socket.socket) -> None:
        while not stopped.is_set():
            try:
                line, _ = listener.accept()
            except OSError:
                return
            with line:
                try:
                    line.recv(65_536)
                    for piece in pieces:
                        line.sendall(piece)
                    while again and not stopped.is_set():
                        line.sendall(pieces[-1])
                except OSError:
                    continue

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=talk, args=(listener,), daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/sparql"
        stopped.set()
        listener.shutdown(socket.SHUT_RDWR)


def test_a_server_that_stays_busy_is_given_up() -> None:
    """It is asked so many times and no more, and what it says is passed on."""
    with (
        answering(lambda _: (503, {"Retry-After": "0"}, b"down for today")) as (address, seen),
        pytest.raises(StoreError, match="HTTP 503: down for today"),
    ):
        Client(address).rows("SELECT ?s {}")

    assert len(seen.methods) == http.TRIES + 1


def refusal(kind: str, message: str, hint: str) -> bytes:
    """Write what our own server says with a status that is no success."""
    return json.dumps({"error": {"kind": kind, "message": message, "hint": hint}}).encode()


@pytest.mark.parametrize("kind", [QueryTimeoutError, QueryMemoryError])
def test_a_query_that_took_too_much_is_not_sent_again(kind: type[AstrographError]) -> None:
    """It would do so again; the reason and the advice are those of the server."""
    said = refusal(kind.__name__, "the query took longer than 2 seconds", "narrow it")
    with answering(lambda _: (503, {"Retry-After": "5"}, said)) as (address, seen):
        for ask in (Client(address).rows, lambda query: list(Client(address).stream(query))):
            with pytest.raises(kind, match="the endpoint says: the query took longer") as raised:
                ask("SELECT ?s {}")
            assert raised.value.hint == "narrow it"

    assert len(seen.methods) == 2


def test_a_server_of_ours_that_stays_busy_is_told_in_its_own_words() -> None:
    """It is asked again, as any busy server."""
    said = refusal("BusyError", "all processes are at work", "ask again later")
    with (
        answering(lambda _: (503, {"Retry-After": "0"}, said)) as (address, seen),
        pytest.raises(StoreError, match=r"HTTP 503: all processes are at work$") as raised,
    ):
        Client(address).rows("SELECT ?s {}")

    assert raised.value.hint == "ask again later"
    assert len(seen.methods) == http.TRIES + 1


@pytest.mark.parametrize(
    "body", [b'{"error": {}}', b'{"error": {"kind": 1}}', b"[" * 9999, b"\xff"]
)
def test_a_refusal_that_only_looks_like_ours_is_passed_on_as_text(body: bytes) -> None:
    """Whatever a server says, it ends in an error that can be told."""
    with (
        answering(lambda _: (400, {}, body)) as (address, _),
        pytest.raises(QuerySyntaxError, match="bad query: the endpoint says: "),
    ):
        Client(address).rows("SELECT ?s {}")


def test_a_server_that_allows_only_so_many_questions_is_asked_again() -> None:
    """429 says how long to wait."""
    replies = [(429, {"Retry-After": "0"}, b""), (200, {}, EMPTY)]

    with answering(lambda number: replies[number]) as (address, seen):
        assert Client(address).rows("SELECT ?s {}") == ([], None)

    assert len(seen.methods) == 2


@pytest.mark.parametrize(
    "said",
    [
        [b""],
        [b"HTTP/1.1 200 OK\r\nContent-Le"],
        [HEAD + b"Content-Length: 500\r\n\r\n", EMPTY[:20]],
        [HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"14\r\n" + EMPTY[:20] + b"\r\n"],
        [HEAD + b"Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nabcde"],
    ],
    ids=["nothing", "half a head", "half a body", "half of the chunks", "no gzip"],
)
def test_a_connection_that_is_cut_is_told_as_such(said: list[bytes]) -> None:
    """The answer is never taken for a whole one, be it read at once or as it comes."""
    with saying(*said) as address:
        for ask in (Client(address).rows, lambda query: list(Client(address).stream(query))):
            with pytest.raises(StoreError) as raised:
                ask("SELECT ?s {}")

            assert address in raised.value.message


@pytest.mark.parametrize(
    "body",
    [
        b"Virtuoso 42000 Error The estimated execution time 9 (sec) exceeds the limit of 1 (sec).",
        b"<html><body>Please log in</body></html>",
        b'{"error": "boom"}',
        EMPTY[:-2],
        b"",
        b"\xff\xfe\x00",
    ],
    ids=["an error as text", "a web page", "other JSON", "half of it", "nothing", "no text"],
)
@pytest.mark.parametrize("kind", [ROWS, "text/html", "text/plain"])
def test_what_says_that_all_is_well_and_is_no_answer_is_told_as_such(
    body: bytes, kind: str
) -> None:
    """A status of 200 proves nothing."""
    with (
        answering(lambda _: (200, {"Content-Type": kind}, body)) as (address, _),
        pytest.raises(StoreError, match="does not answer in SPARQL results"),
    ):
        Client(address).rows("SELECT ?s {}")


def test_an_answer_without_end_is_broken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither memory nor time is without end."""
    monkeypatch.setattr(http, "LARGEST", 1 << 20)

    with (
        saying(HEAD + b"\r\n", b" " * 65_536, again=True) as address,
        pytest.raises(StoreError, match="answers with more than 1 MiB"),
    ):
        Client(address).rows("SELECT ?s {}")


def triples(*names: str) -> bytes:
    """Write a triple for each name."""
    return "".join(f"<http://e.org/{name}> <http://e.org/p> 1 .\n" for name in names).encode()


@pytest.mark.parametrize("number", [1, 3])
def test_another_number_of_triples_than_a_server_counts_is_not_taken_for_all(number: int) -> None:
    """One that counts some and then goes on for ever is left; one that keeps some back, told on."""
    replies: dict[int, Reply] = {0: (200, {}, COUNT % str(number).encode())}

    with (
        answering(lambda place: replies.get(place, (200, TURTLE, triples("a", "b")))) as (there, _),
        pytest.raises(StoreError, match=f"gives 2 rows of {number}"),
    ):
        list(asking_in_pages.Asker(Client(there)).every("?s ?p ?o"))


def test_a_server_that_breaks_off_is_asked_for_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Page by page; some triples may come twice, and none is lost."""
    monkeypatch.setattr(asking_in_pages, "LINES", 1)
    pages = {"": triples("a", "b"), "2": triples("c", "d"), "4": triples("e")}

    def reply(place: int) -> Reply:
        if place == 0:
            return 200, {}, COUNT % b"5"
        _, _, offset = seen.paths[-1].partition("OFFSET+")
        return 200, TURTLE, pages[offset.strip("0")]

    with answering(reply) as (address, seen):
        found = list(asking_in_pages.Asker(Client(address)).every("?s ?p ?o"))

    assert {str(each.subject) for each in found} == {f"<http://e.org/{name}>" for name in "abcde"}


@pytest.mark.parametrize("command", ["find NASA", "show NASA", "path NASA ISS", "stats", "check"])
@pytest.mark.parametrize("status", [200, 401, 404, 429, 500])
def test_every_command_ends_in_two_lines(command: str, status: int) -> None:
    """No traceback, and a hint."""
    with answering(lambda _: (status, {"Content-Type": "text/html"}, b"<p>no</p>")) as (there, _):
        done = CliRunner().invoke(cli, ["--store", there, *command.split()])

    assert done.exit_code == 3
    assert not done.stdout
    assert [line[:2] for line in done.stderr.splitlines()] == ["as", "  "]


def test_nobody_at_the_address_is_told_with_a_hint() -> None:
    """The user learns what to look at."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/sparql"

    with pytest.raises(AstrographError, match="cannot reach") as raised:
        open_store(address).entity("http://e.org/a")

    assert "is the server running" in raised.value.hint


@given(st.lists(st.binary(max_size=9)), st.integers(1, 20))
def test_an_answer_is_read_as_it_comes_wherever_it_is_cut(pieces: list[bytes], most: int) -> None:
    """In pieces as in one."""
    answer = Pieces(pieces)

    assert b"".join(iter(lambda: answer.read(most) or b"", b"")) == b"".join(pieces)


def test_blank_nodes_of_virtuoso_are_read() -> None:
    """Their names hold slashes, which are allowed in none."""
    with answering(lambda _: (200, {}, BLANK)) as (address, _):
        ((row,), _) = Client(address).rows("SELECT ?s {}")

    assert str(row[0]) == "_:b1"
