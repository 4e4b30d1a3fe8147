"""Keep processes that answer questions, and end those that take too long or too much.

Each process holds the store and its engine, and answers one question after the other. A question
that has been worked on for a second counts as long. Only so many long ones may run at once, so
that there is always a process for a short one; what is over is ended, and its asker told so.
"""

import asyncio
import marshal
import multiprocessing
import os
import socket
import struct
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from astrograph.errors import BusyError
from astrograph.model import Clock
from astrograph.query.isolated import ended, late, revived
from astrograph.server.worker import Handler, serve

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from multiprocessing.context import ForkServerProcess

    from astrograph.store import Store
    from astrograph.store.dataset import Dataset

LONG_SECONDS = 1.0
"""After how many seconds a question counts as long."""

RETIRING_SECONDS = 0.1
LEAST_SECONDS = 0.2
"""With less time than this left no work is begun."""

_SIZE = struct.Struct("!Q")


class Question(NamedTuple):
    """A SPARQL query, and how its answer is wanted.

    Attributes:
        text: The query.
        form: How solutions are written: a key of `astrograph.formats.results.SOLUTIONS`.
        graph_form: How triples are written: a key of `astrograph.formats.results.GRAPHS`.
        clock: For when the direct triples are derived.
        bind: Values for variables: pairs of a name and a value, as on the command line.
        limit: How many solutions are given at most.
        default_graphs: The graphs that make the default graph, in place of the store's own.
        named_graphs: The named graphs, in place of the store's own.
        base: The IRI that relative ones are relative to.
        squeezed: Whether a long answer is wanted compressed by gzip.
    """

    text: str
    form: str = "json"
    graph_form: str = "ttl"
    clock: Clock = Clock()
    bind: tuple[tuple[str, str], ...] = ()
    limit: int | None = None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    base: str | None = None
    squeezed: bool = False


class Answer(NamedTuple):
    """What came of a question.

    Attributes:
        content: The result, written.
        form: In which of the two forms that were asked for.
        found: Whether there is any result.
        capped: Whether there may be more than the limit let through.
        squeezed: Whether it is compressed by gzip.
    """

    content: bytes
    form: str
    found: bool
    capped: bool
    squeezed: bool


class _Line(asyncio.Protocol):
    """The line to a process, which is asked one thing at a time."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._taken = bytearray()
        self._told = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Take a piece of what the process tells."""
        taken = self._taken
        taken += data
        if len(taken) < _SIZE.size:
            return
        (size,) = _SIZE.unpack_from(taken)
        if len(taken) == _SIZE.size + size and not self._told.done():
            self._told.set_result(marshal.loads(memoryview(taken)[_SIZE.size :]))  # noqa: S302 -- from our own process
            self._taken = bytearray()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 -- it has ended, whyever
        """Tell that the process has ended."""
        if not self._told.done():
            self._told.set_result(None)

    def first(self) -> "asyncio.Future[Any]":
        """Return what the process will tell unasked, once it has started."""
        return self._told

    def ask(self, content: bytes) -> "asyncio.Future[Any]":
        """Send a question, and return what the process will tell; ``None`` when it has ended."""
        transport = cast("asyncio.Transport", self._transport)
        self._told = asyncio.get_running_loop().create_future()
        if transport.is_closing():
            self._told.set_result(None)
        else:
            transport.write(_SIZE.pack(len(content)) + content)
        return self._told

    def close(self) -> None:
        """Hang up."""
        cast("asyncio.Transport", self._transport).abort()


class _Worker(NamedTuple):
    process: "ForkServerProcess"
    line: _Line
    scratch: "tempfile.TemporaryDirectory[str]"


class Workers:
    """Some processes that answer questions.

    Args:
        start: Opens the store, in each of the processes; it can be pickled.
        count: How many questions may be long ones at once; as many processes again are for others.
        memory: How many bytes a question may take on top of what the store does.
        handlers: What may be called beside `ask`, by name; each can be pickled.
    """

    def __init__(
        self,
        start: "Callable[[], Store | Dataset]",
        *,
        count: int,
        memory: int,
        handlers: "Mapping[str, Handler] | None" = None,
    ) -> None:
        self._start = start
        self._count = count
        self._memory = memory
        self._handlers = dict(handlers or {})
        # The one that answered last comes first, for what it needs is at hand.
        self._idle: asyncio.Queue[_Worker] = asyncio.LifoQueue()
        self._all: set[_Worker] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._context = multiprocessing.get_context("forkserver")
        # The library looks after all its processes whenever one starts: not while another ends.
        self._forking = asyncio.Lock()
        self._closed = False
        self._askers = 0
        self.busy = 0
        self.long = 0
        self.killed = 0

    async def start(self) -> None:
        """Start the processes, and wait for the first."""
        self._context.set_forkserver_preload(["astrograph.server.worker"])
        await self._begin()
        for _ in range(2 * self._count - 1):
            self._later(self._replace(None))

    async def close(self) -> None:
        """End all processes."""
        self._closed = True
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for worker in list(self._all):
            await self._end(worker)

    async def retire(self) -> None:
        """End all processes once they have answered what they are asked."""
        await asyncio.sleep(RETIRING_SECONDS)
        while self._askers:  # noqa: ASYNC110 -- nobody waits for it
            await asyncio.sleep(RETIRING_SECONDS)
        await self.close()

    @property
    def memory(self) -> int:
        """How many bytes of memory the processes take, what they share counted for each."""
        return sum(map(_resident, (worker.process.pid for worker in self._all)))

    async def ask(self, question: Question, seconds: float) -> Answer:
        """Put a query to the store.

        Args:
            question: The query.
            seconds: How many seconds it may take.

        Raises:
            QuerySyntaxError: The query is malformed or refused.
            MisuseError: A binding or a time makes no sense.
            QueryTimeoutError: The time was up.
            QueryMemoryError: The memory was.
            BusyError: Too many others are being worked on.
        """
        parts = (*question[:3], tuple(question.clock), *question[4:])
        told = await self.call("ask", parts, seconds)
        return Answer(*told)

    async def call(self, name: str, arguments: tuple[Any, ...], seconds: float) -> Any:  # noqa: ANN401 -- what the handler returns
        """Call a handler in one of the processes.

        Args:
            name: The handler's name.
            arguments: What it is called with, made of bytes, text, numbers, ``None`` and tuples.
            seconds: How many seconds it may take.

        Raises:
            AstrographError: What the handler raised, or what `ask` lists.
        """
        self._askers += 1
        try:
            return await self._answered(name, arguments, seconds)
        finally:
            self._askers -= 1

    async def _answered(self, name: str, arguments: tuple[Any, ...], seconds: float) -> Any:  # noqa: ANN401
        begun = time.monotonic()
        worker = await self._free(seconds)
        left = begun + seconds - time.monotonic()
        if left < min(LEAST_SECONDS, seconds / 2):
            # To end the worker for that would make others wait as well.
            self._idle.put_nowait(worker)
            raise BusyError("all processes are at work", hint="ask again later")
        self.busy += 1
        taken = time.monotonic()
        asked = worker.line.ask(marshal.dumps((name, arguments)))
        try:
            told = await self._watched(asked, worker, begun + seconds, seconds)
        except BaseException:
            self.killed += 1
            self._later(self._replace(worker))
            raise
        finally:
            self.busy -= 1
        if told is None:
            self._later(self._replace(None))
            raise ended(await self._end(worker), self._memory)
        if time.monotonic() - taken > LONG_SECONDS:
            # It has been slowed down, and cannot be made quick again.
            self._later(self._replace(worker))
        else:
            self._idle.put_nowait(worker)
        done, content = told
        if done:
            return content
        raise revived(content)

    async def _free(self, seconds: float) -> _Worker:
        """Return a process that is at no work, when there is one."""
        with suppress(asyncio.QueueEmpty):
            return self._idle.get_nowait()
        try:
            return await asyncio.wait_for(self._idle.get(), seconds)
        except TimeoutError:
            raise BusyError("all processes are at work", hint="ask again later") from None

    async def _watched(
        self, asked: "asyncio.Future[Any]", worker: _Worker, until: float, seconds: float
    ) -> Any:  # noqa: ANN401
        """Wait for an answer; see that long questions stay few and that none is too long."""
        left = until - time.monotonic()
        done, _ = await asyncio.wait({asked}, timeout=min(LONG_SECONDS, left))
        if done:
            return asked.result()
        if left > LONG_SECONDS:
            if self.long >= self._count:
                raise BusyError(
                    "too many long queries run already",
                    hint="ask again later, or narrow the query so that it takes less than a second",
                )
            self.long += 1
            try:
                with suppress(OSError):
                    # Short questions come first, whatever the long ones would take.
                    os.setpriority(os.PRIO_PROCESS, worker.process.pid or 0, 10)
                done, _ = await asyncio.wait({asked}, timeout=until - time.monotonic())
            finally:
                self.long -= 1
        if not done:
            raise late(seconds)
        return asked.result()

    async def _begin(self) -> None:
        """Start a process, and put it to the idle ones once it is ready."""
        ours, theirs = socket.socketpair()
        scratch = tempfile.TemporaryDirectory(prefix="astrograph-", ignore_cleanup_errors=True)
        given = (theirs, self._start, self._handlers, self._memory, scratch.name)
        process = self._context.Process(target=serve, args=given, daemon=True)
        async with self._forking:
            await asyncio.to_thread(process.start)
        theirs.close()
        loop = asyncio.get_running_loop()
        _, line = await loop.create_unix_connection(_Line, sock=ours)
        worker = _Worker(process, line, scratch)
        self._all.add(worker)
        told = await line.first()
        if told is None:
            raise ended(await self._end(worker), self._memory)
        ready, error = told
        if not ready:
            await self._end(worker)
            raise revived(error)
        self._idle.put_nowait(worker)

    async def _replace(self, worker: _Worker | None) -> None:
        """End a process, and start another; when that fails, try again until it does not."""
        if worker is not None:
            await self._end(worker)
        while not self._closed:
            try:
                await self._begin()
            except Exception:  # noqa: BLE001 -- such as too many open files
                await asyncio.sleep(LONG_SECONDS)
            else:
                return

    async def _end(self, worker: _Worker) -> int:
        """End a process, and return its exit code."""
        self._all.discard(worker)
        worker.line.close()
        async with self._forking:
            worker.process.kill()
            await asyncio.to_thread(worker.process.join)
        code = worker.process.exitcode or 0
        worker.scratch.cleanup()
        return code

    def _later(self, work: Any) -> None:  # noqa: ANN401 -- a coroutine
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _resident(pid: int | None) -> int:
    """Return how much memory a process takes, by Linux's word."""
    try:
        pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
