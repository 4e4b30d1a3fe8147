"""Guard the connections: how many there are, how long heads may take, how large they may be."""

from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from astrograph.server import refusals

if TYPE_CHECKING:
    import asyncio

HEAD_SECONDS = 10.0
"""How long the head of a request may take to arrive; so long, too, a new connection may be idle."""

MAX_HEAD = 64 * 1024
"""How many bytes the head of a request may have, the address among them."""

MAX_CONNECTIONS = 1000
SIGNS = len(": \r\n")
DRAIN_SECONDS = 30.0
DRAINED = 64 * 1024
"""How many bytes of a waiting answer somebody has to take in that time."""

LINGER_SECONDS = 1.0
"""How long a connection stays open whose request was refused."""

_PHRASES = {
    400: b"Bad Request",
    431: b"Request Header Fields Too Large",
    503: b"Service Unavailable",
}


class GuardedProtocol(HttpToolsProtocol):
    """uvicorn's connection, with bounds that it lacks, and its refusals in our one shape."""

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 -- uvicorn's own
        """Begin as uvicorn does."""
        super().__init__(*given, **named)
        self._head = 0
        self._in_head = True
        self._refused = False
        self._patience: asyncio.TimerHandle | None = None
        self._draining: asyncio.TimerHandle | None = None

    def connection_made(self, transport: "asyncio.Transport") -> None:  # type: ignore[override]
        """Take a connection, unless there are too many."""
        super().connection_made(transport)
        if len(self.connections) > MAX_CONNECTIONS:
            self._refuse(refusals.UNAVAILABLE, "there are too many connections")
        else:
            self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Let go of a connection."""
        self._no_more_waiting()
        self._no_more_draining()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """See to it that an answer which waits to be taken does not wait for long."""
        super().pause_writing()
        self._watch_draining()

    def resume_writing(self) -> None:
        """Take an answer as taken."""
        self._no_more_draining()
        super().resume_writing()

    def data_received(self, data: bytes) -> None:
        """Take what arrives, as long as the head of a request stays small."""
        if self._refused or self.transport.is_closing():
            return
        if self._in_head:
            self._head += len(data)
            if self._patience is None:
                self._await_head()
        super().data_received(data)
        if self._in_head and self._head > MAX_HEAD:
            self._refuse(refusals.BAD_HEADERS, f"the head is longer than {MAX_HEAD:,} bytes")

    def on_headers_complete(self) -> None:
        """Take the head as complete."""
        self._in_head = False
        self._no_more_waiting()
        if sum(len(name) + len(value) + SIGNS for name, value in self.headers) > MAX_HEAD:
            self._refuse(refusals.BAD_HEADERS, f"the head is longer than {MAX_HEAD:,} bytes")
            return
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Be ready for the next head."""
        self._head, self._in_head = 0, True
        if not self._refused:
            super().on_message_complete()

    def on_body(self, body: bytes) -> None:
        """Take a piece of a body, unless its request was refused."""
        if not self._refused:
            super().on_body(body)

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP."""
        self._refuse(refusals.BAD_REQUEST, msg)

    def _await_head(self) -> None:
        self._patience = self.loop.call_later(HEAD_SECONDS, self._too_slow)

    def _no_more_waiting(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _watch_draining(self) -> None:
        waiting = self.transport.get_write_buffer_size()

        def look() -> None:
            if self.transport.get_write_buffer_size() > waiting - DRAINED:
                self.transport.abort()
            else:
                self._watch_draining()

        self._draining = self.loop.call_later(DRAIN_SECONDS, look)

    def _no_more_draining(self) -> None:
        if self._draining is not None:
            self._draining.cancel()
            self._draining = None

    def _too_slow(self) -> None:
        self._patience = None
        if not self.transport.is_closing():
            self.transport.close()

    def _refuse(self, status: int, why: str) -> None:
        """Send a refusal, and close the connection, once what is on its way has arrived.

        To close it before would take the refusal back.
        """
        if self._refused or self.transport.is_closing():
            return
        self._refused = True
        self._no_more_waiting()
        content = refusals.content(refusals.KINDS[status], why)
        head = (
            b"HTTP/1.1 %d %s\r\ncontent-type: application/json\r\ncontent-length: %d\r\n"
            b"cache-control: no-store\r\nx-content-type-options: nosniff\r\nconnection: close\r\n"
        )
        again = b"retry-after: %d\r\n" % refusals.RETRY_SECONDS
        said = head % (status, _PHRASES[status], len(content))
        self.transport.write(
            said + (again if status == refusals.UNAVAILABLE else b"") + b"\r\n" + content
        )
        self.transport.write_eof()
        self._patience = self.loop.call_later(LINGER_SECONDS, self._too_slow)
