"""Why there is no path between two entities, and the least to change to find one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from astrograph import find_paths
from astrograph.model import Interval
from astrograph.paths import PathOptions
from builders import EX, ID, claim, plain_store, store_of

if TYPE_CHECKING:
    from astrograph import Store
    from astrograph.paths import NoPath

MAY, JUNE = "2022-05-01T00:00:00Z", "2022-06-01T00:00:00Z"


def why_not(store: Store, start: str, goal: str, **options: object) -> NoPath:
    """Return why there is no path."""
    answer = find_paths(store, start, goal, PathOptions(**options))  # type: ignore[arg-type]
    assert not answer.paths
    assert answer.no_path is not None
    return answer.no_path


def iris(names: str) -> tuple[str, ...]:
    """Turn a word of one-letter names into their IRIs."""
    return tuple(EX + name for name in names)


def test_an_isolated_end_is_named() -> None:
    """Nothing connects it with anything, under no filter at all."""
    spoken = claim("a", "leads", "b", speaker=ID + "alone", addressee=ID + "lonely")
    store = store_of(spoken)

    one, both = why_not(store, "alone", "a"), why_not(store, "alone", "lonely")

    assert one.isolated == (ID + "alone",)
    assert one.reason == "no statement connects alone with anything"
    assert both.isolated == (ID + "alone", ID + "lonely")
    assert both.relaxation is None


def test_parts_that_nothing_connects_are_told_apart() -> None:
    """No relaxation would help."""
    found = why_not(plain_store("a r b", "c r d"), "a", "d")

    assert found.reason == "they lie in parts of the graph that nothing connects"
    assert found.relaxation is None
    assert found.isolated == ()


@pytest.mark.parametrize(
    ("options", "relaxation"),
    [
        ({"avoid": iris("d")}, (f"without --avoid {EX}d", 3)),
        ({"avoid": iris("a")}, (f"without --avoid {EX}a", 3)),
        ({"via": (EX + "blind",)}, (f"without --via {EX}blind", 3)),
        ({"relation": iris("s")}, ("without --relation", 3)),
        ({"without": iris("r")}, ("without --without", 3)),
        ({"max_hops": 2}, ("with --max-hops 3", 3)),
        ({"directed": True}, ("without --directed", 3)),
        (
            {"relation": iris("s"), "max_hops": 1},
            ("with --max-hops 3 and without --relation", 3),
        ),
        (
            {"relation": iris("s"), "directed": True, "max_hops": 1, "avoid": iris("x")},
            ("with --max-hops 3, without --relation and without --directed", 3),
        ),
    ],
)
def test_the_nearest_relaxation_is_named_and_finds_a_path(
    options: dict[str, object], relaxation: tuple[str, int]
) -> None:
    """With the length of the path that it then finds."""
    store = plain_store("d r a", "d r e", "e r f", "d r blind", "a s x")

    found = why_not(store, "a", "f", **options)

    assert found.relaxation == relaxation
    assert found.reason


def test_another_instant_or_status_is_named_when_it_helps() -> None:
    """The two clocks of a claim are filters like any other."""
    store = store_of(
        claim("a", "leads", "b", holds=Interval(end_latest=MAY)),
        claim("b", "leads", "c", status="Disputed"),
    )

    assert why_not(store, "a", "b", at=JUNE).relaxation == ("without --at", 1)
    assert why_not(store, "b", "c").relaxation == ("with --status any", 1)


def test_the_relaxation_that_finds_the_shortest_path_wins() -> None:
    """Dropping one filter may be better than dropping another."""
    store = plain_store("a s z", "a r b", "b r c", "c r avoided", "avoided r z")

    found = why_not(store, "a", "z", relation=iris("r"), avoid=(EX + "avoided",))

    assert found.relaxation == ("without --relation", 1)


def test_an_end_that_only_the_filters_cut_off_is_named() -> None:
    """With what would reach it."""
    store = plain_store("a r b", "b s c", "c s d")

    why = why_not(store, "a", "d", relation=(EX + "r",))

    assert why.isolated == (EX + "d",)
    assert why.reason == "d is connected with nothing under the filters"
    assert why.relaxation == ("without --relation", 3)


def test_both_ends_that_the_filters_cut_off_are_named_in_one_clause() -> None:
    """Nothing at all is walked."""
    why = why_not(plain_store("a r b", "b s c"), "a", "c", relation=(EX + "t",))

    assert why.reason == "neither a nor c is connected with anything under the filters"


@pytest.mark.parametrize(
    ("avoid", "reason", "relaxation"),
    [
        ("c", "--avoid names one of the two ends", f"without --avoid {EX}c"),
        (
            "ca",
            "--avoid names both ends",
            f"without --avoid {EX}c and without --avoid {EX}a",
        ),
    ],
)
def test_an_end_that_is_to_be_avoided_is_told_with_what_to_leave_out(
    avoid: str, reason: str, relaxation: str
) -> None:
    """As any filter that leaves no path."""
    store = plain_store("a r b", "b s c")

    why = why_not(store, "a", "c", avoid=tuple(EX + name for name in avoid))

    assert (why.reason, why.relaxation) == (reason, (relaxation, 2))


def test_many_filters_are_named_in_a_list() -> None:
    """With one "and"."""
    store, met = plain_store("a r b", "b r x", "x r c"), (EX + "b", EX + "x")

    why = why_not(store, "a", "c", avoid=met, max_hops=2)

    avoid = [f"--avoid {iri}" for iri in met]
    assert why.reason == f"--max-hops, {avoid[0]} and {avoid[1]} together leave no path"
    assert why.relaxation == (
        f"with --max-hops 3, without {avoid[0]} and without {avoid[1]}",
        3,
    )


@pytest.mark.parametrize(
    ("options", "reason", "relaxation"),
    [
        ({"relation": (EX + "r",)}, "--relation leaves no path", "without --relation"),
        (
            {"relation": (EX + "r",), "without": (EX + "s",)},
            "--relation and --without together leave no path",
            "without --relation and without --without",
        ),
        (
            {"avoid": (EX + "b", EX + "x"), "max_hops": 1},
            f"--max-hops and --avoid {EX}b together leave no path",
            f"with --max-hops 2 and without --avoid {EX}b",
        ),
        ({"max_hops": 1}, "every path is longer than --max-hops 1", "with --max-hops 2"),
    ],
)
def test_the_smallest_set_of_filters_that_leaves_no_path_is_named(
    options: dict[str, object], reason: str, relaxation: str
) -> None:
    """And no filter that has nothing to do with it."""
    store = plain_store("a r b", "b s c", "a r x", "x s y", "c r z")

    why = why_not(store, "a", "c", directed=False, **options)

    assert why.reason == reason
    assert why.relaxation == (relaxation, 2)


def test_any_of_several_filters_may_be_to_blame() -> None:
    """Where leaving out either finds a path, the one that finds the shorter is advised."""
    store = plain_store("a r b", "b s c", "a r d", "d r e", "e r c")

    why = why_not(store, "a", "c", relation=(EX + "r",), max_hops=2)

    assert why.reason == "--max-hops and --relation together leave no path"
    assert why.relaxation == ("without --relation", 2)
