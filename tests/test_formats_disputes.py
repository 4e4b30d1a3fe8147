"""Claims that are at odds stand together, the widest apart first, under what they are about."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from click.testing import CliRunner

from astrograph.cli import cli
from astrograph.formats import claims as written
from astrograph.formats.disputes import disputes, heading, summary
from astrograph.model import Claim, Interval, Link, Value
from builders import CLAIM, claim, store_of
from rivals import term, told


def stayed(name: str, who: str, seconds: int, against: str | None = None) -> Claim:
    """Make a claim on somebody's time in space, maybe against another one."""
    made = told(name, "page", (who, "timeInSpace", Value(str(seconds))))
    return made if against is None else opposed(made, against)


def opposed(one: Claim, *others: str) -> Claim:
    """Set a claim against others."""
    links = tuple(Link(one.iri, "contradicts", CLAIM + other) for other in others)
    return one._replace(links=links)


NEAR = (stayed("a", "Ann", 100, "z"), stayed("z", "Ann", 161))
FAR = (stayed("b", "Bob", 90_000, "y"), stayed("y", "Bob", 400))
BORN = (
    opposed(told("c", "page", ("Cyd", "yearOfBirth", Value("1950"))), "x"),
    told("x", "page", ("Cyd", "yearOfBirth", Value("1958"))),
)
LED = (
    opposed(told("d", "page", ("Dan", "leads", "Club")), "w"),
    told("w", "page", ("Eve", "leads", "Club")),
)
BEGUN = (
    opposed(told("e", "page", ("Flo", "servedOn", "Mir"), holds=term("1990-01-01")), "v"),
    told("v", "page", ("Flo", "servedOn", "Mir"), holds=term("1990-01-03")),
)


def names(*claims: Claim) -> list[list[str]]:
    """Return the groups that some claims make, by the ends of their IRIs."""
    found = disputes(store_of(*claims), list(claims))
    return [[each.iri.removeprefix(CLAIM) for each in group.claims] for group in found]


def headings(*claims: Claim) -> list[str]:
    """Return the headings of the groups that some claims make."""
    store = store_of(*claims)
    return [heading(store, each) for each in disputes(store, list(claims))]


def test_the_voices_of_a_dispute_stand_together_and_the_widest_apart_first() -> None:
    """Figures of one relation are compared; what has none follows, by the first IRI."""
    assert names(*NEAR, *BORN, *LED, *FAR) == [["b", "y"], ["a", "z"], ["c", "x"], ["d", "w"]]


def test_what_is_at_odds_with_the_same_claim_is_one_dispute() -> None:
    """Though nothing sets the two others against each other."""
    middle = opposed(stayed("m", "Ann", 500), "a", "b")

    assert names(stayed("a", "Ann", 1), stayed("b", "Ann", 2), middle) == [["a", "b", "m"]]


def test_a_voice_that_is_not_asked_for_binds_nothing() -> None:
    """A claim alone is a group of its own."""
    assert names(NEAR[0]) == [["a"]]


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        (NEAR, "Ann — has spent in space: 2 claims, 1 min 1 s apart"),
        (FAR, "Bob — has spent in space: 2 claims, 1 day 53 min 20 s apart"),
        (BORN, "Cyd — was born in the year: 2 claims, 8 apart"),
        (LED, "Club — is led by: 2 claims"),
        (BEGUN, "Flo — served on: 2 claims, begun 1 day 1 s apart"),
        (NEAR[:1], "Ann — has spent in space: 1 claim"),
        (
            (opposed(NEAR[1], "c"), *BORN),
            "Cyd — was born in the year; Ann — has spent in space: 3 claims",
        ),
    ],
)
def test_a_heading_says_what_it_is_about_and_how_far_apart(
    claims: tuple[Claim, ...], expected: str
) -> None:
    """In the unit of the relation; of dates, how long after each other they are at least."""
    assert headings(*claims) == [expected]


def test_open_dates_are_not_measured() -> None:
    """Nor are starts that may have been the same."""
    first = BEGUN[0]._replace(holds=Interval(start_earliest="1990-01-01T00:00:00Z"))

    assert headings(first, BEGUN[1]) == ["Flo — served on: 2 claims"]
    assert headings(BEGUN[0], BEGUN[1]._replace(holds=term("1990-01-01"))) == [
        "Flo — served on: 2 claims"
    ]


def test_the_numbers_are_told_at_the_top() -> None:
    """With the order, where there are figures to be ordered."""
    both = (*NEAR, *FAR)

    assert summary(disputes(store_of(*LED), LED)) == "1 dispute, 2 claims"
    assert summary(disputes(store_of(*both), both)) == (
        "2 disputes, 4 claims; the figures that are widest apart first"
    )


@pytest.fixture(scope="module")
def figures() -> str:
    """Return all disputed figures of the shipped graph, as text."""
    arguments = ["--slice", "iss", "claims", "--disputed", "--relation", "timeInSpace"]
    return CliRunner().invoke(cli, arguments).stdout


def test_the_command_puts_both_figures_under_one_heading(figures: str) -> None:
    """Each heading counts what stands under it, and the two are no thousand lines apart."""
    top, _, rest = figures.partition("\n\n")
    found = re.match(r"(\d+) disputes, (\d+) claims; ", top)
    parts = re.split(r"^\S.* — .*: (\d+) claims, .* apart$", rest, flags=re.MULTILINE)[1:]
    told = [int(number) for number in parts[::2]]
    shown = [len(re.findall(r"^claim:", part, flags=re.MULTILINE)) for part in parts[1::2]]

    assert found is not None
    assert (len(told), sum(told)) == (int(found[1]), int(found[2]))
    assert told == shown


def test_json_stays_a_list_of_claims_in_the_order_of_the_text(figures: str) -> None:
    """Nothing is added to the contract's shape."""
    arguments = ["--slice", "iss", "claims", "--disputed", "--relation", "timeInSpace"]
    listed = json.loads(CliRunner().invoke(cli, [*arguments, "--format", "json"]).stdout)
    denials = ["--slice", "article", "claims", "--modality", "Denial", "--format", "json"]
    plain = json.loads(CliRunner().invoke(cli, denials).stdout)
    iris = [each["iri"].removeprefix(CLAIM) for each in listed]

    assert iris == re.findall(r"^claim:(\S+)", figures, flags=re.MULTILINE)
    assert set(listed[0]) == set(plain[0])


def test_a_claim_is_written_with_its_hedge_and_its_role() -> None:
    """In text and, besides the role that it had, in CSV."""
    said = claim("A", "leads", "B", hedged=True, role_text="Acting  head")
    store = store_of(said, claim("A", "leads", "C"))
    shown = written.text(store, [said], None)
    rows = csv.DictReader(io.StringIO(written.as_csv(store, list(store.claims()), None)))

    assert "  asserted fact, accepted, hedged, confidence 0.9; as “Acting head”\n" in shown
    assert {row["role_text"]: row["hedged"] for row in rows} == {
        "Acting  head": "true",
        "": "false",
    }
