"""Put the application together: its pages, its refusals, and what is done with every request."""

import asyncio
from typing import TYPE_CHECKING, Any

from prometheus_client import generate_latest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from astrograph.errors import AstrographError
from astrograph.server import api, pages, refusals, sparql
from astrograph.server.refusals import Refusal
from astrograph.server.site import site_of
from astrograph.server.watching import Log, Metrics, Watched, log_line
from astrograph.server.workers import Question

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from starlette.types import ASGIApp

    from astrograph.server.site import Site

    Handler = Callable[[Request], Coroutine[Any, Any, Response]]

SMALLEST_COMPRESSED = 1000
COMPRESSION = 5
HEALTHY_SECONDS = 1.0


def application(site: "Site", log: Log = log_line) -> "ASGIApp":
    """Return the application.

    Args:
        site: What its pages share.
        log: Takes a record for each request.
    """
    metrics = Metrics(site.workers)

    async def figures(_request: Request) -> Response:
        content = generate_latest(metrics.registry)
        headers = {"cache-control": "no-store"}
        return Response(content, headers=headers, media_type="text/plain; version=0.0.4")

    routes = [
        _route("/", pages.index),
        _route("/style.css", pages.style),
        _route("/sparql", sparql.answer, "POST"),
        _route("/healthz", _health),
        _route("/metrics", figures),
        *(_of_a_graph(site) if site.operations else ()),
    ]
    squeezed = Middleware(
        GZipMiddleware, minimum_size=SMALLEST_COMPRESSED, compresslevel=COMPRESSION
    )
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
    return Watched(app, site, metrics, log)


def _of_a_graph(site: "Site") -> list[Route]:
    """Return what can be asked of a graph of claims beyond SPARQL."""
    document = api.document(site.operations, site.settings.version)

    async def described(_request: Request) -> Response:
        return Response(document, media_type="application/json")

    return [
        *(_route(f"/api/{each.name}", api.endpoint(each)) for each in site.operations),
        _route("/openapi.json", described),
        *(_route(f"/{kind}/{{name:path}}", pages.thing(kind)) for kind in pages.KINDS),
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
