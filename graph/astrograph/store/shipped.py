"""The graph that ships with the package: its slices, each within the next, and their records."""

import os
from collections.abc import Iterator
from pathlib import Path

from astrograph.codec.records import loads
from astrograph.errors import MisuseError, StoreError
from astrograph.model import Record
from astrograph.vocab import data_path

SLICES = ("article", "core", "iss", "wide")
"""From the narrowest to the widest; each holds all of the one before."""


def default_slice() -> str:
    """Return the slice that is opened when none is asked for: ``$ASTROGRAPH_SLICE`` or all."""
    return os.environ.get("ASTROGRAPH_SLICE") or SLICES[-1]


def slice_files(name: str) -> list[Path]:
    """Return the data files of a slice, those of the narrower ones first.

    Raises:
        MisuseError: There is no such slice.
    """
    if name not in SLICES:
        raise MisuseError(f"no slice is called {name!r}", hint=f"there are: {', '.join(SLICES)}")
    wider = (data_path("wide", f"{each}.jsonl.gz") for each in SLICES[1 : SLICES.index(name) + 1])
    return [*sorted(data_path("article").glob("*.ttl")), *wider]


def shipped_records(name: str) -> Iterator[Record]:
    """Yield the records of a slice; of several editions the last one counts.

    Raises:
        MisuseError: There is no such slice.
        StoreError: A file is damaged.
    """
    import gzip

    from astrograph.store.engines import load, records_of

    files = slice_files(name)
    written_by_hand = [path for path in files if path.suffix == ".ttl"]
    yield from records_of(load(written_by_hand))
    for path in files[len(written_by_hand) :]:
        try:
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                for line in lines:
                    yield loads(line)
        except (OSError, EOFError) as error:
            raise StoreError(f"cannot read {path}: {error}") from error
