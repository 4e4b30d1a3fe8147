"""A graph behind a SPARQL endpoint answers as the same graph on this machine does."""

from __future__ import annotations

import json
import re
import shlex
from contextlib import ExitStack
from typing import TYPE_CHECKING, cast

import pytest
from click.testing import CliRunner

from astrograph import find_paths, open_store
from astrograph.cli import cli
from astrograph.formats import exports, lines
from astrograph.paths import PathOptions
from astrograph.store.remote import asker as asking_in_pages
from endpoints import oxigraph, virtuoso
from serving import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from astrograph import Store
    from astrograph.store.remote.store import RemoteStore

SERVERS = {"oxigraph": oxigraph, "virtuoso": virtuoso}

COMMANDS = [
    "find Rogozin",
    "find NASA --format json",
    "find рогозин --format json",
    "find RÓGOZIN --format json",
    'find "Solov\'ev" --format json',
    "find spce --format json",
    "find id:ISS --format json",
    "find nobody-at-all",
    "show Roscosmos --format json",
    "show ISS",
    "show id:KathyLueders --at 2022-07-01 --format json",
    "show NASA --known-by 2022-07-20",
    "show nobody-at-all",
    "path Rogozin ISS",
    "path Rogozin NASA --format json",
    "path Rogozin ISS -k 10 --format json",
    "path Rogozin ISS --status any --format json",
    "path Rogozin NASA --at 2022-07-10 --format json",
    "path Rogozin NASA --known-by 2022-07-10 --format json",
    "path Rogozin NASA --via Roscosmos --format json",
    "path Rogozin NASA --avoid Roscosmos --format json",
    "path Rogozin NASA --without leads --format json",
    "path Rogozin NASA --relation leads --format json",
    "path Rogozin NASA --directed --format json",
    "path Rogozin NASA --min-sources 2 --format json",
    "path Rogozin NASA --all --max-hops 4 --format json",
    "path Rogozin NASA --rank length --format csv",
    "path Rogozin NASA --max-hops 1",
    "claims Borisov --format json",
    "claims NASA Roscosmos",
    "claims claim:seed1-C02",
    "claims --disputed --format json",
    "claims --speaker Reuters --format csv",
    "stats --format json",
    "export --format nt",
    "check --format json",
    "query 'ASK { id:NASA a ag:SpaceAgency }'",
    "query 'SELECT ?c ?s { ?c ag:subject ?s } ORDER BY ?c' --limit 5 --format json",
    "query 'SELECT ?c { ?c ag:subject ?who } ORDER BY ?c' --bind who=Rogozin --format csv",
    "query 'SELECT ?c ?who { ?c ag:subject ?who } ORDER BY ?c' --bind who=Rogozin --format csv",
    "query 'CONSTRUCT WHERE { ?c ag:subject id:NASA }' --format nt",
    "query 'INSERT DATA { id:a id:b id:c }'",
    "query 'SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }'",
    "query 'SELECT ?step { SERVICE ag:paths { [] ag:from id:DmitryRogozin ; ag:to id:NASA } }'",
]


@pytest.fixture(scope="module", params=list(SERVERS))
def endpoint(
    request: pytest.FixtureRequest, shipped: Store, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Return the address of an endpoint with the article's slice."""
    folder = tmp_path_factory.mktemp(str(request.param))
    with SERVERS[request.param](folder, exports.as_rdf(shipped, "nt")) as address:
        yield address


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_answers_as_it_does_for_the_graph_at_hand(endpoint: str, command: str) -> None:
    """The bytes and the exit code are the same."""
    arguments = shlex.split(command)

    here = CliRunner().invoke(cli, arguments)
    there = CliRunner().invoke(cli, ["--store", endpoint, *arguments])

    assert there.stdout == here.stdout, there.stderr
    assert there.exit_code == here.exit_code


def test_direct_triples_are_there_where_they_were_loaded(shipped: Store, tmp_path: Path) -> None:
    """What `export --derived` writes answers queries as the graph at hand does."""
    asked = ["query", "SELECT * { ?who ag:leads ?what } ORDER BY ?who ?what", "--format", "csv"]

    with oxigraph(tmp_path, b"".join(lines.seen_lines(shipped))) as address:
        there = CliRunner().invoke(cli, ["--store", address, *asked])
        shown = CliRunner().invoke(cli, ["--store", address, "show", "Roscosmos"])

    assert there.stdout == CliRunner().invoke(cli, asked).stdout
    assert shown.stdout == CliRunner().invoke(cli, ["show", "Roscosmos"]).stdout


def test_what_was_known_is_the_same_where_what_rules_add_was_loaded(tmp_path: Path) -> None:
    """A date or a dispute that rules took from a claim is not known before the claim is made."""
    known = "--known-by 2022-07-27"
    asked = [
        "show NASA --known-by 2022-07-01",
        f"claims Borisov {known}",
        f"query 'SELECT ?who {{ ?who ag:leads id:Roscosmos }}' {known}",
        f"path Borisov Roscosmos --at 2026-01-01 {known} -k 1",
    ]

    with oxigraph(tmp_path, b"".join(lines.seen_lines(open_store(slice="core")))) as address:
        for command in asked:
            there, here = (
                CliRunner().invoke(cli, [*graph, *shlex.split(command)])
                for graph in (("--store", address), ("--slice", "core"))
            )
            assert there.stdout == here.stdout, command
            assert here.stdout


@pytest.mark.parametrize("text", ["SELECT * {", "SELECT *\nWHERE { ?s ?p }"])
def test_the_place_of_a_mistake_is_counted_in_the_query_as_it_was_given(
    endpoint: str, text: str
) -> None:
    """What goes before it to the server is not what the user wrote."""
    if "sparql" in endpoint:
        pytest.skip("Virtuoso names lines in words of its own")
    here = CliRunner().invoke(cli, ["query", text])
    there = CliRunner().invoke(cli, ["--store", endpoint, "query", text])
    place = re.search(r"line (\d+), column (\d+)", here.stderr)

    assert place is not None
    assert f"error at {place[1]}:{place[2]}: " in there.stderr
    assert there.exit_code == here.exit_code


def test_answers_are_the_same_when_a_server_gives_few_rows_at_once(
    shipped: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Batches are halved and pages turned until all has come."""
    monkeypatch.setattr(asking_in_pages, "PAGE", 20)

    with oxigraph(tmp_path, exports.as_rdf(shipped, "nt")) as address:
        there = open_store(address)

        for iri in ("https://w3id.org/astrograph/id/NASA", "https://w3id.org/astrograph/id/ISS"):
            assert list(there.claims(iri)) == list(shipped.claims(iri))
            assert there.statements(iri) == shipped.statements(iri)


def test_a_search_that_needs_too_much_ends_with_advice(
    endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Memory stays bounded: only so many rows are taken over."""
    monkeypatch.setattr(asking_in_pages.Asker.__init__, "__defaults__", (50, 0))

    done = CliRunner().invoke(cli, ["--store", endpoint, "path", "Rogozin", "NASA"])

    assert done.exit_code == 3
    assert "more than 50 rows" in done.stderr
    assert "--max-hops" in done.stderr


def test_a_path_takes_few_questions(endpoint: str) -> None:
    """How many there are does not depend on how many entities a frontier has."""
    there = open_store(endpoint)

    answer = find_paths(there, "Rogozin", "ISS", PathOptions(k=1))

    assert answer.paths
    assert cast("RemoteStore", there).trips <= 30


def test_plain_rdf_without_claims_answers_too(tmp_path: Path) -> None:
    """Its triples are statements that no source tells of."""
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    triples = (
        f'<http://e.org/a> {label} "Anna" .\n<http://e.org/b> {label} "Bela" .\n'
        "<http://e.org/a> <http://e.org/knows> <http://e.org/b> .\n"
    ).encode()
    here = tmp_path / "plain.nt"
    here.write_bytes(triples)

    with oxigraph(tmp_path, triples) as address:
        for command in (["show", "Anna", "--format", "json"], ["path", "Anna", "Bela"]):
            there = CliRunner().invoke(cli, ["--store", address, *command])
            expected = CliRunner().invoke(cli, ["--store", str(here), *command])

            assert there.stdout == expected.stdout
            assert there.exit_code == 0


def test_json_of_find_names_what_was_found(endpoint: str) -> None:
    """A name in another script leads to the entity."""
    done = CliRunner().invoke(cli, ["--store", endpoint, "find", "МКС", "--format", "json"])

    assert [each["label"] for each in json.loads(done.stdout)] == ["International Space Station"]


def test_the_server_answers_from_a_graph_of_another_machine(endpoint: str) -> None:
    """Queries go on to the endpoint, and commands fetch what they touch."""
    with serving("--workers", "1", before=("--store", endpoint)) as served:
        found = served.client.get("/api/find", params={"text": "Rogozin"})
        asked = served.client.get("/sparql", params={"query": "ASK { id:NASA a ag:SpaceAgency }"})
        broken = served.client.get("/sparql", params={"query": "ASK {"})

    assert [each["label"] for each in found.json()] == ["Dmitry Rogozin"]
    assert asked.json()["boolean"] is True
    assert broken.status_code == 400


def test_the_server_says_when_the_other_machine_fails(tmp_path: Path) -> None:
    """Without its address, which stands in the log; and to a later request it may answer."""
    triples = b"".join(lines.asserted_lines(open_store(slice="article"), "nt"))
    with ExitStack() as stays:
        with oxigraph(tmp_path, triples) as address:
            served = stays.enter_context(serving("--timeout", "60", before=("--store", address)))
            before = served.client.get("/api/show", params={"entity": "NASA"})
        gone = [
            served.client.get("/api/show", params={"entity": "NASA"}),
            served.client.get("/sparql", params={"query": "ASK {}"}),
        ]
        served.stop()
        told = [each for each in served.records() if "fault" in each]

    assert before.status_code == 200
    assert [each.status_code for each in gone] == [502, 502]
    assert all(each.json()["error"]["kind"] == "EndpointError" for each in gone)
    assert not any(address in each.text for each in gone)
    assert [address in each["fault"] for each in told] == [True, True]
