"""The launch log: one launch for each tag, with its vehicle, site, pad, agency and outcome."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from astrograph.disagreement import overlays
from astrograph.identity import read_decisions, replacements
from astrograph.model import Claim, Entity, Source
from astrograph.vocab import AG, ID, SOURCE, ontology_path, read_relations
from wide.build import DECISIONS, read_table

if TYPE_CHECKING:
    from pathlib import Path

    from astrograph.model import Record, Relation


def local(iri: str | None) -> str:
    """Return the local name of an entity."""
    return str(iri).removeprefix(ID)


class Log:
    """What the log and the older view of it say, by launch and relation."""

    def __init__(self, records: list[Record]) -> None:
        self.claims = [each for each in records if isinstance(each, Claim)]
        self.sources = {each.iri: each for each in records if isinstance(each, Source)}
        self.entities: dict[str, Entity] = {}
        for each in records:
            if isinstance(each, Entity):
                self.entities.setdefault(local(each.iri), each)
        self.by_launch: dict[tuple[str, str], list[Claim]] = {}
        for claim in self.claims:
            key = (local(claim.subject), claim.predicate.removeprefix(AG))
            self.by_launch.setdefault(key, []).append(claim)

    def of(self, launch: str, relation: str) -> list[Claim]:
        """Return the claims of a relation on a launch."""
        return self.by_launch.get((launch, relation), [])

    def objects(self, launch: str, relation: str) -> list[str]:
        """Return what a launch is said to stand in a relation to."""
        return [local(claim.object) for claim in self.of(launch, relation)]


@pytest.fixture(scope="module")
def log(shared_dir: Path) -> Log:
    """Return what the launch log says."""
    return Log(read_table("launches", shared_dir / "data")[0])


def test_there_is_one_launch_for_each_tag(log: Log) -> None:
    """19,616 rows are 6,471 launches of 409 types; a plus sign tells two types apart."""
    kinds = Counter(each.type for each in log.entities.values())

    assert kinds["Launch"] == 6471
    assert kinds["LaunchVehicle"] == 409
    assert {"vehicle-Ariane-5ECA", "vehicle-Ariane-5ECA-plus"} <= log.entities.keys()
    assert all(len(log.of(name, "usedVehicle")) == 1 for name in log.entities if "launch-" in name)


def test_tags_are_trimmed(log: Log) -> None:
    """The table pads them with blanks; an id has none."""
    assert log.entities["launch-1957-ALP"].label == "launch 1957 ALP (1-y ISZ)"
    assert not [name for name in log.entities if name != name.strip("-")]


def test_a_launch_is_named_for_its_first_piece(log: Log) -> None:
    """That is the craft with the crew, where there is one, and not what it set free later."""
    assert log.entities["launch-2022-116"].label == "launch 2022-116 (Soyuz MS-22)"
    assert log.entities["launch-1986-003"].label == "launch 1986-003 (Columbia (STS 61-C))"
    assert log.entities["launch-1998-067"].label == "launch 1998-067 (Zarya)"


def test_a_launch_reads_as_a_sentence(log: Log) -> None:
    """Vehicle, site, pad, agency, outcome, each in plain words, on the day of the launch."""
    said = {
        relation: (claim.paraphrase, claim.time_text)
        for relation in ("usedVehicle", "launchOutcome")
        for claim in log.of("launch-2022-116", relation)
    }
    places = log.objects("launch-2022-116", "launchedFrom")

    assert said == {
        "usedVehicle": ("Launch 2022-116 used the rocket Soyuz-2-1A.", "2022 Sep 21 1354:49"),
        "launchOutcome": ("Launch 2022-116 was a success.", "2022 Sep 21 1354:49"),
    }
    assert places == ["site-GIK-5", "pad-GIK-5-LC31"]


def test_soyuz_launches_from_guiana_are_27_of_which_one_is_partial(log: Log) -> None:
    """Just what an article on the end of Soyuz in Guiana counts."""
    soyuz = [
        local(claim.subject)
        for claim in log.claims
        if claim.predicate == AG + "launchedFrom"
        and claim.object == f"{ID}site-CSG"
        and log.objects(local(claim.subject), "usedVehicle")[0].startswith("vehicle-Soyuz")
    ]
    outcomes = Counter(
        claim.value.text
        for launch in soyuz
        for claim in log.of(launch, "launchOutcome")
        if claim.value is not None
    )

    assert len(soyuz) == 27
    assert outcomes == {"success": 26, "partial success": 1}


def test_every_launch_has_one_outcome(log: Log) -> None:
    """The graded ones keep the printed grade."""
    outcomes = Counter(
        claim.value.text for (_, name), found in log.by_launch.items() for claim in found
        if name == "launchOutcome" and claim.value is not None
    )  # fmt: skip
    graded = log.of("launch-2014-050", "launchOutcome")[0]

    assert outcomes == {"success": 5966, "failure": 411, "partial success": 94}
    assert graded.term_as_printed == "OF40"


def test_a_compound_agency_is_two_agencies(log: Log) -> None:
    """``JSC/MSFC`` carried out the Shuttle's launches together."""
    assert log.objects("launch-1986-003", "launchedBy") == ["org-JSC", "org-MSFC"]


def test_doubts_of_the_log_are_kept(log: Log) -> None:
    """A question mark behind an agency, a pad or a site hedges the claim and leaves the id."""
    hedged = {
        (claim.predicate.removeprefix(AG), local(claim.object))
        for claim in log.claims
        if claim.hedged
    }

    assert ("launchedBy", "org-KVR") in hedged
    assert ("launchedFrom", "pad-XSC-LC2") in hedged
    assert ("launchedFrom", "site-TYSC") in hedged
    assert not [claim for claim in log.claims if "?" in local(claim.object)]


def test_a_pad_of_an_earlier_phase_is_the_pad_that_the_table_has(log: Log) -> None:
    """Gagarin's pad is listed under GIK-5 only; the log has it at NIIP-5. Decisions join them."""
    ends = replacements(read_decisions(DECISIONS))
    (pad,) = [each for each in log.objects("launch-1961-MU", "launchedFrom") if "pad-" in each]

    assert pad == "pad-NIIP-5-LC1"
    assert ends[ID + pad] == f"{ID}pad-GIK-5-LC1"


def test_rockets_named_soyuz_are_variants_of_soyuz_and_nothing_else_is(log: Log) -> None:
    """The family of the article; the name is what the claim rests on."""
    variants = {
        name
        for (name, relation), found in log.by_launch.items()
        for claim in found
        if relation == "variantOf" and claim.object == f"{ID}Soyuz"
    }

    assert "vehicle-Soyuz-ST-B" in variants
    assert len(variants) == 12
    assert variants == {name for name in log.entities if name.startswith("vehicle-Soyuz")}


# ── Contradictions ─────────────────────────────────────────────────────────────────────────────


def test_an_agency_that_had_ended_is_denied_with_both_voices(log: Log) -> None:
    """The log prints FKA to the end; the table of organizations has it end with 2015."""
    said = log.of("launch-2022-116", "launchedBy")
    relations = read_relations_of_the_ontology()
    links = {
        frozenset((link.claim, link.other))
        for each in overlays(said, relations, log.sources).values()
        for link in each.links
    }
    yes, no = (
        next(each for each in said if each.polarity == polarity)
        for polarity in ("Positive", "Negative")
    )

    assert (local(yes.object), local(no.object)) == ("org-FKA", "org-FKA")
    assert links == {frozenset((yes.iri, no.iri))}
    assert (yes.speaker, no.speaker) == (f"{SOURCE}gcat-launchlog", f"{SOURCE}gcat-orgs")
    assert [local(each.object) for each in said if each.status == "Inferred"] == ["org-ROSK"]


def test_a_launch_in_the_year_2918_contradicts_the_log(log: Log, shared_dir: Path) -> None:
    """The older view has a slip of the keyboard; the newer table stays, the other is disputed."""
    older = Log(read_table("economist-launches", shared_dir / "data")[0])
    (wrong,) = older.of("launch-2018-F01", "usedVehicle")
    (right,) = log.of("launch-2018-F01", "usedVehicle")
    laid = overlays(
        [wrong, right], read_relations_of_the_ontology(), {**log.sources, **older.sources}
    )

    assert wrong.time_text == "2918-10-11"
    assert laid[wrong.iri].status == "Disputed"
    assert laid.get(right.iri) is None or laid[right.iri].status is None


def test_the_older_view_says_who_is_state_private_or_startup(shared_dir: Path) -> None:
    """74 agencies, each of one kind."""
    older = Log(read_table("economist-agencies", shared_dir / "data")[0])
    kinds = Counter(claim.value.text for claim in older.claims if claim.value is not None)

    assert sum(kinds.values()) == 74
    assert kinds.keys() == {"state", "private", "startup"}
    assert [c.value and c.value.text for c in older.of("org-AE", "sector")] == ["private"]


def test_payloads_can_be_had_one_by_one(shared_dir: Path) -> None:
    """The mapping that ships unused takes in every row of the log."""
    payloads = Log(read_table("payloads", shared_dir / "data")[0])

    assert len(payloads.claims) == 19616
    assert payloads.objects("object-S53879", "payloadOf") == ["launch-2022-116"]


def read_relations_of_the_ontology() -> dict[str, Relation]:
    """Return the relations with what excludes each other."""
    import pyoxigraph as ox

    return read_relations(ox.parse(path=str(ontology_path()), format=ox.RdfFormat.TURTLE))
