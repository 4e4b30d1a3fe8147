"""Find the texts of sources that a user has, and read the very words that evidence points at.

The package ships no source text. Whoever has the files names their folder; a file is taken for a
source's text only when its sha256 is the one that the graph gives, and a span only when its own is.
"""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from astrograph.errors import SourceTextError, TableError
from astrograph.model import Evidence, Iri, Source

if TYPE_CHECKING:
    from astrograph.sources.cells import Cells


class SourceTexts:
    """The source texts in one folder, read when first asked for.

    Args:
        folder: Where the files lie, at any depth; ``None`` for no texts at all.

    Raises:
        SourceTextError: The folder does not exist.
    """

    def __init__(self, folder: Path | None) -> None:
        if folder is not None and not folder.is_dir():
            raise SourceTextError(
                f"no such folder of sources: {folder}",
                hint="--sources takes the folder that holds the texts of the sources",
            )
        self._folder = folder
        self._paths: dict[Iri, Path | None] = {}
        self._texts: dict[Iri, str] = {}
        self._cells: dict[Iri, Cells] = {}

    def words(self, source: Source | None, evidence: Evidence) -> str | None:
        """Return the words that evidence points at, or ``None`` when the text is not at hand.

        Raises:
            SourceTextError: The file, the span or the cell is not what its hash says.
        """
        path = None if source is None else self._path(source)
        if source is None or path is None:
            return None
        if evidence.start is not None:
            found = _span(self._text(source.iri, path), evidence)
        else:
            found = self._cell(source, path, evidence)
        if found is None:
            return None
        if evidence.sha256 and _sha256(found.encode()) != evidence.sha256:
            raise SourceTextError(f"{evidence.iri}: the words there are not those that were read")
        return found

    def has(self, source: Source) -> bool:
        """Say whether the text of a source is at hand (and is the right one)."""
        return self._path(source) is not None

    def _path(self, source: Source) -> Path | None:
        if source.iri not in self._paths:
            self._paths[source.iri] = self._locate(source)
        return self._paths[source.iri]

    def _text(self, iri: Iri, path: Path) -> str:
        if iri not in self._texts:
            # The raw file: newline translation would shift every offset behind a CRLF.
            self._texts[iri] = path.read_bytes().decode("utf-8")
        return self._texts[iri]

    def _cell(self, source: Source, path: Path, evidence: Evidence) -> str | None:
        """Return a cell of a table; its row is named by its line, such as ``line 3: its key``."""
        if evidence.row_key is None or evidence.column is None:
            return None
        if source.iri not in self._cells:
            from astrograph.sources.cells import Cells

            try:
                self._cells[source.iri] = Cells(path, source.dialect)
            except TableError as error:
                raise SourceTextError(error.message, hint=error.hint) from None
        number = evidence.row_key.partition(":")[0].removeprefix("line ").strip()
        if not (number.isascii() and number.isdigit()):
            return None
        return self._cells[source.iri].get(int(number), evidence.column)

    def _locate(self, source: Source) -> Path | None:
        if self._folder is None or source.sha256 is None or source.file_name is None:
            return None
        # Compared, not used as a pattern: the name comes with the graph, whoever made that.
        of_the_name = sorted(
            path
            for path in self._folder.rglob("*")
            if path.name == source.file_name and path.is_file()
        )
        for path in of_the_name:
            if sha256_of(path) == source.sha256:
                return path
        if of_the_name:
            raise SourceTextError(
                f"{of_the_name[0]} is not the text that the graph cites: its sha256 differs",
                hint=f"the graph cites {source.title}, sha256 {source.sha256[:16]}…",
            )
        return None


def _span(text: str, evidence: Evidence) -> str | None:
    if evidence.end is None or evidence.end > len(text):
        return None
    return text[evidence.start : evidence.end]


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in lower-case hexadecimal.

    Raises:
        OSError: The file cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
