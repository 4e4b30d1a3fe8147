"""Propose what two graphs have in common: by identifier, then missions, persons, all else."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping

from astrograph.identity import DIFFERENT, OPEN, SAME, Decision, replacements
from astrograph.match.known import Known
from astrograph.match.missions import join
from astrograph.match.persons import IDENTIFIED, LISTED, Candidate, propose
from astrograph.model import Entity, Iri
from astrograph.store.names import fold
from astrograph.vocab import local_name

NAMED = "rule: name + shared neighbor"
UNDECIDED = "rule: no proposal"


def match_graphs(
    ours: Known, theirs: Known, decisions: Collection[Decision] = ()
) -> list[Decision]:
    """Propose who and what of another graph is the same as in ours.

    What has one IRI in both is one already, and helps to tell the rest. What is decided already is
    left alone, and what is known to be different is never proposed.

    Args:
        ours: The graph whose IRIs stay.
        theirs: The other one.
        decisions: What is decided already.

    Returns:
        Decisions: ``same`` for what passes, ``open`` with the reason for persons that nobody was
        found for, and for others that share a name only; in order of the other's IRI.
    """
    same = _settled(ours, theirs, decisions)
    found = _identified(ours, theirs, same, decisions)
    same |= {row.other: row.entity for row in found}
    by_name = _missions(ours, theirs, same)
    same |= {row.other: row.entity for row in by_name}
    persons = _persons(ours, theirs, same, decisions)
    same |= {row.other: row.entity for row in persons if row.decision == SAME}
    by_crew = _missions(ours, theirs, same)
    same |= {row.other: row.entity for row in by_crew}
    rest = _others(ours, theirs, same, decisions)
    return sorted(
        [*found, *by_name, *persons, *by_crew, *rest], key=lambda row: (row.other, row.entity)
    )


def _settled(ours: Known, theirs: Known, decisions: Iterable[Decision]) -> dict[Iri, Iri]:
    """Return whom of theirs we know already: by a decision, or since the IRI is one."""
    known = _iris(ours)
    return {iri: iri for iri in _iris(theirs) if iri in known} | replacements(decisions)


def _iris(graph: Known) -> set[Iri]:
    return {each.iri for part in (graph.persons, graph.missions, graph.others) for each in part}


def _identified(
    ours: Known, theirs: Known, same: Mapping[Iri, Iri], decisions: Iterable[Decision]
) -> list[Decision]:
    """Match what one identifier belongs to, and on each side to nothing else."""
    barred, taken = set(_barred(decisions)), set(same.values())
    left, right = _holders(theirs), _holders(ours)
    found: dict[Iri, Decision] = {}
    for each in sorted(left.keys() & right.keys()):
        if len(left[each]) == len(right[each]) == 1:
            (other,), (entity,) = left[each], right[each]
            if other in same or entity in taken or frozenset((entity, other)) in barred:
                continue
            why = f"both have the identifier {each}"
            found.setdefault(other, Decision(entity, other, SAME, why, IDENTIFIED))
    several = Counter(row.entity for row in found.values())
    return [row for row in found.values() if several[row.entity] == 1]


def _holders(graph: Known) -> dict[str, list[Iri]]:
    found: dict[str, list[Iri]] = defaultdict(list)
    for iri, ids in graph.ids.items():
        for each in ids:
            found[each].append(iri)
    return found


def _missions(ours: Known, theirs: Known, same: Mapping[Iri, Iri]) -> list[Decision]:
    taken = set(same.values())
    joined = join(
        [each for each in theirs.missions if each.iri not in same],
        [each for each in ours.missions if each.iri not in taken],
        same,
    )
    return [Decision(each.right, each.left, SAME, each.why, each.rule) for each in joined]


def _persons(
    ours: Known, theirs: Known, same: Mapping[Iri, Iri], decisions: Iterable[Decision]
) -> list[Decision]:
    taken = set(same.values())
    left = [_in_our_words(each, same) for each in theirs.persons if each.iri not in same]
    right = [each for each in ours.persons if each.iri not in taken]
    proposals, cases = propose(left, right, _barred(decisions))
    return [
        *(Decision(each.right, each.left, SAME, each.why, each.rule) for each in proposals),
        *(
            Decision(case.near[0] if case.near else "", case.left, OPEN, case.why, UNDECIDED)
            for case in cases
        ),
    ]


def _in_our_words(person: Candidate, same: Mapping[Iri, Iri]) -> Candidate:
    missions = frozenset(same.get(iri, iri) for iri in person.missions)
    return person._replace(missions=missions)


def _barred(decisions: Iterable[Decision]) -> list[frozenset[Iri]]:
    return [frozenset((row.entity, row.other)) for row in decisions if row.decision == DIFFERENT]


def _others(
    ours: Known, theirs: Known, same: Mapping[Iri, Iri], decisions: Iterable[Decision]
) -> list[Decision]:
    """Match what shares a name and a neighbor; a name that several have decides nothing."""
    barred = set(_barred(decisions))
    taken = set(same.values())
    named: dict[str, list[Entity]] = defaultdict(list)
    for entity in ours.others:
        if entity.iri not in taken:
            for name in _names(entity):
                named[name].append(entity)
    rows: list[Decision] = []
    for other in (each for each in theirs.others if each.iri not in same):
        fitting = {
            entity.iri: entity
            for name in _names(other)
            for entity in named.get(name, ())
            if frozenset((entity.iri, other.iri)) not in barred
        }
        if fitting:
            rows.append(_decided(other, list(fitting.values()), ours, theirs, same))
    chosen = [row.entity for row in rows if row.decision == SAME]
    return [
        row._replace(decision=OPEN, why=f"{row.why}; so is another", decided_by=UNDECIDED)
        if row.decision == SAME and chosen.count(row.entity) > 1
        else row
        for row in rows
    ]


def _names(entity: Entity) -> set[str]:
    return {fold(name) for name in (entity.label, *(alias.text for alias in entity.aliases))}


def _decided(
    other: Entity, fitting: list[Entity], ours: Known, theirs: Known, same: Mapping[Iri, Iri]
) -> Decision:
    first = fitting[0]
    called = f"{other.label!r} ({other.type}) and {first.label!r} ({first.type})"
    if len(fitting) > 1:
        why = f"{called} share a name with {len(fitting) - 1} more"
        return Decision(first.iri, other.iri, OPEN, why, UNDECIDED)
    near = {same.get(iri, iri) for iri in theirs.beside.get(other.iri, ())}
    shared = sorted(near & ours.beside.get(first.iri, frozenset()))
    if not shared:
        why = f"{called} share a name and nothing else that is known"
        return Decision(first.iri, other.iri, OPEN, why, UNDECIDED)
    some = ", ".join(map(local_name, shared[:LISTED]))
    return Decision(first.iri, other.iri, SAME, f"{called}; both beside {some}", NAMED)
