"""Comparing two graphs one way and the other gives the same, turned round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from astrograph.diff import Side, diff
from builders import store_of
from properties.strategies import claim_graphs

if TYPE_CHECKING:
    from astrograph.model import Claim


@settings(max_examples=30)
@given(st.data())
def test_what_is_added_one_way_is_removed_the_other_way(data: st.DataObject) -> None:
    """And every claim is in at most one of the lists of those that only one graph has."""
    claims: list[Claim] = data.draw(claim_graphs())
    parts = [[each for each in claims if data.draw(st.booleans())] or claims[:1] for _ in range(2)]
    sides = [Side(store_of(*part)) for part in parts]
    there, back = diff(sides[0], sides[1]), diff(sides[1], sides[0])
    named = [{each.iri for each in part} for part in parts]

    assert there.added == back.removed == tuple(sorted(named[1] - named[0]))
    assert there.removed == back.added == tuple(sorted(named[0] - named[1]))
    assert {c.before.iri for c in there.statuses} == {c.after.iri for c in back.statuses}
    assert [(c.start, c.goal) for c in there.connections.gained] == [
        (c.start, c.goal) for c in back.connections.lost
    ]
    assert there.is_empty == back.is_empty
