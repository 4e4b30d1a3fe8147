"""Go through the rows of a table with a mapping, and hand on what they say as records.

Rows stream: what is kept is the lookups, and what a mapping wants to have distinct.
"""

from collections.abc import Iterator
from pathlib import Path

from astrograph.ingest.columns import check_columns, columns_used
from astrograph.ingest.joins import Row, described, join, place, read_join
from astrograph.ingest.patterns import SlowPatternError
from astrograph.ingest.records import RowReader
from astrograph.ingest.report import Refusal, Report
from astrograph.ingest.rules import Mapping
from astrograph.ingest.template import CellError
from astrograph.model import Record
from astrograph.sources.dialect import open_rows


def read_records(
    path: Path, mapping: Mapping, *, folder: Path | None = None, report: Report | None = None
) -> Iterator[Record]:
    """Read a table.

    Args:
        path: The file; gzip is recognized by its content.
        mapping: What its rows say.
        folder: Where the files of lookups lie, if not beside the table or the mapping.
        report: Where counts and refusals go; a file with refusals is to be refused as a whole.

    Yields:
        The sources, then what each row says. An entity comes again where rows differ on it: who
        stores them unites their names.

    Raises:
        TableError: The file cannot be read as such a table.
        MappingError: The mapping names a column that the table does not have.
    """
    path = Path(path)
    report = Report() if report is None else report
    report.file = path.name
    source = described(mapping.source, path, mapping.dialect.to_json())
    yield source
    used = columns_used(mapping)
    joins = [read_join(each, mapping, folder or path.parent, used) for each in mapping.lookups]
    yield from dict.fromkeys(each.source for each in joins if each.source not in {None, source})
    with open_rows(path, mapping.dialect) as table:
        check_columns(mapping, table.columns, (name for each in joins for name in each.columns))
        # A lookup may hang on a piece of a compound cell; that is joined when the cell is split.
        known = {*table.columns, *(name for each in joins for name in each.columns)}
        at_once = [each for each in joins if known.issuperset(each.lookup.on.columns)]
        later = [each for each in joins if each not in at_once]
        reader = RowReader(mapping, source, joins, later, report)
        met: set[str] = set()
        for line, texts in table:
            report.rows += 1
            cells = dict(zip(table.columns, texts, strict=True))
            for column, text in cells.items():
                if text in mapping.empty:
                    cells[column] = ""
            try:
                first = None if mapping.first is None else mapping.first.fill(cells)
                if first is not None:
                    if first in met:
                        continue
                    met.add(first)
                key = (None if mapping.key is None else mapping.key.fill(cells)) or ""
                row = Row(line, key or place(line, None), cells, {"": place(line, key)})
                yield from reader.records(join(row, at_once))
            except SlowPatternError as error:
                raise error.at(path.name, line) from None
            except CellError as error:
                report.refuse(Refusal(path.name, line, error.column, error.value, error.why))
