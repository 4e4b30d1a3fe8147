"""RDF in and out: every syntax, nothing lost, blank nodes named by what is said of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from astrograph import ingest_file, open_store
from astrograph.codec.blanks import name_blanks
from astrograph.codec.encode import encode_record
from astrograph.codec.records import dumps
from astrograph.formats.exports import RDF_FORMATS, as_rdf
from astrograph.ingest.run import ingest_files
from astrograph.model import Claim, Clock, Remainder
from astrograph.vocab import data_path
from builders import PREAMBLE
from incoming import ANN, CLAIM, CLUB, ID, PAGE, held, said, whole

if TYPE_CHECKING:
    from pathlib import Path

    from astrograph.ingest.report import Refusal

SYNTAXES = {
    "ttl": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
}
CLAIMED = """
claim:a a ag:Claim ; ag:subject id:Ann ; ag:predicate ag:worksFor ; ag:object id:Club ;
  ag:modality ag:AssertedFact ; ag:polarity ag:Positive ; ag:status ag:Accepted ;
  ag:paraphrase "Ann works for the club."@en ; ag:evidence evidence:a .
evidence:a a ag:Evidence ; ag:source source:page ; ag:rowKey "line 1" ; ag:column "name" ;
  ag:textSha256 "0000000000000000000000000000000000000000000000000000000000000000" .
source:page a ag:Document ; dcterms:title "A page" .
id:Ann a ag:Person ; skos:prefLabel "Ann"@en .
id:Club a ag:Organization ; skos:prefLabel "Club"@en .
"""


def turtle(path: Path, text: str) -> Path:
    """Write Turtle; the usual prefixes are declared on the first line."""
    path.write_text(PREAMBLE.replace("\n", " ") + text, encoding="utf-8")
    return path


def triples(data: str) -> list[ox.Quad]:
    """Parse Turtle and name its blank nodes."""
    parsed = ox.parse(data, format=ox.RdfFormat.TURTLE)
    return name_blanks(quad for quad in parsed if isinstance(quad, ox.Quad))


@pytest.mark.parametrize("ending", SYNTAXES)
def test_claims_come_in_from_every_syntax(tmp_path: Path, ending: str) -> None:
    """The same records, whichever it is."""
    path = tmp_path / f"x.{ending}"
    quads = [quad for record in whole() for quad in encode_record(record)]
    written = quads if ending in {"nq", "trig"} else [quad.triple for quad in quads]
    path.write_bytes(ox.serialize(written, format=SYNTAXES[ending]) or b"")
    report = ingest_file(path, tmp_path / "store")

    assert report.refusals == []
    assert set(held(tmp_path / "store")) == set(whole())


def test_the_shipped_article_comes_out_as_it_went_in(tmp_path: Path) -> None:
    """Triple for triple, in every RDF format; and what comes out goes in as known."""
    store, files = tmp_path / "store", sorted(data_path("article").glob("*.ttl"))
    reports = ingest_files(files, store)
    given = {
        quad
        for path in files
        for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)
        if isinstance(quad, ox.Quad)
    }

    assert [report.refusals for report in reports] == [[]] * len(files)
    assert set(open_store(store).asserted()) == given
    for name in RDF_FORMATS:
        path = tmp_path / f"out.{name}"
        path.write_bytes(as_rdf(open_store(store), name, Clock()))
        again = ingest_file(path, store)
        assert not again.new
        assert not again.changed
        assert again.taken_in


def test_what_the_model_does_not_carry_is_kept(tmp_path: Path) -> None:
    """Notes, other languages, other vocabularies, named graphs."""
    more = """
    id:Ann skos:note "Met in Moscow."@en ; <http://example.org/shoeSize> "01"^^xsd:integer .
    claim:a ag:paraphrase "Ann travaille pour le club."@fr .
    """
    graph = f"<http://example.org/g> {{ <{ID}Ann> <http://example.org/p> [] }}"
    path = turtle(tmp_path / "x.trig", CLAIMED + more + graph)
    ingest_file(path, tmp_path / "store")
    kept = "".join(each.text for each in held(tmp_path / "store") if isinstance(each, Remainder))

    assert kept.count("\n") == 4
    assert '"01"^^<http://www.w3.org/2001/XMLSchema#integer>' in kept
    assert '"Met in Moscow."@en' in kept
    assert "travaille" in kept
    assert "<http://example.org/g> ." in kept


def test_numbers_and_instants_are_written_in_one_way(tmp_path: Path) -> None:
    """What a claim says once is not there twice because it was written otherwise."""
    more = 'claim:a ag:confidence 0.90 ; ag:startLatest "2022-07-01T02:00:00+02:00"^^xsd:dateTime .'
    ingest_file(turtle(tmp_path / "x.ttl", CLAIMED + more), tmp_path / "store")
    records = held(tmp_path / "store")
    (claim,) = (each for each in records if isinstance(each, Claim))

    assert claim.confidence == 0.9
    assert claim.holds.start_latest == "2022-07-01T00:00:00Z"
    assert not [each for each in records if isinstance(each, Remainder)]


def refused(folder: Path, text: str) -> Refusal:
    """Take Turtle in, which is refused; return the first refusal."""
    report = ingest_file(turtle(folder / "x.ttl", text), folder / "store")
    assert not report.taken_in
    return report.refusals[0]


@pytest.mark.parametrize(
    ("text", "line", "column", "value", "why"),
    [
        (CLAIMED + "claim:a ag:status ag:Disputed .", 2, "status", None, "says its status twice"),
        (CLAIMED.replace("worksFor", "worksfor"), 2, "predicate", "ag:worksfor", "worksFor?"),
        (CLAIMED.replace("ag:subject id:Ann ;", ""), 2, None, None, "no subject"),
        (CLAIMED + 'claim:a ag:startLatest "soon" .', 2, "startLatest", "soon", "not an instant"),
        (CLAIMED.replace("a ag:Person", "a <http://e/Elf>"), 8, "type", "Elf", "no class"),
        (CLAIMED.replace("ag:source source:page ;", ""), 2, "evidence.source", "", "its source"),
        (CLAIMED.replace("ag:AssertedFact", '"a fact"'), 2, "modality", "", "one of"),
        (
            CLAIMED.replace("ag:object id:Club", 'ag:object "the club"'),
            2,
            "object",
            None,
            "either an object",
        ),
        (
            CLAIMED.replace("ag:source source:page", 'ag:source "s p"'),
            2,
            "evidence.source",
            "",
            "",
        ),
        ("\nid:Ann a ag:Person ,, .", 2, None, None, "not a valid"),
    ],
)
def test_what_is_wrong_in_rdf_is_told_with_its_line(
    tmp_path: Path, text: str, line: int, column: str | None, value: str | None, why: str
) -> None:
    """Though no parser of RDF tells where a claim stands."""
    refusal = refused(tmp_path, text)

    assert (refusal.file, refusal.line, refusal.column) == ("x.ttl", line, column)
    assert value is None or refusal.value == value
    assert why in refusal.why


def test_files_of_one_run_are_one_graph(tmp_path: Path) -> None:
    """A claim, its evidence and its links may lie in three files; one bad file stops all three."""
    claim, _, rest = CLAIMED.partition("evidence:a a ag:Evidence")
    other = claim.replace("claim:a a", "claim:b a")
    files = [
        turtle(tmp_path / "claims.ttl", claim + other),
        turtle(tmp_path / "rest.ttl", f"evidence:a a ag:Evidence{rest}"),
        turtle(tmp_path / "links.ttl", "claim:b ag:restates claim:a ."),
    ]
    alone = ingest_file(files[0], tmp_path / "alone")
    together = ingest_files(files, tmp_path / "store")
    links = open_store(tmp_path / "store").claim(CLAIM + "b")
    turtle(files[1], "id:Club a ag:Club ; skos:prefLabel 'Club'@en .")
    spoiled = ingest_files(files, tmp_path / "spoiled")

    assert "name its source" in alone.refusals[0].why
    assert all(report.taken_in for report in together)
    assert links is not None
    assert [link.other for link in links.links] == [CLAIM + "a"]
    assert all(report.refused for report in spoiled)
    assert spoiled[2].refusals[0].why == "it was read together with claims.ttl, which is refused"


def test_relations_may_come_with_the_file_that_uses_them(tmp_path: Path) -> None:
    """Declared as properties of another vocabulary."""
    declared = '<http://example.org/taught> a owl:ObjectProperty ; rdfs:label "taught" .'
    text = CLAIMED.replace("ag:worksFor", "<http://example.org/taught>")
    report = ingest_file(turtle(tmp_path / "x.ttl", text + declared), tmp_path / "store")

    assert report.refusals == []
    assert open_store(tmp_path / "store").relation("http://example.org/taught").label == "taught"


def test_rdf_without_claims_is_kept_and_said_to_be_without(tmp_path: Path) -> None:
    """Nobody says so, so nobody walks there."""
    text = 'id:Ann a ag:Person ; skos:prefLabel "Ann"@en ; ag:worksFor id:Club .'
    report = ingest_file(turtle(tmp_path / "x.ttl", text), tmp_path / "store")

    assert report.new == {"entity": 1, "other RDF": 1}
    assert report.notes == ["1 statement that no claim makes is kept, but not walked"]


def test_imports_are_never_followed(tmp_path: Path) -> None:
    """Two ontologies that import each other are two files."""
    for one, other in (("a", "b"), ("b", "a")):
        address = (tmp_path / f"{other}.ttl").as_uri()
        turtle(tmp_path / f"{one}.ttl", f"<> a owl:Ontology ; owl:imports <{address}> .")
    reports = ingest_files([tmp_path / "a.ttl", tmp_path / "b.ttl"], tmp_path / "store")

    assert [report.new for report in reports] == [{"other RDF": 2}] * 2


def test_blank_nodes_are_named_by_what_is_said_of_them() -> None:
    """In whatever order, and whatever the file calls them."""
    one = (
        "<http://e/a> <http://e/p> [ <http://e/q> 1 ; <http://e/r> [ <http://e/q> 2 ] ] ,"
        ' ( "x" "x" ) .'
    )
    other = (
        "<http://e/a> <http://e/p> _:l , _:z . _:z <http://e/r> _:y . _:y <http://e/q> 2 . "
        "_:z <http://e/q> 1 . _:l <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:m ;"
        ' <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> "x" . _:m'
        " <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest>"
        " <http://www.w3.org/1999/02/22-rdf-syntax-ns#nil> ;"
        ' <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> "x" .'
    )

    assert set(triples(one)) == set(triples(other))


def test_lines_that_come_out_go_in_elsewhere(tmp_path: Path) -> None:
    """All that a store holds, written as lines, makes the same store."""
    ingest_files(sorted(data_path("article").glob("*.ttl")), tmp_path / "one")
    records = held(tmp_path / "one")
    path = tmp_path / "all.jsonl"
    path.write_text("".join(f"{dumps(record)}\n" for record in records), encoding="utf-8")
    ingest_file(path, tmp_path / "two")

    assert held(tmp_path / "two") == records
    assert [ANN, CLUB, PAGE, said()] != records
