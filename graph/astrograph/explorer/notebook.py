"""Show a page inside a notebook: in a frame of its own that cannot reach the notebook's server."""

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from astrograph.explorer.extent import SIZE
from astrograph.explorer.graph import build_payload
from astrograph.explorer.page import render_page
from astrograph.resolve import resolve_entity

if TYPE_CHECKING:
    from pathlib import Path

    from astrograph.model import Entity, Instant, Stretch
    from astrograph.sources import SourceTexts
    from astrograph.store import Store

SANDBOX = "allow-scripts allow-downloads"
"""What the page may do: run its own scripts and hand out files. It has no origin, so no server."""


@dataclass(frozen=True)
class Frame:
    """A page that a notebook shows where it stands as the last line of a cell.

    Args:
        page: The page's HTML.
        title: What the frame is called by those who hear it read out.
        height: How many pixels high it is.
    """

    page: str
    title: str = "The explorer"
    height: int = 640

    def _repr_html_(self) -> str:
        """Return the frame, which notebooks ask for."""
        return (
            f'<div><iframe srcdoc="{escape(self.page)}" sandbox="{SANDBOX}"'
            f' title="{escape(self.title)}" width="100%" height="{self.height}"'
            ' style="border: 1px solid #ccc"></iframe></div>'
        )

    def __repr__(self) -> str:
        """Return one line, in place of the whole page."""
        return f"<explorer page, {len(self.page):,} characters>"


def explore(
    store: "Store",
    *entities: "Entity | str",
    at: "Instant | None" = None,
    during: "Stretch | None" = None,
    known_by: "Instant | None" = None,
    size: int = SIZE,
    texts: "SourceTexts | None" = None,
    story: "Path | None" = None,
    height: int = 640,
) -> Frame:
    """Show a graph as an interactive page inside a notebook.

    The page is the small kind, without SPARQL, since a notebook keeps it whole with its output.

    Args:
        store: The graph.
        entities: Those to show first, or their names.
        at: Only statements that hold, may hold or are planned to hold then.
        during: Only those that do so at some instant from a first to a last one.
        known_by: Only what had been said, or may have been said, by then.
        size: How many entities the page holds at most, those nearest to the ones asked for.
        texts: The texts of the sources, to put the very words on the page.
        story: The file of a story that the page tells.
        height: How many pixels high the page is shown.

    Returns:
        What a notebook shows as the page.

    Raises:
        UnknownEntityError: No entity bears a name.
        AmbiguousEntityError: Several entities fit a name equally.

    >>> from astrograph import open_store
    >>> explore(open_store(slice="article"), "Rogozin")
    <explorer page, ... characters>
    """
    focus = [resolve_entity(store, each) if isinstance(each, str) else each for each in entities]
    payload = build_payload(
        store,
        focus=focus,
        at=at,
        during=during,
        known_by=known_by,
        size=size,
        texts=texts,
        story=story,
        tier="lite",
    )
    return Frame(render_page(payload, "lite"), payload["title"] or "The explorer", height)
