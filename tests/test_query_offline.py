"""The processes that run queries are kept from the network, whatever the engine is made to ask."""

from __future__ import annotations

import errno
import socket
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest

from astrograph import open_store
from astrograph.query import run, text
from astrograph.query.isolated import isolated
from astrograph.query.offline import stay_offline
from astrograph.server.workers import Question, Workers
from looping import finished
from trapping import trap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from astrograph import Store

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it is Linux that does that")


@pytest.fixture(name="trap")
def listening() -> Iterator[tuple[str, list[str]]]:
    """Listen at an address, and note who comes."""
    with trap() as listening:
        yield listening


def calls(_: object = None) -> tuple[int, ...]:
    """Try to make sockets of some families, and return the errors."""
    errors = []
    for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX):
        try:
            socket.socket(family).close()
            errors.append(0)
        except OSError as error:
            errors.append(error.errno or -1)
    return tuple(errors)


def test_a_process_that_stays_offline_can_make_no_socket_of_a_network() -> None:
    """Only those by which it speaks to its own."""
    assert isolated(stay_offline, calls, timeout=10) == (errno.EACCES, errno.EACCES, 0)
    assert calls()[0] == 0


def test_an_engine_that_is_offline_asks_nobody(trap: tuple[str, list[str]]) -> None:
    """Were SERVICE to reach it."""
    address, visits = trap

    def ask(_: object) -> str:
        try:
            list(ox.Store().query(f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}"))  # type: ignore[arg-type]
        except OSError as error:
            return str(error)
        return "answered"

    assert "denied" in isolated(stay_offline, ask, timeout=10)
    assert visits == []


def test_a_query_of_the_command_line_is_offline(
    shipped: Store, trap: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when nobody looks at its text."""
    monkeypatch.setattr(text, "GLUED", set())
    address, visits = trap
    query = f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}"

    with pytest.raises(RuntimeError, match="denied"):
        run.evaluate_apart(shipped, query, lambda found: bool(list(found)))  # type: ignore[arg-type]
    assert visits == []


def test_the_workers_of_the_server_are_offline() -> None:
    """Each of them, before it is asked for anything."""

    async def work() -> Any:  # noqa: ANN401 -- what a handler returns
        start = partial(open_store, slice="article")
        workers = Workers(start, count=1, memory=1 << 30, handlers={"calls": calls})
        await workers.start()
        try:
            assert (await workers.ask(Question("ASK { }"), 30)).found is not None
            return await workers.call("calls", (), 30)
        finally:
            await workers.close()

    assert finished(work()) == (errno.EACCES, errno.EACCES, 0)
