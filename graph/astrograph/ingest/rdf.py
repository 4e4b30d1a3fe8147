"""Read RDF of claims: what the model carries becomes records, the rest is kept as it stands."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from astrograph.codec.blanks import name_blanks
from astrograph.codec.decode import Content, decode
from astrograph.codec.encode import encode_record
from astrograph.codec.form import BOUNDS, ENUMERATED, FLAGS, INSTANTS, NUMBERS, ROLES, TEXTS
from astrograph.codec.syntax import read_quads
from astrograph.codec.terms import text_of
from astrograph.errors import TableError
from astrograph.ingest.report import Refusal, Report
from astrograph.model import Edition, Entity, Iri, Record, Remainder, Source
from astrograph.vocab import AG, local_name, shrink

MOST_QUADS = 2_000_000
"""How many quads are read at once: the parts of a claim may lie anywhere in a file."""

_CARRIED = {AG + name for name in {**NUMBERS, **FLAGS, **INSTANTS, **BOUNDS}}
"""Numbers and instants, which the model writes in one way however they were written."""

_ONCE = _CARRIED | {
    AG + name
    for name in ("subject", "predicate", "object", "value", *ENUMERATED, *ROLES, *TEXTS)
    if name != "paraphrase"
}
"""What a claim says at most once."""


class RdfFile:
    """An RDF file in memory: its quads, and what they declare.

    Args:
        path: The file.

    Raises:
        StoreError: The file is malformed or hostile; the line is named.
        TableError: The file is too large to be read at once.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.quads = name_blanks(_bounded(read_quads(path), path))

    def records(
        self, context: Iterable[ox.Quad], types: Iterable[str], report: Report
    ) -> list[Record]:
        """Take the file apart.

        Args:
            context: The ontology, and whatever else the file builds on.
            types: The classes of entities that are known, by local name.
            report: Where claims that say something twice are refused, and notes go.

        Returns:
            The edition, sources, entities and claims, then what none of them carries.
        """
        report.file = self._path.name
        report.rows = len(self.quads)
        self._refuse_doubles(report)
        content = decode([*self.quads, *context])
        if content.statements:
            number = len(content.statements)
            report.notes.append(f"{number} statements that no claim makes are kept, but not walked")
        records = list(self._kept(content, set(types)))
        written = {quad for record in records for quad in encode_record(record)}
        left = [
            quad
            for quad in set(self.quads) - written
            if not (
                quad.predicate.value in _CARRIED
                and text_of(quad.subject) in content.claims
                and quad.graph_name == ox.DefaultGraph()
            )
        ]
        records += [Remainder(f"{quad} .\n") for quad in sorted(left, key=str)]
        return records

    def line_of(self, iri: Iri) -> int | None:
        """Return the line on which something is first named, which a parser does not tell."""
        needles = [each.encode() for each in (iri, shrink(iri), local_name(iri))]
        with self._path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if any(needle in line for needle in needles):
                    return number
        return None

    def _kept(self, content: Content, types: set[str]) -> Iterator[Record]:
        """Yield what is described here: what is only named may be described elsewhere."""
        if content.edition != Edition():
            yield content.edition
        own = {text_of(quad.subject) for quad in self.quads}
        spoken_of = {iri for claim in content.claims.values() for iri in claim.named}
        for iri, source in sorted(content.sources.items()):
            if source != Source(iri, local_name(iri)):
                yield source
        for iri, entity in sorted(content.entities.items()):
            described = iri in own and entity != Entity(iri, local_name(iri), "Thing")
            if described and (iri in spoken_of or entity.type in types):
                yield entity
        claims: Mapping[str, Record] = content.claims
        yield from (claim for _, claim in sorted(claims.items()))

    def _refuse_doubles(self, report: Report) -> None:
        """Refuse claims that say something twice that can be said only once."""
        met: dict[tuple[str, str], str] = {}
        claims = {
            text_of(quad.subject) for quad in self.quads if quad.predicate.value == AG + "predicate"
        }
        links = {
            text_of(quad.subject) for quad in self.quads if text_of(quad.object) == AG + "ClaimLink"
        }
        for quad in self.quads:
            iri, predicate, value = text_of(quad.subject), quad.predicate.value, str(quad.object)
            if predicate in _ONCE and iri in claims and iri not in links:
                first = met.setdefault((iri, predicate), value)
                if first != value:
                    name = local_name(predicate)
                    why = f"{shrink(iri)} says its {name} twice"
                    line = self.line_of(iri)
                    shown = text_of(quad.object)
                    report.refuse(Refusal(report.file, line, name, shown, why))


def _bounded(quads: Iterator[ox.Quad], path: Path) -> Iterator[ox.Quad]:
    for number, quad in enumerate(quads):
        if number >= MOST_QUADS:
            raise TableError(
                f"more than {MOST_QUADS:,} triples, which do not fit in memory",
                file=path.name,
                hint="split the file, or write it as JSON Lines, which are read line by line",
            )
        yield quad
