"""The processes that answer questions: what they answer, what ends them, and that others go on."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import time
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from astrograph import open_store
from astrograph.errors import (
    BusyError,
    QueryMemoryError,
    QuerySyntaxError,
    QueryTimeoutError,
    StoreError,
)
from astrograph.model import Clock
from astrograph.server.workers import Question, Workers
from looping import finished

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from astrograph import Store

ARTICLE = partial(open_store, slice="article")
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
HEAVY = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c"
LEADERS = "SELECT ?who { ?who ag:leads ?what } ORDER BY ?who"


def answering(
    work: Callable[[Workers], Coroutine[Any, Any, Any]],
    *,
    count: int = 2,
    memory: int = 1 << 30,
    start: Callable[[], Store] = ARTICLE,
) -> Any:  # noqa: ANN401 -- whatever the work returns
    """Do something with processes over the article's graph."""

    async def run() -> Any:  # noqa: ANN401
        workers = Workers(start, count=count, memory=memory, handlers={"nap": nap, "end": end})
        await workers.start()
        try:
            return await work(workers)
        finally:
            await workers.close()

    return finished(run())


def nap(_: Store, seconds: float) -> int:
    """Sleep, and tell in which process."""
    time.sleep(seconds)
    return os.getpid()


def end(_: Store) -> None:
    """End the process without an answer."""
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_question_is_answered_in_the_format_that_is_asked_for() -> None:
    """Solutions in one, triples in the other."""

    async def work(workers: Workers) -> None:
        rows = await workers.ask(Question(LEADERS, form="csv"), 30)
        triples = await workers.ask(Question("DESCRIBE id:NASA", graph_form="nt"), 30)
        truth = await workers.ask(Question("ASK { }"), 30)

        assert rows.content.decode().splitlines()[0] == "who"
        assert (rows.form, rows.found, rows.capped) == ("csv", True, False)
        assert triples.form == "nt"
        assert b"<https://w3id.org/astrograph/id/NASA> " in triples.content
        assert json.loads(truth.content)["boolean"] is True

    answering(work)


def test_rows_over_the_limit_are_cut_and_that_is_said() -> None:
    """Whatever the format."""

    async def work(workers: Workers) -> list[bool]:
        return [
            (await workers.ask(Question(LEADERS, form=form, limit=limit), 30)).capped
            for form in ("json", "xml", "csv", "tsv")
            for limit in (2, 1000)
        ]

    assert answering(work) == [True, False] * 4


def test_a_clock_and_values_reach_the_query() -> None:
    """As on the command line."""

    async def work(workers: Workers) -> list[str]:
        found = []
        for at in ("1960-01-01T00:00:00Z", "2022-07-20T00:00:00Z"):
            question = Question(
                "ASK { ?who ag:leads ?what }", clock=Clock(at), bind=(("what", "Roscosmos"),)
            )
            found.append(json.loads((await workers.ask(question, 30)).content)["boolean"])
        return found

    assert answering(work)[1] is True


def test_what_is_wrong_with_a_query_is_said_as_on_the_command_line() -> None:
    """And the process goes on."""

    async def work(workers: Workers) -> None:
        for text in ("SELECT ?x {", "SELECT * { SERVICE <http://127.0.0.1:9/> { } }"):
            with pytest.raises(QuerySyntaxError, match="bad query at line 1, column"):
                await workers.ask(Question(text), 30)

        assert workers.killed == 0
        assert (await workers.ask(Question("ASK { }"), 30)).found

    answering(work)


def test_a_query_that_takes_too_long_is_ended_while_short_ones_go_on() -> None:
    """Though there are as many long ones as may be."""

    async def work(workers: Workers) -> None:
        long = [asyncio.ensure_future(workers.ask(Question(ENDLESS), 3)) for _ in range(2)]
        await asyncio.sleep(1.5)
        for _ in range(3):
            assert (await workers.ask(Question("ASK { }"), 2)).found
        assert not any(each.done() for each in long)
        for ended in await asyncio.gather(*long, return_exceptions=True):
            assert isinstance(ended, QueryTimeoutError)
        assert (workers.busy, workers.long, workers.killed) == (0, 0, 2)
        assert (await workers.ask(Question("ASK { }"), 30)).found

    answering(work)


def test_one_long_query_too_many_is_turned_away() -> None:
    """After the second that it may have."""

    async def work(workers: Workers) -> None:
        first = asyncio.ensure_future(workers.call("nap", (30.0,), 60))
        await asyncio.sleep(1.5)
        with pytest.raises(BusyError, match="too many long queries"):
            await workers.call("nap", (30.0,), 60)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first

    answering(work, count=1)


def test_a_query_that_needs_too_much_memory_is_ended() -> None:
    """Its process is replaced."""

    async def work(workers: Workers) -> None:
        with pytest.raises(QueryMemoryError, match="more than 64 MiB"):
            await workers.ask(Question(HEAVY), 60)
        assert (await workers.ask(Question("ASK { }"), 30)).found

    answering(work, memory=64 << 20)


def test_a_process_that_is_gone_is_replaced() -> None:
    """Whoever ended it."""

    async def work(workers: Workers) -> None:
        for _ in range(6):
            with pytest.raises(QueryMemoryError):
                await workers.call("end", (), 30)
        assert (await workers.ask(Question("ASK { }"), 30)).found

    answering(work, count=1)


def test_a_process_that_was_slowed_down_is_not_used_again() -> None:
    """Since it may not be made quick again."""

    async def work(workers: Workers) -> None:
        slow = await workers.call("nap", (1.3,), 30)
        others = {await workers.call("nap", (0.0,), 30) for _ in range(8)}

        assert slow not in others

    answering(work, count=1)


def test_a_store_that_cannot_be_opened_is_told_of_at_the_start() -> None:
    """Before anybody asks."""

    async def work(_: Workers) -> None: ...

    with pytest.raises(StoreError, match="no such file: /nowhere"):
        answering(work, start=partial(open_store, "/nowhere.ttl"))
