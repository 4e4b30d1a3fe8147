"""Make claims of the rows that an endpoint answers with, each with a source."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from astrograph.codec.terms import text_of
from astrograph.model import Claim, Evidence, Interval, Source, Value
from astrograph.store.projected.asking import SKOLEM
from astrograph.store.projected.dates import DAY, Date, read_date
from astrograph.vocab import CLAIM, EVIDENCE, XSD, local_name

if TYPE_CHECKING:
    from astrograph.model import Instant, Iri
    from astrograph.store.projected.projection import Projection, References, Rule
    from astrograph.store.remote.terms import Term

Told = Mapping["Iri", Mapping["Iri", tuple["Term", ...]]]
"""What things have under properties."""

Dates = dict[str, Date]

DIGITS = 24
"""How much of a digest names what has no name of its own."""


class Stated(NamedTuple):
    """A row: a statement in their terms, with the node that stands for it if there is one."""

    rule: "Rule"
    subject: "Iri"
    object: "Term"
    node: "Iri | None"

    @property
    def key(self) -> tuple[str, ...]:
        """Return what rows are ordered by."""
        return (self.subject, *self.rule.key, str(self.object), self.node or "")

    @property
    def ends(self) -> "tuple[Iri, Iri]":
        """Return the subject and the object of the claim, ours."""
        ends = (self.subject, text_of(self.object))
        return (ends[1], ends[0]) if self.rule.turned else ends


class Cited(NamedTuple):
    """A source that a reference names, the document that may name it, and by when it said so."""

    source: Source
    document: "Iri | None"
    said: "Instant | None"


def is_entity(term: "Term") -> bool:
    """Say whether a term names something, rather than that it is not known."""
    return isinstance(term, ox.NamedNode) and SKOLEM not in term.value


def claims_of(row: Stated, told: Told, projection: "Projection") -> Iterator[Claim]:
    """Make the claims of a row: one for each source that the statement names, or one.

    What a statement says of itself stands in each of them. All cite the dataset, in which they are
    read; what it refers to is the primary source.

    Args:
        row: The row.
        told: What is told of the node of the statement, and of the nodes that this leads to.
        projection: Says what is what.
    """
    value = _value(row, told, projection) if row.rule.literal else None
    if value is None and (row.rule.literal or not is_entity(row.object)):
        return
    node = told.get(row.node or "", {})
    dates = _dates(node, told, projection)
    parts = (row.subject, *row.rule.key, str(row.object))
    base = CLAIM if row.node is None else f"{row.node}#"
    place = Evidence(
        iri=EVIDENCE + _digest(*parts, row.node or ""),
        source=projection.source.iri,
        row_key=local_name(row.node or row.subject),
        column=row.rule.name or None,
    )
    subject, thing = row.ends
    claim = Claim(
        iri=base + _digest(*parts),
        subject=row.subject if row.rule.literal else subject,
        predicate=row.rule.predicate,
        object=None if row.rule.literal else thing,
        value=value,
        status=_status(node, projection),
        tense=row.rule.tense,
        role_text=" / ".join(sorted(_texts(node, projection.roles))) or None,
        holds=_holds(dates),
        time_text=" – ".join(dict.fromkeys(date.text for date in dates.values())) or None,
        evidence=(place,),
    )
    cited = cited_by(node, told, projection)
    if not cited:
        yield claim
    for iri, each in sorted(cited.items()):
        name = base + _digest(*parts, iri)
        yield claim._replace(iri=name, primary_source=iri, said_latest=each.said)


def cited_by(
    node: Mapping["Iri", tuple["Term", ...]], told: Told, projection: "Projection"
) -> "dict[Iri, Cited]":
    """Return the sources that a statement names, by IRI, with the earliest date of each."""
    terms, found = projection.references, dict[str, Cited]()
    if terms is None:
        return found
    for reference in sorted(map(text_of, node.get(terms.term, ()))):
        cited = _cited(told.get(reference, {}), terms)
        if cited is not None:
            iri = cited.source.iri
            earlier = sorted(filter(None, (cited.said, found.get(iri, cited).said)))
            found[iri] = cited._replace(said=earlier[0] if earlier else None)
    return found


def _cited(reference: Mapping["Iri", tuple["Term", ...]], terms: "References") -> Cited | None:
    """Read a reference: the page it leads to, or else the document that it names."""
    pages = [each for each in _texts(reference, terms.url) if "://" in each]
    documents = [
        term.value
        for name in terms.source
        for term in sorted(reference.get(name, ()), key=str)
        if isinstance(term, ox.NamedNode)
    ]
    if not pages and not documents:
        return None
    # A time of day is rarely meant, and whoever was read on a day had said it by its end.
    read = (read_date(text, DAY).latest for text in _texts(reference, terms.said))
    iri = min(pages) if pages else documents[0]
    title = min(_texts(reference, terms.title), default="")
    source = Source(iri, title, url=iri if pages else None)
    return Cited(source, next(iter(documents), None), min(filter(None, read), default=None))


def _value(row: Stated, told: Told, projection: "Projection") -> Value | None:
    """Return the value that is claimed, if it is one."""
    if row.rule.amount is not None:
        return _amount(row, told, projection)
    if isinstance(row.object, ox.NamedNode):
        return Value(row.object.value, datatype=XSD + "anyURI")
    if not isinstance(row.object, ox.Literal):
        return None
    datatype = None if row.object.language else row.object.datatype.value
    plain = datatype in {None, XSD + "string"}
    return Value(row.object.value, row.object.language or "", None if plain else datatype)


def _amount(row: Stated, told: Told, projection: "Projection") -> Value | None:
    """Return a number in the unit of our relation; ``None`` where its unit is not declared."""
    for node in sorted(map(text_of, told.get(row.node or "", {}).get(row.rule.amount or "", ()))):
        parts = told.get(node, {})
        unit = next(iter(_texts(parts, (projection.unit or "",))), "")
        for text in _texts(parts, (projection.amount or "",)):
            try:
                number = Decimal(text) * dict(row.rule.units)[unit]
            except (InvalidOperation, KeyError):
                continue
            if not number.is_finite():
                continue
            whole = number == number.to_integral_value()
            shown = f"{number:.0f}" if whole else f"{number.normalize():f}"
            return Value(shown, datatype=XSD + ("integer" if whole else "decimal"))
    return None


def _status(node: Mapping["Iri", tuple["Term", ...]], projection: "Projection") -> str:
    """Return our word for their status; one that is not declared takes no side."""
    given = [] if projection.status is None else _texts(node, (projection.status,))
    return projection.statuses.get(min(given), "Reported") if given else "Accepted"


def _dates(node: Mapping["Iri", tuple["Term", ...]], told: Told, projection: "Projection") -> Dates:
    """Return the dates that a statement gives, by what they date."""
    found: Dates = {}
    for name, term in projection.qualifiers.items():
        given = [_date(each, told, projection) for each in node.get(term, ())]
        known = sorted(each for each in given if each.earliest is not None)
        if known:
            # What is given twice can be as early as the one and as late as the other.
            text = " / ".join(dict.fromkeys(each.text for each in known))
            latest = max(each.latest or "" for each in known)
            found[name] = Date(text, min(each.earliest or "" for each in known), latest)
        elif given:
            found[name] = min(given)
    return {name: date for name, date in found.items() if date.text}


def _date(term: "Term", told: Told, projection: "Projection") -> Date:
    """Read a date, or the node of one; a node that has none stands for a date that is not known."""
    if isinstance(term, ox.Literal):
        return read_date(term.value)
    node = told.get(text_of(term), {})
    texts = sorted(_texts(node, (projection.date or "",)))
    exact = [text for text in _texts(node, (projection.precision or "",)) if text.isdecimal()]
    return read_date(texts[0], int(min(exact)) if exact else None) if texts else Date("")


def _holds(dates: Dates) -> Interval:
    """Return the four bounds that the dates give; none where it would end before it began."""
    holds = Interval.of({name: (date.earliest, date.latest) for name, date in dates.items()})
    return Interval() if holds.is_crossed else holds


def _texts(node: Mapping["Iri", tuple["Term", ...]], terms: "Iterable[Iri]") -> list[str]:
    """Return the texts under the first of some properties that has any."""
    return next(([*map(text_of, node[term])] for term in terms if node.get(term)), [])


def _digest(*parts: str) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()[:DIGITS]
