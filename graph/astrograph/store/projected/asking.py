"""Own the questions that an endpoint is asked in the terms of a projection."""

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

import pyoxigraph as ox

from astrograph.store.remote.terms import iri, iris

if TYPE_CHECKING:
    from astrograph.model import Iri
    from astrograph.store.projected.projection import Rule

SKOLEM = "/.well-known/genid/"
"""What is part of the IRIs that stand for blank nodes: something that is not known."""

STATED = "SELECT DISTINCT ?s ?rule ?o ?node WHERE"
"""Their subject, the number of the rule, their object, and the node of the statement."""

Numbered = Sequence[tuple[int, "Rule"]]
"""Rules with the numbers by which rows name them.

Each rule is a part of the question, with the entities in it: so every engine begins with what is
known, and looks each up under a property that is known as well. Tests that something is an IRI
stand outside of the parts: within them, Virtuoso 7.2 fails over some of them.
"""


def leaving(rules: Numbered, several: "Iterable[Iri]") -> str:
    """Ask for the statements of which some entities are the subjects, theirs."""
    return _stated(rules, f"VALUES ?s {{ {iris(several)} }}")


def reaching(rules: Numbered, several: "Iterable[Iri]") -> str:
    """Ask for the statements of which some entities are the objects, theirs."""
    return _stated(rules, f"VALUES ?o {{ {iris(several)} }}")


def of_nodes(rules: Numbered, nodes: "Iterable[Iri]") -> str:
    """Ask for the statements that some nodes stand for."""
    return _stated(rules, f"VALUES ?node {{ {iris(nodes)} }}")


def _stated(rules: Numbered, given: str) -> str:
    parts = (
        f"{{ {given} {_pattern(rule, '?s', '?o')} FILTER(!isBlank(?o)) BIND({number} AS ?rule) }}"
        for number, rule in rules
    )
    return f"{STATED} {{ {' UNION '.join(parts)} FILTER(isIRI(?s)) }}"


def _pattern(rule: "Rule", start: str, end: str) -> str:
    if rule.value is None:
        return f"{start} {iri(rule.term)} {end}"
    return f"{start} {iri(rule.term)} ?node . ?node {iri(rule.value)} {end} FILTER(!isBlank(?node))"


def crowds(rules: "Iterable[Rule]", symmetric: "Collection[Iri]", several: "Iterable[Iri]") -> str:
    """Ask with how many others some entities are connected: by each relation, and by anything."""
    near, parts = f"VALUES ?near {{ {iris(several)} }}", []
    for rule in rules:
        for out in (True, False):
            part = "subject" if out != rule.turned or rule.predicate in symmetric else "object"
            ends = ("?near", "?far") if out else ("?far", "?near")
            parts.append(
                f"{{ {near} {_pattern(rule, *ends)}"
                f' BIND({iri(rule.predicate)} AS ?of) BIND("{part}" AS ?part) }}'
            )
    known = f'FILTER(isIRI(?far) && ?far != ?near && !CONTAINS(STR(?far), "{SKOLEM}"))'
    hops = f"{{ {' UNION '.join(parts)} }} {known}"
    return (
        f"SELECT ?near ?of ?part ?n WHERE {{"
        f" {{ SELECT ?near ?of ?part (COUNT(DISTINCT ?far) AS ?n) WHERE {{ {hops} }}"
        f" GROUP BY ?near ?of ?part }}"
        f" UNION {{ SELECT ?near (COUNT(DISTINCT ?far) AS ?n) WHERE {{ {hops} }}"
        f" GROUP BY ?near }} }}"
    )


def told(properties: "Iterable[Iri]", things: "Iterable[Iri]") -> str:
    """Ask for what some things have under some properties."""
    return (
        f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {iris(things)} }} ?s ?p ?o"
        f" {_among(properties)} FILTER(!isBlank(?o)) }}"
    )


def described(
    names: "Iterable[Iri]", others: "Iterable[Iri]", tags: Sequence[str], things: "Iterable[Iri]"
) -> str:
    """Ask for the names of some things in some languages, and for what else they have."""
    return (
        f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {iris(things)} }} ?s ?p ?o"
        f" {_among([*names, *others])} {_in_languages('?o', tags)}FILTER(!isBlank(?o)) }}"
    )


def bearing_words(names: "Iterable[Iri]", tags: Sequence[str], patterns: Sequence[str]) -> str:
    """Ask for the things of which one name, encoded, matches all of some patterns."""
    tests = " ".join(f"FILTER(REGEX(ENCODE_FOR_URI(STR(?name)), {each}))" for each in patterns)
    return (
        f"SELECT DISTINCT ?s WHERE {{ VALUES ?p {{ {iris(names)} }} ?s ?p ?name ."
        f" {_in_languages('?name', tags)}{tests} FILTER(isIRI(?s)) }}"
    )


def bearing_name(names: "Iterable[Iri]", tags: Sequence[str], texts: Iterable[str]) -> str:
    """Ask for the things that have exactly one of some names, in languages that are known."""
    literals = [
        str(ox.Literal(text, language=tag) if tag else ox.Literal(text))
        for text in texts
        for tag in dict.fromkeys((*tags, ""))
    ]
    return (
        f"SELECT DISTINCT ?s WHERE {{ VALUES ?name {{ {' '.join(literals)} }} ?s ?p ?name"
        f" {_among(names)} FILTER(isIRI(?s)) }}"
    )


def dated(of: "Iri", by: "Iri") -> str:
    """Ask for the date of the data."""
    return f"SELECT ?date WHERE {{ {iri(of)} {iri(by)} ?date }}"


def _among(properties: "Iterable[Iri]") -> str:
    return f"FILTER(?p IN ({', '.join(map(iri, properties))}))"


def _in_languages(variable: str, tags: Sequence[str]) -> str:
    """Keep the literals in some languages, those without one, and what is no literal."""
    if not tags:
        return ""
    known = ", ".join(str(ox.Literal(tag.lower())) for tag in dict.fromkeys((*tags, "")))
    return f"FILTER(!isLiteral({variable}) || LCASE(LANG({variable})) IN ({known})) "
