"""Own the words of the domain: entity, source, evidence, claim, statement, hop, path.

Frozen, plain Python: this module knows neither RDF, nor a library, nor where the data come from.
Its classes are named tuples rather than dataclasses, which take ten times as long to define: every
look-up on the command line would pay for it.
The words of time are those of `astrograph.clock`.
"""

from typing import NamedTuple

from astrograph.clock import ALWAYS, Clock, Instant, Interval, Stretch, Together, joint

__all__ = [
    "ALWAYS",
    "PAST",
    "PLAN",
    "PRESENT",
    "Claim",
    "Clock",
    "Edition",
    "Entity",
    "EntityPath",
    "Evidence",
    "Hop",
    "Instant",
    "Interval",
    "Iri",
    "Link",
    "Name",
    "Overlay",
    "Record",
    "Relation",
    "Remainder",
    "Source",
    "Statement",
    "Stretch",
    "Together",
    "Value",
    "joint",
]

Iri = str

PAST = "past"
PRESENT = "present"
PLAN = "plan"


class Name(NamedTuple):
    """A name in use for an entity, with its language tag (empty when the data give none)."""

    text: str
    lang: str = ""


class Entity(NamedTuple):
    """A thing with an IRI: a person, an agency, a station, a program, an event.

    >>> Entity("https://w3id.org/astrograph/id/NASA", "NASA", "SpaceAgency").prose
    'NASA'
    >>> Entity("https://w3id.org/astrograph/id/ISS", "ISS", "SpaceStation", article=True).prose
    'the ISS'
    """

    iri: Iri
    label: str
    type: str
    aliases: tuple[Name, ...] = ()
    article: bool = False

    @property
    def prose(self) -> str:
        """Return the label as running text wants it, with "the" where the name takes one."""
        return f"the {self.label}" if self.article else self.label


class Relation(NamedTuple):
    """A kind of link that the ontology declares, read from subject to object.

    ``past_form`` and ``plan_form`` are the IRIs of the relations that hold when this one has ended
    or is only planned; an event is its own past form. ``exclusive`` is the local name of what the
    ontology declares to exclude each other (``OneValue``, ``OneHolder``, ``OneDate``), up to a
    ``tolerance`` in the ``unit`` of the values (such as ``second``), or in seconds for dates.
    """

    iri: Iri
    label: str
    inverse_label: str = ""
    past_form: Iri | None = None
    plan_form: Iri | None = None
    symmetric: bool = False
    exclusive: str | None = None
    tolerance: float = 0.0
    unit: str | None = None

    def form(self, tense: str) -> Iri | None:
        """Return the relation that stands for this one in a tense, if the ontology has one."""
        return {PAST: self.past_form, PLAN: self.plan_form}.get(tense, self.iri)


class Source(NamedTuple):
    """A document or table that claims are taken from.

    ``attribution`` is what its license wants printed, ``updated`` the date of its state; a
    ``primary`` one speaks of its own doing; ``dialect`` (JSON, as ``[table]``) finds a cell.
    """

    iri: Iri
    title: str
    url: str | None = None
    license: str | None = None
    file_name: str | None = None
    sha256: str | None = None
    attribution: str | None = None
    creator: str | None = None
    updated: Instant | None = None
    primary: bool = False
    dialect: str | None = None


class Evidence(NamedTuple):
    """A place in a source: a span of code points (end exclusive) or a cell of a table.

    ``sha256`` is that of the span's or the cell's UTF-8 bytes, so that the place can be verified
    by whoever has the source.
    """

    iri: Iri
    source: Iri
    sha256: str | None = None
    sentence: int | None = None
    start: int | None = None
    end: int | None = None
    row_key: str | None = None
    column: str | None = None


class Value(NamedTuple):
    """A literal object of a claim: a number, a name, a truth value."""

    text: str
    lang: str = ""
    datatype: Iri | None = None


class Link(NamedTuple):
    """A relation between two claims, with who asserts it (``None``: not said).

    ``kind`` is the local name of the link relation, such as ``supersedes``; ``iri`` names the
    assertion itself, where the data give it a name.
    """

    claim: Iri
    kind: str
    other: Iri
    by: Iri | None = None
    iri: Iri | None = None


class Overlay(NamedTuple):
    """What rules add to a claim, over what was asserted and never instead of it.

    ``None`` leaves the claim's own; ``links`` come on top of the claim's own.
    """

    status: str | None = None
    holds: Interval | None = None
    links: tuple[Link, ...] = ()


class Claim(NamedTuple):
    """One statement made by one speaker in one source.

    ``modality``, ``polarity``, ``status`` and ``tense`` are the local names of the ontology's
    values (``AssertedFact``, ``Positive``, ``Accepted``, ``Past``, ...). Either ``object`` or
    ``value`` is set.
    """

    iri: Iri
    subject: Iri
    predicate: Iri
    object: Iri | None = None
    value: Value | None = None
    modality: str = "AssertedFact"
    polarity: str = "Positive"
    status: str = "Accepted"
    confidence: float | None = None
    speaker: Iri | None = None
    addressee: Iri | None = None
    relayed_by: Iri | None = None
    said_earliest: Instant | None = None
    said_latest: Instant | None = None
    holds: Interval = Interval()
    time_text: str | None = None
    tense: str | None = None
    role_text: str | None = None
    condition: str | None = None
    hedged: bool = False
    repeated: bool = False
    presupposed: bool = False
    term_as_printed: str | None = None
    probable_speaker: Iri | None = None
    probable_speaker_confidence: float | None = None
    assessment: str | None = None
    paraphrase: str | None = None
    primary_source: Iri | None = None
    evidence: tuple[Evidence, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def named(self) -> frozenset[Iri]:
        """Return what the claim names: its two ends, who says it, to whom and through whom."""
        roles = (self.subject, self.object, self.speaker, self.addressee, self.relayed_by)
        return frozenset(role for role in roles if role)

    @property
    def cited(self) -> frozenset[Iri]:
        """Return the sources that the claim cites: those of its evidence, and the primary one."""
        primary = () if self.primary_source is None else (self.primary_source,)
        return frozenset((*(place.source for place in self.evidence), *primary))

    def said_by(self, instant: Instant) -> str | None:
        """Say whether the claim had been made by an instant.

        The bounds of when it was said decide. Where they leave it open, what had not begun then, or
        had not ended and is told as past, cannot have been told as a fact yet; nor can that it is
        so at a time that had not come.

        Returns:
            ``"certain"``, ``"possible"`` when nothing settles it, ``None`` when it came later.

        >>> Claim("c:1", "id:A", "ag:leads", "id:B").said_by("2022-07-01T00:00:00Z")
        'possible'
        """
        if self.said_earliest is not None and self.said_earliest > instant:
            return None
        if self.said_latest is not None and self.said_latest <= instant:
            return "certain"
        told_as_fact = self.modality == "AssertedFact" and self.tense != "Future"
        by_then = self.tense == "Past" or self.holds.attests
        later = by_then and (self.holds.end_earliest or "") > instant
        return None if told_as_fact and (later or self.holds.not_begun_at(instant)) else "possible"

    def under(self, overlay: Overlay) -> "Claim":
        """Return the claim with what rules add to it."""
        return self._replace(
            status=overlay.status or self.status,
            holds=overlay.holds or self.holds,
            links=(*self.links, *overlay.links),
        )


class Remainder(NamedTuple):
    """Lines of N-Quads that came with the claims and that no other class carries."""

    text: str


class Statement(NamedTuple):
    """Subject, relation and object at one tense, with the claims that make it (maybe none).

    ``certainty`` answers an instant that was asked for; ``since`` is the first that claims give.
    """

    subject: Iri
    relation: Iri
    object: Iri
    tense: str
    claims: tuple[Iri, ...] = ()
    certainty: str | None = None
    since: Instant | None = None

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Return what makes it this statement and no other; also its canonical sort key."""
        return (self.subject, self.relation, self.object, self.tense)


class Hop(NamedTuple):
    """One statement walked one way, and the parallel statements between the same two entities.

    ``standing`` says how firmly the main statement stands: ``undisputed``, ``disputed``, ``denied``
    or ``superseded``.
    """

    statement: Statement
    forward: bool
    also: tuple[Statement, ...] = ()
    standing: str = "undisputed"

    @property
    def start(self) -> Iri:
        """Return the entity that the hop leaves."""
        return self.statement.subject if self.forward else self.statement.object

    @property
    def end(self) -> Iri:
        """Return the entity that the hop reaches."""
        return self.statement.object if self.forward else self.statement.subject

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Return the main statement and its parallels."""
        return (self.statement, *self.also)


class EntityPath(NamedTuple):
    """A walk from one entity to another that meets no entity twice.

    ``score`` is in (0, 1], higher for shorter paths and for those whose hops tell more;
    ``weakest`` is the index of the hop that the path should be doubted for first; ``together``
    says when all its hops held at the same time.
    """

    hops: tuple[Hop, ...]
    score: float
    weakest: int
    holds: Interval = Interval()
    together: Together = Together()

    @property
    def entities(self) -> tuple[Iri, ...]:
        """Return the IRIs of the entities walked through, both ends included."""
        return (self.hops[0].start, *(hop.end for hop in self.hops))


class Edition(NamedTuple):
    """Where a graph stands in time: at a date, or at the undated present of one source."""

    title: str = ""
    date: Instant | None = None
    present_of: Iri | None = None
    iri: Iri | None = None


Record = Entity | Source | Claim | Edition | Remainder
"""What flows from sources into a store."""
