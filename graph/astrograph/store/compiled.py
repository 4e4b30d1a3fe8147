"""Compile RDF into an index and an engine, and keep the shipped graph's compiled form in a cache.

A compiled store is a folder with ``index.sqlite`` and ``oxigraph/``. It is made in a folder of its
own beside its final place and then renamed, so that a reader sees all of it or none, and two
processes that race end with one of two equal results.
"""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from astrograph.errors import StoreError
from astrograph.store.engines import complete, load
from astrograph.store.index import FORMAT, Index
from astrograph.store.local import LocalStore
from astrograph.vocab import data_path, ontology_path

if TYPE_CHECKING:
    import pyoxigraph as ox

INDEX, ENGINE = "index.sqlite", "oxigraph"
KEPT_SECONDS = 7 * 24 * 3600
SHAPED_BY = ("model.py", "vocab.py", "derive.py", "codec/*.py", "store/*.py")
"""The modules that shape the compiled form: when one changes, the form is made anew."""


def shipped_files() -> list[Path]:
    """Return the RDF files of the shipped graph; the ontology that they rest on lies apart."""
    return sorted(data_path("article").glob("*.ttl"))


def open_shipped() -> LocalStore:
    """Open the shipped graph from its compiled form, which is made when it is missing or old.

    Where the cache cannot be written, the graph is compiled in memory at each start.
    """
    files = shipped_files()
    place = cache_folder() / f"shipped-{_stamp(files)}"
    where = "the shipped graph"
    try:
        return _open_compiled(where, place)
    except StoreError:
        pass  # It is missing or damaged, and can be made anew.
    try:
        _replace(load(files), place)
        _forget_old(place.parent)
    except (OSError, StoreError):
        return in_memory(where, load(files))
    return _open_compiled(where, place)


def open_directory(folder: Path) -> LocalStore:
    """Open a store directory: a compiled one, or one that Oxigraph itself wrote.

    Raises:
        StoreError: The folder holds neither.
    """
    if (folder / INDEX).exists():
        return _open_compiled(str(folder), folder)
    if not (folder / "CURRENT").exists():
        raise StoreError(
            f"{folder} is not a store",
            hint="give a folder that Astrograph or Oxigraph wrote, or RDF files",
        )
    import pyoxigraph as ox

    stored = _read_only(folder)
    engine = ox.Store()
    engine.bulk_extend(stored)
    return in_memory(str(folder), engine)


def open_files(paths: Iterable[Path]) -> LocalStore:
    """Open RDF files, read together into memory.

    Raises:
        StoreError: A file is missing or malformed.
    """
    paths = list(paths)
    return in_memory(", ".join(map(str, paths)), load(paths))


def in_memory(location: str, engine: "ox.Store") -> LocalStore:
    """Make a store over RDF that is already in memory; derives the direct triples if need be."""
    content, supplied = complete(engine)
    return LocalStore(location, Index.build(content, supplied), lambda: engine)


def cache_folder() -> Path:
    """Return where compiled forms are kept: ``$ASTROGRAPH_CACHE``, else the platform's place.

    Done by hand because this runs at every start, and the library for it doubles the start-up.
    """
    given = os.environ.get("ASTROGRAPH_CACHE")
    if given:
        return Path(given)
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local")) / "astrograph"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "astrograph"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "astrograph"


def _stamp(files: Iterable[Path]) -> str:
    """Name a state of the data, the rule and the code that compiles them, by sizes and times."""
    package = Path(__file__).parents[1]
    code = [path for pattern in SHAPED_BY for path in sorted(package.glob(pattern))]
    inputs = [*files, ontology_path(), data_path("direct.rq"), *code]
    state = "\n".join([str(FORMAT), *(f"{path} {_state(path)}" for path in inputs)]).encode()
    # Two checksums of the built-in kind: hashlib alone costs as much start-up as the rest.
    return f"{crc32(state):08x}{crc32(state[::-1]):08x}"


def _state(path: Path) -> str:
    status = path.stat()
    return f"{status.st_size} {status.st_mtime_ns}"


def _open_compiled(location: str, folder: Path) -> LocalStore:
    if not (folder / ENGINE / "CURRENT").is_file():
        raise StoreError(f"the store {folder} is not whole", hint="make it anew")
    index = Index.open(folder / INDEX)
    return LocalStore(location, index, lambda: _read_only(folder / ENGINE))


def _read_only(folder: Path) -> "ox.Store":
    import pyoxigraph as ox

    try:
        return ox.Store.read_only(str(folder))
    except OSError as error:
        raise StoreError(f"cannot read the store {folder}: {error}") from error


def _replace(engine: "ox.Store", place: Path) -> None:
    """Compile an engine's graph into a folder, in place of a damaged one."""
    import shutil
    import tempfile

    import pyoxigraph as ox

    place.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=f".{place.name}-", dir=place.parent))
    try:
        content, supplied = complete(engine)
        Index.build(content, supplied, building / INDEX).close()
        stored = ox.Store(str(building / ENGINE))
        stored.bulk_extend(engine)
        stored.flush()
        del stored
        if place.exists() and not _is_whole(place):
            shutil.rmtree(place, ignore_errors=True)
        building.rename(place)
    except OSError:
        # Another process may have finished first; its result is equal to ours.
        if not _is_whole(place):
            raise
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _is_whole(place: Path) -> bool:
    try:
        _open_compiled("", place).close()
    except StoreError:
        return False
    return True


def _forget_old(folder: Path) -> None:
    """Remove compiled forms that were made over a week ago: newer data have replaced them."""
    import shutil
    import time

    for old in folder.glob("*shipped-*"):
        if old.stat().st_mtime < time.time() - KEPT_SECONDS:
            shutil.rmtree(old, ignore_errors=True)
