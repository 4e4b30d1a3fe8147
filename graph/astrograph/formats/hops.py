"""Say a hop in one clause, by rules: its verb in the right tense, title, dates, who says so."""

from typing import TYPE_CHECKING, NamedTuple

from astrograph.formats import grammar, prose, shapes, times
from astrograph.model import ALWAYS, PAST, PLAN, Claim, Clock, Interval, Statement, joint
from astrograph.vocab import AG

if TYPE_CHECKING:
    from astrograph.store import Store

NO_TITLES = frozenset({f"{AG}joinedAstronautsOf", f"{AG}nominatedFor"})
"""The relations of a person beside which a source prints something else than a title."""


class Reading(NamedTuple):
    """How a relation reads one way round: now, when it is over, as a plan.

    What has no form of its own for a tense says the tense beside it.
    """

    now: str
    over: str
    plan: str
    has_ended: bool

    @property
    def was(self) -> str:
        """Return the simple past, for what is dated."""
        return grammar.simple_past(self.over)


def clause(
    store: "Store",
    said: Statement,
    notes: prose.Footnotes,
    *,
    forward: bool = True,
    asked: Clock = ALWAYS,
) -> str:
    """Say a statement as a hop of a path, with footnotes.

    Args:
        store: The graph.
        said: The statement.
        notes: Numbers the claims.
        forward: Whether it is read from its subject to its object.
        asked: The times that were asked for.

    Returns:
        Such as ``Dmitry Rogozin led Roscosmos as “chairman” from 2018-05-24 until 2022-07-15 [1]``.
    """
    claims = shapes.claims_of(store, said)
    forward = forward or not prose.verb(store, said, forward=False)
    reading = _reading(store, said, forward=forward)
    if not claims:
        told, time = _tensed(reading, said, Interval(), over=False)
        line = prose.said_as(store, said, told, forward=forward)
        return " ".join(filter(None, (line, time, "(no source is given)")))
    parts = prose.accounts(said, claims)
    bounds = [joint(claim.holds for claim in part) for part in parts]
    dated = [holds for holds in bounds if not holds.is_open()]
    over = _is_over(store, dated, asked)
    told, _ = _tensed(reading, said, dated[0] if dated else Interval(), over=over)
    line = plain = prose.said_as(store, said, told, forward=forward)
    title, spoken = "", ""
    for place, (part, holds) in enumerate(zip(parts, bounds, strict=True)):
        before, title = title, _title(store, said, part, plain)
        printed = _quoted(times.printed(part)) if holds.is_open() else ""
        time = f"{_tensed(reading, said, holds, over=over)[1]} {printed}".strip()
        if place:
            joint_word = " or" if _once_only(store, said) else " and"
            comma = ";" if spoken or not time else ","
            line += joint_word if comma == "," and place == len(parts) - 1 else comma
            # What begins the list of times holds for all of them.
            time = time.removeprefix("at least ") or "at a time not given"
        spoken = _voices(store, part)
        line += _apposed("" if title == before else title, time) + f"{spoken} {notes.cite(part)}"
    return line


def _apposed(title: str, time: str) -> str:
    """Write a title and a time behind a verb and its two ends."""
    if time.startswith("as of"):
        return f" {title}, {time}" if title else f", {time}"
    return "".join(f" {text}" for text in (title, time) if text).replace(") (", ", ")


def _reading(store: "Store", said: Statement, *, forward: bool) -> Reading:
    relation = store.relation(said.relation)
    now, over, plan = (
        prose.words(store, said.relation, tense, forward=forward)
        for tense in ("present", PAST, PLAN)
    )
    return Reading(now, over, plan, has_ended=relation.past_form not in {None, relation.iri})


def _tensed(reading: Reading, said: Statement, holds: Interval, *, over: bool) -> tuple[str, str]:
    """Return the verb and the time of a statement that held, or is to hold, within some bounds."""
    if said.tense == PLAN:
        return reading.plan, times.ahead(holds)
    told, time = _settled(reading, said, holds, over=over)
    if said.certainty != "possible":
        return told, time
    if not holds.is_open():
        return told, f"{time} (possibly then)"
    supposed = grammar.may_have(reading.was if reading.has_ended else reading.now)
    return (told, "(possibly then)") if supposed is None else (supposed, "then")


def _settled(reading: Reading, said: Statement, holds: Interval, *, over: bool) -> tuple[str, str]:
    dated = times.words(holds)
    if not reading.has_ended:
        return (reading.over if said.tense == PAST else reading.now), dated
    if said.tense == PAST or over:
        return (reading.was if dated else reading.over), dated
    time, since = times.ongoing(holds)
    return (grammar.perfect(reading.now, reading.was) if since else reading.now), time


def _is_over(store: "Store", bounds: list[Interval], asked: Clock) -> bool:
    """Say whether what held at the time that was asked for has ended since."""
    if asked.stretch is None or not bounds:
        return False
    present = store.edition.date
    return all(
        holds.end_latest is not None and (present is None or holds.end_latest < present)
        for holds in bounds
    )


def _once_only(store: "Store", said: Statement) -> bool:
    """Say whether it happened once, so that two times are two accounts of one event."""
    return store.relation(said.relation).exclusive == "OneDate"


def _title(store: "Store", said: Statement, claims: list[Claim], plain: str) -> str:
    """Say in which role the subject was so: as “chairman”; what is no title stands in brackets.

    What the sentence tells without it is not told twice.
    """
    found = [each for each in prose.titles(claims) if each[1:-1].casefold() not in plain.casefold()]
    quoted = grammar.listed(found)
    acting = said.relation not in NO_TITLES and store.named(said.subject).type in prose.ACTING
    return f"as {quoted}" if quoted and acting and " as " not in plain else _quoted(quoted)


def _quoted(text: str) -> str:
    return f"({text})" if text else ""


def _voices(store: "Store", claims: list[Claim]) -> str:
    """Say who says so, where no source says it in its own voice."""
    speakers = []
    for claim in claims:
        sources = {place.source for place in claim.evidence} | {claim.primary_source}
        if claim.speaker is None or claim.speaker in sources:
            return ""
        speakers.append(store.named(claim.speaker).prose)
    return f", according to {grammar.listed(list(dict.fromkeys(speakers)))}"
