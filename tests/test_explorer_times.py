"""What a page shows of a time that it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from astrograph.explorer import build_payload
from astrograph.model import Clock, Interval
from builders import ID, claim, store_of

if TYPE_CHECKING:
    from astrograph.explorer.payload import Payload
    from astrograph.store.local import LocalStore

AT = "1965-01-01T00:00:00Z"


def day(year: int) -> str:
    """Return the first instant of a year."""
    return f"{year}-01-01T00:00:00Z"


@pytest.fixture(scope="module")
def agency() -> LocalStore:
    """Return an agency with a head of one time, an undated rival, and parts of two times."""
    old, new = Interval(day(1960), day(1960), day(1970), day(1970)), Interval(day(1990), day(1990))
    return store_of(
        claim("Webb", "leads", "Agency", holds=old),
        claim("Rival", "leads", "Agency"),
        claim("Deputy", "holdsOfficeIn", "Agency"),
        *(claim(f"Old{number}", "partOf", "Agency", holds=old) for number in range(6)),
        *(claim(f"New{number}", "partOf", "Agency", holds=new) for number in range(20)),
    )


def page(store: LocalStore, size: int) -> Payload:
    """Build a page about the agency at a time."""
    entity = store.entity(f"{ID}Agency")
    assert entity is not None
    return build_payload(store, focus=[entity], at=AT, size=size, tier="lite")


def said(payload: Payload) -> set[str]:
    """Return the subjects of what a page states."""
    return {each["subject"].removeprefix(ID) for each in payload["statements"]}


def test_a_page_of_a_time_is_filled_with_what_was_so_then(agency: LocalStore) -> None:
    """What came later takes no room, and is not counted among what is connected."""
    small = page(agency, 6)

    assert len(small["entities"]) == 6
    assert all(not name.startswith("New") for name in said(small))
    assert small["edition"].endswith("; 6 of 9 connected entities are shown")
    assert {"Old0", "Old5"} < said(page(agency, 80))


def test_who_may_have_held_what_another_certainly_held_stays_out(agency: LocalStore) -> None:
    """As in the answer of the command; of what several can hold all stay who may have."""
    assert {"Webb", "Deputy"} < said(page(agency, 80))
    assert "Rival" not in said(page(agency, 80))


def test_a_page_of_a_time_says_which(agency: LocalStore) -> None:
    """And a page of all times says none."""
    assert page(agency, 80)["during"] == list(Clock(at=AT).stretch or ())
    assert "during" not in build_payload(agency, tier="lite")


def test_a_plan_is_not_called_planned_twice() -> None:
    """Its tense says so; what is possible is called so, whatever its tense."""
    plan = claim("A", "leaves", "B", modality="Plan", holds=Interval(day(1970), day(1970)))
    payload = build_payload(store_of(plan, claim("A", "partOf", "B")), at=AT, tier="lite")

    assert {each["tense"]: each["when"] for each in payload["statements"]} == {
        "plan": "from 1970",
        "present": "possible",
    }
