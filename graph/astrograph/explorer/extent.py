"""Choose what of a graph a page shows: all of a small one, of a large one what is nearest."""

from heapq import heappop, heappush
from itertools import islice, zip_longest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from astrograph.model import Iri
    from astrograph.store.adjacency import Adjacency

SIZE = 80
"""How many entities a page shows unless more are asked for: a drawing that can still be read."""

ENOUGH = 25
"""With fewer than this, what hangs on one shown entity alone is shown as well."""

MOST_HELD = 20_000
"""How many entities a page holds at most, so that a browser can still carry it."""

BESIDE = 2 / 3
"""How much of the room those beside the focus take where they do not all fit: the rest is for what
connects them with each other."""

DRAWN = 200
"""How many entities a page draws at first, whatever it holds: more of them are a hairball."""


def extent(
    near: "Adjacency",
    focus: "Iterable[Iri]",
    size: int = SIZE,
    also: "Iterable[Iri]" = (),
) -> "frozenset[Iri] | None":
    """Choose the entities that a page shows.

    Around the entities that are asked for, and what connects them: all that is beside them, then
    ring by ring what is connected with at least two of those shown. Where not all fit that are
    beside them, each way of being connected (a relation, its direction and tense) has its turn,
    the rarest first, so that the head of an agency is not lost among its launches; and in each
    turn the best connected. Where another ring does not fit, its ways have their turns too, and in
    each turn what is connected with the most of what is shown, and of that the least connected
    elsewhere. Without any that is asked for: who is best connected, and from there on such turns.

    Args:
        near: Who is beside whom.
        focus: The entities that are asked for.
        size: How many to choose at most; those that are asked for are always among them.
        also: What connects them, which is always among them too.

    Returns:
        Their IRIs; ``None`` when the whole graph fits.

    >>> from astrograph.store.adjacency import Adjacency
    >>> star = Adjacency.of([("hub", "a"), ("hub", "b"), ("hub", "c"), ("a", "b")])
    >>> sorted(extent(star, ["a"], 3)), sorted(extent(star, [], 3))
    (['a', 'b', 'hub'], ['a', 'b', 'hub'])
    """
    if near.connected <= size:
        return None
    asked = [node for node in map(near.node, focus) if node is not None]
    more = [node for node in map(near.node, also) if node is not None]
    chosen = _around(near, asked, more, size) if asked else _best(near, size)
    return frozenset({*map(near.iri, chosen), *focus})


def _around(near: "Adjacency", asked: list[int], also: list[int], size: int) -> list[int]:
    chosen = dict.fromkeys(asked)
    chosen.update(dict.fromkeys(also))
    ring, left = asked, list[int]()
    while ring and len(chosen) < size:
        links: dict[int, int] = {}
        for node in ring:
            for other in near.beside(node):
                if other not in chosen:
                    links[other] = links.get(other, 0) + 1
        room = size - len(chosen)
        if ring == asked:
            order = list(links)
            if len(links) > room:
                order = sorted(varied(near, asked, links), key=lambda node: -links[node])
                room = max(1, int(room * BESIDE))
                left = order[room:]
        else:
            order = sorted(links, key=lambda node: (-links[node], near.degree(node), node))
            joined = [node for node in order if links[node] > 1]
            order = _mixed(near, joined, chosen) or order[: max(0, ENOUGH - len(chosen))]
        ring = order[:room]
        chosen.update(dict.fromkeys(ring))
    left = [node for node in left if node not in chosen]
    return [*chosen, *left[: max(0, size - len(chosen))]]


def _mixed(near: "Adjacency", nodes: list[int], chosen: "Collection[int]") -> list[int]:
    """Give each way of being connected with what is chosen its turn, the rarest first."""
    columns = near.signatures.columns
    ways: dict[tuple[int, int], list[int]] = {}
    for node in nodes:
        others, marks, _ = near.entries(node)
        mark = next(mark for other, mark in zip(others, marks, strict=True) if other in chosen)
        ways.setdefault((columns.relation[mark >> 1], mark & 1), []).append(node)
    return _by_turns(ways.values())


def _by_turns(rows: "Iterable[list[int]]") -> list[int]:
    """Take from each row in turn, each once, the shortest row first."""
    turns = zip_longest(*sorted(rows, key=len))
    return list(dict.fromkeys(node for turn in turns for node in turn if node is not None))


def varied(near: "Adjacency", nodes: "Iterable[int]", among: "Collection[int]") -> list[int]:
    """Order neighbors so that each way of being connected has its turn, the rarest first.

    Of those that are connected in one way the best connected come first.

    Args:
        near: Who is beside whom.
        nodes: Whose neighbors.
        among: The neighbors to order, by number.
    """
    there = set(among)
    columns = near.signatures.columns
    ways: dict[tuple[int, ...], list[tuple[int, int]]] = {}
    for node in nodes:
        entries = zip(*near.entries(node), strict=True)
        for other, mark, _ in islice(entries, near.degree(node)):
            if other in there:
                said = mark >> 1
                way = (node, mark & 1, columns.relation[said], columns.tense[said])
                ways.setdefault(way, []).append((-near.degree(other), other))
    return _by_turns([other for _, other in sorted(row)] for row in ways.values())


def _best(near: "Adjacency", size: int) -> list[int]:
    """Choose the best connected entity and grow from there; anew where nothing is left to reach."""
    chosen: set[int] = set()
    connected = filter(near.degree, range(len(near)))
    for node in sorted(connected, key=lambda node: (-near.degree(node), node)):
        if len(chosen) == size:
            break
        if node not in chosen:
            _grow(near, node, chosen, size)
    return sorted(chosen)


def _grow(near: "Adjacency", first: int, chosen: set[int], size: int) -> None:
    """Choose what is connected with what is chosen, each way by turns, the rarest first."""
    columns = near.signatures.columns
    offers: dict[tuple[int, int], list[tuple[int, int]]] = {}

    def choose(node: int) -> None:
        chosen.add(node)
        for other, mark, _ in islice(zip(*near.entries(node), strict=True), near.degree(node)):
            if other not in chosen:
                way = (columns.relation[mark >> 1], mark & 1)
                heappush(offers.setdefault(way, []), (-near.degree(other), other))

    choose(first)
    while offers:
        for way in sorted(offers, key=lambda way: (len(offers[way]), way)):
            best = offers[way]
            while best and best[0][1] in chosen:
                heappop(best)
            if best and len(chosen) < size:
                choose(heappop(best)[1])
            if not best or len(chosen) == size:
                del offers[way]
