"""Write decisions about who is who; as CSV, they can be read again as a table of decisions."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from astrograph.formats.cells import safe
from astrograph.identity import COLUMNS, OPEN
from astrograph.vocab import shrink

if TYPE_CHECKING:
    from astrograph.identity import Decision

SIGNS = {"same": "=", "different": "≠", "open": "?"}


def text(found: "Sequence[Decision]") -> str:
    """Write a line for each decision, and below it the reason; those still open come last."""
    lines: list[str] = []
    for row in sorted(found, key=lambda row: row.decision == OPEN):
        entity = shrink(row.entity) if row.entity else "nobody"
        lines.append(f"{shrink(row.other)} {SIGNS[row.decision]} {entity}\n")
        lines.append(f"    {row.why} ({row.decided_by})\n")
    number = sum(row.decision != OPEN for row in found)
    return "".join(lines) + f"{number} proposed, {len(found) - number} open\n"


def as_csv(found: "Sequence[Decision]") -> str:
    """Write a table of decisions."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in found:
        writer.writerow(
            [shrink(row.entity), shrink(row.other), row.decision, safe(row.why), row.decided_by]
        )
    return out.getvalue()


def as_json(found: "Sequence[Decision]") -> str:
    """Write a list of objects with the columns of the table, IRIs in full."""
    return json.dumps([row._asdict() for row in found], ensure_ascii=False, indent=2) + "\n"


WRITERS: dict[str, Callable[["Sequence[Decision]"], str]] = {
    "text": text,
    "csv": as_csv,
    "json": as_json,
}
"""The formats of ``match``."""
