"""Tables of every dialect are read row by row; what is no table ends in one clear error."""

from __future__ import annotations

import gzip
import hashlib
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from astrograph.errors import SourceTextError, TableError
from astrograph.model import Evidence, Source
from astrograph.sources import SourceTexts
from astrograph.sources.dialect import LINE_LIMIT, Dialect, Field, open_rows

if TYPE_CHECKING:
    from pathlib import Path

TSV = Dialect(format="tsv", delimiter="\t", quote="")
MARKED = TSV._replace(header_mark="#", comment="#")
FIXED = Dialect(
    format="fixed",
    header=1,
    fields=(Field("JCAT", 1, 8), Field("Name", 10, 18), Field("At", 19, 30)),
)
ROWS = list[tuple[int, list[str]]]


def read(folder: Path, data: bytes, dialect: Dialect = Dialect()) -> tuple[list[str], ROWS]:  # noqa: B008 -- it is immutable
    """Read a table from a file."""
    path = folder / "table"
    path.write_bytes(data)
    with open_rows(path, dialect) as table:
        return table.columns, list(table)


@pytest.mark.parametrize(
    ("data", "dialect", "columns", "rows"),
    [
        (b"a,b\n1, x \n", Dialect(), ["a", "b"], [(2, ["1", "x"])]),
        (b"a,b\r\n1,2\r\n", Dialect(), ["a", "b"], [(2, ["1", "2"])]),
        (b"\xef\xbb\xbfa,b\n1,2", Dialect(), ["a", "b"], [(2, ["1", "2"])]),
        (b'a,b\n"x\ny","p ""q"""\n', Dialect(), ["a", "b"], [(3, ["x\ny", 'p "q"'])]),
        (b'a,b\n"x\n#y",2\n#no,3\n', Dialect(comment="#"), ["a", "b"], [(3, ["x\n#y", "2"])]),
        (b'a\tb\n"x\ty\n', TSV, ["a", "b"], [(2, ['"x', "y"])]),
        (b"#a\tb\n# Updated\n\n1\t2\n", MARKED, ["a", "b"], [(4, ["1", "2"])]),
        (b"about\n\na;b\n1;2\n", Dialect(delimiter=";", header=3), ["a", "b"], [(4, ["1", "2"])]),
        (b"1,2\n", Dialect(header=0, columns=("x", "y")), ["x", "y"], [(1, ["1", "2"])]),
        (b",b\n1,2\n", Dialect(), ["column 1", "b"], [(2, ["1", "2"])]),
        ("a\nМКС\n".encode("utf-16"), Dialect(encoding="utf-16"), ["a"], [(2, ["МКС"])]),
        (b"a\n\xe9\n", Dialect(encoding="latin-1"), ["a"], [(2, ["é"])]),
        (
            b"JCAT     Name     At\nS25544   Zarya    1998 Nov 20\n\nS25575   Unity\n",
            FIXED,
            ["JCAT", "Name", "At"],
            [(2, ["S25544", "Zarya", "1998 Nov 20"]), (4, ["S25575", "Unity", ""])],
        ),
        (b"a,b\n", Dialect(), ["a", "b"], []),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_rows_are_read_by_the_dialect(
    tmp_path: Path,
    data: bytes,
    dialect: Dialect,
    columns: list[str],
    rows: ROWS,
    packed: bool,  # noqa: FBT001
) -> None:
    """With the physical line that each ends on, whether the file is packed or not."""
    assert read(tmp_path, gzip.compress(data) if packed else data, dialect) == (columns, rows)


@pytest.mark.parametrize(
    ("data", "dialect", "why"),
    [
        (b"", Dialect(), "no header in line 1"),
        (b"a,b\n", Dialect(header=3), "no header in line 3"),
        (b"a,b,a\n", Dialect(), "line 1: a column that the header names twice: 'a'"),
        (b"a,b\n1,2\n1\n", Dialect(), "line 3: 1 cells, where the header has 2"),
        (b"a,b\n1,2,3\n", Dialect(), "line 2: 3 cells, where the header has 2"),
        (b"a,b\n1,\x00\n", Dialect(), "line 2: a NUL character at position 3"),
        (b"a,b\n1,\xff\n", Dialect(), "line 2: not utf-8: .*: '1,ÿ"),
        (b"a,b\n\xf0\x9f", Dialect(), "line 2: not utf-8"),
        ("a,b\n".encode("utf-16"), Dialect(), "line 1: not utf-8"),
        (b'a,b\n1,"x\ny\n', Dialect(), "line 3: the file ends inside quotation marks"),
        (b'a,b\n1,"x"y\n', Dialect(), "line 2: text behind a closing quotation mark"),
        (b'a,b\n1,"' + b"x\n" * 70_000, Dialect(), "a cell that is too long"),
        (b"a,b\n" + b"x" * 2_000_000, Dialect(), f"line 2: a line of {LINE_LIMIT:,} characters"),
        (b"PK\x03\x04rest", Dialect(), "a ZIP archive or a spreadsheet"),
        (b"\x1f\x8brest", Dialect(), "the gzip file is damaged"),
        (gzip.compress(b"a,b\n1,2\n", mtime=0)[:-6], Dialect(), "the gzip file is damaged"),
    ],
)
def test_what_is_no_table_ends_in_one_line_that_names_the_place(
    tmp_path: Path, data: bytes, dialect: Dialect, why: str
) -> None:
    """The file, the line, and what is wrong there."""
    with pytest.raises(TableError, match=why) as caught:
        read(tmp_path, data, dialect)

    assert caught.value.message.startswith("table")
    assert len(caught.value.message.splitlines()) == 1


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused(tmp_path: Path) -> None:
    """Before it fills the memory or takes the day."""
    path = tmp_path / "bomb"
    with gzip.open(path, "wb") as file:
        file.write(b"a,b\n")
        for _ in range(110):
            file.write(b"1," + b"2" * 99_997 + b"\n")

    with (
        pytest.raises(TableError, match="unpacks to more than"),
        open_rows(path, Dialect()) as rows,
    ):
        for _ in rows:
            pass


def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    """Ten times the rows take no more room."""
    peaks = []
    for count in (3_000, 30_000):
        path = tmp_path / f"{count}.csv"
        path.write_text("a,b\n" + "some text,more text\n" * count, encoding="utf-8")
        tracemalloc.start()
        with open_rows(path, Dialect()) as table:
            assert sum(1 for _ in table) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[1] < peaks[0] * 1.5 + 100_000


def source(data: bytes, dialect: Dialect | None) -> Source:
    """Make the source whose file holds some bytes."""
    digest = hashlib.sha256(data).hexdigest()
    words = None if dialect is None else dialect.to_json()
    return Source("s:1", "A table", file_name="table", sha256=digest, dialect=words)


@pytest.mark.parametrize(
    ("data", "dialect", "row_key", "column", "cell"),
    [
        (b"#a\tb\n#c\n\n1\t x \n", MARKED, "line 4: 1", "b", "x"),
        (b"#a\tb\n#c\n\n1\t x \n", MARKED, "line 4", "a", "1"),
        (b"#a\tb\n#c\n\n1\t x \n", MARKED, "line 3", "a", None),
        (b"a,b\n1, x \n", None, "line 2: 1", "b", " x "),
        (b'a,b\n\n\n"p\nq",2\n', Dialect(), "line 5: p", "a", "p\nq"),
        (b'a,b\n"p\xe2\x80\xa8q",2\n', Dialect(), "line 2", "a", "p\u2028q"),
        (b"a,b\n1\n", Dialect(), "line 2", "b", None),
        (b"JCAT\nS25544   Zarya\n", FIXED, "line 2: S25544", "Name", "Zarya"),
        (b"a,b\n1,2\n", Dialect(), "row 2", "b", None),
        (b"a,b\n1,2\n", Dialect(), "line ²", "b", None),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_a_cited_cell_is_found_by_its_line_and_column(
    tmp_path: Path,
    data: bytes,
    dialect: Dialect | None,
    row_key: str,
    column: str,
    cell: str | None,
    packed: bool,  # noqa: FBT001
) -> None:
    """By the dialect that the source carries; without one, as plain comma separated text."""
    kept = gzip.compress(data) if packed else data
    (tmp_path / "table").write_bytes(kept)

    place = Evidence("e:1", "s:1", row_key=row_key, column=column)

    assert SourceTexts(tmp_path).words(source(kept, dialect), place) == cell


def test_many_cells_of_one_file_are_found_in_one_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is opened once."""
    data = b"a,b\n" + b"".join(b"%d,x\n" % number for number in range(2_000))
    (tmp_path / "table").write_bytes(data)
    texts, cited = SourceTexts(tmp_path), source(data, Dialect())
    texts.words(cited, Evidence("e:1", "s:1", row_key="line 2", column="a"))
    (tmp_path / "table").unlink()
    monkeypatch.setattr("astrograph.sources.dialect.open_rows", None)

    places = [Evidence("e", "s", row_key=f"line {n + 2}", column="a") for n in range(2_000)]

    assert [texts.words(cited, place) for place in places] == [str(n) for n in range(2_000)]


@pytest.mark.parametrize(
    "dialect",
    [
        "no json",
        "[]",
        "{",
        '{"colour": 1}',
        '{"header": "1"}',
        '{"delimiter": 5}',
        '{"delimiter": "::"}',
        '{"encoding": "klingon"}',
        '{"encoding": null}',
        '{"columns": 3}',
        '{"fields": [[1]]}',
        '{"fields": [["a", "1", "2"]]}',
    ],
)
def test_a_dialect_that_cannot_be_read_is_told(tmp_path: Path, dialect: str) -> None:
    """It comes with the graph, whoever made that."""
    (tmp_path / "table").write_bytes(b"a\n1\n")
    cited = source(b"a\n1\n", None)._replace(dialect=dialect)

    with pytest.raises(SourceTextError, match="its dialect cannot be read"):
        SourceTexts(tmp_path).words(cited, Evidence("e", "s", row_key="line 2", column="a"))
