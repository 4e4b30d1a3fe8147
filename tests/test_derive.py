"""What holds at an instant: every branch of the rule, and its edges."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from astrograph.derive import direct_rule, direct_triples, reading, statements
from astrograph.model import Claim, Interval, Link
from astrograph.vocab import ontology_path
from builders import AG, ID, claim, engine_of, store_of

MAY = "2022-05-01T00:00:00Z"
JUNE = "2022-06-01T00:00:00Z"
JULY = "2022-07-01T00:00:00Z"
AUGUST = "2022-08-01T00:00:00Z"
OVER = Interval(end_latest=MAY)
AHEAD = Interval(start_earliest=JULY)
COVERS = Interval(start_latest=MAY, end_earliest=JULY)


@pytest.mark.parametrize(
    ("modality", "tense", "expected"),
    [
        ("AssertedFact", None, ("present", None)),
        ("AssertedFact", "Present", ("present", None)),
        ("AssertedFact", "Past", ("past", None)),
        ("AssertedFact", "Future", None),
        ("Plan", None, ("plan", None)),
        ("Plan", "Past", ("plan", None)),
    ],
)
@pytest.mark.parametrize("holds", [Interval(), OVER, AHEAD, COVERS])
def test_without_an_instant_the_source_s_own_tense_decides(
    modality: str, tense: str | None, expected: tuple[str, None] | None, holds: Interval
) -> None:
    """No bound is known to lie before or behind the undated present of a source."""
    said = claim("A", "leads", "B", modality=modality, tense=tense, holds=holds)

    assert expected == reading(said)


@pytest.mark.parametrize("tense", [None, "Past", "Present", "Future"])
@pytest.mark.parametrize(
    ("holds", "expected"),
    [
        (OVER, ("past", None)),
        (AHEAD, None),
        (COVERS, ("present", "certain")),
        (Interval(start_latest=JUNE, end_earliest=JUNE), ("present", "certain")),
        (Interval(AHEAD.start_earliest, None, None, MAY), ("past", None)),
    ],
)
def test_bounds_decide_over_the_tense(
    holds: Interval, expected: tuple[str, str | None] | None, tense: str | None
) -> None:
    """What is over is past and what covers is present, however the source puts it."""
    said = claim("A", "leads", "B", tense=tense, holds=holds)

    assert expected == reading(said, JUNE)


@pytest.mark.parametrize(
    "holds",
    [
        Interval(),
        Interval(end_latest=JUNE),
        Interval(start_earliest=JUNE),
        Interval(start_latest=MAY),
        Interval(start_latest=MAY, end_earliest=MAY),
    ],
)
@pytest.mark.parametrize(
    ("tense", "expected"),
    [
        (None, ("present", "possible")),
        ("Present", ("present", "possible")),
        ("Past", ("past", "possible")),
        ("Future", None),
    ],
)
def test_where_bounds_leave_it_open_the_tense_decides(
    holds: Interval, tense: str | None, expected: tuple[str, str] | None
) -> None:
    """The bounds themselves are inclusive: what ends in June may still hold in June."""
    said = claim("A", "leads", "B", tense=tense, holds=holds)

    assert expected == reading(said, JUNE)


@pytest.mark.parametrize(
    "holds", [Interval(end_earliest=JULY), Interval(start_latest=JULY, end_earliest=AUGUST)]
)
@pytest.mark.parametrize(
    ("tense", "expected"),
    [
        (None, ("present", "possible")),
        ("Present", ("present", "possible")),
        ("Past", ("present", "possible")),
        ("Future", None),
    ],
)
def test_what_is_past_now_was_not_past_before_it_ended(
    holds: Interval, tense: str | None, expected: tuple[str, str] | None
) -> None:
    """Whoever tells of it as past spoke later than the instant that is asked for."""
    said = claim("A", "leads", "B", tense=tense, holds=holds)

    assert expected == reading(said, JUNE)


@pytest.mark.parametrize("holds", [Interval(), COVERS, OVER, AHEAD])
def test_a_plan_is_planned_whatever_its_bounds(holds: Interval) -> None:
    """A plan never becomes a fact, and the bounds of what is planned do not undo the plan."""
    said = claim("A", "leads", "B", modality="Plan", holds=holds)

    assert reading(said, JUNE) == ("plan", "planned")


def test_what_a_source_hedges_is_possible_at_most() -> None:
    """A date with a question mark settles nothing."""
    said = claim("A", "leads", "B", holds=COVERS, hedged=True)

    assert reading(said, JUNE) == ("present", "possible")
    assert reading(said._replace(holds=OVER), JUNE) == ("past", None)


def test_claims_of_one_statement_are_gathered() -> None:
    """One statement for each tense, its claims in order of IRI, the statements in order too."""
    later = claim("B", "leads", "C", iri="c:9")
    past = claim("A", "leads", "B", iri="c:3", tense="Past")
    claims = [later, claim("A", "leads", "B", iri="c:2"), past, claim("A", "leads", "B", iri="c:1")]

    made = statements(claims)

    assert [(each.subject[-1], each.tense, each.claims) for each in made] == [
        ("A", "past", ("c:3",)),
        ("A", "present", ("c:1", "c:2")),
        ("B", "present", ("c:9",)),
    ]
    assert {each.certainty for each in made} == {None}


def test_a_claim_without_an_entity_as_object_makes_no_statement() -> None:
    """Literal values are never walked."""
    assert statements([claim("A", "fullName", "x", object=None)]) == []


def test_a_plain_statement_has_no_claims() -> None:
    """Its claim is a stand-in without an IRI."""
    stand_in = Claim("", ID + "A", AG + "leads", ID + "B")

    assert statements([stand_in])[0].claims == ()


def test_what_holds_at_an_instant_says_how_certainly() -> None:
    """The best certainty of its claims counts; what is over or not begun is left out."""
    claims = [
        claim("A", "leads", "B", holds=COVERS),
        claim("A", "leads", "B"),
        claim("A", "leads", "C", holds=OVER),
        claim("A", "leads", "D", holds=AHEAD),
        claim("A", "leads", "E", modality="Plan"),
        claim("A", "leads", "F", modality="Plan", holds=OVER),
    ]

    made = statements(claims, JUNE, holding=True)

    assert [(each.object[-1], each.tense, each.certainty) for each in made] == [
        ("B", "present", "certain"),
        ("E", "plan", "planned"),
        ("F", "plan", "planned"),
    ]
    assert len(made[0].claims) == 2


def derived(*claims: Claim, instant: str | None = None) -> set[tuple[str, str, str]]:
    """Run the rule over some claims; triples as local names."""
    engine = engine_of(claims)
    engine.load(path=str(ontology_path()), format=ox.RdfFormat.TURTLE)
    return {
        tuple(term.value.removeprefix(AG).removeprefix(ID) for term in triple)
        for triple in direct_triples(engine, instant)
    }


@pytest.mark.parametrize(
    ("fields", "relation"),
    [
        ({}, "leads"),
        ({"tense": "Past"}, "formerlyLed"),
        ({"tense": "Future"}, None),
        ({"holds": OVER}, "formerlyLed"),
        ({"holds": AHEAD}, None),
        ({"holds": COVERS, "tense": "Past"}, "leads"),
        ({"holds": Interval(end_latest=JUNE)}, "leads"),
        ({"holds": Interval(start_earliest=JUNE)}, "leads"),
        ({"polarity": "Negative"}, None),
        ({"modality": "Threat"}, None),
        ({"modality": "Denial"}, None),
        ({"modality": "Opinion"}, None),
        ({"status": "Reported"}, None),
        ({"status": "Disputed"}, None),
        ({"status": "Superseded"}, None),
        ({"status": "Rejected"}, None),
        ({"status": "Inferred"}, None),
    ],
)
def test_the_rule_makes_a_direct_triple_only_of_what_qualifies(
    fields: dict[str, object], relation: str | None
) -> None:
    """Accepted, positive facts, in the form that the instant asks for."""
    expected = set() if relation is None else {("A", relation, "B")}

    actual = derived(claim("A", "leads", "B", **fields), instant=JUNE)

    assert expected == actual


def test_the_rule_gives_a_plan_its_plan_form_or_nothing() -> None:
    """A relation that the ontology gives no plan form cannot be planned in a direct triple."""
    planned = claim("A", "participatesIn", "B", modality="Plan")
    formless = claim("A", "borderedOn", "B", modality="Plan")

    assert derived(planned, formless) == {("A", "plansToStayIn", "B")}


def test_the_rule_gives_an_ended_relation_without_past_form_nothing() -> None:
    """It has ended; the relation itself must not stand."""
    assert derived(claim("A", "borderedOn", "B", tense="Past")) == set()


def test_what_happened_has_happened() -> None:
    """An event is its own past form."""
    assert derived(claim("A", "informed", "B", tense="Past")) == {("A", "informed", "B")}


@pytest.mark.parametrize(
    ("status", "relation"), [("Accepted", set()), ("Reported", {("A", "leads", "B")})]
)
def test_only_an_accepted_claim_supersedes(
    status: str, relation: set[tuple[str, str, str]]
) -> None:
    """The superseded claim gives nothing; the newer one is of a kind that gives nothing either."""
    old = claim("A", "leads", "B")
    new = claim("A", "leads", "B", status=status, polarity="Negative")
    new = new._replace(links=(Link(new.iri, "supersedes", old.iri),))

    assert relation == derived(old, new)


def test_the_rule_text_can_be_run_by_any_engine() -> None:
    """It is plain SPARQL 1.1, with MINUS and not the quadratic NOT EXISTS."""
    text = "\n".join(line for line in direct_rule().splitlines() if not line.startswith("#"))

    assert "MINUS" in text
    assert "NOT EXISTS" not in text


def test_store_and_rule_agree_on_the_shipped_form_of_a_relation() -> None:
    """The statements of a store carry the base relation; the engine's triples the form."""
    store = store_of(claim("A", "leads", "B", tense="Past"))
    asked = "ASK { id:A ag:formerlyLed id:B FILTER NOT EXISTS { id:A ag:leads id:B } }"

    assert [each.relation for each in store.statements()] == [AG + "leads"]
    assert bool(store.engine().query(asked, prefixes={"id": ID, "ag": AG}))


def test_an_undated_claim_of_the_past_goes_by_the_dates_of_another() -> None:
    """Who flew in 2016 by one source did not possibly fly in 2021 by another that gives no date."""
    dated = claim(
        "A", "flewOn", "B", tense="Past", holds=Interval("2016-11-17", "2016-11-17", "2017", "2017")
    )
    undated = claim("A", "flewOn", "B", tense="Past")
    alone = claim("A", "flewOn", "C", tense="Past")

    def held(instant: str) -> dict[str, tuple[str, ...]]:
        found = statements([dated, undated, alone], instant, holding=True)
        return {said.object.removeprefix(ID): said.claims for said in found}

    assert held("2016-12-01") == {"B": (dated.iri, undated.iri), "C": (alone.iri,)}
    assert held("2021-01-01") == {"C": (alone.iri,)}
