"""Read a projection file: what the terms of others' data are in ours, as TOML.

Everything is checked when it is read, so that a slip is told with its line and nothing is asked.
"""

import difflib
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from astrograph.codec.terms import text_of
from astrograph.errors import ProjectionError
from astrograph.ingest.dates import read_date
from astrograph.ingest.files import regular
from astrograph.ingest.keys import TABLE, TIMES, Document, Section
from astrograph.ingest.mapping import VALUES
from astrograph.ingest.projection_keys import FORM, LARGEST, MOST, STEPS
from astrograph.ingest.template import full_iri
from astrograph.model import Iri, Relation, Source
from astrograph.store.engines import ontology
from astrograph.store.projected.projection import EXACT, WORDS, Projection, References, Rule
from astrograph.store.remote.terms import is_iri
from astrograph.vocab import AG, OWL, PREFIXES, RDF, data_path, local_name, read_relations, shrink

FOLDER = "projections"

_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


class _Known(NamedTuple):
    """What the ontology declares: relations by IRI, and the local names of classes."""

    relations: dict[Iri, Relation]
    classes: tuple[str, ...]


def read_projection(name: str | Path) -> Projection:
    """Read a projection.

    Args:
        name: One that ships with the package, such as ``wikidata``, or the path of a TOML file as
            ``docs/projection.md`` describes it.

    Raises:
        ProjectionError: The file is no TOML, has a key that is not known, lacks one, or a value
            makes no sense; the message names the file and, where it can, the line.
        JobError: There is no such file, or it cannot be read.

    >>> read_projection("wikidata").source.title
    'Wikidata'
    """
    path = _place(name)
    if regular(path).stat().st_size > LARGEST:
        raise ProjectionError(f"{path}: it is larger than {LARGEST >> 20} MiB")
    return _Reader(Document(path, FORM)).projection()


def _place(name: str | Path) -> Path:
    """Return where a projection lies."""
    shipped = {path.stem: path for path in sorted(data_path(FOLDER).glob("*.toml"))}
    if str(name) in shipped:
        return shipped[str(name)]
    path = Path(name)
    if isinstance(name, str) and re.fullmatch(r"[\w-]+", name) and not path.exists():
        hint = f"give the path of a file, or one of those that ship: {', '.join(shipped)}"
        raise ProjectionError(f"no projection is called {name!r}", hint=hint)
    return path


@cache
def _known() -> _Known:
    quads = ontology()
    classes = {
        text_of(quad.subject)
        for quad in quads
        if quad.predicate.value == RDF + "type" and text_of(quad.object) == OWL + "Class"
    }
    names = sorted(local_name(iri) for iri in classes if iri.startswith(AG))
    return _Known(read_relations(quads), tuple(names))


class _Reader:
    """Reads one projection file, section by section."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.given = document.check(Section("", label="the projection"), document.given)
        self.prefixes = {**PREFIXES, **self._prefixes()}
        self.parts = {
            name: self.part(name) for name, kind in FORM.keys[""].items() if kind == TABLE
        }
        self.relations: dict[Iri, Relation] = {}

    def projection(self) -> Projection:
        """Return all that the file says."""
        rules = tuple(self.rules())
        names, types = self.parts["names"], self.parts.get("types", {})
        return Projection(
            source=self.source(),
            rules=rules,
            relations=self.relations,
            prefixes=self.prefixes,
            **self.edition(),
            labels=self.terms("names", "labels"),
            aliases=self.terms("names", "aliases"),
            languages=self.languages(names),
            search=self.one_of("names", "search", (WORDS, EXACT), WORDS),
            types=self.term("types", "property"),
            above=self.term("types", "above"),
            steps=self.steps(types),
            classes=self.map("classes", _known().classes),
            status=self.term("statements", "status"),
            statuses=self.map("statuses", VALUES["status"]),
            qualifiers={
                name: self.needed("qualifiers", name)
                for name in TIMES
                if name in self.parts["qualifiers"]
            },
            roles=self.terms("qualifiers", "role"),
            date=self.term("dates", "value"),
            precision=self.term("dates", "precision"),
            amount=self.term("amounts", "value"),
            unit=self.term("amounts", "unit"),
            references=self.references(),
        )

    def part(self, name: str) -> dict[str, Any]:
        """Return a section, whose keys are checked if it is there and its keys are ours."""
        given: dict[str, Any] = self.given.get(name, {})
        if name in self.given and name in FORM.keys:
            self.document.check(Section(name), given)
        return given

    def wrong(self, section: Section, key: str, why: str, hint: str = "") -> Exception:
        """Make an error that names the file, the line and the section."""
        return self.document.wrong(section, key, why, hint)

    def iri(self, section: Section, key: str, text: object) -> Iri:
        """Return an IRI that a text is, or is short for."""
        iri = ""
        if isinstance(text, str):
            try:
                iri = full_iri(text, self.prefixes)
            except ValueError:
                iri = ""
        if not is_iri(iri):
            why = f"{key}: {text!r} is neither an IRI nor a CURIE with a known prefix"
            raise self.wrong(section, key, why, "name the prefix in [prefixes], or write it out")
        return iri

    def needed(self, name: str, key: str) -> Iri:
        """Return the term under a key that is there."""
        return self.iri(Section(name), key, self.parts[name][key])

    def term(self, name: str, key: str) -> Iri | None:
        """Return the term under a key of a section, if there is one."""
        return self.needed(name, key) if key in self.parts.get(name, {}) else None

    def terms(self, name: str, key: str) -> tuple[Iri, ...]:
        """Return the term or the terms under a key of a section."""
        given = self.parts.get(name, {}).get(key, ())
        several = [given] if isinstance(given, str) else given
        return tuple(self.iri(Section(name), key, each) for each in several)

    def one_of(self, name: str, key: str, known: tuple[str, ...], default: str) -> str:
        """Return a text that has to be one of some."""
        text = self.parts[name].get(key, default)
        return self.chosen(Section(name), key, text, known)

    def chosen(self, section: Section, key: str, text: object, known: tuple[str, ...]) -> str:
        """Let a text pass that is one of some."""
        if not isinstance(text, str) or text not in known:
            near = difflib.get_close_matches(str(text), known, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"it may be {', '.join(known)}"
            raise self.wrong(section, key, f"{key}: no {text!r}", hint)
        return text

    def map(self, name: str, known: tuple[str, ...]) -> dict[Iri, str]:
        """Return a table from terms of theirs to words of ours."""
        section = Section(name)
        return {
            self.iri(section, key, key): self.chosen(section, key, word, known)
            for key, word in self.parts[name].items()
        }

    def languages(self, names: dict[str, Any]) -> tuple[str, ...]:
        """Return the tags of languages."""
        given = names.get("languages", ())
        for tag in given:
            if not isinstance(tag, str) or not _LANGUAGE.fullmatch(tag):
                why = f"languages: {tag!r} is no tag of a language, such as 'en'"
                raise self.wrong(Section("names"), "languages", why)
        return tuple(given)

    def steps(self, types: dict[str, Any]) -> int:
        """Return how many steps may be gone up from a class."""
        if ("steps" in types) != ("above" in types):
            raise self.wrong(Section("types"), "", "above and steps go together")
        steps: int = types.get("steps", 0)
        if "steps" in types and not 1 <= steps <= STEPS:
            raise self.wrong(Section("types"), "steps", f"steps has to be from 1 to {STEPS}")
        return steps

    def source(self) -> Source:
        """Return the source that every claim cites."""
        known = self.parts["source"]
        updated = known.get("updated")
        if updated is not None:
            updated = self.date("source", "updated")
        fields = {key: value for key, value in known.items() if key not in {"iri", "updated"}}
        return Source(iri=self.needed("source", "iri"), updated=updated, **fields)

    def edition(self) -> dict[str, Any]:
        """Return where the data stand in time."""
        given = self.parts["edition"]
        if ("of" in given) != ("property" in given):
            raise self.wrong(Section("edition"), "", "of and property go together")
        of = (
            (self.needed("edition", "of"), self.needed("edition", "property"))
            if "of" in given
            else None
        )
        date = self.date("edition", "date") if "date" in given else None
        return {"edition": date, "edition_of": of}

    def date(self, name: str, key: str) -> str | None:
        """Return the last second of a date."""
        try:
            return read_date(self.parts[name][key]).latest
        except ValueError as error:
            raise self.wrong(Section(name), key, f"{key}: {error}") from None

    def references(self) -> References | None:
        """Return how statements name their sources."""
        if "references" not in self.given:
            return None
        several = {key: self.terms("references", key) for key in ("source", "url", "title", "said")}
        return References(self.needed("references", "property"), **several)

    def rules(self) -> Iterator[Rule]:
        """Yield how triples become claims; no two rules are about the same ones."""
        met: dict[tuple[str, str], Section] = {}
        number = 0
        for name in ("relation", "value"):
            for place, each in enumerate(self.given.get(name, ()), 1):
                section, number = Section(name, place), number + 1
                if number > MOST:
                    why = f"more than {MOST} relations and values"
                    raise self.wrong(section, "", why, "declare those that you will ask for")
                rule = self.rule(section, self.document.check(section, each))
                if rule.key in met:
                    why = f"{each['property']} is declared already, in {met[rule.key]}"
                    raise self.wrong(section, "property", why)
                met[rule.key] = section
                yield rule
        if not number:
            raise self.wrong(Section("", label="the projection"), "", "it declares no [[relation]]")

    def rule(self, section: Section, given: dict[str, Any]) -> Rule:
        """Return one rule."""
        name, value = given["property"], given.get("value")
        bare = ":" not in name
        if bare and not ("statements" in self.given and re.fullmatch(r"[\w.-]+", name)):
            why = f"property: {name!r} is neither an IRI nor a CURIE, nor a name for [statements]"
            raise self.wrong(section, "property", why)
        first = (
            self.filled("statements", "property", name)
            if bare
            else self.iri(section, "property", name)
        )
        second = None
        if value is not None:
            second = self.iri(section, "value", value)
        elif bare:
            second = self.filled("statements", "value", name)
        units = given.get("units")
        amount = None if units is None else self.amount(section, name, second)
        return Rule(
            term=first,
            value=second,
            predicate=self.predicate(section, given, first),
            turned=given.get("turned", False),
            literal=section.name == "value",
            tense=self.chosen(section, "tense", given["tense"], VALUES["tense"])
            if "tense" in given
            else None,
            name=name if bare else local_name(first),
            amount=amount,
            units=tuple(self.units(section, units or {})),
        )

    def filled(self, name: str, key: str, local: str) -> Iri:
        """Return the term that a template makes of a name: ``p:P39`` of ``p:{}``."""
        template = self.parts[name][key]
        if "{}" not in template:
            raise self.wrong(Section(name), key, f"{key}: {template!r} has no {{}} for the name")
        return self.iri(Section(name), key, template.replace("{}", local))

    def amount(self, section: Section, name: str, second: Iri | None) -> Iri:
        """Return the property that leads to a number and its unit."""
        if second is None or ":" in name or "amounts" not in self.given:
            why = "units go with statements whose numbers [amounts] finds"
            raise self.wrong(section, "units", why)
        return self.filled("amounts", "property", name)

    def units(self, section: Section, given: dict[str, Any]) -> Iterator[tuple[Iri, Decimal]]:
        """Yield what one of each unit is in the unit of our relation."""
        for unit, factor in given.items():
            if type(factor) not in {int, float} or not 0 < factor < 10**18:
                raise self.wrong(section, "units", f"units: {unit} has to be a number above zero")
            yield self.iri(section, "units", unit), Decimal(str(factor))

    def predicate(self, section: Section, given: dict[str, Any], first: Iri) -> Iri:
        """Return the relation of ours that is claimed, or declare one."""
        if "predicate" in given:
            if given.keys() & {"label", "inverse_label", "event", "symmetric"}:
                why = "a predicate of ours has its labels: give a predicate or a label"
                raise self.wrong(section, "predicate", why)
            iri = self.iri(section, "predicate", given["predicate"])
            if iri not in _known().relations:
                known = [shrink(each) for each in _known().relations]
                near = difflib.get_close_matches(given["predicate"], known, 1)
                hint = f"did you mean {near[0]}?" if near else "without a predicate, give a label"
                raise self.wrong(section, "predicate", f"predicate: no relation {iri}", hint)
            return iri
        label = given.get("label", "").strip()
        told = (label, given.get("inverse_label", ""))
        if not label or not all(each.isprintable() for each in told):
            why = "a relation has either a predicate, which is ours, or a label that can be printed"
            raise self.wrong(section, "label", why)
        iri = first
        if ":" not in given["property"] and "relation" in self.parts.get("statements", {}):
            iri = self.filled("statements", "relation", given["property"])
        event = iri if given.get("event") else None
        declared = Relation(iri, *told, past_form=event, symmetric=given.get("symmetric", False))
        self.relations[iri] = declared
        return iri

    def _prefixes(self) -> dict[str, str]:
        section = Section("prefixes")
        given: dict[str, Any] = self.given.get("prefixes", {})
        for prefix, base in given.items():
            if not isinstance(base, str) or not is_iri(base) or "://" not in base:
                raise self.wrong(section, prefix, f"{prefix} has to be the beginning of an IRI")
        return given
