"""Writes the rule-made rows of identity.csv anew; the rows that a curator made stay as they are."""

from __future__ import annotations

import argparse
import csv
import io
import os
import sys
from pathlib import Path

from astrograph.identity import COLUMNS, OPEN, SAME, Decision, read_decisions, replacements
from astrograph.match import Candidate, propose
from astrograph.match.missions import RULES as MISSION_RULES
from astrograph.match.missions import join
from astrograph.match.persons import RULES as PERSON_RULES
from astrograph.vocab import shrink
from wide import tables

ROOT = Path(__file__).resolve().parents[2]
TABLE = Path(__file__).parent / "identity.csv"
UNDECIDED = "rule: no proposal"
OWN = {*MISSION_RULES, *PERSON_RULES, UNDECIDED}
ROUNDS = 2


def decide(data: Path, curated: list[Decision]) -> list[Decision]:
    """Match the missions and the persons of all tables with those of the rides.

    Args:
        data: The folder of the open data.
        curated: What is decided already; nothing is proposed about its ``other``.

    Returns:
        The rule-made decisions.
    """
    settled = {row.other for row in curated}
    flights = tables.flights(data / "gcat-humanspaceflight")
    wikidata = data / "wikidata-spacefarers"
    missions = tables.wikidata_missions(wikidata)
    fixed = {row.other: row.entity for row in curated if row.decision == SAME}
    found = {fixed.get(each.iri) for each in missions}
    known = [each for each in flights if each.iri not in found]
    unknown = [each for each in missions if each.iri not in settled]
    flown = {each.left: each.right for each in join(unknown, known)} | fixed
    persons, left_open = _persons(
        tables.riders(data / "gcat-humanspaceflight"),
        {
            "Wikidata": tables.wikidata_persons(wikidata, flown),
            "2020": tables.astronauts_2020(
                data / "astronaut-database-2020" / "astronauts.csv", flights
            ),
            "NASA": tables.astronauts_nasa(
                data / "nasa-astronauts-2019" / "astronauts.csv", flights
            ),
        },
        curated,
        tables.fact_people(
            data / "facts-2022-iss.csv", Path(__file__).parent / "facts-entities.csv", flights
        ),
    )
    people = {row.other: row.entity for row in persons} | fixed
    joined = [
        Decision(each.right, each.left, SAME, each.why, each.rule)
        for each in join(unknown, known, people)
    ]
    return [*joined, *persons, *left_open]


def _persons(
    riders: list[Candidate],
    others: dict[str, list[Candidate]],
    curated: list[Decision],
    facts: list[Candidate],
) -> tuple[list[Decision], list[Decision]]:
    """Match each table with the rides; names and years of birth found in one help with the next."""
    known = {rider.iri: rider for rider in riders}
    settled = {row.other: row for row in curated}
    barred = [frozenset((row.entity, row.other)) for row in curated if row.decision != SAME]
    for each in (each for table in others.values() for each in table):
        row = settled.get(each.iri)
        if row is not None and row.decision == SAME and row.entity in known:
            known[row.entity] = _learn(known[row.entity], each)
    made: dict[str, Decision] = {}
    open_rows: dict[str, Decision] = {}
    for name in list(others) * ROUNDS:
        table = {each.iri: each for each in others[name] if each.iri not in settled}
        taken = {made[iri].entity for iri in table.keys() & made.keys()}
        taken |= {settled[each.iri].entity for each in others[name] if each.iri in settled}
        rest = [each for iri, each in table.items() if iri not in made]
        free = [rider for iri, rider in known.items() if iri not in taken]
        proposals, cases = propose(rest, free, barred)
        for found in proposals:
            made[found.left] = Decision(found.right, found.left, SAME, found.why, found.rule)
            known[found.right] = _learn(known[found.right], table[found.left])
        for case in cases:
            near = case.near[0] if case.near else ""
            row = Decision(near, case.left, OPEN, case.why, UNDECIDED)
            open_rows[case.left] = row if near else open_rows.get(case.left, row)
    made |= {row.other: row for row in _fact_people(facts, known, {**settled, **made})}
    return list(made.values()), [row for iri, row in open_rows.items() if iri not in made]


def _fact_people(
    facts: list[Candidate], known: dict[str, Candidate], joined: dict[str, Decision]
) -> list[Decision]:
    """Match the people of the facts; the identifiers are those of Wikidata, as far as joined."""
    ids: dict[str, set[str]] = {}
    for row in joined.values():
        if row.decision == SAME:
            ids.setdefault(row.entity, set()).add(row.other)
    riders = [
        rider._replace(ids=frozenset(ids.get(iri, ())))
        for iri, rider in known.items()
        if iri not in {row.other for row in joined.values()}
    ]
    rows = []
    for each in (each for each in facts if each.iri not in joined):  # Some are there twice.
        proposals, _ = propose([each], riders)
        rows += [Decision(one.right, one.left, SAME, one.why, one.rule) for one in proposals]
    return rows


def _learn(rider: Candidate, other: Candidate) -> Candidate:
    """Add the names of one who is the same, and the year of birth where none is known yet."""
    return rider._replace(
        names=tuple(dict.fromkeys((*rider.names, *other.names))),
        birth_year=rider.birth_year or other.birth_year,
    )


def table(data: Path, path: Path = TABLE) -> str:
    """Write the whole table of decisions.

    Args:
        data: The folder of the open data.
        path: The table as it is, of which the curated rows and those of other rules stay.

    Returns:
        CSV, sorted, with CURIEs.
    """
    kept = [row for row in read_decisions(path) if row.decided_by not in OWN]
    rows = [*kept, *decide(data, kept)]
    replacements(rows)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    short = ((shrink(row.entity), shrink(row.other), *row[2:]) for row in rows)
    writer.writerows(sorted(set(short)))
    return out.getvalue()


def main() -> int:
    """Write the table, or tell whether it is fresh.

    Returns:
        The exit code: 0 done or fresh, 1 stale.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when stale")
    arguments = parser.parse_args()
    shared = Path(os.environ.get("ASTROGRAPH_SHARED", ROOT.parent / "shared"))
    made = table(shared / "data")
    if not arguments.check:
        TABLE.write_text(made, encoding="utf-8")
    elif TABLE.read_text(encoding="utf-8") != made:
        print("identity.csv is stale; write it anew: scripts/wide/identify.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
