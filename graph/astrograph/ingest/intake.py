"""Take one file in: read it by its kind, check each record, and put it aside."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from astrograph.errors import SHOWN, JobError, MisuseError, RdfError, TableError
from astrograph.ingest.checks import Words, words_of
from astrograph.ingest.compare import Comparison
from astrograph.ingest.jsonl import read_jsonl
from astrograph.ingest.report import Refusal, Report
from astrograph.model import Claim, Edition, Iri, Record, Remainder
from astrograph.vocab import shrink

if TYPE_CHECKING:
    from astrograph.identity import Decision
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
        tell: Is told how far the reading is.
    """

    def __init__(
        self,
        spool: "Spool",
        old: "LocalStore | None",
        decided: "Sequence[Decision]",
        *,
        replace: bool = False,
        tell: Callable[[str, int, int], None] | None = None,
    ) -> None:
        self._spool, self._old, self._decided = spool, old, decided
        self._replace, self._tell = replace, tell
        self._words = _words(old)
        self._line_of: Callable[[Iri], int | None] = _nowhere

    def take(
        self, path: Path, mapping: str | Path | None = None, lookups: str | Path | None = None
    ) -> Report:
        """Read a file and check it; its records stay put aside if nothing is refused.

        Raises:
            MisuseError: The file is of no known kind, or the mapping makes no sense.
        """
        report = Report(file=path.name)
        self._spool.begin()
        self._line_of = _nowhere
        try:
            self._stage(self._reader(path, mapping, lookups, report), report)
            self._spool.settle()
            if not report.refused:
                Comparison(
                    self._spool,
                    self._old,
                    self._decided,
                    replace=self._replace,
                    line_of=self._line_of,
                ).judge(report)
        except JobError as error:
            report.refuse(_refusal(error, path))
        if report.refused:
            self._spool.drop()
            report.new, report.changed, report.known = {}, {}, {}
        return report

    def _reader(
        self, path: Path, mapping: str | Path | None, lookups: str | Path | None, report: Report
    ) -> Numbered:
        """Choose how a file is read: by a mapping if there is one, else by its ending."""
        if not path.is_file():
            raise JobError(f"no such file: {path}")
        endings = [each.lower() for each in path.suffixes if each.lower() != ".gz"]
        ending = endings[-1] if endings else ""
        if mapping is not None:
            return self._table(path, Path(mapping), lookups, report)
        if ending in LINES:
            return iter(read_jsonl(path, report))
        if ending in TABLES:
            raise MisuseError(
                f"{path} is a table, and nothing says what its rows mean",
                hint="give a mapping file: --mapping FILE.toml",
            )
        return self._rdf(path, report)

    def _table(
        self, path: Path, mapping: Path, lookups: str | Path | None, report: Report
    ) -> Numbered:
        from astrograph.ingest.mapping import read_mapping
        from astrograph.ingest.table import read_records

        folder = None if lookups is None else Path(lookups)
        for record in read_records(path, read_mapping(mapping), folder=folder, report=report):
            yield _line_in(record), record

    def _rdf(self, path: Path, report: Report) -> Numbered:
        from astrograph.ingest.rdf import RdfFile
        from astrograph.store.engines import ontology

        file = RdfFile(path)
        self._line_of = file.line_of
        self._words = self._words.with_those_of(file.quads)
        for record in file.records(ontology(), self._words.types, report):
            yield None, record

    def _stage(self, records: Numbered, report: Report) -> None:
        from astrograph.identity import apply

        lines: list[int | None] = [None]

        def passing() -> Iterator[Record]:
            for number, (line, record) in enumerate(records, 1):
                lines[0] = line
                if self._tell is not None and number % EVERY == 0:
                    self._tell(f"reading {report.file}", number, 0)
                yield record

        for record in apply(passing(), self._decided) if self._decided else passing():
            self._check(record, lines[0], report)
            if not report.refused:
                self._spool.add(record, lines[0])

    def _check(self, record: Record, line: int | None, report: Report) -> None:
        for fault in self._words.faults(record):
            name = None if isinstance(record, Edition | Remainder) else record.iri
            if line is None and name is not None:
                line = self._line_of(name)
            value = None if fault.value is None else fault.value[:SHOWN]
            why = fault.why
            if isinstance(record, Claim) or line is None:
                why += f" ({shrink(name)})" if name else ""
            report.refuse(Refusal(report.file, line, fault.field or None, value, why))


def _nowhere(_: Iri) -> int | None:
    """Know no line."""
    return None


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


def _refusal(error: JobError, path: Path) -> Refusal:
    """Turn what stops the reading of a file into a refusal with its place."""
    if isinstance(error, TableError):
        why = f"{error.why}; {error.hint}" if error.hint else error.why
        return Refusal(path.name, error.line, error.column, error.value, why)
    if isinstance(error, RdfError):
        return Refusal(path.name, error.line, None, None, error.why)
    return Refusal(path.name, None, None, None, error.message)
