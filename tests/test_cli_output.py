"""Where a page goes: to a file, through a link, a pipe or a device, and to the standard output."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from astrograph.cli import cli

if TYPE_CHECKING:
    from click.testing import Result

POSIX = pytest.mark.skipif(os.name != "posix", reason="links and pipes of POSIX")
COMMANDS = [
    ("path", "Rogozin", "ISS", "-k", "1", "--format", "html"),
    ("explore", "ISS", "--size", "2"),
]
NO_PATH = "No path between Dmitry Rogozin and International Space Station"


def run(*args: str) -> Result:
    """Run the command line as a user would."""
    return CliRunner().invoke(cli, args, prog_name="astrograph")


@POSIX
@pytest.mark.parametrize("args", COMMANDS, ids=lambda args: args[0])
def test_a_link_stays_and_the_file_that_it_leads_to_is_replaced(
    args: tuple[str, ...], tmp_path: Path
) -> None:
    """And no file beside either."""
    link, target = tmp_path / "link.html", tmp_path / "folder" / "page.html"
    target.parent.mkdir()
    target.write_text("old", encoding="utf-8")
    link.symlink_to(target)

    result = run(*args, "-o", str(link))

    assert result.exit_code == 0
    assert link.readlink() == target
    assert target.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert sorted(tmp_path.rglob("*")) == [target.parent, target, link]


@POSIX
def test_a_link_to_what_is_not_there_yet_makes_it(tmp_path: Path) -> None:
    """Where it leads to."""
    link, target = tmp_path / "link.html", tmp_path / "page.html"
    link.symlink_to(target)

    assert run(*COMMANDS[0], "-o", str(link)).exit_code == 0
    assert link.is_symlink()
    assert target.is_file()


@POSIX
@pytest.mark.parametrize("args", COMMANDS, ids=lambda args: args[0])
def test_a_pipe_is_written_through_and_stays_one(args: tuple[str, ...], tmp_path: Path) -> None:
    """Whoever reads at the other end gets the page."""
    pipe, read = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()), daemon=True)
    reader.start()

    result = run(*args, "-o", str(pipe))
    reader.join(timeout=60)

    assert result.exit_code == 0
    assert pipe.is_fifo()
    assert read[0].startswith(b"<!DOCTYPE html>")
    assert read[0].rstrip().endswith(b"</html>")


@POSIX
@pytest.mark.parametrize("args", COMMANDS, ids=lambda args: args[0])
def test_a_full_device_ends_with_three_in_a_line(
    args: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told what could not be written, and the device stays what it is."""
    device, opened = tmp_path / "device", Path.open
    os.mkfifo(device)

    def full(path: Path, *how: Any, **more: Any) -> Any:  # noqa: ANN401
        if path == device:
            raise OSError(28, "No space left on device")
        return opened(path, *how, **more)

    monkeypatch.setattr(Path, "open", full)

    result = run(*args, "-o", str(device))

    assert result.exit_code == 3
    assert result.stderr.splitlines() == [
        f"astrograph: cannot write {device}: no space left on device",
        "  choose another file with -o",
    ]
    assert device.is_fifo()


@pytest.mark.parametrize("args", COMMANDS, ids=lambda args: args[0])
def test_a_hyphen_is_the_standard_output(
    args: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And no file is made."""
    monkeypatch.chdir(tmp_path)

    result = run(*args, "-o", "-")

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("<!DOCTYPE html>")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", ["csv", "ttl", "mermaid", "html"])
def test_what_a_format_has_no_place_for_is_said_beside_it(form: str) -> None:
    """That there is no path, why, and what would find one."""
    result = run("path", "Rogozin", "ISS", "--max-hops", "2", "--format", form)

    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        f"{NO_PATH}: every path is longer than --max-hops 2.",
        "The nearest that finds one: with --max-hops 3 (3 hops).",
    ]


@pytest.mark.parametrize("form", ["csv", "ttl", "mermaid", "html"])
def test_what_ended_the_search_is_said_beside_a_format_without_a_place_for_it(form: str) -> None:
    """By hops, or by number, also where paths are written as they are found."""
    rogozin = ("path", "Rogozin", "ISS", "--format", form)

    few = run(*rogozin, "--max-hops", "3")
    many = run(*rogozin, "--all", "--limit", "1")

    assert (few.exit_code, many.exit_code) == (0, 0)
    assert few.stderr == "Longer ones than 3 hops were not looked for (--max-hops).\n"
    assert many.stderr == "There are more than these 1 (--limit).\n"


@pytest.mark.parametrize("form", ["text", "json"])
def test_what_a_format_tells_itself_is_not_said_twice(form: str) -> None:
    """Text and JSON hold the reason and the cap."""
    result = run("path", "Rogozin", "ISS", "--max-hops", "2", "--format", form)

    assert "every path is longer than --max-hops 2" in result.stdout
    assert result.stderr == ""


def test_the_reason_stands_beside_the_file_that_was_written(tmp_path: Path) -> None:
    """The page that holds no path is told of all the same."""
    page = tmp_path / "page.html"

    result = run(*COMMANDS[0], "--max-hops", "2", "-o", str(page))

    assert result.exit_code == 1
    assert result.stderr.splitlines()[0] == f"wrote {page}"
    assert "every path is longer than --max-hops 2" in result.stderr
