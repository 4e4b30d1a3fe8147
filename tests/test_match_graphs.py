"""Two graphs matched: by identifier, missions, persons, neighbors; and the command that does it."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from click.testing import CliRunner

from astrograph.cli import cli
from astrograph.codec.records import dumps
from astrograph.formats.decisions import WRITERS
from astrograph.identity import Decision, read_decisions
from astrograph.match.graphs import match_graphs
from astrograph.match.known import gather
from astrograph.model import Claim, Entity, Interval, Name, Value
from astrograph.vocab import AG, ID, RDF, RDFS

if TYPE_CHECKING:
    from pathlib import Path

    from astrograph.model import Record


def person(local: str, label: str, mission: str, *, born: str = "") -> list[Record]:
    """Return the records of a person who flew."""
    iri = ID + local
    return [
        Entity(iri, label, "Person", (Name("Kosmonavt"),)),
        Claim(
            f"claim:{local}-flew",
            iri,
            AG + "flewOn",
            mission,
            holds=Interval("2022-09-21T13:54:00Z", "2022-09-21T13:54:59Z"),
        ),
        *(
            [Claim(f"claim:{local}-born", iri, AG + "dateOfBirth", value=Value(born))]
            if born
            else []
        ),
    ]


OURS: list[Record] = [
    Entity(ID + "flight-1", "Soyuz MS-22", "Spaceflight"),
    Entity(ID + "org-NASA", "NASA", "SpaceAgency", (Name("National Aeronautics"),)),
    Entity(ID + "Russia", "Russia", "State"),
    *person("AS-636", "Frank Rubio", ID + "flight-1", born="1975-12-11"),
    Entity(ID + "org-ESA", "ESA", "SpaceAgency"),
    Claim("claim:esa-id", ID + "org-ESA", AG + "identifier", value=Value("wikidata:Q1")),
    Claim("claim:nasa", ID + "org-NASA", AG + "partnerOf", ID + "Russia"),
]
THEIRS: list[Record] = [
    Entity("http://x.org/ms22", "Soyuz MS22", "Mission"),
    Entity("http://x.org/nasa", "National Aeronautics", "Organization"),
    Entity("http://x.org/esa", "European Space Agency", "Organization"),
    Claim("claim:x-id", "http://x.org/esa", AG + "identifier", value=Value("wikidata:Q1")),
    Entity("http://x.org/russia", "Russia", "Country"),
    Entity(ID + "Russia", "Russian Federation", "State"),
    *(
        record._replace(iri="http://x.org/rubio")
        if isinstance(record, Entity)
        else record._replace(subject="http://x.org/rubio")
        for record in person("x", "Francisco (Frank) Rubio", "http://x.org/ms22")
        if isinstance(record, Entity | Claim)
    ),
    Claim("claim:x", "http://x.org/nasa", AG + "partnerOf", ID + "Russia"),
]


def test_two_graphs_match_by_identifier_then_missions_persons_and_neighbors() -> None:
    """One IRI on both sides is known already; a name without more stays open."""
    found = match_graphs(gather(OURS), gather(THEIRS))

    assert [(row.other, row.entity, row.decision, row.decided_by) for row in found] == [
        ("http://x.org/esa", ID + "org-ESA", "same", "rule: shared identifier"),
        ("http://x.org/ms22", ID + "flight-1", "same", "rule: squeezed name"),
        ("http://x.org/nasa", ID + "org-NASA", "same", "rule: name + shared neighbor"),
        ("http://x.org/rubio", ID + "AS-636", "same", "rule: name + shared flight"),
    ]


def test_what_is_decided_already_is_left_alone() -> None:
    """A decision settles its two ends, and helps with the rest."""
    decided = [
        Decision(ID + "flight-1", "http://x.org/ms22", "same"),
        Decision(ID + "AS-636", "http://x.org/rubio", "different"),
    ]
    found = {row.other: row for row in match_graphs(gather(OURS), gather(THEIRS), decided)}

    assert "http://x.org/ms22" not in found
    assert found["http://x.org/rubio"].decision == "open"


def test_the_table_that_is_written_can_be_read_as_decisions(tmp_path: Path) -> None:
    """What was proposed is saved as it is, and read again."""
    found = match_graphs(gather(OURS), gather(THEIRS))
    path = tmp_path / "identity.csv"
    path.write_text(WRITERS["csv"](found), encoding="utf-8")

    assert list(read_decisions(path)) == found


def test_the_command_proposes_and_says_what_is_open(tmp_path: Path) -> None:
    """A table of two names, one of them known with a birth year."""
    (tmp_path / "people.csv").write_text("name\nBill Nelson\nNobody Known\n", encoding="utf-8")
    mapping = tmp_path / "people.toml"
    mapping.write_text(
        '[source]\niri = "source:x"\ntitle = "X"\nlicense = "CC0"\n'
        '[table]\nfile = "people.csv"\nformat = "csv"\nheader = 1\nkey = "{name}"\n'
        '[[entity]]\niri = "http://x.org/{name}"\ntype = "Person"\nlabel = "{name}"\n',
        encoding="utf-8",
    )
    match = ["--slice", "article", "match", str(tmp_path / "people.csv"), "--mapping", str(mapping)]
    result = CliRunner().invoke(cli, [*match, "--format", "csv"])

    assert result.exit_code == 1
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [(row["entity"], row["decision"]) for row in rows] == [
        ("id:BillNelson", "open"),
        ("", "open"),
    ]
    assert "0 proposed, 2 open" in CliRunner().invoke(cli, match).stdout


def test_the_command_reads_lines_of_records(tmp_path: Path) -> None:
    """Two files match each other, whichever form they have; a bad line is named."""
    ours, theirs = tmp_path / "ours.nt", tmp_path / "theirs.jsonl"
    theirs.write_text("".join(f"{dumps(record)}\n" for record in THEIRS), encoding="utf-8")
    ours.write_text(
        f'<{ID}org-ESA> <{RDF}type> <{AG}SpaceAgency> .\n<{ID}org-ESA> <{RDFS}label> "ESA" .\n',
        encoding="utf-8",
    )
    result = CliRunner().invoke(cli, ["--store", str(ours), "match", str(theirs)])

    assert "http://x.org/rubio ? nobody" in result.stdout
    theirs.write_text("{}\n", encoding="utf-8")
    result = CliRunner().invoke(cli, ["--store", str(ours), "match", str(theirs)])
    assert result.exit_code == 3
    assert "theirs.jsonl, line 1" in result.stderr
