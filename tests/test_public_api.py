"""The public names: all of them, documented, with examples that run, and light to import."""

from __future__ import annotations

import doctest
import inspect
import subprocess
import sys

import pytest

import astrograph

PUBLIC = [
    "AstrographError",
    "Claim",
    "Entity",
    "EntityPath",
    "Evidence",
    "Hop",
    "PathAnswer",
    "PathOptions",
    "Source",
    "Store",
    "explore",
    "find_entities",
    "find_paths",
    "ingest_file",
    "open_store",
    "read_projection",
    "run_query",
    "write_explorer",
]
HEAVY = {
    "click", "jinja2", "networkx", "numpy", "oxrdflib", "pyoxigraph", "pyshacl", "pyvis",
    "rapidfuzz", "rdflib", "rich", "sqlite3",
}  # fmt: skip


def test_all_is_exactly_the_public_surface() -> None:
    """A name more or less is a decision, made here."""
    assert astrograph.__all__ == PUBLIC
    assert set(dir(astrograph)) == {*PUBLIC, "__version__"}


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_is_what_it_says_and_documented(name: str) -> None:
    """Loaded when first used, from the module that owns it."""
    thing = getattr(astrograph, name)

    assert thing.__name__ == name
    assert thing.__module__.startswith("astrograph.")
    assert inspect.getdoc(thing)


@pytest.mark.parametrize("name", [name for name in PUBLIC if name.islower()])
def test_every_public_function_has_an_example_that_runs(
    name: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And says what it takes and returns."""
    function = getattr(astrograph, name)
    documentation = inspect.getdoc(function) or ""
    monkeypatch.chdir(tmp_path_factory.mktemp("examples"))
    module = sys.modules[function.__module__]
    (test,) = (
        found
        for found in doctest.DocTestFinder().find(function, name, module=module)
        if found.name == name
    )

    result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test)

    assert ">>> " in documentation
    assert "Args:" in documentation
    assert result.attempted > 0
    assert result.failed == 0


def test_an_unknown_name_is_an_attribute_error() -> None:
    """As of any module."""
    with pytest.raises(AttributeError, match="has no attribute 'nothing_of_the_kind'"):
        astrograph.nothing_of_the_kind  # noqa: B018


def loaded(code: str) -> set[str]:
    """Return which heavy modules some code has loaded when it is done."""
    script = f"{code}\nimport sys; print(*sys.modules, file=sys.__stdout__)"
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    return HEAVY & set(result.stdout.split())


def test_importing_the_package_loads_nothing_heavy() -> None:
    """Nor does asking which names there are."""
    assert loaded("import astrograph; astrograph.__all__; dir(astrograph)") == set()


def test_the_model_is_light() -> None:
    """Whoever needs a claim needs no engine."""
    assert (
        loaded("from astrograph import Claim, Entity, EntityPath, Evidence, Hop, Source") == set()
    )


@pytest.mark.parametrize(
    ("args", "allowed"),
    [
        (["--help"], {"click"}),
        (["find", "Rogozin"], {"click", "sqlite3"}),
        (["show", "Roscosmos"], {"click", "sqlite3"}),
        (["path", "Rogozin", "ISS"], {"click", "sqlite3"}),
        (["path", "Rogozin", "ISS", "--format", "json"], {"click", "sqlite3"}),
        (["claims", "Roscosmos", "--disputed"], {"click", "sqlite3"}),
        (["query", "ASK { }"], {"click", "sqlite3", "pyoxigraph"}),
    ],
)
def test_a_look_up_on_the_shipped_graph_loads_only_what_it_needs(
    args: list[str], allowed: set[str], shipped: astrograph.Store
) -> None:
    """So that it is quick: no RDF library, no graph library, no tables."""
    code = f"""
import contextlib, io
from astrograph.cli import cli
with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())), contextlib.suppress(SystemExit):
    cli.main({args!r}, prog_name="astrograph")
"""
    assert shipped.edition

    assert loaded(code) <= allowed
