"""Resolves what pyproject.toml asks for, and writes the lock files.

A lock file holds lines of `name==version` and nothing else, so that it says the same everywhere:
which registry serves the packages is the machine's affair.
`runtime.txt` is what astrograph runs with (and is installed with); `test.txt` holds the same lines
and those of the tests and checks.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).resolve().parent.parent
RUNTIME = ROOT / "requirements" / "runtime.txt"
TEST = ROOT / "requirements" / "test.txt"
OLDEST = (3, 11)


def normalised(name: str) -> str:
    """Write a package's name in its one canonical form.

    Args:
        name: The name as its author writes it.

    Returns:
        Lower case, with single hyphens.
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def resolve(requirements: Iterable[str], constraints: Iterable[str]) -> list[str]:
    """Ask pip which versions fit together.

    Args:
        requirements: What is wanted.
        constraints: Lines of `name==version` to stay with.

    Returns:
        Sorted lines of `name==version`, all dependencies included.

    Raises:
        subprocess.CalledProcessError: If nothing fits.
    """
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "wanted.txt"
        wanted.write_text("\n".join(requirements), encoding="utf-8")
        pinned = Path(folder) / "pinned.txt"
        pinned.write_text("\n".join(constraints), encoding="utf-8")
        report = Path(folder) / "report.json"
        pip = (sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
        files = ("--report", report, "--requirement", wanted, "--constraint", pinned)
        command = (*pip, "--dry-run", "--ignore-installed", *files)
        subprocess.run(command, check=True, stdout=sys.stderr)
        answer = json.loads(report.read_text(encoding="utf-8"))
    packages = [package["metadata"] for package in answer["install"]]
    return sorted(f"{normalised(package['name'])}=={package['version']}" for package in packages)


def pins(path: Path) -> list[str]:
    """Read a lock file.

    Args:
        path: The file.

    Returns:
        Its lines; none when there is no such file.
    """
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def write(path: Path, lines: list[str]) -> None:
    """Write a lock file and say what changed.

    Args:
        path: The file.
        lines: Its lines.
    """
    before = set(pins(path))
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    print(f"{path.relative_to(ROOT)}: {len(lines)} packages")
    for line in sorted(before.symmetric_difference(lines)):
        print(f"  {'-' if line in before else '+'} {line}")


def main() -> int:
    """Write both lock files.

    Returns:
        The exit code: 0 done, 2 the wrong Python, 3 nothing fits.
    """
    parser = argparse.ArgumentParser(prog="scripts/lock", description="Write requirements/*.txt.")
    parser.add_argument("--upgrade", action="store_true", help="take newer versions where they fit")
    arguments = parser.parse_args()
    if sys.version_info[:2] != OLDEST:
        oldest = ".".join(map(str, OLDEST))
        print(f"run this with Python {oldest}: PYTHON=python{oldest} scripts/lock", file=sys.stderr)
        return 2
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    runtime = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    groups: dict[str, list[str]] = project["dependency-groups"]
    everything = [*runtime, *(line for group in groups.values() for line in group)]
    try:
        test_lines = resolve(everything, [] if arguments.upgrade else pins(TEST))
        runtime_lines = resolve(runtime, test_lines)
    except subprocess.CalledProcessError:
        print("no set of versions fits; --upgrade lets go of the pinned ones", file=sys.stderr)
        return 3
    write(RUNTIME, runtime_lines)
    write(TEST, test_lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
