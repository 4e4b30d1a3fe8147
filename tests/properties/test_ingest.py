"""Taking in twice is taking in once, and naming blank nodes changes no graph."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyoxigraph as ox
from hypothesis import given, settings
from hypothesis import strategies as st

from astrograph import ingest_file, open_store
from astrograph.codec.blanks import name_blanks
from astrograph.codec.encode import encode_record
from astrograph.codec.records import dumps, of_fields
from astrograph.errors import MisuseError
from astrograph.formats.exports import as_rdf
from astrograph.ingest.checks import words_of
from astrograph.ingest.jsonl import misfits
from astrograph.model import Claim, Clock
from astrograph.store.engines import ontology
from astrograph.store.writer import IndexWriter
from incoming import held, said, whole, write
from properties.strategies import described_entities, records

if TYPE_CHECKING:
    import pytest

    from astrograph.model import Entity, Record

WORDS = words_of(ontology())
edges_of_six = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 2), st.integers(0, 5)), max_size=12
)


@settings(max_examples=40)
@given(edges_of_six)
def test_naming_blank_nodes_keeps_the_graph(edges: list[tuple[int, int, int]]) -> None:
    """Isomorphic to what it was, however alike its nodes are, and the same each time."""
    data = "".join(f"_:n{a} <http://e/p{p}> _:n{b} .\n" for a, p, b in edges)
    before = ox.Dataset(ox.parse(data, format=ox.RdfFormat.N_QUADS))
    named = name_blanks(ox.parse(data, format=ox.RdfFormat.N_QUADS))
    after = ox.Dataset(named)
    for each in (before, after):
        each.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)

    assert before == after
    assert name_blanks(ox.parse(data, format=ox.RdfFormat.N_QUADS)) == named


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=8)
    | st.sampled_from(["_:b", "http://[", "http://e/a", "x-a", "2022-01-01T00:00:00Z"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)


@settings(max_examples=400)
@given(records, st.data())
def test_whatever_passes_the_checks_can_be_written(record: Record, data: st.DataObject) -> None:
    """As JSON, as RDF and into an index: the checks let nothing through that fails later."""
    if isinstance(record, Claim):
        record = said()._replace(**{name: value for name, value in record._asdict().items()
                                    if name not in {"predicate", "evidence", "links"}})  # fmt: skip
    fields = json.loads(dumps(record))
    target = fields
    while True:
        name = data.draw(st.sampled_from(sorted(target)))
        if isinstance(target[name], dict) and data.draw(st.booleans()):
            target = target[name]
        else:
            target[name] = data.draw(json_values)
            break
    try:
        changed = of_fields(fields)
    except MisuseError:
        return
    if not list(misfits(changed)) and not list(WORDS.faults(changed, dumps(changed))):
        quads = list(encode_record(changed))
        assert ox.serialize(quads, format=ox.RdfFormat.N_QUADS) is not None
        writer = IndexWriter()
        writer.add(changed)
        writer.close()


@settings(max_examples=10)
@given(st.lists(described_entities(), max_size=4), st.integers(0, 4))
def test_to_take_something_in_twice_is_to_take_it_in_once(
    tmp_path_factory: pytest.TempPathFactory, entities: list[Entity], count: int
) -> None:
    """For any records, as lines and as RDF."""
    folder = tmp_path_factory.mktemp("twice")
    named = [
        each._replace(label=f"x{each.label}", type="Person", aliases=())
        for each in entities
        if "\0" not in each.label
    ]
    path = write(folder / "x.jsonl", [*named, *whole(count)])
    ingest_file(path, folder / "store")
    once = held(folder / "store")
    again = ingest_file(path, folder / "store")
    (folder / "out.nq").write_bytes(as_rdf(open_store(folder / "store"), "nq", Clock()))
    back = ingest_file(folder / "out.nq", folder / "store")

    assert not again.new
    assert not back.new
    assert held(folder / "store") == once
