"""Take one file in: read it by its kind, check each record, and put it aside."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from astrograph.codec.records import dumps
from astrograph.codec.syntax import ENDINGS
from astrograph.errors import SHOWN, ClaimError, JobError, MappingError, MisuseError
from astrograph.ingest.checks import Words, words_of
from astrograph.ingest.columns import check_words
from astrograph.ingest.compare import Comparison
from astrograph.ingest.editions import NewEdition, Outdated
from astrograph.ingest.files import why_not
from astrograph.ingest.joins import files_of
from astrograph.ingest.jsonl import read_jsonl
from astrograph.ingest.rdf import RdfGraph
from astrograph.ingest.report import Refusal, Report, as_refusal
from astrograph.model import Claim, Edition, Entity, Record, Remainder
from astrograph.vocab import shrink

if TYPE_CHECKING:
    from astrograph.identity import Decision
    from astrograph.ingest.rules import Mapping as Rules
    from astrograph.ingest.spool import Spool
    from astrograph.store.local import LocalStore

LINES = frozenset((".jsonl", ".ndjson"))
TABLES = frozenset((".csv", ".tsv", ".tab", ".txt", ".dat"))
EVERY = 1000
"""After how many records the progress is told."""

Numbered = Iterator[tuple[int | None, Record]]


class Intake:
    """Files on their way into a store.

    Args:
        spool: Where records are put aside.
        old: The store as it is, if there is one.
        decided: Who is who.
        replace: Whether a file may say otherwise than the store does under the same IRI.
        syntax: How the files are written, whatever their endings are.
        tell: Is told how far the reading is.
    """

    def __init__(
        self,
        spool: "Spool",
        old: "LocalStore | None",
        decided: "Sequence[Decision]",
        *,
        replace: bool = False,
        syntax: str | None = None,
        tell: Callable[[str, int, int], None] | None = None,
    ) -> None:
        self._spool, self._old, self._decided = spool, old, decided
        self._replace, self._syntax, self._tell = replace, syntax, tell
        self._words = _words(old)
        self._graph = RdfGraph()
        self.outdated = Outdated()
        """What of the store the files take the place of."""

    def take(
        self,
        paths: Sequence[Path],
        mapping: "Rules | None" = None,
        lookups: str | Path | None = None,
    ) -> list[Report]:
        """Read files and check them; the records of those that hold no refusal stay put aside.

        RDF files are read as one graph, whose parts may lie in any of them; so one that is
        refused takes the others with it.

        Raises:
            MisuseError: A file is of no known kind.
            MappingError: The mapping makes no sense.
        """
        reports = {path: Report(file=path.name) for path in paths}
        if mapping is not None:
            check_words(mapping, self._words)
        rdf = self._look_over(reports, mapping)
        self._read_rdf(rdf, reports)
        taken = {path: self._put_aside(path, mapping, lookups, reports[path]) for path in paths}
        settled = False
        while not settled:
            settled = True
            for path, compared in taken.items():
                report = reports[path]
                beside = next((other for other in rdf if reports[other].refused), None)
                if not report.refused:
                    compared.with_others(report)
                    if path in rdf and beside is not None:
                        why = f"it was read together with {beside.name}, which is refused"
                        report.refuse(Refusal(path.name, None, None, None, why))
                    settled = settled and not report.refused
                if report.refused:
                    compared.drop(report)
        for path, compared in taken.items():
            if not reports[path].refused:
                compared.note_named(reports[path])
                self.outdated.add(compared.outdated)
        return list(reports.values())

    def _look_over(self, reports: Mapping[Path, Report], mapping: "Rules | None") -> list[Path]:
        """Refuse what cannot be read at all; return the files of RDF."""
        for path, report in reports.items():
            why = why_not(path) or ("" if mapping is not None else self._why_not(path))
            if why:
                report.refuse(Refusal(path.name, None, None, None, why))
        if mapping is not None:
            return []
        readable = (path for path, report in reports.items() if not report.refused)
        return [path for path in readable if self._ending(path) not in LINES]

    def _read_rdf(self, paths: Sequence[Path], reports: Mapping[Path, Report]) -> None:
        """Read the RDF files, all of them before any is checked."""
        for path in paths:
            self._graph.read(path, reports[path], self._syntax)
        self._words = self._words.with_those_of(self._graph.quads())
        try:
            self._graph.take_apart(self._words.types)
        except ClaimError as error:
            refusals = {path: as_refusal(error, path) for path in paths}
            for path, refusal in refusals.items():
                if refusal.line is not None or not any(each.line for each in refusals.values()):
                    reports[path].refuse(refusal)
        for path in paths:
            if self._graph.unclaimed:
                number = self._graph.unclaimed
                kept = (
                    "statement that no claim makes is"
                    if number == 1
                    else ("statements that no claim makes are")
                )
                note = f"{number:,} {kept} kept, but not walked"
                reports[path].notes.append(note)

    def _put_aside(
        self, path: Path, mapping: "Rules | None", lookups: str | Path | None, report: Report
    ) -> Comparison:
        """Read one file, check each record by itself, and compare all with the store."""
        compared = Comparison(
            self._spool,
            self._spool.begin(is_table=mapping is not None),
            self._old,
            self._decided,
            replace=self._replace,
            path=path,
        )
        try:
            if not report.refused:
                records = self._reader(path, mapping, lookups, report)
                # A table counts for itself: an entity that many rows name is one.
                self._stage(records, path, report, is_table=mapping is not None)
            self._spool.settle()
            if not report.refused:
                compared.with_store(report, self._edition(path, mapping, lookups))
        except MappingError:
            raise
        except JobError as error:
            report.refuse(as_refusal(error, path))
            self._spool.settle()
        return compared

    def _edition(
        self, path: Path, mapping: "Rules | None", lookups: str | Path | None
    ) -> NewEdition | None:
        """Set a table beside what the store has of it."""
        if mapping is None or self._old is None:
            return None
        files = files_of(mapping, path, None if lookups is None else Path(lookups))
        return NewEdition(mapping, files, self._spool, self._old)

    def _reader(
        self, path: Path, mapping: "Rules | None", lookups: str | Path | None, report: Report
    ) -> Numbered:
        """Choose how a file is read: by a mapping if there is one, else by its ending."""
        if mapping is not None:
            return self._table(path, mapping, lookups, report)
        if self._ending(path) in LINES:
            return iter(read_jsonl(path, report))
        return ((None, record) for record in self._graph.records(path))

    def _table(
        self, path: Path, mapping: "Rules", lookups: str | Path | None, report: Report
    ) -> Numbered:
        from astrograph.ingest.table import read_records

        folder = None if lookups is None else Path(lookups)
        for record in read_records(path, mapping, folder=folder, report=report):
            yield _line_in(record), record

    def _ending(self, path: Path) -> str:
        """Return what tells how a file is written, where no mapping does."""
        return f".{self._syntax}" if self._syntax else _ending(path)

    def _why_not(self, path: Path) -> str:
        """Say why a file cannot be read at all; nothing if it can.

        Raises:
            MisuseError: It is a table, and there is no mapping.
        """
        ending = self._ending(path)
        if ending in TABLES:
            raise MisuseError(
                f"{path} is a table, and nothing says what its rows mean",
                hint="give a mapping file: --mapping FILE.toml",
            )
        is_rdf = ending.removeprefix(".") in ENDINGS and not self._is_packed(path)
        if is_rdf or ending in LINES:
            return ""
        known = ", ".join(f".{each}" for each in (*ENDINGS, *(each[1:] for each in sorted(LINES))))
        return f"its ending names no format; known endings: {known}; --syntax names the format too"

    def _is_packed(self, path: Path) -> bool:
        return not self._syntax and path.suffix.lower() == ".gz"

    def _stage(self, records: Numbered, path: Path, report: Report, *, is_table: bool) -> None:
        from astrograph.identity import apply

        lines: list[int | None] = [None]
        doing, tell = f"reading {report.file}", self._tell or _silent

        def passing() -> Iterator[Record]:
            number = 0
            for number, (line, record) in enumerate(records, 1):
                lines[0] = line
                if not is_table:
                    report.claims += isinstance(record, Claim)
                    report.entities += isinstance(record, Entity)
                if number % EVERY == 0:
                    tell(doing, number, 0)
                yield record
            tell(doing, number, number)

        for record in apply(passing(), self._decided) if self._decided else passing():
            written = dumps(record)
            self._check(record, written, (path, lines[0]), report)
            if not report.refused:
                self._spool.add(record, written, lines[0])

    def _check(
        self, record: Record, written: str, place: tuple[Path, int | None], report: Report
    ) -> None:
        path, line = place
        for fault in self._words.faults(record, written):
            name = None if isinstance(record, Edition | Remainder) else record.iri
            if line is None and name is not None:
                line = report.line_of(path, name)
            value = None if fault.value is None else fault.value[:SHOWN]
            why = fault.why
            if isinstance(record, Claim) or line is None:
                why += f" ({shrink(name)})" if name else ""
            report.refuse(Refusal(report.file, line, fault.field or None, value, why))


def _silent(doing: str, done: int, total: int) -> None:
    """Tell nobody."""


def _ending(path: Path) -> str:
    endings = [each.lower() for each in path.suffixes if each.lower() != ".gz"]
    return endings[-1] if endings else ""


def _line_in(record: Record) -> int | None:
    """Return the line that a row's claim cites."""
    for place in record.evidence if isinstance(record, Claim) else ():
        number = (place.row_key or "").removeprefix("line ").partition(":")[0]
        if number.isdecimal():
            return int(number)
    return None


def _words(old: "LocalStore | None") -> Words:
    from astrograph.store.engines import ontology

    return words_of(ontology(), () if old is None else old.relations)
