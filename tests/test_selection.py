"""Claims are selected by every filter, and disputed ones with both voices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from astrograph.errors import MisuseError
from astrograph.model import Evidence, Interval, Link
from astrograph.selection import ClaimFilter, select_claims
from astrograph.vocab import SOURCE
from builders import AG, CLAIM, ID, claim, store_of

if TYPE_CHECKING:
    from astrograph import Store

SEED = CLAIM + "seed1-"


def chosen(store: Store, wanted: ClaimFilter) -> list[str]:
    """Return the selected claims by the end of their IRIs."""
    return [each.iri.removeprefix(SEED) for each in select_claims(store, wanted)]


def test_without_a_filter_every_claim_is_selected(shipped: Store) -> None:
    """In order of IRI."""
    claims = select_claims(shipped, ClaimFilter())

    assert claims == list(shipped.claims())
    assert [each.iri for each in claims] == sorted(each.iri for each in claims)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (ClaimFilter(modality=("Denial",)), ["C20", "C23", "C34"]),
        (ClaimFilter(modality=("Threat",)), ["C50"]),
        (ClaimFilter(modality=("Denial", "Threat")), ["C20", "C23", "C34", "C50"]),
        (ClaimFilter(relation=(AG + "leads",)), ["C10", "C22", "C30", "C48"]),
        (ClaimFilter(speaker=(ID + "BillNelson",)), ["C23"]),
        (ClaimFilter(speaker=(ID + "KathyLueders",)), ["C34", "C36"]),
        (ClaimFilter(status=("Superseded",)), ["C01"]),
        (ClaimFilter(entities=(ID + "BillNelson",)), ["C22", "C23"]),
        (ClaimFilter(entities=(ID + "BillNelson", ID + "NASA")), ["C22", "C23"]),
        (ClaimFilter(entities=(ID + "BillNelson", ID + "Reuters")), []),
        (ClaimFilter(entities=(ID + "NASA",), modality=("Denial",)), ["C20", "C23", "C34"]),
        (ClaimFilter(claims=(SEED + "C02", SEED + "C01")), ["C01", "C02"]),
        (ClaimFilter(claims=(SEED + "C02",), modality=("Denial",)), []),
    ],
)
def test_filters_hold_together_and_values_of_one_in_turn(
    shipped: Store, wanted: ClaimFilter, expected: list[str]
) -> None:
    """On the article's own claims."""
    assert expected == [
        name for name in chosen(shipped, wanted) if not name.startswith(CLAIM + "name-")
    ]


def test_both_positions_on_leaving_come_with_what_they_are_at_odds_with(shipped: Store) -> None:
    """The superseded plan, its successor, the disputed end, and those who argue against it."""
    disputed = chosen(shipped, ClaimFilter(entities=(ID + "Roscosmos",), disputed=True))

    assert {"C01", "C02", "C14", "C59", "C61", "C62"} <= set(disputed)
    assert "C10" not in disputed
    assert disputed == sorted(disputed)


@pytest.mark.parametrize("status", ["Disputed", "Superseded"])
def test_a_claim_is_disputed_by_its_status_alone(status: str) -> None:
    """Even when nothing is said against it."""
    doubted = claim("A", "leads", "B", status=status)
    store = store_of(doubted, claim("A", "leads", "C"))

    assert select_claims(store, ClaimFilter(disputed=True)) == [doubted]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("contradicts", 2), ("inTensionWith", 2), ("argueAgainst", 2), ("supersedes", 2),
     ("supports", 0), ("restates", 0), ("elaborates", 0)],
)  # fmt: skip
def test_only_links_that_set_claims_against_each_other_make_a_dispute(
    kind: str, expected: int
) -> None:
    """The other voice comes along although it does not name the entity."""
    other = claim("X", "leads", "Y")
    one = claim("A", "leads", "B")
    one = one._replace(links=(Link(one.iri, kind, other.iri),))

    found = select_claims(store_of(one, other), ClaimFilter(entities=(ID + "A",), disputed=True))

    assert len(found) == expected


def test_only_claims_that_may_hold_at_an_instant_are_selected() -> None:
    """Open bounds leave it possible."""
    over = claim("A", "leads", "B", holds=Interval(end_latest="2020-01-01T00:00:00Z"))
    open_ended = claim("A", "participatesIn", "B")
    store = store_of(over, open_ended)

    assert select_claims(store, ClaimFilter(at="2021-01-01T00:00:00Z")) == [open_ended]
    assert select_claims(store, ClaimFilter(at="2019-01-01T00:00:00Z")) == [over, open_ended]


@pytest.mark.parametrize(
    "text",
    ["https://w3id.org/astrograph/source/seed1", "source:seed1", "seed1", "article",
     "undated article"],
)  # fmt: skip
def test_a_source_is_named_by_id_or_by_words_of_its_title(shipped: Store, text: str) -> None:
    """All of them mean the article, and its claims alone."""
    article = "https://w3id.org/astrograph/source/seed1"
    claims = select_claims(shipped, ClaimFilter(source=(text,)))

    assert sum(each.iri.startswith(SEED) for each in claims) == 63
    assert {place.source for each in claims for place in each.evidence} == {article}


def test_claims_are_also_selected_by_their_primary_source(shipped: Store) -> None:
    """A table that passes on what a page says cites both."""
    claims = select_claims(shipped, ClaimFilter(source=("wikipedia-Dmitry_Rogozin",)))

    assert claims
    assert {each.subject for each in claims} == {ID + "DmitryRogozin"}


def test_of_many_known_sources_the_first_are_listed_and_the_rest_counted() -> None:
    """With the command that lists them all."""
    places = (Evidence(f"{SOURCE}s{n}-1", f"{SOURCE}s{n}") for n in range(10))
    store = store_of(claim("A", "leads", "B", evidence=tuple(places)))

    with pytest.raises(MisuseError) as caught:
        select_claims(store, ClaimFilter(source=("zzz",)))

    assert caught.value.hint.startswith("there are: source:s0, source:s1, ")
    assert caught.value.hint.endswith(", source:s7 and 2 more: astrograph stats --sources")


@pytest.mark.parametrize("text", ["zzz", "", "seed"])
def test_an_unknown_source_is_refused_with_the_known_ones(shipped: Store, text: str) -> None:
    """Half a word is no word of a title."""
    with pytest.raises(MisuseError) as caught:
        select_claims(shipped, ClaimFilter(source=(text,)))

    assert caught.value.message == f"no source is called {text!r}"
    assert "source:" in caught.value.hint
