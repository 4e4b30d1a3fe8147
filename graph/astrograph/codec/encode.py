"""Write claims, entities and sources as RDF."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from decimal import Decimal
from functools import lru_cache
from typing import Any

import pyoxigraph as ox

from astrograph.codec.form import (
    BOUNDS,
    ENUMERATED,
    FLAGS,
    INSTANTS,
    NUMBERS,
    ROLES,
    SLICE,
    TEXTS,
    TYPE,
)
from astrograph.codec.links import link_parts
from astrograph.codec.terms import as_term
from astrograph.model import (
    Claim,
    Edition,
    Entity,
    Evidence,
    Iri,
    Record,
    Remainder,
    Source,
    Value,
)
from astrograph.vocab import AG, DCTERMS, OA, PROV, SCHEMA, SKOS, XSD

Object = ox.NamedNode | ox.BlankNode | ox.Literal
Parts = tuple[ox.NamedNode | ox.BlankNode, ox.NamedNode, Object]
"""Subject, predicate and object, which become a triple or a quad."""

named = lru_cache(maxsize=4096)(ox.NamedNode)
"""The term of an IRI out of a vocabulary, which are few, and come again and again."""


def encode_record(record: Record) -> Iterator[ox.Quad]:
    """Write whatever a graph is made of; only a remainder reaches beyond the default graph."""
    if isinstance(record, Remainder):
        yield from ox.parse(record.text, format=ox.RdfFormat.N_QUADS)
        return
    for parts in _WRITERS[type(record)](record):
        yield ox.Quad(*parts)


def encode(claim: Claim) -> Iterator[ox.Triple]:
    """Write a claim, its evidence and its outgoing links as triples."""
    return (ox.Triple(*parts) for parts in _claim(claim))


def encode_direct(subject: Iri, relation: Iri, target: Iri | Value) -> ox.Triple:
    """Write a direct triple."""
    end = _literal(target) if isinstance(target, Value) else as_term(target)
    return ox.Triple(as_term(subject), ox.NamedNode(relation), end)


def encode_entity(entity: Entity) -> Iterator[ox.Triple]:
    """Write an entity: its class, its label, which is English, and its other names."""
    return (ox.Triple(*parts) for parts in _entity(entity))


def _claim(claim: Claim) -> Iterator[Parts]:
    subject = as_term(claim.iri)
    for predicate, value in (*_content(claim), *_qualifiers(claim), *_times(claim)):
        yield subject, named(predicate), value
    yield from link_parts(claim.links)
    for place in claim.evidence:
        yield subject, named(AG + "evidence"), as_term(place.iri)
        yield from _evidence(place)


def _entity(entity: Entity) -> Iterator[Parts]:
    subject = as_term(entity.iri)
    if entity.type != "Thing":
        yield subject, named(TYPE), named(AG + entity.type)
    label = ox.Literal(entity.label, language="en")
    yield subject, named(SKOS + "prefLabel"), label
    for name in entity.aliases:
        other = ox.Literal(name.text, language=name.lang or None)
        yield subject, named(SKOS + "altLabel"), other
    if entity.article:
        yield subject, named(AG + "takesArticle"), ox.Literal(value=True)


def _source(source: Source) -> Iterator[Parts]:
    """Write a source; a license that is an address is an IRI, else a statement of rights."""
    subject = as_term(source.iri)
    yield subject, named(TYPE), named(AG + "Document")
    if source.license is not None:
        address = _address(source.license)
        rights = ox.Literal(source.license, language="en")
        yield subject, named(DCTERMS + ("license" if address else "rights")), address or rights
    if source.updated is not None:
        yield subject, named(DCTERMS + "modified"), _moment(source.updated)
    if source.primary:
        yield subject, named(AG + "primary"), ox.Literal(value=True)
    values = {
        DCTERMS + "title": source.title,
        SCHEMA + "url": source.url,
        AG + "fileName": source.file_name,
        AG + "contentSha256": source.sha256,
        AG + "attribution": source.attribution,
        DCTERMS + "creator": source.creator,
        AG + "dialect": source.dialect,
    }
    for predicate, value in values.items():
        if value is not None:
            yield subject, named(predicate), ox.Literal(value)


def _edition(edition: Edition) -> Iterator[Parts]:
    """Write where a graph stands in time; one that says nothing leaves no triple."""
    if not any(edition):
        return
    subject = ox.NamedNode(edition.iri or SLICE)
    yield subject, named(TYPE), named(AG + "Slice")
    if edition.title:
        title = ox.Literal(edition.title, language="en")
        yield subject, named(DCTERMS + "title"), title
    if edition.date is not None:
        yield subject, named(AG + "editionDate"), _moment(edition.date)
    if edition.present_of is not None:
        source = as_term(edition.present_of)
        yield subject, named(AG + "presentOf"), source


def _content(claim: Claim) -> Iterator[tuple[str, Object]]:
    yield TYPE, named(AG + "Claim")
    yield AG + "subject", as_term(claim.subject)
    yield AG + "predicate", named(claim.predicate)
    if claim.object is not None:
        yield AG + "object", as_term(claim.object)
    if claim.value is not None:
        yield AG + "value", _literal(claim.value)
    for name, field in NUMBERS.items():
        number = getattr(claim, field)
        if number is not None:
            digits = f"{Decimal(repr(number)):f}"
            yield AG + name, ox.Literal(digits, datatype=named(XSD + "decimal"))
    if claim.primary_source is not None:
        yield PROV + "hadPrimarySource", as_term(claim.primary_source)


def _qualifiers(claim: Claim) -> Iterator[tuple[str, Object]]:
    for name, field in ENUMERATED.items():
        value = getattr(claim, field)
        if value is not None:
            yield AG + name, named(AG + value)
    for name, field in ROLES.items():
        value = getattr(claim, field)
        if value is not None:
            yield AG + name, as_term(value)
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
            yield AG + name, _moment(instant)


def _evidence(place: Evidence) -> Iterator[Parts]:
    subject = as_term(place.iri)
    yield subject, named(TYPE), named(AG + "Evidence")
    if place.source:
        yield subject, named(AG + "source"), as_term(place.source)
    if place.start is not None:
        yield subject, named(TYPE), named(OA + "TextPositionSelector")
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
            yield subject, named(predicate), ox.Literal(value)


_WRITERS: dict[type, Callable[[Any], Iterator[Parts]]] = {
    Claim: _claim,
    Entity: _entity,
    Source: _source,
    Edition: _edition,
}


def _address(license_text: str) -> ox.NamedNode | None:
    if license_text.startswith(("http://", "https://")):
        with suppress(ValueError):
            return ox.NamedNode(license_text)
    return None


def _moment(instant: str) -> ox.Literal:
    return ox.Literal(instant, datatype=named(XSD + "dateTime"))


def _literal(value: Value) -> ox.Literal:
    if value.lang:
        return ox.Literal(value.text, language=value.lang)
    datatype = None if value.datatype is None else ox.NamedNode(value.datatype)
    return ox.Literal(value.text, datatype=datatype)
