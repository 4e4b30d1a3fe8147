"""Check records one at a time: is what they say complete, possible, and in words that are known."""

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from difflib import get_close_matches
from functools import lru_cache
from typing import NamedTuple

import pyoxigraph as ox

from astrograph.codec.guard import TERM_DEPTH
from astrograph.codec.terms import text_of
from astrograph.model import (
    Claim,
    Edition,
    Entity,
    Evidence,
    Interval,
    Iri,
    Link,
    Record,
    Remainder,
    Source,
    Value,
)
from astrograph.vocab import AG, OWL, RDF, local_name, shrink

MODALITIES = ("AssertedFact", "Plan", "Threat", "Denial", "Opinion")
POLARITIES = ("Positive", "Negative")
STATUSES = ("Accepted", "Reported", "Disputed", "Superseded", "Rejected", "Inferred")
TENSES = ("Past", "Present", "Future")
AS_PRINTED = 80
"""How many characters of a source's own words a claim may carry in one field."""

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z")
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
_NUL_IN_JSON = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
_ROLES = ("speaker", "addressee", "relayed_by", "probable_speaker", "primary_source")
_LARGEST = 2**53


class Fault(NamedTuple):
    """What is wrong with a record: in which field, what that holds, and why it is wrong."""

    field: str
    value: str | None
    why: str


class Words(NamedTuple):
    """The words that claims may use.

    Attributes:
        relations: What may link two entities, or an entity and a value.
        derived: The past and plan forms, which only the rule may use.
        links: What may link two claims.
        types: The classes of entities, by local name.
    """

    relations: frozenset[Iri]
    derived: frozenset[Iri]
    links: frozenset[str]
    types: frozenset[str]

    def with_those_of(self, quads: Iterable[ox.Quad]) -> "Words":
        """Return these words and those that some RDF declares."""
        return Words._make(map(frozenset.union, self, words_of(quads)))

    def faults(self, record: Record, written: str) -> Iterator[Fault]:
        """Yield what is wrong with a record, as far as the record alone tells.

        Args:
            record: The record.
            written: The record as a line of JSON.
        """
        if not _is_writable(written):
            yield Fault("", None, "a text holds a NUL or half a character")
        elif isinstance(record, Claim):
            yield from self._claim(record)
        elif isinstance(record, Entity):
            yield from self._entity(record)
        elif isinstance(record, Source):
            yield from _source(record)
        elif isinstance(record, Edition):
            yield from _edition(record)
        else:
            yield from _remainder(record)

    def of_relation(self, predicate: Iri) -> Fault | None:
        """Say what is wrong with a relation, if anything is."""
        return next(self._relation(predicate), None)

    def of_type(self, name: str) -> Fault | None:
        """Say what is wrong with a class of entities, if anything is."""
        if name in self.types:
            return None
        return Fault(
            "type", name, f"no class of the ontology is called so{_near(name, self.types)}"
        )

    def _claim(self, claim: Claim) -> Iterator[Fault]:
        yield from _iris(claim, ("iri", "subject", *_ROLES))
        yield from self._relation(claim.predicate)
        if (claim.object is None) == (claim.value is None):
            yield Fault("object", claim.object, "a claim has either an object or a value")
        yield from _iris(claim, ("object",))
        if claim.value is not None:
            yield from _value(claim.value)
        yield from _said_how(claim)
        yield from _times(claim)
        if not claim.evidence:
            yield Fault("evidence", None, "a claim has to say where it is taken from")
        for place in claim.evidence:
            yield from _evidence(place)
        for link in claim.links:
            yield from self._link(link, claim)

    def _relation(self, predicate: Iri) -> Iterator[Fault]:
        if predicate in self.relations:
            return
        if predicate in self.derived:
            why = "this form is derived, never claimed; claim the relation, with its time or tense"
        else:
            why = f"no such relation is declared{_near(predicate, self.relations)}"
        yield Fault("predicate", shrink(predicate), why)

    def _link(self, link: Link, claim: Claim) -> Iterator[Fault]:
        if link.claim != claim.iri:
            yield Fault("links", link.claim, "a link starts from the claim that it stands on")
        if link.kind not in self.links:
            why = f"no such link is declared{_near(link.kind, self.links)}"
            yield Fault("links", link.kind, why)
        for iri in (link.other, link.by, link.iri):
            if iri is not None and not _is_iri(iri):
                yield Fault("links", iri, "not an IRI")

    def _entity(self, entity: Entity) -> Iterator[Fault]:
        yield from _iris(entity, ("iri",))
        if not entity.label.strip():
            yield Fault("label", entity.label, "an entity has to have a name")
        wrong = self.of_type(entity.type)
        if wrong is not None:
            yield wrong
        for name in entity.aliases:
            if not name.text.strip() or (name.lang and not _is_language(name.lang)):
                yield Fault("aliases", f"{name.text}@{name.lang}", "not a name with a language")


def is_described(thing: Source | Entity | None) -> bool:
    """Say whether somebody described a thing, or it is only named somewhere."""
    if isinstance(thing, Entity):
        return thing != Entity(thing.iri, local_name(thing.iri), "Thing")
    return thing is not None and thing != Source(thing.iri, local_name(thing.iri))


def words_of(quads: Iterable[ox.Quad], more: Collection[Iri] = ()) -> Words:
    """Gather the words that RDF declares.

    Args:
        quads: What declares them.
        more: Relations that are known otherwise.
    """
    typed: dict[str, set[Iri]] = {}
    for quad in quads:
        if quad.predicate.value == RDF + "type":
            kind, iri = text_of(quad.object), text_of(quad.subject)
            typed.setdefault(kind, set()).add(iri)
    declared = {AG + "Relation", OWL + "ObjectProperty", OWL + "DatatypeProperty"}
    properties = {iri for kind in declared for iri in typed.get(kind, ())}
    derived = typed.get(AG + "DerivedForm", set())
    own = {AG + name for name in ("Relation", "LinkRelation")}
    relations = {iri for kind in own for iri in typed.get(kind, ())}
    foreign = {iri for iri in properties if not iri.startswith(AG)}
    return Words(
        frozenset((relations | foreign | set(more)) - derived),
        frozenset(derived),
        frozenset(local_name(iri) for iri in properties if iri.startswith(AG)),
        frozenset(local_name(iri) for iri in typed.get(OWL + "Class", ()) if iri.startswith(AG)),
    )


def _near(word: str, known: Collection[str]) -> str:
    """Suggest what was meant."""
    names = sorted({local_name(each) for each in known})
    near = get_close_matches(local_name(word), names, n=1)
    return f"; did you mean {near[0]}?" if near else ""


def _iris(record: Claim | Entity | Edition, names: Iterable[str]) -> Iterator[Fault]:
    for name in names:
        iri = getattr(record, name)
        if iri is not None and not _is_iri(iri):
            why = "has to have an IRI of its own" if iri.startswith("_:") else "not an IRI"
            yield Fault(name, iri, why)


def _is_writable(written: str) -> bool:
    try:
        written.encode()
    except UnicodeEncodeError:
        return False
    return "\\u0000" not in written or not _NUL_IN_JSON.search(written)


def _is_iri(text: str) -> bool:
    """Say whether a text can stand as an IRI in RDF, as the engine sees it."""
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True


def _is_language(tag: str) -> bool:
    try:
        ox.Literal("", language=tag)
    except ValueError:
        return False
    return True


def _value(value: Value) -> Iterator[Fault]:
    if value.lang and not _is_language(value.lang):
        yield Fault("value.lang", value.lang, "not a language tag")
    if value.datatype is not None and not _is_iri(value.datatype):
        yield Fault("value.datatype", value.datatype, "not an IRI")
    if value.lang and value.datatype is not None:
        yield Fault("value", value.text, "a text with a language has no datatype")


def _said_how(claim: Claim) -> Iterator[Fault]:
    chosen: tuple[tuple[str, str | None, tuple[str | None, ...]], ...] = (
        ("modality", claim.modality, MODALITIES),
        ("polarity", claim.polarity, POLARITIES),
        ("status", claim.status, STATUSES),
        ("tense", claim.tense, (*TENSES, None)),
    )
    for name, value, allowed in chosen:
        if value not in allowed:
            yield Fault(name, value, f"has to be one of {', '.join(filter(None, allowed))}")
    for name in ("confidence", "probable_speaker_confidence"):
        number = getattr(claim, name)
        if number is not None and not 0 <= number <= 1:
            yield Fault(name, str(number), "has to be a number from 0 to 1")
    if not (claim.paraphrase or "").strip():
        yield Fault("paraphrase", claim.paraphrase, "a claim has to be put in words, in English")
    for name in ("time_text", "role_text", "term_as_printed"):
        text = getattr(claim, name)
        if text is not None and len(text) > AS_PRINTED:
            why = f"longer than {AS_PRINTED} characters, which is more than a few words"
            yield Fault(name, text, why)


def _times(claim: Claim) -> Iterator[Fault]:
    holds = claim.holds
    given = {
        "said_earliest": claim.said_earliest,
        "said_latest": claim.said_latest,
        **{f"holds.{name}": bound for name, bound in zip(Interval._fields, holds, strict=True)},
    }
    wrong = [(name, at) for name, at in given.items() if at is not None and not _is_instant(at)]
    if wrong:
        why = "not an instant; write it in UTC, such as 2022-07-15T00:00:00Z"
        yield from (Fault(name, at, why) for name, at in wrong)
        return
    pairs = (
        ("holds.start_latest", holds.start_earliest, holds.start_latest),
        ("holds.end_latest", holds.end_earliest, holds.end_latest),
        ("holds.end_latest", holds.start_earliest, holds.end_latest),
        ("said_latest", claim.said_earliest, claim.said_latest),
    )
    for name, first, last in pairs:
        if first is not None and last is not None and first > last:
            yield Fault(name, last, f"comes before {first}, which bounds it from below")


@lru_cache(maxsize=4096)
def _is_instant(text: str) -> bool:
    if not _INSTANT.match(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _evidence(place: Evidence) -> Iterator[Fault]:
    if not (_is_iri(place.iri) or place.iri.startswith("_:")):
        yield Fault("evidence.iri", place.iri, "not an IRI")
    if not _is_iri(place.source):
        yield Fault("evidence.source", place.source, "evidence has to name its source")
    if place.sha256 is None or not _SHA256.match(place.sha256):
        why = "evidence has to give the SHA-256 of its text, in 64 lower-case hexadecimal digits"
        yield Fault("evidence.sha256", place.sha256, why)
    for name in ("sentence", "start", "end"):
        number = getattr(place, name)
        if number is not None and not 0 <= number < _LARGEST:
            yield Fault(f"evidence.{name}", str(number), "not a place in a text")
    if place.start is not None and (place.end is None or place.end <= place.start):
        yield Fault("evidence.end", str(place.end), "a span ends behind its start")


def _edition(edition: Edition) -> Iterator[Fault]:
    yield from _iris(edition, ("iri", "present_of"))
    if edition.date is not None and not _is_instant(edition.date):
        yield Fault("date", edition.date, "not an instant, such as 2022-07-15T00:00:00Z")


def _remainder(remainder: Remainder) -> Iterator[Fault]:
    # The parser overflows its stack at some ten thousand triples in triples.
    if remainder.text.count("<<") > TERM_DEPTH:
        yield Fault("text", None, f"it nests more than {TERM_DEPTH} deep")
        return
    try:
        for _ in ox.parse(remainder.text, format=ox.RdfFormat.N_QUADS):
            pass
    except (SyntaxError, MemoryError) as error:
        yield Fault("text", remainder.text, f"not N-Quads: {error}".splitlines()[0])


def _source(source: Source) -> Iterator[Fault]:
    if not _is_iri(source.iri):
        yield Fault("iri", source.iri, "not an IRI")
    if not source.title.strip():
        yield Fault("title", source.title, "a source has to have a title")
    if source.updated is not None and not _is_instant(source.updated):
        yield Fault("updated", source.updated, "not an instant, such as 2022-07-15T00:00:00Z")
    if source.sha256 is not None and not _SHA256.match(source.sha256):
        yield Fault("sha256", source.sha256, "not a SHA-256 in lower-case hexadecimal digits")
