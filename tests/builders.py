"""Small graphs to test with: claims from the model, plain triples, Turtle."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pyoxigraph as ox

from astrograph.codec.encode import encode
from astrograph.model import Claim, Evidence
from astrograph.store.build import around
from astrograph.vocab import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from astrograph.store.local import LocalStore

AG, ID, CLAIM = PREFIXES["ag"], PREFIXES["id"], PREFIXES["claim"]
PLACE = PREFIXES["evidence"] + "x-1"
SOURCE = PREFIXES["source"] + "x"
EX = "http://example.org/"
PREAMBLE = "".join(f"@prefix {prefix}: <{base}> .\n" for prefix, base in PREFIXES.items())

_NUMBERS = count(1)


def claim(subject: str, relation: str, target: str, **fields: object) -> Claim:
    """Make a claim between entities, all three given by local name; the rest as in the model."""
    made = Claim(
        iri=f"{CLAIM}x-{next(_NUMBERS):05}",
        subject=ID + subject,
        predicate=AG + relation,
        object=ID + target,
        confidence=0.9,
        paraphrase=f"{subject} {relation} {target}.",
        evidence=(Evidence(iri=PLACE, source=SOURCE, sentence=1, start=0, end=5),),
    )
    return made._replace(**fields)  # type: ignore[arg-type]


def engine_of(claims: Iterable[Claim]) -> ox.Store:
    """Write claims as RDF into an engine."""
    engine = ox.Store()
    engine.bulk_extend(ox.Quad(*triple) for each in claims for triple in encode(each))
    return engine


def store_of(*claims: Claim) -> LocalStore:
    """Open a store over some claims."""
    return around("test", engine_of(claims))


def turtle_store(text: str) -> LocalStore:
    """Open a store over Turtle; the usual prefixes are declared."""
    engine = ox.Store()
    engine.load((PREAMBLE + text).encode(), format=ox.RdfFormat.TURTLE)
    return around("test", engine)


def plain_store(*triples: str) -> LocalStore:
    """Open a store over triples such as ``a knows b``, which no claim backs."""
    engine = ox.Store()
    for triple in triples:
        subject, predicate, target = (ox.NamedNode(EX + word) for word in triple.split())
        engine.add(ox.Quad(subject, predicate, target))
    return around("test", engine)


def listing(folder: Path) -> dict[str, int]:
    """Return every file below a folder with its size."""
    return {str(path): path.stat().st_size for path in folder.rglob("*") if path.is_file()}
