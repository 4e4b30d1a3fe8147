"""Read RDF of claims: what the model carries becomes records, the rest is kept as it stands."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import chain
from pathlib import Path

import pyoxigraph as ox

from astrograph.codec.blanks import name_blanks
from astrograph.codec.decode import Content, decode
from astrograph.codec.encode import encode_record
from astrograph.codec.form import BOUNDS, ENUMERATED, FLAGS, INSTANTS, NUMBERS, ROLES, TEXTS
from astrograph.codec.syntax import read_quads
from astrograph.codec.terms import text_of
from astrograph.errors import JobError, TableError
from astrograph.ingest.report import Refusal, Report, as_refusal
from astrograph.model import Claim, Edition, Entity, Iri, Record, Remainder, Source
from astrograph.store.engines import ontology
from astrograph.vocab import AG, OA, local_name, shrink

MOST_QUADS = 3_000_000
"""How many quads are read at once: the parts of a claim may lie anywhere in a file."""

_CARRIED = {AG + name for name in {**NUMBERS, **FLAGS, **INSTANTS, **BOUNDS}}
"""Numbers and instants, which the model writes in one way however they were written."""

_ONCE = _CARRIED | {
    AG + name
    for name in ("subject", "predicate", "object", "value", *ENUMERATED, *ROLES, *TEXTS)
    if name != "paraphrase"
}
"""What a claim says at most once."""

_ONCE_OF_EVIDENCE = {AG + name for name in ("source", "sentence", "textSha256", "rowKey", "column")}
_ONCE_OF_EVIDENCE |= {OA + "start", OA + "end"}
"""What evidence says at most once."""

_PREDICATE, _LINK = AG + "predicate", AG + "ClaimLink"


class RdfGraph:
    """RDF files in memory, read as one graph: the parts of a claim may lie in any of them."""

    def __init__(self) -> None:
        self._quads: dict[Path, list[ox.Quad]] = {}
        self._records: list[Record] = []
        self._claims: Mapping[Iri, Claim] = {}
        self._written: set[ox.Quad] = set()
        self.unclaimed = 0

    def read(self, path: Path, report: Report, syntax: str | None = None) -> None:
        """Read a file.

        Args:
            path: The file.
            report: Where it goes that the file is malformed or hostile, or that a claim says
                something twice.
            syntax: How the file is written, where its ending does not tell.
        """
        try:
            self._quads[path] = name_blanks(_bounded(read_quads(path, syntax), path))
        except JobError as error:
            report.refuse(as_refusal(error, path))
            return
        report.rows = len(self._quads[path])
        for quad in _doubles(self._quads[path]):
            iri, name = text_of(quad.subject), local_name(quad.predicate.value)
            place = (path.name, report.line_of(path, iri), name, text_of(quad.object))
            report.refuse(Refusal(*place, f"{shrink(iri)} says its {name} twice"))

    def take_apart(self, types: Collection[str]) -> None:
        """Find the records in all that was read.

        Args:
            types: The classes of entities that are known, by local name.

        Raises:
            ClaimError: A claim lacks a part, or an instant or number is none.
        """
        content = decode([*self.quads(), *ontology()])
        self._claims = content.claims
        self._records = list(_described(content, types))
        for record in self._records:
            # Where a text stands in the place of a name, the checks will say so.
            with suppress(ValueError):
                self._written.update(encode_record(record))
        if content.statements:
            self.unclaimed = len(content.statements)

    def quads(self) -> Iterator[ox.Quad]:
        """Yield the quads of all files."""
        return chain.from_iterable(self._quads.values())

    def records(self, path: Path) -> Iterator[Record]:
        """Yield what a file describes, then what no record carries, in lines of N-Quads."""
        own = self._quads[path]
        subjects = {text_of(quad.subject) for quad in own}
        claims = {text_of(quad.subject) for quad in own if quad.predicate.value == _PREDICATE}
        for record in self._records:
            home = claims if isinstance(record, Claim) else subjects
            if isinstance(record, Remainder) or record.iri in home:
                yield record
        for quad in sorted(set(own) - self._written, key=str):
            is_own = quad.graph_name == ox.DefaultGraph() and text_of(quad.subject) in self._claims
            if not (is_own and quad.predicate.value in _CARRIED):
                yield Remainder(f"{quad} .\n")


def _described(content: Content, types: Collection[str]) -> Iterator[Record]:
    """Yield what is described: what is only named may be described elsewhere."""
    if content.edition != Edition():
        yield content.edition
    for iri, source in sorted(content.sources.items()):
        if source != Source(iri, local_name(iri)):
            yield source
    spoken_of = {iri for claim in content.claims.values() for iri in claim.named}
    for iri, entity in sorted(content.entities.items()):
        is_ours = iri in spoken_of or entity.type in types
        if is_ours and entity != Entity(iri, local_name(iri), "Thing"):
            yield entity
    claims: Mapping[Iri, Record] = content.claims
    yield from (claim for _, claim in sorted(claims.items()))


def _doubles(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Yield what claims and evidence say again, and otherwise, that can be said only once."""
    given = list(quads)
    places = {text_of(quad.object) for quad in given if quad.predicate.value == AG + "evidence"}
    claims = {text_of(quad.subject) for quad in given if quad.predicate.value == _PREDICATE}
    claims -= {text_of(quad.subject) for quad in given if text_of(quad.object) == _LINK}
    met: dict[tuple[Iri, Iri], ox.Quad] = {}
    for quad in given:
        iri, predicate = text_of(quad.subject), quad.predicate.value
        if (predicate in _ONCE and iri in claims) or (
            predicate in _ONCE_OF_EVIDENCE and iri in places
        ):
            first = met.setdefault((iri, predicate), quad)
            if first.object != quad.object:
                yield quad


def _bounded(quads: Iterator[ox.Quad], path: Path) -> Iterator[ox.Quad]:
    for number, quad in enumerate(quads):
        if number >= MOST_QUADS:
            raise TableError(
                f"more than {MOST_QUADS:,} triples, which do not fit in memory",
                file=path.name,
                hint="split the file, or write it as JSON Lines, which are read line by line",
            )
        yield quad
