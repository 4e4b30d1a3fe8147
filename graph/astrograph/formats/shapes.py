"""The JSON shapes of the command-line contract: entities, claims, statements, hops, paths."""

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from astrograph.model import Clock, joint

if TYPE_CHECKING:
    from collections.abc import Iterable

    from astrograph.model import (
        Claim,
        EntityPath,
        Evidence,
        Hop,
        Instant,
        Interval,
        Iri,
        Link,
        Statement,
        Value,
    )
    from astrograph.paths import PathAnswer, PathOptions
    from astrograph.resolve import Match
    from astrograph.sources import SourceTexts
    from astrograph.store import Store

Json = dict[str, Any]

_SHARED = 1 << 16
"""How many alike shapes are kept, so that what is said over and over is one object."""


def reference(store: "Store", iri: "Iri") -> Json:
    """Name a thing: its IRI, label and type."""
    entity = store.named(iri)
    return _alike(("iri", "label", "type"), iri, entity.label, entity.type)


@lru_cache(_SHARED)
def _alike(fields: tuple[str, ...], *values: str | None) -> Json:
    """Make a shape that nobody changes, once for the same values."""
    return dict(zip(fields, values, strict=True))


def match(found: "Match") -> Json:
    """Write what `find` found."""
    return {
        "iri": found.entity.iri,
        "label": found.entity.label,
        "type": found.entity.type,
        "aliases": [name.text for name in found.entity.aliases],
        "matched": found.name,
        "score": found.score,
    }


def claim(store: "Store", said: "Claim", texts: "SourceTexts | None" = None) -> Json:
    """Write a claim, whole; its evidence carries the very words where the texts are at hand."""
    place = said.evidence[0].source if said.evidence else None
    source = None if place is None else store.source(place)
    shape: Json = {
        "iri": said.iri,
        "statement": _statement_of(store, said),
        "modality": said.modality,
        "polarity": said.polarity,
        "status": said.status,
        "confidence": said.confidence,
        "speaker": _maybe(store, said.speaker),
        "addressee": _maybe(store, said.addressee),
        "relayed_by": _maybe(store, said.relayed_by),
        "paraphrase": said.paraphrase,
        "said": _alike(("earliest", "latest"), said.said_earliest, said.said_latest),
        "holds": interval(said.holds),
        "time_text": said.time_text,
        "tense": said.tense,
        "role_text": said.role_text,
        "condition": said.condition,
        "hedged": said.hedged,
        "presupposed": said.presupposed,
        "source": None if source is None else _alike(("iri", "title"), source.iri, source.title),
        "evidence": [_evidence(store, each, texts) for each in said.evidence],
        "links": [_link(store, said, each) for each in store.links(said)],
    }
    if said.primary_source is not None:
        primary = store.source(said.primary_source)
        if primary is not None:
            address = {"iri": primary.iri, "title": primary.title, "url": primary.url}
            shape["primary_source"] = address
    return shape


def interval(holds: "Interval") -> Json:
    """Write the four bounds."""
    return _alike(holds._fields, *holds)


def statement(store: "Store", said: "Statement", texts: "SourceTexts | None" = None) -> Json:
    """Write a statement as a hop shows it: its ends, base relation, tense, bounds and claims."""
    claims = claims_of(store, said)
    statuses = {each.status for each in claims}
    relation = store.relation(said.relation)
    holds = joint(claim.holds for claim in claims)
    return {
        "subject": reference(store, said.subject),
        "relation": {"iri": relation.iri, "label": relation.label},
        "object": reference(store, said.object),
        "tense": said.tense,
        "certainty": said.certainty,
        "status": "Accepted" if "Accepted" in statuses else min(statuses, default=None),
        "start": _bounds(holds.start_earliest, holds.start_latest),
        "end": _bounds(holds.end_earliest, holds.end_latest),
        "claims": [claim(store, each, texts) for each in claims],
    }


def claims_of(store: "Store", said: "Statement") -> "list[Claim]":
    """Return the claims that make a statement, in order of IRI."""
    return claims_by(store, said.claims)


def claims_by(store: "Store", iris: "Iterable[Iri]") -> "list[Claim]":
    """Return the claims that some IRIs name."""
    return [found for iri in iris if (found := store.claim(iri)) is not None]


def with_linked(store: "Store", claims: "Iterable[Claim]") -> "list[Claim]":
    """Return some claims and those that they are linked to, in order of IRI."""
    kept = {claim.iri: claim for claim in claims}
    linked = {
        iri
        for claim in kept.values()
        for link in store.links(claim)
        for iri in (link.claim, link.other)
    }
    kept |= {each.iri: each for each in claims_by(store, linked - kept.keys())}
    return [kept[iri] for iri in sorted(kept)]


def path_answer(store: "Store", answer: "PathAnswer", texts: "SourceTexts | None" = None) -> Json:
    """Write the answer to a path look-up."""
    no_path: Json | None = None
    if answer.no_path is not None:
        relaxation = answer.no_path.relaxation
        no_path = {
            "reason": answer.no_path.reason,
            "isolated": [reference(store, iri) for iri in answer.no_path.isolated],
            "relaxation": None
            if relaxation is None
            else {"change": relaxation[0], "length": relaxation[1]},
        }
    other, cap = answer.alternative, answer.cap
    return {
        "from": reference(store, answer.start.iri),
        "to": reference(store, answer.goal.iri),
        "options": options(answer.options),
        "paths": [path(store, each, texts) for each in answer.paths],
        "no_path": no_path,
        "cap": None if cap is None else {"kind": cap.kind, "limit": cap.limit},
        "alternative": None if other is None else path(store, other, texts),
        "beside": [claim(store, each, texts) for each in claims_by(store, answer.beside)],
    }


def path(store: "Store", walked: "EntityPath", texts: "SourceTexts | None" = None) -> Json:
    """Write a path: its length, score, window, weakest hop, hops, and when all of them held."""
    return {
        "length": len(walked.hops),
        "score": walked.score,
        "holds": {"from": walked.holds.start_earliest, "to": walked.holds.end_latest},
        "weakest": walked.weakest,
        "hops": [hop(store, each, texts) for each in walked.hops],
        "together": {
            "answer": walked.together.answer,
            "certain": _stretches(walked.together.certain),
            "possible": _stretches(walked.together.possible),
            "within": _stretches(walked.together.within),
        },
    }


def _stretches(several: "Iterable[tuple[Instant | None, Instant | None]]") -> list[Json]:
    return [{"from": first, "to": last} for first, last in several]


def hop(store: "Store", walked: "Hop", texts: "SourceTexts | None" = None) -> Json:
    """Write a hop: its main statement, the way it is walked, and the parallel statements."""
    return {
        **statement(store, walked.statement, texts),
        "direction": "forward" if walked.forward else "backward",
        "standing": walked.standing,
        "also": [statement(store, each, texts) for each in walked.also],
    }


def options(wanted: "PathOptions") -> Json:
    """Write the options of a path look-up, as they were understood."""
    return {
        "k": wanted.k,
        "max_hops": wanted.max_hops,
        "via": list(wanted.via),
        "avoid": list(wanted.avoid),
        "relation": list(wanted.relation),
        "without": list(wanted.without),
        **clock(Clock(wanted.at, wanted.during, wanted.known_by)),
        "status": wanted.status,
        "directed": wanted.directed,
        "rank": wanted.rank,
        "type": list(wanted.type),
        "source": list(wanted.source),
        "min_sources": wanted.min_sources,
        "all": wanted.every,
        "limit": wanted.limit,
        "timeout": wanted.timeout,
    }


def clock(asked: "Clock") -> Json:
    """Write the times that were asked for, as they were understood."""
    during = asked.during
    return {
        "at": asked.at,
        "during": None if during is None else {"from": during[0], "to": during[1]},
        "known_by": asked.known_by,
    }


def _bounds(earliest: str | None, latest: str | None) -> Json | None:
    return {"earliest": earliest, "latest": latest} if earliest or latest else None


def _maybe(store: "Store", iri: "Iri | None") -> Json | None:
    return None if iri is None else reference(store, iri)


def _statement_of(store: "Store", said: "Claim") -> Json:
    relation = store.relation(said.predicate)
    shape: Json = {
        "subject": reference(store, said.subject),
        "predicate": _alike(("iri", "label"), relation.iri, relation.label),
    }
    if said.object is not None:
        shape["object"] = reference(store, said.object)
    else:
        shape["value"] = None if said.value is None else _value(said.value)
    return shape


def _value(value: "Value") -> Json:
    return {"text": value.text, "lang": value.lang or None, "datatype": value.datatype}


def _evidence(store: "Store", place: "Evidence", texts: "SourceTexts | None") -> Json:
    shape: Json = {
        "iri": place.iri,
        "sentence": place.sentence,
        "start": place.start,
        "end": place.end,
        "sha256": place.sha256,
    }
    if place.row_key is not None:
        shape.update(row_key=place.row_key, column=place.column)
    words = None if texts is None else texts.words(store.source(place.source), place)
    if words is not None:
        shape["text"] = words
    return shape


def _link(store: "Store", said: "Claim", link: "Link") -> Json:
    leaving = link.claim == said.iri
    return {
        "kind": link.kind,
        "direction": "out" if leaving else "in",
        "claim": link.other if leaving else link.claim,
        "by": _maybe(store, link.by),
    }
