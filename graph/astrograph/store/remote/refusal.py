"""Read why an endpoint refuses a question: in the JSON of this program's own server, or as text."""

from typing import NamedTuple

from astrograph.errors import QueryMemoryError, QueryTimeoutError

LONGEST = 1 << 16
"""How many bytes of a refusal are read."""

SHOWN = 200

HOPELESS = {each.__name__: each for each in (QueryTimeoutError, QueryMemoryError)}
"""What a question meets again whenever it is asked, by the kinds that our server tells."""


class Refusal(NamedTuple):
    """Why a question is not answered.

    Attributes:
        kind: What our server calls it; empty where somebody else's refuses.
        message: One line: what is wrong; may be empty.
        hint: One line: what to do about it; may be empty.
    """

    kind: str
    message: str
    hint: str


def read_refusal(content: bytes) -> Refusal:
    r"""Read what a server says with a status that is no success.

    >>> read_refusal(b'{"error": {"kind": "Busy", "message": "at work", "hint": "wait"}}\n')
    Refusal(kind='Busy', message='at work', hint='wait')
    >>> read_refusal(b"down for today\n")
    Refusal(kind='', message='down for today', hint='')
    """
    import json

    try:
        told = json.loads(content[:LONGEST])["error"]
        kind, message, hint = (_line(told[name]) for name in ("kind", "message", "hint"))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        text = content[: 4 * SHOWN].decode("utf-8", "replace")
        return Refusal("", _line(text), "")
    return Refusal(kind, message, hint)


def _line(text: str) -> str:
    return " ".join(text.split())[:SHOWN]
