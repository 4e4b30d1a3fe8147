"""The open tables of people and missions, matched: how many, which ones, and none that is wrong."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from astrograph.identity import Decision, read_decisions
from astrograph.match import propose
from astrograph.match.missions import join
from astrograph.match.names import read
from astrograph.vocab import ID
from wide import identify, tables

if TYPE_CHECKING:
    from pathlib import Path

    from astrograph.match import Candidate, OpenCase

RIGHT_AT_LEAST = 605
IN_BOTH_AT_MOST = 630

NAMESAKES = {
    "Q358437": "AS-00206",  # Bill Nelson and
    "Q519124": "AS-00149",  # George Nelson, both on STS-61-C
    "Q535172": "AS-00143",  # Vladimir and
    "Q447311": "AS-00212",  # Anatoly Solovyov, one of whose rides is printed as Aleksandr's
    "Q444299": "AS-00213",  # Aleksandr Panayotov Aleksandrov and
    "Q466483": "AS-00130",  # Aleksandr Pavlovich Aleksandrov
    "Q344892": "AS-00447",  # Fei Junlong
    "Q114690441": "AS-00641",  # Zhang Lu
    "Q709931": "AS-00366",  # Edward Tsang Lu
}


@pytest.fixture(scope="module")
def data(shared_dir: Path) -> Path:
    """Return the folder of the open tables."""
    return shared_dir / "data"


@pytest.fixture(scope="module")
def riders(data: Path) -> dict[str, Candidate]:
    """Return the persons of the rides by local name."""
    found = tables.riders(data / "gcat-humanspaceflight")
    return {rider.iri.removeprefix(ID): rider for rider in found}


@pytest.fixture(scope="module")
def wikidata(data: Path) -> dict[str, Candidate]:
    """Return the persons of the Wikidata extract by local name, missions joined by rule alone."""
    folder = data / "wikidata-spacefarers"
    flights = tables.flights(data / "gcat-humanspaceflight")
    joined = {each.left: each.right for each in join(tables.wikidata_missions(folder), flights)}
    found = tables.wikidata_persons(folder, joined)
    return {person.iri.removeprefix(ID): person for person in found}


@pytest.fixture(scope="module")
def matched(
    wikidata: dict[str, Candidate], riders: dict[str, Candidate]
) -> tuple[dict[str, str], list[OpenCase]]:
    """Return who of Wikidata is proposed to be who of the rides, and the open cases."""
    proposals, cases = propose(list(wikidata.values()), list(riders.values()))
    return {each.left[len(ID) :]: each.right[len(ID) :] for each in proposals}, cases


@pytest.fixture(scope="module")
def decisions() -> list[Decision]:
    """Return the table of decisions for the wide graph."""
    return list(read_decisions(identify.TABLE))


def test_of_672_people_605_or_more_are_matched_one_to_one(
    matched: tuple[dict[str, str], list[OpenCase]],
) -> None:
    """The others are open, each with a reason; more than 630 cannot be in both tables."""
    found, cases = matched

    assert RIGHT_AT_LEAST <= len(found) <= IN_BOTH_AT_MOST
    assert len(set(found.values())) == len(found)
    assert len(found) + len(cases) == 672
    assert all(case.why for case in cases)


def test_nobody_is_matched_whom_flights_and_time_speak_against(
    matched: tuple[dict[str, str], list[OpenCase]],
    wikidata: dict[str, Candidate],
    riders: dict[str, Candidate],
) -> None:
    """Evidence that the rules did not use: all flights that Wikidata lists are those of the rides.

    Two were listed on Soyuz MS-25 for the landing, which the table's update came before.
    """
    odd = {}
    for left, right in matched[0].items():
        flights = {iri for iri in wikidata[left].missions if "flight-H" in iri}
        if missing := flights - riders[right].missions:
            odd[left] = missing
    alone = [
        left
        for left, right in matched[0].items()
        if not wikidata[left].missions & riders[right].missions
        and wikidata[left].names[0] != "Donald Slayton"  # The extract has no crew of ASTP.
    ]

    assert {wikidata[left].names[0] for left in odd} == {"Oleg Kononenko", "Nikolai Chub"}
    assert alone == []


def test_no_match_crosses_the_sexes(
    matched: tuple[dict[str, str], list[OpenCase]], data: Path, decisions: list[Decision]
) -> None:
    """Wikidata and the table of 2020 agree on the sex of all whom the rides join, but for one slip.

    The table has Wang Yaping, whose name it misspells too, as a man.
    """
    ours = {
        row["qid"]: row["gender"] for row in tables.rows(data / "wikidata-spacefarers/persons.csv")
    }
    path = data / "astronaut-database-2020" / "astronauts.csv"
    people = tables.astronauts_2020(path, [])
    sexes = {row["name"]: row["sex"] for row in tables.rows(path)}
    theirs = {person.iri: sexes[person.names[0]] for person in people}
    joined = {
        row.entity.removeprefix(ID): theirs[row.other]
        for row in decisions
        if row.decision == "same" and row.other in theirs
    }
    compared = {
        left: (ours[left], joined[right]) for left, right in matched[0].items() if right in joined
    }

    assert len(compared) > 450
    assert [left for left, (one, other) in compared.items() if one != other] == ["Q705626"]


def test_namesakes_are_who_they_are(
    matched: tuple[dict[str, str], list[OpenCase]],
) -> None:
    """Two Nelsons, two Solovyovs, two Aleksandrovs; and the typo in the rides harms nobody."""
    assert {left: matched[0].get(left) for left in NAMESAKES} == NAMESAKES


@pytest.mark.parametrize(
    ("stranger", "rider"),
    [
        ("Wu Fei", "Fei Junlong"),
        ("Eric Philips", "Eric A. Boe"),
        ("Eric Philips", "John L. Phillips"),
        ("Chen Zhongrui", "Chen Dong"),
        ("Hans Koenigsmann", "Hans-Wilhelm Schlegel"),
        ("Jim Hendren", "Jim Kitchen"),
        ("Katy Perry", "Philippe Perrin"),
        ("Chun Wang", "Taylor G. Wang"),
        ("Christopher Williams", "Jeffrey Williams"),
    ],
)
def test_a_shared_word_makes_no_match(
    matched: tuple[dict[str, str], list[OpenCase]],
    wikidata: dict[str, Candidate],
    riders: dict[str, Candidate],
    stranger: str,
    rider: str,
) -> None:
    """One family name, or a given name that looks like one, belongs to several people."""
    (left,) = [local for local, each in wikidata.items() if stranger in each.names]
    words = {word for reading in read([stranger]) for word in reading.words}

    assert any(rider in name for each in riders.values() for name in each.names)
    assert words
    assert left not in matched[0]
    assert any(case.left == ID + left for case in matched[1])


def test_konstantin_and_yury_borisov_are_two(decisions: list[Decision]) -> None:
    """The head of the agency is barred from being taken for the one who flew."""
    rows = {(row.entity, row.other): row.decision for row in decisions}

    assert rows[ID + "YuriBorisov", ID + "AS-00662"] == "different"
    assert rows[ID + "AS-00143", ID + "AS-00212"] == "different"
    assert rows[ID + "AS-00130", ID + "AS-00213"] == "different"
    assert rows[ID + "AS-00149", ID + "AS-00206"] == "different"


def test_flights_are_joined_one_to_one(data: Path) -> None:
    """By squeezed names, the 327 that a first trial found and more."""
    flights = tables.flights(data / "gcat-humanspaceflight")
    found = join(tables.wikidata_missions(data / "wikidata-spacefarers"), flights)

    assert sum("flight-" in each.right for each in found) > 327
    assert Counter(each.right for each in found).most_common(1)[0][1] == 1


def test_both_tables_of_astronauts_are_matched_too(
    data: Path, riders: dict[str, Candidate], decisions: list[Decision]
) -> None:
    """All 565 of 2020 (two of one name), and all of NASA's who had flown by 2024."""
    same = {row.other: row.entity for row in decisions if row.decision == "same"}
    flights = tables.flights(data / "gcat-humanspaceflight")
    people = tables.astronauts_2020(data / "astronaut-database-2020" / "astronauts.csv", flights)
    nasa = tables.astronauts_nasa(data / "nasa-astronauts-2019" / "astronauts.csv", flights)
    years = {same[each.iri]: each.birth_year for each in people if each.iri in same}
    differing = [
        each.names[0]
        for each in nasa
        if each.iri in same
        and abs((years.get(same[each.iri]) or 0) - (each.birth_year or 0)) > 1
        and same[each.iri] in years
    ]

    assert all(same[each.iri].removeprefix(ID) in riders for each in people)
    assert [each for each in nasa if each.missions and each.iri not in same] == []
    # Who has one full name and several flights in common, and yet two years of birth:
    assert len(differing) == 6


def test_the_table_is_what_the_script_makes(data: Path) -> None:
    """Run scripts/wide/identify after a change to a table, a rule or a curated row."""
    assert identify.TABLE.read_text(encoding="utf-8") == identify.table(data)
