"""Turn a row into records: documents, entities, and claims with the cells that they rest on."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from astrograph.ingest.dates import VagueDate, read_date
from astrograph.ingest.joins import Join, Row, join, place
from astrograph.ingest.report import Refusal, Report
from astrograph.ingest.rules import ClaimRule, DocumentRule, Each, EntityRule, Mapping, Test
from astrograph.ingest.template import CellError, IriTemplate, Template
from astrograph.model import Claim, Entity, Evidence, Interval, Iri, Name, Record, Source, Value
from astrograph.vocab import CLAIM, EVIDENCE, local_name

REMEMBERED = 50_000
"""How many entities are remembered, so as not to hand on the same again and again."""

PACK = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""Writes what ids are hashes of; the form must not change, or every id would."""


class RowKeys:
    """The keys of rows and their lines, in a file of SQLite's own that goes when they do.

    Every method may raise `sqlite3.Error`: the disk may be full.
    """

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("CREATE TABLE met (key TEXT PRIMARY KEY, line INTEGER) WITHOUT ROWID")
        self._db.execute("BEGIN")

    def line_of(self, key: str, line: int) -> int:
        """Return the line of the first row with a key; note the one given if there was none."""
        noted = self._db.execute("INSERT OR IGNORE INTO met VALUES (?, ?)", (key, line))
        if noted.rowcount:
            return line
        (first,) = self._db.execute("SELECT line FROM met WHERE key = ?", (key,)).fetchone()
        return int(first)


class RowReader:
    """Makes records of the rows of one table.

    Args:
        mapping: What the rows say.
        source: The table as a source.
        joins: The tables joined in.
        later: Those of them that hang on a piece of a compound cell.
        report: Where counts and refusals go.
    """

    def __init__(
        self,
        mapping: Mapping,
        source: Source,
        joins: Sequence[Join],
        later: Sequence[Join],
        report: Report,
    ) -> None:
        self._mapping, self._source, self._later, self._report = mapping, source, later, report
        self._columns = {
            column: (each.lookup.name, column.removeprefix(f"{each.lookup.name}."), each.source)
            for each in joins
            for column in each.columns
        }
        self._cited = [_cited(rule) for rule in mapping.claims]
        self._lately: set[Record] = set()
        self._said: set[bytes] = set()
        self._keys = RowKeys()

    def records(self, row: Row) -> Iterator[Record]:
        """Yield what a row says; what cannot be read goes into the report."""
        for skip in self._mapping.skips:
            if _holds(skip.where, row):
                self._report.leave_out(skip.why)
                return
        self._refuse_namesake(row)
        for document in self._mapping.documents:
            yield from self._told(row, self._document(document, row))
        for entity in self._mapping.entities:
            for piece in self._pieces(entity, row):
                yield from self._told(row, self._entity(entity, piece))
        claims = set()
        for rule, cited in zip(self._mapping.claims, self._cited, strict=True):
            for piece in self._pieces(rule, row):
                for claim in self._told(row, self._claim(rule, cited, piece)):
                    if claim.iri not in claims and not (rule.distinct and self._known(claim)):
                        claims.add(claim.iri)
                        self._report.claims += 1
                        yield claim

    def _refuse_namesake(self, row: Row) -> None:
        """Refuse a row whose key is that of another one: nobody could tell which is cited."""
        if self._mapping.key is None or row.key == place(row.line, None):
            return
        first = self._keys.line_of(row.key, row.line)
        if first != row.line:
            column = next(iter(self._mapping.key.columns), None)
            why = f"line {first} has this key already, and a key names one row"
            self._report.refuse(Refusal(self._report.file, row.line, column, row.key, why))

    def _told(self, row: Row, made: Iterator[Any]) -> Iterator[Any]:
        """Yield what can be made; what cannot is refused."""
        try:
            yield from made
        except CellError as error:
            column = error.column or None
            self._report.refuse(
                Refusal(self._report.file, row.line, column, error.value, error.why)
            )

    def _pieces(self, rule: EntityRule | ClaimRule, row: Row) -> Iterator[Row]:
        """Yield what a rule applies to: the row, or the row with each piece of a cell."""
        each = rule.each
        if each is None:
            if _holds(rule.where, row):
                yield row
            return
        for piece in each.pieces(row.cells.get(each.column, "")):
            own = row._replace(cells={**row.cells, **piece})
            if self._later:
                own = join(own, self._later)
            if _holds(rule.where, own):
                yield own

    def _new(self, record: Record) -> bool:
        """Say whether a record was not handed on lately."""
        if record in self._lately:
            return False
        if len(self._lately) >= REMEMBERED:
            self._lately.clear()
        self._lately.add(record)
        return True

    def _known(self, claim: Claim) -> bool:
        """Say whether an earlier row said the same."""
        said = (claim.subject, claim.predicate, claim.object, claim.value, claim.holds)
        digest = _digested(repr(said))
        known = digest in self._said
        self._said.add(digest)
        return known

    def _document(self, rule: DocumentRule, row: Row) -> Iterator[Source]:
        iri = rule.iri.fill(row.cells) if _holds(rule.where, row) else None
        texts: dict[str, Any] = {key: each.fill(row.cells) for key, each in rule.texts.items()}
        if iri is None or texts["title"] is None:
            return
        if texts.get("updated"):
            texts["updated"] = _date(rule.texts["updated"], texts["updated"]).latest
        made = Source(iri=iri, primary=rule.primary, **texts)
        if self._new(made):
            yield made

    def _entity(self, rule: EntityRule, row: Row) -> Iterator[Entity]:
        cells = row.cells
        iri, label, kind = rule.iri.fill(cells), rule.label.fill(cells), rule.type.fill(cells)
        if iri is None or label is None or kind is None:
            return
        filled = ((text.fill(cells), lang.fill(cells)) for text, lang in rule.aliases)
        names = {Name(text, lang or "") for text, lang in filled if text and text != label}
        made = Entity(iri, label, kind, tuple(sorted(names)), rule.article)
        if self._new(made):
            self._report.entities += 1
            yield made

    def _claim(self, rule: ClaimRule, cited: tuple[str, ...], row: Row) -> Iterator[Claim]:
        cells = row.cells
        subject, predicate = rule.subject.fill(cells), rule.predicate.fill(cells)
        target = None if rule.object is None else rule.object.fill(cells)
        text = None if rule.value is None else rule.value.fill(cells)
        if subject is None or predicate is None or (target is None and text is None):
            return
        lang = None if rule.lang is None else rule.lang.fill(cells)
        dates = _dates(rule, row)
        fields: dict[str, Any] = {"speaker": self._source.iri}
        templates: dict[str, Template | IriTemplate] = {**rule.texts, **rule.iris}
        for name, each in templates.items():
            filled = (each.fill(cells) or "").strip()
            if filled:
                fields[name] = filled
        hedged = rule.hedged if isinstance(rule.hedged, bool) else _holds(rule.hedged, row)
        claim = Claim(
            iri="",
            subject=subject,
            predicate=predicate,
            object=target,
            value=None if text is None else Value(text, lang or "", rule.datatype),
            confidence=rule.confidence,
            said_latest=self._source.updated,
            holds=_interval(dates, rule),
            time_text=_printed(dates),
            hedged=hedged or any(date.uncertain for date in dates.values()),
            paraphrase=_paraphrase(rule, row),
            evidence=tuple(self._evidence(cited, row)),
            **fields,
        )
        if not claim.evidence:
            raise CellError("", "", f"no cell to cite: {', '.join(cited)} are empty")
        yield claim._replace(iri=self._iri(claim, row.key))

    def _evidence(self, columns: tuple[str, ...], row: Row) -> Iterator[Evidence]:
        """Yield the cells that a claim rests on, each with its place and its hash."""
        for column in columns:
            cell = row.cells.get(column)
            name, own, source = self._columns.get(column, ("", column, self._source))
            if not cell or source is None:
                continue
            place = row.places[name]
            yield Evidence(
                iri=evidence_iri(source.iri, place, own),
                source=source.iri,
                sha256=_sha256(cell),
                row_key=place,
                column=own,
            )

    def _iri(self, claim: Claim, key: str) -> Iri:
        said = claim.object if claim.value is None else list(claim.value)
        content = [
            self._source.iri,
            key,
            claim.subject,
            claim.predicate,
            said,
            claim.role_text,
            list(claim.holds),
            claim.modality,
            claim.polarity,
        ]
        return f"{CLAIM}{_local(self._source.iri)}-{_digest(content)[:16]}"


def _cited(rule: ClaimRule) -> tuple[str, ...]:
    """Return the columns that evidence cites; a piece of a cell is found in its column."""
    templates = (rule.subject, rule.predicate, rule.object, rule.value, *rule.times.values())
    used = (column for each in templates if each is not None for column in each.columns)
    columns = rule.evidence or tuple(used)
    if isinstance(rule.each, Each):
        names, column = rule.each.names, rule.each.column
        columns = tuple(column if each in names else each for each in columns)
    return tuple(dict.fromkeys(columns))


def _holds(tests: tuple[Test, ...], row: Row) -> bool:
    return all(test.holds(row.cells) for test in tests)


def _paraphrase(rule: ClaimRule, row: Row) -> str:
    said = rule.paraphrase.fill(row.cells)
    if said is None:
        empty = next(each for each in rule.paraphrase.columns if not row.cells.get(each))
        raise CellError(empty, "", "the paraphrase needs it, but it is empty")
    return said


def _dates(rule: ClaimRule, row: Row) -> dict[str, VagueDate]:
    filled = ((key, template, template.fill(row.cells)) for key, template in rule.times.items())
    return {key: _date(template, text) for key, template, text in filled if text}


def _date(template: Template, text: str) -> VagueDate:
    try:
        return read_date(text)
    except ValueError as error:
        raise CellError(next(iter(template.columns), ""), text, str(error)) from None


def _interval(dates: dict[str, VagueDate], rule: ClaimRule) -> Interval:
    """Return the four bounds that the dates give; what is not given stays open."""
    holds = Interval.of({key: (date.earliest, date.latest) for key, date in dates.items()})
    if holds.is_crossed:
        last = [key for key in rule.times if key in dates][-1]
        column = next(iter(rule.times[last].columns), "")
        raise CellError(column, _printed(dates) or "", "it would end before it began")
    return holds


def _printed(dates: dict[str, VagueDate]) -> str | None:
    """Return the dates as printed: one, or the start and the end."""
    return " – ".join(dict.fromkeys(date.text for date in dates.values())) or None


@lru_cache(maxsize=4096)
def _sha256(cell: str) -> str:
    return hashlib.sha256(cell.encode()).hexdigest()


@lru_cache(maxsize=256)
def evidence_iri(source: Iri, place: str, column: str) -> Iri:
    """Name the place of a cell: by its source, its row as `place` names it, and its column."""
    return f"{EVIDENCE}{_local(source)}-{_digest([source, place, column])[:12]}"


_local = lru_cache(maxsize=256)(local_name)


def _digested(text: str) -> bytes:
    """Return what stands for a text that is only to be met again."""
    return hashlib.sha256(text.encode()).digest()[:10]


def _digest(content: list[Any]) -> str:
    return hashlib.sha256(PACK(content).encode()).hexdigest()
