"""Look through the text of a query before the engine sees it.

The engine follows ``SERVICE`` to the network and dies of a text that is nested too deeply, so both
are refused here; and its complaints are long, so they are put into one line here.
"""

import re
from collections.abc import Mapping

from astrograph.errors import SHOWN, QuerySyntaxError
from astrograph.query.tokens import Edit, edited, tokens
from astrograph.vocab import PREFIXES

MAX_DEPTH = 100
MAX_BYTES = 200_000
MAX_UNIONS = 1_000
MAX_VALUES = 20_000
"""How many terms the blocks of values of a query may hold together."""
MAX_EXPECTED = 5
MAX_DIGITS = 30
UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"}
FORMS = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}
GLUED = {"word", "number", "prefixed"}
"""The tokens in which the engine can find a word of its own: it needs no space between words, and
reads ``1SERVICE`` and ``SERVICESILENT`` as SERVICE."""

DOTTED = re.compile(r"\.SERVICE", re.IGNORECASE)
"""Of a name with dots the engine may take the last for the end of a statement."""

TERMS = {"iri", "string", "prefixed", "word", "number"}
"""The tokens of which values are made."""

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ERROR_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


class VettedQuery:
    """A query whose text holds nothing that must not reach the engine.

    Attributes:
        text: The query.
        form: ``SELECT``, ``ASK``, ``CONSTRUCT`` or ``DESCRIBE``.
        variables: The names of its variables.
        graphs: The IRIs of the graphs that it asks instead of the store's own.
        prefixes: The IRIs that its prefixes stand for.

    Args:
        text: The query.
        base: The IRI that relative ones are relative to.

    Raises:
        QuerySyntaxError: It is too long, too deep, an update, no query at all, or asks for the
            network; or a prefix is not declared.

    >>> VettedQuery("ASK { ?who ag:leads id:NASA }").variables
    {'who'}
    """

    def __init__(self, text: str, base: str = "") -> None:
        self.text = text
        self.form = ""
        self.variables: set[str] = set()
        self._projected: set[str] = set()
        self._every = False
        self.prefixes = dict(PREFIXES)
        self._declared: str | None = None
        self._base = base
        self.graphs: list[str] = []
        self._unions = 0
        self._values: int | None = None
        self._terms = 0
        self._depth = 0
        self._before = ""
        self._limit: tuple[int, int] | None = None
        self._tail: int | None = None
        self._edits: list[Edit] = []
        self._iris: list[int] = []
        self._bodies: list[int] = []
        self._head_at: int | None = 0
        self._look()

    def projects(self, variable: str) -> bool:
        """Say whether a value given to a variable can be handed to the engine as it is.

        A query that does not name the variable in its head wants it in the body instead; but for
        CONSTRUCT, whose first body is a template.
        """
        shown = self._every or variable in self._projected
        return self.form == "CONSTRUCT" or (shown and self.form != "ASK")

    def prepared(
        self,
        limit: int | None = None,
        values: Mapping[str, str] | None = None,
        blocks: Mapping[str, str] | None = None,
    ) -> str:
        """Return the text with an outermost LIMIT, with values in its body, and read in one way.

        Args:
            limit: How many results to give at most.
            values: Terms in Turtle syntax for variables that the query does not project; they
                hold in the bodies of its subqueries as well.
            blocks: What to put in the place of texts that hold one IRI each; not where they stand
                in a string or a comment.

        >>> VettedQuery("SELECT * { ?s ?p ?o } LIMIT 10").prepared(limit=3)
        'SELECT * { ?s ?p ?o } LIMIT 3'
        >>> VettedQuery("SELECT ?o { ?s ?p ?o }").prepared(values={"s": "<http://a.example>"})
        'SELECT ?o { VALUES ?s { <http://a.example> } ?s ?p ?o }'
        """
        edits = list(self._edits)
        if limit is not None and self.form != "ASK":
            edits.append(self._limited(limit))
        given = "".join(f" VALUES ?{name} {{ {term} }}" for name, term in (values or {}).items())
        edits += [Edit(place, place, given) for place in self._bodies if given]
        for mark, content in (blocks or {}).items():
            starts = (place - mark.index("<") for place in self._iris)
            places = [each for each in starts if each >= 0 and self.text.startswith(mark, each)]
            edits += [Edit(each, each + len(mark), content) for each in places]
        return edited(self.text, edits)

    def _limited(self, most: int) -> Edit:
        if self._limit is not None:
            start, end = self._limit
            return Edit(start, end, str(min(int(self.text[start:end]), most)))
        place = len(self.text) if self._tail is None else self._tail
        return Edit(place, place, f"\nLIMIT {most}\n")

    def _look(self) -> None:
        try:
            size = len(self.text.encode())
        except UnicodeEncodeError as error:
            raise self._refusal(error.start, "half a character, which no text has") from None
        if size > MAX_BYTES:
            raise QuerySyntaxError(f"the query is longer than {MAX_BYTES:,} bytes")
        for kind, token, place, edit in tokens(self.text):
            glued = kind in GLUED and "SERVICE" in token.partition(":")[0].upper()
            if glued or (kind in {"prefixed", "blank"} and DOTTED.search(token)):
                raise self._refusal(place, "SERVICE is refused: queries never use the network")
            if edit is not None:
                self._edits.append(edit)
            see = getattr(self, f"_see_{kind}", None)
            if see is not None:
                see(token, place)
            if self._values is not None and kind in TERMS and self._depth > self._values:
                self._count_value(place)
            self._before = token.upper()
        if not self.form:
            raise QuerySyntaxError(
                "bad query: it is neither SELECT, ASK, CONSTRUCT nor DESCRIBE",
                hint="to start from an example: astrograph query --list-saved",
            )

    def _see_open(self, sign: str, place: int) -> None:
        if sign == "{" and self._depth == self._head_at:
            self._bodies.append(place + 1)
            self._head_at = None
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._refusal(place, f"nested more than {MAX_DEPTH} deep")

    def _see_close(self, sign: str, _: int) -> None:
        self._depth -= 1
        if self._values == self._depth and sign == "}":
            self._values = None

    def _count_value(self, place: int) -> None:
        self._terms += 1
        if self._terms > MAX_VALUES:
            raise self._refusal(place, f"more than {MAX_VALUES:,} values")

    def _see_iri(self, token: str, place: int) -> None:
        self._iris.append(place)
        iri = _joined(self._base, token[1:-1])
        if self._declared is not None:
            self.prefixes[self._declared] = iri
            self._declared = None
        elif self._before == "BASE":
            self._base = iri
        elif self._names_graph():
            self.graphs.append(iri)

    def _names_graph(self) -> bool:
        return not self._bodies and self._before in {"FROM", "NAMED"}

    def _see_variable(self, token: str, _: int) -> None:
        self.variables.add(token[1:])
        if not self._bodies and (self._depth == 0 or self._before == "AS"):
            self._projected.add(token[1:])

    def _see_word(self, token: str, place: int) -> None:
        word = token.upper()
        if not self.form and word in UPDATES:
            raise self._refusal(place, f"{word} is refused: the graph is read-only")
        if word in FORMS:
            self.form = self.form or word
        if word == "SELECT":
            self._head_at = self._depth
        if word == "UNION":
            self._unions += 1
            if self._unions > MAX_UNIONS:
                raise self._refusal(place, f"more than {MAX_UNIONS:,} unions")
        if word == "VALUES":
            self._values = self._depth
            if self._depth == 0:
                self._tail = place

    def _see_prefixed(self, token: str, place: int) -> None:
        prefix, _, rest = token.partition(":")
        if self._before == "PREFIX":
            self._declared = prefix
            self.prefixes[prefix] = ""
        elif prefix not in self.prefixes:
            raise self._refusal(place, f"unknown prefix {_short(prefix)}: in {_short(token)}")
        elif self._names_graph():
            self.graphs.append(self.prefixes[prefix] + rest)

    def _see_number(self, token: str, place: int) -> None:
        if self._depth == 0 and self._before == "LIMIT" and _is_count(token):
            self._limit = (place, place + len(token))

    def _see_other(self, sign: str, place: int) -> None:
        if sign == "*" and self._depth == 0 and not self._bodies:
            self._every = True
        if sign in {"\\", "'", '"'}:
            raise self._refusal(place, f"unexpected {sign}")

    def _refusal(self, place: int, why: str) -> QuerySyntaxError:
        line = self.text.count("\n", 0, place) + 1
        column = place - (self.text.rfind("\n", 0, place) + 1) + 1
        return QuerySyntaxError(f"bad query at line {line}, column {column}: {why}")


def _is_count(token: str) -> bool:
    """Say whether a token is a number that can be read; the engine refuses any other."""
    return token.isascii() and token.isdigit() and len(token) <= MAX_DIGITS


def _joined(base: str, iri: str) -> str:
    """Resolve an IRI against the base, where it is relative."""
    if not base or _ABSOLUTE.match(iri):
        return iri
    from urllib.parse import urljoin

    # The library drops an empty fragment.
    return urljoin(base, iri) + ("#" if iri.endswith("#") else "")


def syntax_error(text: str, message: str) -> QuerySyntaxError:
    """Put the engine's complaint about a text into one line, and the line itself into the hint."""
    found = _ERROR_PLACE.match(message)
    if found is None:
        return QuerySyntaxError(f"bad query: {' '.join(message.split())}")
    line, column = int(found[1]), int(found[2])
    lines = text.splitlines() or [""]
    rest = "".join(lines[line - 1 : line])[column - 1 :].strip()
    unexpected = f"unexpected {_short(rest.split()[0])!r}" if rest else "it ends too early here"
    why = " ".join(found[3].split())
    if why.startswith("expected"):
        why = unexpected + _expected(why)
    shown = lines[min(line, len(lines)) - 1].strip()
    place = f"bad query at line {line}, column {column}"
    return QuerySyntaxError(f"{place}: {why}", hint=f"in: {shown[:120]}")


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


def _expected(why: str) -> str:
    """Shorten the engine's list of what could stand here to the words worth telling."""
    words = re.findall(r"\b[A-Z]{2,}(?: [A-Z]+)*\b", re.sub(r"\[.*?\]", "", why))
    told = list(dict.fromkeys(words))[:MAX_EXPECTED]
    return f"; expected {', '.join(told)}, or the like" if told else ""
