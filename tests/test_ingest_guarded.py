"""What a mapping, a path or a first attempt may not do: hang, mislead, leave something behind."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from astrograph import ingest_file, open_store
from astrograph.cli import cli
from astrograph.errors import JobError, MappingError
from astrograph.formats import exports
from astrograph.model import Clock, Remainder
from astrograph.store.compiled import open_shipped
from incoming import held, said, whole, write

if TYPE_CHECKING:
    from pathlib import Path

SLOW = "^(a|aa)+$"
MAPPING = """
[source]
iri = "source:list"
title = "A list"
license = "CC0"
[[entity]]
iri = "id:club-{Name}"
type = "Person"
label = "{Name}"
[[claim]]
subject = "id:club-{Name}"
predicate = "ag:worksFor"
object = "id:NASA"
paraphrase = "{Name} works for NASA."
"""


def table(folder: Path, more: str = "", name: str = "Ann", mapping: str = MAPPING) -> list[Path]:
    """Write a table of one row and its mapping."""
    rows, rules = folder / "list.csv", folder / "list.toml"
    rows.write_text(f"Name\n{name}\n", encoding="utf-8")
    rules.write_text(mapping + more, encoding="utf-8")
    return [rows, rules]


@pytest.mark.parametrize(
    "more",
    [
        f'where = {{ Name = "{SLOW}" }}\n',
        f'where = {{ Name = "!{SLOW}" }}\n',
        f'hedged = {{ Name = "{SLOW}" }}\n',
        f'each = {{ column = "Name", pattern = "{SLOW}" }}\n',
        f'[[skip]]\nwhy = "x"\nwhere = {{ Name = "{SLOW}" }}\n',
    ],
)
def test_a_pattern_that_takes_ages_is_told_with_its_place_and_the_row(
    tmp_path: Path, more: str
) -> None:
    """The mapping, its line, the pattern, the table, its line; it is not waited for."""
    rows, rules = table(tmp_path, more, f"{'a' * 60}!")

    with pytest.raises(MappingError) as caught:
        ingest_file(rows, tmp_path / "store", mapping=rules)

    assert caught.value.message.startswith(f"{rules}, line ")
    assert f"the pattern '{SLOW}'" in caught.value.message
    assert "on list.csv, line 2: 'aaa" in caught.value.message
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize("option", ["file", "mapping", "decisions", "lookups"])
@pytest.mark.parametrize("kind", ["pipe", "device", "folder", "nothing"])
def test_what_is_no_file_is_told_and_never_waited_for(
    tmp_path: Path, option: str, kind: str
) -> None:
    """A pipe, a device, a folder, a name that nothing bears."""
    rows, rules = table(tmp_path)
    place = tmp_path / "odd"
    if kind == "pipe":
        os.mkfifo(place)
    elif kind == "device":
        place.symlink_to("/dev/zero")
    elif kind == "folder":
        place.mkdir()
    why = {"folder": "it is a folder", "nothing": "no such file"}.get(kind, "not a regular file")
    given = {"mapping": rules, option: place}
    if option == "file":
        refusal = ingest_file(place, tmp_path / "s", mapping=rules).refusals[0]
        assert str(refusal).startswith("odd: ")
        assert why in str(refusal)
    elif option == "lookups":
        lookup = '[lookups.o]\nfile = "odd"\nkey = "Name"\non = "{Name}"\n'
        rules.write_text(MAPPING + lookup, encoding="utf-8")
        refusal = ingest_file(rows, tmp_path / "s", mapping=rules, lookups=tmp_path).refusals[0]
        assert why in str(refusal)
    else:
        with pytest.raises(JobError) as caught:
            ingest_file(rows, tmp_path / "s", **{"mapping": rules, **given})  # type: ignore[arg-type]
        assert caught.value.exit_code == 3
        assert caught.value.message.startswith(str(place))
        assert why in caught.value.message


def test_a_first_attempt_that_is_refused_leaves_nothing(tmp_path: Path) -> None:
    """Neither the store's folder nor those above it; a folder that was there stays, and empty."""
    bad = write(tmp_path / "x.jsonl", [said(1, status="Bad")])
    (tmp_path / "empty").mkdir()
    ingest_file(bad, tmp_path / "deep" / "store")
    ingest_file(bad, tmp_path / "empty")

    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "x.jsonl"]
    assert list((tmp_path / "empty").iterdir()) == []
    assert ingest_file(write(bad, whole()), tmp_path / "deep" / "store").taken_in


def test_lines_that_were_exported_make_the_same_store(tmp_path: Path) -> None:
    """With sources, entities, edition and all that no record carries; by the standard input."""
    text = exports.as_jsonl(open_shipped("article"))
    arguments = ["ingest", "-", "--syntax", "jsonl", "--store", str(tmp_path / "s")]
    result = CliRunner().invoke(cli, arguments, input=io.BytesIO(text))
    store = open_store(tmp_path / "s")

    assert result.exit_code == 0, result.output
    assert exports.as_jsonl(store) == text
    assert exports.as_rdf(store, "nq") == exports.as_rdf(open_shipped("article"), "nq")


def test_lines_with_a_clock_hold_only_what_is_kept(tmp_path: Path) -> None:
    """No claim, link or line of RDF speaks of what is left out."""
    late = said(1, said_earliest="2024-01-01T00:00:00Z", said_latest="2024-01-02T00:00:00Z")
    line = f'<{late.iri}> <http://example.org/p> "x" .\n'
    others = [each for each in whole() if getattr(each, "iri", None) != late.iri]
    ingest_file(write(tmp_path / "x.jsonl", [*others, late, Remainder(line)]), tmp_path / "s")
    store = open_store(tmp_path / "s")
    text = exports.as_jsonl(store, Clock(known_by="2022-01-01T00:00:00Z")).decode()

    assert late.iri in exports.as_jsonl(store).decode()
    assert f'"{late.iri}"' not in text
    assert f"<{late.iri}>" not in text


def test_the_standard_input_needs_to_be_told_how_it_is_written(tmp_path: Path) -> None:
    """In one line; with a mapping it is a table."""
    rows, rules = table(tmp_path)
    arguments = ["ingest", "-", "--store", str(tmp_path / "s")]
    bare = CliRunner().invoke(cli, arguments, input=rows.read_text("utf-8"))
    mapped = [*arguments, "--mapping", str(rules), "--begin-with", "article"]
    taken = CliRunner().invoke(cli, mapped, input=rows.read_text("utf-8"))

    assert "nothing says how" in bare.output
    assert taken.exit_code == 0, taken.output
    assert held(tmp_path / "s")


def test_a_syntax_helps_a_file_with_another_ending(tmp_path: Path) -> None:
    """Without it the known endings are told."""
    path = tmp_path / "x.ttl.gz"
    path.write_text("<http://example.org/a> <http://example.org/b> 1 .\n", encoding="utf-8")
    refused = ingest_file(path, tmp_path / "s")

    assert "known endings: .ttl, .trig" in refused.refusals[0].why
    assert ingest_file(path, tmp_path / "s", syntax="ttl").taken_in


@pytest.mark.parametrize(
    ("right", "wrong", "line", "meant"),
    [
        ('"Person"', '"Persona"', 8, "did you mean Person"),
        ('"ag:worksFor"', '"ag:worksFr"', 12, "did you mean worksFor"),
        ('"Person"', '"{Name|map:kind}"', 8, "did you mean Person"),
    ],
)
def test_an_unknown_class_or_relation_is_told_once_with_its_line(
    tmp_path: Path, right: str, wrong: str, line: int, meant: str
) -> None:
    """It is the mapping's slip, not the table's."""
    maps = '[maps.kind]\nAnn = "Persona"\n'
    rows, rules = table(tmp_path, maps, mapping=MAPPING.replace(right, wrong))

    with pytest.raises(MappingError, match=meant) as caught:
        ingest_file(rows, tmp_path / "s", mapping=rules)

    assert caught.value.message.startswith(f"{rules}, line {line}: ")


def test_a_name_without_a_letter_for_an_id_is_told_once_with_a_way_out(tmp_path: Path) -> None:
    """Though the entity and the claim both want it."""
    rows, rules = table(tmp_path, name="Иван")
    report = ingest_file(rows, tmp_path / "s", mapping=rules)

    assert report.refused == 1
    assert "take another column, or a map" in report.refusals[0].why


def test_a_beginning_that_comes_too_late_is_noted(tmp_path: Path) -> None:
    """A store that is there does not begin again."""
    path = write(tmp_path / "x.jsonl", whole())
    first = ingest_file(path, tmp_path / "s", begin_with="article")
    again = ingest_file(path, tmp_path / "s", begin_with="article")

    assert first.notes == []
    assert again.notes == ["the store was there already; it does not begin with article again"]
