"""The station's log and the auxiliary catalog become elements, hosts, launches, owners, makers."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from astrograph.identity import apply, read_decisions
from astrograph.ingest.mapping import read_mapping
from astrograph.ingest.report import Report
from astrograph.ingest.table import read_records
from astrograph.model import Claim, Entity
from astrograph.vocab import AG, ID, SOURCE
from wide import facts
from wide.build import DECISIONS, MAPPINGS

if TYPE_CHECKING:
    from pathlib import Path

Said = list[Claim]


class Read:
    """What one mapping gives."""

    def __init__(self, folder: Path, name: str) -> None:
        mapping = read_mapping(MAPPINGS / f"{name}.toml")
        self.report = Report()
        self.records = list(read_records(folder / str(mapping.file), mapping, report=self.report))
        self.claims = [each for each in self.records if isinstance(each, Claim)]
        self.entities = {
            each.iri.removeprefix(ID): each for each in self.records if isinstance(each, Entity)
        }

    def of(self, subject: str, relation: str) -> Said:
        """Return the claims of a relation on a subject."""
        return [
            each
            for each in self.claims
            if each.subject == ID + subject and each.predicate == AG + relation
        ]


@pytest.fixture(scope="module")
def iss(shared_dir: Path) -> Read:
    """Return what the station's log gives."""
    return Read(shared_dir / "data" / "gcat", "iss")


@pytest.fixture(scope="module")
def aux(shared_dir: Path) -> Read:
    """Return what the auxiliary catalog gives."""
    return Read(shared_dir / "data" / "gcat", "auxcat")


def local(claim: Claim) -> str:
    """Return the local name of what a claim's subject stands in the relation to."""
    return (claim.object or "").removeprefix(ID)


def test_every_row_is_taken_in_or_left_out_for_a_reason(iss: Read) -> None:
    """Objects and reasons add up to the rows; none is refused, none makes two objects."""
    assert iss.report.rows == 1872
    assert iss.report.refused == 0
    assert len(iss.entities) + sum(iss.report.left_out.values()) == iss.report.rows
    assert len(iss.entities) > 1300


def test_waste_and_lots_of_cargo_are_no_objects(iss: Read) -> None:
    """Towels, debris and cargo by the ton are left out; satellites named after debris stay."""
    labels = {each.label for each in iss.entities.values()}

    assert not [each for each in labels if re.search(r"(?i)towel|\bdebris\b|cargo", each)]
    assert {"RemoveDebris", "DebrisSat-2"} <= labels


def test_every_end_of_a_claim_is_described_or_has_a_code_of_its_own_table(iss: Read) -> None:
    """No object is attached to one that was left out."""
    ends = {end.removeprefix(ID) for claim in iss.claims for end in claim.named}
    others = {end for end in ends if not end.startswith(("launch-", SOURCE))} - {"ISS"}

    assert others <= iss.entities.keys()


@pytest.mark.parametrize(
    ("element", "host", "since"),
    [
        ("S25544", "A06141", "1998-12-07"),
        ("S26400", "S25544", "2000-07-26"),
        ("A06542", "S25575", "2001-07-15"),
        ("A07725", "S25544", "2010-05-18"),
        ("A07796", "A07674", "2015-05-27"),
    ],
)
def test_elements_are_attached_to_their_hosts(
    iss: Read, element: str, host: str, since: str
) -> None:
    """Since the day of the log, and with no end."""
    [claim] = iss.of(f"object-{element}", "attachedTo")

    assert local(claim) == f"object-{host}"
    assert (claim.holds.start_earliest or "")[:10] == since
    assert claim.holds.end_latest is None


def test_pirs_is_still_attached_on_the_date_of_the_log(iss: Read) -> None:
    """The log is older than the end of Pirs: its present is that of January 2021, and says so."""
    [claim] = iss.of("object-A06581", "attachedTo")

    assert claim.tense == "Present"
    assert claim.said_latest == "2021-01-27T23:59:59Z"
    assert claim.holds.end_earliest is None


def test_a_visiting_craft_was_attached_until_it_undocked(iss: Read) -> None:
    """The log has the end of the last stay; when it began stays open."""
    [claim] = iss.of("object-S26603", "attachedTo")

    assert iss.entities["object-S26603"].label == "Soyuz TM-31"
    assert iss.entities["object-S26603"].type == "Spacecraft"
    assert claim.tense == "Past"
    assert claim.holds.start_earliest is None
    assert claim.holds.end_earliest == "2001-05-06T02:21:00Z"


def test_a_satellite_was_deployed_at_a_moment(iss: Read) -> None:
    """That is an event, not the end of a stay."""
    [satellite] = [iri for iri, each in iss.entities.items() if each.label == "Flock 2b-6"]
    [claim] = iss.of(satellite, "deployedFrom")

    assert iss.entities[satellite].type == "Spacecraft"
    assert local(claim) == "object-A07398"
    assert claim.holds.start_earliest == "2015-10-06T08:31:00Z"
    assert not iss.of(satellite, "attachedTo")


def test_a_doubtful_time_makes_the_claim_hedged(iss: Read) -> None:
    """A question mark of the log is kept."""
    [claim] = iss.of("object-A06183", "attachedTo")

    assert claim.hedged
    assert claim.time_text == "1999 May 30 0411?"


def test_elements_went_up_with_launches_and_were_carried_by_craft(iss: Read) -> None:
    """The arm of the station came with the flight that the log calls Endeavour (STS-100)."""
    assert local(iss.of("object-A06499", "launchedAboard")[0]) == "launch-2001-016"
    assert local(iss.of("object-A06499", "carriedBy")[0]) == "object-S26747"
    assert iss.entities["object-S26747"].label == "Endeavour (STS-100)"


def test_nothing_carries_or_holds_itself(iss: Read) -> None:
    """Zarya, which the log has as its own carrier, has none."""
    assert not [claim for claim in iss.claims if claim.subject == claim.object]


def test_one_object_has_one_label_and_its_other_names_are_aliases(iss: Read) -> None:
    """The log prints ITS Z1 and ISS Z1 ITS for one truss; a claim backs the second name."""
    truss = iss.entities["object-A06328"]

    assert truss.label == "ITS Z1"
    assert [name.text for name in truss.aliases] == ["ISS Z1 ITS"]
    aliases = Counter(
        (claim.subject.removeprefix(ID), claim.value.text) for claim in iss.claims if claim.value
    )
    named = {(iri, name.text): 1 for iri, each in iss.entities.items() for name in each.aliases}
    assert aliases == named


def test_elements_that_hold_others_are_part_of_the_station(iss: Read) -> None:
    """The hosts by their own name in the log, but for its bin of cargo."""
    parts = [claim for claim in iss.claims if claim.predicate == AG + "partOf"]

    assert {claim.object for claim in parts} == {ID + "ISS"}
    labels = {iss.entities[claim.subject.removeprefix(ID)].label for claim in parts}
    assert len(labels) == len(parts) == 37
    assert {"Zarya", "Unity", "Zvezda", "Destiny", "Columbus", "Rassvet", "Pirs"} <= labels


def test_makers_and_owners_are_those_of_objects_in_the_log(aux: Read, iss: Read) -> None:
    """The catalog has ten times as many objects; the others are left out with the reason."""
    subjects = {claim.subject.removeprefix(ID) for claim in aux.claims}

    assert subjects <= iss.entities.keys()
    assert aux.report.left_out["not in the log of the station"] == 9900
    assert not aux.entities


def test_compound_codes_fall_apart(aux: Read) -> None:
    """EADS/BREM/THALA made Columbus: three makers."""
    makers = {local(claim) for claim in aux.of("object-A07337", "manufacturedBy")}

    assert makers == {"org-EADS", "org-BREM", "org-THALA"}
    assert not [claim for claim in aux.claims if re.search(r"[/?]", local(claim))]


def test_a_doubtful_maker_is_hedged_and_an_unknown_one_is_none(aux: Read) -> None:
    """BOHSV? is a hedged claim of BOHSV; UNK? makes no claim."""
    makers = [claim for claim in aux.claims if claim.predicate == AG + "manufacturedBy"]

    assert {claim.hedged for claim in makers if local(claim) == "org-BOHSV"} == {True, False}
    assert "org-UNK" not in {local(claim) for claim in makers}


def test_owner_and_state_are_two_relations(aux: Read) -> None:
    """Columbus is ESA's, and counted for the states of ESA."""
    assert [local(claim) for claim in aux.of("object-A07337", "ownedBy")] == ["org-ESA"]
    assert [local(claim) for claim in aux.of("object-A07337", "ofState")] == ["org-I-ESA"]


def test_elements_are_joined_with_the_names_of_the_facts(iss: Read, shared_dir: Path) -> None:
    """What the facts say of Zarya is said of the object of the log, from both sources."""
    records = [*iss.records, *facts.records(shared_dir / "data")]
    joined = list(apply(records, read_decisions(DECISIONS)))
    zarya = [
        claim
        for claim in joined
        if isinstance(claim, Claim) and claim.subject == ID + "object-S25544"
    ]
    relations = {claim.predicate.removeprefix(AG) for claim in zarya}

    assert {"manufacturedBy", "orderedBy", "ownedBy", "attachedTo", "launchedAboard"} <= relations
    launches = {claim.object for claim in zarya if claim.predicate == AG + "launchedAboard"}
    assert launches == {ID + "launch-1998-067"}
    labels = [
        each.label
        for each in joined
        if isinstance(each, Entity) and each.iri == ID + "object-S25544"
    ]
    assert labels == ["Zarya"]
