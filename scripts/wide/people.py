"""Adds what the tables of people say only together: sums, bounds, gaps, and the best spelling.

A mapping reads one row at a time. These steps read what the mappings made of many rows; each claim
that they add cites the cells that it follows from, and its paraphrase says how.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from astrograph.identity import replacements
from astrograph.ingest.template import seconds
from astrograph.model import Claim, Entity, Evidence, Interval, Iri, Name, Value
from astrograph.sources.dialect import Dialect, open_rows
from astrograph.vocab import AG, CLAIM, ID, SOURCE, XSD, duration, local_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from astrograph.identity import Decision
    from astrograph.model import Record

TABLES = {
    "missions": "gcat-humanspaceflight/missions.tsv",
    "rides": "gcat-humanspaceflight/rides.tsv",
    "wikidata-missions": "wikidata-spacefarers/missions.csv",
    "wikidata-persons": "wikidata-spacefarers/persons.csv",
    "wikidata-crew": "wikidata-spacefarers/crew.csv",
    "astronauts-2020": "astronaut-database-2020/astronauts.csv",
    "nasa-astronauts-2019": "nasa-astronauts-2019/astronauts.csv",
}
"""Which table each mapping of people and missions is for."""

RIDES, WIKIDATA = SOURCE + "gcat-rides", SOURCE + "wikidata-crews"
FLEW, SERVED, STAYED = AG + "flewOn", AG + "servedOn", AG + "stayedOn"
SPELLED = ("Person", "Spaceflight", "AbortedFlight", "Expedition")
"""The kinds of entity that several tables, or several rows, spell in several ways."""

CALLED = {
    "AS-00036": "Buzz Aldrin",
    "AS-00323": "Steven L. Smith",
    "AS-00439": "Michael Fincke",
    "AS-00469": "Al Drew",
    "AS-00636": "Frank Rubio",
}
"""What people are called where Wikidata's extract has a name that nobody uses."""

_SECOND_NAME = re.compile(r"[A-Z]\. ?[A-Z]\w")
_LINE = re.compile(r"line (\d+)")
_NUMBER = re.compile(r"expedition-ISS-(\d+)\Z")
_QID = re.compile(re.escape(ID) + r"Q\d+\Z")


def derived(claims: Iterable[Claim], rides: Path, decisions: Iterable[Decision]) -> Iterator[Claim]:
    """Yield the claims that follow from those of several rows.

    Args:
        claims: What the mappings of rides and of Wikidata's crews made, before identity.
        rides: The table of rides.
        decisions: Who and what is the same.

    Yields:
        The times in space, the bounds of the expeditions, and the stays that a ride does not list.
    """
    ours: list[Claim] = []
    theirs: list[Claim] = []
    for claim in claims:
        if claim.predicate in {FLEW, SERVED, STAYED} and claim.evidence:
            if claim.evidence[0].source == RIDES:
                ours.append(claim)
            elif claim.evidence[0].source == WIKIDATA and claim.predicate == SERVED:
                theirs.append(claim)
    yield from times_in_space(ours, rides)
    yield from bounds(ours)
    yield from unlisted(ours, theirs, replacements(decisions))


def times_in_space(claims: Iterable[Claim], rides: Path) -> Iterator[Claim]:
    """Add up the durations of each person's rides that were flights.

    The sum stands without a date, as totals do: a ride that was still going on counts up to the
    table's update.
    """
    table = Dialect(format="tsv", delimiter="\t", quote="", header_mark="#", comment="#")
    with open_rows(rides, table) as rows:
        cells = {line: dict(zip(rows.columns, row, strict=True)) for line, row in rows}
    flown: dict[Iri, dict[int, tuple[Claim, Evidence]]] = defaultdict(dict)
    for claim in claims:
        if claim.predicate == FLEW:
            for place in claim.evidence:
                if place.column == "Duration":
                    flown[claim.subject][_line(place)] = (claim, place)
    for person, by_line in sorted(flown.items()):
        lines = sorted(by_line)
        lasting = [cells[line]["Duration"] for line in lines]
        total = sum(int(seconds(text)) for text in lasting)
        name = _plain(cells[lines[-1]]["Name"])
        going_on = " so far" if lasting[-1].endswith("*") else ""
        summed = "the one ride" if len(lines) == 1 else f"the sum of the {len(lines)} rides"
        yield _made(
            "sum of the rides",
            by_line[lines[-1]][0]._replace(
                subject=person,
                predicate=AG + "timeInSpace",
                object=None,
                value=Value(str(total), datatype=XSD + "integer"),
                holds=Interval(),
                time_text=None,
                role_text=None,
                hedged=any("?" in text for text in lasting),
                paraphrase=f"By {summed} of {name} in the table, the time in space"
                f" is {duration(total)}{going_on}.",
                evidence=tuple(by_line[line][1] for line in lines),
            ),
        )


def bounds(claims: Iterable[Claim]) -> Iterator[Claim]:
    """Say within what times each expedition lies, going by the rides of its members.

    Somebody was aboard all the time, so it lies between the first launch and the last landing of a
    member. Each member served before landing, so it had begun by the first landing; each served
    after the launch, so it had not ended at the last launch.
    """
    stays: dict[Iri, Claim] = {}
    members: dict[Iri, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.predicate == STAYED:
            stays.setdefault(claim.subject, claim)
        elif claim.predicate == SERVED and claim.object is not None:
            members[claim.object].append(claim)
    for expedition, stay in sorted(stays.items()):
        up = sorted(members[expedition], key=lambda claim: claim.holds.start_earliest or "")
        down = sorted(
            (claim for claim in up if claim.holds.end_latest),
            key=lambda claim: claim.holds.end_latest or "",
        )
        over = bool(down) and len(down) == len(up)
        deciding = [up[0], up[-1], *down[:1], *(down[-1:] if over else ())]
        cells = dict.fromkeys(place for claim in deciding for place in claim.evidence)
        name = (stay.paraphrase or "").partition(" was a stay on")[0]
        yield _made(
            "bounds from the rides",
            stay._replace(
                status="Inferred",
                tense=None,
                holds=Interval(
                    up[0].holds.start_earliest,
                    down[0].holds.end_latest if down else None,
                    up[-1].holds.start_earliest,
                    down[-1].holds.end_latest if over else None,
                ),
                paraphrase=f"{name} lies within the rides of its members, going by the first and"
                " the last of their launches and landings.",
                evidence=tuple(cells),
            ),
        )


def unlisted(
    ours: Iterable[Claim], theirs: Iterable[Claim], same: dict[Iri, Iri]
) -> Iterator[Claim]:
    """Say of whom another source puts on an ISS expedition that the ride does not list it.

    A row of the table lists all stays of its ride. Where none of a person's rides has an
    expedition that the person is said to have served on, that is a denial, to be heard beside the
    other voice; but not while members of it are still up, since others may come after the table's
    update. The ride with the nearest expedition is the one that is cited.
    """
    stays: dict[Iri, list[Claim]] = defaultdict(list)
    over: dict[Iri | None, bool] = {}
    for claim in ours:
        if claim.predicate == SERVED:
            stays[claim.subject].append(claim)
            ended = claim.holds.end_latest is not None
            over[claim.object] = over.get(claim.object, True) and ended
    for other in sorted(theirs, key=lambda claim: claim.iri):
        person = same.get(other.subject, other.subject)
        expedition = same.get(other.object or "", other.object or "")
        number = _NUMBER.search(expedition)
        numbered = [
            (abs(int(found[1]) - int(number[1])), claim.iri, claim)
            for claim in stays[person]
            if number is not None and (found := _NUMBER.search(claim.object or ""))
        ]
        listed = any(claim.object == expedition for claim in stays[person])
        if number is None or not numbered or listed or not over.get(expedition):
            continue
        nearest = min(numbered)[2]
        ride = (nearest.paraphrase or "").partition(", served")[0]
        yield _made(
            "stays that the ride lists",
            nearest._replace(
                subject=person,
                object=expedition,
                polarity="Negative",
                holds=Interval(),
                time_text=None,
                role_text=None,
                paraphrase=f"{ride}, did not serve on ISS Expedition {number[1]}, since the table"
                " lists the stays of the ride and that one is not among them.",
                evidence=tuple(each for each in nearest.evidence if each.column == "Segments"),
            ),
        )


def spelled(records: Iterable[Record], decisions: Iterable[Decision]) -> Iterator[Record]:
    """Make one record of each person, flight and expedition, under the best spelling there is.

    That is Wikidata's, where Wikidata has the entity; else what the last row that names it prints,
    since the tables spell Russian names differently from row to row. An aborted flight keeps the
    label that says so. All other spellings stay as aliases.

    Args:
        records: What the mappings made, before identity.
        decisions: Who and what is the same.

    Yields:
        All other records as they come, then the entities that were put together, by IRI.
    """
    found: dict[Iri, list[Entity]] = defaultdict(list)
    for record in records:
        if isinstance(record, Entity) and (record.type in SPELLED or _QID.match(record.iri)):
            found[record.iri].append(record)
        else:
            yield record
    wikidata: dict[Iri, str] = {}
    for other, entity in sorted(replacements(decisions).items()):
        if _QID.match(other) and other in found:
            wikidata.setdefault(entity, found[other][-1].label)
    for iri, entities in sorted(found.items()):
        last = entities[-1].label
        label = last if entities[-1].type == "AbortedFlight" else wikidata.get(iri, last)
        label = CALLED.get(local_name(iri)) or _as_printed(label, entities)
        texts = [Name(each.label, "en") for each in entities]
        names = dict.fromkeys([*texts, *(name for each in entities for name in each.aliases)])
        aliases = tuple(name for name in names if name.text != label)
        yield entities[-1]._replace(label=label, aliases=aliases)


def _as_printed(label: str, entities: Iterable[Entity]) -> str:
    """Return the name under which the rides print somebody who goes by a second name.

    Wikidata's extract has the first name and the family name: "George Low" for G. David Low.
    """
    printed = [each.label for each in entities if _SECOND_NAME.match(each.label)]
    return re.sub(r", (Jr|Sr|I{1,3}|IV)\.?\Z", "", printed[-1]) if printed else label


def count(records: Iterable[Record]) -> Counter[str]:
    """Count claims by relation and entities by class."""
    return Counter(
        local_name(record.predicate) if isinstance(record, Claim) else record.type
        for record in records
        if isinstance(record, Claim | Entity)
    )


def _line(place: Evidence) -> int:
    found = _LINE.match(place.row_key or "")
    return int(found[1]) if found else 0


def _plain(name: str) -> str:
    """Return a printed name without rank and marks."""
    return re.split(r"[,(]|\. Sr| Podpol", name)[0].replace("*", "").strip()


def _made(why: str, claim: Claim) -> Claim:
    """Give a derived claim its IRI, by what it says and which step made it."""
    said = list(claim.value) if claim.value else claim.object
    content = [RIDES, why, claim.subject, claim.predicate, said, list(claim.holds), claim.polarity]
    packed = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(packed.encode()).hexdigest()[:16]
    return claim._replace(
        iri=f"{CLAIM}{local_name(RIDES)}-{digest}", term_as_printed=None, links=()
    )
