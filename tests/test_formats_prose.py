"""Prose, facts and reports: tense, dates, voice, dissent, counts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from astrograph import find_paths
from astrograph.check import Problem, Report
from astrograph.formats import claims, facts, paths, problems, prose, stats, times
from astrograph.model import Clock, Interval, Link, Statement
from astrograph.vocab import shrink
from builders import AG, EX, ID, claim, plain_store, store_of, turtle_store

if TYPE_CHECKING:
    from astrograph import Store

EVIL = '=HYPERLINK("http://127.0.0.1") "quoted" <b>#1;</b> | `x`\nsecond line'
APRIL, MAY = "2022-04-01T00:00:00Z", "2022-05-01T00:00:00Z"
JULY, AUGUST = "2022-07-01T00:00:00Z", "2022-08-01T00:00:00Z"


def test_prose_says_the_tense_in_both_directions(shipped: Store) -> None:
    """By the forms and inverse labels of the ontology."""

    def said(tense: str, *, forward: bool) -> str:
        statement = Statement(ID + "DmitryRogozin", AG + "leads", ID + "Roscosmos", tense)
        return prose.sentence(shipped, statement, forward=forward)

    assert said("present", forward=True) == "Dmitry Rogozin leads Roscosmos"
    assert said("present", forward=False) == "Roscosmos is led by Dmitry Rogozin"
    assert said("past", forward=True) == "Dmitry Rogozin formerly led Roscosmos"
    assert said("past", forward=False) == "Roscosmos was formerly led by Dmitry Rogozin"


def test_prose_says_the_tense_beside_a_relation_without_forms() -> None:
    """Whatever the data call it."""
    store = plain_store("a knows b")

    def verb(tense: str, *, forward: bool = True) -> str:
        said = Statement(EX + "a", EX + "knows", EX + "b", tense)
        return prose.verb(store, said, forward=forward)

    assert verb("present") == "knows"
    assert verb("past") == "knows (in the past)"
    assert verb("plan") == "knows (planned)"
    assert verb("present", forward=False) == ""
    assert prose.sentence(
        store, Statement(EX + "a", EX + "knows", EX + "b", "present"), forward=False
    ) == "A knows b"  # fmt: skip
    past = Statement(EX + "a", EX + "knows", EX + "b", "past")
    assert prose.sentence(store, past) == "A knows b (in the past)"


def test_a_plan_is_told_with_each_of_its_dates() -> None:
    """Two speakers who name two dates do not mean the later one; who names none adds none."""
    early = claim("A", "leaves", "B", modality="Plan", holds=Interval(JULY))
    late = claim("A", "leaves", "B", modality="Plan", holds=Interval(AUGUST))
    silent = claim("A", "leaves", "B", modality="Plan")
    said = Statement(ID + "A", AG + "leaves", ID + "B", "plan")

    assert prose.when(said, [early, late]) == "not before 2022-07-01, or not before 2022-08-01"
    assert prose.when(said, [early, silent]) == "not before 2022-07-01"
    assert prose.circumstances(store_of(early, late), said, [early, late]) == [
        ("not before 2022-07-01", [early]),
        ("not before 2022-08-01", [late]),
    ]


def test_the_time_of_a_claim_is_said_as_printed_where_no_bound_is_known() -> None:
    """Two claims that print it differently say nothing together."""
    tuesday = claim("A", "leads", "B", time_text="Tuesday")
    newly = claim("A", "leads", "B", time_text="newly")
    marked = claim("A", "leads", "B", time_text="*")

    assert times.when([tuesday]) == "“Tuesday”"
    assert times.when([tuesday, newly]) == ""
    assert times.when([marked]) == ""
    assert times.when([tuesday._replace(holds=Interval("2025-01-01T00:00:00Z"))]) == (
        "not before 2025"
    )


def test_whose_words_they_are_is_said_with_the_way_they_took(shipped: Store) -> None:
    """Speaker, addressee, relay; or the source's own voice."""

    def who(number: str) -> str:
        said = shipped.claim(f"https://w3id.org/astrograph/claim/seed1-{number}")
        assert said is not None
        return prose.who(shipped, said)

    assert who("C02") == "according to Roscosmos, told to NASA, relayed by Reuters"
    assert who("C14") == "according to Yuri Borisov, told to Vladimir Putin"
    assert who("C20") == "according to the unnamed NASA official"
    assert who("C10") == "in the source's own voice"


def test_footnotes_number_each_claim_once(shipped: Store) -> None:
    """In the order in which they are first cited."""
    one, two = list(shipped.claims())[:2]
    notes = prose.Footnotes(shipped)

    assert notes.cite([two]) == "[1]"
    assert notes.cite([one, two]) == "[2][1]"
    assert [line[:3] for line in notes.lines() if line.startswith("[")] == ["[1]", "[2]"]


def test_the_headline_of_a_claim_speaks_of_the_time_that_is_asked_for() -> None:
    """What was so then is, what was over then was, and what had not begun is to come."""
    led = claim("A", "leads", "B", holds=Interval(MAY, MAY, JULY, JULY))
    store = store_of(led)

    def headline(when: str) -> str:
        return prose.said_by_claim(store, led, when)

    assert headline(MAY) == "A leads B"
    assert headline(AUGUST) == "A formerly led B"
    assert headline(APRIL) == "A leads B (to come)"
    asked = claims.text(store, [led], None, Clock(at=AUGUST))
    assert asked.startswith("as of 2022-08-01\n\nclaim:")
    assert "  A formerly led B\n" in asked


def test_the_headline_of_a_claim_speaks_of_the_edition_where_nothing_is_asked() -> None:
    """A table that was made in 2022 tells no present in a graph of 2026."""
    term = Interval(MAY, MAY, JULY, JULY)
    store = turtle_store("""
        <urn:slice> a ag:Slice ; dcterms:title "Later" ;
          ag:editionDate "2026-01-01T00:00:00Z"^^xsd:dateTime .
        claim:a a ag:Claim ; ag:subject id:A ; ag:predicate ag:leads ; ag:object id:B ;
          ag:status ag:Accepted ; ag:polarity ag:Positive ; ag:modality ag:AssertedFact .
    """)

    assert prose.said_by_claim(store, claim("A", "leads", "B", holds=term)) == "A formerly led B"


@pytest.mark.parametrize(
    ("kind", "leaving", "words"),
    [
        ("contradicts", True, "contradicting this"),
        ("supersedes", True, "before that"),
        ("supersedes", False, "since replaced"),
        ("inTensionWith", True, "in tension with this"),
        ("argueAgainst", False, "arguing against this"),
        ("qualifies", False, "qualifying this"),
        ("argueAgainst", True, None),
        ("supports", False, None),
        ("restates", True, None),
    ],
)
def test_dissent_is_told_by_the_kind_of_link(kind: str, leaving: bool, words: str | None) -> None:  # noqa: FBT001
    """A claim that supports is no dissent."""
    own, other = claim("A", "leads", "B"), claim("X", "leads", "Y")
    start, end = (own, other) if leaving else (other, own)
    link = Link(start.iri, kind, end.iri)
    linked = [each._replace(links=(link,)) if each is start else each for each in (own, other)]
    store = store_of(*linked)
    (statement,) = store.statements(ID + "A", status="any")

    told = prose.dissent(store, statement)

    assert [each for each, _ in told] == ([] if words is None else [words])


def test_a_plain_statement_says_that_no_source_is_given() -> None:
    """In paths and in facts."""
    store = plain_store("a knows b")
    entity = store.entity(EX + "a")
    assert entity is not None

    assert "(no source is given)" in paths.text(store, find_paths(store, "a", "b"), None)
    assert "(no source is given)" in facts.text(store, facts.gather(store, entity), None)


def test_facts_gather_statements_values_and_open_claims(shipped: Store) -> None:
    """What makes a fact, what is a value, and what is only claimed."""
    roscosmos = shipped.entity(ID + "Roscosmos")
    assert roscosmos is not None

    found = facts.gather(shipped, roscosmos)
    open_claims = {each.iri.rpartition("-")[2] for each in found.open}

    assert {"C01"} <= open_claims
    assert not {each.iri for each in found.open} & {
        iri for each in found.statements for iri in each.claims
    }
    assert all(each.value is not None for each in found.values)


def test_facts_at_a_date_say_that_the_article_alone_leaves_it_possible(shipped: Store) -> None:
    """Who led Roscosmos on 2022-07-01? Possibly Borisov: no date settles it."""
    roscosmos = shipped.entity(ID + "Roscosmos")
    assert roscosmos is not None

    shape = json.loads(facts.as_json(shipped, facts.gather(shipped, roscosmos, Clock(JULY)), None))
    led = [
        (each["subject"]["label"], each["tense"], each["certainty"], each["why"])
        for each in shape["statements"]
        if each["relation"]["iri"] == AG + "leads"
    ]

    assert [each[:3] for each in led] == [
        ("Yuri Borisov", "present", "possible"),
        ("Dmitry Rogozin", "past", "possible"),
    ]
    assert all("not certain" in each[3] and "2022-07-01" in each[3] for each in led)


def test_statistics_add_up(shipped: Store) -> None:
    """By every kind of count."""
    counts = json.loads(stats.as_json(stats.gather(shipped)))

    assert counts["claims"] == sum(counts["by"]["status"].values())
    assert counts["entities"] == sum(counts["by"]["type"].values())
    assert counts["statements"] == len(shipped.statements())
    assert counts["span"] == {
        "earliest": "2025-01-01T00:00:00Z",
        "latest": "2028-01-01T00:00:00Z",
    }
    assert counts["edition"] == {
        "date": None,
        "present_of": "https://w3id.org/astrograph/source/seed1",
    }


def test_of_long_tables_the_largest_rows_are_shown(shipped: Store) -> None:
    """Unless all are asked for; what is left out is counted."""
    counts = stats.gather(shipped)
    text = stats.text(shipped, counts, None, most=2)

    relations = counts["by"]["relation"]
    commonest = sorted(relations, key=lambda iri: (-relations[iri], iri))
    assert [f"| {shrink(iri)} " in text for iri in commonest[:3]] == [True, True, False]
    assert f"and {len(relations) - 2} more (--all)" in text
    assert "--all" not in stats.text(shipped, counts, None, most=None)


def test_statistics_of_plain_rdf_know_no_source() -> None:
    """And say whose tenses they are."""
    store = plain_store("a knows b")
    text = stats.text(store, stats.gather(store), None)

    assert "1 statement, 0 claims, 0 sources" in text
    assert "the tenses are those of the sources" in text


def test_a_report_lists_problems_and_what_was_not_verified() -> None:
    """As text and as JSON."""
    report = Report({"claims": 2}, ("A page",), (Problem("shape", "claim:a", "is odd"),))
    sound = Report({"claims": 2}, (), ())

    assert "shape: claim:a: is odd" in problems.text(report)
    assert "A page" in problems.text(report)
    assert problems.text(sound).endswith("no problem found\n")
    assert json.loads(problems.as_json(report))["problems"] == [
        {"kind": "shape", "where": "claim:a", "message": "is odd"}
    ]
