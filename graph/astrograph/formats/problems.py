"""Write the report of a check."""

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from astrograph.check import Report


def text(report: "Report") -> str:
    """Write what was checked, and a line for each problem."""
    counted = ", ".join(f"{number} {what}" for what, number in report.checked.items())
    lines = [f"checked: {counted}"]
    if report.unseen:
        lines.append(f"not verified, since the text is not at hand: {'; '.join(report.unseen)}")
        lines.append("  to verify: astrograph --sources DIR check")
    lines += [f"{each.kind}: {each.where}: {each.message}" for each in report.problems]
    number = len(report.problems)
    lines.append("no problem found" if not number else f"{number} problems")
    return "\n".join(lines) + "\n"


def as_json(report: "Report") -> str:
    """Write the report as JSON."""
    return json.dumps(asdict(report), ensure_ascii=False, indent=2) + "\n"


WRITERS: dict[str, Callable[["Report"], str]] = {"text": text, "json": as_json}
"""The formats of ``check``."""
