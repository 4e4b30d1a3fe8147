"""Own how a request is refused: JSON with a kind, a message and a hint, or a page for a person."""

import json
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, urlencode

from starlette.responses import Response

from astrograph.errors import (
    AstrographError,
    BusyError,
    EndpointError,
    MisuseError,
    QueryMemoryError,
    QueryTimeoutError,
    UnknownEntityError,
    UnsupportedError,
)
from astrograph.server.accepting import wants_page
from astrograph.server.drawing import link, template
from astrograph.vocab import expand

if TYPE_CHECKING:
    from starlette.exceptions import HTTPException
    from starlette.requests import Request

BAD_REQUEST, NOT_FOUND, NOT_ALLOWED, NOT_ACCEPTABLE = 400, 404, 405, 406
TOO_SLOW, TOO_LARGE, TOO_LONG, BAD_MEDIA_TYPE, BAD_HEADERS = 408, 413, 414, 415, 431
FAULT, UNSUPPORTED, NO_ENDPOINT, UNAVAILABLE = 500, 501, 502, 503
CLIENT_GONE = 499
"""Stands in the log for a request whose asker has hung up."""

KINDS: Mapping[int, str] = {
    BAD_REQUEST: "BadRequest",
    NOT_FOUND: "NotFound",
    NOT_ALLOWED: "MethodNotAllowed",
    NOT_ACCEPTABLE: "NotAcceptable",
    TOO_SLOW: "RequestTimeout",
    TOO_LARGE: "BodyTooLarge",
    TOO_LONG: "AddressTooLong",
    BAD_MEDIA_TYPE: "UnsupportedMediaType",
    BAD_HEADERS: "HeadersTooLarge",
    FAULT: "InternalError",
    UNSUPPORTED: "Unsupported",
    NO_ENDPOINT: "BadGateway",
    UNAVAILABLE: "Busy",
}
"""What a refusal is called that the command line does not know."""

RETRY_SECONDS = 5
"""When to ask again what took too long, or met a server at work."""

NO_PAGES = re.compile(r"/(sparql|openapi\.json|metrics|healthz)\Z|/(api|explorer)/")
"""The addresses that programs ask, and never get a page from."""

_IS_SPARQL = re.compile(r"/(sparql|api/query)\Z")

_NEAR = re.compile(r" \((?:[^()]*, )?(?P<curie>id:[^\s()]+)\)")
_BEFORE = re.compile(r"\A(did you mean:?|[,;])\s*")
_NAMES = {"focus", "from", "to"}
"""The parameters of the explorer's address that name entities."""


class Near(NamedTuple):
    """An entity that may have been meant: its name and CURIE, and an address that names it."""

    label: str
    curie: str
    address: str


class Refusal(Exception):  # noqa: N818 -- it is no error of the program
    """A request that is not answered.

    Args:
        status: The HTTP status.
        message: One line: what is wrong.
        hint: One line: what to do about it; may be empty.
        headers: What to send along.
    """

    def __init__(
        self,
        status: int,
        message: str,
        hint: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status, self.message, self.hint = status, message, hint
        self.headers = headers or {}


def content(kind: str, message: str, hint: str = "") -> bytes:
    r"""Write what is wrong.

    Args:
        kind: What it is called.
        message: One line: what is wrong.
        hint: One line: what to do about it; may be empty.

    >>> content("NotFound", "there is no page /x")
    b'{"error": {"kind": "NotFound", "message": "there is no page /x", "hint": ""}}\n'
    """
    told = {"kind": kind, "message": " ".join(message.split()), "hint": " ".join(hint.split())}
    text = json.dumps({"error": told}, ensure_ascii=False)
    return text.encode("utf-8", "backslashreplace") + b"\n"


def refused(
    status: int, kind: str, message: str, hint: str = "", headers: Mapping[str, str] | None = None
) -> Response:
    """Return the response that refuses a request."""
    sent = _sent(status, headers)
    return Response(content(kind, message, hint), status, sent, "application/json")


def _sent(status: int, headers: Mapping[str, str] | None) -> dict[str, str]:
    again = {"retry-after": str(RETRY_SECONDS)} if status == UNAVAILABLE else {}
    return {"cache-control": "no-store", **(headers or {}), **again}


def _told(
    request: "Request",
    status: int,
    kind: str,
    message: str,
    hint: str = "",
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return the response that refuses a request: to a person, a page."""
    reads = request.method in {"GET", "HEAD"} and not NO_PAGES.match(request.scope["path"])
    if not reads or not wants_page(request.headers.get("accept", "")):
        return refused(status, kind, message, hint, headers)
    html = _page(request, status, kind, message, hint).encode("utf-8", "backslashreplace")
    return Response(html, status, {**_sent(status, headers), "vary": "Accept"}, "text/html")


def _page(request: "Request", status: int, kind: str, message: str, hint: str) -> str:
    near, rest = near_names(hint, request.url.path, request.url.query, message)
    if kind == UnknownEntityError.__name__ and not near:
        rest = ""  # It names commands; the page has a field to search with.
    return template("error.html").render(
        status=status,
        title=HTTPStatus(status).phrase,
        message=message,
        near=near,
        hint=rest,
        operations=request.app.state.site.operations,
    )


def near_names(hint: str, path: str, query: str, message: str) -> tuple[list[Near], str]:
    """Find the entities that a hint names by CURIEs.

    Args:
        hint: The hint: "did you mean: NASA (id:NASA), NASA HQ (id:org-NASAHQ)?".
        path: The path that was asked for. An address of the explorer keeps the rest of what it
            says; all others lead to the entities themselves.
        query: What followed it.
        message: What is wrong; it quotes the name that nothing has.

    Returns:
        The entities, and what else the hint says.

    >>> near_names("did you mean NASA (SpaceAgency, id:NASA)?", "/id/Nasa", "", "nothing")
    ([Near(label='NASA', curie='id:NASA', address='/id/NASA')], '')
    >>> near_names("begin at /", "/x", "", "there is no page /x")
    ([], 'begin at /')
    """
    found: list[Near] = []
    end = 0
    for match in _NEAR.finditer(hint):
        label, curie = _BEFORE.sub("", hint[end : match.start()]), match["curie"]
        address = _instead(query, message, curie) if path == "/" else link(expand(curie))
        found.append(Near(label, curie, address))
        end = match.end()
    return found, hint[end:].strip(" ?()") if found else hint


def _instead(query: str, message: str, curie: str) -> str:
    """Return an address of the explorer with an entity in the place of the name that is wrong."""
    given = parse_qsl(query, keep_blank_values=True)
    right = [
        (key, curie if key in _NAMES and repr(value) in message else value) for key, value in given
    ]
    return f"/?{urlencode(right if right != given else [('focus', curie)])}"


async def on_refusal(request: "Request", refusal: "Refusal") -> Response:
    """Answer a request that is refused."""
    kind = KINDS[refusal.status]
    return _told(request, refusal.status, kind, refusal.message, refusal.hint, refusal.headers)


async def on_error(request: "Request", error: AstrographError) -> Response:
    """Answer a request whose work failed as it does on the command line."""
    kind = type(error).__name__
    if isinstance(error, MisuseError):
        return _told(request, BAD_REQUEST, kind, error.message, error.hint)
    if isinstance(error, QueryTimeoutError):
        # There is no more time to be had here, and only a query has a LIMIT.
        hint = "narrow it, or add a LIMIT" if _IS_SPARQL.match(request.url.path) else "narrow it"
        return _told(request, UNAVAILABLE, kind, error.message, hint)
    if isinstance(error, QueryMemoryError | BusyError):
        return _told(request, UNAVAILABLE, kind, error.message, error.hint)
    if isinstance(error, UnsupportedError):
        return _told(request, UNSUPPORTED, kind, error.message, error.hint)
    if isinstance(error, EndpointError):
        # What it says names the endpoint, which may be for this server alone.
        request.scope["state"]["fault"] = error
        told = f"the endpoint behind this server fails, number {_number(request)} in its log"
        return _told(request, NO_ENDPOINT, kind, told, "try again later")
    # What it says may name files of the server.
    return await on_fault(request, error)


async def on_fault(request: "Request", error: Exception) -> Response:
    """Answer a request that met a fault of the program; the log tells more, under the same id."""
    request.scope["state"]["fault"] = error
    told = f"the server met a fault of its own, number {_number(request)} in its log"
    return _told(request, FAULT, KINDS[FAULT], told, "please report it")


def _number(request: "Request") -> str:
    return str(request.scope["state"]["id"])


async def on_http(request: "Request", error: "HTTPException") -> Response:
    """Answer a request that no route takes."""
    path, headers = request.url.path, dict(error.headers or {})
    if error.status_code == NOT_FOUND:
        return _told(request, NOT_FOUND, KINDS[NOT_FOUND], f"there is no page {path}", "begin at /")
    if error.status_code == NOT_ALLOWED:
        allowed = ", ".join(sorted(headers["Allow"].split(", ")))
        headers["Allow"] = allowed
        told = f"{path} does not answer {request.method}"
        return _told(
            request, NOT_ALLOWED, KINDS[NOT_ALLOWED], told, f"it answers {allowed}", headers
        )
    return _told(
        request, error.status_code, KINDS.get(error.status_code, "BadRequest"), error.detail
    )


async def on_gone(_request: "Request", _error: Exception) -> Response:
    """Note that whoever asked has hung up."""
    return Response(status_code=CLIENT_GONE)
