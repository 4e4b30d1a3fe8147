"""The packed graph: what its rows hold, what its costs are, and what becomes of damaged files."""

from __future__ import annotations

import sys
from itertools import pairwise
from typing import IO, TYPE_CHECKING

import pytest

from astrograph import open_store
from astrograph.errors import StoreError
from astrograph.model import Interval, Link
from astrograph.store import packing
from astrograph.store.adjacency import ASKS, DEFAULT, PLAN, SUPERSEDED, SYMMETRIC, Adjacency
from astrograph.store.build import build_store
from astrograph.store.layout import Layout
from astrograph.store.packing import end_cost
from builders import AG, ID, SOURCE, claim, plain_store, store_of, turtle_store

if TYPE_CHECKING:
    from pathlib import Path

    from astrograph.model import Claim
    from astrograph.store.scratch import Numbers

MAY, JULY = "2022-05-01T00:00:00Z", "2022-07-01T00:00:00Z"


def row(near: Adjacency, name: str) -> list[tuple[str, bool, int]]:
    """Return the row of an entity: at the other end, whether backward, and the cost."""
    node = near.node(ID + name)
    assert node is not None
    entries = zip(*near.entries(node), strict=True)
    return [(near.iri(other)[len(ID) :], bool(mark & 1), cost) for other, mark, cost in entries]


def flags(near: Adjacency, name: str) -> set[int]:
    """Return the flags of an entity's entries."""
    node = near.node(ID + name)
    assert node is not None
    return {near.signatures.flags(mark >> 1) for mark in near.entries(node)[1]}


def flag_of(*claims: Claim) -> set[int]:
    """Return the flags of what claims about A say."""
    return flags(store_of(*claims).adjacency, "A")


def test_the_default_walk_comes_first_and_the_rest_behind_it() -> None:
    """A neighbor stands once in the first part, however many claims there are."""
    near = store_of(
        claim("A", "leads", "C"),
        claim("A", "leads", "C", tense="Past"),
        claim("A", "leads", "B", status="Reported"),
        claim("D", "informed", "A"),
    ).adjacency
    node = near.node(ID + "A")
    assert node is not None

    assert [other for other, _, _ in row(near, "A")] == ["C", "D", "B", "C"]
    assert near.degree(node) == 2
    assert [near.iri(other)[-1] for other in near.beside(node)] == ["C", "D"]
    assert list(near.costs_beside(node)) == [cost for _, _, cost in row(near, "A")][:2]
    assert [back for _, back, _ in row(near, "A")] == [False, True, False, False]


def test_of_a_pair_the_cheapest_entry_of_the_default_walk_comes_first() -> None:
    """However cheap another one is that the walk does not take."""
    near = store_of(
        claim("A", "leads", "B"),
        claim("A", "leads", "C"),
        claim("A", "participatesIn", "B"),
        claim("A", "operates", "D"),
        claim("A", "operates", "E"),
        claim("A", "operates", "B"),
        claim("A", "informed", "B", status="Reported"),
    ).adjacency

    assert row(near, "A")[0] == ("B", False, 8)
    assert near.signatures.relation(near.entries(0)[1][0] >> 1) == AG + "participatesIn"
    assert row(near, "A")[-3:] == [("B", False, 8), ("B", False, 10), ("B", False, 11)]


def test_a_hop_costs_by_how_many_hops_of_its_kind_there_are_at_its_ends() -> None:
    """Three of a crew of a station of four; the way back costs the same."""
    near = store_of(
        *(claim(name, "participatesIn", "ISS") for name in "ABC"), claim("D", "operates", "ISS")
    ).adjacency

    crew, owner = end_cost(3, 4), end_cost(1, 4)
    assert row(near, "A") == [("ISS", False, crew)]
    assert [cost for _, _, cost in row(near, "ISS")] == [crew, crew, crew, owner]
    assert owner < crew


def test_a_relation_that_reads_the_same_both_ways_is_counted_both_ways() -> None:
    """Whoever was named first in a claim."""
    ends = [("A", "B"), ("A", "C"), ("D", "A")]
    near = store_of(*(claim(one, "cooperatesWith", other) for one, other in ends)).adjacency

    assert [cost for _, _, cost in row(near, "A")] == [end_cost(3, 3)] * 3
    assert flags(near, "A") == {SYMMETRIC | DEFAULT}


@pytest.mark.parametrize("alike", [1, 2, 3, 100, 1 << 20])
@pytest.mark.parametrize("others", [1, 2, 3, 7, 100, 1 << 20, 1 << 31])
def test_the_cost_is_the_information_in_eighths_of_a_bit(alike: int, others: int) -> None:
    """Rounded down, without rounding errors, and never more than half of what a byte holds."""
    cost = end_cost(alike, others)
    wanted = (others * others * alike) ** 2

    assert 2**cost <= wanted
    assert cost == 127 or wanted < 2 ** (cost + 1)


def test_the_flags_tell_what_the_rules_need() -> None:
    """A plan, what is superseded, what more than the claim itself decides."""
    old, new = claim("A", "leads", "B"), claim("A", "leaves", "B")
    replaced = [old, new._replace(links=(Link(new.iri, "supersedes", old.iri),))]
    dated = claim("A", "operates", "B", holds=Interval(end_latest=MAY))

    assert flag_of(claim("A", "leads", "B", modality="Plan")) == {PLAN | DEFAULT}
    assert flag_of(claim("A", "leads", "B", tense="Future")) == {0}
    assert flag_of(*replaced) == {SUPERSEDED | ASKS, ASKS | DEFAULT}
    assert flag_of(dated) == {DEFAULT}
    assert flag_of(dated, claim("A", "operates", "B", tense="Past")) == {DEFAULT, ASKS | DEFAULT}
    assert flag_of(dated, claim("A", "operates", "B")) == {DEFAULT}


def test_a_signature_tells_what_a_claim_says_beside_its_ends() -> None:
    """As a claim for the rules, and with the sources that it cites."""
    said = claim(
        "A", "leads", "B",
        status="Reported", tense="Past", holds=Interval(MAY, JULY, None, JULY),
        said_earliest=JULY, said_latest=None, primary_source=SOURCE + "-primary",
    )  # fmt: skip
    signatures = store_of(said).adjacency.signatures
    found = signatures.claim(0)

    assert len(signatures) == 1
    assert (found.predicate, found.status, found.tense) == (AG + "leads", "Reported", "Past")
    assert (found.holds, found.said_earliest, found.said_latest) == (said.holds, JULY, None)
    assert signatures.sources_of(0) == (SOURCE, SOURCE + "-primary")


def test_claims_that_no_filter_tells_apart_make_one_entry() -> None:
    """A hundred rows of one table say a thing once."""
    near = store_of(*(claim("A", "leads", "B") for _ in range(5))).adjacency

    assert row(near, "A") == [("B", False, 0)]


def test_what_makes_no_statement_makes_no_entry() -> None:
    """A denial, a threat, a value, what leads from an entity to itself: these connect nothing."""
    near = store_of(
        claim("A", "leads", "B", polarity="Negative"),
        claim("A", "leads", "B", modality="Threat"),
        claim("A", "leads", "A"),
    ).adjacency

    assert len(near) == near.connected == 0
    assert near.node(ID + "A") is None


def test_nodes_are_numbered_by_their_iris_and_know_their_class() -> None:
    """Also where the IRIs are long, and share much."""
    long = "x" * 300
    names = sorted(["B", "A", "A1", "Ä", long + "1", long + "2", *(f"n{n}" for n in range(40))])
    near = turtle_store(
        "".join(f"<{ID}{name}> a ag:Person ; ag:informed <{ID}{other}> .\n"
                for name, other in pairwise(names))
    ).adjacency  # fmt: skip

    assert [near.iri(node) for node in range(len(near))] == [ID + name for name in names]
    assert [near.node(ID + name) for name in names] == list(range(len(names)))
    assert [near.node(ID + name) for name in ("", "0", "C", "zz", long)] == [None] * 5
    assert [near.type(node) for node in (0, len(names) - 1)] == ["Person", "Thing"]


def test_what_only_the_rest_connects_is_a_node_that_the_walk_does_not_lead_to() -> None:
    """So that it is not called isolated when it is only reported of."""
    near = store_of(claim("A", "leads", "B"), claim("C", "leads", "B", status="Reported")).adjacency

    assert (len(near), near.connected) == (3, 2)
    assert near.degree(2) == 0


def test_triples_that_no_claim_backs_are_walked_too() -> None:
    """They cite nothing and have no times."""
    near = plain_store("a knows b").adjacency

    assert near.degree(0) == 1
    assert near.signatures.sources_of(0) == ()


def test_a_directory_keeps_the_packed_graph_beside_the_index(tmp_path: Path) -> None:
    """What is mapped from the file is what is packed in memory."""
    records = [claim("A", "leads", "B"), claim("B", "informed", "C", status="Reported")]
    build_store(records, tmp_path / "store", engine=False)
    near, again = open_store(tmp_path / "store").adjacency, store_of(*records).adjacency

    assert near.stamp != 0
    assert [bytes(part) for part in near.arrays] == [bytes(part) for part in again.arrays]


@pytest.mark.parametrize(
    "harm", ["cut", "emptied", "longer", "older", "turned", "gone", "of another store"]
)
def test_a_damaged_packed_graph_is_told_in_a_line(harm: str, tmp_path: Path) -> None:
    """With the file's name, when a path is looked for."""
    for name in ("A", "C"):
        build_store([claim(name, "leads", "B")], tmp_path / name, engine=False)
    path = tmp_path / "A" / "adjacency"
    whole = path.read_bytes()
    harmed = {
        "cut": whole[:-1],
        "emptied": b"",
        "longer": whole + b"\0",
        "older": b"astrograph adjacency 01\n" + whole[24:],
        "turned": whole.replace(b'"order":"little"', b'"order":"bigger"'),
        "of another store": (tmp_path / "C" / "adjacency").read_bytes(),
    }
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(harmed[harm])

    with pytest.raises(StoreError, match=r"adjacency|not whole") as caught:
        _ = open_store(tmp_path / "A").adjacency

    assert str(tmp_path) in caught.value.message
    assert len(caught.value.message.splitlines()) == 1


@pytest.mark.parametrize("size", [0, 10, 24, 28, 60, 200, 700])
def test_no_torn_head_is_taken_for_a_packed_graph(size: int, tmp_path: Path) -> None:
    """Wherever it is torn."""
    build_store([claim("A", "leads", "B")], tmp_path / "store", engine=False)
    path = tmp_path / "store" / "adjacency"
    path.write_bytes(path.read_bytes()[:size])

    with pytest.raises(StoreError, match="cannot read"):
        Adjacency.open(path)


def test_a_disk_that_fills_up_while_it_packs_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And is told in a line."""

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Layout, "write", fail)

    with pytest.raises(StoreError, match=r"cannot write the store .*No space left"):
        build_store([claim("A", "leads", "B")], tmp_path / "store", engine=False)
    assert list(tmp_path.iterdir()) == []


def test_a_graph_that_is_too_large_is_told_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would need keys that are wider than any machine's words."""
    monkeypatch.setattr(packing, "LARGEST", 1)

    with pytest.raises(StoreError, match="too large to be packed"):
        build_store([claim("A", "leads", "B")], tmp_path / "store", engine=False)


def test_numpy_packs_what_is_large_where_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it, the standard library does."""
    gone_through = []

    def noted(self: packing.Packing[Numbers], target: IO[bytes]) -> None:
        gone_through.append(type(self.way).__name__)
        write(self, target)

    write = packing.Packing.write
    monkeypatch.setattr(packing.Packing, "write", noted)
    _ = store_of(claim("A", "leads", "B")).adjacency
    monkeypatch.setattr(packing, "WORTH_IT", 0)
    _ = store_of(claim("A", "leads", "B")).adjacency
    monkeypatch.setitem(sys.modules, "astrograph.store.counting_quickly", None)
    _ = store_of(claim("A", "leads", "B")).adjacency

    assert gone_through == ["Plainly", "Quickly", "Plainly"]
