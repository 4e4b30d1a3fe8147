"""Find the entity that a user means: by IRI, CURIE or any of its names; never guess.

Exact names beat surnames, surnames beat names that hold all the words, those beat names that begin
with them, and those beat names that are merely alike. Only the first three kinds ever *resolve*,
and only when one entity fits; all five are listed by `find_entities`.
"""

from collections.abc import Container
from typing import TYPE_CHECKING, NamedTuple

from astrograph.errors import AmbiguousEntityError, UnknownEntityError
from astrograph.store.names import fold
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

EXACT, SURNAME, WORDS, BEGUN, ALIKE = range(5)
LISTED = 5
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
    """An entity that a text may mean: the name that fits, how (0 = exact … 4 = alike), how well."""

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
    return _matches(store, text, range(ALIKE + 1))[:limit]


def _matches(store: "Store", text: str, kinds: Container[int]) -> list[Match]:
    """List the matches, best first; the kinds that are not wanted are not looked for."""
    named = _by_iri(store, text)
    if named is not None:
        return [Match(named, text, EXACT, 1.0)]
    folded = fold(text)
    words = folded.split()
    if not words:
        return []
    best: dict[Iri, tuple[int, float, str]] = {}

    def note(kind: int, rows: list[tuple[str, str, "Iri"]], scores: list[float]) -> None:
        for (_, name, iri), score in zip(rows, scores, strict=True):
            found = (kind, -score, name)
            best[iri] = min(best.get(iri, found), found)

    exact = store.names_equal(folded)
    if store.entity(ID + text) is not None:
        exact.append((folded, text, ID + text))
    note(EXACT, exact, [1.0] * len(exact))
    if WORDS in kinds:
        whole = store.names_with_words(words, prefix=False)
        note(WORDS, whole, [0.6 + 0.3 * len(folded) / len(row[0]) for row in whole])
    if BEGUN in kinds:
        begun = store.names_with_words(words, prefix=True)
        note(BEGUN, begun, [0.3 + 0.3 * len(folded) / len(row[0]) for row in begun])
    if not best and ALIKE in kinds:
        alike = _alike(store, folded)
        note(ALIKE, [row for row, _ in alike], [score for _, score in alike])
    matches = [_match(store, iri, *found, folded) for iri, found in best.items()]
    matches.sort(key=lambda match: (match.kind, -match.score, match.entity.label, match.entity.iri))
    return matches


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
    firm = _matches(store, text, {EXACT}) or _matches(store, text, {EXACT, WORDS})
    if not firm:
        near = find_entities(store, text)
        raise UnknownEntityError(f"no entity is called {text!r}", hint=_did_you_mean(near))
    best = [match for match in firm if match.kind == firm[0].kind]
    if len(best) > 1:
        raise AmbiguousEntityError(
            f"{text!r} fits {len(best)} entities",
            hint=_did_you_mean(best, "say which, by a longer name or by id"),
        )
    return best[0].entity


def _by_iri(store: "Store", text: str) -> "Entity | None":
    bare = text.strip().removeprefix("<").removesuffix(">")
    if "://" not in bare and bare.partition(":")[0] in PREFIXES:
        bare = expand(bare)
    return store.entity(bare) if ":" in bare else None


def _match(store: "Store", iri: "Iri", kind: int, negative: float, name: str, folded: str) -> Match:
    entity = store.entity(iri)
    if entity is None:
        raise LookupError(iri)
    if kind == WORDS and entity.type == "Person" and fold(name).endswith(f" {folded}"):
        kind = SURNAME
    return Match(entity, name, kind, round(-negative, 2))


def _alike(store: "Store", folded: str) -> list[tuple[tuple[str, str, "Iri"], float]]:
    """Return the names that are alike as a whole or in one of their words."""
    from rapidfuzz import fuzz, process

    names = store.names()
    texts = [
        (text, place)
        for place, (name, _, _) in enumerate(names)
        for text in sorted({name, *name.split()})
    ]
    near = process.extract(
        folded,
        [text for text, _ in texts],
        scorer=fuzz.ratio,
        limit=LISTED * 4,
        score_cutoff=ALIKE_CUTOFF,
    )
    scores: dict[int, float] = {}
    for _, score, found in near:
        place = texts[found][1]
        scores[place] = max(scores.get(place, 0.0), score)
    return [(names[place], score / 100 * 0.6) for place, score in sorted(scores.items())]


def _did_you_mean(matches: list[Match], otherwise: str = "") -> str:
    if not matches:
        return "list what there is with: astrograph stats, astrograph find WORD"
    listed = "; ".join(
        f"{match.entity.label} ({match.entity.type}, {shrink(match.entity.iri)})"
        for match in matches[:LISTED]
    )
    more = f" and {len(matches) - LISTED} more" if len(matches) > LISTED else ""
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
    others = store.count("relation").keys() - store.relations.keys()
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
    for classes in (store.count("type"), _classes()):
        for name in classes:
            if fold(name) == wanted:
                return name
    from difflib import get_close_matches

    known = {*store.count("type"), *_classes()} - RECORDED
    near = get_close_matches(text, sorted(known), n=LISTED)
    hint = f"did you mean {', '.join(near)}?" if near else "list them with: astrograph stats"
    raise UnknownEntityError(f"no type is called {text!r}", hint=hint)


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
