"""Write what is known of one entity: footnoted facts by relation and tense, and open claims."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from astrograph import derive
from astrograph.formats import prose, shapes, times
from astrograph.model import (
    ALWAYS,
    PAST,
    PLAN,
    PRESENT,
    Claim,
    Clock,
    Entity,
    Instant,
    Iri,
    Statement,
)
from astrograph.standing import UNDISPUTED, standing
from astrograph.store.known import as_known
from astrograph.vocab import AG, shrink

if TYPE_CHECKING:
    from astrograph.sources import SourceTexts
    from astrograph.store import Store

T = TypeVar("T")

TENSES = {PRESENT: 0, PAST: 1, PLAN: 2}
CERTAINTIES = {"certain": 0, None: 1, "possible": 2, "planned": 3}
NAMED = AG + "officialName"
ONE_HOLDER = "OneHolder"
NUMBERS = re.compile(r"(\d+)")
WHY_POSSIBLE = "possible, not certain: the sources give no dates that settle whether it held {then}"
MOST = 20
"""How many facts of one kind text shows unless it is told otherwise."""


class Facts(NamedTuple):
    """What a store says of one entity, at the times that are asked for or at its own present.

    ``inferred`` holds the claims that only give a statement its bounds, ``most`` how many facts of
    one kind are to be shown (``None``: all).
    """

    entity: Entity
    clock: Clock
    statements: tuple[Statement, ...]
    values: tuple[Claim, ...]
    open: tuple[Claim, ...]
    says: tuple[Claim, ...]
    inferred: tuple[Claim, ...] = ()
    most: int | None = None


def gather(
    store: "Store", entity: Entity, clock: Clock = ALWAYS, *, most: int | None = None
) -> Facts:
    """Gather the facts of an entity.

    Args:
        store: The graph.
        entity: The entity to describe.
        clock: Keep only what holds, may hold or is planned to hold, and what may have been said,
            at the times that are asked for.
        most: How many facts of one kind are to be shown; ``None`` for all.

    Returns:
        Its statements, its accepted literal values, the claims about it that make no statement
        (disputed, denied, threatened, replaced), and what it says of others.
    """
    store = as_known(store, clock.known_by)
    made = every = store.statements(entity.iri)
    if clock.stretch is not None:
        made = store.statements(entity.iri, at=clock.at, during=clock.during)
    if clock.at is not None:
        beside = _beside(store, made, entity.iri, clock.at)
        made = without_rivals(store, made, [*made, *beside])
    stated = {iri for statement in every for iri in statement.claims}
    triples = {(each.subject, each.relation, each.object) for each in made}
    values, open_claims, says, inferred = [], [], [], []
    for claim in store.claims(entity.iri, without=stated):
        stretch = clock.stretch
        if stretch and claim.holds.meets(*stretch) is None:
            continue
        if entity.iri not in {claim.subject, claim.object}:
            says += [claim] if claim.speaker == entity.iri else []
            continue
        factual = claim.modality in derive.FACTUAL and claim.polarity == "Positive"
        if claim.object is None and factual and claim.status == "Accepted":
            values.append(claim)
        elif claim.status == "Inferred" and factual and _triple(claim) in triples:
            inferred.append(claim)
        else:
            open_claims.append(claim)
    ordered = sorted(made, key=lambda each: _order(each, entity.iri))
    return Facts(
        entity,
        clock,
        tuple(ordered),
        tuple(values),
        tuple(open_claims),
        tuple(says),
        tuple(inferred),
        most,
    )


def _beside(
    store: "Store", made: Iterable[Statement], entity: Iri, at: Instant
) -> Iterator[Statement]:
    """Yield who else held at an instant what an entity may have held."""
    posts = {said.object for said in made if said.certainty == "possible" and _has_one(store, said)}
    for post in sorted(posts - {entity}):
        yield from store.statements(post, at=at)


def without_rivals(
    store: "Store", made: Iterable[Statement], among: Iterable[Statement]
) -> list[Statement]:
    """Leave out who merely may have held at an instant what somebody else certainly held then.

    Args:
        store: The graph.
        made: Statements that hold or may hold at the instant.
        among: Those among which somebody else is looked for.
    """
    held = {
        (said.relation, said.object)
        for said in among
        if said.certainty == "certain" and _has_one(store, said)
    }
    return [
        said
        for said in made
        if said.certainty != "possible" or (said.relation, said.object) not in held
    ]


def _has_one(store: "Store", said: Statement) -> bool:
    """Say whether only one can hold at a time what a statement says that somebody holds."""
    return store.relation(said.relation).exclusive == ONE_HOLDER


def _triple(claim: Claim) -> tuple[Iri, Iri, Iri | None]:
    return (claim.subject, claim.predicate, claim.object)


def _order(said: Statement, entity: Iri) -> tuple[object, ...]:
    """Put together what reads alike, what is certain first, then the earliest, undated at last."""
    other = said.object if said.subject == entity else said.subject
    return (
        TENSES[_as_asked(said).tense],
        said.subject != entity,
        said.relation,
        CERTAINTIES[said.certainty],
        TENSES[said.tense],
        said.since or "~",
        # By the numbers in their names: expedition 9 stands before expedition 10.
        [int(part) if part.isdecimal() else part for part in NUMBERS.split(other)],
    )


def text(store: "Store", facts: Facts, texts: "SourceTexts | None") -> str:
    """Write the facts as short groups of lines with footnotes."""
    notes = prose.Footnotes(store, texts)
    entity = facts.entity
    lines = [f"{entity.label} ({entity.type}, {shrink(entity.iri)})"]
    if entity.aliases:
        lines.append(f"also called: {', '.join(_names(notes, facts))}")
    if facts.clock.is_set:
        lines.append(times.clock_words(facts.clock))
    then = _named_then(facts)
    if then:
        lines.append(f"called then: {', '.join(_cited(notes, then))}")
    lines += _groups(store, notes, facts)
    other = [claim for claim in facts.values if not _names_it(facts, claim) and claim not in then]
    if other:
        lines += ["", "values", *_values(store, notes, facts, other)]
    for head, claims in (
        ("also claimed, without making a fact", facts.open),
        ("says", facts.says),
    ):
        lines += ["", head] if claims else []
        shown, more = _some(claims, facts.most)
        lines += [
            f"  {(claim.paraphrase or claim.iri).rstrip('.')}"
            f" ({_stance(claim)}) {notes.cite([claim])}"
            for claim in shown
        ]
        lines += more
    if any(said.certainty == "possible" for said in facts.statements):
        lines += ["", WHY_POSSIBLE.format(then=times.then(facts.clock))]
    lines += notes.undated()
    sources = notes.lines()
    return "\n".join([*lines, *(["", "Sources"] if sources else []), *sources]) + "\n"


def _some(several: Sequence[T], most: int | None) -> tuple[Sequence[T], list[str]]:
    """Return as many as shall be shown, and a line that says how many more there are, if any."""
    left = 0 if most is None else len(several) - most
    if left <= 0:
        return several, []
    return several[:most], [f"  … and {left:,} more (--all shows them)"]


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


def _named_then(facts: Facts) -> list[Claim]:
    """Return the claims of the names that were certainly borne at the time that is asked for."""
    stretch = facts.clock.stretch
    return [
        claim
        for claim in facts.values
        if stretch and claim.predicate == NAMED and claim.holds.meets(*stretch) == "certain"
    ]


def _cited(notes: prose.Footnotes, claims: Iterable[Claim]) -> list[str]:
    found: dict[str, list[Claim]] = {}
    for claim in claims:
        found.setdefault("" if claim.value is None else claim.value.text, []).append(claim)
    return [f"{name} {notes.cite(each)}" for name, each in found.items()]


def _stance(claim: Claim) -> str:
    negative = "negative " if claim.polarity == "Negative" and claim.modality != "Denial" else ""
    modality = {"AssertedFact": "assertion"}.get(claim.modality, claim.modality.lower())
    return f"{negative}{modality}, {claim.status.lower()}"


def _grouped(store: "Store", facts: Facts) -> dict[str, list[Statement]]:
    """Put together the statements that the same words introduce."""
    grouped: dict[str, list[Statement]] = {}
    for said in facts.statements:
        forward = said.subject == facts.entity.iri
        words = prose.verb(store, _as_asked(said), forward=forward)
        words = words or f"is what “{prose.verb(store, said)}” is said of, by"
        grouped.setdefault(words, []).append(said)
    # What is planned stays behind what is, and within them the certain comes first.
    return dict(sorted(grouped.items(), key=lambda each: _rank(each[1][0])))


def _rank(said: Statement) -> tuple[int, int]:
    return TENSES[_as_asked(said).tense], CERTAINTIES[said.certainty]


def _groups(store: "Store", notes: prose.Footnotes, facts: Facts) -> list[str]:
    inferred: dict[tuple[Iri, Iri, Iri | None], list[Claim]] = {}
    for claim in facts.inferred:
        inferred.setdefault(_triple(claim), []).append(claim)
    lines = []
    for words, group in _grouped(store, facts).items():
        shown, more = _some(group, facts.most)
        lines += ["", words]
        for said in shown:
            beside = inferred.get((said.subject, said.relation, said.object), [])
            lines.append(f"  {_item(store, notes, facts, said, beside)}")
        lines += more
    return lines


def _as_asked(said: Statement) -> Statement:
    """Return a statement in the present of the instant that was asked for, if it may hold then."""
    return said._replace(tense=PRESENT) if said.certainty == "possible" else said


def _item(
    store: "Store",
    notes: prose.Footnotes,
    facts: Facts,
    said: Statement,
    inferred: Sequence[Claim],
) -> str:
    """Say the other end of a statement, with titles, times, certainty, footnotes and dissent."""
    other = said.object if said.subject == facts.entity.iri else said.subject
    claims = shapes.claims_of(store, said)
    told = prose.circumstances(store, said, claims)
    if inferred:
        told.append((f"{times.when(inferred)} (inferred)", list(inferred)))
    certainty = f" — {said.certainty}" if said.certainty else ""
    if prose.verb(store, said) != prose.verb(store, _as_asked(said)):
        certainty += ", told as past"
    if not claims:
        return f"{store.named(other).label}{certainty} (no source is given)"
    head = prose.tell(store.named(other).label, told, notes, certainty)
    against = prose.dissent(store, said)
    doubt = f" — but see {notes.cite([claim for _, claim in against])}" if against else ""
    return f"{head}{doubt}"


def _values(
    store: "Store", notes: prose.Footnotes, facts: Facts, claims: Iterable[Claim]
) -> list[str]:
    """Write a line for each value, with all claims that give it; the certain ones first."""
    stretch = facts.clock.stretch
    found: dict[tuple[str, int, str], list[Claim]] = {}
    for claim in claims:
        read = derive.reading(claim, stretch or store.edition.date)
        tense, certainty = read or (PLAN, "planned")
        shown = certainty if stretch and not _timeless(store, claim) else None
        words = prose.words(store, claim.predicate, PRESENT if shown == "possible" else tense)
        key = (words, CERTAINTIES[shown], prose.value(store, claim))
        found.setdefault(key, []).append(claim)
    lines = []
    marks = {rank: f" — {name}" if name else "" for name, rank in CERTAINTIES.items()}
    for (words, rank, value), each in sorted(found.items(), key=_by_time):
        time = times.when(each)
        dated = f", {time}" if time else ""
        # What is simply so has no value to show.
        shown = words if value == "true" else f"{words}: {value}"
        lines.append(f"  {shown}{dated}{marks[rank]} {notes.cite(each)}")
    shown_lines, more = _some(lines, facts.most)
    return [*shown_lines, *more]


def _timeless(store: "Store", claim: Claim) -> bool:
    """Say whether a value is of no time: a birth, a number in a register; no total that grows."""
    relation = store.relation(claim.predicate)
    lasting = relation.past_form == relation.iri and relation.exclusive != "OneTotal"
    return lasting and claim.holds.is_open()


def _by_time(found: tuple[tuple[str, int, str], list[Claim]]) -> tuple[str, int, str, str]:
    (words, rank, value), claims = found
    first = min((derive.began(claim.holds) or "~" for claim in claims), default="~")
    return words, rank, first, value


def as_json(store: "Store", facts: Facts, texts: "SourceTexts | None") -> str:
    """Write the facts as JSON: the entity, its statements, values and open claims."""
    groups = _grouped(store, facts).values()
    shown = chain.from_iterable(_some(group, facts.most)[0] for group in groups)
    listed = {
        "values": facts.values,
        "claims": (*facts.open, *facts.inferred),
        "says": facts.says,
    }
    shape = {
        **shapes.reference(store, facts.entity.iri),
        "aliases": [{"text": name.text, "lang": name.lang} for name in facts.entity.aliases],
        **shapes.clock(facts.clock),
        "statements": [
            {
                **shapes.statement(store, said, texts),
                "direction": "forward" if said.subject == facts.entity.iri else "backward",
                "disputed": standing(store, said) != UNDISPUTED,
                "why": _why(facts, said),
            }
            for said in shown
        ],
        **{
            name: [shapes.claim(store, claim, texts) for claim in _some(claims, facts.most)[0]]
            for name, claims in listed.items()
        },
    }
    return json.dumps(shape, ensure_ascii=False, indent=2) + "\n"


def _why(facts: Facts, said: Statement) -> str | None:
    if said.certainty != "possible":
        return None
    return WHY_POSSIBLE.format(then=times.then(facts.clock))


WRITERS: dict[str, Callable[["Store", Facts, "SourceTexts | None"], str]] = {
    "text": text,
    "json": as_json,
}
"""The formats of ``show``."""
