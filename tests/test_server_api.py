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
from hypothesis import strategies as st
from openapi_spec_validator import validate
from schemathesis import GenerationMode
from schemathesis.specs.openapi import checks as described

from astrograph.cli import afar
from astrograph.cli.afar import COMMANDS
from astrograph.errors import MisuseError, QueryMemoryError

if TYPE_CHECKING:
    from astrograph import Store
    from serving import Served

SEARCHED = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)

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


def test_the_time_that_is_described_is_that_of_the_server(server: Served) -> None:
    """A search has four fifths of it, so that what it has found by then can be told."""
    document = server.client.get("/openapi.json").json()

    def default(name: str) -> float:
        parameters = document["paths"][f"/api/{name}"]["get"]["parameters"]
        (schema,) = (each["schema"] for each in parameters if each["name"] == "timeout")
        return float(schema["default"])

    assert (default("query"), default("path")) == (10.0, 8.0)


def test_an_answer_is_no_longer_than_one_may_be(
    shipped: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of every command, as of a query: it ends as soon as there is too much."""
    asked = ("path", ("--format=json", "--all", "--", "NASA", "ISS"))
    code, content, _ = afar.run(None, shipped, *asked)
    assert (code, len(content) > 1 << 16) == (0, True)

    monkeypatch.setattr("astrograph.server.worker.MOST_BYTES", 1 << 16)
    with pytest.raises(QueryMemoryError, match="the answer is longer than"):
        afar.run(None, shipped, *asked)


def test_claims_are_listed_as_long_as_they_are_not_too_many(
    shipped: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More are refused at once, in words that are true here, and can be gone through in parts."""
    monkeypatch.setattr(afar._Opened, "most_claims", 40)  # noqa: SLF001 -- its bound

    def listed(*options: str) -> list[str]:
        _, content, _ = afar.run(None, shipped, "claims", ("--format=json", *options))
        return [each["iri"] for each in json.loads(content)]

    known = [claim.iri for claim in shipped.claims()]
    assert len(known) > 80
    assert listed("--limit=40") == known[:40]
    assert listed("--limit=40", "--offset=40") == known[40:80]
    assert listed(f"--offset={len(known) - 3}") == known[-3:]
    for options in ((), ("--limit=41",), ("--status=accepted",)):
        with pytest.raises(MisuseError, match="more than 40 claims fit") as refused:
            listed(*options)
        assert "limit (at most 40) and offset" in refused.value.hint


CHECKS = [
    schemathesis.checks.not_a_server_error,
    described.status_code_conformance,
    described.content_type_conformance,
    described.response_schema_conformance,
    described.response_headers_conformance,
    described.unsupported_method,
    described.missing_required_header,
]


def test_every_command_that_only_reads_is_described(server: Served) -> None:
    """So that what follows tries them all."""
    document = server.client.get("/openapi.json").json()

    assert set(document["paths"]) == {f"/api/{name}" for name in COMMANDS}
    assert all(set(path) == {"get"} for path in document["paths"].values())


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("name", COMMANDS)
def test_no_request_gets_an_answer_that_is_not_described(
    server: Served, name: str, mode: GenerationMode
) -> None:
    """Whatever a generator makes of the description: what keeps to it, and what does not."""
    document = json.loads(server.client.get("/openapi.json").content)
    schema = schemathesis.openapi.from_dict(document)
    schema.config.update(base_url=server.address)

    @given(case=schema[f"/api/{name}"]["GET"].as_strategy(generation_mode=mode))
    @SEARCHED
    def ask(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(checks=CHECKS)

    ask()


WORDS = st.sampled_from(
    [
        *("SELECT", "ASK", "DESCRIBE", "CONSTRUCT", "*", "{", "}", "?s", "?p", "?o", ".", ";", "("),
        *("WHERE", "FILTER", "OPTIONAL", "UNION", "LIMIT 3", "ORDER BY", "GROUP BY", "VALUES", ")"),
        *("SERVICE", "ag:paths", "<http://127.0.0.1:1/>", "FROM", "INSERT", "LOAD", "id:NASA", "a"),
        *("'x'", '"', "\x00", "#", "<", "\\", "@en", "^^", "1e9", "rdfs:label", "BASE <x:>"),
    ]
)
QUERIES = st.lists(WORDS, max_size=12).map(" ".join) | st.text(max_size=30)
FIELDS = st.dictionaries(
    st.sampled_from(["at", "during", "known-by", "timeout", "default-graph-uri", "update", "x"]),
    st.sampled_from(["", "2022-07-01", "2022..2024", "1", "nan", "-1", "http://a.example/", "\x00"])
    | st.text(max_size=9),
    max_size=3,
)
ACCEPTS = st.sampled_from(["*/*", "text/csv", "text/turtle", "image/png", "a;q=nan,*/*", ";,/"])
KINDS = st.sampled_from([*("query", "update", "results+json"), "query; charset=latin-1"])
ALLOWED = {200, 400, 406, 413, 414, 415, 503}


@given(query=st.none() | QUERIES, fields=FIELDS, accept=ACCEPTS, kind=KINDS, how=st.integers(0, 2))
@SEARCHED
def test_whatever_is_asked_of_sparql_is_answered_or_refused(
    server: Served, query: str | None, fields: dict[str, str], accept: str, kind: str, how: int
) -> None:
    """In one shape, and never by a fault."""
    given_all = fields if query is None else {**fields, "query": query}
    headers = {"accept": accept}
    if how == 0:
        answer = server.client.get("/sparql", params=given_all, headers=headers)
    elif how == 1:
        answer = server.client.post("/sparql", data=given_all, headers=headers)
    else:
        headers["content-type"] = f"application/sparql-{kind}"
        content = (query or "").encode("utf-8", "replace")
        answer = server.client.post("/sparql", params=fields, content=content, headers=headers)

    assert answer.status_code in ALLOWED
    if answer.status_code != 200:
        assert set(answer.json()["error"]) == {"kind", "message", "hint"}
