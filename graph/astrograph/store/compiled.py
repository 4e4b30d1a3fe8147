"""Open compiled stores, and keep the shipped graph's compiled form in a cache.

A compiled store is a folder with ``index.sqlite``, ``adjacency`` and ``oxigraph/``. The shipped
graph's engine is filled when the first query asks for it: a look-up needs none.
"""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from astrograph.errors import StoreError
from astrograph.store import directory
from astrograph.store.adjacency import Adjacency
from astrograph.store.index import Index
from astrograph.store.local import LocalStore
from astrograph.store.schema import FORMAT
from astrograph.store.shipped import shipped_records, slice_files
from astrograph.vocab import data_path, ontology_path

if TYPE_CHECKING:
    import pyoxigraph as ox

    from astrograph.store.build import Progress

INDEX, ADJACENCY, ENGINE = "index.sqlite", "adjacency", "oxigraph"
KEPT_SECONDS = 7 * 24 * 3600
IN_USE_SECONDS = 3600
KEPT_FORMS = 2
SHAPED_BY = (
    *("clock.py", "model.py", "vocab.py", "derive.py"),
    *("disagreement/*.py", "codec/*.py", "store/*.py"),
)
"""The modules that shape the compiled form: when one changes, the form is made anew."""


def open_shipped(name: str, *, progress: "Progress | None" = None) -> LocalStore:
    """Open a slice of the shipped graph from its compiled form, made when it is missing or old.

    Where the cache cannot be written, the graph is compiled in memory at each start.

    Args:
        name: One of `astrograph.store.shipped.SLICES`.
        progress: Is told how far the compiling is.

    Raises:
        MisuseError: There is no such slice.
    """
    place = cache_folder() / f"shipped-{name}-{_stamp(slice_files(name))}"
    where = f"the shipped graph ({name})"
    try:
        return open_compiled(where, place, progress=progress)
    except StoreError:
        pass  # It is missing or damaged, and can be made anew.
    from astrograph.store.build import build_store, in_memory

    try:
        build_store(shipped_records(name), place, progress=progress, engine=False)
        _forget_old(place)
    except (OSError, StoreError):
        return in_memory(where, shipped_records(name))
    return open_compiled(where, place, progress=progress)


def open_directory(folder: Path) -> LocalStore:
    """Open a store directory: one that grows, a compiled one, or one that Oxigraph itself wrote.

    Raises:
        StoreError: The folder holds none of them.
    """
    generation = directory.current(folder)
    while generation is not None:
        try:
            return open_compiled(str(folder), generation)
        except StoreError:
            # A writer may have finished twice since, and removed what was read about here.
            later = directory.current(folder)
            if later == generation:
                raise
            generation = later
    if (folder / INDEX).exists():
        return open_compiled(str(folder), folder)
    if not (folder / "CURRENT").exists():
        raise StoreError(
            f"{folder} is not a store",
            hint="give a folder that Astrograph or Oxigraph wrote, or RDF files",
        )
    import pyoxigraph as ox

    from astrograph.store.build import around

    stored = _read_only(folder)
    engine = ox.Store()
    engine.bulk_extend(stored)
    return around(str(folder), engine)


def open_files(paths: Iterable[Path]) -> LocalStore:
    """Open RDF files, read together into memory.

    Raises:
        StoreError: A file is missing or malformed.
    """
    from astrograph.store.build import around
    from astrograph.store.engines import load

    paths = list(paths)
    return around(", ".join(map(str, paths)), load(paths))


def open_compiled(location: str, folder: Path, *, progress: "Progress | None" = None) -> LocalStore:
    """Open a compiled store; an engine that is still to be filled is filled when it is asked for.

    Raises:
        StoreError: The folder holds no whole store.
    """
    index = Index.open(folder / INDEX)
    if not (folder / ADJACENCY).is_file():
        index.close()
        raise StoreError(f"the store {folder} is not whole", hint="make it anew")

    place = folder / ENGINE

    def fill() -> None:
        if not (place / "CURRENT").is_file():
            from astrograph.store.build import fill_engine

            fill_engine(index, place, progress=progress)

    def start() -> "ox.Store":
        fill()
        return _read_only(place)

    def packed() -> Adjacency:
        return Adjacency.open(folder / ADJACENCY, index.stamp())

    return LocalStore(location, index, start, adjacency=packed, fill=fill)


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
    try:
        status = path.stat()
    except FileNotFoundError:
        return "missing"
    return f"{status.st_size} {status.st_mtime_ns}"


def _read_only(folder: Path) -> "ox.Store":
    import pyoxigraph as ox

    try:
        return ox.Store.read_only(str(folder))
    except OSError as error:
        raise StoreError(f"cannot read the store {folder}: {error}") from error


def _forget_old(place: Path) -> None:
    """Remove the compiled forms that newer ones have replaced, unless they may be in use still.

    Those are forms of the last hour, and of the last week the newest few of the same slice.
    """
    import shutil
    import time

    now = time.time()
    kept = 0
    slice_name = place.name.rpartition("-")[0]
    for old in sorted(place.parent.glob("*shipped-*"), key=lambda path: -path.stat().st_mtime):
        age = now - old.stat().st_mtime
        same = old.name.startswith(slice_name)
        kept += same
        if age > KEPT_SECONDS or (same and age > IN_USE_SECONDS and kept > KEPT_FORMS):
            shutil.rmtree(old, ignore_errors=True)
