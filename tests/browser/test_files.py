"""The files that the page hands out: pictures, graphs, claims, and what comes out of a printer."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, cast
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from playwright.sync_api import Page, expect

from astrograph import open_store
from astrograph.explorer import build_payload
from astrograph.explorer.page import write_page
from astrograph.formats.exports import as_graph
from browser.sample import entity_iri, sample_payload
from browser.saved import save_as

if TYPE_CHECKING:
    from pathlib import Path

    from astrograph import Store
    from browser.conftest import OpenPage

pytestmark = pytest.mark.browser

SVG = "{http://www.w3.org/2000/svg}"
PAPER = b"%PDF-"


@pytest.fixture(scope="module")
def store() -> Store:
    """Open the slice of one article."""
    return open_store(slice="article")


@pytest.fixture(scope="module")
def article_html(tmp_path_factory: pytest.TempPathFactory, store: Store) -> Path:
    """Render all of it once."""
    path = tmp_path_factory.mktemp("files") / "article.html"
    write_page(build_payload(store), path)
    return path


def graph_of(content: bytes) -> nx.MultiDiGraph[str]:
    """Read GraphML."""
    return cast("nx.MultiDiGraph[str]", nx.parse_graphml(content.decode(), force_multigraph=True))


def edges_of(graph: nx.MultiDiGraph[str]) -> dict[tuple[str, ...], dict[str, str]]:
    """Return what is said of each edge, by its ends, relation and tense."""
    return {
        (start, end, data["relation"], data["tense"]): data
        for start, end, data in graph.edges(data=True)
    }


def test_png_is_the_drawing_on_its_ground(page: Page) -> None:
    """As large as it stands in the window, and nowhere transparent."""
    name, content = save_as(page, "PNG")
    box = page.locator("#canvas").bounding_box()

    assert name.endswith("-drawing.png")
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", content[16:24])
    assert box is not None
    assert (width, height) == (round(box["width"]), round(box["height"]))
    ground = page.evaluate(
        """async (bytes) => {
            const picture = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
            const canvas = document.createElement("canvas");
            const context = canvas.getContext("2d");
            context.drawImage(picture, 0, 0);
            return [...context.getImageData(1, 1, 1, 1).data];
        }""",
        list(content),
    )
    assert ground == [251, 250, 247, 255]


def test_svg_draws_what_is_shown_with_its_marks_dashes_and_names(page: Page) -> None:
    """Without what the filters hide."""
    page.click("[data-filter='type:State']")
    name, content = save_as(page, "SVG")
    drawing = ET.fromstring(content)  # noqa: S314  (our own page made it)
    statements = [
        each
        for each in sample_payload()["statements"]
        if not {each["subject"], each["object"]}
        & {entity_iri(name) for name in ("Russia", "UnitedStates", "Ukraine")}
    ]
    groups = {
        kind: drawing.findall(f"{SVG}g[@class='relation {kind}']")
        for kind in ("present", "past", "plan")
    }
    texts = ["".join(text.itertext()) for text in drawing.iter(f"{SVG}text")]

    assert name.endswith("-drawing.svg")
    for kind, drawn in groups.items():
        assert len(drawn) == sum(each["tense"] == kind for each in statements)
    dashes = {kind: drawn[0].find(f".//{SVG}path") for kind, drawn in groups.items()}
    assert [path is not None and path.get("stroke-dasharray") for path in dashes.values()] == [
        None,
        "1.5 5",
        "9 6",
    ]
    assert len(drawing.findall(f"{SVG}g[@class='entity']")) == 21
    assert "Roscosmos" in texts
    assert "leads" in texts
    assert "Russia" not in texts
    assert texts.count("!") == sum(each["disputed"] for each in statements)
    assert drawing.find(f"{SVG}rect") is not None


def test_a_label_that_no_xml_can_hold_leaves_the_svg_whole(
    open_page: OpenPage, tmp_path: Path
) -> None:
    """Markup is text, and a control character is replaced."""
    payload = sample_payload()
    payload["entities"][0]["label"] = "<b>\x07&"
    write_page(payload, tmp_path / "page.html")
    page = open_page(tmp_path / "page.html")
    _, content = save_as(page, "SVG")

    drawing = ET.fromstring(content)  # noqa: S314  (our own page made it)
    assert any("<b>" in "".join(text.itertext()) for text in drawing.iter())
    _, graph = save_as(page, "GraphML")
    labels = [data["label"] for _, data in nx.parse_graphml(graph.decode()).nodes(data=True)]
    assert "<b>\ufffd&" in labels


def test_graphml_has_what_the_command_exports(
    open_page: OpenPage, article_html: Path, store: Store
) -> None:
    """Node for node, edge for edge, attribute for attribute."""
    name, content = save_as(open_page(article_html), "GraphML")
    found = graph_of(content)
    wanted = graph_of(as_graph(store, "graphml"))
    connected = [iri for iri in wanted if wanted.degree(iri)]

    assert name.endswith("-graph.graphml")
    assert {iri: found.nodes[iri] for iri in found} == {iri: wanted.nodes[iri] for iri in connected}
    assert edges_of(found).keys() == edges_of(wanted).keys()
    for key, data in edges_of(wanted).items():
        # The page words a relation as its sentences do.
        assert {**edges_of(found)[key], "label": data["label"]} == data


def test_turtle_is_a_graph_that_says_the_same(
    open_page: OpenPage, article_html: Path, store: Store, tmp_path: Path
) -> None:
    """Read by the command it gives the same statements, claims, times and sources."""
    name, content = save_as(open_page(article_html), "Turtle")
    (tmp_path / "saved.ttl").write_bytes(content)
    read = open_store(tmp_path / "saved.ttl")
    statements = store.statements()
    resting = {iri for said in statements for iri in said.claims}

    assert name.endswith("-claims.ttl")
    assert {(said.subject, said.relation, said.object) for said in read.statements()} == {
        (said.subject, said.relation, said.object) for said in statements
    }
    for iri in resting:
        there, here = read.claim(iri), store.claim(iri)
        assert there is not None
        assert here is not None
        assert there.holds == here.holds
        assert (there.speaker, there.status, there.modality, there.paraphrase) == (
            here.speaker,
            here.status,
            here.modality,
            here.paraphrase,
        )
        places = [
            [(at.iri, at.source, at.sentence, at.start) for at in one.evidence]
            for one in (there, here)
        ]
        assert places[0] == places[1]
        assert {(link.kind, link.other, link.by) for link in there.links} == {
            (link.kind, link.other, link.by) for link in here.links
        }


def test_turtle_holds_the_claims_of_what_is_shown_only(page: Page) -> None:
    """Filters reach the files."""
    for key in ("tense:present", "tense:past"):
        page.click(f"[data-filter='{key}']")
    _, content = save_as(page, "Turtle")
    text = content.decode()

    assert "claim:seed1-C02 a ag:Claim" in text
    assert "claim:seed1-C10 a ag:Claim" not in text
    assert 'ag:endEarliest "2028-01-01T00:00:00Z"^^xsd:dateTime' in text


def test_the_window_of_files_works_by_keyboard_and_gives_the_keyboard_back(page: Page) -> None:
    """Escape closes it, and nothing below it."""
    page.goto(page.url + "#entity=id:NASA")
    page.locator("#save").focus()
    page.keyboard.press("Enter")
    window = page.locator("#save-window")
    expect(window).to_be_visible()
    expect(window).to_contain_text("24 entities and 30 relations are shown")
    page.keyboard.press("Escape")

    expect(window).to_be_hidden()
    expect(page.locator("#save")).to_be_focused()
    expect(page.locator("#details h2")).to_have_text("NASA")


def test_on_paper_stand_the_drawing_the_card_and_the_table(
    open_page: OpenPage, sample_html: Path
) -> None:
    """In light colors, without what can only be pressed."""
    page = open_page(sample_html, "#entity=id:NASA", color_scheme="dark")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")

    tops = []
    for part in ("#print svg", "#details h2", "#relations"):
        expect(page.locator(part)).to_be_visible()
        box = page.locator(part).bounding_box()
        assert box is not None
        tops.append(box["y"])
    assert tops == sorted(tops)
    for part in ("#canvas", "#legend", ".tools", "#csv-relations"):
        expect(page.locator(part)).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    expect(page.locator("#relations tbody tr")).to_have_count(len(sample_payload()["statements"]))
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator("#print svg")).to_have_count(0)


def test_a_printed_page_is_complete(page: Page) -> None:
    """The browser's own printing runs through the same steps."""
    paper = page.pdf()

    assert paper.startswith(PAPER)
    assert len(paper) > 10_000


def test_the_question_mark_shows_the_keys(page: Page) -> None:
    """But not while one types; Escape leads back to where one was."""
    page.keyboard.press("?")
    window = page.locator("#help-window")
    expect(window).to_be_visible()
    expect(window).to_contain_text("find an entity by any of its names")
    page.keyboard.press("Escape")
    expect(window).to_be_hidden()
    page.keyboard.press("/")
    page.keyboard.type("?")
    expect(window).to_be_hidden()
    expect(page.locator("#search")).to_have_value("?")
    page.get_by_role("button", name="Keys and help").click()
    expect(window).to_be_visible()
    page.get_by_role("button", name="Close").click()
    expect(window).to_be_hidden()
