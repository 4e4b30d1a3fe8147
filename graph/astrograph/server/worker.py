"""Answer questions in a process of its own, one after the other, until the asker is gone."""

import marshal
import os
import signal
import socket
import struct
import tempfile
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from multiprocessing import parent_process
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any

# What every question needs is loaded here, once, before the processes part from each other.
import pyoxigraph as ox

from astrograph.formats.results import count, writer
from astrograph.model import Clock
from astrograph.query.isolated import OUT_OF_MEMORY, STACK_BYTES, limit_memory, parts, silence
from astrograph.query.run import question

if TYPE_CHECKING:
    from astrograph.query.run import Results
    from astrograph.store import Store
    from astrograph.store.dataset import Dataset

Handler = Callable[..., Any]
"""Is called with the store and its arguments; what it returns can be marshalled."""

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
    threading.Thread(target=_answer, args=(line, start, known, memory), daemon=True).start()
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
) -> tuple[bytes, str, bool, bool]:
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
    # Counting takes a while, and no row takes less than a byte.
    capped = most is not None and len(content) >= most and count(content, chosen) >= most
    return content, chosen, found, capped


def _answer(
    line: socket.socket,
    start: "Callable[[], Store | Dataset]",
    handlers: Mapping[str, Handler],
    memory: int,
) -> None:
    store: Store | Dataset | None = None

    def ready() -> None:
        nonlocal store
        store = start()
        store.engine()
        silence()
        limit_memory(memory)

    with suppress(BaseException):
        _tell(line, ready)
        while True:
            name, arguments = marshal.loads(_next(line))  # noqa: S302 -- from our own process
            _tell(line, lambda: handlers[name](store, *arguments))  # noqa: B023 -- called at once
    os._exit(1)


def _tell(line: socket.socket, work: Callable[[], Any]) -> None:
    """Do some work, and send what came of it: whether it went well, and the result or the error."""
    try:
        told = marshal.dumps((True, work()))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except Exception as error:  # noqa: BLE001 -- handed to the asker, whatever it is
        told = marshal.dumps((False, parts(error)))
    line.sendall(_SIZE.pack(len(told)))
    line.sendall(told)


def _next(line: socket.socket) -> bytes:
    (size,) = _SIZE.unpack(line.recv(_SIZE.size, socket.MSG_WAITALL))
    return line.recv(size, socket.MSG_WAITALL)
