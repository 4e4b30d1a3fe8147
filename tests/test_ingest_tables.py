"""Rows become records: what they say, how exactly, and on which cells it rests."""

from __future__ import annotations

import gzip
import hashlib
from typing import TYPE_CHECKING

import pytest

from astrograph.errors import MappingError, TableError
from astrograph.ingest.mapping import read_mapping
from astrograph.ingest.report import Refusal, Report
from astrograph.ingest.table import read_records
from astrograph.model import Interval, Source
from astrograph.sources import SourceTexts
from astrograph.vocab import shrink
from tables import CLAIM, SOURCE, TABLE, claims, run

if TYPE_CHECKING:
    from pathlib import Path


def test_the_source_comes_first_with_what_finds_its_cells_again(tmp_path: Path) -> None:
    """Its file's name and hash, its date, and its dialect."""
    (source,) = (each for each in run(tmp_path, CLAIM) if isinstance(each, Source))

    assert source.file_name == "visits.tsv"
    assert source.sha256 == hashlib.sha256(TABLE.encode()).hexdigest()
    assert source.updated == "2024-05-19T23:59:59Z"
    assert source.dialect == '{"delimiter":"\\t","format":"tsv","quote":""}'


def test_a_claim_says_what_its_row_says(tmp_path: Path) -> None:
    """In the table's own voice, by its own date, with its dates as bounds and as printed."""
    first = claims(run(tmp_path, CLAIM))[0]

    assert [shrink(each or "") for each in (first.subject, first.predicate, first.object)] == [
        "id:Ann",
        "ag:visited",
        "id:Lab",
    ]
    assert shrink(first.speaker or "") == "source:visits"
    assert first.said_latest == "2024-05-19T23:59:59Z"
    assert first.holds == Interval(
        "1974-07-01T00:00:00Z",
        "1974-07-31T23:59:59Z",
        "1990-01-01T00:00:00Z",
        "1999-12-31T23:59:59Z",
    )
    assert first.time_text == "1974 Jul – 1990s"
    assert first.paraphrase == "Ann was at the Lab."
    assert not first.hedged


def test_a_mark_of_uncertainty_hedges_the_claim_and_what_goes_on_stays_open(
    tmp_path: Path,
) -> None:
    """The bounds stay those of the date."""
    second = claims(run(tmp_path, CLAIM))[1]

    assert second.hedged
    assert second.time_text == "2004? – *"
    assert second.holds == Interval("2004-01-01T00:00:00Z", "2004-12-31T23:59:59Z")


def test_what_needs_an_empty_cell_is_not_made(tmp_path: Path) -> None:
    """Cy's place is empty; Di has no dates, and the claim stands without any."""
    made = claims(run(tmp_path, CLAIM))

    assert [shrink(claim.subject) for claim in made] == ["id:Ann", "id:Bo", "id:Di"]
    assert made[2].holds.is_open()
    assert made[2].time_text is None


def test_evidence_is_the_cells_that_a_claim_rests_on(tmp_path: Path) -> None:
    """Those of subject, object and dates; by line, own key and column, with the hash of each."""
    evidence = claims(run(tmp_path, CLAIM))[0].evidence

    assert [(place.row_key, place.column) for place in evidence] == [
        ("line 2: Ann", column) for column in ("who", "place", "when", "until")
    ]
    assert evidence[2].sha256 == hashlib.sha256(b"1974 Jul").hexdigest()


def test_the_columns_of_evidence_may_be_chosen(tmp_path: Path) -> None:
    """Empty cells are no evidence."""
    made = claims(run(tmp_path, CLAIM + 'evidence = ["when", "place"]\n'))

    assert [[place.column for place in claim.evidence] for claim in made] == [
        ["when", "place"],
        ["when", "place"],
        ["place"],
    ]


@pytest.mark.parametrize("packed", [False, True])
def test_every_cited_cell_is_found_again_in_the_file(tmp_path: Path, packed: bool) -> None:  # noqa: FBT001
    """By the source's dialect, packed or not; its hash fits."""
    data = gzip.compress(TABLE.encode(), mtime=0) if packed else TABLE
    records = run(tmp_path, CLAIM, data)
    texts = SourceTexts(tmp_path)

    found = [
        [texts.words(records[0], place) for place in claim.evidence] for claim in claims(records)
    ]

    assert found == [
        ["Ann", "Lab", "1974 Jul", "1990s"],
        ["Bo", "Lab", "2004?", "*"],
        ["Di", "Hut"],
    ]


def test_ids_stay_when_lines_move_and_differ_when_a_row_says_something_else(
    tmp_path: Path,
) -> None:
    """They hang on the table's own key and on what is said, not on the line."""
    head, *rows = TABLE.splitlines(keepends=True)
    before = claims(run(tmp_path, CLAIM))
    moved = claims(run(tmp_path, CLAIM, head + "\n".join(["", *reversed(rows)])))
    changed = claims(run(tmp_path, CLAIM, TABLE.replace("1974 Jul", "1974 Aug")))

    assert {claim.iri for claim in before} == {claim.iri for claim in moved}
    assert len({claim.iri for claim in before} - {claim.iri for claim in changed}) == 1
    assert all(
        claim.iri.startswith("https://w3id.org/astrograph/claim/visits-") for claim in before
    )


def test_two_runs_make_the_same_records(tmp_path: Path) -> None:
    """In the same order."""
    assert run(tmp_path, CLAIM) == run(tmp_path, CLAIM)


def test_what_cannot_be_read_is_refused_with_line_column_and_value(tmp_path: Path) -> None:
    """All of it, not the first alone; the other claims come through."""
    report = Report()
    table = TABLE.replace("1974 Jul", "1974 Jly").replace("1990s", "x").replace("2004?", "2009")

    made = claims(run(tmp_path, CLAIM, table.replace("*", "2005"), report=report))

    assert [shrink(claim.subject) for claim in made] == ["id:Di"]
    assert report.refusals == [
        Refusal("visits.tsv", 2, "when", "1974 Jly", "not a date that can be read in one way only"),
        Refusal("visits.tsv", 3, "until", "2009 – 2005", "it would end before it began"),
    ]
    assert str(report.refusals[0]) == (
        "visits.tsv, line 2, column 'when': not a date that can be read in one way only: '1974 Jly'"
    )


def test_refusals_are_counted_when_they_are_too_many_to_keep(tmp_path: Path) -> None:
    """A report stays small, whatever the file."""
    report = Report()
    rows = "".join(f"a{number}\tb\tsoon\t-\t-\n" for number in range(1500))

    run(tmp_path, CLAIM, TABLE + rows, report=report)

    assert (report.refused, len(report.refusals)) == (1500, 1000)


def test_a_claim_without_a_cell_to_cite_is_refused(tmp_path: Path) -> None:
    """No claim without evidence."""
    report = Report()

    run(tmp_path, CLAIM + 'evidence = ["until"]\n', report=report)

    assert [refusal.line for refusal in report.refusals] == [5]
    assert "no cell to cite" in report.refusals[0].why


@pytest.mark.parametrize(
    ("rules", "line", "section"),
    [
        (CLAIM.replace("{when}", "{wen}"), 15, "[[claim]] 1"),
        (CLAIM + 'where = { wen = "x" }\n', 18, "[[claim]] 1"),
        (CLAIM + '[claim.where]\nwen = "x"\n', 19, "[[claim]] 1"),
        (CLAIM + CLAIM.replace("{when}", "{wen|lower}"), 23, "[[claim]] 2"),
        ('[[skip]]\nwhy = "odd"\nwhere = { wen = "x" }\n', 12, "[[skip]] 1"),
    ],
)
def test_a_column_that_the_table_lacks_is_told_with_its_line_and_the_nearest(
    tmp_path: Path, rules: str, line: int, section: str
) -> None:
    """The line of the mapping, before any row is read."""
    with pytest.raises(MappingError) as caught:
        run(tmp_path, rules)

    place = f"{tmp_path / 'visits.toml'}, line {line}: {section}"
    assert caught.value.message == f"{place}: no column 'wen'"
    assert caught.value.hint == "did you mean 'when'?"


def test_two_rows_of_one_key_are_refused_with_both_lines(tmp_path: Path) -> None:
    """Evidence names a row by its key, so that a key has to name one; a row left out has none."""
    table = "who\tplace\twhen\tuntil\troles\nAnn\tLab\t2001\t2002\t-\n"
    twice = f"{table}Bo\tLab\t2001\t2002\t-\nAnn\tHut\t2003\t2004\t-\n"
    skip = '[[skip]]\nwhy = "again"\nwhere = { place = "Hut" }\n'
    report, left_out, unnamed = Report(), Report(), Report()
    run(tmp_path, CLAIM, twice, report=report)
    run(tmp_path, CLAIM + skip, twice, report=left_out)
    run(tmp_path, CLAIM, twice, words='format = "tsv"\nempty = ["-"]', report=unnamed)

    (refusal,) = report.refusals
    assert refusal[1:4] == (4, "who", "Ann")
    assert refusal.why == "line 2 has this key already, and a key names one row"
    assert (left_out.refused, left_out.left_out) == (0, {"again": 1})
    assert unnamed.refused == 0


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """In one line."""
    mapping = tmp_path / "visits.toml"
    mapping.write_text(SOURCE, encoding="utf-8")

    with pytest.raises(TableError, match="No such file"):
        list(read_records(tmp_path / "absent.tsv", read_mapping(mapping)))
