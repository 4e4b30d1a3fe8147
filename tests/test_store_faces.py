"""A store as other tools see it: rdflib, networkx; and how it looks names up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
import rdflib

from astrograph.model import Interval
from astrograph.store.names import Naming, fold
from builders import AG, ID, claim, store_of, turtle_store

if TYPE_CHECKING:
    from collections.abc import Callable

    from astrograph import Store

LED = claim("A", "leads", "B", holds=Interval(end_latest="2022-01-01T00:00:00Z"), tense="Past")
STAYS = claim("A", "participatesIn", "C", modality="Plan")
ENDINGS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
    "n3": ox.RdfFormat.N3,
}


def test_a_thing_without_a_description_is_named_after_its_iri(shipped: Store) -> None:
    """Entities, sources and claims have names of their own."""
    assert shipped.named(ID + "NASA").label == "NASA"
    assert shipped.named("https://w3id.org/astrograph/source/seed1").type == "Document"
    assert shipped.named("https://w3id.org/astrograph/claim/seed1-C10").type == "Claim"
    assert shipped.named("http://example.org/deepSpace") == (
        "http://example.org/deepSpace", "deep space", "Thing", (), False
    )  # fmt: skip
    assert shipped.relation("http://example.org/orbitsAround").label == "orbits around"


def test_counts_add_up(shipped: Store) -> None:
    """Every entity has a type; every claim a status, a modality and a relation."""
    entities, claims = list(shipped.entities()), list(shipped.claims())

    assert sum(shipped.count("type").values()) == len(entities)
    for what in ("status", "modality", "relation"):
        assert sum(shipped.count(what).values()) == len(claims)
    assert shipped.count("modality")["Denial"] == 3


def test_the_rdflib_face_holds_exactly_the_engine_s_triples(shipped: Store) -> None:
    """Counted and asked through rdflib, with the usual prefixes bound."""
    graph = shipped.rdflib()
    leads = graph.subjects(rdflib.URIRef(AG + "leads"), rdflib.URIRef(ID + "Roscosmos"))
    asked = graph.query("SELECT ?who { ?who ag:leads id:Roscosmos }")

    assert isinstance(graph, rdflib.Graph)
    assert len(graph) == len(shipped.engine())
    assert [str(who) for who in leads] == [ID + "YuriBorisov"]
    assert [str(row[0]) for row in asked] == [ID + "YuriBorisov"]  # type: ignore[index]


@pytest.mark.parametrize("given", [{}, {"at": "2022-07-01T00:00:00Z"}, {"status": "any"}])
def test_the_networkx_face_holds_exactly_the_statements(
    shipped: Store, given: dict[str, Any]
) -> None:
    """An edge a statement, with its tense and its claims; a node an entity, with its label."""
    graph = shipped.networkx(**given)
    edges = {
        (subject, data["relation"], target, data["tense"], tuple(data["claims"]), data["certainty"])
        for subject, target, data in graph.edges(data=True)
    }

    assert edges == {tuple(said)[:6] for said in shipped.statements(**given)}
    assert graph.number_of_edges() == len(edges)
    assert set(graph) >= {entity.iri for entity in shipped.entities()}
    assert graph.nodes[ID + "ISS"]["label"] == "International Space Station"
    assert graph.nodes[ID + "ISS"]["type"] == "SpaceStation"
    assert "МКС" in graph.nodes[ID + "ISS"]["aliases"]


def test_the_networkx_face_carries_bounds_and_statuses() -> None:
    """A bound stands where any claim of the statement gives it."""
    graph = store_of(LED).networkx()

    assert graph.edges[ID + "A", ID + "B", f"{AG}leads past"] == {
        "relation": AG + "leads",
        "label": "formerly led",
        "tense": "past",
        "certainty": None,
        "status": ["Accepted"],
        "claims": [LED.iri],
        "start_earliest": None,
        "start_latest": None,
        "end_earliest": None,
        "end_latest": "2022-01-01T00:00:00Z",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dmitry ROGOZIN", "dmitry rogozin"),
        ("Рогозин", "рогозин"),
        ("Соловьёв", "соловьев"),
        ("Kourou–Guiana, CNES ", "kourou guiana cnes"),
        ("Solov'yov", "solovyov"),
        ("Solov\u2019yov", "solovyov"),
        ("STRASSE straße", "strasse strasse"),
        ("ＮＡＳＡ", "nasa"),
        ("snake_case", "snake case"),
        ("天宫 空间站", "天宫 空间站"),
        ("...", ""),
    ],
)
def test_names_are_folded_blind_to_case_accents_and_marks(text: str, expected: str) -> None:
    """In whatever script they are written."""
    assert fold(text) == expected


@pytest.fixture
def named_store() -> Callable[[], Store]:
    """Return a maker of a store with three names."""
    return lambda: turtle_store("""
        id:A a ag:Person ; skos:prefLabel "Ada Lovelace" ; skos:altLabel "Countess"@en .
        id:B a ag:Person ; skos:prefLabel "Ada Byron" ; <http://example.org/knows> id:A .
    """)


def test_names_are_found_whole_by_word_and_by_beginning(named_store: Callable[[], Store]) -> None:
    """All the words have to fit."""
    store = named_store()

    def found(words: list[str], *, prefix: bool) -> list[str]:
        return [each.text for each in store.names_with_words(words, prefix=prefix)]

    countess = Naming(2, "countess", "Countess", ID + "A", "Person", "Ada Lovelace")
    assert store.names_equal("countess") == [countess]
    assert found(["ada"], prefix=False) == ["Ada Lovelace", "Ada Byron"]
    assert found(["lovelace", "ada"], prefix=False) == ["Ada Lovelace"]
    assert found(["love"], prefix=False) == []
    assert found(["love", "a"], prefix=True) == ["Ada Lovelace"]
    assert found([], prefix=True) == []
    assert found(["ada"] * 1000, prefix=True) == []
    assert found(["ada", "love", "l"], prefix=True) == ["Ada Lovelace"]
    assert store.folded_names() == ["ada lovelace", "countess", "ada byron"]
    assert sorted(store.name_words()) == ["ada", "byron", "countess", "lovelace"]
    assert store.names_at([2]) == [countess]
    assert [each.text for each in store.names_spelt("ada", 1)] == ["Ada Lovelace"]
    assert [each.text for each in store.names_spelt("ada byron", 9)] == ["Ada Byron"]
