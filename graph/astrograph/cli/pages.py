"""Put a page where the user wants it."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from astrograph.explorer import Payload


def put(payload: "Payload", output: str) -> None:
    """Write a page to a file, which is told of, or to the standard output.

    Args:
        payload: What the page shows.
        output: The path of the file; ``-`` is the standard output.

    Raises:
        JobError: The file cannot be written.
    """
    from pathlib import Path

    from astrograph.explorer import render_page, write_page

    if output == "-":
        click.echo(render_page(payload), nl=False)
        return
    write_page(payload, Path(output))
    click.echo(f"wrote {output}", err=True)
