"""The graph as one set of filters lets it be walked: numbered entities and who is beside whom."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from astrograph.paths import rank
from astrograph.store.adjacency import Adjacency

if TYPE_CHECKING:
    from astrograph.model import Iri, Statement
    from astrograph.paths.options import PathOptions
    from astrograph.store import Store


class WalkedGraph:
    """Who is beside whom, in each direction.

    Args:
        every: All entities that any statement connects, which gives their degrees.
        onward: Where one hop leads from an entity; ``None`` for `every`.
        backward: Where one hop leads from to an entity; ``None`` for `every`.
    """

    def __init__(
        self,
        every: Adjacency,
        onward: "Callable[[int], Sequence[int]] | None" = None,
        backward: "Callable[[int], Sequence[int]] | None" = None,
    ) -> None:
        self.onward = onward or every.beside
        self.backward = backward or every.beside
        self.node = every.node
        self.iri = every.iri
        self._every = every
        self._costs: dict[int, int] = {}

    def __len__(self) -> int:
        """Return how many entities there are."""
        return len(self._every)

    def cost(self, node: int) -> int:
        """Return what it costs to cross an entity."""
        known = self._costs.get(node)
        if known is None:
            known = self._costs[node] = rank.crossing(self._every.degree(node))
        return known

    def nodes(self, iris: "Iterable[Iri]") -> set[int]:
        """Return the numbers of those entities that anything connects."""
        return {node for node in map(self.node, iris) if node is not None}


def walked_graph(store: "Store", options: "PathOptions") -> WalkedGraph:
    """Return the graph that some filters leave to walk; --via and --avoid are the search's."""
    if not options.narrows:
        return WalkedGraph(store.adjacency)
    statements = store.statements(status=options.status, **options.clock)
    every = Adjacency.of((each.subject, each.object) for each in statements)
    allowed = [each for each in statements if options.allows(each)]
    if not options.directed:
        near = _near(every, ((each.subject, each.object) for each in allowed), both=True)
        return WalkedGraph(every, near, near)
    pairs = [(each.subject, each.object) for each in allowed]
    pairs += [(each.object, each.subject) for each in allowed if _symmetric(store, each)]
    return WalkedGraph(
        every, _near(every, pairs), _near(every, ((other, one) for one, other in pairs))
    )


def _symmetric(store: "Store", statement: "Statement") -> bool:
    return store.relation(statement.relation).symmetric


def _near(
    every: Adjacency, pairs: "Iterable[tuple[Iri, Iri]]", *, both: bool = False
) -> Callable[[int], Sequence[int]]:
    found: dict[int, set[int]] = {}
    for one, other in pairs:
        first, last = every.node(one), every.node(other)
        if first is not None and last is not None and first != last:
            found.setdefault(first, set()).add(last)
            if both:
                found.setdefault(last, set()).add(first)
    ordered = {node: sorted(near) for node, near in found.items()}
    return lambda node: ordered.get(node, ())
