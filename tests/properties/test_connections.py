"""Whatever arrives over a connection, in whatever pieces: each answer belongs to its request."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from hypothesis import example, given
from hypothesis import strategies as st

from connections import heard
from hostile_requests import CASES
from looping import finished

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connections import Heard

STATUS = re.compile(rb"HTTP/1\.1 (\d\d\d) ")
tokens = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)
addresses = st.from_regex(r"/[a-z0-9/%2f.~-]{0,12}(\?[a-z=&+]{1,8})?", fullmatch=True)
bodies = st.binary(max_size=40)
framed = {"host", "content-length", "transfer-encoding", "connection", "upgrade", "expect"}
headers = st.dictionaries(tokens.filter(lambda name: name not in framed), tokens, max_size=3)
offers = st.sampled_from([b"", b"connection: upgrade\r\nupgrade: h2c\r\n"])


@st.composite
def requests(draw: st.DrawFn) -> tuple[bytes, tuple[str, bytes, bytes]]:
    """Draw a request that keeps to HTTP, and what is in it."""
    method, address, body = draw(st.sampled_from(["GET", "POST"])), draw(addresses), draw(bodies)
    lines = [f"{method} {address} HTTP/1.1", "host: a.example"]
    lines += [f"{name}: {value}" for name, value in draw(headers).items()]
    head = "\r\n".join(lines).encode() + b"\r\n" + draw(offers)
    if not body:
        written = head + b"\r\n"
    elif draw(st.booleans()):
        written = head + b"content-length: %d\r\n\r\n%s" % (len(body), body)
    else:
        cut = draw(st.integers(1, len(body)))
        pieces = [piece for piece in (body[:cut], body[cut:]) if piece]
        chunks = b"".join(b"%x;x=y\r\n%s\r\n" % (len(piece), piece) for piece in pieces)
        written = head + b"transfer-encoding: chunked\r\n\r\n" + chunks + b"0\r\n\r\n"
    return written, (method, address.encode(), body)


def cut(content: bytes, places: Sequence[int]) -> list[bytes]:
    """Cut some bytes at places."""
    bounds = [0, *sorted(place % (len(content) + 1) for place in places), len(content)]
    return [content[first:last] for first, last in itertools.pairwise(bounds)]


def spoken(pieces: Sequence[bytes]) -> Heard:
    """Say something to a guarded connection."""
    return finished(heard(pieces))


@given(asked=st.lists(requests(), min_size=1, max_size=4), places=st.lists(st.integers(0, 999)))
def test_requests_in_a_row_arrive_as_they_were_sent(
    asked: list[tuple[bytes, tuple[str, bytes, bytes]]], places: list[int]
) -> None:
    """Offers of other protocols among them, and each is answered once."""
    told = spoken(cut(b"".join(written for written, _ in asked), places))

    assert told.requests == [request for _, request in asked]
    assert STATUS.findall(told.said) == [b"200"] * len(asked)
    assert told.faults == []


hostile = st.sampled_from(
    [b"".join(case.said) for case in CASES if len(b"".join(case.said)) < 2000]
)


@given(
    asked=st.lists(requests().map(lambda two: two[0]) | hostile | st.binary(max_size=9)),
    places=st.lists(st.integers(0, 5000), max_size=5),
)
@example(asked=[b"GET / HTTP/1.1\r\nhost: a\r\n\r\n", b"evil\r\n\r\n"], places=[])
def test_whatever_arrives_no_request_is_answered_twice(
    asked: list[bytes], places: list[int]
) -> None:
    """There is one refusal at most, and nothing is said behind it."""
    told = spoken(cut(b"".join(asked), places))
    statuses = [status for status in STATUS.findall(told.said) if status != b"100"]

    assert told.faults == []
    assert statuses[: len(told.requests)] == [b"200"] * len(told.requests)
    assert len(statuses) <= len(told.requests) + 1
    assert statuses[len(told.requests) :] in ([], [b"400"], [b"431"])
