"""The compiled form of the shipped graph: made once, made anew, never half-made."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest

from astrograph import open_store
from astrograph.query import run
from astrograph.query.isolated import isolated
from astrograph.store import build, compiled, shipped
from builders import claim, engine_of, listing

if TYPE_CHECKING:
    from collections.abc import Callable

    from astrograph import Store
    from astrograph.model import Claim

CLAIMS = (claim("A", "leads", "B", tense="Past"), claim("A", "participatesIn", "C"))


def n_triples(*claims: Claim) -> bytes:
    """Write claims as N-Triples, which can be appended to each other."""
    triples = [quad.triple for quad in engine_of(claims)]
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""


@pytest.fixture
def copied_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the shipped graph be a file that a test may change, with a cache of its own."""
    data = tmp_path / "claims.ttl"
    data.write_bytes(n_triples(*CLAIMS))
    for module in (compiled, shipped):
        monkeypatch.setattr(module, "slice_files", lambda _: [data])
    monkeypatch.setenv("ASTROGRAPH_CACHE", str(tmp_path / "cache"))
    return data


def test_the_compiled_form_is_made_once(
    copied_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second start neither reads nor writes any RDF."""
    first = open_store()
    before = listing(tmp_path / "cache")
    monkeypatch.setattr(build, "build_store", pytest.fail)

    second = open_store()

    assert list(first.claims()) == list(second.claims())
    assert before == listing(tmp_path / "cache")
    assert copied_data.exists()


def test_the_compiled_form_is_made_anew_when_the_data_change(
    copied_data: Path, tmp_path: Path
) -> None:
    """The old answer is never given again; the old form stays for whoever still reads it."""
    before = len(list(open_store().claims()))
    with copied_data.open("ab") as file:
        file.write(n_triples(claim("A", "leads", "C")))

    store = open_store()

    assert len(list(store.claims())) == before + 1
    assert len(list((tmp_path / "cache").glob("shipped-*"))) == 2


def test_forms_that_newer_data_replaced_long_ago_are_removed(
    copied_data: Path, tmp_path: Path
) -> None:
    """A form of long ago is dropped when a new one is made; a recent one stays."""
    cache = tmp_path / "cache"
    for name in ("shipped-old", "shipped-recent"):
        (cache / name).mkdir(parents=True)
    os.utime(cache / "shipped-old", (0, 0))

    open_store()

    assert not (cache / "shipped-old").exists()
    assert (cache / "shipped-recent").exists()
    assert len(list(cache.glob("shipped-*"))) == 2
    assert copied_data.exists()


def test_of_the_forms_of_a_slice_only_the_newest_are_kept(
    copied_data: Path, tmp_path: Path
) -> None:
    """Each takes much room; those of other slices are left alone."""
    cache = tmp_path / "cache"
    for hours, name in ((2, "article-a"), (3, "article-b"), (4, "article-c"), (5, "core-a")):
        (cache / f"shipped-{name}").mkdir(parents=True)
        made = time.time() - hours * 3600
        os.utime(cache / f"shipped-{name}", (made, made))

    open_store()
    left = {path.name for path in cache.iterdir()}

    assert {"shipped-article-a", "shipped-core-a"} < left
    assert left.isdisjoint({"shipped-article-b", "shipped-article-c"})
    assert copied_data.exists()


def test_a_cache_that_cannot_be_written_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shipped: Store
) -> None:
    """The graph is then compiled in memory."""
    blocked = tmp_path / "file"
    blocked.write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("ASTROGRAPH_CACHE", str(blocked / "below"))

    store = open_store()

    assert store.statements() == shipped.statements()
    assert len(store.engine()) == len(shipped.engine())
    assert blocked.read_text(encoding="utf-8") == "in the way"


def test_a_failed_build_leaves_nothing_behind(
    copied_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the disk fills up while the form is written, no half of it stays."""
    full = OSError(28, "No space left on device")

    def fail(*_: object) -> None:
        raise full

    monkeypatch.setattr("astrograph.store.index.Index.close", fail)

    store = open_store()

    assert len(list(store.claims())) == 2
    assert list((tmp_path / "cache").iterdir()) == []
    assert copied_data.exists()


def test_two_processes_that_race_for_the_cache_both_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They leave exactly one compiled form, and nothing half-written."""
    cache = tmp_path / "cache"
    monkeypatch.setenv("ASTROGRAPH_CACHE", str(cache))
    script = "from astrograph import open_store; print(len(open_store().statements()))"
    racing = [
        subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]

    answers = {process.communicate()[0] for process in racing}
    left = [path.name for path in cache.iterdir()]

    assert {process.returncode for process in racing} == {0}
    assert len(answers) == 1
    assert len(left) == 1
    assert left[0].startswith("shipped-")
    assert {path.name for path in (cache / left[0]).iterdir()} == {"index.sqlite", "adjacency"}


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {"ASTROGRAPH_CACHE": "/c"}, "/c"),
        ("linux", {"XDG_CACHE_HOME": "/x"}, "/x/astrograph"),
        ("linux", {}, "/home/ada/.cache/astrograph"),
        ("darwin", {}, "/home/ada/Library/Caches/astrograph"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/astrograph"),
    ],
)
def test_the_cache_lies_where_the_platform_wants_it(
    platform: str, environment: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An own variable goes before everything."""
    for name in ("ASTROGRAPH_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"HOME": "/home/ada", **environment}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)

    assert compiled.cache_folder() == Path(expected)


@pytest.mark.parametrize("harm", ["cut", "emptied", "gone"])
def test_a_damaged_compiled_form_is_made_anew(harm: str, copied_data: Path, tmp_path: Path) -> None:
    """A disk that was full or a hand that slipped costs one slow start, not every start."""
    expected = list(open_store().claims())
    (index,) = (tmp_path / "cache").glob("*/index.sqlite")
    if harm == "cut":
        index.write_bytes(index.read_bytes()[: index.stat().st_size // 2])
    elif harm == "emptied":
        index.write_bytes(b"")
    else:
        (index.parent / "adjacency").unlink()

    healed = open_store()

    assert list(healed.claims()) == expected
    assert len(healed.engine()) > len(expected)
    assert copied_data.exists()


@pytest.mark.usefixtures("copied_data")
def test_an_engine_is_filled_before_the_process_parts_that_asks_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the other one the threads would be missing that it waits for."""
    filled: list[Path] = []

    def parting(
        prepare: Callable[[], ox.Store],
        work: Callable[[ox.Store], bool],
        **limits: Any,  # noqa: ANN401 -- handed on as they are
    ) -> bool:
        filled.extend((tmp_path / "cache").glob(f"*/{build.ENGINE}/CURRENT"))
        return isolated(prepare, work, **limits)

    monkeypatch.setattr(run, "isolated", parting)
    store = open_store(slice="article")

    assert run.evaluate_apart(store, "ASK { id:A ag:participatesIn id:C }", bool) == (True, None)
    assert len(filled) == 1
