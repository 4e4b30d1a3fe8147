"""What is written reads back: RDF exports, records, CSV, Mermaid, graph files."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib

from astrograph import find_paths, open_store, run_query
from astrograph.check import check_store
from astrograph.codec.records import from_record
from astrograph.formats import claims, exports, matches, paths
from astrograph.formats.cells import safe
from astrograph.model import Claim, Clock
from astrograph.paths import PathOptions
from astrograph.query import saved_queries
from astrograph.resolve import find_entities
from astrograph.store.shipped import slice_files
from builders import AG, ID, claim, plain_store, store_of, turtle_store

if TYPE_CHECKING:
    from pathlib import Path

    from astrograph import Store

EVIL = '=HYPERLINK("http://127.0.0.1") "quoted" <b>#1;</b> | `x`\nsecond line'
JULY = "2022-07-01T00:00:00Z"


@pytest.fixture(scope="module")
def hostile() -> Store:
    """Return a graph whose names try to break out of every format."""
    name = json.dumps(EVIL)
    return turtle_store(f"""
        id:A a ag:Person ; skos:prefLabel {name} .
        id:B a ag:SpaceAgency ; skos:prefLabel "B" .
        ag:leads a owl:ObjectProperty ; rdfs:label {name} .
        claim:a a ag:Claim ; ag:subject id:A ; ag:predicate ag:leads ; ag:object id:B ;
          ag:status ag:Accepted ; ag:polarity ag:Positive ; ag:modality ag:AssertedFact ;
          ag:paraphrase {name}@en ; ag:roleText {name} ; ag:evidence evidence:a .
        evidence:a ag:source source:a . source:a dcterms:title {name} .
    """)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("a=1", "a=1"),
        ("", ""),
        (-1, -1),
        (-0.5, -0.5),
        (None, None),
    ],
)
def test_a_cell_never_holds_a_formula(value: object, expected: object) -> None:
    """Numbers stay numbers; texts that begin like a formula get an apostrophe."""
    assert safe(value) == expected


def read_csv(text: str) -> list[dict[str, str]]:
    """Read what a writer wrote."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_csv_of_paths_has_a_row_a_hop(shipped: Store) -> None:
    """Numbered, with both ends by name and by IRI."""
    answer = find_paths(shipped, "Rogozin", "ISS")

    rows = read_csv(paths.as_csv(shipped, answer, None))

    assert [(row["path"], row["hop"]) for row in rows] == [
        (str(number), str(place))
        for number, path in enumerate(answer.paths, start=1)
        for place, _ in enumerate(path.hops, start=1)
    ]
    assert rows[0]["subject"] == "Dmitry Rogozin"
    assert rows[0]["tense"] == "past"
    assert rows[0]["direction"] == "forward"
    assert rows[0]["sentences"] == "14"
    assert rows[0]["object_iri"] == ID + "Roscosmos"


def test_csv_names_the_source_through_which_another_is_cited() -> None:
    """As text does."""
    store = turtle_store("""
        claim:a a ag:Claim ; ag:subject id:A ; ag:predicate ag:leads ; ag:object id:B ;
          ag:status ag:Accepted ; ag:polarity ag:Positive ; ag:modality ag:AssertedFact ;
          <http://www.w3.org/ns/prov#hadPrimarySource> source:page ; ag:evidence evidence:a .
        evidence:a ag:source source:table .
        source:table dcterms:title "A table" . source:page dcterms:title "A page" .
    """)
    answer = find_paths(store, "id:A", "id:B")

    (row,) = read_csv(paths.as_csv(store, answer, None))

    assert row["sources"] == "A page, through A table"
    assert row["sources"] in paths.text(store, answer, None)


def test_csv_keeps_hostile_names_in_their_cells(hostile: Store) -> None:
    """Quotes, commas and line breaks within, and no formula."""
    answer = find_paths(hostile, "id:A", "B")
    (row,) = read_csv(paths.as_csv(hostile, answer, None))
    (said,) = read_csv(claims.as_csv(hostile, list(hostile.claims()), None))

    assert row["subject"] == row["paraphrases"] == "'" + EVIL
    assert said["paraphrase"] == said["source"] == "'" + EVIL


def test_csv_of_claims_has_a_row_a_claim(shipped: Store) -> None:
    """With the bounds, the place and its hash."""
    every = list(shipped.claims())

    rows = {row["claim"]: row for row in read_csv(claims.as_csv(shipped, every, None))}

    assert len(rows) == len(every)
    assert rows["claim:seed1-C02"]["end_earliest"] == "2028-01-01T00:00:00Z"
    assert rows["claim:seed1-C02"]["relayed_by"] == "id:Reuters"
    assert rows["claim:seed1-C34"]["polarity"] == "Negative"
    assert rows["claim:seed1-C14"]["sentence"] == "3"
    assert rows["claim:seed1-C14"]["start"] == "324"
    assert rows["claim:seed1-C14"]["sha256"].startswith("6ca98124d674809b")


def test_mermaid_quotes_whatever_a_name_holds(hostile: Store) -> None:
    """One line an entity and one an edge, none broken by a name."""
    answer = find_paths(hostile, "id:A", "B")

    text = paths.as_mermaid(hostile, answer, None)

    assert re.fullmatch(
        r'flowchart LR\n  n0\["[^"\n<]*"\]\n  n1\["B"\]\n  n0 -->\|"[^"\n<]*"\| n1\n', text
    )
    assert "#quot;quoted#quot; #lt;b>#35;1;#lt;/b> | `x` second line" in text


def test_mermaid_dots_what_does_not_hold_now(shipped: Store) -> None:
    """The past relation of Rogozin, and the plan to stay, which is disputed."""
    text = paths.as_mermaid(shipped, find_paths(shipped, "Rogozin", "ISS"), None)
    lines = text.splitlines()

    assert lines[0] == "flowchart LR"
    assert '  n0 -.->|"formerly led"| n1' in lines
    assert '  n1 -.->|"plans to stay in (disputed)"| n2' in lines
    assert '  n1 -->|"participates in"| n2' in lines
    assert len(lines) == len(set(lines))


def test_mermaid_and_csv_of_no_path_are_empty_but_whole() -> None:
    """A head without rows, a chart without edges."""
    store = plain_store("a r b", "c r d")
    answer = find_paths(store, "a", "c")

    assert paths.as_mermaid(store, answer, None) == "flowchart LR\n"
    assert read_csv(paths.as_csv(store, answer, None)) == []


@pytest.mark.parametrize("name", ["ttl", "nt", "nq", "jsonld"])
def test_an_export_is_a_store_that_gives_the_same_answers(
    shipped: Store, tmp_path: Path, name: str
) -> None:
    """The same claims, statements, sources, edition, and rows of every shipped query."""
    path = tmp_path / f"export.{name}"
    path.write_bytes(exports.as_rdf(shipped, name))
    store = open_store(path)

    assert list(store.claims()) == list(shipped.claims())
    assert store.statements(status="any") == shipped.statements(status="any")
    assert store.sources() == shipped.sources()
    assert list(store.entities()) == list(shipped.entities())
    assert store.edition == shipped.edition
    assert len(store.engine()) == len(shipped.engine())
    for query in saved_queries():
        assert run_query(store, query.text) == run_query(shipped, query.text), query.name


@pytest.mark.parametrize("name", ["ttl", "nt", "nq", "jsonld", "graphml", "gexf"])
def test_exports_are_the_same_byte_for_byte(shipped: Store, name: str) -> None:
    """In every run, and from every copy of the graph."""

    def written(store: Store) -> bytes:
        if name in exports.RDF_FORMATS:
            return exports.as_rdf(store, name)
        return exports.as_graph(store, name)

    copy = open_store(*slice_files("article"))

    assert written(shipped) == written(shipped)
    assert written(shipped) == written(copy)


def test_an_export_holds_no_derived_triple(shipped: Store) -> None:
    """Nor the ontology, which ships beside it."""
    graph = rdflib.Graph().parse(data=exports.as_rdf(shipped, "nt"), format="nt")

    assert not list(graph.subject_objects(rdflib.URIRef(AG + "leads")))
    assert not list(graph.subjects(rdflib.RDF.type, rdflib.OWL.ObjectProperty))
    assert len(list(graph.objects(predicate=rdflib.URIRef(AG + "predicate")))) > 63


def test_plain_rdf_is_exported_whole(tmp_path: Path) -> None:
    """It holds nothing derived."""
    store = plain_store("a knows b", "b knows c")
    path = tmp_path / "plain.ttl"
    path.write_bytes(exports.as_rdf(store, "ttl"))

    assert open_store(path).statements() == store.statements()


def test_json_lines_read_back_as_the_same_claims(shipped: Store) -> None:
    """A record a line, and nothing lost."""
    every = list(shipped.claims())

    lines = claims.as_jsonl(shipped, every, None).splitlines()

    assert [from_record(Claim, json.loads(line)) for line in lines] == every


@pytest.mark.parametrize("name", ["graphml", "gexf"])
@pytest.mark.parametrize("given", [{"at": None, "status": "Accepted"},
                                   {"at": JULY, "status": "any"}])  # fmt: skip
def test_graph_files_hold_the_relation_graph(
    shipped: Store, name: str, given: dict[str, Any]
) -> None:
    """As networkx reads them: the same nodes, edges and tenses."""
    data = io.BytesIO(exports.as_graph(shipped, name, Clock(given["at"]), status=given["status"]))
    read = nx.read_graphml if name == "graphml" else nx.read_gexf
    graph = read(data)
    expected = sorted(
        (each.subject, each.relation, each.object, each.tense, " ".join(each.claims))
        for each in shipped.statements(**given)
    )

    assert expected == sorted(
        (a, data["relation"], b, data["tense"], data["claims"])
        for a, b, data in graph.edges(data=True)
    )
    assert graph.nodes[ID + "ISS"]["iri"] == ID + "ISS"
    assert graph.nodes[ID + "ISS"]["label"] == "International Space Station"
    assert {data["status"] for _, _, data in graph.edges(data=True)} >= {"Accepted"}


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_every_edge_of_a_graph_file_has_an_id_of_its_own(shipped: Store, name: str) -> None:
    """Gephi and yEd take two edges with one id for one."""
    written = exports.as_graph(shipped, name).decode()
    ids = re.findall(r'<edge [^>]*\bid="([^"]*)"', written)

    assert len(ids) == len(set(ids)) == len(shipped.statements())


def test_json_of_a_search_has_the_contract_s_fields(shipped: Store) -> None:
    """Best first."""
    shape = json.loads(matches.as_json(find_entities(shipped, "МКС")))

    assert [list(each) for each in shape] == [
        ["iri", "label", "type", "aliases", "matched", "score"]
    ]
    assert shape[0]["matched"] == "МКС"
    assert shape[0]["score"] == 1.0
    assert "МКС" in shape[0]["aliases"]


def test_every_format_ends_with_exactly_one_line_break(shipped: Store) -> None:
    """So that outputs can be concatenated."""
    answer = find_paths(shipped, "Rogozin", "ISS", PathOptions(k=1))

    for write in paths.WRITERS.values():
        text = write(shipped, answer, None)
        assert text.endswith("\n")
        assert not text.endswith("\n\n")


def test_an_engine_of_claims_is_written_without_loss_of_languages() -> None:
    """Through Turtle: the paraphrase stays English."""
    store = store_of(claim("A", "leads", "B"))
    triples = ox.parse(exports.as_rdf(store, "ttl"), format=ox.RdfFormat.TURTLE)
    languages = {each.object.language for each in triples if isinstance(each.object, ox.Literal)}

    assert "en" in languages


def test_an_export_as_of_an_instant_is_whole(shipped: Store, tmp_path: Path) -> None:
    """What cannot hold then is left out with all that only speaks of it, and the rest conforms."""
    path = tmp_path / "then.ttl"
    path.write_bytes(exports.as_rdf(shipped, "ttl", Clock("2022-07-01T00:00:00Z")))

    store = open_store(path)

    assert 0 < len(list(store.claims())) < len(list(shipped.claims()))
    assert check_store(store).problems == ()
