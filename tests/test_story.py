"""Stories: what a file may say, where a page shows it, and the one clear line when it cannot."""

from __future__ import annotations

import json
import tomllib
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import pytest
from click.testing import CliRunner

from astrograph import open_store
from astrograph.cli import cli
from astrograph.errors import StoryError
from astrograph.explorer import build_payload, read_story
from astrograph.resolve import resolve_entity

if TYPE_CHECKING:
    from astrograph import Store

EXAMPLE = Path(__file__).resolve().parent.parent / "docs" / "examples" / "story.toml"


@pytest.fixture(scope="module")
def store() -> Store:
    """Open the slice of one article."""
    return open_store(slice="article")


def told(store: Store, path: Path) -> list[dict[str, list[str]]]:
    """Return the parameters of the address of every step."""
    payload = build_payload(store, story=path)
    steps = []
    for step in payload["story"]["steps"]:
        parts: dict[str, list[str]] = {}
        for name, value in parse_qsl(step["address"]):
            parts.setdefault(name, []).append(value)
        steps.append(parts)
    return steps


def test_the_example_of_the_documentation_makes_a_page(store: Store) -> None:
    """Every step with its caption and its address."""
    story = build_payload(store, story=EXAMPLE)["story"]

    assert story["title"] == "Staying or leaving?"
    assert all(step["caption"] for step in story["steps"])
    assert told(store, EXAMPLE) == [
        {"relation": ["id:Roscosmos participatesIn id:ISSPartnership plan"]},
        {"claim": ["https://w3id.org/astrograph/claim/seed1-C01"]},
        {"from": ["id:DmitryRogozin"], "to": ["id:ISS"]},
        {"from": ["id:DmitryRogozin"], "to": ["id:ISS"], "hide": ["tense:past"]},
        {"entity": ["id:Roscosmos"], "view": ["list"]},
    ]


def test_json_tells_the_same_story(store: Store, tmp_path: Path) -> None:
    """The same keys in another dress."""
    (tmp_path / "story.json").write_text(json.dumps(tomllib.loads(EXAMPLE.read_text("utf-8"))))

    assert told(store, tmp_path / "story.json") == told(store, EXAMPLE)


def test_a_copied_address_is_taken_as_it_is(store: Store, tmp_path: Path) -> None:
    """Whatever stands before the # stays out."""
    story = tmp_path / "story.toml"
    story.write_text('[[step]]\ncaption = "x"\naddress = "file:///x.html#entity=id%3AISS&zoom=2"\n')

    assert told(store, story) == [{"entity": ["id:ISS"], "zoom": ["2"]}]


def test_times_and_queries_go_where_the_page_has_them(store: Store, tmp_path: Path) -> None:
    """As the page's own address has them."""
    story = tmp_path / "story.toml"
    story.write_text(
        '[[step]]\ncaption = "x"\nduring = "2018..2022-07-15"\nknown_by = "2022-07-26"\n'
        '[[step]]\ncaption = "y"\nquery = "ASK { }"\nview = "query"\n'
    )

    assert told(store, story) == [
        {"during": ["2018..2022-07-15"], "known-by": ["2022-07-26"]},
        {"query": ["ASK { }"], "view": ["query"]},
    ]


def test_a_page_of_a_part_holds_what_its_story_names(store: Store) -> None:
    """And the paths that it tells of."""
    payload = build_payload(store, size=6, story=EXAMPLE)
    held = {entity["curie"] for entity in payload["entities"]}

    assert {"id:Roscosmos", "id:DmitryRogozin", "id:ISS", "id:ISSPartnership"} <= held


@pytest.mark.parametrize(
    ("text", "line", "why", "hint"),
    [
        ("", 1, "the story has no steps", "begin each step with [[step]]"),
        ("titel = 'x'\n", 1, "unknown key 'titel'", "a title and steps"),
        ("[[step]]\nentity = 'ISS'\n", 1, "step 1: it has no caption", 'write caption = "…"'),
        ("[[step]]\ncaption = 'a'\nentty = 'x'\n", 3, "unknown key 'entty'", "mean 'entity'?"),
        ("[[step]]\ncaption = 3\n", 2, "caption has to be a text, not 3", ""),
        (
            "title = 'x'\n[[step]]\ncaption = 'a'\n\n[[step]]\ncaption = 'b'\nentity = 'Nobody'\n",
            7,
            "step 2: no entity is called 'Nobody'",
            "",
        ),
        ("[[step]]\ncaption = 'a'\nview = 'list'\n", 3, "no view 'list'", "views: drawing, table"),
        ("[[step]]\ncaption = 'a'\nduring = 'May'\n", 3, "no time 'May'", 'such as "2022" or'),
        ("[[step]]\ncaption = 'a'\nknown_by = '2022'\n", 3, "no time '2022'", '"2022-07-26"'),
        ("[[step]]\ncaption = 'a'\npath = ['ISS']\n", 3, "a path has two ends", "write path ="),
        ("[[step]]\ncaption = 'a'\nwhich = 2\n", 3, "which of no path", "give path ="),
        (
            "[[step]]\ncaption = 'a'\nentity = 'ISS'\nclaim = 'claim:x'\n",
            4,
            "entity and claim cannot both be open",
            "one of entity, relation and claim",
        ),
        (
            "[[step]]\ncaption = 'a'\naddress = '#x'\nview = 'table'\n",
            3,
            "address says it all, and view is given, too",
            "leave address or view away",
        ),
        ("[[step]]\ncaption = 'a'\nclaim = 'claim:no'\n", 3, "no claim 'claim:no'", "astrograph"),
        (
            "[[step]]\ncaption = 'a'\nhide = ['dragons']\n",
            3,
            "nothing to hide is called 'dragons'",
            "there are: present, past, plan",
        ),
        (
            "[[step]]\ncaption = 'a'\nrelation = ['Roscosmos', 'hates', 'NASA']\n",
            3,
            "no relation 'hates' from Roscosmos to NASA",
            "between the two: ",
        ),
    ],
)
def test_what_makes_no_sense_is_told_with_file_line_and_what_to_do(
    store: Store, tmp_path: Path, text: str, line: int, why: str, hint: str
) -> None:
    """Of TOML."""
    story = tmp_path / "bad.toml"
    story.write_text(text)

    with pytest.raises(StoryError) as caught:
        build_payload(store, story=story)
    assert caught.value.message.startswith(f"{story}, line {line}: ")
    assert why in caught.value.message
    assert hint in caught.value.hint
    assert "\n" not in caught.value.message + caught.value.hint


def test_json_errors_name_their_line_too(store: Store, tmp_path: Path) -> None:
    """The second step is told apart from the first."""
    story = tmp_path / "bad.json"
    steps = [{"caption": 'a {"caption": ['}, {"caption": "b", "view": "globe"}]
    story.write_text(json.dumps({"title": "x", "step": steps}, indent=1))

    with pytest.raises(StoryError, match=r"bad\.json, line 9: step 2: no view 'globe'"):
        build_payload(store, story=story)


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("bad.toml", "title = 'x'\n[[step]\n", 2),
        ("bad.toml", "title = [\n", 2),
        ("bad.json", '{"title": "x",\n "step": [}\n', 2),
        ("bad.toml", "title = '\xff'\n", 1),
    ],
)
def test_a_file_of_another_kind_is_refused_with_the_place(
    store: Store, tmp_path: Path, name: str, text: str, line: int
) -> None:
    """As far as the parser tells it."""
    (tmp_path / name).write_bytes(text.encode("latin-1"))

    with pytest.raises(StoryError, match=rf"{name}, line {line}: "):
        read_story(tmp_path / name, partial(resolve_entity, store))


def test_the_command_tells_a_story(tmp_path: Path) -> None:
    """And ends with one line when it cannot."""
    page, story = str(tmp_path / "page.html"), str(tmp_path / "bad.toml")
    done = CliRunner().invoke(cli, ["explore", "--story", str(EXAMPLE), "-o", page])
    Path(story).write_text("[[step]]\ncaption = 'a'\nview = 'globe'\n", encoding="utf-8")
    failed = CliRunner().invoke(cli, ["explore", "--story", story, "-o", page])

    assert done.exit_code == 0
    assert failed.exit_code == 3
    assert f"{story}, line 3: step 1: no view 'globe'" in failed.stderr
    assert "views: drawing, table, timeline, query" in failed.stderr
    assert "Traceback" not in failed.stderr
