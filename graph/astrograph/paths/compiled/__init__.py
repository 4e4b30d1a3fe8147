"""Own the search in compiled code, which needs the extra ``fast``; `astrograph.paths.kernel` asks.

`nearest` finds one path and nothing else. `search` goes from length to length by means of `rings`
and `listing`, on what `memory` holds. Under filters, `rows` makes the rows that it walks by
`sifting` what `judging` lets pass. `engine` joins all that to a packed graph. Where its code is
kept is said here, for those who have no numba.
"""

from pathlib import Path
from zlib import crc32

from astrograph.store.compiled import KEPT_SECONDS, cache_folder


def code_folder() -> Path:
    """Return where the compiled code of this state of the sources is kept.

    It has to be another folder for each: numba looks at the file of a function alone to see whether
    its code is still good, and not at the files of those that it calls.
    """
    state = "\n".join(
        f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}"
        for path in sorted(Path(__file__).parent.glob("*.py"))
    )
    return cache_folder() / f"numba-{crc32(state.encode()):08x}"


def forget_old_code() -> None:
    """Remove compiled code that other states of the sources have left, and nobody used of late."""
    import shutil
    import time

    current = code_folder()
    for folder in current.parent.glob("numba-*"):
        if folder != current and time.time() - folder.stat().st_mtime > KEPT_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
