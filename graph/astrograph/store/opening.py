"""Open a graph, wherever it lies."""

from pathlib import Path
from typing import TYPE_CHECKING, cast

from astrograph.errors import MisuseError
from astrograph.store import compiled
from astrograph.store.shipped import default_slice

if TYPE_CHECKING:
    from astrograph.store.build import Progress
    from astrograph.store.protocol import Store

ADDRESSES = ("http://", "https://")


def open_store(
    *locations: str | Path,
    slice: str | None = None,  # noqa: A002 -- the word that the command line has
    progress: "Progress | None" = None,
) -> "Store":
    """Open a graph for reading.

    Args:
        locations: Nothing for the graph that ships with the package; RDF files, read together; one
            directory: a compiled store or a plain Oxigraph one; or the address of one SPARQL
            endpoint.
        slice: Which part of the shipped graph to open, each within the next: ``article``,
            ``core``, ``iss`` or ``wide``, which is the default.
        progress: Is told how far the work is, when a graph has to be compiled first.

    Raises:
        MisuseError: There is no such slice, or it is asked of another graph than the shipped one.
        StoreError: Something is missing, malformed (file and line are named), or of no known kind.

    >>> store = open_store()
    >>> store.entity("https://w3id.org/astrograph/id/NASA").label
    'NASA'
    """
    if not locations:
        return compiled.open_shipped(slice or default_slice(), progress=progress)
    if slice is not None:
        raise MisuseError("only the shipped graph has slices", hint="leave --slice or --store away")
    addresses = [each for each in map(str, locations) if each.startswith(ADDRESSES)]
    if addresses:
        if len(locations) > 1:
            raise MisuseError(
                "an endpoint cannot be read together with other places",
                hint="give its address alone",
            )
        from astrograph.store.remote.store import RemoteStore

        return cast("Store", RemoteStore(addresses[0]))
    paths = [Path(location) for location in locations]
    if len(paths) == 1 and paths[0].is_dir():
        return compiled.open_directory(paths[0])
    return compiled.open_files(paths)
