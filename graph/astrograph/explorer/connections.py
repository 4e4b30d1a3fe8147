"""Tell a page what its path search goes by, and make the page of paths that are found already."""

from typing import TYPE_CHECKING

from astrograph.formats import shapes
from astrograph.model import PLAN, Hop
from astrograph.paths.together import occasions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from astrograph.explorer.payload import Occasion
    from astrograph.model import Claim, Iri, Statement
    from astrograph.paths import PathAnswer
    from astrograph.store import Store
    from astrograph.store.adjacency import Adjacency


def hop_costs(
    near: "Adjacency", statements: "Iterable[Statement]"
) -> "dict[tuple[Iri, Iri, Iri], int]":
    """Return what it costs to walk each statement, by subject, relation and object."""
    wanted = {said.key[:3] for said in statements}
    ends = {iri for triple in wanted for iri in (triple[0], triple[2])}
    nodes = {iri: near.node(iri) for iri in sorted(ends)}
    shown = {node: iri for iri, node in nodes.items() if node is not None}
    names: dict[int, Iri] = {}
    found: dict[tuple[Iri, Iri, Iri], int] = {}
    for node, iri in shown.items():
        for other, mark, cost in zip(*near.entries(node), strict=True):
            if other not in shown or mark & 1:
                continue
            signature = mark >> 1
            if signature not in names:
                names[signature] = near.signatures.relation(signature)
            triple = (iri, names[signature], shown[other])
            if triple in wanted:
                found[triple] = min(found.get(triple, cost), cost)
    return found


def when_held(
    store: "Store", statements: "Iterable[Statement]"
) -> "dict[tuple[str, str, str, str], list[Occasion]]":
    """Return when what each statement says was so, whatever the tenses that tell of it.

    Returns:
        The occasions by the statement's key, each as its four bounds.
    """
    alike: dict[tuple[Iri, Iri, Iri, bool], list[Statement]] = {}
    for said in statements:
        alike.setdefault((*said.key[:3], said.tense == PLAN), []).append(said)
    found: dict[tuple[str, str, str, str], list[Occasion]] = {}
    for first, *others in alike.values():
        times = [
            list(each) for each in occasions(store, Hop(first, forward=True, also=tuple(others)))
        ]
        found |= {said.key: times for said in (first, *others)}
    return found


def walked(answer: "PathAnswer") -> "list[Statement]":
    """Return the statements that the paths of an answer walk, in canonical order."""
    hops = [hop for path in answer.paths for hop in path.hops]
    found = {said.key: said for hop in hops for said in hop.statements}
    return [found[key] for key in sorted(found)]


def told(store: "Store", answer: "PathAnswer") -> "list[Claim]":
    """Return the claims that an answer rests on or names, and those that they are linked to."""
    cited = {iri for said in walked(answer) for iri in said.claims} | set(answer.beside)
    return shapes.with_linked(store, shapes.claims_by(store, cited))
