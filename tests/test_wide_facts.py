"""The table of facts, read line by line, says what its pages say, and of whom and when."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from astrograph.identity import DIFFERENT, apply, read_decisions
from astrograph.model import Claim, Entity, Source
from astrograph.store.shipped import shipped_records
from astrograph.vocab import AG, CLAIM, ID, SOURCE, ontology_path
from facts_table import certain, day, found, heads, read_claims, read_facts
from wide import facts

if TYPE_CHECKING:
    from pathlib import Path

    from astrograph.identity import Decision


@pytest.fixture(scope="module")
def data(shared_dir: Path) -> Path:
    """Return the folder of the open data."""
    return shared_dir / "data"


@pytest.fixture(scope="module")
def decisions() -> tuple[Decision, ...]:
    """Return what is decided about who is who."""
    return read_decisions(facts.HERE / "identity.csv")


@pytest.fixture(scope="module")
def records(data: Path) -> list[Entity | Source | Claim]:
    """Return what the facts say, before any decision on identity."""
    return list(read_facts(data))


@pytest.fixture(scope="module")
def claims(data: Path) -> list[Claim]:
    """Return the claims alone."""
    return read_claims(data)


# ── Every line is accounted for ────────────────────────────────────────────────────────────────


def test_every_line_is_read_or_left_out_with_a_reason(data: Path, claims: list[Claim]) -> None:
    """No line is forgotten, none is both, and no reading points at a line that is not there."""
    lines = set(facts.facts_by_line(data / facts.FILE))
    read = {int((each.evidence[0].row_key or "").removeprefix("line ")) for each in claims}
    left = facts.left_out()

    assert len(lines) == 327
    assert read | left.keys() == lines
    assert not read & left.keys()


def test_what_is_only_recalled_makes_no_claim(data: Path) -> None:
    """The lines that no page is cited for are left out, and say so."""
    lines = facts.facts_by_line(data / facts.FILE)
    recalled = {line for line, row in lines.items() if row["how_read"] == "recalled"}

    assert len(recalled) == 3
    assert {facts.left_out()[line] for line in recalled} == {"recalled, not read: no page is cited"}


def test_what_is_left_out_as_known_is_a_claim_of_the_article() -> None:
    """A reason that names claims names claims that are there."""
    known = {each.iri for each in shipped_records("article") if isinstance(each, Claim)}
    named = {
        word.strip(",()")
        for why in facts.left_out().values()
        for word in why.split()
        if "claim:" in word
    }

    assert len(named) == 14
    assert {CLAIM + name.removeprefix("claim:") for name in named} <= known


def test_each_claim_cites_cells_whose_hashes_recompute(data: Path, claims: list[Claim]) -> None:
    """Evidence is the line and the columns that were read."""
    lines = facts.facts_by_line(data / facts.FILE)
    for claim in claims:
        assert claim.evidence, claim.iri
        for place in claim.evidence:
            row = lines[int((place.row_key or "").removeprefix("line "))]
            cell = row[place.column or ""]
            assert place.source == SOURCE + "facts2022"
            assert hashlib.sha256(cell.encode()).hexdigest() == place.sha256


def test_ids_of_claims_are_unique(claims: list[Claim]) -> None:
    """Two readings of one line never fall together."""
    assert max(Counter(each.iri for each in claims).values()) == 1


def test_reading_twice_gives_the_same(data: Path, records: list[Entity]) -> None:
    """The same records in the same order."""
    assert list(facts.records(data)) == records


def test_every_relation_is_declared_and_every_end_is_described(
    records: list[Entity | Source | Claim], claims: list[Claim]
) -> None:
    """What no table of facts describes is an entity of the article, or has a code of a table."""
    ontology = ontology_path().read_text(encoding="utf-8")
    described = {each.iri for each in records if isinstance(each, Entity)}
    described |= {each.iri for each in shipped_records("article") if isinstance(each, Entity)}
    for claim in claims:
        assert f"\nag:{claim.predicate.removeprefix(AG)} a owl:" in ontology, claim.predicate
        for end in claim.named:
            code = end.removeprefix(ID).partition("-")[0] in {"org", "pad", "vehicle"}
            assert end in described or code or end.startswith(SOURCE), end


def test_the_shipped_core_holds_every_fact_with_its_voices(claims: list[Claim]) -> None:
    """No fact is lost on the way into the package, nor who said it or the page that has it."""
    shipped = list(shipped_records("core"))
    described = {each.iri for each in shipped if isinstance(each, Entity | Source)}
    kept = {each.iri: each for each in shipped if isinstance(each, Claim)}

    assert {each.iri for each in claims} <= kept.keys()
    for claim in claims:
        voices = {*kept[claim.iri].named, kept[claim.iri].primary_source or ""}
        assert voices <= described, claim.paraphrase


def test_the_page_speaks_unless_the_line_names_who_does(claims: list[Claim]) -> None:
    """Each claim names its page; where a person speaks, the page relays."""
    for claim in claims:
        assert claim.primary_source is not None
        if (claim.speaker or "").startswith(SOURCE):
            assert claim.speaker == claim.primary_source
            assert claim.relayed_by is None
        else:
            assert claim.relayed_by == claim.primary_source


# ── Roscosmos ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("when", "who"),
    [
        ("2001-06-01", "YuriKoptev"),
        ("2012-03-01", "VladimirPopovkin"),
        ("2022-07-01", "DmitryRogozin"),
        ("2022-07-27", "YuriBorisov"),
    ],
)
def test_who_certainly_leads_roscosmos(claims: list[Claim], when: str, who: str) -> None:
    """One head at a time, certain between a cited start and a cited end."""
    assert certain(claims, "Roscosmos", when) == [who]


def test_rogozin_leads_from_his_appointment_to_his_dismissal(claims: list[Claim]) -> None:
    """Both days are cited, by two pages of their own."""
    led = found(claims, "DmitryRogozin", "leads", "Roscosmos")

    assert [each.role_text for each in led] == ["General Director", "General Director"]
    assert len({each.speaker for each in led}) == 2
    for each in led:
        assert each.holds.start_earliest == "2018-05-24T00:00:00Z"
        assert each.holds.end_latest == "2022-07-15T23:59:59Z"
    assert day(found(claims, "VladimirPutin", "dismissed", "DmitryRogozin")[0]) == "2022-07-15"
    assert day(found(claims, "DmitryRogozin", "appointedTo")[0]) == "2018-05-24"


def test_bakanov_has_led_roscosmos_since_borisov_left(claims: list[Claim]) -> None:
    """The present head has no end; his predecessor's is the same day."""
    [led] = found(claims, "DmitryBakanov", "leads", "Roscosmos")

    assert led.holds.start_latest == "2025-02-06T23:59:59Z"
    assert led.holds.end_latest is None
    # Two open ends are left to the rule by which a dated successor ends them.
    assert heads(claims, "Roscosmos", "2026-05-21") == {
        "DmitryBakanov": "possible",
        "YuriBorisov": "possible",
        "VladimirPopovkin": "possible",
    }


def test_the_names_of_roscosmos_are_dated(claims: list[Claim]) -> None:
    """In 2001 it was the Russian Aviation and Space Agency."""
    at = "2001-06-01T00:00:00Z"
    names = {
        each.value.text: each.holds.covers(at)
        for each in found(claims, "Roscosmos", "officialName")
        if each.value
    }

    assert names["Russian Aviation and Space Agency"] == "certain"
    assert names["Federal Space Agency"] is None


def test_two_ends_are_told_of_koptevs_term(claims: list[Claim]) -> None:
    """The table of the page has 2004, its text 1999."""
    ends = [each.holds.end_latest for each in found(claims, "YuriKoptev", "leads")]

    assert ends == ["2004-03-11T23:59:59Z", "1999-12-31T23:59:59Z"]


# ── NASA and other agencies ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("when", "who"),
    [
        ("1960-01-01", ["TKeithGlennan"]),
        ("1969-02-01", []),
        ("1973-01-01", ["JamesCFletcher"]),
        ("1988-01-01", ["JamesCFletcher"]),
        ("1999-01-01", ["DanielSGoldin"]),
        ("2022-07-01", ["BillNelson"]),
        ("2025-09-01", ["SeanDuffy"]),
    ],
)
def test_who_certainly_leads_nasa(claims: list[Claim], when: str, who: list[str]) -> None:
    """Acting heads lead too, under their own title; a gap stays a gap."""
    assert certain(claims, "NASA", when) == who


def test_acting_heads_of_nasa_do_not_overlap_with_confirmed_ones(claims: list[Claim]) -> None:
    """Petro, Duffy and Isaacman follow one another: no two of them were there for certain."""
    petro, duffy, isaacman = (
        found(claims, name, "leads", "NASA")[0]
        for name in ("JanetPetro", "SeanDuffy", "JaredIsaacman")
    )

    assert petro.role_text == "acting head"
    assert duffy.role_text == "interim Administrator"
    assert petro.holds.end_latest is None
    assert duffy.holds.end_earliest == "2025-12-01T00:00:00Z"
    assert isaacman.holds.start_earliest == "2025-12-17T00:00:00Z"


def test_isaacman_was_confirmed_before_he_led(claims: list[Claim]) -> None:
    """Vote and oath are two events, told by two pages; only the oath makes him head."""
    [confirmed] = found(claims, "JaredIsaacman", "confirmedFor")
    [sworn] = found(claims, "JaredIsaacman", "swornInTo")
    [led] = found(claims, "JaredIsaacman", "leads", "NASA")

    assert day(confirmed) == day(sworn) == "2025-12-17"
    assert confirmed.speaker != sworn.speaker
    assert led.speaker == sworn.speaker


@pytest.mark.parametrize(
    ("body", "when", "who"),
    [
        ("ESA", "2022-07-01", "JosefAschbacher"),
        ("ESA", "2018-07-01", "JohannDietrichWoerner"),
        ("JAXA", "2012-03-01", "KeijiTachikawa"),
        ("JAXA", "2022-07-01", "HiroshiYamakawa"),
        ("CSA", "2012-03-01", "SteveMacLean"),
        ("CSA", "2022-07-01", "LisaCampbell"),
        ("RSCEnergia", "2022-07-01", "IgorOzar"),
        ("RSCEnergia", "2006-07-01", "NikolaySevastyanov"),
    ],
)
def test_heads_of_other_bodies(claims: list[Claim], body: str, when: str, who: str) -> None:
    """Each is among those who led it on the day."""
    assert who in heads(claims, body, when)


# ── Who is who ─────────────────────────────────────────────────────────────────────────────────


def test_two_names_of_one_man_are_joined_by_a_decision(
    records: list[Entity | Source | Claim], decisions: tuple[Decision, ...]
) -> None:
    """Goldin has a middle initial in one line and none in another; Rubio a longer first name."""
    joined = [each for each in apply(records, decisions) if isinstance(each, Claim)]

    assert found(joined, "DanielGoldin", "leads", "NASA")
    assert found(joined, "DanielGoldin", "signed")
    assert not found(joined, "DanielSGoldin", "leads")
    rubio = {each.subject for each in joined if "Rubio" in (each.paraphrase or "")[:20]}
    assert rubio == {ID + "AS-00636"}


def test_namesakes_are_kept_apart(decisions: tuple[Decision, ...]) -> None:
    """Two Sevastyanovs, two Borisovs, two Nelsons on one flight, two Solovyovs."""
    different = {
        frozenset((each.entity, each.other)) for each in decisions if each.decision == DIFFERENT
    }

    for one, other in (
        ("AS-00056", "NikolaySevastyanov"),
        ("YuriBorisov", "AS-00662"),
        ("BillNelson", "AS-00149"),
        ("VladimirSolovyov", "AS-00212"),
    ):
        assert frozenset((ID + one, ID + other)) in different


def test_every_name_and_page_of_the_reading_is_used(claims: list[Claim]) -> None:
    """No entity is described for nothing, and no page is listed that no claim names."""
    reading = facts.rows(facts.HERE / "facts-reading.csv")
    used = {row[end] for row in reading for end in ("subject", "object", "speaker", "addressee")}
    described = {row["entity"] for row in facts.rows(facts.HERE / "facts-entities.csv")}
    pages = {SOURCE + row["source"] for row in facts.rows(facts.HERE / "facts-pages.csv")}
    # The table of astronauts gives a name alone, which the article has.
    unnamed = {SOURCE + "astronaut-database-2020"}

    assert described <= used
    assert pages - unnamed == {each.primary_source for each in claims}
