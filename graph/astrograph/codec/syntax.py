"""Read RDF files into quads: by format, guarded, with blank nodes named by what is said of them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox

from astrograph.codec.guard import TEXT_SIZE, guard
from astrograph.errors import RdfError, StoreError

ENDINGS = ("ttl", "trig", "nt", "nq", "jsonld", "rdf", "owl", "xml", "n3")
"""How the names of RDF files end."""

_KINDS = {ox.RdfFormat.RDF_XML: "xml", ox.RdfFormat.JSON_LD: "json"}
_PLACE = re.compile(r"^.*? at line \d+ (between columns? .*?|column \d+.*?): ")
_FILE = re.compile(r" \([^()]*, line \d+\)$")
_BOM = b"\xef\xbb\xbf"


def read_quads(
    path: Path, ending: str | None = None, *, fresh_blanks: bool = False
) -> Iterator[ox.Quad]:
    """Read an RDF file, in the format that its ending names.

    Nothing but the file is read: ``owl:imports`` is a triple like others, and a context or a
    document type that lies elsewhere is an error.

    Args:
        path: The file.
        ending: One of `ENDINGS`, where the file's own does not tell the format.
        fresh_blanks: Give blank nodes names that no other file's have.

    Raises:
        RdfError: The file is malformed, or such that reading it would take time or memory out of
            all proportion; the line is named.
        StoreError: The file is missing or of an unknown format.
    """
    syntax = ox.RdfFormat.from_extension(ending or path.suffix.lstrip(".").lower())
    if not path.is_file():
        raise StoreError(f"no such file: {path}")
    if syntax is None:
        raise StoreError(
            f"cannot tell the RDF format of {path} from its ending",
            hint=f"known endings: {', '.join(ENDINGS)}",
        )
    try:
        guard(path, _KINDS.get(syntax, "text"))
        with path.open("rb") as file:
            yield from _parse(file, syntax, path, fresh_blanks=fresh_blanks)
    except OSError as error:
        raise StoreError(f"cannot read {path}: {error.strerror or error}") from error
    except (SyntaxError, ValueError, MemoryError) as error:
        line = getattr(error, "lineno", None) or _line_of_failure(path, syntax)
        raise RdfError(_reason(error), file=str(path), line=line) from error


def _parse(
    file: IO[bytes], syntax: ox.RdfFormat, path: Path, *, fresh_blanks: bool = False
) -> Iterator[ox.Quad]:
    if file.read(len(_BOM)) != _BOM:
        file.seek(0)
    base = path.resolve().as_uri()
    for found in ox.parse(file, format=syntax, base_iri=base, rename_blank_nodes=fresh_blanks):
        yield found if isinstance(found, ox.Quad) else ox.Quad(*found)


class _Lines:
    """A file that is handed out line by line, so that one knows which line was met last."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._ended = 0
        self.number = 1

    def read(self, size: int = -1) -> bytes:
        """Hand out a line, or a part of one that is longer than was asked for."""
        part = self._file.readline(size)
        if part:
            self.number = self._ended + 1
        self._ended += part.endswith(b"\n")
        return part


def _line_of_failure(path: Path, syntax: ox.RdfFormat) -> int:
    """Find the line that the parser fails at, which it does not always name, by reading again."""
    with path.open("rb") as file:
        lines = _Lines(file)
        try:
            # Whatever has a method to read is a file to the parser.
            for _ in ox.parse(
                cast("IO[bytes]", lines), format=syntax, base_iri=path.resolve().as_uri()
            ):
                pass
        except (SyntaxError, ValueError, MemoryError):
            pass
    return lines.number


def _reason(error: Exception) -> str:
    """Say what the parser found wrong, without the place, which is said already."""
    if isinstance(error, MemoryError):
        return f"a text or name is longer than {TEXT_SIZE >> 20} MB"
    first = (str(getattr(error, "msg", None) or error).splitlines() or [""])[0]
    if "LoadDocumentCallback" in first:
        return "its context lies elsewhere, and nothing is fetched; write the context into the file"
    return _FILE.sub("", _PLACE.sub("", first))
