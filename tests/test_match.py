"""Proposals of who is who: names folded, missions squeezed, and never a name alone."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from astrograph.match import Candidate, propose
from astrograph.match.missions import Mission, join, squeeze
from astrograph.match.names import agreement, read, short_forms, skeleton
from astrograph.vocab import ID

if TYPE_CHECKING:
    from random import Random


def grade(left: str, right: str) -> str:
    """Say how well two names agree."""
    return agreement(read([left]), read([right])).grade


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Yuri Gagarin", "Yuriy Alekseevich Gagarin, Letchik-Mai. VVS"),
        ("Sergei Krikalev", "Krikalyov, Sergey K."),
        ("Vladimir Solovyov", "Vladimir Alekseevich Solov'yov"),
        ("Владимир Соловьёв", "Vladimir Solovyev"),
        ("Yelena Kondakova", "Elena Kondakova, RKA"),
        ("Aleksandr Aleksandrov", "Alexander Panayotov Alexandrov, Capt-Eng. Bulg. AF"),
        ("Arnaldo Tamayo Méndez", "Arnaldo Tamayo Mendez, Col. Cuban AF"),
        ("Bertalan Farkas", "Farkas Bertalan, Lt Col Magyar AF"),
        ("Yi So-Yeon", "Yi Soyeon, KARI"),
        ("Nick Hague", "T. Niklaus 'Nick' Hague, Col. USAF, NASA"),
        ("Scott Carpenter", "Malcolm *Scott Carpenter, Lt Cdr USN, NASA"),
        ("Rubio, Francisco (Frank)", "Frank Rubio, Maj USA, NASA"),
        ("Nancy Currie", "Currie, Nancy J., Jr."),
    ],
)
def test_spelling_rank_and_order_do_not_hide_a_name(left: str, right: str) -> None:
    """Accents, transliterations, patronymics, ranks and called names all agree in full."""
    assert grade(left, right) == grade(right, left) == "full"


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("Samantha Cristofretti", "Samantha Cristoforetti", "good"),
        ("J. Smith", "John Smith", "good"),
        ("Fred Haise", "Frederick Wallace Haise", "good"),
        ("Joe H. Engle", "Joseph H. Engle", "good"),
        ("Wang Xiaoguang", "Xiaoguan Wang", "good"),
        ("Bill Nelson", "George D. Nelson", "weak"),
        ("Vladimir Solovyov", "Anatoliy Solov'yov", "weak"),
        ("Konstantin Borisov", "Yury Borisov", "weak"),
        ("Fei Junlong", "Wu Fei", ""),
        ("Eric Boe", "Eric Philips", ""),
        ("Aleksandr Ivanov", "Aleksandr Ivanovich Petrov", ""),
    ],
)
def test_less_than_a_full_name_is_graded(left: str, right: str, expected: str) -> None:
    """Slips and initials are good, a family name alone is weak, a given name alone is nothing."""
    assert grade(left, right) == expected


def test_nicknames_count_as_far_as_the_data_use_them_for_one_person() -> None:
    """No list of nicknames is built in: one row with both names is what tells."""
    short = short_forms([["Jerome Apt, Ph.D, NASA", "Jay Apt, PhD, NASA"]])

    assert agreement(read(["Jay Buckey"]), read(["Jerome Buckey"]), short).grade == "good"
    assert agreement(read(["Jay Buckey"]), read(["Jerome Buckey"])).grade == "weak"


@given(st.text(alphabet="abcdefghiklmnoprstuvyzáéíóúñçüöžšČ", min_size=2))
def test_skeletons_are_blind_to_accents_and_case(word: str) -> None:
    """However the marks are encoded."""
    marked = unicodedata.normalize("NFD", word)
    bare = "".join(letter for letter in marked if not unicodedata.combining(letter))

    assert skeleton(word) == skeleton(marked) == skeleton(bare) == skeleton(word.upper())


@given(
    st.text(alphabet="bdgklmnprstv", min_size=1),
    st.sampled_from([("iy", "y", "i", "ii"), ("yov", "ev", "'yov"), ("ey", "ei"), ("x", "ks")]),
)
def test_skeletons_are_blind_to_endings_of_transliterations(
    stem: str, endings: tuple[str, ...]
) -> None:
    """Each spelling of one ending gives one skeleton."""
    assert len({skeleton(f"a{stem}{ending}") for ending in endings}) == 1


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("STS-61C", "STS-61-C"),
        ("STS-51-I", "STS 51-I"),
        ("Dragon Crew-5", "SpaceX Crew-5"),
        ("Dragon DM-2", "Crew Dragon Demo-2"),
        ("Gemini VI-A", "Gemini 6A"),
        ("Mercury-Atlas 6", "MA-6"),
        ("Soyuz TMA-01M", "Soyuz TMA\u00ad1M"),
        ("New Shepard NS-16", "Blue Origin NS-16"),
        ("Axiom Ax-1", "Axiom Mission 1"),
        ("SS1 Flt 15P", "SpaceShipOne flight 15P"),
        ("VMS Unity 22", "Unity 22"),
    ],
)
def test_names_of_missions_are_squeezed(left: str, right: str) -> None:
    """Signs, noughts, Roman figures and names of series do not count."""
    assert squeeze(left) == squeeze(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [("STS-1", "STS-100"), ("Soyuz TMA-1", "Soyuz TMA-01M"), ("X-15 3-2-13", "X-15 32-1-3")],
)
def test_squeezing_keeps_missions_apart(left: str, right: str) -> None:
    """Figures stay the figures that they were."""
    assert squeeze(left) != squeeze(right)


def test_missions_join_by_any_of_their_names_and_never_against_the_day() -> None:
    """Friendship Seven is MA-6; a name that comes twice decides nothing."""
    ours = [
        Mission("flight-5", ("Friendship Seven", "MA6"), "1962-02-20"),
        Mission("flight-6", ("Soyuz T-10",), "1984-02-08"),
        Mission("flight-7", ("STS-9", "X-15-3"), "1983-11-28"),
        Mission("flight-8", ("X-15-3",)),
    ]
    theirs = [
        Mission("a", ("Mercury-Atlas 6",), "1962"),
        Mission("b", ("Soyuz T-10",), "1983-09-26"),
        Mission("c", ("Columbia's sixth",), "1983-11-28"),
        Mission("d", ("X-15-3",)),
    ]

    assert [(each.left, each.right, each.rule) for each in join(theirs, ours)] == [
        ("a", "flight-5", "rule: squeezed name"),
        ("c", "flight-7", "rule: launch day"),
    ]


def test_missions_join_by_crew_when_all_of_it_is_known() -> None:
    """Serial numbers are no names: there the crew tells."""
    ours = [Mission("f", ("Soyuz T",), crew=frozenset({ID + "A", ID + "B"}))]
    theirs = [Mission("q", ("7K-ST No. 16L",), crew=frozenset({ID + "Q1", ID + "Q2"}))]
    people = {ID + "Q1": ID + "A", ID + "Q2": ID + "B"}

    assert [each.rule for each in join(theirs, ours, people)] == ["rule: same crew"]
    assert join(theirs, ours, {ID + "Q1": ID + "A"}) == []


def flew(iri: str, name: str, *missions: str, seconds: float | None = None) -> Candidate:
    """Return a person who flew."""
    return Candidate(iri, (name,), frozenset(missions), seconds=seconds)


def pairs(left: list[Candidate], right: list[Candidate]) -> dict[str, str]:
    """Return who is proposed to be who."""
    return {found.left: found.right for found in propose(left, right)[0]}


def test_a_name_alone_is_never_enough() -> None:
    """It is listed as open, with the one who comes nearest."""
    proposals, cases = propose([flew("q", "Jim Kitchen")], [flew("a", "Jim Kitchen", "NS-20")])

    assert proposals == []
    assert cases[0].near == ("a",)
    assert "nothing else is known" in cases[0].why


def test_two_nelsons_on_one_flight_are_told_apart_by_name_and_time() -> None:
    """Both were on STS-61-C; George flew more often."""
    left = [
        flew("q1", "Bill Nelson", "61C", seconds=525_780),
        flew("q2", "George Nelson", "61C", "41C", seconds=1_471_000),
    ]
    right = [
        flew("a1", "George D. Nelson, Ph.D., NASA", "61C", "41C", seconds=1_471_010),
        flew("a2", "C. William Nelson, Rep. (D-Fla.)", "61C", seconds=525_800),
    ]

    assert pairs(left, right) == {"q1": "a2", "q2": "a1"}


def test_two_aleksandr_aleksandrovs_are_told_apart_by_flight() -> None:
    """One name, two men, no flight in common."""
    left = [
        flew("q1", "Aleksandr Aleksandrov", "Soyuz T-9"),
        flew("q2", "Aleksandr Aleksandrov", "Soyuz TM-5"),
    ]
    right = [
        flew("a1", "Aleksandr Pavlovich Aleksandrov", "Soyuz T-9"),
        flew("a2", "Alexander Panayotov Alexandrov", "Soyuz TM-5"),
    ]

    assert pairs(left, right) == {"q1": "a1", "q2": "a2"}


def test_one_family_name_is_no_reason() -> None:
    """Vladimir is not Anatoly Solovyov, and Konstantin is not Yury Borisov."""
    assert pairs([flew("q", "Vladimir Solovyov", "T-10")], [flew("a", "A. Solovyov", "TM-5")]) == {}
    assert pairs([flew("q", "Konstantin Borisov", "C7")], [flew("a", "Yury Borisov", "C7")]) == {}


def test_identifiers_come_first() -> None:
    """They decide even where the names say nothing."""
    left = Candidate("q", ("X",), ids=frozenset({"gcat:AS-1"}))
    right = Candidate("a", ("Y",), ids=frozenset({"gcat:AS-1", "wikidata:Q1"}))

    assert [found.rule for found in propose([left], [right])[0]] == ["rule: shared identifier"]


def test_where_two_fit_equally_both_stay_open() -> None:
    """Unless the time in space singles one out."""
    right = [flew("a1", "Ivan Ivanov", "S1", seconds=9e5), flew("a2", "Ivan Ivanov", "S1")]

    assert pairs([flew("q", "Ivan Ivanov", "S1")], right) == {}
    assert pairs([flew("q", "Ivan Ivanov", "S1", seconds=9e5)], right) == {"q": "a1"}


def test_years_of_birth_support_and_forbid() -> None:
    """Equal ones stand in for a flight; different ones rule out what only resembles."""
    born = Candidate("q", ("Ivan Ivanov",), birth_year=1950)

    assert pairs([born], [Candidate("a", ("Ivan Ivanov",), birth_year=1950)]) == {"q": "a"}
    assert pairs([born], [Candidate("a", ("Ivan Ivanov",), birth_year=1960)]) == {}
    assert (
        pairs(
            [born._replace(names=("I. Ivanov",), missions=frozenset({"S1"}))],
            [Candidate("a", ("Ivan Ivanov",), frozenset({"S1"}), 1960)],
        )
        == {}
    )


def test_what_is_known_to_be_different_is_never_proposed() -> None:
    """A decision outweighs any likeness."""
    left, right = flew("q", "Ivan Ivanov", "S1"), flew("a", "Ivan Ivanov", "S1")

    assert propose([left], [right], [frozenset({"q", "a"})])[0] == []


def test_two_who_fit_the_same_one_are_told_of_each_other() -> None:
    """What they share with the third is said, and not that nothing was there to compare."""
    ours = [Candidate(ID + "K", ("Sergei Krikalev",), birth_year=1958)]
    theirs = [
        Candidate("a:1", ("Sergey Krikalyov",), birth_year=1958),
        Candidate("a:2", ("Сергей Крикалёв",), birth_year=1958),
    ]
    proposals, cases = propose(theirs, ours)
    _, other_way = propose(ours, theirs)
    shared = "both born in 1958, but"

    assert proposals == []
    assert [case.why for case in (*cases, *other_way)] == [
        f"nearest is 'Sergei Krikalev': {shared} 'Сергей Крикалёв' (a:2) fits as well",
        f"nearest is 'Sergei Krikalev': {shared} 'Sergey Krikalyov' (a:1) fits as well",
        f"nearest is 'Sergey Krikalyov': {shared} 'Сергей Крикалёв' (a:2) fits as well",
    ]


PEOPLE = st.lists(
    st.builds(
        Candidate,
        st.uuids().map(str),
        st.sampled_from(["Ivan Ivanov", "I. Ivanov", "Petr Ivanov", "Yuri Petrov"]).map(
            lambda name: (name,)
        ),
        st.frozensets(st.sampled_from(["S1", "S2"])),
        st.sampled_from([None, 1950, 1960]),
        st.sampled_from([None, 1e5, 2e5]),
    ),
    unique_by=lambda person: person.iri,
    max_size=6,
)


@given(PEOPLE, PEOPLE, st.randoms())
def test_proposals_are_one_to_one_and_blind_to_order(
    left: list[Candidate], right: list[Candidate], random: Random
) -> None:
    """Everyone on the left comes once; the order in which they come does not count."""
    proposals, cases = propose(left, right)
    random.shuffle(right)

    assert sorted([*(each.left for each in proposals), *(each.left for each in cases)]) == sorted(
        person.iri for person in left
    )
    assert len({each.right for each in proposals}) == len(proposals)
    assert propose(list(reversed(left)), right) == (proposals, cases)
