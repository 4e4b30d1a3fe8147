"""A page holds no more than a browser can carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from astrograph import open_store
from astrograph.cli import cli
from astrograph.errors import MisuseError
from astrograph.explorer import build_payload, graph, rdf

if TYPE_CHECKING:
    from pathlib import Path

    from astrograph.store import Store


def test_more_than_a_page_can_hold_is_refused_with_advice(
    shipped: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line says what, one what to do; it is the user's request that is at fault."""
    monkeypatch.setattr(graph, "MOST_HELD", 5)

    with pytest.raises(MisuseError, match="a page holds 5 entities at most") as refused:
        build_payload(shipped)
    assert refused.value.exit_code == 2
    assert "--size 5" in refused.value.hint
    assert len(build_payload(shipped, size=5)["entities"]) <= 5


@pytest.mark.parametrize(
    ("holder", "cap", "says", "advice"),
    [
        (graph, "MOST_HELD", "a page holds 5 entities at most", "--size 5"),
        (rdf, "MOST_RDF", "with SPARQL a page holds 5 triples at most", "--lite"),
    ],
)
def test_above_a_cap_the_command_writes_nothing_and_says_what_to_do(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    holder: object,
    cap: str,
    says: str,
    advice: str,
) -> None:
    """Exit code 2, one line and one of advice, and an older page stays."""
    monkeypatch.setattr(holder, cap, 5)
    page = tmp_path / "page.html"
    page.write_text("older", encoding="utf-8")

    refused = CliRunner().invoke(cli, ["explore", "ISS", "-o", str(page)])

    assert refused.exit_code == 2
    told = refused.stderr.splitlines()
    assert says in told[0]
    assert advice in told[1]
    assert len(told) == 2
    assert page.read_text(encoding="utf-8") == "older"


@pytest.mark.parametrize("option", ["--lite", "--plain"])
def test_a_page_without_sparql_holds_whatever_triples_there_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: str
) -> None:
    """It carries none, so that none can be too many."""
    monkeypatch.setattr(rdf, "MOST_RDF", 5)
    page = tmp_path / "page.html"

    written = CliRunner().invoke(cli, ["explore", "ISS", option, "-o", str(page)])

    assert written.exit_code == 0
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_a_full_page_holds_as_many_triples_as_it_may(
    shipped: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many are held, and one more is refused."""
    many = build_payload(shipped)["rdf"].count("\n")

    monkeypatch.setattr(rdf, "MOST_RDF", many)
    assert build_payload(shipped)["rdf"].count("\n") == many
    monkeypatch.setattr(rdf, "MOST_RDF", many - 1)
    with pytest.raises(MisuseError, match="triples at most"):
        build_payload(shipped)


def test_without_a_wish_the_core_is_shown_unless_more_is_asked_for_than_it_has(
    tmp_path: Path,
) -> None:
    """A page of a larger size holds a part of the graph that was chosen, or all of it."""

    def title(size: int) -> str:
        page = tmp_path / "page.html"
        asked = ["--slice", "iss", "explore", "--lite", "--size", str(size), "-o", str(page)]
        written = CliRunner().invoke(cli, asked)
        assert written.exit_code == 0, written.stderr
        return page.read_text(encoding="utf-8").partition("<title>")[2].partition("</title>")[0]

    core, iss = (open_store(slice=name) for name in ("core", "iss"))

    assert core.edition.title != iss.edition.title
    assert title(core.adjacency.connected).startswith(core.edition.title)
    assert title(core.adjacency.connected + 1).startswith(iss.edition.title)
