"""What an answer says beside its paths: how they stand, what ended the search, why none is."""

from __future__ import annotations

import os
import subprocess
import sys
from random import Random
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from astrograph import find_paths
from astrograph.codec.encode import encode, encode_record
from astrograph.model import Entity, Evidence, Interval, Link
from astrograph.paths import Cap, PathOptions, stream_paths
from astrograph.paths.search import Budget, search_paths, stream
from astrograph.paths.ways import Way
from astrograph.store.build import around
from astrograph.store.known import as_known
from builders import AG, EX, ID, claim, plain_store, store_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from astrograph import Store
    from astrograph.model import Claim, EntityPath
    from astrograph.paths import PathAnswer

MAY, JULY = "2022-05-01T00:00:00Z", "2022-07-01T00:00:00Z"
SOURCES = [f"https://w3id.org/astrograph/source/{name}" for name in "xyz"]


def asked(store: Store, start: str, goal: str, **options: object) -> PathAnswer:
    """Return the answer to a look-up."""
    return find_paths(store, start, goal, PathOptions(**options))  # type: ignore[arg-type]


def names(path: EntityPath) -> str:
    """Return the names that a path meets."""
    return "".join(iri.removeprefix(EX).removeprefix(ID) for iri in path.entities)


def told(one: str, other: str, *sources: int, **fields: object) -> Claim:
    """Make a claim that cites some of the sources."""
    evidence = tuple(Evidence(f"{SOURCES[n]}-{one}{other}", SOURCES[n]) for n in sources)
    return claim(one, "leads", other, evidence=evidence, **fields)


def against(said: Claim, **fields: object) -> Claim:
    """Make a claim that argues against another one."""
    made = claim("x", "leads", "y", **fields)
    return made._replace(links=(Link(made.iri, "argueAgainst", said.iri),))


# How firmly a path stands


def test_a_hop_says_how_it_stands_and_the_least_firm_one_is_named() -> None:
    """By its main statement."""
    shaky = claim("b", "leads", "c")
    store = store_of(claim("a", "leads", "b"), shaky, against(shaky))

    (path,) = asked(store, "a", "c").paths

    assert [hop.standing for hop in path.hops] == ["undisputed", "disputed"]
    assert path.weakest == 1


def test_of_hops_as_firm_and_confident_the_one_of_fewer_sources_is_weakest() -> None:
    """Whoever passes a source on is none of his own."""
    by_two = [told("a", "b", 0), told("a", "b", 1)]
    by_one = [told("b", "c", 0), told("b", "c", 0)]
    passed_on = [told("b", "c", n, primary_source=SOURCES[2]) for n in range(2)]

    assert asked(store_of(*by_two, *by_one), "a", "c").paths[0].weakest == 1
    assert asked(store_of(*by_two, *passed_on), "a", "c").paths[0].weakest == 1


def test_the_best_path_without_dispute_goes_beside_a_disputed_one() -> None:
    """However much longer it is; without any there is none, nor where nothing is disputed."""
    shaky = claim("a", "leads", "z")
    detour = [claim("a", "leads", "b"), claim("b", "leads", "c"), claim("c", "leads", "z")]

    answer = asked(store_of(shaky, against(shaky), *detour), "a", "z", k=1)

    assert [names(path) for path in answer.paths] == ["az"]
    assert answer.alternative is not None
    assert names(answer.alternative) == "abcz"
    assert {hop.standing for hop in answer.alternative.hops} == {"undisputed"}
    assert asked(store_of(shaky, against(shaky)), "a", "z").alternative is None
    assert asked(store_of(shaky, *detour), "a", "z").alternative is None


def test_an_undisputed_statement_stands_in_for_a_disputed_one_of_the_same_hop() -> None:
    """The alternative walks it, though another one leads in the best path."""
    shaky = claim("a", "leads", "z")
    firm = claim("a", "informed", "z", tense="Past")

    answer = asked(store_of(shaky, against(shaky), firm), "a", "z")

    assert answer.paths[0].hops[0].statement.relation == AG + "leads"
    assert answer.alternative is not None
    assert answer.alternative.hops[0].statement.relation == AG + "informed"
    assert answer.alternative.hops[0].also == ()


def test_dissent_that_came_later_puts_nothing_in_dispute_before() -> None:
    """As of a day, hops stand as they stood then."""
    shaky = claim("a", "leads", "b", said_latest=MAY)
    store = store_of(shaky, against(shaky, said_earliest=JULY))

    assert asked(store, "a", "b").paths[0].hops[0].standing == "disputed"
    assert asked(store, "a", "b", known_by=MAY).paths[0].hops[0].standing == "undisputed"
    assert asked(as_known(store, MAY), "a", "b").paths[0].hops[0].standing == "undisputed"


# Which sources tell it, and which entities lie between


def test_only_claims_that_cite_a_source_count() -> None:
    """As evidence or as what the evidence passes on; a statement is told by these alone."""
    store = store_of(
        told("a", "b", 0),
        told("a", "b", 1),
        told("b", "c", 2, primary_source=SOURCES[0]),
        told("a", "c", 1),
    )

    (path,) = asked(store, "a", "c", source=(SOURCES[0],)).paths

    assert names(path) == "abc"
    assert [len(hop.statement.claims) for hop in path.hops] == [1, 1]


def test_what_other_sources_say_does_not_make_a_hop_certain() -> None:
    """Its certainty is that of the claims that count."""
    sure = Interval(start_latest=MAY, end_earliest=JULY)
    store = store_of(told("a", "b", 0), told("a", "b", 1, holds=sure))

    def certainty(**options: object) -> str | None:
        return asked(store, "a", "b", at=MAY, **options).paths[0].hops[0].statement.certainty

    assert certainty() == "certain"
    assert certainty(source=(SOURCES[0],)) == "possible"
    assert certainty(source=(SOURCES[1],)) == "certain"


@pytest.mark.parametrize(("least", "expected"), [(0, "az"), (1, "az"), (2, "abz"), (3, None)])
def test_a_hop_is_told_by_so_many_sources(least: int, expected: str | None) -> None:
    """Different ones; two claims of one source are one voice."""
    store = store_of(
        *(told("a", "z", 0) for _ in range(3)),
        *(told("a", "b", number) for number in range(2)),
        told("b", "z", 0, 1, 2),
    )

    found = asked(store, "a", "z", k=1, min_sources=least).paths

    assert [names(path) for path in found] == ([expected] if expected else [])


def test_a_plain_statement_has_no_source_at_all() -> None:
    """It is no hop where a source is asked for."""
    store = plain_store("a r b")

    assert asked(store, "a", "b").paths
    assert not asked(store, "a", "b", min_sources=1).paths
    assert not asked(store, "a", "b", source=(SOURCES[0],)).paths


def test_entities_between_the_ends_are_of_some_class_or_one_below() -> None:
    """The ends may be anything."""
    store = store_of(
        *(claim("a", "leads", each) for each in ("agency", "person")),
        *(claim(each, "leads", "z") for each in ("agency", "person")),
    )
    typed = with_types(store, agency="SpaceAgency", person="Person")

    def between(*kinds: str) -> list[str]:
        return [names(path)[1:-1] for path in asked(typed, "a", "z", type=kinds).paths]

    assert between() == ["agency", "person"]
    assert between("Organization") == ["agency"]
    assert between("Agent") == ["agency", "person"]
    assert between("Person") == ["person"]
    assert between("Rocket") == []


def with_types(store: Store, **types: str) -> Store:
    """Return a store with the same claims, in which some entities are of some classes."""
    engine = ox.Store()
    engine.bulk_extend(ox.Quad(*triple) for each in store.claims() for triple in encode(each))
    for name, kind in types.items():
        engine.extend(encode_record(Entity(ID + name, name, kind)))
    return around("typed", engine)


# Where a search ends


def test_fewer_paths_than_asked_for_say_whether_longer_ones_were_not_looked_for() -> None:
    """They are no cap where there cannot be longer ones."""
    store = plain_store("a r b", "b r c", "a r d", "d r e", "e r c")

    assert asked(store, "a", "c", max_hops=2).cap == Cap("hops", 2)
    assert asked(store, "a", "c", max_hops=2, k=1).cap is None
    assert asked(store, "a", "c", max_hops=9).cap is None


def test_every_path_is_found_up_to_a_limit() -> None:
    """Which is said when it is met, and only then."""
    middle = [f"m{number}" for number in range(5)]
    store = plain_store(*(f"a r {m}" for m in middle), *(f"{m} r z" for m in middle))

    every = asked(store, "a", "z", every=True, max_hops=2)
    some = asked(store, "a", "z", every=True, max_hops=2, limit=4)

    assert (len(every.paths), every.cap) == (5, None)
    assert (some.paths, some.cap) == (every.paths[:4], Cap("count", 4))
    assert asked(store, "a", "z", every=True, max_hops=2, limit=5).cap is None


def test_a_search_out_of_time_says_so() -> None:
    """What was found stands; where that is nothing, time is the reason."""
    answer = asked(plain_store("a r b", "b r c"), "a", "c", timeout=0.0)

    assert answer.cap == Cap("time", 0.0)
    assert answer.paths == ()
    assert answer.no_path is not None
    assert answer.no_path.reason == "none was found within 0 s"


def test_paths_are_streamed_with_the_answer_at_the_end() -> None:
    """The same as are found at once."""
    shaky = claim("b", "leads", "c")
    denial = claim("a", "leads", "c", modality="Denial", polarity="Negative")
    store = store_of(claim("a", "leads", "b"), shaky, against(shaky), denial)
    answers = []

    def streaming() -> Iterator[EntityPath]:
        answers.append((yield from stream_paths(store, "a", "c", PathOptions(every=True))))

    streamed = tuple(streaming())
    at_once = asked(store, "a", "c", every=True)

    assert streamed == at_once.paths
    assert answers == [at_once._replace(paths=())]
    assert at_once.beside == (denial.iri,)


def test_what_is_done_with_the_paths_counts_as_time_of_the_search(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """To write a path takes longer than to find it: the answer ends in time all the same."""
    now = [0.0]
    monkeypatch.setattr("astrograph.paths.search.monotonic", lambda: now[0])
    store = plain_store("a r b", "b r d", "a r c", "c r d", "a r d")
    answers = []

    def streaming() -> Iterator[EntityPath]:
        options = PathOptions(every=True, timeout=10.0)
        answers.append((yield from stream_paths(store, "a", "d", options)))

    def taken(seconds: float) -> int:
        number = 0
        for number, _ in enumerate(streaming(), start=1):  # noqa: B007 -- it counts
            now[0] += seconds
        return number

    assert (taken(6.0), taken(0.0)) == (2, 3)
    assert [answer.cap for answer in answers] == [Cap("time", 10.0), None]


def lattice(seed: int = 1, nodes: int = 400) -> tuple[dict[int, list[int]], Way]:
    """Draw a graph of numbers and its way."""
    chance = Random(seed)  # noqa: S311 -- no secret
    near: dict[int, set[int]] = {node: set() for node in range(nodes)}
    for _ in range(nodes * 4):
        one, other = chance.sample(range(nodes), 2)
        near[one].add(other)
        near[other].add(one)
    rows = {node: sorted(others) for node, others in near.items()}
    return rows, Way(rows.__getitem__, lambda node: [other % 7 for other in rows[node]])


class Lattice:
    """A drawn graph, to be searched."""

    fits = None

    def __init__(self) -> None:
        """Draw it."""
        self.rows, self.onward = lattice()
        self.backward = self.onward

    def __len__(self) -> int:
        """Return how many nodes there are."""
        return len(self.rows)


@pytest.mark.parametrize("rank", ["informative", "length"])
def test_a_search_that_ends_early_has_found_the_best(rank: str) -> None:
    """However few steps it may take: the first ones of all, in order."""
    walk = Lattice()
    every = list(stream(walk, (0, 399), 4, rank))
    lengths = set()

    for steps in (0, 10, 100, 1000, 3000, 10_000, 30_000):
        budget = Budget(steps=steps)
        found = search_paths(walk, (0, 399), 10**6, 4, rank, budget=budget)
        assert found == every[: len(found)]
        assert (budget.ended == "steps") == (len(found) < len(every))
        lengths.add(len(found))

    assert len(lengths) > 2


def test_a_node_to_pass_that_lies_apart_is_found_to_at_once() -> None:
    """Without looking through all that can be reached."""
    walk = Lattice()
    walk.rows |= {400: [401], 401: [400]}
    budget = Budget()

    assert search_paths(walk, (0, 399), 3, 12, needed=[400], budget=budget) == []
    assert budget.paid < 2000


# One answer everywhere

LOOK_UPS = """
from astrograph import PathOptions, find_paths, open_store
store = open_store(slice="article")
rogozin, nasa = store.entity({0!r}), store.entity({1!r})
for options in (
    PathOptions(k=30),
    PathOptions(k=30, rank="length"),
    PathOptions(k=9, status="any", directed=True),
    PathOptions(every=True, max_hops=3),
    PathOptions(k=9, at="2022-07-01T00:00:00Z", known_by="2022-08-01T00:00:00Z"),
    PathOptions(min_sources=9, via=({1!r},), max_hops=1),
):
    print(find_paths(store, rogozin, nasa, options))
"""


def test_the_same_answer_comes_in_every_process() -> None:
    """Whatever the seed by which Python hashes texts."""
    script = LOOK_UPS.format(ID + "DmitryRogozin", ID + "NASA")
    answers = set()
    for seed in range(20):
        run = subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            capture_output=True,
            check=True,
        )
        answers.add(run.stdout)

    assert len(answers) == 1
    assert answers.pop().count(b"EntityPath(") > 12
