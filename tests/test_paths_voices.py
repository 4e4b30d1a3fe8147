"""What a path look-up tells beside its paths, and searches that could run away."""

from __future__ import annotations

import pytest

from astrograph import find_paths
from astrograph.derive import direct_triples
from astrograph.model import Interval, Link
from astrograph.paths import PathOptions
from builders import CLAIM, EX, ID, claim, plain_store, store_of


def test_claims_that_name_both_ends_stand_beside_the_paths() -> None:
    """A denial makes no hop, but whoever asks about the two wants to hear of it."""
    denial = claim("A", "leads", "C", modality="Denial", polarity="Negative")
    store = store_of(claim("A", "leads", "B"), claim("B", "leads", "C"), denial)

    answer = find_paths(store, f"{ID}A", f"{ID}C")

    assert [len(path.hops) for path in answer.paths] == [2]
    assert answer.beside == (denial.iri,)


def test_a_claim_that_is_walked_does_not_stand_beside_its_own_path() -> None:
    """It is told once."""
    store = store_of(claim("A", "leads", "B"))

    assert find_paths(store, f"{ID}A", f"{ID}B").beside == ()


def test_a_superseded_claim_is_walked_when_its_status_is_asked_for() -> None:
    """By default it is not, since another has taken its place."""
    old = claim("A", "leads", "B", status="Superseded")
    new = claim("A", "leads", "C")
    store = store_of(old, new._replace(links=(Link(new.iri, "supersedes", old.iri),)))

    assert find_paths(store, f"{ID}A", f"{ID}B").paths == ()
    asked = PathOptions(status="Superseded")
    assert len(find_paths(store, f"{ID}A", f"{ID}B", asked).paths) == 1


def test_a_symmetric_relation_is_walked_both_ways_even_when_directed() -> None:
    """Cooperation has no subject and object."""
    store = store_of(claim("A", "cooperatesWith", "B"), claim("A", "leads", "C"))
    directed = PathOptions(directed=True)

    assert len(find_paths(store, f"{ID}B", f"{ID}A", directed).paths) == 1
    assert find_paths(store, f"{ID}C", f"{ID}A", directed).paths == ()


def test_a_plan_that_lies_ahead_is_a_plan_in_every_answer() -> None:
    """Statements and direct triples agree on what is planned at an instant."""
    ahead = Interval(start_earliest="2030-01-01T00:00:00Z")
    store = store_of(claim("A", "leaves", "B", modality="Plan", holds=ahead, tense="Future"))
    instant = "2022-01-02T00:00:00Z"

    made = direct_triples(store.engine(), instant)

    assert [said.tense for said in store.statements(at=instant)] == ["plan"]
    assert [triple.predicate.value.rpartition("#")[2] for triple in made] == ["plansToLeave"]


@pytest.mark.parametrize("size", [4, 9])
def test_a_blind_alley_to_pass_through_is_given_up_in_time(size: int) -> None:
    """Every detour of a grid would be tried otherwise; the answer is that none is found."""
    cells = [(row, column) for row in range(size) for column in range(size)]
    right = [f"c{r}{c} r c{r}{c + 1}" for r, c in cells if c + 1 < size]
    down = [f"c{r}{c} r c{r + 1}{c}" for r, c in cells if r + 1 < size]
    store = plain_store(*right, *down, "c00 r alley")
    end = f"{EX}c{size - 1}{size - 1}"

    options = PathOptions(via=(f"{EX}alley",), max_hops=2)
    answer = find_paths(store, f"{EX}c00", end, options)

    assert answer.paths == ()
    assert answer.no_path is not None
    assert answer.no_path.relaxation is not None
    assert CLAIM not in answer.no_path.relaxation[0]
