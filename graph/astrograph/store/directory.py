"""Own the folder of a store that grows: its generations, and which of them counts.

A generation is a compiled store in a numbered folder. The file ``generation`` names the one that
counts, and is replaced in one step; so a reader sees all of a change or none of it, and whoever
has the old generation open keeps it. One writer at a time holds the lock.
"""

import contextlib
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from astrograph.errors import StoreError

POINTER, LOCK = "generation", "lock"
SPOOL = ".incoming"
"""Where a writer puts aside what comes in, until the next generation is made of it."""

COMPILED = frozenset(("index.sqlite", "adjacency", "oxigraph"))
DIGITS = 6
_LEFTOVER = r"\.\d{6}-|\.generation-|\.incoming\Z"


def current(folder: Path) -> Path | None:
    """Return the generation of a store that counts, or ``None`` where there is none.

    Raises:
        StoreError: The file that names it is damaged.
    """
    try:
        name = (folder / POINTER).read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise StoreError(f"cannot read the store {folder}: {error}") from error
    if not _is_number(name):
        raise StoreError(f"the store {folder} is damaged: {POINTER} names no generation")
    return folder / name


def _is_number(name: str) -> bool:
    return len(name) == DIGITS and name.isascii() and name.isdecimal()


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a store for writing; what a killed writer has left behind is removed.

    The system lets go of the lock when the process ends, however it ends. Where there is no store
    at the end, what was made for one is removed.

    Raises:
        StoreError: Another process is writing to it, or the folder cannot be made.
    """
    made = [each for each in (folder, *folder.parents) if not each.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / LOCK).open("ab")
    except OSError as error:
        raise StoreError(f"cannot write the store {folder}: {error.strerror}") from error
    with file:
        try:
            _lock(file)
            # Whoever held it before may have taken the folder away.
            (folder / LOCK).stat()
        except OSError:
            raise StoreError(
                f"the store {folder} is locked: another process is writing to it",
                hint="try again when it has finished",
            ) from None
        sweep(folder)
        try:
            yield
        finally:
            if current(folder) is None:
                _unmake(folder, made)


def _unmake(folder: Path, made: list[Path]) -> None:
    """Remove the lock of a store that did not come to be, and the folders made for it."""
    compiled = any((folder / name).exists() for name in COMPILED)
    with contextlib.suppress(OSError):
        sweep(folder)
        if not compiled:
            (folder / LOCK).unlink(missing_ok=True)
        for each in made:
            each.rmdir()


if sys.platform == "win32":

    def _lock(file: IO[bytes]) -> None:
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:

    def _lock(file: IO[bytes]) -> None:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def next_generation(folder: Path) -> Path:
    """Return the folder that the next generation goes to; it is not there yet."""
    numbers = [int(path.name) for path in folder.iterdir() if _is_number(path.name)]
    return folder / f"{max(numbers, default=0) + 1:06}"


def switch(folder: Path, generation: Path) -> None:
    """Let a generation count from now on, once all of it is on the disk.

    Raises:
        OSError: The disk is full, or the folder cannot be written.
    """
    # It was made for its maker's eyes alone; whoever may see the store may see it.
    generation.chmod(folder.stat().st_mode & 0o777)
    for path in (*generation.rglob("*"), generation):
        _to_disk(path)
    aside = folder / f".generation-{generation.name}"
    aside.write_text(f"{generation.name}\n", encoding="ascii")
    _to_disk(aside)
    aside.replace(folder / POINTER)
    _to_disk(folder)


def sweep(folder: Path) -> None:
    """Remove what nobody needs: leftovers, and generations before the one before this one."""
    counting = current(folder)
    numbered = sorted(path for path in folder.iterdir() if _is_number(path.name))
    before = [path for path in numbered if counting is not None and path < counting]
    for path in folder.iterdir():
        is_over = path in numbered and path != counting and path not in before[-1:]
        replaced = path.name in COMPILED and counting is not None
        if is_over or replaced or re.match(_LEFTOVER, path.name):
            _remove(path)


def _remove(path: Path) -> None:
    import shutil

    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
    """Make sure that a file or folder would survive the power going off."""
    if sys.platform == "win32" and path.is_dir():
        return  # Folders cannot be opened there.
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
