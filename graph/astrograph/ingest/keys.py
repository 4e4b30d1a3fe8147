"""Own which keys a mapping file may have, and find the line of one that it may not.

Any file in TOML that declares something is checked like that, by a `Form` of its own.
"""

import difflib
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from astrograph.errors import JobError, MappingError
from astrograph.ingest.files import regular

TEXT, TRUTH, WHOLE, DECIMAL = (str,), (bool,), (int,), (float, int)
TEXTS, TABLE, TABLES = (list,), (dict,), (list,)
TEXT_OR_TEXTS, TRUTH_OR_TABLE = (str, list), (bool, dict)

Kinds = dict[str, tuple[type, ...]]

DIALECT: Kinds = {
    "format": TEXT,
    "delimiter": TEXT,
    "quote": TEXT,
    "encoding": TEXT,
    "trim": TRUTH,
    "empty": TEXTS,
    "header": WHOLE,
    "header_mark": TEXT,
    "comment": TEXT,
    "columns": TEXTS,
    "fields": TABLES,
}
DOCUMENT: Kinds = {
    "iri": TEXT,
    "title": TEXT,
    "url": TEXT,
    "license": TEXT,
    "attribution": TEXT,
    "creator": TEXT,
    "updated": TEXT,
    "primary": TRUTH,
}
TIMES = ("start", "end", "on", "spans", "not_before", "begun_by", "lasts_until", "not_after")
"""The keys of a claim that hold dates."""

KEYS: dict[str, Kinds] = {
    "": {
        "source": TABLE,
        "table": TABLE,
        "prefixes": TABLE,
        "skip": TABLES,
        "maps": TABLE,
        "lookups": TABLE,
        "document": TABLES,
        "entity": TABLES,
        "claim": TABLES,
    },
    "source": DOCUMENT,
    "table": {"file": TEXT, "key": TEXT, "first": TEXT, **DIALECT},
    "skip": {"where": TABLE, "why": TEXT},
    "lookups": {
        "file": TEXT,
        "key": TEXT,
        "on": TEXT,
        "mapping": TEXT,  # of the other table: its file, dialect, source and row key
        "source": TABLE,
        "table": TABLE,
        "row_key": TEXT,
    },
    "lookups.source": DOCUMENT,
    "document": {"where": TABLE, **DOCUMENT},
    "entity": {
        "iri": TEXT,
        "type": TEXT,
        "label": TEXT,
        "aliases": TEXTS,
        "article": TRUTH,
        "where": TABLE,
        "each": TABLE,
    },
    "each": {"column": TEXT, "split": TEXT, "pattern": TEXT},
    "fields": {"name": TEXT, "from": WHOLE, "to": WHOLE},
    "aliases": {"text": TEXT, "lang": TEXT},
    "claim": {
        "subject": TEXT,
        "predicate": TEXT,
        "object": TEXT,
        "value": TEXT,
        "datatype": TEXT,
        "lang": TEXT,
        **dict.fromkeys(TIMES, TEXT),
        "role": TEXT,
        "term": TEXT,
        "condition": TEXT,
        "assessment": TEXT,
        "modality": TEXT,
        "polarity": TEXT,
        "status": TEXT,
        "tense": TEXT,
        "confidence": DECIMAL,
        "hedged": TRUTH_OR_TABLE,
        "speaker": TEXT,
        "addressee": TEXT,
        "relayed_by": TEXT,
        "primary_source": TEXT,
        "paraphrase": TEXT,
        "evidence": TEXTS,
        "distinct": TRUTH,
        "where": TABLE,
        "each": TABLE,
    },
}
"""The keys of each section, and what they hold."""

NEEDED: dict[str, tuple[str, ...]] = {
    "": ("source",),
    "source": ("iri", "title", "license"),
    "skip": ("where", "why"),
    "lookups": ("key", "on"),
    "lookups.source": ("iri", "title", "license"),
    "document": ("iri", "title"),
    "entity": ("iri", "type", "label"),
    "each": ("column",),
    "fields": ("name", "from", "to"),
    "aliases": ("text",),
    "claim": ("subject", "predicate", "paraphrase"),
}
"""The keys that a section cannot do without."""

HINTS = {
    "license": 'write what may be done with it: license = "the license\'s address",'
    ' or in words, such as license = "all rights reserved"'
}
"""What to write under a key that is lacking."""


class Form(NamedTuple):
    """What a kind of file may hold: the keys of its sections, those needed, and its errors."""

    keys: dict[str, Kinds]
    needed: dict[str, tuple[str, ...]]
    hints: dict[str, str]
    error: Callable[..., JobError]


MAPPING = Form(KEYS, NEEDED, HINTS, MappingError)

WORDS = {
    str: "a text in quotation marks",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    list: "a list in square brackets",
    dict: "a table",
}


_HEAD = re.compile(r"\s*\[\[?\s*([^\]]+?)\s*\]\]?")


class Section(NamedTuple):
    """A part of a mapping file: ``[[claim]]`` number 2, ``[lookups.flight]``."""

    name: str
    number: int = 0
    label: str = ""

    def __str__(self) -> str:
        if not self.name:
            return self.label or "the mapping"
        return f"[[{self.name}]] {self.number}" if self.number else f"[{self.label or self.name}]"


class Document:
    """The text of a mapping file and what it parses to, with errors that name the place."""

    def __init__(self, path: Path, form: Form = MAPPING) -> None:
        """Read the file.

        Raises:
            MappingError: It is no TOML; what follows is raised as the form's own error, too.
            JobError: It cannot be read.
        """
        self.path, self.form = path, form
        try:
            self.text = regular(path).read_bytes().decode("utf-8-sig")
            self.given: dict[str, Any] = tomllib.loads(self.text)
        except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
            raise form.error(f"{path}: no TOML: {error}") from None

    def wrong(self, section: Section, key: str, why: str, hint: str = "") -> JobError:
        """Make an error that names the file, the line and the section."""
        return self.form.error(f"{self.place(section, key)}: {why}", hint=hint)

    def place(self, section: Section, key: str) -> str:
        """Name the file, the line where it is known, and the section."""
        line = self._line_of(section, key)
        place = f"{self.path}, line {line}" if line else str(self.path)
        return f"{place}: {section}"

    def check(self, section: Section, given: object, kinds: str = "") -> dict[str, Any]:
        """Check the keys of a section and the types of what they hold.

        Args:
            section: The section, for errors.
            given: What the file has there.
            kinds: Its name among the form's keys, where that is another than the section's.

        Returns:
            The section, as a dict.

        Raises:
            MappingError: A key is not known or lacking, or holds the wrong type.
        """
        name = kinds or section.name
        if not isinstance(given, dict):
            raise self.wrong(section, name, f"{name} has to be {WORDS[dict]}")
        known = self.form.keys[name]
        for key, value in given.items():
            if key not in known:
                near = difflib.get_close_matches(key, known, 1)
                hint = f"did you mean {near[0]!r}?" if near else f"known keys: {', '.join(known)}"
                raise self.wrong(section, key, f"unknown key {key!r}", hint)
            # In Python true is a number; in a mapping it is not.
            if type(value) not in known[key]:
                wanted = " or ".join(WORDS[each] for each in known[key])
                raise self.wrong(section, key, f"{key} has to be {wanted}, not {value!r}")
        for key in self.form.needed.get(name, ()):
            if key not in given:
                why = f"{name or 'it'} lacks the key {key!r}"
                raise self.wrong(section, "", why, self.form.hints.get(key, ""))
        return given

    def names(self, section: Section, column: str, why: str, hint: str = "") -> JobError:
        """Make an error about a column that a section names, with the line that does."""
        named = (
            number
            for number, line in self._lines_of(section)
            if re.search(rf"(?<![\w.]){re.escape(column)}(?!\w)", line)
        )
        line = next(named, None) or self._line_of(section, "")
        place = f"{self.path}, line {line}" if line else str(self.path)
        return self.form.error(f"{place}: {section}: {why}", hint=hint)

    def _line_of(self, section: Section, key: str) -> int | None:
        """Return the line of a key in a section, or of the section's head; tomllib knows none."""
        head = None
        for number, line in self._lines_of(section):
            found = _HEAD.match(line)
            if found and section.name:
                head = head or number
            is_head = found is not None and found.group(1).split(".")[0] == key
            is_key = re.search(rf"(^|[{{,])\s*\"?{re.escape(key)}\"?\s*=", line)
            if key and (is_key or (is_head and not section.name)):
                return number
        return head

    def _lines_of(self, section: Section) -> Iterator[tuple[int, str]]:
        """Yield the lines of a section with their numbers; of the mapping itself, all heads."""
        inside, met = not section.name, 0
        wanted = section.label or section.name
        for number, line in enumerate(self.text.splitlines(), 1):
            found = _HEAD.match(line)
            if found:
                met += found.group(1) == wanted
                is_own = found.group(1) == wanted or found.group(1).startswith(f"{wanted}.")
                inside = bool(section.name) and is_own and met == max(section.number, 1)
            if inside or (found and not section.name):
                yield number, line
