"""Run the server until it is told to stop; then let it finish what it is at."""

import asyncio
import logging
import signal
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING

import uvicorn
import uvloop

from astrograph.errors import JobError
from astrograph.server.app import application
from astrograph.server.following import Following
from astrograph.server.guard import GuardedProtocol
from astrograph.server.watching import Lines

if TYPE_CHECKING:
    from astrograph.server.site import Site
    from astrograph.server.workers import Workers

BACKLOG = 1024
KEPT_SECONDS = 15
"""How long an idle connection is kept."""

GRACE_SECONDS = 5
"""How much longer than an answer may take requests may go on when the server is to stop."""


def listen(host: str, port: int) -> socket.socket:
    """Open the socket that the server listens on.

    Args:
        host: The name or number of the interface.
        port: The port; 0 for any that is free.

    Raises:
        JobError: It is in use, or there is no such interface.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError as error:
        why = f"cannot listen on {host}, port {port}: {error.strerror or error}"
        raise JobError(why, hint="choose another --port, or 0 for any that is free") from error
    return listener


def run(
    site: "Site",
    make: "Callable[[], Workers]",
    state: Callable[[], str],
    listener: socket.socket,
    ready: Callable[[], None],
) -> None:
    """Serve until SIGTERM or SIGINT.

    Args:
        site: What the pages share.
        make: Makes others to do the work when the graph has changed.
        state: Returns a text that is another one when the graph is.
        listener: Where requests come in.
        ready: Is called when they are answered.
    """
    log = Lines()
    config = uvicorn.Config(
        application(site, log),
        http=GuardedProtocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=KEPT_SECONDS,
        timeout_graceful_shutdown=int(site.settings.timeout) + GRACE_SECONDS,
    )
    # What it warns of has been answered, and the log is one of JSON.
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
    # Whoever hangs up while an answer is written must not end the server.
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(
            _serve(uvicorn.Server(config), Following(site, make, state, log), listener, ready)
        )


async def _serve(
    server: uvicorn.Server,
    following: Following,
    listener: socket.socket,
    ready: Callable[[], None],
) -> None:
    async with following:
        # The server passes on the signal that has stopped it, which nobody else has to hear.
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, lambda *_: None)
        ready()
        await server.serve(sockets=[listener])
