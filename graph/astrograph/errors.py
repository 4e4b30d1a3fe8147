"""Own the whole error tree: what can go wrong, and with which exit code a command ends.

::

    AstrographError
    ├── MisuseError             exit 2: the request cannot be understood
    │   ├── UnknownEntityError      no entity bears that name
    │   ├── AmbiguousEntityError    several entities fit it equally
    │   └── QuerySyntaxError        bad or refused SPARQL
    └── JobError                exit 3: the request is clear, the job failed
        ├── StoreError              a store that cannot be read or written
        │   ├── RdfError                an RDF file that cannot be read: file and line
        │   ├── ClaimError              a claim in RDF that lacks a part, or has an impossible one
        │   ├── EndpointError           a store elsewhere that gives no answer
        │   └── UnsupportedError        a question that a store of its kind or size does not take
        ├── SourceTextError         a source's text that is not what its hash says
        ├── TableError              a table that cannot be read: file, line, column and value
        ├── MappingError            a mapping file that does not say what it has to: file and line
        ├── ProjectionError         a projection file that does not, or asks for what cannot be
        ├── StoryError              a story file that does not, or asks for what a page lacks
        ├── QueryTimeoutError       a query that took too long
        ├── QueryMemoryError        a query that needed too much memory
        └── BusyError               a server that has too much to do

Every error is one line that says what is wrong, with the user's own words in it, and at most one
more line, the hint, that says what to do.
"""

from typing import ClassVar

SHOWN = 80
"""How many characters of a wrong value are shown."""


class AstrographError(Exception):
    """The base of every error that a user can meet.

    Args:
        message: One line: what is wrong and where, in the user's own words.
        hint: One line: what to do about it; may be empty.

    >>> str(AstrographError("no entity is called 'Mars One'", hint="try: astrograph find Mars"))
    "no entity is called 'Mars One'"
    """

    exit_code: ClassVar[int] = 3

    def __init__(self, message: str, hint: str = "") -> None:
        """Keep the message and the hint apart, so that each can be shown on its own line."""
        super().__init__(message)
        self.message = message
        self.hint = hint


class MisuseError(AstrographError):
    """The request cannot be understood: a bad option, name, date or query."""

    exit_code = 2


class UnknownEntityError(MisuseError):
    """No entity bears the name; the hint lists the nearest ones."""


class AmbiguousEntityError(MisuseError):
    """Several entities fit the name equally; the hint lists them."""


class QuerySyntaxError(MisuseError):
    """The SPARQL text is malformed, or asks for something that is refused."""


class JobError(AstrographError):
    """The request is clear, but the job failed."""


class StoreError(JobError):
    """A store cannot be read or written: a missing or malformed file, a full disk."""


class RdfError(StoreError):
    """An RDF file cannot be read.

    Args:
        why: What is wrong.
        file: The file's path.
        line: The line, from 1.

    >>> str(RdfError("it is UTF-16", file="x.ttl", line=1))
    'cannot read x.ttl, line 1: it is UTF-16'
    """

    def __init__(self, why: str, *, file: str, line: int) -> None:
        """Keep the parts of the place, for a report that shows them in columns."""
        self.why, self.file, self.line = why, file, line
        super().__init__(f"cannot read {file}, line {line}: {why}")


class ClaimError(StoreError):
    """A claim in RDF lacks a part, or has one that cannot be.

    Args:
        why: What is wrong.
        iri: The claim's IRI.
        field: The local name of the property, where one is meant.
        value: What it holds.

    >>> str(ClaimError("is not a number", iri="c:1", field="confidence", value="high"))
    "c:1: confidence is not a number: 'high'"
    """

    def __init__(
        self, why: str, *, iri: str, field: str | None = None, value: str | None = None
    ) -> None:
        """Keep the parts apart, for a report that shows them in columns."""
        self.why, self.iri, self.field, self.value = why, iri, field, value
        said = why if field is None else f"{field} {why}"
        super().__init__(f"{iri}: {said}" + ("" if value is None else f": {value!r}"))


class EndpointError(StoreError):
    """A store elsewhere cannot be reached, or what it answers is none."""


class UnsupportedError(StoreError):
    """A store of its kind or size does not take such a question; the message names no place."""


class SourceTextError(JobError):
    """The text of a source is not the one that its hash names."""


class TableError(JobError):
    """A table cannot be read.

    Args:
        why: What is wrong.
        file: The file's name or path.
        line: The physical line, from 1; ``None`` where the file as a whole is meant.
        column: The column's name, where one is meant.
        value: The value that is wrong; it is shortened.
        hint: One line: what to do about it; may be empty.

    >>> str(TableError("not a date", file="x.csv", line=3, column="born", value="1961 Jly"))
    "x.csv, line 3, column 'born': not a date: '1961 Jly'"
    """

    def __init__(
        self,
        why: str,
        *,
        file: str,
        line: int | None = None,
        column: str | None = None,
        value: str | None = None,
        hint: str = "",
    ) -> None:
        """Keep the parts of the place, for a report that shows them in columns."""
        self.why, self.file, self.line, self.column = why, file, line, column
        self.value = value if value is None or len(value) <= SHOWN else value[:SHOWN] + "…"
        place = file if line is None else f"{file}, line {line}"
        place += "" if column is None else f", column {column!r}"
        super().__init__(f"{place}: {why}" + ("" if value is None else f": {self.value!r}"), hint)


class MappingError(JobError):
    """A mapping file that is no TOML, or has a key, template or column that makes no sense."""

    def __init__(self, message: str, hint: str = "") -> None:
        """Point to the guide where there is nothing closer to say."""
        super().__init__(message, hint or "docs/ingest.md says what a mapping file holds")


class ProjectionError(JobError):
    """A projection file that is no TOML, or has a key, term or IRI that makes no sense."""

    def __init__(self, message: str, hint: str = "") -> None:
        """Point to the guide where there is nothing closer to say."""
        super().__init__(message, hint or "docs/projection.md says what a projection file holds")


class StoryError(JobError):
    """A story file that cannot be read, or whose view the page cannot show."""


class QueryTimeoutError(JobError):
    """A query took longer than it was allowed to."""


class QueryMemoryError(JobError):
    """A query needed more memory than it was allowed."""


class BusyError(JobError):
    """A server has too much to do to take up a question now."""
