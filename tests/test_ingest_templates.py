"""Templates: cells put into texts and ids, and nothing made of what is empty."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from astrograph.errors import MappingError
from astrograph.ingest.template import CellError, compile_iri, compile_template, slug
from astrograph.store.names import fold
from astrograph.vocab import PREFIXES

MAPS = {"role": {"CDR": "commander"}, "thing": {"S": "id:ISS", "W": "https://example.org/w"}}
ROW = {
    "Name": "Nelson, Bill, Jr.",
    "Code": "CDR",
    "Odd": "XYZ",
    "None": "",
    "Tag": "EX67.2/FE6",
    "Time": "13:18:35:00?",
    "Mass": " 20351.0",
    "Short": "S",
}


@pytest.mark.parametrize(
    ("template", "made"),
    [
        ("no cell", "no cell"),
        ("{Name}", "Nelson, Bill, Jr."),
        ("{Name|flip} ({Code})", "Bill Nelson (CDR)"),
        ("{Code|map:role|upper}", "COMMANDER"),
        ("{Odd|map:role|default:crew}", "crew"),
        ("{Odd?|map:role}.", "."),
        ("{None|default:nobody}", "nobody"),
        ("{None?}!", "!"),
        ("{None} and {Code}", None),
        ("{None|or:Odd}", "XYZ"),
        ("{None|or:Odd|lower}", "xyz"),
        ("{None?|or:None}", ""),
        ("{Tag|before:/}", "EX67.2"),
        ("{Tag|after:/}", "FE6"),
        ("{Tag|replace:EX:Expedition }", "Expedition 67.2/FE6"),
        ("{Tag|replace:/:}", "EX67.2FE6"),
        ("{Time|before::}", "13"),
        (r"{Time|replace:\::-}", "13-18-35-00?"),
        ("{Time|seconds}", "1190100"),
        ("{Mass|number}", "20351.0"),
        ("{Tag|slug}", "EX67.2-FE6"),
        ("{{{Code}}}", "{CDR}"),
    ],
)
def test_a_template_is_filled_from_a_row(template: str, made: str | None) -> None:
    """By filters from left to right; a cell that it needs and that is empty empties it all."""
    assert compile_template(template, MAPS).fill(ROW) == made


@pytest.mark.parametrize(
    ("template", "why"),
    [
        ("{Odd|map:role}", r"\[maps.role\] has no entry for it: 'XYZ'"),
        ("{Odd|number}", "not a number"),
        ("{Odd|seconds}", "not a duration"),
    ],
)
def test_a_cell_that_a_filter_cannot_use_is_told_with_its_column(template: str, why: str) -> None:
    """It is refused rather than guessed."""
    with pytest.raises(CellError, match=why) as caught:
        compile_template(template, MAPS).fill(ROW)

    assert (caught.value.column, caught.value.value) == ("Odd", "XYZ")


@pytest.mark.parametrize(
    ("template", "why"),
    [
        ("{Name", "a brace that stands alone"),
        ("Name}", "a brace that stands alone"),
        ("{}", "no column"),
        ("{|lower}", "no column"),
        ("{Name|flap}", "no filter 'flap'"),
        ("{Name|lower:x}", "no filter 'lower:x'"),
        ("{Name|before}", "no filter 'before'"),
        ("{Name|before:}", "no filter 'before:'"),
        ("{Name|replace:a}", "no filter 'replace:a'"),
        ("{Name|or:}", "no filter 'or:'"),
        ("{Name|map:posts}", r"no \[maps.posts\]"),
    ],
)
def test_a_template_that_makes_no_sense_is_told(template: str, why: str) -> None:
    """When the mapping is read, not at the first row."""
    with pytest.raises(MappingError, match=why):
        compile_template(template, MAPS)


@pytest.mark.parametrize(
    ("template", "made"),
    [
        ("id:ISS", "https://w3id.org/astrograph/id/ISS"),
        ("id:part-{Tag}", "https://w3id.org/astrograph/id/part-EX67.2-FE6"),
        ("https://example.org/{Name}", "https://example.org/Nelson-Bill-Jr"),
        ("urn:x:{Odd}", "urn:x:XYZ"),
        ("{Short|map:thing}", "https://w3id.org/astrograph/id/ISS"),
        ("id:{None}", None),
    ],
)
def test_an_iri_is_made_of_a_prefix_and_slugged_cells(template: str, made: str | None) -> None:
    """Or of a cell, or an entry of a map, that is a whole IRI or CURIE."""
    assert compile_iri(template, MAPS).fill(ROW) == made


@pytest.mark.parametrize("template", ["foo:{Name}", "ISS", "{{x}}:y", "id {Name}", "id:a b{Name}"])
def test_an_iri_has_a_prefix_that_is_known(template: str) -> None:
    """The hint lists those that are."""
    with pytest.raises(MappingError, match="neither an IRI nor a CURIE") as caught:
        compile_iri(template, MAPS)

    assert "id, claim" in caught.value.hint


def test_a_cell_that_should_be_an_iri_and_is_none_is_told() -> None:
    """A name is no address."""
    with pytest.raises(CellError, match="neither an IRI nor a CURIE"):
        compile_iri("{Name}", MAPS).fill(ROW)


def test_a_cell_without_any_sign_for_an_id_is_told() -> None:
    """Two such cells must not become one entity."""
    with pytest.raises(CellError, match="nothing of it can stand in an id"):
        compile_iri("id:{Name}", {}).fill({"Name": "МКС"})


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("Żelazny, Bogumiła", "Zelazny-Bogumila"),
        ("Łódź", "Lodz"),
        ("Østfold", "Ostfold"),
        ("Đoković", "Dokovic"),
        ("Großmann", "Grossmann"),
        ("Ærø", "Aero"),
        ("Þór", "Thor"),
        ("Œuvre", "Oeuvre"),
    ],
)
def test_letters_that_are_no_others_with_accents_are_spelled_as_in_names(
    name: str, made: str
) -> None:
    """So that an id reads as what one would type to find it."""
    assert slug(name) == made
    assert fold(made.replace("-", " ")) == fold(name)


@given(st.text(max_size=30))
def test_a_slug_holds_only_what_ids_may_and_is_its_own_slug(text: str) -> None:
    """Or there is none."""
    try:
        made = slug(text)
    except ValueError:
        assert not re.search(r"[A-Za-z0-9_]", text)
        return

    assert re.fullmatch(r"[A-Za-z0-9._-]+", made)
    assert slug(made) == made


@given(st.text(max_size=20), st.text(min_size=1, max_size=20))
def test_any_text_survives_a_template(around: str, cell: str) -> None:
    """Braces are doubled; whatever a cell holds is never read as a template itself."""
    template = around.replace("{", "{{").replace("}", "}}") + "{Cell}"

    assert compile_template(template, {}).fill({"Cell": cell}) == around + cell


@given(st.text(max_size=30))
def test_an_iri_stays_behind_its_prefix_whatever_a_cell_holds(cell: str) -> None:
    """No cell leads out of the namespace, and none breaks the IRI."""
    try:
        made = compile_iri("id:x-{Cell}", {}).fill({"Cell": cell})
    except CellError:
        return
    assume(made is not None)

    assert re.fullmatch(re.escape(PREFIXES["id"]) + r"x-[A-Za-z0-9._-]+", str(made))
