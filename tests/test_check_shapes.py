"""One node of each build is judged, and yet nothing that pyshacl objects to is missed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from rdflib import RDF, SH

from astrograph.check import shapes
from astrograph.check.report import Problem
from astrograph.vocab import data_path, shrink
from builders import PREAMBLE

if TYPE_CHECKING:
    from pathlib import Path

CLAIM = """
claim:NAME a ag:Claim ; ag:subject id:NAME ; ag:predicate ag:leads ; ag:object id:Agency ;
  ag:modality ag:AssertedFact ; ag:polarity ag:Positive ; ag:status ag:Accepted ;
  ag:confidence 0.9 ; ag:speaker source:x ; ag:paraphrase "NAME leads the agency."@en ;
  ag:startEarliest "2001-01-01T00:00:00Z"^^xsd:dateTime ;
  ag:startLatest "2001-12-31T23:59:59Z"^^xsd:dateTime ;
  ag:endLatest "2003-01-01T00:00:00Z"^^xsd:dateTime ;
  ag:timeText "in 2001" ; ag:evidence evidence:NAME , evidence:NAME-b .
evidence:NAME a ag:Evidence ; ag:source source:x ; ag:rowKey "line NAME" ; ag:column "Name" ;
  ag:textSha256 "8c3f44a2abce0ee4cd6113c48e2a530b22d428a1b08e2849b4f353f5408de95f" .
evidence:NAME-b a ag:Evidence , oa:TextPositionSelector ; ag:source source:x ; ag:sentence 1 ;
  oa:start 0 ; oa:end 10 ;
  ag:textSha256 "8c3f44a2abce0ee4cd6113c48e2a530b22d428a1b08e2849b4f353f5408de95f" .
id:NAME a ag:Person ; skos:prefLabel "NAME"@en ; skos:altLabel "N."@en , "Н."@ru .
"""
REST = """
id:Agency a ag:SpaceAgency ; skos:prefLabel "Agency"@en ; skos:altLabel "A."@en .
source:x a ag:Document ; dcterms:title "A table" ; dcterms:rights "Free." ;
  ag:fileName "x.csv" ;
  ag:contentSha256 "417be5c04ede7d7d5cd4d68ba67940f96f87b0c4178ad26bc2a5e1c560ac59a1" .
"""

FAULTS = [
    ("ag:confidence 0.9", "ag:confidence 1.9"),
    ("ag:confidence 0.9", "ag:confidence -0.1"),
    ("ag:confidence 0.9", "ag:confidence 9e-1"),
    ("ag:confidence 0.9", "ag:confidence 0.9 , 0.8"),
    ("ag:confidence 0.9", 'ag:confidence "much"^^xsd:decimal'),
    ('"2001-01-01T00:00:00Z"', '"2002-01-01T00:00:00Z"'),
    ('"2001-01-01T00:00:00Z"', '"2001-01-01T00:00:00"'),
    ('"2001-01-01T00:00:00Z"', '"2001-01-01T02:00:00+02:00"'),
    ('"2003-01-01T00:00:00Z"', '"2000-01-01T00:00:00Z"'),
    ('"in 2001"', '"' + "in that year or another " * 4 + '"'),
    ('"in 2001"', '"in 2001"@en'),
    ("ag:predicate ag:leads", "ag:predicate ag:formerlyLed"),
    ("ag:predicate ag:leads", "ag:predicate ag:invented"),
    ("ag:modality ag:AssertedFact", "ag:modality ag:Plan"),
    ("ag:modality ag:AssertedFact", "ag:modality ag:Rumour"),
    ("ag:polarity ag:Positive ; ", ""),
    ("ag:status ag:Accepted", "ag:status ag:Accepted , ag:Rejected"),
    ("ag:object id:Agency", 'ag:object "the agency"'),
    ("ag:object id:Agency", 'ag:object id:Agency ; ag:value "the agency"'),
    ("ag:object id:Agency", "ag:object id:Nobody"),
    ("ag:subject id:NAME", "ag:subject id:NAME , id:Agency"),
    ("ag:speaker source:x", "ag:speaker [ a ag:Person ]"),
    ('"NAME leads the agency."@en', '"NAME leads."@en , "It is NAME."@en'),
    ('"NAME leads the agency."@en', '""@en'),
    ("; ag:evidence evidence:NAME , evidence:NAME-b", ""),
    ("ag:Evidence ; ag:source source:x", "ag:Evidence"),
    ("ag:Evidence ; ag:source source:x", "ag:Evidence ; ag:source id:Agency"),
    ('ag:rowKey "line NAME"', "ag:rowKey 12"),
    ('ag:rowKey "line NAME"', 'ag:quote "a word"'),
    ("oa:end 10", "oa:end 0"),
    ("oa:start 0", "oa:start -1"),
    ("oa:start 0", "oa:start 0.5"),
    ("8c3f44a2", "8C3F44A2"),
    ('skos:prefLabel "NAME"@en', 'skos:prefLabel "NAME"'),
    ('skos:prefLabel "NAME"@en', 'skos:prefLabel "NAME"@ru'),
    ('skos:prefLabel "NAME"@en', 'skos:prefLabel "NAME"@en , "Name"@en'),
    ('"N."@en', '"N."'),
    ("a ag:Person ; skos", "a ag:Modality ; skos"),
    ("a ag:Person ; skos", "skos"),
    (
        "evidence:NAME a ag:Evidence",
        "ag:Cell rdfs:subClassOf ag:Evidence . evidence:NAME a ag:Cell",
    ),
]


def pyshacl_says(engine: ox.Store) -> set[Problem]:
    """Validate everything with pyshacl, as it comes."""
    data = rdflib.Graph()
    for quad in engine:  # Not through a file: parsing one names the blank nodes anew.
        data.add(shapes._triple(quad))  # noqa: SLF001
    graph = rdflib.Graph().parse(data_path("shapes.ttl"), format="turtle")
    _, results, _ = pyshacl.validate(data, shacl_graph=graph)
    return {
        Problem(
            "shape",
            shrink(str(results.value(result, SH.focusNode))),
            shapes._message(results, result),  # noqa: SLF001 -- only who is at fault is compared
        )
        for result in results.subjects(RDF.type, SH.ValidationResult)
    }


def engine_of(shipped_files: list[Path], *texts: str) -> ox.Store:
    """Load the ontology and some Turtle."""
    engine = ox.Store()
    engine.load(path=str(shipped_files[0]), format=ox.RdfFormat.TURTLE)
    engine.load((PREAMBLE + REST + "".join(texts)).encode(), format=ox.RdfFormat.TURTLE)
    return engine


@pytest.fixture(scope="module")
def planted(shipped_files: list[Path]) -> ox.Store:
    """Return a graph with each fault once, among sound claims of the same make."""
    texts = [CLAIM.replace("NAME", f"sound{number}") for number in range(3)]
    for number, (old, new) in enumerate(FAULTS):
        assert old in CLAIM, old
        texts.append(CLAIM.replace(old, new, 1).replace("NAME", f"fault{number}"))
    return engine_of(shipped_files, *texts)


def test_the_same_faults_are_found_as_by_looking_at_every_node(planted: ox.Store) -> None:
    """Message by message, and value by value."""
    expected = pyshacl_says(planted)
    found = set(shapes.violations(planted))

    assert found == expected


def test_each_planted_fault_is_found(planted: ox.Store) -> None:
    """But for the one that is none: an instant of another zone is still an instant."""
    found = {problem.where for problem in shapes.violations(planted)}

    for number, fault in enumerate(FAULTS):
        near = {
            f"{kind}:fault{number}{end}"
            for kind in ("claim", "id", "evidence")
            for end in ("", "-b")
        }
        elsewhere = {"id:Nobody", "the agency", "id:Agency", "source:x"}
        assert found & (near | elsewhere), fault
    assert not any("sound" in where for where in found)


def test_what_shapes_ask_of_a_node_beyond_its_build_is_nothing(data_dir: Path) -> None:
    """A term of SHACL that builds do not answer to may not come into the shapes unnoticed."""
    graph = rdflib.Graph().parse(data_dir / "shapes.ttl", format="turtle")
    used = {term for term in graph.predicates() if str(term).startswith(str(SH))}

    assert used <= shapes.SEEN


def test_of_many_nodes_with_one_fault_each_is_named(shipped_files: list[Path]) -> None:
    """Up to a number; then their number is told."""
    broken = CLAIM.replace("ag:status ag:Accepted ;", "")
    texts = [broken.replace("NAME", f"n{number}") for number in range(5)]
    found = set(shapes.violations(engine_of(shipped_files, *texts)))

    assert {problem.where for problem in found} == {f"claim:n{number}" for number in range(5)}


def test_where_very_many_have_one_fault_their_number_is_told(
    shipped_files: list[Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A report of thousands of equal lines helps nobody."""
    monkeypatch.setattr(shapes, "MOST_ALIKE", 2)
    broken = CLAIM.replace("ag:status ag:Accepted ;", "")
    texts = [broken.replace("NAME", f"n{number}") for number in range(5)]
    found = set(shapes.violations(engine_of(shipped_files, *texts)))

    assert sum("a status" in problem.message for problem in found) == 3
    assert [each.message for each in found if "more" in each.message] == [
        "2 more are built like this one and have its faults"
    ]


def test_builds_are_few_however_many_the_claims(shipped_files: list[Path]) -> None:
    """So that the time does not grow with the number of names and days."""
    counts = []
    for size in (3, 30):
        texts = [CLAIM.replace("NAME", f"n{number}") for number in range(size)]
        engine = engine_of(shipped_files, *texts)
        graph = rdflib.Graph().parse(data_path("shapes.ttl"), format="turtle")
        counts.append(len(shapes.SeenGraph(engine, graph).alike()))

    assert counts[0] == counts[1]
