"""Own the names: prefixes, IRI <-> CURIE, and where the ontology and the shipped data lie.

Knows the ontology's terms by IRI only; what a claim looks like in RDF is `astrograph.codec`'s.
"""

import re
from collections.abc import Mapping
from math import isfinite
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from astrograph.errors import MisuseError
from astrograph.model import Relation

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyoxigraph as ox

AG = "https://w3id.org/astrograph/ontology#"
ID = "https://w3id.org/astrograph/id/"
CLAIM = "https://w3id.org/astrograph/claim/"
EVIDENCE = "https://w3id.org/astrograph/evidence/"
SOURCE = "https://w3id.org/astrograph/source/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
OA = "http://www.w3.org/ns/oa#"
DCTERMS = "http://purl.org/dc/terms/"
PROV = "http://www.w3.org/ns/prov#"
FOAF = "http://xmlns.com/foaf/0.1/"
SCHEMA = "https://schema.org/"
ORG = "http://www.w3.org/ns/org#"
VOID = "http://rdfs.org/ns/void#"
SH = "http://www.w3.org/ns/shacl#"

PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "ag": AG,
        "id": ID,
        "claim": CLAIM,
        "evidence": EVIDENCE,
        "source": SOURCE,
        "rdf": RDF,
        "rdfs": RDFS,
        "owl": OWL,
        "xsd": XSD,
        "skos": SKOS,
        "oa": OA,
        "dcterms": DCTERMS,
        "prov": PROV,
        "foaf": FOAF,
        "schema": SCHEMA,
        "org": ORG,
        "void": VOID,
        "sh": SH,
    }
)
"""The prefixes that every query surface declares by itself."""

_LOCAL = re.compile(r"[\w](?:[\w.-]*[\w-])?\Z")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[_-]+")


def expand(curie: str) -> str:
    """Turn a CURIE with a known prefix into its IRI.

    Raises:
        MisuseError: The text has no colon or the prefix is not one of `PREFIXES`.

    >>> expand("id:ISS")
    'https://w3id.org/astrograph/id/ISS'
    """
    prefix, colon, local = curie.partition(":")
    if not colon or prefix not in PREFIXES:
        known = ", ".join(PREFIXES)
        raise MisuseError(f"unknown prefix in {curie!r}", hint=f"known prefixes: {known}")
    return PREFIXES[prefix] + local


def shrink(iri: str) -> str:
    """Turn an IRI into its CURIE, or give it back unchanged when no known prefix fits.

    >>> shrink("https://w3id.org/astrograph/id/ISS")
    'id:ISS'
    >>> shrink("http://example.org/x")
    'http://example.org/x'
    """
    best = max(
        (
            (len(base), prefix)
            for prefix, base in PREFIXES.items()
            if iri.startswith(base) and _LOCAL.match(iri[len(base) :])
        ),
        default=None,
    )
    return iri if best is None else f"{best[1]}:{iri[best[0] :]}"


def local_name(iri: str) -> str:
    """Return what follows the last ``#`` or ``/`` of an IRI.

    >>> local_name("https://w3id.org/astrograph/ontology#formerlyLed")
    'formerlyLed'
    """
    return re.split(r"[#/]", iri.rstrip("#/"))[-1] or iri


def spell_out(iri: str) -> str:
    """Make a readable label of an IRI that has none.

    >>> spell_out("http://example.org/launchedFrom")
    'launched from'
    """
    return _CAMEL.sub(" ", local_name(iri)).strip().lower() or iri


def duration(seconds: int) -> str:
    """Write a number of seconds as days, hours, minutes and seconds.

    >>> duration(69413913), duration(90), duration(0)
    ('803 days 9 h 38 min 33 s', '1 min 30 s', '0 s')
    """
    minutes, left = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = ((days, "day" if days == 1 else "days"), (hours, "h"), (minutes, "min"), (left, "s"))
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or "0 s"


def ontology_path() -> Path:
    """Return where ``ontology.ttl`` lies: in the installed package, else in the checkout."""
    packaged = data_path("ontology.ttl")
    if packaged.exists():
        return packaged
    checkout = Path(__file__).parents[2]
    beside = checkout / "ontology.ttl"
    return beside if (checkout / "pyproject.toml").exists() else packaged


def data_path(*parts: str) -> Path:
    """Return the path of a file or folder of the shipped data."""
    return Path(__file__).parent.joinpath("data", *parts)


def read_relations(triples: "Iterable[ox.Triple | ox.Quad]") -> dict[str, Relation]:
    """Gather the relations that some triples describe, keyed by IRI.

    A relation is what has an ``ag:inverseLabel``, an ``ag:pastForm`` or an ``ag:planForm``; in a
    vocabulary other than ours, also what is declared a property and has a label.
    """
    facts: dict[str, dict[str, str]] = {}
    properties: set[str] = set()
    symmetric: set[str] = set()
    wanted = {
        AG + "inverseLabel": "inverse",
        AG + "pastForm": "past",
        AG + "planForm": "plan",
        AG + "exclusive": "exclusive",
        AG + "tolerance": "tolerance",
        AG + "unit": "unit",
        RDFS + "label": "label",
    }
    typed = RDF + "type"
    for triple in triples:
        predicate = triple.predicate.value
        if predicate != typed and predicate not in wanted:
            continue
        subject, value = (
            str(getattr(term, "value", "")) for term in (triple.subject, triple.object)
        )
        if predicate in wanted:
            facts.setdefault(subject, {})[wanted[predicate]] = value
        elif value.endswith("Property"):
            properties.add(subject)
            if value == OWL + "SymmetricProperty":
                symmetric.add(subject)
    return {
        iri: Relation(
            iri=iri,
            label=known.get("label") or spell_out(iri),
            inverse_label=known.get("inverse", ""),
            past_form=known.get("past"),
            plan_form=known.get("plan"),
            symmetric=iri in symmetric,
            exclusive=local_name(known["exclusive"]) if "exclusive" in known else None,
            tolerance=_tolerance(known.get("tolerance", "0")),
            unit=known.get("unit"),
        )
        for iri, known in facts.items()
        if known.keys() & {"inverse", "past", "plan"}
        or (iri in properties and not iri.startswith(AG))
    }


def _tolerance(text: str) -> float:
    """Read a tolerance; what is not a number from zero up is none, and the shapes object to it."""
    try:
        number = float(text)
    except ValueError:
        return 0.0
    return number if isfinite(number) and number >= 0 else 0.0
