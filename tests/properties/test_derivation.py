"""One rule in two forms: the Python reading and ``direct.rq`` in two engines agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import rdflib
from hypothesis import given, settings
from rdflib import XSD, Literal

from astrograph.derive import FACTUAL, direct_rule, direct_triples, statements
from astrograph.model import PAST, PLAN
from builders import store_of
from properties.strategies import claim_graphs, instants

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from astrograph.model import Claim, Link
    from astrograph.store.local import LocalStore

Direct = set[tuple[str, str, str]]
INSTANTS: SearchStrategy[str | None] = instants | instants.map(lambda _: None)


def by_statements(store: LocalStore, instant: str | None) -> Direct:
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


def by_rdflib(engine: ox.Store, instant: str | None) -> Direct:
    """Run the rule in rdflib over the same triples."""
    graph = rdflib.Graph()
    dumped = engine.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    graph.parse(data=dumped or b"", format="nt")
    given_ = {} if instant is None else {"instant": Literal(instant, datatype=XSD.dateTime)}
    derived = graph.query(direct_rule(), initBindings=given_).graph
    assert derived is not None
    return {(str(s), str(p), str(o)) for s, p, o in derived}


def by_oxigraph(engine: ox.Store, instant: str | None) -> Direct:
    """Run the rule in Oxigraph."""
    return {
        (triple.subject.value, triple.predicate.value, triple.object.value)  # type: ignore[union-attr]
        for triple in direct_triples(engine, instant)
    }


@settings(max_examples=40)
@given(claim_graphs(), INSTANTS)
def test_statements_and_the_rule_in_oxigraph_agree(
    claims: list[Claim], instant: str | None
) -> None:
    """At any instant, and at the source's own present."""
    store = store_of(*claims)

    assert by_statements(store, instant) == by_oxigraph(store.engine(), instant)


@settings(max_examples=4)
@given(claim_graphs(), INSTANTS)
def test_the_rule_in_rdflib_and_in_oxigraph_agree(claims: list[Claim], instant: str | None) -> None:
    """Triple by triple."""
    engine = store_of(*claims).engine()

    assert by_rdflib(engine, instant) == by_oxigraph(engine, instant)
