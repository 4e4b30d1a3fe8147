"""Keep answers for whoever asks the same again, as long as they fit into some memory.

What carries an entity tag depends on the graph, the program and the request alone, so that it can
be given again without asking anybody, and without any work but sending it.
"""

from typing import TYPE_CHECKING, NamedTuple

from cachetools import LRUCache

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from astrograph.server.site import Site

KEPT_BYTES = 64 << 20
"""How much memory the answers take that are kept."""

LARGEST = 1 << 20
"""How long an answer may be that is kept."""

OVERHEAD = 1000
"""What an answer takes beside its bytes, about."""

OK = 200
COUNTING = {
    *(b"accept", b"accept-encoding", b"host", b"x-forwarded-proto", b"x-forwarded-for"),
    *(b"if-none-match", b"range", b"authorization", b"content-length", b"transfer-encoding"),
}
"""The headers on which an answer may depend."""

Key = tuple[str, bytes, bytes, tuple[tuple[bytes, bytes], ...]]


class _Answer(NamedTuple):
    """An answer: what it begins with, what it holds, what is noted of it, and how long it is."""

    start: "Message"
    body: bytes
    route: object
    query: str | None
    asked: int
    """How many bytes the request has by which it is known; it is kept as well."""

    def size(self) -> int:
        return OVERHEAD + len(self.body) + self.asked + len(self.query or "")


class Keeping:
    """An application whose answers are kept.

    Args:
        app: The application.
        site: Tells the state of the graph.
        most: How many bytes the answers may take.
    """

    def __init__(self, app: "ASGIApp", site: "Site", most: int = KEPT_BYTES) -> None:
        self._app, self._site = app, site
        self._kept: LRUCache[Key, _Answer] = LRUCache(most, _Answer.size)

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Answer a request."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        headers = tuple(each for each in scope["headers"] if each[0] in COUNTING)
        if len(headers) > len(COUNTING):
            # Whoever repeats them wants no answer that many would ask for.
            await self._app(scope, receive, send)
            return
        state = self._site.settings.state
        key = (state, scope["raw_path"], scope["query_string"], headers)
        kept = self._kept.get(key)
        if kept is None:
            await self._app(scope, receive, self._noting(key, scope, send))
            return
        scope["route"], scope["state"]["query"] = kept.route, kept.query
        await send({**kept.start, "headers": list(kept.start["headers"])})
        await send({"type": "http.response.body", "body": kept.body})

    def _noting(self, key: Key, scope: "Scope", send: "Send") -> "Send":
        """Return what sends an answer, and keeps it when that is possible."""
        start: Message | None = None
        asked = len(key[1]) + len(key[2]) + sum(len(value) for _, value in key[3])

        async def sending(message: "Message") -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                names = {name for name, _ in message["headers"]}
                may_be = message["status"] == OK and b"etag" in names
                start = {**message, "headers": list(message["headers"])} if may_be else None
            elif start is not None:
                body = message.get("body", b"")
                if not message.get("more_body") and len(body) <= LARGEST:
                    query = scope["state"].get("query")
                    self._kept[key] = _Answer(start, body, scope.get("route"), query, asked)
                start = None
            await send(message)

        return sending
