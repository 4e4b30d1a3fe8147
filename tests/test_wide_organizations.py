"""Organizations, sites and pads: phases stay apart, names and parents have their dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from astrograph.identity import DIFFERENT, read_decisions, replacements
from astrograph.model import Claim, Entity
from astrograph.vocab import AG, ID
from wide.build import DECISIONS, read_table

if TYPE_CHECKING:
    from pathlib import Path


class Told:
    """What some tables say."""

    def __init__(self, data: Path, *names: str) -> None:
        records = [record for name in names for record in read_table(name, data)[0]]
        self.claims = [each for each in records if isinstance(each, Claim)]
        self.entities = {
            each.iri.removeprefix(ID): each for each in records if isinstance(each, Entity)
        }

    def of(self, subject: str, relation: str) -> list[Claim]:
        """Return the claims of a relation on a subject."""
        return [
            each
            for each in self.claims
            if each.subject == ID + subject and each.predicate == AG + relation
        ]

    def objects(self, subject: str, relation: str) -> list[str]:
        """Return what a subject is said to stand in a relation to."""
        return [str(each.object).removeprefix(ID) for each in self.of(subject, relation)]

    def named(self, subject: str, instant: str) -> set[str]:
        """Return the accepted official names that certainly held at an instant."""
        return {
            each.value.text
            for each in self.of(subject, "officialName")
            if each.value is not None
            and each.status == "Accepted"
            and each.holds.covers(instant) == "certain"
        }


@pytest.fixture(scope="module")
def orgs(shared_dir: Path) -> Told:
    """Return what the table of organizations says."""
    return Told(shared_dir / "data", "orgs")


@pytest.fixture(scope="module")
def places(shared_dir: Path) -> Told:
    """Return what the tables of sites, pads and platforms say."""
    return Told(shared_dir / "data", "sites", "pads", "platforms")


# ── Identity and succession ────────────────────────────────────────────────────────────────────


def test_only_the_present_phase_of_roscosmos_is_roscosmos() -> None:
    """One UCode holds a Soviet ministry and four agencies; one of them is decided to be it."""
    decisions = read_decisions(DECISIONS)
    same = {
        other for other, entity in replacements(decisions).items() if entity == f"{ID}Roscosmos"
    }
    apart = {row.other for row in decisions if row.decision == DIFFERENT}

    assert same == {f"{ID}org-ROSK"}
    assert {f"{ID}org-{code}" for code in ("MOM", "RKA", "RAKA", "FKA", "NASAHQ", "SU")} <= apart


@pytest.mark.parametrize(
    ("later", "earlier"),
    [
        ("ROSK", ["FKA"]),
        ("FKA", ["RAKA"]),
        ("RAKA", ["RKA"]),
        ("RKA", ["MOMR"]),
        ("MOMR", ["MOM"]),
        ("MOM", []),
        ("RKKE", ["NPOE"]),
        ("NPOE", ["TSKBEM"]),
        ("TSKBEM", ["OKB1"]),
        ("ESA", ["ESRO"]),
        ("JAXA", ["NASDA"]),
        ("NASA", ["NACA"]),
        ("RU", ["SU"]),
    ],
)
def test_who_came_after_whom_is_told_by_the_dates(
    orgs: Told, later: str, earlier: list[str]
) -> None:
    """A UCode has no order of its own."""
    assert orgs.objects(f"org-{later}", "succeeded") == [f"org-{code}" for code in earlier]


def test_succession_counts_and_marks_a_gap_as_uncertain(orgs: Told) -> None:
    """An organization that reappears after years is not surely the same work."""
    found = [each for each in orgs.claims if each.predicate == AG + "succeeded"]

    assert len(found) == 932
    assert orgs.of("org-AFMC", "succeeded")[0].hedged
    assert not orgs.of("org-ROSK", "succeeded")[0].hedged
    assert all(each.holds.start_earliest for each in found)


def test_headquarters_are_a_part_of_the_agency_and_not_its_successor(orgs: Told) -> None:
    """NASA and NASAHQ share a name and their dates."""
    assert orgs.objects("org-NASAHQ", "subordinateTo") == ["org-NASA"]
    assert orgs.objects("org-NASAHQ", "succeeded") == []


def test_phases_are_as_many_as_rows(orgs: Told) -> None:
    """3,647 rows give 3,646 phases: one has an end before its beginning."""
    assert len(orgs.entities) == 3646
    assert "org-SBSM" not in orgs.entities


# ── Kinds ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("EARTH", "Place"),
        ("LUNA", "Place"),
        ("RU", "State"),
        ("ADG", "Territory"),
        ("I-ESA", "IntergovernmentalOrganization"),
        ("NASA", "SpaceAgency"),
        ("BOE", "Company"),
        ("RVSN", "MilitaryUnit"),
        ("CSG", "GovernmentBody"),
        ("NIMHB", "ResearchOrganization"),
        ("HYDRA", "Organization"),
    ],
)
def test_type_and_class_tell_the_kind(orgs: Told, code: str, kind: str) -> None:
    """The table lists even the Earth and the Moon; a class it does not explain says nothing."""
    assert orgs.entities[f"org-{code}"].type == kind


def test_bodies_in_space_have_no_state_and_no_seat(orgs: Told) -> None:
    """Nothing that only an organization has is said of them."""
    assert not [each for each in orgs.claims if each.subject in {f"{ID}org-EARTH", f"{ID}org-LUNA"}]


# ── Names ──────────────────────────────────────────────────────────────────────────────────────


def test_roscosmos_was_called_rosaviakosmos_in_2001(orgs: Told) -> None:
    """A phase's names are told of the whole, with the phase's dates."""
    assert orgs.named("Roscosmos", "2001-06-01T00:00:00Z") == {
        "Rosaviakosmos (Rossiskoe aviatsionno-kosmicheskoe agentstvo)",
        "Российское авиационно-космическое агентство",
    }


def test_a_name_that_is_printed_with_the_wrong_phase_is_kept_and_rejected(orgs: Told) -> None:
    """The agency of 1992-99 is printed with its successor's name; only the Cyrillic is right."""
    wrong = orgs.of("org-RKA", "officialName")

    assert [(each.status, each.value and each.value.text) for each in wrong] == [
        ("Rejected", "Rossiskoe aviatsionno-kosmicheskoe agentsvo (Rosaviakosmos)")
    ]
    assert orgs.named("Roscosmos", "1995-01-01T00:00:00Z") == {
        "RKA",
        "Российское космическое агентство",
    }


def test_russian_names_are_tagged_as_russian(orgs: Told) -> None:
    """Names in other scripts have no tag, since no column tells their language."""
    russian = orgs.of("org-RVSN", "nativeName")[0].value
    hungarian_or_other = orgs.of("org-JAXA", "nativeName")[0].value

    assert russian is not None
    assert russian.lang == "ru"
    assert hungarian_or_other is not None
    assert hungarian_or_other.lang == ""


# ── Dates ──────────────────────────────────────────────────────────────────────────────────────


def test_dates_keep_their_precision_and_their_doubt(orgs: Told) -> None:
    """A month stays a month; a question mark stays."""
    energia = orgs.of("org-NPOE", "ofState")[0]
    doubtful = orgs.of("org-HYDRA", "ofState")[0]

    assert energia.time_text == "1974 Jul – 1994"
    assert energia.holds.start_earliest == "1974-07-01T00:00:00Z"
    assert energia.holds.start_latest == "1974-07-31T23:59:59Z"
    assert energia.holds.end_latest == "1994-12-31T23:59:59Z"
    assert not energia.hedged
    assert (doubtful.time_text, doubtful.hedged) == ("2020?", True)


def test_a_daughter_goes_no_longer_than_its_parent(orgs: Told) -> None:
    """Energia has no end, but the agency that it is said to belong to ended with 2015."""
    (claim,) = orgs.of("org-RKKE", "subordinateTo")

    assert claim.object == f"{ID}org-FKA"
    assert claim.holds.end_earliest is None
    assert claim.holds.end_latest == "2016-01-01T23:59:59Z"
    assert {place.column for place in claim.evidence} == {"Parent", "TStop", "TStart"}


def test_a_parent_that_was_gone_before_is_reported_only(orgs: Told) -> None:
    """The table's own dates speak against it."""
    gone = [
        each
        for each in orgs.claims
        if each.predicate == AG + "subordinateTo" and each.status == "Reported"
    ]

    assert len(gone) == 35
    assert all(each.hedged for each in gone)


# ── Sites, pads, platforms ─────────────────────────────────────────────────────────────────────


def test_sites_pads_and_platforms_are_all_there(places: Told) -> None:
    """As many entities as rows."""
    kinds = [each.type for each in places.entities.values()]

    assert len(places.entities) == 686 + 2755 + 375
    assert kinds.count("Spaceport") == 437
    assert kinds.count("LaunchArea") == 249
    assert kinds.count("LaunchPad") == 2755
    assert kinds.count("LaunchPlatform") == 375


def test_a_site_has_its_phases_one_after_the_other(places: Told) -> None:
    """Baikonur was NIIP-5 until 1989 and is GIK-5; Plesetsk had three names."""
    assert places.objects("site-GIK-5", "succeeded") == ["site-NIIP-5"]
    assert places.objects("site-GIK-1", "succeeded") == ["site-GNIIPV"]
    assert places.objects("site-GNIIPV", "succeeded") == ["site-NIIP-53"]


def test_a_compound_operator_is_two_operators(places: Told) -> None:
    """``NASA/USAF?`` names two, the second with a doubt."""
    split = [
        [(str(each.object).removeprefix(f"{ID}org-"), each.hedged) for each in found]
        for found in (places.of(name, "operatedBy") for name in places.entities)
        if len(found) > 1
    ]

    assert [("NASA", False), ("USAF", True)] in split
    assert [("NASA", False), ("USAF", False)] in split
    assert not [each for each in places.claims if "/" in str(each.object).removeprefix(ID)]


def test_no_operator_that_nobody_describes_is_named(places: Told, orgs: Told) -> None:
    """The table has a slip (DNVG) and a code from nowhere (PRC)."""
    operators = {
        str(each.object).removeprefix(ID)
        for each in places.claims
        if each.predicate == AG + "operatedBy"
    }

    assert operators <= orgs.entities.keys()
