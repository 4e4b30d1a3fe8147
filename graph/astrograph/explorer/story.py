"""Read a story, a sequence of views with captions, and say at which addresses a page shows them."""

import difflib
import json
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from astrograph.errors import AstrographError, StoryError
from astrograph.ingest.files import regular
from astrograph.vocab import PREFIXES, expand, local_name

if TYPE_CHECKING:
    from astrograph.explorer.payload import PageStatement, PageStory, Payload
    from astrograph.model import Entity, Iri

Parts = list[tuple[str, str]]

VIEWS = {"drawing": "", "table": "list", "timeline": "timeline", "query": "query"}
TENSES = ("present", "past", "plan")
STANDINGS = ("disputed", "undisputed")

KEYS: dict[str, type] = {
    "caption": str,
    "entity": str,
    "relation": list,
    "claim": str,
    "path": list,
    "which": int,
    "hide": list,
    "during": str,
    "known_by": str,
    "query": str,
    "view": str,
    "address": str,
}
"""The keys of a step, and what they hold."""

_WORDS = {str: "a text", int: "a whole number from 1 on", list: "a list of texts"}
_DATE = r"\d{4}(-\d\d(-\d\d)?)?"
_TIMES = {
    "during": (re.compile(rf"{_DATE}(\.\.{_DATE})?"), 'such as "2022" or "2018-05..2022-07-15"'),
    "known_by": (re.compile(r"\d{4}-\d\d-\d\d"), 'such as "2022-07-26"'),
}
"""How the times of a step look, and what to say of one that does not."""

_ENDS = 2
_PARTS = 3
_HEAD = re.compile(r"\s*\[\[\s*step\s*\]\]")


class Step(NamedTuple):
    """One view: its caption, what is asked of it by key, and the entities it names, by name."""

    caption: str
    wanted: dict[str, Any]
    named: "dict[str, Iri]"


class Story(NamedTuple):
    """A story as it was read; ``entities`` are those that a page has to hold to tell it."""

    title: str
    steps: tuple[Step, ...]
    entities: "tuple[Iri, ...]"
    lines: "Lines"


class Lines:
    """Where in a story's file things stand, for errors that say so."""

    def __init__(self, path: Path, text: str) -> None:
        """Keep the text.

        Args:
            path: The file.
            text: What stands in it: JSON if the file's name says so, else TOML.
        """
        self.path = path
        self._text = text
        self._is_json = path.suffix == ".json"

    def wrong(self, number: int, key: str, why: str, hint: str = "") -> StoryError:
        """Make an error about a key of a step, or of the whole file for number 0."""
        step = f" step {number}:" if number else ""
        return StoryError(f"{self.path}, line {self._line(number, key)}:{step} {why}", hint=hint)

    def _line(self, number: int, key: str) -> int:
        start, end = self._place(number)
        sign = ":" if self._is_json else "="
        pattern = rf'^[ \t]*(?:\[+\s*)?"?{re.escape(key)}"?\s*(?:{sign}|\])'
        if self._is_json:
            pattern = rf'"{re.escape(key)}"\s*:'
        found = re.compile(pattern, re.MULTILINE).search(self._text, start, end) if key else None
        return self._text.count("\n", 0, found.start() if found else start) + 1

    def _place(self, number: int) -> tuple[int, int]:
        """Return from where to where a step stands in the text."""
        if not number:
            return 0, len(self._text)
        starts = list(self._json_steps() if self._is_json else self._toml_steps())
        starts.append(len(self._text))
        return (starts[number - 1], starts[number]) if number < len(starts) else (0, starts[-1])

    def _toml_steps(self) -> Iterable[int]:
        at = 0
        for line in self._text.splitlines(keepends=True):
            if _HEAD.match(line):
                yield at
            at += len(line)

    def _json_steps(self) -> Iterable[int]:
        found = re.search(r'"step"\s*:\s*\[', self._text)
        at = found.end() if found else len(self._text)
        while gap := re.compile(r"[\s,]*(?=\{)").match(self._text, at):
            yield gap.end()
            at = json.JSONDecoder().raw_decode(self._text, gap.end())[1]


def read_story(path: Path, resolve: "Callable[[str], Entity]") -> Story:
    """Read a story from a file, in TOML or, if its name ends so, in JSON.

    Args:
        path: The file; docs/stories.md says what stands in it.
        resolve: Finds the one entity of a name, or raises an error that says what to do.

    Raises:
        StoryError: Something in it makes no sense; file and line are named.
        JobError: It cannot be read.
    """
    given, lines = _parsed(path)
    for key in given.keys() - {"title", "step"}:
        raise lines.wrong(0, key, f"unknown key {key!r}", "a story has a title and steps")
    title, steps = given.get("title", ""), given.get("step")
    if not isinstance(title, str):
        raise lines.wrong(0, "title", "title has to be a text")
    if not isinstance(steps, list) or not steps:
        hint = "begin each step with [[step]] and give it a caption"
        raise lines.wrong(0, "step", "the story has no steps", hint)
    read = tuple(_step(lines, number, step, resolve) for number, step in enumerate(steps, 1))
    entities = dict.fromkeys(iri for step in read for iri in step.named.values())
    return Story(title or path.stem, read, tuple(entities), lines)


def _parsed(path: Path) -> tuple[Mapping[str, Any], Lines]:
    is_json = path.suffix == ".json"
    text = regular(path).read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n")
    try:
        given = json.loads(text) if is_json else tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        # Both parsers tell the line in words, unless it is the last one.
        place = re.search(r"line (\d+)", str(error))
        line = place[1] if place else text.count("\n") + 1
        kind = "JSON" if is_json else "TOML"
        hint = f"mend the {kind}; docs/stories.md has an example"
        raise StoryError(f"{path}, line {line}: no {kind}: {error}", hint=hint) from None
    if not isinstance(given, dict):
        hint = 'write {"title": …, "step": […]}'
        raise StoryError(f"{path}, line 1: the story is no object", hint=hint)
    return given, Lines(path, text)


def _step(lines: Lines, number: int, given: object, resolve: "Callable[[str], Entity]") -> Step:
    if not isinstance(given, dict):
        raise lines.wrong(number, "", "it is no table", "begin each step with [[step]]")
    for key, value in given.items():
        _check(lines, number, key, value)
    if not given.get("caption", "").strip():
        raise lines.wrong(number, "caption", "it has no caption", 'write caption = "…"')
    chosen = [key for key in ("entity", "relation", "claim") if key in given]
    if len(chosen) > 1:
        why = f"{' and '.join(chosen)} cannot both be open"
        raise lines.wrong(number, chosen[1], why, "give one of entity, relation and claim")
    others = given.keys() - {"caption", "address"}
    if "address" in given and others:
        why = f"address says it all, and {min(others)} is given, too"
        raise lines.wrong(number, "address", why, f"leave address or {min(others)} away")
    if "which" in given and "path" not in given:
        raise lines.wrong(number, "which", "which of no path", 'give path = ["…", "…"], too')
    ends = [given[key] for key in ("entity",) if key in given]
    ends += given.get("path", []) + given.get("relation", [])[::2]
    named: dict[str, Iri] = {}
    for name in ends:
        try:
            named[name] = resolve(name).iri
        except AstrographError as error:
            key = next(key for key in given if name in (given[key], *_listed(given[key])))
            raise lines.wrong(number, key, error.message, error.hint) from None
    return Step(given["caption"].strip(), given, named)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _check(lines: Lines, number: int, key: str, value: object) -> None:
    """Check one key of a step."""
    if key not in KEYS:
        near = difflib.get_close_matches(key, KEYS, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"known keys: {', '.join(KEYS)}"
        raise lines.wrong(number, key, f"unknown key {key!r}", hint)
    wanted = KEYS[key]
    fits = type(value) is wanted and all(isinstance(each, str) for each in _listed(value))
    if not fits or (isinstance(value, int) and value < 1):
        raise lines.wrong(number, key, f"{key} has to be {_WORDS[wanted]}, not {value!r}")
    if key == "view" and value not in VIEWS:
        raise lines.wrong(number, key, f"no view {value!r}", f"views: {', '.join(VIEWS)}")
    if key in _TIMES and not _TIMES[key][0].fullmatch(str(value)):
        raise lines.wrong(number, key, f"no time {value!r}", f"write a time {_TIMES[key][1]}")
    if key == "path" and len(_listed(value)) != _ENDS:
        raise lines.wrong(number, key, "a path has two ends", 'write path = ["…", "…"]')
    if key == "relation" and len(_listed(value)) != _PARTS:
        hint = 'write relation = ["who", "leads", "whom"]'
        raise lines.wrong(number, key, "a relation has three parts", hint)


def tell(story: Story, payload: "Payload") -> "PageStory":
    """Say at which addresses a page shows the steps of a story.

    Args:
        story: The story.
        payload: What the page holds.

    Raises:
        StoryError: A step asks for what the page does not hold; file and line are named.
    """
    steps = enumerate(story.steps, 1)
    return {
        "title": story.title,
        "steps": [
            {
                "caption": step.caption,
                "address": _address(story.lines, number, step, payload),
            }
            for number, step in steps
        ],
    }


def _address(lines: Lines, number: int, step: Step, payload: "Payload") -> str:
    wanted = step.wanted
    if "address" in wanted:
        return str(wanted["address"]).rpartition("#")[2]
    curies = {entity["iri"]: entity["curie"] for entity in payload["entities"]}
    for name, iri in step.named.items():
        if iri not in curies:
            key = next(key for key in wanted if name in (wanted[key], *_listed(wanted[key])))
            hint = "name it among the entities, or give a larger --size"
            raise lines.wrong(number, key, f"the page does not hold {name!r}", hint)
    at = {name: curies[iri] for name, iri in step.named.items()}
    parts: Parts = []
    if "path" in wanted:
        start, end = wanted["path"]
        parts += [("from", at[start]), ("to", at[end])]
        parts += [("path", str(wanted["which"]))] if wanted.get("which", 1) > 1 else []
    if "entity" in wanted:
        parts.append(("entity", at[wanted["entity"]]))
    if "relation" in wanted:
        parts.append(("relation", _relation(lines, number, step, payload["statements"], curies)))
    if "claim" in wanted:
        parts.append(("claim", _claim(lines, number, wanted["claim"], payload)))
    parts += [("hide", _hidden(lines, number, each, payload)) for each in wanted.get("hide", ())]
    parts += [(key.replace("_", "-"), wanted[key]) for key in _TIMES if key in wanted]
    parts += [("query", wanted["query"])] if "query" in wanted else []
    view = VIEWS[wanted.get("view", "drawing")]
    return urlencode([*parts, *([("view", view)] if view else [])])


def _relation(
    lines: Lines,
    number: int,
    step: Step,
    statements: "list[PageStatement]",
    curies: Mapping[str, str],
) -> str:
    """Return the key by which an address names a statement."""
    start, verb, end = step.wanted["relation"]
    ends = (step.named[start], step.named[end])
    between = [each for each in statements if (each["subject"], each["object"]) == ends]
    for said in between:
        relation = said["relation"]
        if verb in (relation["label"], local_name(relation["iri"])):
            name = local_name(relation["iri"])
            return f"{curies[ends[0]]} {name} {curies[ends[1]]} {said['tense']}"
    known = dict.fromkeys(each["relation"]["label"] for each in between)
    hint = f"between the two: {', '.join(known)}" if known else "the page connects them by nothing"
    raise lines.wrong(number, "relation", f"no relation {verb!r} from {start} to {end}", hint)


def _claim(lines: Lines, number: int, name: str, payload: "Payload") -> str:
    iri = expand(name) if name.partition(":")[0] in PREFIXES else name
    if iri not in payload["claims"]:
        hint = "`astrograph claims ENTITY` lists claims with their names"
        raise lines.wrong(number, "claim", f"the page holds no claim {name!r}", hint)
    return iri


def _hidden(lines: Lines, number: int, name: str, payload: "Payload") -> str:
    """Return the legend's key for what a step hides."""
    if ":" in name:
        return name
    if name in TENSES:
        return f"tense:{name}"
    if name in STANDINGS:
        return f"standing:{name}"
    types = sorted({entity["type"] for entity in payload["entities"]})
    if name in types:
        return f"type:{name}"
    hint = f"there are: {', '.join([*TENSES, *STANDINGS, *types])}"
    raise lines.wrong(number, "hide", f"nothing to hide is called {name!r}", hint)
