"""Makes the graph that `scripts/bench paths` searches: as large as asked for, the same every time.

Its shape is that of people, organizations and places in a public knowledge base, where a few are
connected with very many (hubs) and most with few: an end of an edge is drawn with a chance that
falls with the rank of the entity, by a power law. Each edge is a claim with dates, and cites a
line of one table. Everything in it is made up.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from astrograph.model import Claim, Edition, Entity, Evidence, Interval, Record, Source
from astrograph.store.build import build_store, is_whole
from astrograph.vocab import AG, RDF, RDFS, spell_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

PLACE = "https://example.org/"
TABLE = Source(f"{PLACE}table", "A made-up table", license="https://example.org/license")
EDITION = Edition("A made-up graph", date="2026-01-01T00:00:00Z")
EDGES_PER_NODE = 4
LEAST_NODES = 60
PEOPLE, ORGANIZATIONS = 0.70, 0.22
"""Which part of the nodes are people, and which organizations; the others are places."""

FALLS = {"person": 0.5, "organization": 0.75, "place": 0.75}
"""How fast the chance of being an end of an edge falls with the rank: rank to the power of -x."""

ANYONE = 0.5
"""Which part of the edges begin at just any entity, whatever its rank: so most have some."""

LASTED = 0.6
"""Which part of the claims say when it ended."""

RELATIONS = (
    ("worksFor", 0.24, "person", "organization"),
    ("memberOf", 0.18, "person", "organization"),
    ("participatesIn", 0.12, "person", "organization"),
    ("holdsOfficeIn", 0.10, "person", "organization"),
    ("spokeWith", 0.08, "person", "person"),
    ("cooperatesWith", 0.12, "person", "person"),
    ("partOf", 0.08, "organization", "organization"),
    ("headquarteredIn", 0.08, "organization", "place"),
)
"""The relations: which part of the edges each makes, and what it leads from and to."""

GIVEN = ("Ada", "Ben", "Carla", "Dmitri", "Elif", "Femi", "Greta", "Hiro", "Ines", "Jonas")
FAMILY = ("Abel", "Bruno", "Castro", "Dahl", "Engel", "Farkas", "Gomez", "Horn", "Ito", "Jung")
BODIES = ("Agency", "Bureau", "Center", "Institute", "Works")
AT_ONCE = 100_000


class Edges(NamedTuple):
    """A graph: how many nodes there are, and for each edge its ends, relation and years.

    A claim holds from the first day of a month; ``ends`` is 0 where it says no end.
    """

    nodes: int
    starts: Numbers
    goals: Numbers
    relations: Numbers
    since: Numbers
    until: Numbers


class Kinds(NamedTuple):
    """Where the nodes of each kind begin, and how many there are."""

    person: tuple[int, int]
    organization: tuple[int, int]
    place: tuple[int, int]


def kinds(nodes: int) -> Kinds:
    """Share nodes out to the kinds.

    Args:
        nodes: How many there are.

    Returns:
        The first node of each kind, and how many follow it.
    """
    people, bodies = int(nodes * PEOPLE), int(nodes * ORGANIZATIONS)
    return Kinds((0, people), (people, bodies), (people + bodies, nodes - people - bodies))


def draw(edges: int) -> Edges:
    """Draw a graph.

    Args:
        edges: How many edges it shall have; the same number gives the same graph.

    Returns:
        The graph, its edges in no order.
    """
    chance = np.random.default_rng(edges)
    nodes = max(LEAST_NODES, edges // EDGES_PER_NODE)
    where = kinds(nodes)
    # The rank of an entity says nothing of its number.
    ranked = {name: chance.permutation(getattr(where, name)[1]) for name in FALLS}

    def ends(name: str, number: int) -> Numbers:
        first, count = getattr(where, name)
        # The inverse of the share of all chances that the ranks up to one have.
        rest = 1 - FALLS[name]
        reached = (chance.random(number) * (count**rest - 1) + 1) ** (1 / rest) - 1
        drawn: Numbers = first + ranked[name][np.minimum(reached, count - 1).astype(np.int64)]
        return drawn

    shares = np.cumsum([share for _, share, _, _ in RELATIONS])
    bounds = [0, *(round(edges * share) for share in shares)]
    starts, goals = np.empty(edges, np.int64), np.empty(edges, np.int64)
    relations = np.empty(edges, np.int64)
    for place, (_, _, subject, target) in enumerate(RELATIONS):
        these = slice(bounds[place], bounds[place + 1])
        number = bounds[place + 1] - bounds[place]
        first, count = getattr(where, subject)
        anyone = chance.random(number) < ANYONE
        starts[these] = np.where(
            anyone, first + chance.integers(0, count, number), ends(subject, number)
        )
        goals[these] = ends(target, number)
        relations[these] = place
    since = chance.integers(1980, 2024, edges) * 12 + chance.integers(0, 12, edges)
    lasted = since + chance.integers(0, 15 * 12, edges)
    until = np.where(chance.random(edges) < LASTED, lasted, 0)
    order = chance.permutation(edges)
    return Edges(nodes, *(column[order] for column in (starts, goals, relations, since, until)))


def node_iri(node: int) -> str:
    """Name a node; the names sort like the numbers.

    Args:
        node: Its number.

    Returns:
        Its IRI.
    """
    return f"{PLACE}n{node:08}"


def kind(node: int, where: Kinds) -> str:
    """Say what a node is.

    Args:
        node: Its number.
        where: Where the kinds begin.

    Returns:
        The local name of its class.
    """
    if node < where.organization[0]:
        return "Person"
    return "Organization" if node < where.place[0] else "Place"


def label(node: int, where: Kinds) -> str:
    """Give a node a name that no other has.

    Args:
        node: Its number.
        where: Where the kinds begin.

    Returns:
        A name of a person, an organization or a place.
    """
    given, family = GIVEN[node % 10], FAMILY[node // 10 % 10]
    if node < where.organization[0]:
        return f"{given} {family} {node}"
    if node < where.place[0]:
        return f"{family} {BODIES[node % 5]} {node}"
    return f"{family}ville {node}"


def records(edges: Edges) -> Iterator[Record]:
    """Say a graph in records, as a store is made of.

    Args:
        edges: The graph.

    Yields:
        The edition, the source, the entities and then the claims, in order of IRI.
    """
    where = kinds(edges.nodes)
    yield EDITION
    yield TABLE
    for node in range(edges.nodes):
        yield Entity(node_iri(node), label(node, where), kind(node, where))
    for first in range(0, len(edges.starts), AT_ONCE):
        rows = (column[first : first + AT_ONCE].tolist() for column in edges[1:])
        for row, values in enumerate(zip(*rows, strict=True), first):
            yield _claim(where, row, *values)


def _claim(
    where: Kinds, row: int, start: int, goal: int, relation: int, since: int, until: int
) -> Claim:
    begun, ended = _instant(since), _instant(until)
    name = RELATIONS[relation][0]
    place = Evidence(f"{PLACE}e{row:08}", TABLE.iri, row_key=str(row), column="Relation")
    return Claim(
        f"{PLACE}c{row:08}",
        node_iri(start),
        AG + name,
        node_iri(goal),
        holds=Interval(begun, begun, ended, ended),
        paraphrase=f"{label(start, where)}: {spell_out(name)} {label(goal, where)}.",
        evidence=(place,),
    )


def _instant(month: int) -> str | None:
    return f"{month // 12}-{month % 12 + 1:02}-01T00:00:00Z" if month else None


def make(edges: int, folder: Path) -> None:
    """Make a graph's store and, as one array, its edges.

    What is there already and can still be read is kept.

    Args:
        edges: How many edges it shall have.
        folder: Where to put ``store`` and ``edges.npy``.
    """
    store, array = folder / "store", folder / "edges.npy"
    is_made = is_whole(store)
    if is_made and array.exists():
        return
    drawn = draw(edges)
    folder.mkdir(parents=True, exist_ok=True)
    np.save(array, np.stack([drawn.starts, drawn.goals, drawn.relations]))
    if not is_made:
        build_store(records(drawn), store, engine=False)


def write_triples(edges: int, path: Path) -> None:
    """Write what a graph connects, its types and labels, as N-Triples.

    Args:
        edges: How many edges it has.
        path: The file to make.
    """
    with path.open("w", encoding="utf-8") as file:
        file.writelines(_triples(draw(edges)))


def _triples(edges: Edges) -> Iterator[str]:
    where = kinds(edges.nodes)
    for node in range(edges.nodes):
        named = f"<{node_iri(node)}>"
        yield f"{named} <{RDF}type> <{AG}{kind(node, where)}> .\n"
        yield f'{named} <{RDFS}label> "{label(node, where)}" .\n'
    columns = (edges.starts, edges.relations, edges.goals)
    for start, relation, goal in zip(*(each.tolist() for each in columns), strict=True):
        yield f"<{node_iri(start)}> <{AG}{RELATIONS[relation][0]}> <{node_iri(goal)}> .\n"


if __name__ == "__main__":
    make(int(sys.argv[1]), Path(sys.argv[2]))
