"""What follows from a contradiction, and from a successor: who yields, and what has ended."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

from astrograph.disagreement import AT_ODDS, DISSENT, END_FROM, START_FROM
from astrograph.formats.prose import LINK_WORDS
from astrograph.model import Interval
from astrograph.vocab import CLAIM, SOURCE
from rivals import born, contradicting, day, disputed, laid, leads, stayed, term, told

if TYPE_CHECKING:
    from astrograph.model import Claim, Instant

# ── Which one yields ───────────────────────────────────────────────────────────────────────────


def test_the_stale_table_yields_to_the_newer_one() -> None:
    """By the dates of the tables; the newer stays as it is."""
    old = told("a", "old", ("A", "leads", "Agency"), holds=term("2010-01-01", "2015-01-01"))
    new = told("b", "new", ("B", "leads", "Agency"), holds=term("2013-01-01", "2020-01-01"))

    assert disputed(old, new) == {"a"}


def test_a_newer_table_is_no_better_on_what_never_changes() -> None:
    """A date of birth does not grow stale, so both stand."""
    assert contradicting(born("a", "1943", "old"), born("b", "1951", "new")) == {("a", "b")}
    assert disputed(born("a", "1943", "old"), born("b", "1951", "new")) == set()


def test_a_secondary_source_yields_to_a_primary_one() -> None:
    """However new it is."""
    assert disputed(born("a", "1943", "new"), born("b", "1951", "own")) == {"a"}


def test_the_smaller_total_yields_whichever_table_is_newer() -> None:
    """A total only grows, so the larger is the later state."""
    assert disputed(stayed("a", 1_123_200, "new"), stayed("b", 16_848_000, "old")) == {"a"}
    assert disputed(stayed("a", 27_820_800, "old"), stayed("b", 52_531_200, "new")) == {"a"}


def test_where_no_rule_decides_both_stand() -> None:
    """Two pages without a date, or a page that a table only cites."""
    table = leads("a", "A", term("2010-01-01", "2015-01-01"), "old")
    page = leads("b", "B", term("2013-01-01", "2020-01-01"), "other")
    cited = page._replace(
        evidence=leads("b", "B", page.holds, "new").evidence, primary_source=SOURCE + "page"
    )

    for other in (page, cited):
        assert contradicting(table, other) == {("a", "b")}
        assert disputed(table, other) == set()


def test_a_claim_that_was_not_accepted_keeps_its_status() -> None:
    """The rules put nothing up and say nothing twice."""
    reported = born("a", "1943", "old", status="Reported")

    assert disputed(reported, born("b", "1951", "own")) == set()


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


def test_whoever_was_in_office_later_ends_an_open_term_however_he_came_to_it() -> None:
    """Nobody knows when Bridenstine began, but in 2020 it was he."""
    year = Interval(None, day("2020-12-31", "23:59:59"), day("2020-01-01"), None)
    found = ends(
        leads("a", "Bolden", term("2009-07-17")),
        leads("b", "Bridenstine", year),
        leads("c", "Nelson", term("2021-05-03", "2025-01-20")),
    )

    assert found["a"] == (None, day("2020-12-31", "23:59:59"), "b")


def test_a_term_does_not_take_its_end_from_one_that_was_over_before() -> None:
    """Two terms of one person are two, however little is told of when the first began."""
    first = Interval(day("1990-01-01"), None, None, day("1999-12-31"))

    assert ends(leads("a", "A", first), leads("b", "A", term("2018-05-24"))) == {}


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


def test_an_undated_claim_takes_the_start_of_the_term_as_well() -> None:
    """Else whoever leads now may always have led; what it knows of the start stays."""
    seen = Interval(None, day("2012-03-01"), day("2012-03-01"), None)
    found = laid(
        leads("a", "Popovkin", Interval(), tense="Present"),
        leads("b", "Popovkin", seen),
        leads("c", "Popovkin", term("2011-04-29", "2013-10-10")),
    )

    assert {name: overlay.holds for name, overlay in found.items()} == dict.fromkeys(
        "ab", term("2011-04-29", "2013-10-10")
    )
    for name in "ab":
        assert [(link.kind, link.other) for link in found[name].links] == [
            (END_FROM, CLAIM + "c"),
            (START_FROM, CLAIM + "c"),
        ]


def test_a_claim_on_a_later_time_takes_no_earlier_term() -> None:
    """Who was seen in office after the dated term had ended held it again."""
    seen = Interval(None, day("2019-03-06"), day("2019-03-06"), None)

    assert laid(leads("a", "A", seen), leads("b", "A", term("2005-05-31", "2007-07-31"))) == {}


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


def test_every_link_that_sets_claims_against_each_other_has_words() -> None:
    """So that paths, claims and footnotes speak of the same dissent."""
    assert set(AT_ODDS) < DISSENT
    assert {kind for kind, _ in LINK_WORDS} >= DISSENT


def test_three_voices_on_one_thing_are_heard_in_any_order() -> None:
    """Three voices on one birth: each pair contradicts, the two secondary ones yield."""
    voices = [born("a", "1943", "old"), born("b", "1951", "own"), born("c", "1960", "new")]

    for order in permutations(voices):
        assert contradicting(*order) == {("a", "b"), ("a", "c"), ("b", "c")}
        assert disputed(*order) == {"a", "c"}
