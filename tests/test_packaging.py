"""What is shipped: the wheel, the source archive, the lock files, and what the files may name."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import astrograph

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "graph"
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def build(kind: str, folder: Path) -> Path:
    """Build what is shipped, without a network, and return the one file that came out."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(folder)]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel once."""
    return build("wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into an environment of its own, which borrows our third-party packages."""
    folder = tmp_path_factory.mktemp("installed")
    venv = folder / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    python = venv / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python)
    subprocess.run(
        (*pip, "install", "--quiet", "--no-deps", "--no-index", wheel), check=True, cwd=folder
    )
    (site,) = venv.glob("lib/python*/site-packages")
    borrowed = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (site / "borrowed.pth").write_text("\n".join(sorted(borrowed)), encoding="utf-8")
    return venv


def run_installed(venv: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a program of the environment far from the checkout, with an empty cache."""
    environment = {**os.environ, "ASTROGRAPH_CACHE": str(venv / "cache")}
    environment.pop("PYTHONPATH", None)
    return subprocess.run(
        [venv / "bin" / arguments[0], *arguments[1:]],
        check=False,
        capture_output=True,
        text=True,
        cwd=venv,
        env=environment,
    )


def test_wheel_holds_the_ontology_of_the_root(wheel: Path) -> None:
    """The ontology in the wheel is the root's, byte for byte."""
    with zipfile.ZipFile(wheel) as archive:
        packed = archive.read("astrograph/data/ontology.ttl")

    assert packed == (ROOT / "ontology.ttl").read_bytes()


def test_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    """Modules, graph, queries, the page and its script are packed unchanged, and nothing else."""
    expected = {
        path.relative_to(SOURCE).as_posix(): path.read_bytes()
        for path in SOURCE.rglob("*")
        if path.is_file() and not {"__pycache__", "front"} & set(path.parts)
    }
    with zipfile.ZipFile(wheel) as archive:
        packed = {name: archive.read(name) for name in archive.namelist()}
    package = {name: content for name, content in packed.items() if ".dist-info/" not in name}
    del package["astrograph/data/ontology.ttl"]

    assert package == expected
    assert "astrograph/py.typed" in package
    assert {".html", ".js", ".rq", ".ttl"} <= {Path(name).suffix for name in package}


def test_wheel_tells_its_version_licences_and_command(wheel: Path) -> None:
    """The version comes from the package, and both licences travel with it."""
    with zipfile.ZipFile(wheel) as archive:
        names = {Path(name).name for name in archive.namelist() if ".dist-info/" in name}
        info = f"astrograph-{astrograph.__version__}.dist-info"
        metadata = archive.read(f"{info}/METADATA").decode("utf-8")
        commands = archive.read(f"{info}/entry_points.txt").decode("utf-8")

    assert f"\nVersion: {astrograph.__version__}\n" in metadata
    assert "\nRequires-Python: >=3.11\n" in metadata
    assert {"LICENSE", "LICENSE-DATA.md"} <= names
    assert commands.split() == ["[console_scripts]", "astrograph", "=", "astrograph.__main__:main"]


def test_installed_command_answers(installed: Path) -> None:
    """The installed command works from the wheel's own files, far from the checkout."""
    locate = "import astrograph; print(astrograph.__file__)"
    where = run_installed(installed, "python", "-c", locate)
    shown = run_installed(installed, "astrograph", "--help")
    found = run_installed(installed, "astrograph", "find", "Rogozin")
    as_module = run_installed(installed, "python", "-m", "astrograph", "find", "Rogozin")

    assert Path(where.stdout.strip()).is_relative_to(installed)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout.startswith("Usage: astrograph ")
    assert (found.returncode, found.stderr) == (0, "")
    assert "Rogozin" in found.stdout
    assert as_module.stdout == found.stdout


def test_source_archive_can_build_the_wheel(wheel: Path, tmp_path: Path) -> None:
    """The source archive holds all that the wheel is built from."""
    (tmp_path / "sdist").mkdir()
    archive = build("sdist", tmp_path / "sdist")
    with tarfile.open(archive) as packed:
        names = {name.partition("/")[2] for name in packed.getnames()}
    with zipfile.ZipFile(wheel) as built:
        modules = {name for name in built.namelist() if ".dist-info/" not in name}
    modules.remove("astrograph/data/ontology.ttl")

    assert {"hatch_build.py", "ontology.ttl", "pyproject.toml", "README.md", "LICENSE"} <= names
    assert {f"graph/{name}" for name in modules} <= names


def third_party_imports() -> set[str]:
    """List the libraries that the package imports, at whatever place."""
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        for part in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(part, ast.Import):
                found |= {alias.name.split(".")[0] for alias in part.names}
            elif isinstance(part, ast.ImportFrom) and part.level == 0 and part.module:
                found.add(part.module.split(".")[0])
    return found - set(sys.stdlib_module_names) - {"astrograph"}


def test_every_imported_library_is_declared() -> None:
    """The package imports exactly the libraries that it asks for."""
    project = PROJECT["project"]
    lines = [*project["dependencies"], *project["optional-dependencies"]["fast"]]
    declared = {canonicalize_name(Requirement(line).name) for line in lines}
    owners = packages_distributions()
    imported = {canonicalize_name(owners[name][0]) for name in third_party_imports()}

    # uvicorn imports httptools, and does not ask for it by itself.
    assert imported | {"httptools"} == declared


def pins(name: str) -> dict[str, str]:
    """Read a lock file, which must hold exact versions and nothing else, in order."""
    lines = (ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.]*", line)] == []
    assert lines == sorted(set(lines))
    return dict(line.split("==") for line in lines)


def test_tests_run_with_the_versions_that_users_get() -> None:
    """The lock of the tests repeats every line of the lock that users install."""
    assert pins("runtime.txt").items() <= pins("test.txt").items()


def test_locks_satisfy_what_is_asked_for() -> None:
    """Every requirement in pyproject.toml is pinned to a version that it admits."""
    groups: dict[str, list[str]] = PROJECT["dependency-groups"]
    runtime = [*PROJECT["project"]["dependencies"], *PROJECT["build-system"]["requires"]]
    wanted = {
        "runtime.txt": runtime,
        "test.txt": [*runtime, *(line for group in groups.values() for line in group)],
    }

    for name, lines in wanted.items():
        locked = pins(name)
        requirements = [Requirement(line) for line in lines]
        missed = [
            str(requirement)
            for requirement in requirements
            if not requirement.specifier.contains(locked[canonicalize_name(requirement.name)])
        ]
        assert missed == []


MACHINE_PATH = re.compile(r"(?<![\w.:/~-])/(?:opt|root|work)/\w")
REGISTRY = re.compile(
    "|".join(
        re.escape(host)
        for host in (
            "pypi" + ".org",
            "pythonhosted" + ".org",
            "deb" + ".debian.org",
            "registry.npmjs" + ".org",
            "find" + "-links",
            "index" + "-url",
        )
    )
)


def listed(root: Path, *which: str) -> list[str]:
    """List files of a clone as git knows them, without those that it is told to ignore."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--exclude-standard", *which],
        check=True,
        capture_output=True,
        text=True,
        cwd=root,
    )
    return [name for name in listing.stdout.split("\0") if name]


def project_files(root: Path) -> list[str]:
    """List what a clone tracks, and what is new beside that; not what its reader leaves on top."""
    tracked = listed(root, "--cached")
    tops = {Path(name).parts[0] for name in tracked}
    return tracked + [name for name in listed(root, "--others") if Path(name).parts[0] in tops]


def is_clone(root: Path) -> bool:
    """Say whether git can tell which files belong to the project."""
    return shutil.which("git") is not None and (root / ".git").exists()


def top_level(root: Path) -> set[str]:
    """Return the names at the top: those that git tracks, or all that no tool has made."""
    if is_clone(root):
        return {Path(name).parts[0] for name in project_files(root)}
    ignored = (root / ".gitignore").read_text(encoding="utf-8").splitlines()
    made = {line.strip("/") for line in ignored} | {".git"}
    return {path.name for path in root.iterdir() if path.name not in made}


def shipped_files() -> list[Path]:
    """List the files that are, or could be, under version control."""
    if not is_clone(ROOT):
        pytest.skip("needs git and a checkout, to tell which files belong to the project")
    paths = (ROOT / name for name in project_files(ROOT))
    return [path for path in paths if path.is_file()]


def test_the_top_level_holds_what_the_project_is_made_of() -> None:
    """Nothing that a run has left there, and was then taken for a part of the project."""
    folders = {".ci", "docs", "graph", "notebooks", "requirements", "scripts", "tests"}
    found = top_level(ROOT)

    assert {name for name in found if (ROOT / name).is_dir()} == folders
    assert {Path(name).suffix for name in found - folders} <= {
        "",
        ".cff",
        ".md",
        ".py",
        ".toml",
        ".ttl",
        ".yaml",
    }


def test_what_a_reader_leaves_in_a_clone_is_no_part_of_the_project(tmp_path: Path) -> None:
    """Whoever follows the pages leaves folders and files there; without git, all of it counts."""
    if shutil.which("git") is None:
        pytest.skip("needs git")
    for name in ("docs/page.md", ".gitignore", "mine/list.csv", "space.html", "docs/new.md"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(".venv/\n", encoding="utf-8")
    (tmp_path / ".venv").mkdir()
    bare = top_level(tmp_path)
    for command in (["init", "--quiet"], ["add", "docs/page.md", ".gitignore"]):
        subprocess.run(["git", *command], check=True, cwd=tmp_path)

    assert bare == {"docs", ".gitignore", "mine", "space.html"}
    assert top_level(tmp_path) == {"docs", ".gitignore"}
    assert set(project_files(tmp_path)) == {"docs/page.md", "docs/new.md", ".gitignore"}


def test_files_name_no_machine_and_no_registry() -> None:
    """What the project holds is true on every machine."""
    offenders = []
    for path in shipped_files():
        text = path.read_bytes().decode("utf-8", "replace")
        for line_number, line in enumerate(text.splitlines(), 1):
            if MACHINE_PATH.search(line) or REGISTRY.search(line):
                offenders.append(f"{path.relative_to(ROOT)}:{line_number}: {line.strip()[:80]}")

    assert offenders == []


@pytest.mark.parametrize(
    ("line", "fits"),
    [("cd {}x", True), ("https://example.org{}x", False), ("a{}b", False)],
)
def test_machine_paths_are_told_from_addresses(line: str, fits: bool) -> None:  # noqa: FBT001
    """Only a path that begins at the root of a machine counts."""
    folders = [f"/{name}/" for name in ("opt", "root", "work")]

    assert {bool(MACHINE_PATH.search(line.format(folder))) for folder in folders} == {fits}
