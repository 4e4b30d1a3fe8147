"""How statements stand, by every kind of link and by the status of their claims; one definition."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from astrograph import find_paths
from astrograph.explorer.graph import build_payload
from astrograph.formats import facts, prose
from astrograph.model import Claim, Interval, Link, Statement
from astrograph.selection import ClaimFilter, select_claims
from astrograph.standing import STANDINGS, standing
from astrograph.store.known import as_known
from builders import AG, CLAIM, ID, PLACE, claim, store_of

if TYPE_CHECKING:
    from astrograph import Store
    from astrograph.model import Entity

MAY, JUNE, JULY = "2022-05-01T00:00:00Z", "2022-06-01T00:00:00Z", "2022-07-01T00:00:00Z"


def linked(claim: Claim, kind: str, other: Claim) -> Claim:
    """Return a claim with one more link, to another."""
    return claim._replace(links=(*claim.links, Link(claim.iri, kind, other.iri)))


def of(store: Store, claim: Claim) -> str:
    """Say how the statement stands that a claim makes."""
    (said,) = (
        each for each in store.statements(status="any") if claim.iri in each.claims
    )  # fmt: skip
    return standing(store, said)


# By links


@pytest.mark.parametrize(
    ("kind", "reached", "leaving"),
    [
        ("contradicts", "disputed", "disputed"),
        ("inTensionWith", "disputed", "disputed"),
        ("argueAgainst", "disputed", "undisputed"),
        ("supersedes", "superseded", "undisputed"),
        ("qualifies", "undisputed", "undisputed"),
        ("supports", "undisputed", "undisputed"),
        ("restates", "undisputed", "undisputed"),
        ("elaborates", "undisputed", "undisputed"),
        ("contrastsWith", "undisputed", "undisputed"),
        ("distinctFrom", "undisputed", "undisputed"),
        ("startInferredFrom", "undisputed", "undisputed"),
        ("endInferredFrom", "undisputed", "undisputed"),
    ],
)
def test_a_link_disputes_what_it_reaches_and_what_it_leaves_only_if_it_cuts_both_ways(
    kind: str, reached: str, leaving: str
) -> None:
    """Who argues against a plan is not thereby argued against."""
    target = claim("A", "leads", "B")
    voice = linked(claim("X", "leads", "Y"), kind, target)
    store = store_of(target, voice)

    assert (of(store, target), of(store, voice)) == (reached, leaving)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"polarity": "Negative"}, "denied"),
        ({"polarity": "Negative", "modality": "Denial", "status": "Reported"}, "denied"),
        ({"modality": "Denial", "status": "Reported"}, "denied"),
        ({"status": "Reported"}, "disputed"),
        # A denial that has been put behind is a voice still, and one that is gone is none.
        ({"polarity": "Negative", "status": "Disputed"}, "disputed"),
        ({"polarity": "Negative", "status": "Superseded"}, "undisputed"),
        ({"polarity": "Negative", "status": "Rejected"}, "undisputed"),
    ],
)
@pytest.mark.parametrize("forward", [True, False])
def test_what_a_standing_claim_contradicts_by_saying_no_is_denied(
    fields: dict[str, str], expected: str, *, forward: bool
) -> None:
    """Whichever of the two bears the link."""
    yes, no = claim("A", "leads", "B"), claim("A", "leads", "B", **fields)
    if forward:
        no = linked(no, "contradicts", yes)
    else:
        yes = linked(yes, "contradicts", no)
    store = store_of(yes, no, claim("A", "informed", "B"))

    statement = Statement(yes.subject, yes.predicate, yes.object or "", "present", (yes.iri,))
    assert standing(store, statement) == expected


def test_the_rule_of_yes_and_no_makes_a_denied_hop() -> None:
    """Two claims of facts for the same time need no curator to link them."""
    summer = Interval(MAY, MAY, JULY, JULY)
    yes = claim("A", "leads", "B", holds=summer)
    elsewhere = (yes.evidence[0]._replace(iri=PLACE + "2", sentence=2, start=6, end=9),)
    no = claim("A", "leads", "B", holds=summer, polarity="Negative", evidence=elsewhere)

    assert of(store_of(yes, no), yes) == "denied"


def test_a_denial_of_what_is_told_as_a_fact_makes_a_denied_hop() -> None:
    """Somebody else utters it, in another place; it is heard, and what it denies stays told."""
    yes = claim("A", "leads", "B")
    elsewhere = (yes.evidence[0]._replace(iri=PLACE + "2", sentence=2, start=6, end=9),)
    uttered = {"modality": "Denial", "polarity": "Negative", "status": "Reported"}
    no = claim("A", "leads", "B", **uttered, speaker=ID + "A", evidence=elsewhere)
    store = store_of(yes, no, claim("A", "informed", "C"), claim("C", "informed", "B"))

    answer = find_paths(store, f"{ID}A", f"{ID}B")

    assert of(store, yes) == "denied"
    assert [hop.standing for hop in answer.paths[0].hops] == ["denied"]
    assert answer.alternative is not None
    assert len(answer.alternative.hops) == 2
    heard = [each.iri for _, each in prose.dissent(store, answer.paths[0].hops[0].statement)]
    assert heard == [no.iri]
    disputed = select_claims(store, ClaimFilter(disputed=True))
    assert [each.iri for each in disputed] == [yes.iri, no.iri]


def test_a_denial_in_tension_only_disputes() -> None:
    """Both can be true, so it is no denial of this."""
    said = claim("A", "informed", "B")
    denial = claim("B", "receivedWordFrom", "A", modality="Denial", polarity="Negative")
    store = store_of(said, linked(denial, "inTensionWith", said))

    assert of(store, said) == "disputed"


def test_a_link_to_a_claim_that_is_not_there_says_nothing() -> None:
    """Nobody can be heard."""
    said = claim("A", "leads", "B")
    said = said._replace(links=(Link(said.iri, "contradicts", f"{CLAIM}nowhere"),))

    assert of(store_of(said), said) == "undisputed"


# By status, and with several claims


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        (["Accepted"], "undisputed"),
        (["Reported"], "undisputed"),
        (["Inferred"], "undisputed"),
        (["Disputed"], "disputed"),
        (["Superseded"], "superseded"),
        (["Rejected"], "denied"),
        # Another claim holds the statement up.
        (["Accepted", "Disputed"], "undisputed"),
        (["Reported", "Superseded"], "undisputed"),
        (["Accepted", "Rejected"], "undisputed"),
        (["Disputed", "Superseded"], "disputed"),
        (["Superseded", "Rejected"], "superseded"),
    ],
)
def test_a_statement_stands_by_the_claims_that_still_speak_for_it(
    statuses: list[str], expected: str
) -> None:
    """What the curator has put behind does no harm to what another claim says."""
    claims = [claim("A", "leads", "B", status=status) for status in statuses]
    store = store_of(*claims)

    assert [standing(store, said) for said in store.statements(status="any")] == [expected]


def test_one_voice_against_one_of_its_claims_disputes_a_statement() -> None:
    """Even when another claim says the same unopposed."""
    opposed, unopposed = claim("A", "leads", "B"), claim("A", "leads", "B")
    voice = linked(claim("X", "leads", "Y"), "inTensionWith", opposed)

    assert of(store_of(opposed, unopposed, voice), unopposed) == "disputed"


def test_a_statement_is_not_disputed_by_its_own_claims() -> None:
    """Two sources that date it differently both say that it is so."""
    one = claim("A", "leads", "B", holds=Interval(MAY, MAY, JUNE, JUNE), tense="Past")
    other = claim("A", "leads", "B", holds=Interval(MAY, MAY, JULY, JULY), tense="Past")
    store = store_of(linked(one, "contradicts", other), other)

    assert of(store, one) == "undisputed"
    assert len(select_claims(store, ClaimFilter(disputed=True))) == 2


def test_only_an_accepted_claim_takes_the_place_of_another() -> None:
    """As in the derivation of direct relations."""
    old = claim("A", "leads", "B")
    new = claim("A", "leads", "C", status="Reported")

    assert of(store_of(old, linked(new, "supersedes", old)), old) == "undisputed"
    accepted = new._replace(status="Accepted")
    assert of(store_of(old, linked(accepted, "supersedes", old)), old) == "superseded"


def test_all_its_claims_have_to_be_superseded() -> None:
    """One that nobody has replaced keeps the statement up."""
    old, kept = claim("A", "leads", "B"), claim("A", "leads", "B")
    new = linked(claim("A", "leads", "C"), "supersedes", old)

    assert of(store_of(old, kept, new), old) == "undisputed"
    both = linked(new, "supersedes", kept)
    assert of(store_of(old, kept, both), old) == "superseded"


def test_a_statement_that_no_claim_makes_is_undisputed() -> None:
    """Nothing can speak against a plain triple."""
    store = store_of(claim("A", "leads", "B"))

    assert standing(store, Statement(f"{ID}A", f"{AG}leads", f"{ID}C", "present")) == "undisputed"


def test_what_had_not_been_said_yet_disputes_nothing() -> None:
    """As known by June, nobody had denied or replaced it."""
    old = claim("A", "leads", "B", said_earliest=MAY, said_latest=MAY)
    old = old._replace(status="Superseded")
    later = {"said_earliest": JULY, "said_latest": JULY}
    new = linked(claim("A", "leads", "C", **later), "supersedes", old)
    voice = linked(claim("X", "leads", "Y", **later), "inTensionWith", old)
    store = store_of(old, new, voice)

    assert of(store, old) == "superseded"
    assert of(as_known(store, JUNE), old) == "undisputed"


# In the article


@pytest.mark.parametrize(
    ("ends", "relation", "expected"),
    [
        (("DmitryRogozin", "Roscosmos"), "leads", {"past": "undisputed"}),
        (("YuriBorisov", "Roscosmos"), "leads", {"present": "undisputed"}),
        (("DmitryRogozin", "YuriBorisov"), "predecessorOf", {"past": "undisputed"}),
        # To leave was the plan, to stay is; others argue against leaving.
        (("Roscosmos", "ISSPartnership"), "leaves", {"plan": "superseded"}),
        (
            ("Roscosmos", "ISSPartnership"),
            "participatesIn",
            {"plan": "disputed", "present": "undisputed"},
        ),
        # NASA's people deny an official notice; the curator holds that both can be true.
        (("Roscosmos", "NASA"), "informed", {"past": "disputed"}),
    ],
)
def test_the_relations_of_the_article_stand_as_its_voices_do(
    shipped: Store, ends: tuple[str, str], relation: str, expected: dict[str, str]
) -> None:
    """Who heads Roscosmos is not in question; how long it stays is."""
    subject, target = (ID + end for end in ends)
    made = {
        said.tense: standing(shipped, said)
        for said in shipped.between(subject, target, status="any")
        if said.relation == AG + relation
    }

    assert made == expected


# One definition


def listed(store: Store, entity: Entity) -> list[dict[str, Any]]:
    """Return the statements that `show` lists of an entity."""
    shape = json.loads(facts.as_json(store, facts.gather(store, entity), None))
    return list(shape["statements"])


def test_show_the_page_and_the_selection_of_claims_agree(shipped: Store) -> None:
    """What stands undisputed is nowhere marked, and everything else is everywhere."""
    statements = shipped.statements()
    marked = {said.key for said in statements if standing(shipped, said) != STANDINGS[0]}
    page = {
        (said["subject"], said["relation"]["iri"], said["object"], said["tense"])
        for said in build_payload(shipped)["statements"]
        if said["disputed"]
    }
    shown = {
        (said["subject"]["iri"], said["relation"]["iri"], said["object"]["iri"], said["tense"])
        for entity in shipped.entities()
        for said in listed(shipped, entity)
        if said["disputed"]
    }
    selected = {each.iri for each in select_claims(shipped, ClaimFilter(disputed=True))}

    assert marked
    assert marked == page == shown
    assert all(selected & set(said.claims) for said in statements if said.key in marked)
