"""Whatever becomes of a table: a store that replaces it is as if it had never seen the old one."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from incoming import held
from staff import take

EDITIONS = st.lists(
    st.tuples(
        st.integers(1, 5), st.sampled_from("ABC"), st.integers(1950, 1953), st.integers(1990, 1992)
    ),
    unique_by=lambda row: row[0],
    max_size=5,
)


@given(EDITIONS, EDITIONS)
@settings(max_examples=8, deadline=None)
def test_what_the_new_edition_leaves_is_what_it_makes_alone(
    one: list[tuple[int, str, int, int]], other: list[tuple[int, str, int, int]]
) -> None:
    """Whatever has become of the rows: nothing of the old one is left, and nothing is lost."""
    old, new = ([",".join(map(str, row)) for row in rows] for rows in (one, other))
    with TemporaryDirectory() as first, TemporaryDirectory() as second:
        take(Path(first), old)
        take(Path(first), new, replace=True)
        take(Path(second), new)

        assert held(Path(first) / "s") == held(Path(second) / "s")
