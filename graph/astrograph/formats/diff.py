"""Write what changed between two graphs."""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from astrograph.formats import prose, shapes, times
from astrograph.vocab import shrink

if TYPE_CHECKING:
    from astrograph.diff import Change, Connection, Diff, Side
    from astrograph.formats.shapes import Json
    from astrograph.model import Claim, EntityPath, Hop, Iri, Statement
    from astrograph.store import Store

MOST_LINES = 20
"""How many lines the text gives to a kind of change; JSON holds them all."""


def text(found: "Diff", first: "Side", second: "Side") -> str:
    """Write the changes as short lists."""
    if found.is_empty:
        return "\n".join([*_sides(first, second), "No difference.", *_alike(found, second)]) + "\n"
    groups = (
        ("claims added", "+", [_claim(second, iri) for iri in found.added]),
        ("claims removed", "-", [_claim(first, iri) for iri in found.removed]),
        ("claims with another status", "~", [_status(each) for each in found.statuses]),
        ("claims that say something else", "~", [_change(each) for each in found.changed]),
        ("statements added", "+", [_stated(second.store, each) for each in found.plain[0]]),
        ("statements removed", "-", [_stated(first.store, each) for each in found.plain[1]]),
        ("entities added", "+", [_entity(second.store, iri) for iri in found.entities[0]]),
        ("entities removed", "-", [_entity(first.store, iri) for iri in found.entities[1]]),
        ("sources added", "+", [_source(second.store, iri) for iri in found.sources[0]]),
        ("sources removed", "-", [_source(first.store, iri) for iri in found.sources[1]]),
    )
    lines = _sides(first, second)
    for head, sign, items in groups:
        lines += _group(head, sign, items)
    return "\n".join([*lines, *_connections(found, first, second)]) + "\n"


def _sides(first: "Side", second: "Side") -> list[str]:
    names = (
        ", ".join(filter(None, (side.store.location, times.clock_words(side.clock))))
        for side in (first, second)
    )
    return [f"{sign} {name}" for sign, name in zip("-+", names, strict=True)]


def _group(head: str, sign: str, items: Sequence[str]) -> list[str]:
    if not items:
        return []
    more = len(items) - MOST_LINES
    rest = [f"  … and {more} more (--format json lists them)"] if more > 0 else []
    return [
        "",
        f"{head}: {len(items)}",
        *(f"  {sign} {item}" for item in items[:MOST_LINES]),
        *rest,
    ]


def _claim(side: "Side", iri: "Iri") -> str:
    claim = side.known.claim(iri)
    return shrink(iri) if claim is None else _named(claim)


def _named(claim: "Claim") -> str:
    return f"{shrink(claim.iri)}  {claim.paraphrase or ''}".rstrip()


def _status(change: "Change") -> str:
    was, now = change.before.status.lower(), change.after.status.lower()
    return f"{shrink(change.after.iri)}  {was}, now {now}: {change.after.paraphrase or ''}".rstrip()


def _change(change: "Change") -> str:
    fields = ", ".join(field.replace("_", " ") for field in change.fields)
    return f"{shrink(change.after.iri)}  {fields}: {change.after.paraphrase or ''}".rstrip()


def _stated(store: "Store", said: "Statement") -> str:
    return f"{prose.sentence(store, said)} (no source is given)"


def _entity(store: "Store", iri: "Iri") -> str:
    entity = store.named(iri)
    return f"{shrink(iri)}  {entity.label} ({entity.type})"


def _source(store: "Store", iri: "Iri") -> str:
    return f"{shrink(iri)}  {store.named(iri).label}"


def _connections(found: "Diff", first: "Side", second: "Side") -> list[str]:
    connections = found.connections
    lines = []
    for head, side, pairs in (
        ("connections gained", second, connections.gained),
        ("connections lost", first, connections.lost),
    ):
        if pairs:
            lines += ["", f"{head}, within {connections.max_hops} hops: {len(pairs)}"]
            for pair in pairs[:MOST_LINES]:
                lines += _connection(side, pair)
            more = len(pairs) - MOST_LINES
            lines += [f"  … and {more} more (--format json lists them)"] if more > 0 else []
    return [*lines, *_alike(found, second)]


def _connection(side: "Side", pair: "Connection") -> list[str]:
    path = pair.after or pair.before
    hops = () if path is None else path.hops
    said = (_hop(side.known, hop) for hop in hops)
    lines = [f"    {number}. {words}" for number, words in enumerate(said, start=1)]
    return [f"  {_ends(side.store, pair)}", *lines]


def _hop(store: "Store", hop: "Hop") -> str:
    words = prose.sentence(store, hop.statement, forward=hop.forward)
    time = prose.when(hop.statement, shapes.claims_of(store, hop.statement))
    return f"{words}, {time}" if time else words


def _ends(store: "Store", pair: "Connection") -> str:
    return f"{store.named(pair.start).label} — {store.named(pair.goal).label}"


def _alike(found: "Diff", side: "Side") -> list[str]:
    """Say which of the pairs that were asked for are as before, and what was not compared."""
    connections = found.connections
    lines = [f"  {_ends(side.store, pair)}: {_lengths(pair)}" for pair in connections.same]
    lines = ["", "connections as before", *lines] if lines else []
    if connections.left_out:
        note = (
            f"Connections were compared among the {len(connections.among)} entities with the most"
            f" new or lost neighbors; {connections.left_out} more have such:"
            " --between compares any two."
        )
        lines += ["", note]
    return lines


def _lengths(pair: "Connection") -> str:
    if pair.before is None or pair.after is None:
        return "not connected"
    was, now = len(pair.before.hops), len(pair.after.hops)
    said = f"{was} hop" if was == 1 else f"{was} hops"
    return said if was == now else f"{said}, now {now}"


def as_json(found: "Diff", first: "Side", second: "Side") -> str:
    """Write the changes as JSON, all of them."""
    connections = found.connections
    shape = {
        "a": _side(first),
        "b": _side(second),
        "claims": {
            "added": _listed(second, found.added),
            "removed": _listed(first, found.removed),
            "changed": [_changed(each) for each in found.changed],
            "statuses": [_changed(each) for each in found.statuses],
        },
        "statements": {
            "added": [shapes.statement(second.store, each) for each in found.plain[0]],
            "removed": [shapes.statement(first.store, each) for each in found.plain[1]],
        },
        "entities": _new_and_gone(first, second, found.entities),
        "sources": _new_and_gone(first, second, found.sources),
        "connections": {
            "max_hops": connections.max_hops,
            "among": [shapes.reference(first.store, iri) for iri in connections.among],
            "left_out": connections.left_out,
            "gained": [_pair(first, second, each) for each in connections.gained],
            "lost": [_pair(first, second, each) for each in connections.lost],
            "same": [_pair(first, second, each) for each in connections.same],
        },
    }
    return json.dumps(shape, ensure_ascii=False, indent=2) + "\n"


def _side(side: "Side") -> "Json":
    return {"store": side.store.location, **shapes.clock(side.clock)}


def _listed(side: "Side", iris: "Iterable[Iri]") -> "list[Json]":
    claims = shapes.claims_by(side.known, iris)
    return [{"iri": c.iri, "status": c.status, "paraphrase": c.paraphrase} for c in claims]


def _changed(change: "Change") -> "Json":
    before, after = (
        {name: getattr(claim, name) for name in change.fields}
        for claim in (change.before, change.after)
    )
    return {
        "iri": change.after.iri,
        "paraphrase": change.after.paraphrase,
        "before": _plain(before),
        "after": _plain(after),
    }


def _plain(fields: "Json") -> "Json":
    """Write named tuples by their names."""
    return {name: _by_name(value) for name, value in fields.items()}


def _by_name(value: object) -> object:
    if hasattr(value, "_asdict"):
        return {name: _by_name(each) for name, each in value._asdict().items()}
    return [_by_name(each) for each in value] if isinstance(value, tuple) else value


def _new_and_gone(
    first: "Side", second: "Side", iris: "tuple[tuple[Iri, ...], tuple[Iri, ...]]"
) -> "Json":
    return {
        "added": [shapes.reference(second.store, iri) for iri in iris[0]],
        "removed": [shapes.reference(first.store, iri) for iri in iris[1]],
    }


def _pair(first: "Side", second: "Side", pair: "Connection") -> "Json":
    named = first.store if first.store.entity(pair.start) else second.store
    return {
        "from": shapes.reference(named, pair.start),
        "to": shapes.reference(named, pair.goal),
        "before": _path(first, pair.before),
        "after": _path(second, pair.after),
    }


def _path(side: "Side", path: "EntityPath | None") -> "Json | None":
    return None if path is None else shapes.path(side.known, path)


WRITERS: "dict[str, Callable[[Diff, Side, Side], str]]" = {"text": text, "json": as_json}
"""The formats of ``diff``."""
