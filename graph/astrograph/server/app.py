"""Put the application together: its pages, its refusals, and what is done with every request."""

import asyncio
from typing import TYPE_CHECKING, Any

from prometheus_client import generate_latest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from astrograph.errors import AstrographError
from astrograph.server import api, editor, live, pages, refusals, sparql
from astrograph.server.accepting import takes_gzip
from astrograph.server.drawing import KINDS
from astrograph.server.keeping import Keeping
from astrograph.server.refusals import Refusal
from astrograph.server.site import site_of
from astrograph.server.watching import Lines, Log, Metrics, Watched
from astrograph.server.worker import SMALLEST_SQUEEZED, SQUEEZE
from astrograph.server.workers import Question

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from starlette.types import ASGIApp, Receive, Scope, Send

    from astrograph.server.site import Site

    Handler = Callable[[Request], Coroutine[Any, Any, Response]]

HEALTHY_SECONDS = 1.0


class Squeezing(GZipMiddleware):
    """Starlette's compression, which looks for the word alone, for those who do take gzip."""

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Answer a request."""
        if not takes_gzip(", ".join(Headers(scope=scope).getlist("accept-encoding"))):
            rest = [each for each in scope["headers"] if each[0] != b"accept-encoding"]
            scope["headers"] = rest
        await super().__call__(scope, receive, send)


def application(site: "Site", log: Log | None = None) -> "ASGIApp":
    """Return the application.

    Args:
        site: What its pages share.
        log: Takes a record for each request; by default, the standard error does.
    """
    metrics = Metrics(site)

    async def figures(_request: Request) -> Response:
        content = generate_latest(metrics.registry)
        headers = {"cache-control": "no-store"}
        return Response(content, headers=headers, media_type="text/plain; version=0.0.4")

    routes = [
        _route("/sparql", sparql.answer, "POST"),
        _route("/", live.Pages().answer if site.operations else pages.index),
        _route("/style.css", pages.style),
        _route("/query", editor.page),
        *(_route(f"/{name}", editor.file(name)) for name in editor.FILES),
        _route("/healthz", _health),
        _route("/metrics", figures),
        *(_of_a_graph(site) if site.operations else ()),
    ]
    # The answers of queries come squeezed from where they are made.
    squeezed = Middleware(Squeezing, minimum_size=SMALLEST_SQUEEZED, compresslevel=SQUEEZE)
    handlers: Any = {
        Refusal: refusals.on_refusal,
        AstrographError: refusals.on_error,
        HTTPException: refusals.on_http,
        ClientDisconnect: refusals.on_gone,
        Exception: refusals.on_fault,
    }
    app = Starlette(routes=routes, middleware=[squeezed], exception_handlers=handlers)
    app.router.redirect_slashes = False
    app.state.site = site
    return Watched(Keeping(app, site), site, metrics, log or Lines())


def _of_a_graph(site: "Site") -> list[Route]:
    """Return what can be asked of a graph of claims beyond SPARQL."""
    document = api.document(site.operations, site.settings)

    async def described(_request: Request) -> Response:
        return Response(document, media_type="application/json")

    return [
        *(_route(f"/api/{each.name}", api.endpoint(each)) for each in site.operations),
        _route("/openapi.json", described),
        _route("/about", pages.index),
        _route("/explorer/part", live.part, "POST"),
        _route("/explorer/beside", live.beside),
        *(_route(f"/{kind}/{{name:path}}", pages.thing(kind)) for kind in KINDS),
        _route("/doc/{kind}/{file:path}", pages.page),
        _route("/ontology", pages.ontology),
    ]


def _route(path: str, handler: "Handler", *methods: str) -> Route:
    allowed = ", ".join(sorted(("GET", "HEAD", "OPTIONS", *methods)))

    async def answer(request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"allow": allowed})
        return await handler(request)

    return Route(path, answer, methods=["GET", "OPTIONS", *methods])


async def _health(request: Request) -> Response:
    """Say whether a worker answers."""
    workers = site_of(request).workers
    try:
        async with asyncio.timeout(HEALTHY_SECONDS):
            await workers.ask(Question("ASK {}"), HEALTHY_SECONDS)
    except (AstrographError, TimeoutError):
        why = "no worker answers"
        return refusals.refused(refusals.UNAVAILABLE, refusals.KINDS[refusals.UNAVAILABLE], why)
    return Response(
        b'{"status": "ok"}\n', headers={"cache-control": "no-store"}, media_type="application/json"
    )
