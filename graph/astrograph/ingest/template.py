"""Fill the templates of a mapping file from the cells of a row.

``{Column}`` stands for a cell, ``{Column|or:Other}`` for that of another column where it is empty,
``{Column|filter:argument}`` for what a filter makes of it, and ``{Column?}`` for a cell that may be
empty. Where another cell is empty, so is the whole template.
``{A|or:B}`` is the cell of column B where that of A is empty.
``{{`` and ``}}`` stand for braces, and a backslash takes the meaning of what follows it away.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache, partial
from typing import NamedTuple

from astrograph.errors import MappingError
from astrograph.ingest.dates import read_duration
from astrograph.store.names import LETTERS
from astrograph.vocab import PREFIXES, duration

Filter = Callable[[str], str]
Maps = Mapping[str, Mapping[str, str]]

_PARTS = re.compile(r"\{\{|\}\}|\{((?:[^{}\\]|\\.)*)\}|[{}]")
_SAFE = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?")
_OUTSIDE = re.compile(r"[^A-Za-z0-9._-]+")
_SPELT = str.maketrans(
    {**LETTERS, **{one.upper(): two.title() for one, two in LETTERS.items()}, "ß": "ss", "ẞ": "SS"}
)
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")


class CellError(ValueError):
    """A cell that a template cannot use, with the reason."""

    def __init__(self, column: str, value: str, why: str) -> None:
        super().__init__(f"{column}: {why}: {value!r}")
        self.column, self.value, self.why = column, value, why


@lru_cache(maxsize=65536)
def slug(text: str) -> str:
    """Make what may stand in an id: letters and digits of ASCII, dots, dashes, underscores.

    Accents are dropped, and letters that are no others with accents are spelled as names are
    folded.

    >>> slug("Énergia / NPO (Korolyov)"), slug("Żelazny, Bogumiła"), slug("Ærø")
    ('Energia-NPO-Korolyov', 'Zelazny-Bogumila', 'Aero')
    """
    if _SAFE.fullmatch(text):
        return text
    plain = unicodedata.normalize("NFKD", text)
    bare = "".join(each for each in plain if not unicodedata.combining(each))
    made = _OUTSIDE.sub("-", bare.translate(_SPELT)).strip("-.")
    if not made:
        raise ValueError(
            "nothing of it can stand in an id, which takes letters and digits of ASCII;"
            " take another column, or a map"
        )
    return made


def flip(text: str) -> str:
    """Turn a surname and the other names around; what follows a second comma is dropped.

    >>> flip("Nelson, Bill, Jr.")
    'Bill Nelson'
    """
    parts = [part.strip() for part in text.split(",")]
    return " ".join(filter(None, reversed(parts[:2])))


def seconds(text: str) -> str:
    """Turn a duration ``d:hh:mm`` or ``d:hh:mm:ss`` into seconds; a mark behind it is dropped.

    >>> seconds("13:18:35:00?")
    '1190100'
    """
    return f"{read_duration(text.rstrip('?* '))[0].total_seconds():.0f}"


def number(text: str) -> str:
    """Let a decimal number pass, without blanks.

    >>> number(" 20351.0")
    '20351.0'
    """
    bare = text.strip()
    if not _NUMBER.fullmatch(bare):
        raise ValueError("not a number such as 12 or 3.5")
    return bare


def lasting(text: str) -> str:
    """Write a number of seconds as days, hours, minutes and seconds.

    >>> lasting("1123200")
    '13 days'
    """
    return duration(round(float(number(text))))


def _before(mark: str, text: str) -> str:
    return text.partition(mark)[0].strip()


def _after(mark: str, text: str) -> str:
    return text.partition(mark)[2].strip()


def _replace(old: str, new: str, text: str) -> str:
    return text.replace(old, new)


def _default(instead: str, text: str) -> str:
    return text or instead


def _look_up(name: str, entries: Mapping[str, str], lenient: bool, text: str) -> str:  # noqa: FBT001
    found = entries.get(text)
    if found is None and not lenient:
        raise ValueError(f"[maps.{name}] has no entry for it")
    return found or ""


PLAIN: dict[str, Filter] = {
    "slug": slug,
    "lower": str.lower,
    "upper": str.upper,
    "trim": str.strip,
    "flip": flip,
    "number": number,
    "seconds": seconds,
    "lasting": lasting,
}
"""The filters without an argument."""

TAKING: dict[str, tuple[int, Callable[..., str]]] = {
    "before": (1, _before),
    "after": (1, _after),
    "replace": (2, _replace),
    "default": (1, _default),
}
"""The filters with arguments, and how many they take."""


class Slot(NamedTuple):
    """A place in a template that a cell fills: the first of its columns that is not empty."""

    columns: tuple[str, ...]
    filters: tuple[Filter, ...]
    optional: bool

    def fill(self, row: Mapping[str, str]) -> str:
        """Return the text for a row; empty where the cell is.

        Raises:
            CellError: A filter cannot use the cell.
        """
        column = self.columns[0]
        if len(self.columns) > 1:
            column = next(filter(row.get, self.columns), column)
        cell = text = row.get(column, "")
        if not self.filters:
            return text
        try:
            for each in self.filters:
                # An empty cell is for a default alone to fill.
                if text or (isinstance(each, partial) and each.func is _default):
                    text = each(text)
        except ValueError as error:
            raise CellError(column, cell, str(error)) from None
        return text


class Template(NamedTuple):
    """A text with places for cells."""

    text: str
    parts: tuple[str | Slot, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns that it uses, each once, in their order."""
        slots = (part.columns for part in self.parts if isinstance(part, Slot))
        return tuple(dict.fromkeys(column for columns in slots for column in columns))

    @property
    def outright(self) -> tuple[str, ...]:
        """Return the text that it makes of every row, or all that a map of its only cell makes."""
        if not any(isinstance(part, Slot) for part in self.parts):
            return ("".join(map(str, self.parts)),)
        last = self.parts[0].filters[-1:] if isinstance(self.parts[0], Slot) else ()
        if len(self.parts) > 1 or not last or not isinstance(last[0], partial):
            return ()
        is_map = last[0].func is _look_up
        return tuple(dict.fromkeys(filter(None, last[0].args[1].values()))) if is_map else ()

    def fill(self, row: Mapping[str, str]) -> str | None:
        """Return the text for a row, or ``None`` when a cell that it needs is empty.

        Raises:
            CellError: A filter cannot use a cell.
        """
        filled = ""
        for part in self.parts:
            if isinstance(part, str):
                filled += part
                continue
            text = part.fill(row)
            if not text and not part.optional:
                return None
            filled += text
        return filled


class IriTemplate(NamedTuple):
    """A template that makes an IRI.

    ``prefixes`` are those of the CURIEs that cells may give; ``None`` where the template begins
    with an IRI of its own, behind which cells are slugged, so that nothing is left to check.
    """

    template: Template
    prefixes: Mapping[str, str] | None

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns that it uses."""
        return self.template.columns

    @property
    def pattern(self) -> re.Pattern[str] | None:
        """Return what all IRIs that it makes are like; ``None`` where cells give them whole."""
        if self.prefixes is not None:
            return None
        parts = (
            re.escape(part) if isinstance(part, str) else r"[\w.-]*" for part in self.template.parts
        )
        return re.compile("".join(parts), re.ASCII)

    @property
    def outright(self) -> tuple[str, ...]:
        """Return the IRIs that it makes whatever a row says, as far as they are IRIs."""
        made = self.template.outright
        if self.prefixes is None:
            return made
        iris = []
        for text in made:
            with suppress(ValueError):
                iris.append(full_iri(text, self.prefixes))
        return tuple(iris)

    def fill(self, row: Mapping[str, str]) -> str | None:
        """Return the IRI for a row, or ``None`` when a cell that it needs is empty.

        Raises:
            CellError: A cell cannot stand in an IRI.
        """
        made = self.template.fill(row)
        if self.prefixes is None or not made:
            return made
        try:
            return full_iri(made, self.prefixes)
        except ValueError as error:
            raise CellError(next(iter(self.columns), ""), made, str(error)) from None


def full_iri(text: str, prefixes: Mapping[str, str]) -> str:
    """Expand a CURIE, and let a full IRI pass.

    Raises:
        ValueError: The text is neither.
    """
    prefix, colon, local = text.partition(":")
    iri = prefixes[prefix] + local if colon and prefix in prefixes else text
    if not _ABSOLUTE.fullmatch(iri) or (iri is text and "//" not in iri and prefix != "urn"):
        raise ValueError("neither an IRI nor a CURIE with a known prefix")
    return iri


def compile_template(text: str, maps: Maps) -> Template:
    """Read a template.

    Raises:
        MappingError: A brace is not closed, or a filter is unknown or lacks its argument.

    >>> compile_template("{Name|flip} ({Rank?})", {}).fill({"Name": "Nelson, Bill", "Rank": ""})
    'Bill Nelson ()'
    >>> compile_template("{Short|or:Long}", {}).fill({"Short": "", "Long": "Energiya"})
    'Energiya'
    """
    parts: list[str | Slot] = []
    done = 0
    for found in _PARTS.finditer(text):
        parts.append(text[done : found.start()])
        done = found.end()
        if found.group(1) is not None:
            parts.append(_slot(found.group(1), text, maps))
        elif found.group() in {"{{", "}}"}:
            parts.append(found.group()[0])
        else:
            raise MappingError(f"a brace that stands alone in the template {text!r}")
    parts.append(text[done:])
    return Template(text, tuple(part for part in parts if part != ""))


def compile_iri(text: str, maps: Maps, prefixes: Mapping[str, str] = PREFIXES) -> IriTemplate:
    """Read a template that makes an IRI.

    Cells are slugged, unless the template begins with one, which then has to give an IRI or a
    CURIE by itself (such as one out of a map).

    Raises:
        MappingError: It is no template, or begins with a prefix that is not known.

    >>> compile_iri("id:site-{Site}", {}).fill({"Site": "NIIP 5"})
    'https://w3id.org/astrograph/id/site-NIIP-5'
    """
    template = compile_template(text, maps)
    head = template.parts[0] if template.parts else ""
    if isinstance(head, Slot):
        return IriTemplate(template, prefixes)
    fixed = "".join(part if isinstance(part, str) else "x" for part in template.parts)
    try:
        base = full_iri(head + "x", prefixes)[:-1]
        full_iri(fixed, prefixes)
    except ValueError as error:
        hint = f"known prefixes: {', '.join(prefixes)}; more may stand in [prefixes]"
        raise MappingError(f"{text!r} is {error}", hint=hint) from None
    safe = (
        part._replace(filters=(*part.filters, slug)) if isinstance(part, Slot) else part
        for part in template.parts[1:]
    )
    return IriTemplate(template._replace(parts=(base, *safe)), None)


def _slot(inside: str, text: str, maps: Maps) -> Slot:
    column, *chain = _split(inside, "|")
    optional = column.endswith("?")
    column = column.removesuffix("?").strip()
    if not column:
        raise MappingError(f"no column in {{{inside}}} of the template {text!r}")
    others = [each[3:].strip() for each in chain if each.startswith("or:") and each[3:].strip()]
    chain = [each for each in chain if each[:3] != "or:" or each[3:].strip() not in others]
    lenient = optional or any(_split(each, ":")[0] == "default" for each in chain)
    filters = tuple(_filter(each, text, maps, lenient=lenient) for each in chain)
    return Slot((column, *others), filters, optional)


def _filter(written: str, text: str, maps: Maps, *, lenient: bool) -> Filter:
    name, *given = _split(written, ":")
    name = name.strip()
    if name in PLAIN and not given:
        return PLAIN[name]
    if name == "map" and len(given) == 1:
        if given[0] not in maps:
            raise MappingError(f"no [maps.{given[0]}] for {{…|{written}}} of the template {text!r}")
        return partial(_look_up, given[0], maps[given[0]], lenient)
    if name in TAKING:
        count, made = TAKING[name]
        if len(given) > count and not "".join(given).strip(":"):
            given = [":"]  # {X|before::} cuts at the colon itself
        if len(given) == count and (given[0] or name == "default"):
            return partial(made, *given)
    known = ", ".join(sorted([*PLAIN, *TAKING, "map", "or"]))
    raise MappingError(
        f"no filter {written!r} in the template {text!r}",
        hint=f"filters: {known}; before, after, default, map, or take one argument, replace two",
    )


def _split(text: str, mark: str) -> list[str]:
    """Split at a mark that no backslash stands before, and take such backslashes away at colons."""
    parts = re.split(rf"(?<!\\){re.escape(mark)}", text)
    return [re.sub(r"\\(.)", r"\1", part) for part in parts] if mark == ":" else parts
