"""Fill the page's payload from a store: its entities, statements, claims and sources."""

from typing import TYPE_CHECKING, cast

from astrograph import __version__
from astrograph.explorer.page import write_page
from astrograph.formats import prose, shapes
from astrograph.formats.stats import edition_line
from astrograph.model import Clock
from astrograph.store.known import as_known
from astrograph.vocab import shrink

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from astrograph.explorer.payload import PageClaim, PageEntity, PageStatement, Payload, Tense
    from astrograph.model import Entity, Instant, Statement, Stretch
    from astrograph.sources import SourceTexts
    from astrograph.store import Store


def write_explorer(
    store: "Store",
    path: "Path",
    *,
    focus: "Sequence[Entity]" = (),
    at: "Instant | None" = None,
    during: "Stretch | None" = None,
    known_by: "Instant | None" = None,
    texts: "SourceTexts | None" = None,
) -> None:
    """Write a graph as one self-contained HTML page.

    Args:
        store: The graph.
        path: The file to write; it is replaced whole or not at all.
        focus: The entities to show first: one opens its card, several stand out on the drawing.
        at: Only statements that hold, may hold or are planned to hold then.
        during: Only those that do so at some instant from a first to a last one.
        known_by: Only what had been said, or may have been said, by then.
        texts: The texts of the sources, to put the very words on the page.

    Raises:
        JobError: The file cannot be written.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from astrograph import find_entities, open_store
    >>> store = open_store()
    >>> nasa = find_entities(store, "NASA")[0].entity
    >>> with TemporaryDirectory() as folder:
    ...     page = Path(folder, "nasa.html")
    ...     write_explorer(store, page, focus=[nasa])
    ...     page.read_text(encoding="utf-8")[:15]
    '<!DOCTYPE html>'
    """
    times = Clock(at, during, known_by)._asdict()
    write_page(build_payload(store, focus=focus, **times, texts=texts), path)


def build_payload(
    store: "Store",
    *,
    focus: "Sequence[Entity]" = (),
    at: "Instant | None" = None,
    during: "Stretch | None" = None,
    known_by: "Instant | None" = None,
    texts: "SourceTexts | None" = None,
) -> "Payload":
    """Gather what the page needs; see `write_explorer` for the arguments."""
    clock = Clock(at, during, known_by)
    store = as_known(store, known_by)
    statements = store.statements(at=at, during=during)
    walked = {iri for said in statements for iri in (said.subject, said.object)}
    claims = {claim.iri: shapes.claim(store, claim, texts) for claim in store.claims()}
    entities = [entity for entity in store.entities() if entity.iri in walked]
    return {
        "title": store.edition.title or store.location,
        "edition": prose.clock_note(clock) if clock.is_set else edition_line(store),
        "attribution": _attribution(store),
        "generator": f"astrograph {__version__}",
        "entities": [_entity(entity) for entity in entities],
        "statements": [_statement(store, said) for said in statements],
        "claims": cast("dict[str, PageClaim]", claims),
        "sources": {
            source.iri: {
                "iri": source.iri,
                "title": source.title,
                "url": source.url,
                "license": source.license,
            }
            for source in store.sources()
        },
        "focus": [entity.iri for entity in focus],
        "path": None,
    }


def _entity(entity: "Entity") -> "PageEntity":
    return {
        "iri": entity.iri,
        "curie": shrink(entity.iri),
        "label": entity.label,
        "type": entity.type,
        "aliases": [{"text": name.text, "lang": name.lang or None} for name in entity.aliases],
    }


def _statement(store: "Store", said: "Statement") -> "PageStatement":
    relation = store.relation(said.relation)
    claims = shapes.claims_of(store, said)
    return {
        "subject": said.subject,
        "relation": {
            "iri": relation.iri,
            "label": prose.verb(store, said),
            "inverse_label": prose.verb(store, said, forward=False),
        },
        "object": said.object,
        "tense": cast("Tense", said.tense),
        "status": min((claim.status for claim in claims), default="Accepted"),
        "disputed": bool(prose.dissent(store, said)),
        "when": ", ".join(filter(None, (prose.when(claims), said.certainty))),
        "sentence": prose.sentence(store, said),
        "claims": list(said.claims),
    }


def _attribution(store: "Store") -> list[str]:
    lines = []
    for source in store.sources():
        terms = f" ({source.license})" if source.license else ""
        lines.append(f"{source.title}{terms}")
    return lines
