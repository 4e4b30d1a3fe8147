"""A mapping file is checked when it is read: what is wrong with it is told with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from astrograph.errors import JobError, MappingError
from astrograph.ingest.mapping import read_mapping
from astrograph.sources.dialect import Dialect, Field

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = '[source]\nlicense = "CC0"\niri = "source:x"\ntitle = "A list"\n'
CLAIM = """
[[claim]]
subject = "id:{a}"
predicate = "ag:partOf"
object = "id:{b}"
paraphrase = "{a} is part of {b}."
"""


def write(folder: Path, text: str) -> Path:
    """Write a mapping file."""
    path = folder / "list.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("[source\n", None, "no TOML: .*line 1"),
        (SOURCE + 'tittle = "x"\n', 5, r"\[source\]: unknown key 'tittle'"),
        (SOURCE + '[tables]\nfile = "x"\n', 5, "the mapping: unknown key 'tables'"),
        ('[table]\nfile = "x"\n', None, "lacks the key 'source'"),
        ('[source]\niri = "source:x"\n', 1, "source lacks the key 'title'"),
        ('[source]\niri = "source:x"\ntitle = "x"\n', 1, "source lacks the key 'license'"),
        (SOURCE + CLAIM + 'where = { a = "(a{999}){9999}" }\n', 11, "more than 1,000,000 times"),
        (
            '[source]\niri = "sauce:x"\nlicense = "x"\ntitle = "x"\n',
            2,
            "neither an IRI nor a CURIE",
        ),
        (SOURCE + 'primary = "yes"\n', 5, "primary has to be true or false"),
        (SOURCE + 'updated = "soon"\n', 5, "updated: not a date"),
        (SOURCE + '[table]\nformat = "xls"\n', 6, "unknown format 'xls'"),
        (SOURCE + "[table]\nheader = true\n", 6, "header has to be a whole number"),
        (SOURCE + "[table]\nheader = 0\n", 6, "without a header, columns are needed"),
        (SOURCE + '[table]\ndelimiter = "::"\n', 6, "delimiter has to be one character"),
        (SOURCE + '[table]\nencoding = "klingon"\n', 6, "encoding: unknown encoding"),
        (SOURCE + '[table]\nformat = "fixed"\n', 5, "fields go with format"),
        (
            SOURCE + '[table]\nformat = "fixed"\nfields = [{name="a", from=3, to=2}]\n',
            7,
            "from is at least 1",
        ),
        (SOURCE + '[maps]\nrole = "x"\n', None, "has to be a table"),
        (SOURCE + "[maps.role]\nCDR = 1\n", 6, "CDR has to be a text"),
        (SOURCE + '[[skip]]\nwhere = { a = "" }\n', 5, "skip lacks the key 'why'"),
        (SOURCE + CLAIM + 'objects = "x"\n', 11, r"\[\[claim\]\] 1: unknown key 'objects'"),
        (
            SOURCE + CLAIM + CLAIM + 'modality = "Fact"\n',
            17,
            r"\[\[claim\]\] 2: modality: no 'Fact'",
        ),
        (SOURCE + CLAIM + 'value = "x"\n', 6, "either an object or a value"),
        (SOURCE + CLAIM + 'where = { a = "(" }\n', 11, "where: .*unterminated"),
        (SOURCE + CLAIM + "where = { a = 1 }\n", 11, "where: a has to be a text"),
        (SOURCE + CLAIM + 'start = "{a"\n', 11, "start: a brace that stands alone"),
        (SOURCE + CLAIM + 'each = { columns = "a" }\n', 11, "unknown key 'columns'"),
        (SOURCE + CLAIM + 'each = { column = "a", split = "" }\n', 11, "split is empty"),
        (SOURCE + CLAIM + "confidence = true\n", 11, "confidence has to be"),
        (SOURCE + CLAIM + 'datatype = "integer"\n', 11, "datatype: neither an IRI"),
        (SOURCE + '[lookups.b]\nkey = "id"\non = "{a}"\n', 5, "lacks the key 'file' or 'mapping'"),
        (SOURCE + '[lookups.b]\nkey = "id"\n', 5, "lacks the key 'on'"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    tmp_path: Path, text: str, line: int | None, why: str
) -> None:
    """The file, the line where there is one, the section, and what is wrong there."""
    path = write(tmp_path, text)

    with pytest.raises(MappingError, match=why) as caught:
        read_mapping(path)

    place = f"{path}: " if line is None else f"{path}, line {line}: "
    assert caught.value.message.startswith(place)
    assert "\n" not in caught.value.message


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [("objects", "object"), ("paraphrases", "paraphrase"), ("not_befor", "not_before")],
)
def test_a_slip_of_the_pen_is_met_with_what_was_meant(
    tmp_path: Path, wrong: str, meant: str
) -> None:
    """The nearest key, in the hint."""
    with pytest.raises(MappingError) as caught:
        read_mapping(write(tmp_path, f'{SOURCE}{CLAIM}{wrong} = "x"\n'))

    assert caught.value.hint == f"did you mean {meant!r}?"


@pytest.mark.parametrize("text", ["", "source", "[source]\nlicense = 3\n"])
def test_where_nothing_closer_can_be_said_the_guide_is_named(tmp_path: Path, text: str) -> None:
    """An empty file, what is no TOML, and a value of the wrong kind."""
    with pytest.raises(MappingError) as caught:
        read_mapping(write(tmp_path, text))

    assert "docs/ingest.md" in caught.value.hint


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """In one line."""
    with pytest.raises(JobError, match=r"absent\.toml: no such file"):
        read_mapping(tmp_path / "absent.toml")


@pytest.mark.parametrize(
    ("table", "dialect"),
    [
        ("", Dialect()),
        ('format = "tsv"', Dialect(format="tsv", delimiter="\t", quote="")),
        ('delimiter = ";"\nheader = 3', Dialect(delimiter=";", header=3)),
        ('columns = ["a", "b"]', Dialect(header=0, columns=("a", "b"))),
        ('columns = ["a"]\nheader = 1', Dialect(columns=("a",))),
        (
            'format = "fixed"\nheader = 1\nfields = [{ name = "JCAT", from = 12, to = 20 }]',
            Dialect(format="fixed", header=1, fields=(Field("JCAT", 12, 20),)),
        ),
    ],
)
def test_a_dialect_is_read_and_survives_the_way_through_json(
    tmp_path: Path, table: str, dialect: Dialect
) -> None:
    """It goes with the source, so that a cited cell can be found again."""
    mapping = read_mapping(write(tmp_path, f"{SOURCE}[table]\n{table}\n"))

    assert mapping.dialect == dialect
    assert Dialect.from_json(dialect.to_json()) == dialect


def test_own_prefixes_stand_beside_the_usual_ones(tmp_path: Path) -> None:
    """For vocabularies and ids of one's own."""
    own = '[prefixes]\nclub = "https://club.example/"\n' + CLAIM.replace("id:{a}", "club:{a}")

    mapping = read_mapping(write(tmp_path, SOURCE + own))

    assert mapping.claims[0].subject.fill({"a": "x y"}) == "https://club.example/x-y"


def test_a_lookup_may_take_its_words_from_another_mapping(tmp_path: Path) -> None:
    """The other table's file, dialect, source and row key are said once, in its own mapping."""
    (tmp_path / "other.toml").write_text(
        '[source]\nlicense = "CC0"\niri = "source:other"\ntitle = "Other"\n'
        '[table]\nfile = "other.tsv"\nformat = "tsv"\nempty = ["-"]\nkey = "{id} {n}"\n',
        encoding="utf-8",
    )
    lookup = '[lookups.o]\nmapping = "other.toml"\nkey = "id"\non = "{a}"\n'

    found = read_mapping(write(tmp_path, SOURCE + lookup)).lookups[0]

    assert (found.file, found.dialect.format) == ("other.tsv", "tsv")
    assert sorted(found.empty) == ["", "-"]
    assert found.source is not None
    assert found.source.iri.endswith("/other")
    assert (found.key.text, found.row_key.text) == ("{id}", "{id} {n}")


def test_mappings_may_join_each_other_in(tmp_path: Path) -> None:
    """Of the other only its table is wanted, so that no circle is ever closed."""
    lookup = '[lookups.o]\nmapping = "list.toml"\nkey = "id"\non = "{a}"\n'

    found = read_mapping(write(tmp_path, f'{SOURCE}[table]\nfile = "list.csv"\n{lookup}'))

    assert [each.file for each in found.lookups] == ["list.csv"]
