"""Read a mapping file: what the rows of a table say, as TOML.

Everything is checked when it is read, so that a slip is told with its line before any row is
touched; only the names of columns have to wait for the table.
"""

import codecs
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from astrograph.errors import MappingError
from astrograph.ingest.dates import read_date
from astrograph.ingest.keys import TIMES, Document, Section
from astrograph.ingest.patterns import Pattern, compile_pattern
from astrograph.ingest.rules import (
    ClaimRule,
    DocumentRule,
    Each,
    EntityRule,
    Lookup,
    Mapping,
    Skip,
    Test,
)
from astrograph.ingest.template import (
    IriTemplate,
    Template,
    compile_iri,
    compile_template,
    full_iri,
)
from astrograph.model import Source
from astrograph.sources.dialect import Dialect, Field
from astrograph.vocab import PREFIXES

Given = dict[str, Any]
T = TypeVar("T")

IRIS = ("speaker", "addressee", "relayed_by", "primary_source")
TEXTS = {
    "role": "role_text",
    "term": "term_as_printed",
    "condition": "condition",
    "assessment": "assessment",
    "modality": "modality",
    "polarity": "polarity",
    "status": "status",
    "tense": "tense",
}
"""The keys of a claim that hold texts, and the model's fields that they fill."""

VALUES = {
    "modality": ("AssertedFact", "Plan", "Threat", "Denial", "Opinion"),
    "polarity": ("Positive", "Negative"),
    "status": ("Accepted", "Reported", "Disputed", "Superseded", "Rejected", "Inferred"),
    "tense": ("Past", "Present", "Future"),
}
"""What may stand in a field whose values the ontology lists."""

FORMATS = {
    "csv": Dialect(),
    "tsv": Dialect(format="tsv", delimiter="\t", quote=""),
    "fixed": Dialect(format="fixed", header=0),
}


def read_mapping(path: Path) -> Mapping:
    """Read a mapping file.

    Args:
        path: A TOML file as ``docs/ingest.md`` describes it.

    Returns:
        The mapping, with every template and regular expression compiled.

    Raises:
        MappingError: The file cannot be read, is no TOML, has a key that is not known, lacks one,
            or a value makes no sense; the message names the file and, where it can, the line.
    """
    return _Reader(Document(Path(path))).mapping()


class _Reader:
    """Reads one mapping file, section by section."""

    def __init__(self, document: Document) -> None:
        self.document = document
        top = Section("")
        self.given = document.check(top, document.given)
        self.prefixes = {**PREFIXES, **self._texts("prefixes")}
        self.maps = {name: self._texts("maps", name) for name in document.given.get("maps", {})}

    def mapping(self, *, joined: bool = False) -> Mapping:
        """Return all that the file says; of one that another joins in, not what it joins itself."""
        section = Section("table")
        table = self.document.check(section, self.given.get("table", {}))
        return Mapping(
            path=self.document.path,
            source=self.source(Section("source"), self.given["source"]),
            file=table.get("file"),
            dialect=self.dialect(section, table),
            empty=self.empty(table),
            key=self.template(section, table, "key"),
            first=self.template(section, table, "first"),
            skips=tuple(self.skip(*each) for each in self.sections("skip")),
            lookups=()
            if joined
            else tuple(self.lookup(*each) for each in self.given.get("lookups", {}).items()),
            documents=tuple(self.document_rule(*each) for each in self.sections("document")),
            entities=tuple(self.entity(*each) for each in self.sections("entity")),
            claims=tuple(self.claim(*each) for each in self.sections("claim")),
        )

    def sections(self, name: str) -> Iterator[tuple[Section, Given]]:
        """Yield the tables of an array, checked, with their places."""
        for number, each in enumerate(self.given.get(name, ()), 1):
            section = Section(name, number)
            yield section, self.document.check(section, each)

    def made(self, section: Section, key: str, make: Callable[[], T]) -> T:
        """Return what is made of a key's value; an error names the key's place."""
        try:
            return make()
        except MappingError as error:
            raise self.document.wrong(section, key, f"{key}: {error.message}", error.hint) from None
        except (ValueError, LookupError) as error:
            raise self.document.wrong(section, key, f"{key}: {error}") from None

    def _texts(self, *names: str) -> dict[str, str]:
        """Return a table of texts, such as ``[maps.role]``."""
        table: Any = self.document.given
        for name in names:
            table = table.get(name, {})
        section = Section(names[0], label=".".join(names))
        if not isinstance(table, dict):
            raise self.document.wrong(section, "", "has to be a table")
        for key, value in table.items():
            if not isinstance(value, str):
                raise self.document.wrong(section, key, f"{key} has to be a text, not {value!r}")
        return table

    def template(self, section: Section, given: Given, key: str) -> Template | None:
        """Return the template under a key, if there is one."""
        if key not in given:
            return None
        return self.made(section, key, lambda: compile_template(given[key], self.maps))

    def needed(self, section: Section, given: Given, key: str) -> Template:
        """Return the template under a key that has been checked to be there."""
        return self.made(section, key, lambda: compile_template(given[key], self.maps))

    def iri(self, section: Section, given: Given, key: str) -> IriTemplate:
        """Return the template of an IRI under a key that is there."""
        return self.made(section, key, lambda: compile_iri(given[key], self.maps, self.prefixes))

    def tests(self, section: Section, given: Given, key: str = "where") -> tuple[Test, ...]:
        """Return the tests of cells under a key."""
        found = []
        for column, pattern in given.get(key, {}).items():
            if not isinstance(pattern, str):
                raise self.document.wrong(section, key, f"{key}: {column} has to be a text")
            negated = pattern.startswith("!")
            bare = pattern[1:] if negated else pattern
            found.append(Test(column, self.pattern(section, key, bare), negated))
        return tuple(found)

    def pattern(self, section: Section, key: str, text: str) -> Pattern:
        """Return a regular expression, which knows its place."""
        place = f"{self.document.place(section, key)}: {key}"
        return self.made(section, key, lambda: compile_pattern(text, place))

    def each(self, section: Section, given: Given) -> Each | None:
        """Return how a compound cell falls apart."""
        if "each" not in given:
            return None
        each = self.document.check(section, given["each"], "each")
        pattern = each.get("pattern")
        regex = None if pattern is None else self.pattern(section, "each", pattern)
        if each.get("split") == "":
            raise self.document.wrong(section, "each", "each: split is empty")
        return Each(each["column"], each.get("split"), regex)

    def source(self, section: Section, given: object, kinds: str = "") -> Source:
        """Return a source as its section describes it."""
        known = self.document.check(section, given, kinds)
        iri = self.made(section, "iri", lambda: full_iri(known["iri"], self.prefixes))
        updated = known.get("updated")
        if updated is not None:
            updated = self.made(section, "updated", lambda: read_date(updated).latest)
        fields = {key: value for key, value in known.items() if key not in {"iri", "updated"}}
        return Source(iri=iri, updated=updated, **fields)

    def empty(self, table: Given) -> frozenset[str]:
        """Return the texts of a cell that stand for nothing."""
        return frozenset(map(str, table.get("empty", ()))) | {""}

    def dialect(self, section: Section, table: Given) -> Dialect:
        """Return how a table is written."""
        name = table.get("format", "csv")
        if name not in FORMATS:
            hint = f"known formats: {', '.join(FORMATS)}"
            raise self.document.wrong(section, "format", f"unknown format {name!r}", hint)
        own = {key: table[key] for key in Dialect._fields if key in table and key != "fields"}
        own["columns"] = tuple(map(str, own.get("columns", ())))
        own["fields"] = tuple(self.field(section, each) for each in table.get("fields", ()))
        base = FORMATS[name]
        if own["columns"] and "header" not in table:
            base = base._replace(header=0)
        dialect = base._replace(**own)
        self.made(section, "encoding", lambda: codecs.lookup(dialect.encoding))
        for key, most in (("delimiter", 1), ("quote", 1)):
            if len(getattr(dialect, key)) > most:
                raise self.document.wrong(section, key, f"{key} has to be one character")
        if (name == "fixed") != bool(dialect.fields):
            raise self.document.wrong(section, "fields", 'fields go with format = "fixed"')
        if not (dialect.header or dialect.columns or dialect.fields):
            raise self.document.wrong(section, "header", "without a header, columns are needed")
        return dialect

    def field(self, section: Section, given: object) -> Field:
        """Return a column of fixed width."""
        known = self.document.check(section, given, "fields")
        if not 1 <= known["from"] <= known["to"]:
            raise self.document.wrong(section, "fields", "fields: from is at least 1, to no less")
        return Field(known["name"], known["from"], known["to"])

    def skip(self, section: Section, given: Given) -> Skip:
        """Return which rows are left out, and why."""
        return Skip(self.tests(section, given), given["why"])

    def lookup(self, name: str, given: object) -> Lookup:
        """Return a table that is joined in; another mapping may describe it."""
        section = Section("lookups", label=f"lookups.{name}")
        known = self.document.check(section, given)
        if "{" not in known["key"]:
            known = {**known, "key": f"{{{known['key']}}}"}
        key = self.needed(section, known, "key")
        other = self.other(known["mapping"]) if "mapping" in known else None
        file = known.get("file") or (other.file if other else None)
        if file is None:
            raise self.document.wrong(section, "", "the lookup lacks the key 'file' or 'mapping'")
        if other and "table" not in known:
            dialect, empty = other.dialect, other.empty
        else:
            table = known.get("table", self.given.get("table", {}))
            self.document.check(section, table, "table")
            dialect, empty = self.dialect(section, table), self.empty(table)
        source = other.source if other else None
        if "source" in known:
            source = self.source(section, known["source"], "lookups.source")
        return Lookup(
            name=name,
            file=file,
            dialect=dialect,
            empty=empty,
            key=key,
            on=self.needed(section, known, "on"),
            row_key=self.template(section, known, "row_key") or (other and other.key) or key,
            source=source,
        )

    def other(self, name: str) -> Mapping:
        """Return another mapping, which lies beside this one."""
        return _Reader(Document(self.document.path.parent / name)).mapping(joined=True)

    def document_rule(self, section: Section, given: Given) -> DocumentRule:
        """Return how rows name documents."""
        keys = ["title", "url", "license", "attribution", "creator", "updated"]
        texts = {key: self.needed(section, given, key) for key in keys if key in given}
        return DocumentRule(
            where=self.tests(section, given),
            iri=self.iri(section, given, "iri"),
            texts=texts,
            primary=given.get("primary", False),
        )

    def entity(self, section: Section, given: Given) -> EntityRule:
        """Return how rows become entities."""
        aliases = []
        for alias in given.get("aliases", ()):
            whole = {"text": alias} if isinstance(alias, str) else alias
            known = {"lang": "en", **self.document.check(section, whole, "aliases")}
            aliases.append(
                (self.needed(section, known, "text"), self.needed(section, known, "lang"))
            )
        return EntityRule(
            where=self.tests(section, given),
            each=self.each(section, given),
            iri=self.iri(section, given, "iri"),
            type=self.needed(section, given, "type"),
            label=self.needed(section, given, "label"),
            aliases=tuple(aliases),
            article=given.get("article", False),
        )

    def claim(self, section: Section, given: Given) -> ClaimRule:
        """Return how rows become claims."""
        if ("object" in given) == ("value" in given):
            raise self.document.wrong(section, "", "a claim has either an object or a value")
        for key, values in VALUES.items():
            text = given.get(key, "{")
            if "{" not in text and text not in values:
                hint = f"it may be {', '.join(values)}"
                raise self.document.wrong(section, key, f"{key}: no {text!r}", hint)
        datatype = given.get("datatype")
        if datatype is not None:
            datatype = self.made(section, "datatype", lambda: full_iri(given["datatype"], PREFIXES))
        hedged = given.get("hedged", False)
        iris = {key: self.iri(section, given, key) for key in IRIS if key in given}
        return ClaimRule(
            where=self.tests(section, given),
            each=self.each(section, given),
            subject=self.iri(section, given, "subject"),
            predicate=self.iri(section, given, "predicate"),
            object=self.iri(section, given, "object") if "object" in given else None,
            value=self.template(section, given, "value"),
            datatype=datatype,
            lang=self.template(section, given, "lang"),
            times={key: self.needed(section, given, key) for key in TIMES if key in given},
            iris=iris,
            texts={
                field: self.needed(section, given, key)
                for key, field in TEXTS.items()
                if key in given
            },
            paraphrase=self.needed(section, given, "paraphrase"),
            confidence=given.get("confidence"),
            hedged=hedged if isinstance(hedged, bool) else self.tests(section, given, "hedged"),
            evidence=tuple(map(str, given.get("evidence", ()))),
            distinct=given.get("distinct", False),
        )
