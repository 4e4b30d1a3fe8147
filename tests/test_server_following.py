"""A server whose graph changes while it runs."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from astrograph import ingest_file
from incoming import whole, write
from serving import PATIENCE, serving

if TYPE_CHECKING:
    from pathlib import Path

    from serving import Served

ONE = """
@prefix id: <https://w3id.org/astrograph/id/> .
@prefix ag: <https://w3id.org/astrograph/ontology#> .
id:Ann a ag:Person .
"""
COUNT = {"query": "SELECT (COUNT(*) AS ?n) { ?claim a ag:Claim }"}


def counted(served: Served) -> tuple[int, str]:
    """Return how many claims there are, by the server, and the tag of that answer."""
    answer = served.client.get("/sparql", params=COUNT)
    (row,) = answer.json()["results"]["bindings"]
    return int(row["n"]["value"]), answer.headers["etag"]


def events(served: Served) -> list[dict[str, Any]]:
    """Return what was logged beside requests."""
    return [record for record in served.records() if "event" in record]


def waited_for_events(served: Served, number: int) -> list[dict[str, Any]]:
    """Wait until so many have been logged."""
    until = time.monotonic() + PATIENCE
    while len(events(served)) < number and time.monotonic() < until:
        time.sleep(0.1)
    return events(served)


def test_what_is_ingested_is_answered_without_a_new_start(tmp_path: Path) -> None:
    """With another tag, so that nobody keeps the old answer."""
    store = tmp_path / "store"
    ingest_file(write(tmp_path / "one.jsonl", whole(3)), store)
    with serving("--workers", "1", before=("--store", str(store))) as served:
        before = counted(served)
        ingest_file(write(tmp_path / "two.jsonl", whole(7)), store)
        waited_for_events(served, 1)
        after = counted(served)

        assert before[0] < after[0]
        assert before[1] != after[1]
        assert served.stop() == 0


def test_a_graph_that_breaks_while_it_is_served_is_served_as_it_was(tmp_path: Path) -> None:
    """And the log says so, once."""
    path = tmp_path / "graph.ttl"
    path.write_text(ONE)
    with serving("--workers", "1", before=("--store", str(path))) as served:
        before = counted(served)
        path.write_text("this is no Turtle")
        (event,) = waited_for_events(served, 1)

        assert "cannot be opened" in event["event"]
        assert counted(served) == before
