"""Guard the connections: how many there are, how long heads may take, how large they may be."""

import re
from typing import TYPE_CHECKING, Any, cast

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from astrograph.server import refusals

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

HEAD_SECONDS = 10.0
"""How long the head of a request may take to arrive; so long, too, a new connection may be idle."""

REST_SECONDS = 15.0
"""How long a body may take to arrive whose request is answered already."""

MAX_HEAD = 64 * 1024
"""How many bytes the head of a request may have, the address among them."""

MAX_CONNECTIONS = 1000
MAX_QUEUED = 100
"""How many requests of one connection may wait for the answers of those before."""

SIGNS = len(": \r\n")
DRAIN_SECONDS = 30.0
DRAINED = 64 * 1024
"""How many bytes of a waiting answer somebody has to take in that time."""

LINGER_SECONDS = 1.0
"""How long a connection stays open whose request was refused."""

_PROTOCOLS = {"1.0", "1.1"}
_HOST = re.compile(rb"(?:[\w.~%!$&'()*+,;=-]{0,255}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{0,5})?")
_PHRASES = {
    400: b"Bad Request",
    431: b"Request Header Fields Too Large",
    503: b"Service Unavailable",
}


class _Together:
    """A connection that sends in one piece what is written at one moment: a head with its body."""

    def __init__(self, transport: "asyncio.Transport", loop: "asyncio.AbstractEventLoop") -> None:
        self._transport, self._loop = transport, loop
        self._waiting: list[bytes] = []

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 -- whatever it is
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Send some bytes, soon."""
        if not self._waiting:
            self._loop.call_soon(self._send)
        self._waiting.append(data)

    def write_eof(self) -> None:
        """Send what waits, and say that no more will come."""
        self._send()
        self._transport.write_eof()

    def close(self) -> None:
        """Send what waits, and hang up; not for ever on whoever takes nothing."""
        self._send()
        if self._transport.get_write_buffer_size():
            self._loop.call_later(DRAIN_SECONDS, self._transport.abort)
        self._transport.close()

    def _send(self) -> None:
        if self._waiting:
            self._transport.write(b"".join(self._waiting))
            self._waiting.clear()


class GuardedProtocol(HttpToolsProtocol):
    """uvicorn's connection, with bounds that it lacks, and its refusals in our one shape."""

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 -- uvicorn's own
        """Begin as uvicorn does."""
        super().__init__(*given, **named)
        self._head = 0
        self._in_head = True
        self._is_offer = False
        self._previous: RequestResponseCycle | None = None
        self._refused = False
        self._ended = False
        self._patience: asyncio.TimerHandle | None = None
        self._draining: asyncio.TimerHandle | None = None

    def connection_made(self, transport: "asyncio.Transport") -> None:  # type: ignore[override]
        """Take a connection, unless there are too many."""
        super().connection_made(cast("asyncio.Transport", _Together(transport, self.loop)))
        if len(self.connections) > MAX_CONNECTIONS:
            self._refuse(refusals.UNAVAILABLE, "there are too many connections")
        else:
            self._await(HEAD_SECONDS)

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
                self._await(HEAD_SECONDS)
        self._unset_keepalive_if_required()
        try:
            while data:
                data = self._read(data)
        except httptools.HttpParserError:
            self._refuse(refusals.BAD_REQUEST, "this is no HTTP request, or an unsafe one")
        if self._in_head and self._head > MAX_HEAD:
            self._refuse(refusals.BAD_HEADERS, f"the head is longer than {MAX_HEAD:,} bytes")

    def on_headers_complete(self) -> None:
        """Take the head as complete."""
        self._is_offer = self.parser.should_upgrade()
        if self._is_offer or self._refused:
            return
        self._no_more_waiting()
        why = _unsafe(self.parser.get_http_version(), self.headers)
        if why:
            self._refuse(refusals.BAD_REQUEST, why)
        elif sum(len(name) + len(value) + SIGNS for name, value in self.headers) > MAX_HEAD:
            self._refuse(refusals.BAD_HEADERS, f"the head is longer than {MAX_HEAD:,} bytes")
        elif len(self.pipeline) >= MAX_QUEUED:
            self._refuse(refusals.UNAVAILABLE, "too many requests wait for an answer")
        else:
            self._previous = self.cycle
            super().on_headers_complete()
            self.cycle.transport = _Ending(self.transport, self._close)  # type: ignore[assignment]
            self._in_head = False

    def on_message_complete(self) -> None:
        """Be ready for the next head."""
        if self._refused or self._is_offer:
            return
        self._head, self._in_head = 0, True
        self._no_more_waiting()
        super().on_message_complete()

    def on_body(self, body: bytes) -> None:
        """Take a piece of a body, unless its request was refused."""
        if not self._refused:
            super().on_body(body)

    def on_response_complete(self) -> None:
        """Go on with the next request; wait for the rest of this one's body, but not for ever."""
        if self._ended:
            return
        super().on_response_complete()
        if not self._in_head and self.cycle.response_complete and self._patience is None:
            self._await(REST_SECONDS)

    def _read(self, data: bytes) -> bytes:
        """Read what has arrived; return what has to be read anew.

        Whoever offers another protocol gets an answer in this one. The parser stops at the offer,
        and takes what follows for the other protocol; so it is shown the request without it.
        """
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade as offer:
            rest = data[offer.args[0] :]
        else:
            return b""
        if self.parser.get_method() == b"CONNECT":
            raise httptools.HttpParserInvalidMethodError("this is no proxy")
        version = self.parser.get_http_version().encode()
        head = [b"%s %s HTTP/%s" % (self.parser.get_method(), self.url, version)]
        head += [b"%s: %s" % header for header in self.headers if header[0] != b"upgrade"]
        return b"\r\n".join([*head, b"", rest])

    def _close(self) -> None:
        """Close the connection behind an answer."""
        if self._in_head or self._refused:
            self.transport.close()
        else:
            self._linger()

    def _linger(self) -> None:
        """Close the connection, once what is on its way has arrived.

        To close it before would take the answer back.
        """
        self._refused = self._ended = True
        self._no_more_waiting()
        self.transport.write_eof()
        self._await(LINGER_SECONDS)

    def _await(self, seconds: float) -> None:
        self._patience = self.loop.call_later(seconds, self._too_slow)

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
        """Send a refusal, if it is the turn of its request, and close the connection."""
        if self._refused or self.transport.is_closing():
            return
        if not self._is_its_turn():
            self._refused = True
            self._no_more_waiting()
            return
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
        self._linger()

    def _is_its_turn(self) -> bool:
        """Say whether an answer may be sent to the request that is being read.

        If not, the connection is closed behind the answer that is due before: another one would be
        taken for that.
        """
        last: RequestResponseCycle | None = self.cycle
        if not self._in_head:
            if self._previous is not None and any(each is last for each, _ in self.pipeline):
                self.pipeline.popleft()
                last = self.cycle = self._previous
            elif last is not None and not last.response_started:
                last.disconnected, last.waiting_for_100_continue = True, False
                last.message_event.set()
                return True
        if last is None or (self._in_head and last.response_complete):
            return True
        last.keep_alive = False
        if last.response_complete:
            self.transport.close()
        return False


class _Ending:
    """What an answer has of a transport; how that is closed is not for an answer to decide."""

    def __init__(self, transport: "asyncio.Transport", close: "Callable[[], None]") -> None:
        self.write, self.is_closing, self.close = transport.write, transport.is_closing, close


def _unsafe(version: str, headers: list[tuple[bytes, bytes]]) -> str:
    """Say why a head is not taken, which others might read in another way."""
    if version not in _PROTOCOLS:
        return "the version of HTTP is neither 1.0 nor 1.1"
    hosts = [value for name, value in headers if name == b"host"]
    if len(hosts) > 1 or (not hosts and version != "1.0"):
        return "a request names one host"
    if hosts and not _HOST.fullmatch(hosts[0]):
        return "the host is none"
    return ""
