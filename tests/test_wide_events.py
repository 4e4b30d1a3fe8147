"""What the table of facts says of agreements, engines, modules, and who said what in 2022."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from astrograph.vocab import AG, ID
from facts_table import day, found, local, read_claims

if TYPE_CHECKING:
    from pathlib import Path

    from astrograph.model import Claim


@pytest.fixture(scope="module")
def claims(shared_dir: Path) -> list[Claim]:
    """Return the claims of the facts."""
    return read_claims(shared_dir / "data")


# ── Agreements ─────────────────────────────────────────────────────────────────────────────────


def test_fifteen_governments_are_party_to_the_agreement_of_1998(claims: list[Claim]) -> None:
    """As many as its summary says have signed it."""
    parties = [
        each.subject.removeprefix(ID)
        for each in claims
        if each.predicate == AG + "partyTo" and local(each) == "ISSIntergovernmentalAgreement1998"
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
        if each.predicate == AG + "signed" and local(each) == "NASARSAImplementingAgreement"
    }

    assert signers == {"DanielGoldin", "YuriKoptev"}


# ── Engines, Kourou, modules ───────────────────────────────────────────────────────────────────


def test_engines_have_maker_vehicle_and_buyer(claims: list[Claim]) -> None:
    """RD-180 flies on Atlas V for ULA, RD-181 on Antares; both come from Energomash."""
    for engine, vehicle in (("RD180", "AtlasV"), ("RD181", "Antares")):
        assert local(found(claims, engine, "manufacturedBy")[0]) == "Energomash"
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
    assert local(found(claims, "Zarya", "manufacturedBy")[0]) == "Khrunichev"
    assert local(found(claims, "Zarya", "orderedBy")[0]) == "Boeing"
    assert local(found(claims, "Zarya", "ownedBy")[0]) == "UnitedStates"


def test_columbus_has_three_makers(claims: list[Claim]) -> None:
    """A compound code falls apart."""
    makers = {local(each) for each in found(claims, "Columbus", "manufacturedBy")}

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
