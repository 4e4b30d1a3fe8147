"""Small files to take into a store: claims with all that the checks want, as lines of JSON."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from astrograph.codec.records import dumps
from astrograph.model import Claim, Entity, Evidence, Source
from astrograph.store.compiled import open_directory
from astrograph.vocab import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from astrograph.model import Record

AG, ID, CLAIM = PREFIXES["ag"], PREFIXES["id"], PREFIXES["claim"]
PAGE = Source(PREFIXES["source"] + "page", "A page", license="https://example.org/terms")
ANN = Entity(ID + "Ann", "Ann", "Person")
CLUB = Entity(ID + "Club", "Club", "Organization")


def place(number: int = 1) -> Evidence:
    """Make evidence: a cell of the page."""
    return Evidence(
        f"{PREFIXES['evidence']}page-{number}",
        PAGE.iri,
        sha256=sha256(str(number).encode()).hexdigest(),
        row_key=f"line {number}",
        column="name",
    )


def said(number: int = 1, subject: str = "Ann", **fields: object) -> Claim:
    """Make a claim that somebody works for the club."""
    made = Claim(
        f"{CLAIM}page-{number}",
        ID + subject,
        AG + "worksFor",
        ID + "Club",
        paraphrase=f"{subject} works for the club.",
        evidence=(place(number),),
    )
    return made._replace(**fields)  # type: ignore[arg-type]


def whole(count: int = 3) -> list[Record]:
    """Make records that need nothing else: a source, entities, and some claims."""
    people = [Entity(f"{ID}P{number}", f"Person {number}", "Person") for number in range(count)]
    claims = [said(number, f"P{number}") for number in range(count)]
    return [PAGE, CLUB, *people, *claims]


def write(path: Path, records: Iterable[Record]) -> Path:
    """Write records as lines of JSON."""
    path.write_text("".join(f"{dumps(record)}\n" for record in records), encoding="utf-8")
    return path


def held(store: Path) -> list[Record]:
    """Return all that a store holds."""
    opened = open_directory(store)
    try:
        return list(opened.records())
    finally:
        opened.close()
