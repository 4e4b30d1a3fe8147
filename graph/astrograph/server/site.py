"""Own what all pages of one server share, and what they do alike: caching, and asking a worker."""

import asyncio
import hashlib
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar, cast

from starlette.requests import ClientDisconnect
from starlette.responses import Response

from astrograph.formats.results import GRAPHS
from astrograph.server import refusals
from astrograph.server.accepting import takes_gzip
from astrograph.server.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from starlette.requests import Request

    from astrograph.model import Clock
    from astrograph.server.accepting import Offer
    from astrograph.server.api import Operation
    from astrograph.server.workers import Answer, Question

T = TypeVar("T")

MAX_ROWS_HEADER = "x-sparql-maxrows"
"""Says that an answer was cut off, and after how many rows, by the name that Virtuoso gives it."""

READING = {"GET", "HEAD"}
NOT_KEPT = {"cache-control": "no-store"}
_VARYING = re.compile(r"(now|rand|uuid|bnode)(?![a-z])", re.IGNORECASE)
"""The functions that make an answer another one each time."""

SHORT_SECONDS = 1.0
"""How long work goes on whose asker has hung up: to end a worker costs more than a short answer."""


class Pool(Protocol):
    """What does the work: `astrograph.server.workers.Workers`, or a stand-in."""

    busy: int
    long: int
    killed: int

    @property
    def memory(self) -> int:
        """How many bytes of memory it takes."""

    async def ask(self, question: "Question", timeout: float) -> "Answer":  # noqa: ASYNC109 -- as there
        """Put a query to the store."""

    async def call(self, name: str, arguments: tuple[Any, ...], timeout: float) -> Any:  # noqa: ANN401, ASYNC109
        """Call a handler in a worker."""


class Settings(NamedTuple):
    """What whoever runs the server decides.

    Attributes:
        timeout: How many seconds an answer may take.
        max_rows: How many solutions or triples an answer holds at most.
        max_body: How many bytes the body of a request may have.
        log_queries: Whether the log tells the text of a query.
        state: A text that is another one when the store is; empty when that cannot be told.
        version: The version of the program.
    """

    timeout: float = 10.0
    max_rows: int = 100_000
    max_body: int = 1 << 20
    log_queries: bool = False
    state: str = ""
    version: str = ""


@dataclass(slots=True)
class Site:
    """What all pages of one server share.

    When the graph has changed, other workers take over, and the settings tell another state.

    Attributes:
        settings: What was decided.
        workers: Do the work; beside `ask`, they can be called for a ``command``, with its name and
            arguments, and return its exit code, output and remarks.
        operations: The commands that can be asked for; none where files are asked as they stand.
        clock: Reads ``at``, ``during`` and ``known-by``.
    """

    settings: Settings
    workers: Pool
    operations: "tuple[Operation, ...]"
    clock: "Callable[[str | None, str | None, str | None], Clock]"


def site_of(request: "Request") -> Site:
    """Return what the server of a request shares."""
    return cast("Site", request.app.state.site)


def tag(request: "Request", *parts: object) -> str:
    """Return the entity tag of an answer: it depends on the store, the address and the rest.

    It is a weak one, because the answer may be compressed or not. There is none, but an empty text,
    where nobody can tell whether the store has changed.
    """
    state = site_of(request).settings.state
    if not state:
        return ""
    told = repr((state, request.url.path, *parts))
    return f'W/"{hashlib.sha256(told.encode("utf-8", "backslashreplace")).hexdigest()[:32]}"'


def unchanged(request: "Request", etag: str) -> Response | None:
    """Return the answer to somebody who has the rest already, or ``None``."""
    given = [each.strip() for each in request.headers.get("if-none-match", "").split(",")]
    known = {etag, etag.removeprefix("W/"), "*"}
    if not etag or request.method not in READING or known.isdisjoint(given):
        return None
    return Response(status_code=304, headers=kept(etag))


def kept(etag: str) -> dict[str, str]:
    """Return the headers by which an answer can be kept, and asked for anew."""
    if not etag:
        return dict(NOT_KEPT)
    return {"etag": etag, "cache-control": "no-cache", "vary": "Accept"}


async def unless_gone(request: "Request", work: "Coroutine[Any, Any, T]") -> T:
    """Do some work, but not for long when whoever asked for it has hung up.

    Raises:
        ClientDisconnect: They have.
    """
    doing = asyncio.ensure_future(work)
    gone: asyncio.Future[None] | None = None
    try:
        await asyncio.wait({doing}, timeout=SHORT_SECONDS)
        if not doing.done():
            gone = asyncio.ensure_future(_gone(request))
            await asyncio.wait({doing, gone}, return_when=asyncio.FIRST_COMPLETED)
        if doing.done():
            return doing.result()
        raise ClientDisconnect
    finally:
        doing.cancel()
        if gone is not None:
            gone.cancel()
            with suppress(asyncio.CancelledError):
                await gone


async def _gone(request: "Request") -> None:
    """Wait until whoever asks hangs up."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def answered(
    request: "Request",
    question: "Question",
    offers: "tuple[Offer | None, Offer | None]",
    timeout: float,  # noqa: ASYNC109 -- the worker keeps to it
) -> Response:
    """Put a query to the store, and send what it answers.

    Args:
        request: The request.
        question: The query.
        offers: How solutions, and how triples, are sent; ``None`` where no format is accepted.
        timeout: How many seconds it may take.

    Raises:
        Refusal: The answer is of the kind for which no format is accepted.
    """
    solutions, graphs = offers
    question = question._replace(
        form=solutions.form if solutions else "json",
        graph_form=graphs.form if graphs else "nt",
        squeezed=takes_gzip(request.headers.get("accept-encoding", "")),
    )
    request.scope["state"]["query"] = question.text
    etag = None if _VARYING.search(question.text) else tag(request, question, offers)
    same = etag and unchanged(request, etag)
    if same:
        return same
    answer = await unless_gone(request, site_of(request).workers.ask(question, timeout))
    is_graph = answer.form in GRAPHS
    offer = graphs if is_graph else solutions
    if offer is None:
        what = "CONSTRUCT and DESCRIBE are" if is_graph else "SELECT and ASK are"
        why = f"{what} not answered in any of the formats that Accept names"
        raise Refusal(refusals.NOT_ACCEPTABLE, why, "send Accept: */* for the default")
    headers = kept(etag) if etag else dict(NOT_KEPT)
    if answer.capped:
        headers[MAX_ROWS_HEADER] = str(question.limit)
    if answer.squeezed:
        headers |= {"content-encoding": "gzip", "vary": "Accept, Accept-Encoding"}
    return Response(answer.content, headers={**headers, "content-type": offer.sent_as})
