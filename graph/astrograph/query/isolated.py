"""Do work in a process of its own, which can be ended whatever it is doing, and has its own memory.

The engine cannot be interrupted, takes what memory it likes, and ends its process when the stack
or the memory runs out. So the process that it works in is another one than that of the caller.
"""

import faulthandler
import marshal
import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from select import select
from typing import Any, TypeVar, cast

from astrograph import errors
from astrograph.errors import AstrographError, JobError, QueryTimeoutError

S = TypeVar("S")
T = TypeVar("T")

MEMORY_BYTES = 1 << 30
"""How much memory a query may take, over what the engine holds before it."""

STACK_BYTES = 256 * 1024 * 1024
"""The engine recurses over long chains (UNION, paths, negations) and would overflow a usual stack;
this one holds the longest chain that fits into the longest text that is let through."""

OUT_OF_MEMORY = 9
"""The exit code of a process that Python told that there is no more memory."""

_CHUNK = 1 << 20
_READY, _DONE, _FAILED = b"r", b"d", b"f"


def isolated(
    prepare: Callable[[], S],
    work: Callable[[S], T],
    *,
    timeout: float,
    memory: int = MEMORY_BYTES,
    before: Callable[[], object] = tuple,
) -> T:
    """Do some work in a process of its own; end that process when the work takes too much.

    Args:
        prepare: Is called first in that process, without limits: it opens what the work needs.
        work: Is called with what was prepared. What it returns travels between the processes, so
            it is made of bytes, text, numbers and tuples of them.
        timeout: How many seconds the work may take.
        memory: How many bytes it may take on top of what was prepared.
        before: Is called before the work, within its limits, where an index of the caller can be
            read; the work itself has another thread, for the sake of its stack.

    Returns:
        What the work returned.

    Raises:
        QueryTimeoutError: The time was up.
        QueryMemoryError: The memory was.
        AstrographError: What the work itself raised.

    >>> isolated(lambda: 20, lambda given: given + 1, timeout=10)
    21
    """
    answers, answer = os.pipe()
    alive, life = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(answers)
        os.close(life)
        _serve(prepare, before, work, answer, alive, (timeout, memory))
    os.close(answer)
    os.close(alive)
    try:
        told = _read(answers, timeout)
    finally:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        os.close(answers)
        os.close(life)
    kind, content = told[:1], told[1:]
    if kind == _DONE:
        return cast("T", marshal.loads(content))  # noqa: S302 -- from our own process
    if kind == _FAILED:
        raise revived(marshal.loads(content))  # noqa: S302
    raise ended(os.waitstatus_to_exitcode(status), memory)


def ended(code: int, memory: int) -> JobError:
    """Say why a process ended that left no answer.

    Args:
        code: Its exit code; the signal that ended it, with a minus, where one did.
        memory: How many bytes it was allowed.
    """
    signals = {signal.SIGABRT, signal.SIGSEGV, signal.SIGKILL, signal.SIGBUS}
    if code in {OUT_OF_MEMORY, *(-each for each in signals)}:
        return errors.QueryMemoryError(
            f"the query needs more than {memory / (1 << 20):,.0f} MiB of memory",
            hint="narrow it, or add a LIMIT",
        )
    return JobError(f"the query's process ended without an answer ({code})")


def late(timeout: float) -> QueryTimeoutError:
    """Say that the time was up."""
    return QueryTimeoutError(
        f"the query took longer than {timeout:g} second{'' if timeout == 1 else 's'}",
        hint="narrow it, add a LIMIT, or allow more time with --timeout",
    )


def parts(error: BaseException) -> tuple[str, str, str]:
    """Take an error apart for the way between two processes: its class, message and hint."""
    if isinstance(error, AstrographError):
        return type(error).__name__, error.message, error.hint
    return "", f"{type(error).__name__}: {error}", ""


def revived(told: tuple[str, str, str]) -> Exception:
    """Make the error anew that was taken apart."""
    name, message, hint = told
    if not name:
        return RuntimeError(message)
    kind = getattr(errors, name)
    error = cast("AstrographError", kind.__new__(kind))
    AstrographError.__init__(error, message, hint)
    return error


def limit_memory(more: int) -> None:
    """Let this process take only so much more memory than it has by now, where systems can."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 -- pathlib would be loaded
            pages = int(file.read().split()[0])
        most = pages * resource.getpagesize() + more
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _serve(
    prepare: Callable[[], S],
    before: Callable[[], object],
    work: Callable[[S], object],
    answer: int,
    alive: int,
    limits: tuple[float, int],
) -> None:
    """Do the work, tell what came of it, and end; end as well when the caller is gone."""
    prepared: S
    timeout, memory = limits

    def told(step: Callable[[], bytes]) -> None:
        try:
            _write(answer, step())
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        except BaseException as error:  # noqa: BLE001 -- handed to the caller, whatever it is
            _write(answer, _FAILED + marshal.dumps(parts(error)))
            os._exit(1)

    def get_ready() -> bytes:
        nonlocal prepared
        # Here and not in the thread: an index must be read where it was opened.
        prepared = prepare()
        silence()
        limit_memory(memory + STACK_BYTES)
        # Whoever would end it may be gone by then.
        signal.setitimer(signal.ITIMER_REAL, timeout + 1)
        return _READY

    def begin() -> bytes:
        before()
        return b""

    def run() -> None:
        told(lambda: _DONE + marshal.dumps(cast("Any", work(prepared))))
        os._exit(0)

    with suppress(BaseException):
        told(get_ready)
        told(begin)
        threading.stack_size(STACK_BYTES)
        threading.Thread(target=run, daemon=True).start()
        os.read(alive, 1)
    os._exit(1)


def silence() -> None:
    """Keep what the engine says when it breaks off from the terminal."""
    faulthandler.disable()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def _write(pipe: int, content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[os.write(pipe, left) :]


def _read(pipe: int, timeout: float) -> bytes:
    """Read what the process tells; the time runs from when it is ready."""
    first = os.read(pipe, 1)
    if first != _READY:
        return first + b"".join(iter(lambda: os.read(pipe, _CHUNK), b""))
    until = time.monotonic() + timeout
    told: list[bytes] = []
    while True:
        left = until - time.monotonic()
        if left <= 0 or not select((pipe,), (), (), left)[0]:
            raise late(timeout)
        chunk = os.read(pipe, _CHUNK)
        if not chunk:
            return b"".join(told)
        told.append(chunk)
