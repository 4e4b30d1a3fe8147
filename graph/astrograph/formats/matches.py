"""Write what a search by name found."""

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from astrograph.formats import shapes
from astrograph.vocab import shrink

if TYPE_CHECKING:
    from astrograph.resolve import Match


def text(found: "Sequence[Match]") -> str:
    """Write a line for each entity: label, type, id, and the name that matched if it is another."""
    lines = []
    for match in found:
        entity = match.entity
        by = f"  as {match.name}" if match.name not in {entity.label, entity.iri} else ""
        lines.append(f"{entity.label}  ({entity.type}, {shrink(entity.iri)}){by}\n")
    return "".join(lines)


def as_json(found: "Sequence[Match]") -> str:
    """Write the contract's JSON list."""
    shape = [shapes.match(match) for match in found]
    return json.dumps(shape, ensure_ascii=False, indent=2) + "\n"


WRITERS: dict[str, Callable[["Sequence[Match]"], str]] = {"text": text, "json": as_json}
"""The formats of ``find``."""
