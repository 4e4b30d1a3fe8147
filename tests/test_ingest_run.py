"""Taking files in: as a whole or not at all, once, checked, reported, beside readers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from astrograph import ingest_file, open_store
from astrograph.cli import cli
from astrograph.errors import MisuseError, StoreError
from astrograph.identity import Decision
from astrograph.ingest.run import ingest_files
from astrograph.model import Claim, Edition, Entity, Interval, Link, Name, Remainder, Source, Value
from astrograph.store import directory
from incoming import AG, ANN, CLAIM, CLUB, ID, PAGE, held, place, said, whole, write

if TYPE_CHECKING:
    from pathlib import Path

    from astrograph.ingest.report import Report
    from astrograph.model import Record

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


def refusals(
    folder: Path, *records: Record
) -> list[tuple[int | None, str | None, str | None, str]]:
    """Take records in, which are refused; return the places and reasons."""
    report = ingest_file(write(folder / "x.jsonl", records), folder / "store")
    assert not report.taken_in
    return [(each.line, each.column, each.value, each.why) for each in report.refusals]


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


FAULTS: list[tuple[dict[str, Any], str, str | None, str]] = [
    ({"predicate": AG + "worksfor"}, "predicate", "ag:worksfor", "did you mean worksFor?"),
    ({"predicate": AG + "formerlyLed"}, "predicate", "ag:formerlyLed", "derived, never claimed"),
    ({"subject": "Ann"}, "subject", "Ann", "not an IRI"),
    ({"subject": "_:x"}, "subject", "_:x", "an IRI of its own"),
    ({"object": None}, "object", None, "either an object or a value"),
    ({"value": Value("x")}, "object", ID + "Club", "either an object or a value"),
    ({"object": None, "value": Value("x", "e n")}, "value.lang", "e n", "not a language tag"),
    ({"modality": "Rumor"}, "modality", "Rumor", "one of AssertedFact, Plan"),
    ({"polarity": "Maybe"}, "polarity", "Maybe", "one of Positive, Negative"),
    ({"status": "Good"}, "status", "Good", "one of Accepted"),
    ({"tense": "Was"}, "tense", "Was", "one of Past, Present, Future"),
    ({"confidence": 1.5}, "confidence", "1.5", "from 0 to 1"),
    ({"paraphrase": None}, "paraphrase", None, "put in words"),
    ({"role_text": "x" * 81}, "role_text", "x" * 80, "more than a few words"),
    ({"said_latest": "2022"}, "said_latest", "2022", "not an instant"),
    ({"said_latest": "2022-02-30T00:00:00Z"}, "said_latest", "2022-02-30T00:00:00Z", "instant"),
    (
        {"holds": Interval("2022-01-01T00:00:00Z", "2021-01-01T00:00:00Z")},
        "holds.start_latest",
        "2021-01-01T00:00:00Z",
        "comes before 2022-01-01T00:00:00Z",
    ),
    (
        {"holds": Interval(None, None, "2022-01-01T00:00:00Z", "2021-01-01T00:00:00Z")},
        "holds.end_latest",
        "2021-01-01T00:00:00Z",
        "comes before",
    ),
    (
        {"holds": Interval("2022-01-01T00:00:00Z", None, None, "2021-01-01T00:00:00Z")},
        "holds.end_latest",
        "2021-01-01T00:00:00Z",
        "comes before",
    ),
    ({"evidence": ()}, "evidence", None, "where it is taken from"),
    ({"evidence": (place()._replace(sha256=None),)}, "evidence.sha256", None, "SHA-256"),
    ({"evidence": (place()._replace(source=""),)}, "evidence.source", "", "name its source"),
    (
        {"evidence": (place()._replace(source=ID + "elsewhere"),)},
        "source",
        "id:elsewhere",
        "described neither",
    ),
    ({"paraphrase": "a\0b"}, "", None, "NUL"),
    (
        {"links": (Link(CLAIM + "page-1", "denies", CLAIM + "page-2"),)},
        "links",
        "denies",
        "no such",
    ),
    (
        {"links": (Link(CLAIM + "page-1", "restates", CLAIM + "nowhere"),)},
        "links",
        "claim:nowhere",
        "neither in the file nor in the store",
    ),
]


@pytest.mark.parametrize(("fields", "column", "value", "why"), FAULTS)
def test_a_claim_that_is_not_complete_or_not_possible_is_refused(
    tmp_path: Path, fields: dict[str, Any], column: str, value: str | None, why: str
) -> None:
    """With its line, the field, what it holds, and the reason."""
    (refused,) = refusals(tmp_path, PAGE, ANN, CLUB, said()._replace(**fields))

    assert refused[:3] == (4, column or None, value)
    assert why in refused[3]


@pytest.mark.parametrize(
    ("record", "column", "why"),
    [
        (ANN._replace(type="Persn"), "type", "did you mean Person?"),
        (ANN._replace(label=" "), "label", "has to have a name"),
        (ANN._replace(aliases=(Name("x", "not a tag"),)), "aliases", "language"),
        (PAGE._replace(sha256="abc"), "sha256", "SHA-256"),
        (PAGE._replace(updated="today"), "updated", "instant"),
    ],
)
def test_an_entity_or_source_that_is_not_what_it_should_be_is_refused(
    tmp_path: Path, record: Record, column: str, why: str
) -> None:
    """By the same words."""
    ((line, field, _, reason),) = refusals(tmp_path, record)

    assert (line, field) == (1, column)
    assert why in reason


def test_what_is_named_but_described_nowhere_is_noted(tmp_path: Path) -> None:
    """It may be mistyped; it gets a name of its IRI."""
    report = ingest_file(write(tmp_path / "x.jsonl", [PAGE, CLUB, said()]), tmp_path / "store")

    assert report.notes == ["named, but described nowhere: id:Ann"]
    entity = open_store(tmp_path / "store").entity(ANN.iri)
    assert entity == Entity(ANN.iri, "Ann", "Thing")


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


def test_a_reader_keeps_what_it_opened_while_a_writer_adds(tmp_path: Path) -> None:
    """Its SPARQL engine as well, which it starts only later; whoever opens it anew sees more."""
    store = tmp_path / "store"
    ingest_file(write(tmp_path / "x.jsonl", whole(1)), store)
    reader = open_store(store)
    ingest_file(write(tmp_path / "y.jsonl", whole(2)), store)

    assert len(list(reader.claims())) == 1
    assert len(reader.engine()) > 0
    assert len(list(open_store(store).claims())) == 2


def test_only_the_last_two_generations_are_kept(tmp_path: Path) -> None:
    """So that a store does not grow by being written to."""
    store = tmp_path / "store"
    for number in range(1, 6):
        ingest_file(write(tmp_path / "x.jsonl", whole(number)), store)
    with directory.locked(store):
        kept = sorted(path.name for path in store.iterdir() if path.is_dir())

    assert kept == ["000004", "000005"]


def test_a_second_writer_is_told_in_a_line(tmp_path: Path) -> None:
    """Whoever reads is not in the way, and is not kept out."""
    store = tmp_path / "store"
    path = write(tmp_path / "x.jsonl", whole())
    ingest_file(path, store)
    code = (
        "import sys, pathlib\n"
        "from astrograph.store.directory import locked\n"
        "with locked(pathlib.Path(sys.argv[1])):\n"
        "    print('held', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(store)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(StoreError, match="is locked: another process"):
            ingest_file(path, store)
        assert len(list(open_store(store).claims())) == 3
        other.kill()
    assert ingest_file(path, store).taken_in


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    """A store has a folder of its own."""
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.jpg").write_bytes(b"")
    path = write(tmp_path / "x.jsonl", whole())

    with pytest.raises(MisuseError, match="no store that ingest wrote"):
        ingest_file(path, tmp_path / "photos")
    with pytest.raises(MisuseError, match="is no folder"):
        ingest_file(path, path)


@pytest.mark.skipif(sys.platform == "win32", reason="file sizes are limited otherwise there")
def test_a_disk_without_room_is_told_in_a_line_and_the_store_stays(tmp_path: Path) -> None:
    """A limit on the size of files fails like a full disk."""
    store = tmp_path / "store"
    ingest_file(write(tmp_path / "x.jsonl", whole(2)), store)
    big = write(tmp_path / "y.jsonl", [*whole(2), *(said(n, "P1") for n in range(10, 4000))])
    code = (
        "import resource, sys\n"
        "from astrograph.cli import main\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))\n"
        "sys.argv = ['astrograph', 'ingest', sys.argv[1], '--store', sys.argv[2]]\n"
        "main()\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, str(big), str(store)],
        capture_output=True, text=True, check=False, env={**os.environ, "NO_COLOR": "1"},
    )  # fmt: skip

    assert ended.returncode == 3
    assert len(ended.stderr.splitlines()) <= 2
    assert str(store) in ended.stderr
    assert set(held(store)) == set(whole(2))
    assert not [path for path in store.iterdir() if path.name.startswith(".")]


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
    """Exit code 3; the report lists every refusal, the last line tells the first."""
    path = write(tmp_path / "x.jsonl", [*whole(), said(5, "P1", status="Good")])
    code, out, err = run("ingest", str(path), "--store", str(tmp_path / "store"))

    assert code == 3
    assert out.startswith("x.jsonl: refused as a whole, for 1 reason\n  line 9, column 'status': ")
    assert err.startswith("astrograph: refused: x.jsonl, line 9, column 'status'")
    code, out, _ = run("ingest", str(path), "--store", str(tmp_path / "store"), "--format", "json")
    assert json.loads(out)[0]["refusals"][0]["value"] == "Good"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["x.jsonl"], 2, "say which store to write"),
        (["missing.jsonl", "--store", "s"], 3, "no such file: missing.jsonl"),
        (["x.csv", "--store", "s"], 2, "nothing says what its rows mean"),
        (["x.doc", "--store", "s"], 3, "cannot tell the RDF format of x.doc"),
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
    ended, _, err = run("ingest", *arguments)

    assert ended == code
    assert message in err


def test_the_report_of_a_python_caller_names_every_count(tmp_path: Path) -> None:
    """Rows read, and what became of them."""
    report: Report = ingest_file(write(tmp_path / "x.jsonl", whole(2)), tmp_path / "store")

    assert (report.file, report.rows, report.entities, report.claims) == ("x.jsonl", 6, 3, 2)
    assert [type(each) for each in held(tmp_path / "store")] == [
        Source, Entity, Entity, Entity, Claim, Claim,
    ]  # fmt: skip
