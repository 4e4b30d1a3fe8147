"""What people are called in the wide graph, and when they cannot have been born."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from astrograph.vocab import AG, ID
from people_tables import Read, read_tables, unite_tables

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def mapped(shared_dir: Path, pytestconfig: pytest.Config) -> Read:
    """Return what the tables say, each by itself."""
    return read_tables(shared_dir / "data", pytestconfig.rootpath / "scripts" / "wide")


@pytest.fixture(scope="module")
def united(shared_dir: Path, pytestconfig: pytest.Config) -> Read:
    """Return what they say together."""
    return unite_tables(shared_dir / "data", pytestconfig.rootpath / "scripts" / "wide")


@pytest.mark.parametrize(
    ("number", "label"),
    [
        ("AS-00232", "G. David Low"),
        ("AS-00250", "L. Blaine Hammond"),
        ("AS-00636", "Frank Rubio"),
        ("AS-00025", "Pete Conrad"),
        ("AS-00628", "Cai Xuzhe"),
        ("AS-00388", "Gennady Padalka"),
    ],
)
def test_people_are_called_as_they_are_called(united: Read, number: str, label: str) -> None:
    """By the name that they use, which Wikidata's first and family name often is not."""
    (person,) = (each for each in united.entities if each.iri == ID + number)
    aliases = {name.text for name in person.aliases}

    assert person.label == label
    assert not [name for name in aliases if "Podpol" in name or "Col." in name]


def test_a_day_of_birth_that_a_spreadsheet_made_is_rejected(mapped: Read) -> None:
    """Kanai, Onishi and Yui were not born in May 1905; what is printed stays, and says why not."""
    born = [
        claim
        for claim in mapped.claims
        if claim.predicate == AG + "dateOfBirth" and claim.value and "1905-" in claim.value.text
    ]
    years = {
        claim.subject
        for claim in mapped.claims
        if claim.predicate == AG + "yearOfBirth" and claim.value and claim.value.text == "1905"
    }

    assert {claim.subject.removeprefix(ID) for claim in born} == {
        "NASA-Kanai-Norishige",
        "NASA-Onishi-Tayuka",
        "NASA-Yui-Kimiya",
    }
    assert {claim.status for claim in born} == {"Rejected"}
    assert all("count" in (claim.assessment or "") for claim in born)
    assert years == set()
