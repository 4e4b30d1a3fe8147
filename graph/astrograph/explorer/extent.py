"""Choose what of a graph a page shows: all of a small one, of a large one what is nearest."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from astrograph.model import Iri
    from astrograph.store.adjacency import Adjacency

SIZE = 150
"""How many entities a page shows unless more are asked for: a drawing that can still be read."""


def extent(near: "Adjacency", focus: "Iterable[Iri]", size: int = SIZE) -> "frozenset[Iri] | None":
    """Choose the entities that a page shows.

    Around the entities that are asked for, ring by ring; where a ring does not fit, those of its
    entities come first that are connected with the most of what is shown, and of these the least
    connected elsewhere. Without any that is asked for, the most connected entity is the middle.

    Args:
        near: Who is beside whom.
        focus: The entities that are asked for.
        size: How many to choose at most; those that are asked for are always among them.

    Returns:
        Their IRIs; ``None`` when the whole graph fits.

    >>> from astrograph.store.adjacency import Adjacency
    >>> star = Adjacency.of([("hub", "a"), ("hub", "b"), ("hub", "c"), ("a", "b")])
    >>> sorted(extent(star, ["a"], 3))
    ['a', 'b', 'hub']
    """
    if len(near) <= size:
        return None
    asked = [node for node in map(near.node, focus) if node is not None]
    if not asked:
        asked = [min(range(len(near)), key=lambda node: (-near.degree(node), node))]
    chosen = dict.fromkeys(asked)
    ring = list(chosen)
    while ring and len(chosen) < size:
        links: dict[int, int] = {}
        for node in ring:
            for other in near.beside(node):
                if other not in chosen:
                    links[other] = links.get(other, 0) + 1
        ring = sorted(links, key=lambda node: (-links[node], near.degree(node), node))
        ring = ring[: size - len(chosen)]
        chosen.update(dict.fromkeys(ring))
    return frozenset({*map(near.iri, chosen), *focus})
