"""Keep what a run read, left out and refused, with the place in the file and the reason."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from astrograph.errors import ClaimError, JobError, RdfError, TableError
from astrograph.model import Iri
from astrograph.vocab import local_name, shrink

KEPT = 1000
"""How many refusals are kept word by word; the rest are only counted."""

NEAR = 20
"""Among how many refusals the same one is looked for."""

LOOKED_UP = 50
"""For how many refusals a file is looked through for the line."""


class Refusal(NamedTuple):
    """Something in a file that cannot be taken in, with its place and the reason."""

    file: str
    line: int | None
    column: str | None
    value: str | None
    why: str

    def __str__(self) -> str:
        return (
            f"{self.file}, {self.told}" if self.line or self.column else f"{self.file}: {self.told}"
        )

    @property
    def told(self) -> str:
        """Say all but the file: the place in it, the reason, and the value.

        >>> Refusal("x.csv", 3, "born", "1961 Jly", "not a date").told
        "line 3, column 'born': not a date: '1961 Jly'"
        """
        parts = [f"line {self.line}"] if self.line else []
        parts += [f"column {self.column!r}"] if self.column else []
        place = f"{', '.join(parts)}: " if parts else ""
        return f"{place}{self.why}" + ("" if self.value is None else f": {self.value!r}")


@dataclass(slots=True)
class Report:
    """What came of reading one file.

    ``left_out`` counts the rows that the mapping leaves out, by its reason. A file with a refusal
    is to be refused as a whole. ``new``, ``changed`` and ``known`` count what the store did not
    hold, held otherwise, and held already, by kind; ``withdrawn`` counts what an earlier edition of
    the table had said and this one does not. ``notes`` say what is worth a look; ``taken_in`` says
    that it is in the store now.
    """

    file: str = ""
    rows: int = 0
    entities: int = 0
    claims: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    refused: int = 0
    new: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    known: dict[str, int] = field(default_factory=dict)
    withdrawn: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    taken_in: bool = False

    def refuse(self, refusal: Refusal) -> None:
        """Note a refusal, once: what several rules say of one cell is one thing."""
        if refusal in self.refusals[-NEAR:]:
            return
        self.refused += 1
        if len(self.refusals) < KEPT:
            self.refusals.append(refusal)

    def line_of(self, path: Path, iri: Iri) -> int | None:
        """Return the line that describes something, while there are few refusals."""
        return line_of(path, iri) if self.refused < LOOKED_UP else None

    def leave_out(self, why: str) -> None:
        """Count a row that is left out on purpose."""
        self.left_out[why] = self.left_out.get(why, 0) + 1


def as_refusal(error: JobError, path: Path) -> Refusal:
    """Turn what stops the reading of a file into a refusal with its place."""
    if isinstance(error, TableError):
        return Refusal(
            path.name, error.line, error.column, error.value, _with_hint(error.why, error)
        )
    if isinstance(error, RdfError):
        return Refusal(path.name, error.line, None, None, error.why)
    if isinstance(error, ClaimError):
        why = f"{error.why} ({shrink(error.iri)})"
        return Refusal(path.name, line_of(path, error.iri), error.field, error.value, why)
    why = error.message.removeprefix(f"{path}: ")
    return Refusal(path.name, None, None, None, _with_hint(why, error))


def _with_hint(why: str, error: JobError) -> str:
    return f"{why}; {error.hint}" if error.hint else why


def line_of(path: Path, iri: Iri) -> int | None:
    """Return the line of a file on which something is described, which not every reader tells.

    That is the first line that begins with its name, else the first one that names it.
    """
    local = re.escape(local_name(iri).encode())
    named = re.compile(rb"[<\"':/#]" + local + rb"(?![\w.-]*\w)")
    first = None
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            found = named.search(line)
            if found:
                ahead = line[: found.start()]
                if b" " not in ahead or b"about=" in ahead:
                    return number
                first = first or number
    return first
