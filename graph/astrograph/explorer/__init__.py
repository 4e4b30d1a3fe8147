"""One HTML page on which a graph and its evidence can be explored."""

from astrograph.explorer.graph import build_payload, paths_payload, write_explorer
from astrograph.explorer.page import render_page, write_page
from astrograph.explorer.payload import Payload

__all__ = [
    "Payload",
    "build_payload",
    "paths_payload",
    "render_page",
    "write_explorer",
    "write_page",
]
