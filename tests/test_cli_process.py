"""The command line as a process: pipes, signals, timeouts, full disks, shell completion."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PROGRAM = [sys.executable, "-m", "astrograph"]
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
POSIX = pytest.mark.skipif(os.name != "posix", reason="signals and pipes of POSIX")


def run(*args: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program and wait for it."""
    return subprocess.run(
        [*PROGRAM, *args],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
        env={**os.environ, **environment},
    )


def test_the_program_answers_and_ends_with_the_contract_s_codes(tmp_path: Path) -> None:
    """0 found, 1 nothing, 2 misuse, 3 the job failed; no traceback anywhere."""
    cut = tmp_path / "cut.ttl"
    cut.write_text("@prefix x: <http://e/> .\nx:a x:b ", encoding="utf-8")
    results = [
        run("path", "Rogozin", "ISS"),
        run("path", "Rogozin", "ISS", "--max-hops", "1"),
        run("path", "Solovyov", "Mir"),
        run("--store", str(cut), "stats"),
    ]

    assert [result.returncode for result in results] == [0, 1, 2, 3]
    assert [bool(result.stdout) for result in results] == [True, True, False, False]
    assert [len(result.stderr.splitlines()) for result in results] == [0, 0, 2, 1]
    assert not any("Traceback" in result.stderr for result in results)


def test_a_query_that_takes_too_long_ends_with_three() -> None:
    """Quickly, and in two lines."""
    result = run("query", ENDLESS, "--timeout", "0.5")

    assert result.returncode == 3
    assert result.stdout == ""
    assert result.stderr.splitlines()[0] == "astrograph: the query took longer than 0.5 seconds"
    assert len(result.stderr.splitlines()) == 2


@POSIX
def test_an_interrupt_during_a_long_query_ends_quietly() -> None:
    """Ctrl-C: the engine cannot be stopped, but the program can."""
    process = subprocess.Popen(
        [*PROGRAM, "query", "-"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        # A shell that started the tests in the background has made them deaf to it.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 -- no threads
    )  # fmt: skip
    assert process.stdin is not None
    process.stdin.write(ENDLESS)
    process.stdin.close()
    process.stdin = None
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)

    assert process.returncode == 130
    assert (out, err.strip()) == ("", "")


@POSIX
def test_a_closed_pipe_ends_quietly() -> None:
    """A reader such as head takes what it wants; the rest is not complained about."""
    command = f'"{sys.executable}" -m astrograph export | head -n 1; echo "${{PIPESTATUS[0]}}"'
    result = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, check=False, timeout=60
    )
    first, status = result.stdout.splitlines()

    assert first.startswith("@prefix")
    assert int(status) in {0, 128 + signal.SIGPIPE}
    assert result.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    "args",
    [("export",), ("path", "Rogozin", "ISS"), ("query", "ASK { }"), ("find", "NASA")],
    ids=lambda args: args[0],
)
def test_a_full_disk_ends_with_three(args: tuple[str, ...], unbuffered: str) -> None:
    """In one line, whether Python notices at once or when it empties its buffer."""
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(
            [*PROGRAM, *args], stdout=full, stderr=subprocess.PIPE, text=True, check=False,
            timeout=60, env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        )  # fmt: skip

    assert result.returncode == 3
    assert result.stderr.splitlines() == ["astrograph: the job failed: No space left on device"]


def test_a_refused_format_leaves_no_word_of_the_engine() -> None:
    """The engine's results are let go of in the thread that made them."""
    result = run("query", "SELECT * { ?s ?p ?o }", "--format", "ttl")

    assert result.returncode == 2
    assert len(result.stderr.splitlines()) == 2


def test_a_terminal_that_knows_only_ascii_still_gets_utf_8() -> None:
    """Names in native script are data."""
    result = run("find", "Рогозин", LC_ALL="C", PYTHONIOENCODING="ascii")

    assert result.returncode == 0
    assert "Рогозин" in result.stdout


def test_colour_is_for_terminals_only() -> None:
    """A pipe gets none, whatever the environment wishes for."""
    result = run("path", "Rogozin", "ISS", FORCE_COLOR="1", CLICOLOR_FORCE="1")

    assert "\x1b" not in result.stdout


def complete(shell: str, *words: str) -> list[tuple[str, str]]:
    """Ask for completions of the last word; return them as (value, help)."""
    place = words[-1] if shell == "fish" else str(len(words))
    result = run(
        _ASTROGRAPH_COMPLETE=f"{shell}_complete",
        COMP_WORDS=" ".join(["astrograph", *words]),
        COMP_CWORD=place,
    )
    assert result.stderr == ""
    lines = result.stdout.splitlines()
    if shell == "zsh":
        return list(zip(lines[1::3], lines[2::3], strict=True))
    plain = [line.removeprefix("plain,") for line in lines]
    return [(line.partition("\t")[0], line.partition("\t")[2]) for line in plain]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_commands_are_completed_in_every_shell(shell: str) -> None:
    """With their short help, where the shell shows it."""
    assert [value for value, _ in complete(shell, "pa")] == ["path"]
    assert [value for value, _ in complete(shell, "ex")] == ["explore", "export"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_entity_names_are_completed_in_every_shell(shell: str) -> None:
    """By any name, to an id that needs no quotes; label and type stand beside it."""
    (found,) = complete(shell, "show", "Рог")

    assert found[0] == "DmitryRogozin"
    assert found[1] == ("" if shell == "bash" else "Dmitry Rogozin (Person)")
    assert [value for value, _ in complete(shell, "path", "NASA", "luede")] == ["KathyLueders"]


def test_options_and_relations_are_completed() -> None:
    """Relations by their local names."""
    assert ("--max-hops", "") in complete("bash", "path", "--max")
    assert ("leads", "") in complete("bash", "path", "a", "b", "--relation", "lea")
    assert ("json", "") in complete("bash", "path", "--format", "j")
    assert ("NASA", "") in complete("bash", "path", "a", "b", "--via", "NAS")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_completion_script_of_every_shell_is_there(shell: str) -> None:
    """It calls the program back by its variable."""
    result = run(_ASTROGRAPH_COMPLETE=f"{shell}_source")

    assert result.returncode == 0
    assert f"_ASTROGRAPH_COMPLETE={shell}_complete" in result.stdout


def test_a_completed_entity_is_one_of_the_store_in_use(tmp_path: Path) -> None:
    """By its whole IRI, where it is none of ours."""
    path = tmp_path / "plain.nt"
    path.write_text("<http://e/mars> <http://e/near> <http://e/earth> .\n", encoding="utf-8")

    assert complete("bash", "--store", str(path), "show", "mar") == [("http://e/mars", "")]
