"""Check what a mapping names: columns that the tables have, and words that are known."""

import difflib
from collections.abc import Iterable, Iterator

from astrograph.errors import JobError
from astrograph.ingest.checks import Fault, Words
from astrograph.ingest.keys import Document, Section
from astrograph.ingest.rules import ClaimRule, DocumentRule, Each, EntityRule, Mapping, Test
from astrograph.ingest.template import IriTemplate, Template

Rule = DocumentRule | EntityRule | ClaimRule


def named_in(part: object) -> Iterator[str]:
    """Yield the columns that a rule, or a part of one, names, as often as it does."""
    if isinstance(part, Template | IriTemplate):
        yield from part.columns
    elif isinstance(part, Test | Each):
        yield part.column
    elif isinstance(part, ClaimRule):
        yield from part.evidence
        yield from named_in(part[:])
    elif isinstance(part, dict):
        yield from named_in(tuple(part.values()))
    elif isinstance(part, tuple):
        for each in part:
            yield from named_in(each)


def columns_used(mapping: Mapping) -> set[str]:
    """Return every column that a mapping names, those of lookups under their prefixed names."""
    whole = (mapping.documents, mapping.entities, mapping.claims, mapping.skips, mapping.key)
    used = {*named_in(whole), *named_in(mapping.first)}
    return used.union(*(lookup.on.columns for lookup in mapping.lookups))


def check_columns(mapping: Mapping, own: Iterable[str], joined: Iterable[str]) -> None:
    """Check that the table and the lookups have every column that the mapping names.

    Args:
        mapping: The mapping.
        own: The columns of the table.
        joined: The columns of the lookups, under their prefixed names.

    Raises:
        MappingError: One is missing; the hint names the nearest.
    """
    known = [*own, *joined]
    pieces = [each for rule in _rules(mapping) for each in _each_names(rule)]
    check_known(mapping, Section("table"), named_in((mapping.key, mapping.first)), known)
    for lookup in mapping.lookups:
        where = Section("lookups", label=f"lookups.{lookup.name}")
        check_known(mapping, where, lookup.on.columns, [*known, *pieces])
    for name, rules in (
        ("skip", mapping.skips),
        ("document", mapping.documents),
        ("entity", mapping.entities),
        ("claim", mapping.claims),
    ):
        for number, rule in enumerate(rules, 1):
            check_known(
                mapping, Section(name, number), named_in(rule), [*known, *_each_names(rule)]
            )


def check_known(mapping: Mapping, where: Section, columns: Iterable[str], known: list[str]) -> None:
    """Check that columns are among those of a table.

    Raises:
        MappingError: One is not; the message names the line, the hint the nearest column.
    """
    for column in columns:
        if column not in known:
            near = difflib.get_close_matches(column, known, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"columns: {', '.join(known)}"
            raise Document(mapping.path).names(where, column, f"no column {column!r}", hint)


def check_words(mapping: Mapping, words: Words) -> None:
    """Check the classes and relations that a mapping names outright, once for all rows.

    Args:
        mapping: The mapping.
        words: What the ontology and the store declare.

    Raises:
        MappingError: One is not known; the message names the line, and what may have been meant.
    """
    for number, entity in enumerate(mapping.entities, 1):
        for name in entity.type.outright:
            wrong = words.of_type(name)
            if wrong is not None:
                raise _unknown(mapping, Section("entity", number), "type", wrong)
    for number, claim in enumerate(mapping.claims, 1):
        for text in claim.predicate.outright:
            wrong = words.of_relation(text)
            if wrong is not None:
                raise _unknown(mapping, Section("claim", number), "predicate", wrong)


def _unknown(mapping: Mapping, section: Section, key: str, wrong: Fault) -> JobError:
    return Document(mapping.path).wrong(section, key, f"{key}: {wrong.value!r}: {wrong.why}")


def _rules(mapping: Mapping) -> tuple[Rule, ...]:
    return (*mapping.documents, *mapping.entities, *mapping.claims)


def _each_names(rule: object) -> tuple[str, ...]:
    each = getattr(rule, "each", None)
    return each.names if isinstance(each, Each) else ()
