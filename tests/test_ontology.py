"""The ontology is complete, consistent and in OWL 2 DL, and the shapes catch what is broken."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pyshacl
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SH, SKOS, XSD, URIRef

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Reasoner = Callable[[rdflib.Graph], list[str] | None]

AG = rdflib.Namespace("https://w3id.org/astrograph/ontology#")
ID = rdflib.Namespace("https://w3id.org/astrograph/id/")
CLAIM = rdflib.Namespace("https://w3id.org/astrograph/claim/")
DCTERMS = rdflib.Namespace("http://purl.org/dc/terms/")
VANN = rdflib.Namespace("http://purl.org/vocab/vann/")
ONTOLOGY = URIRef("https://w3id.org/astrograph/ontology")

RELATION_KINDS = (AG.Relation, AG.LinkRelation, AG.DerivedForm)
PREFIXES = """
@prefix ag: <https://w3id.org/astrograph/ontology#> .
@prefix claim: <https://w3id.org/astrograph/claim/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix evidence: <https://w3id.org/astrograph/evidence/> .
@prefix id: <https://w3id.org/astrograph/id/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix source: <https://w3id.org/astrograph/source/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


@pytest.fixture(scope="module")
def ontology(shipped_files: list[Path]) -> rdflib.Graph:
    """Return the ontology alone."""
    return rdflib.Graph().parse(shipped_files[0], format="turtle")


@pytest.fixture(scope="module")
def shapes(data_dir: Path) -> rdflib.Graph:
    """Return the shapes."""
    return rdflib.Graph().parse(data_dir / "shapes.ttl", format="turtle")


def relations(ontology: rdflib.Graph) -> set[URIRef]:
    """Return every relation, link relation and derived form."""
    found = {term for kind in RELATION_KINDS for term in ontology.subjects(RDF.type, kind)}
    return {term for term in found if isinstance(term, URIRef)}


def own_terms(ontology: rdflib.Graph, *kinds: URIRef) -> set[URIRef]:
    """Return the terms of our own namespace that are declared as one of some kinds."""
    found = {term for kind in kinds for term in ontology.subjects(RDF.type, kind)}
    return {term for term in found if isinstance(term, URIRef) and term.startswith(AG)}


def derives(data: rdflib.Graph, extra: str) -> rdflib.Graph:
    """Return a copy of a graph with some Turtle added."""
    copy = rdflib.Graph()
    for triple in data:
        copy.add(triple)
    return copy.parse(data=PREFIXES + extra, format="turtle")


# ── Consistency, under HermiT ──────────────────────────────────────────────────────────────────


@pytest.fixture
def reason(tmp_path: Path) -> Reasoner:
    """Return a call that gives the unsatisfiable classes of a graph, or None if inconsistent."""
    if shutil.which("java") is None:
        pytest.skip("HermiT needs java, which is not installed")
    owlready2 = pytest.importorskip("owlready2", reason="HermiT comes with owlready2")

    def run(data: rdflib.Graph) -> list[str] | None:
        path = tmp_path / "graph.nt"
        data.serialize(path, format="nt", encoding="utf-8")
        world = owlready2.World()
        loaded = world.get_ontology(path.as_uri()).load()
        try:
            with loaded:
                owlready2.sync_reasoner_hermit(world, debug=0)
            found = {each.iri for each in world.inconsistent_classes()}
            return sorted(found - {str(OWL.Nothing)})
        except owlready2.OwlReadyInconsistentOntologyError:
            return None
        finally:
            world.close()

    return run


def test_the_seed_with_its_direct_triples_is_consistent(
    seed: rdflib.Graph, direct: rdflib.Graph, reason: Reasoner
) -> None:
    """HermiT finds neither a contradiction nor a class that can have no member."""
    assert reason(seed + direct) == []


@pytest.mark.parametrize(
    "planted",
    [
        "id:YuriBorisov ag:leads id:DmitryRogozin .",
        "id:YuriBorisov a ag:SpaceStation .",
    ],
    ids=["a person leads a person", "a person is a station"],
)
def test_a_planted_contradiction_is_found(
    seed: rdflib.Graph, planted: str, reason: Reasoner
) -> None:
    """The disjointness axioms make nonsense inconsistent."""
    assert reason(derives(seed, planted)) is None


def test_a_planted_impossible_class_is_found(ontology: rdflib.Graph, reason: Reasoner) -> None:
    """A class that would be both a program and a post is reported by name."""
    planted = derives(
        ontology,
        "ag:Impossible a owl:Class ; rdfs:subClassOf ag:Program , ag:Post .",
    )

    assert reason(planted) == [str(AG.Impossible)]


# ── The form of the ontology ───────────────────────────────────────────────────────────────────


def test_the_ontology_says_what_it_is(ontology: rdflib.Graph) -> None:
    """Version, title, license, dates and preferred prefix are there."""
    version = ontology.value(ONTOLOGY, OWL.versionIRI)

    assert version == URIRef("https://w3id.org/astrograph/ontology/0.1.0")
    assert ontology.value(ONTOLOGY, VANN.preferredNamespacePrefix) == rdflib.Literal("ag")
    assert ontology.value(ONTOLOGY, VANN.preferredNamespaceUri) == rdflib.Literal(str(AG))
    for name in ("title", "description", "creator", "license", "created", "modified"):
        assert ontology.value(ONTOLOGY, DCTERMS[name]) is not None, name
    assert not list(ontology.objects(ONTOLOGY, OWL.imports))


def test_every_term_has_one_label_and_one_definition(ontology: rdflib.Graph) -> None:
    """Classes, properties and fixed values are all explained, in English."""
    terms = own_terms(
        ontology,
        OWL.Class,
        OWL.ObjectProperty,
        OWL.DatatypeProperty,
        OWL.AnnotationProperty,
        OWL.NamedIndividual,
    )

    assert len(terms) > 150
    for term in terms:
        for annotation in (RDFS.label, SKOS.definition):
            texts = list(ontology.objects(term, annotation))
            assert [getattr(text, "language", None) for text in texts] == ["en"], term


def test_no_two_terms_share_a_definition(ontology: rdflib.Graph) -> None:
    """A definition that fits two terms tells neither from the other."""
    texts = [str(text) for text in ontology.objects(None, SKOS.definition)]

    assert len(texts) == len(set(texts))


def test_every_relation_has_domain_range_and_inverse_label(ontology: rdflib.Graph) -> None:
    """Relations, links and derived forms read both ways and say what they join."""
    found = relations(ontology)

    assert len(found) > 80
    for relation in found:
        for annotation in (RDFS.domain, RDFS.range, AG.inverseLabel):
            assert len(list(ontology.objects(relation, annotation))) == 1, (relation, annotation)


def test_every_property_of_the_model_has_domain_and_range(ontology: rdflib.Graph) -> None:
    """So do the properties of claims, evidence, sources, slices and entities."""
    for term in own_terms(ontology, OWL.ObjectProperty, OWL.DatatypeProperty):
        assert ontology.value(term, RDFS.domain) is not None, term
        assert ontology.value(term, RDFS.range) is not None, term


def test_past_and_plan_forms_fit_their_relation(ontology: rdflib.Graph) -> None:
    """A form is the relation itself or a derived form that joins the same kinds of thing."""
    used = set()
    for annotation in (AG.pastForm, AG.planForm):
        for relation, form in ontology.subject_objects(annotation):
            used.add(form)
            derived = (form, RDF.type, AG.DerivedForm) in ontology
            assert derived or form == relation, relation
            for part in (RDFS.domain, RDFS.range):
                assert ontology.value(form, part) == ontology.value(relation, part), form

    assert set(ontology.subjects(RDF.type, AG.DerivedForm)) <= used


def test_a_term_is_one_kind_of_property(ontology: rdflib.Graph) -> None:
    """OWL 2 DL lets no IRI be two kinds of property."""
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    terms = [term for kind in kinds for term in ontology.subjects(RDF.type, kind)]

    assert len(terms) == len(set(terms))


def test_the_graph_uses_declared_properties_and_owl_datatypes_only(seed: rdflib.Graph) -> None:
    """OWL 2 DL wants each property declared, and knows no xsd:date or xsd:gYear."""
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    declared = {term for kind in kinds for term in seed.subjects(RDF.type, kind)}
    reserved = tuple(map(str, (RDF, RDFS, OWL)))
    used = {each for each in seed.predicates() if not str(each).startswith(reserved)}
    datatypes = {each.datatype for each in seed.objects() if isinstance(each, rdflib.Literal)}

    assert used <= declared
    assert datatypes - {None} <= {XSD.dateTime, XSD.decimal, XSD.integer, XSD.boolean, XSD.string}


def test_every_own_term_that_is_used_is_declared(
    seed: rdflib.Graph, shipped_files: list[Path], data_dir: Path
) -> None:
    """No file of the data, no shape and no query misspells a term of the ontology."""
    written = "\n".join(
        path.read_text(encoding="utf-8")
        for path in [*shipped_files, *sorted(data_dir.rglob("*.rq")), data_dir / "shapes.ttl"]
    )
    named = {AG[name] for name in re.findall(r"(?<![\w/<])ag:([A-Za-z]\w*)", written)}

    assert named <= set(seed.subjects(RDF.type))


def test_every_relation_of_an_accepted_plan_has_a_plan_form(seed: rdflib.Graph) -> None:
    """Else the plan would vanish from the direct triples."""
    plans = set(seed.subjects(AG.modality, AG.Plan)) & set(seed.subjects(AG.status, AG.Accepted))
    planned = {seed.value(claim, AG.predicate) for claim in plans}

    assert len(planned) == 4
    assert all((relation, AG.planForm, None) in seed for relation in planned)


# ── The shapes ─────────────────────────────────────────────────────────────────────────────────

SOUND = """
claim:NAME a ag:Claim ;
    ag:subject id:Roscosmos ;
    ag:predicate ag:participatesIn ;
    ag:object id:ISSPartnership ;
    ag:modality ag:Plan ;
    ag:polarity ag:Positive ;
    ag:status ag:Accepted ;
    ag:confidence 0.5 ;
    ag:startEarliest "2025-01-01T00:00:00Z"^^xsd:dateTime ;
    ag:startLatest "2026-01-01T00:00:00Z"^^xsd:dateTime ;
    ag:speaker id:Roscosmos ;
    ag:paraphrase "Roscosmos means to take part."@en ;
    ag:evidence evidence:NAME .
evidence:NAME a ag:Evidence , oa:TextPositionSelector ;
    ag:source source:NAME ; ag:sentence 1 ; oa:start 0 ; oa:end 194 ;
    ag:textSha256 "8c3f44a2abce0ee4cd6113c48e2a530b22d428a1b08e2849b4f353f5408de95f" .
id:NAME a ag:Person ; skos:prefLabel "Somebody"@en .
source:NAME a ag:Document ; dcterms:title "A text" ; dcterms:rights "Its author's." ;
    ag:fileName "text.txt" ;
    ag:contentSha256 "417be5c04ede7d7d5cd4d68ba67940f96f87b0c4178ad26bc2a5e1c560ac59a1" .
ag:NAME a owl:ObjectProperty , ag:Relation ; rdfs:label "owns"@en ; ag:inverseLabel "owned by"@en ;
    skos:definition "Has."@en ; rdfs:domain ag:Agent ; rdfs:range ag:Hardware .
claim:NAME-link a ag:ClaimLink ;
    ag:subject claim:seed1-C01 ; ag:predicate ag:supports ; ag:object claim:seed1-C02 ;
    ag:speaker source:seed1 ; ag:evidence evidence:NAME ; ag:paraphrase "It fits."@en .
"""

BROKEN = {
    "two-subjects": ("id:Roscosmos ;", "id:Roscosmos , id:NASA ;", "exactly one subject"),
    "no-subject": ("    ag:subject id:Roscosmos ;\n", "", "must have a subject"),
    "no-object": ("    ag:object id:ISSPartnership ;\n", "", "either one object"),
    "object-and-value": ("ag:status", "ag:value 1 ; ag:status", "either one object"),
    "undeclared-relation": ("ag:participatesIn", "ag:participates", "exactly one predicate"),
    "derived-form": ("ag:participatesIn", "ag:plansToStayIn", "exactly one predicate"),
    "unknown-modality": ("ag:Plan", "ag:Hope", "The modality"),
    "no-modality": ("    ag:modality ag:Plan ;\n", "", "must have a modality"),
    "no-polarity": ("    ag:polarity ag:Positive ;\n", "", "must have a polarity"),
    "two-statuses": ("ag:Accepted", "ag:Accepted , ag:Rejected", "The status"),
    "no-status": ("    ag:status ag:Accepted ;\n", "", "must have a status"),
    "confidence-above-one": ("0.5", "1.5", "from 0 to 1"),
    "confidence-as-double": ("0.5", "0.5e0", "from 0 to 1"),
    "instant-without-zone": ("2025-01-01T00:00:00Z", "2025-01-01T00:00:00", "earliest start"),
    "instant-as-date": (
        '2025-01-01T00:00:00Z"^^xsd:dateTime',
        '2025-01-01"^^xsd:date',
        "earliest start",
    ),
    "bounds-out-of-order": ("2026-01-01T00:00:00Z", "2024-01-01T00:00:00Z", "earliest start"),
    "two-speakers": ("ag:speaker id:Roscosmos", "ag:speaker id:Roscosmos , id:NASA", "one speaker"),
    "no-paraphrase": ('    ag:paraphrase "Roscosmos means to take part."@en ;\n', "", "paraphrase"),
    "no-evidence": ("@en ;\n    ag:evidence evidence:NAME .", "@en .", "must have evidence"),
    "plan-without-form": ("ag:participatesIn", "ag:invades", "ag:planForm"),
    "unlabelled-subject": ("ag:subject id:Roscosmos", "ag:subject id:Nobody", "it has no label"),
    "no-source": ("    ag:source source:NAME ;", "   ", "exactly one source"),
    "end-before-start": ("oa:start 0", "oa:start 200", "only one of these"),
    "short-hash": ("8c3f44a2", "8c3f", "64 lower-case"),
    "row-and-span": ("ag:sentence 1", 'ag:sentence 1 ; ag:rowKey "line 2"', "only one of these"),
    "two-labels": ('"Somebody"@en', '"Somebody"@en , "Someone"@en', "exactly one preferred label"),
    "no-english-label": ('"Somebody"@en', '"Кто-то"@ru', "label in English"),
    "source-without-title": (' dcterms:title "A text" ;', "", "must have a title"),
    "source-without-rights": (""" dcterms:rights "Its author's." ;""", "", "statement of rights"),
    "file-without-name": ('    ag:fileName "text.txt" ;\n', "", "file's name as well"),
    "file-without-hash": ("ag:contentSha256", "ag:quote", "file's SHA-256 as well"),
    "relation-without-inverse": ('ag:inverseLabel "owned by"@en ;', "", "an inverse label"),
    "relation-without-definition": ('skos:definition "Has."@en ;', "", "a definition"),
    "relation-without-range": ("; rdfs:range ag:Hardware", "", "must have a range"),
    "unknown-exclusion": ('"Has."@en', '"Has."@en ; ag:exclusive ag:Plan', "relation excludes"),
    "idle-tolerance": ('"Has."@en', '"Has."@en ; ag:tolerance 1.0', "say what it excludes"),
    "negative-tolerance": (
        '"Has."@en',
        '"Has."@en ; ag:exclusive ag:OneValue ; ag:tolerance -1.0',
        "tolerance of a relation",
    ),
    "link-without-speaker": ("    ag:speaker source:seed1 ;", "   ", "say who holds so"),
    "link-without-evidence": (" ag:evidence evidence:NAME ; ag:para", " ag:para", "source asserts"),
    "link-by-relation": ("ag:supports", "ag:leads", "must be a link relation"),
}


@pytest.fixture(scope="module")
def complaints(seed: rdflib.Graph, shapes: rdflib.Graph) -> set[tuple[str, str]]:
    """Return case and message of each violation, from one validation of all broken cases."""
    parts = [SOUND.replace("NAME", "sound")]
    for name, (old, new, _) in BROKEN.items():
        assert SOUND.count(old) >= 1, name
        parts.append(SOUND.replace(old, new, 1).replace("NAME", name))
    data = derives(seed, "".join(parts))
    _, results, _ = pyshacl.validate(data, shacl_graph=shapes)
    found = set()
    for result in results.subjects(RDF.type, SH.ValidationResult):
        focus = str(results.value(result, SH.focusNode))
        case = re.sub(r"^.*[/#]|-link$", "", focus)
        found.add((case, str(results.value(result, SH.resultMessage))))
    return found


def test_the_shipped_graph_follows_the_shapes(seed: rdflib.Graph, shapes: rdflib.Graph) -> None:
    """Claims, links, evidence, sources, entities, relations and the slice all conform."""
    conforms, _, report = pyshacl.validate(seed, shacl_graph=shapes)

    assert conforms, report


def test_a_sound_claim_gives_no_complaint(complaints: set[tuple[str, str]]) -> None:
    """What the broken cases start from is sound, so each breaks by its one change."""
    assert not [message for case, message in complaints if case == "sound"]


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_graph_is_told_what_is_wrong(case: str, complaints: set[tuple[str, str]]) -> None:
    """Each break is reported, in words that name it."""
    expected = BROKEN[case][2]
    where = {"unlabelled-subject": "Nobody"}.get(case, case)

    assert any(found == where and expected in message for found, message in complaints)


def test_every_shape_that_reports_has_a_message(shapes: rdflib.Graph) -> None:
    """A violation never speaks in the validator's own words."""
    targets = (SH.targetClass, SH.targetObjectsOf, SH.targetSubjectsOf)
    nodes = {shape for target in targets for shape in shapes.subjects(target)}
    properties = {inner for shape in nodes for inner in shapes.objects(shape, SH.property)}
    constraints = (SH["or"], SH.xone, SH["not"], SH["class"], SH.nodeKind)
    constrained = {
        shape for shape in nodes if any((shape, each, None) in shapes for each in constraints)
    }

    assert len(properties) > 50
    assert len(constrained) > 10
    assert properties | constrained <= set(shapes.subjects(SH.message))
