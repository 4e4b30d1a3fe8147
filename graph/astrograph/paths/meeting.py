"""Find what can stand at each place of a path, by walks that grow from both ends till they meet."""

from collections.abc import Callable

from astrograph.paths.ways import Node, Way

Ways = tuple[Way, Way]
"""Where hops lead, and from where."""

Ends = tuple[Node, Node]
Layers = list[set[Node]]
"""For each place of a path the nodes that can stand there."""

SPREAD = 32
"""It takes as long to learn how long one row is as to read so many entries."""


class Meeting:
    """Rings of nodes that walks from both ends of a path reach, growing towards each other.

    Args:
        ways: Where hops lead, and from where.
        ends: The first and the last node.
        out: The nodes that no ring may hold.
        fits: Whether a node may be in a ring; ``None`` for all.
        pay: Takes steps.
        nearest: Whether a ring holds only what none before it held; else all that a walk of so
            many hops reaches.
    """

    def __init__(
        self,
        ways: Ways,
        ends: Ends,
        out: set[Node],
        fits: Callable[[Node], bool] | None,
        pay: Callable[[int], None],
        *,
        nearest: bool,
    ) -> None:
        self._ways = ways
        self._rings: tuple[Layers, Layers] = ([{ends[0]}], [{ends[1]}])
        self._loads: list[int | None] = [None, None]
        self._light: int | None = None
        self._out, self._fits, self._pay, self._nearest = out, fits, pay, nearest

    def layers(self, length: int) -> Layers | None:
        """Return what can stand at the places of a path of so many hops, more than before.

        Returns:
            The layers, of which those up to the middle hold only what leads on to the goal; none
            where no walk has this length; ``None`` where none has a greater one either.
        """
        ahead, back = self._rings
        while len(ahead) + len(back) <= length:
            if not self._grow(self._lighter()):
                return None
        light, way = self._lighter(), self._ways[0]
        self._pay(self._load(light))
        if light:
            layer = self._ways[1].met(back[-1], ahead[-1])
        else:
            layer = way.touching(ahead[-1], back[-1])
        layers = back[::-1]
        for ring in ahead[-2::-1]:
            if not layer:
                return []
            layers.insert(0, layer)
            layer = way.touching(ring, layer)
        return [layer, *layers] if layer else []

    def _load(self, side: int) -> int:
        """Return how much there is to look at, to go on from the furthest ring of a side."""
        load = self._loads[side]
        if load is None:
            load = self._loads[side] = self._ways[side].load(self._rings[side][-1])
        return load

    def _lighter(self) -> int:
        """Return the side where there is less to look at."""
        if self._light is None:
            sizes = [len(rings[-1]) for rings in self._rings]
            small = int(sizes[0] > sizes[1])
            load = self._load(small)
            # To look at a large ring only to learn that it is large would be a waste.
            lighter = load <= SPREAD * sizes[1 - small] or load <= self._load(1 - small)
            self._light = small if lighter else 1 - small
        return self._light

    def _grow(self, side: int) -> set[Node]:
        rings = self._rings[side]
        self._pay(self._load(side))
        ring = self._ways[side].beyond(rings[-1])
        ring -= self._out
        if self._fits is not None:
            ring = set(filter(self._fits, ring))
        if self._nearest:
            ring.difference_update(*rings)
        elif len(ring) == 1:
            # Every path passes it here, and so nowhere else.
            self._out |= ring
            for each in (*self._rings[0], *self._rings[1]):
                each.difference_update(ring)
            self._loads = [None, None]
        rings.append(ring)
        self._loads[side] = self._light = None
        return ring
