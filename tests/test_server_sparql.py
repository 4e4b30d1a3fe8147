"""``/sparql`` keeps to the SPARQL 1.1 Protocol, and answers questions alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from serving import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from serving import Served

LEADERS = "SELECT ?who { ?who ag:leads id:Roscosmos }"
TRIPLES = "CONSTRUCT { ?s ag:leads ?o } { ?s ag:leads ?o }"
QUERY = "application/sparql-query"
FORM = "application/x-www-form-urlencoded"
DATED = """
@prefix ag: <https://w3id.org/astrograph/ontology#> .
@prefix id: <https://w3id.org/astrograph/id/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
id:Ann a ag:Person . id:Agency a ag:SpaceAgency .
<urn:claim> a ag:Claim ; ag:subject id:Ann ; ag:predicate ag:leads ; ag:object id:Agency ;
  ag:modality ag:AssertedFact ; ag:polarity ag:Positive ; ag:status ag:Accepted ;
  ag:tense ag:Present ; ag:confidence 0.9 ;
  ag:saidEarliest "2021-01-01T00:00:00Z"^^xsd:dateTime ;
  ag:startEarliest "2021-01-01T00:00:00Z"^^xsd:dateTime ;
  ag:startLatest "2021-01-01T00:00:00Z"^^xsd:dateTime ;
  ag:endEarliest "2022-12-31T00:00:00Z"^^xsd:dateTime ;
  ag:endLatest "2022-12-31T00:00:00Z"^^xsd:dateTime .
"""
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def test_a_query_is_answered_however_it_is_sent(server: Served) -> None:
    """In the address, as a form, or as the body itself."""
    answers = [
        server.client.get("/sparql", params={"query": LEADERS}),
        server.client.post("/sparql", data={"query": LEADERS}),
        server.client.post("/sparql", content=LEADERS, headers={"content-type": QUERY}),
        server.client.post(
            "/sparql", content=LEADERS, headers={"content-type": f"{QUERY}; charset=UTF-8"}
        ),
    ]
    for answer in answers:
        assert answer.status_code == 200
        (row,) = answer.json()["results"]["bindings"]
        assert row["who"]["value"] == "https://w3id.org/astrograph/id/YuriBorisov"


@pytest.mark.parametrize(
    ("accept", "query", "sent_as"),
    [
        ("", LEADERS, "application/sparql-results+json"),
        ("*/*", LEADERS, "application/sparql-results+json"),
        ("application/json", LEADERS, "application/json"),
        ("application/sparql-results+xml", LEADERS, "application/sparql-results+xml"),
        ("text/csv", LEADERS, "text/csv; charset=utf-8"),
        ("text/tab-separated-values", LEADERS, "text/tab-separated-values; charset=utf-8"),
        ("text/csv;q=0.2, application/xml;q=0.7", LEADERS, "application/sparql-results+xml"),
        ("image/png, */*;q=0.1", LEADERS, "application/sparql-results+json"),
        ("text/csv;q=0, */*", LEADERS, "application/sparql-results+json"),
        (BROWSER, LEADERS, "application/json"),
        ("*/*", TRIPLES, "text/turtle; charset=utf-8"),
        ("application/n-triples", TRIPLES, "application/n-triples"),
        ("application/ld+json", TRIPLES, "application/ld+json"),
        ("application/rdf+xml", TRIPLES, "application/rdf+xml"),
        ("text/csv, text/turtle;q=0.1", TRIPLES, "text/turtle; charset=utf-8"),
        (BROWSER, TRIPLES, "text/plain; charset=utf-8"),
    ],
)
def test_the_format_is_the_one_that_is_liked_best(
    server: Served, accept: str, query: str, sent_as: str
) -> None:
    """By weight, then by how closely it is named; a browser gets what it can show."""
    answer = server.client.get("/sparql", params={"query": query}, headers={"accept": accept})

    assert (answer.status_code, answer.headers["content-type"]) == (200, sent_as)
    assert answer.headers["vary"].startswith("Accept")


@pytest.mark.parametrize(("accept", "query"), [("image/png", "ASK {}"), ("text/turtle", "ASK {}")])
def test_what_fits_no_accepted_format_is_refused(server: Served, accept: str, query: str) -> None:
    """Also when the formats are those of another kind of answer."""
    answer = server.client.get("/sparql", params={"query": query}, headers={"accept": accept})

    assert answer.status_code == 406
    assert answer.json()["error"]["kind"] == "NotAcceptable"


@pytest.mark.parametrize(
    ("address", "body", "kind", "status"),
    [
        ("?query=ASK+%7B%7D&query=ASK+%7B%7D", None, "", 400),
        ("?default-graph-uri=http://a.example/", None, "", 400),
        ("?query=%FF", None, "", 400),
        ("?query=SELECT+nothing", None, "", 400),
        ("?query=ASK+%7B%7D&timeout=soon", None, "", 400),
        ("?query=ASK+%7B%7D&timeout=nan", None, "", 400),
        ("?query=ASK+%7B%7D&at=2022", None, "", 400),
        ("?query=ASK+%7B%7D&at=2022-01-01&during=2022", None, "", 400),
        ("?query=ASK+%7B%7D&default-graph-uri=http://nowhere.example/", None, "", 400),
        ("?query=ASK+%7B%7D&default-graph-uri=no%20iri", None, "", 400),
        ("?query=ASK+%7B%7D&update=CLEAR+ALL", None, "", 400),
        ("", b"", FORM, 400),
        ("", b"update=CLEAR+ALL", FORM, 400),
        ("", b"query=ASK+%7B%7D&update=CLEAR+ALL", FORM, 400),
        ("", b"CLEAR ALL", "application/sparql-update", 400),
        ("", b"CLEAR ALL", QUERY, 400),
        ("?query=ASK+%7B%7D", b"ASK {}", QUERY, 400),
        ("", b"\xff\xfe", QUERY, 400),
        ("", b"ASK {}", "text/plain", 415),
        ("", b"ASK {}", "", 415),
        ("", b"ASK {}", f"{QUERY}; charset=utf-16", 415),
        ("", b"ASK {}" + b" " * (1 << 20), QUERY, 413),
        ("?query=" + "+" * 40_000, None, "", 414),
    ],
)
def test_what_is_no_good_request_is_refused_in_one_shape(
    server: Served, address: str, body: bytes | None, kind: str, status: int
) -> None:
    """Whatever is wrong with it: JSON with a kind, a message and a hint."""
    method = "GET" if body is None else "POST"
    headers = {"content-type": kind} if kind else {}
    answer = server.client.request(method, f"/sparql{address}", content=body, headers=headers)

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/json"
    assert set(answer.json()["error"]) == {"kind", "message", "hint"}


def test_a_body_without_a_length_is_bounded_as_well(server: Served) -> None:
    """It is counted while it is read."""
    pieces = (b" " * (1 << 16) for _ in range(64))
    answer = server.client.post("/sparql", content=pieces, headers={"content-type": QUERY})

    assert answer.status_code == 413


def test_an_error_says_where_as_on_the_command_line(server: Served) -> None:
    """By line and column."""
    answer = server.client.get("/sparql", params={"query": "SELECT * {\n ?s ?p }"})

    error = answer.json()["error"]
    assert error["kind"] == "QuerySyntaxError"
    assert error["message"].startswith("bad query at line 2, column ")


def test_other_methods_are_refused_with_those_that_are_allowed(server: Served) -> None:
    """In the order of the alphabet."""
    answer = server.client.put("/sparql", content="ASK {}")

    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS, POST")
    assert answer.json()["error"]["kind"] == "MethodNotAllowed"


def test_a_head_request_has_the_headers_alone(server: Served) -> None:
    """They are those of the whole answer."""
    asked = {"query": LEADERS}
    whole, head = (server.client.request(each, "/sparql", params=asked) for each in ("GET", "HEAD"))

    assert head.content == b""
    assert head.headers["content-length"] == whole.headers["content-length"]


def test_pages_of_other_sites_may_ask(server: Served) -> None:
    """They ask before, and may send a query by POST."""
    headers = {"origin": "https://a.example", "access-control-request-method": "POST"}
    before = server.client.options("/sparql", headers=headers)
    answer = server.client.get("/sparql", params={"query": "ASK {}"}, headers=headers)

    assert before.status_code == 204
    assert "POST" in before.headers["access-control-allow-methods"]
    assert "Content-Type" in before.headers["access-control-allow-headers"]
    assert answer.headers["access-control-allow-origin"] == "*"


def test_what_is_known_already_is_not_sent_again(server: Served) -> None:
    """An entity tag goes with one query in one format."""

    def ask(query: str, **headers: str) -> tuple[int, str]:
        answer = server.client.get("/sparql", params={"query": query}, headers=headers)
        return answer.status_code, answer.headers["etag"]

    status, tag = ask(LEADERS)

    assert status == 200
    assert ask(LEADERS, **{"if-none-match": f'"other", {tag}'}) == (304, tag)
    assert ask(LEADERS, **{"if-none-match": tag, "accept": "text/csv"})[0] == 200
    assert ask(TRIPLES, **{"if-none-match": tag})[0] == 200


def test_long_answers_are_compressed_for_those_who_read_that(server: Served) -> None:
    """And for nobody else."""
    asked = {"query": "SELECT * { ?s ?p ?o }"}
    squeezed = server.client.get("/sparql", params=asked)
    plain = server.client.get("/sparql", params=asked, headers={"accept-encoding": "identity"})

    assert squeezed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert squeezed.content == plain.content


@pytest.mark.parametrize(
    "address", ["/", "/about", "/openapi.json", "/sparql?query=SELECT * { ?s ?p ?o }"]
)
@pytest.mark.parametrize("coding", ["gzip;q=0", "gzip;q=0, identity", "GZIP; q=0.0, *"])
def test_who_wants_to_be_spared_gzip_is(server: Served, address: str, coding: str) -> None:
    """A weight of nothing is a no."""
    answer = server.client.get(address, headers={"accept-encoding": coding})

    assert answer.status_code == 200
    assert "content-encoding" not in answer.headers


def test_direct_triples_are_derived_for_the_time_that_is_asked_for(tmp_path: Path) -> None:
    """By both clocks, as on the command line."""
    (tmp_path / "dated.ttl").write_text(DATED)
    with serving("--workers", "1", before=("--store", str(tmp_path / "dated.ttl"))) as served:

        def leads(**times: str) -> bool:
            asked = {"query": "ASK { id:Ann ag:leads id:Agency }", **times}
            return bool(served.client.get("/sparql", params=asked).json()["boolean"])

        assert leads(at="2021-06-01")
        assert leads(during="2022..2024")
        assert not leads(at="2023-06-01")
        assert not leads(at="2021-06-01", **{"known-by": "2020-01-01"})


def test_without_a_query_the_service_is_described(server: Served) -> None:
    """In the vocabulary that the W3C gives for it."""
    described = server.client.get("/sparql", headers={"accept": "application/n-triples"})
    triples = list(ox.parse(described.content, format=ox.RdfFormat.N_TRIPLES))
    sd = "http://www.w3.org/ns/sparql-service-description#"
    told = {(quad.predicate.value, getattr(quad.object, "value", "")) for quad in triples}

    assert (f"{sd}endpoint", f"{server.address}sparql") in told
    assert (f"{sd}supportedLanguage", f"{sd}SPARQL11Query") in told


def test_solutions_that_xml_cannot_hold_are_refused(server: Served) -> None:
    """What is sent as XML can be read as such; JSON holds any character."""
    asked = {"query": "SELECT ('a\\u0007' AS ?x) {}"}
    refused = server.client.get("/sparql", params=asked, headers={"accept": "application/xml"})

    assert refused.status_code == 400
    assert refused.json()["error"]["message"].startswith("XML cannot hold the character U+0007")
    assert server.client.get("/sparql", params=asked).status_code == 200


def test_a_capped_answer_says_so() -> None:
    """Solutions and triples alike; a whole answer says nothing."""
    with serving("--max-rows", "3", "--workers", "1") as served:
        capped = served.client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o }"})
        whole = served.client.get("/sparql", params={"query": LEADERS})
        graph = served.client.get("/sparql", params={"query": "CONSTRUCT WHERE { ?s ?p ?o }"})

    assert len(capped.json()["results"]["bindings"]) == 3
    assert capped.headers["x-sparql-maxrows"] == "3"
    assert graph.headers["x-sparql-maxrows"] == "3"
    assert "x-sparql-maxrows" not in whole.headers


def test_what_takes_too_long_ends_and_others_are_answered() -> None:
    """Nobody can ask for more time than the server allows."""
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with serving("--timeout", "1", "--workers", "1") as served:
        late = served.client.get("/sparql", params={"query": endless, "timeout": "30"})
        after = served.client.get("/sparql", params={"query": "ASK {}"})

    assert (late.status_code, late.json()["error"]["kind"]) == (503, "QueryTimeoutError")
    assert late.json()["error"]["hint"] == "narrow it, or add a LIMIT"
    assert int(late.headers["retry-after"]) > 0
    assert after.json()["boolean"] is True


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with files of triples, and one of quads."""
    folder = tmp_path_factory.mktemp("files")
    (folder / "own.ttl").write_text("<urn:s> <urn:p> 1 .")
    (folder / "other.ttl").write_text("<urn:s> <urn:p> 2 .")
    (folder / "quads.nq").write_text(
        "<urn:s> <urn:p> <urn:three> <urn:g> .\n<urn:s> <urn:p> <urn:four> <urn:h> .\n"
    )
    return folder


@pytest.fixture(scope="module")
def dataset(files: Path) -> Iterator[Served]:
    """Return a server of files as they stand."""
    own, quads = files / "own.ttl", files / "quads.nq"
    named = f"urn:n={files / 'other.ttl'}"
    options = ("--data", str(own), "--data", str(quads), "--named", named, "--workers", "1")
    with serving(*options) as served:
        yield served


def objects(served: Served, **graphs: str | list[str]) -> list[str]:
    """Return the objects that a server tells of, in order."""
    asked = {"query": "SELECT ?o { ?s <urn:p> ?o } ORDER BY ?o", **graphs}
    answer = served.client.post("/sparql", data=asked).json()
    return [row["o"]["value"] for row in answer["results"]["bindings"]]


def test_files_are_served_as_they_stand_and_keep_their_graphs(dataset: Served) -> None:
    """What stands in a named graph is not in the default one."""
    assert objects(dataset) == ["1"]


def test_a_request_chooses_the_graphs(dataset: Served) -> None:
    """They stand in place of the own default graph."""
    assert objects(dataset, **{"default-graph-uri": ["urn:g", "urn:n"]}) == ["urn:three", "2"]
    assert objects(dataset, **{"named-graph-uri": "urn:g"}) == []


def test_files_are_asked_in_sparql_and_nothing_else(dataset: Served) -> None:
    """There are no claims in them to tell of."""
    assert dataset.client.get("/").status_code == 200
    assert dataset.client.get("/api/stats").status_code == 404
    assert dataset.client.get("/id/NASA").status_code == 404
