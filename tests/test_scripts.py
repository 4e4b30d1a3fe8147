"""The launcher and the set-up behind it, tried on small checkouts that need no network."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parent.parent
FAKE_PYTHON = '#!/bin/sh\nshift\necho "answer: $*"\n'
FAKE_SETUP = """\
#!/bin/sh
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
echo "setting up"
echo "$*" >>"$here/calls"
mkdir -p "$here/../.venv/ready"
(cd "$here/.." && pwd -P) >"$here/../.venv/ready/root"
cp -p "$here/../requirements/runtime.txt" "$here/../pyproject.toml" "$here/../.venv/ready/"
"""
BACKEND = '''\
"""A build backend that makes an editable wheel with one command, and needs no package."""

import zipfile

FILES = {
    "astrograph.py": "def main(): print('answer')",
    "METADATA": "Metadata-Version: 2.1\\nName: astrograph\\nVersion: 0",
    "WHEEL": "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any",
    "entry_points.txt": "[console_scripts]\\nastrograph = astrograph:main",
    "RECORD": "",
}


def build_editable(folder, settings=None, metadata=None):
    name = "astrograph-0-py3-none-any.whl"
    with zipfile.ZipFile(f"{folder}/{name}", "w") as wheel:
        for path, text in FILES.items():
            wheel.writestr(path if path.endswith(".py") else f"astrograph-0.dist-info/{path}", text)
    return name
'''
TINY_PROJECT = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'


def write_program(path: Path, text: str) -> None:
    """Write a file that can be run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


def run(command: Sequence[str | Path], cwd: Path) -> tuple[int, str, str]:
    """Run a command and return its exit code, its answer and its talk."""
    environment = {**os.environ, "PYTHON": sys.executable, "PIP_NO_INDEX": "1"}
    finished = subprocess.run(
        command, check=False, capture_output=True, text=True, cwd=cwd, env=environment
    )
    return finished.returncode, finished.stdout, finished.stderr


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Make a checkout whose Python and set-up are shell scripts that note how they are called."""
    root = tmp_path / "a checkout"
    (root / "requirements").mkdir(parents=True)
    (root / "requirements" / "runtime.txt").write_text("click==1\n", encoding="utf-8")
    (root / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    (root / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "astrograph", root / "scripts")
    write_program(root / "scripts" / "setup", FAKE_SETUP)
    write_program(root / ".venv" / "bin" / "python", FAKE_PYTHON)
    return root


def setups(root: Path) -> list[str]:
    """List the calls of the set-up so far."""
    calls = root / "scripts" / "calls"
    return calls.read_text(encoding="utf-8").splitlines() if calls.exists() else []


def test_first_run_sets_up_and_keeps_the_answer_clean(checkout: Path) -> None:
    """The set-up runs once, and its talk never mixes with the answer."""
    launcher = checkout / "scripts" / "astrograph"
    first = run([launcher, "find", "Yuri Borisov"], checkout)
    second = run([launcher, "find", "Yuri Borisov"], checkout)

    assert first == (0, "answer: find Yuri Borisov\n", "setting up\n")
    assert second == (0, "answer: find Yuri Borisov\n", "")
    assert setups(checkout) == ["runtime"]


@pytest.mark.parametrize("name", ["requirements/runtime.txt", "pyproject.toml"])
@pytest.mark.parametrize("age", [-1000, 1000], ids=["older", "newer"])
def test_changed_files_set_up_again(checkout: Path, name: str, age: int) -> None:
    """A lock file that changed, be it for an older one, is installed before the next answer."""
    launcher = checkout / "scripts" / "astrograph"
    run([launcher], checkout)
    changed = checkout / name
    when = changed.stat().st_mtime + age
    changed.write_text("changed\n", encoding="utf-8")
    os.utime(changed, (when, when))
    run([launcher], checkout)
    run([launcher], checkout)

    assert setups(checkout) == ["runtime", "runtime"]


def test_launcher_works_from_anywhere(checkout: Path, tmp_path: Path) -> None:
    """Any directory will do, and any chain of links to the launcher or its folder."""
    launcher = checkout / "scripts" / "astrograph"
    run([launcher], checkout)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "relative").symlink_to("../a checkout/scripts/astrograph")
    (tmp_path / "bin" / "ag").symlink_to(tmp_path / "bin" / "relative")
    (tmp_path / "folder").symlink_to(checkout / "scripts")
    expected = (0, "answer: x\n", "")

    assert run([tmp_path / "bin" / "ag", "x"], tmp_path) == expected
    assert run([tmp_path / "folder" / "astrograph", "x"], tmp_path) == expected
    assert run(["./astrograph", "x"], checkout / "scripts") == expected
    assert run(["sh", "astrograph", "x"], checkout / "scripts") == expected
    assert run(["a checkout/scripts/astrograph", "x"], tmp_path) == expected
    assert setups(checkout) == ["runtime"]


def test_copied_checkout_sets_up_for_itself(checkout: Path, tmp_path: Path) -> None:
    """A copy does not go on with the code of the checkout that it was copied from."""
    run([checkout / "scripts" / "astrograph"], checkout)
    copy = shutil.copytree(checkout, tmp_path / "copy")
    run([copy / "scripts" / "astrograph"], copy)

    assert setups(checkout) == ["runtime"]
    assert setups(copy) == ["runtime", "runtime"]


def test_failed_set_up_gives_no_answer(checkout: Path) -> None:
    """When the set-up fails, its exit code is the command's."""
    write_program(checkout / "scripts" / "setup", "#!/bin/sh\necho broken >&2\nexit 3\n")

    assert run([checkout / "scripts" / "astrograph"], checkout) == (3, "", "broken\n")


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """Make a checkout with the real scripts, of a project that asks for no package."""
    root = tmp_path / "tiny"
    (root / "requirements").mkdir(parents=True)
    for name in ("runtime.txt", "test.txt"):
        (root / "requirements" / name).write_text("", encoding="utf-8")
    (root / "pyproject.toml").write_text(TINY_PROJECT, encoding="utf-8")
    (root / "backend.py").write_text(BACKEND, encoding="utf-8")
    (root / "scripts").mkdir()
    for name in ("astrograph", "setup", "environment.py"):
        shutil.copy(ROOT / "scripts" / name, root / "scripts")
    return root


def start(command: Path) -> subprocess.Popen[str]:
    """Start a command in a process group of its own."""
    return subprocess.Popen(
        [command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHON": sys.executable, "PIP_NO_INDEX": "1"},
        start_new_session=True,
    )


def kill_half_way(root: Path) -> None:
    """Start a first run and kill it, with all that it started, while it makes the environment."""
    process = start(root / "scripts" / "astrograph")
    deadline = time.monotonic() + 60
    while not (root / ".venv" / "pyvenv.cfg").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def test_set_up_survives_what_may_happen_to_it(tiny: Path) -> None:
    """A killed first run, two runs at once and a missing package all end in an answer.

    After the killed run both of the next two answer, and one of them repairs. A package that is not
    to be had is named; once the lock asks for what can be had, the next run answers again.
    """
    launcher = tiny / "scripts" / "astrograph"
    lock = tiny / "requirements" / "runtime.txt"
    kill_half_way(tiny)
    racing = [start(launcher), start(launcher)]
    talk = [process.communicate(timeout=120) for process in racing]
    afterwards = run([launcher], tiny)
    lock.write_text("astrograph-no-such-package==1\n", encoding="utf-8")
    missing_code, missing_answer, missing_talk = run([launcher], tiny)
    lock.write_text("", encoding="utf-8")
    repaired = run([launcher], tiny)

    assert [answer for answer, _ in talk] == ["answer\n", "answer\n"]
    assert sum("making it anew" in said for _, said in talk) == 1
    assert afterwards == (0, "answer\n", "")
    assert (missing_code, missing_answer) == (3, "")
    assert "No matching distribution found for astrograph-no-such-package==1" in missing_talk
    assert "Traceback" not in missing_talk
    assert repaired[:2] == (0, "answer\n")


def test_old_python_is_told_so(tiny: Path, tmp_path: Path) -> None:
    """With nothing but an old Python the message says what was found and what to do."""
    old = "#!/bin/sh\ncase $2 in *print*) echo 3.9 ;; *) exit 1 ;; esac\n"
    write_program(tmp_path / "bin" / "python3", old)
    for tool in ("dirname", "sh"):
        (tmp_path / "bin" / tool).symlink_to(shutil.which(tool) or tool)
    finished = subprocess.run(
        [tiny / "scripts" / "setup"],
        check=False,
        capture_output=True,
        text=True,
        env={"PATH": str(tmp_path / "bin")},
    )

    assert (finished.returncode, finished.stdout) == (3, "")
    assert "needs Python 3.11 or newer: python3 is 3.9;" in finished.stderr
    assert not (tiny / ".venv").exists()


def test_unknown_step_is_misuse(tiny: Path) -> None:
    """A step that does not exist is named, beside those that do."""
    code, answer, talk = run([tiny / "scripts" / "setup", "everything"], tiny)

    assert (code, answer) == (2, "")
    assert talk == "astrograph: unknown step: everything; there are runtime, test, system.\n"
