"""Find the entity that a user means: by IRI, CURIE or any of its names; never guess.

Exact names beat surnames, surnames beat names that hold all the words, those beat names that begin
with them, and those beat names that are merely alike. Only the first three kinds ever *resolve*,
and only when one entity fits; all five are listed by `find_entities`. `find_by_pattern` lists the
entities with names that a regular expression describes.
"""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from astrograph.errors import (
    AmbiguousEntityError,
    MisuseError,
    StoreError,
    UnknownEntityError,
)
from astrograph.store.names import Naming, fold
from astrograph.store.naming import MOST_WORDS
from astrograph.vocab import (
    AG,
    ID,
    OWL,
    PREFIXES,
    RDF,
    expand,
    local_name,
    ontology_path,
    shrink,
    spell_out,
)

if TYPE_CHECKING:
    from astrograph.model import Entity, Iri
    from astrograph.store import Store

EXACT, SURNAME, WORDS, BEGUN, ALIKE, DESCRIBED = range(6)
LISTED, NEAR = 5, 20
"""How many entities an error names, and how many it counts."""

MOST_ALIKE = 20
"""How many names that are alike are looked at."""

ALIKE_CUTOFF = 70.0

RECORDED = frozenset(
    {
        *("Linkable", "Claim", "ClaimLink", "ClaimGroup", "Evidence", "Slice", "Path", "PathStep"),
        *("Predicate", "Relation", "NameRelation", "LinkRelation", "DerivedForm", "Exclusivity"),
        *("Modality", "Polarity", "Status", "Tense"),
    }
)
"""The classes of what tells of entities, and is none."""


class Match(NamedTuple):
    """An entity that a text may mean: the name that fits, how, and how well.

    ``kind`` is 0 for an exact name, 1 for a surname, 2 for words, 3 for beginnings of words, 4 for
    a name that is alike, and 5 for one that an expression describes.
    """

    entity: "Entity"
    name: str
    kind: int
    score: float


def find_entities(store: "Store", text: str, limit: int = 20) -> list[Match]:
    """List the entities that a text may mean, best first.

    Args:
        store: The graph to look in.
        text: An IRI, a CURIE, or a name in any script, with or without accents.
        limit: How many to list at most.

    Returns:
        Matches with scores in (0, 1]; entities that are merely alike are listed only when no
        other kind of match is found.

    >>> from astrograph import open_store
    >>> [match.entity.label for match in find_entities(open_store(), "Рогозин")]
    ['Dmitry Rogozin']
    """
    return _matches(store, _ranked(store, text, range(ALIKE + 1), limit))


def find_by_pattern(store: "Store", pattern: str, limit: int = 20) -> list[Match]:
    """List the entities of which a name holds what a regular expression describes.

    Args:
        store: The graph to look in.
        pattern: The expression, as Python's. It is held against names as all are compared: in lower
            case, without accents and marks, and with single spaces for punctuation.
        limit: How many to list at most.

    Returns:
        Matches, those first of whose name it covers the most.

    Raises:
        MisuseError: It is no regular expression.

    >>> from astrograph import open_store
    >>> [match.entity.label for match in find_by_pattern(open_store(), "^dmitr.* rog")]
    ['Dmitry Rogozin']
    """
    try:
        wanted = re.compile(pattern, re.NOFLAG if pattern == pattern.lower() else re.IGNORECASE)
    except (re.error, RecursionError, OverflowError) as error:
        raise MisuseError(f"{pattern!r} is no regular expression: {error}") from None
    # What can begin nowhere else need not be looked for there.
    look = wanted.match if pattern.startswith("^") and "|" not in pattern else wanted.search
    spans = {
        place: found.end() - found.start()
        for place, name in enumerate(store.folded_names(), 1)
        if (found := look(name)) is not None
    }
    names = store.names_at(sorted(spans))
    best: _Best = {}
    _note(best, DESCRIBED, [(each, spans[each.place] / len(each.folded)) for each in names])
    return _matches(store, _in_order(best, "", limit))


class _Rank(NamedTuple):
    """Where an entity comes among those that a text may mean, by the name that fits best.

    They are compared as they stand: by kind, score, label and IRI.
    """

    kind: int
    negative: float
    label: str
    iri: "Iri"
    name: str


_Best = dict["Iri", tuple[int, float, str, Naming]]


def _note(best: _Best, kind: int, found: "Iterable[tuple[Naming, float]]") -> None:
    """Note names and their scores, each entity's best name alone."""
    for naming, score in found:
        rank = (kind, -score, naming.text, naming)
        iri = naming.iri
        if iri not in best or rank < best[iri]:
            best[iri] = rank


def _ranked(
    store: "Store", text: str, kinds: Container[int], limit: int | None = None
) -> list[_Rank]:
    """Rank what a text may mean, best first; the kinds that are not wanted are not looked for."""
    text = text.encode("utf-8", "replace").decode()  # No name holds half a character.
    named = _by_iri(store, text)
    if named is not None:
        return [_Rank(EXACT, -1.0, named.label, named.iri, text)]
    folded = fold(text)
    words = folded.split()
    if not words:
        return []
    best: _Best = {}
    # No IRI holds a space.
    local = None if " " in text else store.entity(ID + text)
    if local is not None:
        naming = Naming(0, folded, text, local.iri, local.type, local.label)
        _note(best, EXACT, [(naming, 1.0)])
    size = 0.3 * len(folded)
    if BEGUN in kinds and len(words) <= MOST_WORDS:
        wanted = set(words)
        whole: list[Naming] = []
        rest: list[Naming] = []
        for each in store.names_with_words(words, prefix=True):
            (whole if wanted.issubset(each.folded.split()) else rest).append(each)
        _note(best, EXACT, ((each, 1.0) for each in whole if each.folded == folded))
        _note(best, WORDS, ((each, 0.6 + size / len(each.folded)) for each in whole))
        _note(best, BEGUN, ((each, 0.3 + size / len(each.folded)) for each in rest))
    else:
        _note(best, EXACT, ((each, 1.0) for each in store.names_equal(folded)))
        if WORDS in kinds:
            found = store.names_with_words(words, prefix=False)
            _note(best, WORDS, ((each, 0.6 + size / len(each.folded)) for each in found))
    if not best and ALIKE in kinds:
        _note(best, ALIKE, _alike(store, folded))
    return _in_order(best, folded, limit)


def _in_order(best: _Best, folded: str, limit: int | None) -> list[_Rank]:
    """Put what was noted in order, surnames before other words, and return what comes first."""
    surname = f" {folded}"
    ranked = []
    for iri, (noted, negative, name, naming) in best.items():
        is_surname = noted == WORDS and naming.type == "Person" and naming.folded.endswith(surname)
        kind = SURNAME if is_surname else noted
        ranked.append((kind, round(negative, 2), naming.label, iri, name))
    ranked.sort()
    return list(map(_Rank._make, ranked[:limit]))


def _matches(store: "Store", ranked: Iterable[_Rank]) -> list[Match]:
    """Read the entities that were ranked."""
    return [Match(store.named(each.iri), each.name, each.kind, -each.negative) for each in ranked]


def resolve_entity(store: "Store", text: str) -> "Entity":
    """Return the one entity that a text names.

    Raises:
        AmbiguousEntityError: Several entities fit equally.
        UnknownEntityError: None fits, or only loosely; the hint lists the nearest.

    >>> from astrograph import open_store
    >>> resolve_entity(open_store(), "МКС").label
    'International Space Station'
    """
    # What is named exactly needs no look at the many names that merely hold the same words.
    firm = _ranked(store, text, {EXACT}) or _ranked(store, text, {EXACT, WORDS})
    if not firm:
        near = _ranked(store, text, range(ALIKE + 1), NEAR)
        raise UnknownEntityError(f"no entity is called {text!r}", hint=_did_you_mean(store, near))
    best = [each for each in firm if each.kind == firm[0].kind]
    if len(best) > 1:
        raise AmbiguousEntityError(
            f"{text!r} fits {len(best)} entities",
            hint=_did_you_mean(store, best, "say which, by a longer name or by id"),
        )
    return store.named(best[0].iri)


def _by_iri(store: "Store", text: str) -> "Entity | None":
    bare = text.strip().removeprefix("<").removesuffix(">")
    prefix, colon, _ = bare.partition(":")
    if colon and "://" not in bare and prefix in PREFIXES:
        bare = expand(bare)
    return store.entity(bare) if ":" in bare else None


def _alike(store: "Store", folded: str) -> "Iterator[tuple[Naming, float]]":
    """Yield the names that are alike as a whole or in one of their words, and how much."""
    from rapidfuzz import fuzz, process

    try:
        texts = [*store.folded_names(), *store.name_words()]
    except StoreError:
        return  # It is too large to be copied from where it lies.
    near = process.extract(folded, texts, scorer=fuzz.ratio, limit=None, score_cutoff=ALIKE_CUTOFF)
    missing = MOST_ALIKE
    for score, group in groupby(near, lambda each: each[1]):
        # Of names that are equally alike the first count.
        spelt = {
            (naming, text) for text, *_ in group for naming in store.names_spelt(text, missing)
        }
        for naming, _ in sorted(spelt)[:missing]:
            yield naming, score / 100 * 0.6
        missing -= len(spelt)
        if missing <= 0:
            return


def _did_you_mean(store: "Store", ranked: Sequence[_Rank], otherwise: str = "") -> str:
    if not ranked:
        return "list what there is with: astrograph stats, astrograph find WORD"
    listed = "; ".join(
        f"{match.entity.label} ({match.entity.type}, {shrink(match.entity.iri)})"
        for match in _matches(store, ranked[:LISTED])
    )
    more = f" and {len(ranked) - LISTED} more" if len(ranked) > LISTED else ""
    return f"did you mean {listed}{more}?" + (f" ({otherwise})" if otherwise else "")


def resolve_relation(store: "Store", text: str) -> "Iri":
    """Return the IRI of the relation that a text names: local name, CURIE, IRI, or what is read.

    A relation is read by its labels, forwards and backwards, of whatever tense; a past or planned
    form stands for its base relation. Of relations that nothing declares, the IRI is all that there
    is to go by: its last part is what they are called, with or without the prefix of a file.

    Raises:
        AmbiguousEntityError: Several relations are read like that; the hint lists them.
        UnknownEntityError: No relation is called that; the hint lists the nearest.
    """
    bases = {
        form: iri
        for iri, relation in store.relations.items()
        for form in (relation.past_form, relation.plan_form)
        if form is not None and form != iri
    }
    found = {bases.get(iri, iri) for iri in _called(store, text)}
    if len(found) == 1:
        return found.pop()
    if found:
        listed = "; ".join(sorted(shrink(iri) for iri in found))
        raise AmbiguousEntityError(
            f"{text!r} fits {len(found)} relations", hint=f"did you mean {listed}?"
        )
    from difflib import get_close_matches

    near = get_close_matches(text, [local_name(iri) for iri in store.relations], n=LISTED)
    hint = f"did you mean {', '.join(near)}?" if near else "list them with: astrograph stats"
    raise UnknownEntityError(f"no relation is called {text!r}", hint=hint)


def _called(store: "Store", text: str) -> "set[Iri]":
    """Return the relations and forms that a text names: by IRI or its last part, or else by words.

    What text prints of the past leaves out the "formerly" of a label where dates tell as much.
    """
    iri = expand(text) if text.partition(":")[0] in PREFIXES else text
    exact = {each for each in store.relations if iri in {each, local_name(each)}}
    if exact:
        return exact
    words = fold(text)
    read = {
        each
        for each, relation in store.relations.items()
        for label in (relation.label, relation.inverse_label)
        if words in {fold(label), fold(label.replace("formerly ", "", 1))} - {""}
    }
    if read:
        return read
    others = _counted(store, "relation").keys() - store.relations.keys()
    plain = {each for each in others if text in {each, local_name(each)}}
    last = fold(text.rpartition(":")[2])
    return plain or {
        each for each in others if last in {fold(local_name(each)), fold(spell_out(each))} - {""}
    }


def resolve_type(store: "Store", text: str) -> str:
    """Return the local name of the class that a text names: by its IRI, CURIE or local name.

    Raises:
        UnknownEntityError: No class is called that; the hint lists the nearest.
    """
    wanted = fold(local_name(text.rpartition(":")[2]))
    # What the ontology declares takes no look at the data, which may be far away.
    for classes in (_classes, partial(_counted, store, "type")):
        for name in classes():
            if fold(name) == wanted:
                return name
    from difflib import get_close_matches

    known = {*_counted(store, "type"), *_classes()} - RECORDED
    near = get_close_matches(text, sorted(known), n=LISTED)
    hint = f"did you mean {', '.join(near)}?" if near else "list them with: astrograph stats"
    raise UnknownEntityError(f"no type is called {text!r}", hint=hint)


def _counted(store: "Store", what: str) -> dict[str, int]:
    """Count what a store holds; nothing, of one that is too large to be counted."""
    try:
        return store.count(what)
    except StoreError:
        return {}


def _classes() -> list[str]:
    """Return the local names of the classes of entities that the ontology declares."""
    import pyoxigraph as ox

    declared = ox.parse(path=str(ontology_path()), format=ox.RdfFormat.TURTLE)
    kind, owl_class = ox.NamedNode(RDF + "type"), ox.NamedNode(OWL + "Class")
    return [
        each.subject.value.removeprefix(AG)
        for each in declared
        if each.predicate == kind
        and each.object == owl_class
        and isinstance(each.subject, ox.NamedNode)
        and each.subject.value.startswith(AG)
        and each.subject.value.removeprefix(AG) not in RECORDED
    ]
