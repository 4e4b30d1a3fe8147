"""The shape of what the page is drawn from: plain dictionaries, nothing of the store.

Whoever has a graph builds one `Payload`; `page.render_page` turns it into HTML. Everything in it is
data: no field is ever read as markup, as a script or as a template.
"""

from typing import Literal, NotRequired, TypedDict

Tense = Literal["present", "past", "plan"]
Occasion = list[str | None]
"""When something was so: the four bounds of its start and its end, each open when None."""
Phase = tuple[str | None, str | None, Occasion | None, str | None]
"""Days by which something had to be known: the first instant and the first one after them, each
open when None; with the bounds that a claim had then, where they were others than now, and the
tense in which it was read, where that has changed."""


class EntityRef(TypedDict):
    """An entity as it is named inside a claim or a link."""

    iri: str
    label: str
    type: str


class Alias(TypedDict):
    """One more name of an entity; `lang` is a language tag, or None when the source gives none."""

    text: str
    lang: str | None


class PageEntity(TypedDict):
    """An entity of the drawing; `type` is the local name of its most specific class.

    On a page that holds a part of the graph `beside` says how many neighbors it has in all; on a
    live one `node` is its number in the server's graph, where it has one.
    """

    iri: str
    curie: str
    label: str
    type: str
    aliases: list[Alias]
    node: NotRequired[int | None]
    beside: NotRequired[int]


class PageRelation(TypedDict):
    """A relation with its reading from subject to object and from object to subject."""

    iri: str
    label: str
    inverse_label: str


class PageStatement(TypedDict):
    """One line of the drawing: two entities (by IRI), the relation, its tense, its claims (by IRI).

    `sentence` says the statement in words; `when` says the time in words, or is empty. `standing`
    is undisputed, disputed, denied or superseded; `cost` is what it costs a path to walk it;
    `occasions` are those on which what it says was so, whatever its tense.
    """

    subject: str
    relation: PageRelation
    object: str
    tense: Tense
    status: str
    standing: str
    disputed: bool
    when: str
    sentence: str
    claims: list[str]
    cost: int
    occasions: list[Occasion]
    certainty: NotRequired[str | None]


class SourceRef(TypedDict):
    """The source a claim was read in."""

    iri: str
    title: str


class PageSource(TypedDict):
    """A source with what is known of its address and license."""

    iri: str
    title: str
    url: str | None
    license: str | None


class PageEvidence(TypedDict):
    """A place in a source: a sentence with its character offsets, or a row and column of a table.

    `text` holds the very words, and stands only when the user has the source at hand.
    """

    iri: str
    sentence: int | None
    start: int | None
    end: int | None
    sha256: str | None
    row_key: NotRequired[str]
    column: NotRequired[str]
    text: NotRequired[str]


class PredicateRef(TypedDict):
    """The relation of a claim."""

    iri: str
    label: str


class ClaimValue(TypedDict):
    """A literal that a claim states in place of an object."""

    text: str
    lang: str | None
    datatype: str | None


class ClaimStatement(TypedDict):
    """What a claim states: subject and predicate with either an object or a value."""

    subject: EntityRef
    predicate: PredicateRef
    object: NotRequired[EntityRef]
    value: NotRequired[ClaimValue]


class Said(TypedDict):
    """When the claim was uttered, as far as known (ISO instants)."""

    earliest: str | None
    latest: str | None


class Holds(TypedDict):
    """When what is claimed holds: four bounds, each open when None (ISO instants)."""

    start_earliest: str | None
    start_latest: str | None
    end_earliest: str | None
    end_latest: str | None


class ClaimLink(TypedDict):
    """A link to another claim; direction "in" means that the other claim is the one that points."""

    kind: str
    direction: Literal["in", "out"]
    claim: str
    by: EntityRef | None


class PrimarySource(TypedDict):
    """The document that a source itself cites for a claim."""

    iri: str
    title: str
    url: str | None


class PageClaim(TypedDict):
    """A claim, in the JSON that the command line prints too."""

    iri: str
    modality: str
    polarity: str
    status: str
    confidence: float | None
    speaker: EntityRef | None
    addressee: EntityRef | None
    relayed_by: EntityRef | None
    paraphrase: str
    source: SourceRef | None
    evidence: list[PageEvidence]
    statement: ClaimStatement
    said: Said
    holds: Holds
    time_text: str | None
    tense: str | None
    role_text: str | None
    condition: str | None
    links: list[ClaimLink]
    hedged: NotRequired[bool]
    primary_source: NotRequired[PrimarySource]


PathEnds = TypedDict("PathEnds", {"from": str, "to": str, "paths": NotRequired[list[list[str]]]})
PathEnds.__doc__ = """The two entities (by IRI) whose connections the page shows when it opens.

Where `paths` are given, each as the entities that it meets, they are shown and none is looked for.
"""


class PageStep(TypedDict):
    """A step of a story: its caption, and what stands after the # of the page's address for it."""

    caption: str
    address: str


class PageStory(TypedDict):
    """A sequence of views with captions."""

    title: str
    steps: list[PageStep]


class Once(TypedDict):
    """What counted once: by which days claims did (by IRI), and the statements of those gone."""

    phases: NotRequired[dict[str, list[Phase]]]
    former: NotRequired[list[PageStatement]]


class Live(TypedDict):
    """How a page that hangs on a server stands to the graph there.

    `state` is what the graph is known by, `all` how many entities of it are connected, and `most`
    how many the page may hold; `whole` lists the entities (by IRI) of which it has all claims.
    """

    state: str
    all: int
    most: int
    whole: list[str]


class Payload(Once):
    """Everything a page holds.

    `edition` is one line about the instant that the tenses speak of; `claims` and `sources` are
    keyed by IRI; `focus` lists the entities (by IRI) that the user asked for, `path` the two to
    connect. Where there is `drawn`, only the entities that it lists (by IRI) are drawn at first.
    Where there is a `story`, the page opens on its first step. Where there is `rdf`, in N-Triples,
    a full page can be asked in SPARQL. `phases` says of claims (by IRI) whose standing later ones
    have changed by which days they counted, and `former` holds the statements of those that count
    no more. A page that is `live` has more from a server; `types` are those that may come. One that
    was asked for a time holds what was so then: `during` says when, by its first and last instant.
    """

    title: str
    edition: str
    attribution: list[str]
    generator: str
    entities: list[PageEntity]
    statements: list[PageStatement]
    claims: dict[str, PageClaim]
    sources: dict[str, PageSource]
    focus: list[str]
    path: PathEnds | None
    drawn: NotRequired[list[str]]
    story: NotRequired[PageStory]
    rdf: NotRequired[str]
    live: NotRequired[Live]
    during: NotRequired[list[str]]
    types: NotRequired[list[str]]
