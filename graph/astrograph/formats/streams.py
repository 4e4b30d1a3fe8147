"""Write every path between two entities as it is found, a piece at a time."""

import json
from typing import TYPE_CHECKING

from astrograph.formats import paths, prose, shapes, telling
from astrograph.formats.cells import counted
from astrograph.standing import UNDISPUTED, standing

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from astrograph.model import EntityPath, Hop, Statement
    from astrograph.paths import PathAnswer
    from astrograph.sources import SourceTexts
    from astrograph.store import Store


class Found:
    """The paths of a search, one after the other; the answer is whole when they are through.

    Attributes:
        answer: What is asked for, and in the end the answer.
        number: How many paths have been found.
    """

    def __init__(
        self, asked: "PathAnswer", search: "Generator[EntityPath, None, PathAnswer]"
    ) -> None:
        """Begin with an answer that has no paths yet, and the search for them."""
        self.answer = asked
        self.number = 0
        self._search = search

    def __iter__(self) -> "Iterator[tuple[int, EntityPath]]":
        """Yield each path when it is found, after its number."""
        while True:
            try:
                path = next(self._search)
            except StopIteration as done:
                self.answer = done.value
                return
            self.number += 1
            yield self.number, path


def text(store: "Store", found: Found, _texts: "SourceTexts | None") -> "Iterator[str]":
    """Write a line a path, without footnotes, and at the end how many there are."""
    for number, path in found:
        yield f"{number}. {_line(store, path)}\n"
    answer = found.answer
    if answer.no_path is not None:
        yield telling.text(store, answer._replace(paths=()), None)
        return
    cap = telling.cap_words(answer)
    length = counted(answer.options.max_hops, "hop")
    yield f"\n{counted(found.number, 'path')} of up to {length}.{f' {cap}' if cap else ''}\n"


def _line(store: "Store", path: "EntityPath") -> str:
    """Name the entities of a path in order, with all that joins them in its walking direction."""
    parts = [store.named(path.entities[0]).label]
    for hop in path.hops:
        told = (_words(store, hop, said) for said in hop.statements)
        parts += ["; ".join(dict.fromkeys(told)), store.named(hop.end).label]
    return " — ".join(parts)


def _words(store: "Store", hop: "Hop", said: "Statement") -> str:
    """Say how a statement of a hop joins its ends, and how it stands unless that is firmly."""
    told = prose.verb(store, said, forward=said.subject == hop.start)
    # What reads one way only points the way it reads.
    told = told or f"({prose.verb(store, said)}, the other way round)"
    stands = standing(store, said)
    return told if stands == UNDISPUTED else f"{told} ({stands})"


def as_json(store: "Store", found: Found, texts: "SourceTexts | None") -> "Iterator[str]":
    """Write the answer in the contract's JSON shape."""
    fixed = ("from", "to", "options")
    shape = shapes.path_answer(store, found.answer, texts)
    before = "{\n" + "".join(f'  "{key}": {_indented(shape[key], 1)},\n' for key in fixed)
    before += '  "paths": ['
    # Nothing is written before the first path is found, since what is asked may be refused.
    for _, path in found:
        yield f"{before}\n    {_indented(shapes.path(store, path, texts), 2)}"
        before = ","
    yield "\n  ]" if found.number else f"{before}]"
    shape = shapes.path_answer(store, found.answer._replace(paths=()), texts)
    rest = [key for key in shape if key not in {*fixed, "paths"}]
    yield "".join(f',\n  "{key}": {_indented(shape[key], 1)}' for key in rest) + "\n}\n"


def _indented(value: object, depth: int) -> str:
    written = json.dumps(value, ensure_ascii=False, indent=2)
    return written.replace("\n", "\n" + "  " * depth)


def as_csv(store: "Store", found: Found, _texts: "SourceTexts | None") -> "Iterator[str]":
    """Write a row for each hop of each path."""
    import csv
    import io

    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, paths.COLUMNS, lineterminator="\n")
    writer.writeheader()
    for number, path in found:
        writer.writerows(paths.rows(store, number, path))
        yield out.getvalue()
        out.seek(0)
        out.truncate()
    yield out.getvalue()


WRITERS: "dict[str, Callable[[Store, Found, SourceTexts | None], Iterator[str]]]" = {
    "text": text,
    "json": as_json,
    "csv": as_csv,
}
"""The formats of ``path --all``."""
