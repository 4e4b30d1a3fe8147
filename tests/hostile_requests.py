"""Requests that break or bend HTTP, as bytes, and what has to come of each.

Each is sent over a connection of its own, to a server of the shipped graph; ``NEXT`` follows it,
which is an ordinary request, and is answered unless the server has hung up.
"""

from __future__ import annotations

from typing import NamedTuple

HOST = b"host: a.example\r\n"
NEXT = b"GET /style.css?next HTTP/1.1\r\nhost: a.example\r\nconnection: close\r\n\r\n"
ASK = b"ASK%20%7B%7D"
FORM = b"content-type: application/x-www-form-urlencoded\r\n"
SPARQL = b"content-type: application/sparql-query\r\n"
BODY = b"query=" + ASK
POISON = b"GET /nothing HTTP/1.1\r\nhost: evil.example\r\n\r\n"

OK, SEE, BAD, GONE, NOT_HAD, LARGE, LONG, KIND, HEAD, WRONG = (
    *(200, 303, 400, 404, 406),
    *(413, 414, 415, 431, 405),
)


class Case(NamedTuple):
    """A request, by a name, and how it has to end.

    Attributes:
        name: What it is.
        said: What is sent; each piece a moment after the one before.
        answers: The statuses of the answers, in their order.
        goes_on: Whether the connection can be used after it.
        told: What stands in the answers.
        untold: What must not stand in them.
    """

    name: str
    said: tuple[bytes, ...]
    answers: tuple[int, ...]
    goes_on: bool = True
    told: bytes = b""
    untold: bytes = b"evil"


def get(address: bytes, *headers: bytes) -> tuple[bytes]:
    """Write a request that reads."""
    return (b"GET " + address + b" HTTP/1.1\r\n" + HOST + b"".join(headers) + b"\r\n",)


def post(body: bytes, *headers: bytes) -> tuple[bytes]:
    """Write a query with a body."""
    return (b"POST /sparql HTTP/1.1\r\n" + HOST + b"".join(headers) + b"\r\n" + body,)


def sized(body: bytes, *headers: bytes) -> tuple[bytes]:
    """Write a query with a body, and the length of that."""
    return post(body, b"content-length: %d\r\n" % len(body), *headers)


def refused(name: str, *said: bytes, status: int = BAD) -> Case:
    """Return the case of a request that is refused, and the connection with it."""
    return Case(name, said, (status,), goes_on=False)


def _length(name: str, value: bytes) -> Case:
    return refused(f"a length {name}", *post(BODY, FORM, b"content-length: " + value + b"\r\n"))


def _coded(name: str, *values: bytes) -> Case:
    lines = b"".join(b"transfer-encoding: " + value + b"\r\n" for value in values)
    return refused(f"a coding {name}", *post(b"0\r\n\r\n" + POISON, FORM, lines))


def _chunked(name: str, body: bytes) -> Case:
    return refused(f"chunks {name}", *post(body, FORM, b"transfer-encoding: chunked\r\n"))


CHUNKS = b"%x\r\n%s\r\n0\r\n" % (len(BODY), BODY)

SMUGGLED = [
    refused(
        "a length and chunks",
        *post(b"0\r\n\r\n" + POISON, b"content-length: 4\r\ntransfer-encoding: chunked\r\n"),
    ),
    refused(
        "chunks and a length",
        *post(b"0\r\n\r\n" + POISON, b"transfer-encoding: chunked\r\ncontent-length: 4\r\n"),
    ),
    _length("twice", b"12\r\ncontent-length: 5"),
    _length("in a list", b"18, 18"),
    _length("with a plus", b"+18"),
    _length("with a minus", b"-1"),
    _length("in hexadecimal", b"0x12"),
    _length("of letters", b"eighteen"),
    _length("of nothing", b""),
    _length("beyond 64 bits", b"18446744073709551634"),
    _length("in other digits", "१८".encode()),
    _length("with a blank", b"1 8"),
    _length("in full", b"18\x00"),
    _coded("twice", b"chunked", b"chunked"),
    _coded("before another", b"chunked, identity"),
    _coded("that is unknown", b"xchunked"),
    _coded("that is quoted", b'"chunked"'),
    _coded("with a tab in it", b"chun\tked"),
    _coded("with a vertical tab", b"\x0bchunked"),
    _coded("of identity", b"identity"),
    _coded("of gzip", b"gzip"),
    refused("a coding before a space", *post(b"0\r\n\r\n", b"transfer-encoding : chunked\r\n")),
    refused("a folded coding", *post(b"0\r\n\r\n", b"transfer-encoding:\r\n chunked\r\n")),
    refused("a folded line", *get(b"/", b"x: a\r\n b\r\n")),
    Case(
        "a coding of the first HTTP",
        (b"POST /sparql HTTP/1.0\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n" + POISON,),
        (KIND,),
        goes_on=False,
    ),
    _chunked("with a length behind", CHUNKS + b"content-length: 3\r\n\r\n"),
    _chunked("of a size too large", b"ffffffffffffffffff\r\nx\r\n0\r\n\r\n"),
    _chunked("of a minus", b"-1\r\nx\r\n0\r\n\r\n"),
    _chunked("of a plus", b"+1\r\nx\r\n0\r\n\r\n"),
    _chunked("in hexadecimal twice", b"0x1\r\nx\r\n0\r\n\r\n"),
    _chunked("without an end", b"1\r\nxx\r\n0\r\n\r\n"),
    _chunked("ended by a line feed", b"1\nx\n0\n\n"),
    _chunked("ended by a return", b"1\rx\r0\r\r"),
    _chunked("with a blank before", b" 1\r\nx\r\n0\r\n\r\n"),
    Case(
        "chunks with an extension",
        post(
            CHUNKS.replace(b"\r\n", b";x=y\r\n", 1) + b"\r\n",
            FORM,
            b"transfer-encoding: chunked\r\n",
        ),
        (OK,),
        told=b'"boolean":true',
    ),
    Case(
        "chunks with a trailer",
        post(
            CHUNKS + b"x-trailer: evil\r\n\r\n",
            FORM,
            b"transfer-encoding: chunked\r\n",
        ),
        (OK,),
    ),
    Case(
        "a coding in capitals",
        post(CHUNKS + b"\r\n", FORM, b"TRANSFER-ENCODING: CHUNKED\r\n"),
        (OK,),
    ),
    Case(
        "a body that looks like a request",
        sized(POISON, FORM),
        (BAD,),
        told=b"there is no query",
    ),
    Case(
        "a body with what reads nothing",
        (
            b"GET /style.css HTTP/1.1\r\n"
            + HOST
            + b"content-length: %d\r\n\r\n" % len(POISON)
            + POISON,
        ),
        (OK,),
    ),
    Case(
        "a body with what is not allowed",
        (
            b"PUT /sparql HTTP/1.1\r\n"
            + HOST
            + b"content-length: %d\r\n\r\n" % len(POISON)
            + POISON,
        ),
        (WRONG,),
    ),
    Case(
        "a body of an unknown kind",
        sized(POISON, b"content-type: text/evil\r\n"),
        (KIND,),
        untold=b"HTTP/1.1 404",
    ),
]

BENT = [
    refused("no protocol", b"GET /\r\n\r\n"),
    refused("another protocol", b"GET / ICE/1.0\r\n\r\n"),
    refused("the next protocol", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    refused("a protocol to come", b"GET / HTTP/9.9\r\n" + HOST + b"\r\n"),
    refused("a small protocol", b"GET / http/1.1\r\n" + HOST + b"\r\n"),
    refused("a greeting of TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(64)),
    refused("noise", bytes(range(256)) * 4),
    refused("an unknown method", b"EVIL / HTTP/1.1\r\n" + HOST + b"\r\n"),
    refused("a small method", b"get / HTTP/1.1\r\n" + HOST + b"\r\n"),
    refused("a line feed alone", b"GET / HTTP/1.1\nhost: a\n\n"),
    refused("a return alone", b"GET / HTTP/1.1\rhost: a\r\r"),
    refused("a return within a header", *get(b"/", b"x: a\rx-injected: evil\r\n")),
    refused("a NUL within a header", *get(b"/", b"x: a\x00b\r\n")),
    refused("a NUL within a name", *get(b"/", b"x\x00y: a\r\n")),
    refused("a space before the colon", *get(b"/", b"x : a\r\n")),
    refused("no colon", *get(b"/", b"evil\r\n")),
    refused("no name", *get(b"/", b": evil\r\n")),
    refused("a NUL within the address", *get(b"/a\x00b")),
    refused("a space within the address", *get(b"/a b")),
    refused("a tab within the address", *get(b"/a\tb")),
    refused("bytes within the address", *get("/ж".encode())),
    refused("no address", b"GET  HTTP/1.1\r\n" + HOST + b"\r\n"),
    refused("an address without a slash", *get(b"evil")),
    Case("an address of all", get(b"*"), (GONE,)),
    refused("an address of a port", b"CONNECT 127.0.0.1:22 HTTP/1.1\r\n" + HOST + b"\r\n"),
    refused("no host", b"GET /style.css HTTP/1.1\r\n\r\n"),
    refused("two hosts", *get(b"/style.css", b"host: evil.example\r\n")),
    Case("no host of old", (b"GET /style.css HTTP/1.0\r\n\r\n",), (OK,), goes_on=False),
    Case("a whole address", get(b"http://evil.example/style.css"), (OK,)),
    Case("a whole address to nothing", get(b"http://evil.example/nothing"), (GONE,)),
    Case(
        "an upgrade to the next protocol",
        get(
            b"/style.css",
            b"connection: upgrade, http2-settings\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABk\r\n",
        ),
        (OK,),
    ),
    Case(
        "an upgrade with a body",
        sized(BODY, FORM, b"connection: upgrade\r\nupgrade: h2c\r\n"),
        (OK,),
    ),
    Case(
        "an upgrade to a socket",
        get(
            b"/style.css",
            b"connection: upgrade\r\nupgrade: websocket\r\n",
            b"sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-version: 13\r\n",
        ),
        (OK,),
    ),
    Case(
        "an expectation",
        (*post(b"", FORM, b"content-length: 18\r\nexpect: 100-continue\r\n"), BODY),
        (100, OK),
    ),
    Case("an unknown expectation", get(b"/style.css", b"expect: evil\r\n"), (OK,)),
    Case(
        "another method by a header",
        get(
            b"/sparql?query=" + ASK, b"x-http-method-override: DELETE\r\nx-method-override: PUT\r\n"
        ),
        (OK,),
    ),
    Case(
        "a method that traces",
        (b"TRACE / HTTP/1.1\r\n" + HOST + b"x-secret: evil\r\n\r\n",),
        (WRONG,),
    ),
    Case("an empty line before", (b"\r\n\r\n" + get(b"/style.css")[0],), (OK,)),
    Case(
        "a head in pieces",
        tuple(bytes([each]) for each in b"GET /style.css HTTP/1.1\r\nhost: a\r\n\r\n"),
        (OK,),
    ),
]

QUEUED = [
    Case("requests in a row", (get(b"/style.css")[0] * 50,), (OK,) * 50),
    Case(
        "a refused one behind others",
        (get(b"/sparql?query=" + ASK)[0] * 3 + b"evil\r\n\r\n",),
        (OK, OK, OK),
        goes_on=False,
    ),
    Case(
        "a broken body behind others",
        (get(b"/style.css")[0] + post(b"x\r\n", FORM, b"transfer-encoding: chunked\r\n")[0],),
        (OK,),
        goes_on=False,
    ),
    Case(
        "one behind the last",
        (get(b"/style.css", b"connection: close\r\n")[0] + POISON,),
        (OK,),
        goes_on=False,
    ),
    Case(
        "heads that are large together",
        (get(b"/style.css", b"x: %s\r\n" % (b"y" * 9_000))[0] * 20,),
        (OK,) * 20,
    ),
]

CASES = [*SMUGGLED, *BENT, *QUEUED]
