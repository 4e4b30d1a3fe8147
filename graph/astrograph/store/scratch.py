"""Put numbers aside that are too many for memory: column by column, in order or in buckets."""

import io
from array import array
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import IO, TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

CHUNK = 1_000_000
"""How many rows are taken up at once."""


class Numbers(Protocol):
    """Unsigned numbers in an array of the standard library, or in one of numpy."""

    def __len__(self) -> int:
        """Return how many there are."""

    def tolist(self) -> list[int]:
        """Return them as a list."""

    def tobytes(self) -> bytes:
        """Return them as they lie in memory."""


class Scratch:
    """Files that nobody else sees, and that are gone when the process ends, however it ends.

    Args:
        folder: Where they lie; ``None`` keeps them in memory.
    """

    def __init__(self, folder: "Path | None" = None) -> None:
        self._folder = folder
        self._files = ExitStack()

    def file(self) -> IO[bytes]:
        """Make an empty file."""
        if self._folder is None:
            return io.BytesIO()
        import tempfile

        return self._files.enter_context(tempfile.TemporaryFile(dir=self._folder))

    def close(self) -> None:
        """Forget all files."""
        self._files.close()


class Columns:
    """Numbers put aside, column by column.

    Args:
        scratch: Where they lie.
        codes: The types of the columns' numbers, as `array` has them.
    """

    def __init__(self, scratch: Scratch, codes: str) -> None:
        self._files = [scratch.file() for _ in codes]
        self._sizes = [array(code).itemsize for code in codes]
        self._end = 0

    def append(self, *columns: Numbers) -> None:
        """Add rows."""
        for file, column in zip(self._files, columns, strict=True):
            file.write(column.tobytes())
        self._end += len(columns[0])

    def chunks(self) -> Iterator[list[bytes]]:
        """Yield the columns, so many rows at a time."""
        for file in self._files:
            file.seek(0)
        for _ in range(0, self._end, CHUNK):
            yield [f.read(CHUNK * size) for f, size in zip(self._files, self._sizes, strict=True)]

    def close(self) -> None:
        """Forget them."""
        for file in self._files:
            file.close()


class Pile:
    """Numbers put aside in buckets, column by column.

    Args:
        scratch: Where they lie.
        codes: The types of the columns' numbers, as `array` has them.
        rooms: Where the room of each bucket begins.
    """

    def __init__(self, scratch: Scratch, codes: str, rooms: Sequence[int]) -> None:
        self._codes = codes
        self._files = [scratch.file() for _ in codes]
        self._sizes = [array(code).itemsize for code in codes]
        self._rooms = rooms
        self._ends = list(rooms)

    def add(self, bucket: int, *columns: Numbers) -> None:
        """Add rows to a bucket."""
        end = self._ends[bucket]
        for file, size, column in zip(self._files, self._sizes, columns, strict=True):
            file.seek(end * size)
            file.write(column.tobytes())
        self._ends[bucket] += len(columns[0])

    def take(self, bucket: int) -> list[tuple[str, bytes]]:
        """Take all rows out of a bucket; return each column's type and its numbers."""
        start, end = self._rooms[bucket], self._ends[bucket]
        self._ends[bucket] = start
        taken = []
        for file, code, size in zip(self._files, self._codes, self._sizes, strict=True):
            file.seek(start * size)
            taken.append((code, file.read((end - start) * size)))
        return taken

    def close(self) -> None:
        """Forget them."""
        for file in self._files:
            file.close()
