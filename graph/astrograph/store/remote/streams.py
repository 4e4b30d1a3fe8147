"""Read an answer as it comes, and in the form that a strict reader of results takes."""

import io
from collections.abc import Iterable

ODD, PLAIN = b'"nodeID://', b'"'
"""How Virtuoso begins the names of blank nodes, which may hold no slash, and how they shall."""


class Pieces(io.RawIOBase):
    """Pieces of an answer as one file.

    Args:
        pieces: The pieces, as they come.
    """

    def __init__(self, pieces: Iterable[bytes]) -> None:
        super().__init__()
        self._pieces, self._ready = iter(pieces), memoryview(b"")

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        """Fill a buffer as far as what came goes; return how many bytes that are."""
        while not self._ready:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._ready = memoryview(piece)
        size = min(len(buffer), len(self._ready))
        buffer[:size], self._ready = self._ready[:size], self._ready[size:]
        return size


def mended(content: bytes) -> bytes:
    """Return an answer with the names of blank nodes mended.

    >>> mended(b'{"type": "bnode", "value": "nodeID://b1"}')
    b'{"type": "bnode", "value": "b1"}'
    """
    return content.replace(ODD, PLAIN)
