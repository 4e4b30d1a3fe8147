"""Refuse RDF files that would hurt, before a parser sees them.

The parsers of pyoxigraph stop at most bad input by themselves. What makes them crash, or use time
or memory out of all proportion to the file, is looked for here: entities, deep nesting, elements
with endless attributes, contexts within contexts.
"""

import json
import mmap
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

from astrograph.errors import RdfError

DEPTH = 1000
"""How deep brackets, elements and lists may nest."""

TERM_DEPTH = 100
"""How deep triples may nest in triples; the parser overflows its stack at some ten thousand."""

TEXT_SIZE = 16 * 1024 * 1024
"""How long a single text may be, in bytes: what pyoxigraph allows itself elsewhere."""

ATTRIBUTES = 1000
"""How many attributes an element may have, and how many namespaces may be in scope."""

CONTEXT_TERMS = 200_000
"""How many terms the contexts in force at one place may define, counted wherever they are copied.

A context within the scope of another copies that one's terms, which costs time and memory."""

CONTEXT_COPIES = 5_000_000
"""How many terms the contexts of a whole file may define and copy."""

_BLOCK = 1 << 20
_BOMS = (b"\xff\xfe", b"\xfe\xff")

_TURTLE = re.compile(
    rb'"""(?:[^"\\]++|\\.|"(?!""))*+"""|\'\'\'(?:[^\'\\]++|\\.|\'(?!\'\'))*+\'\'\''
    rb'|"(?:[^"\\\n\r]++|\\.)*+"|\'(?:[^\'\\\n\r]++|\\.)*+\''
    rb"|#[^\n\r]*+|\\.|<<|>>|<[^<>\"{}|^`\x00-\x20]*+>|[\[({\])}]",
    re.DOTALL,
)
_JSON = re.compile(rb'"(?:[^"\\]++|\\.)*+"|[\[{\]}:]', re.DOTALL)
_DEEPER = frozenset((b"[", b"(", b"{"))
_HIGHER = frozenset((b"]", b")", b"}"))


class Trouble(Exception):  # noqa: N818 -- it never leaves this module
    """What is wrong with a file, and at which byte or in which line."""

    def __init__(self, why: str, *, at: int | None = None, line: int | None = None) -> None:
        """Keep the reason and the place apart."""
        super().__init__(why)
        self.at, self.line = at, line


def guard(path: Path, syntax: str) -> None:
    """Make sure that a file may be given to its parser.

    Args:
        path: The file; it is mapped into memory, not read into it.
        syntax: ``xml`` for RDF/XML, ``json`` for JSON-LD, ``text`` for the rest.

    Raises:
        RdfError: The file would hurt, or cannot be what its ending says; the line is named.
        OSError: The file cannot be read.
    """
    if path.stat().st_size == 0:
        return
    check = {"xml": _xml, "json": _json, "text": _text}[syntax]
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as held:
        try:
            _bytes(held)
            check(held)
        except Trouble as trouble:
            line = trouble.line or _line(held, trouble.at or 0)
            raise RdfError(str(trouble), file=str(path), line=line) from None


def _bytes(held: mmap.mmap) -> None:
    if held[:2] in _BOMS:
        raise Trouble("it is UTF-16; save it as UTF-8", line=1)
    nul = held.find(b"\0")
    if nul >= 0:
        raise Trouble("it holds a NUL, which no text has", at=nul)


def _line(held: mmap.mmap, at: int) -> int:
    """Count the lines up to a byte."""
    ends = range(0, at, _BLOCK)
    return 1 + sum(held[start : min(start + _BLOCK, at)].count(b"\n") for start in ends)


def _text(held: mmap.mmap) -> None:
    """Follow the brackets of Turtle and its kin, leaving out texts, comments and IRIs."""
    if held.find(b"<<") < 0 and not _has_many_brackets(held):
        return
    depth = terms = 0
    for found in _TURTLE.finditer(held):
        token = found[0]
        if token in _DEEPER:
            depth += 1
        elif token in _HIGHER:
            depth -= 1
        elif token == b"<<":
            terms += 1
        elif token == b">>":
            terms -= 1
        if depth > DEPTH or terms > TERM_DEPTH:
            most = DEPTH if depth > DEPTH else TERM_DEPTH
            raise Trouble(f"it nests more than {most} deep", at=found.start())


def _has_many_brackets(held: mmap.mmap) -> bool:
    number = 0
    for start in range(0, len(held), _BLOCK):
        block = held[start : start + _BLOCK]
        number += block.count(b"[") + block.count(b"(") + block.count(b"{")
        if number > DEPTH:
            return True
    return False


@dataclass(slots=True)
class _Scope:
    """An object or list that is open: the terms that its contexts define, and with copies."""

    is_context: bool
    terms: int = 0
    copied: int = 0


def _json(held: mmap.mmap) -> None:
    """Follow the objects and lists of JSON-LD, and count what its contexts define."""
    scopes = [_Scope(is_context=False)]
    last = key = b""
    copied = 0
    for found in _JSON.finditer(held):
        token, scope = found[0], scopes[-1]
        if token == b":":
            key = last
            scope.terms += scope.is_context
        elif token in _DEEPER:
            is_context = _is_context(key)
            if scope.is_context and is_context:
                raise Trouble("it has a context within a context", at=found.start())
            scopes.append(_Scope(is_context=scope.is_context or is_context))
        elif token in _HIGHER and len(scopes) > 1:
            above = scopes[-2]
            scopes.pop()
            above.terms += scope.terms if scope.is_context else 0
            if scope.is_context and not above.is_context:
                above.copied = sum(each.terms for each in scopes)
                copied += above.copied
                live = sum(each.copied for each in scopes)
                if live > CONTEXT_TERMS or copied > CONTEXT_COPIES:
                    raise Trouble("its contexts define too many terms", at=found.start())
        key = key if token == b":" else b""
        last = token
        if len(scopes) > DEPTH:
            raise Trouble(f"it nests more than {DEPTH} deep", at=found.start())


def _is_context(key: bytes) -> bool:
    """Say whether a key is ``@context``, however it is written."""
    if b"\\" not in key:
        return key == b'"@context"'
    try:
        return bool(json.loads(key) == "@context")
    except ValueError:
        return False


class _Elements:
    """What expat tells while it reads: how deep it is, and what is in scope."""

    def __init__(self, parser: expat.XMLParserType) -> None:
        self._parser = parser
        self._namespaces: list[int] = []
        self._behind = 0

    def start(self, _name: str, attributes: list[str]) -> None:
        """Enter an element; its attributes come as names and values in turn."""
        self._measure()
        names = attributes[::2]
        if len(names) > ATTRIBUTES:
            raise Trouble(f"an element has more than {ATTRIBUTES} attributes", line=self._line)
        self._namespaces.append(sum(name.startswith("xmlns") for name in names))
        if len(self._namespaces) > DEPTH:
            raise Trouble(f"it nests more than {DEPTH} deep", line=self._line)
        if sum(self._namespaces) > ATTRIBUTES:
            raise Trouble(f"more than {ATTRIBUTES} namespaces are in scope", line=self._line)

    def end(self, _name: str) -> None:
        """Leave an element."""
        self._measure()
        self._namespaces.pop()

    def doctype(self, _name: str, system: str | None, public: str | None, _subset: int) -> None:
        """Meet a document type; one that is declared elsewhere is never fetched."""
        if system or public:
            raise Trouble("it has a DOCTYPE that lies elsewhere; take it out", line=self._line)

    def entity(self, *_declared: object) -> None:
        """Meet an entity: a few of them can stand for more text than any memory holds."""
        raise Trouble(
            "its DOCTYPE declares entities; write out what they stand for", line=self._line
        )

    def _measure(self) -> None:
        here = self._parser.CurrentByteIndex
        if here - self._behind > TEXT_SIZE:
            size = TEXT_SIZE >> 20
            raise Trouble(f"a text is longer than {size} MB", line=self._line)
        self._behind = here

    @property
    def _line(self) -> int:
        return self._parser.CurrentLineNumber


def _xml(held: mmap.mmap) -> None:
    """Read RDF/XML once with expat, which names the line of what is not well-formed."""
    parser = expat.ParserCreate()
    elements = _Elements(parser)
    parser.ordered_attributes = True
    parser.StartElementHandler = elements.start
    parser.EndElementHandler = elements.end
    parser.StartDoctypeDeclHandler = elements.doctype
    parser.EntityDeclHandler = elements.entity
    parser.UnparsedEntityDeclHandler = elements.entity
    try:
        for block in _blocks(held):
            parser.Parse(block)
        parser.Parse(b"", True)  # noqa: FBT003 -- expat takes no keyword: this is the end
    except expat.ExpatError as error:
        why = expat.ErrorString(error.code)
        raise Trouble(f"it is not well-formed: {why}", line=error.lineno) from None
    except (LookupError, ValueError) as error:
        # Expat asks Python for encodings that it does not know itself.
        raise Trouble(f"its encoding is of no use: {error}; save it as UTF-8", line=1) from None


def _blocks(held: mmap.mmap) -> Iterator[bytes]:
    return (held[start : start + _BLOCK] for start in range(0, len(held), _BLOCK))
