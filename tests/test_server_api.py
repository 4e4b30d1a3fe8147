"""``/api/`` answers with the very JSON of the command line; ``/openapi.json`` describes it."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
import schemathesis.checks
from hypothesis import HealthCheck, given, settings
from openapi_spec_validator import validate
from schemathesis.specs.openapi import checks as described

if TYPE_CHECKING:
    from serving import Served

EXAMPLES = 60

REQUESTS = [
    ("find?text=Рогозин", ("find", "Рогозин")),
    ("find?text=nobody at all", ("find", "nobody at all")),
    ("show?entity=NASA", ("show", "NASA")),
    ("show?entity=NASA&at=2022-07-01", ("show", "NASA", "--at", "2022-07-01")),
    ("claims?entity=NASA&entity=Roscosmos", ("claims", "NASA", "Roscosmos")),
    ("claims?disputed=true", ("claims", "--disputed")),
    ("claims?disputed", ("claims", "--disputed")),
    ("claims?disputed=false&status=Superseded", ("claims", "--status", "Superseded")),
    ("stats", ("stats",)),
    ("stats?sources=1", ("stats", "--sources")),
    (
        "path?from=NASA&to=ISS&k=2&max-hops=3&avoid=Roscosmos&avoid=Russia&timeout=5",
        (
            *("path", "NASA", "ISS", "-k2", "--max-hops=3"),
            *("--avoid=Roscosmos", "--avoid=Russia", "--timeout=5"),
        ),
    ),
    ("path?from=NASA&to=ISS&all=&timeout=5", ("path", "NASA", "ISS", "--all", "--timeout=5")),
    (
        "query?sparql=SELECT * { ?who ag:leads ?what }&bind=what=id:NASA",
        ("query", "SELECT * { ?who ag:leads ?what }", "--bind=what=id:NASA"),
    ),
    ("query?saved=denials", ("query", "--saved", "denials")),
]


@pytest.mark.parametrize(("address", "arguments"), REQUESTS)
def test_the_bytes_are_those_of_the_command_line(
    server: Served, address: str, arguments: tuple[str, ...]
) -> None:
    """With nothing found, too."""
    path, _, query = address.partition("?")
    answer = server.client.get(f"/api/{path}?{query}")
    command = (sys.executable, "-m", "astrograph", *arguments, "--format", "json")
    expected = subprocess.run(command, capture_output=True, check=False)

    assert expected.returncode in {0, 1}
    assert (answer.status_code, answer.content) == (200, expected.stdout)
    assert answer.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("find", "the parameter 'text' is missing"),
        ("find?text=a&text=b", "the parameter 'text' is given more than once"),
        ("find?text=a&limits=3", "find has no parameter 'limits'"),
        ("find?text=a&limit=0", "limit"),
        ("find?text=a&format=text", "find has no parameter 'format'"),
        ("show?entity=Nobody At All", "no entity is called 'Nobody At All'"),
        ("show?entity=--help", "no entity is called '--help'"),
        ("claims?disputed=perhaps", "disputed is true or false"),
        ("path?from=NASA&to=ISS&status=nonsense", "status"),
        ("path?from=NASA&to=ISS&output=x.html", "path has no parameter 'output'"),
        ("path?from=NASA&to=ISS&timeout=soon", "timeout"),
        ("query", "give one query"),
        ("query?sparql=ASK {}&saved=x", "give one query"),
        ("query?sparql=ASK {}&file=/etc/passwd", "query has no parameter 'file'"),
        ("query?sparql=ASK {}&bind=x", "bind is NAME=VALUE"),
        ("query?sparql=ASK {}&limit=0", "limit is a whole number"),
        ("query?saved=nonsense", "nonsense"),
        ("query?sparql=CLEAR ALL", "CLEAR is refused"),
    ],
)
def test_misuse_is_refused_in_the_same_words(server: Served, address: str, told: str) -> None:
    """Only that the options have no dashes here."""
    answer = server.client.get(f"/api/{address}")

    assert answer.status_code == 400
    assert told in answer.json()["error"]["message"]


def test_a_misspelt_parameter_is_answered_with_those_that_are_alike(server: Served) -> None:
    """It is never left out in silence."""
    error = server.client.get("/api/path?from=NASA&to=ISS&max_hops=2").json()["error"]

    assert error["hint"] == "did you mean: max-hops?"


def test_there_is_no_command_but_those_that_only_read(server: Served) -> None:
    """What writes is not to be had from afar."""
    for name in ("ingest", "export", "explore", "serve", "nonsense"):
        answer = server.client.get(f"/api/{name}")
        assert (answer.status_code, answer.json()["error"]["kind"]) == (404, "NotFound")


def test_triples_are_answered_as_json_ld(server: Served) -> None:
    """That is the JSON which holds triples."""
    asked = {"sparql": "DESCRIBE id:NASA"}
    answer = server.client.get("/api/query", params=asked)

    assert answer.status_code == 200
    assert any(each["@id"].endswith("/id/NASA") for each in answer.json())


def test_an_answer_is_not_sent_again_to_who_has_it(server: Served) -> None:
    """Commands have entity tags as queries do."""
    tag = server.client.get("/api/stats").headers["etag"]

    assert server.client.get("/api/stats", headers={"if-none-match": tag}).status_code == 304


def test_the_description_is_valid_openapi(server: Served) -> None:
    """It tells of names, types, choices and defaults as the commands declare them."""
    document = server.client.get("/openapi.json").json()

    validate(document)
    path = document["paths"]["/api/path"]["get"]
    parameters = {each["name"]: each for each in path["parameters"]}
    assert parameters["from"]["required"]
    assert parameters["via"]["schema"]["type"] == "array"
    assert parameters["max-hops"]["schema"] == {"type": "integer", "minimum": 1, "default": 6}
    assert parameters["rank"]["schema"]["enum"] == ["informative", "length"]


def test_no_request_gets_an_answer_that_is_not_described(server: Served) -> None:
    """Whatever a generator makes of the description."""
    document = json.loads(server.client.get("/openapi.json").content)
    schema = schemathesis.openapi.from_dict(document)
    schema.config.update(base_url=server.address)
    checks = [
        schemathesis.checks.not_a_server_error,
        described.status_code_conformance,
        described.content_type_conformance,
        described.response_schema_conformance,
    ]

    @given(case=schema.as_strategy())
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(checks=checks)

    ask()
