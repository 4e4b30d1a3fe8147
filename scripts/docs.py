"""Writes docs/cli.md, the reference of the command line, from the commands' own help."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from astrograph.cli import cli

if TYPE_CHECKING:
    from collections.abc import Iterator

REFERENCE = Path(__file__).resolve().parent.parent / "docs" / "cli.md"
WIDTH = 88
INTRODUCTION = """\
# The command line

This page is made from the commands' own help by `scripts/docs`; a test tells when it is stale.
"""


def sections(command: click.Command, name: str, parent: click.Context | None) -> Iterator[str]:
    """Write the section of a command, and after it those of its subcommands.

    Args:
        command: The command.
        name: What the user types for it.
        parent: The context of the command above it.

    Yields:
        One section of Markdown each.
    """
    settings = {**command.context_settings, "terminal_width": WIDTH, "max_content_width": WIDTH}
    context = click.Context(command, info_name=name, parent=parent, **settings)
    yield f"## `{context.command_path}`\n\n```text\n{command.get_help(context).rstrip()}\n```\n"
    if isinstance(command, click.Group):
        for child_name in command.list_commands(context):
            child = command.get_command(context, child_name)
            if child is not None and not child.hidden:
                yield from sections(child, child_name, context)


def reference() -> str:
    """Write the whole page.

    Returns:
        Markdown.
    """
    return "\n".join([INTRODUCTION, *sections(cli, "astrograph", None)])


def main() -> int:
    """Write the page, or tell whether it is fresh.

    Returns:
        The exit code: 0 done or fresh, 1 stale.
    """
    parser = argparse.ArgumentParser(prog="scripts/docs", description="Write docs/cli.md.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when stale")
    arguments = parser.parse_args()
    page = reference()
    if not arguments.check:
        REFERENCE.write_text(page, encoding="utf-8")
    elif not REFERENCE.is_file() or REFERENCE.read_text(encoding="utf-8") != page:
        print("docs/cli.md is stale; write it anew: scripts/docs", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
