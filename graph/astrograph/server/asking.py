"""Read what a request asks: its parameters and its body, within bounds."""

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from astrograph.server import refusals
from astrograph.server.refusals import Refusal

if TYPE_CHECKING:
    from starlette.requests import Request

BODY_SECONDS = 15.0
"""How long a body may take to arrive."""

MAX_FIELDS = 1000
FORM = "application/x-www-form-urlencoded"

Pairs = list[tuple[str, str]]


def query_pairs(request: "Request") -> Pairs:
    """Return the parameters in the address of a request.

    Raises:
        Refusal: They are not UTF-8, or too many.
    """
    return pairs(request.scope["query_string"], "the address")


def pairs(content: bytes, where: str) -> Pairs:
    """Read URL-encoded parameters.

    Args:
        content: The text.
        where: Where it stands, for an error.

    Raises:
        Refusal: They are not UTF-8, or too many.

    >>> pairs(b"query=ASK+%7B%7D&at=", "the address")
    [('query', 'ASK {}'), ('at', '')]
    """
    try:
        text = content.decode("utf-8")
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS)
    except UnicodeDecodeError:
        raise Refusal(refusals.BAD_REQUEST, f"{where} is not UTF-8") from None
    except ValueError:
        why = f"{where} holds more than {MAX_FIELDS:,} parameters"
        raise Refusal(refusals.BAD_REQUEST, why) from None


def single(given: Pairs, name: str) -> str | None:
    """Return the one value of a parameter, or ``None``.

    Raises:
        Refusal: It is given more than once.
    """
    values = several(given, name)
    if len(values) > 1:
        raise Refusal(refusals.BAD_REQUEST, f"the parameter {name!r} is given more than once")
    return values[0] if values else None


def several(given: Pairs, name: str) -> tuple[str, ...]:
    """Return the values of a parameter."""
    return tuple(value for key, value in given if key == name)


def media_type(request: "Request") -> str:
    """Return the media type of the body.

    Raises:
        Refusal: The body is compressed, or in another charset than UTF-8.
    """
    name, *parameters = request.headers.get("content-type", "").lower().split(";")
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "charset" and value.strip(' "') not in {"utf-8", "utf8"}:
            why = f"the charset {value.strip()!r} is not understood"
            raise Refusal(refusals.BAD_MEDIA_TYPE, why, "send UTF-8")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        why = "the body is compressed"
        raise Refusal(refusals.BAD_MEDIA_TYPE, why, "send it as it is")
    return name.strip()


async def body(request: "Request", most: int) -> bytes:
    """Read the body.

    Args:
        request: The request.
        most: How many bytes it may have.

    Raises:
        Refusal: It is too long, or too slow.
        ClientDisconnect: Whoever sends it has hung up.
    """
    told = request.headers.get("content-length", "")
    content = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            if not told.isdigit() or int(told[:20]) <= most:
                async for chunk in request.stream():
                    content += chunk
                    if len(content) > most:
                        break
                else:
                    return bytes(content)
    except TimeoutError:
        why = f"the body did not arrive within {BODY_SECONDS:g} seconds"
        raise Refusal(refusals.TOO_SLOW, why, headers={"connection": "close"}) from None
    why = f"the body is longer than {most:,} bytes"
    raise Refusal(refusals.TOO_LARGE, why, headers={"connection": "close"})


def text(content: bytes) -> str:
    """Decode a body.

    Raises:
        Refusal: It is not UTF-8.
    """
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        why = f"the body is not UTF-8: byte {error.start:,} of it"
        raise Refusal(refusals.BAD_REQUEST, why) from None
