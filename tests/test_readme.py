"""What the documentation shows is true: its commands run and print what it says they print.

``pytest tests/test_readme.py --update-golden`` writes what the commands print into the pages.
"""

from __future__ import annotations

import doctest
import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

import astrograph
import console

if TYPE_CHECKING:
    from _pytest.mark.structures import ParameterSet

ROOT = Path(__file__).resolve().parent.parent
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]
SOURCE_ROOT = Path(astrograph.__file__).resolve().parent.parent
PROGRAM = f'#!/bin/sh\nexec "{sys.executable}" -m astrograph "$@"\n'
NEEDS_TEXT = "../shared"
LARGEST_PICTURE = 400_000
TIMEOUT = 300
"""Seconds; the first command compiles the whole graph, the first query fills its engine."""

NOT_RUN = {
    "pipx install .": "installs the command for the user",
    "python3 -m pip install .": "installs into the environment of the user",
    "pipx install '.[fast]'": "installs the command for the user",
    "astrograph serve": "listens until it is stopped; its own tests do both",
    "scripts/test": "runs all tests, this one among them",
    "scripts/check": "looks at the code; continuous integration runs it",
    "scripts/bench": "takes a minute, and prints other figures on each machine",
    "scripts/docs": "rewrites docs/cli.md and docs/relations.md",
    "scripts/picture": "rewrites the pictures of the page",
    "scripts/front": "needs the npm registry",
    "scripts/front --test": "needs the npm registry",
    "scripts/wide/build": "rewrites the wide graph from the open tables",
    "scripts/lock": "asks the package registry",
    "scripts/wide/identify": "rewrites the table of decisions; a test compares it",
    "scripts/astrograph --sources ../shared check": "takes minutes; a test checks the whole graph",
    "scripts/setup test": "installs packages",
    ".venv/bin/python -m pre_commit install": "installs hooks into the checkout",
    ".venv/bin/python -m pytest tests/test_readme.py --update-golden": "rewrites these pages",
}
"""The commands that no test runs, and why."""

TEXTS = {
    *("cff", "csv", "dockerfile", "ini", "json", "nginx", "python"),
    *("sparql", "sql", "text", "toml", "turtle"),
}
"""What a block may be that is no example to run."""


class Shell(NamedTuple):
    """A checkout for the examples: where they run, and with what environment."""

    folder: Path
    environment: dict[str, str]

    def run(self, command: str) -> tuple[int, list[str]]:
        """Run a command and return its exit code and all that a terminal would show."""
        finished = subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            env=self.environment,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=TIMEOUT,
        )
        return finished.returncode, finished.stdout.decode("utf-8").splitlines()


@pytest.fixture
def shell(tmp_path: Path, cache_dir: Path) -> Shell:
    """Make a checkout in which the commands are those of the Python that runs the tests.

    Nothing narrows the graph there: a page shows what its readers see.
    """
    folder = tmp_path / "checkout"
    for program in (tmp_path / "bin" / "astrograph", folder / "scripts" / "astrograph"):
        program.parent.mkdir(parents=True)
        program.write_text(PROGRAM, encoding="utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
    for name in ("docs", "graph", "ontology.ttl", "pyproject.toml"):
        (folder / name).symlink_to(ROOT / name)
    programs = (str(tmp_path / "bin"), str(Path(sys.executable).parent), os.environ["PATH"])
    environment = {
        "ASTROGRAPH_CACHE": str(cache_dir),
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
        "PATH": os.pathsep.join(programs),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": str(SOURCE_ROOT),
    }
    return Shell(folder, environment)


def named(page: Path) -> str:
    """Name a page as its reader does."""
    return page.relative_to(ROOT).as_posix()


def all_blocks() -> list[tuple[Path, console.Block]]:
    """List the blocks of all pages, each with its page."""
    return [(page, block) for page in PAGES for block in console.blocks(page.read_text("utf-8"))]


def blocks_of(language: str) -> list[ParameterSet]:
    """List the blocks of a language as the arguments of a test, under their page and line."""
    return [
        pytest.param(page, block, id=f"{named(page)}:{block.line}")
        for page, block in all_blocks()
        if block.language == language
    ]


def commands_of(page: Path) -> list[str]:
    """List the shell commands of a page."""
    return [
        example.command
        for place, block in all_blocks()
        if place == page and block.language == "console"
        for example in console.examples(block)
    ]


def update(page: Path, example: console.Example, lines: list[str]) -> None:
    """Write what a command prints now below it, in place of what the page showed."""
    text = page.read_text(encoding="utf-8").splitlines()
    command = f"$ {example.command.splitlines()[0]}"
    # An example above that was updated before may have moved this one.
    places = [number for number, line in enumerate(text, start=1) if line == command]
    moved = min(places, key=lambda place: abs(place - example.line)) - example.line
    first = example.first - 1 + moved
    text[first : first + len(example.shown)] = lines
    page.write_text("\n".join(text) + "\n", encoding="utf-8")


@pytest.mark.parametrize(("page", "block"), blocks_of("console"))
def test_shell_example(
    page: Path, block: console.Block, shell: Shell, request: pytest.FixtureRequest
) -> None:
    """A command of the documentation succeeds and prints what the page shows."""
    updating = request.config.getoption("--update-golden", default=False)
    if any(NEEDS_TEXT in line for line in block.content):
        (shell.folder.parent / "shared").symlink_to(request.getfixturevalue("shared_dir"))
    shell.environment.update(console.variables(page.read_text(encoding="utf-8"), block.line))
    for example in console.examples(block):
        if example.command in NOT_RUN:
            assert example.shown == (), "nobody checks what is shown for a command that is not run"
            continue
        variable = console.exported(example.command)
        if variable:
            shell.environment.update([variable])
        code, printed = shell.run(example.command)
        where = f"{named(page)}, line {example.line}: {example.command}"

        assert code == 0, "\n".join([where, *printed])
        if updating and not console.matches(example.shown, printed):
            update(page, example, console.refreshed(example.shown, printed))
            continue
        assert console.matches(example.shown, printed), "\n".join([where, *printed])


@pytest.mark.parametrize(("page", "block"), blocks_of("pycon"))
def test_python_example(
    page: Path,
    block: console.Block,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A Python session of the documentation prints what the page shows."""
    monkeypatch.delenv("ASTROGRAPH_SLICE")
    for name, value in console.variables(page.read_text(encoding="utf-8"), block.line).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    source = "\n".join(block.content) + "\n"
    session = doctest.DocTestParser().get_doctest(source, {}, named(page), named(page), block.line)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS, verbose=False)
    report: list[str] = []
    runner.run(session, out=report.append)

    assert session.examples
    assert runner.summarize(verbose=False).failed == 0, "".join(report)


def test_every_block_is_an_example_or_a_text() -> None:
    """No command hides from the tests in a block of some other language."""
    unknown = {
        f"{named(page)}:{block.line}": block.language
        for page, block in all_blocks()
        if block.language not in {"console", "pycon"} | TEXTS
    }

    assert unknown == {}


def test_commands_that_are_not_run_are_named() -> None:
    """The list of commands that are not run names no command that is no longer there."""
    used = {command for page in PAGES for command in commands_of(page)}

    assert set(NOT_RUN) - used == set()


def test_readme_shows_all_three_ways_in() -> None:
    """The first page has an example of each: the command line, SPARQL, the explorer."""
    commands = commands_of(ROOT / "README.md")

    assert "scripts/astrograph path Rogozin ISS" in commands
    assert any(command.startswith("astrograph query 'SELECT") for command in commands)
    assert any(command.startswith("astrograph explore") for command in commands)


def anchors(page: Path) -> set[str]:
    """List the names under which a page's headings can be linked to."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_lead_somewhere(page: Path) -> None:
    """A link to a file of the project finds it, and the heading that it names."""
    prose = re.sub(
        r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL
    )
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", prose):
        if re.match(r"https?://", target):
            continue
        place, _, heading = target.partition("#")
        file = page.parent / place if place else page
        if not file.exists() or (heading and heading not in anchors(file)):
            broken.append(target)

    assert broken == []


def test_every_page_is_reached_from_the_readme() -> None:
    """Whoever starts at the README finds every page of the documentation."""
    reached: set[Path] = set()
    open_pages = [ROOT / "README.md"]
    while open_pages:
        page = open_pages.pop()
        reached.add(page)
        for target in re.findall(r"\]\(([^)#\s]+\.md)", page.read_text(encoding="utf-8")):
            file = (page.parent / target).resolve()
            if file.is_file() and file not in reached:
                open_pages.append(file)

    assert set(PAGES) - reached == set()


@pytest.mark.parametrize("name", ["explorer", "explorer-dispute", "explorer-phone"])
def test_pictures_are_light(name: str) -> None:
    """The pictures of the explorer are there, and light enough for a page."""
    content = (ROOT / "docs" / f"{name}.png").read_bytes()

    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(content) < LARGEST_PICTURE


def test_version_is_told_alike_everywhere() -> None:
    """The changelog and the citation speak of the version of the package."""
    version = re.escape(astrograph.__version__)
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")

    assert re.search(rf"^## \[{version}\]", changelog, flags=re.MULTILINE)
    assert re.search(rf"^version: {version}$", citation, flags=re.MULTILINE)


PAGE = """\
```console
$ export COLOR=red
$ export PATH=$HOME/bin:$PATH
$ export COLOR=blue SHAPE=round
```

```console
$ export COLOR=green
```
"""


@pytest.mark.parametrize(
    ("line", "expected"),
    [(2, {}), (3, {"COLOR": "red"}), (8, {"COLOR": "red"}), (9, {"COLOR": "green"})],
)
def test_variables_hold_for_the_rest_of_the_page(line: int, expected: dict[str, str]) -> None:
    """From the line that sets one, and only where the value is a plain word."""
    assert console.variables(PAGE, line) == expected


SHOWN = ("a", "…", "c", "d", "…", "f")


@pytest.mark.parametrize(
    ("shown", "printed", "expected"),
    [
        (("a", "b"), ["a", "b"], True),
        (("a", "b"), ["a", "B"], False),
        (("a",), ["a", "b"], False),
        (("a", "…"), ["a", "b"], True),
        (("a", "…"), ["a"], False),
        (("…", "b"), ["a", "b"], True),
        (SHOWN, list("abcdef"), True),
        (SHOWN, list("acdef"), False),
        (SHOWN, list("abcxdef"), False),
        (SHOWN, list("abcdf"), False),
        ((), ["a"], False),
        ((), [], True),
    ],
)
def test_comparison(shown: tuple[str, ...], printed: list[str], *, expected: bool) -> None:
    """Shown lines fit what was printed exactly, and an omission stands for a line at least."""
    assert console.matches(shown, printed) is expected


def test_refreshed_lines_fit_what_was_printed() -> None:
    """A refreshed example shows today's lines at the places that it showed before."""
    printed = ["A", "b", "bb", "c2", "d", "e", "F"]
    lines = console.refreshed(SHOWN, printed)

    assert lines == ["A", "…", "c2", "d", "…", "F"]
    assert console.matches(tuple(lines), printed)
