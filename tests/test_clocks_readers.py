"""Every reader knows both clocks, and says which times it was asked for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from astrograph import find_paths
from astrograph.cli import cli
from astrograph.cli.dates import first_instant, last_instant
from astrograph.explorer.graph import build_payload
from astrograph.formats import claims as claims_format
from astrograph.formats import exports, facts, paths
from astrograph.formats.times import clock_words
from astrograph.model import Clock, Entity, Interval, Link
from astrograph.paths import PathOptions
from astrograph.selection import ClaimFilter, select_claims
from astrograph.store.known import as_known
from builders import ID, claim, store_of

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from astrograph import Store

MAY = "2022-05-01T00:00:00Z"
JUNE = "2022-06-01T00:00:00Z"
JULY = "2022-07-01T00:00:00Z"
AUGUST = "2022-08-01T00:00:00Z"
SEPTEMBER = "2022-09-01T00:00:00Z"
SUMMER = (JUNE, AUGUST)


@pytest.fixture
def told() -> Store:
    """Return a store of three claims: dated, said later, and undated."""
    return store_of(
        claim("A", "participatesIn", "B", holds=Interval(MAY, MAY, AUGUST, AUGUST),
              said_latest=SEPTEMBER, said_earliest=SEPTEMBER),
        claim("B", "participatesIn", "C", said_latest=JUNE),
        claim("A", "participatesIn", "D"),
    )  # fmt: skip


def test_paths_hold_within_both_clocks(told: Store) -> None:
    """And the nearest relaxation names the clock that stands in the way."""
    late = find_paths(told, "id:A", "id:C", PathOptions(during=(SEPTEMBER, SEPTEMBER)))
    unsaid = find_paths(told, "id:A", "id:C", PathOptions(known_by=JULY))

    assert find_paths(told, "id:A", "id:C", PathOptions(during=SUMMER, known_by=SEPTEMBER)).paths
    assert late.no_path is not None
    assert late.no_path.relaxation == ("without --during", 2)
    assert unsaid.no_path is not None
    assert unsaid.no_path.relaxation == ("without --known-by", 2)


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        (Clock(during=(SEPTEMBER, SEPTEMBER)), "CD"),
        (Clock(during=SUMMER), "BCD"),
        (Clock(known_by=JULY), "CD"),
        (Clock(during=SUMMER, known_by=SEPTEMBER), "BCD"),
    ],
)
def test_claims_facts_graphs_and_pages_hold_within_both_clocks(
    told: Store, clock: Clock, expected: str
) -> None:
    """The same claims, whoever reads."""
    times: dict[str, Any] = clock._asdict()
    chosen = select_claims(told, ClaimFilter(**times))
    shown = [
        statement.object[-1]
        for letter in "AB"
        for statement in facts.gather(told, Entity(ID + letter, letter, "Thing"), clock).statements
        if statement.subject == ID + letter
    ]

    assert "".join(each.object[-1] for each in chosen if each.object) == expected
    assert "".join(sorted(shown)) == expected
    assert sorted(target[-1] for _, target in told.networkx(**times).edges()) == sorted(expected)
    assert sorted(
        each["object"][-1] for each in build_payload(told, **times)["statements"]
    ) == sorted(expected)


def test_an_export_holds_within_both_clocks(told: Store) -> None:
    """Claims that are out are not written, nor is what only speaks of them."""
    written = exports.as_rdf(told, "ttl", Clock(during=SUMMER, known_by=JULY)).decode()

    assert "id:C" in written
    assert "id:D" in written
    assert SEPTEMBER not in written


def test_what_nobody_dates_is_said_once(told: Store) -> None:
    """Where a claim is kept although it may have been said later; not where all are dated."""
    note = "as known by 2022-07-01: claims of which no date tells when they were said are kept"
    store = as_known(told, JULY)
    dated = [each for each in store.claims() if each.said_latest]
    answer = find_paths(told, "id:A", "id:D", PathOptions(known_by=JULY))
    found = facts.gather(told, Entity(ID + "A", "A", "Thing"), Clock(known_by=JULY))

    assert claims_format.text(store, list(store.claims()), None).count(note) == 1
    assert note not in claims_format.text(store, dated, None)
    assert note not in claims_format.text(told, list(told.claims()), None)
    assert paths.text(store, answer, None).count(note) == 1
    assert facts.text(store, found, None).count(note) == 1


def test_dissent_that_was_not_yet_voiced_is_not_told() -> None:
    """A later claim in tension with it is no footnote of an earlier day."""
    said = claim("A", "participatesIn", "B", said_latest=MAY)
    against = claim("A", "leaves", "B", modality="Threat", said_earliest=AUGUST)
    against = against._replace(links=(Link(against.iri, "inTensionWith", said.iri),))
    store = store_of(said, against)

    def told_by(day: str) -> str:
        answer = find_paths(store, "id:A", "id:B", PathOptions(known_by=day))
        return paths.text(as_known(store, day), answer, None)

    assert "in tension" in told_by(SEPTEMBER)
    assert "in tension" not in told_by(JULY)


# As the user types it


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2022", "2022-01-01T00:00:00Z", "2022-12-31T23:59:59Z"),
        ("2022-07", "2022-07-01T00:00:00Z", "2022-07-31T23:59:59Z"),
        ("2024-02", "2024-02-01T00:00:00Z", "2024-02-29T23:59:59Z"),
        ("2022-07-15", "2022-07-15T00:00:00Z", "2022-07-15T23:59:59Z"),
        ("2022-07-15T12:00:00Z", "2022-07-15T12:00:00Z", "2022-07-15T12:00:00Z"),
        ("2022-07-15T12:00:00+03:00", "2022-07-15T09:00:00Z", "2022-07-15T09:00:00Z"),
    ],
)
def test_a_year_a_month_and_a_day_have_a_first_and_a_last_instant(
    text: str, first: str, last: str
) -> None:
    """In UTC, leap years and all."""
    assert (first_instant(text), last_instant(text)) == (first, last)


def run(*args: str) -> Result:
    """Run a command on the article's slice."""
    return CliRunner().invoke(cli, ["--slice", "article", *args])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022..2024", {"from": "2022-01-01T00:00:00Z", "to": "2024-12-31T23:59:59Z"}),
        ("2022", {"from": "2022-01-01T00:00:00Z", "to": "2022-12-31T23:59:59Z"}),
        ("2022-07..2022-07-15", {"from": "2022-07-01T00:00:00Z", "to": "2022-07-15T23:59:59Z"}),
    ],
)
def test_a_stretch_is_echoed_as_it_was_understood(text: str, expected: dict[str, str]) -> None:
    """From the first instant of what was typed to the last."""
    path = run("path", "Rogozin", "ISS", "--during", text, "--format", "json")
    show = run("show", "ISS", "--during", text, "--known-by", "2022-07-27", "--format", "json")

    assert json.loads(path.stdout)["options"]["during"] == expected
    assert json.loads(path.stdout)["options"]["at"] is None
    assert json.loads(show.stdout)["during"] == expected
    assert json.loads(show.stdout)["known_by"] == "2022-07-27T00:00:00Z"


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("--at", "2022-07"), "'2022-07' is a stretch of time: give --during 2022-07, or a date"),
        (("--known-by", "2022"), "'2022' is a stretch of time: give a date (2022-01-01)"),
        (("--at", "2022-07-01", "--during", "2022"), "give --at or --during, not both"),
        (("--during", "2024..2022"), "'2024..2022' ends before it begins"),
        (("--during", "2022-13"), "'2022-13' is no stretch of time; write it as 2022..2024"),
        (("--during", "2022.."), "'2022..' is no stretch of time"),
        (("--during", "soon"), "'soon' is no stretch of time"),
        (("--known-by", "2022-02-30"), "'2022-02-30' is not a date"),
    ],
)
@pytest.mark.parametrize(
    "command", [("path", "Rogozin", "ISS"), ("show", "ISS"), ("claims",), ("query", "ASK {}"),
                ("export",), ("explore", "-o", "page.html")],
)  # fmt: skip
def test_a_time_that_makes_no_sense_is_misuse(
    command: tuple[str, ...], args: tuple[str, ...], message: str
) -> None:
    """Every reading command knows all three, and says what to write instead."""
    result = run(*command, *args)

    assert result.exit_code == 2
    assert message in result.stderr


@pytest.mark.parametrize(
    ("clock", "words"),
    [
        (Clock(at=JULY), "as of 2022-07-01"),
        (Clock(during=(first_instant("2022"), last_instant("2024"))), "from 2022 to 2024"),
        (Clock(during=(first_instant("2022"), last_instant("2022"))), "in 2022"),
        (Clock(during=SUMMER), "from 2022-06-01 to 2022-08-01T00:00:00Z"),
        (Clock(during=(first_instant("2022-07"), last_instant("2022-07"))), "in 2022-07"),
        (
            Clock(during=(first_instant("2023-02"), last_instant("2024-02"))),
            "from 2023-02 to 2024-02",
        ),
        (
            Clock(during=(first_instant("2022-07"), last_instant("2022-07-29"))),
            "from 2022-07-01 to 2022-07-29",
        ),
        (Clock(during=(JULY, last_instant("2022-07-01"))), "on 2022-07-01"),
        (Clock(at=JULY, known_by=AUGUST), "as of 2022-07-01, as known by 2022-08-01"),
    ],
)
def test_the_times_are_told_in_words(clock: Clock, words: str) -> None:
    """As short as they were meant."""
    assert clock_words(clock) == words


def test_the_page_tells_its_times(tmp_path: Path) -> None:
    """Where it otherwise tells of which instant its tenses speak."""
    page = tmp_path / "page.html"
    result = run("explore", "-o", str(page), "--during", "2022", "--known-by", "2022-08-01")

    assert result.exit_code == 0
    assert "in 2022, as known by 2022-08-01: what no date settles" in page.read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize("command", [("query", "ASK { ?s ?p ?o }"), ("export",)])
def test_what_holds_no_words_tells_its_times_beside_the_data(command: tuple[str, ...]) -> None:
    """On stderr, and only when times are asked for."""
    result = run(*command, "--during", "2022")

    assert result.exit_code == 0
    assert result.stderr.startswith("in 2022: what no date settles")
    assert run(*command).stderr == ""
