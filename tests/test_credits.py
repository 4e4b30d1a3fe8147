"""What a license wants to be said is said: by ``stats --sources``, and in the explorer's page."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from astrograph import write_explorer
from astrograph.cli import cli
from astrograph.explorer.graph import build_payload
from astrograph.formats import stats
from astrograph.model import Entity, Source
from astrograph.store.build import in_memory
from builders import ID, SOURCE, claim

if TYPE_CHECKING:
    from pathlib import Path

    from astrograph import Store

FREE = "https://creativecommons.org/licenses/by/4.0/"


def cited(*sources: Source) -> Store:
    """Open a store of two people and as many claims as there are sources, each with its own."""
    claims = [claim("ann", "spokeWith", "bob") for _ in sources]
    return in_memory(
        "test",
        [
            *(Entity(ID + name, name.title(), "Person") for name in ("ann", "bob")),
            *sources,
            *(
                each._replace(evidence=(each.evidence[0]._replace(source=source.iri),))
                for each, source in zip(claims, sources, strict=True)
            ),
        ],
    )


@pytest.fixture
def tables() -> Store:
    """Return a store that cites two tables of one maker, and a page that asks for nothing."""
    return cited(
        Source(SOURCE + "-2", "Launches", license=FREE, attribution="Data of J. Doe"),
        Source(SOURCE + "-1", "Pads", "https://doe.example/", FREE, attribution="Data of J. Doe"),
        Source(SOURCE + "-3", "A page"),
    )


def test_sources_stand_below_the_credit_that_they_want(tables: Store) -> None:
    """One credit for all tables of a maker, with the license, and who is cited how often."""
    assert stats.credits_text(stats.gather_sources(tables)) == (
        "no license is given\n"
        "  A page, 1 claim\n"
        "\n"
        "Data of J. Doe\n"
        f"{FREE}\n"
        "  Launches, 1 claim\n"
        "  Pads, 1 claim, https://doe.example/\n"
    )


def test_the_page_says_each_credit_once(tables: Store) -> None:
    """With its license; a source that asks for nothing is named."""
    assert build_payload(tables)["attribution"] == [f"Data of J. Doe ({FREE})", "A page"]


def test_the_command_lists_the_sources_alone() -> None:
    """As text and as JSON, with the same credits."""
    text = CliRunner().invoke(cli, ["stats", "--sources"]).stdout
    listed = json.loads(CliRunner().invoke(cli, ["stats", "--sources", "--format", "json"]).stdout)
    credited = [each["attribution"] for each in listed if each["attribution"]]

    assert "| type" not in text
    assert {source["title"] for source in listed if source["title"] not in text} == set()
    assert len(credited) == 1
    assert credited[0].startswith("Data from GCAT")


def test_every_table_of_the_wide_graph_is_credited(
    wide: Store, pytestconfig: pytest.Config, tmp_path: Path
) -> None:
    """The mappings say how, the answers carry it on, and so does a page that shows the claims."""
    mappings = (pytestconfig.rootpath / "scripts" / "wide" / "mappings").glob("*.toml")
    wanted = {tomllib.loads(each.read_text("utf-8"))["source"]["attribution"] for each in mappings}
    text = stats.credits_text(stats.gather_sources(wide))
    station = wide.entity(ID + "ISS")
    assert station is not None
    write_explorer(wide, tmp_path / "page.html", focus=[station])

    assert len(wanted) >= 5
    assert {credit for credit in wanted if credit not in text} == set()
    assert "Human Spaceflight Database, Jonathan C. McDowell" in (tmp_path / "page.html").read_text(
        "utf-8"
    )
