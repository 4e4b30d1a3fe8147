"""Write claims, their evidence and their links as RDF."""

from collections.abc import Iterator
from decimal import Decimal

import pyoxigraph as ox

from astrograph.codec.form import BOUNDS, ENUMERATED, FLAGS, INSTANTS, ROLES, TEXTS, TYPE
from astrograph.model import Claim, Evidence, Value
from astrograph.vocab import AG, OA, PROV, XSD

Object = ox.NamedNode | ox.BlankNode | ox.Literal


def encode(claim: Claim) -> Iterator[ox.Triple]:
    """Write a claim, its evidence and its outgoing links as triples."""
    subject = _term(claim.iri)
    for predicate, value in (*_content(claim), *_qualifiers(claim), *_times(claim)):
        yield ox.Triple(subject, ox.NamedNode(predicate), value)
    for link in claim.links:
        yield ox.Triple(subject, ox.NamedNode(AG + link.kind), _term(link.other))
    for place in claim.evidence:
        yield ox.Triple(subject, ox.NamedNode(AG + "evidence"), _term(place.iri))
        yield from _evidence(place)


def _content(claim: Claim) -> Iterator[tuple[str, Object]]:
    yield TYPE, ox.NamedNode(AG + "Claim")
    yield AG + "subject", _term(claim.subject)
    yield AG + "predicate", ox.NamedNode(claim.predicate)
    if claim.object is not None:
        yield AG + "object", _term(claim.object)
    if claim.value is not None:
        yield AG + "value", _literal(claim.value)
    if claim.confidence is not None:
        decimal = ox.NamedNode(XSD + "decimal")
        digits = f"{Decimal(repr(claim.confidence)):f}"
        yield AG + "confidence", ox.Literal(digits, datatype=decimal)
    if claim.primary_source is not None:
        yield PROV + "hadPrimarySource", _term(claim.primary_source)


def _qualifiers(claim: Claim) -> Iterator[tuple[str, Object]]:
    for name, field in ENUMERATED.items():
        value = getattr(claim, field)
        if value is not None:
            yield AG + name, ox.NamedNode(AG + value)
    for name, field in ROLES.items():
        value = getattr(claim, field)
        if value is not None:
            yield AG + name, _term(value)
    for name, field in TEXTS.items():
        value = getattr(claim, field)
        if value is not None:
            yield AG + name, ox.Literal(value, language="en" if name == "paraphrase" else None)
    for name, field in FLAGS.items():
        if getattr(claim, field):
            yield AG + name, ox.Literal(value=True)


def _times(claim: Claim) -> Iterator[tuple[str, Object]]:
    moments = {name: getattr(claim, field) for name, field in INSTANTS.items()}
    moments |= {name: getattr(claim.holds, field) for name, field in BOUNDS.items()}
    for name, instant in moments.items():
        if instant is not None:
            yield AG + name, ox.Literal(instant, datatype=ox.NamedNode(XSD + "dateTime"))


def _evidence(place: Evidence) -> Iterator[ox.Triple]:
    subject = _term(place.iri)
    yield ox.Triple(subject, ox.NamedNode(TYPE), ox.NamedNode(AG + "Evidence"))
    if place.source:
        yield ox.Triple(subject, ox.NamedNode(AG + "source"), _term(place.source))
    if place.start is not None:
        yield ox.Triple(subject, ox.NamedNode(TYPE), ox.NamedNode(OA + "TextPositionSelector"))
    values: list[tuple[str, str | int | None]] = [
        (AG + "sentence", place.sentence),
        (OA + "start", place.start),
        (OA + "end", place.end),
        (AG + "textSha256", place.sha256),
        (AG + "rowKey", place.row_key),
        (AG + "column", place.column),
    ]
    for predicate, value in values:
        if value is not None:
            yield ox.Triple(subject, ox.NamedNode(predicate), ox.Literal(value))


def _term(iri: str) -> ox.NamedNode | ox.BlankNode:
    return ox.BlankNode(iri[2:]) if iri.startswith("_:") else ox.NamedNode(iri)


def _literal(value: Value) -> ox.Literal:
    if value.lang:
        return ox.Literal(value.text, language=value.lang)
    datatype = None if value.datatype is None else ox.NamedNode(value.datatype)
    return ox.Literal(value.text, datatype=datatype)
