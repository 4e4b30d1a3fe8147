"""Own the words of a mapping: what it says of sources, lookups, entities and claims, compiled."""

from collections.abc import Mapping as AnyMapping
from pathlib import Path
from typing import NamedTuple

from astrograph.ingest.patterns import Pattern
from astrograph.ingest.template import IriTemplate, Template
from astrograph.model import Source
from astrograph.sources.dialect import Dialect


class Test(NamedTuple):
    """A regular expression that a cell has to match, or must not."""

    column: str
    pattern: Pattern
    negated: bool

    def holds(self, row: AnyMapping[str, str]) -> bool:
        """Say whether a row passes."""
        return (self.pattern.search(row.get(self.column, "")) is None) == self.negated


class Each(NamedTuple):
    """How a compound cell falls apart: one entity or claim for each piece."""

    column: str
    split: str | None
    pattern: Pattern | None

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names under which templates find the piece and its parts."""
        return ("piece", *(self.pattern.names if self.pattern else ()))

    def pieces(self, cell: str) -> "list[dict[str, str]]":
        """Return the pieces of a cell; those that do not match the pattern are left out."""
        texts = [cell] if self.split is None else cell.split(self.split)
        found = []
        for text in filter(None, map(str.strip, texts)):
            match = None if self.pattern is None else self.pattern.search(text)
            if self.pattern is None:
                found.append({"piece": text})
            elif match is not None:
                found.append({"piece": text, **match})
        return found


class Skip(NamedTuple):
    """Rows left out on purpose, with the reason."""

    where: tuple[Test, ...]
    why: str


class Lookup(NamedTuple):
    """Another table whose cells a row can use, joined by a key.

    Evidence cites ``source`` for its cells, if the lookup has one.
    """

    name: str
    file: str
    dialect: Dialect
    empty: frozenset[str]
    key: Template
    on: Template
    row_key: Template
    source: Source | None


class DocumentRule(NamedTuple):
    """A document that rows name, as a source of its own."""

    where: tuple[Test, ...]
    iri: IriTemplate
    texts: AnyMapping[str, Template]
    primary: bool


class EntityRule(NamedTuple):
    """How rows become entities; an alias is a text and its language."""

    where: tuple[Test, ...]
    each: Each | None
    iri: IriTemplate
    type: Template
    label: Template
    aliases: tuple[tuple[Template, Template], ...]
    article: bool


class ClaimRule(NamedTuple):
    """How rows become claims.

    ``iris`` and ``texts`` hold the templates of the model's fields of those names, ``times`` those
    of dates; ``hedged`` is a flag, or the tests of cells that set it.
    """

    where: tuple[Test, ...]
    each: Each | None
    subject: IriTemplate
    predicate: IriTemplate
    object: IriTemplate | None
    value: Template | None
    datatype: str | None
    lang: Template | None
    times: AnyMapping[str, Template]
    iris: AnyMapping[str, IriTemplate]
    texts: AnyMapping[str, Template]
    paraphrase: Template
    confidence: float | None
    hedged: bool | tuple[Test, ...]
    evidence: tuple[str, ...]
    distinct: bool


class Mapping(NamedTuple):
    """What a mapping file says; of the rows with one ``first`` only the first counts."""

    path: Path
    source: Source
    file: str | None
    dialect: Dialect
    empty: frozenset[str]
    key: Template | None
    first: Template | None
    skips: tuple[Skip, ...]
    lookups: tuple[Lookup, ...]
    documents: tuple[DocumentRule, ...]
    entities: tuple[EntityRule, ...]
    claims: tuple[ClaimRule, ...]
