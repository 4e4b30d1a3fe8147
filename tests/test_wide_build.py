"""The wide graph is built the same every time, its slices nest, and its names mean one thing."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from astrograph.codec.records import loads
from astrograph.model import Claim, Edition, Entity, Evidence, Interval, Name, Source, Value
from astrograph.store.names import fold
from astrograph.store.shipped import shipped_records
from astrograph.vocab import AG, ID, SOURCE, data_path, ontology_path
from wide import build
from wide.naming import tell_apart
from wide.slices import SLICES, divide
from wide.succession import predecessors

if TYPE_CHECKING:
    from pathlib import Path

    from astrograph.model import Record

LARGEST = 10_000_000
"""How many bytes the three files may have together, of a wheel of at most 15 MB."""

Slices = dict[str, list["Record"]]


@pytest.fixture(scope="module")
def slices() -> Slices:
    """Return the shipped records of each slice, in the files' order."""
    read = {}
    for name in SLICES:
        with gzip.open(data_path("wide", f"{name}.jsonl.gz"), "rt", encoding="utf-8") as lines:
            read[name] = [loads(line) for line in lines]
    return read


@pytest.fixture(scope="module")
def article() -> set[str]:
    """Return the entities of the article's slice."""
    return {each.iri for each in shipped_records("article") if isinstance(each, Entity)}


def claims_in(records: list[Record]) -> list[Claim]:
    """Return the claims among some records."""
    return [each for each in records if isinstance(each, Claim)]


def entities_in(records: list[Record]) -> dict[str, Entity]:
    """Return the entities among some records, by IRI."""
    return {each.iri: each for each in records if isinstance(each, Entity)}


# ── What ships ─────────────────────────────────────────────────────────────────────────────────


def test_the_shipped_slices_are_what_the_builder_makes(shared_dir: Path, slices: Slices) -> None:
    """Built anew from the open tables, every line is the same."""
    data = shared_dir / "data"
    tables = [build.read_table(name, data)[0] for name in build.names_of_mappings()]
    made = build.slices_of(*build.unite(build.joined(tables, data)))

    assert made.keys() == slices.keys()
    for name, records in made.items():
        differing = [
            pair for pair in zip(records, slices[name], strict=False) if pair[0] != pair[1]
        ]
        assert differing[:1] == []
        assert len(records) == len(slices[name])


def test_a_slice_is_written_with_the_same_bytes_each_time(tmp_path: Path) -> None:
    """No time stamp and no name of a file gets into it."""
    records: list[Record] = [
        Edition("Some", "2026-05-21T23:59:59Z"),
        Entity(f"{ID}A", "A", "Person"),
    ]
    for name in ("one", "other"):
        build.write_slice(tmp_path / f"{name}.jsonl.gz", records)

    assert (tmp_path / "one.jsonl.gz").read_bytes() == (tmp_path / "other.jsonl.gz").read_bytes()


def test_the_graph_is_as_large_as_it_should_be(slices: Slices, article: set[str]) -> None:
    """At least 16,000 entities and 45,000 claims between two of them, in a small package."""
    entities = {iri for records in slices.values() for iri in entities_in(records)} | article
    between = [each for records in slices.values() for each in claims_in(records) if each.object]
    size = sum(data_path("wide", f"{name}.jsonl.gz").stat().st_size for name in SLICES)

    assert len(entities) >= 16_000
    assert len(between) >= 45_000
    assert size <= LARGEST
    assert 200 <= len(entities_in(slices["core"])) <= 400
    assert 3_500 <= len(entities_in(slices["iss"])) <= 5_000


def test_each_slice_begins_with_its_edition(slices: Slices) -> None:
    """The day is that of the newest table."""
    first = [records[0] for records in slices.values()]
    editions = [each for each in first if isinstance(each, Edition)]

    assert [each.date for each in editions] == ["2026-05-21T23:59:59Z"] * 3
    assert [str(each.iri).rpartition("/")[2] for each in editions] == list(SLICES)


def test_slices_nest(slices: Slices, article: set[str]) -> None:
    """A claim stands once, and all that it names is in its own slice or in a narrower one."""
    known, seen = set(article), set()
    sources = {each.iri for each in shipped_records("article") if isinstance(each, Source)}
    for records in slices.values():
        known |= entities_in(records).keys()
        sources |= {each.iri for each in records if isinstance(each, Source)}
        for claim in claims_in(records):
            assert claim.iri not in seen
            seen.add(claim.iri)
            assert {claim.subject, claim.object or claim.subject} <= known, claim
            assert claim.speaker in known | sources, claim
            assert {place.source for place in claim.evidence} <= sources, claim


def test_every_entity_is_related_to_another(slices: Slices, article: set[str]) -> None:
    """What nothing relates stays out, but for what a cited fact speaks of or who utters one."""
    related: set[str | None] = set()
    for records in slices.values():
        for claim in claims_in(records):
            assert claim.subject != claim.object
            told = any(place.source == f"{SOURCE}facts2022" for place in claim.evidence)
            related |= {claim.subject, claim.object} if claim.object or told else set()
            related.add(claim.speaker)
    entities = {iri for records in slices.values() for iri in entities_in(records)}

    assert entities - article <= related


def test_every_claim_cites_a_cell_and_has_a_paraphrase(slices: Slices) -> None:
    """Source, row and column, and the hash of the cell."""
    for records in slices.values():
        for claim in claims_in(records):
            assert claim.paraphrase
            assert claim.evidence
            for place in claim.evidence:
                assert re.match(r"line \d+", place.row_key or ""), place
                assert place.column
                assert re.fullmatch(r"[0-9a-f]{64}", place.sha256 or ""), place


def test_every_relation_and_kind_is_in_the_ontology(slices: Slices) -> None:
    """Relations have labels both ways round; kinds are classes."""
    text = ontology_path().read_text(encoding="utf-8")
    relations = {claim.predicate for records in slices.values() for claim in claims_in(records)}
    kinds = {each.type for records in slices.values() for each in entities_in(records).values()}

    for iri in relations:
        block = re.search(rf"^ag:{iri.removeprefix(AG)} a .*?\.$", text, re.MULTILINE | re.DOTALL)
        assert block is not None, iri
        assert "ag:Relation" in block[0], iri
        assert "ag:inverseLabel" in block[0], iri
    for kind in kinds:
        assert f"\nag:{kind} a owl:Class" in text, kind


def test_a_name_means_one_entity_unless_people_share_it(slices: Slices) -> None:
    """So that ``Boeing`` or ``NASA`` can be typed; homonyms among people stay homonyms."""
    records = {iri: each for found in slices.values() for iri, each in entities_in(found).items()}
    labels = Counter(fold(each.label) for each in records.values() if each.type != "Person")

    assert [label for label, count in labels.items() if count > 1] == []


@pytest.mark.parametrize(
    ("name", "iri"),
    [("Boeing", "org-BOE"), ("Soyuz MS-22", "flight-H00363"), ("GIK-5", "site-GIK-5")],
)
def test_well_known_names_belong_to_whom_most_people_mean(
    slices: Slices, name: str, iri: str
) -> None:
    """A company and not its plant, a flight and not its craft."""
    bearers = {
        each.iri.removeprefix(ID)
        for records in slices.values()
        for each in entities_in(records).values()
        if fold(name) in {fold(text) for text in (each.label, *(n.text for n in each.aliases))}
    }

    assert bearers == {iri}


# ── The steps, on small cases ──────────────────────────────────────────────────────────────────


def claim(
    number: int,
    subject: str,
    relation: str,
    target: str | None = None,
    source: str = "gcat-orgs",
    holds: Interval = Interval(),  # noqa: B008 -- a tuple, which nothing can change
) -> Claim:
    """Make a claim with evidence in a source."""
    return Claim(
        f"c:{number}",
        ID + subject,
        AG + relation,
        object=None if target is None else ID + target,
        value=Value("text") if target is None else None,
        holds=holds,
        evidence=(Evidence(f"e:{number}", SOURCE + source),),
    )


def test_who_is_still_there_and_stands_above_keeps_a_name() -> None:
    """The others get their code, or lose the alias."""
    ended = Interval(end_latest="1999-12-31T23:59:59Z")
    entities = [
        Entity(f"{ID}org-OLD", "Energiya", "Company"),
        Entity(f"{ID}org-NEW", "Energiya", "Company"),
        Entity(f"{ID}org-SUB", "Plant", "Company", (Name("Energiya", "en"), Name("P", "en"))),
    ]
    claims = [
        claim(1, "org-OLD", "ofState", "SU", holds=ended),
        claim(2, "org-NEW", "ofState", "RU"),
        claim(3, "org-SUB", "subordinateTo", "org-NEW"),
    ]

    told = {each.iri: each for each in tell_apart(entities, claims, ())}

    assert told[f"{ID}org-NEW"].label == "Energiya"
    assert told[f"{ID}org-OLD"].label == "Energiya (OLD)"
    assert told[f"{ID}org-SUB"].label == "Plant"
    assert told[f"{ID}org-SUB"].aliases == (Name("P", "en"),)


def test_what_tells_apart_is_years_the_full_name_or_the_kind() -> None:
    """Phases of one organization, different ones of one name, a craft and its flight."""
    once = Interval("1994-01-01T00:00:00Z", None, None, "1998-12-31T23:59:59Z")
    entities = [
        Entity(f"{ID}org-KHRU", "Khrunichev", "Company"),
        Entity(f"{ID}org-KHRO", "Khrunichev", "Company"),
        Entity(f"{ID}org-ARC", "ARC", "Company", (Name("Ames Research Center", "en"),)),
        Entity(f"{ID}org-ATLA", "ARC", "Company"),
        Entity(f"{ID}flight-H1", "Soyuz TM-31", "Spaceflight"),
        Entity(f"{ID}object-S1", "Soyuz TM-31", "Spacecraft"),
        Entity(f"{ID}object-A1", "Zvezda", "StationElement"),
        Entity(f"{ID}org-ZVEZ", "Zvezda", "Company"),
    ]
    claims = [
        claim(1, "org-KHRU", "ofState", "RU", holds=once),
        claim(2, "org-KHRO", "succeeded", "org-KHRU"),
        claim(3, "org-ARC", "subordinateTo", "NASA"),
        claim(4, "object-A1", "partOf", "ISS"),
    ]

    told = {each.iri.removeprefix(ID): each.label for each in tell_apart(entities, claims, ())}

    assert told == {
        "org-KHRU": "Khrunichev (1994–1998)",
        "org-KHRO": "Khrunichev",
        "org-ARC": "ARC (Ames Research Center)",
        "org-ATLA": "ARC",
        "flight-H1": "Soyuz TM-31",
        "object-S1": "Soyuz TM-31 (spacecraft)",
        "object-A1": "Zvezda",
        "org-ZVEZ": "Zvezda (ZVEZ)",
    }


def test_people_keep_the_names_that_they_share() -> None:
    """Two Aleksandr Aleksandrovs are two, and both are called so."""
    entities = [Entity(f"{ID}AS-{n}", "Aleksandr Aleksandrov", "Person") for n in (130, 213)]

    assert tell_apart(entities, [], ()) == entities


def test_a_claim_goes_to_the_narrowest_slice_that_uses_it() -> None:
    """Facts to the core with what they belong to, flights and their launches to the next."""
    served = Interval("2004-01-01T00:00:00Z")
    claims = [
        claim(1, "Head", "leads", "Roscosmos", source="facts2022"),
        claim(2, "Roscosmos", "succeeded", "org-FKA"),
        claim(3, "org-FKA", "succeeded", "org-RAKA"),
        claim(4, "AS-1", "flewOn", "flight-1", source="gcat-rides"),
        claim(5, "flight-1", "aboardLaunch", "launch-1", source="gcat-missions"),
        claim(6, "launch-1", "usedVehicle", "vehicle-1", source="gcat-launchlog"),
        claim(7, "launch-2", "usedVehicle", "vehicle-2", source="gcat-launchlog"),
        claim(8, "launch-3", "launchedFrom", "site-KSC", source="gcat-launchlog", holds=served),
    ]

    divided = divide(claims, {f"{ID}Roscosmos"})

    assert {name: [each.iri for each in found] for name, found in divided.claims.items()} == {
        "core": ["c:1", "c:2"],
        "iss": ["c:4", "c:5", "c:6", "c:8"],
        "wide": ["c:3", "c:7"],
    }
    assert divided.entities["core"] == {f"{ID}Head", f"{ID}org-FKA"}
    assert f"{ID}org-RAKA" in divided.entities["wide"]


PHASES = """
A,G,1950,1960,-
B,G,1960 Jan,1970,-
C,G,1970,-,-
D,G,1970,-,C
E,H,1990,-,-
F,I,1950,1955,-
G,I,1970,-,-
"""


def test_a_predecessor_began_earlier_and_had_ended() -> None:
    """An organ of a phase has none, nor has a phase alone; a gap of years is marked."""
    columns = ("Code", "UCode", "TStart", "TStop", "Parent")
    rows = [
        dict(zip(columns, line.split(","), strict=True)) for line in PHASES.strip().splitlines()
    ]

    assert list(predecessors(rows, "Code")) == [("B", "A", ""), ("C", "B", ""), ("G", "F", "?")]
