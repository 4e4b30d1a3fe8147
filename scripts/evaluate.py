"""Measures how well the ranking of paths finds the connections that an expert would name.

tests/data/path-pairs.toml has the pairs and their connections, and says how they were chosen. What
counts is at which place, among the best ten paths, the first of a pair's expected ones comes.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from astrograph import find_paths, open_store
from astrograph.paths import PathOptions
from astrograph.vocab import expand

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from astrograph import Store

PAIRS = Path(__file__).resolve().parent.parent / "tests" / "data" / "path-pairs.toml"
RANKS = ("length", "informative")
SETS = ("tuning", "final")
K = 10
"""How many paths are looked at: an expected one that comes later is not found."""
TOP = 3
"""How many paths `astrograph path` shows by itself."""


class Pair(NamedTuple):
    """Two entities and how an expert would say that they are connected.

    Attributes:
        start: The IRI of the one.
        goal: The IRI of the other.
        expected: The connections, each by the IRIs of the entities in between.
        why: Why an expert would name these, in words.
        cite: The claims, as IRIs, and the addresses of pages that speak for them.
        part: The set that it belongs to, "tuning" or "final".
    """

    start: str
    goal: str
    expected: tuple[tuple[str, ...], ...]
    why: str
    cite: tuple[str, ...]
    part: str


class Figures(NamedTuple):
    """How often the expected connection came first and among the first `TOP`, of how many.

    ``reciprocal`` is the mean of 1/place, from 0 (never found) to 1 (always first).
    """

    pairs: int
    first: int
    top: int
    reciprocal: float


def read_pairs(path: Path = PAIRS) -> list[Pair]:
    """Read the pairs.

    Args:
        path: The TOML file that they lie in.

    Returns:
        The pairs, in the file's order.
    """
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return [
        Pair(
            start=expand(row["from"]),
            goal=expand(row["to"]),
            expected=tuple(tuple(map(expand, between)) for between in row["expected"]),
            why=row["why"],
            cite=tuple(expand(each) if each.startswith("claim:") else each for each in row["cite"]),
            part=row["set"],
        )
        for row in table["pair"]
    ]


def place(store: Store, pair: Pair, rank: str) -> int | None:
    """Find at which place the first expected connection comes.

    Args:
        store: The graph to walk.
        pair: The two ends, and what is expected between them.
        rank: How to order the paths, as `astrograph path --rank` takes it.

    Returns:
        The place, from 1, or ``None`` when it is not among the best `K`.
    """
    found = find_paths(store, pair.start, pair.goal, PathOptions(k=K, rank=rank)).paths
    return next(
        (at for at, path in enumerate(found, 1) if path.entities[1:-1] in pair.expected), None
    )


def sum_up(places: Sequence[int | None]) -> Figures:
    """Sum up how well the places are.

    >>> sum_up([1, 4, None, 2])
    Figures(pairs=4, first=1, top=2, reciprocal=0.4375)
    """
    found = [at for at in places if at is not None]
    reciprocal = sum(1 / at for at in found) / len(places)
    return Figures(len(places), found.count(1), sum(at <= TOP for at in found), reciprocal)


def list_pairs(store: Store, pairs: Sequence[Pair], places: dict[str, list[int | None]]) -> None:
    """Print at which place each pair's expected connection came under each rank."""
    titles = [f"{store.named(pair.start).label} – {store.named(pair.goal).label}" for pair in pairs]
    width = max(map(len, titles))
    print(f"{'pair':<{width}}  set     {'  '.join(places)}")
    for at, (pair, title) in enumerate(zip(pairs, titles, strict=True)):
        columns = "  ".join(f"{places[rank][at] or '-':>{len(rank)}}" for rank in places)
        print(f"{title:<{width}}  {pair.part:<6}  {columns}")
    print()


def report(pairs: Sequence[Pair], places: dict[str, list[int | None]]) -> None:
    """Print the figures for each rank and set."""
    print(f"rank         set     pairs  first  first {TOP}    MRR")
    for rank, found in places.items():
        for part in dict.fromkeys(pair.part for pair in pairs):
            figures = sum_up(
                [at for pair, at in zip(pairs, found, strict=True) if pair.part == part]
            )
            print(
                f"{rank:<11}  {part:<6}  {figures.pairs:5}  {figures.first:5}"
                f"  {figures.top:7}  {figures.reciprocal:5.3f}"
            )


def main(words: Iterable[str] | None = None) -> int:
    """Measure and print.

    Args:
        words: The arguments; by default those of the command line.

    Returns:
        The exit code, always 0: what is good enough is for the reader to say.
    """
    parser = argparse.ArgumentParser(
        prog="scripts/evaluate", description=f"The ranking of paths, measured at k={K}."
    )
    parser.add_argument("--set", choices=SETS, dest="part", help="only the pairs of this set")
    parser.add_argument("--verbose", action="store_true", help="list every pair")
    arguments = parser.parse_args(None if words is None else list(words))
    pairs = sorted(
        (pair for pair in read_pairs() if arguments.part in (None, pair.part)),
        key=lambda pair: SETS.index(pair.part),
    )
    store = open_store(slice="wide")
    places = {rank: [place(store, pair, rank) for pair in pairs] for rank in RANKS}
    if arguments.verbose:
        list_pairs(store, pairs, places)
    report(pairs, places)
    return 0


if __name__ == "__main__":
    sys.exit(main())
