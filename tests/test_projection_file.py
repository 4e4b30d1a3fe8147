"""A projection file is checked when it is read: what is wrong with it is told with its line."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from astrograph import read_projection
from astrograph.errors import JobError, ProjectionError
from astrograph.ingest.keys import Document, Section
from astrograph.ingest.projection import _Reader
from astrograph.ingest.projection_keys import FORM, MOST
from astrograph.store.remote.terms import iri

PAGE = Path(__file__).resolve().parent.parent / "docs" / "projection.md"

SOURCE = '[source]\niri = "http://d.example/"\ntitle = "D"\nlicense = "CC0"\n'
NAMES = '[names]\nlabels = ["rdfs:label"]\n'
RELATION = '[[relation]]\nproperty = "http://d.example/knows"\nlabel = "knows"\n'
WHOLE = SOURCE + NAMES + RELATION
STATEMENTS = '[statements]\nproperty = "http://d.example/p/{}"\nvalue = "http://d.example/ps/{}"\n'


def write(folder: Path, text: str) -> Path:
    """Write a projection file."""
    path = folder / "theirs.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_least_that_a_projection_holds(tmp_path: Path) -> None:
    """A source, where names are, and one relation."""
    read = read_projection(write(tmp_path, WHOLE))

    assert read.source.title == "D"
    assert [rule.term for rule in read.rules] == ["http://d.example/knows"]
    assert read.relations["http://d.example/knows"].label == "knows"


def test_names_of_statements_are_filled_in(tmp_path: Path) -> None:
    """A name without a colon stands for the terms that [statements] makes of it."""
    more = STATEMENTS + 'relation = "http://d.example/e/{}"\n'
    more += '[amounts]\nproperty = "http://d.example/psv/{}"\n'
    more += 'value = "rdf:value"\nunit = "dcterms:extent"\n'
    more += '[[relation]]\nproperty = "P1"\nlabel = "likes"\nturned = true\n'
    more += '[[value]]\nproperty = "P2"\npredicate = "ag:timeInSpace"\n'
    more += 'units = { "http://d.example/minute" = 60 }\n'

    read = read_projection(write(tmp_path, WHOLE + more))

    likes, lasts = read.rules[1:]
    assert likes.key == ("http://d.example/p/P1", "http://d.example/ps/P1")
    assert (likes.predicate, likes.turned, likes.name) == ("http://d.example/e/P1", True, "P1")
    assert (lasts.amount, lasts.literal) == ("http://d.example/psv/P2", True)
    assert lasts.units == (("http://d.example/minute", Decimal(60)),)


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("[source\n", None, "no TOML: .*line 1"),
        ("[" * 100_000, None, "no TOML"),
        (SOURCE + NAMES, None, r"it declares no \[\[relation\]\]"),
        (NAMES + RELATION, None, "lacks the key 'source'"),
        (SOURCE + RELATION, None, "lacks the key 'names'"),
        (WHOLE + "[naems]\n", 10, "the projection: unknown key 'naems'"),
        (WHOLE + "turnt = true\n", 10, r"\[\[relation\]\] 1: unknown key 'turnt'"),
        (
            WHOLE + RELATION,
            11,
            r"\[\[relation\]\] 2: .*knows is declared already, in \[\[relation\]\] 1",
        ),
        (WHOLE + '[[value]]\nproperty = "P1"\nlabel = "x"\n', 11, "nor a name for"),
        (WHOLE + 'predicate = "ag:leads"\n', 10, "give a predicate or a label"),
        (
            WHOLE.replace("label = ", "predicate = ").replace('"knows"', '"ag:leds"'),
            9,
            "no relation .*leds",
        ),
        (WHOLE.replace('label = "knows"', ""), 7, "either a predicate, which is ours, or a label"),
        (WHOLE.replace('"knows"', '"\\u001b[2J"'), 9, "a label that can be printed"),
        (WHOLE + 'tense = "Perfect"\n', 10, "tense: no 'Perfect'"),
        (WHOLE + 'value = "no iri"\n', 10, "value: 'no iri' is neither an IRI"),
        (WHOLE + '[types]\nproperty = "a:b"\n', 11, "neither an IRI nor a CURIE"),
        (WHOLE + '[types]\nproperty = "rdf:type"\nsteps = 3\n', 10, "above and steps go together"),
        (
            WHOLE + '[types]\nproperty = "rdf:type"\nabove = "rdfs:subClassOf"\nsteps = 999\n',
            13,
            "steps has to be from 1 to 12",
        ),
        (WHOLE + '[classes]\n"foaf:Person" = "Persson"\n', 11, "foaf:Person: no 'Persson'"),
        (WHOLE + '[classes]\n"nope:X" = "Person"\n', 11, "neither an IRI nor a CURIE"),
        (WHOLE + '[statuses]\n"foaf:x" = "Good"\n', 11, "no 'Good'"),
        (WHOLE + '[prefixes]\nx = "not an iri"\n', 11, "x has to be the beginning of an IRI"),
        (WHOLE.replace(NAMES, NAMES + 'languages = ["en\\") }"]\n'), 7, "is no tag of a language"),
        (WHOLE.replace(NAMES, NAMES + 'search = "magic"\n'), 7, "search: no 'magic'"),
        (WHOLE.replace(NAMES, NAMES + "aliases = [1]\n"), 7, "aliases: 1 is neither an IRI"),
        (WHOLE + '[edition]\ndate = "soon"\n', 11, "date: not a date"),
        (WHOLE + '[edition]\nof = "rdf:x"\n', 10, "of and property go together"),
        (
            WHOLE + STATEMENTS.replace("{}", "") + '[[relation]]\nproperty = "P1"\nlabel = "x"\n',
            11,
            "has no {}",
        ),
        (WHOLE + 'units = { "rdf:x" = 1 }\n', 10, "unknown key 'units'"),
        (
            WHOLE + '[[value]]\nproperty = "rdf:v"\nlabel = "v"\nunits = { "rdf:x" = 1 }\n',
            13,
            r"units go with statements whose numbers \[amounts\] finds",
        ),
    ],
)
def test_what_makes_no_sense_is_told_with_its_line(
    tmp_path: Path, text: str, line: int | None, why: str
) -> None:
    """The error names the file, the line, the section and the key."""
    path = write(tmp_path, text)

    with pytest.raises(ProjectionError, match=why) as raised:
        read_projection(path)

    assert str(path) in raised.value.message
    if line is not None:
        assert f"{path.name}, line {line}:" in raised.value.message


@pytest.mark.parametrize(
    "text",
    [
        "http://d.example/> } ; DROP ALL ; SELECT * { <http://d.example/x",
        "http://d.example/a b",
        "http://d.example/\\u0000",
        "http://d.example/{}",
        "_:b0",
        "javascript:alert(1)",
        "",
    ],
)
@pytest.mark.parametrize("key", ["property", "value"])
def test_what_is_no_iri_never_gets_into_a_question(tmp_path: Path, text: str, key: str) -> None:
    """Every term of a projection is checked as RDF checks it, and refused with its line."""
    whole = WHOLE.replace('"http://d.example/knows"', f'"{text}"')
    whole = whole if key == "property" else f'{WHOLE}value = "{text}"\n'

    with pytest.raises(ProjectionError, match=rf"line \d+: \[\[relation\]\] 1: {key}: "):
        read_projection(write(tmp_path, whole))


@given(st.text())
def test_no_text_gets_out_of_an_iri(text: str) -> None:
    """Whatever is written as a term is an IRI, or refused."""
    reader = _Reader(Document(Path(__file__).parent / "data" / "flat.toml", FORM))
    section = Section("names")
    for written in (text, f"http://d.example/{text}", f"foaf:{text}"):
        try:
            read = reader.iri(section, "labels", written)
        except ProjectionError:
            continue
        assert iri(read)[1:-1] == read
        assert not set(read) & set('<>"{}|^`\\ \n')


def test_ten_thousand_relations_are_refused(tmp_path: Path) -> None:
    """Every question would name them all; the line is that of the first too many."""
    head = SOURCE + NAMES
    many = "".join(
        f'[[relation]]\nproperty = "http://d.example/p{number}"\nlabel = "x"\n'
        for number in range(10_000)
    )
    line = head.count("\n") + 3 * MOST + 1

    with pytest.raises(ProjectionError, match=f"line {line}: .*more than {MOST} relations"):
        read_projection(write(tmp_path, head + many))


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    """It is refused by its size."""
    with pytest.raises(ProjectionError, match="larger than 1 MiB"):
        read_projection(write(tmp_path, WHOLE + "#" * (1 << 20)))


def test_a_name_that_nothing_ships_under_lists_what_does(tmp_path: Path) -> None:
    """A file is named by its path; what is none is told."""
    with pytest.raises(ProjectionError, match="no projection is called 'wikidatum'") as raised:
        read_projection("wikidatum")
    with pytest.raises(JobError, match="no such file"):
        read_projection(tmp_path / "nothing.toml")

    assert "wikidata" in raised.value.hint


def test_the_page_names_every_key() -> None:
    """docs/projection.md says what each key holds."""
    page = PAGE.read_text(encoding="utf-8")

    for section, keys in FORM.keys.items():
        assert not section or f"[{section}]" in page
        assert [key for key in keys if f"`{key}`" not in page and f"[{key}]" not in page] == []
