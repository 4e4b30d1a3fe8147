"""Follow the graph: when it has changed, let workers that open it anew take over."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from astrograph.server.site import Site
    from astrograph.server.watching import Log
    from astrograph.server.workers import Workers

LOOKED_SECONDS = 2.0
"""How often it is looked whether the graph has changed."""


class Following:
    """The workers of a site while it is served.

    Args:
        site: Has its first workers; gets others, and the state that they answer from.
        make: Makes others.
        state: Returns a text that is another one when the graph is.
        log: Takes a record when others take over, or cannot.
    """

    def __init__(
        self, site: "Site", make: "Callable[[], Workers]", state: "Callable[[], str]", log: "Log"
    ) -> None:
        self._site, self._make, self._state, self._log = site, make, state, log
        self._workers = cast("Workers", site.workers)
        self._looking: asyncio.Task[None] | None = None

    async def __aenter__(self) -> None:
        """Start the workers."""
        try:
            await self._workers.start()
        except BaseException:
            await self._workers.close()
            raise
        self._looking = asyncio.ensure_future(self._look())

    async def __aexit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: "TracebackType | None",
    ) -> None:
        """End them."""
        if self._looking is not None:
            self._looking.cancel()
            with suppress(asyncio.CancelledError):
                await self._looking
        await self._workers.close()

    async def _look(self) -> None:
        """Look after the graph, again and again."""
        failed = ""
        while True:
            await asyncio.sleep(LOOKED_SECONDS)
            try:
                state = self._state()
            except OSError:
                continue  # It is being replaced just now.
            if state in {self._site.settings.state, failed}:
                continue
            try:
                await self._renew(state)
            except Exception as error:  # noqa: BLE001 -- whatever it is, the old one is served on
                failed = state
                self._tell(f"the graph has changed, and cannot be opened: {error}")
            else:
                self._tell("the graph has changed")

    async def _renew(self, state: str) -> None:
        """Let others take over, and let the old ones finish what they are at."""
        fresh, old = self._make(), self._workers
        try:
            await fresh.start()
        except BaseException:
            await fresh.close()
            raise
        fresh.killed = old.killed
        self._workers = self._site.workers = fresh
        self._site.settings = self._site.settings._replace(state=state)
        await old.retire()

    def _tell(self, event: str) -> None:
        self._log({"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event})
