"""What a page shows of a graph that is too large for one page."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from astrograph.explorer.extent import extent, varied
from astrograph.store.adjacency import Adjacency
from builders import ID, claim, store_of

CHAIN = [(f"n{number}", f"n{number + 1}") for number in range(8)]
STAR = [("hub", f"leaf{number}") for number in range(30)]


def test_a_graph_that_fits_is_shown_whole() -> None:
    """Nothing is chosen, so that nothing can be missed."""
    assert extent(Adjacency.of(CHAIN), ["n0"], 9) is None


def test_what_connects_the_entities_that_are_asked_for_is_shown() -> None:
    """However little else there is room for."""
    near = Adjacency.of(
        [*CHAIN, *((end, f"{end} {leaf}") for end in ("n0", "n4") for leaf in "abc")]
    )

    shown = extent(near, ["n0", "n4"], 6, also=["n0", "n1", "n2", "n3", "n4"])

    assert shown is not None
    assert {"n0", "n1", "n2", "n3", "n4"} <= shown
    assert len(shown) == 6


def test_those_asked_for_are_shown_even_when_nothing_connects_them() -> None:
    """An isolated entity, too, which no statement names."""
    near = Adjacency.of([*CHAIN, ("x", "y")])

    assert extent(near, ["n0", "x", "alone"], 2) == frozenset({"n0", "x", "alone"})


def agency(launches: int) -> Adjacency:
    """Make an agency with many launches, a head, a partner and what these two share."""
    flown = [claim(f"Launch{number:02}", "operatedBy", "Agency") for number in range(launches)]
    others = [
        claim("Zoe", "leads", "Agency"),
        claim("Agency", "partnerOf", "ZPartner"),
        claim("ZPartner", "participatesIn", "ZProgram"),
        claim("Zoe", "participatesIn", "ZProgram"),
    ]
    return store_of(*flown, *others).adjacency


def test_without_a_wish_every_way_of_being_connected_is_shown() -> None:
    """Beginning with who is best connected, however much of one kind there is."""
    shown = extent(agency(40), [], 6)

    assert shown is not None
    assert {f"{ID}{name}" for name in ("Agency", "Zoe", "ZPartner", "ZProgram")} < shown
    assert len(shown) == 6


def test_of_those_connected_in_one_way_the_best_connected_are_shown() -> None:
    """What hangs on one other entity alone comes last."""
    square = [("a", "b"), ("b", "c"), ("c", "d"), ("d", "a"), ("a", "hub")]

    assert extent(Adjacency.of([*square, *STAR]), [], 5) == frozenset({"hub", *"abcd"})


def test_what_is_apart_is_shown_when_there_is_room() -> None:
    """The next best connected part begins where the first one ends."""
    pairs = [(f"x{number}", f"y{number}") for number in range(5)]
    chain = {f"n{number}" for number in range(9)}

    assert extent(Adjacency.of([*CHAIN, *pairs]), [], 11) == frozenset(chain | {"x0", "y0"})


@given(
    st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh"))),
    st.integers(2, 7),
)
def test_without_a_wish_there_is_what_there_is_room_for(
    pairs: list[tuple[str, str]], size: int
) -> None:
    """Neither more nor less, and of what is connected alone."""
    near = Adjacency.of(pairs)

    shown = extent(near, [], size)

    assert near.connected <= size if shown is None else len(shown) == size
    assert (shown or set()) <= {end for one, other in pairs if one != other for end in (one, other)}


def test_each_way_of_being_connected_has_its_turn() -> None:
    """Of an agency with many launches the head is shown, and its partner, and what they share."""
    shown = extent(agency(40), [f"{ID}Agency"], 10)

    assert shown is not None
    assert {f"{ID}{name}" for name in ("Zoe", "ZPartner", "ZProgram")} <= shown


@given(
    st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")), min_size=1),
    st.sampled_from("abcdefgh"),
)
def test_neighbors_in_turn_are_all_of_them_once(pairs: list[tuple[str, str]], iri: str) -> None:
    """In the same order every time."""
    near = Adjacency.of(pairs)
    node = near.node(iri)
    beside = [] if node is None else list(near.beside(node))

    order = varied(near, [] if node is None else [node], beside)

    assert sorted(order) == beside
    assert order == varied(near, [] if node is None else [node], beside)
