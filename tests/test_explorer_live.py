"""What a page that hangs on a server holds at first, and what it is given later."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from astrograph import open_store
from astrograph.errors import MisuseError
from astrograph.explorer import live
from astrograph.explorer.live import MOST_AROUND, MOST_ASKED, MOST_BESIDE, Wish, beside, more, start
from browser.columns import payload_of
from builders import ID, claim, store_of

if TYPE_CHECKING:
    from astrograph.explorer import Payload
    from astrograph.store import Store

Key = tuple[str, str, str, str]


@pytest.fixture(scope="module")
def store() -> Store:
    """Open the article's slice."""
    return open_store(slice="article")


@pytest.fixture(scope="module")
def hub() -> Store:
    """Return a hub with more neighbors than are sent at once, two of which know each other."""
    many = MOST_BESIDE + 20
    spokes = [claim("Hub", "partnerOf", f"Leaf{number:03}") for number in range(many)]
    return store_of(*spokes, claim("Leaf118", "partnerOf", "Leaf119"))


def keys(payload: Payload) -> set[Key]:
    """Return what tells the statements of a payload apart."""
    return {
        (each["subject"], each["relation"]["iri"], each["object"], each["tense"])
        for each in payload["statements"]
    }


def iris(payload: Payload) -> set[str]:
    """Return the entities of a payload."""
    return {each["iri"] for each in payload["entities"]}


def nodes(*payloads: Payload) -> tuple[int, ...]:
    """Return the numbers of all entities that some payloads hold."""
    found = (each.get("node") for payload in payloads for each in payload["entities"])
    return tuple(sorted({node for node in found if node is not None}))


def within(store: Store, entities: set[str]) -> set[Key]:
    """Return what the store states between some entities."""
    return {said.key for said in store.statements() if {said.subject, said.object} <= entities}


def test_a_small_graph_is_held_whole_from_the_start(store: Store) -> None:
    """Nothing is left to fetch."""
    payload = start(store, "s")

    assert keys(payload) == {said.key for said in store.statements()}
    assert payload["live"]["all"] == len(payload["entities"])


def test_a_page_opens_around_what_it_is_asked_for(store: Store) -> None:
    """With all that relates what it holds, and all that is claimed of what was asked for."""
    payload = start(store, "s", ["Rogozin"], None, 5)
    (asked,) = payload["focus"]

    assert len(payload["entities"]) == 5
    assert keys(payload) == within(store, iris(payload))
    assert payload["live"]["whole"] == [asked]
    own = {each.iri for each in store.claims(asked) if each.subject == asked and not each.object}
    assert own <= payload["claims"].keys()


def test_a_page_can_open_on_a_connection(store: Store) -> None:
    """Between two entities by any of their names."""
    payload = start(store, "s", (), ("Rogozin", "МКС"), 5)

    assert payload["path"] == {"from": f"{ID}DmitryRogozin", "to": f"{ID}ISS"}
    assert payload["focus"] == []
    assert {f"{ID}DmitryRogozin", f"{ID}ISS"} <= iris(payload)


@pytest.mark.parametrize("size", [0, 501])
def test_a_page_opens_with_as_many_entities_as_are_placed_in_seconds(
    store: Store, size: int
) -> None:
    """No fewer than one."""
    with pytest.raises(MisuseError, match="1 to 500 entities"):
        start(store, "s", size=size)


@given(data=st.data())
def test_whatever_is_asked_for_the_page_holds_all_relations_between_what_it_has(
    data: st.DataObject,
) -> None:
    """Step by step, wherever the reader goes."""
    store = open_store(slice="article")
    everybody = sorted(entity.iri for entity in store.entities())
    held = [start(store, "s", [data.draw(st.sampled_from(everybody))], None, 3)]
    for _ in range(data.draw(st.integers(1, 4))):
        some = data.draw(st.lists(st.sampled_from(everybody), max_size=2, unique=True))
        is_around = data.draw(st.booleans())
        wish = Wish(**{"around" if is_around else "also": tuple(some)}, held=nodes(*held))
        held.append(more(store, wish))

    entities = set().union(*map(iris, held))
    assert set().union(*map(keys, held)) == within(store, entities)
    told = [key for payload in held for key in keys(payload)]
    assert len(told) == len(set(told))


def test_what_is_held_is_not_sent_again(store: Store) -> None:
    """Only what is new, and how it is related to the rest."""
    first = start(store, "s", ["Rogozin"], None, 5)
    second = more(store, Wish(around=("id:Roscosmos",), held=nodes(first)))

    assert not iris(first) & iris(second)
    assert not keys(first) & keys(second)
    assert second["live"]["whole"] == [f"{ID}Roscosmos"]


def test_an_entity_says_how_many_neighbors_it_has_in_the_whole_graph(store: Store) -> None:
    """Whatever part of them is held."""
    for entity in start(store, "s", ["Rogozin"], None, 5)["entities"]:
        ends = [{said.subject, said.object} for said in store.statements(entity["iri"])]
        assert entity["beside"] == len(set().union(*ends) - {entity["iri"]})


def test_of_a_hub_so_many_neighbors_come_at_once_those_first_that_tie_in(hub: Store) -> None:
    """And the others when they are asked for again."""
    first = more(hub, Wish(also=("id:Leaf119",)))
    second = more(hub, Wish(around=("id:Hub",), held=nodes(first)))
    third = more(hub, Wish(around=("id:Hub",), held=nodes(first, second)))

    assert len(second["entities"]) == 1 + MOST_BESIDE
    assert f"{ID}Leaf118" in iris(second)
    assert len(third["entities"]) == 120 - 1 - MOST_BESIDE
    assert iris(first) | iris(second) | iris(third) == {each.iri for each in hub.entities()}


def test_neighbors_are_listed_by_name_the_best_connected_first(hub: Store) -> None:
    """With how many there are in all."""
    whole = json.loads(beside(hub, "id:Hub", ""))
    some = json.loads(beside(hub, f"{ID}Hub", "LEAF11"))

    assert (whole["all"], whole["found"], len(whole["entities"])) == (120, 120, live.LISTED)
    assert [each["label"] for each in whole["entities"][:2]] == ["Leaf118", "Leaf119"]
    assert (some["all"], some["found"]) == (120, 10)
    assert {each["label"][:6] for each in some["entities"]} == {"Leaf11"}


def test_a_claim_comes_with_what_it_is_about(store: Store) -> None:
    """And with the claims that it is linked to."""
    linked = next(each for each in store.claims(disputed=True) if each.object and each.links)
    payload = more(store, Wish(claims=(linked.iri,)))

    assert {linked.subject, linked.object} <= iris(payload)
    assert {linked.iri, *(link.claim for link in linked.links)} <= payload["claims"].keys()


def test_unknown_names_are_passed_over(store: Store) -> None:
    """A shared address may be older than the graph."""
    payload = more(store, Wish(("id:Nobody", "javascript:x"), ("",), ("x",), (10**9,)))

    assert (payload["entities"], payload["statements"], payload["claims"]) == ([], [], {})


def test_too_much_at_once_is_refused(store: Store) -> None:
    """Before any of it is looked up."""
    with pytest.raises(MisuseError, match="at most 300"):
        more(store, Wish(also=("id:NASA",) * (MOST_ASKED + 1)))
    with pytest.raises(MisuseError, match="at most 20"):
        more(store, Wish(around=("id:NASA",) * (MOST_AROUND + 1)))


def test_a_part_is_written_in_the_columns_that_pages_hold(store: Store) -> None:
    """And reads as it was gathered."""
    columns = live.part(None, store, (("id:NASA",), (), (), ()))

    held = payload_of(columns)
    gathered = more(store, Wish(around=("id:NASA",)))
    assert {each["iri"] for each in held["entities"]} == iris(gathered)
    assert [each["beside"] for each in held["entities"]] == [
        each["beside"] for each in gathered["entities"]
    ]
    assert live.part(None, store, (("id:NASA",), (), (), ())) == columns


def test_what_is_shown_first_of_a_graph_may_be_chosen_from_another(
    store: Store, hub: Store
) -> None:
    """As of the shipped graph, whose core is a graph of its own; a wish comes before."""
    html, policy = live.page(None, lambda _store: store, store, "s", (), None, 80)
    around, _ = live.page(None, lambda _store: hub, store, "s", ("NASA",), None, 5)

    assert "connect-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy
    assert policy.removesuffix("; frame-ancestors 'none'") in html.replace("&#39;", "'")
    assert f"{ID}NASA" in around
