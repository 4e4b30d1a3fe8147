"""Keep what a run read, left out and refused, with the place in the file and the reason."""

from dataclasses import dataclass, field
from typing import NamedTuple

KEPT = 1000
"""How many refusals are kept word by word; the rest are only counted."""


class Refusal(NamedTuple):
    """Something in a file that cannot be taken in, with its place and the reason."""

    file: str
    line: int | None
    column: str | None
    value: str | None
    why: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}, line {self.line}"
        place += "" if self.column is None else f", column {self.column!r}"
        return f"{place}: {self.why}" + ("" if self.value is None else f": {self.value!r}")


@dataclass(slots=True)
class Report:
    """What came of reading one file.

    ``left_out`` counts the rows that the mapping leaves out, by its reason. A file with a refusal
    is to be refused as a whole. ``new``, ``changed`` and ``known`` count what the store did not
    hold, held otherwise, and held already, by kind; ``notes`` say what is worth a look;
    ``taken_in`` says that it is in the store now.
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
    notes: list[str] = field(default_factory=list)
    taken_in: bool = False

    def refuse(self, refusal: Refusal) -> None:
        """Note a refusal."""
        self.refused += 1
        if len(self.refusals) < KEPT:
            self.refusals.append(refusal)

    def leave_out(self, why: str) -> None:
        """Count a row that is left out on purpose."""
        self.left_out[why] = self.left_out.get(why, 0) + 1
