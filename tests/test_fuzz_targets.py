"""What `scripts/fuzz` tries for hours, tried for a moment: first inputs, and bytes near them."""

from __future__ import annotations

import random

import pytest

from fuzz_seeds import seeds
from fuzz_targets import TARGETS

SEED, NEAR = 20221101, 20
SIGNS = [b"\x00", b"\xff", b"\xed\xa0\x80", b"'", b'"', b"<", b"#", b"{", b"\\", b"\r\n", b"9" * 20]


def near(content: bytes, chance: random.Random) -> bytes:
    """Change some bytes: cut, doubled, or replaced by a sign that means something somewhere."""
    first, last = sorted(chance.choices(range(len(content) + 1), k=2))
    return content[:first] + chance.choice([b"", content[:20], *SIGNS]) + content[last:]


@pytest.mark.parametrize("name", TARGETS)
def test_no_reader_falls_over_what_a_search_begins_with(name: str) -> None:
    """Nor over what is near it; what a reader refuses, it refuses by an error of ours."""
    tried, chance = TARGETS[name](), random.Random(SEED)  # noqa: S311 -- the same in every run
    given = list(seeds(name))

    assert given
    for content in given:
        tried(content)
        for _ in range(NEAR):
            tried(near(content, chance))
