"""The shipped queries answer on the whole graph too, soon, and what they promise."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from astrograph import run_query
from astrograph.query import saved_queries, saved_query
from astrograph.store.shipped import SLICES
from builders import ID

if TYPE_CHECKING:
    from astrograph import Store

BINDINGS = {
    "around": {"entity": "NASA"},
    "claims-of-a-sentence": {"sentence": '"14"^^xsd:integer'},
    "crew-of-a-flight": {"flight": "Soyuz MS-22"},
    "heads-of-an-agency-over-time": {"organization": "Roscosmos"},
    "names-of": {"entity": "МКС"},
    "successions": {"organization": "Roscosmos"},
    "who-flew-with-whom": {"person": "Sergei Krikalev"},
}
"""A value for each query that wants one: that of its explanation, but for other spellings."""


def rows(store: Store, name: str, **given: Any) -> list[dict[str, str]]:  # noqa: ANN401
    """Run a shipped query; its terms by their text, IRIs of entities by local name."""
    given.setdefault("bind", BINDINGS.get(name))
    answer = run_query(store, saved_query(name).text, **given)
    assert isinstance(answer, list)
    return [
        {key: getattr(term, "value", "").removeprefix(ID) for key, term in row.items()}
        for row in answer
        if isinstance(row, dict)
    ]


@pytest.fixture(scope="module")
def filled(wide: Store) -> Store:
    """Return the whole graph with its engine filled, which the first query waits for."""
    run_query(wide, "ASK { ?s ?p ?o }")
    return wide


@pytest.mark.parametrize("name", [query.name for query in saved_queries()])
def test_every_shipped_query_says_what_it_speaks_of(name: str) -> None:
    """A line with what it answers, and one with the slice and the instant."""
    query = saved_query(name)
    first, second = query.text.splitlines()[:2]

    assert first == f"# {query.explanation}"
    assert query.explanation.endswith((".", "?"))
    assert query.slice in SLICES
    assert second.startswith(f"# Slice: {query.slice}")
    assert "Instant: none" in second or "Instant: the edition date" in second


@pytest.mark.parametrize("name", [query.name for query in saved_queries()])
def test_every_shipped_query_answers_on_the_whole_graph(filled: Store, name: str) -> None:
    """At least one row, in the time that a query is given, however many claims there are."""
    assert rows(filled, name)


@pytest.mark.parametrize("name", sorted(BINDINGS))
def test_a_query_that_wants_a_value_says_which(name: str) -> None:
    """With an example of it."""
    (variable,) = BINDINGS[name]

    assert f"--bind {variable}=" in saved_query(name).explanation


def test_heads_are_those_of_the_instant(filled: Store) -> None:
    """Of the slice's edition date, or of the day that is asked for."""

    def heads(**given: Any) -> set[str]:  # noqa: ANN401
        found = rows(filled, "current-heads", **given)
        return {row["person"] for row in found if row["leads"] == "Roscosmos"}

    assert heads() == {"DmitryBakanov"}
    assert heads(at="2022-07-27T00:00:00Z") == {"YuriBorisov"}
    assert heads(at="2022-07-01T00:00:00Z") == {"DmitryRogozin"}


def test_a_crew_has_everybody_aboard_with_each_source(filled: Store) -> None:
    """Roles are those of the table of rides; other tables have none."""
    crew = rows(filled, "crew-of-a-flight")

    assert {row["flight"] for row in crew} == {"flight-H00363"}
    assert {row["name"] for row in crew} == {
        "Dmitry Petelin",
        "Frank Rubio",
        "Sergey Prokopyev",
    }
    assert {row.get("role") for row in crew if row["source"].startswith("Human space rides")} == {
        "commander",
        "flight engineer 1",
        "flight engineer 2",
    }
    assert len({row["source"] for row in crew if row["name"] == "Frank Rubio"}) == 3


def test_whoever_flew_together_is_counted_by_flights(filled: Store) -> None:
    """The more flights, the earlier; oneself is not among the others."""
    found = rows(filled, "who-flew-with-whom")
    by_name = {row["name"]: row for row in found}

    assert "Sergei Krikalev" not in by_name
    assert by_name["William Shepherd"]["together"] == "STS-102, Soyuz TM-31"
    assert all(int(row["flights"]) == row["together"].count(",") + 1 for row in found)
    assert all(int(one["flights"]) >= int(other["flights"]) for one, other in pairwise(found))


def test_heads_of_an_agency_come_in_the_order_of_time(filled: Store) -> None:
    """With the title and the bounds that the sources give."""
    found = rows(filled, "heads-of-an-agency-over-time")
    begun = [row["from"] for row in found]

    assert begun == sorted(begun)
    assert list(dict.fromkeys(row["name"] for row in found)) == [
        "Yuri Koptev",
        "Anatoly Perminov",
        "Vladimir Popovkin",
        "Oleg Ostapenko",
        "Igor Komarov",
        "Dmitry Rogozin",
        "Yuri Borisov",
        "Dmitry Bakanov",
    ]


def test_launches_are_counted_by_year_and_state(filled: Store) -> None:
    """From the first year on; no launch is counted twice for a state."""
    found = rows(filled, "launches-by-state-and-year")
    counted = {(row["year"], row["state"]): int(row["launches"]) for row in found}

    assert len(counted) == len(found)
    assert counted["1957", "USSR"] == 2
    assert counted["1957", "United States"] == 1
    assert min(year for year, _ in counted) == "1957"
    assert sum(counted.values()) <= filled.count("type")["Launch"]


def test_disputed_figures_have_both_voices(filled: Store) -> None:
    """Each pair once, with the sources and how each figure stands."""
    found = rows(filled, "disputed-figures")
    (liu,) = (row for row in found if row["about"] == "Liu Yang")

    assert {liu["figure"], liu["otherFigure"]} == {"16850880", "1123200"}
    assert {liu["status"], liu["otherStatus"]} == {"Accepted", "Disputed"}
    assert liu["by"] != liu["otherBy"]
    assert all(row["figure"] != row["otherFigure"] for row in found)


def test_no_disputed_figure_is_missing(filled: Store) -> None:
    """Whichever of the two is the larger, and whichever claim the link leaves."""
    pairs = run_query(
        filled,
        "SELECT DISTINCT ?one ?other { ?one ag:contradicts ?other ; ag:value ?a ."
        " ?other ag:value ?b }",
    )
    assert isinstance(pairs, list)
    found = rows(filled, "disputed-figures")
    larger = [float(row["figure"]) > float(row["otherFigure"]) for row in found]

    assert len(found) == len(pairs)
    assert any(larger)
    assert not all(larger)


def test_the_station_is_listed_element_by_element(filled: Store) -> None:
    """With builders, owners and the launch."""
    found = {row["element"]: row for row in rows(filled, "elements-of-the-iss-and-who-built-them")}

    assert "Thales Alenia" in found["Columbus"]["builtBy"].split(", ")
    assert found["Columbus"]["ownedBy"] == "ESA"
    assert found["Columbus"]["wentUpWith"].startswith("launch 2008-005")
    assert {"Pirs", "Quest", "Rassvet", "Zarya", "Zvezda"} <= found.keys()


def test_successions_lead_back_to_the_first(filled: Store) -> None:
    """Phase by phase, the last one first."""
    found = rows(filled, "successions")

    assert found[0]["successor"] == "Roscosmos"
    assert all(one["tookOverFrom"] == other["successor"] for one, other in pairwise(found))
    assert [row["when"][:4] for row in found] == ["2016", "2004", "1999", "1992", "1991"]
