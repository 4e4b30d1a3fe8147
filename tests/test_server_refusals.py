"""What a person is told of a request that goes wrong: a page, where a program gets JSON."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from astrograph.server.refusals import near_names
from serving import BROWSER

if TYPE_CHECKING:
    from serving import Served


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/?focus=Nobody", 400, "No entity is called &#39;Nobody&#39;"),
        ("/?from=NASA", 400, "From goes with to"),
        ("/id/Roscosmo", 404, "Nothing is called https://w3id.org/astrograph/id/Roscosmo"),
        ("/doc/id/NASA.exe", 404, "There is no page /doc/id/NASA.exe"),
        ("/nowhere", 404, "There is no page /nowhere"),
    ],
)
def test_a_browser_is_told_on_a_page_what_is_wrong(
    server: Served, path: str, status: int, told: str
) -> None:
    """With the status that a program gets, and a field to search with."""
    answer = server.client.get(path, headers=BROWSER)

    assert answer.status_code == status == server.client.get(path).status_code
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert "default-src 'none'; style-src 'self'" in answer.headers["content-security-policy"]
    assert f"<h1>{told}" in answer.text
    assert '<form action="/" method="get"' in answer.text
    assert 'name="focus"' in answer.text
    head = server.client.head(path, headers=BROWSER)
    assert (head.status_code, head.text) == (status, "")


def test_names_that_come_near_lead_to_what_they_name(server: Served) -> None:
    """From a page to the page, from the explorer to the explorer, with the rest of the address."""

    def near(path: str) -> list[str]:
        page = server.client.get(path, headers=BROWSER).text.partition("<main>")[2]
        return [html.unescape(each) for each in re.findall(r'<li><a href="([^"]+)"', page)]

    assert "/id/Roscosmos" in near("/id/Roscosmo")
    assert "/?focus=id%3ARoscosmos" in near("/?focus=Roscosmosis")
    assert "/?from=id%3ARoscosmos&to=NASA" in near("/?from=Roscosmosis&to=NASA")
    for address in near("/?from=Roscosmosis&to=NASA"):
        assert server.client.get(address, headers=BROWSER).status_code == 200


@pytest.mark.parametrize(
    "accept",
    ["", "*/*", "application/json", "text/*", "text/html;q=0.5, application/json", "text/html;q=0"],
)
def test_whoever_asks_for_no_page_gets_json(server: Served, accept: str) -> None:
    """A program that says nothing, or likes JSON better, has one shape to read."""
    answer = server.client.get("/nowhere", headers={"accept": accept})

    assert answer.headers["content-type"] == "application/json"
    assert set(answer.json()["error"]) == {"kind", "message", "hint"}


@pytest.mark.parametrize(
    "path", ["/sparql?query=x", "/api/find", "/api/none", "/explorer/beside", "/%61pi/find"]
)
def test_addresses_for_programs_answer_browsers_in_json(server: Served, path: str) -> None:
    """Who opens them sees what a program does."""
    answer = server.client.get(path, headers=BROWSER)

    assert answer.status_code >= 400
    assert answer.headers["content-type"] == "application/json"


def test_a_refused_post_is_answered_in_json(server: Served) -> None:
    """No person waits for a page there."""
    answer = server.client.post("/ontology", headers=BROWSER)

    assert (answer.status_code, answer.headers["content-type"]) == (405, "application/json")


def test_what_is_wrong_is_text_and_never_markup(server: Served) -> None:
    """Whatever was asked for."""
    evil = "<script>alert(1)</script>\"'><img src=x>"
    for path in (f"/?focus={quote(evil)}", f"/id/{quote(evil)}", f"/{quote(evil)}"):
        page = server.client.get(path, headers=BROWSER)
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert "<script" not in page.text
        assert "<img" not in page.text


@given(st.text(), st.text(), st.text(alphabet="?=&%focusrmt:idNA"))
def test_any_hint_can_be_read_for_names(hint: str, message: str, query: str) -> None:
    """It leads nowhere but to this server, and loses no hint that names nobody."""
    for path in ("/", "/id/x"):
        near, rest = near_names(hint, path, query, message)
        assert near or rest == hint
        assert all(each.address.startswith(("/?", "/id/")) for each in near)


def test_a_name_with_commas_and_brackets_stays_whole() -> None:
    """It ends where its CURIE begins."""
    hint = "did you mean Foo, Inc. (Moscow) (Company, id:Foo); Bar (id:Bar) and 2 more?"
    near, rest = near_names(hint, "/id/x", "", "")

    assert [(each.label, each.curie) for each in near] == [
        ("Foo, Inc. (Moscow)", "id:Foo"),
        ("Bar", "id:Bar"),
    ]
    assert rest == "and 2 more"
