"""The text that users read, whole: rewritten only by ``pytest --update-golden``, then reviewed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from astrograph.cli import cli

if TYPE_CHECKING:
    from collections.abc import Callable

COMMANDS: dict[str, tuple[tuple[str, ...], int]] = {
    "path.txt": (("path", "Rogozin", "ISS"), 0),
    "path-at.txt": (("path", "Lueders", "Putin", "--at", "2022-07-01", "-k", "1"), 0),
    "path-none.txt": (("path", "Rogozin", "ISS", "--without", "leads", "--max-hops", "3"), 1),
    "path.csv": (("path", "Rogozin", "ISS", "-k", "1", "--format", "csv"), 0),
    "path.mmd": (("path", "Rogozin", "ISS", "--format", "mermaid"), 0),
    "show.txt": (("show", "Roscosmos"), 0),
    "show-during.txt": (
        ("show", "Roscosmos", "--during", "2022..2024", "--known-by", "2022-08-01"),
        0,
    ),
    "path-known-by.txt": (
        ("path", "Rogozin", "ISS", "-k", "1", "--known-by", "2022-07-01"),
        0,
    ),
    "show-at.txt": (("show", "Roscosmos", "--at", "2022-07-01"), 0),
    "claims-disputed.txt": (("claims", "Roscosmos", "--disputed"), 0),
    "claims-denial.txt": (("claims", "--modality", "Denial"), 0),
    "find.txt": (("find", "ros"), 0),
    "query.txt": (("query", "--saved", "current-heads"), 0),
    "saved.txt": (("query", "--list-saved"), 0),
    "stats.txt": (("stats",), 0),
    "help.txt": (("--help",), 0),
}


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_the_text_of_a_command_is_the_reviewed_one(
    name: str, golden: Callable[[str, str], None]
) -> None:
    """Byte for byte, and with nothing on stderr."""
    args, code = COMMANDS[name]

    result = CliRunner().invoke(cli, args, prog_name="astrograph")

    assert result.exit_code == code
    assert result.stderr == ""
    golden(name, result.stdout)
