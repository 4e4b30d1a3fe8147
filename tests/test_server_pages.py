"""What bears an IRI is told of by Accept header, as a page or as RDF."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from astrograph.vocab import AG, SKOS, ontology_path
from serving import BROWSER, serving

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
        ("/about", "/api/path", "/openapi.json"),
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


def anchors(page: str) -> set[str]:
    """Return what in a page an address can point at."""
    return set(re.findall(r'\sid="([^"]+)"', page))


def test_a_fact_is_told_with_the_titles_of_its_sources(server: Served) -> None:
    """No hash stands where a reader looks for a source."""
    page = server.client.get("/doc/id/NASA.html").text

    assert '<a href="/claim/seed1-C29">Undated article on Roscosmos' in page
    assert not re.search(r">\s*claim:[^<]*</a>", page)
    assert '<a href="/ontology#SpaceAgency">space agency</a>' in page
    assert '<a class="button" href="/?focus=id%3ANASA">' in page


def test_a_fact_of_the_past_is_read_in_its_past_form(server: Served) -> None:
    """As the ontology words it."""
    page = server.client.get("/doc/id/DmitryRogozin.html").text

    assert '<a href="/ontology#formerlyLed">formerly led</a>' in page


def test_the_cells_of_a_table_know_their_headings(server: Served) -> None:
    """A narrow screen shows them in blocks, where the headings stand beside the cells."""
    page = server.client.get("/doc/id/NASA.html").text
    heads = set(re.findall(r"<th [^>]*>([^<]+)</th>", page))
    labels = set(re.findall(r'data-label="([^"]+)"', page))

    assert {"Tense", "When", "Sources"} <= labels <= heads
    assert re.search(r'<div class="wide" role="region" aria-label="Facts" tabindex="0">', page)


def test_a_claim_is_told_in_words(server: Served) -> None:
    """What it says, who says so, where, and what others say of that."""
    page = server.client.get("/doc/claim/seed1-C14.html").text
    text = " ".join(re.sub(r"<[^>]+>", " ", page).split())

    assert "Statement ISS partnership is terminated When it holds not before 2025" in text
    assert "Speaker Yuri Borisov Said to Vladimir Putin" in text
    assert "Stance plan , positive Status disputed" in text
    assert "Source Undated article on Roscosmos and the ISS partnership" in text
    assert "Where in it sentence 3" in text
    assert "This claim is argued against by Solovyov holds that" in text
    assert "argueAgainst" not in text
    assert not re.search(r"claim:seed1-C\d", text)


def test_a_claim_leads_to_its_ends_in_the_explorer(server: Served) -> None:
    """To both of them, or to the one that it has."""
    both = server.client.get("/doc/claim/seed1-C02.html").text
    one = server.client.get("/doc/claim/seed1-C14.html").text

    assert 'href="/?from=id%3ARoscosmos&amp;to=id%3AISSPartnership"' in both
    assert 'href="/?focus=id%3AISSPartnership"' in one


def test_a_denied_statement_is_not_told_as_if_it_were_said(server: Served) -> None:
    """It begins with the word that turns it round."""
    denials = server.client.get("/api/claims?modality=denial").json()
    negative = next(each["iri"] for each in denials if each["polarity"] == "Negative")
    page = server.client.get(f"/doc/claim/{negative.rsplit('/', 1)[1]}.html").text

    assert "<dd>Not: " in page


def test_every_term_of_the_ontology_is_explained(server: Served) -> None:
    """Each where the addresses of other pages point at, with what the ontology says of it."""
    page = server.client.get("/ontology").text
    triples = [quad.triple for quad in ox.parse(path=str(ontology_path()))]
    defined = {
        triple.subject.value: html.escape(triple.object.value)
        for triple in triples
        if triple.predicate.value == SKOS + "definition"
        and isinstance(triple.subject, ox.NamedNode)
        and isinstance(triple.object, ox.Literal)
    }

    assert len(defined) > 300
    assert {iri.removeprefix(AG) for iri in defined} <= anchors(page)
    told = html.unescape(page)
    assert [about for about in defined.values() if html.unescape(about) not in told] == []
    assert not re.search(r"<dd>\s*</dd>", page)


def test_a_relation_is_told_with_its_ends_and_forms(server: Served) -> None:
    """From what to what it leads, how it reads backwards, and what it becomes."""
    page = server.client.get("/ontology").text
    entry = page.partition('<dt id="participatesIn">')[2].partition("<dt")[0]
    text = " ".join(re.sub(r"<[^>]+>", " ", entry).split())

    assert "Takes part in a collaboration or a program." in text
    for told in (
        "From: agent",
        "To: undertaking",
        "Read backwards: has as a participant",
        "Past form: formerly participated in",
        "Planned form: plans to stay in",
    ):
        assert told in text
    assert '<a href="/ontology#Undertaking">undertaking</a>' in entry


@pytest.mark.parametrize("path", ["/doc/id/Roscosmos.html", "/doc/claim/seed1-C14.html"])
def test_the_words_of_a_page_lead_to_where_they_are_explained(server: Served, path: str) -> None:
    """The page of the ontology has a place for each."""
    words = set(re.findall(r'href="/ontology#([^"]+)"', server.client.get(path).text))

    assert len(words) > 3
    assert words <= anchors(server.client.get("/ontology").text)


@pytest.mark.parametrize("path", ["/doc/id/NASA.html", "/ontology", "/about", "/query", "/nothing"])
def test_every_page_leads_to_the_others(server: Served, path: str) -> None:
    """To the explorer first."""
    page = server.client.get(path, headers=BROWSER).text
    head = page.partition("<header>")[2].partition("</header>")[0]

    assert re.findall(r'href="([^"]+)"', head) == ["/", "/", "/query", "/ontology", "/about"]


def test_the_examples_of_the_commands_are_answered(server: Served) -> None:
    """Each command has one, about what the graph holds."""
    page = server.client.get("/about").text
    examples = [html.unescape(each) for each in re.findall(r'href="(/api/[^"]+)"', page)]

    assert {each.partition("?")[0].removeprefix("/api/") for each in examples} == {
        *("find", "show", "path", "claims", "stats", "query")
    }
    for each in examples:
        answer = server.client.get(each)
        assert answer.status_code == 200, each
        assert answer.json(), each


def test_a_served_file_has_no_pages_of_a_graph_to_lead_to(tmp_path: Path) -> None:
    """Neither from its index nor from where something is wrong."""
    (tmp_path / "plain.nt").write_text("<urn:a> <urn:b> <urn:c> .\n")
    with serving("--workers", "1", "--data", str(tmp_path / "plain.nt")) as served:
        pages = [served.client.get(path, headers=BROWSER) for path in ("/", "/query", "/nothing")]

    assert [page.status_code for page in pages] == [200, 200, 404]
    for page in pages:
        assert "/ontology" not in page.text.partition("<script")[0]
        assert "/about" not in page.text
        assert 'name="focus"' not in page.text
