"""No evidence has two hashes, whatever RDF and lines of JSON say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click.testing import CliRunner

from astrograph import ingest_file
from astrograph.cli import cli
from astrograph.model import Entity
from incoming import CLUB, ID, PAGE, place, said, write
from staff import hashes

if TYPE_CHECKING:
    from pathlib import Path

    from astrograph.model import Record

OTHER = place(1)._replace(sha256="0" * 64)


def test_evidence_with_another_hash_is_refused_unless_it_replaces(tmp_path: Path) -> None:
    """Then in every claim that cites it."""
    first: list[Record] = [
        PAGE,
        CLUB,
        Entity(ID + "Ann", "Ann", "Person"),
        said(1),
        said(2, evidence=(place(),)),
    ]
    ingest_file(write(tmp_path / "a.jsonl", first), tmp_path / "s")
    later = write(tmp_path / "b.jsonl", [said(3, evidence=(OTHER,))])
    refused = ingest_file(later, tmp_path / "s")
    replaced = ingest_file(later, tmp_path / "s", replace=True)

    why = "cites it in the store, with another sha256; to let the file have its way, use --replace"
    assert [str(each) for each in refused.refusals] == [
        f"b.jsonl, line 1, column 'evidence': claim:page-{number} {why}: 'evidence:page-1'"
        for number in (1, 2)
    ]
    assert (replaced.new, replaced.changed) == ({"claim": 1}, {"claim": 2})
    assert hashes(tmp_path) == {OTHER.iri: {OTHER.sha256}}
    assert ingest_file(later, tmp_path / "s", replace=True).known == {"claim": 1}


def test_evidence_that_a_file_gives_in_two_ways_is_refused(tmp_path: Path) -> None:
    """In lines, and in RDF, where one node would have two hashes."""
    lines = write(tmp_path / "x.jsonl", [PAGE, CLUB, said(1), said(2, evidence=(OTHER,))])
    (refusal,) = ingest_file(lines, tmp_path / "s").refusals
    ingest_file(write(tmp_path / "y.jsonl", [PAGE, CLUB, said(1)]), tmp_path / "t")
    exported = CliRunner().invoke(cli, ["--store", str(tmp_path / "t"), "export", "--format", "nt"])
    twice = tmp_path / "twice.nt"
    doubled = next(each for each in exported.stdout.splitlines() if "textSha256" in each)
    digest = str(place().sha256)
    twice.write_text(exported.stdout + doubled.replace(digest, "0" * 64) + "\n", encoding="utf-8")
    rdf = ingest_file(twice, tmp_path / "u").refusals

    assert (refusal.line, refusal.column) == (4, "evidence")
    assert refusal.why == "the evidence is there on line 3 already, with another sha256"
    assert [each.why for each in rdf] == ["evidence:page-1 says its textSha256 twice"]
