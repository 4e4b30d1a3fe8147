"""A small table of visits, and a way to read it with the rules of a test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from astrograph.ingest.mapping import read_mapping
from astrograph.ingest.table import read_records
from astrograph.model import Claim

if TYPE_CHECKING:
    from pathlib import Path

    from astrograph.ingest.report import Report

SOURCE = (
    '[source]\niri = "source:visits"\ntitle = "Visits"\nlicense = "CC0"\nupdated = "2024-05-19"\n'
)
TABLE = "who\tplace\twhen\tuntil\troles\n" + "".join(
    "\t".join(row) + "\n"
    for row in (
        ("Ann", "Lab", "1974 Jul", "1990s", "CDR"),
        ("Bo", "Lab", "2004?", "*", "FE1,CDR"),
        ("Cy", "-", "2001", "2002", "-"),
        ("Di", "Hut", "-", "-", "FE2"),
    )
)
CLAIM = """
[[claim]]
subject = "id:{who}"
predicate = "ag:visited"
object = "id:{place}"
start = "{when}"
end = "{until}"
paraphrase = "{who} was at the {place}."
"""


def run(
    folder: Path,
    rules: str,
    table: str | bytes = TABLE,
    *,
    words: str = 'format = "tsv"\nempty = ["-"]\nkey = "{who}"',
    report: Report | None = None,
) -> list[Any]:
    """Read a table with a mapping made of rules, and return its records."""
    path, mapping = folder / "visits.tsv", folder / "visits.toml"
    path.write_bytes(table if isinstance(table, bytes) else table.encode())
    mapping.write_text(f"{SOURCE}[table]\n{words}\n{rules}", encoding="utf-8")
    return list(read_records(path, read_mapping(mapping), report=report))


def claims(records: list[Any]) -> list[Claim]:
    """Return the claims among some records."""
    return [record for record in records if isinstance(record, Claim)]
