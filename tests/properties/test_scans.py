"""What the index finds without reading it is what a look at each claim and each name finds."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz, process

from astrograph.errors import MisuseError
from astrograph.model import Claim, Entity, Evidence, Interval, Link, Name, Source
from astrograph.resolve import ALIKE, find_by_pattern, find_entities
from astrograph.selection import ClaimFilter, count_claims, select_claims
from astrograph.standing import DISPUTED, SUPERSEDED, standing_of, voices
from astrograph.store.build import in_memory
from astrograph.store.known import as_known
from astrograph.store.names import fold
from astrograph.store.narrowing import ANY, Narrowing
from builders import AG, CLAIM, ID, PLACE
from properties.strategies import (
    instants,
    intervals,
    kinds,
    maybe_instants,
    modalities,
    polarities,
    statuses,
    tenses,
)

if TYPE_CHECKING:
    from astrograph import Store

SOURCES = ("https://example.org/s1", "https://example.org/s2")
RELATIONS = tuple(AG + name for name in ("leads", "operates", "partOf"))
ENDS = tuple(ID + name for name in "abc")
WORDS = ("ada", "adam", "ann", "anna", "love", "lovelace", "byron", "42", "421", "Соловьёв")


def some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    """Draw none, one or several of some values."""
    return st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)


stretches = st.lists(instants, min_size=2, max_size=2).map(lambda both: (min(both), max(both)))
narrowings = st.builds(
    Narrowing,
    relations=some(RELATIONS),
    statuses=some(("Accepted", "Disputed", "Superseded")),
    modalities=some(("AssertedFact", "Plan", "Denial")),
    sources=some(SOURCES),
    holds=st.none() | stretches,
    begins=st.none() | stretches,
)


@st.composite
def graphs(draw: st.DrawFn) -> Store:
    """Draw claims of every kind, linked in every way, some by rules that find them at odds."""
    ends = st.sampled_from(ENDS)
    made: list[Claim] = []
    for number in range(draw(st.integers(1, 8))):
        iri = f"{CLAIM}s{number}"
        others = st.sampled_from([*(each.iri for each in made), f"{CLAIM}missing"])
        cited = draw(some(SOURCES))
        claim = Claim(
            iri=iri,
            subject=draw(ends),
            predicate=draw(st.sampled_from(RELATIONS)),
            object=draw(ends),
            modality=draw(modalities),
            polarity=draw(polarities),
            status=draw(statuses),
            speaker=draw(st.none() | ends),
            said_earliest=draw(maybe_instants),
            said_latest=draw(maybe_instants),
            holds=draw(intervals),
            tense=draw(tenses),
            primary_source=draw(st.none() | st.sampled_from(SOURCES)),
            evidence=tuple(Evidence(f"{PLACE}{number}{each[-1]}", each) for each in cited),
            links=tuple(
                Link(iri, draw(kinds), draw(others)) for _ in range(draw(st.integers(0, 2)))
            ),
        )
        made.append(claim)
    titled = (Source(iri, f"Source {iri[-2:]}") for iri in SOURCES)
    return in_memory("test", [*titled, *draw(st.permutations(made))])


@settings(max_examples=150)
@given(graphs(), narrowings, st.none() | instants, st.sampled_from([None, *ENDS]))
def test_claims_are_narrowed_down_as_a_look_at_each_does(
    whole: Store, like: Narrowing, known_by: str | None, about: str | None
) -> None:
    """In order of IRI: all of them or those that name an entity, as known by any day."""
    store = as_known(whole, known_by)
    expected = [claim for claim in store.claims() if like.passes(claim)]
    if about is not None:
        expected = [claim for claim in expected if about in claim.named]

    assert list(store.claims(about, like=like)) == expected
    assert store.count_claims(about, like) == len(expected)


@settings(max_examples=100)
@given(graphs(), narrowings, st.none() | instants, st.lists(st.sampled_from(ENDS)), st.data())
def test_claims_are_selected_as_a_look_at_each_does(
    store: Store, like: Narrowing, known_by: str | None, ends: list[str], data: st.DataObject
) -> None:
    """Disputed ones with the other voices, whatever these are like."""
    disputed = data.draw(st.booleans())
    wanted = ClaimFilter(
        entities=tuple(ends),
        relation=like.relations,
        status=like.statuses,
        modality=like.modalities,
        source=like.sources,
        disputed=disputed,
        during=like.holds,
        begun=like.begins,
        known_by=known_by,
    )
    then = as_known(store, known_by)
    passing = [each for each in then.claims() if like.passes(each) and each.named >= set(ends)]
    if disputed:
        heard = {each.iri: [voice.claim for voice in voices(then, each)] for each in passing}
        doubted = {DISPUTED, SUPERSEDED}
        kept = [c for c in passing if heard[c.iri] or standing_of(then, [c]) in doubted]
        both = {each.iri: each for c in kept for each in (c, *heard[c.iri])}
        passing = [both[iri] for iri in sorted(both)]

    assert select_claims(store, wanted) == passing
    assert count_claims(store, wanted) == len(passing)


@given(graphs())
def test_the_index_lists_the_claims_in_dispute(store: Store) -> None:
    """Those that are in doubt by their status, and those that another claim speaks against."""
    expected = [
        claim
        for claim in store.claims()
        if claim.status in {"Disputed", "Superseded"} or list(voices(store, claim))
    ]

    assert list(store.claims(disputed=True)) == expected
    assert list(store.claims(like=ANY)) == list(store.claims())


@st.composite
def named_stores(draw: st.DrawFn) -> Store:
    """Draw entities whose names share words and beginnings of words."""
    names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
    types = st.sampled_from(["Person", "Company"])
    drawn = draw(st.lists(st.tuples(names, types, st.lists(names, max_size=2)), min_size=1))
    return in_memory(
        "test",
        [
            Entity(f"{ID}e{number:02}", label, kind, tuple(map(Name, sorted(others))))
            for number, (label, kind, others) in enumerate(drawn)
        ],
    )


def names_of(store: Store) -> list[tuple[str, str]]:
    """Return every name, folded, with the entity's IRI."""
    return [
        (fold(text), entity.iri)
        for entity in store.entities()
        for text in dict.fromkeys((entity.label, *(name.text for name in entity.aliases)))
    ]


@given(named_stores(), st.lists(st.sampled_from([*WORDS, "a", "4", "lo", "ад"]), max_size=3))
def test_names_are_found_by_words_as_a_look_at_each_does(store: Store, words: list[str]) -> None:
    """All of the words have to be there, whole or begun."""
    wanted = [fold(word) for word in words]
    for prefix in (False, True):
        expected = [
            (name, iri)
            for name, iri in names_of(store)
            if all(
                any(each.startswith(word) if prefix else each == word for each in name.split())
                for word in wanted
            )
        ]
        found = store.names_with_words(wanted, prefix=prefix)

        assert [(each.folded, each.iri) for each in found] == (expected if words else [])
    assert list(store.folded_names()) == [name for name, _ in names_of(store)]


@given(named_stores(), st.sampled_from(["adda", "lovelance", "byronn", "423", "соловев", "annn"]))
def test_names_that_are_alike_are_the_twenty_nearest(store: Store, text: str) -> None:
    """By their whole or one of their words, each word of each name counted by itself."""
    texts = [(each, iri) for name, iri in names_of(store) for each in sorted({name, *name.split()})]
    near = process.extract(
        text, [each for each, _ in texts], scorer=fuzz.ratio, limit=20, score_cutoff=70
    )
    found = find_entities(store, text, 100)

    assert {match.kind for match in found} <= {ALIKE}
    assert {match.entity.iri for match in found} == {texts[place][1] for _, _, place in near}


@given(named_stores(), st.sampled_from(["^ada .*4", "love|^byr", "n$", "[^a] a", "AD", r"\d\d\b"]))
def test_names_are_found_by_an_expression_as_a_look_at_each_does(
    store: Store, pattern: str
) -> None:
    """Whatever it is: each name is looked at by itself."""
    expected = {iri for name, iri in names_of(store) if re.search(pattern, name, re.IGNORECASE)}

    assert {match.entity.iri for match in find_by_pattern(store, pattern, 1000)} == expected


@pytest.mark.parametrize("pattern", ["(", "*", "a{2,1}", "(?<n>a)", "[z-a]"])
def test_what_is_no_expression_is_refused(pattern: str) -> None:
    """With what is wrong about it."""
    with pytest.raises(MisuseError, match="is no regular expression"):
        find_by_pattern(in_memory("test", []), pattern)


@given(intervals, stretches)
def test_what_began_within_a_stretch_may_have_held_there(
    holds: Interval, stretch: tuple[str, str]
) -> None:
    """And what surely began there surely held there."""
    began, held = holds.begins(*stretch), holds.meets(*stretch)

    assert (began, held) in {*product([None], [None, "possible", "certain"]),
                             ("possible", "possible"), ("possible", "certain"),
                             ("certain", "certain")}  # fmt: skip
