"""The shape of the code: layers, sizes, names, and what start-up may import."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "graph" / "astrograph"
MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 60
BANNED_NAMES = {"common", "helper", "helpers", "misc", "util", "utils"}
HEAVY = {"jinja2", "networkx", "numba", "numpy", "oxrdflib", "pyshacl", "pyvis", "rdflib", "rich"}
SLOW = {
    "csv",
    "dataclasses",
    "gzip",
    "inspect",
    "ipaddress",
    "locale",
    "pyoxigraph",
    "rapidfuzz",
    "shutil",
}
"""What takes a while to import, and what a look-up that finds its answer does without."""

QUERY = "SELECT ?who { ?who ag:leads id:Roscosmos }"

MODULES = sorted(PACKAGE.rglob("*.py"))
MEASURED = sorted(
    path
    for folder in (PACKAGE, ROOT / "tests", ROOT / "scripts")
    for path in (*folder.rglob("*.py"), *folder.glob("*.sh"))
)

COMMANDS = sorted(set((PACKAGE / "cli").glob("[!_]*.py")) - {PACKAGE / "cli" / "options.py"})
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


def name_of(path: Path) -> str:
    """Name a file from the root of the repository, for the ids of tests."""
    return path.relative_to(ROOT).as_posix()


def outside(*owners: str) -> list[Path]:
    """List the modules of the package but for some files and folders."""
    kept_out = [PACKAGE / owner for owner in owners]
    assert [path for path in kept_out if not path.exists()] == []
    return [path for path in MODULES if not any(path.is_relative_to(out) for out in kept_out)]


@cache
def tree_of(path: Path) -> ast.Module:
    """Parse a file once."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions(path: Path) -> Iterator[FunctionNode]:
    """List the functions and methods of a file, nested ones included."""
    for part in ast.walk(tree_of(path)):
        if isinstance(part, FunctionNode):
            yield part


def body_lines(function: FunctionNode) -> int:
    """Count a function's lines from its `def` on, without its docstring."""
    last = function.end_lineno or function.lineno
    length = last - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is not None:
        length -= (first.end_lineno or first.lineno) - first.lineno + 1
    return length


def test_body_lines_leave_the_docstring_out() -> None:
    """The size of a function is that of its code."""
    source = 'def f(\n    a: int,\n) -> int:\n    """Do.\n\n    More.\n    """\n    return a\n'
    function = ast.parse(source).body[0]
    assert isinstance(function, ast.FunctionDef)

    assert body_lines(function) == 4


@pytest.mark.parametrize("path", MEASURED, ids=name_of)
def test_files_and_functions_are_small(path: Path) -> None:
    """No file is longer than 400 lines, no function longer than 60."""
    long_functions = {
        function.name: body_lines(function)
        for function in functions(path)
        if body_lines(function) > MAX_FUNCTION_LINES
    }

    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_FILE_LINES
    assert long_functions == {}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_say_their_job(path: Path) -> None:
    """A module is named for what it owns, and its first line says what that is."""
    stem = path.parent.name if path.stem == "__init__" else path.stem
    docstring = ast.get_docstring(tree_of(path))

    assert stem not in BANNED_NAMES
    assert docstring is not None
    assert docstring.splitlines()[0].endswith((".", "!", ":", "?"))


@pytest.mark.parametrize("path", outside("cli"), ids=name_of)
def test_only_the_command_line_prints(path: Path) -> None:
    """The library returns what it has to say."""
    calls = [part for part in ast.walk(tree_of(path)) if isinstance(part, ast.Call)]
    printing = [call.lineno for call in calls if ast.unparse(call.func) == "print"]

    assert printing == []


@pytest.mark.parametrize(
    "path",
    outside("check", "explorer", "paths/compiled", "store/counting_quickly.py", "store/faces.py"),
    ids=name_of,
)
def test_heavy_libraries_are_imported_where_they_are_used(path: Path) -> None:
    """Only the modules that are nothing without a heavy library import it at module level."""
    imported = {name.split(".")[0] for part in tree_of(path).body for name in imported_names(part)}

    assert imported & HEAVY == set()


@pytest.mark.parametrize("path", COMMANDS, ids=name_of)
def test_commands_import_nothing_but_click_and_their_options(path: Path) -> None:
    """Loading a module of the command line, for a command's help, costs nothing but click."""
    imported = {name for part in tree_of(path).body for name in imported_names(part)}
    own = {name for name in imported if name.split(".")[0] not in sys.stdlib_module_names}
    light = ("click", "astrograph.cli", "astrograph.errors")

    assert {name for name in own if not name.startswith(light)} == set()


def imported_names(statement: ast.stmt) -> set[str]:
    """List the modules that one statement at module level imports when it runs."""
    if isinstance(statement, ast.Import):
        return {alias.name for alias in statement.names}
    if isinstance(statement, ast.ImportFrom):
        return {statement.module or ""} - {"__future__"}
    return set()


def test_layers_and_libraries_keep_their_places() -> None:
    """Every contract of import-linter in pyproject.toml is kept."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
    finished = subprocess.run(
        [*command, "--no-cache"], check=False, capture_output=True, text=True, cwd=ROOT
    )

    assert finished.returncode == 0, finished.stdout + finished.stderr


def imports_of(arguments: list[str], cache_home: Path) -> set[str]:
    """Run a command and list the top-level packages that it imported."""
    environment = {**os.environ, "ASTROGRAPH_CACHE": str(cache_home)}
    environment.pop("PYTHONPROFILEIMPORTTIME", None)
    finished = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "astrograph", *arguments],
        check=True,
        capture_output=True,
        text=True,
        env=environment,
        cwd=cache_home,
    )
    modules = re.findall(r"^import time:[^|]*\|[^|]*\|\s*(\S+)$", finished.stderr, re.MULTILINE)
    return {module.split(".")[0] for module in modules}


@pytest.fixture(scope="module")
def cache_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the commands a cache of their own, empty at first."""
    return tmp_path_factory.mktemp("cache")


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [
        (["--help"], HEAVY | {"pyoxigraph", "rapidfuzz"}),
        (["find", "Rogozin"], HEAVY),
        (["path", "Rogozin", "ISS"], HEAVY),
        (["query", QUERY], HEAVY - {"rich"}),
    ],
    ids=["help", "find", "path", "query"],
)
def test_start_up_imports_nothing_heavy(
    arguments: list[str], unwanted: set[str], cache_home: Path
) -> None:
    """A look-up on the shipped graph loads no heavy library, with a cold cache or a warm one."""
    cold = imports_of(arguments, cache_home)
    warm = imports_of(arguments, cache_home)

    assert "click" in warm
    assert cold & unwanted == set()
    assert warm & unwanted == set()


@pytest.mark.parametrize(
    "arguments",
    [["find", "Rogozin"], ["path", "Rogozin", "ISS"], ["show", "Rogozin"]],
    ids=["find", "path", "show"],
)
def test_look_ups_import_nothing_slow(arguments: list[str], cache_home: Path) -> None:
    """What click and the standard library would load, and no answer needs, is not loaded."""
    imports_of(arguments, cache_home)

    assert imports_of(arguments, cache_home) & SLOW == set()


def test_what_is_put_off_is_loaded_when_it_is_asked_for() -> None:
    """A module that stands in for another gives way to it, for those who have it already too."""
    program = (
        "import sys\n"
        "from astrograph.__main__ import Later\n"
        "sys.modules['inspect'] = stand_in = Later('inspect')\n"
        "import inspect\n"
        "assert inspect is stand_in\n"
        "print(inspect.cleandoc('  word  '), inspect.isfunction(print), inspect.isclass(Later))\n"
        "import inspect\n"
        "assert inspect is not stand_in\n"
        "assert stand_in.cleandoc is inspect.cleandoc\n"
    )
    finished = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )

    assert finished.stdout.split() == ["word", "False", "True"]
