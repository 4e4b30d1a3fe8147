"""Own the one shape in which every request is refused: JSON with a kind, a message and a hint."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from starlette.responses import Response

from astrograph.errors import (
    AstrographError,
    BusyError,
    MisuseError,
    QueryMemoryError,
    QueryTimeoutError,
)

if TYPE_CHECKING:
    from starlette.exceptions import HTTPException
    from starlette.requests import Request

BAD_REQUEST, NOT_FOUND, NOT_ALLOWED, NOT_ACCEPTABLE = 400, 404, 405, 406
TOO_SLOW, TOO_LARGE, TOO_LONG, BAD_MEDIA_TYPE, BAD_HEADERS = 408, 413, 414, 415, 431
FAULT, UNAVAILABLE = 500, 503
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
    UNAVAILABLE: "Busy",
}
"""What a refusal is called that the command line does not know."""

RETRY_SECONDS = 5
"""When to ask again what took too long, or met a server at work."""


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
    sent = {"cache-control": "no-store", **(headers or {})}
    if status == UNAVAILABLE:
        sent["retry-after"] = str(RETRY_SECONDS)
    return Response(content(kind, message, hint), status, sent, "application/json")


async def on_refusal(_request: "Request", refusal: "Refusal") -> Response:
    """Answer a request that is refused."""
    kind = KINDS[refusal.status]
    return refused(refusal.status, kind, refusal.message, refusal.hint, refusal.headers)


async def on_error(request: "Request", error: AstrographError) -> Response:
    """Answer a request whose work failed as it does on the command line."""
    kind = type(error).__name__
    if isinstance(error, MisuseError):
        return refused(BAD_REQUEST, kind, error.message, error.hint)
    if isinstance(error, QueryTimeoutError | QueryMemoryError | BusyError):
        return refused(UNAVAILABLE, kind, error.message, error.hint)
    # What it says may name files of the server.
    return await on_fault(request, error)


async def on_fault(request: "Request", error: Exception) -> Response:
    """Answer a request that met a fault of the program; the log tells more, under the same id."""
    request.scope["state"]["fault"] = error
    told = f"the server met a fault of its own, number {request.scope['state']['id']} in its log"
    return refused(FAULT, KINDS[FAULT], told, "please report it")


async def on_http(request: "Request", error: "HTTPException") -> Response:
    """Answer a request that no route takes."""
    path, headers = request.url.path, dict(error.headers or {})
    if error.status_code == NOT_FOUND:
        return refused(NOT_FOUND, KINDS[NOT_FOUND], f"there is no page {path}", "begin at /")
    if error.status_code == NOT_ALLOWED:
        allowed = ", ".join(sorted(headers["Allow"].split(", ")))
        headers["Allow"] = allowed
        told = f"{path} does not answer {request.method}"
        return refused(NOT_ALLOWED, KINDS[NOT_ALLOWED], told, f"it answers {allowed}", headers)
    return refused(error.status_code, KINDS.get(error.status_code, "BadRequest"), error.detail)


async def on_gone(_request: "Request", _error: Exception) -> Response:
    """Note that whoever asked has hung up."""
    return Response(status_code=CLIENT_GONE)
