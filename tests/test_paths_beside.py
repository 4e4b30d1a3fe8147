"""The claims that name both ends of a path and make no relation: which stand beside the paths."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astrograph import find_paths
from astrograph.model import Evidence, Interval
from astrograph.paths import PathOptions
from builders import ID, claim, store_of

if TYPE_CHECKING:
    from astrograph import Store
    from astrograph.model import Claim

MAY, JUNE, JULY = (f"2022-0{month}-01T00:00:00Z" for month in (5, 6, 7))
SOURCES = [f"https://w3id.org/astrograph/source/{name}" for name in "xy"]


def beside(store: Store, start: str, goal: str, **options: object) -> tuple[str, ...]:
    """Return what stands beside the paths."""
    return find_paths(store, start, goal, PathOptions(**options)).beside  # type: ignore[arg-type]


def told(one: str, other: str, source: int, **fields: object) -> Claim:
    """Make a claim that cites one of the sources."""
    place = Evidence(f"{SOURCES[source]}-{one}{other}", SOURCES[source])
    return claim(one, "leads", other, evidence=(place,), **fields)


def test_claims_that_make_a_relation_do_not_stand_beside_the_paths() -> None:
    """Whatever keeps them from being walked: a status, or that they join others."""
    denied = told("a", "c", 0, modality="Denial", polarity="Negative")
    not_so = told("a", "c", 0, polarity="Negative", status="Rejected")
    threat = told("a", "c", 1, modality="Threat")
    store = store_of(
        *(denied, not_so, threat),
        *(told("a", "b", 0), told("b", "c", 0)),
        *(told("a", "c", 0, status=status) for status in ("Disputed", "Superseded")),
        told("b", "x", 0, speaker=ID + "a", addressee=ID + "c"),
    )

    for status in ("Accepted", "Superseded", "any"):
        found = beside(store, "a", "c", k=1, status=status)
        assert found == (denied.iri, not_so.iri, threat.iri)
    assert beside(store, "a", "c", source=(SOURCES[1],)) == (threat.iri,)


def test_what_stands_beside_the_paths_obeys_both_clocks() -> None:
    """When it was said, and when what it is about would be so."""
    early = claim("a", "leads", "b", modality="Denial", said_latest=MAY)
    late = claim("a", "leads", "b", modality="Threat", said_earliest=JULY)
    over = claim("a", "leads", "b", modality="Opinion", holds=Interval(None, None, None, MAY))
    store = store_of(early, late, over)

    assert beside(store, "a", "b") == (early.iri, late.iri, over.iri)
    assert beside(store, "a", "b", known_by=JUNE) == (early.iri, over.iri)
    assert beside(store, "a", "b", at=JUNE) == (early.iri, late.iri)
    assert beside(store, "a", "b", during=(JUNE, JULY)) == (early.iri, late.iri)


def test_what_has_not_begun_stands_beside_the_paths_until_it_has() -> None:
    """Then it is a relation like any other."""
    ahead = claim("a", "leads", "b", tense="Future", holds=Interval(MAY, MAY, JULY, JULY))
    store = store_of(ahead)

    assert beside(store, "a", "b") == (ahead.iri,)
    assert beside(store, "a", "b", at=JUNE) == ()
    assert find_paths(store, "a", "b", PathOptions(at=JUNE)).paths
