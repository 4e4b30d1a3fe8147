"""Gather from records what matching needs to know: who is there, with whom on what, born when."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from astrograph.match.missions import Mission
from astrograph.match.persons import Candidate
from astrograph.model import Claim, Entity, Iri, Name, Record
from astrograph.vocab import local_name

CREW = frozenset({"flewOn", "servedOn", "returnedOn", "inCrewOf"})
"""The relations between a person and a mission that say that the person was there."""

NAMES = frozenset({"alias", "fullName", "nativeName", "officialName", "transliteration"})
BORN = frozenset({"birthDate", "dateOfBirth", "yearOfBirth"})

_YEAR = re.compile(r"\d{4}")


class Known(NamedTuple):
    """What is known of the entities of one graph, as far as it tells who is who."""

    persons: tuple[Candidate, ...]
    missions: tuple[Mission, ...]
    others: tuple[Entity, ...]
    beside: dict[Iri, frozenset[Iri]]
    ids: dict[Iri, frozenset[str]]


class _Gathered:
    """What the claims say so far, by entity."""

    def __init__(self) -> None:
        self.names: dict[Iri, set[str]] = defaultdict(set)
        self.ids: dict[Iri, set[str]] = defaultdict(set)
        self.years: dict[Iri, set[int]] = defaultdict(set)
        self.seconds: dict[Iri, float] = {}
        self.flown: dict[Iri, set[int]] = defaultdict(set)
        self.missions: dict[Iri, set[Iri]] = defaultdict(set)
        self.crews: dict[Iri, set[Iri]] = defaultdict(set)
        self.days: dict[Iri, set[str]] = defaultdict(set)
        self.beside: dict[Iri, set[Iri]] = defaultdict(set)

    def note(self, claim: Claim) -> None:
        """Take in what a claim affirms."""
        if claim.polarity != "Positive" or claim.modality != "AssertedFact":
            return
        relation = local_name(claim.predicate)
        if claim.object is not None:
            self.beside[claim.subject].add(claim.object)
            self.beside[claim.object].add(claim.subject)
            if relation in CREW:
                self._note_crew(claim, claim.object)
        elif claim.value is not None:
            self._note_value(claim.subject, relation, claim.value.text)

    def _note_crew(self, claim: Claim, mission: Iri) -> None:
        self.missions[claim.subject].add(mission)
        self.crews[mission].add(claim.subject)
        first, last = claim.holds.start_earliest, claim.holds.start_latest
        if first and last:
            self.days[mission].add(first[:10] if first[:10] == last[:10] else "")
            if first[:4] == last[:4]:
                self.flown[claim.subject].add(int(first[:4]))

    def _note_value(self, subject: Iri, relation: str, text: str) -> None:
        if relation in NAMES:
            self.names[subject].add(text)
        elif relation == "identifier":
            self.ids[subject].add(text)
        elif relation in BORN and (year := _YEAR.match(text)):
            self.years[subject].add(int(year[0]))
        elif relation == "timeInSpace" and text.replace(".", "", 1).isdecimal():
            self.seconds[subject] = max(self.seconds.get(subject, 0.0), float(text))

    def person(self, entity: Entity, names: Iterable[str]) -> Candidate:
        """Return a person; a year of birth that the graph itself disputes does not count."""
        years = self.years[entity.iri]
        return Candidate(
            entity.iri,
            tuple(dict.fromkeys((entity.label, *sorted(names)))),
            frozenset(self.missions[entity.iri]),
            min(years) if len(years) == 1 else None,
            self.seconds.get(entity.iri),
            frozenset(self.ids[entity.iri]),
            frozenset(self.flown[entity.iri]),
        )

    def mission(self, entity: Entity, names: Iterable[str]) -> Mission:
        """Return a mission; its day counts where all of its crew went up on it."""
        days = self.days[entity.iri]
        day = min(days) if len(days) == 1 else ""
        crew = frozenset(self.crews[entity.iri])
        return Mission(entity.iri, tuple(sorted({entity.label, *names})), day, crew)


def gather(records: Iterable[Record]) -> Known:
    """Gather what is known, in one pass.

    Args:
        records: Those of a store, or what a file says.

    Returns:
        Persons, missions (whatever a person flew or served on), all other entities, who is beside
        whom, and the identifiers that others gave; each in order of IRI.
    """
    gathered = _Gathered()
    entities: dict[Iri, Entity] = {}
    for record in records:
        if isinstance(record, Claim):
            gathered.note(record)
        elif isinstance(record, Entity):
            entities.setdefault(record.iri, record)
            gathered.names[record.iri] |= {record.label, *(name.text for name in record.aliases)}
    persons, missions, others = [], [], []
    for iri, entity in sorted(entities.items()):
        if entity.type == "Person":
            persons.append(gathered.person(entity, gathered.names[iri]))
        elif iri in gathered.crews:
            missions.append(gathered.mission(entity, gathered.names[iri]))
        else:
            names = sorted(gathered.names[iri] - {entity.label})
            others.append(entity._replace(aliases=tuple(map(Name, names))))
    beside = {iri: frozenset(near) for iri, near in gathered.beside.items()}
    ids = {iri: frozenset(gathered.ids[iri]) for iri in sorted(gathered.ids.keys() & entities)}
    return Known(tuple(persons), tuple(missions), tuple(others), beside, ids)
