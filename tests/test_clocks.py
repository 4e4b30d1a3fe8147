"""Two clocks: when something holds (--at, --during), and by when it had been said (--known-by)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from astrograph import open_store, run_query
from astrograph.derive import reading
from astrograph.formats import lines
from astrograph.model import Evidence, Interval, Link, Value
from astrograph.store.known import as_known
from builders import AG, ID, claim, store_of

if TYPE_CHECKING:
    from pathlib import Path

    from astrograph.model import Claim

APRIL = "2022-04-01T00:00:00Z"
MAY = "2022-05-01T00:00:00Z"
JUNE = "2022-06-01T00:00:00Z"
JULY = "2022-07-01T00:00:00Z"
AUGUST = "2022-08-01T00:00:00Z"
SEPTEMBER = "2022-09-01T00:00:00Z"
SUMMER = (JUNE, AUGUST)


# When it holds


@pytest.mark.parametrize(
    ("interval", "expected"),
    [
        (Interval(), "possible"),
        # Over before, begun after: the bounds themselves still belong to it.
        (Interval(end_latest=MAY), None),
        (Interval(end_latest=JUNE), "possible"),
        (Interval(start_earliest=SEPTEMBER), None),
        (Interval(start_earliest=AUGUST), "possible"),
        # Surely begun by the last instant and surely lasting until the first.
        (Interval(start_latest=MAY, end_earliest=SEPTEMBER), "certain"),
        (Interval(start_latest=AUGUST, end_earliest=JUNE), "certain"),
        (Interval(start_latest=SEPTEMBER, end_earliest=JUNE), "possible"),
        (Interval(start_latest=AUGUST, end_earliest=MAY), "possible"),
        (Interval(start_latest=JULY), "possible"),
        (Interval(end_earliest=JULY), "possible"),
        # What began within has lasted there, whenever it ended.
        (Interval(start_earliest=JULY, start_latest=JULY), "certain"),
        (Interval(start_earliest=JUNE, start_latest=AUGUST), "certain"),
        (Interval(start_earliest=MAY, start_latest=AUGUST), "possible"),
        (Interval(start_earliest=JUNE, start_latest=SEPTEMBER), "possible"),
        # What ended within has lasted there, whenever it began.
        (Interval(end_earliest=JUNE, end_latest=AUGUST), "certain"),
        (Interval(end_earliest=MAY, end_latest=AUGUST), "possible"),
        (Interval(end_earliest=JUNE, end_latest=SEPTEMBER), "possible"),
        # What happened at some time within.
        (Interval(start_earliest=JUNE, end_latest=AUGUST), "certain"),
        (Interval(JUNE, AUGUST, JUNE, AUGUST), "certain"),
    ],
)
def test_a_stretch_is_met_by_the_inner_and_the_outer_bounds(
    interval: Interval, expected: str | None
) -> None:
    """Certainly when it held at some instant within, possibly when only the outer bounds allow."""
    assert interval.meets(*SUMMER) == expected


@pytest.mark.parametrize(
    ("interval", "expected"),
    [
        # Nothing tells when it began.
        (Interval(), None),
        (Interval(end_earliest=JULY, end_latest=JULY), None),
        # Begun before, or after.
        (Interval(start_earliest=MAY, start_latest=MAY), None),
        (Interval(start_latest=MAY), None),
        (Interval(start_earliest=SEPTEMBER), None),
        (Interval(start_earliest=APRIL, end_latest=MAY), None),
        # The bounds themselves still belong to it.
        (Interval(JUNE, JUNE), "certain"),
        (Interval(AUGUST, AUGUST), "certain"),
        (Interval(JUNE, AUGUST), "certain"),
        # What had ended by the last instant had begun by it.
        (Interval(start_earliest=JUNE, end_latest=AUGUST), "certain"),
        (Interval(MAY, JULY), "possible"),
        (Interval(JULY, SEPTEMBER), "possible"),
        (Interval(start_earliest=MAY), "possible"),
        (Interval(start_latest=SEPTEMBER), "possible"),
    ],
)
def test_what_begins_within_a_stretch_does_so_by_both_bounds_of_its_start(
    interval: Interval, expected: str | None
) -> None:
    """Certainly when both lie within, possibly when they only allow it."""
    assert interval.begins(*SUMMER) == expected


@pytest.mark.parametrize("modality", ["AssertedFact", "Plan"])
@pytest.mark.parametrize(
    ("tense", "holds", "expected"),
    [
        (None, Interval(end_latest=MAY), ("past", None)),
        (None, Interval(start_earliest=SEPTEMBER), None),
        ("Past", Interval(start_earliest=JULY, end_latest=JULY), ("present", "certain")),
        ("Past", Interval(), ("past", "possible")),
        ("Future", Interval(), None),
        (None, Interval(), ("present", "possible")),
    ],
)
def test_a_stretch_is_read_as_an_instant_is(
    modality: str, tense: str | None, holds: Interval, expected: tuple[str, str | None] | None
) -> None:
    """Bounds decide, then the source's tense; and a plan stays planned whatever its bounds."""
    said = claim("A", "leads", "B", modality=modality, tense=tense, holds=holds)

    assert reading(said, SUMMER) == (("plan", "planned") if modality == "Plan" else expected)


def test_during_keeps_what_holds_at_some_instant_within() -> None:
    """Each statement says how certainly; what was over before or began after is left out."""
    store = store_of(
        claim("A", "participatesIn", "B", holds=Interval(JULY, JULY, JULY, JULY)),
        claim("A", "participatesIn", "C"),
        claim("A", "participatesIn", "D", holds=Interval(end_latest=MAY)),
        claim("A", "participatesIn", "E", holds=Interval(start_earliest=SEPTEMBER)),
        claim("A", "participatesIn", "F", modality="Plan", holds=Interval(SEPTEMBER)),
    )

    made = store.statements(during=SUMMER)

    assert [(each.object[-1], each.tense, each.certainty) for each in made] == [
        ("B", "present", "certain"),
        ("C", "present", "possible"),
        ("F", "plan", "planned"),
    ]


def test_direct_triples_of_a_stretch_are_those_of_what_held_within() -> None:
    """What was over before stands in its past form, as with an instant."""
    store = store_of(
        claim("A", "leads", "B", holds=Interval(JULY, JULY, JULY, JULY), tense="Past"),
        claim("C", "leads", "D", holds=Interval(end_latest=MAY)),
        claim("E", "leads", "F", holds=Interval(start_earliest=SEPTEMBER)),
    )

    rows = run_query(store, "SELECT ?s ?p { ?s ?p ?o . ?o a owl:Thing } ORDER BY ?s", during=SUMMER)
    asked = [
        run_query(store, f"ASK {{ id:{one} ag:{form} id:{other} }}", during=SUMMER)
        for one, form, other in (
            ("A", "leads", "B"), ("C", "formerlyLed", "D"), ("E", "leads", "F"),
            ("A", "formerlyLed", "B"),
        )
    ]  # fmt: skip

    assert rows == []
    assert asked == [True, True, False, False]


# By when it had been said


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "possible"),
        ({"said_earliest": AUGUST}, None),
        ({"said_earliest": JULY}, "possible"),
        ({"said_latest": JULY}, "certain"),
        ({"said_latest": AUGUST}, "possible"),
        ({"said_earliest": MAY, "said_latest": JUNE}, "certain"),
        ({"said_earliest": MAY, "said_latest": AUGUST}, "possible"),
        # A fact is not told as a fact before it has begun.
        ({"holds": Interval(start_earliest=AUGUST)}, None),
        ({"holds": Interval(start_earliest=JULY)}, "possible"),
        ({"holds": Interval(start_latest=AUGUST)}, "possible"),
        ({"holds": Interval(start_earliest=AUGUST), "tense": "Future"}, "possible"),
        ({"holds": Interval(start_earliest=AUGUST), "said_latest": JUNE}, "certain"),
        # Nor as over before it has ended.
        ({"holds": Interval(end_earliest=AUGUST), "tense": "Past"}, None),
        ({"holds": Interval(end_earliest=JULY), "tense": "Past"}, "possible"),
        ({"holds": Interval(end_latest=AUGUST), "tense": "Past"}, "possible"),
        ({"holds": Interval(end_earliest=AUGUST)}, "possible"),
        # Nor that it is so at a time that had not come.
        ({"holds": Interval(start_latest=AUGUST, end_earliest=AUGUST)}, None),
        ({"holds": Interval(start_latest=AUGUST, end_earliest=JULY)}, "possible"),
        (
            {"holds": Interval(start_latest=AUGUST, end_earliest=AUGUST), "tense": "Future"},
            "possible",
        ),
        ({"holds": Interval(MAY, JUNE, AUGUST, AUGUST)}, "possible"),
        ({"holds": Interval(start_earliest=AUGUST), "modality": "Plan"}, "possible"),
        ({"holds": Interval(start_earliest=AUGUST), "modality": "Threat"}, "possible"),
        ({"holds": Interval(start_earliest=AUGUST), "modality": "Opinion"}, "possible"),
    ],
)
def test_a_claim_is_known_from_when_it_was_said(
    fields: dict[str, object], expected: str | None
) -> None:
    """The bounds of when it was said decide, both included; open ones leave it possible."""
    assert claim("A", "participatesIn", "B", **fields).said_by(JULY) == expected


def superseding(**newer: object) -> tuple[Claim, Claim]:
    """Return a claim, and one of another relation that takes its place."""
    old = claim("A", "leaves", "B", modality="Plan", said_latest=MAY)
    new = claim("A", "participatesIn", "B", **newer)
    return old, new._replace(links=(Link(new.iri, "supersedes", old.iri),))


@pytest.mark.parametrize("status", ["Accepted", "Superseded"])
@pytest.mark.parametrize(
    ("known_by", "expected"),
    [(JUNE, {"leaves"}), (AUGUST, {"participatesIn"}), (None, {"participatesIn"})],
)
def test_what_was_not_yet_said_does_not_supersede(
    status: str, known_by: str | None, expected: set[str]
) -> None:
    """Until then the older claim stood, though the curator's status is that of today."""
    old, new = superseding(said_earliest=JULY)
    store = store_of(old._replace(status=status), new)

    made = store.statements(known_by=known_by)

    assert {each.relation.removeprefix(AG) for each in made} == expected


def test_a_claim_that_may_have_been_said_supersedes() -> None:
    """It is in, so it counts."""
    assert [each.relation for each in store_of(*superseding()).statements(known_by=JUNE)] == [
        AG + "participatesIn"
    ]


def test_a_chain_of_superseding_claims_stands_where_it_stood_then() -> None:
    """The second had replaced the first before the third replaced the second."""
    first, second = superseding(said_latest=JUNE)
    third = claim("A", "operates", "B", said_earliest=AUGUST)
    third = third._replace(links=(Link(third.iri, "supersedes", second.iri),))
    retired = [each._replace(status="Superseded") for each in (first, second)]

    made = store_of(*retired, third).statements(known_by=JULY)

    assert [each.relation for each in made] == [AG + "participatesIn"]


def test_what_a_rule_found_in_later_claims_is_not_known_yet() -> None:
    """The end that a successor gives to a term, and the dispute that a later source opens."""
    first = claim("A", "leads", "B", holds=Interval(MAY, MAY), said_latest=MAY)
    second = claim("C", "leads", "B", holds=Interval(AUGUST, AUGUST), said_earliest=AUGUST)
    store = store_of(first, second)

    then = as_known(store, JULY).claim(first.iri)
    now = as_known(store, SEPTEMBER).claim(first.iri)

    assert then == first
    assert now is not None
    assert now.holds.end_latest == AUGUST
    assert [each.certainty for each in store.statements(at=SEPTEMBER, known_by=JULY)] == [
        "possible"
    ]


def test_a_start_that_a_later_claim_dates_is_open_before_it_was_made() -> None:
    """The undated claim itself was there already."""
    undated = claim("A", "leads", "B", said_latest=MAY)
    dated = claim("A", "leads", "B", holds=Interval(MAY, MAY), said_earliest=AUGUST)
    store = store_of(undated, dated)
    now = store.claim(undated.iri)

    assert now is not None
    assert now.holds.start_latest == MAY
    assert as_known(store, JULY).claim(undated.iri) == undated


def test_what_a_rule_wrote_into_the_data_is_taken_back_as_well(tmp_path: Path) -> None:
    """An export of all that a query sees does not know what was asserted, and answers the same."""
    undated = claim("A", "leads", "B", said_latest=MAY)
    dated = claim("A", "leads", "B", holds=Interval(MAY, MAY, APRIL), said_earliest=AUGUST)
    first = claim("D", "leads", "E", holds=Interval(MAY, MAY, MAY), said_latest=MAY)
    second = claim("F", "leads", "E", holds=Interval(AUGUST, AUGUST), said_earliest=AUGUST)
    whole = store_of(undated, dated, first, second)
    file = tmp_path / "derived.nt"
    file.write_bytes(b"".join(lines.seen_lines(whole)))
    written = open_store(file)

    for known_by, ask in ((JULY, "ASK { id:D ag:leads id:E }"), (SEPTEMBER, "ASK { id:F a ?t }")):
        for each in (undated, first):
            then = as_known(whole, known_by).claim(each.iri)
            assert as_known(written, known_by).claim(each.iri) == then, (each, known_by)
        assert run_query(written, ask, at=SEPTEMBER, known_by=known_by) == run_query(
            whole, ask, at=SEPTEMBER, known_by=known_by
        )
    assert as_known(written, JULY).claim(undated.iri) == undated
    assert as_known(written, JULY).claim(first.iri) == first


@pytest.mark.parametrize(("seconds", "expected"), [("50", "Disputed"), ("9000", "Accepted")])
def test_only_a_dispute_that_a_rule_wrote_into_the_data_is_taken_back(
    tmp_path: Path, seconds: str, expected: str
) -> None:
    """A total of 5,000 yields to a larger one; where the other yields, a curator disputes it."""
    fields = {"object": None, "modality": "AssertedFact"}
    status = "Disputed" if seconds == "50" else "Accepted"
    old = claim("A", "timeInSpace", "", **fields, value=Value("5000"), status=status)
    new = claim("A", "timeInSpace", "", **fields, value=Value(seconds), said_earliest=AUGUST)
    new = new._replace(evidence=(Evidence(iri=ID + "place", source=ID + "other"),))
    whole = store_of(old, new)
    file = tmp_path / "derived.nt"
    file.write_bytes(b"".join(lines.seen_lines(whole)))
    written = open_store(file)

    for store in (whole, written):
        now, then = store.claim(old.iri), as_known(store, JULY).claim(old.iri)
        assert now is not None
        assert then is not None
        assert (now.status, then.status) == ("Disputed", expected)


def test_who_tells_of_a_term_speaks_after_its_start_whoever_dates_it() -> None:
    """What is known of the start now decides whether a claim can have been made then."""
    undated = claim("A", "leads", "B", tense="Present")
    dated = claim("A", "leads", "B", holds=Interval(AUGUST, AUGUST))
    store = store_of(undated, dated)

    assert as_known(store, JULY).claim(undated.iri) is None
    assert as_known(store, SEPTEMBER).claim(undated.iri) is not None


def test_a_store_as_known_holds_neither_later_claims_nor_links_to_them() -> None:
    """Entities and sources stay: they are things, not claims."""
    old, new = superseding(said_earliest=JULY)
    store = store_of(old, new)
    then = as_known(store, JUNE)

    assert then.known_by == JUNE
    assert store.known_by is None
    assert as_known(store, None) is store
    assert [each.iri for each in then.claims()] == [old.iri]
    assert then.claim(new.iri) is None
    assert then.links(old) == []
    assert [link.kind for link in store.links(old)] == ["supersedes"]
    assert then.count("relation") == {AG + "leaves": 1}
    assert then.count("status") == {"Accepted": 1}
    assert sum(then.count("source").values()) == 1
    assert then.span() == (MAY, MAY)
    assert list(then.entities()) == list(store.entities())
    assert len(then.adjacency) == 2
    assert as_known(then, SEPTEMBER).statements() == then.statements()


def test_both_clocks_hold_together() -> None:
    """What held then, of what had been said by then."""
    early = claim("A", "participatesIn", "B", said_latest=MAY, holds=Interval(end_latest=JULY))
    late = claim("A", "participatesIn", "C", said_earliest=AUGUST)
    store = store_of(early, late)

    assert [each.object[-1] for each in store.statements(at=JUNE, known_by=JUNE)] == ["B"]
    assert store.statements(at=AUGUST, known_by=JUNE) == []
    assert [each.object[-1] for each in store.statements(at=AUGUST, known_by=AUGUST)] == ["C"]


def test_a_query_derives_from_what_was_known() -> None:
    """The claims themselves stay in the graph; what is derived from them changes."""
    old, new = superseding(said_earliest=JULY)
    store = store_of(old._replace(modality="AssertedFact"), new)
    derived = "ASK { id:A ag:participatesIn id:B }"

    assert run_query(store, derived) is True
    assert run_query(store, derived, known_by=JUNE) is False
    assert run_query(store, "ASK { id:A ag:leaves id:B }", known_by=JUNE) is True
    assert run_query(store, f"ASK {{ <{new.iri}> a ag:Claim }}", known_by=JUNE) is True
