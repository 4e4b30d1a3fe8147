"""Reads the open tables of people and missions as candidates for matching."""

from __future__ import annotations

import csv
import re
import tomllib
from collections import defaultdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from astrograph.ingest.template import compile_iri
from astrograph.match import Candidate
from astrograph.match.missions import NAMED, Mission, join, squeeze
from astrograph.vocab import ID

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

Row = dict[str, str]
MAPPINGS = Path(__file__).parent / "mappings"

SERIES = (("VKH", "Voskhod"), ("V", "Vostok"))
"""The flights whose ship the table does not number, though their tag does."""
DAY_ZERO, MISREAD = date(1899, 12, 30), 1905
ABORT = "flight-HA"
_SEGMENT = re.compile(r"EX(?P<number>\d+)")
_DURATION = re.compile(r"(\d+):(\d+):(\d+)(?::(\d+))?")


def gcat(path: Path) -> Iterator[Row]:
    """Read a table of the General Catalog's form: tabs, a head after ``#``, padded cells."""
    with path.open(encoding="utf-8") as lines:
        head = [cell.strip() for cell in next(lines).lstrip("#").split("\t")]
        for line in lines:
            if line.strip() and not line.startswith("#"):
                cells = [cell.strip() for cell in line.split("\t")]
                yield dict(zip(head, cells, strict=True))


def rows(path: Path) -> list[Row]:
    """Read a CSV table."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def day(text: str) -> str:
    """Turn ``1961 Apr 12 0607:00`` into ``1961-04-12``."""
    return datetime.strptime(" ".join(text.split()[:3]), "%Y %b %d").strftime("%Y-%m-%d")  # noqa: DTZ007 -- only the day counts


def seconds(text: str) -> int:
    """Turn ``4:01:56:11`` (days, hours, minutes, maybe seconds) into seconds."""
    found = _DURATION.match(text)
    if found is None:
        return 0
    days, hours, minutes, rest = (int(part or 0) for part in found.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + rest


def flights(folder: Path) -> list[Mission]:
    """Return the flights and expeditions of the rides and missions, with their crews."""
    names: dict[str, set[str]] = defaultdict(set)
    days: dict[str, str] = {}
    crews: dict[str, set[str]] = defaultdict(set)
    for row in gcat(folder / "missions.tsv"):
        iri = f"{ID}flight-{row['HSFID']}"
        names[iri] |= {row["Ship"], row["HSFTAG"]}
        names[iri] |= {
            f"{ship} {row['HSFTAG'][len(tag) :]}"
            for tag, ship in SERIES
            if row["HSFTAG"].removeprefix(tag).isdecimal()
        }
        days[iri] = day(row["LDate"])
    for row in gcat(folder / "rides.tsv"):
        person, flight = f"{ID}{row['ID']}", f"{ID}flight-{row['HSFID']}"
        names[flight].add(row["Mission"])
        crews[flight].add(person)
        for number in expeditions(row):
            crews[f"{ID}expedition-ISS-{number}"].add(person)
            names[f"{ID}expedition-ISS-{number}"].add(f"Expedition {number}")
    flown = {squeeze(name) for iri in names if ABORT not in iri for name in names[iri]}
    for iri in (iri for iri in names if ABORT in iri):  # These bear the names of what flew later.
        names[iri] = {name for name in names[iri] if squeeze(name) not in flown}
    return [
        Mission(iri, tuple(sorted(names[iri])), days.get(iri, ""), frozenset(crews[iri]))
        for iri in sorted(names)
    ]


def expeditions(row: Row) -> set[str]:
    """Return the numbers of the ISS expeditions that a ride was for."""
    return {found["number"] for found in _SEGMENT.finditer(row["Segments"])}


def riders(folder: Path) -> list[Candidate]:
    """Return the persons of the rides; the two chimpanzees are none."""
    tags = {row["HSFTAG"]: row["HSFID"] for row in gcat(folder / "missions.tsv")}
    names: dict[str, dict[str, None]] = defaultdict(dict)
    missions: dict[str, set[str]] = defaultdict(set)
    spans: dict[str, int] = defaultdict(int)
    flown: dict[str, set[int]] = defaultdict(set)
    for row in gcat(folder / "rides.tsv"):
        if row["ID"].startswith("AA-"):
            continue
        iri = f"{ID}{row['ID']}"
        names[iri][row["Name"]] = None
        spans[iri] += seconds(row["Duration"])
        flown[iri].add(int(row["LDate"][:4]))
        missions[iri].add(f"{ID}flight-{row['HSFID']}")
        missions[iri] |= {f"{ID}expedition-ISS-{number}" for number in expeditions(row)}
        crafts = {re.split(r"[:/]", piece)[0] for piece in row["Segments"].split(",")}
        missions[iri] |= {f"{ID}flight-{tags[craft]}" for craft in crafts if craft in tags}
    return [
        Candidate(
            iri,
            tuple(names[iri]),
            frozenset(missions[iri]),
            seconds=spans[iri],
            flown=frozenset(flown[iri]),
        )
        for iri in sorted(names)
    ]


def _sitelink(url: str) -> str:
    title = unquote(url.rpartition("/wiki/")[2]).replace("_", " ")
    return title.partition(" (")[0]


def wikidata_missions(folder: Path) -> list[Mission]:
    """Return the missions of the Wikidata extract, with their crews."""
    crews: dict[str, set[str]] = defaultdict(set)
    for row in rows(folder / "crew.csv"):
        crews[row["mission_qid"]].add(f"{ID}{row['person_qid']}")
    return [
        Mission(
            f"{ID}{row['qid']}",
            tuple(sorted({row["name"], _sitelink(row["wikipedia_url"])} - {""})),
            "",
            frozenset(crews[row["qid"]]),
        )
        for row in rows(folder / "missions.csv")
    ]


def wikidata_persons(folder: Path, joined: dict[str, str]) -> list[Candidate]:
    """Return the persons of the Wikidata extract.

    Args:
        folder: Where its tables lie.
        joined: Which flight each of its missions is.
    """
    missions: dict[str, set[str]] = defaultdict(set)
    for row in rows(folder / "crew.csv"):
        mission = f"{ID}{row['mission_qid']}"
        missions[row["person_qid"]].add(joined.get(mission, mission))
    return [
        Candidate(
            f"{ID}{row['qid']}",
            tuple(dict.fromkeys(filter(None, (row["name"], _sitelink(row["wikipedia_url"]))))),
            frozenset(missions[row["qid"]]),
            seconds=float(row["time_in_space_seconds_P2873"] or 0) or None,
        )
        for row in rows(folder / "persons.csv")
    ]


def astronauts_2020(path: Path, known: Collection[Mission]) -> list[Candidate]:
    """Return the persons of the table of 2020.

    Args:
        path: The table.
        known: The flights, to find those that it names.
    """
    iri = _iri("astronauts-2020.toml")
    table = rows(path)
    columns = ("mission_title", "ascend_shuttle")
    joined = _joined({row[column] for row in table for column in columns}, known)
    names: dict[str, dict[str, None]] = defaultdict(dict)
    missions: dict[str, set[str]] = defaultdict(set)
    years: dict[str, int] = {}
    flown: dict[str, set[int]] = defaultdict(set)
    for row in table:
        person = iri(row)
        names[person] |= {row["name"]: None, row["original_name"]: None}
        years[person] = int(row["year_of_birth"])
        flown[person].add(int(row["year_of_mission"]))
        missions[person] |= {joined[row[column]] for column in columns if row[column] in joined}
    return [
        Candidate(
            person,
            tuple(names[person]),
            frozenset(missions[person]),
            years[person],
            flown=frozenset(flown[person]),
        )
        for person in sorted(names)
    ]


def astronauts_nasa(path: Path, known: Collection[Mission]) -> list[Candidate]:
    """Return the persons of NASA's table of 2019.

    Args:
        path: The table.
        known: The flights, to find those that it names.
    """
    iri = _iri("nasa-astronauts-2019.toml")
    flown = {iri(row): _flown(row["missions_flown"]) for row in rows(path)}
    joined = _joined({name for names in flown.values() for name in names}, known)
    return [
        Candidate(
            iri(row),
            (f"{row['rest'].partition(',')[0]} {row['last']}",),
            frozenset(joined[name] for name in flown[iri(row)] if name in joined),
            _born(row["dob"]),
        )
        for row in rows(path)
    ]


def fact_people(facts: Path, entities: Path, known: Collection[Mission]) -> list[Candidate]:
    """Return the persons of the facts who flew, or whose Wikidata identifier is given.

    Args:
        facts: The facts; what was only recalled is left out.
        entities: The names of those whom the facts speak of.
        known: The flights, to find those that the facts name.
    """
    people = {
        row["label"]: f"{ID}{row['entity']}" for row in rows(entities) if row["type"] == "Person"
    }
    table = [row for row in rows(facts) if row["how_read"] == "read"]
    joined = _joined({cell for row in table for cell in (row["subject"], row["object"])}, known)
    found = {label: Candidate(iri, (label,)) for label, iri in people.items()}
    for row in table:
        for label in (label for label in people if label in (row["subject"], *_and(row["object"]))):
            flights = {joined[cell] for cell in (row["subject"], row["object"]) if cell in joined}
            ids = {f"{ID}{row['object']}"} if row["relation"] == "Wikidata id" else set()
            one = found[label]
            found[label] = one._replace(missions=one.missions | flights, ids=one.ids | ids)
    return [each for _, each in sorted(found.items()) if each.missions or each.ids]


def _and(text: str) -> list[str]:
    """Split ``Robert Behnken and Douglas Hurley``."""
    return text.split(" and ")


def _flown(text: str) -> list[str]:
    """Split ``STS-108/Exp 4/STS-111 and STS-41``."""
    pieces = re.split(r",|/|\band\b", text.replace("STS -", "STS-"))
    return [re.sub(r"\AExp\b", "Expedition", piece.strip()) for piece in pieces if piece.strip()]


def _born(text: str) -> int:
    """Return the year of a birth; a bare year, read as a count of days, stands there as 1905."""
    found = date.fromisoformat(text)
    return (found - DAY_ZERO).days if found.year == MISREAD else found.year


def _joined(printed: Collection[str], known: Collection[Mission]) -> dict[str, str]:
    """Find the flights that names stand for."""
    return {
        name: each.right
        for name in sorted(printed)
        for each in join([Mission(name, (name,))], known)
        if each.rule == NAMED
    }


def _iri(mapping: str) -> Callable[[Row], str]:
    """Return what makes the IRI of a row's person, as a mapping says it."""
    template = tomllib.loads((MAPPINGS / mapping).read_text(encoding="utf-8"))["entity"][0]["iri"]
    compiled = compile_iri(template, {})

    def iri(row: Row) -> str:
        made = compiled.fill(row)
        if made is None:
            raise ValueError(f"{mapping}: no IRI for {row}")
        return made

    return iri
