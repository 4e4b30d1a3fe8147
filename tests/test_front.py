"""The explorer's front end: its built files, its unit tests, and how large a page may get."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

import front

if TYPE_CHECKING:
    from pathlib import Path

BUILT = front.BUILT
LOCK: dict[str, Any] = json.loads(front.LOCK.read_text(encoding="utf-8"))
PACKAGE: dict[str, Any] = json.loads((front.FRONT / "package.json").read_text(encoding="utf-8"))
MANIFEST: dict[str, Any] = json.loads((BUILT / "manifest.json").read_text(encoding="utf-8"))


@pytest.fixture
def node() -> front.Node:
    """Find Node, and the npm packages that ``scripts/front`` has installed."""
    if not front.is_installed():
        pytest.skip("needs the npm packages: scripts/front")
    return front.find_node()


def test_the_sources_pass_their_own_tests(node: front.Node) -> None:
    """In Node, without a browser."""
    front.test(node)


def test_the_built_files_are_those_that_the_sources_make(node: front.Node) -> None:
    """Byte for byte."""
    front.build(node, check=True)


def test_a_built_file_that_has_changed_is_named(
    node: front.Node, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that nobody edits what is built."""
    for path in BUILT.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "explorer.css").write_text("body {}", encoding="utf-8")
    (tmp_path / "more.js").write_text("", encoding="utf-8")
    monkeypatch.setattr(front, "BUILT", tmp_path)

    with pytest.raises(front.FrontError, match=r"stale: built/explorer\.css, built/more\.js;"):
        front.build(node, check=True)


def test_a_page_without_data_keeps_to_its_budget(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And the build fails when it does not."""
    front.check_budgets()
    assert re.findall(r"^\w+", capsys.readouterr().out, re.MULTILINE) == ["query", "lite", "full"]

    monkeypatch.setitem(front.BUDGETS, "lite", 100_000)
    with pytest.raises(front.FrontError, match=r"a lite page without data has \d+ bytes of 100000"):
        front.check_budgets()


def test_the_manifest_knows_every_built_file_by_its_hash() -> None:
    """And nothing else lies there."""
    files = {path.name: path.read_bytes() for path in BUILT.iterdir()}
    del files["manifest.json"]

    assert MANIFEST["files"] == {
        name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in files.items()
    }


def test_everything_in_the_bundle_is_listed_with_its_license() -> None:
    """Name, version and terms; the bundle holds nothing that was not asked for by version."""
    notices = (BUILT / "NOTICES.txt").read_text(encoding="utf-8")
    headed = dict(re.findall(r"^-{80}\n\n(\S+) (\S+) \([^\n]+\)$", notices, re.MULTILINE))

    assert headed == MANIFEST["packages"]
    assert headed.items() <= PACKAGE["dependencies"].items()


def test_packages_are_pinned_and_come_from_no_particular_host() -> None:
    """Every version is exact, every archive known by its hash."""
    asked = PACKAGE["dependencies"] | PACKAGE["devDependencies"]
    installed = {name: each for name, each in LOCK["packages"].items() if name}

    assert [
        version for version in asked.values() if not re.fullmatch(r"\d+\.\d+\.\d+", version)
    ] == []
    assert all(each["integrity"].startswith("sha512-") for each in installed.values())
    assert not any("resolved" in each for each in installed.values())
    assert {name: installed[f"node_modules/{name}"]["version"] for name in asked} == asked
