"""The page on which SPARQL is written: what it is sent with, and what it may load and do."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

from astrograph.query import saved_queries
from serving import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from serving import Served

HOSTILE = "</textarea><script>alert(1)</script><!--"


class Reader(HTMLParser):
    """Reads what the page is given, and what stands in its field."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = ""
        self.told = {"script": "", "textarea": ""}
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what is loaded, and where a text begins."""
        given = dict(attrs)
        self.loads += [str(given[name]) for name in ("src", "href") if name in given and tag != "a"]
        self.inside = tag

    def handle_endtag(self, tag: str) -> None:
        """Note where a text ends."""
        if tag == self.inside:
            self.inside = ""

    def handle_data(self, data: str) -> None:
        """Gather texts."""
        if self.inside in self.told:
            self.told[self.inside] += data


def read(served: Served, query: str | None = None) -> Reader:
    """Get the page, and read it."""
    answer = served.client.get("/query", params={} if query is None else {"query": query})
    reader = Reader()
    reader.feed(answer.text)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return reader


def given(served: Served) -> dict[str, Any]:
    """Return what the page is given."""
    made: dict[str, Any] = json.loads(read(served).told["script"])
    return made


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a file as it stands."""
    data: Path = tmp_path_factory.mktemp("data") / "data.nt"
    data.write_text("<urn:a> <urn:b> <urn:c> .\n", encoding="utf-8")
    with serving("--workers", "1", "--data", str(data)) as served:
        yield served


def test_it_may_load_and_ask_its_own_server_alone(server: Served) -> None:
    """By a policy of its own, in which no inline script has a place."""
    policy = server.client.get("/query").headers["content-security-policy"]
    allowed = dict(each.strip().split(" ", 1) for each in policy.split(";"))

    assert allowed.pop("default-src") == "'none'"
    assert allowed.pop("base-uri") == allowed.pop("frame-ancestors") == "'none'"
    assert set(allowed) == {"script-src", "style-src", "connect-src", "form-action"}
    assert set(allowed.values()) == {"'self'"}


def test_what_it_loads_is_there(server: Served) -> None:
    """Script and styles, which a browser that has them asks for in vain."""
    loads = read(server).loads

    assert loads == ["/style.css", "/query.css", "/query.js"]
    for path, kind in (("/query.css", "text/css"), ("/query.js", "text/javascript")):
        answer = server.client.get(path)
        again = server.client.get(path, headers={"if-none-match": answer.headers["etag"]})
        assert (answer.status_code, again.status_code) == (200, 304)
        assert answer.headers["content-type"].partition(";")[0] == kind
        assert answer.content


def test_a_query_in_the_address_stands_in_the_field(server: Served) -> None:
    """As text, whatever it is."""
    assert read(server, "ASK {}\n").told["textarea"].strip() == "ASK {}"
    assert read(server, HOSTILE).told["textarea"].strip() == HOSTILE
    assert server.client.get("/query?query=ASK{}&query=ASK{}").status_code == 400


def test_the_page_is_kept_until_something_changes(server: Served) -> None:
    """The query in the address among it."""
    etag = server.client.get("/query?query=1").headers["etag"]

    def status(address: str) -> int:
        return server.client.get(address, headers={"if-none-match": etag}).status_code

    assert (status("/query?query=1"), status("/query?query=2")) == (304, 200)


def test_every_example_is_answered_by_the_endpoint(server: Served) -> None:
    """With the value that it is an example for, where the graph knows one."""
    examples = {each["name"]: each for each in given(server)["examples"]}
    known = {saved.name: saved for saved in saved_queries()}

    assert {name for name, saved in known.items() if "--bind" not in saved.explanation} <= set(
        examples
    )
    assert "VALUES ?entity { id:ISS }" in examples["names-of"]["text"]
    assert "who-flew-with-whom" not in examples
    for example in examples.values():
        assert "--bind" not in example["text"] + example["explanation"]
        answer = server.client.get("/sparql", params={"query": example["text"]})
        assert answer.status_code == 200, (example["name"], answer.text)
    names = server.client.get("/sparql", params={"query": examples["names-of"]["text"]}).json()
    assert "МКС" in {row["name"]["value"] for row in names["results"]["bindings"]}


def test_the_words_of_the_ontology_can_be_completed(server: Served) -> None:
    """Relations and classes, told apart."""
    terms = {each["name"]: each for each in given(server)["terms"]}

    assert terms["ag:leads"] == {"name": "ag:leads", "label": "leads", "isClass": False}
    assert terms["ag:Person"]["isClass"]


def test_of_plain_files_only_sparql_is_offered(plain: Served) -> None:
    """There are no entities to be found, and no pages of theirs."""
    known = given(plain)

    assert (known["find"], known["places"], known["examples"], known["terms"]) == ("", {}, [], [])
    assert known["endpoint"] == "/sparql"
    assert "?subject ?predicate ?object" in read(plain).told["textarea"]
    assert plain.client.get("/query.js").status_code == 200


def test_the_site_leads_to_it(server: Served) -> None:
    """From the head of every page."""
    page = server.client.get("/doc/id/NASA.html").text

    assert re.search(r'<nav aria-label="Site">.*<a href="/query">', page)
