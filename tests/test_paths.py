"""The path search under every option."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from astrograph import find_paths
from astrograph.errors import AmbiguousEntityError, MisuseError, UnknownEntityError
from astrograph.model import Interval, Link
from astrograph.paths import PathOptions
from astrograph.paths.rank import UNIT, score
from builders import AG, CLAIM, EX, ID, claim, plain_store, store_of

if TYPE_CHECKING:
    from astrograph import Store

MAY = "2022-05-01T00:00:00Z"
JUNE = "2022-06-01T00:00:00Z"
JULY = "2022-07-01T00:00:00Z"

DIAMOND = ("a r b", "b r d", "a r c", "c s d", "d r e")
"""a to d by b or by c, and e behind d; nobody but c is in the relation s with d."""


def walked(store: Store, start: str, goal: str, **options: object) -> list[str]:
    """Return the paths found between two entities, each as the names it meets."""
    answer = find_paths(store, start, goal, PathOptions(**options))  # type: ignore[arg-type]
    return [
        "".join(iri.removeprefix(EX).removeprefix(ID) for iri in path.entities)
        for path in answer.paths
    ]


def iris(names: str) -> tuple[str, ...]:
    """Turn a word of one-letter names into their IRIs."""
    return tuple(EX + name for name in names)


def test_paths_come_shortest_first_and_every_one_once() -> None:
    """Among equals in the order of their entities, where nothing else tells them apart."""
    store = plain_store("a r b", "b r d", "a r c", "c r d", "d r e", "a r d")

    assert walked(store, "a", "d", k=9) == ["ad", "abd", "acd"]
    assert walked(store, "a", "e", k=9) == ["ade", "abde", "acde"]


@pytest.mark.parametrize(("k", "expected"), [(1, 1), (2, 2), (3, 3), (100, 3)])
def test_k_is_how_many_paths_are_found(k: int, expected: int) -> None:
    """As many as there are, at most."""
    assert len(walked(plain_store(*DIAMOND, "a r d"), "a", "d", k=k)) == expected


@pytest.mark.parametrize(
    ("hops", "expected"),
    [(1, ["ad"]), (2, ["ad"]), (3, ["ad", "abcd"]), (10**9, ["ad", "abcd"])],
)
def test_no_path_is_longer_than_max_hops(hops: int, expected: list[str]) -> None:
    """The bound itself is allowed."""
    store = plain_store("a r b", "b r c", "c r d", "a r d")

    assert walked(store, "a", "d", max_hops=hops) == expected


def test_a_long_chain_is_walked_to_its_end() -> None:
    """However deep; nothing overflows."""
    store = plain_store(*(f"n{number:04} r n{number + 1:04}" for number in range(1200)))

    answer = find_paths(store, "n0000", "n1200", PathOptions(max_hops=1200))

    assert [len(path.hops) for path in answer.paths] == [1200]


def test_relations_are_walked_both_ways_unless_directed() -> None:
    """A hop keeps the direction in which its statement is stored."""
    store = plain_store("b r a", "b r c")
    answer = find_paths(store, "a", "c")

    assert [hop.forward for hop in answer.paths[0].hops] == [False, True]
    assert walked(store, "a", "c", directed=True) == []
    assert walked(store, "b", "c", directed=True) == ["bc"]


def test_directed_keeps_statements_against_the_way_out_of_a_hop() -> None:
    """They are parallel only when both ways are walked."""
    store = plain_store("a r b", "b s a")

    (both,) = find_paths(store, "a", "b").paths
    (one_way,) = find_paths(store, "a", "b", PathOptions(directed=True)).paths

    assert [each.relation[-1] for each in both.hops[0].statements] == ["r", "s"]
    assert [each.relation[-1] for each in one_way.hops[0].statements] == ["r"]


@pytest.mark.parametrize("via", ["b", "bc", "cb", "bb", "ad", "abcd"])
def test_every_path_meets_all_that_it_must_in_any_order(via: str) -> None:
    """The ends themselves may be named, and naming twice changes nothing."""
    store = plain_store("a r b", "b r d", "a r c", "c r d", "b r c", "a r d")
    required = set(via) - set("ad")

    found = walked(store, "a", "d", via=iris(via), k=9)

    assert found == [
        path
        for path in walked(store, "a", "d", k=9)
        if required <= set(path)
    ]  # fmt: skip
    assert found


def test_what_cannot_be_met_on_a_simple_path_is_not_met() -> None:
    """Neither a blind alley, out of which one comes back the same way, nor another part."""
    store = plain_store("a r b", "b r c", "b r blind", "x r y")

    assert walked(store, "a", "c", via=(EX + "blind",)) == []
    assert walked(store, "a", "c", via=(EX + "x",)) == []
    assert walked(store, "a", "c", via=(EX + "blind",), directed=True) == []


def test_avoided_entities_are_never_met() -> None:
    """Neither between the ends nor as one of them."""
    store = plain_store(*DIAMOND)

    assert walked(store, "a", "d", avoid=iris("b")) == ["acd"]
    assert walked(store, "a", "d", avoid=iris("bc")) == []
    assert walked(store, "a", "d", avoid=iris("d")) == []


def test_relations_filter_what_is_walked() -> None:
    """Only by some, or never by some."""
    store = plain_store(*DIAMOND)

    assert walked(store, "a", "d", relation=iris("r")) == ["abd"]
    assert walked(store, "a", "d", relation=iris("rs")) == ["abd", "acd"]
    assert walked(store, "a", "d", without=iris("s")) == ["abd"]
    assert walked(store, "a", "d", relation=iris("s")) == []
    assert walked(store, "a", "d", relation=iris("rs"), without=iris("s")) == ["abd"]


def test_filters_hold_inside_the_search_so_that_k_is_right() -> None:
    """Ten shorter paths that do not fit take no place of the one that does."""
    store = plain_store(*(f"a r m{n}" for n in range(10)), *(f"m{n} r z" for n in range(10)),
                        "a s x", "x s y", "y s z")  # fmt: skip

    assert walked(store, "a", "z", k=1, relation=iris("s")) == ["axyz"]


def test_only_statements_that_may_hold_at_the_instant_are_walked() -> None:
    """Each with its certainty; what is over or not begun is no hop."""
    store = store_of(
        claim("a", "leads", "b", holds=Interval(start_latest=MAY, end_earliest=JULY)),
        claim("b", "leads", "c"),
        claim("a", "leads", "c", holds=Interval(end_latest=MAY)),
        claim("c", "leads", "d", holds=Interval(start_earliest=JULY)),
    )
    (path,) = find_paths(store, "a", "c", PathOptions(at=JUNE)).paths

    assert [hop.statement.certainty for hop in path.hops] == ["certain", "possible"]
    assert walked(store, "a", "c") == ["ac", "abc"]
    assert walked(store, "a", "d", at=JUNE) == []
    assert walked(store, "a", "d", at=JULY) == ["abcd"]


def test_statements_of_another_status_are_walked_on_demand() -> None:
    """Accepted ones are the default."""
    store = store_of(claim("a", "leads", "b"), claim("b", "leads", "c", status="Disputed"))

    assert walked(store, "a", "c") == []
    assert walked(store, "b", "c", status="Disputed") == ["bc"]
    assert walked(store, "a", "c", status="any") == ["abc"]


def test_parallel_statements_are_one_hop() -> None:
    """The present one leads, then the past, then the plan; the best cited of equals first."""
    store = store_of(
        claim("a", "participatesIn", "b", modality="Plan"),
        claim("a", "leads", "b", tense="Past"),
        claim("b", "knows", "a"),
        claim("a", "concerns", "b"),
        claim("a", "concerns", "b"),
    )

    (path,) = find_paths(store, "a", "b").paths
    (hop,) = path.hops

    assert [(each.relation.removeprefix(AG), each.tense) for each in hop.statements] == [
        ("concerns", "present"),
        ("knows", "present"),
        ("leads", "past"),
        ("participatesIn", "plan"),
    ]
    assert len(hop.statement.claims) == 2
    assert hop.forward


def test_well_connected_entities_come_last_among_equals() -> None:
    """Unless length alone ranks, which leaves the order to the names."""
    busy = [f"hub r x{number}" for number in range(5)]
    store = plain_store("a r hub", "hub r z", "a r quiet", "quiet r z", *busy)

    assert walked(store, "a", "z") == ["aquietz", "ahubz"]
    assert walked(store, "a", "z", rank="length") == ["ahubz", "aquietz"]


def test_a_crossing_costs_more_where_many_are_connected_alike() -> None:
    """Of two that are connected with as many others, the one of few alike comes first."""
    ways = ("a r alike", "alike r z", "a r unlike", "unlike r z")
    store = plain_store(*ways, "alike r x", "alike r y", "unlike s x", "unlike s y")

    assert walked(store, "a", "z", k=2) == ["aunlikez", "aalikez"]
    assert walked(store, "a", "z", k=2, rank="length") == ["aalikez", "aunlikez"]


def test_what_is_not_walked_still_counts_as_a_connection() -> None:
    """A hub stays a hub, whatever is asked for."""
    reported = [claim("hub", "leads", f"x{number}", status="Reported") for number in range(3)]
    ways = [claim("a", "leads", "hub"), claim("hub", "leads", "z")]
    ways += [claim("a", "leads", "quiet"), claim("quiet", "leads", "z")]

    assert walked(store_of(*ways), "a", "z") == ["ahubz", "aquietz"]
    assert walked(store_of(*ways, *reported), "a", "z") == ["aquietz", "ahubz"]


def test_scores_fall_along_the_answer(shipped: Store) -> None:
    """Length first, crossings second."""
    answer = find_paths(shipped, "Rogozin", "ISS", PathOptions(k=20))
    scores = [path.score for path in answer.paths]

    assert scores == sorted(scores, reverse=True)
    assert all(0 < each <= 1 for each in scores)
    assert score(1, 0) == 1.0
    assert score(2, 1000 * UNIT) > score(3, 0)


def test_the_weakest_hop_is_doubted_then_least_confident_then_first() -> None:
    """A confident hop that somebody contests is weaker than a shy one."""
    contested = claim("b", "leads", "c", confidence=0.99)
    against = claim("x", "leads", "y")
    against = against._replace(links=(Link(against.iri, "argueAgainst", contested.iri),))
    shy = claim("c", "leads", "d", confidence=0.4)
    firm = claim("a", "leads", "b", confidence=0.9)

    def weakest(*claims: object) -> int:
        return find_paths(store_of(*claims), "a", "d").paths[0].weakest  # type: ignore[arg-type]

    assert weakest(firm, contested, shy, against) == 1
    assert weakest(firm, contested, shy) == 2
    assert weakest(firm, contested._replace(confidence=0.9), shy._replace(confidence=0.9)) == 0
    assert weakest(firm, contested, shy._replace(confidence=None)) == 2


def test_a_path_holds_where_all_its_hops_do() -> None:
    """The latest start and the earliest end of them."""
    store = store_of(
        claim("a", "leads", "b", holds=Interval(start_earliest=MAY, end_latest=JULY)),
        claim("b", "leads", "c", holds=Interval(start_earliest=JUNE, end_earliest=JUNE)),
        claim("c", "leads", "d"),
    )

    (path,) = find_paths(store, "a", "d").paths

    assert path.holds == Interval(start_earliest=JUNE, end_latest=JULY)
    assert path.together.answer == "possible"


def test_the_ends_are_named_in_any_way(shipped: Store) -> None:
    """By name, native script, CURIE, or as the entity itself."""
    expected = find_paths(shipped, "Rogozin", "ISS")
    rogozin, iss = shipped.entity(ID + "DmitryRogozin"), shipped.entity(ID + "ISS")
    assert rogozin is not None
    assert iss is not None

    assert expected == find_paths(shipped, "Рогозин", "МКС")
    assert expected == find_paths(shipped, "id:DmitryRogozin", ID + "ISS")
    assert expected == find_paths(shipped, rogozin, iss)


def test_the_same_end_twice_is_refused(shipped: Store) -> None:
    """By whatever names; the hint shows what to do instead."""
    with pytest.raises(MisuseError, match="both ends are International Space Station") as caught:
        find_paths(shipped, "ISS", "МКС")

    assert "astrograph show" in caught.value.hint


def test_unknown_and_ambiguous_ends_are_refused(shipped: Store) -> None:
    """Before anything is searched."""
    with pytest.raises(UnknownEntityError, match="'Mir'"):
        find_paths(shipped, "Rogozin", "Mir")
    with pytest.raises(AmbiguousEntityError, match="'Russian'"):
        find_paths(shipped, "Russian", "ISS")


def test_what_is_walked_excludes_claims_sources_and_speakers(shipped: Store) -> None:
    """The article, its curator and its claims connect everything, and so say nothing."""
    walkable = {
        end for each in shipped.statements(status="any") for end in (each.subject, each.object)
    }

    assert not [iri for iri in walkable if iri.startswith(CLAIM) or "/source/" in iri]
    assert ID + "Curator" not in walkable


def test_rogozin_is_connected_with_the_station_as_the_article_says(shipped: Store) -> None:
    """He led Roscosmos, which takes part in the partnership, which is about the station."""
    best = find_paths(shipped, "Rogozin", "ISS").paths[0]

    assert [
        (hop.statement.relation.removeprefix(AG), hop.statement.tense, hop.forward)
        for hop in best.hops
    ] == [
        ("leads", "past", True),
        ("participatesIn", "present", True),
        ("concerns", "present", True),
    ]
    assert best.hops[1].also[0].tense == "plan"
    assert CLAIM + "seed1-C48" in best.hops[0].statement.claims
