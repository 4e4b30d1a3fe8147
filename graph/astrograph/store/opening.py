"""Open a graph, wherever it lies."""

from pathlib import Path
from typing import TYPE_CHECKING

from astrograph.errors import StoreError
from astrograph.store import compiled

if TYPE_CHECKING:
    from astrograph.store.protocol import Store


def open_store(*locations: str | Path) -> "Store":
    """Open a graph for reading.

    Args:
        locations: Nothing for the graph that ships with the package; RDF files, read together; or
            one directory: a compiled store or a plain Oxigraph one.

    Raises:
        StoreError: Something is missing, malformed (file and line are named), or of no known kind.

    >>> store = open_store()
    >>> store.entity("https://w3id.org/astrograph/id/NASA").label
    'NASA'
    """
    if not locations:
        return compiled.open_shipped()
    for location in map(str, locations):
        if location.startswith(("http://", "https://")):
            raise StoreError(
                f"cannot read {location}: remote stores are not supported yet",
                hint="give RDF files or a store directory instead",
            )
    paths = [Path(location) for location in locations]
    if len(paths) == 1 and paths[0].is_dir():
        return compiled.open_directory(paths[0])
    return compiled.open_files(paths)
