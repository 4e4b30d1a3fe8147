"""Answers that are given again without work: whose they are, which are not, and how many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from astrograph.server.keeping import Keeping
from astrograph.server.site import Settings, Site

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from serving import Served

TAGGED = {"etag": 'W/"1"'}


class Counted:
    """An application that counts how often it is asked, behind what keeps its answers."""

    def __init__(self, answer: Callable[[Request], Response], most: int = 1 << 20) -> None:
        self.asked = 0

        def counted(request: Request) -> Response:
            self.asked += 1
            return answer(request)

        app = Starlette(routes=[Route("/{name}", counted, methods=["GET", "POST"])])
        self.site = Site(Settings(state="one"), cast("Any", None), (), cast("Any", None))
        kept = Keeping(app, self.site, most)

        async def stated(scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 -- as ASGI has them
            await kept({**scope, "state": {}}, receive, send)

        self.client = TestClient(stated)


def text(request: Request) -> Response:
    """Answer with the address and what is accepted."""
    told = f"{request.url} {request.headers['accept']}"
    return PlainTextResponse(told, headers=TAGGED)


def test_the_same_request_is_answered_without_work() -> None:
    """With the same head and body."""
    counted = Counted(text)
    first, again = counted.client.get("/a?b=1"), counted.client.get("/a?b=1")

    assert counted.asked == 1
    assert (first.content, first.headers) == (again.content, again.headers)


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("/b?b=1", {}),
        ("/a?b=2", {}),
        ("/a?b=1", {"accept": "text/csv"}),
        ("/a?b=1", {"host": "other.example"}),
        ("/a?b=1", {"if-none-match": 'W/"1"'}),
        ("/a?b=1", {"accept-encoding": "br"}),
        ("/a?b=1", {"x-forwarded-proto": "https"}),
    ],
)
def test_another_request_gets_an_answer_of_its_own(address: str, headers: dict[str, str]) -> None:
    """Whatever the answer may depend on is compared."""
    counted = Counted(text)
    counted.client.get("/a?b=1")
    counted.client.get(address, headers=headers)

    assert counted.asked == 2


def test_what_can_change_is_not_kept() -> None:
    """Refusals, what has no tag, what is streamed, and what is sent by another method."""
    answers: list[Callable[[Request], Response]] = [
        lambda _: PlainTextResponse("refused", 503, headers=TAGGED),
        lambda _: PlainTextResponse("another each time"),
        lambda _: StreamingResponse(iter(["in ", "parts"]), headers=TAGGED),
    ]
    for answer in answers:
        counted = Counted(answer)
        told = [counted.client.get("/a").text for _ in range(2)]
        assert counted.asked == 2
        assert told[0] == told[1]
    counted = Counted(text)
    for _ in range(2):
        counted.client.post("/a?b=1")
    assert counted.asked == 2


def test_nothing_is_kept_once_the_graph_has_changed() -> None:
    """The old answers are those of another graph."""
    counted = Counted(text)
    counted.client.get("/a")
    counted.site.settings = Settings(state="two")
    counted.client.get("/a")

    assert counted.asked == 2


def test_what_was_not_asked_for_the_longest_goes_first() -> None:
    """So that the answers never take more memory than they may."""
    counted = Counted(lambda _: PlainTextResponse("x" * 9_000, headers=TAGGED), most=25_000)
    for name in "aabcaba":
        counted.client.get(f"/{name}")

    # a (kept), b (kept), c takes the place of a, a of b, b of c.
    assert counted.asked == 5


def test_a_query_of_another_answer_each_time_is_asked_each_time(server: Served) -> None:
    """Such as the time of the day; caches are told not to keep it."""
    for function in ("NOW()", "RAND()", "UUID()", "STRUUID()"):
        asked = {"query": f"SELECT ({function} AS ?x) {{}}"}
        first, again = (server.client.get("/sparql", params=asked) for _ in range(2))

        assert first.headers["cache-control"] == "no-store"
        assert "etag" not in first.headers
        assert first.text != again.text


def test_an_answer_that_was_kept_is_logged_and_counted_like_any_other(server: Served) -> None:
    """With the same hash of its query."""
    asked = {"query": "SELECT ?only_here { ?only_here ag:leads ?what }"}
    for _ in range(2):
        assert server.client.get("/sparql", params=asked).status_code == 200
    first, again = server.records()[-2:]

    assert {name: first[name] for name in ("path", "status", "bytes", "query")} == {
        name: again[name] for name in ("path", "status", "bytes", "query")
    }
    assert first["id"] != again["id"]
