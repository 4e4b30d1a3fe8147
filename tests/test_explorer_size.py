"""A page holds no more than a browser can carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from astrograph.errors import MisuseError
from astrograph.explorer import build_payload, graph

if TYPE_CHECKING:
    from astrograph.store import Store


def test_more_than_a_page_can_hold_is_refused_with_advice(
    shipped: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line says what, one what to do; it is the user's request that is at fault."""
    monkeypatch.setattr(graph, "MOST_HELD", 5)

    with pytest.raises(MisuseError, match="a page holds 5 entities at most") as refused:
        build_payload(shipped)
    assert refused.value.exit_code == 2
    assert "--size 5" in refused.value.hint
    assert len(build_payload(shipped, size=5)["entities"]) <= 5
