"""The page without a browser: the layout, what the file holds, and how it is written."""

from __future__ import annotations

import html
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from astrograph import open_store
from astrograph.errors import JobError
from astrograph.explorer.boxes import Box, entity_box, wrap_label
from astrograph.explorer.kinds import COLOURS, SHAPES, USUAL, marks_for
from astrograph.explorer.layout import Line, bends, place
from astrograph.explorer.page import LISTED, render_page, write_page
from astrograph.explorer.picture import draw
from astrograph.explorer.words import NamedLine, word_spots
from astrograph.vocab import ontology_path
from browser.columns import as_held, columns_of, payload_of
from browser.sample import sample_payload

if TYPE_CHECKING:
    from astrograph.explorer.payload import Alias, Payload
    from astrograph.explorer.picture import Node

TESTS = Path(__file__).parent
SOURCES = TESTS.parent / "graph"
EXPLORER = SOURCES / "astrograph" / "explorer"


def clashes(boxes: list[Box]) -> list[tuple[int, int]]:
    """List the pairs of boxes that overlap."""
    numbered = itertools.combinations(enumerate(boxes), 2)
    return [(one, other) for (one, box), (other, there) in numbered if box.overlaps(there)]


def boxes_of(nodes: list[Node], *, tall: bool) -> list[Box]:
    """Return the box of every node where it stands."""
    return [
        entity_box(node["label"].split("\n"), node["size"]).at(
            *(node["tall"] if tall else (node["x"], node["y"]))
        )
        for node in nodes
    ]


def embedded(page: str, name: str) -> Any:  # noqa: ANN401  (whatever JSON the page holds)
    """Return what the page holds as JSON under an id."""
    found = re.search(
        f'<script type="application/json" id="{name}">(.*?)</script>', page, re.DOTALL
    )
    assert found is not None
    return json.loads(found[1])


@pytest.fixture(scope="module")
def sample() -> Payload:
    """Return the sample payload; tests must not change it."""
    return sample_payload()


@pytest.fixture(scope="module")
def rendered(sample: Payload) -> str:
    """Render the sample once."""
    return render_page(sample)


# ---- layout ----


def test_the_drawing_is_the_same_under_every_hash_seed() -> None:
    """Same input, same picture: nothing depends on the order of a set."""
    program = (
        "import json; from astrograph.explorer.picture import draw; "
        "from browser.sample import sample_payload; print(json.dumps(draw(sample_payload())))"
    )
    path = os.pathsep.join([str(SOURCES), str(TESTS)])
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "1", "20280101")
    }

    assert len(outputs) == 1


def test_the_order_of_the_input_does_not_move_anything(sample: Payload) -> None:
    """Entities listed the other way round stand where they stood."""
    turned: Payload = {**sample, "entities": sample["entities"][::-1]}

    there = {node["id"]: (node["x"], node["y"]) for node in draw(sample)["nodes"]}
    assert {node["id"]: (node["x"], node["y"]) for node in draw(turned)["nodes"]} == there


@pytest.mark.parametrize("tall", [False, True])
def test_no_label_boxes_overlap_in_the_sample(sample: Payload, *, tall: bool) -> None:
    """Both layouts, for wide and for tall windows, keep labels apart."""
    assert clashes(boxes_of(draw(sample)["nodes"], tall=tall)) == []


def test_most_relations_of_the_sample_carry_their_name_from_the_start(sample: Payload) -> None:
    """The first view explains itself."""
    edges = draw(sample)["edges"]

    assert sum(edge["spot"] is not None for edge in edges) >= 0.8 * len(edges)


@settings(max_examples=40, deadline=None)
@given(
    count=st.integers(1, 24),
    links=st.lists(st.tuples(st.integers(0, 23), st.integers(0, 23)), max_size=40),
    width=st.floats(10, 200),
)
def test_boxes_of_any_drawing_stay_apart(
    count: int, links: list[tuple[int, int]], width: float
) -> None:
    """Whatever is linked with what, and however wide labels are."""
    boxes = {str(n): Box(-width / 2, -15, width / 2, 40 + n) for n in range(count)}
    points = place(boxes, [Line(str(one), str(other), 80) for one, other in links])

    assert set(points) == set(boxes)
    assert clashes([boxes[name].at(*point) for name, point in points.items()]) == []


def test_boxes_of_a_component_too_large_to_polish_stay_apart() -> None:
    """A tree of 160 wide labels is only spread and pushed apart."""
    boxes = {str(n): Box(-90, -15, 90, 40) for n in range(160)}
    points = place(boxes, [Line(str(n), str(n // 3), 80) for n in range(1, 160)])

    assert clashes([boxes[name].at(*point) for name, point in points.items()]) == []


def test_a_hundred_loose_entities_are_packed_closely() -> None:
    """Many components become a sheet of about the wanted shape."""
    boxes = {f"{n:03}": Box(-50, -15, 50, 30) for n in range(100)}
    points = place(boxes, [])
    placed = [boxes[name].at(*point) for name, point in points.items()]

    assert clashes(placed) == []
    width = max(box.right for box in placed) - min(box.left for box in placed)
    height = max(box.bottom for box in placed) - min(box.top for box in placed)
    assert width * height < 3 * 100 * 100 * 45
    assert 0.8 < width / height < 2.5


def test_a_small_component_fills_a_gap_without_lying_on_a_line() -> None:
    """A pair beside a ring stays clear of the ring and of its lines."""
    boxes = {name: Box(-20, -10, 20, 30) for name in "abcdefxy"}
    ring = [Line(one, other, 200) for one, other in itertools.pairwise("abcdefa")]
    points = place(boxes, [*ring, Line("x", "y", 60)])

    placed = [boxes[name].at(*point) for name, point in points.items()]
    assert clashes(placed) == []


def test_parallel_lines_bend_apart_and_single_ones_stay_straight() -> None:
    """Signs count along each line, so opposite lines may bend alike."""
    assert bends([("a", "b"), ("a", "c"), ("b", "a"), ("a", "b")]) == [0.28, 0.0, 0.0, -0.28]


def test_a_name_has_room_only_clear_of_boxes_names_and_lines() -> None:
    """Each obstacle moves the name along its line, or takes it away."""
    box = Box(-20, -10, 20, 10)
    ends = [(-200.0, 0.0), (200.0, 0.0)]
    line = NamedLine(0, 1, "leads", 0.0)

    assert word_spots(ends, [box, box], [line]) == [0.5]
    assert word_spots([(-25.0, 0.0), (25.0, 0.0)], [box, box], [line]) == [None]
    in_the_way = [*ends, (0.0, 0.0)]
    assert word_spots(in_the_way, [box] * 3, [line]) != [0.5]
    crossing = [*ends, (0.0, -100.0), (0.0, 100.0)]
    spots = word_spots(crossing, [box] * 4, [line, NamedLine(2, 3, "leads", 0.0)])
    assert spots[0] not in (None, 0.5)
    assert word_spots(ends, [box, box], [line, line]) == [None, None]
    bent = [line._replace(bend=0.14), line._replace(bend=-0.14)]
    assert word_spots(ends, [box, box], bent) == [0.5, 0.5]


def test_labels_of_any_length_are_cut_to_three_lines() -> None:
    """A label never grows without bound, and never vanishes."""
    assert wrap_label("a " * 500)[-1].endswith("…")
    assert wrap_label("x" * 5000) + wrap_label("\n") == [f"{'x' * 23}…", "(no name)"]
    assert len(wrap_label("国" * 5000)) == 3


@given(st.lists(st.text(max_size=8), max_size=70))
def test_types_have_different_marks_while_there_are_marks(types: list[str]) -> None:
    """No two types look alike while shapes and colours last."""
    marks = marks_for(types)

    assert set(marks) == set(types)
    assert len(set(marks.values())) == min(len(marks), len(SHAPES) * len(COLOURS))


@given(st.lists(st.text(max_size=8), max_size=5))
def test_a_type_of_the_ontology_looks_the_same_on_every_page(others: list[str]) -> None:
    """Whatever other types stand there."""
    assert {name: marks_for([*others, name])[name] for name in USUAL} == USUAL


def test_every_type_of_the_graph_has_a_mark_of_its_own() -> None:
    """As a class of the ontology."""
    classes = re.findall(r"(?m)^ag:(\w+) a owl:Class", ontology_path().read_text("utf-8"))
    assert set(open_store(slice="article").count("type")) <= set(USUAL) <= set(classes)
    assert len(set(USUAL.values())) == len(USUAL)


# ---- the file ----


def test_the_page_holds_its_payload_unchanged(sample: Payload, rendered: str) -> None:
    """What went in as data comes out as the same data."""
    assert payload_of(columns_of(rendered)) == as_held(sample)


def test_a_large_page_lists_nothing_twice() -> None:
    """Its tables are made by the script, and whoever has none is told."""
    payload = sample_payload()
    payload["statements"] = [payload["statements"][0]] * (LISTED + 1)
    rendered = render_page(payload)

    assert "<tr data-statement" not in rendered
    assert "This page holds too much to show it without JavaScript." in rendered


def test_the_page_is_drawn_from_what_pyvis_holds(sample: Payload, rendered: str) -> None:
    """Nodes, edges and options pass through pyvis; physics is off."""
    picture = embedded(rendered, "picture")
    options = json.loads(picture["options"])

    assert [node["id"] for node in picture["nodes"]] == [e["iri"] for e in sample["entities"]]
    assert [edge["id"] for edge in picture["edges"]] == list(range(len(sample["statements"])))
    assert options["physics"] == {"enabled": False}


def test_the_page_loads_nothing(rendered: str) -> None:
    """No address to fetch stands in the page outside its data."""
    own = rendered[: rendered.index("<script")]

    assert re.findall(r"""(?:src|href|action|data|srcset)\s*=\s*["']?([^"'\s>]+)""", own) == [
        "#list"
    ]
    assert "@import" not in own
    assert "url(" not in own
    assert "sourceMappingURL" not in rendered
    assert rendered.count("</script>") == rendered.count("<script") == 3


def test_the_policy_names_every_script_by_its_hash_and_forbids_the_rest(rendered: str) -> None:
    """No unsafe-inline, nothing fetched."""
    found = re.search(r'Content-Security-Policy" content="([^"]*)"', rendered)
    assert found is not None
    rules = dict(rule.split(" ", 1) for rule in html.unescape(found[1]).split("; "))

    assert rules["default-src"] == rules["connect-src"] == "'none'"
    assert all(re.fullmatch(r"'sha256-[\w+/=]+'", each) for each in rules["script-src"].split())
    assert len(rules["script-src"].split()) == 1
    assert len(rules["style-src"].split()) == 1


@pytest.mark.parametrize(
    "text",
    [
        "</script><script>window.pwned=1</script>",
        "<img src=x onerror=window.pwned=1>",
        "<!--<script>",
        "'\"><svg/onload=window.pwned=1>",
        "{{ 7*7 }}",
        "{% include 'template.html' %}",
    ],
)
def test_hostile_text_is_escaped_wherever_it_stands(text: str) -> None:
    """Text that looks like markup or a template is only text."""
    payload = sample_payload()
    payload.update({"title": text, "edition": text, "attribution": [text], "generator": text})
    for entity in payload["entities"]:
        aliases: list[Alias] = [{"text": text, "lang": text}]
        entity.update({"curie": text, "label": text, "type": text, "aliases": aliases})
    for statement in payload["statements"]:
        statement.update({"sentence": text, "when": text, "status": text})
        statement["relation"] = {"iri": text, "label": text, "inverse_label": text}
    rendered = render_page(payload)

    assert payload_of(columns_of(rendered)) == as_held(payload)
    assert rendered.count("<script") == 3
    escaped = html.escape(text).replace("&quot;", "&#34;").replace("&#x27;", "&#39;")
    assert f"<title>{escaped}</title>" in rendered
    if "<" in text:
        assert text not in rendered


def test_statements_about_unknown_entities_are_listed_but_not_drawn() -> None:
    """A dangling statement is no error."""
    payload = sample_payload()
    payload["entities"] = payload["entities"][1:]
    gone = sample_payload()["entities"][0]["iri"]
    picture = draw(payload)

    kept = [
        number
        for number, each in enumerate(payload["statements"])
        if gone not in (each["subject"], each["object"])
    ]
    assert [edge["id"] for edge in picture["edges"]] == kept
    assert gone in render_page(payload)


def test_an_empty_payload_is_still_a_page() -> None:
    """Nothing to draw is drawn as nothing."""
    payload = sample_payload()
    payload.update({"entities": [], "statements": [], "claims": {}, "sources": {}})

    assert embedded(render_page(payload), "picture")["nodes"] == []


def test_scripts_never_read_text_as_markup() -> None:
    """None of the ways to turn text into elements or code is used."""
    scripts = sorted(EXPLORER.glob("front/src/**/*.ts"))
    assert scripts
    for script in scripts:
        text = script.read_text(encoding="utf-8")
        ways = r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|new Function|DOMParser"
        assert not re.search(ways, text), script.name


def test_a_page_file_that_could_end_its_own_element_is_refused(
    sample: Payload, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A damaged script is an error, not a broken page."""
    shutil.copytree(EXPLORER / "built", tmp_path / "built")
    (tmp_path / "built" / "explorer.js").write_text("'</SCRIPT>'", encoding="utf-8")
    monkeypatch.setattr("importlib.resources.files", lambda _: tmp_path)

    with pytest.raises(JobError, match="holds markup"):
        render_page(sample)


# ---- writing ----


def test_the_file_is_utf_8_whatever_the_locale(sample: Payload, tmp_path: Path) -> None:
    """Native scripts survive, and no temporary file stays behind."""
    write_page(sample, tmp_path / "page.html")
    text = (tmp_path / "page.html").read_bytes().decode("utf-8")

    assert "МКС" in text
    assert os.listdir(tmp_path) == ["page.html"]  # noqa: PTH208  (names are what is compared)


def test_a_failed_write_leaves_the_old_file_and_nothing_else(
    sample: Payload, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk costs nothing that was there."""
    target = tmp_path / "page.html"
    target.write_text("old", encoding="utf-8")

    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(JobError, match=r"cannot write .*page\.html: no space left on device"):
        write_page(sample, target)

    assert target.read_text(encoding="utf-8") == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["page.html"]


def test_a_folder_that_is_not_there_is_one_clear_error(sample: Payload, tmp_path: Path) -> None:
    """The error names the file and the reason."""
    with pytest.raises(JobError, match=r"cannot write .*: no such file or directory"):
        write_page(sample, tmp_path / "nowhere" / "page.html")


def test_importing_the_page_module_brings_in_nothing_heavy() -> None:
    """Pyvis and what it pulls in wait until a page is rendered."""
    program = (
        "import sys, astrograph.explorer.page; heavy = ('pyvis', 'IPython', 'jinja2', 'networkx'); "
        "print([name for name in heavy if name in sys.modules])"
    )
    environment = {**os.environ, "PYTHONPATH": str(SOURCES)}
    output = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True, env=environment
    ).stdout

    assert output.strip() == "[]"
