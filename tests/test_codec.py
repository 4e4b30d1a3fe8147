"""Claims to RDF and back, claims to records and back, and what is refused on the way."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest

from astrograph.codec.decode import decode
from astrograph.codec.encode import encode
from astrograph.codec.records import from_record, to_record
from astrograph.errors import MisuseError, StoreError
from astrograph.model import (
    Claim,
    Edition,
    Entity,
    Evidence,
    Interval,
    Link,
    Name,
    Source,
    Statement,
    Value,
)
from astrograph.vocab import XSD
from builders import AG, CLAIM, ID, PREAMBLE, SOURCE, claim

if TYPE_CHECKING:
    from astrograph.codec.decode import Content

FULL = claim(
    "Roscosmos",
    "participatesIn",
    "ISSPartnership",
    iri=CLAIM + "full",
    modality="Plan",
    polarity="Negative",
    status="Disputed",
    confidence=0.65,
    speaker=ID + "Roscosmos",
    addressee=ID + "NASA",
    relayed_by=ID + "Reuters",
    probable_speaker=ID + "YuriBorisov",
    said_earliest="2022-07-26T00:00:00Z",
    said_latest="2022-07-27T00:00:00Z",
    holds=Interval(
        "2020-01-01T00:00:00Z",
        "2021-01-01T00:00:00Z",
        "2028-01-01T00:00:00Z",
        "2030-12-31T23:59:59Z",
    ),
    time_text="until at least 2028",
    tense="Future",
    role_text="partner",
    condition="unless sanctions end",
    term_as_printed="backlog",
    hedged=True,
    repeated=True,
    presupposed=True,
    assessment="a mistake",
    probable_speaker_confidence=0.8,
    links=(
        Link(CLAIM + "full", "supersedes", CLAIM + "other", ID + "Curator"),
        Link(CLAIM + "full", "supports", CLAIM + "other"),
    ),
    primary_source=SOURCE + "-2",
)


def read(turtle: str) -> Content:
    """Decode Turtle; the usual prefixes are declared."""
    return decode(ox.parse((PREAMBLE + turtle).encode(), format=ox.RdfFormat.TURTLE))


def test_a_claim_with_every_field_survives_the_way_through_rdf() -> None:
    """Nothing that the model holds is lost, and nothing is added."""
    expected = {FULL.iri: FULL}

    actual = decode(encode(FULL)).claims

    assert expected == actual


@pytest.mark.parametrize(
    "value",
    [
        Value("Russian Orbital Service Station", "en"),
        Value("plain"),
        Value("2028", datatype=XSD + "gYear"),
        Value("true", datatype=XSD + "boolean"),
        Value("", "ru"),
    ],
)
def test_a_literal_value_keeps_its_language_and_datatype(value: Value) -> None:
    """A plain string has neither."""
    made = claim("ROSS", "fullName", "x", object=None, value=value)

    assert decode(encode(made)).claims[made.iri].value == value


def test_a_row_of_a_table_is_evidence_without_a_span() -> None:
    """Row key and column stand in place of the offsets."""
    place = Evidence(CLAIM + "row", SOURCE, sha256="ab", row_key="line 3", column="name")
    made = claim("ISS", "alias", "x", evidence=(place,))

    triples = list(encode(made))

    assert decode(triples).claims[made.iri].evidence == (place,)
    assert not [triple for triple in triples if "oa#" in str(triple)]


def test_the_english_paraphrase_is_the_one_that_counts() -> None:
    """Others are kept aside."""
    content = read("""
        claim:a ag:subject id:A ; ag:predicate ag:leads ; ag:object id:B ;
          ag:paraphrase "A dirige B."@fr , "B is led by A."@en .
    """)

    assert content.claims[CLAIM + "a"].paraphrase == "B is led by A."


def test_a_document_with_a_title_is_a_source_even_when_nothing_cites_it() -> None:
    """A document with a preferred label is an entity that claims speak of."""
    content = read("""
        source:x a ag:Document ; dcterms:title "A table" ; dcterms:creator "Somebody" ;
          ag:attribution "Data by Somebody" ; ag:primary true ; ag:dialect "{}" ;
          dcterms:modified "2024-05-19T16:55:12Z"^^xsd:dateTime ; dcterms:rights "All kept"@en .
        id:Treaty a ag:Document ; skos:prefLabel "Treaty"@en ; dcterms:title "The Treaty" .
    """)

    assert content.sources == {
        SOURCE: Source(
            SOURCE,
            "A table",
            license="All kept",
            attribution="Data by Somebody",
            creator="Somebody",
            updated="2024-05-19T16:55:12Z",
            primary=True,
            dialect="{}",
        )
    }
    assert list(content.entities) == [ID + "Treaty"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2022-07-01T00:00:00Z", "2022-07-01T00:00:00Z"),
        ("2022-07-01T02:00:00+02:00", "2022-07-01T00:00:00Z"),
        ("2022-07-01T00:00:00", "2022-07-01T00:00:00Z"),
        ("2022-07-01", "2022-07-01T00:00:00Z"),
        ("0988-07-01T00:00:00.5Z", "0988-07-01T00:00:00Z"),
    ],
)
def test_every_instant_is_brought_to_utc(written: str, expected: str) -> None:
    """So that instants compare as text, whatever zone a source writes."""
    content = read(
        "claim:a ag:subject id:A ; ag:predicate ag:leads ; ag:object id:B ;"
        f' ag:endEarliest "{written}"^^xsd:dateTime .'
    )

    assert content.claims[CLAIM + "a"].holds.end_earliest == expected


@pytest.mark.parametrize(
    ("turtle", "message"),
    [
        ("claim:bad a ag:Claim ; ag:predicate ag:leads .", "has no subject or no predicate"),
        ("claim:bad a ag:Claim ; ag:subject id:A .", "has no subject or no predicate"),
        (
            'claim:bad ag:subject id:A ; ag:predicate ag:leads ; ag:startLatest "soon" .',
            "startLatest is not an instant: 'soon'",
        ),
        (
            'claim:bad ag:subject id:A ; ag:predicate ag:leads ; ag:saidEarliest "2022-13-01" .',
            "saidEarliest is not an instant: '2022-13-01'",
        ),
        (
            'claim:bad ag:subject id:A ; ag:predicate ag:leads ; ag:confidence "high" .',
            "confidence is not a number: 'high'",
        ),
    ],
)
def test_a_malformed_claim_is_refused_by_name(turtle: str, message: str) -> None:
    """The error says which claim is wrong, and in what."""
    with pytest.raises(StoreError) as caught:
        read(turtle)

    assert CLAIM + "bad" in caught.value.message
    assert message in caught.value.message


def test_a_text_names_nothing() -> None:
    """Where an IRI has to stand, a text is as good as nothing."""
    content = read("""
        claim:a ag:subject id:A ; ag:predicate ag:leads ; ag:object "the club" ;
          ag:speaker "somebody" ; ag:modality "a fact" ; ag:evidence "a page" .
    """)
    claim_ = content.claims[CLAIM + "a"]

    assert (claim_.object, claim_.speaker, claim_.modality, claim_.evidence) == (None, None, "", ())


def test_plain_rdf_gives_statements_without_types_schema_and_literals() -> None:
    """Only what links two things by IRI is walked."""
    content = read("""
        @prefix ex: <http://example.org/> .
        ex:a a ex:Person ; rdfs:label "A" ; ex:knows ex:b , [ ex:knows ex:a ] ; ex:age 5 ;
          rdfs:seeAlso ex:page ; owl:sameAs ex:z .
        ex:Person a owl:Class ; ex:drawnBy ex:a .
        ex:b ex:isA ex:Person .
    """)

    assert content.statements == [
        Statement("http://example.org/a", "http://example.org/knows", "http://example.org/b",
                  "present")
    ]  # fmt: skip
    assert content.entities["http://example.org/a"].label == "A"
    assert content.entities["http://example.org/b"].label == "b"
    assert "http://example.org/Person" not in content.entities


def test_triples_beside_claims_are_no_statements() -> None:
    """Where there are claims, only they make statements."""
    content = read("""
        claim:a ag:subject id:A ; ag:predicate ag:leads ; ag:object id:B .
        id:A ag:leads id:C .
    """)

    assert content.statements == []


@pytest.mark.parametrize(
    ("names", "label", "aliases"),
    [
        ('skos:prefLabel "МКС"@ru , "ISS"@en', "ISS", (Name("МКС", "ru"),)),
        ('rdfs:label "b" , "a"', "a", (Name("b"),)),
        ('rdfs:label "z" , "a"@fr', "z", (Name("a", "fr"),)),
        ('foaf:name "F" ; schema:name "S" ; rdfs:label "R"', "R", (Name("F"), Name("S"))),
        ('dcterms:title "T" ; skos:altLabel "A"@en', "T", (Name("A", "en"),)),
        ('schema:alternateName "A"', "x", (Name("A"),)),
        ("rdfs:label <http://example.org/no-literal>", "x", ()),
    ],
)
def test_the_label_is_chosen_by_property_then_language(
    names: str, label: str, aliases: tuple[Name, ...]
) -> None:
    """English first, then no language, then any; all other names are aliases."""
    content = read(
        f"<http://example.org/x> a foaf:Person ; {names} ; <http://example.org/p> id:y ."
    )
    entity = content.entities["http://example.org/x"]

    assert label == entity.label
    assert aliases == entity.aliases


def test_the_type_of_an_entity_is_a_class_of_the_ontology_where_it_has_one() -> None:
    """Foreign classes stand back; without any class it is a thing."""
    content = read("""
        id:A a foaf:Agent , ag:SpaceAgency ; skos:prefLabel "A" ; ag:takesArticle true .
        id:B rdfs:label "B" .
        id:C a foaf:Person ; rdfs:label "C" .
    """)

    assert content.entities[ID + "A"] == Entity(ID + "A", "A", "SpaceAgency", article=True)
    assert content.entities[ID + "B"].type == "Thing"
    assert content.entities[ID + "C"].type == "Person"


def test_the_edition_says_where_the_graph_stands_in_time() -> None:
    """A slice is at a date, or at the present of a source."""
    dated = read("""
        <http://example.org/s> a ag:Slice ; dcterms:title "Core" ;
          ag:editionDate "2024-01-01T00:00:00Z"^^xsd:dateTime .
    """).edition
    undated = read("<http://example.org/s> a ag:Slice ; ag:presentOf source:x .").edition

    slice_iri = "http://example.org/s"
    assert dated == Edition("Core", "2024-01-01T00:00:00Z", None, slice_iri)
    assert undated == Edition("s", None, SOURCE, slice_iri)


def test_every_cited_source_is_known_even_when_nothing_describes_it() -> None:
    """Its title is then made from its IRI."""
    content = read("""
        claim:a ag:subject id:A ; ag:predicate ag:leads ; ag:object id:B ; ag:evidence evidence:a ;
          prov:hadPrimarySource source:other .
        evidence:a ag:source source:x ; ag:sentence 3 .
        source:x dcterms:title "A page" ; schema:url <http://example.org/page> ;
          dcterms:license <http://example.org/free> ; ag:fileName "x.txt" ; ag:contentSha256 "ab" .
    """)

    assert sorted(content.sources) == [SOURCE[:-1] + "other", SOURCE]
    assert content.sources[SOURCE][1:6] == (
        "A page",
        "http://example.org/page",
        "http://example.org/free",
        "x.txt",
        "ab",
    )
    assert content.sources[SOURCE[:-1] + "other"].title == "other"


def test_a_claim_survives_the_way_through_json() -> None:
    """A record is plain JSON; it says how the claim stands even where that is the default."""
    text = json.dumps(to_record(FULL), ensure_ascii=False)

    assert from_record(Claim, json.loads(text)) == FULL
    assert to_record(Claim("c", "s", "p")) == {
        "iri": "c",
        "subject": "s",
        "predicate": "p",
        "modality": "AssertedFact",
        "polarity": "Positive",
        "status": "Accepted",
    }


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ({"text": "x", "colour": 1}, "Name has no field 'colour'"),
        ({"lang": "en"}, "Name lacks the field 'text'"),
        ({"text": {"deep": 1}}, "the field 'text' holds no object"),
    ],
)
def test_a_record_that_does_not_fit_is_refused(record: dict[str, Any], message: str) -> None:
    """The error names the class and the field."""
    with pytest.raises(MisuseError) as caught:
        from_record(Name, record)

    assert message == caught.value.message


def test_a_claim_is_written_with_the_properties_of_the_ontology() -> None:
    """The form that the vocabulary promises, spelled out once."""
    made = claim("A", "leads", "B", iri=CLAIM + "a", evidence=(), links=())
    subject = ox.NamedNode(CLAIM + "a")
    expected = {
        ox.Triple(subject, ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
                  ox.NamedNode(AG + "Claim")),
        ox.Triple(subject, ox.NamedNode(AG + "subject"), ox.NamedNode(ID + "A")),
        ox.Triple(subject, ox.NamedNode(AG + "predicate"), ox.NamedNode(AG + "leads")),
        ox.Triple(subject, ox.NamedNode(AG + "object"), ox.NamedNode(ID + "B")),
        ox.Triple(subject, ox.NamedNode(AG + "modality"), ox.NamedNode(AG + "AssertedFact")),
        ox.Triple(subject, ox.NamedNode(AG + "polarity"), ox.NamedNode(AG + "Positive")),
        ox.Triple(subject, ox.NamedNode(AG + "status"), ox.NamedNode(AG + "Accepted")),
        ox.Triple(subject, ox.NamedNode(AG + "confidence"),
                  ox.Literal("0.9", datatype=ox.NamedNode(XSD + "decimal"))),
        ox.Triple(subject, ox.NamedNode(AG + "paraphrase"),
                  ox.Literal("A leads B.", language="en")),
    }  # fmt: skip

    assert expected == set(encode(made))
