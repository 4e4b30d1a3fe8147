"""A wide graph behind an endpoint answers as it does here, however little of it is fetched.

The middle slice is loaded by every run. The widest takes a quarter of an hour and more on each
server, two thirds of it for what takes all of the graph:
``ASTROGRAPH_TEST_WIDE=1 pytest tests/test_remote_wide.py`` runs it.
"""

from __future__ import annotations

import os
import shlex
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from astrograph import open_store
from astrograph.cli import afar, cli
from astrograph.formats import lines
from astrograph.store.remote.store import RemoteStore
from endpoints import oxigraph, virtuoso

if TYPE_CHECKING:
    from collections.abc import Iterator

SERVERS = {"oxigraph": oxigraph, "virtuoso": virtuoso}
SLICES = ["core", pytest.param("wide", marks=pytest.mark.wide)]

DATA = Path(__file__).parent / "data"

FETCHED = [
    "find Rogozin",
    "find ISS --format json",
    "find корол --format json",
    "find id:ISS --format json",
    "find spce --format json",
    "find '^dmitr.*rogozin$' --regex --format json",
    "show Roscosmos --format json",
    "show 'Dmitry Rogozin' --format json --all",
    "show NASA --at 2015-01-01 --limit 5",
    "show Roscosmos --during 2011..2014 --limit 5",
    "show ISS --known-by 2010-01-01 --limit 5",
    "path Rogozin ISS",
    "path Rogozin NASA --format json",
    "path Rogozin NASA -k 10 --format json",
    "path Rogozin ISS --status any --format json",
    "path Rogozin NASA --at 2015-07-10 --format json",
    "path Rogozin NASA --during 2018..2022 --format json",
    "path Rogozin NASA --known-by 2022-07-10 --format json",
    "path Rogozin NASA --via Roscosmos --at 2015-01-01",
    "path Rogozin NASA --avoid Roscosmos --format json",
    "path Rogozin NASA --without leads --format json",
    "path Rogozin NASA --directed --format json",
    "path Rogozin NASA --rank length --format csv",
    "path Rogozin NASA --source article --format json",
    "path Rogozin NASA --min-sources 2 --format json",
    "path Rogozin NASA --all --max-hops 3 --limit 40 --format csv",
    "path Rogozin ISS --format ttl",
    "path Rogozin ISS --format mermaid",
    "path Rogozin ISS --max-hops 1",
    "path NASA Roscosmos --max-hops 1",
    "path NASA Roscosmos --max-hops 1 --format json",
    "path NASA Roscosmos --max-hops 2 --source Wikipedia -k 10",
    "path NASA Roscosmos --max-hops 2 --type SpaceAgency -k 10 --format json",
    "path Rogozin ISS --status Disputed",
    "path Rogozin ISS --relation leads --format json",
    "path Rogozin ISS --type SpaceAgency --format json",
    "path Rogozin ISS --avoid NASA --avoid Roscosmos --directed --at 1999-01-01 --format json",
    "path Rogozin NASA --during 1990..2000 --format json",
    "path Rogozin NASA --during 2000..2010 --format json",
    "claims Rogozin --format json",
    "claims NASA Roscosmos",
    "claims Rogozin --speaker Rogozin --format json",
    "claims Roscosmos --relation leads --format csv",
    "claims Roscosmos --at 2015-01-01 --format csv",
    "claims Roscosmos --during 2010..2015 --known-by 2020 --format jsonl",
    "claims Roscosmos --disputed",
    "claims Roscosmos --status Superseded --format csv",
    "claims Roscosmos --source wikidata --known-by 2024-01-01 --format jsonl",
    "claims Rogozin --modality Threat --format json",
    "claims Rogozin --count",
    "claims ISS --begun 2010..2012 --format csv",
    "query 'SELECT ?c { ?c ag:predicate ag:leads } ORDER BY ?c' --format csv",
    "query 'SELECT ?c { ?c ag:subject ?who } ORDER BY ?c' --bind who=Rogozin --format tsv",
    "query 'CONSTRUCT WHERE { ?c ag:subject id:DmitryRogozin }' --format nt",
    "query 'ASK { id:NASA a ag:SpaceAgency }'",
]

COPIED = [
    "stats --format json",
    "stats --sources --all",
    "claims --disputed --format csv",
    "claims --relation leads --format json",
    "claims --modality Denial --format jsonl",
    "claims --status Superseded --format csv",
    "claims --source wikidata --format csv",
    "claims --begun 2010..2011 --count",
    "path Rogozin ISS --format html",
    "query 'SELECT * { ?who ag:leads ?what } ORDER BY ?who ?what' --at 2015-01-01 --format csv",
    "diff --at 2022-07-01 --at 2022-07-27 --format json",
    "explore Rogozin --lite --size 50 -o -",
    *(f"export --format {form}" for form in ("ttl", "jsonld", "jsonl", "csv", "graphml", "gexf")),
    "export --format csv --at 2015-01-01",
    f"match {DATA / 'flat.ttl'} --format json",
    "check --format json",
]


@cache
def here(name: str, command: str) -> tuple[bytes, int]:
    """Return what a command writes for a slice at hand, and its exit code."""
    done = CliRunner().invoke(cli, ["--slice", name, *shlex.split(command)])
    return done.stdout_bytes, done.exit_code


@pytest.fixture(scope="module", params=list(SERVERS))
def server(request: pytest.FixtureRequest) -> str:
    """Return the name of a server."""
    return str(request.param)


@pytest.fixture(scope="module", params=SLICES)
def endpoint(
    request: pytest.FixtureRequest, server: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str]]:
    """Return the name of a slice and the address of an endpoint that holds it."""
    name = str(request.param)
    if name == "wide" and not os.environ.get("ASTROGRAPH_TEST_WIDE"):
        pytest.skip("takes minutes: set ASTROGRAPH_TEST_WIDE")
    folder = tmp_path_factory.mktemp(f"{server}-{name}")
    triples = b"".join(lines.asserted_lines(open_store(slice=name), "nt"))
    with SERVERS[server](folder, triples) as address:
        yield name, address


@pytest.mark.parametrize("command", FETCHED)
def test_a_look_up_answers_as_here_and_copies_nothing(
    endpoint: tuple[str, str], command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bytes and the exit code are the same, and the whole graph is never asked for."""
    monkeypatch.setattr("astrograph.store.remote.store.copy", None)
    name, address = endpoint

    there = CliRunner().invoke(cli, ["--store", address, *shlex.split(command)])

    assert (there.stdout_bytes, there.exit_code) == here(name, command), there.stderr


def test_what_takes_all_of_a_graph_answers_as_here(endpoint: tuple[str, str]) -> None:
    """Each command writes the same bytes, from one copy."""
    name, address = endpoint
    there = RemoteStore(address)

    for command in COPIED:
        verb, *arguments = shlex.split(command)
        code, written, _ = afar.run(None, there, verb, tuple(arguments))  # type: ignore[arg-type]

        # What compares editions says where each is.
        placed = written.replace(there.location.encode(), open_store(slice=name).location.encode())
        assert (placed, code) == here(name, command), command


def test_export_streams_the_same_lines(endpoint: tuple[str, str]) -> None:
    """What is read page by page, in any order, is written in the one order."""
    name, address = endpoint

    for form in ("nt", "nq"):
        there = CliRunner().invoke(cli, ["--store", address, "export", "--format", form])

        assert (there.stdout_bytes, there.exit_code) == here(name, f"export --format {form}")
