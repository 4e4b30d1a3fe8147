"""Own the words of a projection: which terms of others' data are what in ours."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from astrograph.model import Instant, Iri, Relation, Source

EXACT, WORDS = "exact", "words"
"""How names are searched for: by the name as it is, or by words that it holds."""

TIMES = ("start", "end", "on", "spans", "not_before", "begun_by", "lasts_until", "not_after")
"""What a qualifier can date; the words are those of a mapping."""


class Rule(NamedTuple):
    """How triples of theirs become claims.

    Attributes:
        term: Their property, which leads from an entity to the target, or to a node that
            stands for the statement.
        value: Their property that leads from the node to the target; ``None`` for a direct triple.
        predicate: The relation that is claimed.
        turned: Whether their subject is the object of the claim.
        literal: Whether the target is a value rather than an entity.
        tense: The tense in which they put it, if there is one.
        name: What they call the property, for evidence.
        amount: Their property that leads from the node to one with a number and its unit.
        units: What one of each unit is in the unit of the relation.
    """

    term: Iri
    value: Iri | None
    predicate: Iri
    turned: bool = False
    literal: bool = False
    tense: str | None = None
    name: str = ""
    amount: Iri | None = None
    units: tuple[tuple[Iri, Decimal], ...] = ()

    @property
    def key(self) -> tuple[Iri, Iri]:
        """Return what tells the rows of the rule from those of others."""
        return self.term, self.value or ""


class References(NamedTuple):
    """How a statement names where it is stated: the ``term`` that leads there, and what lies there.

    ``source`` names a document, ``url`` is its address, ``title`` what it is called, ``said`` the
    date by which it said so.
    """

    term: Iri
    source: tuple[Iri, ...] = ()
    url: tuple[Iri, ...] = ()
    title: tuple[Iri, ...] = ()
    said: tuple[Iri, ...] = ()

    @property
    def terms(self) -> tuple[Iri, ...]:
        """Return all that is asked of a reference."""
        return (*self.source, *self.url, *self.title, *self.said)


class Projection(NamedTuple):
    """What a projection file says.

    Attributes:
        source: What every claim cites: the dataset itself.
        rules: How triples become claims.
        relations: The relations that it declares itself, by IRI.
        prefixes: What is short for the beginning of an IRI.
        edition: Where the data stand in time, if that is declared.
        edition_of: What bears the date of the edition, and by which property.
        labels: The properties of names that are shown, the best first.
        aliases: The properties of other names.
        languages: The languages of names, the best first; of all names if there are none.
        search: How names are searched for.
        types: The property of types, if there is one.
        above: The property by which a class is below another.
        steps: How many steps are gone up from a class.
        classes: Their classes, and ours.
        status: The property of a statement's status.
        statuses: Their statuses, and ours.
        qualifiers: The properties of a statement's times, by what they date.
        roles: The properties of a statement's role.
        date: The property by which a node has a date.
        precision: The property by which such a node says how exact the date is.
        amount: The property by which a node has a number.
        unit: The property by which such a node has the unit.
        references: How statements name their sources.
    """

    source: Source
    rules: tuple[Rule, ...] = ()
    relations: Mapping[Iri, Relation] = {}
    prefixes: Mapping[str, str] = {}
    edition: Instant | None = None
    edition_of: tuple[Iri, Iri] | None = None
    labels: tuple[Iri, ...] = ()
    aliases: tuple[Iri, ...] = ()
    languages: tuple[str, ...] = ()
    search: str = WORDS
    types: Iri | None = None
    above: Iri | None = None
    steps: int = 0
    classes: Mapping[Iri, str] = {}
    status: Iri | None = None
    statuses: Mapping[Iri, str] = {}
    qualifiers: Mapping[str, Iri] = {}
    roles: tuple[Iri, ...] = ()
    date: Iri | None = None
    precision: Iri | None = None
    amount: Iri | None = None
    unit: Iri | None = None
    references: References | None = None

    @property
    def of_statements(self) -> tuple[Iri, ...]:
        """Return all that is asked of the node of a statement."""
        amounts = (rule.amount for rule in self.rules)
        given = (self.status, *self.qualifiers.values(), *self.roles, *amounts)
        cited = None if self.references is None else self.references.term
        return tuple(dict.fromkeys(filter(None, (*given, cited))))

    @property
    def of_parts(self) -> tuple[Iri, ...]:
        """Return all that is asked of the nodes that such a node leads to."""
        parts = (self.date, self.precision, self.amount, self.unit)
        cited = () if self.references is None else self.references.terms
        return tuple(dict.fromkeys(filter(None, (*parts, *cited))))
