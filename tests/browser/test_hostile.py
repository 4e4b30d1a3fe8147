"""Hostile text stays text, wherever it stands and whatever the reader does.

Every test opens pages through `open_page`, which fails afterwards upon any request, dialog, error
or warning on the console; what the policy refuses is such an error. `audit` lists elements,
attributes, links and globals that no hostile text may have made.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode
from xml.etree import ElementTree as ET

import pytest
import rdflib
from click.testing import CliRunner
from playwright.sync_api import Frame, Page, expect

from astrograph.cli import cli
from astrograph.explorer.notebook import Frame as Shown
from astrograph.explorer.page import render_page, write_page
from browser.asking import ask, status
from browser.hostile import HOSTILE, audit, hostile_payload
from browser.saved import save_as
from browser.test_plain import open_plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from browser.conftest import OpenPage

pytestmark = pytest.mark.browser

SVG = "{http://www.w3.org/2000/svg}"
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
FORMULA = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
READY = re.compile("^Ready")


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a page in which every text is hostile, once."""
    path = tmp_path_factory.mktemp("hostile") / "page.html"
    write_page(hostile_payload(), path)
    return path


@pytest.fixture
def page(open_page: OpenPage, html: Path) -> Iterator[Page]:
    """Open it, with a story that begins by itself; it may open no other window."""
    page = open_page(html)
    yield page
    assert page.context.pages == [page]


def check(page: Page | Frame, what: str, scripts: int = 3) -> None:
    """Fail if a hostile text has made or changed anything."""
    assert page.evaluate(audit(scripts)) == [], what


def go(page: Page, **parts: str) -> None:
    """Go to an address of the page, as by a link."""
    page.evaluate("(hash) => { location.hash = hash }", urlencode(parts, errors="replace"))
    page.wait_for_timeout(5)


def as_held(text: str) -> str:
    """Return a text as a page can hold it."""
    return text.encode("utf-8", "replace").decode()


def fit(text: str) -> str:
    """Return a text as XML can hold it."""
    return UNWRITABLE.sub("\ufffd", as_held(text))


def test_there_are_enough_of_them() -> None:
    """And no two are the same."""
    assert len(set(HOSTILE)) == len(HOSTILE) >= 40


def test_the_start_the_story_and_the_legend(page: Page) -> None:
    """With every entry of every group switched off and on."""
    check(page, "start")
    for number in range(1, len(HOSTILE) + 1, 2):
        go(page, story=str(number))
        expect(page.locator("#story .count")).to_have_text(f"{number} of {len(HOSTILE)}")
    check(page, "steps")
    page.get_by_role("button", name="Close the story").click()
    for fold in page.locator("#filters details.fold > summary").all():
        fold.click()
    # What is unfolded is listed in a moment.
    expect(page.locator(".filter").nth(4 * len(HOSTILE))).to_be_attached()
    for _ in range(2):
        page.evaluate("document.querySelectorAll('.filter').forEach((each) => each.click())")
        check(page, "legend")


def test_every_card_in_every_view(page: Page) -> None:
    """Of entities, relations and claims, with all that a card folds away, and both ways to go."""
    held = [as_held(text) for text in HOSTILE]
    views = itertools.cycle(("drawing", "list", "timeline"))
    for text, other, view in zip(held, [*held[1:], held[0]], views, strict=False):
        name = text[:40]
        go(page, view=view, entity=text)
        assert page.evaluate("document.querySelector('#details h2').textContent") == text
        page.evaluate(
            "document.querySelectorAll('aside details').forEach((one) => one.open = true)"
        )
        check(page, f"card of {name}")
        page.locator("#details .row").first.click()
        check(page, f"relation of {name}")
        go(page, view=view, claim=text)
        expect(page.locator("#details h2")).to_have_text("A claim")
        check(page, f"claim {name}")
        go(page, view=view, **{"from": text, "to": other})
        expect(page.locator("#details .path").first).to_be_visible()
        check(page, f"path from {name}")


def test_the_search_and_the_ends_of_a_path(page: Page) -> None:
    """What is typed is text, and so is what is found."""
    for turn, field in enumerate(("#search", "#from", "#to")):
        for text in HOSTILE[turn::3]:
            page.locator(field).fill(as_held(text))
        check(page, field)
        page.locator(field).fill("pwned")
        expect(page.locator(f"{field}-list [role=option]").first).to_be_visible()
        check(page, f"found in {field}")
        page.keyboard.press("Enter")
        check(page, f"chosen in {field}")


def test_the_drawing_is_pointed_at_pulled_and_expanded(page: Page) -> None:
    """By mouse and by key."""
    for text in HOSTILE[::4]:
        go(page, entity=as_held(text))
        page.locator("#details h2").focus()
        for key in ("c", "e", "Delete", "Control+z", "Control+y", "Control+z"):
            page.keyboard.press(key)
        spots = page.evaluate("Object.values(astrograph.picturing.places()).slice(0, 3)")
        assert spots
        check(page, f"drawing with {text[:40]}")
    box = page.locator("#canvas").bounding_box()
    assert box is not None
    for step in range(12):
        page.mouse.move(box["x"] + 40 + 60 * step, box["y"] + box["height"] / 2)
    check(page, "pointing")


def test_the_table_is_sorted_widened_and_printed(page: Page) -> None:
    """A printer gets the drawing as SVG beside it."""
    go(page, view="list", whole="1")
    for head in page.locator("#list thead th button").all():
        head.click()
        check(page, "sorted")
    page.click("#view-drawing")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    check(page, "print")
    page.evaluate("dispatchEvent(new Event('afterprint'))")


@pytest.mark.parametrize("base", ["page", "sample"])
def test_a_hostile_address(open_page: OpenPage, html: Path, sample_html: Path, base: str) -> None:
    """That names in every part what the page has, or what it has not."""
    page = open_page(html if base == "page" else sample_html)
    parts = ("entity", "relation", "claim", "from", "to", "path", "hide", "add", "drop", "pin")
    for text in map(as_held, HOSTILE):
        go(page, **dict.fromkeys(parts, text))
        go(page, **dict.fromkeys(parts[2:], text), view=text, during=text, **{"known-by": "2"})
    check(page, "all parts")
    for part in parts:
        for text in HOSTILE[::8]:
            go(page, **{part: as_held(text)})
        check(page, part)
    for raw in ("%E0%A4%A", "&&==&", "__proto__=1&constructor=2", "story=1e9", "a" * 50_000):
        page.evaluate("(hash) => { location.hash = hash }", raw)
        page.wait_for_timeout(5)
    check(page, "nonsense")


def test_a_deep_link_opens_hostile(open_page: OpenPage, html: Path) -> None:
    """From the beginning, as a link in a mail does."""
    for text in HOSTILE[::12]:
        page = open_page(html, f"#entity={quote(as_held(text), safe='')}&hide=type:x")
        check(page, text[:40])


# ---- files ----


def test_tables_that_are_saved_hold_the_names_and_no_formula(page: Page) -> None:
    """Each in its cell, whatever a spreadsheet would make of it."""
    for name, column in (("Entities as CSV", "entity"), ("Relations as CSV", "subject")):
        content = save_as(page, name)[1].decode()
        rows = list(csv.DictReader(io.StringIO(content, newline="")))
        cells = [cell for row in rows for cell in row.values()]

        names = [row[column].removeprefix("'") for row in rows]
        assert names == [as_held(each).removeprefix("'") for each in HOSTILE]
        assert not [cell for cell in cells if cell.startswith(FORMULA)]
        assert all(None not in row for row in rows)


def test_graphml_that_is_saved_is_well_formed(page: Page) -> None:
    """With one node for each entity, and its own name."""
    content = save_as(page, "GraphML")[1]
    root = ET.fromstring(content)  # noqa: S314  (our own page made it)
    ids = [node.get("id") for node in root.iter(f"{GRAPHML}node")]

    assert ids == [fit(text) for text in HOSTILE]
    labels = [node.findtext(f"{GRAPHML}data") for node in root.iter(f"{GRAPHML}node")]
    assert labels == [fit(text) for text in HOSTILE]
    assert len(list(root.iter(f"{GRAPHML}edge"))) == len(HOSTILE)
    assert {child.tag for child in root.iter()} == {
        f"{GRAPHML}{name}" for name in ("graphml", "key", "graph", "data", "node", "edge")
    }


def test_turtle_that_is_saved_is_well_formed(page: Page) -> None:
    """Each claim is one claim, and its paraphrase a text."""
    content = save_as(page, "Turtle")[1].decode()
    graph = rdflib.Graph().parse(data=content, format="turtle")
    term = rdflib.Namespace("https://w3id.org/astrograph/ontology#")
    said = {str(text) for text in graph.objects(None, term.paraphrase)}

    wanted = {re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "\ufffd", as_held(text)) for text in HOSTILE}
    assert said == wanted
    assert {str(each) for each in graph.objects(None, rdflib.RDF.type)} >= {str(term.Claim)}
    assert not [each for each in graph.subjects() if str(each) == "javascript:pwned"]


def test_svg_that_is_saved_draws_and_does_nothing(page: Page, tmp_path: Path) -> None:
    """It holds shapes and text; opened by itself, it stays a picture."""
    content = save_as(page, "SVG")[1]
    root = ET.fromstring(content)  # noqa: S314  (our own page made it)
    shapes = {"svg", "title", "g", "path", "circle", "rect", "polygon", "text"}

    assert {child.tag for child in root.iter()} <= {f"{SVG}{name}" for name in shapes}
    keys = {key for child in root.iter() for key in child.attrib}
    assert not [key for key in keys if key.startswith("on") or "href" in key]
    (tmp_path / "drawing.svg").write_bytes(content)
    page.goto((tmp_path / "drawing.svg").as_uri())
    assert page.evaluate("typeof window.pwned") == "undefined"


def test_saved_files_have_harmless_names(page: Page) -> None:
    """Made of the title's letters and figures alone."""
    names = [save_as(page, each)[0] for each in ("SVG", "GraphML", "Turtle", "Relations as CSV")]

    assert all(re.fullmatch(r"[\w-]+\.\w+", name) and len(name) < 100 for name in names)


# ---- the other pages ----


def test_a_lite_page(open_page: OpenPage, tmp_path: Path) -> None:
    """Which has no SPARQL."""
    write_page(hostile_payload(), tmp_path / "lite.html", tier="lite")
    page = open_page(tmp_path / "lite.html", "#view=query&query=ASK")

    check(page, "lite")


def test_a_page_without_scripts(open_page: OpenPage, html: Path) -> None:
    """All names stand in its tables."""
    page = open_page(html, java_script_enabled=False)
    names = page.locator("#entities tbody th").all_text_contents()

    assert [" ".join(name.split()) for name in names] == [
        " ".join(as_held(text).replace("\0", "").split()) for text in HOSTILE
    ]
    assert page.locator("img, iframe, object, embed, base, svg, form:not(#connect)").count() == 0
    assert page.locator(".pwned, #pwned").count() == 0


def test_a_plain_page(open_page: OpenPage, tmp_path: Path) -> None:
    """Pointing at a mark shows its tooltip as text; `href` in one of them changes nothing."""
    html = tmp_path / "plain.html"
    write_page(hostile_payload(), html, plain=True)
    open_plain(html)
    page = open_page(html)
    box = page.locator("#mynetwork").bounding_box()
    assert box is not None
    places = page.evaluate(
        "Object.values(network.getPositions()).map((one) => network.canvasToDOM(one))"
    )
    for place in places[::3]:
        page.mouse.move(box["x"] + place["x"], box["y"] + place["y"])
        page.wait_for_timeout(350)
        assert page.evaluate("typeof window.pwned") == "undefined"

    assert page.evaluate("nodes.length") == len(HOSTILE)
    assert page.locator("img, iframe, object, embed, .popup, .pwned, #pwned").count() == 0


def test_a_frame_in_a_notebook(open_page: OpenPage, tmp_path: Path) -> None:
    """Neither the frame's own attributes nor the notebook around it."""
    payload = hostile_payload()
    shown = Shown(render_page(payload, "lite"), payload["title"])._repr_html_()
    outer = f'<!DOCTYPE html><html data-ready="true"><meta charset="utf-8">{shown}</html>'
    (tmp_path / "notebook.html").write_text(outer, encoding="utf-8", errors="replace")
    page = open_page(tmp_path / "notebook.html")
    page.frame_locator("iframe").locator("html[data-ready=true]").wait_for(state="attached")

    frames = page.evaluate("document.querySelectorAll('body > *, body > div > *').length")
    assert frames == 2
    assert page.evaluate("typeof window.pwned") == "undefined"
    check(next(each for each in page.frames if each.parent_frame), "frame")


# ---- SPARQL ----


def hostile_rdf() -> str:
    """Say every text of something, and name things by addresses that would do something."""
    lines = []
    for number, text in enumerate(HOSTILE):
        lines.append(f"<x:{number}> <x:says> {json.dumps(as_held(text))} .")
        lines.append(f"<x:{number}> <x:leads> <javascript:window.pwned={number}> .")
    return "\n".join(lines) + "\n"


def answered(page: Page, query: str) -> str:
    """Run a query, and return what is said of it."""
    ask(page, query)
    expect(status(page)).not_to_have_text(re.compile("^(Running|The engine)"))
    return str(status(page).text_content())


def test_answers_and_errors_of_queries(open_page: OpenPage, tmp_path: Path) -> None:
    """As rows, as drawn triples, as complaints that quote the query, and as files."""
    payload = hostile_payload()
    payload["rdf"] = hostile_rdf()
    # A title and a story of such a length leave no room in the window for the view itself.
    payload["title"] = payload["edition"] = "Hostile"
    del payload["story"]
    write_page(payload, tmp_path / "page.html")
    page = open_page(tmp_path / "page.html")
    # The engine, its book, its program and the RDF stand in the page as scripts that do not run.
    scripts = page.locator("script").count()
    page.get_by_role("button", name="SPARQL", exact=True).click()
    expect(status(page)).to_have_text(READY, timeout=60_000)

    page.locator("#legend summary").first.click()
    assert answered(page, "SELECT * { ?x ?y ?z }").startswith(f"{2 * len(HOSTILE)} rows")
    check(page, "rows", scripts)
    with page.expect_download() as saved:
        page.locator("#query .files").get_by_role("button", name="CSV").click()
    rows = list(csv.reader(io.StringIO(saved.value.path().read_text(encoding="utf-8"))))
    assert not [cell for row in rows for cell in row if cell.startswith(FORMULA)]
    assert re.match(r"\d+ triples", answered(page, "CONSTRUCT { ?x ?y ?z } { ?x ?y ?z }"))
    check(page, "construct", scripts)
    for button in page.locator("#query-answer button.inline").all()[:12]:
        button.click()
        check(page, "construct, chosen", scripts)
    for text in HOSTILE:
        answered(page, as_held(text).replace("\0", " "))
        check(page, f"error of {text[:40]}", scripts)


# ---- the command line ----


@pytest.mark.parametrize(
    "name",
    ["<img src=x onerror=window.pwned=1>.html", "'\"><svg onload=pwned>.html", "a\u202elmth.html"],
)
def test_the_file_may_be_called_anything(open_page: OpenPage, tmp_path: Path, name: str) -> None:
    """By its author and, for the story, by somebody else."""
    story = tmp_path / "a <script>window.pwned=1<\u2215script>.json"
    steps: list[dict[str, Any]] = [
        {"caption": as_held(text).replace("\0", " "), "view": "table"} for text in HOSTILE
    ]
    story.write_text(json.dumps({"step": steps}), encoding="utf-8")
    made = CliRunner().invoke(
        cli,
        ["explore", "Roscosmos", "--lite", "--story", str(story), "-o", str(tmp_path / name)],
    )
    assert made.exit_code == 0, made.output
    page = open_page(tmp_path / name)

    expect(page.locator("#story h2")).to_have_text(story.stem)
    for _ in HOSTILE:
        check(page, "story", 3)
        page.keyboard.press("ArrowRight")
