"""Owns what `scripts/fuzz` begins with: inputs of each target that make sense, or nearly."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from astrograph import open_store
from astrograph.codec.records import dumps
from astrograph.model import Entity
from fuzz_targets import DIALECTS, NOWHERE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parent.parent


def seeds(name: str) -> Iterator[bytes]:
    """Yield the inputs that a search begins with: what the tests and the examples hold.

    Args:
        name: The target.
    """
    yield from _SEEDS.get(name, _texts)()


def _texts() -> Iterator[bytes]:
    for word in ("NASA", "id:NASA", "Рогозин", "<urn:x>", '"x"@en', '"1"^^xsd:integer'):
        yield word.encode()


def _queries() -> Iterator[bytes]:
    from hostile_queries import CASES, RUNAWAY

    for case in CASES:
        if len(case.text) < LONG and case not in RUNAWAY:
            yield case.text.replace("TRAP", NOWHERE).encode("utf-8", "surrogateescape")


def _blocks() -> Iterator[bytes]:
    for more in ("opt:k 1", "ag:step ?s", 'opt:max-hops "2"', "ag:step ?s . ?s ag:stepClaim ?c"):
        yield f"?p ag:pathFrom id:NASA ; ag:pathTo id:ISS ; {more} .".encode()


def _headers() -> Iterator[bytes]:
    yield b"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    yield b"text/turtle;q=nan, application/*;q=1e999, */*;q=-1,,;;=,text/csv"


def _addresses() -> Iterator[bytes]:
    yield b"text=NASA&limit=3"
    yield b"from=NASA&to=ISS&k=2&max-hops=3&avoid=Russia&timeout=nan&all&directed=1"
    yield b"entity=%FF&disputed=perhaps&sparql=ASK+%7B%7D&bind=x=1&query=&text="


def _dates() -> Iterator[bytes]:
    for text in ("2022-07-01", "2022..2024", "2022-07-01T12:00:00+14:00", "1961 Apr 12 0607"):
        yield text.encode()
    yield b"2024 Mar 23 1236:10 + 57:04:19:02*"


def _mappings() -> Iterator[bytes]:
    for path in sorted((ROOT / "scripts" / "wide" / "mappings").glob("*.toml")):
        yield path.read_bytes()
    yield (
        b"[source]\niri = 's'\ntitle = 't'\nlicense = 'l'\n[[claim]]\nsubject = 'id:{A}'\n"
        b"predicate = 'ag:leads'\nobject = 'id:{B|or:C}'\nparaphrase = '{A}'\nstart = '{D?}'\n"
        b"where = {A = '!x.*'}\neach = {column = 'B', split = ';'}\n"
    )


def _tables() -> Iterator[bytes]:
    for number in range(len(DIALECTS)):
        text = 'a,b\n1,"2\n3"\n' if number == 0 else "a\tb\n1\t2\n#c\n;x;y\n"
        yield bytes([number]) + text.encode(DIALECTS[number].encoding)


def _graphs() -> Iterator[bytes]:
    claim = (ROOT / "graph/astrograph/data/article/claims.ttl").read_bytes()[:LONG]
    triple = ox.Triple(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal("x", language="en"))
    forms = ("TURTLE", "TRIG", "N_TRIPLES", "N_QUADS", "JSON_LD", "RDF_XML", "N3")
    yield b"\0" + claim
    for number, form in enumerate(forms):
        yield bytes([number]) + (ox.serialize([triple], format=getattr(ox.RdfFormat, form)) or b"")


def _stories() -> Iterator[bytes]:
    for path in sorted((ROOT / "docs" / "examples").glob("*.toml")):
        yield path.read_bytes()
    yield b'{"title": "x", "step": [{"caption": "c", "entity": "X", "during": "2022..2024"}]}'


def _records() -> Iterator[bytes]:
    thing = Entity("https://w3id.org/astrograph/id/X", "X", "Thing")
    yield dumps(thing).encode()
    for claim in islice(open_store(slice="article").claims(), 3):
        yield dumps(claim).encode()


def _answers() -> Iterator[bytes]:
    engine = ox.Store()
    found = engine.query("SELECT * { VALUES (?a ?b) { (1 <urn:x>) (UNDEF 'x'@en) } }")
    if not isinstance(found, ox.QuerySolutions):
        raise TypeError(found)
    yield found.serialize(format=ox.QueryResultsFormat.JSON) or b""


def _requests() -> Iterator[bytes]:
    from hostile_requests import CASES

    for case in CASES:
        content = b"\xff\xfe".join(case.said)
        if len(content) < LONG:
            yield content


_SEEDS: dict[str, Callable[[], Iterator[bytes]]] = {
    "query": _queries,
    "paths": _blocks,
    "accept": _headers,
    "parameters": _addresses,
    "times": _dates,
    "mapping": _mappings,
    "table": _tables,
    "rdf": _graphs,
    "story": _stories,
    "lines": _records,
    "rows": _answers,
    "http": _requests,
}
LONG = 4000
"""How many bytes an input to begin with may have."""
