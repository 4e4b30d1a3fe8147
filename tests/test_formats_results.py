"""Results of queries: the W3C formats, tables, and what a format cannot hold."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest

from astrograph.errors import MisuseError
from astrograph.formats.results import GRAPHS, writer
from astrograph.formats.tables import table
from astrograph.query import evaluate
from builders import ID

if TYPE_CHECKING:
    from astrograph import Store

EVIL = '=HYPERLINK("http://127.0.0.1") "quoted" <b>#1;</b> | `x`\nsecond line'
JULY = "2022-07-01T00:00:00Z"


def test_solutions_are_written_in_the_w3c_formats(shipped: Store) -> None:
    """With a word on whether there was anything."""
    text = "SELECT ?who ?name { ?who ag:leads id:NASA ; skos:prefLabel ?name }"

    def written(name: str) -> str:
        content, found = evaluate(shipped, text, writer(name))
        assert found
        return content.decode()

    bindings = json.loads(written("json"))["results"]["bindings"]

    assert bindings == [
        {
            "who": {"type": "uri", "value": ID + "BillNelson"},
            "name": {"type": "literal", "value": "Bill Nelson", "xml:lang": "en"},
        }
    ]
    assert written("csv") == f"who,name\r\n{ID}BillNelson,Bill Nelson\r\n"
    assert written("tsv") == f'?who\t?name\n<{ID}BillNelson>\t"Bill Nelson"@en\n'
    assert '<literal xml:lang="en">Bill Nelson</literal>' in written("xml")


@pytest.mark.parametrize("name", [None, "table", "json", "xml", "csv", "tsv"])
def test_no_solution_is_said_in_every_format(shipped: Store, name: str | None) -> None:
    """Also where a variable's name or an empty cell could look like one."""
    none = evaluate(shipped, "SELECT ?result { ?result ag:leaves ?y }", writer(name))
    empty = evaluate(shipped, "SELECT ?bindings { }", writer(name))

    assert none[1] is False
    assert empty[1] is True


@pytest.mark.parametrize("name", [None, "table", "json", "xml"])
def test_a_truth_value_is_written_and_counts_as_found_when_true(
    shipped: Store, name: str | None
) -> None:
    """So that a script can branch on it."""
    yes, found = evaluate(shipped, "ASK { }", writer(name))
    no, missed = evaluate(shipped, "ASK { FILTER (false) }", writer(name))

    assert (found, missed) == (True, False)
    assert yes != no
    assert b"yes" in yes or b"true" in yes


@pytest.mark.parametrize("name", [None, "ttl", "nt", "jsonld", "rdfxml"])
def test_triples_are_written_in_every_rdf_format(shipped: Store, name: str | None) -> None:
    """And read back as the same triples."""
    text = "CONSTRUCT { ?s skos:prefLabel ?l } WHERE { ?s ag:leads ?o ; skos:prefLabel ?l }"

    written, found = evaluate(shipped, text, writer(name))
    triples = ox.parse(written, format=GRAPHS[name or "ttl"])

    assert found
    assert sorted(each.object.value for each in triples if isinstance(each.object, ox.Literal)) == [
        "Bill Nelson",
        "Kathy Lueders",
        "Yuri Borisov",
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [("SELECT * { }", "ttl"), ("SELECT * { }", "nt"), ("CONSTRUCT { } { }", "csv"),
     ("DESCRIBE id:NASA", "table"), ("ASK { }", "jsonld")],
)  # fmt: skip
def test_a_format_that_cannot_hold_the_answer_is_refused(
    shipped: Store, text: str, name: str
) -> None:
    """With those that can."""
    with pytest.raises(MisuseError, match=f"--format {name} cannot hold") as caught:
        evaluate(shipped, text, writer(name))

    assert "choose one of: " in caught.value.hint


def test_a_truth_value_has_no_rows_to_put_into_csv(shipped: Store) -> None:
    """The W3C defines none; the refusal is a line and no traceback."""
    for name in ("csv", "tsv"):
        try:
            written, found = evaluate(shipped, "ASK { }", writer(name))
        except MisuseError as error:
            assert name in error.message  # noqa: PT017 -- either of the two is right
        else:
            assert found
            assert written.strip() == b"true"


def test_a_table_is_markdown_off_the_terminal() -> None:
    """Padded, with pipes escaped and line breaks flattened."""
    assert table(("a", "b"), [("x|y", "1"), ("line\nbreak", "")]) == (
        "| a          | b |\n| ---------- | - |\n| x\\|y       | 1 |\n| line break |   |\n"
    )


def test_a_table_fits_the_terminal_it_is_shown_on() -> None:
    """No line is wider, and no text is lost."""
    words = "one two three four five six seven eight nine ten"

    shown = table(("name", "text"), [("x", words), ("[bold]y", "z")], width=30)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown)

    assert max(map(len, plain.splitlines())) <= 30
    assert all(word in plain for word in words.split())
    assert "[bold]y" in plain


def test_a_query_table_shows_curies_and_plain_text(shipped: Store) -> None:
    """Unbound cells stay empty."""
    text = 'SELECT ?a ?b ?c { BIND (id:NASA AS ?a) BIND ("x"@en AS ?b) }'

    written, found = evaluate(shipped, text, writer("table"))

    assert found
    assert written.decode() == "| a       | b | c |\n| ------- | - | - |\n| id:NASA | x |   |\n"


@pytest.mark.parametrize(
    "asked",
    [
        "CONSTRUCT { ?s <http://a.example/1> ?s } WHERE { ?s a ag:SpaceAgency }",
        "CONSTRUCT { ?s <http://a.example/> ?s } WHERE { ?s a ag:SpaceAgency }",
        "CONSTRUCT { ?s rdfs:label '\\u0001' } WHERE { ?s a ag:SpaceAgency }",
    ],
)
def test_what_xml_cannot_hold_is_refused_and_never_written(shipped: Store, asked: str) -> None:
    """A predicate has to end with a name, and a control character stands in no document."""
    with pytest.raises(MisuseError, match="RDF/XML cannot hold the triple <"):
        evaluate(shipped, asked, writer("rdfxml"))

    assert evaluate(shipped, asked, writer("nt"))[1] is True


@pytest.mark.parametrize("value", ["a\\u0007", "\\u0000", "\\uFFFE b", "\\u001F\\n"])
def test_solutions_that_xml_cannot_hold_are_refused_and_never_written(
    shipped: Store, value: str
) -> None:
    """The variable is named; the other formats can hold every character."""
    asked = f"SELECT (1 AS ?n) ('{value}' AS ?x) {{}}"

    with pytest.raises(MisuseError, match=r"XML cannot hold the character U\+.* of a value of \?x"):
        evaluate(shipped, asked, writer("xml"))

    assert all(evaluate(shipped, asked, writer(name))[1] for name in ("json", "csv", "tsv"))


def test_solutions_that_xml_can_hold_are_well_formed(shipped: Store) -> None:
    """White space, the last characters before those that are none, and signs of XML itself."""
    asked = "SELECT ('\\t\\n<&>\\uFFFD\\uD7FF\\U0001F680' AS ?x) {}"

    written, _ = evaluate(shipped, asked, writer("xml"))

    read = ET.fromstring(written)  # noqa: S314 -- written by this package
    assert read[1][0][0][0].text == "\t\n<&>\ufffd\ud7ff\U0001f680"
