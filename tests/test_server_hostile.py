"""Requests meant to do harm: each is answered or refused, and nothing else happens."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

import pytest

import hostile_addresses
import hostile_requests
from hostile_requests import NEXT, OK, Case
from serving import PATIENCE, serving
from trapping import KNOCKED, watched

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from serving import Served

CASES = [*hostile_requests.CASES, *hostile_addresses.CASES]
BODILESS = (100, 204, 304)
REFUSED = 400
PAUSE = 0.005
GROWTH = 64 << 20
"""How much memory the server may have taken after all of it; one bad habit takes far more."""


class Answer(NamedTuple):
    """An answer: its status, its head and its body."""

    status: int
    head: bytes
    body: bytes


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, int]]:
    """Return a server that is watched, and how many bytes it took before."""
    with watched(tmp_path_factory.mktemp("watch")), serving("--workers", "1") as served:
        for _ in range(20):
            assert served.client.get("/api/find?text=NASA").status_code == OK
        yield served, resident(served)


def resident(served: Served) -> int:
    """Return how many bytes the server takes."""
    told = re.search(
        r"^process_resident_memory_bytes (\S+)", served.client.get("/metrics").text, re.MULTILINE
    )
    assert told is not None
    return int(float(told[1]))


def said_to(served: Served, pieces: tuple[bytes, ...]) -> bytes:
    """Send some pieces over a connection, and return all that is heard."""
    address = urlsplit(served.address)
    heard = bytearray()
    place = (str(address.hostname), address.port or 0)
    with socket.create_connection(place, PATIENCE) as connection:
        try:
            for piece in pieces:
                connection.sendall(piece)
                time.sleep(PAUSE)
            while content := connection.recv(65536):
                heard += content
        except ConnectionError:
            # It has refused what it was being sent; what it said stands in the buffer, or is known.
            pass
    return bytes(heard)


def answers(heard: bytes) -> list[Answer]:
    """Take what was heard apart, as a client does."""
    found = []
    while heard:
        head, ended, heard = heard.partition(b"\r\n\r\n")
        assert ended
        assert head.startswith(b"HTTP/1.1 ")
        status = int(head[9:12])
        size = re.search(rb"\r\ncontent-length: (\d+)", head)
        length = int(size[1]) if size and status not in BODILESS else 0
        found.append(Answer(status, head, heard[:length]))
        assert len(found[-1].body) == length
        heard = heard[length:]
    return found


def test_the_corpus_is_large_and_no_case_stands_twice() -> None:
    """Sixty is the least."""
    assert len(CASES) >= 60
    assert len({case.name for case in CASES}) == len({case.said for case in CASES}) == len(CASES)


def test_the_watch_notices_a_call(tmp_path: Path) -> None:
    """Else that there is none would say nothing."""
    calling = "import socket; socket.socket().connect_ex(('127.0.0.1', 9))"
    with watched(tmp_path):
        ran = subprocess.run((sys.executable, "-c", calling), capture_output=True, check=True)

    assert KNOCKED.encode() in ran.stderr


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
def test_no_request_does_harm(attacked: tuple[Served, int], case: Case) -> None:
    """Each has its answers, in one shape where it is refused; the next is not taken for another."""
    served, _ = attacked
    heard = said_to(served, (*case.said, NEXT))
    found = answers(heard)
    expected = (*case.answers, OK) if case.goes_on else case.answers

    assert tuple(each.status for each in found) == expected
    assert case.told in heard
    assert case.untold not in heard.lower()
    for each in found:
        if each.status >= REFUSED:
            error = json.loads(each.body)["error"]
            assert set(error) == {"kind", "message", "hint"}
            assert b"\r\ncontent-type: application/json" in each.head


def test_the_server_is_what_it_was(attacked: tuple[Served, int]) -> None:
    """It answers, has not grown, and has called nobody; its log is whole, and tells of no fault."""
    served, before = attacked
    told = served.client.get("/sparql", params={"query": "ASK { id:NASA a ag:SpaceAgency }"})
    log = served.log.read_text(encoding="utf-8")

    assert (told.status_code, served.process.poll()) == (OK, None)
    assert resident(served) < before + GROWTH
    assert KNOCKED not in log
    assert [line for line in log.splitlines() if not line.startswith('{"time"')] == []
    assert all(record.keys() >= {"method", "status"} for record in served.records())
    assert [record for record in served.records() if "fault" in record] == []
