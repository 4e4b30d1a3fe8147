"""Makes, repairs and updates the project's own environment in `.venv`.

Knows the standard library alone, because it runs before anything is installed.
A copy of each file that the environment was made from lies in `.venv/ready`, with the age of the
original: `scripts/astrograph` compares the two without starting Python.
A stamp is written last, so an interrupted run leaves none, and the next run repairs what is there.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from ctypes.util import find_library
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
READY = VENV / "ready"
LOCK = ROOT / ".venv.lock"
RUNTIME = ROOT / "requirements" / "runtime.txt"
TEST = ROOT / "requirements" / "test.txt"
PYPROJECT = ROOT / "pyproject.toml"
BUILD_TOOL = "setuptools"
"""What the packages that come as source only are built with."""

SYSTEM_PACKAGES = {
    "chromium": ("chromium", "fonts-dejavu-core"),
    "java": ("default-jre-headless",),
    "rapper": ("raptor2-utils",),
    "virtuoso-t": ("virtuoso-opensource",),
}
"""The Debian packages that bring each program that the tests start."""

SYSTEM_LIBRARIES = {"atomic": ("libatomic1",)}
"""The same for shared libraries; Playwright's driver needs this one."""

NO_REGISTRY = "New packages come from the package registry: check the connection, run it again."
NO_LINK = "The checkout itself could not be installed; the lines above say what it lacks."
STEPS = ("runtime", "test", "system")
UNFINISHED = "unfinished"
FAILED = 3
INTERRUPTED = 130


def say(text: str) -> None:
    """Tell the person at the terminal something, on stderr.

    Args:
        text: One line.
    """
    print(f"astrograph: {text}", file=sys.stderr, flush=True)


class SetupError(Exception):
    """A step of the set-up failed; the message says which, and what to do."""


@contextmanager
def exclusive() -> Iterator[None]:
    """Let one set-up run at a time, and mark the environment as unfinished while it runs.

    The system drops the lock with the process, however that ends.
    """
    with LOCK.open("a+", encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another run is setting up .venv; waiting for it.")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def was_interrupted() -> bool:
    """Tell whether a set-up began and never came to its end.

    Returns:
        Whether the mark of an unfinished set-up is still there.
    """
    return LOCK.read_text(encoding="utf-8").strip() == UNFINISHED


def run(arguments: Sequence[str | os.PathLike[str]], hint: str) -> None:
    """Run one step, and show what it said only when it fails.

    Args:
        arguments: The command.
        hint: What a person can do when it fails.

    Raises:
        SetupError: If the command cannot be started or fails.
    """
    step = " ".join(os.fspath(argument) for argument in arguments)
    try:
        subprocess.run(
            arguments,
            check=True,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
    except OSError as error:
        raise SetupError(f"this step could not start: {step}: {error}\n{hint}") from error
    except subprocess.CalledProcessError as error:
        raise SetupError(f"this step failed: {step}\n{error.stdout.strip()}\n{hint}") from error


def pip(*arguments: str | os.PathLike[str], hint: str = NO_REGISTRY) -> None:
    """Run the environment's own pip.

    Args:
        arguments: What follows `pip`.
        hint: What a person can do when it fails.

    Raises:
        SetupError: If pip fails.
    """
    options = ("--disable-pip-version-check", "--no-input", "--quiet")
    run((PYTHON, "-m", "pip", *arguments, *options), hint)


def stamp_of(original: Path) -> Path:
    """Name the stamp of a file.

    Args:
        original: The file that the environment was made from.

    Returns:
        Where its copy lies.
    """
    return READY / original.name


def is_current(original: Path) -> bool:
    """Tell whether the environment was made from what a file says now.

    Args:
        original: The file.

    Returns:
        Whether its stamp has the same content.
    """
    stamp = stamp_of(original)
    return stamp.is_file() and stamp.read_bytes() == original.read_bytes()


def write_stamp(original: Path) -> None:
    """Record in one step that the environment was made from this file.

    Args:
        original: The file, whose age the stamp takes over.
    """
    READY.mkdir(exist_ok=True)
    partial = READY / f"{original.name}.partial"
    shutil.copyfile(original, partial)
    status = original.stat()
    os.utime(partial, ns=(status.st_atime_ns, status.st_mtime_ns))
    partial.replace(stamp_of(original))


def python_works() -> bool:
    """Tell whether the environment's Python starts, is new enough and has pip.

    Returns:
        False as well when the interpreter that it was made from is gone.
    """
    probe = "import pip, sys; sys.exit(sys.version_info < (3, 11))"
    try:
        finished = subprocess.run((PYTHON, "-c", probe), check=False, capture_output=True, cwd=ROOT)
    except OSError:
        return False
    return finished.returncode == 0


def make_venv() -> None:
    """Make the bare environment, in place of one that is broken or half made.

    Raises:
        SetupError: If Python's venv module is missing or fails.
    """
    if VENV.exists() and (was_interrupted() or not python_works()):
        say("the environment in .venv is unfinished or broken; making it anew.")
        shutil.rmtree(VENV)
    if VENV.exists():
        return
    say("making .venv and installing pinned packages; the first run takes a minute or two.")
    LOCK.write_text(UNFINISHED, encoding="utf-8")
    run(
        (sys.executable, "-m", "venv", VENV),
        "Python's venv module is needed; on Debian and Ubuntu: apt install python3-venv",
    )


def made_here() -> bool:
    """Tell whether the environment was made for a checkout at this very place.

    Returns:
        False when the folder was moved or copied since.
    """
    record = READY / "root"
    return record.is_file() and record.read_text(encoding="utf-8") == f"{ROOT}\n"


def install_runtime() -> None:
    """Install the pinned packages and the checkout itself, unless both are in place.

    Raises:
        SetupError: If pip fails.
    """
    if not is_current(RUNTIME):
        LOCK.write_text(UNFINISHED, encoding="utf-8")
        pip("install", "--requirement", RUNTIME)
    if not (is_current(PYPROJECT) and is_current(RUNTIME) and made_here()):
        say("linking the checkout into .venv.")
        options = ("--no-deps", "--no-build-isolation")
        pip("install", *options, "--editable", ROOT, hint=NO_LINK)
        # Some environments forbid Python to keep what it has compiled, which doubles every start.
        run((PYTHON, "-m", "compileall", "-q", ROOT / "graph"), NO_LINK)
        READY.mkdir(exist_ok=True)
        (READY / "root").write_text(f"{ROOT}\n", encoding="utf-8")
    write_stamp(PYPROJECT)
    write_stamp(RUNTIME)


def install_tests() -> None:
    """Install the pinned packages of the tests and checks, unless they are in place.

    Raises:
        SetupError: If pip fails.
    """
    if not is_current(TEST):
        say("installing the pinned packages of the tests.")
        LOCK.write_text(UNFINISHED, encoding="utf-8")
        pip("install", "--constraint", TEST, BUILD_TOOL)
        pip("install", "--no-build-isolation", "--requirement", TEST)
    write_stamp(TEST)


def install_system() -> None:
    """Install the programs and libraries that the tests need, where that is possible.

    Raises:
        SetupError: If some are missing and cannot be installed.
    """
    missing = [name for name in SYSTEM_PACKAGES if shutil.which(name) is None]
    missing += [name for name in SYSTEM_LIBRARIES if find_library(name) is None]
    if not missing:
        return
    known = SYSTEM_PACKAGES | SYSTEM_LIBRARIES
    packages = [package for name in missing for package in known[name]]
    hint = f"missing: {', '.join(missing)}; on Debian: apt install {' '.join(packages)}"
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise SetupError(hint)
    say(f"installing system packages: {' '.join(packages)}")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    run(("apt-get", "-qq", "-o", "Acquire::Retries=3", "update"), hint)
    options = ("-qq", "-y", "--no-install-recommends", "-o", "Acquire::Retries=3")
    run(("apt-get", "install", *options, *packages), hint)


def bring_about(names: set[str]) -> None:
    """Take the steps that were asked for; the caller holds the lock.

    A step that fails by itself leaves an environment that can be worked on, so the mark of an
    unfinished set-up stays only when the process is killed or interrupted.

    Args:
        names: Names of steps; "test" includes "runtime".

    Raises:
        SetupError: If a step fails.
    """
    try:
        if names & {"runtime", "test"}:
            make_venv()
            install_runtime()
        if "test" in names:
            install_tests()
    except SetupError:
        LOCK.write_text("", encoding="utf-8")
        raise
    LOCK.write_text("", encoding="utf-8")
    if "system" in names:
        install_system()


def main(wanted: Sequence[str]) -> int:
    """Bring the environment to the state that was asked for.

    Args:
        wanted: Names of steps; "runtime" when none is given.

    Returns:
        The exit code: 0 done, 2 unknown step, 3 a step failed, 130 interrupted.
    """
    unknown = [name for name in wanted if name not in STEPS]
    if unknown:
        say(f"unknown step: {unknown[0]}; there are {', '.join(STEPS)}.")
        return 2
    try:
        with exclusive():
            bring_about(set(wanted) or {"runtime"})
    except (SetupError, OSError) as error:
        say(str(error))
        return FAILED
    except KeyboardInterrupt:
        say("interrupted; the next run begins anew.")
        return INTERRUPTED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
