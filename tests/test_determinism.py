"""The same question has the same answer, byte for byte, whatever Python hashes strings by."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

SEEDS = 20
COMMANDS = (
    ("path", "Rogozin", "ISS", "-k", "6"),
    ("path", "Rogozin", "ISS", "--format", "json"),
    ("path", "Rogozin", "ISS", "--format", "mermaid"),
    ("show", "Roscosmos"),
    ("claims",),
    ("export", "--format", "ttl"),
    ("export", "--format", "graphml"),
    ("query", "--saved", "opinions"),
    ("query", "SELECT * { ?s ag:leads ?o }"),
    ("stats", "--format", "json"),
    ("find", "ros"),
)
SCRIPT = f"""
import hashlib, sys
from click.testing import CliRunner
from astrograph.cli import cli
for args in {COMMANDS!r}:
    result = CliRunner().invoke(cli, args)
    assert result.exit_code == 0, args
    print(args[0], hashlib.sha256(result.stdout_bytes).hexdigest())
"""


def outputs(seed: int, cache: Path) -> str:
    """Run every command in one process under a hash seed; return the hashes of the outputs."""
    environment = {**os.environ, "PYTHONHASHSEED": str(seed), "ASTROGRAPH_CACHE": str(cache)}
    return subprocess.run(
        [sys.executable, "-c", SCRIPT],
        capture_output=True, text=True, check=True, timeout=120, env=environment,
    ).stdout  # fmt: skip


def test_output_is_the_same_under_every_hash_seed(cache_dir: Path) -> None:
    """Twenty of them, over one compiled form."""
    expected = outputs(0, cache_dir)

    assert len(expected.splitlines()) == len(COMMANDS)
    assert {seed: outputs(seed, cache_dir) for seed in range(1, SEEDS)} == dict.fromkeys(
        range(1, SEEDS), expected
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_the_compiled_form_gives_the_same_output_whoever_makes_it(
    seed: int, cache_dir: Path, tmp_path: Path
) -> None:
    """A new cache under another hash seed."""
    assert outputs(seed, tmp_path) == outputs(0, cache_dir)
