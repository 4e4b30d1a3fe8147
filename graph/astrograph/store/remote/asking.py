"""Own the questions that a remote graph is asked, in plain SPARQL 1.1."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from astrograph.codec.form import ALIASES, LABELS, SCHEMA_CLASSES, VALUE_CLASSES
from astrograph.store.remote.terms import iri, iris
from astrograph.vocab import AG, DCTERMS, OWL, PROV, RDF, RDFS, SCHEMA, SKOS

if TYPE_CHECKING:
    from astrograph.model import Iri

PREFERRED, TITLE = SKOS + "prefLabel", DCTERMS + "title"

ROLES = tuple(AG + name for name in ("subject", "object", "speaker", "addressee", "relayedBy"))
"""The properties by which a claim names what it is about, and who says it."""

CITED = (AG + "source", PROV + "hadPrimarySource")
"""The properties by which sources are cited."""

OTHER_CLASSES = (SCHEMA_CLASSES | VALUE_CLASSES | {AG + "Document"}) - {AG + "Evidence"}
"""The classes of what may have a label and is no entity."""

MENTIONS = (*ROLES, AG + "probableSpeaker")

PROPERTIES = (
    RDF + "Property",
    *(OWL + name for name in ("ObjectProperty", "DatatypeProperty", "SymmetricProperty")),
)

IS_CLAIM = f"?claim <{AG}predicate> ?of . FILTER NOT EXISTS {{ ?claim a <{AG}ClaimLink> }}"

GROUNDS = f"""SELECT DISTINCT ?s ?p ?o WHERE {{
  {{ ?s a <{AG}Slice> ; ?p ?o }}
  UNION {{ ?s <{RDFS}subClassOf> ?o BIND(<{RDFS}subClassOf> AS ?p) }}
  UNION {{ VALUES ?x {{ {iris([AG + name for name in ("inverseLabel", "pastForm", "planForm")])} }}
    ?s ?x ?y ; ?p ?o }}
  UNION {{ VALUES ?kind {{ {iris(PROPERTIES)} }} ?s a ?kind ; ?p ?o }}
  UNION {{ SELECT ?s ?p ?o WHERE {{ ?s <{AG}predicate> ?o BIND(<{AG}predicate> AS ?p) }} LIMIT 1 }}
}}"""
"""Where the graph stands in time, what its relations are, which class is below which; a claim."""

TOLD = (
    *(RDF + "type", *LABELS, *ALIASES, SCHEMA + "url"),
    *(DCTERMS + name for name in ("license", "rights", "creator", "modified")),
    *(
        AG + name
        for name in (
            *("takesArticle", "predicate", "fileName", "contentSha256", "attribution"),
            *("primary", "dialect"),
        )
    ),
)
"""What is told of entities and sources."""

NEWEST = f"""SELECT (MAX(?date) AS ?newest) WHERE {{
  ?source <{DCTERMS}modified> ?date FILTER EXISTS {{ ?place <{AG}source> ?source }}
}}"""


def claims(several: "Iterable[Iri]") -> str:
    """Ask for claims, the places that they cite, and who asserts their links."""
    values = iris(several)
    return f"""SELECT ?s ?p ?o WHERE {{
  {{ VALUES ?s {{ {values} }} ?s ?p ?o }}
  UNION {{ VALUES ?c {{ {values} }} ?c <{AG}evidence> ?s . ?s ?p ?o }}
  UNION {{ VALUES ?c {{ {values} }} ?s <{AG}subject> ?c ; a <{AG}ClaimLink> ; ?p ?o }}
}}"""


def ends(several: "Iterable[Iri]") -> str:
    """Ask which of some things are claims, and of what."""
    values = iris(several)
    return f"""SELECT ?s ?p ?o WHERE {{
  {{ VALUES ?s {{ {values} }} ?s <{AG}predicate> ?o BIND(<{AG}predicate> AS ?p) }}
  UNION {{ VALUES ?s {{ {values} }} ?s <{AG}subject> ?o BIND(<{AG}subject> AS ?p) }}
}}"""


def entities(several: "Iterable[Iri]") -> str:
    """Ask for what entities and sources are called and are."""
    return f"""SELECT ?s ?p ?o WHERE {{
  VALUES ?s {{ {iris(several)} }} ?s ?p ?o FILTER(?p IN ({", ".join(map(iri, TOLD))}))
}}"""


def mentioned(several: "Iterable[Iri]") -> str:
    """Ask which of some things claims name or cite, and how."""
    values = iris(several)
    roles = " UNION ".join(
        f"{{ VALUES ?s {{ {values} }} ?claim <{role}> ?s ; <{AG}predicate> ?of"
        f" BIND(<{role}> AS ?p) }}"
        for role in MENTIONS
    )
    cited = " UNION ".join(
        f"{{ VALUES ?s {{ {values} }} ?claim <{role}> ?s BIND(<{role}> AS ?p) }}" for role in CITED
    )
    return f"SELECT DISTINCT ?s ?p (?s AS ?o) WHERE {{ {{ {roles} UNION {cited} }} }}"


def naming(one: "Iri", other: "Iri | None" = None) -> str:
    """Ask for the IRIs of the claims that name an entity in any role, and another one as well."""
    roles = ", ".join(map(iri, ROLES))
    also = "" if other is None else f"?claim ?other {iri(other)} . FILTER(?other IN ({roles}))"
    return f"""SELECT DISTINCT ?claim WHERE {{
  ?claim ?role {iri(one)} . FILTER(?role IN ({roles})) {also} {IS_CLAIM}
}}"""


def between(pairs: "Iterable[tuple[Iri, Iri]]") -> str:
    """Ask for the IRIs of the claims with these subjects and objects."""
    values = " ".join(f"({iri(one)} {iri(other)})" for one, other in pairs)
    return f"""SELECT DISTINCT ?claim WHERE {{
  VALUES (?one ?other) {{ {values} }}
  ?claim <{AG}subject> ?one ; <{AG}object> ?other . {IS_CLAIM}
}}"""


class Compared(NamedTuple):
    """What the claims have in common that bear upon others: linked to them, or compared by rules.

    Attributes:
        claims: The claims that a link reaches.
        owners: Subjects with relations.
        ends: Relations with objects or values, as SPARQL.
        denied: Subjects of which everything negative is wanted.
    """

    claims: frozenset["Iri"] = frozenset()
    owners: frozenset[tuple["Iri", "Iri"]] = frozenset()
    ends: frozenset[tuple["Iri", str]] = frozenset()
    denied: frozenset["Iri"] = frozenset()

    def beyond(self, asked: "Compared") -> "tuple[Compared, Compared]":
        """Return what was not asked for before, and all that has been asked for then."""
        new = Compared(
            self.claims - asked.claims,
            self.owners - asked.owners,
            self.ends - asked.ends,
            self.denied - asked.denied,
        )
        every = Compared(
            new.claims | asked.claims,
            new.owners | asked.owners,
            new.ends | asked.ends,
            new.denied | asked.denied,
        )
        return new, every


def bearing(wanted: Compared) -> str:
    """Ask for the IRIs of the claims that bear upon others; not all of them must be claims."""
    owners = " ".join(f"({iri(one)} {iri(of)})" for one, of in sorted(wanted.owners))
    ends = " ".join(f"({iri(of)} {target})" for of, target in sorted(wanted.ends))
    parts = []
    if wanted.claims:
        reached = iris(sorted(wanted.claims))
        parts.append(f"{{ VALUES ?x {{ {reached} }} ?claim ?kind ?x ; <{AG}predicate> ?of }}")
    if owners:
        told = f"?claim <{AG}subject> ?x ; <{AG}predicate> ?of"
        parts.append(f"{{ VALUES (?x ?of) {{ {owners} }} {told} }}")
    for name in ("object", "value") if ends else ():
        told = f"?claim <{AG}{name}> ?x ; <{AG}predicate> ?of"
        parts.append(f"{{ VALUES (?of ?x) {{ {ends} }} {told} }}")
    if wanted.denied:
        told = f"?claim <{AG}subject> ?x ; <{AG}polarity> <{AG}Negative> ; <{AG}predicate> ?of"
        parts.append(f"{{ VALUES ?x {{ {iris(sorted(wanted.denied))} }} {told} }}")
    unlike = f"FILTER NOT EXISTS {{ ?claim a <{AG}ClaimLink> }}"
    return f"SELECT DISTINCT ?claim WHERE {{ {{ {' UNION '.join(parts)} }} {unlike} }}"


NAMED = f"VALUES ?p {{ {iris([*LABELS, *ALIASES])} }} ?s ?p ?o"
"""Matches the names of all that has any."""

OTHERS = f"""SELECT DISTINCT ?s ?p ?o WHERE {{
  VALUES ?o {{ {iris(sorted(OTHER_CLASSES))} }} ?s a ?o BIND(<{RDF}type> AS ?p)
}}"""
"""Asks for what may have a label and is no entity."""

UNNAMED = f"""SELECT ?s WHERE {{
  {{ SELECT DISTINCT ?s WHERE {{
    VALUES ?role {{ {iris(MENTIONS)} }} ?claim ?role ?s ; <{AG}predicate> ?of FILTER(isIRI(?s))
  }} }}
  FILTER NOT EXISTS {{ ?s <{AG}predicate> ?relation }}
  FILTER NOT EXISTS {{ ?s ?label ?name FILTER(?label IN ({", ".join(map(iri, LABELS))})) }}
}}"""
"""Asks for what claims name, and is none, and nothing gives a label."""

SOURCES = f"""SELECT DISTINCT ?s WHERE {{
  {{ ?place <{AG}source> ?s }} UNION {{ ?claim <{PROV}hadPrimarySource> ?s }}
  UNION {{ ?s a <{AG}Document> ; <{TITLE}> ?title
    FILTER NOT EXISTS {{ ?s <{PREFERRED}> ?label }} }} FILTER(isIRI(?s))
}}"""
"""Asks for all sources."""


def called(patterns: Sequence[str]) -> str:
    """Ask for the things of which one name, encoded, matches all of some patterns."""
    tests = " ".join(f"FILTER(REGEX(ENCODE_FOR_URI(STR(?name)), {each}))" for each in patterns)
    return f"""SELECT DISTINCT ?s WHERE {{
  VALUES ?label {{ {iris([*LABELS, *ALIASES])} }} ?s ?label ?name . {tests} FILTER(isIRI(?s))
}}"""
