"""The queries that ship with the package."""

from pathlib import Path
from typing import NamedTuple

from astrograph.errors import MisuseError
from astrograph.vocab import data_path


class SavedQuery(NamedTuple):
    """A query that ships with the package: its name, what it answers, its text.

    ``slice`` is the narrowest slice of the shipped graph that answers it.
    """

    name: str
    explanation: str
    text: str
    slice: str


def saved_queries() -> list[SavedQuery]:
    """Return the queries that ship with the package, in order of name.

    >>> [query.name for query in saved_queries()][:2]
    ['around', 'claims-of-a-sentence']
    """
    return [_saved(path) for path in sorted(data_path("queries").glob("*.rq"))]


def saved_query(name: str) -> SavedQuery:
    """Return one shipped query.

    Raises:
        MisuseError: There is none of that name.
    """
    path = data_path("queries", f"{name}.rq")
    if name not in {query.name for query in saved_queries()}:
        names = ", ".join(query.name for query in saved_queries())
        raise MisuseError(f"no saved query is called {name!r}", hint=f"there are: {names}")
    return _saved(path)


def _saved(path: Path) -> SavedQuery:
    text = path.read_text(encoding="utf-8")
    first, second, *_ = text.splitlines()
    narrowest = second.removeprefix("# Slice:").replace(";", " ").replace(".", " ").split()[0]
    return SavedQuery(path.stem, first.removeprefix("#").strip(), text, narrowest)
