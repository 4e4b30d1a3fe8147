"""Write the report of a check."""

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING

from astrograph.formats.cells import counted

if TYPE_CHECKING:
    from astrograph.check import Report

SINGULARS = {
    "triples": "triple",
    "claims": "claim",
    "places of evidence": "place of evidence",
    "source texts": "source text",
}


def text(report: "Report") -> str:
    """Write what was checked, and a line for each problem."""
    parts = (
        f"{number} {SINGULARS[what] if number == 1 else what}"
        for what, number in report.checked.items()
    )
    lines = [f"checked: {', '.join(parts)}"]
    if report.unseen:
        lines.append(f"not verified, since the text is not at hand: {'; '.join(report.unseen)}")
        lines.append("  to verify: astrograph --sources DIR check")
    lines += [f"{each.kind}: {each.where}: {each.message}" for each in report.problems]
    number = len(report.problems)
    lines.append("no problem found" if not number else counted(number, "problem"))
    return "\n".join(lines) + "\n"


def as_json(report: "Report") -> str:
    """Write the report as JSON."""
    return json.dumps(asdict(report), ensure_ascii=False, indent=2) + "\n"


WRITERS: dict[str, Callable[["Report"], str]] = {"text": text, "json": as_json}
"""The formats of ``check``."""
