"""Work out the drawing of a payload: every node's mark and places, every edge's course and name.

There are two sets of places, for a wide and for a tall window; the page takes the one that fits.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NotRequired, TypedDict

from astrograph.explorer.boxes import (
    RELATION_FONT_SIZE,
    clean_label,
    entity_box,
    text_width,
    wrap_label,
)
from astrograph.explorer.kinds import Mark, marks_for
from astrograph.explorer.layout import Line, bends, place
from astrograph.explorer.payload import PageStatement, Payload
from astrograph.explorer.spread import Point
from astrograph.explorer.words import NamedLine, word_spots

BIG = 500
WIDE = 1.45
TALL = 0.68
_TALL_UP_TO = 90
_SMALLEST_MARK = 11.0
_LARGEST_MARK = 19.0
_LONGEST_NAME = 34
_AROUND_NAME = 24.0


class Node(TypedDict):
    """An entity as vis-network gets it, with its tint by name and its place in a tall window."""

    id: str
    label: str
    x: float
    y: float
    size: float
    shape: str
    tint: str
    tall: NotRequired[Point]


Edge = TypedDict(
    "Edge",
    {
        "id": int,
        "from": str,
        "to": str,
        "name": str,
        "bend": float,
        "spot": float | None,
        "tall": NotRequired[float | None],
    },
)
Edge.__doc__ = """A statement as vis-network gets it, by its number in the payload.

`spot` is the share of the line's length where its name has room at the start, `tall` the same in a
tall window; None where there is no room.
"""


class Picture(TypedDict):
    """The drawing: nodes in the order of the entities, edges in the order of the statements."""

    nodes: list[Node]
    edges: list[Edge]
    marks: dict[str, Mark]


def draw(payload: Payload) -> Picture:
    """Work out the drawing.

    Args:
        payload: What the page shows.

    Returns:
        The drawing. Statements about entities that are not drawn have no edge; the marks are those
        of all types that the payload holds.
    """
    drawn = set(payload.get("drawn", (entity["iri"] for entity in payload["entities"])))
    entities = {entity["iri"]: entity for entity in payload["entities"] if entity["iri"] in drawn}
    statements = [
        (number, statement)
        for number, statement in enumerate(payload["statements"])
        if statement["subject"] in entities and statement["object"] in entities
    ]
    marks = marks_for(
        [*payload.get("types", ()), *(entity["type"] for entity in payload["entities"])]
    )
    labels = {iri: wrap_label(entity["label"]) for iri, entity in entities.items()}
    sizes = _sizes(entities, (statement for _, statement in statements))
    bent = bends([(statement["subject"], statement["object"]) for _, statement in statements])
    nodes: list[Node] = [
        {
            "id": iri,
            "label": "\n".join(labels[iri]),
            "x": 0.0,
            "y": 0.0,
            "size": sizes[iri],
            "shape": marks[entity["type"]].shape,
            "tint": marks[entity["type"]].colour,
        }
        for iri, entity in entities.items()
    ]
    edges: list[Edge] = [
        {
            "id": number,
            "from": statement["subject"],
            "to": statement["object"],
            "name": _short(statement["relation"]["label"]),
            "bend": bend,
            "spot": None,
        }
        for (number, statement), bend in zip(statements, bent, strict=True)
    ]
    _set_places(nodes, edges)
    return {"nodes": nodes, "edges": edges, "marks": marks}


def _set_places(nodes: list[Node], edges: list[Edge]) -> None:
    """Fill in where everything goes, in a wide window and, for small drawings, in a tall one."""
    points, spots = _places(nodes, edges, WIDE)
    for node, point in zip(nodes, points, strict=True):
        node["x"], node["y"] = point
    for edge, spot in zip(edges, spots, strict=True):
        edge["spot"] = spot
    if len(nodes) > _TALL_UP_TO:
        return
    points, spots = _places(nodes, edges, TALL)
    for node, point in zip(nodes, points, strict=True):
        node["tall"] = point
    for edge, spot in zip(edges, spots, strict=True):
        edge["tall"] = spot


def _places(
    nodes: Sequence[Node], edges: Sequence[Edge], aspect: float
) -> tuple[list[Point], list[float | None]]:
    """Lay the drawing out for one shape of window: a point a node, a name's spot an edge."""
    shapes = [entity_box(node["label"].split("\n"), node["size"]) for node in nodes]
    lines = [
        Line(edge["from"], edge["to"], _AROUND_NAME + text_width(edge["name"], RELATION_FONT_SIZE))
        for edge in edges
    ]
    boxes = {node["id"]: shape for node, shape in zip(nodes, shapes, strict=True)}
    placed = place(boxes, lines, aspect)
    points = [placed[node["id"]] for node in nodes]
    if len(edges) > BIG:
        return points, [None] * len(edges)
    number = {node["id"]: index for index, node in enumerate(nodes)}
    named = [
        NamedLine(number[edge["from"]], number[edge["to"]], edge["name"], edge["bend"])
        for edge in edges
    ]
    return points, word_spots(points, shapes, named)


def _short(name: str) -> str:
    """Return a relation's name as one line of moderate length."""
    line = clean_label(name)
    return line if len(line) <= _LONGEST_NAME else f"{line[: _LONGEST_NAME - 1].rstrip()}…"


def _sizes(entities: Mapping[str, object], statements: Iterable[PageStatement]) -> dict[str, float]:
    """Give the better connected entities larger marks."""
    neighbours: dict[str, set[str]] = {iri: set() for iri in entities}
    for statement in statements:
        neighbours[statement["subject"]].add(statement["object"])
        neighbours[statement["object"]].add(statement["subject"])
    return {
        iri: min(_LARGEST_MARK, _SMALLEST_MARK + 1.1 * len(others))
        for iri, others in neighbours.items()
    }
