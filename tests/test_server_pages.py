"""What bears an IRI is told of by Accept header, as a page or as RDF."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from serving import serving

if TYPE_CHECKING:
    from pathlib import Path

    from serving import Served

NASA = "https://w3id.org/astrograph/id/NASA"
CLAIM = "https://w3id.org/astrograph/claim/seed1-C02"


@pytest.mark.parametrize(
    ("accept", "suffix"),
    [
        ("", "html"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "html"),
        ("text/turtle", "ttl"),
        ("application/ld+json", "jsonld"),
        ("application/rdf+xml", "rdf"),
        ("application/n-triples", "nt"),
        ("text/html;q=0.4, text/turtle;q=0.8", "ttl"),
    ],
)
def test_a_thing_sends_to_the_page_about_it(server: Served, accept: str, suffix: str) -> None:
    """A thing is not its page, so the answer is 303."""
    answer = server.client.get("/id/NASA", headers={"accept": accept})

    assert (answer.status_code, answer.headers["location"]) == (303, f"/doc/id/NASA.{suffix}")
    assert "Accept" in answer.headers["vary"]


def test_a_thing_in_no_accepted_format_is_refused(server: Served) -> None:
    """There is no picture of it."""
    assert server.client.get("/id/NASA", headers={"accept": "image/png"}).status_code == 406


@pytest.mark.parametrize(
    ("suffix", "form"),
    [
        ("ttl", ox.RdfFormat.TURTLE),
        ("nt", ox.RdfFormat.N_TRIPLES),
        ("jsonld", ox.RdfFormat.JSON_LD),
        ("rdf", ox.RdfFormat.RDF_XML),
    ],
)
def test_an_entity_as_rdf_is_told_of_from_both_sides(
    server: Served, suffix: str, form: ox.RdfFormat
) -> None:
    """As subject, and as object of direct triples."""
    answer = server.client.get(f"/doc/id/NASA.{suffix}")
    quads = list(ox.parse(answer.content, format=form))

    assert answer.status_code == 200
    assert any(getattr(quad.subject, "value", "") == NASA for quad in quads)
    assert any(getattr(quad.object, "value", "") == NASA for quad in quads)


def test_a_claim_as_rdf_has_its_evidence(server: Served) -> None:
    """One request tells where the claim was found."""
    answer = server.client.get("/claim/seed1-C02", headers={"accept": "text/turtle"})
    told = server.client.get(answer.headers["location"])
    subjects = {str(quad.subject) for quad in ox.parse(told.content, format=ox.RdfFormat.TURTLE)}

    assert f"<{CLAIM}>" in subjects
    assert "<https://w3id.org/astrograph/evidence/seed1-S01>" in subjects


@pytest.mark.parametrize(
    ("path", "told", "linked"),
    [
        ("/doc/id/NASA.html", "is the space agency of", "/id/UnitedStates"),
        ("/doc/claim/seed1-C02.html", "up to 2028 or longer", "/evidence/seed1-S01"),
        ("/doc/source/seed1.html", "Undated article", "/ontology#Document"),
        ("/doc/evidence/seed1-S01.html", "194", "/source/seed1"),
        ("/ontology", "ag:leads", "/"),
        ("/", "/api/path", "/openapi.json"),
    ],
)
def test_a_page_tells_and_links_what_belongs_to_it(
    server: Served, path: str, told: str, linked: str
) -> None:
    """In HTML that a screen reader can read."""
    page = server.client.get(path, headers={"accept": "text/html"})

    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert told in page.text
    assert f'href="{linked}"' in page.text
    assert '<html lang="en">' in page.text
    assert page.text.count("<h1>") == 1


def test_a_page_may_load_nothing_but_its_own_style(server: Served) -> None:
    """It has no script, and none could run."""
    page = server.client.get("/doc/id/NASA.html")

    assert "default-src 'none'; style-src 'self'" in page.headers["content-security-policy"]
    assert not re.search(r"<script|<style|\son\w+=|style=", page.text)
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert server.client.get("/style.css").headers["content-type"].startswith("text/css")


def test_every_link_of_a_page_leads_somewhere(server: Served) -> None:
    """To things, their data, and the ontology."""
    page = server.client.get("/doc/id/Roscosmos.html").text
    links = {each for each in re.findall(r'href="(/[^"#]*)', page) if each != "/"}

    assert len(links) > 10
    for link in sorted(links):
        assert server.client.get(link).status_code in {200, 303}, link


def test_what_is_unknown_is_not_found_and_what_is_meant_is_suggested(server: Served) -> None:
    """As on the command line."""
    for path in ("/id/Roscosmo", "/doc/id/Roscosmo.html", "/doc/id/Roscosmo.ttl"):
        answer = server.client.get(path)
        assert answer.status_code == 404
        assert "id:Roscosmos" in answer.json()["error"]["hint"]


@pytest.mark.parametrize(
    "path",
    [
        "/claim/none",
        "/source/none",
        "/id/a%3E%20%7D",
        "/id/%00",
        "/id/%FF",
        "/id/..%2F..%2Fetc%2Fpasswd",
        "/doc/id/NASA",
        "/doc/id/NASA.exe",
        "/doc/nothing/NASA.ttl",
        "/doc/id/.ttl",
        "/nothing",
    ],
)
def test_what_names_nothing_is_not_found(server: Served, path: str) -> None:
    """However its name is written."""
    answer = server.client.get(path)

    assert (answer.status_code, answer.json()["error"]["kind"]) == (404, "NotFound")


def test_the_ontology_is_told_as_rdf(server: Served) -> None:
    """Its terms are hash IRIs, which lead to the document itself."""
    answer = server.client.get("/ontology", headers={"accept": "text/turtle"})
    leads = ox.NamedNode("https://w3id.org/astrograph/ontology#leads")

    assert any(quad.subject == leads for quad in ox.parse(answer.content, ox.RdfFormat.TURTLE))


def test_names_are_text_and_never_markup(tmp_path: Path) -> None:
    """Neither in headings nor in links."""
    evil = "</title><script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
    escaped = evil.replace('"', '\\"')
    (tmp_path / "evil.ttl").write_text(
        "@prefix id: <https://w3id.org/astrograph/id/> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        f'id:Evil a id:Kind ; rdfs:label "{escaped}" ; id:knows id:Other .\n'
        f'id:Other a id:Kind ; rdfs:label "{escaped}" ; id:knows <javascript:alert(3)> .\n'
        "<javascript:alert(3)> a id:Kind .\n"
    )
    with serving("--workers", "1", before=("--store", str(tmp_path / "evil.ttl"))) as served:
        pages = [served.client.get(f"/doc/id/{name}.html") for name in ("Evil", "Other")]

    for page in pages:
        assert page.status_code == 200
        assert "&lt;script&gt;alert(1)" in page.text
        assert "<script" not in page.text
        assert "<img" not in page.text
        assert 'href="javascript' not in page.text
