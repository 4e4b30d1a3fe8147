"""A graph behind a SPARQL endpoint answers as the same graph on this machine does."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, cast

import pytest
from click.testing import CliRunner

from astrograph import find_paths, open_store
from astrograph.cli import cli
from astrograph.formats import exports
from astrograph.paths import PathOptions
from astrograph.store.remote import asker as asking_in_pages
from endpoints import oxigraph, virtuoso

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

    with oxigraph(tmp_path, exports.as_seen(shipped)) as address:
        there = CliRunner().invoke(cli, ["--store", address, *asked])
        shown = CliRunner().invoke(cli, ["--store", address, "show", "Roscosmos"])

    assert there.stdout == CliRunner().invoke(cli, asked).stdout
    assert shown.stdout == CliRunner().invoke(cli, ["show", "Roscosmos"]).stdout


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
    monkeypatch.setattr(asking_in_pages.Asker.__init__, "__defaults__", (50,))

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
