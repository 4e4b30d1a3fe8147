"""Write claims, entities and sources as RDF."""

from collections.abc import Callable, Iterator
from decimal import Decimal
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
from astrograph.codec.links import encode_links
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


def encode_record(record: Record) -> Iterator[ox.Quad]:
    """Write whatever a graph is made of; only a remainder reaches beyond the default graph."""
    if isinstance(record, Remainder):
        yield from ox.parse(record.text, format=ox.RdfFormat.N_QUADS)
        return
    write: dict[type, Callable[[Any], Iterator[ox.Triple]]] = {
        Claim: encode,
        Entity: encode_entity,
        Source: encode_source,
        Edition: encode_edition,
    }
    for triple in write[type(record)](record):
        yield ox.Quad(*triple)


def encode(claim: Claim) -> Iterator[ox.Triple]:
    """Write a claim, its evidence and its outgoing links as triples."""
    subject = as_term(claim.iri)
    for predicate, value in (*_content(claim), *_qualifiers(claim), *_times(claim)):
        yield ox.Triple(subject, ox.NamedNode(predicate), value)
    yield from encode_links(claim.links)
    for place in claim.evidence:
        yield ox.Triple(subject, ox.NamedNode(AG + "evidence"), as_term(place.iri))
        yield from _evidence(place)


def encode_direct(subject: Iri, relation: Iri, target: Iri | Value) -> ox.Triple:
    """Write a direct triple."""
    end = _literal(target) if isinstance(target, Value) else as_term(target)
    return ox.Triple(as_term(subject), ox.NamedNode(relation), end)


def encode_entity(entity: Entity) -> Iterator[ox.Triple]:
    """Write an entity: its class, its label, which is English, and its other names."""
    subject = as_term(entity.iri)
    if entity.type != "Thing":
        yield ox.Triple(subject, ox.NamedNode(TYPE), ox.NamedNode(AG + entity.type))
    label = ox.Literal(entity.label, language="en")
    yield ox.Triple(subject, ox.NamedNode(SKOS + "prefLabel"), label)
    for name in entity.aliases:
        other = ox.Literal(name.text, language=name.lang or None)
        yield ox.Triple(subject, ox.NamedNode(SKOS + "altLabel"), other)
    if entity.article:
        yield ox.Triple(subject, ox.NamedNode(AG + "takesArticle"), ox.Literal(value=True))


def encode_source(source: Source) -> Iterator[ox.Triple]:
    """Write a source; a license that is an address is an IRI, else a statement of rights."""
    subject = as_term(source.iri)
    yield ox.Triple(subject, ox.NamedNode(TYPE), ox.NamedNode(AG + "Document"))
    if source.license is not None:
        is_address = (
            source.license.startswith(("http://", "https://")) and " " not in source.license
        )
        yield ox.Triple(
            subject,
            ox.NamedNode(DCTERMS + ("license" if is_address else "rights")),
            ox.NamedNode(source.license)
            if is_address
            else ox.Literal(source.license, language="en"),
        )
    if source.updated is not None:
        yield ox.Triple(subject, ox.NamedNode(DCTERMS + "modified"), _moment(source.updated))
    if source.primary:
        yield ox.Triple(subject, ox.NamedNode(AG + "primary"), ox.Literal(value=True))
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
            yield ox.Triple(subject, ox.NamedNode(predicate), ox.Literal(value))


def encode_edition(edition: Edition) -> Iterator[ox.Triple]:
    """Write where a graph stands in time; one that says nothing leaves no triple."""
    if not any(edition):
        return
    subject = ox.NamedNode(edition.iri or SLICE)
    yield ox.Triple(subject, ox.NamedNode(TYPE), ox.NamedNode(AG + "Slice"))
    if edition.title:
        title = ox.Literal(edition.title, language="en")
        yield ox.Triple(subject, ox.NamedNode(DCTERMS + "title"), title)
    if edition.date is not None:
        yield ox.Triple(subject, ox.NamedNode(AG + "editionDate"), _moment(edition.date))
    if edition.present_of is not None:
        source = as_term(edition.present_of)
        yield ox.Triple(subject, ox.NamedNode(AG + "presentOf"), source)


def _content(claim: Claim) -> Iterator[tuple[str, Object]]:
    yield TYPE, ox.NamedNode(AG + "Claim")
    yield AG + "subject", as_term(claim.subject)
    yield AG + "predicate", ox.NamedNode(claim.predicate)
    if claim.object is not None:
        yield AG + "object", as_term(claim.object)
    if claim.value is not None:
        yield AG + "value", _literal(claim.value)
    for name, field in NUMBERS.items():
        number = getattr(claim, field)
        if number is not None:
            digits = f"{Decimal(repr(number)):f}"
            yield AG + name, ox.Literal(digits, datatype=ox.NamedNode(XSD + "decimal"))
    if claim.primary_source is not None:
        yield PROV + "hadPrimarySource", as_term(claim.primary_source)


def _qualifiers(claim: Claim) -> Iterator[tuple[str, Object]]:
    for name, field in ENUMERATED.items():
        value = getattr(claim, field)
        if value is not None:
            yield AG + name, ox.NamedNode(AG + value)
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


def _evidence(place: Evidence) -> Iterator[ox.Triple]:
    subject = as_term(place.iri)
    yield ox.Triple(subject, ox.NamedNode(TYPE), ox.NamedNode(AG + "Evidence"))
    if place.source:
        yield ox.Triple(subject, ox.NamedNode(AG + "source"), as_term(place.source))
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


def _moment(instant: str) -> ox.Literal:
    return ox.Literal(instant, datatype=ox.NamedNode(XSD + "dateTime"))


def _literal(value: Value) -> ox.Literal:
    if value.lang:
        return ox.Literal(value.text, language=value.lang)
    datatype = None if value.datatype is None else ox.NamedNode(value.datatype)
    return ox.Literal(value.text, datatype=datatype)
