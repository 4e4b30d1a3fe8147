"""The pairs that the ranking of paths is measured by are true of the graph, and measured right."""

from __future__ import annotations

import hashlib
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import evaluate
from astrograph import find_paths
from astrograph.paths import PathOptions
from astrograph.vocab import CLAIM, shrink
from builders import EX, plain_store

if TYPE_CHECKING:
    from astrograph import Store
    from evaluate import Pair

PAGE = Path(__file__).resolve().parent.parent / "docs" / "paths.md"
PAIRS = evaluate.read_pairs()
EVERY_PAIR = pytest.mark.parametrize(
    "pair", PAIRS, ids=lambda pair: f"{shrink(pair.start)} {shrink(pair.goal)}"
)


def hops(pair: Pair) -> list[tuple[str, str]]:
    """Return the hops of all expected connections of a pair."""
    return [hop for between in pair.expected for hop in pairwise((pair.start, *between, pair.goal))]


def cited(store: Store, pair: Pair) -> list[frozenset[str | None]]:
    """Return the two ends of each claim that a pair cites; none may be missing."""
    claims = [store.claim(iri) for iri in pair.cite if iri.startswith(CLAIM)]
    return [frozenset((claim.subject, claim.object)) for claim in claims if claim is not None]


# ── The pairs ──────────────────────────────────────────────────────────────────────────────────


def test_there_are_forty_pairs_and_none_twice() -> None:
    """In neither direction."""
    assert len(PAIRS) == 40
    assert len({frozenset((pair.start, pair.goal)) for pair in PAIRS}) == 40


def test_the_sets_follow_from_the_pairs_alone() -> None:
    """Sorted by what their IRIs hash to, they go to the two sets in turns: twenty to each."""

    def digest(pair: Pair) -> str:
        return hashlib.sha256(f"{pair.start} {pair.goal}".encode()).hexdigest()

    assert [pair.part for pair in sorted(PAIRS, key=digest)] == ["tuning", "final"] * 20


@EVERY_PAIR
def test_a_pair_says_what_is_expected_and_on_what_grounds(wide: Store, pair: Pair) -> None:
    """Both ends are entities, the claims are in the graph, and the rest are addresses."""
    assert wide.entity(pair.start)
    assert wide.entity(pair.goal)
    assert pair.expected
    assert pair.why.strip()
    claims = [iri for iri in pair.cite if iri.startswith(CLAIM)]
    assert [iri for iri in claims if wide.claim(iri) is None] == []
    assert all(each.startswith(("http://", "https://")) for each in pair.cite)


@EVERY_PAIR
def test_an_expected_connection_is_a_path_of_the_graph(wide: Store, pair: Pair) -> None:
    """It meets nothing twice, and each two neighbors share an accepted statement."""
    for between in pair.expected:
        met = (pair.start, *between, pair.goal)
        assert len(set(met)) == len(met)
    assert [hop for hop in hops(pair) if not wide.between(*hop)] == []


@EVERY_PAIR
def test_each_hop_of_an_expected_connection_has_a_cited_claim(wide: Store, pair: Pair) -> None:
    """So that nobody has to take the connection on trust."""
    backed = cited(wide, pair)

    assert [hop for hop in hops(pair) if frozenset(hop) not in backed] == []


def test_most_pairs_leave_the_ranking_a_choice(wide: Store) -> None:
    """Of at least 25, more than one path is as short as any; the shortest have two to four hops."""
    best_two = PathOptions(k=2, rank="length")
    lengths = []
    for pair in PAIRS:
        shortest, second = find_paths(wide, pair.start, pair.goal, best_two).paths
        lengths.append((len(shortest.hops), len(second.hops)))

    assert sum(first == other for first, other in lengths) >= 25
    assert {first for first, _ in lengths} == {2, 3, 4}


# ── The measuring ──────────────────────────────────────────────────────────────────────────────


def test_the_place_is_that_of_the_first_expected_path() -> None:
    """By length alone, paths come in the order of their names."""
    store = plain_store("a r b", "b r d", "a r c", "c r d", "a r e", "e r d")

    def place(*between: str) -> int | None:
        expected = tuple((EX + name,) for name in between)
        pair = evaluate.Pair(EX + "a", EX + "d", expected, "", (), "tuning")
        return evaluate.place(store, pair, "length")

    assert place("b") == 1
    assert place("e", "c") == 2
    assert place("x") is None


def test_the_figures_count_places() -> None:
    """A path that is not found adds nothing to the mean."""
    figures = evaluate.sum_up([1, 3, None, 2, 4])

    assert figures[:3] == (5, 1, 3)
    assert figures.reciprocal == pytest.approx((1 + 1 / 3 + 1 / 2 + 1 / 4) / 5)


def test_the_script_prints_each_rank_and_each_pair(
    wide: Store,  # noqa: ARG001 -- compiled once for all tests
    capsys: pytest.CaptureFixture[str],
) -> None:
    """One line for each set under each rank, and on request one for each pair."""
    assert evaluate.main(["--verbose"]) == 0
    listed, _, figures = capsys.readouterr().out.rpartition("\n\n")

    assert len(listed.splitlines()) == 1 + len(PAIRS)
    assert [line.split()[:3] for line in figures.splitlines()[1:]] == [
        [rank, part, "20"] for rank in ("length", "informative") for part in ("tuning", "final")
    ]
    assert figures in PAGE.read_text(encoding="utf-8"), "the documentation shows other figures"


def test_the_final_set_stays_unseen_while_a_formula_is_chosen(
    wide: Store,  # noqa: ARG001 -- compiled once for all tests
    capsys: pytest.CaptureFixture[str],
) -> None:
    """--set leaves the other pairs out of the list and of the figures."""
    evaluate.main(["--set", "tuning", "--verbose"])
    told = capsys.readouterr().out

    assert "tuning" in told
    assert "final" not in told
