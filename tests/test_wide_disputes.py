"""Fifteen places where the open sources disagree, or seem to: what becomes of each.

``docs/disagreement.md`` says the same to readers, case by case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from astrograph import open_store
from astrograph.check import check_store
from astrograph.disagreement import CONTRADICTS, END_FROM, REASONER, START_FROM
from astrograph.selection import ClaimFilter, select_claims
from astrograph.sources import SourceTexts
from astrograph.vocab import AG, ID, SOURCE

if TYPE_CHECKING:
    from pathlib import Path

    from astrograph import Store
    from astrograph.model import Claim

FACTS = "facts2022"


@pytest.fixture(scope="module")
def wide(cache_dir: Path) -> Store:  # noqa: ARG001 -- the cache has to be set before
    """Return the graph of the whole field."""
    return open_store(slice="wide")


def stated(store: Store, about: str, relation: str) -> list[Claim]:
    """Return the claims on a subject with a relation."""
    wanted = ClaimFilter(entities=(ID + about,), relation=(AG + relation,))
    return [claim for claim in select_claims(store, wanted) if claim.subject == ID + about]


def voices(store: Store, about: str, relation: str) -> dict[str, tuple[str, str]]:
    """Return by source what ``claims --disputed`` gives: object or value, and status."""
    wanted = ClaimFilter(entities=(ID + about,), relation=(AG + relation,), disputed=True)
    return {
        (claim.primary_source or claim.evidence[-1].source).removeprefix(SOURCE): (
            claim.value.text if claim.value else (claim.object or "").removeprefix(ID),
            claim.status,
        )
        for claim in select_claims(store, wanted)
    }


def links(store: Store, about: str, relation: str) -> set[tuple[str, str | None]]:
    """Return the kinds of link that claims on a subject have, and who holds so."""
    return {
        (link.kind, link.by)
        for claim in stated(store, about, relation)
        for link in store.links(claim)
    }


def test_1_signed_and_announced_are_two_events(wide: Store) -> None:
    """On two days; both can be right."""
    said = {
        (claim.predicate.removeprefix(AG), (claim.holds.start_earliest or "")[:10])
        for claim in wide.claims(ID + "IntegratedCrewAgreement")
    }

    assert {("wasSigned", "2022-07-14"), ("announced", "2022-07-15")} <= said
    assert links(wide, "IntegratedCrewAgreement", "wasSigned") == set()


def test_2_plans_to_leave_and_to_stay_are_in_tension(wide: Store) -> None:
    """They are plans, so no rule sets them against each other; a curator does."""
    wanted = ClaimFilter(entities=(ID + "ISSPartnership",), modality=("Plan",), disputed=True)
    heard = select_claims(wide, wanted)
    kinds = {link.kind for claim in heard for link in wide.links(claim)}

    assert {claim.predicate.removeprefix(AG) for claim in heard} >= {"leaves", "participatesIn"}
    assert {place.source for claim in heard for place in claim.evidence} >= {
        SOURCE + "seed1",
        SOURCE + FACTS,
    }
    assert "inTensionWith" in kinds
    assert CONTRADICTS not in kinds


def test_3_namesakes_stay_apart(wide: Store) -> None:
    """Two Nelsons on one flight, two Aleksandrovs with a year of birth each."""
    flown = select_claims(
        wide, ClaimFilter(entities=(ID + "flight-H00127",), relation=(AG + "flewOn",))
    )

    assert {claim.subject for claim in flown} >= {ID + "BillNelson", ID + "AS-00149"}
    for person, year in (("AS-00130", "1943"), ("AS-00213", "1951")):
        assert {c.value.text for c in stated(wide, person, "yearOfBirth") if c.value} == {year}
        assert voices(wide, person, "yearOfBirth") == {}


def test_4_a_slip_in_a_name_is_kept_where_it_was_made(wide: Store) -> None:
    """The number of the flyer decides; the printed name is there, set aside by the curator."""
    names = {
        claim.value.text: claim.status
        for claim in stated(wide, "AS-00212", "alias")
        if claim.value is not None
    }

    assert names["Aleksandr Solov'yov"] == "Rejected"
    assert names["Anatoliy Solov'yov"] == "Accepted"


@pytest.mark.parametrize(
    ("person", "stale", "current"),
    [
        ("AS-00534", ("wikidata-spacefarers", "1123200"), ("gcat-rides", "16850880")),  # Liu Yang
        ("AS-00538", ("wikidata-spacefarers", "14342400"), ("gcat-rides", "31705297")),  # Parmitano
        ("AS-00519", ("wikidata-spacefarers", "29831100"), ("gcat-rides", "47171303")),  # Skvortsov
        ("AS-00460", ("gcat-rides", "27796520"), ("wikidata-spacefarers", "52532340")),  # Williams
    ],
)
def test_5_of_two_times_in_space_the_smaller_yields(
    wide: Store, person: str, stale: tuple[str, str], current: tuple[str, str]
) -> None:
    """Whichever table is newer: a total only grows."""
    assert voices(wide, person, "timeInSpace") == {
        stale[0]: (stale[1], "Disputed"),
        current[0]: (current[1], "Accepted"),
    }
    assert links(wide, person, "timeInSpace") == {(CONTRADICTS, REASONER.iri)}


def test_5_only_differences_of_more_than_a_minute_are_disputed(wide: Store) -> None:
    """Each pair of voices speaks of one person, and differs by more than a minute."""
    wanted = ClaimFilter(relation=(AG + "timeInSpace",), disputed=True)
    heard: dict[str, list[float]] = {}
    for claim in select_claims(wide, wanted):
        assert claim.value is not None
        heard.setdefault(claim.subject, []).append(float(claim.value.text))

    assert len(heard) > 200
    assert all(len(times) > 1 for times in heard.values())
    assert all(max(times) - min(times) > 60 for times in heard.values())


def test_6_a_crew_list_against_a_list_of_stays(wide: Store) -> None:
    """Wikidata has three on Expedition 44 whom the rides first have on the next one."""
    for person in ("AS-00482", "AS-00548", "AS-00549"):
        claims = [
            c for c in stated(wide, person, "servedOn") if c.object == ID + "expedition-ISS-44"
        ]

        assert {(c.polarity, c.evidence[0].source.removeprefix(SOURCE)) for c in claims} == {
            ("Positive", "wikidata-crews"),
            ("Negative", "gcat-rides"),
        }
        assert (CONTRADICTS, REASONER.iri) in links(wide, person, "servedOn")
    flew = {claim.object for claim in stated(wide, "AS-00493", "flewOn")}
    assert ID + "Q1652911" not in flew
    assert [c.object for c in stated(wide, "AS-00493", "inCrewOf")] == [ID + "Q1652911"]


def test_7_a_log_that_ends_earlier_says_nothing_of_later(wide: Store) -> None:
    """The log has Pirs attached, with no end; no source in the graph says that it left."""
    attached = stated(wide, "object-A06581", "attachedTo")

    assert attached
    assert {claim.holds.end_latest for claim in attached} == {None}
    assert voices(wide, "object-A06581", "attachedTo") == {}


def test_8_an_agency_that_had_ended_carried_out_no_launch(wide: Store) -> None:
    """The launch log of 2023 names it, the table of organizations of 2024 rules it out."""
    heard = voices(wide, "launch-2022-028", "launchedBy")

    assert heard == {
        "gcat-launchlog": ("org-FKA", "Disputed"),
        "gcat-orgs": ("org-FKA", "Accepted"),
    }
    assert (CONTRADICTS, REASONER.iri) in links(wide, "launch-2022-028", "launchedBy")


def test_9_one_return_on_two_shuttles_is_judged_not_computed(wide: Store) -> None:
    """One may come back from space twice in a year, so the rules are silent; the curator is not."""
    heard = voices(wide, "AS-00129", "returnedOn")

    assert set(heard.values()) >= {("flight-H00197", "Disputed"), ("flight-H00192", "Accepted")}
    assert links(wide, "AS-00129", "returnedOn") == {("inTensionWith", ID + "Curator")}


def test_10_of_two_days_of_an_oath_one_was_read(wide: Store) -> None:
    """The other was recalled and not read, so the graph does not have it."""
    sworn = stated(wide, "AS-00588", "swornInTo")

    assert [(c.holds.start_earliest or "")[:10] for c in sworn] == ["2025-12-17"]


def test_11_an_engine_in_the_wrong_rocket_is_judged(wide: Store) -> None:
    """A rocket may have two kinds of engine; and "at least 20" does not contradict 60."""
    assert set(voices(wide, "RD180", "powers").values()) == {
        ("Antares", "Disputed"),
        ("Antares", "Accepted"),
    }
    assert {c.value.text for c in stated(wide, "RD181Contract", "numberOrdered") if c.value} == {
        "20",
        "60",
    }
    assert voices(wide, "RD181Contract", "numberOrdered") == {}


def test_12_three_counts_of_countries_count_three_things(wide: Store) -> None:
    """Signatories of a treaty, countries of Europe in 2022, member states of ESA in 1998."""
    assert voices(wide, "ISS", "europeanCountries") == {}
    assert voices(wide, "ISSIntergovernmentalAgreement1998", "numberOfSignatories") == {}
    assert {c.value.text for c in stated(wide, "ISS", "europeanCountries") if c.value} == {
        "10",
        "11",
    }


@pytest.mark.parametrize("who", ["YuriKoptev", "IgorOzar"])
def test_13_one_term_with_two_dates_contradicts_and_both_stand(wide: Store, who: str) -> None:
    """Both dates stand on one page, so no rule prefers one."""
    heard = select_claims(
        wide, ClaimFilter(entities=(ID + who,), relation=(AG + "leads",), disputed=True)
    )

    assert len(heard) == 2
    assert len({claim.holds for claim in heard}) == 2
    assert {claim.status for claim in heard} == {"Accepted"}
    assert (CONTRADICTS, REASONER.iri) in links(wide, who, "leads")


def test_14_a_launch_in_the_year_2918_yields_to_the_newer_log(wide: Store) -> None:
    """And of the tables' other slips no claim is made."""
    assert {
        source: status
        for source, (_, status) in voices(wide, "launch-2018-F01", "usedVehicle").items()
    } == {"economist-launches": "Disputed", "gcat-launchlog": "Accepted"}
    columns = {
        place.column
        for claim in select_claims(wide, ClaimFilter(source=("astronauts-2020",)))
        for place in claim.evidence
    }
    assert not columns & {"number", "ascend_shuttle", "in_orbit", "descend_shuttle"}


def test_15_built_ordered_and_owned_are_three_relations(wide: Store) -> None:
    """By three bodies; nobody contradicts anybody."""
    for relation, whose in (
        ("manufacturedBy", "org-KHRU"),
        ("orderedBy", "org-BOE"),
        ("ownedBy", "UnitedStates"),
    ):
        assert [c.object for c in stated(wide, "object-S25544", relation)] == [ID + whose]
        assert voices(wide, "object-S25544", relation) == {}


def test_the_undated_heads_of_the_article_get_the_dates_of_their_terms(wide: Store) -> None:
    """From the dated facts on the same term; the claim itself, as asserted, stays undated."""
    for name, end, by in (
        ("seed1-C10", "2025-02-06", "YuriBorisov"),
        ("seed1-C22", "2025-01-20", "BillNelson"),
    ):
        claim = wide.claim(f"https://w3id.org/astrograph/claim/{name}")

        assert claim is not None
        assert (claim.holds.end_latest or "")[:10] == end
        inferred = {link.kind for link in claim.links if link.by == REASONER.iri}
        assert inferred == {START_FROM, END_FROM}
        assert claim.subject == ID + by


def test_the_wide_graph_is_sound(wide: Store, shared_dir: Path) -> None:
    """It follows the shapes, and each cited cell and passage is what was read."""
    report = check_store(wide, SourceTexts(shared_dir))

    assert report.problems == ()
    assert report.unseen == ()
    assert report.checked["claims"] > 45_000
