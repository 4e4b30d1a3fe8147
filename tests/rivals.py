"""Small claims that disagree: on who leads an agency, on births, on times in space."""

from __future__ import annotations

from astrograph.disagreement import CONTRADICTS, overlays
from astrograph.model import (
    Claim,
    Evidence,
    Instant,
    Interval,
    Iri,
    Overlay,
    Relation,
    Source,
    Value,
)
from astrograph.vocab import AG, CLAIM, ID, SOURCE, XSD

DAY = 86400.0
RELATIONS = {
    AG + name: Relation(AG + name, name, past_form=past, exclusive=exclusive, tolerance=tolerance)
    for name, exclusive, tolerance, past in (
        ("leads", "OneHolder", DAY, AG + "formerlyLed"),
        ("dateOfBirth", "OneValue", 0, AG + "dateOfBirth"),
        ("officialName", "OneValue", 0, AG + "formerOfficialName"),
        ("timeInSpace", "OneTotal", 60, AG + "timeInSpace"),
        ("signed", "OneDate", 0, AG + "signed"),
        ("visited", None, 0, AG + "visited"),
        ("worksFor", None, 0, AG + "formerlyWorkedFor"),
    )
}
SOURCES = {
    source.iri: source
    for source in (
        Source(SOURCE + "old", "An old table", updated="2019-12-31T00:00:00Z"),
        Source(SOURCE + "new", "A new table", updated="2024-05-19T00:00:00Z"),
        Source(SOURCE + "own", "Its own register", updated="2010-01-01T00:00:00Z", primary=True),
        Source(SOURCE + "page", "A page"),
        Source(SOURCE + "other", "Another page"),
    )
}


def day(text: str, time: str = "00:00:00") -> Instant:
    """Return an instant of a day."""
    return f"{text}T{time}Z"


def term(start: str | None = None, end: str | None = None) -> Interval:
    """Return the four bounds of a term between two days, or with an open side."""
    first = (None, None) if start is None else (day(start), day(start, "23:59:59"))
    last = (None, None) if end is None else (day(end), day(end, "23:59:59"))
    return Interval(*first, *last)


def told(name: str, source: str, said: tuple[str, str, str | Value], **fields: object) -> Claim:
    """Make a claim from a row of its own in a source; it bears the name of that row."""
    subject, relation, target = said
    made = Claim(
        CLAIM + name,
        ID + subject,
        AG + relation,
        object=ID + target if isinstance(target, str) else None,
        value=target if isinstance(target, Value) else None,
        evidence=(Evidence(f"evidence:{name}", SOURCE + source, row_key=f"line {name}"),),
    )
    return made._replace(**fields)  # type: ignore[arg-type]


def leads(name: str, who: str, holds: Interval, source: str = "page", **fields: object) -> Claim:
    """Make a claim on who leads the agency."""
    return told(name, source, (who, "leads", "Agency"), holds=holds, **fields)


def born(name: str, date: str, source: str = "page", **fields: object) -> Claim:
    """Make a claim on one person's date of birth."""
    return told(name, source, ("A", "dateOfBirth", Value(date)), **fields)


def stayed(name: str, seconds: int, source: str = "page") -> Claim:
    """Make a claim on one person's time in space."""
    value = Value(str(seconds), datatype=XSD + "integer")
    return told(name, source, ("A", "timeInSpace", value))


def laid(*claims: Claim) -> dict[Iri, Overlay]:
    """Compute the overlays, named as the claims are."""
    made = overlays(claims, RELATIONS, SOURCES)
    return {iri.removeprefix(CLAIM): overlay for iri, overlay in made.items()}


def contradicting(*claims: Claim) -> set[tuple[str, str]]:
    """Return the pairs that contradict."""
    return {
        (link.claim.removeprefix(CLAIM), link.other.removeprefix(CLAIM))
        for overlay in overlays(claims, RELATIONS, SOURCES).values()
        for link in overlay.links
        if link.kind == CONTRADICTS
    }


def disputed(*claims: Claim) -> set[str]:
    """Return the claims that yield."""
    return {name for name, overlay in laid(*claims).items() if overlay.status == "Disputed"}
