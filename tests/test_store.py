"""Every kind of store: what it reads, what it refuses, what it tells."""

from __future__ import annotations

import gc
import shutil
import threading
import weakref
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from astrograph import open_store
from astrograph.codec.encode import encode
from astrograph.derive import direct_triples
from astrograph.errors import StoreError
from astrograph.formats.exports import as_rdf
from astrograph.model import Edition, Evidence, Interval, Source, Statement
from astrograph.store.build import build_store
from builders import (
    AG,
    EX,
    ID,
    PLACE,
    PREAMBLE,
    SOURCE,
    claim,
    engine_of,
    listing,
    plain_store,
    store_of,
    turtle_store,
)

if TYPE_CHECKING:
    from pathlib import Path

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


def written(folder: Path, ending: str = "nt") -> Path:
    """Write two claims to a file."""
    path = folder / f"claims.{ending}"
    triples = [quad.triple for quad in engine_of([LED, STAYS])]
    path.write_bytes(ox.serialize(triples, format=ENDINGS[ending]) or b"")
    return path


def test_the_shipped_graph_opens_without_a_location(shipped: Store) -> None:
    """It holds all claims of the article, and knows where it stands in time."""
    assert shipped.edition.present_of == "https://w3id.org/astrograph/source/seed1"
    assert shipped.edition.date is None
    assert shipped.claim("https://w3id.org/astrograph/claim/seed1-C63") is not None
    assert AG + "leads" in shipped.relations


@pytest.mark.parametrize("ending", sorted(ENDINGS))
def test_rdf_files_of_every_syntax_give_the_same_claims(tmp_path: Path, ending: str) -> None:
    """The ending names the syntax."""
    store = open_store(written(tmp_path, ending))

    assert sorted(store.claims()) == sorted([LED, STAYS])


def test_several_files_are_read_together(tmp_path: Path) -> None:
    """A label in one file names the entity of another."""
    labels = tmp_path / "labels.ttl"
    labels.write_text(PREAMBLE + 'id:A a ag:Person ; skos:prefLabel "Ada"@en .', encoding="utf-8")

    store = open_store(written(tmp_path), labels)
    entity = store.entity(ID + "A")

    assert entity is not None
    assert (entity.label, entity.type) == ("Ada", "Person")
    assert len(list(store.claims())) == 2


def test_a_directory_that_oxigraph_wrote_opens_and_stays_as_it_is(tmp_path: Path) -> None:
    """Reading leaves no trace in it: claims and derived triples live in memory."""
    folder = tmp_path / "oxigraph"
    engine = ox.Store(str(folder))
    engine.bulk_extend(engine_of([LED, STAYS]))
    engine.flush()
    del engine
    before = listing(folder)

    store = open_store(folder)
    answer = store.engine().query(f"ASK {{ <{ID}A> <{AG}formerlyLed> <{ID}B> }}")

    assert sorted(store.claims()) == sorted([LED, STAYS])
    assert bool(answer)
    assert before == listing(folder)


def test_a_compiled_directory_opens_as_a_store(cache_dir: Path, shipped: Store) -> None:
    """The compiled form of the shipped graph is a store like any other."""
    (folder,) = cache_dir.glob("shipped-article-*")

    store = open_store(folder)

    assert list(store.entities()) == list(shipped.entities())
    assert store.statements() == shipped.statements()
    assert len(store.engine()) == len(shipped.engine())


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """The user's own words stand in the message."""
    path = tmp_path / "nowhere.ttl"

    with pytest.raises(StoreError) as caught:
        open_store(path)

    assert caught.value.message == f"no such file: {path}"


@pytest.mark.parametrize(
    ("ending", "text", "line"),
    [
        ("ttl", PREAMBLE + "id:A ag:leads id:B .\nid:A ag:leads ", 20),
        ("ttl", "@prefix x: <http://example.org/> .\nx:a x:b 'never closed .\n", 2),
        ("nt", "<http://e/a> <http://e/b> <http://e/c> .\n<http://e/a> <http://e/b\n", 2),
    ],
)
def test_a_truncated_file_is_named_with_its_line(
    tmp_path: Path, ending: str, text: str, line: int
) -> None:
    """One line says where to look."""
    path = tmp_path / f"cut.{ending}"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(StoreError) as caught:
        open_store(path)

    assert caught.value.message.startswith(f"cannot read {path}, line {line}: ")
    assert "\n" not in caught.value.message


@pytest.mark.parametrize("name", ["data.pdf", "data", "data.ttl.gz"])
def test_an_unknown_ending_is_refused_with_the_known_ones(tmp_path: Path, name: str) -> None:
    """The format is never guessed from the content."""
    path = tmp_path / name
    path.write_bytes(b"")

    with pytest.raises(StoreError, match="cannot tell the RDF format") as caught:
        open_store(path)

    assert str(path) in caught.value.message
    assert "ttl, trig, nt" in caught.value.hint


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 end in one clear line."""
    path = tmp_path / "bytes.ttl"
    path.write_bytes(b"\xff\xfe\x00 <http://e/a>")

    with pytest.raises(StoreError) as caught:
        open_store(path)

    assert str(path) in caught.value.message


def test_a_folder_that_is_no_store_is_refused(tmp_path: Path) -> None:
    """A folder of RDF files is not a store either: files are given one by one."""
    written(tmp_path)

    with pytest.raises(StoreError) as caught:
        open_store(tmp_path)

    assert caught.value.message == f"{tmp_path} is not a store"
    assert caught.value.hint


def test_a_folder_among_files_is_refused(tmp_path: Path) -> None:
    """One directory, or files; never both."""
    with pytest.raises(StoreError) as caught:
        open_store(written(tmp_path), tmp_path)

    assert str(tmp_path) in caught.value.message


def test_a_damaged_index_is_refused(tmp_path: Path) -> None:
    """A directory whose index is no database names the file."""
    (tmp_path / "index.sqlite").write_bytes(b"not a database at all, not even nearly")
    (tmp_path / "oxigraph").mkdir()
    (tmp_path / "oxigraph" / "CURRENT").touch()

    with pytest.raises(StoreError, match="cannot read the index") as caught:
        open_store(tmp_path)

    assert str(tmp_path) in caught.value.message


def test_an_index_of_another_format_is_refused(
    cache_dir: Path, shipped: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its tables could mean something else."""
    (folder,) = cache_dir.glob("shipped-article-*")
    copy = shutil.copytree(folder, tmp_path / "copy")
    monkeypatch.setattr("astrograph.store.index.FORMAT", 99)

    with pytest.raises(StoreError, match=r"has format \d+, not 99"):
        open_store(copy)
    assert shipped.edition.title


@pytest.mark.usefixtures("shipped")
def test_any_thread_may_throw_a_store_away(cache_dir: Path) -> None:
    """One in memory and one in files: whoever collects garbage closes what it held."""
    (folder,) = cache_dir.glob("shipped-article-*")
    held = [store_of(LED), open_store(folder)]
    assert all(list(each.claims()) for each in held)
    kept = [weakref.ref(store) for store in held]

    def throw_away() -> None:
        held.clear()
        gc.collect()

    thread = threading.Thread(target=throw_away)
    thread.start()
    thread.join()

    assert [ref() for ref in kept] == [None, None]


def test_claims_without_the_ontology_still_get_their_forms() -> None:
    """The packaged ontology joins a graph that holds claims but not the relations."""
    store = store_of(LED, STAYS)
    asked = f"ASK {{ <{ID}A> <{AG}formerlyLed> <{ID}B> ; <{AG}plansToStayIn> <{ID}C> }}"

    assert store.relation(AG + "leads").label == "leads"
    assert bool(store.engine().query(asked))


def test_the_engine_derives_for_another_instant_without_touching_the_first() -> None:
    """Before the end the relation itself holds, afterwards its past form."""
    store = store_of(LED._replace(tense="Present"))
    held = f"ASK {{ <{ID}A> <{AG}leads> <{ID}B> }}"
    past = f"ASK {{ <{ID}A> <{AG}formerlyLed> <{ID}B> }}"

    later = store.engine("2023-01-01T00:00:00Z")

    assert (bool(later.query(held)), bool(later.query(past))) == (False, True)
    assert (bool(store.engine().query(held)), bool(store.engine().query(past))) == (True, False)


def test_the_edition_date_is_the_default_instant() -> None:
    """A dated graph speaks of its own date, not of the clock."""
    store = turtle_store("""
        <http://example.org/s> a ag:Slice ; ag:editionDate "2021-01-01T00:00:00Z"^^xsd:dateTime .
        claim:a a ag:Claim ; ag:subject id:A ; ag:predicate ag:leads ; ag:object id:B ;
          ag:status ag:Accepted ; ag:polarity ag:Positive ; ag:modality ag:AssertedFact ;
          ag:endLatest "2020-01-01T00:00:00Z"^^xsd:dateTime .
    """)

    assert [each.tense for each in store.statements()] == ["past"]
    assert bool(store.engine().query(f"ASK {{ <{ID}A> <{AG}formerlyLed> <{ID}B> }}"))
    assert store.engine(store.edition.date) is store.engine()


def test_statements_are_those_of_the_status_that_is_asked_for() -> None:
    """Superseded claims count only when every status does."""
    old = claim("A", "leads", "B")
    fact = "ag:modality ag:AssertedFact ; ag:polarity ag:Positive"
    store = turtle_store(f"""
        claim:new a ag:Claim ; ag:subject id:A ; ag:predicate ag:leads ; ag:object id:C ;
          ag:status ag:Accepted ; {fact} ; ag:supersedes <{old.iri}> .
        <{old.iri}> a ag:Claim ; ag:subject id:A ; ag:predicate ag:leads ; ag:object id:B ;
          ag:status ag:Accepted ; {fact} .
        claim:doubt a ag:Claim ; ag:subject id:A ; ag:predicate ag:leads ; ag:object id:D ;
          ag:status ag:Disputed ; {fact} .
        claim:no a ag:Claim ; ag:subject id:A ; ag:predicate ag:leads ; ag:object id:E ;
          ag:status ag:Accepted ; ag:modality ag:AssertedFact ; ag:polarity ag:Negative .
    """)

    def ends(status: str) -> list[str]:
        return [each.object.removeprefix(ID) for each in store.statements(status=status)]

    assert ends("Accepted") == ["C"]
    assert ends("Disputed") == ["D"]
    assert ends("any") == ["B", "C", "D"]


def test_statements_about_an_entity_are_told_once() -> None:
    """Even when it is both subject and object."""
    store = store_of(claim("A", "leads", "A"), claim("B", "leads", "A"), claim("B", "leads", "C"))

    about = store.statements(ID + "A")

    assert [(each.subject[-1], each.object[-1]) for each in about] == [("A", "A"), ("B", "A")]


def test_claims_about_an_entity_name_it_in_any_role() -> None:
    """Subject, object, speaker, addressee and relay."""
    made = [
        claim("A", "leads", "B"),
        claim("B", "leads", "A"),
        claim("B", "leads", "C", speaker=ID + "A"),
        claim("B", "leads", "C", addressee=ID + "A"),
        claim("B", "leads", "C", relayed_by=ID + "A"),
        claim("B", "leads", "C"),
    ]

    assert list(store_of(*made).claims(ID + "A")) == made[:5]


def test_plain_rdf_is_a_graph_of_statements_without_sources() -> None:
    """No claim, no source; the statements walk all the same, in the present."""
    store = plain_store("a knows b", "b worksFor c")

    assert list(store.claims()) == []
    assert store.sources() == []
    assert store.statements() == [
        Statement(EX + "a", EX + "knows", EX + "b", "present"),
        Statement(EX + "b", EX + "worksFor", EX + "c", "present"),
    ]
    assert store.count("relation") == {EX + "knows": 1, EX + "worksFor": 1}
    assert len(store.engine()) == 2


def test_a_claim_that_leaves_its_stance_open_makes_no_statement() -> None:
    """The model and the rule of derivation take nothing for granted, and so agree."""
    store = turtle_store("""
        claim:bare a ag:Claim ; ag:subject id:A ; ag:predicate ag:leads ; ag:object id:B .
    """)

    assert store.statements(status="any") == []
    assert direct_triples(store.engine()) == []


def test_claims_in_a_named_graph_are_walked_and_queried_alike(tmp_path: Path) -> None:
    """An unqualified pattern sees them, and an export gives them back where they were."""
    path = tmp_path / "named.nq"
    triples = (
        f"{triple} <http://example.org/g> .\n" for triple in encode(claim("A", "leads", "B"))
    )
    path.write_text("".join(triples), encoding="utf-8")

    store = open_store(path)

    assert [each.object for each in store.statements()] == [f"{ID}B"]
    assert store.engine().query(f"ASK {{ <{ID}A> <{AG}leads> <{ID}B> }}")
    assert as_rdf(store, "nq").decode().splitlines() == sorted(path.read_text().splitlines())


def test_the_exports_of_a_store_with_blank_nodes_are_equal(tmp_path: Path) -> None:
    """Whatever names the blank nodes were read under."""
    path = tmp_path / "blank.ttl"
    path.write_text("[] <http://p> [ <http://q> 1 ], [ <http://q> 2 ] .", encoding="utf-8")

    assert as_rdf(open_store(path), "nt") == as_rdf(open_store(path), "nt")


def test_a_graph_without_an_edition_stands_at_the_newest_date_of_its_sources(
    tmp_path: Path,
) -> None:
    """So who led until a day before it is told as a former head; what was asserted stays so."""
    source = Source(SOURCE, "A list", updated="2024-05-19T00:00:00Z")
    ended = claim("A", "leads", "B", holds=Interval(end_latest="2011-07-31T00:00:00Z"))
    build_store([source, ended], tmp_path / "store")

    store = open_store(tmp_path / "store")

    assert store.edition.date == source.updated
    assert [each.tense for each in store.statements()] == ["past"]
    assert store.engine().query(f"ASK {{ <{ID}A> <{AG}formerlyLed> <{ID}B> }}")
    assert not [each for each in store.records() if isinstance(each, Edition)]


def test_of_two_claims_with_one_iri_the_second_leaves_nothing_behind(tmp_path: Path) -> None:
    """No source that only it cited, no entity that only it named, no instant that only it gave."""
    first = claim("A", "leads", "B", holds=Interval("2020-01-01T00:00:00Z"))
    second = first._replace(
        object=ID + "C",
        holds=Interval("1999-01-01T00:00:00Z"),
        evidence=(Evidence(PLACE, SOURCE + "-other"),),
    )
    build_store([first, second], tmp_path / "store")
    store = open_store(tmp_path / "store")

    assert list(store.claims()) == [first]
    assert [source.iri for source in store.sources()] == [SOURCE]
    assert [entity.iri for entity in store.entities()] == [ID + "A", ID + "B"]
    assert store.span() == ("2020-01-01T00:00:00Z", "2020-01-01T00:00:00Z")
    assert len(store.adjacency) == 2
