"""Claims disagree by declared rules only: what cannot both be true, which yields, what ends."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from astrograph.disagreement import (
    AT_ODDS,
    CONTRADICTS,
    DISSENT,
    END_FROM,
    REASONER,
    concerns,
    overlays,
    statement,
)
from astrograph.disagreement.compare import (
    ends_differ,
    overlap,
    starts_differ,
    values_differ,
    within,
)
from astrograph.formats.prose import LINK_WORDS
from astrograph.model import (
    Claim,
    Evidence,
    Instant,
    Interval,
    Iri,
    Overlay,
    Relation,
    Source,
    Value,
)
from astrograph.vocab import AG, CLAIM, ID, SOURCE, XSD
from properties.strategies import intervals

DAY = 86400.0
RELATIONS = {
    AG + name: Relation(AG + name, name, past_form=past, exclusive=exclusive, tolerance=tolerance)
    for name, exclusive, tolerance, past in (
        ("leads", "OneHolder", DAY, AG + "formerlyLed"),
        ("dateOfBirth", "OneValue", 0, AG + "dateOfBirth"),
        ("officialName", "OneValue", 0, AG + "formerOfficialName"),
        ("timeInSpace", "OneTotal", 60, AG + "timeInSpace"),
        ("signed", "OneDate", 0, AG + "signed"),
        ("visited", None, 0, AG + "visited"),
        ("worksFor", None, 0, AG + "formerlyWorkedFor"),
    )
}
SOURCES = {
    source.iri: source
    for source in (
        Source(SOURCE + "old", "An old table", updated="2019-12-31T00:00:00Z"),
        Source(SOURCE + "new", "A new table", updated="2024-05-19T00:00:00Z"),
        Source(SOURCE + "own", "Its own register", updated="2010-01-01T00:00:00Z", primary=True),
        Source(SOURCE + "page", "A page"),
        Source(SOURCE + "other", "Another page"),
    )
}


def day(text: str, time: str = "00:00:00") -> Instant:
    """Return an instant of a day."""
    return f"{text}T{time}Z"


def term(start: str | None = None, end: str | None = None) -> Interval:
    """Return the four bounds of a term between two days, or with an open side."""
    first = (None, None) if start is None else (day(start), day(start, "23:59:59"))
    last = (None, None) if end is None else (day(end), day(end, "23:59:59"))
    return Interval(*first, *last)


def told(name: str, source: str, said: tuple[str, str, str | Value], **fields: object) -> Claim:
    """Make a claim from a row of its own in a source; it bears the name of that row."""
    subject, relation, target = said
    made = Claim(
        CLAIM + name,
        ID + subject,
        AG + relation,
        object=ID + target if isinstance(target, str) else None,
        value=target if isinstance(target, Value) else None,
        evidence=(Evidence(f"evidence:{name}", SOURCE + source, row_key=f"line {name}"),),
    )
    return made._replace(**fields)  # type: ignore[arg-type]


def leads(name: str, who: str, holds: Interval, source: str = "page", **fields: object) -> Claim:
    """Make a claim on who leads the agency."""
    return told(name, source, (who, "leads", "Agency"), holds=holds, **fields)


def born(name: str, date: str, source: str = "page", **fields: object) -> Claim:
    """Make a claim on one person's date of birth."""
    return told(name, source, ("A", "dateOfBirth", Value(date)), **fields)


def stayed(name: str, seconds: int, source: str = "page") -> Claim:
    """Make a claim on one person's time in space."""
    value = Value(str(seconds), datatype=XSD + "integer")
    return told(name, source, ("A", "timeInSpace", value))


def laid(*claims: Claim) -> dict[Iri, Overlay]:
    """Compute the overlays, named as the claims are."""
    made = overlays(claims, RELATIONS, SOURCES)
    return {iri.removeprefix(CLAIM): overlay for iri, overlay in made.items()}


def contradicting(*claims: Claim) -> set[tuple[str, str]]:
    """Return the pairs that contradict."""
    return {
        (link.claim.removeprefix(CLAIM), link.other.removeprefix(CLAIM))
        for overlay in overlays(claims, RELATIONS, SOURCES).values()
        for link in overlay.links
        if link.kind == CONTRADICTS
    }


def disputed(*claims: Claim) -> set[str]:
    """Return the claims that yield."""
    return {name for name, overlay in laid(*claims).items() if overlay.status == "Disputed"}


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
        {"modality": "Denial", "polarity": "Negative"},
        {"status": "Rejected"},
        {"status": "Superseded"},
    ],
)
def test_only_facts_that_a_curator_has_not_set_aside_take_part(fields: dict[str, str]) -> None:
    """A plan, an opinion or a rejected claim contradicts nothing."""
    one, other = born("a", "1943"), born("b", "1951")._replace(**fields)  # type: ignore[arg-type]

    assert laid(one, other) == {}
    assert not concerns(other, RELATIONS)


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


# ── Which one yields ───────────────────────────────────────────────────────────────────────────


def test_the_stale_table_yields_to_the_newer_one() -> None:
    """By the dates of the tables; the newer stays as it is."""
    assert disputed(born("a", "1943", "old"), born("b", "1951", "new")) == {"a"}


def test_a_secondary_source_yields_to_a_primary_one() -> None:
    """However new it is."""
    assert disputed(born("a", "1943", "new"), born("b", "1951", "own")) == {"a"}


def test_the_smaller_total_yields_whichever_table_is_newer() -> None:
    """A total only grows, so the larger is the later state."""
    assert disputed(stayed("a", 1_123_200, "new"), stayed("b", 16_848_000, "old")) == {"a"}
    assert disputed(stayed("a", 27_820_800, "old"), stayed("b", 52_531_200, "new")) == {"a"}


def test_where_no_rule_decides_both_stand() -> None:
    """Two pages without a date, or a page that a table only cites."""
    cited = born("b", "1951", "new", primary_source=SOURCE + "page")

    for other in (born("b", "1951", "other"), cited):
        assert contradicting(born("a", "1943", "old"), other) == {("a", "b")}
        assert disputed(born("a", "1943", "old"), other) == set()


def test_a_claim_that_was_not_accepted_keeps_its_status() -> None:
    """The rules put nothing up and say nothing twice."""
    reported = born("a", "1943", "old", status="Reported")

    assert disputed(reported, born("b", "1951", "new")) == set()


# ── Ends ───────────────────────────────────────────────────────────────────────────────────────


def ends(*claims: Claim) -> dict[str, tuple[Instant | None, Instant | None, str]]:
    """Return the ends that are inferred, and from which claim."""
    return {
        name: (overlay.holds.end_earliest, overlay.holds.end_latest, link.other.removeprefix(CLAIM))
        for name, overlay in laid(*claims).items()
        for link in overlay.links
        if overlay.holds is not None and link.kind == END_FROM
    }


def test_a_dated_successor_ends_an_open_term_at_the_latest() -> None:
    """When it really ended stays open: the office may have been empty."""
    found = ends(
        leads("a", "Bolden", term("2009-07-17")),
        leads("b", "Nelson", term("2021-05-03", "2025-01-20")),
        leads("c", "Isaacman", term("2025-12-17")),
    )

    assert found == {"a": (None, day("2021-05-03", "23:59:59"), "b")}


def test_an_undated_claim_takes_the_end_from_a_dated_one_on_the_same_term() -> None:
    """As the seed's claims on Borisov and Nelson do in the wide graph."""
    found = ends(
        leads("a", "Borisov", Interval(), tense="Present"),
        leads("b", "Borisov", term("2022-07-15", "2025-02-06"), "other"),
        leads("c", "Borisov", term("2022-07-15"), "other"),
        leads("d", "Bakanov", term("2025-02-06"), "other"),
    )

    end = (day("2025-02-06"), day("2025-02-06", "23:59:59"), "b")
    assert found == {"a": end, "c": end}


def test_an_undated_claim_on_one_of_two_terms_stays_open() -> None:
    """Nobody says which of them it speaks of."""
    found = ends(
        leads("a", "Fletcher", Interval(), tense="Past"),
        leads("b", "Fletcher", term("1971-04-27", "1977-05-01")),
        leads("c", "Fletcher", term("1986-05-12", "1989-04-08")),
        leads("d", "Truly", term("1989-05-14", "1992-03-31")),
    )

    assert found == {}


def test_ends_that_contradict_give_none() -> None:
    """Of two dates neither is picked."""
    found = ends(
        leads("a", "Koptev", Interval()),
        leads("b", "Koptev", term("1992-02-25", "2004-03-11")),
        leads("c", "Koptev", term("1992-02-25", "1999-05-25")),
    )

    assert "a" not in found


def test_a_stand_in_ends_only_a_stand_in() -> None:
    """And the next holder ends both."""
    found = ends(
        leads("a", "A", term("2021-05-03")),
        leads("b", "Petro", term("2025-01-20"), role_text="acting"),
        leads("c", "Duffy", term("2025-07-09"), role_text="interim"),
        leads("d", "Isaacman", term("2025-12-17")),
    )

    assert {name: dated for name, (_, _, dated) in found.items()} == {"a": "d", "b": "c", "c": "d"}


def test_a_claim_that_lasted_longer_is_not_ended_before() -> None:
    """A successor who began within the time that it surely lasted does not end it."""
    lasting = Interval(day("2005-01-01"), day("2005-01-01"), day("2012-03-01"), None)
    found = ends(
        leads("a", "Popovkin", lasting),
        leads("b", "B", term("2009-01-01", "2010-01-01"), role_text="head"),
        leads("c", "C", term("2013-10-10", "2015-01-21")),
    )

    assert found == {"a": (day("2012-03-01"), day("2013-10-10", "23:59:59"), "c")}


def test_a_plan_or_a_disputed_claim_ends_nothing() -> None:
    """Only what is accepted as a fact does."""
    for fields in ({"modality": "Plan"}, {"status": "Disputed"}, {"polarity": "Negative"}):
        later = leads("b", "B", term("2025-02-06"), **fields)

        assert ends(leads("a", "A", term("2022-07-15")), later) == {}


def test_without_a_start_of_its_own_no_successor_is_later() -> None:
    """Whoever leads by an undated claim may have come after the dated one."""
    assert ends(leads("a", "A", Interval()), leads("b", "B", term("2022-07-15"))) == {}


# ── Whatever the claims are ────────────────────────────────────────────────────────────────────

RULED = st.sampled_from(sorted(RELATIONS))
DATES = st.sampled_from(["1943", "1943-08-20", "1951-02", "600", "650", "700.5", "soon", "Soon"])


@st.composite
def rivals(draw: st.DrawFn) -> list[Claim]:
    """Draw some claims on few subjects, so that they have something to disagree about."""
    made = []
    for number in range(draw(st.integers(2, 6))):
        relation = draw(RULED).removeprefix(AG)
        valued = relation in {"dateOfBirth", "officialName", "timeInSpace"}
        target = Value(draw(DATES)) if valued else draw(st.sampled_from("XY"))
        made.append(
            told(
                f"{number}",
                draw(st.sampled_from(["old", "new", "own", "page"])),
                (draw(st.sampled_from("AB")), relation, target),
                holds=draw(intervals),
                polarity=draw(st.sampled_from(["Positive", "Positive", "Negative"])),
                role_text=draw(st.sampled_from([None, None, "acting"])),
                tense=draw(st.sampled_from([None, "Past"])),
            )
        )
    return made


@given(rivals(), st.randoms())
def test_the_order_of_the_claims_does_not_matter(claims: list[Claim], random: object) -> None:
    """The same claims give the same overlays, each pair one link and never one with itself."""
    mixed = list(claims)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    found = laid(*claims)

    assert laid(*mixed) == found
    pairs = [
        frozenset({link.claim, link.other})
        for overlay in found.values()
        for link in overlay.links
        if link.kind == CONTRADICTS
    ]
    assert len(pairs) == len(set(pairs))
    assert all(len(pair) == 2 for pair in pairs)


@given(rivals())
def test_claims_that_no_rule_concerns_change_nothing(claims: list[Claim]) -> None:
    """A caller may leave out what `concerns` does not name and no other claim denies."""
    denied = {statement(each) for each in claims if each.polarity == "Negative"}
    kept = [each for each in claims if concerns(each, RELATIONS) or statement(each) in denied]

    assert laid(*kept) == laid(*claims)


@given(rivals())
def test_a_claim_yields_only_to_one_that_it_contradicts(claims: list[Claim]) -> None:
    """And of those that contradict each other, never all do."""
    pairs = contradicting(*claims)
    losers = disputed(*claims)

    assert losers <= {name for pair in pairs for name in pair}
    assert all(not losers.issuperset(pair) or len(losers) > 1 for pair in pairs)
    assert losers != {name for pair in pairs for name in pair} or not pairs


@given(intervals, intervals, st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_wider_tolerance_never_finds_more(
    one: Interval, other: Interval, narrow: int, wider: int
) -> None:
    """Nor does it matter which of two comes first."""
    small, large = sorted((narrow, wider))
    for differ in (starts_differ, ends_differ, overlap):
        assert differ(one, other, small) or not differ(one, other, large)
        assert differ(one, other, small) == differ(other, one, small)


@given(DATES, DATES, st.integers(0, 10**10), st.integers(0, 10**10))
def test_a_wider_tolerance_never_tells_more_values_apart(
    one: str, other: str, narrow: int, wider: int
) -> None:
    """Whatever kinds of value they are."""
    small, large = sorted((narrow, wider))
    first, second = born("a", one), born("b", other)

    assert values_differ(first, second, small) or not values_differ(first, second, large)
    assert values_differ(first, second, small) == values_differ(second, first, small)


@given(intervals)
def test_what_surely_held_lies_within_itself_only_if_both_its_bounds_are_sharp(
    one: Interval,
) -> None:
    """An open or a vague stretch proves nothing."""
    proven = within(one, one)

    assert not proven or (one.start_earliest, one.end_latest) == (
        one.start_latest,
        one.end_earliest,
    )


def test_every_link_that_sets_claims_against_each_other_has_words() -> None:
    """So that paths, claims and footnotes speak of the same dissent."""
    assert set(AT_ODDS) < DISSENT
    assert DISSENT <= {kind for kind, _ in LINK_WORDS}


def test_the_words_for_order_are_tested_on_every_order() -> None:
    """Three voices on one birth: each pair contradicts, the two stale ones yield."""
    voices = [born("a", "1943", "old"), born("b", "1951", "new"), born("c", "1960", "old")]

    for order in permutations(voices):
        assert contradicting(*order) == {("a", "b"), ("a", "c"), ("b", "c")}
        assert disputed(*order) == {"a", "c"}
