"""Answer questions in a process of its own, one after the other, until the asker is gone."""

import gzip
import marshal
import os
import shutil
import signal
import socket
import struct
import tempfile
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from multiprocessing import parent_process
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING, Any

# What every question needs is loaded here, once, before the processes part from each other.
import pyoxigraph as ox

from astrograph.errors import QueryMemoryError
from astrograph.formats.results import count, writer
from astrograph.model import Clock
from astrograph.query.isolated import OUT_OF_MEMORY, STACK_BYTES, limit_memory, parts, silence
from astrograph.query.offline import stay_offline
from astrograph.query.run import is_local, question

if TYPE_CHECKING:
    from astrograph.query.run import Results
    from astrograph.store import Store
    from astrograph.store.dataset import Dataset

Handler = Callable[..., Any]
"""Is called with the store and its arguments; what it returns can be marshalled."""

CHUNK = 1 << 16
MOST_BYTES = 64 << 20
"""How long an answer may be: the process that sends it holds it as a whole."""

SMALLEST_SQUEEZED = 1000
SQUEEZE = 5
"""How well answers are compressed: better takes much longer."""

_SIZE = struct.Struct("!Q")


def serve(
    line: socket.socket,
    start: "Callable[[], Store | Dataset]",
    handlers: Mapping[str, Handler],
    memory: int,
    scratch: str,
) -> None:
    """Open the store, say so, and answer what comes down the line.

    Args:
        line: To the asker: questions come in, answers go out, each with its size before it.
        start: Opens the store.
        handlers: What may be called, by name, beside `ask`.
        memory: How many bytes the answers may take.
        scratch: The folder for what is temporary.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tempfile.tempdir = scratch
    threading.stack_size(STACK_BYTES)
    known = {"ask": ask, **handlers}
    threading.Thread(
        target=_answer, args=(line, start, known, memory, Path(scratch)), daemon=True
    ).start()
    asker = parent_process()
    if asker is not None:
        wait([asker.sentinel])
    os._exit(0)


def ask(  # noqa: PLR0913, PLR0917 -- a question's parts, as they travel
    store: "Store | Dataset",
    text: str,
    form: str,
    graph_form: str,
    clock: tuple[Any, Any, Any],
    bind: tuple[tuple[str, str], ...],
    limit: int | None,
    default_graphs: tuple[str, ...],
    named_graphs: tuple[str, ...],
    base: str | None,
    squeezed: bool,  # noqa: FBT001 -- as they travel
) -> tuple[bytes, str, bool, bool, bool]:
    """Put a query to the store; see `astrograph.server.workers.Question` and `Answer`."""

    def read(results: "Results") -> tuple[bytes, bool, str, bool]:
        chosen = graph_form if isinstance(results, ox.QueryTriples) else form
        return *writer(chosen)(results), chosen, isinstance(results, ox.QueryBoolean)

    asked = question(
        store,
        text,
        read,
        bind=dict(bind),
        limit=limit,
        clock=Clock(*clock),
        default_graphs=default_graphs,
        named_graphs=named_graphs,
        base=base,
    )
    content, found, chosen, boolean = asked(store.engine(**Clock(*clock)._asdict()))
    most = None if boolean else limit
    if len(content) > MOST_BYTES:
        why = f"the answer is longer than {MOST_BYTES >> 20} MiB"
        raise QueryMemoryError(why, hint="ask for less of it, by LIMIT and OFFSET")
    # Counting takes a while, and no row takes less than a byte.
    capped = most is not None and len(content) >= most and count(content, chosen) >= most
    if squeezed := squeezed and len(content) >= SMALLEST_SQUEEZED:
        content = gzip.compress(content, SQUEEZE, mtime=0)
    return content, chosen, found, capped, squeezed


def _answer(
    line: socket.socket,
    start: "Callable[[], Store | Dataset]",
    handlers: Mapping[str, Handler],
    memory: int,
    scratch: Path,
) -> None:
    store: Store | Dataset | None = None

    def ready() -> None:
        nonlocal store
        store = start()
        if is_local(store.engine()):
            stay_offline()
        silence()
        limit_memory(memory)

    with suppress(BaseException):
        _tell(line, ready)
        lasting = set(scratch.iterdir())
        while True:
            name, arguments = marshal.loads(_next(line))  # noqa: S302 -- from our own process
            # Of a store elsewhere nothing is remembered: it may have changed meanwhile.
            anew = getattr(store, "anew", None)
            asked = store if anew is None else anew()
            _tell(line, lambda: handlers[name](asked, *arguments))  # noqa: B023 -- called at once
            for left in set(scratch.iterdir()) - lasting:
                shutil.rmtree(left, ignore_errors=True)
    os._exit(1)


def _tell(line: socket.socket, work: Callable[[], Any]) -> None:
    """Do some work, and send what came of it: whether it went well, and the result or the error."""
    try:
        told = marshal.dumps((True, work()))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except Exception as error:  # noqa: BLE001 -- handed to the asker, whatever it is
        told = marshal.dumps((False, parts(error)))
    line.sendall(_SIZE.pack(len(told)) + told)


def _next(line: socket.socket) -> memoryview:
    """Wait for a question; nobody sends another before the answer."""
    taken = line.recv(CHUNK)
    (size,) = _SIZE.unpack_from(taken)
    left = _SIZE.size + size - len(taken)
    if left:
        taken += line.recv(left, socket.MSG_WAITALL)
    return memoryview(taken)[_SIZE.size :]
