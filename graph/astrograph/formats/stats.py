"""Write counts: entities by type, claims by relation, status, stance and source; the time span."""

import json
from typing import TYPE_CHECKING, Any

from astrograph.formats import times
from astrograph.formats.cells import counted
from astrograph.formats.tables import table
from astrograph.vocab import shrink

if TYPE_CHECKING:
    from collections.abc import Sequence

    from astrograph.store import Store

KINDS = ("type", "relation", "status", "modality", "source")

LARGEST = 12
"""How many rows of each table are shown, unless all are asked for."""


def gather(store: "Store") -> dict[str, Any]:
    """Count what a store holds.

    Returns:
        ``title``, ``edition``, ``entities``, ``claims``, ``statements``, the counts ``by`` each of
        `KINDS`, and the ``span`` of all instants that claims give.
    """
    span = store.span()
    edition = store.edition
    return {
        "title": edition.title,
        "edition": {"date": edition.date, "present_of": edition.present_of},
        "entities": sum(store.count("type").values()),
        "claims": sum(store.count("status").values()),
        "statements": len(store.statements()),
        "sources": gather_sources(store),
        "by": {kind: store.count(kind) for kind in KINDS},
        "span": {"earliest": span[0], "latest": span[1]} if span else None,
    }


def gather_sources(store: "Store") -> list[dict[str, Any]]:
    """List the sources of a store, in order of IRI.

    Returns:
        For each ``iri``, ``title``, ``url``, ``license``, the ``attribution`` that its license
        wants to be printed, and how many ``claims`` cite it.
    """
    cited = store.count("source")
    return [
        {
            "iri": source.iri,
            "title": source.title,
            "url": source.url,
            "license": source.license,
            "attribution": source.attribution,
            "claims": cited.get(source.iri, 0),
        }
        for source in store.sources()
    ]


def edition_line(store: "Store") -> str:
    """Say in a line of which instant the tenses speak."""
    edition = store.edition
    if edition.date is not None:
        return f"the tenses speak of {times.day(edition.date)}"
    if edition.present_of is not None:
        return "what is now, past or planned is told as of the source itself, which bears no date"
    return "the tenses are those of the sources"


def text(
    store: "Store", counts: dict[str, Any], width: int | None, most: int | None = LARGEST
) -> str:
    """Write the counts as tables, the largest first.

    Args:
        store: The store.
        counts: What it holds; see `gather`.
        width: How wide a table may be, in characters.
        most: How many rows a table may have; ``None`` for all.
    """
    head = (
        f"{counts['title'] or store.location}: {counted(counts['entities'], 'entity')},"
        f" {counted(counts['statements'], 'statement')}, {counted(counts['claims'], 'claim')},"
        f" {counted(len(counts['sources']), 'source')}; {edition_line(store)}\n"
    )
    blocks = [head]
    if counts["span"]:
        span = counts["span"]
        ends = f"{times.day(span['earliest'])} to {times.day(span['latest'])}"
        blocks.append(f"dates that claims give: {ends}\n")
    for kind in KINDS[:-1]:
        ordered = sorted(counts["by"][kind].items(), key=lambda item: (-item[1], item[0]))
        rows = [(shrink(name), str(number)) for name, number in ordered]
        blocks += _largest((kind, "count"), rows, width, most)
    cited = [(source["title"], str(source["claims"])) for source in _by_use(counts["sources"])]
    blocks += _largest(("source", "claims"), cited, width, most)
    return "\n".join(blocks)


def _largest(
    head: "Sequence[str]", rows: "Sequence[Sequence[str]]", width: int | None, most: int | None
) -> list[str]:
    if not rows:
        return []
    left = 0 if most is None else len(rows) - most
    more = f"and {left} more (--all)\n" if left > 0 else ""
    return [table(head, rows[:most], width) + more]


def _by_use(sources: "Sequence[dict[str, Any]]") -> list[dict[str, Any]]:
    return sorted(sources, key=lambda each: (-each["claims"], each["title"], each["iri"]))


def credits_text(sources: "Sequence[dict[str, Any]]") -> str:
    """Write what each license wants to be said, and below it the sources that want it.

    Args:
        sources: As `gather_sources` lists them.
    """
    blocks: dict[str, list[dict[str, Any]]] = {}
    for source in _by_use(sources):
        head = "\n".join(filter(None, (source["attribution"], source["license"])))
        blocks.setdefault(head or "no license is given", []).append(source)
    return "\n".join(
        f"{head}\n" + "".join(f"  {_cited(source)}\n" for source in below)
        for head, below in blocks.items()
    )


def _cited(source: dict[str, Any]) -> str:
    claims = counted(source["claims"], "claim")
    return ", ".join(filter(None, (source["title"], claims, source["url"])))


def as_json(counts: "dict[str, Any] | Sequence[dict[str, Any]]") -> str:
    """Write the counts, or the list of sources, as JSON."""
    return json.dumps(counts, ensure_ascii=False, indent=2) + "\n"
