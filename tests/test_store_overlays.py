"""What rules conclude lies over the claims of a store; what was asserted stays as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from astrograph.check.shapes import violations
from astrograph.disagreement import CONTRADICTS, END_FROM, REASONER
from astrograph.formats import prose
from astrograph.model import Claim, Entity, Source, Value
from astrograph.selection import ClaimFilter, select_claims
from astrograph.store.build import build_store, in_memory
from astrograph.store.opening import open_store
from astrograph.vocab import AG, CLAIM, ID, SOURCE, XSD
from builders import turtle_store
from rivals import leads, term, told

if TYPE_CHECKING:
    from astrograph import Store
    from astrograph.model import Record

SHA = "417be5c04ede7d7d5cd4d68ba67940f96f87b0c4178ad26bc2a5e1c560ac59a1"


def cited(claim: Claim) -> Claim:
    """Complete a claim, so that it follows the shapes."""
    place = claim.evidence[0]._replace(
        iri=f"https://w3id.org/astrograph/evidence/{claim.iri.removeprefix(CLAIM)}",
        sha256=SHA,
        column="who",
    )
    return claim._replace(evidence=(place,), paraphrase=f"{claim.subject} said.", confidence=0.9)


def times(name: str, source: str, seconds: int) -> Claim:
    """Make a claim on a time in space."""
    value = Value(str(seconds), datatype=XSD + "integer")
    return cited(told(name, source, ("Liu", "timeInSpace", value)))


RECORDS: list[Record] = [
    Entity(ID + "Liu", "Liu Yang", "Person"),
    *(Entity(ID + name, name, "Person") for name in ("Bolden", "Nelson")),
    Entity(ID + "Agency", "NASA", "SpaceAgency"),
    *(
        Source(SOURCE + name, f"The {name} table", license="https://x.org/free", updated=updated)
        for name, updated in (("old", "2024-05-19T00:00:00Z"), ("new", "2026-05-21T00:00:00Z"))
    ),
    times("t1", "old", 16_850_880),
    times("t2", "new", 1_123_200),
    cited(leads("h1", "Bolden", term("2009-07-17"), "old")),
    cited(leads("h2", "Nelson", term("2021-05-03", "2025-01-20"), "old")),
]


@pytest.fixture(scope="module", params=["in memory", "in a folder"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Return a store of the records."""
    if request.param == "in memory":
        return in_memory("test", RECORDS)
    folder = tmp_path_factory.mktemp("stores") / "store"
    build_store(RECORDS, folder)
    return open_store(folder)


def claim_of(store: Store, name: str) -> Claim:
    """Return a claim by its name."""
    found = store.claim(CLAIM + name)
    assert found is not None
    return found


def test_the_status_that_rules_give_is_the_one_that_counts(store: Store) -> None:
    """The total that is behind is disputed, and no triple is derived from it."""
    assert claim_of(store, "t1").status == "Accepted"
    assert claim_of(store, "t2").status == "Disputed"
    assert store.count("status") == {"Accepted": 3, "Disputed": 1}
    made = store.engine().quads_for_pattern(
        ox.NamedNode(ID + "Liu"), ox.NamedNode(AG + "timeInSpace"), None
    )
    assert [getattr(quad.object, "value", None) for quad in made] == ["16850880"]


def test_both_voices_are_heard_with_who_sets_them_against_each_other(store: Store) -> None:
    """From either side of the link."""
    heard = select_claims(store, ClaimFilter(relation=(AG + "timeInSpace",), disputed=True))

    assert [claim.iri.removeprefix(CLAIM) for claim in heard] == ["t1", "t2"]
    for claim in heard:
        assert [(link.kind, link.by) for link in store.links(claim)] == [
            (CONTRADICTS, REASONER.iri)
        ]
    assert store.named(REASONER.iri).label == REASONER.label


def test_an_end_that_is_inferred_is_said_to_be(store: Store) -> None:
    """It counts for what holds when, and the footnote names the claim that gives it."""
    claim = claim_of(store, "h1")

    assert claim.holds.end_latest == "2021-05-03T23:59:59Z"
    assert claim.holds.end_earliest is None
    assert [link.kind for link in claim.links] == [END_FROM]
    assert prose.inferred(store, claim) == [f"end inferred from claim:h2: {ID}Nelson said."]
    leading = store.statements(ID + "Agency", at="2022-01-01T00:00:00Z")
    assert {statement.subject for statement in leading} == {ID + "Nelson"}


def test_what_was_asserted_comes_out_as_it_went_in(store: Store) -> None:
    """Without what the rules add."""
    claims = [record for record in store.records() if isinstance(record, Claim)]

    assert claims == sorted(record for record in RECORDS if isinstance(record, Claim))
    assert not any(REASONER.iri in str(quad) for quad in store.asserted())


def test_the_rules_themselves_never_are_on_a_path(store: Store) -> None:
    """They speak of claims only."""
    assert not any(
        REASONER.iri in {statement.subject, statement.object} for statement in store.statements()
    )


def test_the_graph_follows_the_shapes_with_all_that_is_added(store: Store) -> None:
    """Links by a rule need no evidence of their own."""
    assert set(violations(store.engine())) == set()


def test_plain_files_get_the_same() -> None:
    """RDF that somebody wrote is compared as well, and given back unchanged."""
    text = "".join(
        f"""
        claim:{name} a ag:Claim ; ag:subject id:Liu ; ag:predicate ag:dateOfBirth ;
          ag:value "{year}" ; ag:modality ag:AssertedFact ; ag:polarity ag:Positive ;
          ag:status ag:Accepted ; ag:evidence evidence:{name} .
        evidence:{name} a ag:Evidence ; ag:source source:{name} .
        """
        for name, year in (("a", "1978"), ("b", "1979"))
    )
    store = turtle_store(text + "id:Liu a ag:Person ; skos:prefLabel 'Liu Yang'@en .")

    assert [link.kind for link in store.links(claim_of(store, "b"))] == [CONTRADICTS]
    assert not any(AG + CONTRADICTS in str(quad) for quad in store.asserted())


def test_within_the_article_no_rule_applies(shipped: Store) -> None:
    """Nothing in it contradicts anything else in it, and no term has a dated end."""
    assert shipped.entity(REASONER.iri) is None
    assert not any(link.by == REASONER.iri for claim in shipped.claims() for link in claim.links)
