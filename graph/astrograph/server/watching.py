"""Watch every request: bound its address, send the headers that protect, count it and log it."""

import asyncio
import hashlib
import json
import secrets
import sys
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

from astrograph.server import refusals

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from astrograph.server.site import Site

MAX_ADDRESS = 32 * 1024
"""How many bytes an address may have; longer queries are sent by POST."""

SENT_ALWAYS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"ETag, Retry-After, X-SPARQL-MaxRows"),
]
POLICY = (
    b"default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none';"
    b" frame-ancestors 'none'"
)
"""What a page may load, unless it has a policy of its own."""

ASKED_BEFORE = [
    (b"access-control-allow-methods", b"GET, HEAD, POST, OPTIONS"),
    (b"access-control-allow-headers", b"Accept, Content-Type, If-None-Match"),
    (b"access-control-max-age", b"86400"),
]
"""What a browser is told that asks before it sends a request from another site."""

_POLICY = b"content-security-policy"
NOT_MODIFIED = 304

Log = Callable[[dict[str, Any]], None]


class Lines:
    """Writes records as lines of JSON to the standard error, those of one moment at once."""

    def __init__(self) -> None:
        self._waiting: list[str] = []

    def __call__(self, record: dict[str, Any]) -> None:
        """Take a record."""
        if not self._waiting:
            asyncio.get_running_loop().call_soon(self._write)
        self._waiting.append(json.dumps(record, ensure_ascii=True) + "\n")

    def _write(self) -> None:
        waiting, self._waiting = self._waiting, []
        sys.stderr.write("".join(waiting))
        sys.stderr.flush()


class Metrics:
    """The figures of one server, as Prometheus reads them."""

    def __init__(self, site: "Site") -> None:
        """Begin to count."""
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.requests = Counter(
            "astrograph_requests",
            "Requests answered.",
            ("path", "status"),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "astrograph_request_seconds",
            "How long requests took.",
            ("path",),
            buckets=(0.005, 0.02, 0.1, 0.5, 1, 2, 5, 10, 30),
            registry=self.registry,
        )
        # To look them up by their labels takes longer than to count.
        self._requests = cache(lambda path, status: self.requests.labels(path, str(status)))
        self._seconds = cache(self.seconds.labels)
        for name, about in (
            ("busy", "Workers that are at work."),
            ("long", "Workers that have been at work for long."),
            ("killed", "Workers ended since the start, for time, memory or age."),
            ("memory", "Bytes of memory that the workers take, what they share counted for each."),
        ):
            gauge = Gauge(f"astrograph_workers_{name}", about, registry=self.registry)
            gauge.set_function(partial(_told, site, name))

    def count(self, path: str, status: int, seconds: float) -> None:
        """Count a request."""
        self._requests(path, status).inc()
        self._seconds(path).observe(seconds)


def _told(site: "Site", name: str) -> float:
    return float(getattr(site.workers, name))


class Watched:
    """An application that is watched.

    Args:
        app: The application.
        site: What its pages share.
        metrics: Where its requests are counted.
        log: Takes a record for each of them.
    """

    def __init__(self, app: "ASGIApp", site: "Site", metrics: Metrics, log: Log) -> None:
        self._app, self._site, self._metrics, self._log = app, site, metrics, log

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = time.perf_counter()
        state = scope.setdefault("state", {})
        state["id"] = secrets.token_hex(8)
        status, size = refusals.CLIENT_GONE, 0

        async def sending(message: "Message") -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                _protect(scope, message)
            size += len(message.get("body", b""))
            await send(message)

        try:
            await self._answer(scope, receive, sending)
        except Exception as error:  # noqa: BLE001 -- it has been answered, and is logged
            state.setdefault("fault", error)
        finally:
            self._note(scope, status, size, time.perf_counter() - begun)

    async def _answer(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        if len(scope["raw_path"]) + len(scope["query_string"]) <= MAX_ADDRESS:
            await self._app(scope, receive, send)
            return
        long = refusals.TOO_LONG
        why = f"the address is longer than {MAX_ADDRESS:,} bytes"
        refusal = refusals.refused(long, refusals.KINDS[long], why, "send the query by POST")
        await refusal(scope, receive, send)

    def _note(self, scope: "Scope", status: int, size: int, seconds: float) -> None:
        path = getattr(scope.get("route"), "path", "-")
        self._metrics.count(path, status, seconds)
        state = scope["state"]
        record: dict[str, Any] = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "id": state["id"],
            "method": scope["method"],
            "path": path,
            "status": status,
            "ms": round(seconds * 1000, 1),
            "bytes": size if scope["method"] != "HEAD" else 0,
        }
        query = state.get("query")
        if query is not None:
            digest = hashlib.sha256(query.encode("utf-8", "backslashreplace")).hexdigest()
            record["query"] = query if self._site.settings.log_queries else digest[:16]
        if "fault" in state:
            record["fault"] = "".join(traceback.format_exception(state["fault"]))
        self._log(record)


def _protect(scope: "Scope", message: "Message") -> None:
    headers = message["headers"]
    headers += SENT_ALWAYS
    # Who has a page already keeps the policy that came with it, unless another one is sent.
    if message["status"] != NOT_MODIFIED and all(name != _POLICY for name, _ in headers):
        headers.append((_POLICY, POLICY))
    if scope["method"] == "OPTIONS":
        headers += ASKED_BEFORE
