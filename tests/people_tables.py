"""Read the tables of people and flights once for several test files, and pick claims from them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from astrograph.identity import apply, read_decisions
from astrograph.ingest.mapping import read_mapping
from astrograph.ingest.report import Report
from astrograph.ingest.table import read_records
from astrograph.model import Claim, Entity
from astrograph.vocab import AG, ID, local_name
from wide import people

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

MS22, SHUTTLE_61C, TM26 = "flight-H00363", "flight-H00127", "flight-H00213"
GEORGE_NELSON, BILL_NELSON = "AS-00149", "AS-00206"
KRIKALEV, RUBIO = "AS-00216", "AS-00636"
ANATOLY_SOLOVYOV, VLADIMIR_SOLOVYOV = "AS-00212", "AS-00143"


class Read(NamedTuple):
    """What the mappings made, what follows from it, and the reports."""

    entities: list[Entity]
    claims: list[Claim]
    derived: list[Claim]
    reports: dict[str, Report]


@cache
def read_tables(data: Path, folder: Path) -> Read:
    """Read all tables of people and missions, as they are before identity.

    Args:
        data: The folder of the open data.
        folder: The folder of the mappings and the decisions.
    """
    entities, claims, reports = [], [], {}
    for name, table in people.TABLES.items():
        mapping = read_mapping(folder / "mappings" / f"{name}.toml")
        reports[name] = Report()
        for record in read_records(data / table, mapping, report=reports[name]):
            if isinstance(record, Claim):
                claims.append(record)
            elif isinstance(record, Entity):
                entities.append(record)
    rides = data / people.TABLES["rides"]
    derived = people.derived(claims, rides, read_decisions(folder / "identity.csv"))
    return Read(entities, claims, list(derived), reports)


@cache
def unite_tables(data: Path, folder: Path) -> Read:
    """Return the same with the best spellings, and with the decisions on identity applied."""
    mapped = read_tables(data, folder)
    decisions = read_decisions(folder / "identity.csv")
    entities = list(people.spelled(mapped.entities, decisions))
    claims = apply([*mapped.claims, *mapped.derived], decisions)
    return Read(
        [each for each in apply(entities, decisions) if isinstance(each, Entity)],
        [each for each in claims if isinstance(each, Claim)],
        [],
        mapped.reports,
    )


def told(claims: Iterable[Claim], subject: str, *relations: str) -> list[Claim]:
    """Return the claims about an entity with some relations."""
    return [
        claim
        for claim in claims
        if claim.subject == ID + subject and local_name(claim.predicate) in relations
    ]


def ends(claims: Iterable[Claim]) -> set[str]:
    """Return what the claims lead to, by local name or as text."""
    return {
        local_name(claim.object or "") if claim.value is None else claim.value.text
        for claim in claims
    }


def carried(claims: Iterable[Claim], flight: str, relation: str = "flewOn") -> set[str]:
    """Return who flew on a flight."""
    return {
        local_name(claim.subject)
        for claim in claims
        if claim.object == ID + flight and claim.predicate == AG + relation
    }
