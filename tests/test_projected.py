"""Data of another shape, behind a SPARQL endpoint, answer through a projection as ours do."""

from __future__ import annotations

import json
import shlex
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from astrograph import find_paths, open_store, read_projection
from astrograph.cli import cli
from astrograph.model import Interval
from astrograph.paths import PathOptions
from projections import (
    DATA,
    FILES,
    FLAT,
    SERVERS,
    SHAPES,
    WD,
    Endpoints,
    copied,
    everything,
    reached,
    serving_samples,
)
from serving import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from click.testing import Result


@pytest.fixture(scope="module", params=list(SERVERS))
def endpoints(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Endpoints]:
    """Return the addresses of endpoints with the samples."""
    server = str(request.param)
    with serving_samples(server, tmp_path_factory.mktemp(server)) as found:
        yield found


@pytest.fixture
def ask(endpoints: Endpoints) -> Callable[[str, str], Result]:
    """Run a command on a sample."""

    def run(shape: str, command: str) -> Result:
        options = ["--store", endpoints[shape], "--projection", SHAPES[shape]]
        return CliRunner().invoke(cli, [*options, *shlex.split(command)])

    return run


def answer(done: Result) -> Any:  # noqa: ANN401 -- whatever JSON holds
    """Read the JSON of a command that succeeded."""
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def test_a_name_is_found_in_the_languages_that_are_preferred(
    ask: Callable[[str, str], Result],
) -> None:
    """The label is the best of them, and others are names too."""
    (found,) = answer(ask("wikidata", "find gagarin --format json"))

    assert found["iri"] == WD + "Q7327"
    assert (found["label"], found["type"], found["aliases"]) == (
        "Yuri Gagarin",
        "Person",
        ["Gagarin"],
    )


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("CLEO EXAMPLE", "Cleo Exämple"),
        ("примерова", "Ann Example"),
        ("Annie", "Ann Example"),
        ("rocket", "Rocket Club"),
    ],
)
def test_a_name_is_found_by_its_words_where_that_is_declared(
    ask: Callable[[str, str], Result], name: str, label: str
) -> None:
    """Blind to case and accents, and in any script, as in a graph of ours."""
    found = answer(ask("flat", f"find '{name}' --format json"))

    assert [each["label"] for each in found] == [label]


def test_crews_and_times_are_those_of_the_rows(ask: Callable[[str, str], Result]) -> None:
    """Their object is our subject where the projection turns them round; minutes are seconds."""
    shown = answer(ask("wikidata", "show 'Neil Armstrong' --format json"))
    flown = answer(ask("wikidata", "claims 'Yuri Gagarin' --format json"))

    crews = {each["object"]["label"]: each["tense"] for each in shown["statements"]}
    assert crews == {"Apollo 11": "past", "Gemini 8": "past"}
    (value,) = [each for each in flown if "value" in each["statement"]]
    assert value["statement"]["value"]["text"] == "6480"
    assert value["paraphrase"] == "Wikidata has it that Yuri Gagarin has spent in space 1 h 48 min."


def test_dates_come_from_qualifiers_as_exact_as_they_are(endpoints: Endpoints) -> None:
    """A year is a year; what somebody does not know stays open."""
    store = open_store(endpoints["wikidata"], projection=read_projection("wikidata"))

    claims = {
        claim.iri.split("/")[-1].partition("#")[0]: claim
        for each in ("Q900000001", "Q900000005")
        for claim in store.claims(WD + each)
    }

    post = claims["Q900000001-post"]
    assert post.holds == Interval(
        "2004-01-01T00:00:00Z",
        "2004-12-31T23:59:59Z",
        "2011-07-01T00:00:00Z",
        "2011-07-31T23:59:59Z",
    )
    assert post.time_text == "2004 – 2011-07"
    assert claims["Q900000001-member"].holds.start_latest == "1998-11-20T23:59:59Z"
    assert claims["Q900000005-member"].holds == Interval()
    assert claims["Q900000001-wrong"].status == "Rejected"
    assert "Q900000001-unknown" not in claims


def test_each_source_that_a_statement_names_makes_a_claim(endpoints: Endpoints) -> None:
    """What was read is cited, and what that goes back to; the dataset where nothing else is."""
    store = open_store(endpoints["wikidata"], projection=read_projection("wikidata"))

    claims = list(store.claims(WD + "Q900000001"))

    cited = {(claim.iri.split("/")[-1].partition("#")[0], claim.primary_source) for claim in claims}
    assert cited == {
        ("Q900000001-member", None),
        ("Q900000001-wrong", None),
        ("Q900000001-one", None),
        ("Q900000001-two", None),
        ("Q900000001-post", WD + "Q900000004"),
        ("Q900000001-post", "https://society.example/chairs"),
    }
    assert {place.source for claim in claims for place in claim.evidence} == {
        "http://www.wikidata.org/"
    }
    assert {place.column for claim in claims for place in claim.evidence} == {
        "P39",
        "P463",
        "P2873",
    }
    page = store.source("https://society.example/chairs")
    book = store.source(WD + "Q900000004")
    assert page is not None
    assert book is not None
    assert (page.title, page.url, book.title) == ("Our chairs", page.iri, "Example Yearbook")
    entity = store.entity(WD + "Q900000004")
    assert entity is not None
    assert entity.label == "Example Yearbook"
    said = {claim.primary_source: claim.said_latest for claim in claims}
    assert said["https://society.example/chairs"] == "2022-03-04T23:59:59Z"


def test_a_path_goes_through_their_statements(ask: Callable[[str, str], Result]) -> None:
    """Hop by hop, with the dates and the sources of each."""
    found = answer(ask("wikidata", "path 'David Scott' 'Edwin Aldrin' --format json"))

    (path,) = found["paths"]
    walked = [(hop["subject"]["label"], hop["object"]["label"]) for hop in path["hops"]]
    assert walked == [
        ("David Scott", "Gemini 8"),
        ("Neil Armstrong", "Gemini 8"),
        ("Neil Armstrong", "Apollo 11"),
        ("Edwin Aldrin", "Apollo 11"),
    ]
    sources = {claim["source"]["title"] for hop in path["hops"] for claim in hop["claims"]}
    assert sources == {"Wikidata"}


@pytest.mark.parametrize(
    ("options", "hops"),
    [
        ("", 2),
        ("--at 2005-01-01", 2),
        ("--relation 'is or was a member of'", 2),
        ("--via wd:Q900000003", 2),
        ("--at 1990-01-01", None),
        ("--avoid wd:Q900000003", None),
        ("--without 'is or was a member of'", None),
        ("--directed", None),
        ("--type Person", None),
    ],
)
def test_filters_of_paths_hold(
    ask: Callable[[str, str], Result], options: str, hops: int | None
) -> None:
    """Whatever is filtered, as in a graph of ours."""
    done = ask("wikidata", f"path 'Ann Example' 'Bob Example' {options} --format json")

    if hops is None:
        assert done.exit_code == 1
        assert json.loads(done.stdout)["no_path"]["relaxation"]["length"] == 2
    else:
        assert [path["length"] for path in answer(done)["paths"]] == [hops]


def test_a_direct_triple_is_a_claim_of_the_dataset(ask: Callable[[str, str], Result]) -> None:
    """Nothing is told without a source: it is the least that there is."""
    claims = answer(ask("flat", "claims 'Ann Example' --format json"))

    told = {(each["statement"]["predicate"]["label"], each["source"]["title"]) for each in claims}
    assert told == {
        ("is a member of", "The flat dataset"),
        ("is a member of", "The flat dataset"),
        ("knows", "The flat dataset"),
        ("was born on", "The flat dataset"),
    }
    assert all(each["iri"].startswith("https://w3id.org/astrograph/claim/") for each in claims)


@pytest.mark.parametrize(
    ("shape", "name", "said"),
    [
        ("flat", "Bob Example", ["Bob Example leads", "Cleo Exämple leads"]),
        ("wikidata", "Ann Example", ["in space 1 h 30 min.", "in space 1 h."]),
    ],
)
def test_what_their_data_contradict_is_disputed(
    ask: Callable[[str, str], Result], shape: str, name: str, said: list[str]
) -> None:
    """By the rules of our relations, with claims that nobody had asked for."""
    claims = answer(ask(shape, f"claims '{name}' --disputed --format json"))

    told = sorted(claim["paraphrase"] for claim in claims)
    assert len(told) == len(said)
    assert all(part in each for part, each in zip(said, told, strict=True))


def test_classes_are_looked_for_so_many_steps_up(endpoints: Endpoints) -> None:
    """Though classes go round in a circle."""
    flat = open_store(endpoints["flat"], projection=read_projection(DATA / "flat.toml"))
    wikidata = open_store(endpoints["wikidata"], projection=read_projection("wikidata"))

    kinds = {iri: flat.entity(FLAT + iri) for iri in ("ann", "circle", "nameless", "nobody")}
    flight = wikidata.entity(WD + "Q43653")

    assert {iri: each and each.type for iri, each in kinds.items()} == {
        "ann": "Person",
        "circle": "Organization",
        "nameless": "Thing",
        "nobody": None,
    }
    assert flight is not None
    assert flight.type == "Spaceflight"


@pytest.mark.parametrize("shape", ["wikidata", "flat"])
def test_answers_are_those_of_a_store_of_the_same_claims(endpoints: Endpoints, shape: str) -> None:
    """The paths are the same, their costs too, and how the claims stand to each other."""
    projection = read_projection(SHAPES[shape])
    opened = partial(open_store, endpoints[shape], projection=projection)
    iris = everything(opened(), shape)
    here = copied(opened(), iris, projection)

    for iri in iris:
        there = opened()
        assert list(there.claims(iri)) == list(here.claims(iri))
        assert there.statements(iri) == here.statements(iri)
    met = 0
    for one, other in zip(iris, iris[1:] + iris[:1], strict=True):
        options = PathOptions(k=5, max_hops=4)
        theirs = reached(opened(), one, other, options)
        ours = find_paths(here, one, other, options)
        assert theirs == list(ours.paths)
        met += len(theirs)
    assert met


@pytest.mark.parametrize(
    "command",
    ["stats", "claims", "claims --disputed", "export", "check", "query 'ASK {}' --at 2000-01-01"],
)
def test_what_takes_all_of_the_data_is_refused(
    ask: Callable[[str, str], Result], command: str
) -> None:
    """In one line that says so, and one that says what to do."""
    done = ask("wikidata", command)

    assert done.exit_code == 3
    assert "a graph that is read through a projection is never copied as a whole" in done.stderr
    assert "find, show, path" in done.stderr


def test_a_query_goes_through_as_it_is(ask: Callable[[str, str], Result]) -> None:
    """In their terms: nothing is translated."""
    query = "PREFIX wdt: <http://www.wikidata.org/prop/direct/> SELECT ?m { ?m wdt:P1029 ?who }"
    done = ask("wikidata", f"query '{query}' --bind who=wd:Q7327 --format csv")

    assert done.stdout.splitlines()[1:] == [WD + "Q182524"]


def test_what_was_made_of_a_statement_is_found_by_its_name(
    ask: Callable[[str, str], Result],
) -> None:
    """A claim's IRI begins with that of the statement that it was made of."""
    iri = answer(ask("wikidata", "claims 'Bob Example' --format json"))[0]["iri"]

    (again,) = answer(ask("wikidata", f"claims '{iri}' --format json"))

    assert iri.startswith(WD + "statement/Q900000005-member#")
    assert again["iri"] == iri


def test_answers_are_the_same_when_a_server_gives_few_rows_at_once(
    endpoints: Endpoints, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Batches are halved and pages turned until all has come."""
    from astrograph.store.remote import asker

    opened = partial(open_store, endpoints["wikidata"], projection=read_projection("wikidata"))
    expected = list(opened().claims(WD + "Q43653"))
    monkeypatch.setattr(asker, "PAGE", 2)

    assert list(opened().claims(WD + "Q43653")) == expected


def test_the_environment_can_name_the_projection(
    endpoints: Endpoints, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It counts where an endpoint is read, and nowhere else."""
    monkeypatch.setenv("ASTROGRAPH_PROJECTION", SHAPES["flat"])

    there = CliRunner().invoke(cli, ["--store", endpoints["flat"], "show", "f:ann"])
    here = CliRunner().invoke(cli, ["find", "NASA"])

    assert "Ann Example (Person" in there.stdout
    assert here.exit_code == 0


def test_a_server_answers_through_a_projection(endpoints: Endpoints) -> None:
    """The workers read it as the command line does."""
    before = ("--store", endpoints["flat"], "--projection", SHAPES["flat"])
    with serving("--workers", "1", before=before) as server:
        shown = server.client.get("/api/show", params={"entity": "f:ann"})
        counted = server.client.get("/api/stats")

    assert shown.status_code == 200, shown.text
    assert shown.json()["label"] == "Ann Example"
    assert counted.status_code == 501
    assert "never copied as a whole" in counted.json()["error"]["message"]


def test_a_projection_goes_with_an_endpoint() -> None:
    """Files are read as they are."""
    done = CliRunner().invoke(
        cli, ["--store", str(FILES["flat"]), "--projection", "wikidata", "stats"]
    )

    assert done.exit_code == 2
    assert "a projection goes with the address of an endpoint" in done.stderr
