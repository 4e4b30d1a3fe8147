"""What the shell offers when a command is half typed."""

from __future__ import annotations

import pytest
from click.shell_completion import ShellComplete

from astrograph.cli import cli


def offered(*args: str, begun: str = "") -> dict[str, str | None]:
    """Return what is offered for the next word, with what it stands for."""
    shell = ShellComplete(cli, {}, "astrograph", "_ASTROGRAPH_COMPLETE")
    return {item.value: item.help for item in shell.get_completions(list(args), begun)}


@pytest.mark.parametrize(
    ("args", "begun", "expected"),
    [
        (("path",), "rogo", {"DmitryRogozin": "Dmitry Rogozin (Person)"}),
        (("path", "Rogozin", "ISS", "--via"), "nas", {"NASA": "NASA (SpaceAgency)"}),
        (("path", "Rogozin", "ISS", "--without"), "inform", {"informed": "informed"}),
        (("path", "Rogozin", "ISS", "--type"), "spacea", {"SpaceAgency": "2"}),
        (("path", "Rogozin", "ISS", "--rank"), "inf", {"informative": None}),
    ],
)
def test_names_are_offered_that_begin_alike(
    args: tuple[str, ...], begun: str, expected: dict[str, str]
) -> None:
    """Entities by their names, relations, types."""
    assert expected.items() <= offered(*args, begun=begun).items()


def test_sources_are_offered_with_their_titles() -> None:
    """By id."""
    found = offered("path", "Rogozin", "ISS", "--source", begun="seed")

    assert found == {"seed1": "Undated article on Roscosmos and the ISS partnership"}


def test_the_graph_that_is_named_is_the_one_to_complete_from() -> None:
    """And one that cannot be opened offers nothing."""
    assert offered("--slice", "core", "path", begun="antar")
    assert not offered("--slice", "article", "path", begun="antar")
    assert offered("--store", "/nowhere", "path", begun="rogo") == {}
