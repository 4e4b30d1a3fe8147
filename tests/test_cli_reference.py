"""The reference of the command line is fresh, and every command and option has its help."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from astrograph.cli import cli

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent


def commands(group: click.Group) -> Iterator[tuple[str, click.Command]]:
    """List the commands, those of groups included, under the words that the user types."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {inner}", child) for inner, child in commands(command))


def test_reference_is_fresh() -> None:
    """docs/cli.md says what the commands' help says."""
    finished = subprocess.run(
        [sys.executable, ROOT / "scripts" / "docs.py", "--check"],
        check=False,
        capture_output=True,
        text=True,
    )

    assert finished.returncode == 0, finished.stderr


def test_every_command_and_option_has_help() -> None:
    """Nobody has to guess what a command or an option does."""
    silent = []
    for name, command in [("", cli), *commands(cli)]:
        if not command.help:
            silent.append(name)
        silent += [
            f"{name} {parameter.opts[0]}"
            for parameter in command.params
            if isinstance(parameter, click.Option) and not parameter.help
        ]

    assert silent == []
