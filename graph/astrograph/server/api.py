"""Own ``/api/``: the commands, asked for by address and answered with their own JSON."""

import json
import re
from collections.abc import Callable, Coroutine
from difflib import get_close_matches
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from starlette.responses import Response

from astrograph.errors import JobError
from astrograph.query import saved_query
from astrograph.server import accepting, refusals
from astrograph.server.asking import Pairs, query_pairs, several, single
from astrograph.server.refusals import Refusal
from astrograph.server.site import NOT_KEPT, answered, kept, site_of, tag, unchanged, unless_gone
from astrograph.server.sparql import clock, not_acceptable, seconds
from astrograph.server.workers import Question

if TYPE_CHECKING:
    from starlette.requests import Request

    from astrograph.server.site import Settings, Site

JSON: dict[str, accepting.Offer] = {
    "application/json": accepting.Offer("json", "application/json"),
    "text/html": accepting.Offer("json", "application/json"),
}
TIMEOUT = "timeout"
INSIDE = 0.8
"""What part of the server's time a search may use that tells what it has found by then."""

FOUND_OR_NOT = (0, 1)
"""The exit codes of a command that has answered: that there is nothing is an answer, too."""

_CUT_SHORT = re.compile(rb'"cap":\s*\{\s*"kind":\s*"time"')
"""Says that a search was ended for its time: asked again, it may find more."""

_SWITCH = {"": True, "true": True, "1": True, "false": False, "0": False}


class Parameter(NamedTuple):
    """A parameter of a command.

    Attributes:
        name: Its name in an address.
        option: The option that it stands for; empty for an argument, which has its place.
        schema: What its value looks like, as a JSON schema.
        multiple: Whether it can be given several times.
        required: Whether it has to be given.
        about: What it does.
    """

    name: str
    option: str
    schema: dict[str, Any]
    multiple: bool = False
    required: bool = False
    about: str = ""


class Operation(NamedTuple):
    """A command that can be asked for.

    Attributes:
        name: Its name.
        summary: What it does, in one line.
        about: The rest of its help.
        parameters: Its parameters; the arguments in their order.
    """

    name: str
    summary: str
    about: str
    parameters: tuple[Parameter, ...]


def endpoint(operation: Operation) -> Callable[["Request"], Coroutine[Any, Any, Response]]:
    """Return what answers the requests for a command."""
    return partial(_query if operation.name == "query" else _command, operation)


async def _command(operation: Operation, request: "Request") -> Response:
    """Run a command in a worker, and send what it writes."""
    accept = request.headers.get("accept", "")
    if accepting.choose(accept, JSON) is None:
        raise not_acceptable(accept, JSON)
    site = site_of(request)
    arguments = arguments_of(operation, query_pairs(request), site.settings.timeout)
    etag = tag(request, arguments)
    same = unchanged(request, etag)
    if same is not None:
        return same
    content = await unless_gone(request, run(site, operation.name, arguments))
    headers = dict(NOT_KEPT) if _CUT_SHORT.search(content) else kept(etag)
    return Response(content, headers=headers, media_type="application/json")


async def run(site: "Site", name: str, arguments: tuple[str, ...]) -> bytes:
    """Run a command in a worker, and return its JSON.

    Raises:
        AstrographError: What it ended with.
    """
    call = ("command", (name, ("--format=json", *arguments)), site.settings.timeout)
    code, content, remarks = await site.workers.call(*call)
    if code not in FOUND_OR_NOT:
        raise JobError(f"{name} ended with {code}: {remarks}")
    return bytes(content)


async def _query(operation: Operation, request: "Request") -> Response:
    """Answer a query as the command does, which is no work for another process of the worker."""
    site, given = site_of(request), query_pairs(request)
    arguments_of(operation, given, site.settings.timeout)
    accept = request.headers.get("accept", "")
    graphs = {"application/ld+json": accepting.GRAPHS["application/ld+json"], **JSON}
    offers = (
        accepting.choose(accept, {**JSON, accepting.JSON_RESULTS: JSON["application/json"]}),
        accepting.choose(accept, graphs),
    )
    if offers == (None, None):
        raise not_acceptable(accept, JSON, graphs)
    if offers[1] is not None:
        offers = (offers[0], offers[1]._replace(form="jsonld"))
    sparql, saved = single(given, "sparql"), single(given, "saved")
    if (sparql is None) == (saved is None):
        raise Refusal(refusals.BAD_REQUEST, "give one query: as sparql=..., or as saved=NAME")
    most = site.settings.max_rows
    limit = single(given, "limit")
    if limit is not None:
        most = min(most, _count(limit))
    question = Question(
        saved_query(saved).text if saved is not None else str(sparql),
        clock=clock(site, given),
        bind=tuple(_binding(pair) for pair in several(given, "bind")),
        limit=most,
    )
    return await answered(request, question, offers, seconds(site, given))


def _count(told: str) -> int:
    if not (told.isascii() and told.isdigit() and int(told[:10]) > 0):
        why = f"limit is a whole number from 1 on, not {told!r}"
        raise Refusal(refusals.BAD_REQUEST, why)
    return int(told[:10])


def _binding(pair: str) -> tuple[str, str]:
    name, equals, value = pair.partition("=")
    if not name or not equals:
        raise Refusal(refusals.BAD_REQUEST, f"bind is NAME=VALUE, not {pair!r}")
    return name, value


def arguments_of(operation: Operation, given: Pairs, most: float) -> tuple[str, ...]:
    """Return what is asked for as the arguments of the command.

    Args:
        operation: The command.
        given: The parameters of the request.
        most: How many seconds the answer may take.

    Raises:
        Refusal: A parameter is unknown, missing, or given too often.
    """
    known = {parameter.name: parameter for parameter in operation.parameters}
    for name, _ in given:
        if name not in known:
            near = get_close_matches(name, known) or sorted(known)
            why = f"{operation.name} has no parameter {name!r}"
            raise Refusal(refusals.BAD_REQUEST, why, f"did you mean: {', '.join(near)}?")
    options: list[str] = []
    places: list[str] = []
    for parameter in operation.parameters:
        values = several(given, parameter.name)
        if not parameter.multiple:
            single(given, parameter.name)
        if not values and parameter.required:
            raise Refusal(refusals.BAD_REQUEST, f"the parameter {parameter.name!r} is missing")
        if parameter.name == TIMEOUT:
            values = _within(values, parameter, most)
        if not parameter.option:
            places += values
            continue
        for value in values:
            options += _option(parameter, value)
    return (*options, "--", *places)


def _within(values: tuple[str, ...], parameter: Parameter, most: float) -> tuple[str, ...]:
    """Let a search that knows of time end before the server ends it."""
    allowed = most * INSIDE
    told = values[0] if values else str(parameter.schema.get("default", allowed))
    try:
        return (f"{min(float(told), allowed):g}",)
    except ValueError:
        return (told,)  # The command says what is wrong with it.


def _option(parameter: Parameter, value: str) -> list[str]:
    if parameter.schema["type"] == "boolean":
        if value.lower() not in _SWITCH:
            why = f"{parameter.name} is true or false, not {value!r}"
            raise Refusal(refusals.BAD_REQUEST, why)
        return [parameter.option] if _SWITCH[value.lower()] else []
    if parameter.option.startswith("--"):
        return [f"{parameter.option}={value}"]
    return [parameter.option, value]


def document(operations: tuple[Operation, ...], settings: "Settings") -> bytes:
    """Write what can be asked for as OpenAPI.

    Args:
        operations: The commands.
        settings: What whoever runs the server decided.
    """
    error = {"$ref": "#/components/responses/Error"}
    refused = {str(status): error for status in (400, 404, 405, 406, 414, 431, 500, 501, 502, 503)}
    timely = (_timely(each, settings.timeout) for each in operations)
    paths = {f"/api/{each.name}": {"get": _described(each, refused)} for each in timely}
    told = {
        "openapi": "3.1.0",
        "info": {
            "title": "Astrograph",
            "version": settings.version,
            "description": "The commands of astrograph, each with the JSON that it writes.",
        },
        "paths": paths,
        "components": {
            "responses": {
                "Error": {
                    "description": "What is wrong, and what to do.",
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/Error"}}
                    },
                }
            },
            "schemas": {"Error": _ERROR},
        },
    }
    return json.dumps(told, indent=1, ensure_ascii=False).encode() + b"\n"


def _timely(operation: Operation, most: float) -> Operation:
    """Return a command with the time that it has here unless another is asked for."""
    told = []
    for each in operation.parameters:
        if each.name == TIMEOUT:
            searched = min(each.schema["default"], most * INSIDE)
            default = most if operation.name == "query" else searched
            told.append(each._replace(schema={**each.schema, "default": default}))
        else:
            told.append(each)
    return operation._replace(parameters=tuple(told))


_WORDS = {"type": "string"}
_ERROR = {
    "type": "object",
    "required": ["error"],
    "additionalProperties": False,
    "properties": {
        "error": {
            "type": "object",
            "required": ["kind", "message", "hint"],
            "additionalProperties": False,
            "properties": {"kind": _WORDS, "message": _WORDS, "hint": _WORDS},
        }
    },
}


def _described(operation: Operation, refused: dict[str, dict[str, str]]) -> dict[str, Any]:
    written: dict[str, Any] = {"application/json": {}}
    if operation.name == "query":
        written["application/ld+json"] = {}
    return {
        "operationId": operation.name,
        "summary": operation.summary,
        "description": operation.about,
        "parameters": [_parameter(each) for each in operation.parameters],
        "responses": {
            "200": {"description": "The JSON that the command writes.", "content": written},
            "304": {"description": "Nothing has changed since."},
            **refused,
        },
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema = parameter.schema
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": parameter.about,
        "schema": {"type": "array", "items": schema} if parameter.multiple else schema,
    }
