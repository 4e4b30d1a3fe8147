"""Claims contradict by declared rules only: what cannot both be true."""

from __future__ import annotations

import pytest

from astrograph.disagreement import CONTRADICTS, REASONER, concerns, overlays, statement
from astrograph.disagreement.compare import values_differ
from astrograph.model import Interval, Value
from astrograph.vocab import CLAIM, ID
from rivals import (
    RELATIONS,
    SOURCES,
    born,
    contradicting,
    day,
    disputed,
    laid,
    leads,
    stayed,
    term,
    told,
)

# ── One value ──────────────────────────────────────────────────────────────────────────────────


def test_two_values_of_one_subject_contradict_and_the_link_says_who_computes_it() -> None:
    """One link for the pair, on the claim whose IRI comes first."""
    overlay = laid(born("b", "1951-02-24"), born("a", "1943-08-20", "other"))

    (link,) = overlay["a"].links
    assert (link.kind, link.other, link.by) == (CONTRADICTS, CLAIM + "b", REASONER.iri)
    assert set(overlay) == {"a"}
    assert overlay["a"].status is None


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("1943", "1943-08-20", False),
        ("1943-08", "1943-08-20", False),
        ("1943-08", "1943-09-20", True),
        ("1943-12", "1944-01-01", True),
        ("1943-08-20", "1943-08-20T00:00:00Z", False),
        ("1943-08-20T09:30:00Z", "1943-08-20", False),
        ("1943-08-20T09:30:00Z", "1943-08-20T09:31:00Z", True),
        ("1943", "1951-02-24", True),
        ("1943-02-30", "1943", True),
        ("Roscosmos", " ROSCOSMOS ", False),
        ("Roscosmos", "Rosaviakosmos", True),
        ("12.50", "12.5", False),
    ],
)
def test_dates_agree_where_one_lies_within_the_other(one: str, other: str, differ: bool) -> None:  # noqa: FBT001 -- a case of a table
    """A year and a day of that year can both be right; texts are compared folded."""
    first, second = (born("a", each) for each in (one, other))

    assert values_differ(first, second, 0) is differ
    assert values_differ(second, first, 0) is differ


def test_numbers_differ_beyond_the_tolerance_only() -> None:
    """A minute more or less is how tables round."""
    assert contradicting(stayed("a", 600), stayed("b", 660)) == set()
    assert contradicting(stayed("a", 600), stayed("b", 661)) == {("a", "b")}


def test_names_in_two_languages_do_not_contradict() -> None:
    """Nor does a value contradict an object: they cannot be compared."""
    english = told("a", "page", ("A", "officialName", Value("Federal Space Agency", "en")))
    russian = english._replace(iri=CLAIM + "b", value=Value("Федеральное агентство", "ru"))
    thing = english._replace(iri=CLAIM + "c", value=None, object=ID + "Name")

    assert contradicting(english, russian, thing) == set()


def test_dated_values_contradict_only_while_both_hold() -> None:
    """One name may follow another; what bears no date may hold at any time."""
    first = told(
        "a", "page", ("A", "officialName", Value("RKA")), holds=term("1992-02-25", "1999-05-25")
    )
    second = told(
        "b", "page", ("A", "officialName", Value("RAKA")), holds=term("1999-05-25", "2004-03-09")
    )
    early = second._replace(iri=CLAIM + "c", holds=term("1998-01-01", "2004-03-09"), evidence=())
    undated = second._replace(iri=CLAIM + "d", holds=Interval(), evidence=())

    assert contradicting(first, second, undated) == set()
    assert contradicting(first, early) == {("a", "c")}


def test_two_readings_of_one_row_are_no_two_voices() -> None:
    """Who contradicts has to stand somewhere else."""
    one = born("a", "1943-08-20")
    same_row = born("b", "1951-02-24")._replace(evidence=one.evidence)

    assert contradicting(one, same_row) == set()


def test_a_relation_that_excludes_nothing_is_left_alone() -> None:
    """One may visit two stations; and what no rule concerns, nobody has to pass on."""
    one = told("a", "page", ("A", "visited", "Mir"))
    other = told("b", "other", ("A", "visited", "ISS"))

    assert laid(one, other) == {}
    assert not concerns(one, RELATIONS)
    assert concerns(born("c", "1943"), RELATIONS)
    assert concerns(one._replace(polarity="Negative"), RELATIONS)


@pytest.mark.parametrize(
    "fields",
    [
        {"modality": "Plan"},
        {"modality": "Opinion"},
        {"modality": "Threat"},
        {"modality": "Denial"},
        {"status": "Rejected"},
        {"status": "Superseded"},
    ],
)
def test_only_facts_that_a_curator_has_not_set_aside_take_part(fields: dict[str, str]) -> None:
    """A plan, an opinion or a rejected claim contradicts nothing."""
    one, other = born("a", "1943"), born("b", "1951")._replace(**fields)  # type: ignore[arg-type]

    assert laid(one, other) == {}
    assert not concerns(other, RELATIONS)


@pytest.mark.parametrize(
    ("yes", "no", "at_odds"),
    [
        # Without dates it answers what is said in its tense, by whomever.
        ({}, {}, True),
        ({"tense": "Past"}, {"tense": "Past"}, True),
        ({"tense": "Past"}, {"tense": "Present"}, False),
        ({"holds": term("2018-05-24", "2022-07-15")}, {}, True),
        # With dates it denies what surely holds then.
        ({"holds": term("2018-05-24", "2022-07-15")}, {"holds": term("2019-01-01", "2019-12-31")},
         True),
        ({"holds": term("2018-05-24", "2022-07-15")}, {"holds": term("2023-01-01", "2023-12-31")},
         False),
        ({}, {"holds": term("2019-01-01", "2019-12-31")}, False),
        # It denies no plan, and none that a curator has set aside denies anything.
        ({"modality": "Plan"}, {}, False),
        ({}, {"status": "Rejected"}, False),
    ],
)  # fmt: skip
def test_a_denial_contradicts_the_fact_that_it_denies(
    yes: dict[str, object], no: dict[str, object], *, at_odds: bool
) -> None:
    """It is told against something; but nobody yields to it, and it yields to nobody."""
    denial = {"modality": "Denial", "polarity": "Negative", "status": "Reported", **no}
    for source, other in (("page", "own"), ("own", "page"), ("old", "new")):
        one = told("a", source, ("A", "worksFor", "B"), **yes)
        denied = told("b", other, ("A", "worksFor", "B"), **denial)

        assert contradicting(one, denied) == ({("a", "b")} if at_odds else set())
        assert disputed(one, denied) == set()


def test_a_denial_excludes_no_other_value() -> None:
    """Who was not born in 1951 may have been born in 1943."""
    one = born("a", "1943")
    other = born("b", "1951")._replace(modality="Denial", polarity="Negative")

    assert laid(one, other) == {}


def test_a_contradiction_that_somebody_asserts_is_not_computed_again() -> None:
    """The link that is there stays the only one."""
    one, other = born("a", "1943"), born("b", "1951")
    first = overlays([one, other], RELATIONS, SOURCES)[one.iri].links[0]
    asserted = one._replace(links=(first._replace(by=ID + "Curator"),))

    assert laid(asserted, other) == {}


# ── One holder ─────────────────────────────────────────────────────────────────────────────────


def test_two_holders_of_one_office_at_one_time_contradict() -> None:
    """For as long as both surely hold it."""
    one = leads("a", "Rogozin", term("2018-05-24", "2022-07-15"))
    other = leads("b", "Komarov", term("2015-01-21", "2019-01-01"))

    assert contradicting(one, other) == {("a", "b")}


def test_a_hand_over_is_no_contradiction() -> None:
    """On the day itself, or within the day that is tolerated."""
    one = leads("a", "Rogozin", term("2018-05-24", "2022-07-15"))

    for start in ("2022-07-15", "2022-07-14"):
        assert contradicting(one, leads("b", "Borisov", term(start, "2025-02-06"))) == set()
    assert contradicting(one, leads("b", "Borisov", term("2022-07-12", "2025-02-06"))) == {
        ("a", "b")
    }


def test_terms_that_may_but_need_not_overlap_do_not_contradict() -> None:
    """Only the inner bounds prove it: "2004" may be its last day."""
    one = leads(
        "a",
        "A",
        Interval(day("2000-01-01"), day("2000-12-31"), day("2004-01-01"), day("2004-12-31")),
    )
    other = leads("b", "B", Interval(day("2004-01-01"), day("2004-12-31"), day("2008-01-01"), None))

    assert contradicting(one, other) == set()


@pytest.mark.parametrize("role", ["Acting Administrator", "interim head", "First Deputy Director"])
def test_who_stands_in_does_not_collide_with_the_holder(role: str) -> None:
    """The role as printed says that it is not the office itself."""
    one = leads("a", "A", term("2018-01-01", "2022-01-01"))
    other = leads("b", "B", term("2019-01-01", "2020-01-01"), role_text=role)

    assert contradicting(one, other) == set()
    assert contradicting(one, other._replace(role_text="Administrator")) == {("a", "b")}


def test_one_term_with_two_ends_contradicts() -> None:
    """Koptev went in 1999 or in 2004; not both."""
    one = leads("a", "Koptev", term("1992-02-25", "2004-03-11"))
    year = Interval(day("1992-01-01"), day("1992-12-31"), day("1999-01-01"), day("1999-12-31"))

    assert contradicting(one, leads("b", "Koptev", year)) == {("a", "b")}


def test_two_terms_of_one_holder_do_not_contradict() -> None:
    """Fletcher led twice."""
    one = leads("a", "Fletcher", term("1971-04-27", "1977-05-01"))
    other = leads("b", "Fletcher", term("1986-05-12", "1989-04-08"))

    assert contradicting(one, other) == set()


# ── One date, and yes against no ───────────────────────────────────────────────────────────────


def test_an_event_on_two_days_contradicts() -> None:
    """What happened once has one date; a month and a day in it agree."""
    one, other, month = (
        told(name, "page", ("A", "signed", "Treaty"), holds=Interval(first, last, first, last))
        for name, first, last in (
            ("a", day("2022-07-14"), day("2022-07-14", "23:59:59")),
            ("b", day("2022-07-15"), day("2022-07-15", "23:59:59")),
            ("c", day("2022-07-01"), day("2022-07-31", "23:59:59")),
        )
    )

    assert contradicting(one, other, month) == {("a", "b")}


@pytest.mark.parametrize(
    ("yes", "no", "clash"),
    [
        (term("2018-01-01", "2022-01-01"), term("2019-01-01", "2020-01-01"), True),
        (term("2018-01-01", "2022-01-01"), term("2023-01-01", "2024-01-01"), False),
        (term("2018-01-01", "2022-01-01"), Interval(), False),
        (Interval(), Interval(), False),
        # Somewhere within a time for which it is wholly denied:
        (
            Interval(day("2019-02-01"), None, None, day("2019-03-01")),
            term("2019-01-01", "2020-01-01"),
            True,
        ),
    ],
)
def test_yes_and_no_contradict_where_their_times_meet(
    yes: Interval,
    no: Interval,
    clash: bool,  # noqa: FBT001 -- a case of a table
) -> None:
    """By whoever; without dates, two sources may speak of two times."""
    one = told("a", "page", ("A", "worksFor", "B"), holds=yes)
    other = told("b", "other", ("A", "worksFor", "B"), holds=no, polarity="Negative")

    assert (contradicting(one, other) == {("a", "b")}) is clash
    assert statement(one) == statement(other)


def test_an_undated_event_cannot_have_happened_and_not() -> None:
    """Nor can a state hold and not hold in the one present of one source."""
    one = told("a", "page", ("A", "visited", "B"), tense="Past")
    other = told("b", "other", ("A", "visited", "B"), tense="Past", polarity="Negative")
    state = told("c", "page", ("A", "worksFor", "B"), tense="Present")
    denied = told("d", "page", ("A", "worksFor", "B"), tense="Present", polarity="Negative")

    assert contradicting(one, other) == {("a", "b")}
    assert contradicting(state, denied) == {("c", "d")}
    assert contradicting(state, denied._replace(tense="Past")) == set()
