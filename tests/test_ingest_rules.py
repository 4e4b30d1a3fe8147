"""What a mapping can say of rows: pieces, choices, dates, values, other tables, documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from astrograph.ingest.report import Report
from astrograph.model import Entity, Name, Source
from astrograph.sources import SourceTexts
from astrograph.vocab import shrink
from tables import CLAIM, claims, run

if TYPE_CHECKING:
    from pathlib import Path


def test_entities_are_handed_on_once_for_each_way_that_rows_describe_them(tmp_path: Path) -> None:
    """With their aliases, those in other languages too."""
    rule = """
[[entity]]
iri = "id:{place}"
type = "Place"
label = "{place}"
aliases = ["the {place}", { text = "{place|upper}", lang = "ru" }]
article = true
"""
    made = [each for each in run(tmp_path, rule) if isinstance(each, Entity)]

    assert [entity.label for entity in made] == ["Lab", "Hut"]
    assert made[0].aliases == (Name("LAB", "ru"), Name("the Lab", "en"))
    assert made[0].article


def test_a_compound_cell_falls_into_pieces(tmp_path: Path) -> None:
    """Each makes a claim; the groups of the pattern are cells, and the evidence is the column."""
    rule = """
[maps.role]
CDR = "commander"
FE = "engineer"
[[claim]]
each = { column = "roles", split = ",", pattern = '^(?P<code>[A-Z]+)(?P<number>\\d*)' }
subject = "id:{who}"
predicate = "ag:servedOn"
object = "id:crew-{piece}"
role = "{code|map:role} {number?}"
paraphrase = "{who} served as {code|map:role}."
"""
    made = claims(run(tmp_path, rule))

    assert [(shrink(claim.object or ""), claim.role_text) for claim in made] == [
        ("id:crew-CDR", "commander"),
        ("id:crew-FE1", "engineer 1"),
        ("id:crew-CDR", "commander"),
        ("id:crew-FE2", "engineer 2"),
    ]
    assert [place.column for place in made[1].evidence] == ["who", "roles"]


@pytest.mark.parametrize(
    ("where", "who"),
    [
        ('{ place = "^L" }', ["Ann", "Bo"]),
        ('{ place = "!^L" }', ["Di"]),
        ('{ place = "^L", when = "\\\\?$" }', ["Bo"]),
        ('{ when = "^$" }', ["Di"]),
    ],
)
def test_rules_choose_their_rows(tmp_path: Path, where: str, who: list[str]) -> None:
    """All tests must hold; an exclamation mark turns one round."""
    made = claims(run(tmp_path, f"{CLAIM}where = {where}\n"))

    assert [shrink(claim.subject) for claim in made] == [f"id:{name}" for name in who]


def test_rows_left_out_are_counted_with_the_reason(tmp_path: Path) -> None:
    """Nothing vanishes without a word."""
    report = Report()

    run(tmp_path, '[[skip]]\nwhere = { place = "^$" }\nwhy = "no place"\n' + CLAIM, report=report)

    assert (report.rows, report.claims, report.left_out) == (4, 3, {"no place": 1})


@pytest.mark.parametrize(
    ("keys", "holds"),
    [
        ('on = "2001"', ("2001-01-01", "2001-12-31", "2001-01-01", "2001-12-31")),
        ('spans = "2001"', (None, "2001-01-01", "2001-12-31", None)),
        ('not_before = "2001"\nnot_after = "2003"', ("2001-01-01", None, None, "2003-12-31")),
        ('begun_by = "2001"\nlasts_until = "2003"', (None, "2001-12-31", "2003-01-01", None)),
        ('start = "2001"', ("2001-01-01", "2001-12-31", None, None)),
    ],
)
def test_dates_become_the_bounds_that_their_key_means(
    tmp_path: Path, keys: str, holds: tuple[str | None, ...]
) -> None:
    """Those that the key does not speak of stay open."""
    rule = f"""
[[claim]]
subject = "id:{{who}}"
predicate = "ag:visited"
object = "id:X"
{keys}
paraphrase = "x"
where = {{ who = "Ann" }}
"""
    (made,) = claims(run(tmp_path, rule))

    assert tuple(bound and bound[:10] for bound in made.holds) == holds


def test_a_value_has_a_type_or_a_language(tmp_path: Path) -> None:
    """As the mapping says; the rest of the fields as well."""
    rule = """
[[claim]]
where = { who = "Ann" }
subject = "id:{who}"
predicate = "ag:identifier"
value = "{when|replace: Jul:|number}"
datatype = "xsd:integer"
modality = "Opinion"
polarity = "Negative"
status = "Disputed"
tense = "Past"
confidence = 0.5
hedged = { place = "^L" }
term = "{roles}"
condition = "as the list has it"
speaker = "id:{who}"
relayed_by = "id:Press"
primary_source = "source:diary-{who}"
paraphrase = "Ann's year."
"""
    (made,) = claims(run(tmp_path, rule))

    assert made.value is not None
    assert (made.value.text, shrink(made.value.datatype or "")) == ("1974", "xsd:integer")
    assert (made.modality, made.polarity, made.status) == ("Opinion", "Negative", "Disputed")
    assert (made.tense, made.confidence, made.hedged) == ("Past", 0.5, True)
    assert (made.term_as_printed, made.condition) == ("CDR", "as the list has it")
    assert [shrink(each or "") for each in (made.speaker, made.relayed_by)] == [
        "id:Ann",
        "id:Press",
    ]
    assert shrink(made.primary_source or "") == "source:diary-Ann"


def test_what_many_rows_say_may_be_taken_once(tmp_path: Path) -> None:
    """The first row that says it is the evidence."""
    rule = """
[[claim]]
subject = "id:{place}"
predicate = "ag:partOf"
object = "id:Campus"
paraphrase = "{place} is part of the campus."
distinct = true
"""
    made = claims(run(tmp_path, rule))

    assert [(shrink(claim.subject), claim.evidence[0].row_key) for claim in made] == [
        ("id:Lab", "line 2: Ann"),
        ("id:Hut", "line 5: Di"),
    ]


def test_of_rows_with_the_same_key_the_first_may_stand_for_all(tmp_path: Path) -> None:
    """Where a table has a row for each part of what it speaks of."""
    words = 'format = "tsv"\nempty = ["-"]\nfirst = "{place}"'

    made = claims(run(tmp_path, CLAIM, words=words))

    assert [shrink(claim.subject) for claim in made] == ["id:Ann", "id:Di"]


LOOKUP = """
[lookups.house]
file = "houses.csv"
key = "name"
on = "{place}"
table = { format = "csv" }
source = { iri = "source:houses", title = "Houses", license = "CC0" }
[[claim]]
subject = "id:{who}"
predicate = "ag:visited"
object = "id:{house.town}"
paraphrase = "{who} was in {house.town}."
"""


def test_another_table_can_be_joined_in_and_is_cited_for_its_cells(tmp_path: Path) -> None:
    """The evidence of each cell names the table that it stands in."""
    (tmp_path / "houses.csv").write_text("name,town\nLab,Ulm\nLab,Bonn\n", encoding="utf-8")
    records = run(tmp_path, LOOKUP)
    sources = {each.iri: each for each in records if isinstance(each, Source)}
    texts = SourceTexts(tmp_path)

    made = claims(records)

    assert [shrink(claim.object or "") for claim in made] == ["id:Ulm", "id:Ulm"]
    assert [(shrink(p.source), p.row_key, p.column) for p in made[1].evidence] == [
        ("source:visits", "line 3: Bo", "who"),
        ("source:houses", "line 2: Lab", "town"),
    ]
    assert [texts.words(sources[p.source], p) for p in made[1].evidence] == ["Bo", "Ulm"]


def test_a_lookup_may_hang_on_a_piece(tmp_path: Path) -> None:
    """It is joined when the cell has been split."""
    (tmp_path / "roles.csv").write_text("code,name\nCDR,Chief\nFE1,Smith\n", encoding="utf-8")
    rule = """
[lookups.role]
file = "roles.csv"
key = "code"
on = "{piece}"
table = { format = "csv" }
[[claim]]
each = { column = "roles", split = "," }
where = { "role.name" = "." }
subject = "id:{who}"
predicate = "ag:servedOn"
object = "id:{role.name}"
paraphrase = "{who} was {role.name}."
"""
    made = claims(run(tmp_path, rule))

    assert [shrink(claim.object or "") for claim in made] == ["id:Chief", "id:Smith", "id:Chief"]


def test_rows_may_name_documents(tmp_path: Path) -> None:
    """As sources of their own, which claims can give as their primary source."""
    rule = '[[document]]\niri = "source:of-{who}"\ntitle = "Diary of {who}"\nurl = "{place?}"\n'

    made = [each for each in run(tmp_path, rule) if isinstance(each, Source)]

    assert [each.title for each in made[1:3]] == ["Diary of Ann", "Diary of Bo"]
