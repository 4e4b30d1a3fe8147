"""Astrograph: how two actors of the world's space programs are connected, since when, says who.

The public names are loaded when first used, so that importing the package costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from astrograph.errors import AstrographError
    from astrograph.explorer import explore, write_explorer
    from astrograph.ingest import ingest_file
    from astrograph.ingest.projection import read_projection
    from astrograph.model import Claim, Entity, EntityPath, Evidence, Hop, Source
    from astrograph.paths import PathAnswer, PathOptions, find_paths
    from astrograph.query import run_query
    from astrograph.resolve import find_entities
    from astrograph.store import Store, open_store

_HOMES = {
    "AstrographError": "errors",
    "Claim": "model",
    "Entity": "model",
    "EntityPath": "model",
    "Evidence": "model",
    "Hop": "model",
    "PathAnswer": "paths",
    "PathOptions": "paths",
    "Source": "model",
    "Store": "store",
    "explore": "explorer",
    "find_entities": "resolve",
    "find_paths": "paths",
    "ingest_file": "ingest",
    "open_store": "store",
    "read_projection": "ingest.projection",
    "run_query": "query",
    "write_explorer": "explorer",
}

__all__ = [
    "AstrographError",
    "Claim",
    "Entity",
    "EntityPath",
    "Evidence",
    "Hop",
    "PathAnswer",
    "PathOptions",
    "Source",
    "Store",
    "explore",
    "find_entities",
    "find_paths",
    "ingest_file",
    "open_store",
    "read_projection",
    "run_query",
    "write_explorer",
]


def __getattr__(name: str) -> object:
    """Load a public name from the module that owns it."""
    if name not in _HOMES:
        raise AttributeError(f"module 'astrograph' has no attribute {name!r}")
    return getattr(import_module(f"astrograph.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    """List the public names."""
    return [*__all__, "__version__"]
