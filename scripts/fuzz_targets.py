"""Owns what `scripts/fuzz` tries: the readers of what strangers write.

A target is made by a function without arguments, and takes bytes. That a reader refuses them is as
it should be, if it does so by an error of ours; any other error is something found.
"""

from __future__ import annotations

import re
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from astrograph import open_store
from astrograph.cli import afar
from astrograph.codec.records import dumps, loads
from astrograph.errors import AstrographError
from astrograph.explorer.story import read_story
from astrograph.ingest.dates import read_date
from astrograph.ingest.jsonl import misfits, read_jsonl
from astrograph.ingest.mapping import read_mapping
from astrograph.ingest.rdf import RdfGraph
from astrograph.ingest.report import Report
from astrograph.model import Entity
from astrograph.query.run import question
from astrograph.query.service import cut_blocks
from astrograph.query.text import VettedQuery
from astrograph.resolve import find_entities, resolve_entity
from astrograph.server import accepting
from astrograph.server.api import arguments_of
from astrograph.server.asking import pairs
from astrograph.server.refusals import Refusal
from astrograph.sources.dialect import Dialect, Field, open_rows
from astrograph.store.dataset import Dataset
from astrograph.store.remote.terms import read_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    Target = Callable[[bytes], None]

FOLDER = tempfile.TemporaryDirectory(prefix="astrograph-fuzz-")
NOWHERE = "http://127.0.0.1:65431/"
"""Whoever asks there, fails with an error of the system: the process is kept from the network."""

DIALECTS = (
    Dialect(),
    Dialect(format="tsv", delimiter="\t", quote=""),
    Dialect(delimiter=";", comment="#", header=2),
    Dialect(header=0, columns=("a", "b"), encoding="latin-1"),
    Dialect(format="fixed", header=0, fields=(Field("a", 1, 3), Field("b", 4, 9))),
    Dialect(encoding="utf-16"),
)
SYNTAXES = ("ttl", "trig", "nt", "nq", "jsonld", "rdf", "n3")
FEW = 50


def _written(content: bytes, name: str) -> Path:
    """Put an input into a file; most readers are given one."""
    path = Path(FOLDER.name) / f"input{name}"
    path.write_bytes(content)
    return path


def _text(content: bytes) -> str:
    return content.decode("utf-8", "surrogateescape")


def _query() -> Target:
    """Vet a query; what passes, the engine may be given, and it asks nobody."""
    engine = ox.Store()
    engine.extend(ox.Quad(*[ox.NamedNode(f"urn:{end}") for end in name]) for name in ("spo", "spq"))

    def tried(content: bytes) -> None:
        text = _text(content).replace("http:", NOWHERE)
        with suppress(AstrographError):
            asked = question(Dataset([]), text, _read, limit=FEW)
            if "SERVICE" in text.upper():  # Others ask nobody, but can go on for long.
                asked(engine)

    return tried


def _read(results: Any) -> None:  # noqa: ANN401 -- results of any kind
    if not isinstance(results, ox.QueryBoolean):
        for _, _ in zip(range(FEW), results, strict=False):
            pass


def _counted(results: Any) -> int:  # noqa: ANN401 -- solutions
    return len(list(results))


def _bind() -> Target:
    """Bind a value; the engine gets that one value, whatever it looks like."""
    store = open_store(slice="article")
    engine = ox.Store()

    def tried(content: bytes) -> None:
        text, query = _text(content), "SELECT ?x ?y { BIND(?x AS ?y) }"
        inside = "SELECT ?y { BIND(?x AS ?y) }"
        with suppress(AstrographError):
            for each in (query, inside):
                number = question(store, each, _counted, bind={"x": text})(engine)
                if number != 1:
                    raise AssertionError(each, number)

    return tried


def _paths() -> Target:
    """Ask for paths within a query: the block is cut out and read."""
    store = open_store(slice="article")

    def tried(content: bytes) -> None:
        text = f"SELECT * {{ SERVICE ag:paths {{ {_text(content)} }} }}"
        with suppress(AstrographError):
            rest, blocks = cut_blocks(text)
            VettedQuery(rest)
            if len(blocks) == 1 and "opt:" not in blocks[0].pattern:
                question(store, text, _read, limit=FEW)(ox.Store())

    return tried


def _accept() -> Target:
    """Choose by an Accept header."""

    def tried(content: bytes) -> None:
        for offers in (accepting.SOLUTIONS, accepting.GRAPHS, accepting.PAGES):
            chosen = accepting.choose(content.decode("latin-1"), offers)
            if chosen is not None and chosen not in offers.values():
                raise AssertionError(chosen)

    return tried


def _parameters() -> Target:
    """Read parameters, and make the arguments of each command of them."""
    operations = afar.operations()

    def tried(content: bytes) -> None:
        with suppress(Refusal):
            given = pairs(content, "the address")
            for operation in operations:
                with suppress(Refusal):
                    arguments_of(operation, given, 10.0)

    return tried


def _times() -> Target:
    """Read times as they stand in an address, on the command line and in a table."""

    def tried(content: bytes) -> None:
        text = _text(content)
        for clock in ((text, None, None), (None, text, None), (None, None, text)):
            with suppress(AstrographError):
                afar.clock(*clock)
        with suppress(ValueError):
            read_date(text)

    return tried


def _names() -> Target:
    """Find entities by a name."""
    store = open_store(slice="article")

    def tried(content: bytes) -> None:
        text = _text(content)
        with suppress(AstrographError):
            find_entities(store, text)
        with suppress(AstrographError):
            resolve_entity(store, text)

    return tried


def _mapping() -> Target:
    """Read a mapping."""

    def tried(content: bytes) -> None:
        with suppress(AstrographError):
            read_mapping(_written(content, ".toml"))

    return tried


def _table() -> Target:
    """Read a table in some dialect, which the first byte chooses."""

    def tried(content: bytes) -> None:
        dialect = DIALECTS[content[0] % len(DIALECTS)] if content else DIALECTS[0]
        with suppress(AstrographError), open_rows(_written(content[1:], ".csv"), dialect) as rows:
            for _ in rows:
                pass

    return tried


def _rdf() -> Target:
    """Read RDF in some syntax, which the first byte chooses, and find the records in it."""

    def tried(content: bytes) -> None:
        syntax = SYNTAXES[content[0] % len(SYNTAXES)] if content else SYNTAXES[0]
        path, graph = _written(content[1:], f".{syntax}"), RdfGraph()
        with suppress(AstrographError):
            report = Report(file=path.name)
            graph.read(path, report)
            if not report.refused:
                graph.take_apart({"Person"})
                for record in graph.records(path):
                    dumps(record)

    return tried


def _story() -> Target:
    """Read a story; its name is any that a store may know."""
    thing = Entity("https://w3id.org/astrograph/id/X", "X", "Thing")

    def tried(content: bytes) -> None:
        kind = ".json" if content[:1] == b"{" else ".toml"
        with suppress(AstrographError):
            read_story(_written(content, kind), lambda _: thing)

    return tried


def _lines() -> Target:
    """Read lines of JSON; what is a record can be written again."""

    def tried(content: bytes) -> None:
        report = Report()
        with suppress(AstrographError):
            for _, record in read_jsonl(_written(content, ".jsonl"), report):
                if loads(dumps(record)) != record:
                    raise AssertionError(record)
        with suppress(AstrographError):
            list(misfits(loads(_text(content))))

    return tried


def _rows() -> Target:
    """Read what a remote store answers."""

    def tried(content: bytes) -> None:
        with suppress(SyntaxError, ValueError):
            read_rows(content)

    return tried


def _http() -> Target:
    """Read requests from a connection; whatever comes, the server says no more than HTTP."""
    from connections import heard
    from looping import finished

    def tried(content: bytes) -> None:
        told = finished(heard(content.split(b"\xff\xfe")))
        answers = re.findall(rb"HTTP/1\.1 \d\d\d ", told.said)
        if told.faults or len(told.requests) > len(answers) or told.said.startswith(b"\r"):
            raise AssertionError(told)

    return tried


TARGETS: dict[str, Callable[[], Target]] = {
    "query": _query,
    "bind": _bind,
    "paths": _paths,
    "accept": _accept,
    "parameters": _parameters,
    "times": _times,
    "names": _names,
    "mapping": _mapping,
    "table": _table,
    "rdf": _rdf,
    "story": _story,
    "lines": _lines,
    "rows": _rows,
    "http": _http,
}
"""The targets, by name."""
