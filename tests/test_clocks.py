"""Two clocks: when something holds (--at, --during), and by when it had been said (--known-by)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from astrograph import find_paths, run_query
from astrograph.cli import cli
from astrograph.cli.dates import first_instant, last_instant
from astrograph.derive import reading
from astrograph.explorer.graph import build_payload
from astrograph.formats import claims as claims_format
from astrograph.formats import exports, facts, paths
from astrograph.formats.times import clock_words
from astrograph.model import Clock, Entity, Interval, Link
from astrograph.paths import PathOptions
from astrograph.selection import ClaimFilter, select_claims
from astrograph.store.known import as_known
from builders import AG, ID, claim, store_of

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from astrograph import Store
    from astrograph.model import Claim

MAY = "2022-05-01T00:00:00Z"
JUNE = "2022-06-01T00:00:00Z"
JULY = "2022-07-01T00:00:00Z"
AUGUST = "2022-08-01T00:00:00Z"
SEPTEMBER = "2022-09-01T00:00:00Z"
SUMMER = (JUNE, AUGUST)


# When it holds


@pytest.mark.parametrize(
    ("interval", "expected"),
    [
        (Interval(), "possible"),
        # Over before, begun after: the bounds themselves still belong to it.
        (Interval(end_latest=MAY), None),
        (Interval(end_latest=JUNE), "possible"),
        (Interval(start_earliest=SEPTEMBER), None),
        (Interval(start_earliest=AUGUST), "possible"),
        # Surely begun by the last instant and surely lasting until the first.
        (Interval(start_latest=MAY, end_earliest=SEPTEMBER), "certain"),
        (Interval(start_latest=AUGUST, end_earliest=JUNE), "certain"),
        (Interval(start_latest=SEPTEMBER, end_earliest=JUNE), "possible"),
        (Interval(start_latest=AUGUST, end_earliest=MAY), "possible"),
        (Interval(start_latest=JULY), "possible"),
        (Interval(end_earliest=JULY), "possible"),
        # What began within has lasted there, whenever it ended.
        (Interval(start_earliest=JULY, start_latest=JULY), "certain"),
        (Interval(start_earliest=JUNE, start_latest=AUGUST), "certain"),
        (Interval(start_earliest=MAY, start_latest=AUGUST), "possible"),
        (Interval(start_earliest=JUNE, start_latest=SEPTEMBER), "possible"),
        # What ended within has lasted there, whenever it began.
        (Interval(end_earliest=JUNE, end_latest=AUGUST), "certain"),
        (Interval(end_earliest=MAY, end_latest=AUGUST), "possible"),
        (Interval(end_earliest=JUNE, end_latest=SEPTEMBER), "possible"),
        # What happened at some time within.
        (Interval(start_earliest=JUNE, end_latest=AUGUST), "certain"),
        (Interval(JUNE, AUGUST, JUNE, AUGUST), "certain"),
    ],
)
def test_a_stretch_is_met_by_the_inner_and_the_outer_bounds(
    interval: Interval, expected: str | None
) -> None:
    """Certainly when it held at some instant within, possibly when only the outer bounds allow."""
    assert interval.meets(*SUMMER) == expected


@pytest.mark.parametrize("modality", ["AssertedFact", "Plan"])
@pytest.mark.parametrize(
    ("tense", "holds", "expected"),
    [
        (None, Interval(end_latest=MAY), ("past", None)),
        (None, Interval(start_earliest=SEPTEMBER), None),
        ("Past", Interval(start_earliest=JULY, end_latest=JULY), ("present", "certain")),
        ("Past", Interval(), ("past", "possible")),
        ("Future", Interval(), None),
        (None, Interval(), ("present", "possible")),
    ],
)
def test_a_stretch_is_read_as_an_instant_is(
    modality: str, tense: str | None, holds: Interval, expected: tuple[str, str | None] | None
) -> None:
    """Bounds decide, then the source's tense; and a plan stays planned whatever its bounds."""
    said = claim("A", "leads", "B", modality=modality, tense=tense, holds=holds)

    assert reading(said, SUMMER) == (("plan", "planned") if modality == "Plan" else expected)


def test_during_keeps_what_holds_at_some_instant_within() -> None:
    """Each statement says how certainly; what was over before or began after is left out."""
    store = store_of(
        claim("A", "participatesIn", "B", holds=Interval(JULY, JULY, JULY, JULY)),
        claim("A", "participatesIn", "C"),
        claim("A", "participatesIn", "D", holds=Interval(end_latest=MAY)),
        claim("A", "participatesIn", "E", holds=Interval(start_earliest=SEPTEMBER)),
        claim("A", "participatesIn", "F", modality="Plan", holds=Interval(SEPTEMBER)),
    )

    made = store.statements(during=SUMMER)

    assert [(each.object[-1], each.tense, each.certainty) for each in made] == [
        ("B", "present", "certain"),
        ("C", "present", "possible"),
        ("F", "plan", "planned"),
    ]


def test_direct_triples_of_a_stretch_are_those_of_what_held_within() -> None:
    """What was over before stands in its past form, as with an instant."""
    store = store_of(
        claim("A", "leads", "B", holds=Interval(JULY, JULY, JULY, JULY), tense="Past"),
        claim("C", "leads", "D", holds=Interval(end_latest=MAY)),
        claim("E", "leads", "F", holds=Interval(start_earliest=SEPTEMBER)),
    )

    rows = run_query(store, "SELECT ?s ?p { ?s ?p ?o . ?o a owl:Thing } ORDER BY ?s", during=SUMMER)
    asked = [
        run_query(store, f"ASK {{ id:{one} ag:{form} id:{other} }}", during=SUMMER)
        for one, form, other in (
            ("A", "leads", "B"), ("C", "formerlyLed", "D"), ("E", "leads", "F"),
            ("A", "formerlyLed", "B"),
        )
    ]  # fmt: skip

    assert rows == []
    assert asked == [True, True, False, False]


# By when it had been said


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "possible"),
        ({"said_earliest": AUGUST}, None),
        ({"said_earliest": JULY}, "possible"),
        ({"said_latest": JULY}, "certain"),
        ({"said_latest": AUGUST}, "possible"),
        ({"said_earliest": MAY, "said_latest": JUNE}, "certain"),
        ({"said_earliest": MAY, "said_latest": AUGUST}, "possible"),
        # A fact is not told as a fact before it has begun.
        ({"holds": Interval(start_earliest=AUGUST)}, None),
        ({"holds": Interval(start_earliest=JULY)}, "possible"),
        ({"holds": Interval(start_latest=AUGUST)}, "possible"),
        ({"holds": Interval(start_earliest=AUGUST), "tense": "Future"}, "possible"),
        ({"holds": Interval(start_earliest=AUGUST), "said_latest": JUNE}, "certain"),
        # Nor as over before it has ended.
        ({"holds": Interval(end_earliest=AUGUST), "tense": "Past"}, None),
        ({"holds": Interval(end_earliest=JULY), "tense": "Past"}, "possible"),
        ({"holds": Interval(end_latest=AUGUST), "tense": "Past"}, "possible"),
        ({"holds": Interval(end_earliest=AUGUST)}, "possible"),
        ({"holds": Interval(start_earliest=AUGUST), "modality": "Plan"}, "possible"),
        ({"holds": Interval(start_earliest=AUGUST), "modality": "Threat"}, "possible"),
        ({"holds": Interval(start_earliest=AUGUST), "modality": "Opinion"}, "possible"),
    ],
)
def test_a_claim_is_known_from_when_it_was_said(
    fields: dict[str, object], expected: str | None
) -> None:
    """The bounds of when it was said decide, both included; open ones leave it possible."""
    assert claim("A", "participatesIn", "B", **fields).said_by(JULY) == expected


def superseding(**newer: object) -> tuple[Claim, Claim]:
    """Return a claim, and one of another relation that takes its place."""
    old = claim("A", "leaves", "B", modality="Plan", said_latest=MAY)
    new = claim("A", "participatesIn", "B", **newer)
    return old, new._replace(links=(Link(new.iri, "supersedes", old.iri),))


@pytest.mark.parametrize("status", ["Accepted", "Superseded"])
@pytest.mark.parametrize(
    ("known_by", "expected"),
    [(JUNE, {"leaves"}), (AUGUST, {"participatesIn"}), (None, {"participatesIn"})],
)
def test_what_was_not_yet_said_does_not_supersede(
    status: str, known_by: str | None, expected: set[str]
) -> None:
    """Until then the older claim stood, though the curator's status is that of today."""
    old, new = superseding(said_earliest=JULY)
    store = store_of(old._replace(status=status), new)

    made = store.statements(known_by=known_by)

    assert {each.relation.removeprefix(AG) for each in made} == expected


def test_a_claim_that_may_have_been_said_supersedes() -> None:
    """It is in, so it counts."""
    assert [each.relation for each in store_of(*superseding()).statements(known_by=JUNE)] == [
        AG + "participatesIn"
    ]


def test_a_chain_of_superseding_claims_stands_where_it_stood_then() -> None:
    """The second had replaced the first before the third replaced the second."""
    first, second = superseding(said_latest=JUNE)
    third = claim("A", "operates", "B", said_earliest=AUGUST)
    third = third._replace(links=(Link(third.iri, "supersedes", second.iri),))
    retired = [each._replace(status="Superseded") for each in (first, second)]

    made = store_of(*retired, third).statements(known_by=JULY)

    assert [each.relation for each in made] == [AG + "participatesIn"]


def test_what_a_rule_found_in_later_claims_is_not_known_yet() -> None:
    """The end that a successor gives to a term, and the dispute that a later source opens."""
    first = claim("A", "leads", "B", holds=Interval(MAY, MAY), said_latest=MAY)
    second = claim("C", "leads", "B", holds=Interval(AUGUST, AUGUST), said_earliest=AUGUST)
    store = store_of(first, second)

    then = as_known(store, JULY).claim(first.iri)
    now = as_known(store, SEPTEMBER).claim(first.iri)

    assert then == first
    assert now is not None
    assert now.holds.end_latest == AUGUST
    assert [each.certainty for each in store.statements(at=SEPTEMBER, known_by=JULY)] == [
        "possible"
    ]


def test_a_store_as_known_holds_neither_later_claims_nor_links_to_them() -> None:
    """Entities and sources stay: they are things, not claims."""
    old, new = superseding(said_earliest=JULY)
    store = store_of(old, new)
    then = as_known(store, JUNE)

    assert then.known_by == JUNE
    assert store.known_by is None
    assert as_known(store, None) is store
    assert [each.iri for each in then.claims()] == [old.iri]
    assert then.claim(new.iri) is None
    assert then.links(old) == []
    assert [link.kind for link in store.links(old)] == ["supersedes"]
    assert then.count("relation") == {AG + "leaves": 1}
    assert then.count("status") == {"Accepted": 1}
    assert sum(then.count("source").values()) == 1
    assert then.span() == (MAY, MAY)
    assert list(then.entities()) == list(store.entities())
    assert len(then.adjacency) == 2
    assert as_known(then, SEPTEMBER).statements() == then.statements()


def test_both_clocks_hold_together() -> None:
    """What held then, of what had been said by then."""
    early = claim("A", "participatesIn", "B", said_latest=MAY, holds=Interval(end_latest=JULY))
    late = claim("A", "participatesIn", "C", said_earliest=AUGUST)
    store = store_of(early, late)

    assert [each.object[-1] for each in store.statements(at=JUNE, known_by=JUNE)] == ["B"]
    assert store.statements(at=AUGUST, known_by=JUNE) == []
    assert [each.object[-1] for each in store.statements(at=AUGUST, known_by=AUGUST)] == ["C"]


def test_a_query_derives_from_what_was_known() -> None:
    """The claims themselves stay in the graph; what is derived from them changes."""
    old, new = superseding(said_earliest=JULY)
    store = store_of(old._replace(modality="AssertedFact"), new)
    derived = "ASK { id:A ag:participatesIn id:B }"

    assert run_query(store, derived) is True
    assert run_query(store, derived, known_by=JUNE) is False
    assert run_query(store, "ASK { id:A ag:leaves id:B }", known_by=JUNE) is True
    assert run_query(store, f"ASK {{ <{new.iri}> a ag:Claim }}", known_by=JUNE) is True


# In every reader


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
        (Clock(during=(first_instant("2022"), last_instant("2024"))), "in 2022 to 2024"),
        (Clock(during=(first_instant("2022"), last_instant("2022"))), "in 2022"),
        (Clock(during=SUMMER), "in 2022-06-01 to 2022-08-01T00:00:00Z"),
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
    assert "in 2022, as known by 2022-08-01: where a source gives no dates" in page.read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize("command", [("query", "ASK { ?s ?p ?o }"), ("export",)])
def test_what_holds_no_words_tells_its_times_beside_the_data(command: tuple[str, ...]) -> None:
    """On stderr, and only when times are asked for."""
    result = run(*command, "--during", "2022")

    assert result.exit_code == 0
    assert result.stderr.startswith("in 2022: where a source gives no dates")
    assert run(*command).stderr == ""
