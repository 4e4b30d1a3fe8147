"""What Hypothesis draws: texts, claims of every kind, small random graphs."""

from __future__ import annotations

from hypothesis import strategies as st

from astrograph.model import Claim, Edition, Entity, Evidence, Interval, Link, Name, Source, Value
from astrograph.vocab import PREFIXES, XSD

AG, ID, CLAIM = PREFIXES["ag"], PREFIXES["id"], PREFIXES["claim"]
YEARS = range(2018, 2024)
RELATIONS = ("leads", "participatesIn", "operates", "informed", "partOf", "agencyOf")

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
locals_ = st.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,8}", fullmatch=True)
entities = locals_.map(lambda name: ID + name)
instants = st.sampled_from(YEARS).map(lambda year: f"{year}-01-01T00:00:00Z")
maybe_instants = st.none() | instants
intervals = st.builds(Interval, maybe_instants, maybe_instants, maybe_instants, maybe_instants)
modalities = st.sampled_from(["AssertedFact", "Plan", "Threat", "Denial", "Opinion"])
statuses = st.sampled_from(
    ["Accepted", "Reported", "Disputed", "Superseded", "Rejected", "Inferred"]
)
polarities = st.sampled_from(["Positive", "Negative"])
tenses = st.sampled_from([None, "Past", "Present", "Future"])
values = st.one_of(
    texts.map(Value),
    st.builds(Value, texts, st.sampled_from(["en", "ru", "fr-ca"]), st.none()),
    texts.map(lambda text: Value(text, datatype=XSD + "token")),
)
places = st.builds(
    Evidence,
    iri=st.integers(1, 99).map(lambda number: f"{PREFIXES['evidence']}p{number}"),
    source=st.just(PREFIXES["source"] + "x"),
    sha256=st.none() | st.from_regex(r"[0-9a-f]{64}", fullmatch=True),
    sentence=st.none() | st.integers(0, 10**6),
    start=st.none() | st.integers(0, 10**9),
    end=st.none() | st.integers(0, 10**9),
    row_key=st.none() | texts,
    column=st.none() | texts,
)


kinds = st.sampled_from(["supersedes", "contradicts", "inTensionWith", "supports", "explains"])


@st.composite
def links(draw: st.DrawFn, claim: str) -> tuple[Link, ...]:
    """Draw links of a claim: each said by nobody in particular, by one voice or by several."""
    drawn = draw(
        st.dictionaries(
            st.tuples(kinds, locals_), st.sets(st.none() | entities, max_size=2), max_size=3
        )
    )
    return tuple(
        Link(claim, kind, CLAIM + other, by)
        for (kind, other), voices in sorted(drawn.items())
        for by in (*sorted(filter(None, voices)), *([] if any(voices) else [None]))
    )


@st.composite
def described_entities(draw: st.DrawFn) -> Entity:
    """Draw an entity with names; a name that equals the label is none."""
    label = draw(texts)
    tagged = st.builds(Name, texts, st.sampled_from(["", "en", "ru", "ru-latn"]))
    names = draw(st.sets(tagged.filter(lambda name: name.text != label), max_size=4))
    return Entity(
        iri=draw(entities),
        label=label,
        type=draw(st.sampled_from(["Thing", "Person", "SpaceAgency", "Event"])),
        aliases=tuple(sorted(names, key=lambda name: (name.lang, name.text))),
        article=draw(st.booleans()),
    )


addresses = st.just("https://example.org/terms")
described_sources = st.builds(
    Source,
    iri=locals_.map(lambda name: PREFIXES["source"] + name),
    title=texts,
    url=st.none() | texts,
    license=st.none() | texts | addresses,
    file_name=st.none() | texts,
    sha256=st.none() | st.from_regex(r"[0-9a-f]{64}", fullmatch=True),
    attribution=st.none() | texts,
    creator=st.none() | texts,
    updated=maybe_instants,
    primary=st.booleans(),
    dialect=st.none() | texts,
)
editions = st.builds(
    Edition,
    title=texts,
    date=maybe_instants,
    present_of=st.none() | st.just(PREFIXES["source"] + "x"),
    iri=st.none(),
) | st.builds(
    Edition, title=texts.filter(bool), date=maybe_instants, present_of=st.none(), iri=addresses
)


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    """Draw a claim with any of its fields set."""
    target = draw(st.none() | entities)
    iri = CLAIM + draw(locals_)
    evidence = draw(st.lists(places, max_size=3, unique_by=lambda place: place.iri))
    return Claim(
        iri=iri,
        subject=draw(entities),
        predicate=AG + draw(locals_),
        object=target,
        value=None if target is not None else draw(values),
        modality=draw(modalities),
        polarity=draw(polarities),
        status=draw(statuses),
        confidence=draw(st.none() | st.floats(0, 1)),
        speaker=draw(st.none() | entities),
        addressee=draw(st.none() | entities),
        relayed_by=draw(st.none() | entities),
        said_earliest=draw(maybe_instants),
        said_latest=draw(maybe_instants),
        holds=draw(intervals),
        time_text=draw(st.none() | texts),
        tense=draw(tenses),
        role_text=draw(st.none() | texts),
        condition=draw(st.none() | texts),
        hedged=draw(st.booleans()),
        repeated=draw(st.booleans()),
        presupposed=draw(st.booleans()),
        term_as_printed=draw(st.none() | texts),
        probable_speaker=draw(st.none() | entities),
        probable_speaker_confidence=draw(st.none() | st.floats(0, 1)),
        assessment=draw(st.none() | texts),
        paraphrase=draw(st.none() | texts),
        primary_source=draw(st.none() | st.just(PREFIXES["source"] + "primary")),
        evidence=tuple(sorted(evidence)),
        links=draw(links(iri)),
    )


records = claims() | described_entities() | described_sources | editions


@st.composite
def claim_graphs(draw: st.DrawFn) -> list[Claim]:
    """Draw some claims between a few entities.

    Entities bear one letter, so that a search of every path by brute force stays small.
    """
    letters = st.sampled_from("abcdef")
    drawn = draw(st.lists(st.tuples(letters, st.sampled_from(RELATIONS), letters), max_size=14))
    made = [
        Claim(
            iri=f"{CLAIM}g{number:02}",
            subject=ID + subject,
            predicate=AG + relation,
            object=ID + target,
            modality=draw(modalities),
            polarity=draw(polarities),
            status=draw(statuses),
            holds=draw(intervals),
            tense=draw(tenses),
        )
        for number, (subject, relation, target) in enumerate(drawn)
    ]
    # Newer claims may supersede older ones, whether the newer ones are accepted or not.
    for number, one in enumerate(made[1:], start=1):
        if draw(st.integers(0, 4)) == 0:
            link = Link(one.iri, "supersedes", made[draw(st.integers(0, number - 1))].iri)
            made[number] = one._replace(links=(link,))
    # Some claim names every entity, so that each can be asked for.
    voices = [
        Claim(f"{CLAIM}v{letter}", ID + letter, AG + "informed", ID + letter) for letter in "abcdef"
    ]
    return [*made, *voices]
