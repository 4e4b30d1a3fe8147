"""A corrected table takes the place of the old one: what it says no more is gone from the store."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from astrograph import ingest_file, open_store
from astrograph.check import check_store
from astrograph.cli import cli
from astrograph.model import Claim, Entity, Evidence, Link, Name, Remainder
from astrograph.sources import SourceTexts
from incoming import CLAIM, CLUB, ID, PAGE, held, place, said, write
from staff import HEAD, MAPPING, ROWS, SOURCE, corrected, hashes, paraphrases, table, take

if TYPE_CHECKING:
    from pathlib import Path

    from astrograph.model import Record


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a store that has taken in the club and the table."""
    ingest_file(write(tmp_path / "club.jsonl", [PAGE, CLUB]), tmp_path / "s")
    assert take(tmp_path).new == {"source": 1, "claim": 6, "entity": 3}
    return tmp_path


def number(folder: Path, claim: str) -> str:
    """Return the IRI of the claim with a paraphrase."""
    (found,) = (
        each.iri
        for each in held(folder / "s")
        if isinstance(each, Claim) and each.paraphrase == claim
    )
    return found


# ── One cell, one row ──────────────────────────────────────────────────────────────────────────


def test_a_corrected_cell_leaves_nothing_of_what_it_said(folder: Path) -> None:
    """Neither the claim nor its hash; the report counts both, and nothing of it is at fault."""
    report = take(folder, corrected(("1981", "1985")), replace=True)
    store, texts = open_store(folder / "s"), SourceTexts(folder)

    assert report.withdrawn == {"claim": 1}
    assert report.new == {"claim": 1}
    assert report.changed == {"source": 1}
    assert "Bob was born in 1985." in paraphrases(folder)
    assert "Bob was born in 1981." not in paraphrases(folder)
    assert {len(each) for each in hashes(folder).values()} == {1}
    assert check_store(store, texts).problems == ()
    for claim in store.claims():
        for cell in claim.evidence:
            assert texts.words(store.source(cell.source), cell) is not None


def test_a_row_that_is_gone_takes_its_facts_and_its_entity_along(folder: Path) -> None:
    """The rows behind it move up, and so does their evidence."""
    report = take(folder, [ROWS[0], ROWS[2]], replace=True)
    store = open_store(folder / "s")

    assert report.withdrawn == {"claim": 2, "entity": 1}
    assert report.changed == {"claim": 2, "source": 1}
    assert store.entity(ID + "staff-2") is None
    assert [line for line in paraphrases(folder) if line.startswith("Bob")] == []
    assert check_store(store, SourceTexts(folder)).problems == ()


def test_a_corrected_name_leaves_no_trace_of_the_slip(folder: Path) -> None:
    """Where the table alone speaks of somebody, it says what they are called."""
    report = take(folder, corrected(("Bob", "Rob")), replace=True)

    assert report.changed == {"claim": 2, "entity": 1, "source": 1}
    assert open_store(folder / "s").entity(ID + "staff-2") == Entity(
        ID + "staff-2", "Rob", "Person"
    )


def test_a_name_that_others_use_as_well_stays_beside_the_new_one(folder: Path) -> None:
    """Nobody can say whose name it was."""
    other = said(7, "staff-2")
    ingest_file(write(folder / "x.jsonl", [other]), folder / "s")
    take(folder, corrected(("Bob", "Rob")), replace=True)

    assert open_store(folder / "s").entity(ID + "staff-2") == Entity(
        ID + "staff-2", "Rob", "Person", aliases=(Name("Bob"),)
    )


def test_the_new_edition_again_changes_nothing(folder: Path) -> None:
    """With --replace and without."""
    take(folder, corrected(("1981", "1985")), replace=True)
    before = held(folder / "s")
    for replace in (True, False):
        report = take(folder, corrected(("1981", "1985")), replace=replace)

        assert report.known == {"source": 1, "claim": 6, "entity": 3}
        assert (report.new, report.changed, report.withdrawn, report.notes) == ({}, {}, {}, [])
    assert held(folder / "s") == before


def test_a_dry_run_counts_what_would_be_withdrawn(folder: Path) -> None:
    """And leaves it there."""
    before = held(folder / "s")
    table(folder, [ROWS[0], ROWS[2]])
    arguments = ["--store", str(folder / "s"), "--mapping", str(folder / "staff.toml")]
    ended = CliRunner().invoke(
        cli, ["ingest", str(folder / "staff.csv"), *arguments, "--replace", "--dry-run"]
    )

    assert ended.stdout == (
        "staff.csv: 2 claims, 1 source would be changed; 2 claims, 2 entities known already;"
        " 2 claims, 1 entity would be withdrawn\n"
    )
    assert held(folder / "s") == before


def test_an_edition_with_a_bad_cell_leaves_the_store_as_it_was(folder: Path) -> None:
    """Nothing is withdrawn for a table that does not come in."""
    before = held(folder / "s")
    report = take(folder, ["1,Ann,1958,1990", "3,Cyd,1990,soon"], replace=True)

    assert report.refused == 1
    assert (report.new, report.changed, report.withdrawn) == ({}, {}, {})
    assert held(folder / "s") == before


def test_a_table_that_differs_from_what_was_taken_in_is_refused_in_words(folder: Path) -> None:
    """The first cell that differs, what it said and says, both editions, and the way out."""
    before = held(folder / "s")
    report = take(folder, corrected(("1981", "1985"), ("2011", "2012")))
    (refusal,) = report.refusals

    assert refusal[:4] == ("staff.csv", 3, "born", None)
    assert refusal.why.startswith(
        "the table has changed since it was taken in: here stands '1985' now, where '1981' stood;"
    )
    old, new = ("\n".join([HEAD, *rows, ""]).encode() for rows in (ROWS, corrected(
        ("1981", "1985"), ("2011", "2012"))))  # fmt: skip
    assert f"the edition with the sha256 {sha256(old).hexdigest()[:12]}…" in refusal.why
    assert f"the one with the sha256 {sha256(new).hexdigest()[:12]}…" in refusal.why
    assert refusal.why.endswith("--replace puts the new edition in the place of the old")
    assert held(folder / "s") == before


@pytest.mark.parametrize(
    ("rows", "place", "why"),
    [
        (ROWS[:2], (4, "born"), "here is no cell any more, where '1990' stood"),
        ((*ROWS, "4,Dan,1999,2020"), (None, None), "no cell that the store cites reads otherwise"),
        ((ROWS[0], ROWS[2]), (3, "no"), "here stands '3' now, where '2' stood"),
    ],
)
def test_rows_that_come_and_go_are_told_as_well(
    folder: Path, rows: tuple[str, ...], place: tuple[int | None, str | None], why: str
) -> None:
    """With the place where that shows, if it shows in what the store cites."""
    (refusal,) = take(folder, rows).refusals

    assert refusal[1:3] == place
    assert why in refusal.why


def test_dated_editions_are_told_by_their_dates(tmp_path: Path) -> None:
    """Where the mapping gives them."""
    dated = SOURCE + 'updated = "{}"\n' + MAPPING.removeprefix(SOURCE)
    take(tmp_path, mapping=dated.replace('"{}"', '"2024-05-19"'))
    (refusal,) = take(
        tmp_path, corrected(("1981", "1985")), mapping=dated.replace('"{}"', '"2024-06-01"')
    ).refusals

    assert "the edition of 2024-05-19, this is the one of 2024-06-01;" in refusal.why


def test_a_mapping_that_says_less_is_noted_and_replaces_when_told(folder: Path) -> None:
    """The table is the same, so that it may be read in two ways; the claims of both stay."""
    less = MAPPING.replace("yearOfBirth", "placeOfBirth")
    noted = take(folder, mapping=less)
    replaced = take(folder, mapping=less, replace=True)

    (note,) = noted.notes
    assert note == (
        "3 claims that it made before, and the mapping does not make, stay;"
        " --replace withdraws what is made no more"
    )
    assert replaced.withdrawn == {"claim": 3}
    assert len(paraphrases(folder)) == 6


# ── What others say ────────────────────────────────────────────────────────────────────────────


def test_claims_of_other_sources_stay_and_lose_only_links_that_lead_nowhere(folder: Path) -> None:
    """Which is noted; a link that the withdrawn claim had is gone with it."""
    gone, kept = number(folder, "Bob was born in 1981."), number(folder, "Ann was born in 1958.")
    links = (Link(CLAIM + "page-1", "supersedes", gone), Link(CLAIM + "page-1", "restates", kept))
    line = f'<{gone}> <http://example.org/seen> "yes" .\n'
    other = '<http://example.org/a> <http://example.org/b> "c" .\n'
    records: list[Record] = [said(1, "staff-2", links=links), Remainder(line + other)]
    ingest_file(write(folder / "page.jsonl", records), folder / "s")
    report = take(folder, corrected(("1981", "1985")), replace=True)

    assert f"claim:page-1 supersedes {gone.replace(CLAIM, 'claim:')}" in report.notes[0]
    assert said(1, "staff-2", links=links[1:]) in held(folder / "s")
    assert Remainder(other) in held(folder / "s")
    assert not any(gone in str(each) for each in held(folder / "s"))


def test_an_entity_that_others_speak_of_stays_when_its_row_is_gone(folder: Path) -> None:
    """With what the table said of its name."""
    ingest_file(write(folder / "page.jsonl", [said(1, "staff-2")]), folder / "s")
    report = take(folder, [ROWS[0], ROWS[2]], replace=True)

    assert report.withdrawn == {"claim": 2}
    assert open_store(folder / "s").entity(ID + "staff-2") == Entity(
        ID + "staff-2", "Bob", "Person"
    )


def cell(folder: Path, key: int, column: str, text: str) -> Evidence:
    """Return the evidence of the store for a cell, which says some text."""
    (found,) = {
        each
        for claim in held(folder / "s")
        if isinstance(claim, Claim)
        for each in claim.evidence
        if str(each.row_key).endswith(f": {key}") and each.column == column
    }
    assert found.sha256 == sha256(text.encode()).hexdigest()
    return found


def test_a_claim_of_others_that_rests_on_a_cell_goes_with_it_or_moves_along(folder: Path) -> None:
    """No claim stands on what the table does not say any more, and no evidence is in the air."""
    bob, cyd = cell(folder, 2, "born", "1981"), cell(folder, 3, "born", "1990")
    ours = [said(1, "staff-2", evidence=(bob,)), said(2, "staff-3", evidence=(cyd, place(2)))]
    ingest_file(write(folder / "page.jsonl", ours), folder / "s")
    report = take(folder, [ROWS[0], ROWS[2]], replace=True)
    store = open_store(folder / "s")

    assert report.withdrawn["claim"] == 3
    (note,) = report.notes
    assert note == (
        "withdrawn too, since they rest on what the table says no more: claim:page-1;"
        " take in again what they come from"
    )
    moved = store.claim(CLAIM + "page-2")
    assert moved is not None
    assert moved.evidence == (place(2), cell(folder, 3, "born", "1990"))
    assert [each.row_key for each in moved.evidence] == ["line 2", "line 3: 3"]
    assert SourceTexts(folder).words(store.source(cyd.source), moved.evidence[1]) == "1990"


def test_a_joined_table_that_changed_is_refused_or_replaced_like_the_table_itself(
    tmp_path: Path,
) -> None:
    """Its own claims that rest on cells that read otherwise go as well."""
    (tmp_path / "homes.csv").write_text("no,town\n1,Rome\n2,Oslo\n", encoding="utf-8")
    homes = SOURCE.replace("staff", "homes") + '[table]\nkey = "{no}"\nfile = "homes.csv"\n'
    (tmp_path / "homes.toml").write_text(
        homes + '[[claim]]\nsubject = "id:staff-{no}"\npredicate = "ag:placeOfBirth"\n'
        'value = "{town}"\nparaphrase = "{no} comes from {town}."\n',
        encoding="utf-8",
    )
    joined = MAPPING + (
        '[lookups.home]\nmapping = "homes.toml"\nkey = "no"\non = "{no}"\n'
        '[[claim]]\nsubject = "id:staff-{no}"\npredicate = "ag:placeOfBirth"\n'
        'value = "{home.town}"\nparaphrase = "{name} is from {home.town}."\n'
    )
    home, home_rules = tmp_path / "homes.csv", tmp_path / "homes.toml"
    ingest_file(home, tmp_path / "s", mapping=home_rules)
    take(tmp_path, mapping=joined)
    home.write_text("no,town\n1,Rome\n2,Bergen\n", encoding="utf-8")
    (refusal,) = take(tmp_path, mapping=joined).refusals
    replaced = take(tmp_path, mapping=joined, replace=True)
    between = paraphrases(tmp_path)
    again = ingest_file(home, tmp_path / "s", mapping=home_rules)

    assert refusal[1:3] == (3, "town")
    assert "the joined table homes.csv has changed" in refusal.why
    assert "here stands 'Bergen' now, where 'Oslo' stood" in refusal.why
    assert replaced.withdrawn == {"claim": 2}
    assert "claim:homes-" in replaced.notes[0]
    assert [each for each in between if "Oslo" in each or "Bergen" in each] == [
        "Bob is from Bergen."
    ]
    assert again.new == {"claim": 1}
    assert {len(each) for each in hashes(tmp_path).values()} == {1}


def test_a_store_that_was_exported_and_taken_in_knows_its_tables(folder: Path) -> None:
    """The claims' own ids tell; no file beside the graph is needed."""
    exported = CliRunner().invoke(cli, ["--store", str(folder / "s"), "export", "--format", "nq"])
    (folder / "all.nq").write_text(exported.stdout, encoding="utf-8")
    ingest_file(folder / "all.nq", folder / "t")
    table(folder, [ROWS[0], ROWS[2]])
    rules = folder / "staff.toml"
    report = ingest_file(folder / "staff.csv", folder / "t", mapping=rules, replace=True)

    assert report.withdrawn == {"claim": 2, "entity": 1}
    assert (report.new, report.known) == ({}, {"claim": 2, "entity": 2})


def test_the_claims_of_a_source_with_a_longer_name_are_not_the_tables(folder: Path) -> None:
    """`source:staff-old` is not `source:staff`."""
    namesake = MAPPING.replace("source:staff", "source:staff-old").replace("id:staff", "id:old")
    rules = folder / "old.toml"
    rules.write_text(namesake, encoding="utf-8")
    (folder / "old.csv").write_text("\n".join([HEAD, *ROWS, ""]), encoding="utf-8")
    ingest_file(folder / "old.csv", folder / "s", mapping=rules)
    take(folder, ROWS[:1], replace=True)

    assert Counter(paraphrases(folder))["Bob was born in 1981."] == 1
    assert open_store(folder / "s").entity(ID + "old-2") is not None
