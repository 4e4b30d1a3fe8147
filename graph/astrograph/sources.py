"""Find the texts of sources that a user has, and read the very words that evidence points at.

The package ships no source text. Whoever has the files names their folder; a file is taken for a
source's text only when its sha256 is the one that the graph gives, and a span only when its own is.
"""

import csv
import hashlib
import io
from pathlib import Path

from astrograph.errors import SourceTextError
from astrograph.model import Evidence, Iri, Source


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
        self._texts: dict[Iri, str | None] = {}

    def words(self, source: Source | None, evidence: Evidence) -> str | None:
        """Return the words that evidence points at, or ``None`` when the text is not at hand.

        Raises:
            SourceTextError: The file, the span or the cell is not what its hash says.
        """
        text = None if source is None else self._text(source)
        if text is None:
            return None
        found = _span(text, evidence) if evidence.start is not None else _cell(text, evidence)
        if found is None:
            return None
        if evidence.sha256 and _sha256(found.encode()) != evidence.sha256:
            raise SourceTextError(f"{evidence.iri}: the words there are not those that were read")
        return found

    def has(self, source: Source) -> bool:
        """Say whether the text of a source is at hand (and is the right one)."""
        return self._text(source) is not None

    def _text(self, source: Source) -> str | None:
        if source.iri not in self._texts:
            path = self._locate(source)
            # The raw file: newline translation would shift every offset behind a CRLF.
            self._texts[source.iri] = None if path is None else path.read_bytes().decode("utf-8")
        return self._texts[source.iri]

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
            if _sha256(path.read_bytes()) == source.sha256:
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


def _cell(text: str, evidence: Evidence) -> str | None:
    """Return a cell of a table; its row is named by its line in the file, such as ``line 3``."""
    if evidence.row_key is None or evidence.column is None:
        return None
    number = evidence.row_key.removeprefix("line ")
    reader = csv.DictReader(io.StringIO(text, newline=""))
    for row in reader:
        if str(reader.line_num) == number:
            return row.get(evidence.column)
    return None


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
