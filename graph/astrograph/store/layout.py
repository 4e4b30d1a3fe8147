"""Write the file of the packed graph: its parts one after the other, behind a table of them."""

import io
import json
import shutil
import sys
from array import array
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import IO, TYPE_CHECKING

from astrograph.store.adjacency import ALIGNED, BLOCK, MAGIC

if TYPE_CHECKING:
    from astrograph.store.scratch import Scratch

AT_ONCE = 1 << 20
"""How many bytes are written at once."""


WORDS = 1 << 16
"""How many texts are front-coded at once: a multiple of `BLOCK`."""

Coded = tuple[bytearray | bytes, Sequence[int]]


class Layout:
    """The parts of a packed file, put together in the order in which they come.

    Args:
        scratch: For parts that are too large for memory.
    """

    def __init__(self, scratch: "Scratch") -> None:
        self._scratch = scratch
        self._parts: list[tuple[str, str, IO[bytes]]] = []

    def file(self, name: str, code: str) -> IO[bytes]:
        """Add a part, to be written to the file that is returned; ``code`` is that of `array`."""
        made = self._scratch.file()
        self._parts.append((name, code, made))
        return made

    def put(self, name: str, numbers: Sequence[int]) -> None:
        """Add numbers in the narrowest array that holds them."""
        self.put_as(name, *narrow(numbers))

    def put_as(self, name: str, code: str, data: bytes) -> None:
        """Add numbers as they lie in memory."""
        self.file(name, code).write(data)

    def put_words(
        self, name: str, words: Iterable[str], code: "Callable[[list[bytes]], Coded] | None" = None
    ) -> None:
        """Add texts that come in order, each once, front-coded.

        Args:
            name: The name of the part.
            words: The texts.
            code: Another `front_coded`, which does the same.
        """
        code = code or front_coded
        text = self.file(f"{name}_text", "B")
        starts, behind, count = array("Q"), 0, 0
        encoded = map(str.encode, words)
        while some := list(islice(encoded, WORDS)):
            coded, blocks = code(some)
            starts.extend(behind + start for start in blocks)
            behind += text.write(coded)
            count += len(some)
        self.put(f"{name}_blocks", starts)
        self.put(f"{name}_count", [count])

    def write(self, target: IO[bytes], stamp: int) -> None:
        """Write all parts.

        Raises:
            OSError: The disk is full.
        """
        table = [
            (name, code, part.seek(0, io.SEEK_END) // array(code).itemsize)
            for name, code, part in self._parts
        ]
        about = {"stamp": stamp, "order": sys.byteorder, "parts": table}
        head = json.dumps(about, separators=(",", ":")).encode()
        target.write(MAGIC + len(head).to_bytes(4, "little") + head)
        for _, _, part in self._parts:
            target.write(bytes(-target.tell() % ALIGNED))
            part.seek(0)
            shutil.copyfileobj(part, target, AT_ONCE)
            part.close()


def front_coded(words: list[bytes]) -> Coded:
    """Write texts in blocks.

    Each is written as the length of what it shares with the one before it, that of the rest, and
    the rest.

    Returns:
        What was written, and where each block begins.
    """
    coded, blocks, last = bytearray(), [], b""
    for number, word in enumerate(words):
        size = len(word)
        if number % BLOCK:
            most = min(size, len(last))
            differing = int.from_bytes(word[:most], "big") ^ int.from_bytes(last[:most], "big")
            shared = most - (differing.bit_length() + 7 >> 3)
        else:
            blocks.append(len(coded))
            shared = 0
        coded += length(shared) + length(size - shared) + word[shared:]
        last = word
    return coded, blocks


def length(number: int) -> bytes:
    """Write a length: seven bits a byte, the lowest first, the last byte below 128."""
    if number >> 7 == 0:
        return number.to_bytes(1, "little")
    return bytes((number & 127 | 128,)) + length(number >> 7)


def narrow(numbers: Sequence[int]) -> tuple[str, bytes]:
    """Return numbers in the narrowest array that holds them: its code, and the bytes.

    >>> narrow([7, 300])[0], len(narrow([7, 300])[1])
    ('H', 4)
    """
    code = narrowest(max(numbers, default=0))
    return code, array(code, numbers).tobytes()


def narrowest(most: int) -> str:
    """Return the code of the narrowest array that holds a number."""
    return next(code for code in "BHIQ" if most >> 8 * array(code).itemsize == 0)
