"""Prefixes, CURIEs, readable labels, and where the ontology lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from astrograph import vocab
from astrograph.errors import MisuseError
from astrograph.vocab import expand, local_name, read_relations, shrink, spell_out

if TYPE_CHECKING:
    from pathlib import Path

RELATIONS = """
@prefix ag: <https://w3id.org/astrograph/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ag:leads a owl:ObjectProperty ; rdfs:label "leads" ; ag:inverseLabel "is led by" ;
  ag:pastForm ag:formerlyLed ; ag:planForm ag:plansToLead .
<http://example.org/knows> a owl:ObjectProperty , owl:SymmetricProperty ; rdfs:label "knows" .
ag:speaker a owl:ObjectProperty ; rdfs:label "speaker" .
ag:wantedBy ag:inverseLabel "wants" .
ag:Person a owl:Class ; rdfs:label "person" .
"""


@pytest.mark.parametrize(
    ("curie", "iri"),
    [
        ("ag:leads", "https://w3id.org/astrograph/ontology#leads"),
        ("id:ISS", "https://w3id.org/astrograph/id/ISS"),
        ("claim:seed1-C02", "https://w3id.org/astrograph/claim/seed1-C02"),
        ("evidence:seed1-S01", "https://w3id.org/astrograph/evidence/seed1-S01"),
        ("source:seed1", "https://w3id.org/astrograph/source/seed1"),
        ("skos:prefLabel", "http://www.w3.org/2004/02/skos/core#prefLabel"),
        ("xsd:dateTime", "http://www.w3.org/2001/XMLSchema#dateTime"),
        ("id:МКС", "https://w3id.org/astrograph/id/МКС"),
    ],
)
def test_a_curie_and_its_iri_stand_for_each_other(curie: str, iri: str) -> None:
    """The contract's namespaces are among the prefixes, and names in any script fit."""
    assert expand(curie) == iri
    assert shrink(iri) == curie


@pytest.mark.parametrize("text", ["nope:ISS", "ISS", "", "http://example.org/x", ":ISS"])
def test_an_unknown_prefix_is_refused_with_the_known_ones(text: str) -> None:
    """The message repeats what was given; the hint lists what there is."""
    with pytest.raises(MisuseError, match="unknown prefix") as caught:
        expand(text)

    assert repr(text) in caught.value.message
    assert "ag, id, claim, evidence, source" in caught.value.hint


@pytest.mark.parametrize(
    "iri",
    [
        "https://w3id.org/astrograph/id/",
        "https://w3id.org/astrograph/id/a/b",
        "https://w3id.org/astrograph/id/a b",
        "https://w3id.org/astrograph/id/a.",
        "http://example.org/x",
        "urn:isbn:1",
        "",
    ],
)
def test_an_iri_that_makes_no_clean_curie_stays_whole(iri: str) -> None:
    """A slash, a space or a closing dot in the local part would not read back."""
    assert shrink(iri) == iri


@pytest.mark.parametrize(
    ("iri", "expected"),
    [
        ("https://w3id.org/astrograph/ontology#leads", "leads"),
        ("http://example.org/a/b", "b"),
        ("http://example.org/a/", "a"),
        ("urn:isbn:1", "urn:isbn:1"),
    ],
)
def test_the_local_name_is_what_follows_the_last_separator(iri: str, expected: str) -> None:
    """Hash and slash separate; an IRI without either is its own name."""
    assert local_name(iri) == expected


@pytest.mark.parametrize(
    ("iri", "expected"),
    [
        ("http://example.org/launchedFrom", "launched from"),
        ("http://example.org/launched_from", "launched from"),
        ("http://example.org/part-of", "part of"),
    ],
)
def test_a_readable_label_is_made_of_an_iri_without_one(iri: str, expected: str) -> None:
    """Camel case, underscores and hyphens all separate words."""
    assert spell_out(iri) == expected


def test_relations_are_gathered_with_their_labels_and_forms() -> None:
    """What has a form or an inverse label counts, in another vocabulary every property does."""
    relations = read_relations(ox.parse(RELATIONS.encode(), format=ox.RdfFormat.TURTLE))
    leads = relations[vocab.AG + "leads"]

    assert sorted(map(shrink, relations)) == ["ag:leads", "ag:wantedBy", "http://example.org/knows"]
    assert (leads.label, leads.inverse_label) == ("leads", "is led by")
    assert leads.past_form == vocab.AG + "formerlyLed"
    assert leads.plan_form == vocab.AG + "plansToLead"
    assert not leads.symmetric
    assert relations["http://example.org/knows"].symmetric
    assert relations[vocab.AG + "wantedBy"].label == "wanted by"


@pytest.mark.parametrize(
    ("text", "tolerance"), [("60.0", 60.0), ("0", 0.0), ("-1", 0.0), ("nan", 0.0), ("much", 0.0)]
)
def test_a_relation_says_what_it_excludes_and_from_how_far_apart(
    text: str, tolerance: float
) -> None:
    """What is no number from zero up is no tolerance."""
    turtle = f"""
        @prefix ag: <{vocab.AG}> .
        ag:sum ag:inverseLabel "is the sum of" ; ag:exclusive ag:OneTotal ; ag:tolerance "{text}" .
        ag:part ag:inverseLabel "has as part" .
    """
    found = vocab.read_relations(ox.parse(turtle, format=ox.RdfFormat.TURTLE))

    assert (found[vocab.AG + "sum"].exclusive, found[vocab.AG + "sum"].tolerance) == (
        "OneTotal",
        tolerance,
    )
    assert (found[vocab.AG + "part"].exclusive, found[vocab.AG + "part"].tolerance) == (None, 0.0)


def test_the_ontology_is_found_in_the_checkout() -> None:
    """It lies at the root, beside pyproject.toml."""
    found = vocab.ontology_path()

    assert found.name == "ontology.ttl"
    assert (found.parent / "pyproject.toml").exists()


def test_the_packaged_ontology_goes_before_that_of_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An installed package never looks beside itself."""
    packaged = tmp_path / "ontology.ttl"
    packaged.touch()
    monkeypatch.setattr(vocab, "data_path", tmp_path.joinpath)

    assert vocab.ontology_path() == packaged
