"""Take a query apart into its tokens as the engine does; write it so that there is but one way.

``<`` begins an IRI or means less-than, and the engine tells by the grammar: in ``?a<?b#>`` behind
FILTER it finds a comment. So where less-than is possible, an IRI that would be read otherwise as
such is written so that it can be an IRI only; and a less-than so that it can be nothing else.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\n\r]*)
  | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
  | (?P<string>'{3}(?:(?:'|'')?(?:[^'\\]|\\.))*'{3} | \"{3}(?:(?:"|"")?(?:[^"\\]|\\.))*\"{3}
      | '(?:[^'\\\n\r]|\\.)*' | "(?:[^"\\\n\r]|\\.)*")
  | (?P<variable>[?$]\w+)
  | (?P<blank>_:\w[\w.-]*)
  | (?P<prefixed>(?:[^\W\d_][\w.-]*)?:(?:[\w.:%-]|\\[^\w\s])*)
  | (?P<language>@[A-Za-z][A-Za-z0-9-]*)
  | (?P<word>[^\W\d_]\w*)
  | (?P<number>\d[\w.]*)
  | (?P<open>[({\[])
  | (?P<close>[)}\]])
  | (?P<space>\s+)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_MISREAD = re.compile(r"[#'()\[\]]")
"""What would begin or end something else, were an IRI none."""

_ADDRESS = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")
_COMPARED = re.compile(r"['(]")
_OPERANDS = {"iri", "string", "variable", "blank", "prefixed", "language", "word", "number"}
_ENDS = {")", "]", "}", ">"}
_SKIPPED = {"space", "comment"}
_DATA = "VALUES"


class Edit(NamedTuple):
    """Some of a text, from a place to another, and what to write instead."""

    start: int
    end: int
    content: str


class Token(NamedTuple):
    """A token, with its place, and what to write of it otherwise, lest the engine misread it."""

    kind: str
    text: str
    start: int
    edit: Edit | None = None


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with edits, which do not overlap.

    >>> edited("abc", [Edit(1, 2, "-"), Edit(3, 3, "!")])
    'a-c!'
    """
    for start, end, content in sorted(edits, reverse=True):
        text = text[:start] + content + text[end:]
    return text


def tokens(text: str, start: int = 0) -> Iterator[Token]:
    """Yield the tokens of a query, but for spaces and comments.

    Args:
        text: The query.
        start: Where to begin: outside of all brackets, or behind an opening brace.

    >>> [token.text for token in tokens("ASK { FILTER(?a<?b) } # all")]
    ['ASK', '{', 'FILTER', '(', '?a', '<', '?b', ')', '}']
    """
    around: list[str] = []
    before = Token("", "", start)
    values = False
    while start < len(text):
        for found in _TOKEN.finditer(text, start):
            kind = str(found.lastgroup)
            if kind in _SKIPPED:
                continue
            token = Token(kind, found.group(), found.start())
            if kind == "iri" and _MISREAD.search(token.text) and _may_compare(before, around):
                token = _settled(token)
            elif kind == "word":
                values = token.text.upper() == _DATA
            elif kind == "open":
                inside = (around and around[-1] == _DATA) or (values and token.text == "{")
                around.append(_DATA if inside else token.text)
                values = values and token.text != "{"
            elif kind == "close" and around:
                around.pop()
            before = token
            yield token
            if token.kind != kind:
                break
        else:
            return
        start = before.start + len(before.text)


def _may_compare(before: Token, around: list[str]) -> bool:
    """Say whether ``<`` may be less-than behind a token, or belong to that which is before it."""
    if before.text == "<":
        return True
    is_operand = before.kind in _OPERANDS or before.text in _ENDS
    return is_operand and bool(around) and around[-1] == "("


def _settled(token: Token) -> Token:
    """Decide what it is: an IRI where it is an address or has no bracket, otherwise less-than."""
    start = token.start
    if _COMPARED.search(token.text) and not _ADDRESS.match(token.text):
        return Token("other", "<", start, Edit(start + 1, start + 1, " "))
    first = token.text[1]
    if first == "\\":
        return token
    return token._replace(edit=Edit(start + 1, start + 2, f"\\U{ord(first):08X}"))
