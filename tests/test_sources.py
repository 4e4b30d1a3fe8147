"""The very words of a source: found by hash, cut by code points, never taken on trust."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from astrograph.errors import SourceTextError
from astrograph.model import Evidence, Source
from astrograph.sources import SourceTexts

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Первая\u00a0фраза.\r\nNo\u00a0break 🚀 here."
TABLE = 'key,name\r\na,"two\r\nlines"\r\nb,МКС\r\nc\r\n'


def sha256(text: str) -> str:
    """Hash a text as the graph does."""
    return hashlib.sha256(text.encode()).hexdigest()


def source(text: str, name: str = "text.txt") -> Source:
    """Make the source whose file holds a text."""
    return Source("s:1", "A text", file_name=name, sha256=sha256(text))


def span(start: int | None, end: int | None, words: str | None = None) -> Evidence:
    """Make evidence of a span, with the hash of its words where they are given."""
    known = None if words is None else sha256(words)
    return Evidence("e:1", "s:1", sha256=known, start=start, end=end)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder that holds a text and, deeper, a table."""
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "text.txt").write_bytes(TEXT.encode())
    (tmp_path / "deep" / "er" / "table.csv").write_bytes(TABLE.encode())
    return tmp_path


@pytest.mark.parametrize("words", ["Первая\u00a0фраза.", "No\u00a0break 🚀 here.", "🚀", "\r\n"])
def test_spans_count_code_points_in_the_raw_file(folder: Path, words: str) -> None:
    """No-break spaces, line ends and astral signs count one each, whatever bytes they take."""
    start = TEXT.index(words)

    found = SourceTexts(folder).words(source(TEXT), span(start, start + len(words), words))

    assert words == found


def test_a_span_without_a_hash_is_cut_all_the_same(folder: Path) -> None:
    """The file itself was verified."""
    assert SourceTexts(folder).words(source(TEXT), span(0, 6)) == "Первая"


def test_a_span_with_another_hash_is_refused(folder: Path) -> None:
    """The words there are not those that were read."""
    with pytest.raises(SourceTextError, match="e:1: the words there"):
        SourceTexts(folder).words(source(TEXT), span(0, 6, "Вторая"))


@pytest.mark.parametrize("place", [span(0, 10_000), span(0, None), span(None, None)])
def test_a_place_that_the_text_does_not_have_gives_no_words(folder: Path, place: Evidence) -> None:
    """Neither half of it nor an error."""
    assert SourceTexts(folder).words(source(TEXT), place) is None


@pytest.mark.parametrize(
    ("row", "column", "expected"),
    [
        ("line 3", "name", "two\r\nlines"),
        ("3", "name", "two\r\nlines"),
        ("line 4", "name", "МКС"),
        ("line 4", "key", "b"),
        ("line 5", "name", None),
        ("line 4", "colour", None),
        ("line 99", "name", None),
        (None, "name", None),
        ("line 4", None, None),
    ],
)
def test_a_cell_is_found_by_the_line_its_row_ends_on_and_its_column(
    folder: Path, row: str | None, column: str | None, expected: str | None
) -> None:
    """Quoted line breaks count as lines of the file."""
    place = Evidence("e:1", "s:1", row_key=row, column=column)

    assert SourceTexts(folder).words(source(TABLE, "table.csv"), place) == expected


def test_a_cell_with_another_hash_is_refused(folder: Path) -> None:
    """As with spans."""
    place = Evidence("e:1", "s:1", sha256=sha256("ISS"), row_key="line 4", column="name")

    with pytest.raises(SourceTextError, match="the words there"):
        SourceTexts(folder).words(source(TABLE, "table.csv"), place)


def test_a_file_with_another_hash_is_refused(folder: Path) -> None:
    """It bears the name, but is not the text that the graph cites."""
    other = source("another text")

    with pytest.raises(SourceTextError, match="is not the text that the graph cites") as caught:
        SourceTexts(folder).has(other)

    assert str(folder / "text.txt") in caught.value.message
    assert other.sha256 is not None
    assert other.sha256[:16] in caught.value.hint


def test_the_right_file_is_found_among_others_of_its_name(folder: Path) -> None:
    """At any depth, and whatever lies before it."""
    right = folder / "deep" / "text.txt"
    right.write_text("the right one", encoding="utf-8")
    (folder / "a" / "text.txt").mkdir(parents=True)

    texts = SourceTexts(folder)

    assert texts.words(source("the right one"), span(4, 9)) == "right"


@pytest.mark.parametrize(
    "given",
    [
        Source("s:1", "x"),
        Source("s:1", "x", file_name="text.txt"),
        Source("s:1", "x", sha256=sha256(TEXT)),
        Source("s:1", "x", file_name="absent.txt", sha256=sha256(TEXT)),
        Source("s:1", "x", file_name="/etc/hostname", sha256=sha256(TEXT)),
        Source("s:1", "x", file_name="../text.txt", sha256=sha256(TEXT)),
        Source("s:1", "x", file_name="*.txt", sha256=sha256(TEXT)),
        Source("s:1", "x", file_name="", sha256=sha256(TEXT)),
        None,
    ],
)
def test_a_text_that_is_not_at_hand_gives_no_words(folder: Path, given: Source | None) -> None:
    """A name is a name: no pattern, and no way out of the folder."""
    inner = folder / "deep"

    assert SourceTexts(inner).words(given, span(0, 6)) is None


def test_without_a_folder_there_are_no_texts() -> None:
    """Nor is anything read."""
    texts = SourceTexts(None)

    assert texts.words(source(TEXT), span(0, 6)) is None
    assert not texts.has(source(TEXT))


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    """With the user's own words."""
    missing = tmp_path / "nowhere"

    with pytest.raises(SourceTextError, match="no such folder of sources") as caught:
        SourceTexts(missing)

    assert str(missing) in caught.value.message


def test_a_text_is_read_once(folder: Path) -> None:
    """A footnote after the other does not read the file anew."""
    texts = SourceTexts(folder)
    first = texts.words(source(TEXT), span(0, 6))
    (folder / "text.txt").unlink()

    assert texts.words(source(TEXT), span(0, 6)) == first
