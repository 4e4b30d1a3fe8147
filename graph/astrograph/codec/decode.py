"""Read claims, evidence, sources, entities and relations out of RDF."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import inf, isfinite
from typing import Any

import pyoxigraph as ox

from astrograph.codec.canonical import canonical, name_order
from astrograph.codec.form import (
    ALIASES,
    BOUNDS,
    ENUMERATED,
    FLAGS,
    INSTANTS,
    LABELS,
    NUMBERS,
    ROLES,
    SCHEMA_CLASSES,
    SLICE,
    TEXTS,
    TYPE,
    VALUE_CLASSES,
)
from astrograph.codec.links import decode_links
from astrograph.codec.terms import Node, Term, iris, text_of, texts
from astrograph.errors import ClaimError
from astrograph.model import (
    PRESENT,
    Claim,
    Edition,
    Entity,
    Evidence,
    Interval,
    Link,
    Name,
    Relation,
    Source,
    Statement,
    Value,
)
from astrograph.vocab import (
    AG,
    DCTERMS,
    OA,
    OWL,
    PROV,
    RDFS,
    SCHEMA,
    SKOS,
    local_name,
    read_relations,
)


@dataclass(slots=True)
class Content:
    """What some RDF says, in the words of the model."""

    entities: dict[str, Entity] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    relations: dict[str, Relation] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)
    edition: Edition = field(default_factory=Edition)


def decode(quads: Iterable[ox.Quad | ox.Triple]) -> Content:
    """Read entities, claims, sources, relations and the edition out of RDF.

    Where there is no claim at all, the IRI-to-IRI triples (types and schema aside) become plain
    statements without evidence.

    Raises:
        ClaimError: A claim lacks its subject or predicate, or an instant or number is not one.
    """
    facts = list(quads)
    nodes: dict[str, Node] = {}
    for quad in facts:
        node = nodes.setdefault(text_of(quad.subject), {})
        node.setdefault(quad.predicate.value, []).append(quad.object)
    content = Content(relations=read_relations(facts), edition=_edition(nodes))
    links = decode_links(nodes)
    for iri, node in nodes.items():
        types = texts(node, TYPE)
        if AG + "ClaimLink" not in types and (AG + "Claim" in types or AG + "predicate" in node):
            content.claims[iri] = _claim(iri, node, nodes, links)
    _add_sources(content, nodes)
    if not content.claims:
        content.statements = sorted(_plain_statements(nodes), key=lambda each: each.key)
    _add_entities(content, nodes)
    return content


def _one(node: Node, predicate: str) -> str | None:
    return min(texts(node, predicate), default=None)


def _name(node: Node, predicate: str) -> str | None:
    return min(iris(node, predicate), default=None)


def _text_in_english(node: Node, predicate: str) -> str | None:
    """Return the English text under a property, else any."""
    terms = node.get(predicate, ())
    english = [term for term in terms if isinstance(term, ox.Literal) and term.language == "en"]
    return min(map(text_of, english or terms), default=None)


def _instant(node: Node, predicate: str, where: str) -> str | None:
    text = _one(node, predicate)
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        utc = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        name = local_name(predicate)
        raise ClaimError("is not an instant", iri=where, field=name, value=text) from None
    return utc.isoformat(timespec="seconds").replace("+00:00", "Z")


def _number(node: Node, predicate: str, where: str) -> float | None:
    text = _one(node, predicate)
    try:
        number = None if text is None else float(text)
    except ValueError:
        number = inf
    if number is not None and not isfinite(number):
        name = local_name(predicate)
        raise ClaimError("is not a number", iri=where, field=name, value=text)
    return number


def _whole(node: Node, predicate: str) -> int | None:
    text = _one(node, predicate)
    return int(text) if text is not None and text.isdecimal() else None


def _claim(iri: str, node: Node, nodes: dict[str, Node], links: dict[str, list[Link]]) -> Claim:
    subject, predicate = _name(node, AG + "subject"), _name(node, AG + "predicate")
    if subject is None or predicate is None or predicate.startswith("_:"):
        raise ClaimError("the claim has no subject or no predicate", iri=iri)
    # What a claim does not say stays empty: the rule of derivation takes nothing for granted.
    enumerated: dict[str, str | None] = {
        ours: local_name(_name(node, AG + name) or "") for name, ours in ENUMERATED.items()
    }
    enumerated["tense"] = enumerated["tense"] or None
    plain = {ours: _name(node, AG + name) for name, ours in ROLES.items()}
    plain |= {ours: _one(node, AG + name) for name, ours in TEXTS.items()}
    plain["paraphrase"] = _text_in_english(node, AG + "paraphrase")
    numbers: dict[str, Any] = {
        ours: _number(node, AG + name, iri) for name, ours in NUMBERS.items()
    }
    flags: dict[str, Any] = {
        ours: _one(node, AG + name) in {"true", "1"} for name, ours in FLAGS.items()
    }
    said = {ours: _instant(node, AG + name, iri) for name, ours in INSTANTS.items()}
    bounds = {ours: _instant(node, AG + name, iri) for name, ours in BOUNDS.items()}
    claim = Claim(
        iri=iri,
        subject=subject,
        predicate=predicate,
        object=_name(node, AG + "object"),
        value=next((_value(term) for term in node.get(AG + "value", ())), None),
        holds=Interval(**bounds),
        primary_source=_name(node, PROV + "hadPrimarySource"),
        evidence=tuple(
            _evidence(place, nodes.get(place, {})) for place in iris(node, AG + "evidence")
        ),
        links=tuple(links.get(iri, ())),
        **flags,
        **numbers,
    )
    qualifiers: dict[str, Any] = {**enumerated, **plain, **said}
    return canonical(claim._replace(**qualifiers))


def _value(term: Term) -> Value:
    if not isinstance(term, ox.Literal):
        return Value(text_of(term))
    datatype = None if term.language else term.datatype.value
    return Value(term.value, term.language or "", datatype)


def _evidence(iri: str, node: Node) -> Evidence:
    return Evidence(
        iri=iri,
        source=_name(node, AG + "source") or "",
        sha256=_one(node, AG + "textSha256"),
        sentence=_whole(node, AG + "sentence"),
        start=_whole(node, OA + "start"),
        end=_whole(node, OA + "end"),
        row_key=_one(node, AG + "rowKey"),
        column=_one(node, AG + "column"),
    )


def _edition(nodes: dict[str, Node]) -> Edition:
    for iri, node in sorted(nodes.items()):
        if AG + "Slice" in texts(node, TYPE):
            unnamed = iri == SLICE
            return Edition(
                title=_one(node, DCTERMS + "title") or ("" if unnamed else local_name(iri)),
                date=_instant(node, AG + "editionDate", iri),
                present_of=_name(node, AG + "presentOf"),
                iri=None if unnamed else iri,
            )
    return Edition()


def _add_sources(content: Content, nodes: dict[str, Node]) -> None:
    cited = {place.source for claim in content.claims.values() for place in claim.evidence}
    cited |= {claim.primary_source or "" for claim in content.claims.values()}
    cited |= {iri for iri, node in nodes.items() if _is_source(node)}
    for iri in sorted(cited - {""}):
        node = nodes.get(iri, {})
        content.sources[iri] = Source(
            iri=iri,
            title=_label(iri, node),
            url=_one(node, SCHEMA + "url"),
            license=_one(node, DCTERMS + "license") or _one(node, DCTERMS + "rights"),
            file_name=_one(node, AG + "fileName"),
            sha256=_one(node, AG + "contentSha256"),
            attribution=_one(node, AG + "attribution"),
            creator=_one(node, DCTERMS + "creator"),
            updated=_instant(node, DCTERMS + "modified", iri),
            primary=_one(node, AG + "primary") in {"true", "1"},
            dialect=_one(node, AG + "dialect"),
        )


def _is_source(node: Node) -> bool:
    """Say whether something is a source even if nothing cites it: a document with a title.

    An entity, which may be a document as well, has a preferred label.
    """
    documents = AG + "Document" in texts(node, TYPE)
    return documents and DCTERMS + "title" in node and SKOS + "prefLabel" not in node


def _plain_statements(nodes: dict[str, Node]) -> Iterator[Statement]:
    for iri, node in nodes.items():
        if iri.startswith("_:") or SCHEMA_CLASSES & set(texts(node, TYPE)):
            continue
        for predicate, terms in node.items():
            if predicate == TYPE or predicate.startswith((RDFS, OWL)):
                continue
            for term in terms:
                known = nodes.get(text_of(term), {})
                if isinstance(term, ox.NamedNode) and not SCHEMA_CLASSES & set(texts(known, TYPE)):
                    yield Statement(iri, predicate, term.value, PRESENT)


def _add_entities(content: Content, nodes: dict[str, Node]) -> None:
    named: set[str | None] = set()
    for claim in content.claims.values():
        named |= {claim.subject, claim.object, claim.speaker, claim.addressee}
        named |= {claim.relayed_by, claim.probable_speaker}
    for statement in content.statements:
        named |= {statement.subject, statement.object}
    not_entities = content.claims.keys() | content.sources.keys() | content.relations.keys()
    for iri, node in nodes.items():
        types = set(texts(node, TYPE))
        if not types & (SCHEMA_CLASSES | VALUE_CLASSES | {AG + "ClaimLink"}) and any(
            label in node for label in LABELS
        ):
            named.add(iri)
    for iri in sorted(each for each in named if each and each not in not_entities):
        if not iri.startswith("_:"):
            content.entities[iri] = _entity(iri, nodes.get(iri, {}), nodes)


def _entity(iri: str, node: Node, nodes: dict[str, Node]) -> Entity:
    label = _label(iri, node)
    names = {
        Name(term.value, term.language or "")
        for predicate in (*LABELS, *ALIASES)
        for term in node.get(predicate, ())
        if isinstance(term, ox.Literal) and term.value != label
    }
    types = _most_specific(set(texts(node, TYPE)), nodes)
    return Entity(
        iri=iri,
        label=label,
        type=local_name(types[0]) if types else "Thing",
        aliases=tuple(sorted(names, key=name_order)),
        article=_one(node, AG + "takesArticle") in {"true", "1"},
    )


def _most_specific(types: set[str], nodes: dict[str, Node]) -> list[str]:
    """Drop the types that another one is a subclass of; ours come first, then by name."""
    above: set[str] = set()
    ahead = list(types)
    while ahead:
        parents = texts(nodes.get(ahead.pop(), {}), RDFS + "subClassOf")
        ahead += [parent for parent in parents if parent not in above]
        above.update(parents)
    return sorted(types - above or types, key=lambda each: (not each.startswith(AG), each))


def _label(iri: str, node: Node) -> str:
    """Choose the label: by property, then English, then no language, then the first."""
    for predicate in LABELS:
        labels = [term for term in node.get(predicate, ()) if isinstance(term, ox.Literal)]
        if labels:
            order = {"en": 0, None: 1}
            best = min(labels, key=lambda term: (order.get(term.language, 2), term.value))
            return best.value
    return local_name(iri)
