"""Open a graph, wherever it lies."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, cast

from astrograph.errors import MisuseError
from astrograph.store import compiled
from astrograph.store.shipped import default_slice

if TYPE_CHECKING:
    from astrograph.store.build import Progress
    from astrograph.store.projected.projection import Projection
    from astrograph.store.protocol import Store

ADDRESSES = ("http://", "https://")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


def open_store(
    *locations: str | Path,
    slice: str | None = None,  # noqa: A002 -- the word that the command line has
    progress: "Progress | None" = None,
    projection: "Projection | None" = None,
) -> "Store":
    """Open a graph for reading.

    Args:
        locations: Nothing for the graph that ships with the package; RDF files, read together; one
            directory: a compiled store or a plain Oxigraph one; or the address of one SPARQL
            endpoint.
        slice: Which part of the shipped graph to open, each within the next: ``article``,
            ``core``, ``iss`` or ``wide``, which is the default.
        progress: Is told how far the work is, when a graph has to be compiled first.
        projection: Says what is what in an endpoint's data, where they have another shape than
            ours; `astrograph.read_projection` reads one.

    Raises:
        MisuseError: There is no such slice, or it is asked of another graph than the shipped one;
            a projection is given for what is no endpoint; or a place is empty, or an address of
            another kind than those of endpoints.
        StoreError: Something is missing, malformed (file and line are named), or of no known kind.

    >>> store = open_store()
    >>> store.entity("https://w3id.org/astrograph/id/NASA").label
    'NASA'
    """
    addresses = [each for each in map(str, locations) if each.startswith(ADDRESSES)]
    for each in map(str, locations):
        _refuse_nowhere(each)
    if projection is not None and not addresses:
        raise MisuseError(
            "a projection goes with the address of an endpoint",
            hint="give it like --store https://example.org/sparql",
        )
    if not locations:
        return compiled.open_shipped(slice or default_slice(), progress=progress)
    if slice is not None:
        raise MisuseError("only the shipped graph has slices", hint="leave --slice or --store away")
    if addresses:
        if len(locations) > 1:
            raise MisuseError(
                "an endpoint cannot be read together with other places",
                hint="give its address alone",
            )
        if projection is not None:
            from astrograph.store.projected.store import ProjectedStore

            return cast("Store", ProjectedStore(addresses[0], projection))
        from astrograph.store.remote.store import RemoteStore

        return cast("Store", RemoteStore(addresses[0]))
    paths = [Path(location) for location in locations]
    if len(paths) == 1 and paths[0].is_dir():
        return compiled.open_directory(paths[0])
    return compiled.open_files(paths)


def _refuse_nowhere(place: str) -> None:
    """Make sure that a text can name a place."""
    if not place:
        raise MisuseError(
            f"{place!r} is not a store",
            hint="give RDF files, a folder, or the address of an endpoint",
        )
    found = _ADDRESS.match(place)
    if found is not None and not place.startswith(ADDRESSES):
        # What stands before an @ may be a password.
        shown = found[0] + place[found.end() :].rpartition("@")[2]
        raise MisuseError(
            f"{shown} is not the address of an endpoint",
            hint="addresses begin with http:// or https://; files are given by their paths",
        )
