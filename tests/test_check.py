"""The checks find what is wrong with a graph, and say what they could not look at."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from astrograph.check import Problem, check_store
from astrograph.sources import SourceTexts
from builders import plain_store, turtle_store

if TYPE_CHECKING:
    from pathlib import Path

    from astrograph import Store

TEXT = "Roscosmos stays."
GOOD = """
    id:A a ag:SpaceAgency ; skos:prefLabel "A"@en .
    id:B a ag:Person ; skos:prefLabel "B"@en .
    id:Voice a ag:Person ; skos:prefLabel "Voice"@en .
    claim:a a ag:Claim ; ag:subject id:B ; ag:predicate ag:leads ; ag:object id:A ;
      ag:modality ag:AssertedFact ; ag:polarity ag:Positive ; ag:status ag:Accepted ;
      ag:confidence 0.9 ; ag:speaker id:Voice ; ag:paraphrase "B leads A."@en ;
      ag:evidence evidence:a .
    evidence:a a ag:Evidence , oa:TextPositionSelector ; ag:source source:x ; ag:sentence 1 ;
      oa:start 0 ; oa:end 9 ; ag:textSha256 "SPAN" .
    source:x a ag:Document ; dcterms:title "A page" ; ag:contentSha256 "FILE" ;
      ag:fileName "page.txt" ; dcterms:license <http://example.org/free> .
""".replace("SPAN", hashlib.sha256(TEXT[:9].encode()).hexdigest()).replace(
    "FILE", hashlib.sha256(TEXT.encode()).hexdigest()
)


@pytest.fixture
def texts(tmp_path: Path) -> SourceTexts:
    """Return the texts of the sources, with the one that the good graph cites."""
    (tmp_path / "page.txt").write_text(TEXT, encoding="utf-8")
    return SourceTexts(tmp_path)


def test_a_sound_graph_has_no_problem(texts: SourceTexts) -> None:
    """And the report counts what was looked at."""
    report = check_store(turtle_store(GOOD), texts)

    assert report.problems == ()
    assert report.unseen == ()
    assert {name: report.checked[name] for name in ("claims", "places of evidence")} == {
        "claims": 1,
        "places of evidence": 1,
    }
    assert report.checked["source texts"] == 1


def test_a_source_whose_text_is_not_at_hand_is_named() -> None:
    """It is no problem, but it was not verified."""
    report = check_store(turtle_store(GOOD))

    assert report.problems == ()
    assert report.unseen == ("A page",)
    assert report.checked["source texts"] == 0


@pytest.mark.parametrize(
    ("change", "kind", "where", "words"),
    [
        ((" ;\n      ag:evidence evidence:a", ""), "shape", "claim:a", "must have evidence"),
        (("; ag:source source:x", ""), "shape", "evidence:a", "ag:source"),
        (("oa:end 9", "oa:end 8"), "evidence", "evidence:a", "not those that were read"),
        (("oa:end 9", "oa:end 99"), "evidence", "evidence:a", "not in the source's text"),
        (("ag:confidence 0.9", "ag:confidence 1.9"), "shape", "claim:a", "confidence"),
        (("ag:status ag:Accepted ;", ""), "shape", "claim:a", "status"),
        (("ag:modality ag:AssertedFact", "ag:modality ag:Rumour"), "shape", "claim:a", "modality"),
        ((' ; skos:prefLabel "A"@en', ""), "shape", "id:A", "prefLabel"),
    ],
)
def test_each_defect_is_found_where_it_lies(
    texts: SourceTexts, change: tuple[str, str], kind: str, where: str, words: str
) -> None:
    """By the check whose matter it is, with the place in short form."""
    broken = GOOD.replace(*change)

    report = check_store(turtle_store(broken), texts)

    assert broken != GOOD
    assert any(
        (each.kind, each.where) == (kind, where) and words in each.message
        for each in report.problems
    ), report.problems


def test_a_source_text_of_another_hash_is_a_problem(tmp_path: Path) -> None:
    """Every place in it is then unverified."""
    (tmp_path / "page.txt").write_text("something else", encoding="utf-8")

    report = check_store(turtle_store(GOOD), SourceTexts(tmp_path))

    assert [each.kind for each in report.problems] == ["evidence"]
    assert "is not the text that the graph cites" in report.problems[0].message
    assert report.unseen == ("A page",)


def test_problems_come_in_canonical_order_and_once(texts: SourceTexts) -> None:
    """The same graph gives the same report."""
    broken = GOOD.replace("oa:end 9", "oa:end 8").replace("ag:confidence 0.9", "ag:confidence 1.9")
    first, second = (check_store(turtle_store(broken), texts) for _ in range(2))

    assert first == second
    assert list(first.problems) == sorted(
        set(first.problems), key=lambda each: (each.kind, each.where, each.message)
    )
    assert all(isinstance(each, Problem) for each in first.problems)


def test_plain_rdf_has_nothing_to_object_to() -> None:
    """It claims nothing."""
    assert check_store(plain_store("a knows b")).problems == ()


def test_the_shipped_graph_is_sound(shipped: Store) -> None:
    """Without the texts; whoever has them verifies the evidence too."""
    report = check_store(shipped)

    assert report.problems == ()
    assert "Undated article on Roscosmos and the ISS partnership" in report.unseen


def test_the_evidence_of_the_shipped_graph_recomputes(shipped: Store, shared_dir: Path) -> None:
    """Every span and every cell, from the article and the table of facts."""
    report = check_store(shipped, SourceTexts(shared_dir))

    assert report.problems == ()
    assert report.unseen == ()
    assert report.checked["source texts"] == 2
