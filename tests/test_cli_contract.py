"""The JSON that scripts rely on, field by field, and names in any script."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner

from astrograph.cli import cli
from astrograph.vocab import SOURCE
from builders import AG, CLAIM, ID

REFERENCE = ["iri", "label", "type"]
CLAIM_FIELDS = {
    "iri", "statement", "modality", "polarity", "status", "confidence", "speaker", "addressee",
    "relayed_by", "paraphrase", "said", "holds", "time_text", "tense", "role_text", "condition",
    "source", "evidence", "links",
}  # fmt: skip
BOUNDS = ["start_earliest", "start_latest", "end_earliest", "end_latest"]
SEED = CLAIM + "seed1-"


def answer(*args: str) -> Any:  # noqa: ANN401
    """Run a command and read its JSON."""
    result = CliRunner().invoke(cli, [*args, "--format", "json"])

    assert result.stderr == ""
    return json.loads(result.stdout)


def check_claim(claim: dict[str, Any]) -> None:
    """Compare a claim object with the contract."""
    assert claim.keys() >= CLAIM_FIELDS
    assert claim["iri"].startswith(CLAIM)
    assert claim["modality"] in {"AssertedFact", "Plan", "Threat", "Denial", "Opinion"}
    assert claim["polarity"] in {"Positive", "Negative"}
    assert 0 <= claim["confidence"] <= 1
    assert isinstance(claim["paraphrase"], str)
    assert list(claim["source"]) == ["iri", "title"]
    assert list(claim["holds"]) == BOUNDS
    assert list(claim["said"]) == ["earliest", "latest"]
    for role in ("speaker", "addressee", "relayed_by"):
        assert claim[role] is None or list(claim[role]) == REFERENCE
    for place in claim["evidence"]:
        assert {"iri", "sentence", "start", "end", "sha256"} <= place.keys()
    for link in claim["links"]:
        assert list(link) == ["kind", "direction", "claim", "by"]
        assert link["direction"] in {"out", "in"}
        assert link["by"] is None or list(link["by"]) == REFERENCE
    statement = claim["statement"]
    assert list(statement["subject"]) == REFERENCE
    assert list(statement["predicate"]) == ["iri", "label"]
    assert ("object" in statement) != ("value" in statement)


def test_a_path_has_the_contract_s_shape() -> None:
    """From the answer down to the evidence."""
    shape = answer("path", "Rogozin", "ISS")

    assert list(shape)[:5] == ["from", "to", "options", "paths", "no_path"]
    assert shape["from"] == {
        "iri": ID + "DmitryRogozin", "label": "Dmitry Rogozin", "type": "Person",
    }  # fmt: skip
    assert shape["to"] == {
        "iri": ID + "ISS", "label": "International Space Station", "type": "SpaceStation",
    }  # fmt: skip
    assert shape["no_path"] is None
    assert len(shape["paths"]) == 3
    for path in shape["paths"]:
        assert list(path) == ["length", "score", "holds", "weakest", "hops", "together"]
        assert list(path["together"]) == ["answer", "certain", "possible", "within"]
        assert path["together"]["answer"] in {"certain", "possible", "never"}
        assert path["length"] == len(path["hops"])
        assert 0 < path["score"] <= 1
        assert list(path["holds"]) == ["from", "to"]
        assert 0 <= path["weakest"] < path["length"]
        for hop in path["hops"]:
            assert hop.keys() >= {
                "subject", "relation", "object", "direction", "tense", "status", "start", "end",
                "claims",
            }  # fmt: skip
            assert list(hop["subject"]) == list(hop["object"]) == REFERENCE
            assert list(hop["relation"]) == ["iri", "label"]
            assert hop["direction"] in {"forward", "backward"}
            assert hop["standing"] in {"undisputed", "disputed", "denied", "superseded"}
            assert hop["tense"] in {"past", "present", "plan"}
            assert hop["status"] == "Accepted"
            assert hop["claims"]
            for claim in hop["claims"]:
                check_claim(claim)


def test_the_hops_of_a_path_follow_each_other() -> None:
    """Subject and object are as stored; the direction says which way the path walks."""
    for path in answer("path", "Rogozin", "ISS", "-k", "5")["paths"]:
        here = ID + "DmitryRogozin"
        for hop in path["hops"]:
            ends = [hop["subject"]["iri"], hop["object"]["iri"]]
            start, end = ends if hop["direction"] == "forward" else reversed(ends)
            assert start == here
            here = end
        assert here == ID + "ISS"


def test_the_best_path_from_rogozin_is_the_one_that_the_article_gives() -> None:
    """Base relations and tenses; sentence 14 with its hash."""
    best = answer("path", "Rogozin", "ISS")["paths"][0]
    first = best["hops"][0]

    assert [(hop["relation"]["label"], hop["tense"]) for hop in best["hops"]] == [
        ("leads", "past"),
        ("participates in", "present"),
        ("concerns", "present"),
    ]
    assert [claim["iri"] for claim in first["claims"]] == [SEED + "C48"]
    assert first["claims"][0]["evidence"][0]["sentence"] == 14
    assert first["claims"][0]["evidence"][0]["start"] == 1945
    assert first["claims"][0]["evidence"][0]["end"] == 2160
    assert first["claims"][0]["evidence"][0]["sha256"].startswith("906fd1018ef44469")
    assert (first["start"], first["end"]) == (None, None)
    assert best["hops"][1]["also"][0]["end"] == {
        "earliest": "2028-01-01T00:00:00Z", "latest": None,
    }  # fmt: skip


def test_options_are_echoed_as_they_were_understood() -> None:
    """Names as IRIs, dates as instants."""
    options = answer(
        "path", "Rogozin", "ISS", "--via", "Роскосмос", "--avoid", "Putin", "--at", "2022-07-01",
        "--without", "informed", "-k", "2", "--max-hops", "5", "--directed", "--rank", "length",
        "--status", "ANY", "--type", "spaceagency", "--source", "seed1", "--min-sources", "1",
        "--timeout", "9",
    )["options"]  # fmt: skip

    assert options == {
        "k": 2,
        "max_hops": 5,
        "via": [ID + "Roscosmos"],
        "avoid": [ID + "VladimirPutin"],
        "relation": [],
        "without": [AG + "informed"],
        "at": "2022-07-01T00:00:00Z",
        "during": None,
        "known_by": None,
        "status": "any",
        "directed": True,
        "rank": "length",
        "type": ["SpaceAgency"],
        "source": [SOURCE + "seed1"],
        "min_sources": 1,
        "all": False,
        "limit": 1000,
        "timeout": 9.0,
    }


def test_no_path_says_why_in_json_too() -> None:
    """With what to change, and how long the path is then."""
    shape = answer("path", "Rogozin", "ISS", "--max-hops", "2")

    assert shape["paths"] == []
    assert shape["no_path"] == {
        "reason": "every path is longer than --max-hops 2",
        "isolated": [],
        "relaxation": {"change": "with --max-hops 3", "length": 3},
    }


def test_an_isolated_end_is_named_in_json() -> None:
    """With its label and type."""
    shape = answer("path", "curator of this graph", "ISS")

    assert shape["no_path"]["isolated"] == [
        {"iri": ID + "Curator", "label": "curator of this graph", "type": "Curator"}
    ]


@pytest.mark.parametrize("ends", [("Рогозин", "МКС"), ("id:DmitryRogozin", ID + "ISS"),
                                  ("dmitriy rogozin", "iss")])  # fmt: skip
def test_native_script_gives_the_same_paths(ends: tuple[str, str]) -> None:
    """Whatever the entities are called."""
    assert answer("path", *ends) == answer("path", "Rogozin", "ISS")


def test_a_search_has_the_contract_s_shape() -> None:
    """A list, best first."""
    (found,) = answer("find", "МКС")

    assert list(found) == ["iri", "label", "type", "aliases", "matched", "score"]
    assert (found["iri"], found["type"], found["matched"]) == (ID + "ISS", "SpaceStation", "МКС")
    assert "ISS" in found["aliases"]


def test_every_claim_has_the_contract_s_shape() -> None:
    """All of the article and all names."""
    claims = answer("claims")

    assert len(claims) > 63
    for claim in claims:
        check_claim(claim)


def test_the_three_denials_have_their_speakers() -> None:
    """Of no word received, of no decision known, of no sign of change."""
    assert [
        (claim["iri"].removeprefix(SEED), claim["speaker"]["label"], claim["polarity"])
        for claim in answer("claims", "--modality", "Denial")
    ] == [
        ("C20", "unnamed NASA official", "Negative"),
        ("C23", "Bill Nelson", "Negative"),
        ("C34", "Kathy Lueders", "Negative"),
    ]


def test_both_positions_on_leaving_say_what_supersedes_what() -> None:
    """And who holds them, and who says that one replaced the other."""
    claims = {
        claim["iri"].removeprefix(SEED): claim
        for claim in answer("claims", "Roscosmos", "--disputed")
    }
    (link,) = [link for link in claims["C02"]["links"] if link["kind"] == "supersedes"]
    (back,) = [link for link in claims["C01"]["links"] if link["kind"] == "supersedes"]

    assert claims["C01"]["status"] == "Superseded"
    assert claims["C01"]["statement"]["predicate"]["label"] == "leaves"
    assert claims["C01"]["holds"]["start_earliest"] == "2025-01-01T00:00:00Z"
    assert claims["C02"]["statement"]["predicate"]["label"] == "participates in"
    assert claims["C02"]["holds"]["end_earliest"] == "2028-01-01T00:00:00Z"
    assert claims["C02"]["speaker"]["label"] == claims["C01"]["speaker"]["label"] == "Roscosmos"
    assert (link["direction"], link["claim"]) == ("out", SEED + "C01")
    assert (back["direction"], back["claim"]) == ("in", SEED + "C02")
    assert link["by"]["iri"] == back["by"]["iri"] == "https://w3id.org/astrograph/source/seed1"


def test_nothing_in_the_article_contradicts_anything() -> None:
    """Plans that can both come true are in tension at most."""
    kinds = {link["kind"] for claim in answer("claims") for link in claim["links"]}

    assert "contradicts" not in kinds
    assert "inTensionWith" in kinds


def test_facts_have_a_shape_of_statements_values_and_claims() -> None:
    """With the direction and certainty of each statement."""
    shape = answer("show", "Roscosmos", "--at", "2022-07-01")

    assert shape["iri"] == ID + "Roscosmos"
    assert shape["at"] == "2022-07-01T00:00:00Z"
    assert all(
        list(each["subject"]) == REFERENCE
        and each["certainty"] in {"certain", "possible", "planned"}
        for each in shape["statements"]
    )
    for claim in [*shape["values"], *shape["claims"]]:
        check_claim(claim)


def test_statistics_have_counts_by_kind() -> None:
    """And a span of time."""
    shape = answer("stats")

    assert {"entities", "claims", "statements", "sources", "by", "span"} <= shape.keys()
    assert set(shape["by"]) >= {"type", "relation", "source", "status"}
    assert shape["by"]["modality"]["Denial"] == 3
