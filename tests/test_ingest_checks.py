"""What is checked of each record before anything is taken in, and how a refusal is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from astrograph import ingest_file
from astrograph.model import Edition, Interval, Link, Name, Remainder, Value
from incoming import AG, ANN, CLAIM, CLUB, ID, PAGE, place, said, write

if TYPE_CHECKING:
    from pathlib import Path

    from astrograph.model import Record


def refusals(
    folder: Path, *records: Record
) -> list[tuple[int | None, str | None, str | None, str]]:
    """Take records in, which are refused; return the places and reasons."""
    report = ingest_file(write(folder / "x.jsonl", records), folder / "store")
    assert not report.taken_in
    return [(each.line, each.column, each.value, each.why) for each in report.refusals]


FAULTS: list[tuple[dict[str, Any], str, str | None, str]] = [
    ({"predicate": AG + "worksfor"}, "predicate", "ag:worksfor", "did you mean worksFor?"),
    ({"predicate": AG + "formerlyLed"}, "predicate", "ag:formerlyLed", "derived, never claimed"),
    ({"subject": "Ann"}, "subject", "Ann", "not an IRI"),
    ({"subject": "http://["}, "subject", "http://[", "not an IRI"),
    ({"subject": "_:x"}, "subject", "_:x", "an IRI of its own"),
    ({"object": None}, "object", None, "either an object or a value"),
    ({"value": Value("x")}, "object", ID + "Club", "either an object or a value"),
    ({"object": None, "value": Value("x", "e n")}, "value.lang", "e n", "not a language tag"),
    ({"modality": "Rumor"}, "modality", "Rumor", "one of AssertedFact, Plan"),
    ({"polarity": "Maybe"}, "polarity", "Maybe", "one of Positive, Negative"),
    ({"status": "Good"}, "status", "Good", "one of Accepted"),
    ({"tense": "Was"}, "tense", "Was", "one of Past, Present, Future"),
    ({"confidence": 1.5}, "confidence", "1.5", "from 0 to 1"),
    ({"paraphrase": None}, "paraphrase", None, "put in words"),
    ({"role_text": "x" * 81}, "role_text", "x" * 80, "more than a few words"),
    ({"said_latest": "2022"}, "said_latest", "2022", "not an instant"),
    ({"said_latest": "2022-02-30T00:00:00Z"}, "said_latest", "2022-02-30T00:00:00Z", "instant"),
    (
        {"holds": Interval("2022-01-01T00:00:00Z", "2021-01-01T00:00:00Z")},
        "holds.start_latest",
        "2021-01-01T00:00:00Z",
        "comes before 2022-01-01T00:00:00Z",
    ),
    (
        {"holds": Interval(None, None, "2022-01-01T00:00:00Z", "2021-01-01T00:00:00Z")},
        "holds.end_latest",
        "2021-01-01T00:00:00Z",
        "comes before",
    ),
    (
        {"holds": Interval("2022-01-01T00:00:00Z", None, None, "2021-01-01T00:00:00Z")},
        "holds.end_latest",
        "2021-01-01T00:00:00Z",
        "comes before",
    ),
    ({"evidence": ()}, "evidence", None, "where it is taken from"),
    ({"evidence": (place()._replace(sha256=None),)}, "evidence.sha256", None, "SHA-256"),
    ({"evidence": (place()._replace(source=""),)}, "evidence.source", "", "name its source"),
    (
        {"evidence": (place()._replace(source=ID + "elsewhere"),)},
        "source",
        "id:elsewhere",
        "described neither",
    ),
    ({"paraphrase": "a\0b"}, "", None, "NUL"),
    (
        {"links": (Link(CLAIM + "page-1", "denies", CLAIM + "page-2"),)},
        "links",
        "denies",
        "no such",
    ),
    (
        {"links": (Link(CLAIM + "page-1", "restates", CLAIM + "nowhere"),)},
        "links",
        "claim:nowhere",
        "neither in the file nor in the store",
    ),
]


@pytest.mark.parametrize(("fields", "column", "value", "why"), FAULTS)
def test_a_claim_that_is_not_complete_or_not_possible_is_refused(
    tmp_path: Path, fields: dict[str, Any], column: str, value: str | None, why: str
) -> None:
    """With its line, the field, what it holds, and the reason."""
    (refused,) = refusals(tmp_path, PAGE, ANN, CLUB, said()._replace(**fields))

    assert refused[:3] == (4, column or None, value)
    assert why in refused[3]


@pytest.mark.parametrize(
    ("record", "column", "why"),
    [
        (ANN._replace(type="Persn"), "type", "did you mean Person?"),
        (ANN._replace(label=" "), "label", "has to have a name"),
        (ANN._replace(aliases=(Name("x", "not a tag"),)), "aliases", "language"),
        (PAGE._replace(sha256="abc"), "sha256", "SHA-256"),
        (PAGE._replace(updated="today"), "updated", "instant"),
        (Edition("A slice", "2022", iri=ID + "slice"), "date", "instant"),
        (Edition("A slice", iri="slice"), "iri", "not an IRI"),
        (Remainder("<http://e/a> <http://e/p> x ."), "text", "not N-Quads"),
        (Remainder("<<( " * 20_000), "text", "nests more than 100 deep"),
    ],
)
def test_an_entity_or_source_that_is_not_what_it_should_be_is_refused(
    tmp_path: Path, record: Record, column: str, why: str
) -> None:
    """By the same words."""
    ((line, field, _, reason),) = refusals(tmp_path, record)

    assert (line, field) == (1, column)
    assert why in reason
