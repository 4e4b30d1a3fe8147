"""Read the ontology for people: what each of its terms means, and how it reads in words."""

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from astrograph.vocab import (
    AG,
    OWL,
    RDF,
    RDFS,
    SKOS,
    ontology_path,
    read_relations,
    shrink,
    spell_out,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from astrograph.model import Relation

    Facts = dict[str, list[ox.NamedNode | ox.Literal]]

SECTIONS = (
    ("Classes", (OWL + "Class",)),
    ("Relations between entities", (AG + "Relation", OWL + "ObjectProperty")),
    ("Relations whose other end is a value", (AG + "Relation", OWL + "DatatypeProperty")),
    ("Past and planned forms of relations", (AG + "DerivedForm",)),
    ("Links between claims", (AG + "LinkRelation",)),
    ("Properties that lead to things", (OWL + "ObjectProperty",)),
    ("Properties that hold values", (OWL + "DatatypeProperty",)),
    ("Annotations", (OWL + "AnnotationProperty",)),
    ("Fixed values", (OWL + "NamedIndividual",)),
)
"""The kinds of terms, each with the types of what belongs there and to none before it."""

_TOLD = {
    RDFS + "domain": "From",
    RDFS + "range": "To",
    AG + "inverseLabel": "Read backwards",
    AG + "pastForm": "Past form",
    AG + "planForm": "Planned form",
    RDFS + "subClassOf": "Is a kind of",
    RDFS + "subPropertyOf": "Is a kind of",
    AG + "exclusive": "Exclusive",
    AG + "tolerance": "Tolerance",
    AG + "unit": "Unit",
    SKOS + "closeMatch": "Close to",
}
"""What is told of a term beside its definition, and under which heading."""

_FORM_OF = {AG + "pastForm": "Past form of", AG + "planForm": "Planned form of"}


class Mention(NamedTuple):
    """What a term is told to have: a word, and what it names; empty where it is but a word."""

    text: str
    iri: str = ""


class Term(NamedTuple):
    """A term of the ontology.

    Attributes:
        iri: Its IRI.
        label: How it reads.
        about: What it means, in paragraphs.
        facts: What else is told of it, by heading.
    """

    iri: str
    label: str
    about: tuple[str, ...]
    facts: "Mapping[str, list[Mention]]"


class Section(NamedTuple):
    """The terms of one kind, in the order of their labels."""

    title: str
    terms: list[Term]


@lru_cache
def triples() -> tuple[ox.Triple, ...]:
    """Return the ontology, as it is shipped."""
    return tuple(quad.triple for quad in ox.parse(path=str(ontology_path())))


@lru_cache
def relations() -> "dict[str, Relation]":
    """Return the relations that the ontology declares, by IRI."""
    return read_relations(triples())


def word(name: str) -> str:
    """Return how a term of the ontology reads, by its local name.

    >>> word("SpaceAgency"), word("isOfNoOntology")
    ('space agency', 'is of no ontology')
    """
    return label(AG + name)


def declared(name: str) -> str:
    """Return the IRI of a term by its local name; empty where the ontology has none such."""
    return AG + name if AG + name in _facts() else ""


def label(iri: str) -> str:
    """Return how a term reads; one of another vocabulary by its name."""
    told = _facts().get(iri, {}).get(RDFS + "label")
    return told[0].value if told else spell_out(iri)


def link_word(kind: str, *, leaving: bool) -> str:
    """Return how a link between claims reads, from the one that it leaves or from the other.

    >>> link_word("argueAgainst", leaving=True), link_word("argueAgainst", leaving=False)
    ('argues against', 'is argued against by')
    """
    inverse = _facts().get(AG + kind, {}).get(AG + "inverseLabel")
    if leaving or not inverse:
        return word(kind) if leaving else f"{word(kind)} of"
    return inverse[0].value


@lru_cache
def sections() -> list[Section]:
    """Return all terms of the ontology, by kind."""
    left = {iri: facts for iri, facts in _facts().items() if iri.startswith(AG)}
    made = []
    for title, types in SECTIONS:
        found = [
            iri
            for iri, facts in left.items()
            if {each.value for each in facts.get(RDF + "type", ())}.issuperset(types)
        ]
        terms = [_term(iri, left.pop(iri)) for iri in found]
        made.append(Section(title, sorted(terms, key=lambda term: term.label.casefold())))
    return made


def _term(iri: str, facts: "Facts") -> Term:
    told: dict[str, list[Mention]] = {}
    kinds = [each for each in facts.get(RDF + "type", ()) if each.value.startswith(AG)]
    if OWL + "NamedIndividual" in {each.value for each in facts.get(RDF + "type", ())}:
        told["Is a"] = [_mention(each) for each in kinds]
    for predicate, heading in _TOLD.items():
        for each in facts.get(predicate, ()):
            itself = each.value == iri
            told.setdefault(heading, []).append(Mention("itself") if itself else _mention(each))
    for predicate, heading in _FORM_OF.items():
        bases = [base for base in _forms(predicate).get(iri, ()) if base != iri]
        if bases:
            told[heading] = [Mention(label(base), base) for base in bases]
    if OWL + "SymmetricProperty" in {each.value for each in facts.get(RDF + "type", ())}:
        told["Symmetric"] = [Mention("it holds both ways")]
    about = (*facts.get(SKOS + "definition", ()), *facts.get(SKOS + "note", ()))
    return Term(iri, label(iri), tuple(each.value for each in about), told)


def _mention(thing: "ox.NamedNode | ox.Literal") -> Mention:
    if isinstance(thing, ox.Literal):
        return Mention(thing.value.removesuffix(".0"))
    ours = thing.value.startswith(AG)
    return Mention(label(thing.value) if ours else shrink(thing.value), thing.value)


@lru_cache
def _forms(predicate: str) -> dict[str, list[str]]:
    """Return the relations by their forms."""
    found: dict[str, list[str]] = {}
    for iri, facts in _facts().items():
        for form in facts.get(predicate, ()):
            found.setdefault(form.value, []).append(iri)
    return found


@lru_cache
def _facts() -> "dict[str, Facts]":
    """Return what the ontology says, by subject and predicate."""
    found: dict[str, Facts] = {}
    for triple in triples():
        if isinstance(triple.subject, ox.NamedNode) and isinstance(
            triple.object, ox.NamedNode | ox.Literal
        ):
            told = found.setdefault(triple.subject.value, {})
            told.setdefault(triple.predicate.value, []).append(triple.object)
    return found
