"""One rule in two forms: the Python reading and ``direct.rq`` in two engines agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import XSD, Literal

from astrograph.derive import FACTUAL, counts, direct, direct_rule, direct_triples, statements
from astrograph.model import PAST, PLAN, Value
from astrograph.vocab import ontology_path, read_relations
from builders import engine_of, store_of
from properties.strategies import claim_graphs, instants

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hypothesis.strategies import SearchStrategy

    from astrograph.derive import When
    from astrograph.model import Claim, Link, Relation
    from astrograph.store.local import LocalStore

Direct = set[tuple[str, str, str]]
TIMES: SearchStrategy[When | None] = (
    st.none()
    | instants
    | st.lists(instants, min_size=2, max_size=2).map(lambda ends: (min(ends), max(ends)))
)


def by_statements(store: LocalStore, instant: When | None) -> Direct:
    """Turn the statements of the claims that count into direct triples by their tenses.

    A store asked for an instant leaves out what is over, of which the rule gives the past form;
    so the claims are read here, as the store reads them for its edition.
    """
    counting = [
        claim
        for claim in store.claims()
        if claim.status == "Accepted"
        and claim.polarity == "Positive"
        and claim.modality in FACTUAL
        and not any(link.kind == "supersedes" for link in reaching(store, claim))
    ]
    made: Direct = set()
    for each in statements(counting, instant):
        relation = store.relation(each.relation)
        forms = {PAST: relation.past_form, PLAN: relation.plan_form}
        form = forms.get(each.tense, each.relation)
        if form is not None:
            made.add((each.subject, form, each.object))
    return made


def reaching(store: LocalStore, claim: Claim) -> list[Link]:
    """Return the links by which accepted claims reach a claim."""
    return [
        link
        for link in store.links(claim)
        if link.other == claim.iri
        and (start := store.claim(link.claim)) is not None
        and start.status == "Accepted"
    ]


def by_rdflib(engine: ox.Store, instant: When | None) -> Direct:
    """Run the rule in rdflib over the same triples."""
    graph = rdflib.Graph()
    dumped = engine.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    graph.parse(data=dumped or b"", format="nt")
    names = {"instant": instant} if isinstance(instant, str) else {}
    if isinstance(instant, tuple):
        names = {"from": instant[0], "to": instant[1]}
    given_ = {name: Literal(each, datatype=XSD.dateTime) for name, each in names.items()}
    derived = graph.query(direct_rule(), initBindings=given_).graph
    assert derived is not None
    return {(str(s), str(p), str(o)) for s, p, o in derived}


def by_oxigraph(engine: ox.Store, instant: When | None) -> Direct:
    """Run the rule in Oxigraph."""
    return {
        (triple.subject.value, triple.predicate.value, triple.object.value)  # type: ignore[union-attr]
        for triple in direct_triples(engine, instant)
    }


@settings(max_examples=40)
@given(claim_graphs(), TIMES)
def test_statements_and_the_rule_in_oxigraph_agree(
    claims: list[Claim], instant: When | None
) -> None:
    """At any instant, during any stretch, and at the source's own present."""
    store = store_of(*claims)

    assert by_statements(store, instant) == by_oxigraph(store.engine(), instant)


@settings(max_examples=4)
@given(claim_graphs(), TIMES)
def test_the_rule_in_rdflib_and_in_oxigraph_agree(
    claims: list[Claim], instant: When | None
) -> None:
    """Triple by triple."""
    engine = store_of(*claims).engine()

    assert by_rdflib(engine, instant) == by_oxigraph(engine, instant)


def by_python(claims: list[Claim], relations: Mapping[str, Relation], when: When | None) -> Direct:
    """Derive without an engine, from the claims that count and that no accepted one supersedes."""
    superseded = {link.other for each in claims if each.status == "Accepted" for link in each.links}
    counting = [each for each in claims if counts(each) and each.iri not in superseded]
    return {
        (subject, relation, target.text if isinstance(target, Value) else target)
        for subject, relation, target in direct(counting, relations, when)
    }


def with_values(claims: list[Claim]) -> list[Claim]:
    """Give every third claim a value in place of its object."""
    return [
        each._replace(object=None, value=Value(each.object or "")) if number % 3 == 0 else each
        for number, each in enumerate(claims)
    ]


@settings(max_examples=100)
@given(claim_graphs(), TIMES)
def test_python_and_the_rule_agree_on_objects_and_values(
    claims: list[Claim], when: When | None
) -> None:
    """At any instant, during any stretch, and at the source's own present."""
    valued = with_values(claims)
    engine = engine_of(valued)
    engine.load(path=str(ontology_path()), format=ox.RdfFormat.TURTLE)

    assert by_python(valued, read_relations(engine), when) == by_oxigraph(engine, when)
