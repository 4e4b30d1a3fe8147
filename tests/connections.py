"""Speaks to the server's guarded connections within one process: bytes in, bytes out, no socket."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, NamedTuple

from uvicorn import Config
from uvicorn.server import ServerState

from astrograph.server import guard

if TYPE_CHECKING:
    from collections.abc import Sequence

    from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

ANSWER = b"answered"


class Heard(NamedTuple):
    """What came of some bytes: what was said, the requests that got through, and the faults."""

    said: bytes
    requests: list[tuple[str, bytes, bytes]]
    """Each by its method, its address as it stood in the request, and its body."""

    faults: list[object]


class _Wire(asyncio.Transport):
    """The other end of a connection, which keeps what it hears."""

    def __init__(self) -> None:
        super().__init__()
        self.said = bytearray()
        self.closed = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        if not self.closed:
            self.said += data

    def get_write_buffer_size(self) -> int:
        return 0

    def get_extra_info(self, name: str, default: object = None) -> object:
        return {"sockname": ("127.0.0.1", 1), "peername": ("127.0.0.1", 2)}.get(name, default)

    def is_closing(self) -> bool:
        return self.closed

    def close(self) -> None:
        self.closed = True

    def abort(self) -> None:
        self.closed = True

    def pause_reading(self) -> None:
        """Go on reading: all is here already."""

    def resume_reading(self) -> None:
        """Go on reading."""

    def write_eof(self) -> None:
        """Say no more."""

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        """Have no limits."""


async def heard(pieces: Sequence[bytes]) -> Heard:
    """Say something to a connection, piece by piece, and hang up.

    Args:
        pieces: What is said; each piece arrives by itself.
    """
    requests: list[tuple[str, bytes, bytes]] = []
    faults: list[object] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: faults.append(context))

    async def app(scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 -- as ASGI has it
        body, more = b"", True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body, more = body + message["body"], message["more_body"]
        address = scope["raw_path"] + (b"?" * bool(scope["query_string"])) + scope["query_string"]
        requests.append((scope["method"], address, body))
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": ANSWER})

    config = Config(app, log_config=None, lifespan="off", interface="asgi3", ws="none")
    config.load()
    state, wire = ServerState(), _Wire()
    protocol = guard.GuardedProtocol(config=config, server_state=state, app_state={})
    protocol.connection_made(wire)
    for piece in pieces:
        if not wire.closed:
            protocol.data_received(piece)
        await asyncio.sleep(0)
    while state.tasks and not _waits(protocol):  # noqa: ASYNC110 -- uvicorn tells nobody
        await asyncio.sleep(0)
    protocol.eof_received()
    protocol.connection_lost(None)
    await asyncio.gather(*state.tasks)
    return Heard(bytes(wire.said), requests, faults)


def _waits(protocol: guard.GuardedProtocol) -> bool:
    """Say whether it is the turn of a request that waits for more of its body."""
    cycle: RequestResponseCycle | None = protocol.cycle
    waits = cycle is not None and cycle.more_body and not cycle.response_complete
    return waits and not protocol.pipeline
