"""Own the explorer at ``/``: the page that opens the graph, and what it asks for as it grows."""

import asyncio
from typing import TYPE_CHECKING, NamedTuple

from starlette.responses import Response

from astrograph.server import refusals
from astrograph.server.asking import (
    FORM,
    Pairs,
    body,
    media_type,
    pairs,
    query_pairs,
    several,
    single,
)
from astrograph.server.refusals import Refusal
from astrograph.server.site import kept, site_of, tag, unchanged, unless_gone

if TYPE_CHECKING:
    from starlette.requests import Request

    from astrograph.server.site import Site

SIZE = 80
"""How many entities the page opens with, unless the address says otherwise."""

MOST_HELD = 20_000
"""How many entities a page can say that it holds."""


class Opening(NamedTuple):
    """What a page opens with: the parameters of its address."""

    focus: tuple[str, ...] = ()
    ends: tuple[str, str] | None = None
    size: int = SIZE


class Pages:
    """The pages of one server; the one without parameters is kept, for most ask for it."""

    def __init__(self) -> None:
        self._kept: tuple[str, tuple[str, str]] | None = None
        self._making = asyncio.Lock()

    async def answer(self, request: "Request") -> Response:
        """Send the explorer's page."""
        opening = _opening(query_pairs(request))
        # A search for paths that its time ends finds fewer than another might.
        etag = "" if opening.ends else tag(request, opening)
        same = unchanged(request, etag)
        if same is not None:
            return same
        html, policy = await unless_gone(request, self._page(site_of(request), opening))
        headers = {**kept(etag), "content-security-policy": policy}
        return Response(html, headers=headers, media_type="text/html")

    async def _page(self, site: "Site", opening: Opening) -> tuple[str, str]:
        if opening != Opening():
            return await _made(site, opening)
        async with self._making:
            state = site.settings.state
            if self._kept is None or self._kept[0] != state:
                self._kept = state, await _made(site, opening)
        return self._kept[1]


async def _made(site: "Site", opening: Opening) -> tuple[str, str]:
    arguments = (site.settings.state, *opening)
    html, policy = await site.workers.call("explorer", arguments, site.settings.timeout)
    return str(html), str(policy)


def _opening(given: Pairs) -> Opening:
    start, goal, size = (single(given, name) for name in ("from", "to", "size"))
    if (start is None) != (goal is None):
        raise Refusal(refusals.BAD_REQUEST, "from goes with to: give both of them, or none")
    ends = None if start is None or goal is None else (start, goal)
    return Opening(several(given, "focus"), ends, SIZE if size is None else _number(size, "size"))


async def part(request: "Request") -> Response:
    """Send what a page asks for, beside what it has; a long wish comes as a form."""
    site = site_of(request)
    given = query_pairs(request)
    if request.method == "POST":
        given += await _form(request)
    state = single(given, "state")
    if state is not None and state != site.settings.state:
        why = "the graph has changed since this page was opened"
        raise Refusal(refusals.BAD_REQUEST, why, "reload the page")
    wish = (*(several(given, name) for name in ("around", "also", "claim")), _held(given))
    etag = tag(request, wish)
    same = unchanged(request, etag)
    if same is not None:
        return same
    call = site.workers.call("part", (wish,), site.settings.timeout)
    content = await unless_gone(request, call)
    return Response(content, headers=kept(etag), media_type="application/octet-stream")


async def beside(request: "Request") -> Response:
    """List neighbors of an entity by name."""
    site, given = site_of(request), query_pairs(request)
    name, wanted = single(given, "of"), single(given, "named") or ""
    if name is None:
        raise Refusal(refusals.BAD_REQUEST, "the parameter 'of' is missing")
    etag = tag(request, name, wanted)
    same = unchanged(request, etag)
    if same is not None:
        return same
    call = site.workers.call("beside", (name, wanted), site.settings.timeout)
    content = await unless_gone(request, call)
    return Response(content, headers=kept(etag), media_type="application/json")


async def _form(request: "Request") -> Pairs:
    if media_type(request) != FORM:
        raise Refusal(refusals.BAD_MEDIA_TYPE, "the body is no form", f"send it as {FORM}")
    return pairs(await body(request, site_of(request).settings.max_body), "the body")


def _held(given: Pairs) -> tuple[int, ...]:
    """Read the numbers of the entities that a page has; each is told as the step from the last."""
    told = single(given, "held")
    if not told:
        return ()
    steps = told.split(".")
    if len(steps) > MOST_HELD:
        why = f"a page holds at most {MOST_HELD:,} entities"
        raise Refusal(refusals.BAD_REQUEST, why, "reload it, or open one around fewer")
    last, found = 0, []
    for step in steps:
        last += _number(step, "held")
        found.append(last)
    return tuple(found)


def _number(told: str, name: str) -> int:
    if not (told.isascii() and told.isdigit() and len(told) < 10):  # noqa: PLR2004 -- fits in 4 bytes
        raise Refusal(refusals.BAD_REQUEST, f"{name} is a whole number, not {told!r}")
    return int(told)
