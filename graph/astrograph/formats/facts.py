"""Write what is known of one entity: footnoted facts by relation and tense, and open claims."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from astrograph import derive
from astrograph.formats import prose, shapes
from astrograph.model import ALWAYS, PAST, PLAN, PRESENT, Claim, Clock, Entity, Statement
from astrograph.store.known import as_known
from astrograph.vocab import shrink

if TYPE_CHECKING:
    from astrograph.sources import SourceTexts
    from astrograph.store import Store

TENSES = {"present": 0, PAST: 1, PLAN: 2}
WHY_POSSIBLE = "possible, not certain: the sources give no dates that settle whether it held {then}"


class Facts(NamedTuple):
    """What a store says of one entity, at the times that are asked for or at its own present."""

    entity: Entity
    clock: Clock
    statements: tuple[Statement, ...]
    values: tuple[Claim, ...]
    open: tuple[Claim, ...]
    says: tuple[Claim, ...]


def gather(store: "Store", entity: Entity, clock: Clock = ALWAYS) -> Facts:
    """Gather the facts of an entity.

    Args:
        store: The graph.
        entity: The entity to describe.
        clock: Keep only what holds, may hold or is planned to hold, and what may have been said,
            at the times that are asked for.

    Returns:
        Its statements, its accepted literal values, the claims about it that make no statement
        (disputed, denied, threatened, replaced), and what it says of others.
    """
    store = as_known(store, clock.known_by)
    made = store.statements(entity.iri, at=clock.at, during=clock.during)
    stated = {iri for statement in store.statements(entity.iri) for iri in statement.claims}
    values, open_claims, says = [], [], []
    for claim in store.claims(entity.iri):
        stretch = clock.stretch
        if claim.iri in stated or (stretch and claim.holds.meets(*stretch) is None):
            continue
        if entity.iri not in {claim.subject, claim.object}:
            says += [claim] if claim.speaker == entity.iri else []
            continue
        factual = claim.modality in derive.FACTUAL and claim.polarity == "Positive"
        if claim.object is None and factual and claim.status == "Accepted":
            values.append(claim)
        else:
            open_claims.append(claim)
    return Facts(entity, clock, tuple(made), tuple(values), tuple(open_claims), tuple(says))


def text(store: "Store", facts: Facts, texts: "SourceTexts | None") -> str:
    """Write the facts as short groups of lines with footnotes."""
    notes = prose.Footnotes(store, texts)
    entity = facts.entity
    lines = [f"{entity.label} ({entity.type}, {shrink(entity.iri)})"]
    if entity.aliases:
        lines.append(f"also called: {', '.join(_names(notes, facts))}")
    if facts.clock.is_set:
        lines.append(prose.clock_words(facts.clock))
    lines += _groups(store, notes, facts)
    other = [claim for claim in facts.values if not _names_it(facts, claim)]
    if other:
        lines += ["", "values"]
        lines += [f"  {_value(store, claim)} {notes.cite([claim])}" for claim in other]
    for head, claims in (
        ("also claimed, without making a fact", facts.open),
        ("says", facts.says),
    ):
        lines += ["", head] if claims else []
        lines += [
            f"  {(claim.paraphrase or claim.iri).rstrip('.')}"
            f" ({_stance(claim)}) {notes.cite([claim])}"
            for claim in claims
        ]
    reasons = {_why(facts, said) for said in facts.statements} - {None}
    lines += ["", *sorted(filter(None, reasons))] if reasons else []
    lines += notes.undated()
    sources = notes.lines()
    return "\n".join([*lines, *(["", "Sources"] if sources else []), *sources]) + "\n"


def _names(notes: prose.Footnotes, facts: Facts) -> list[str]:
    """Return the other names, each with the claims that give it."""
    cited = {
        name.text: [c for c in facts.values if c.value is not None and c.value.text == name.text]
        for name in facts.entity.aliases
    }
    return [f"{text} {notes.cite(claims)}".rstrip() for text, claims in cited.items()]


def _names_it(facts: Facts, claim: Claim) -> bool:
    names = {facts.entity.label, *(name.text for name in facts.entity.aliases)}
    return claim.value is not None and claim.value.text in names


def _stance(claim: Claim) -> str:
    negative = "negative " if claim.polarity == "Negative" and claim.modality != "Denial" else ""
    modality = {"AssertedFact": "assertion"}.get(claim.modality, claim.modality.lower())
    return f"{negative}{modality}, {claim.status.lower()}"


def _groups(store: "Store", notes: prose.Footnotes, facts: Facts) -> list[str]:
    grouped: dict[str, list[Statement]] = {}
    for said in sorted(facts.statements, key=lambda each: (TENSES[each.tense], each.key)):
        forward = said.subject == facts.entity.iri
        words = prose.verb(store, _as_asked(said), forward=forward)
        words = words or f"is what “{prose.verb(store, said)}” is said of, by"
        grouped.setdefault(words, []).append(said)
    lines = []
    for words, group in grouped.items():
        lines += ["", words]
        lines += [f"  {_item(store, notes, facts, said)}" for said in group]
    return lines


def _as_asked(said: Statement) -> Statement:
    """Return a statement in the present of the instant that was asked for, if it may hold then."""
    return said._replace(tense=PRESENT) if said.certainty == "possible" else said


def _item(store: "Store", notes: prose.Footnotes, facts: Facts, said: Statement) -> str:
    other = said.object if said.subject == facts.entity.iri else said.subject
    claims = shapes.claims_of(store, said)
    parts = [store.named(other).label]
    titles = sorted({claim.role_text for claim in claims if claim.role_text})
    parts += [f"as {' and '.join(f'“{title}”' for title in titles)}"] if titles else []
    time = prose.when(claims)
    parts += [time] if time else []
    certainty = f" — {said.certainty}" if said.certainty else ""
    if prose.verb(store, said) != prose.verb(store, _as_asked(said)):
        certainty += ", told as past"
    cited = notes.cite(claims) if claims else "(no source is given)"
    against = prose.dissent(store, said)
    doubt = f" — but see {notes.cite([claim for _, claim in against])}" if against else ""
    return f"{', '.join(parts)}{certainty} {cited}{doubt}"


def _value(store: "Store", claim: Claim) -> str:
    value = "" if claim.value is None else claim.value.text
    return f"{store.relation(claim.predicate).label}: {value}"


def as_json(store: "Store", facts: Facts, texts: "SourceTexts | None") -> str:
    """Write the facts as JSON: the entity, its statements, values and open claims."""
    shape = {
        **shapes.reference(store, facts.entity.iri),
        "aliases": [{"text": name.text, "lang": name.lang} for name in facts.entity.aliases],
        **shapes.clock(facts.clock),
        "statements": [
            {
                **shapes.statement(store, said, texts),
                "direction": "forward" if said.subject == facts.entity.iri else "backward",
                "disputed": bool(prose.dissent(store, said)),
                "why": _why(facts, said),
            }
            for said in facts.statements
        ],
        "values": [shapes.claim(store, claim, texts) for claim in facts.values],
        "claims": [shapes.claim(store, claim, texts) for claim in facts.open],
        "says": [shapes.claim(store, claim, texts) for claim in facts.says],
    }
    return json.dumps(shape, ensure_ascii=False, indent=2) + "\n"


def _why(facts: Facts, said: Statement) -> str | None:
    if said.certainty != "possible":
        return None
    return WHY_POSSIBLE.format(then=prose.then(facts.clock))


WRITERS: dict[str, Callable[["Store", Facts, "SourceTexts | None"], str]] = {
    "text": text,
    "json": as_json,
}
"""The formats of ``show``."""
