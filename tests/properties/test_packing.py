"""The packed graph against what it is packed from, and its two ways of packing."""

from __future__ import annotations

import io
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from astrograph.derive import FACTUAL
from astrograph.model import Edition, Evidence
from astrograph.store import counting_quickly, packing, rows, scratch
from astrograph.store.adjacency import (
    ASKS,
    DEFAULT,
    PLAN,
    SUPERSEDED,
    SYMMETRIC,
    Packed,
    Words,
)
from astrograph.store.build import in_memory
from astrograph.store.counting_plainly import Plainly
from astrograph.store.counting_quickly import Quickly
from astrograph.store.engines import ontology
from astrograph.store.layout import Layout, front_coded
from astrograph.store.packing import Packing, end_cost
from astrograph.store.scratch import Scratch
from astrograph.store.writer import IndexWriter
from astrograph.vocab import PREFIXES, read_relations
from properties.strategies import AG, claim_graphs, maybe_instants

if TYPE_CHECKING:
    from astrograph.model import Record
    from astrograph.store.local import LocalStore

SOURCES = [PREFIXES["source"] + name for name in "xyz"]
TWO_WAY = AG + "cooperatesWith"

Entry = tuple[str, str, bool, tuple[object, ...]]
"""From, to, whether backward, and what is claimed."""


@st.composite
def records(draw: st.DrawFn) -> list[Record]:
    """Draw an edition, and claims said at some time and taken from some sources."""
    claims = [
        claim._replace(
            predicate=TWO_WAY if draw(st.integers(0, 4)) == 0 else claim.predicate,
            said_earliest=draw(maybe_instants),
            evidence=tuple(
                Evidence(PREFIXES["evidence"] + iri[-1], iri)
                for iri in sorted(draw(st.sets(st.sampled_from(SOURCES), max_size=2)))
            ),
        )
        for claim in draw(claim_graphs())
    ]
    return [Edition(date=draw(maybe_instants)), *claims]


def entries_of(store: LocalStore) -> dict[Entry, int]:
    """Read each entry with its cost out of the packed graph."""
    near = store.adjacency
    found: dict[Entry, int] = {}
    for node in range(len(near)):
        for other, mark, cost in zip(*near.entries(node), strict=True):
            signature = mark >> 1
            claim = near.signatures.claim(signature)
            told = (*claim, near.signatures.sources_of(signature), near.signatures.flags(signature))
            found[near.iri(node), near.iri(other), bool(mark & 1), told] = cost
    return found


def entries_by_hand(store: LocalStore) -> dict[Entry, int]:
    """Make the entries of all factual claims by what the store says of each claim."""
    factual = [
        claim
        for claim in store.claims()
        if claim.polarity == "Positive" and claim.modality in FACTUAL and claim.object
    ]
    accepted = {iri for said in store.statements() for iri in said.claims}
    dated = {
        (claim.subject, claim.predicate, claim.object)
        for claim in factual
        if claim.modality != "Plan" and not claim.holds.is_open()
    }
    made: dict[Entry, int] = {}
    for claim in factual:
        replacing = [
            store.claim(link.claim)
            for link in store.links(claim)
            if link.kind == "supersedes" and link.other == claim.iri
        ]
        over = any(other is not None and other.status == "Accepted" for other in replacing)
        triple = (claim.subject, claim.predicate, claim.object)
        undated = claim.holds.is_open() and claim.tense == "Past" and triple in dated
        flags = (
            PLAN * (claim.modality == "Plan")
            | SUPERSEDED * over
            | ASKS * (undated or claim.iri in store.linked)
            | SYMMETRIC * (claim.predicate == TWO_WAY)
            | DEFAULT * (claim.iri in accepted)
        )
        light = claim._replace(iri="", subject="", object="", links=(), evidence=())
        told = (*light, tuple(place.source for place in claim.evidence), flags)
        if claim.object and claim.subject != claim.object:
            made[claim.subject, claim.object, False, told] = 0
            made[claim.object, claim.subject, True, told] = 0
    return priced(made)


def priced(entries: dict[Entry, int]) -> dict[Entry, int]:
    """Price entries by counting the others at both ends."""
    alike: dict[object, set[str]] = defaultdict(set)
    others: dict[str, set[str]] = defaultdict(set)

    def role(entry: Entry) -> tuple[object, ...]:
        one, _, back, told = entry
        return one, told[2], back and told[2] != TWO_WAY

    def here(entry: Entry) -> int:
        return end_cost(len(alike[role(entry)]), len(others[entry[0]]))

    for entry in entries:
        alike[role(entry)].add(entry[1])
        others[entry[0]].add(entry[1])
    return {
        (one, other, back, told): here((one, other, back, told))
        + here((other, one, not back, told))
        for one, other, back, told in entries
    }


@settings(max_examples=150)
@given(records())
def test_the_rows_hold_all_factual_claims(drawn: list[Record]) -> None:
    """Each with what it says, how it stands, and what its hop costs."""
    store = in_memory("test", drawn)

    assert entries_of(store) == entries_by_hand(store)


@settings(max_examples=100)
@given(records())
def test_the_first_parts_hold_what_is_stated(drawn: list[Record]) -> None:
    """Each pair once, in order, by its cheapest entry; the rest is in order as well."""
    store = in_memory("test", drawn)
    near = store.adjacency
    beside = defaultdict(set)
    for said in store.statements():
        if said.subject != said.object:
            beside[said.subject].add(said.object)
            beside[said.object].add(said.subject)

    assert near.connected == len(beside)
    for node in range(len(near)):
        others, marks, costs = map(list, near.entries(node))
        many = near.degree(node)
        every = sorted(zip(others, marks, costs, strict=True))
        usual = [each for each in every if near.signatures.flags(each[1] >> 1) & DEFAULT]
        first = [
            min((each for each in usual if each[0] == other), key=lambda each: (each[2], each[1]))
            for other in sorted({each[0] for each in usual})
        ]
        assert {near.iri(other) for other in near.beside(node)} == beside[near.iri(node)]
        assert list(zip(others, marks, costs, strict=True)) == [
            *first, *(each for each in every if each not in first)
        ]  # fmt: skip
        assert (len(first), list(near.costs_beside(node))) == (many, costs[:many])


@settings(max_examples=100)
@given(drawn=records(), some=st.integers(1, 5))
def test_numpy_packs_the_same_bytes_as_the_standard_library(drawn: list[Record], some: int) -> None:
    """However little is taken up at once."""
    writer = IndexWriter()
    for record in drawn:
        writer.add(record)
    index = writer.finish(read_relations(ontology()))
    whole = io.BytesIO()
    Packing(index, Plainly(), Scratch()).write(whole)

    with pytest.MonkeyPatch.context() as patch:
        for owner, name in ((packing, "AT_ONCE"), (packing, "BUCKET"), (scratch, "CHUNK")):
            patch.setattr(owner, name, some)
        patch.setattr(counting_quickly, "DIGIT", 3 * some)
        patch.setattr(counting_quickly, "WIDE", some)
        bit_by_bit, with_numpy = io.BytesIO(), io.BytesIO()
        Packing(index, Plainly(), Scratch()).write(bit_by_bit)
        Packing(index, Quickly(), Scratch()).write(with_numpy)
    assert with_numpy.getvalue() == bit_by_bit.getvalue() == whole.getvalue()
    index.close()


@settings(max_examples=60)
@given(records(), st.integers(1, 3))
def test_an_index_is_the_same_however_little_is_kept_at_hand(
    drawn: list[Record], some: int
) -> None:
    """What many claims share gets its number once; only sets of sources may get several."""
    store = in_memory("test", drawn)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rows, "KEPT_NUMBERS", some)
        patch.setattr(rows, "BATCH", some)
        forgetful = in_memory("test", drawn)

    for near, again in zip(store.adjacency.arrays, forgetful.adjacency.arrays, strict=True):
        assert bytes(near) == bytes(again)
    assert list(forgetful.records()) == list(store.records())
    assert forgetful.statements() == store.statements()
    for what in ("type", "relation", "status", "modality", "source"):
        assert forgetful.count(what) == store.count(what)


words = st.sets(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=6).map(lambda text: text * 40)
    | st.text("ab", max_size=8)
)


@given(words)
def test_words_come_back_and_are_found(drawn: set[str]) -> None:
    """Those that are not there are not."""
    layout, file = Layout(Scratch()), io.BytesIO()
    ordered = sorted(drawn)
    layout.put_words("words", ordered)
    layout.write(file, 7)
    packed = Packed(file.getvalue())
    found: Words = packed.words("words")

    assert packed.stamp == 7
    assert list(found) == found[:] == ordered
    assert [found.find(word) for word in ordered] == list(range(len(ordered)))
    assert all(found.find(word + "a") is None for word in ordered if word + "a" not in drawn)


@given(st.sets(st.binary(max_size=4) | st.binary(min_size=120, max_size=140), min_size=1))
def test_numpy_codes_words_as_the_standard_library_does(drawn: set[bytes]) -> None:
    """Long ones and short ones."""
    index = IndexWriter().finish({})
    coded, blocks = Quickly().front_coded(sorted(drawn))
    index.close()

    expected, starts = front_coded(sorted(drawn))

    assert (bytes(coded), list(blocks)) == (bytes(expected), list(starts))
