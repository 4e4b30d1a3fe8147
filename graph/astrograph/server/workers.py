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
from typing import TYPE_CHECKING, Any, NamedTuple

from astrograph.errors import AstrographError, BusyError
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

_SIZE = struct.Struct("!Q")
_CHUNK = 1 << 18


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


class Answer(NamedTuple):
    """What came of a question.

    Attributes:
        content: The result, written.
        form: In which of the two forms that were asked for.
        found: Whether there is any result.
        capped: Whether there may be more than the limit let through.
    """

    content: bytes
    form: str
    found: bool
    capped: bool


class _Worker(NamedTuple):
    process: "ForkServerProcess"
    line: socket.socket
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
        self._idle: asyncio.Queue[_Worker] = asyncio.Queue()
        self._all: set[_Worker] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._context = multiprocessing.get_context("forkserver")
        # The library looks after all its processes whenever one starts: not while another ends.
        self._forking = asyncio.Lock()
        self._closed = False
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
        begun = time.monotonic()
        try:
            worker = await asyncio.wait_for(self._idle.get(), seconds)
        except TimeoutError:
            raise BusyError("all processes are at work", hint="ask again later") from None
        self.busy += 1
        taken = time.monotonic()
        asked = asyncio.ensure_future(_exchange(worker.line, marshal.dumps((name, arguments))))
        try:
            told = await self._watched(asked, worker, begun + seconds, seconds)
        except BaseException:
            asked.cancel()
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
        ours.setblocking(False)  # noqa: FBT003 -- the library's own signature
        scratch = tempfile.TemporaryDirectory(prefix="astrograph-", ignore_cleanup_errors=True)
        given = (theirs, self._start, self._handlers, self._memory, scratch.name)
        process = self._context.Process(target=serve, args=given, daemon=True)
        async with self._forking:
            await asyncio.to_thread(process.start)
        theirs.close()
        worker = _Worker(process, ours, scratch)
        self._all.add(worker)
        told = await _receive(ours)
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
            except AstrographError:
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


async def _exchange(line: socket.socket, content: bytes) -> Any:  # noqa: ANN401
    loop = asyncio.get_running_loop()
    with suppress(ConnectionError):
        await loop.sock_sendall(line, _SIZE.pack(len(content)) + content)
        return await _receive(line)
    return None


async def _receive(line: socket.socket) -> Any:  # noqa: ANN401
    """Take what a process tells; ``None`` when it has ended."""
    size = await _exactly(line, _SIZE.size)
    content = size and await _exactly(line, _SIZE.unpack(size)[0])
    return marshal.loads(content) if content else None  # noqa: S302 -- from our own process


async def _exactly(line: socket.socket, size: int) -> bytes:
    """Take so many bytes; none when the other end has gone."""
    loop = asyncio.get_running_loop()
    chunks, left = [], size
    with suppress(ConnectionError):
        while left:
            chunk = await loop.sock_recv(line, min(left, _CHUNK))
            if not chunk:
                return b""
            chunks.append(chunk)
            left -= len(chunk)
        return b"".join(chunks)
    return b""
