"""What a page holds: in columns, every text once, and of a large graph more than is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from astrograph import find_entities
from astrograph.explorer.columns import in_columns, packed
from astrograph.explorer.graph import build_payload
from astrograph.explorer.picture import draw
from browser.columns import as_held, payload_of
from browser.sample import sample_payload

if TYPE_CHECKING:
    from astrograph.explorer.payload import PageClaim, Payload
    from astrograph.store import Store


@pytest.fixture(scope="module")
def sample() -> Payload:
    """Return the sample payload; tests must not change it."""
    return sample_payload()


def test_a_page_holds_the_shipped_graph_unchanged(shipped: Store) -> None:
    """Every entity, statement, claim and source, whatever fields it has and lacks."""
    payload = build_payload(shipped)

    assert payload_of(in_columns(payload)) == as_held(payload)


@given(
    st.lists(
        st.builds(
            lambda text, lang, number: (text, lang, number),
            st.text(max_size=5),
            st.none() | st.sampled_from(["en", "ru"]),
            st.none() | st.floats(0, 1),
        ),
        max_size=12,
    )
)
def test_any_text_and_any_gap_comes_through_the_columns(
    rows: list[tuple[str, str | None, float | None]],
) -> None:
    """Empty tables and texts, fields that are None, and fields that only some records have."""
    payload = sample_payload()
    model = next(iter(payload["claims"].values()))
    payload["claims"] = {}
    for number, (text, lang, confidence) in enumerate(rows):
        claim = {**model, "iri": f"x:{number}", "paraphrase": text, "confidence": confidence}
        if lang:
            claim |= {"hedged": True, "time_text": lang, "speaker": None}
        payload["claims"][f"x:{number}"] = cast("PageClaim", claim)

    assert payload_of(in_columns(payload)) == as_held(payload)


def test_what_is_said_often_is_held_once(sample: Payload) -> None:
    """A page with ten times the claims about the same things does not grow tenfold."""
    many: Payload = {**sample, "claims": {}}
    for claim in sample["claims"].values():
        for number in range(10):
            iri = f"{claim['iri']}-{number}"
            many["claims"][iri] = cast("PageClaim", {**claim, "iri": iri})

    assert len(packed(many)) < 2 * len(packed(sample))


def test_only_what_is_to_be_drawn_at_first_is_drawn(sample: Payload) -> None:
    """Lines to the others are left out with them; their marks stand in the legend."""
    drawn = {sample["statements"][0]["subject"], sample["statements"][0]["object"]}
    part = draw({**sample, "drawn": sorted(drawn)})

    assert {node["id"] for node in part["nodes"]} == drawn
    assert 0 in {edge["id"] for edge in part["edges"]}
    assert all({edge["from"], edge["to"]} <= drawn for edge in part["edges"])
    assert part["marks"] == draw(sample)["marks"]


def test_a_page_that_holds_more_than_can_be_drawn_draws_what_is_nearest(
    shipped: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It still holds all of it."""
    whole = build_payload(shipped, size=1000)
    monkeypatch.setattr("astrograph.explorer.graph.DRAWN", 10)
    rogozin = find_entities(shipped, "Dmitry Rogozin")[0].entity
    part = build_payload(shipped, focus=[rogozin], size=1000)

    assert "drawn" not in whole
    assert len(part["drawn"]) == 10
    assert rogozin.iri in part["drawn"]
    assert part["entities"] == whole["entities"]
