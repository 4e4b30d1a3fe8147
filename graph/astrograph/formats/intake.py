"""Write the report of an ingest: what came in of each file, and what was refused and why."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from astrograph.ingest.report import Report

SHOWN = 20
"""How many refusals of a file the text shows; JSON has them all."""

_PLURALS = {"entity": "entities", "other RDF": "lines of other RDF", "row": "rows"}
_SINGULARS = {"other RDF": "line of other RDF"}


def text(reports: "Sequence[Report]") -> str:
    """Write a line for each file, and under it what is worth knowing."""
    return "".join(f"{line}\n" for report in reports for line in _lines(report))


def as_json(reports: "Sequence[Report]") -> str:
    """Write the reports as a JSON list."""
    shapes = []
    for report in reports:
        shape = asdict(report)
        shape["refusals"] = [refusal._asdict() for refusal in report.refusals]
        shapes.append(shape)
    return json.dumps(shapes, ensure_ascii=False, indent=2) + "\n"


def _lines(report: "Report") -> list[str]:
    if report.refused:
        shown = [f"  {refusal.told}" for refusal in report.refusals[:SHOWN]]
        more = report.refused - len(shown)
        return [
            f"{report.file}: refused as a whole, for {_number(report.refused, 'reason')}",
            *shown,
            *([f"  and {more} more"] if more else []),
        ]
    would = "" if report.taken_in else "would be "
    parts = [
        f"{_counted(counts)} {word}"
        for counts, word in (
            (report.new, f"{would}new"),
            (report.changed, f"{would}changed"),
            (report.known, "known already"),
            (report.withdrawn, f"{would}withdrawn"),
        )
        if counts
    ]
    lines = [f"{report.file}: {'; '.join(parts) or 'nothing in it'}"]
    lines += [
        f"  left out: {_number(number, 'row')}: {why}"
        for why, number in sorted(report.left_out.items())
    ]
    return lines + [f"  note: {note}" for note in report.notes]


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(_number(number, kind) for kind, number in sorted(counts.items()))


def _number(number: int, word: str) -> str:
    """Put a number before a word.

    >>> _number(1, "entity"), _number(2, "entity"), _number(1200, "claim")
    ('1 entity', '2 entities', '1,200 claims')
    """
    if number == 1:
        return f"1 {_SINGULARS.get(word, word)}"
    return f"{number:,} {_PLURALS.get(word, f'{word}s')}"


WRITERS: dict[str, Callable[["Sequence[Report]"], str]] = {"text": text, "json": as_json}
"""The formats of ``ingest``."""
