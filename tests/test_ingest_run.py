"""Taking files in: as a whole or not at all, once, checked, reported, beside readers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from astrograph import ingest_file, open_store
from astrograph.check import check_store
from astrograph.cli import cli
from astrograph.identity import Decision
from astrograph.ingest.run import ingest_files
from astrograph.model import Claim, Edition, Entity, Link, Name, Remainder, Source
from astrograph.store import directory
from incoming import ANN, CLAIM, CLUB, ID, PAGE, held, said, whole, write

if TYPE_CHECKING:
    from pathlib import Path

    from astrograph.ingest.report import Report

TABLE = "Nr,Name,Since\n1,Ann,2004\n2,Bob,1974 Jul\n3,Cyd,1990s\n"
MAPPING = """
[source]
iri = "source:list"
title = "A list"
license = "https://example.org/terms"
[table]
file = "list.csv"
[[skip]]
where = { Name = "^Cyd$" }
why = "asked to be left out"
[[entity]]
iri = "id:club-{Nr}"
type = "Person"
label = "{Name}"
[[claim]]
subject = "id:club-{Nr}"
predicate = "ag:worksFor"
object = "id:NASA"
start = "{Since}"
paraphrase = "{Name} works for NASA."
"""


def test_a_file_of_records_goes_in_and_is_found(tmp_path: Path) -> None:
    """Everything that it holds, and nothing else."""
    records = whole()
    report = ingest_file(write(tmp_path / "x.jsonl", records), tmp_path / "store")

    assert report.new == {"source": 1, "entity": 4, "claim": 3}
    assert report.taken_in
    assert set(held(tmp_path / "store")) == set(records)
    assert open_store(tmp_path / "store").claim(CLAIM + "page-1") == said(1, "P1")


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    """Not even the generation."""
    path, store = write(tmp_path / "x.jsonl", whole()), tmp_path / "store"
    ingest_file(path, store)
    before = directory.current(store)
    report = ingest_file(path, store)

    assert report.known == {"source": 1, "entity": 4, "claim": 3}
    assert not report.new
    assert report.taken_in
    assert directory.current(store) == before


def test_another_file_is_added_to_what_is_there(tmp_path: Path) -> None:
    """It may build on the store: cite its sources, speak of its entities, link to its claims."""
    store = tmp_path / "store"
    ingest_file(write(tmp_path / "a.jsonl", whole(2)), store)
    link = Link(CLAIM + "page-9", "restates", CLAIM + "page-1", ID + "P1")
    more = said(9, "P1", links=(link,))
    report = ingest_file(write(tmp_path / "b.jsonl", [more]), store)

    assert report.new == {"claim": 1}
    assert report.notes == []
    assert set(held(store)) == {*whole(2), more}


def test_a_table_goes_in_by_its_mapping_and_comes_out_as_claims(tmp_path: Path) -> None:
    """Onto a slice of the shipped graph, so that paths lead through both."""
    (tmp_path / "list.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "list.toml").write_text(MAPPING, encoding="utf-8")
    report = ingest_file(
        tmp_path / "list.csv",
        tmp_path / "store",
        mapping=tmp_path / "list.toml",
        begin_with="article",
    )
    store = open_store(tmp_path / "store")
    (ann,) = store.claims(ID + "club-1")

    assert report.new == {"source": 1, "entity": 2, "claim": 2}
    assert report.left_out == {"asked to be left out": 1}
    assert ann.object == ID + "NASA"
    assert ann.holds.start_earliest == "2004-01-01T00:00:00Z"
    assert ann.evidence[0].row_key is not None
    assert ann.evidence[0].row_key.startswith("line 2")
    assert len(list(store.claims())) == 106 + 2


def test_a_bad_cell_refuses_the_table_with_its_place(tmp_path: Path) -> None:
    """File, line, column, value, reason; and the store stays as it was."""
    (tmp_path / "list.csv").write_text(TABLE.replace("1974 Jul", "1974 Jly"), encoding="utf-8")
    (tmp_path / "list.toml").write_text(MAPPING, encoding="utf-8")
    store = tmp_path / "store"
    ingest_file(write(tmp_path / "x.jsonl", whole()), store)
    report = ingest_file(tmp_path / "list.csv", store, mapping=tmp_path / "list.toml")
    (refusal,) = report.refusals

    assert refusal[:4] == ("list.csv", 3, "Since", "1974 Jly")
    assert "not a date" in refusal.why
    assert set(held(store)) == set(whole())


def test_a_file_with_one_bad_line_stays_out_as_a_whole(tmp_path: Path) -> None:
    """The good lines around it as well; other files of the same run go in."""
    good = write(tmp_path / "good.jsonl", whole())
    bad = write(tmp_path / "bad.jsonl", [said(7, "P1"), said(8, "P1", confidence=2.0)])
    first, second = ingest_files([bad, good], tmp_path / "store")

    assert [each.line for each in first.refusals] == [2]
    assert not first.new
    assert second.taken_in
    assert set(held(tmp_path / "store")) == set(whole())


def test_files_of_one_run_may_build_on_each_other_in_any_order(tmp_path: Path) -> None:
    """And none may build on one that is refused."""
    claims = write(tmp_path / "claims.jsonl", [said()])
    sources = write(tmp_path / "sources.jsonl", [PAGE, ANN, CLUB])
    broken = write(tmp_path / "broken.jsonl", [PAGE._replace(title=" ")])

    assert all(each.taken_in for each in ingest_files([claims, sources], tmp_path / "one"))
    first, second = ingest_files([claims, broken], tmp_path / "two")
    assert "described neither" in first.refusals[0].why
    assert second.refusals[0].column == "title"


def test_what_is_named_but_described_nowhere_is_noted(tmp_path: Path) -> None:
    """It may be mistyped; it gets a name of its IRI."""
    report = ingest_file(write(tmp_path / "x.jsonl", [PAGE, CLUB, said()]), tmp_path / "store")

    named = "named, but described nowhere, which check calls a problem: id:Ann"
    assert report.notes == [named]
    store = open_store(tmp_path / "store")
    told = [each for each in check_store(store).problems if each.where == "id:Ann"]
    assert store.entity(ANN.iri) == Entity(ANN.iri, "Ann", "Thing")
    assert any("described nowhere" in each.message for each in told)


def test_another_claim_under_the_same_iri_is_refused(tmp_path: Path) -> None:
    """Within a file and against the store, with the fields that differ; unless told to replace."""
    store = tmp_path / "store"
    other = said(paraphrase="Ann is employed by the club.")
    twice = ingest_file(write(tmp_path / "x.jsonl", [PAGE, ANN, CLUB, said(), other]), store)
    ingest_file(write(tmp_path / "x.jsonl", [PAGE, ANN, CLUB, said()]), store)
    later = write(tmp_path / "y.jsonl", [other])
    refused = ingest_file(later, store)
    replaced = ingest_file(later, store, replace=True)

    assert str(twice.refusals[0]) == (
        "x.jsonl, line 5, column 'iri': the claim is there on line 4 already, with another"
        " paraphrase: 'claim:page-1'"
    )
    assert "another paraphrase" in refused.refusals[0].why
    assert replaced.changed == {"claim": 1}
    assert other in held(store)
    assert said() not in held(store)


def test_a_source_that_changed_is_another_source(tmp_path: Path) -> None:
    """Its cells are cited by their hashes; a new state of a table does not slip in."""
    store = tmp_path / "store"
    ingest_file(write(tmp_path / "x.jsonl", whole()), store)
    newer = PAGE._replace(sha256="0" * 64, file_name="page.csv")
    report = ingest_file(write(tmp_path / "y.jsonl", [newer]), store)

    assert "file_name, sha256" in report.refusals[0].why


def test_descriptions_of_one_entity_are_united(tmp_path: Path) -> None:
    """Names are added; the label and the class that are there stay, which is said."""
    store = tmp_path / "store"
    ingest_file(write(tmp_path / "x.jsonl", [ANN]), store)
    more = Entity(ANN.iri, "Anne", "Company", aliases=(Name("Аня", "ru"),))
    report = ingest_file(write(tmp_path / "y.jsonl", [more]), store)
    again = ingest_file(write(tmp_path / "y.jsonl", [more]), store)

    assert report.changed == {"entity": 1}
    assert report.notes == ["id:Ann is a Person already, and does not become a Company"]
    assert again.known == {"entity": 1}
    assert held(store) == [
        Entity(ANN.iri, "Ann", "Person", aliases=(Name("Anne"), Name("Аня", "ru")))
    ]


def test_the_store_keeps_its_own_edition(tmp_path: Path) -> None:
    """The first one counts, and another one is noted."""
    store = tmp_path / "store"
    first, other = Edition("One", "2022-01-01T00:00:00Z"), Edition("Two", "2023-01-01T00:00:00Z")
    ingest_file(write(tmp_path / "x.jsonl", [first]), store)
    report = ingest_file(write(tmp_path / "y.jsonl", [other, PAGE]), store)

    assert report.notes == ["the file stands at another date; the store's own stays"]
    assert open_store(store).edition == first


def test_lines_of_other_rdf_are_kept_once(tmp_path: Path) -> None:
    """However they are cut into records."""
    store = tmp_path / "store"
    line = '<http://e/a> <http://e/p> "x\u2028y" .\n'
    other = '<http://e/b> <http://e/p> "z" .\n'
    ingest_file(write(tmp_path / "x.jsonl", [Remainder(line)]), store)
    report = ingest_file(write(tmp_path / "y.jsonl", [Remainder(other + line)]), store)

    assert report.new == {"other RDF": 1}
    assert report.known == {"other RDF": 1}
    assert held(store) == [Remainder(line + other)]


def test_decisions_say_who_is_who_in_the_whole_store(tmp_path: Path) -> None:
    """The claims keep their IRIs, so that without the decision the store comes out as before."""
    store = tmp_path / "store"
    path = write(tmp_path / "x.jsonl", [PAGE, ANN, CLUB, said()])
    decision = Decision(ID + "AnnBee", ANN.iri, "same", "the same badge", "the editors")
    known = ingest_file(
        write(tmp_path / "b.jsonl", [Entity(ID + "AnnBee", "Ann Bee", "Person")]), store
    )
    ingest_file(path, store, decisions=[decision])
    opened = open_store(store)

    assert known.taken_in
    assert opened.claim(said().iri) == said(subject="AnnBee", paraphrase="Ann works for the club.")
    assert opened.entity(ID + "AnnBee") == Entity(
        ID + "AnnBee", "Ann Bee", "Person", aliases=(Name("Ann"),)
    )
    assert opened.entity(ANN.iri) is None
    assert ingest_file(path, store, decisions=[decision]).known["claim"] == 1


def test_a_dry_run_says_what_would_change_and_writes_nothing(tmp_path: Path) -> None:
    """With a store and without one."""
    path, store = write(tmp_path / "x.jsonl", whole()), tmp_path / "store"
    report = ingest_file(path, store, dry_run=True)

    assert report.new == {"source": 1, "entity": 4, "claim": 3}
    assert not report.taken_in
    assert not store.exists()
    ingest_file(path, store)
    names = sorted(store.rglob("*"))
    assert ingest_file(path, store, dry_run=True).known["claim"] == 3
    assert sorted(store.rglob("*")) == names


def run(*arguments: str) -> tuple[int, str, str]:
    """Run the command line; return the exit code and what it wrote."""
    ended = CliRunner().invoke(cli, arguments)
    return ended.exit_code, ended.stdout, ended.stderr


def test_the_command_reports_what_came_in(tmp_path: Path) -> None:
    """The store may be named before the command or after it."""
    path, store = write(tmp_path / "x.jsonl", whole()), str(tmp_path / "store")

    assert run("ingest", str(path), "--store", store, "--dry-run") == (
        0, "x.jsonl: 3 claims, 4 entities, 1 source would be new\n", "",
    )  # fmt: skip
    assert run("--store", store, "ingest", str(path))[:2] == (
        0, "x.jsonl: 3 claims, 4 entities, 1 source new\n",
    )  # fmt: skip
    code, out, _ = run("ingest", str(path), "--store", store, "--format", "json")
    (report,) = json.loads(out)
    assert code == 0
    assert report["known"] == {"source": 1, "claim": 3, "entity": 4}
    assert report["refusals"] == []


def test_the_command_ends_with_the_place_of_what_is_refused(tmp_path: Path) -> None:
    """Exit code 3; the report lists every refusal, the last line tells which file."""
    path = write(tmp_path / "x.jsonl", [*whole(), said(5, "P1", status="Good")])
    code, out, err = run("ingest", str(path), "--store", str(tmp_path / "store"))

    assert code == 3
    assert out.startswith("x.jsonl: refused as a whole, for 1 reason\n  line 9, column 'status': ")
    assert err == f"astrograph: refused: {path}; nothing of that was taken in\n"
    code, out, _ = run("ingest", str(path), "--store", str(tmp_path / "store"), "--format", "json")
    assert json.loads(out)[0]["refusals"][0]["value"] == "Good"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["x.jsonl"], 2, "say which store to write"),
        (["missing.jsonl", "--store", "s"], 3, "astrograph: missing.jsonl: no such file\n"),
        (["x.csv", "--store", "s", "--mapping", "m.toml"], 3, "m.toml: no such file\n"),
        (["x.csv", "--store", "s", "--mapping", "x.csv"], 3, "the mapping: it lacks the key"),
        (["x.jsonl", "--store", "http://example.org/sparql"], 2, "cannot write to http"),
        (["x.csv", "--store", "s"], 2, "nothing says what its rows mean"),
        (["x.doc", "--store", "s"], 3, "refused: x.doc"),
        (["x.jsonl", "--store", "s", "--begin-with", "moon"], 2, "moon"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int, message: str
) -> None:
    """With what to do instead."""
    monkeypatch.chdir(tmp_path)
    for name in ("x.jsonl", "x.csv", "x.doc"):
        (tmp_path / name).write_text("", encoding="utf-8")
    ended, out, err = run("ingest", *arguments)

    assert ended == code
    assert message in err
    assert "no such file" not in out


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a terminal to talk to")
def test_progress_is_shown_on_a_terminal_and_the_cursor_comes_back(tmp_path: Path) -> None:
    """Whether the work ends well or not; nothing of it when the talk goes to a file."""
    good = write(tmp_path / "good.jsonl", whole(1500))
    bad = tmp_path / "bad.jsonl"
    bad.write_text(good.read_text(encoding="utf-8") + "{", encoding="utf-8")
    command = [sys.executable, "-m", "astrograph", "ingest", "--store", str(tmp_path / "s")]
    for path, code in ((good, 0), (bad, 3)):
        ours, theirs = os.openpty()
        with subprocess.Popen([*command, str(path)], stderr=theirs, stdout=subprocess.PIPE) as run_:
            os.close(theirs)
            shown = b""
            while part := _read(ours):
                shown += part
        os.close(ours)

        assert run_.returncode == code
        assert b"reading" in shown
        assert shown.rfind(b"\x1b[?25h") > shown.rfind(b"\x1b[?25l") >= 0
    quiet = subprocess.run([*command, str(good)], capture_output=True, check=True)
    assert quiet.stderr == b""


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def test_the_report_of_a_python_caller_names_every_count(tmp_path: Path) -> None:
    """Rows read, and what became of them."""
    report: Report = ingest_file(write(tmp_path / "x.jsonl", whole(2)), tmp_path / "store")

    assert (report.file, report.rows, report.entities, report.claims) == ("x.jsonl", 6, 3, 2)
    assert [type(each) for each in held(tmp_path / "store")] == [
        Source, Entity, Entity, Entity, Claim, Claim,
    ]  # fmt: skip
