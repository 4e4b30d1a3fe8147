"""Work in a process of its own: what it gives back, and what ends it."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

import pytest

from astrograph.errors import (
    JobError,
    QueryMemoryError,
    QuerySyntaxError,
    QueryTimeoutError,
    RdfError,
)
from astrograph.query.isolated import isolated, parts, revived

if TYPE_CHECKING:
    from pathlib import Path

ROOM = 64 << 20


def nothing() -> None:
    """Prepare nothing."""


def refuse(_: object) -> None:
    """Fail as the engine fails at a bad query."""
    raise QuerySyntaxError("bad query at line 1", hint="look at it")


def test_what_the_work_returns_comes_back_from_another_process() -> None:
    """It is another one than this."""
    mine, prepared = isolated(os.getpid, lambda given: (os.getpid(), given), timeout=10)

    assert mine == prepared != os.getpid()


def test_an_answer_of_many_megabytes_comes_back_whole() -> None:
    """More than a pipe holds at once."""
    assert isolated(nothing, lambda _: b"x" * 50_000_000, timeout=30) == b"x" * 50_000_000


def test_an_error_of_the_work_is_raised_here_with_its_hint() -> None:
    """As if it had been done here."""
    with pytest.raises(QuerySyntaxError, match="bad query at line 1") as caught:
        isolated(nothing, refuse, timeout=10)

    assert caught.value.hint == "look at it"


def test_an_error_of_preparing_is_raised_here() -> None:
    """As if it had been done here."""
    with pytest.raises(QuerySyntaxError, match="bad query at line 1"):
        isolated(lambda: refuse(None), lambda _: 1, timeout=10)


def test_an_error_that_takes_parts_of_its_own_can_be_made_anew() -> None:
    """Its message is made already."""
    again = revived(parts(RdfError("it is UTF-16", file="x.ttl", line=1)))

    assert type(again) is RdfError
    assert str(again) == "cannot read x.ttl, line 1: it is UTF-16"


def test_a_fault_of_the_program_is_no_fault_of_the_user() -> None:
    """It says what it is."""
    with pytest.raises(RuntimeError, match="ZeroDivisionError: "):
        isolated(nothing, lambda _: 1 // 0, timeout=10)


def test_work_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    """Nothing of it is left."""
    note = tmp_path / "process"
    with pytest.raises(QueryTimeoutError, match=r"longer than 0\.2 seconds"):
        isolated(lambda: note.write_text(str(os.getpid())), lambda _: time.sleep(600), timeout=0.2)

    with pytest.raises(ProcessLookupError):
        os.kill(int(note.read_text()), 0)


def test_preparing_does_not_count_against_the_time() -> None:
    """To compile a graph takes longer than a query may."""
    assert isolated(lambda: time.sleep(0.4), lambda _: "done", timeout=0.2) == "done"


def test_work_that_takes_too_much_memory_is_ended() -> None:
    """Python says so by itself."""
    with pytest.raises(QueryMemoryError, match="more than 64 MiB of memory"):
        isolated(nothing, lambda _: len(bytearray(600 << 20)), timeout=60, memory=ROOM)


def test_a_process_that_breaks_off_takes_nothing_with_it() -> None:
    """As the engine does when it gets no memory."""
    with pytest.raises(QueryMemoryError):
        isolated(nothing, lambda _: os.kill(os.getpid(), signal.SIGKILL), timeout=10)


def test_a_process_that_ends_without_an_answer_is_told_of() -> None:
    """Which should never be."""
    with pytest.raises(JobError, match="ended without an answer"):
        isolated(nothing, lambda _: os._exit(3), timeout=10)
