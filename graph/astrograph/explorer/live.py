"""Gather what a page holds that hangs on a server: its start, and what it asks for later.

A file holds all that it will ever show. A live page holds a part of the graph, and all relations
between what it holds: so it says what that is, and is told what has to be added. An entity that was
asked for itself comes with all its claims; one that merely lies beside it, with its relations.
"""

import json
from heapq import nlargest
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from astrograph.errors import MisuseError
from astrograph.explorer.columns import in_columns
from astrograph.explorer.extent import MOST_HELD, SIZE, extent, varied
from astrograph.explorer.graph import connecting, once, written
from astrograph.explorer.page import policy, render_page
from astrograph.formats import shapes
from astrograph.formats.stats import edition_line
from astrograph.model import Clock
from astrograph.paths import PathOptions
from astrograph.resolve import resolve_entity
from astrograph.store.names import fold
from astrograph.vocab import PREFIXES, expand

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from astrograph.explorer.payload import Live, Payload
    from astrograph.model import Claim, Iri, Statement
    from astrograph.sources import SourceTexts
    from astrograph.store import Store
    from astrograph.store.adjacency import Adjacency

MOST_BESIDE = 100
"""How many neighbors of an entity are sent at once."""

MOST_AROUND = 20
MOST_ASKED = 300
"""How many entities and claims can be asked for at once, and how many with their neighbors."""

LARGEST = 500
"""How many entities a page opens with at most: it is placed in seconds, while somebody waits."""

LISTED = 50
"""How many neighbors are listed by name."""

CORE_UP_TO = 100_000
"""In a graph with more entities, whose hubs may have very many neighbors, the start is what is best
connected, whatever connects it."""

_PATH_SECONDS = 2.0


class Wish(NamedTuple):
    """What a page asks for, by IRIs or CURIEs; unknown ones are passed over.

    Attributes:
        around: Entities, with their neighbors and all their claims.
        also: Entities, with what relates them to those that the page has.
        claims: Claims, with what they are about.
        held: The numbers of the entities that the page has, as `PageEntity.node` gives them.
    """

    around: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    held: tuple[int, ...] = ()


def page(
    sources: str | None,
    overview: "Callable[[Store], Store]",
    store: "Store",
    state: str,
    focus: tuple[str, ...],
    ends: tuple[str, str] | None,
    size: int,
) -> tuple[str, str]:
    """Write the page that opens a graph; for a worker to call.

    Args:
        sources: The folder with the texts of the sources, if there is one.
        overview: Gives the graph of which the core is shown when nothing is asked for.
        store: The graph.
        state: What the graph is known by.
        focus: What the page is about, by any name; nothing for what is best connected.
        ends: The two entities whose connections it opens on, by any name.
        size: How many entities it holds at first.

    Returns:
        The HTML, and its content security policy.

    Raises:
        MisuseError: A name fits no entity or several, or the size is none.
    """
    first = store if focus or ends else overview(store)
    chosen = None if first is store else _opening(first.adjacency, (), size, ())
    payload = start(store, state, focus, ends, size, _texts(sources), chosen)
    return render_page(payload, "lite"), f"{policy(payload, 'lite')}; frame-ancestors 'none'"


def part(
    sources: str | None,
    store: "Store",
    wish: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[int, ...]],
) -> bytes:
    """Write what a page asks for, in columns; for a worker to call.

    Args:
        sources: The folder with the texts of the sources, if there is one.
        store: The graph.
        wish: The fields of a `Wish`.
    """
    return in_columns(more(store, Wish(*wish), _texts(sources)))


def beside(store: "Store", name: str, wanted: str) -> bytes:
    """List neighbors of an entity by name, the best connected first; for a worker to call.

    Args:
        store: The graph.
        name: The entity's IRI or CURIE.
        wanted: What their names begin with, word by word; empty for all.

    Returns:
        JSON: how many neighbors there are in `all`, how many of them are `found`, and the first
        `LISTED` of these as `entities`, each with its IRI, label and type.
    """
    near = store.adjacency
    node = near.node(_iri(name))
    others = set(() if node is None else near.beside(node))
    words = fold(wanted).split()
    if words:
        named = store.names_with_words(words, prefix=True)
        found = others.intersection(near.node(each.iri) for each in named)
    else:
        found = others
    best = nlargest(LISTED, sorted(found), key=near.degree)
    listed = [shapes.reference(store, near.iri(each)) for each in best]
    told = {"all": len(others), "found": len(found), "entities": listed}
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "backslashreplace")


def start(
    store: "Store",
    state: str,
    focus: "Sequence[str]" = (),
    ends: tuple[str, str] | None = None,
    size: int = SIZE,
    texts: "SourceTexts | None" = None,
    chosen: "Iterable[Iri] | None" = None,
) -> "Payload":
    """Gather what a page holds at first; see `page` for the arguments.

    Where entities are ``chosen`` already, it holds those.

    Raises:
        MisuseError: A name fits no entity or several, or the size is none.
    """
    if not 1 <= size <= LARGEST:
        raise MisuseError(f"a page opens with 1 to {LARGEST} entities, not {size:,}")
    named = [resolve_entity(store, each) for each in (*focus, *(ends or ()))]
    asked = list(dict.fromkeys(entity.iri for entity in named))
    between = connecting(store, named, PathOptions(timeout=_PATH_SECONDS))
    if chosen is None:
        chosen = _opening(store.adjacency, asked, size, between)
    payload = _gathered(store, chosen, (), asked, [], texts)
    return {
        **payload,
        "focus": asked if ends is None else [],
        "path": None if ends is None else {"from": named[-2].iri, "to": named[-1].iri},
        "types": sorted(store.count("type")),
        "live": {
            "state": state,
            "all": store.adjacency.connected,
            "most": MOST_HELD,
            "whole": asked,
        },
    }


def more(store: "Store", wish: Wish, texts: "SourceTexts | None" = None) -> "Payload":
    """Gather what a page asks for later: what it has not, and how that is related to what it has.

    Args:
        store: The graph.
        wish: What it asks for.
        texts: The texts of the sources, to send the very words along.

    Raises:
        MisuseError: It asks for too much at once.
    """
    if len(wish.around) > MOST_AROUND:
        raise MisuseError(f"ask for what is around at most {MOST_AROUND} entities at once")
    if len(wish.also) + len(wish.claims) > MOST_ASKED:
        raise MisuseError(f"ask for at most {MOST_ASKED} entities and claims at once")
    near = store.adjacency
    held = {node for node in wish.held if 0 <= node < len(near)}
    around = [iri for iri in map(_iri, wish.around) if store.entity(iri)]
    claims = [claim for iri in wish.claims if (claim := store.claim(_iri(iri)))]
    ends = (iri for claim in claims for iri in (claim.subject, claim.object) if iri)
    asked = dict.fromkeys((*around, *filter(store.entity, map(_iri, wish.also)), *ends))
    chosen = dict.fromkeys(asked)
    for iri in around:
        chosen.update(dict.fromkeys(_nearest(near, iri, held)))
    fresh = [iri for iri in chosen if near.node(iri) not in held]
    payload = _gathered(store, fresh, held, around, claims, texts)
    live: Live = {"state": "", "all": near.connected, "most": MOST_HELD, "whole": around}
    return {**payload, "live": live}


def _opening(
    near: "Adjacency", asked: "Sequence[Iri]", size: int, between: "Iterable[Iri]"
) -> "Iterable[Iri]":
    """Choose what a page opens with."""
    if not asked and size < near.connected and len(near) > CORE_UP_TO:
        return map(near.iri, nlargest(size, range(len(near)), key=near.degree))
    chosen = extent(near, asked, size, between)
    if chosen is None:
        return dict.fromkeys((*asked, *_connected(near)))
    return chosen


def _connected(near: "Adjacency") -> "Iterator[Iri]":
    return (near.iri(node) for node in range(len(near)) if near.degree(node))


def _nearest(near: "Adjacency", iri: "Iri", held: "set[int]") -> "Iterator[Iri]":
    """Yield neighbors that the page has not: first those most connected with what it has."""
    node = near.node(iri)
    if node is None:
        return
    away = [each for each in near.beside(node) if each not in held]
    if len(away) > MOST_BESIDE:
        away = sorted(
            varied(near, [node], away), key=lambda each: -len(held.intersection(near.beside(each)))
        )
    yield from map(near.iri, islice(away, MOST_BESIDE))


def _gathered(
    store: "Store",
    fresh: "Iterable[Iri]",
    held: "Collection[int]",
    whole: "Sequence[Iri]",
    wanted: "Sequence[Claim]",
    texts: "SourceTexts | None",
) -> "Payload":
    """Write down entities, how they are related to each other and to what is held, and claims."""
    near, new = store.adjacency, sorted(set(fresh))
    statements, claims = _between(store, new, held)
    there = {*held, *map(near.node, new)} - {None}
    for iri in whole:
        claims += _own(store, iri, there)
    payload = written(
        store,
        sorted(statements, key=lambda said: said.key),
        shapes.with_linked(store, [*claims, *wanted]),
        focus=new,
        clock=Clock(),
        near=store.adjacency,
        texts=texts,
        tier="lite",
    )
    added = set(new)
    for entity in payload["entities"]:
        entity["node"] = node = near.node(entity["iri"])
        entity["beside"] = 0 if node is None else near.degree(node)
    payload = {**payload, **once(store, payload, Clock()), "edition": edition_line(store)}
    payload["entities"] = [each for each in payload["entities"] if each["iri"] in added]
    return payload


def _between(
    store: "Store", new: "Sequence[Iri]", held: "Collection[int]"
) -> "tuple[list[Statement], list[Claim]]":
    """Find how new entities are related to each other and to those that are held."""
    near = store.adjacency
    nodes = {node for node in map(near.node, new) if node is not None}
    there = nodes.union(held)
    pairs = {
        (min(node, other), max(node, other))
        for node in nodes
        for other in there.intersection(near.entries(node)[0])
    }
    statements: list[Statement] = []
    claims: list[Claim] = []
    for pair in sorted(pairs):
        one, other = map(near.iri, pair)
        statements += store.between(one, other)
        ends = {one, other}
        claims += (
            claim
            for claim in store.claims(one, also=other)
            if {claim.subject, claim.object} == ends
        )
    return statements, claims


def _own(store: "Store", iri: "Iri", there: "set[int | None]") -> "Iterator[Claim]":
    """Yield the claims of an entity, but not those that relate it to what the page has not."""
    near = store.adjacency
    node = near.node(iri)
    away = set(() if node is None else near.entries(node)[0]) - there
    for claim in store.claims(iri):
        ends = [near.node(end) for end in (claim.subject, claim.object) if end not in {iri, None}]
        is_about = iri in {claim.subject, claim.object}
        if away.isdisjoint(ends) if is_about else there.issuperset(ends):
            yield claim


def _iri(name: str) -> "Iri":
    """Return the IRI that a CURIE stands for; anything else is one already."""
    prefix, colon, _ = name.partition(":")
    return expand(name) if colon and prefix in PREFIXES else name


def _texts(sources: str | None) -> "SourceTexts | None":
    if sources is None:
        return None
    from pathlib import Path

    from astrograph.sources import SourceTexts

    return SourceTexts(Path(sources))
