"""What is written reads back: RDF exports, records, CSV, Mermaid, graph files, tables."""

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
from builders import AG, EX, ID, claim, plain_store, store_of, turtle_store

from astrograph import find_paths, open_store, run_query
from astrograph.check import Problem, Report
from astrograph.codec.records import from_record
from astrograph.errors import MisuseError
from astrograph.formats import claims, exports, facts, matches, paths, problems, prose, stats
from astrograph.formats.cells import safe
from astrograph.formats.results import GRAPHS, writer
from astrograph.formats.tables import table
from astrograph.model import Claim, Interval, Link, Statement
from astrograph.paths import PathOptions
from astrograph.query import evaluate, saved_queries
from astrograph.resolve import find_entities
from astrograph.store import compiled

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
    """The past relation of Rogozin, and the plan to stay."""
    text = paths.as_mermaid(shipped, find_paths(shipped, "Rogozin", "ISS"), None)
    lines = text.splitlines()

    assert lines[0] == "flowchart LR"
    assert '  n0 -.->|"formerly led"| n1' in lines
    assert '  n1 -.->|"plans to stay in"| n2' in lines
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
def test_exports_are_the_same_byte_for_byte(
    shipped: Store, name: str
) -> None:
    """In every run, and from every copy of the graph."""

    def written(store: Store) -> bytes:
        if name in exports.RDF_FORMATS:
            return exports.as_rdf(store, name)
        return exports.as_graph(store, name, at=None, status="Accepted")

    copy = open_store(*compiled.shipped_files())

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
    data = io.BytesIO(exports.as_graph(shipped, name, **given))
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


def test_solutions_are_written_in_the_w3c_formats(shipped: Store) -> None:
    """With a word on whether there was anything."""
    text = "SELECT ?who ?name { ?who ag:leads id:NASA ; skos:prefLabel ?name }"

    def written(name: str) -> str:
        content, found = evaluate(shipped, text, writer(name))
        assert found
        return content.decode()

    bindings = json.loads(written("json"))["results"]["bindings"]

    assert bindings == [
        {
            "who": {"type": "uri", "value": ID + "BillNelson"},
            "name": {"type": "literal", "value": "Bill Nelson", "xml:lang": "en"},
        }
    ]
    assert written("csv") == f"who,name\r\n{ID}BillNelson,Bill Nelson\r\n"
    assert written("tsv") == f'?who\t?name\n<{ID}BillNelson>\t"Bill Nelson"@en\n'
    assert "<literal xml:lang=\"en\">Bill Nelson</literal>" in written("xml")


@pytest.mark.parametrize("name", [None, "table", "json", "xml", "csv", "tsv"])
def test_no_solution_is_said_in_every_format(shipped: Store, name: str | None) -> None:
    """Also where a variable's name or an empty cell could look like one."""
    none = evaluate(shipped, "SELECT ?result { ?result ag:leaves ?y }", writer(name))
    empty = evaluate(shipped, "SELECT ?bindings { }", writer(name))

    assert none[1] is False
    assert empty[1] is True


@pytest.mark.parametrize("name", [None, "table", "json", "xml"])
def test_a_truth_value_is_written_and_counts_as_found_when_true(
    shipped: Store, name: str | None
) -> None:
    """So that a script can branch on it."""
    yes, found = evaluate(shipped, "ASK { }", writer(name))
    no, missed = evaluate(shipped, "ASK { FILTER (false) }", writer(name))

    assert (found, missed) == (True, False)
    assert yes != no
    assert b"yes" in yes or b"true" in yes


@pytest.mark.parametrize("name", [None, "ttl", "nt", "jsonld", "rdfxml"])
def test_triples_are_written_in_every_rdf_format(shipped: Store, name: str | None) -> None:
    """And read back as the same triples."""
    text = "CONSTRUCT { ?s skos:prefLabel ?l } WHERE { ?s ag:leads ?o ; skos:prefLabel ?l }"

    written, found = evaluate(shipped, text, writer(name))
    triples = ox.parse(written, format=GRAPHS[name or "ttl"])

    assert found
    assert sorted(each.object.value for each in triples if isinstance(each.object, ox.Literal)) == [
        "Bill Nelson",
        "Kathy Lueders",
        "Yuri Borisov",
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [("SELECT * { }", "ttl"), ("SELECT * { }", "nt"), ("CONSTRUCT { } { }", "csv"),
     ("DESCRIBE id:NASA", "table"), ("ASK { }", "jsonld")],
)  # fmt: skip
def test_a_format_that_cannot_hold_the_answer_is_refused(
    shipped: Store, text: str, name: str
) -> None:
    """With those that can."""
    with pytest.raises(MisuseError, match=f"--format {name} cannot hold") as caught:
        evaluate(shipped, text, writer(name))

    assert "choose one of: " in caught.value.hint


def test_a_truth_value_has_no_rows_to_put_into_csv(shipped: Store) -> None:
    """The W3C defines none; the refusal is a line and no traceback."""
    for name in ("csv", "tsv"):
        try:
            written, found = evaluate(shipped, "ASK { }", writer(name))
        except MisuseError as error:
            assert name in error.message  # noqa: PT017 -- either of the two is right
        else:
            assert found
            assert written.strip() == b"true"


def test_a_table_is_markdown_off_the_terminal() -> None:
    """Padded, with pipes escaped and line breaks flattened."""
    assert table(("a", "b"), [("x|y", "1"), ("line\nbreak", "")]) == (
        "| a          | b |\n"
        "| ---------- | - |\n"
        "| x\\|y       | 1 |\n"
        "| line break |   |\n"
    )


def test_a_table_fits_the_terminal_it_is_shown_on() -> None:
    """No line is wider, and no text is lost."""
    words = "one two three four five six seven eight nine ten"

    shown = table(("name", "text"), [("x", words), ("[bold]y", "z")], width=30)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown)

    assert max(map(len, plain.splitlines())) <= 30
    assert all(word in plain for word in words.split())
    assert "[bold]y" in plain


def test_prose_says_the_tense_in_both_directions(shipped: Store) -> None:
    """By the forms and inverse labels of the ontology."""

    def said(tense: str, *, forward: bool) -> str:
        statement = Statement(ID + "DmitryRogozin", AG + "leads", ID + "Roscosmos", tense)
        return prose.sentence(shipped, statement, forward=forward)

    assert said("present", forward=True) == "Dmitry Rogozin leads Roscosmos"
    assert said("present", forward=False) == "Roscosmos is led by Dmitry Rogozin"
    assert said("past", forward=True) == "Dmitry Rogozin formerly led Roscosmos"
    assert said("past", forward=False) == "Roscosmos was formerly led by Dmitry Rogozin"


def test_prose_says_the_tense_beside_a_relation_without_forms() -> None:
    """Whatever the data call it."""
    store = plain_store("a knows b")

    def verb(tense: str, *, forward: bool = True) -> str:
        said = Statement(EX + "a", EX + "knows", EX + "b", tense)
        return prose.verb(store, said, forward=forward)

    assert verb("present") == "knows"
    assert verb("past") == "knows (in the past)"
    assert verb("plan") == "knows (planned)"
    assert verb("present", forward=False) == ""
    assert prose.sentence(
        store, Statement(EX + "a", EX + "knows", EX + "b", "present"), forward=False
    ) == "A knows b"  # fmt: skip


@pytest.mark.parametrize(
    ("holds", "expected"),
    [
        (Interval(), "undated"),
        (Interval("2022-01-01T00:00:00Z", "2022-01-01T00:00:00Z"), "from 2022"),
        (Interval("2022-03-01T00:00:00Z", "2022-05-01T00:00:00Z"), "from 2022-03-01–2022-05-01"),
        (Interval("2025-01-01T00:00:00Z"), "not before 2025"),
        (Interval(None, "2022-05-01T00:00:00Z"), "since 2022-05-01 at the latest"),
        (Interval(None, None, "2028-01-01T00:00:00Z"), "until at least 2028"),
        (Interval(None, None, None, "2022-12-31T23:59:59Z"), "until 2022 at the latest"),
        (
            Interval(None, None, "2022-03-01T00:00:00Z", "2022-05-01T00:00:00Z"),
            "until 2022-03-01–2022-05-01",
        ),
        (
            Interval("2020-01-01T00:00:00Z", None, "2028-01-01T00:00:00Z"),
            "not before 2020, until at least 2028",
        ),
    ],
)
def test_bounds_are_said_as_what_they_are(holds: Interval, expected: str) -> None:
    """A bound is never said as a date of something."""
    assert prose.window(holds) == expected


def test_the_time_of_a_claim_is_said_as_printed_where_no_bound_is_known() -> None:
    """Two claims that print it differently say nothing together."""
    tuesday = claim("A", "leads", "B", time_text="Tuesday")
    newly = claim("A", "leads", "B", time_text="newly")

    assert prose.when([tuesday]) == "“Tuesday”"
    assert prose.when([tuesday, newly]) == ""
    assert prose.when([tuesday._replace(holds=Interval("2025-01-01T00:00:00Z"))]) == (
        "not before 2025"
    )


def test_whose_words_they_are_is_said_with_the_way_they_took(shipped: Store) -> None:
    """Speaker, addressee, relay; or the source's own voice."""

    def who(number: str) -> str:
        said = shipped.claim(f"https://w3id.org/astrograph/claim/seed1-{number}")
        assert said is not None
        return prose.who(shipped, said)

    assert who("C02") == "according to Roscosmos, told to NASA, relayed by Reuters"
    assert who("C14") == "according to Yuri Borisov, told to Vladimir Putin"
    assert who("C20") == "according to the unnamed NASA official"
    assert who("C10") == "in the source's own voice"


def test_footnotes_number_each_claim_once(shipped: Store) -> None:
    """In the order in which they are first cited."""
    one, two = list(shipped.claims())[:2]
    notes = prose.Footnotes(shipped)

    assert notes.cite([two]) == "[1]"
    assert notes.cite([one, two]) == "[2][1]"
    assert [line[:3] for line in notes.lines() if line.startswith("[")] == ["[1]", "[2]"]


@pytest.mark.parametrize(
    ("kind", "leaving", "words"),
    [
        ("contradicts", True, "contradicting this"),
        ("supersedes", True, "before that"),
        ("supersedes", False, "since replaced"),
        ("inTensionWith", True, "in tension with this"),
        ("argueAgainst", False, "arguing against this"),
        ("qualifies", False, "qualifying this"),
        ("argueAgainst", True, None),
        ("supports", False, None),
        ("restates", True, None),
    ],
)
def test_dissent_is_told_by_the_kind_of_link(kind: str, leaving: bool, words: str | None) -> None:  # noqa: FBT001
    """A claim that supports is no dissent."""
    own, other = claim("A", "leads", "B"), claim("X", "leads", "Y")
    start, end = (own, other) if leaving else (other, own)
    link = Link(start.iri, kind, end.iri)
    linked = [each._replace(links=(link,)) if each is start else each for each in (own, other)]
    store = store_of(*linked)
    (statement,) = store.statements(ID + "A", status="any")

    told = prose.dissent(store, statement)

    assert [each for each, _ in told] == ([] if words is None else [words])


def test_a_plain_statement_says_that_no_source_is_given() -> None:
    """In paths and in facts."""
    store = plain_store("a knows b")
    entity = store.entity(EX + "a")
    assert entity is not None

    assert "(no source is given)" in paths.text(store, find_paths(store, "a", "b"), None)
    assert "(no source is given)" in facts.text(store, facts.gather(store, entity), None)


def test_facts_gather_statements_values_and_open_claims(shipped: Store) -> None:
    """What makes a fact, what is a value, and what is only claimed."""
    roscosmos = shipped.entity(ID + "Roscosmos")
    assert roscosmos is not None

    found = facts.gather(shipped, roscosmos)
    open_claims = {each.iri.rpartition("-")[2] for each in found.open}

    assert {"C01"} <= open_claims
    assert not {each.iri for each in found.open} & {
        iri for each in found.statements for iri in each.claims
    }
    assert all(each.value is not None for each in found.values)


def test_facts_at_a_date_say_that_the_article_alone_leaves_it_possible(shipped: Store) -> None:
    """Who led Roscosmos on 2022-07-01? Possibly Borisov: no date settles it."""
    roscosmos = shipped.entity(ID + "Roscosmos")
    assert roscosmos is not None

    shape = json.loads(facts.as_json(shipped, facts.gather(shipped, roscosmos, JULY), None))
    led = [
        (each["subject"]["label"], each["tense"], each["certainty"], each["why"])
        for each in shape["statements"]
        if each["relation"]["iri"] == AG + "leads"
    ]

    assert [each[:3] for each in led] == [
        ("Dmitry Rogozin", "past", "possible"),
        ("Yuri Borisov", "present", "possible"),
    ]
    assert all("not certain" in each[3] and "2022-07-01" in each[3] for each in led)


def test_json_of_a_search_has_the_contract_s_fields(shipped: Store) -> None:
    """Best first."""
    shape = json.loads(matches.as_json(find_entities(shipped, "МКС")))

    assert [list(each) for each in shape] == [
        ["iri", "label", "type", "aliases", "matched", "score"]
    ]
    assert shape[0]["matched"] == "МКС"
    assert shape[0]["score"] == 1.0
    assert "МКС" in shape[0]["aliases"]


def test_statistics_add_up(shipped: Store) -> None:
    """By every kind of count."""
    counts = json.loads(stats.as_json(stats.gather(shipped)))

    assert counts["claims"] == sum(counts["by"]["status"].values())
    assert counts["entities"] == sum(counts["by"]["type"].values())
    assert counts["statements"] == len(shipped.statements())
    assert counts["span"] == {
        "earliest": "2025-01-01T00:00:00Z",
        "latest": "2028-01-01T00:00:00Z",
    }
    assert counts["edition"] == {
        "date": None,
        "present_of": "https://w3id.org/astrograph/source/seed1",
    }


def test_statistics_of_plain_rdf_know_no_source() -> None:
    """And say whose tenses they are."""
    store = plain_store("a knows b")
    text = stats.text(store, stats.gather(store), None)

    assert "1 statements, 0 claims, 0 sources" in text
    assert "the tenses are those of the sources" in text


def test_a_report_lists_problems_and_what_was_not_verified() -> None:
    """As text and as JSON."""
    report = Report({"claims": 2}, ("A page",), (Problem("shape", "claim:a", "is odd"),))
    sound = Report({"claims": 2}, (), ())

    assert "shape: claim:a: is odd" in problems.text(report)
    assert "A page" in problems.text(report)
    assert problems.text(sound).endswith("no problem found\n")
    assert json.loads(problems.as_json(report))["problems"] == [
        {"kind": "shape", "where": "claim:a", "message": "is odd"}
    ]


def test_every_format_ends_with_exactly_one_line_break(shipped: Store) -> None:
    """So that outputs can be concatenated."""
    answer = find_paths(shipped, "Rogozin", "ISS", PathOptions(k=1))

    for write in paths.WRITERS.values():
        text = write(shipped, answer, None)
        assert text.endswith("\n")
        assert not text.endswith("\n\n")


def test_a_query_table_shows_curies_and_plain_text(shipped: Store) -> None:
    """Unbound cells stay empty."""
    text = 'SELECT ?a ?b ?c { BIND (id:NASA AS ?a) BIND ("x"@en AS ?b) }'

    written, found = evaluate(shipped, text, writer("table"))

    assert found
    assert written.decode() == "| a       | b | c |\n| ------- | - | - |\n| id:NASA | x |   |\n"


def test_an_engine_of_claims_is_written_without_loss_of_languages() -> None:
    """Through Turtle: the paraphrase stays English."""
    store = store_of(claim("A", "leads", "B"))
    triples = ox.parse(exports.as_rdf(store, "ttl"), format=ox.RdfFormat.TURTLE)
    languages = {each.object.language for each in triples if isinstance(each.object, ox.Literal)}

    assert "en" in languages
