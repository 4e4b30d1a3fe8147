"""One HTML page on which a graph and its evidence can be explored."""

from astrograph.explorer.graph import build_payload, paths_payload, write_explorer
from astrograph.explorer.notebook import Frame, explore
from astrograph.explorer.page import render_page, write_page
from astrograph.explorer.payload import Payload
from astrograph.explorer.plain import render_plain
from astrograph.explorer.story import read_story

__all__ = [
    "Frame",
    "Payload",
    "build_payload",
    "explore",
    "paths_payload",
    "read_story",
    "render_page",
    "render_plain",
    "write_explorer",
    "write_page",
]
