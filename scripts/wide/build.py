"""Builds the shipped slices core, iss and wide from the open tables, the same bytes every time.

Each file in mappings/ is read over its table, the decisions of identity.csv are applied, names are
made to mean one entity each, and the records are divided among the slices.
"""

from __future__ import annotations

import argparse
import gzip
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from astrograph.codec.records import dumps
from astrograph.errors import AstrographError, JobError
from astrograph.identity import apply, read_decisions
from astrograph.ingest.mapping import read_mapping
from astrograph.ingest.report import Report
from astrograph.ingest.table import read_records
from astrograph.model import Claim, Edition, Entity, Record, Remainder, Source
from astrograph.store.shipped import shipped_records
from astrograph.vocab import DCTERMS, SOURCE, data_path, local_name, shrink
from wide import facts, people
from wide.naming import tell_apart
from wide.slices import SLICES, TITLES, divide
from wide.succession import write_ends, write_succession

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

HERE = Path(__file__).resolve().parent
MAPPINGS = HERE / "mappings"
DECISIONS = HERE / "identity.csv"
DATA = HERE.parents[2] / "shared" / "data"
SLICE = "https://w3id.org/astrograph/slice/"
LICENSE = "https://creativecommons.org/licenses/by/4.0/"

FIRST = ("orgs", "sites", "pads", "platforms", "launches")
"""The mappings that are read first: their labels stand where another one has an entity too."""

ON_REQUEST = frozenset({"payloads"})
"""The mappings that are read only when they are asked for."""


@dataclass(slots=True)
class Gathered:
    """What the mappings gave, one record for each IRI, in the order of the tables."""

    sources: dict[str, Source] = field(default_factory=dict)
    entities: dict[str, Entity] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    dropped: Counter[str] = field(default_factory=Counter)

    def add(self, record: Record) -> None:
        """Take a record in; of two entities the first has the label, and both have names."""
        if isinstance(record, Claim):
            self.claims.setdefault(record.iri, record)
        elif isinstance(record, Source):
            known = self.sources.setdefault(record.iri, record)
            if record.dialect and not known.dialect:
                self.sources[record.iri] = record
        elif isinstance(record, Entity):
            first = self.entities.setdefault(record.iri, record)
            names = (*first.aliases, *record.aliases)
            if first is not record and len(names) > len(first.aliases):
                names = tuple(dict.fromkeys(names))
                self.entities[record.iri] = first._replace(aliases=names)


def names_of_mappings(*, payloads: bool = False) -> list[str]:
    """Return the names of the mappings in the order in which they are read."""
    found = {path.stem for path in MAPPINGS.glob("*.toml")} - (set() if payloads else ON_REQUEST)
    return [*FIRST, *sorted(found - set(FIRST))]


def table_of(data: Path, file: str) -> Path:
    """Return where a table lies.

    Args:
        data: The folder of the open data.
        file: Its path in there, or its bare name where no other file has that.

    Raises:
        JobError: There is no such file, or several.
    """
    found = [data / file] if (data / file).exists() else sorted(data.rglob(file))
    if len(found) != 1:
        raise JobError(f"{len(found)} files called {file!r} in {data}", hint="see --data")
    return found[0]


def read_table(name: str, data: Path) -> tuple[list[Record], Report]:
    """Read one table by its mapping.

    Raises:
        JobError: A row is refused: what ships has to be readable as a whole.
    """
    mapping = read_mapping(MAPPINGS / f"{name}.toml")
    report = Report()
    table = table_of(data, people.TABLES.get(name) or mapping.file or "")
    records = list(read_records(table, mapping, report=report))
    if report.refused:
        raise JobError(f"{name}: {report.refused} refused, the first: {report.refusals[0]}")
    return records, report


def joined(tables: Iterable[Iterable[Record]], data: Path) -> list[Record]:
    """Add to what the mappings gave what follows from several rows, and the cited facts.

    Args:
        tables: What each mapping gave.
        data: The folder of the open data.
    """
    decisions = read_decisions(DECISIONS)
    given = [record for table in tables for record in table]
    claims = [record for record in given if isinstance(record, Claim)]
    rides = table_of(data, people.TABLES["rides"])
    return [
        *people.spelled(given, decisions),
        *people.derived(claims, rides, decisions),
        *facts.records(data),
    ]


def _article() -> dict[str, Entity]:
    records = shipped_records("article")
    return {record.iri: record for record in records if isinstance(record, Entity)}


def unite(records: Iterable[Record]) -> tuple[Gathered, dict[str, Entity]]:
    """Apply the decisions on identity to what all tables gave.

    Returns:
        The records of the wide graph, and the entities of the article as they were. A claim that
        would join an entity to itself is dropped, as is one whose ends nobody describes.
    """
    article = _article()
    gathered = Gathered()
    for record in apply([*article.values(), *records], read_decisions(DECISIONS)):
        gathered.add(record)
    for claim in list(gathered.claims.values()):
        relation = local_name(claim.predicate)
        why = None
        if claim.subject == claim.object:
            why = f"{relation}: both ends are one entity"
        ends = (claim.subject, claim.object or claim.subject)
        missing = [end for end in ends if end not in gathered.entities]
        if missing:
            why = f"{relation}: nobody describes {shrink(min(missing))}"
        if why:
            gathered.dropped[why] += 1
            del gathered.claims[claim.iri]
    related = {
        end for claim in gathered.claims.values() if claim.object
        for end in (claim.subject, claim.object)
    } | article.keys()  # fmt: skip
    # What the cited facts name stays, even if nothing relates it: Ned Price only speaks.
    cited = SOURCE + facts.FACTS
    related |= {
        name
        for claim in gathered.claims.values()
        if any(place.source == cited for place in claim.evidence)
        for name in claim.named
    }
    for iri in [iri for iri in gathered.entities if iri not in related]:
        gathered.dropped[f"{gathered.entities[iri].type}: nothing relates it"] += 1
        del gathered.entities[iri]
    for claim in list(gathered.claims.values()):
        if claim.subject not in related:
            del gathered.claims[claim.iri]
    return gathered, article


def slices_of(gathered: Gathered, article: Mapping[str, Entity]) -> dict[str, list[Record]]:
    """Return the records that each slice adds: its edition, sources, entities, claims."""
    claims = list(gathered.claims.values())
    named = {
        each.iri: each for each in tell_apart(gathered.entities.values(), claims, article.keys())
    }
    division = divide(claims, article)
    date = max(each.updated for each in gathered.sources.values() if each.updated)
    left = dict(gathered.sources)
    slices: dict[str, list[Record]] = {}
    for name in SLICES:
        added = division.claims[name]
        cited = {place.source for claim in added for place in claim.evidence}
        voices = ((each.speaker, each.relayed_by, each.primary_source) for each in added)
        cited |= {voice for three in voices for voice in three if voice}
        sources = [left.pop(iri) for iri in sorted(left) if iri in cited]
        entities = [named[iri] for iri in sorted(division.entities[name]) if iri in named]
        if name == SLICES[0]:
            grown = (named[iri] for iri in sorted(article) if named[iri] != article[iri])
            entities = [*grown, *entities]
        edition = Edition(TITLES[name], date, iri=SLICE + name)
        terms = Remainder(f"<{SLICE}{name}> <{DCTERMS}license> <{LICENSE}> .\n")
        slices[name] = [edition, terms, *sources, *entities, *added]
    return slices


def write_slice(path: Path, records: Iterable[Record]) -> int:
    """Write records as gzipped JSON Lines, without a time stamp.

    Returns:
        How many bytes the file has.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    packed = path.with_suffix(".new")
    with packed.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as file:
        for record in records:
            file.write(f"{dumps(record)}\n".encode())
    packed.replace(path)
    return path.stat().st_size


def tell(name: str, records: Sequence[Record], extra: str = "") -> None:
    """Print how many records of each kind there are, and of each relation."""
    claims = [record for record in records if isinstance(record, Claim)]
    entities = Counter(record.type for record in records if isinstance(record, Entity))
    between = sum(1 for claim in claims if claim.object)
    print(
        f"{name}: {entities.total()} entities, {between} claims between entities,"
        f" {len(claims) - between} with values{extra}"
    )
    relations = Counter(local_name(claim.predicate) for claim in claims)
    for counts in (entities, relations):
        if counts:
            print("    " + ", ".join(f"{kind} {n}" for kind, n in counts.most_common()))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the builder and return its exit code."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of the open data")
    parser.add_argument("--out", type=Path, default=data_path("wide"), help="where to write")
    parser.add_argument("--payloads", action="store_true", help="take in every payload too")
    parser.add_argument(
        "--only", nargs="+", metavar="MAPPING", help="read these alone, count, and write nothing"
    )
    options = parser.parse_args(arguments)
    try:
        write_succession(options.data, MAPPINGS / "succession.csv")
        write_ends(options.data, MAPPINGS / "outlasted.csv")
        names = options.only or names_of_mappings(payloads=options.payloads)
        tables = []
        for name in names:
            records, report = read_table(name, options.data)
            left_out = "".join(f"; {n} rows: {why}" for why, n in report.left_out.items())
            tell(name, records, f", of {report.rows} rows{left_out}")
            tables.append(records)
        if options.only:
            return 0
        gathered, article = unite(joined(tables, options.data))
        for why, count in gathered.dropped.most_common():
            print(f"dropped {count}: {why}")
        for name, records in slices_of(gathered, article).items():
            size = write_slice(options.out / f"{name}.jsonl.gz", records)
            tell(f"slice {name}", records, f", {size / 1e6:.2f} MB")
    except AstrographError as error:
        print(f"error: {error.message}\n{error.hint}".strip(), file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
