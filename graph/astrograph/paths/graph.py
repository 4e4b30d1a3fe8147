"""The graph as one set of filters lets it be walked."""

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from astrograph.paths.ways import Node, PackedWay, Way

if TYPE_CHECKING:
    from astrograph.model import Instant, Iri
    from astrograph.paths.hops import Hops
    from astrograph.paths.options import PathOptions
    from astrograph.paths.verdicts import Verdicts
    from astrograph.store import Store
    from astrograph.store.adjacency import Adjacency

    Judged = dict[tuple[object, ...], Verdicts]

KEPT = 8
"""For how many sets of filters the verdicts on a graph are kept."""

_judged: "WeakKeyDictionary[Adjacency, Judged]" = WeakKeyDictionary()


class WalkedGraph:
    """Where hops lead, and what may stand between the ends of a path.

    Args:
        packed: The graph of all that is stated.
        onward: Where hops lead from nodes.
        backward: From where they lead to nodes.
        fits: Whether a node may stand between the ends; ``None`` when all may.
    """

    def __init__(
        self,
        packed: "Adjacency",
        onward: Way,
        backward: Way,
        fits: Callable[[Node], bool] | None = None,
    ) -> None:
        self.packed, self.onward, self.backward, self.fits = packed, onward, backward, fits
        self.node, self.iri = packed.node, packed.iri

    def __len__(self) -> int:
        """Return how many nodes there are."""
        return len(self.packed)

    def nodes(self, iris: "Iterable[Iri]") -> set[Node]:
        """Return the numbers of those entities that anything at all connects."""
        return {node for node in map(self.node, iris) if node is not None}

    def is_beside(self, node: Node | None) -> bool:
        """Say whether any hop leads from a node or to it."""
        return node is not None and bool(self.onward.beyond({node}) or self.backward.beyond({node}))

    def cost(self, path: Sequence[Node]) -> int:
        """Return what the hops of a path cost together."""
        return sum(self.onward.hops(one, {other})[0][0] for one, other in pairwise(path))


def walked_graph(
    store: "Store", options: "PathOptions", hops: "Hops", *, undisputed: bool = False
) -> WalkedGraph:
    """Return the graph that some filters leave to walk; --via and --avoid are the search's.

    Args:
        store: The graph.
        options: The filters.
        hops: What decides where the packed graph alone cannot, under the same filters.
        undisputed: Whether only undisputed statements are walked.
    """
    packed = store.whole.adjacency
    fits = packed.of_types(subclasses(options.type)) if options.type else None
    if not options.narrows and not undisputed:
        way = PackedWay(packed.arrays)
        return WalkedGraph(packed, way, way, fits)
    from astrograph.paths.filtered import FilteredWay

    def way_of(*, back: bool) -> FilteredWay:
        def shown(node: Node, other: Node) -> "set[tuple[Iri, bool]]":
            here, there = packed.iri(node), packed.iri(other)
            stated = hops.between(there, here) if back else hops.between(here, there)
            return {(said.relation, said.subject == here) for said in stated}

        asked = (undisputed, options.directed and back)
        verdicts = _verdicts(packed, options, store.edition.date, asked)
        return FilteredWay(packed, verdicts, shown, options.min_sources)

    onward = way_of(back=False)
    return WalkedGraph(packed, onward, way_of(back=True) if options.directed else onward, fits)


def _verdicts(
    packed: "Adjacency", options: "PathOptions", present: "Instant | None", asked: tuple[bool, bool]
) -> "Verdicts":
    """Return the verdicts under some filters, those of before where the same were asked for."""
    from astrograph.paths.verdicts import Verdicts

    kept = _judged.setdefault(packed, {})
    key = (*options.judging, present, *asked)
    verdicts = kept.get(key)
    if verdicts is None:
        undisputed, back = asked
        verdicts = kept[key] = Verdicts(
            packed.signatures, options, present, undisputed=undisputed, back=back
        )
        while len(kept) > KEPT:
            del kept[next(iter(kept))]
    return verdicts


def subclasses(names: Iterable[str]) -> set[str]:
    """Return the local names of some classes and of all that are below them in the ontology."""
    import pyoxigraph as ox

    from astrograph.vocab import RDFS, local_name, ontology_path

    declared = ox.parse(path=str(ontology_path()), format=ox.RdfFormat.TURTLE)
    below: dict[str, set[str]] = {}
    for each in declared:
        if each.predicate.value == f"{RDFS}subClassOf" and isinstance(each.object, ox.NamedNode):
            name = local_name(str(getattr(each.subject, "value", "")))
            below.setdefault(local_name(each.object.value), set()).add(name)
    found, ahead = set(), list(names)
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead += below.get(name, ())
    return found
