"""A store beside its writers: killed ones, second ones, full disks, and readers meanwhile."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from astrograph import ingest_file, open_store
from astrograph.errors import MisuseError, StoreError
from astrograph.store import directory
from incoming import held, said, whole, write

KILLING = Path(__file__).with_name("killing.py")
forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that forks")


@forks
@pytest.mark.parametrize(
    "how", ["anywhere", "late", "at each step of the packing", "at each step of the switch"]
)
def test_a_killed_run_leaves_the_old_store_or_the_new_one(tmp_path: Path, how: str) -> None:
    """Whole, whenever it is killed; the next run finds nothing in its way and leaves nothing."""
    store = tmp_path / "store"
    ingest_file(write(tmp_path / "old.jsonl", whole(20)), store)
    new = write(tmp_path / "new.jsonl", [*whole(20), *(said(n, "P1") for n in range(20, 60))])
    command = [sys.executable, str(KILLING), str(store), str(new), how]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert ended.stderr == ""
    result = json.loads(ended.stdout)

    assert result["torn"] == []
    assert result["kills"] >= 15
    assert result["old"] > 0
    assert ingest_file(new, store).taken_in
    assert len([each for each in held(store) if each in whole(20)]) == len(whole(20))
    assert len(held(store)) == len(whole(20)) + 40
    with directory.locked(store):
        left = sorted(path.name for path in store.iterdir() if not path.name.isdecimal())
    assert left == ["generation", "lock"]


def test_a_reader_keeps_what_it_opened_while_a_writer_adds(tmp_path: Path) -> None:
    """Its SPARQL engine as well, which it starts only later; whoever opens it anew sees more."""
    store = tmp_path / "store"
    ingest_file(write(tmp_path / "x.jsonl", whole(1)), store)
    reader = open_store(store)
    ingest_file(write(tmp_path / "y.jsonl", whole(2)), store)

    assert len(list(reader.claims())) == 1
    assert len(reader.engine()) > 0
    assert len(list(open_store(store).claims())) == 2


@pytest.mark.parametrize("content", ["", "../elsewhere", "1", "\xff"])
def test_a_store_that_names_no_generation_is_damaged(tmp_path: Path, content: str) -> None:
    """Nothing outside the store is ever opened in its place."""
    store = tmp_path / "store"
    ingest_file(write(tmp_path / "x.jsonl", whole(1)), store)
    (store / "generation").write_text(content, encoding="latin-1")

    with pytest.raises(StoreError, match="store"):
        open_store(store)


def test_a_reader_that_comes_between_two_writers_opens_the_newest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it was about to open may be gone by then."""
    store = tmp_path / "store"
    for number in (1, 2):
        ingest_file(write(tmp_path / "x.jsonl", whole(number)), store)
    named = iter([store / "000000", store / "000002"])
    monkeypatch.setattr(directory, "current", lambda _: next(named))

    assert len(list(open_store(store).claims())) == 2


def test_only_the_last_two_generations_are_kept(tmp_path: Path) -> None:
    """So that a store does not grow by being written to."""
    store = tmp_path / "store"
    for number in range(1, 6):
        ingest_file(write(tmp_path / "x.jsonl", whole(number)), store)
    with directory.locked(store):
        kept = sorted(path.name for path in store.iterdir() if path.is_dir())

    assert kept == ["000004", "000005"]


def test_a_second_writer_is_told_in_a_line(tmp_path: Path) -> None:
    """Whoever reads is not in the way, and is not kept out."""
    store = tmp_path / "store"
    path = write(tmp_path / "x.jsonl", whole())
    ingest_file(path, store)
    code = (
        "import sys, pathlib\n"
        "from astrograph.store.directory import locked\n"
        "with locked(pathlib.Path(sys.argv[1])):\n"
        "    print('held', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(store)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(StoreError, match="is locked: another process"):
            ingest_file(path, store)
        assert len(list(open_store(store).claims())) == 3
        other.kill()
    assert ingest_file(path, store).taken_in


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    """A store has a folder of its own."""
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.jpg").write_bytes(b"")
    path = write(tmp_path / "x.jsonl", whole())

    with pytest.raises(MisuseError, match="no store that ingest wrote"):
        ingest_file(path, tmp_path / "photos")
    with pytest.raises(MisuseError, match="is no folder"):
        ingest_file(path, path)


@pytest.mark.skipif(sys.platform == "win32", reason="file sizes are limited otherwise there")
def test_a_disk_without_room_is_told_in_a_line_and_the_store_stays(tmp_path: Path) -> None:
    """A limit on the size of files fails like a full disk."""
    store = tmp_path / "store"
    ingest_file(write(tmp_path / "x.jsonl", whole(2)), store)
    big = write(tmp_path / "y.jsonl", [*whole(2), *(said(n, "P1") for n in range(10, 4000))])
    code = (
        "import resource, sys\n"
        "from astrograph.cli import main\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))\n"
        "sys.argv = ['astrograph', 'ingest', sys.argv[1], '--store', sys.argv[2]]\n"
        "main()\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, str(big), str(store)],
        capture_output=True, text=True, check=False, env={**os.environ, "NO_COLOR": "1"},
    )  # fmt: skip

    assert ended.returncode == 3
    assert len(ended.stderr.splitlines()) <= 2
    assert str(store) in ended.stderr
    assert set(held(store)) == set(whole(2))
    assert not [path for path in store.iterdir() if path.name.startswith(".")]


@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs a small disk of its own")
def test_a_full_disk_is_told_in_a_line_and_the_store_stays(tmp_path: Path) -> None:
    """However far the writing got before there was no room."""
    path = write(tmp_path / "x.jsonl", [*whole(2), *(said(n, "P1") for n in range(10, 1500))])
    old = write(tmp_path / "old.jsonl", whole(2))
    disk = tmp_path / "disk"
    disk.mkdir()
    astrograph = f"{sys.executable} -m astrograph"
    steps = "".join(
        f"head -c {room}k /dev/zero > {disk}/filler; {astrograph} ingest {path} --store {disk}/s"
        f' 2>&1; echo "= $?"; rm {disk}/filler; {astrograph} --store {disk}/s stats | head -1\n'
        for room in (8000, 6800, 5600, 0)
    )
    script = (
        f"mount -t tmpfs -o size=9m none {disk} || exit 77\n"
        f"{astrograph} ingest {old} --store {disk}/s\n{steps}"
    )
    ended = subprocess.run(
        ["unshare", "-rm", "sh", "-c", script], capture_output=True, text=True, check=False
    )
    if ended.returncode == 77 or "unshare" in ended.stderr:
        pytest.skip("no small disk can be mounted here")
    first, *attempts = ended.stdout.split("= ")
    full = [each for each in attempts if each.startswith("3")]

    assert "new" in first
    assert len(full) >= 2
    assert attempts[-1].startswith("0")
    assert all(": 3 entities, 2 statements, 2 claims" in each for each in full)
    assert ended.stdout.count("the disk is full; the store") == len(full)
