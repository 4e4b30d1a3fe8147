"""A store as known by a day is the store of the claims that may have been made by then."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from astrograph.model import Claim, Link
from astrograph.store.known import as_known
from builders import AG, CLAIM, ID, store_of
from properties.strategies import instants, intervals, maybe_instants, tenses

RELATIONS = ("participatesIn", "operates", "informed", "partOf")
"""No rule finds claims of these at odds."""


@st.composite
def spoken_graphs(draw: st.DrawFn) -> list[Claim]:
    """Draw claims that were said at some time, many of which replace earlier ones."""
    ends = draw(st.lists(st.tuples(*[st.sampled_from("abc")] * 2), min_size=1, max_size=8))
    made: list[Claim] = []
    for number, (subject, target) in enumerate(ends):
        iri = f"{CLAIM}s{number}"
        older = draw(st.none() | st.sampled_from(made)) if made else None
        drawn = Claim(
            iri=iri,
            subject=ID + subject,
            predicate=AG + draw(st.sampled_from(RELATIONS)),
            object=ID + target,
            modality=draw(st.sampled_from(["AssertedFact", "Plan"])),
            status=draw(st.sampled_from(["Accepted", "Superseded", "Reported"])),
            said_earliest=draw(maybe_instants),
            said_latest=draw(maybe_instants),
            holds=draw(intervals),
            tense=draw(tenses),
            links=() if older is None else (Link(iri, "supersedes", older.iri),),
        )
        made.append(drawn)
    voices = [Claim(f"{CLAIM}v{each}", ID + each, AG + "informed", ID + each) for each in "abc"]
    return [*made, *voices]


def by_hand(claims: list[Claim], day: str) -> list[Claim]:
    """Leave out the claims that came later, with what they did to others."""
    known = {each.iri for each in claims if each.said_by(day) is not None}
    newer: dict[str, set[str]] = {}
    for each in claims:
        for link in each.links:
            newer.setdefault(link.other, set()).add(each.iri)
    return [
        each._replace(
            links=tuple(link for link in each.links if link.other in known),
            status="Accepted"
            if each.status == "Superseded" and newer.get(each.iri) and not newer[each.iri] & known
            else each.status,
        )
        for each in claims
        if each.iri in known
    ]


@settings(max_examples=60)
@given(spoken_graphs(), instants, st.none() | instants)
def test_a_store_as_known_by_a_day_is_that_of_the_claims_made_by_then(
    claims: list[Claim], day: str, at: str | None
) -> None:
    """The same claims, statements and direct triples, at any instant."""
    store, expected = store_of(*claims), store_of(*by_hand(claims, day))
    direct = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o FILTER (STRSTARTS(STR(?s), STR(id:))) }"
    prefixes = {"id": "https://w3id.org/astrograph/id/"}

    def triples(of: object) -> set[str]:
        return {str(each) for each in of.query(direct, prefixes=prefixes)}  # type: ignore[attr-defined]

    assert list(as_known(store, day).claims()) == list(expected.claims())
    for status in ("Accepted", "any"):
        made = store.statements(at=at, known_by=day, status=status)
        assert made == expected.statements(at=at, status=status)
    assert triples(store.engine(at, known_by=day)) == triples(expected.engine(at))
