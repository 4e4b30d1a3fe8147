"""Who flew on what, for whom and when, as the tables of flights have it: traps included."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from astrograph.vocab import AG, ID, local_name
from people_tables import (
    KRIKALEV,
    MS22,
    RUBIO,
    Read,
    carried,
    ends,
    read_tables,
    told,
    unite_tables,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def mapped(shared_dir: Path, pytestconfig: pytest.Config) -> Read:
    """Return what the tables say, each by itself."""
    return read_tables(shared_dir / "data", pytestconfig.rootpath / "scripts" / "wide")


@pytest.fixture(scope="module")
def united(shared_dir: Path, pytestconfig: pytest.Config) -> Read:
    """Return what they say together."""
    return unite_tables(shared_dir / "data", pytestconfig.rootpath / "scripts" / "wide")


# ── Who flew on what ───────────────────────────────────────────────────────────────────────────


def test_an_abort_makes_nobody_fly(mapped: Read) -> None:
    """The 50 rides on HA flights put people in a crew; none of them says "flew"."""
    aborted = [claim for claim in mapped.claims if "/flight-HA" in (claim.object or "")]

    assert {local_name(claim.predicate) for claim in aborted} == {"inCrewOf"}
    assert len(aborted) == 50
    assert len(carried(mapped.claims, "flight-HA0012", "inCrewOf")) == 7
    kinds = {each.type for each in mapped.entities if "/flight-HA" in each.iri}
    assert kinds == {"AbortedFlight"}


def test_those_lost_with_challenger_are_people_who_did_not_fly_on_it(mapped: Read) -> None:
    """STS-51-L has a crew of seven; three of them have no other ride, and AF numbers."""
    crew = carried(mapped.claims, "flight-HA0011", "inCrewOf")

    assert len(crew) == 7
    assert {person for person in crew if person.startswith("AF-")} == {
        "AF-00001",
        "AF-00002",
        "AF-00003",
    }


def test_krikalevs_flights_have_their_dates(mapped: Read) -> None:
    """Six rides, from the launch to his own landing, whatever craft that was in."""
    flown = {
        (claim.holds.start_earliest or "")[:10]: (claim.holds.end_latest or "")[:10]
        for claim in told(mapped.claims, KRIKALEV, "flewOn")
    }

    assert flown == {
        "1988-11-26": "1989-04-27",
        "1991-05-18": "1992-03-25",
        "1994-02-03": "1994-02-11",
        "1998-12-04": "1998-12-16",
        "2000-10-31": "2001-03-21",
        "2005-04-15": "2005-10-11",
    }


def test_who_has_no_segments_stayed_with_the_craft(mapped: Read) -> None:
    """His two shuttle flights end when they land; on a station he may have changed craft before."""
    exact = {
        (claim.object or "").rpartition("/")[2]
        for claim in told(mapped.claims, KRIKALEV, "flewOn")
        if claim.holds.end_earliest
    }

    assert exact == {"flight-H00180", "flight-H00223"}


def test_krikalev_came_back_on_other_craft_twice(mapped: Read) -> None:
    """He went up on TM-12 and down on TM-13, up on TM-31 and down on STS-102."""
    back = {
        (claim.term_as_printed, (claim.holds.start_earliest or "")[:10])
        for claim in told(mapped.claims, KRIKALEV, "returnedOn")
    }

    assert back == {
        ("TM7", "1989-04-27"),
        ("TM13", "1992-03-25"),
        ("STS102", "2001-03-21"),
        ("TMA6", "2005-10-11"),
    }


def test_krikalev_served_on_five_expeditions(mapped: Read) -> None:
    """Each lies within its ride, with the role that the segment prints."""
    served = told(mapped.claims, KRIKALEV, "servedOn")

    assert {(local_name(claim.object or ""), claim.role_text) for claim in served} == {
        ("expedition-Mir-EO-4", None),
        ("expedition-Mir-EO-9", None),
        ("expedition-Mir-EO-10", None),
        ("expedition-ISS-1", "flight engineer 2"),
        ("expedition-ISS-11", "commander"),
    }
    eleventh = next(claim for claim in served if (claim.object or "").endswith("ISS-11"))
    assert eleventh.holds.start_earliest == "2005-04-15T00:46:25Z"
    assert eleventh.holds.end_latest == "2005-10-11T01:09:48Z"
    assert eleventh.holds.start_latest is None
    assert eleventh.holds.end_earliest is None


def test_rubio_went_up_on_ms_22_and_came_back_on_ms_23(mapped: Read) -> None:
    """The row says MS22 of the launch and MS23:5 of the landing; MS-23 had gone up empty."""
    assert ends(told(mapped.claims, RUBIO, "flewOn")) == {MS22}
    [back] = told(mapped.claims, RUBIO, "returnedOn")
    [up] = told(mapped.claims, RUBIO, "flewOn")
    ms23 = next(each for each in mapped.entities if each.iri == ID + "flight-MS23")

    assert back.object == ms23.iri
    assert ms23.label == "Soyuz MS-23"
    assert up.holds.start_earliest == "2022-09-21T13:54:49Z"
    assert (back.holds.start_earliest or "").startswith("2023-09-27T11:16")
    assert carried(mapped.claims, "flight-MS23", "returnedOn") == {"AS-00563", "AS-00635", RUBIO}


def test_a_role_that_changes_within_an_expedition_gives_two_claims(mapped: Read) -> None:
    """Rubio's Expedition 68 has two parts; Artemyev became commander in part 2 of the 67th."""
    rubio = told(mapped.claims, RUBIO, "servedOn")
    artemyev = told(mapped.claims, "AS-00543", "servedOn")

    assert sorted(
        claim.term_as_printed or "" for claim in rubio if (claim.object or "").endswith("-68")
    ) == ["EX68.2/FE6", "EX68/FE6"]
    assert {
        claim.role_text for claim in artemyev if (claim.object or "").endswith("expedition-ISS-67")
    } == {"flight engineer 1, part 1", "commander, part 2"}


def test_thagard_came_back_on_sts_71(mapped: Read) -> None:
    """A page of NASA's says STS-74; the rides say STS-71, as that of Dezhurov and Strekalov."""
    assert {"AS-00129", "AS-00332", "AS-00107"} == carried(
        mapped.claims, "flight-H00192", "returnedOn"
    )


def test_a_ride_that_was_going_on_has_no_end(mapped: Read) -> None:
    """Where the duration has an asterisk, neither a landing nor the end of a stay is known."""
    going_on = [claim for claim in mapped.claims if (claim.time_text or "").endswith("*")]
    up = {claim.subject for claim in going_on if claim.predicate == AG + "flewOn"}

    assert len(up) == 13
    assert {claim.holds.end_latest for claim in going_on} == {None}
    for claim in mapped.claims:
        if claim.subject in up and claim.predicate == AG + "returnedOn":
            assert (claim.holds.end_latest or "") < "2024"


def test_a_question_mark_of_the_table_makes_a_claim_hedged(mapped: Read) -> None:
    """Launch times of Virgin Galactic carry question marks."""
    hedged = [claim for claim in mapped.claims if claim.predicate == AG + "flewOn" and claim.hedged]

    assert hedged
    assert all("?" in (claim.time_text or "") for claim in hedged)


def test_employers_and_sponsors_are_known_for_the_day_alone(mapped: Read) -> None:
    """A flight was for a sponsor; an employer is known for that day, but hardly for it alone."""
    sponsors, employers = (
        [claim.holds for claim in mapped.claims if claim.predicate == AG + name]
        for name in ("sponsoredBy", "workedFor")
    )

    assert min(len(sponsors), len(employers)) > 1400
    assert {len({bound and bound[:10] for bound in each}) for each in sponsors} == {1}
    assert not [each for each in sponsors if None in each]
    assert all(each.attests for each in employers)


def test_nobody_flew_for_anybody_on_a_flight_that_did_not_reach_space(mapped: Read) -> None:
    """Who was aboard had an employer and a sponsor all the same, and the words say which it was."""
    told_of_aborts = {
        (local_name(claim.predicate), "did not reach space" in (claim.paraphrase or ""))
        for claim in mapped.claims
        if local_name(claim.predicate) == "sponsoredBy"
        and " HA" in (claim.evidence[0].row_key or "")
    }

    assert told_of_aborts == {("sponsoredBy", True)}


def test_what_happened_is_told_as_past(mapped: Read) -> None:
    """Dated or not, so that two sources on one crew make one statement."""
    tenses = {
        claim.tense
        for claim in mapped.claims
        if local_name(claim.predicate) in {"flewOn", "servedOn", "inCrewOf", "returnedOn"}
    }

    assert tenses == {"Past"}


def test_roles_are_told_in_english_and_kept_as_printed(mapped: Read) -> None:
    """Bortinzhener is a flight engineer; the word of the table stays on the claim."""
    roles = {
        claim.term_as_printed: claim.role_text
        for claim in mapped.claims
        if local_name(claim.predicate) == "flewOn" and claim.role_text
    }

    assert roles["Bortinzhener"] == "flight engineer"
    assert roles["Shiyan Yuan"] == "experimenter"
    assert "crew member" not in roles.values()


def test_a_compound_code_names_several_employers(mapped: Read) -> None:
    """HYD/PLAAF is two organizations; the code as printed stays on both claims."""
    nie = [
        claim
        for claim in told(mapped.claims, "AS-00448", "workedFor")
        if claim.term_as_printed == "HYD/PLAAF"
    ]

    assert ends(nie) == {"org-HYD", "org-PLAAF"}


# ── Flights, stations, launches ────────────────────────────────────────────────────────────────


def test_every_flight_has_its_program_and_its_launch(mapped: Read) -> None:
    """400 missions: all under a program; the 15 aborted ones alone began with no launch."""
    flights = {claim.subject for claim in mapped.claims if claim.predicate == AG + "ofProgram"}
    launched = {claim.subject for claim in mapped.claims if claim.predicate == AG + "aboardLaunch"}

    assert (len(flights), len(launched)) == (400, 385)
    assert not [iri for iri in launched if "/flight-HA" in iri]
    assert ends(told(mapped.claims, MS22, "aboardLaunch")) == {"launch-2022-116"}
    # Old tags have blanks in them, and blanks behind them.
    assert ends(told(mapped.claims, "flight-H00001", "aboardLaunch")) == {"launch-1961-MU"}


def test_stations_are_those_of_the_article_where_they_are_the_same(united: Read) -> None:
    """What the table calls ISS is the article's station."""
    visitors = {
        claim.subject
        for claim in united.claims
        if claim.predicate == AG + "visited" and claim.object == ID + "ISS"
    }

    assert len(visitors) == 119
    assert ID + MS22 in visitors


def test_the_two_parts_of_a_name_that_the_table_tore_are_one_again(mapped: Read) -> None:
    """The rides print "Liberty Bell" and the role "Seven Pilot"; the flights have it whole."""
    names = ends(told(mapped.claims, "flight-H00003", "alias"))

    assert "Liberty Bell Seven" in names
