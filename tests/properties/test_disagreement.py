"""Whatever the claims are: order does not matter, and a wider tolerance never finds more."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from astrograph.disagreement import CONTRADICTS, concerns, statement
from astrograph.disagreement.compare import (
    ends_differ,
    overlap,
    starts_differ,
    values_differ,
)
from astrograph.model import Claim, Interval, Value
from astrograph.vocab import AG
from properties.strategies import intervals
from rivals import RELATIONS, born, contradicting, disputed, laid, told

RULED = st.sampled_from(sorted(RELATIONS))
DATES = st.sampled_from(["1943", "1943-08-20", "1951-02", "600", "650", "700.5", "soon", "Soon"])


@st.composite
def rivals(draw: st.DrawFn) -> list[Claim]:
    """Draw some claims on few subjects, so that they have something to disagree about."""
    made = []
    for number in range(draw(st.integers(2, 6))):
        relation = draw(RULED).removeprefix(AG)
        valued = relation in {"dateOfBirth", "officialName", "timeInSpace"}
        target = Value(draw(DATES)) if valued else draw(st.sampled_from("XY"))
        made.append(
            told(
                f"{number}",
                draw(st.sampled_from(["old", "new", "own", "page"])),
                (draw(st.sampled_from("AB")), relation, target),
                holds=draw(intervals),
                polarity=draw(st.sampled_from(["Positive", "Positive", "Negative"])),
                role_text=draw(st.sampled_from([None, None, "acting"])),
                tense=draw(st.sampled_from([None, "Past"])),
            )
        )
    return made


@given(rivals(), st.randoms())
def test_the_order_of_the_claims_does_not_matter(claims: list[Claim], random: object) -> None:
    """The same claims give the same overlays, each pair one link and never one with itself."""
    mixed = list(claims)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    found = laid(*claims)

    assert laid(*mixed) == found
    pairs = [
        frozenset({link.claim, link.other})
        for overlay in found.values()
        for link in overlay.links
        if link.kind == CONTRADICTS
    ]
    assert len(pairs) == len(set(pairs))
    assert all(len(pair) == 2 for pair in pairs)


@given(rivals())
def test_claims_that_no_rule_concerns_change_nothing(claims: list[Claim]) -> None:
    """A caller may leave out what `concerns` does not name and no other claim denies."""
    denied = {statement(each) for each in claims if each.polarity == "Negative"}
    kept = [each for each in claims if concerns(each, RELATIONS) or statement(each) in denied]

    assert laid(*kept) == laid(*claims)


@given(rivals())
def test_a_claim_yields_only_to_one_that_it_contradicts(claims: list[Claim]) -> None:
    """And of those that contradict each other, never all do."""
    pairs = contradicting(*claims)
    losers = disputed(*claims)

    assert losers <= {name for pair in pairs for name in pair}
    assert all(not losers.issuperset(pair) or len(losers) > 1 for pair in pairs)
    assert losers != {name for pair in pairs for name in pair} or not pairs


@given(intervals, intervals, st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_wider_tolerance_never_finds_more(
    one: Interval, other: Interval, narrow: int, wider: int
) -> None:
    """Nor does it matter which of two comes first."""
    small, large = sorted((narrow, wider))
    for differ in (starts_differ, ends_differ, overlap):
        assert differ(one, other, small) or not differ(one, other, large)
        assert differ(one, other, small) == differ(other, one, small)


@given(DATES, DATES, st.integers(0, 10**10), st.integers(0, 10**10))
def test_a_wider_tolerance_never_tells_more_values_apart(
    one: str, other: str, narrow: int, wider: int
) -> None:
    """Whatever kinds of value they are."""
    small, large = sorted((narrow, wider))
    first, second = born("a", one), born("b", other)

    assert values_differ(first, second, small) or not values_differ(first, second, large)
    assert values_differ(first, second, small) == values_differ(second, first, small)
