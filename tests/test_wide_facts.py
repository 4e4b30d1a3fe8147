"""The table of facts, read line by line, says what its pages say, and of whom and when."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from astrograph.derive import statements
from astrograph.identity import DIFFERENT, apply, read_decisions
from astrograph.model import Claim, Entity, Source
from astrograph.store.shipped import shipped_records
from astrograph.vocab import AG, CLAIM, ID, SOURCE, ontology_path
from wide import facts

if TYPE_CHECKING:
    from pathlib import Path

    from astrograph.identity import Decision

NOON = "T12:00:00Z"


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
    made = list(facts.records(data))
    return [each for each in made if isinstance(each, Entity | Source | Claim)]


@pytest.fixture(scope="module")
def claims(records: list[Entity | Source | Claim]) -> list[Claim]:
    """Return the claims alone."""
    return [each for each in records if isinstance(each, Claim)]


def found(claims: list[Claim], subject: str, relation: str, target: str = "") -> list[Claim]:
    """Return the claims of a relation on a subject, in the order of the table."""
    return [
        each
        for each in claims
        if each.subject == ID + subject
        and each.predicate == AG + relation
        and (not target or target in {each.object, each.value and each.value.text, _local(each)})
    ]


def _local(claim: Claim) -> str:
    return (claim.object or "").removeprefix(ID)


def heads(claims: list[Claim], body: str, day: str) -> dict[str, str | None]:
    """Return who leads an organization on a day by the facts alone, and how certainly."""
    leading = [each for each in claims if each.predicate == AG + "leads" and _local(each) == body]
    return {
        each.subject.removeprefix(ID): each.certainty
        for each in statements(leading, day + NOON, holding=True)
    }


def certain(claims: list[Claim], body: str, day: str) -> list[str]:
    """Return who certainly leads an organization on a day."""
    return sorted(who for who, how in heads(claims, body, day).items() if how == "certain")


def day(claim: Claim) -> str:
    """Return the day, the month or the year at which something happened, as printed."""
    return claim.time_text or ""


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


# ── Agreements ─────────────────────────────────────────────────────────────────────────────────


def test_fifteen_governments_are_party_to_the_agreement_of_1998(claims: list[Claim]) -> None:
    """As many as its summary says have signed it."""
    parties = [
        each.subject.removeprefix(ID)
        for each in claims
        if each.predicate == AG + "partyTo" and _local(each) == "ISSIntergovernmentalAgreement1998"
    ]
    [number] = found(claims, "ISSIntergovernmentalAgreement1998", "numberOfSignatories")

    assert len(set(parties)) == 15
    assert {"Russia", "UnitedStates", "Japan", "Canada", "France"} <= set(parties)
    assert number.value
    assert int(number.value.text) == 15
    [force] = found(claims, "ISSIntergovernmentalAgreement1998", "enteredIntoForce")
    assert day(force) == "2001-03-27"


def test_the_seat_swap_was_signed_one_day_and_announced_the_next(claims: list[Claim]) -> None:
    """Signing and announcing are two events, so the two dates do not contradict each other."""
    [signed] = found(claims, "IntegratedCrewAgreement", "wasSigned")
    [announced] = found(claims, "NASA", "announced", "IntegratedCrewAgreement")

    assert (day(signed), day(announced)) == ("2022-07-14", "2022-07-15")
    assert signed.speaker != announced.speaker


def test_two_signatories_in_one_cell_are_two_claims(claims: list[Claim]) -> None:
    """Goldin and Koptev each signed the agreement of October 1992."""
    signers = {
        each.subject.removeprefix(ID)
        for each in claims
        if each.predicate == AG + "signed" and _local(each) == "NASARSAImplementingAgreement"
    }

    assert signers == {"DanielGoldin", "YuriKoptev"}


# ── Engines, Kourou, modules ───────────────────────────────────────────────────────────────────


def test_engines_have_maker_vehicle_and_buyer(claims: list[Claim]) -> None:
    """RD-180 flies on Atlas V for ULA, RD-181 on Antares; both come from Energomash."""
    for engine, vehicle in (("RD180", "AtlasV"), ("RD181", "Antares")):
        assert _local(found(claims, engine, "manufacturedBy")[0]) == "Energomash"
        assert found(claims, engine, "powers", vehicle)[0].status == "Accepted"
    assert found(claims, "RD180", "soldTo", "UnitedLaunchAlliance")


def test_the_wrong_engine_of_antares_stays_visible_as_disputed(claims: list[Claim]) -> None:
    """One page puts RD-180 on Antares; the claim is kept, under its own speaker."""
    [wrong] = found(claims, "RD180", "powers", "Antares")

    assert wrong.status == "Disputed"
    assert wrong.speaker != found(claims, "RD181", "powers", "Antares")[0].speaker


def test_the_contract_for_rd_181_has_two_sizes(claims: list[Claim]) -> None:
    """At least 20 by one page, up to 60 by two."""
    sizes = [
        each.value.text for each in found(claims, "RD181Contract", "numberOrdered") if each.value
    ]

    assert sorted(sizes) == ["20", "60", "60"]


def test_two_sources_count_the_same_launches_from_guiana(claims: list[Claim]) -> None:
    """A page and the launch log agree on 27, of which 26 succeeded."""
    for relation, number in (("numberOfLaunches", "27"), ("numberOfSuccesses", "26")):
        told = found(claims, "SoyuzAtGuiana", relation)
        assert [each.value.text for each in told if each.value] == [number, number]
        assert len({each.speaker for each in told}) == 2


def test_zarya_has_a_builder_a_customer_and_an_owner(claims: list[Claim]) -> None:
    """Built by one, ordered by another, owned by a third: no contradiction."""
    assert _local(found(claims, "Zarya", "manufacturedBy")[0]) == "Khrunichev"
    assert _local(found(claims, "Zarya", "orderedBy")[0]) == "Boeing"
    assert _local(found(claims, "Zarya", "ownedBy")[0]) == "UnitedStates"


def test_columbus_has_three_makers(claims: list[Claim]) -> None:
    """A compound code falls apart."""
    makers = {_local(each) for each in found(claims, "Columbus", "manufacturedBy")}

    assert makers == {"org-EADS", "org-BREM", "org-THALA"}


# ── Statements of 2022 ─────────────────────────────────────────────────────────────────────────


def test_what_borisov_said_of_leaving_is_three_plans_with_dates(claims: list[Claim]) -> None:
    """Nothing that he announced is told as a fact."""
    said = [
        (each.said_earliest or "", each.predicate.removeprefix(AG), each.modality)
        for each in claims
        if each.speaker == ID + "YuriBorisov"
    ]

    assert said == [
        ("2022-07-26T00:00:00Z", "leaves", "Plan"),
        ("2022-07-29T00:00:00Z", "leaves", "Plan"),
        ("2022-09-21T00:00:00Z", "participatesIn", "Plan"),
    ]
    first, second, third = (each for each in claims if each.speaker == ID + "YuriBorisov")
    assert first.addressee == ID + "VladimirPutin"
    assert first.holds.start_earliest == second.holds.start_earliest == "2025-01-01T00:00:00Z"
    assert second.condition
    assert third.holds.end_earliest == "2028-01-01T00:00:00Z"


def test_leaving_is_never_told_as_a_fact(claims: list[Claim]) -> None:
    """No claim asserts that Russia or Roscosmos has left the partnership."""
    leaving = [each for each in claims if each.predicate == AG + "leaves"]

    assert leaving
    assert {each.modality for each in leaving} == {"Plan"}


def test_denials_are_denials(claims: list[Claim]) -> None:
    """Gatens and Lueders said that it is not so."""
    denied = {each.speaker: each.polarity for each in claims if each.modality == "Denial"}

    assert denied == {ID + "RobynGatens": "Negative", ID + "KathyLueders": "Negative"}


def test_sanctions_on_rogozin_are_dated(claims: list[Claim]) -> None:
    """By the United States, from 17 March 2014, with no end told."""
    [under] = found(claims, "DmitryRogozin", "sanctionedBy", "UnitedStates")

    assert under.holds.start_earliest == "2014-03-17T00:00:00Z"
    assert under.holds.end_latest is None
    assert under.term_as_printed == "E.O. 13661"


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
