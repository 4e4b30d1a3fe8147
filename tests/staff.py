"""A small table of staff in several editions, and a store that takes them in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astrograph import ingest_file
from astrograph.model import Claim
from incoming import held

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from astrograph.ingest.report import Report

SOURCE = '[source]\niri = "source:staff"\ntitle = "Staff"\nlicense = "CC0"\n'
RULES = """
[[entity]]
iri = "id:staff-{no}"
type = "Person"
label = "{name}"
[[claim]]
subject = "id:staff-{no}"
predicate = "ag:yearOfBirth"
value = "{born}"
paraphrase = "{name} was born in {born}."
[[claim]]
subject = "id:staff-{no}"
predicate = "ag:worksFor"
object = "id:Club"
start = "{since}"
paraphrase = "{name} works for the club."
"""
MAPPING = f'{SOURCE}[table]\nkey = "{{no}}"\n{RULES}'
HEAD = "no,name,born,since"
ROWS = ("1,Ann,1958,1990", "2,Bob,1981,2004", "3,Cyd,1990,2011")


def table(folder: Path, rows: Iterable[str] = ROWS) -> Path:
    """Write the table."""
    path = folder / "staff.csv"
    path.write_text("\n".join([HEAD, *rows, ""]), encoding="utf-8")
    return path


def take(
    folder: Path,
    rows: Iterable[str] = ROWS,
    *,
    mapping: str = MAPPING,
    replace: bool = False,
) -> Report:
    """Take the table into the store of a folder."""
    rules = folder / "staff.toml"
    rules.write_text(mapping, encoding="utf-8")
    return ingest_file(table(folder, rows), folder / "s", mapping=rules, replace=replace)


def paraphrases(folder: Path) -> list[str]:
    """Return what the claims of the store say, in order."""
    claims = (each for each in held(folder / "s") if isinstance(each, Claim))
    return sorted(str(each.paraphrase) for each in claims)


def hashes(folder: Path) -> dict[str, set[str | None]]:
    """Return the hashes of each place of evidence in the store."""
    found: dict[str, set[str | None]] = {}
    for each in held(folder / "s"):
        for cell in each.evidence if isinstance(each, Claim) else ():
            found.setdefault(cell.iri, set()).add(cell.sha256)
    return found


def corrected(*changes: tuple[str, str]) -> list[str]:
    """Return the rows with some words in the place of others."""
    text = "\n".join(ROWS)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text.split("\n")
