"""Fill the page's payload from a store: its entities, statements, claims and sources."""

from functools import partial
from itertools import pairwise
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from astrograph import __version__
from astrograph.errors import MisuseError
from astrograph.explorer.connections import hop_costs, told, walked, when_held
from astrograph.explorer.extent import DRAWN, MOST_HELD, SIZE, extent
from astrograph.explorer.former import former, phases
from astrograph.explorer.page import Tier, write_page
from astrograph.explorer.rdf import page_rdf
from astrograph.explorer.story import Story, read_story, tell
from astrograph.formats import prose, shapes, times
from astrograph.formats.facts import without_rivals
from astrograph.formats.stats import edition_line
from astrograph.model import PLAN, Clock
from astrograph.paths import PathOptions, find_paths
from astrograph.resolve import resolve_entity
from astrograph.standing import UNDISPUTED, standing
from astrograph.store.adjacency import Adjacency
from astrograph.store.known import as_known
from astrograph.vocab import shrink

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from astrograph.explorer.payload import (
        Occasion,
        Once,
        PageClaim,
        PageEntity,
        PageStatement,
        Payload,
        Tense,
    )
    from astrograph.model import Claim, Entity, Instant, Iri, Source, Statement, Stretch
    from astrograph.paths import PathAnswer
    from astrograph.sources import SourceTexts
    from astrograph.store import Store
    from astrograph.store.build import Progress

Row = TypeVar("Row")

_TOLD_EVERY = 500
"""After how many rows the progress is told."""


def write_explorer(  # noqa: PLR0913  (a page has this many sides)
    store: "Store",
    path: "Path",
    *,
    focus: "Sequence[Entity]" = (),
    at: "Instant | None" = None,
    during: "Stretch | None" = None,
    known_by: "Instant | None" = None,
    size: int = SIZE,
    texts: "SourceTexts | None" = None,
    story: "Path | Story | None" = None,
    tier: Tier = "full",
) -> None:
    """Write a graph as one self-contained HTML page.

    Args:
        store: The graph.
        path: The file to write; it is replaced whole or not at all.
        focus: The entities to show first: one opens its card, several stand out on the drawing.
        at: Only statements that hold, may hold or are planned to hold then.
        during: Only those that do so at some instant from a first to a last one.
        known_by: Only what had been said, or may have been said, by then.
        size: How many entities the page holds at most, those nearest to the focus. Of more than
            can be drawn at once it draws the nearest, and finds the others by name.
        texts: The texts of the sources, to put the very words on the page.
        story: The file of a story that the page tells, or the story. Its entities are on the page.
        tier: A full page answers SPARQL; a lite one does not, and is small.

    Raises:
        JobError: The file cannot be written.
        StoryError: The story makes no sense, or asks for what the page lacks.
        MisuseError: More entities are asked for than a page can hold, or more triples than a full
            one can.

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
    page = build_payload(
        store, focus=focus, **times, size=size, texts=texts, story=story, tier=tier
    )
    write_page(page, path, tier=tier)


def build_payload(  # noqa: PLR0913  (a page has this many sides)
    store: "Store",
    *,
    focus: "Sequence[Entity]" = (),
    at: "Instant | None" = None,
    during: "Stretch | None" = None,
    known_by: "Instant | None" = None,
    size: int = SIZE,
    texts: "SourceTexts | None" = None,
    story: "Path | Story | None" = None,
    progress: "Progress | None" = None,
    tier: Tier = "full",
) -> "Payload":
    """Gather what the page needs; see `write_explorer` for the arguments.

    `progress` is told how far the work is.
    """
    clock = Clock(at, during, known_by)
    told = read_story(story, partial(resolve_entity, store)) if isinstance(story, Path) else story
    store = as_known(store, known_by)
    named = filter(None, map(store.entity, told.entities if told else ()))
    focus = list({entity.iri: entity for entity in (*focus, *named)}.values())
    asked = [entity.iri for entity in focus]
    stated = store.statements(at=at, during=during)
    if at is not None:
        stated = without_rivals(store, stated, stated)
    near = Adjacency.stating(stated) if clock.stretch else store.adjacency
    _check_size(min(size, near.connected))
    is_drawn_whole = near.connected <= min(size, DRAWN)
    options = PathOptions(at=at, during=during)
    between = [] if is_drawn_whole else connecting(store, focus, options)
    shown = extent(near, asked, size, between)
    statements = [said for said in stated if shown is None or {said.subject, said.object} <= shown]
    payload = written(
        store,
        statements,
        _claims(store, shown, statements),
        focus=asked,
        clock=clock,
        near=None if shown is None else near,
        texts=texts,
        progress=progress,
        tier=tier,
    )
    payload = {**payload, **once(store, payload, clock)}
    if clock.stretch:
        payload["during"] = list(clock.stretch)
    if len(payload["entities"]) > DRAWN:
        payload["drawn"] = sorted(extent(near, asked, DRAWN, between) or ())
    if told is not None:
        payload["story"] = tell(told, payload)
    return payload


def paths_payload(
    store: "Store", answer: "PathAnswer", *, texts: "SourceTexts | None" = None
) -> "Payload":
    """Gather what a page needs that opens on paths that are found, and shows nothing else.

    Args:
        store: The graph, as known by the time that was asked for.
        answer: The paths.
        texts: The texts of the sources, to put the very words on the page.
    """
    asked = answer.options
    ends = [answer.start.iri, answer.goal.iri]
    clock = Clock(asked.at, asked.during, asked.known_by)
    near = store.adjacency
    if clock.stretch:
        near = Adjacency.stating(store.statements(at=asked.at, during=asked.during))
    payload = written(
        store,
        walked(answer),
        told(store, answer),
        focus=ends,
        clock=clock,
        near=near,
        texts=texts,
    )
    sequences = [list(path.entities) for path in answer.paths]
    return {**payload, "path": {"from": ends[0], "to": ends[1], "paths": sequences}}


def written(
    store: "Store",
    statements: "Sequence[Statement]",
    claims: "Sequence[Claim]",
    *,
    focus: "Sequence[Iri]",
    clock: Clock,
    near: "Adjacency | None",
    texts: "SourceTexts | None",
    progress: "Progress | None" = None,
    tier: Tier = "full",
) -> "Payload":
    """Write down what is shown: of what is connected so, or with ``None`` all there is."""
    ends = {iri for said in statements for iri in (said.subject, said.object)} | set(focus)
    cited = {place.source for claim in claims for place in claim.evidence}
    cited |= {claim.primary_source or "" for claim in claims}
    sources = [source for source in store.sources() if near is None or source.iri in cited]
    entities = [entity for entity in map(store.entity, sorted(ends)) if entity is not None]
    # First, because it is refused when it is too much.
    rdf = page_rdf(store, claims, entities, sources, clock) if tier == "full" else ""
    edition = times.clock_note(clock) if clock.is_set else edition_line(store)
    if near is not None:
        edition += f"; {len(entities)} of {near.connected} connected entities are shown"
    costs, held = hop_costs(store.whole.adjacency, statements), when_held(store, statements)
    payload: Payload = {
        "title": store.edition.title or store.location,
        "edition": edition,
        "attribution": list(dict.fromkeys(map(_attribution, sources))),
        "generator": f"astrograph {__version__}",
        "entities": [_entity(entity, near) for entity in entities],
        "statements": [
            _statement(store, said, costs.get(said.key[:3], 0), held[said.key])
            for said in _telling(statements, "relations", progress)
        ],
        "claims": cast(
            "dict[str, PageClaim]",
            {
                claim.iri: shapes.claim(store, claim, texts)
                for claim in _telling(claims, "claims", progress)
            },
        ),
        "sources": {
            source.iri: {
                "iri": source.iri,
                "title": source.title,
                "url": source.url,
                "license": source.license,
            }
            for source in sources
        },
        "focus": list(focus),
        "path": None,
    }
    if tier == "full":
        payload["rdf"] = rdf
    return payload


def once(store: "Store", payload: "Payload", clock: Clock) -> "Once":
    """Write down what counted once by what was known, and counts no more."""
    shown = {entity["iri"] for entity in payload["entities"]}
    claims = filter(None, map(store.claim, sorted(store.linked & payload["claims"].keys())))
    told = phases(store, claims, shown, clock)
    if not told:
        return {}
    gone = former(store, told, clock)
    costs, held = hop_costs(store.whole.adjacency, gone), when_held(store, gone)
    stood = [_statement(store, said, costs.get(said.key[:3], 0), held[said.key]) for said in gone]
    return {"phases": told, "former": stood}


def _telling(rows: "Sequence[Row]", doing: str, progress: "Progress | None") -> "Iterator[Row]":
    """Go through some rows, and tell how far that is."""
    for done, row in enumerate(rows):
        if progress is not None and done % _TOLD_EVERY == 0:
            progress(f"gathering {doing}", done, len(rows))
        yield row
    if progress is not None and rows:
        progress(f"gathering {doing}", len(rows), len(rows))


def _check_size(entities: int) -> None:
    """Refuse what no browser would carry."""
    if entities > MOST_HELD:
        message = f"a page holds {MOST_HELD:,} entities at most; this one would hold {entities:,}"
        hint = f"give --size {MOST_HELD} or less, and name the entities that it shall be about"
        raise MisuseError(message, hint=hint)


def _entity(entity: "Entity", near: "Adjacency | None") -> "PageEntity":
    told: PageEntity = {
        "iri": entity.iri,
        "curie": shrink(entity.iri),
        "label": entity.label,
        "type": entity.type,
        "aliases": [{"text": name.text, "lang": name.lang or None} for name in entity.aliases],
    }
    if near is not None:
        node = near.node(entity.iri)
        told["beside"] = 0 if node is None else near.degree(node)
    return told


def _statement(
    store: "Store", said: "Statement", cost: int, held: "list[Occasion]"
) -> "PageStatement":
    relation = store.relation(said.relation)
    claims = shapes.claims_of(store, said)
    stands = standing(store, said)
    # Of what is planned the tense says so already.
    certainty = None if said.tense == PLAN else said.certainty
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
        "standing": stands,
        "disputed": stands != UNDISPUTED,
        "when": ", ".join(filter(None, (prose.when(said, claims), certainty))),
        "sentence": prose.sentence(store, said),
        "claims": list(said.claims),
        "cost": cost,
        "occasions": held,
        "certainty": said.certainty,
    }


def connecting(store: "Store", focus: "Sequence[Entity]", options: PathOptions) -> "list[Iri]":
    """Return the entities on the best paths from each entity that is asked for to the next."""
    return [
        iri
        for one, other in pairwise(focus)
        if one.iri != other.iri
        for path in find_paths(store, one, other, options).paths
        for iri in path.entities
    ]


def _claims(
    store: "Store", shown: "frozenset[Iri] | None", statements: "Sequence[Statement]"
) -> "list[Claim]":
    """Gather the claims that a page can tell of, and those that they are linked to."""
    if shown is None:
        # The store remembers what is asked for by name, and it is asked for again.
        cited = {iri for said in statements for iri in said.claims}
        claims = [*shapes.claims_by(store, cited), *store.claims(without=cited)]
        return sorted(claims, key=attrgetter("iri"))
    kept = {
        claim.iri: claim
        for iri in sorted(shown)
        for claim in store.claims(iri)
        if claim.subject in shown and (claim.object is None or claim.object in shown)
    }
    return shapes.with_linked(store, kept.values())


def _attribution(source: "Source") -> str:
    """Say what a source's license wants to be said."""
    terms = f" ({source.license})" if source.license else ""
    return f"{source.attribution or source.title}{terms}"
