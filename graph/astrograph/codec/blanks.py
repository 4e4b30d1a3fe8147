"""Name blank nodes by what is said of them, so that the same data give the same names.

A parser names blank nodes as it likes. Here a node is named by a digest of what surrounds it, as
far as that tells it from others, and by its place in the file where nothing else does. So reading
a file twice gives the same triples, and nodes of two files are only one where all that is said of
them agrees. The canonical names of RDFC-1.0 would do as well, but some graphs of a few kilobytes
keep that algorithm busy for ever.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

import pyoxigraph as ox

from astrograph.codec.terms import Term

WORK = 3_000_000
"""How many looks at a triple are spent on telling nodes apart."""

Sides = dict[str, list[tuple[str, str]]]
"""For each blank node what is said of it, and the other blank node that this names, if any."""


def name_blanks(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Give every blank node a name that depends on the data alone.

    Returns:
        The quads in their order, with their blank nodes renamed.
    """
    given = list(quads)
    sides: Sides = {}
    for quad in given:
        for label, said, other in _sides(quad):
            sides.setdefault(label, []).append((said, other))
    if not sides:
        return given
    names: dict[str, str] = {}
    met: Counter[str] = Counter()
    for group in _groups(sides):
        named, kind = _names(group)
        copy = f"n{met[kind]}" if met[kind] else ""
        met[kind] += 1
        names |= {label: f"{name}{copy}" for label, name in named.items()}
    return [_renamed(quad, names) for quad in given]


def _sides(quad: ox.Quad) -> Iterator[tuple[str, str, str]]:
    """Yield each blank node of a quad, what the quad says from its side, and the others in it."""
    terms: tuple[Term | ox.DefaultGraph, ...]
    terms = (quad.subject, quad.predicate, quad.object, quad.graph_name)
    if not any(isinstance(term, ox.BlankNode | ox.Triple) for term in terms):
        return
    inner = [label for term in terms for label in _labels(term)]
    for label in dict.fromkeys(inner):
        said = " ".join(_masked(term, label) for term in terms)
        yield from (
            (label, said, other) for other in [each for each in inner if each != label] or [""]
        )


def _labels(term: Term | ox.DefaultGraph) -> Iterator[str]:
    if isinstance(term, ox.BlankNode):
        yield term.value
    elif isinstance(term, ox.Triple):
        yield from _labels(term.subject)
        yield from _labels(term.object)


def _masked(term: Term | ox.DefaultGraph, own: str) -> str:
    """Write a term without the names of blank nodes: its own becomes one sign, others another."""
    if isinstance(term, ox.BlankNode):
        return "_:self" if term.value == own else "_:other"
    if isinstance(term, ox.Triple):
        parts = (term.subject, term.predicate, term.object)
        return f"<<{' '.join(_masked(part, own) for part in parts)}>>"
    return str(term)


def _groups(sides: Sides) -> Iterator[Sides]:
    """Yield the blank nodes by what hangs together, in the order of the file."""
    seen: set[str] = set()
    for start in sides:
        if start not in seen:
            seen.add(start)
            group = [start]
            for label in group:
                near = dict.fromkeys(other for _, other in sides[label] if other)
                group += [other for other in near if other not in seen]
                seen.update(near)
            yield {label: sides[label] for label in group}


def _names(sides: Sides) -> tuple[dict[str, str], str]:
    """Tell nodes apart by their surroundings, looking further out round by round.

    Returns:
        The name of each node, and a digest of all of them together.
    """
    colors = dict.fromkeys(sides, "")
    for _ in range(max(2, WORK // sum(map(len, sides.values())))):
        refined = {
            label: _digest(
                colors[label], *sorted(f"{said} {colors.get(other, '')}" for said, other in around)
            )
            for label, around in sides.items()
        }
        settled = len(set(refined.values())) == len(set(colors.values()))
        colors = refined
        if settled:
            break
    alike = Counter(colors.values())
    names = {label: f"b{color[:16]}" for label, color in colors.items()}
    if len(alike) < len(colors):
        # Only the order of the file tells these apart; in another order they are others.
        order = {label: str(number) for number, label in enumerate(sides)}
        told = [f"{order[label]} {said} {order.get(other, '')}"
                for label, around in sides.items() for said, other in around]  # fmt: skip
        mark = _digest(*told)[:8]
        tied = (label for label, color in colors.items() if alike[color] > 1)
        names |= {label: f"{names[label]}{mark}x{order[label]}" for label in tied}
    return names, _digest(*sorted(names.values()))


def _digest(*parts: str) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()


def _renamed(quad: ox.Quad, names: dict[str, str]) -> ox.Quad:
    return ox.Quad(
        _term(quad.subject, names), quad.predicate, _term(quad.object, names),
        _term(quad.graph_name, names),
    )  # fmt: skip


def _term(term: Any, names: dict[str, str]) -> Any:  # noqa: ANN401 -- a term of any kind stays of its kind
    if isinstance(term, ox.BlankNode):
        return ox.BlankNode(names[term.value])
    if isinstance(term, ox.Triple):
        return ox.Triple(_term(term.subject, names), term.predicate, _term(term.object, names))
    return term
