"""Put a page where the user wants it."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from astrograph.explorer import Payload
    from astrograph.explorer.page import Tier


def put(payload: "Payload", output: str, *, plain: bool = False, tier: "Tier" = "full") -> None:
    """Write a page to a file, which is told of, or to the standard output.

    Args:
        payload: What the page shows.
        output: The path of the file; ``-`` is the standard output.
        plain: Whether to give the page pyvis' own look.
        tier: How much the page can do.

    Raises:
        JobError: The file cannot be written.
    """
    from pathlib import Path

    from astrograph.explorer import render_page, render_plain, write_page

    if output == "-":
        click.echo(render_plain(payload) if plain else render_page(payload, tier), nl=False)
        return
    write_page(payload, Path(output), plain=plain, tier=tier)
    click.echo(f"wrote {output}", err=True)
