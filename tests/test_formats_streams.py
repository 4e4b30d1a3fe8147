"""Paths written piece by piece, as RDF and as a page say what they say in the other formats."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import RDF

from astrograph import find_paths, open_store
from astrograph.explorer import paths_payload
from astrograph.formats import paths, streams
from astrograph.paths import PathAnswer, PathOptions
from astrograph.paths.find import Cap
from astrograph.vocab import ontology_path
from builders import AG, EX, ID, claim, plain_store, store_of

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from astrograph import Store
    from astrograph.model import EntityPath

TERMS = rdflib.Namespace(AG)


def found(answer: PathAnswer) -> streams.Found:
    """Give the paths of an answer one by one, as a search does."""

    def search() -> Generator[EntityPath, None, PathAnswer]:
        yield from answer.paths
        return answer

    return streams.Found(answer._replace(paths=(), beside=(), cap=None), search())


@pytest.fixture(scope="module")
def answer(shipped: Store) -> PathAnswer:
    """Return three paths of the article."""
    return find_paths(shipped, "Rogozin", "ISS")


# ── Piece by piece ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["json", "csv"])
def test_pieces_make_what_is_written_at_once(shipped: Store, answer: PathAnswer, name: str) -> None:
    """Byte for byte; and more than one piece."""
    pieces = list(streams.WRITERS[name](shipped, found(answer), None))

    assert len(pieces) > len(answer.paths)
    assert "".join(pieces) == paths.WRITERS[name](shipped, answer, None)


@pytest.mark.parametrize("name", ["json", "csv", "text"])
def test_a_path_is_written_before_the_next_is_looked_for(
    shipped: Store, answer: PathAnswer, name: str
) -> None:
    """However long the search goes on."""
    taken = []

    def search() -> Generator[EntityPath, None, PathAnswer]:
        for path in answer.paths:
            taken.append(path)
            yield path
        return answer

    told = streams.WRITERS[name](shipped, streams.Found(answer._replace(paths=()), search()), None)
    heard = ""
    while "Roscosmos" not in heard:
        heard += next(told)

    assert len(taken) == 1


def test_no_path_is_whole_json_and_csv_too() -> None:
    """An empty list, and a head without rows."""
    store = plain_store("a r b", "c r d")
    answer = find_paths(store, "a", "c")

    def written(name: str) -> str:
        return "".join(streams.WRITERS[name](store, found(answer), None))

    assert json.loads(written("json"))["paths"] == []
    assert json.loads(written("json"))["no_path"]["reason"]
    assert list(csv.DictReader(io.StringIO(written("csv")))) == []
    assert written("text") == paths.text(store, answer, None)


def test_a_path_is_a_line_of_text_and_the_end_says_how_many() -> None:
    """In the walking direction, with what ended the search."""
    store = store_of(claim("a", "leads", "b"), claim("c", "leads", "b"))
    answer = find_paths(store, "id:a", "id:c")._replace(cap=Cap("count", 1))

    text = "".join(streams.text(store, found(answer), None))

    assert text == (
        "1. a — leads — b — is led by — c\n\n"
        "1 path of up to 6 hops. There are more than these 1 (--limit).\n"
    )


def test_a_path_in_a_line_tells_all_that_joins_and_how_it_stands() -> None:
    """The main statement first; what nothing speaks against says no more."""
    stays = claim("a", "participatesIn", "b")
    leaves = claim("a", "leaves", "b", modality="Plan", status="Superseded")
    led = claim("b", "leads", "a", tense="Past", status="Disputed")
    store = store_of(stays, leaves, led)
    answer = find_paths(store, "id:a", "id:b", PathOptions(status="any", max_hops=1))

    text = "".join(streams.text(store, found(answer), None))

    assert text.splitlines()[0] == (
        "1. a — participates in; was formerly led by (disputed); plans to leave (superseded) — b"
    )


def test_a_relation_without_a_reading_backwards_says_which_way_it_reads() -> None:
    """The arrow is in words."""
    store = plain_store("a knows b", "c knows b")

    text = "".join(streams.text(store, found(find_paths(store, "a", "c")), None))

    assert text.splitlines()[0] == "1. a — knows — b — (knows, the other way round) — c"


# ── As RDF ─────────────────────────────────────────────────────────────────────────────────────


def one(graph: rdflib.Graph, node: Any, term: str) -> Any:  # noqa: ANN401
    """Return the one value of a term of ours, as Python has it."""
    (value,) = graph.objects(node, TERMS[term])
    return value.toPython() if isinstance(value, rdflib.Literal) else value


def in_order(graph: rdflib.Graph, nodes: Any) -> list[Any]:  # noqa: ANN401
    """Return nodes by their order."""
    return sorted(nodes, key=lambda node: int(one(graph, node, "order")))


def step_of(graph: rdflib.Graph, node: Any) -> dict[str, Any]:  # noqa: ANN401
    """Read a step back as JSON tells it."""
    return {
        "subject": str(one(graph, node, "stepSubject")),
        "relation": str(one(graph, node, "stepRelation")),
        "object": str(one(graph, node, "stepObject")),
        "tense": one(graph, node, "stepTense"),
        "claims": sorted(map(str, graph.objects(node, TERMS.stepClaim))),
    }


def hop_of(hop: dict[str, Any]) -> dict[str, Any]:
    """Take from a hop in JSON what a step tells."""
    return {
        **{name: hop[name]["iri"] for name in ("subject", "relation", "object")},
        "tense": hop["tense"],
        "claims": sorted(each["iri"] for each in hop["claims"]),
    }


def test_turtle_says_what_json_says(shipped: Store, answer: PathAnswer) -> None:
    """Paths, steps and parallel steps, in order; in rdflib."""
    graph = rdflib.Graph().parse(data=paths.as_turtle(shipped, answer, None), format="turtle")
    shape = json.loads(paths.as_json(shipped, answer, None))
    nodes = in_order(graph, graph.subjects(RDF.type, TERMS.Path))

    assert len(nodes) == len(shape["paths"]) == 3
    for node, path in zip(nodes, shape["paths"], strict=True):
        steps = in_order(graph, graph.objects(node, TERMS.step))
        assert str(one(graph, node, "pathFrom")) == shape["from"]["iri"]
        assert str(one(graph, node, "pathTo")) == shape["to"]["iri"]
        assert one(graph, node, "pathLength") == path["length"] == len(steps)
        assert float(one(graph, node, "score")) == path["score"]
        assert one(graph, node, "together") == path["together"]["answer"]
        assert one(graph, node, "weakestStep") == steps[path["weakest"]]
        for step, hop in zip(steps, path["hops"], strict=True):
            beside = [step_of(graph, each) for each in graph.objects(step, TERMS.parallelStep)]
            assert step_of(graph, step) == hop_of(hop)
            assert one(graph, step, "forward") == (hop["direction"] == "forward")
            assert one(graph, step, "standing") == hop["standing"]
            assert sorted(map(repr, beside)) == sorted(repr(hop_of(each)) for each in hop["also"])


def test_turtle_reads_the_same_in_both_engines(shipped: Store, answer: PathAnswer) -> None:
    """And uses no term of ours that the ontology does not declare."""
    text = paths.as_turtle(shipped, answer, None)
    graph = rdflib.Graph().parse(data=text, format="turtle")
    triples = set(ox.parse(text, format=ox.RdfFormat.TURTLE))
    ontology = ox.parse(path=str(ontology_path()), format=ox.RdfFormat.TURTLE)
    declared = {str(triple.subject) for triple in ontology}
    used = {str(triple.predicate) for triple in triples}
    used |= {str(triple.object) for triple in triples if str(RDF.type) in str(triple.predicate)}

    assert len(graph) == len(triples)
    assert {iri for iri in used if iri.startswith(f"<{AG}")} <= declared


def test_turtle_is_a_graph_that_gives_the_same_paths(
    shipped: Store, answer: PathAnswer, tmp_path: Path
) -> None:
    """Claims, sources and names come along."""
    path = tmp_path / "paths.ttl"
    path.write_text(paths.as_turtle(shipped, answer, None), encoding="utf-8")
    store = open_store(path)

    again = find_paths(store, "Рогозин", "МКС")

    assert {each.entities for each in again.paths} == {each.entities for each in answer.paths}
    for one_path in again.paths:
        (same,) = (each for each in answer.paths if each.entities == one_path.entities)
        assert one_path.hops == same.hops


def test_turtle_of_no_path_is_a_graph_without_paths() -> None:
    """Nothing but prefixes."""
    store = plain_store("a r b", "c r d")

    text = paths.as_turtle(store, find_paths(store, "a", "c"), None)

    assert len(rdflib.Graph().parse(data=text, format="turtle")) == 0


# ── As a page ──────────────────────────────────────────────────────────────────────────────────


def test_a_page_of_paths_shows_what_they_walk_and_opens_on_them(
    shipped: Store, answer: PathAnswer
) -> None:
    """Their entities and statements, no others, and the paths in order."""
    payload = paths_payload(shipped, answer)
    walked = {said.key for path in answer.paths for hop in path.hops for said in hop.statements}

    assert payload["path"] == {
        "from": ID + "DmitryRogozin",
        "to": ID + "ISS",
        "paths": [list(path.entities) for path in answer.paths],
    }
    assert {
        (each["subject"], each["relation"]["iri"], each["object"], each["tense"])
        for each in payload["statements"]
    } == {
        (said.subject, said.relation, said.object, said.tense)
        for path in answer.paths
        for hop in path.hops
        for said in hop.statements
    }
    assert len(payload["statements"]) == len(walked)
    assert {each["iri"] for each in payload["entities"]} == {
        iri for path in answer.paths for iri in path.entities
    }
    assert {iri for each in payload["statements"] for iri in each["claims"]} <= set(
        payload["claims"]
    )


def test_a_page_of_no_path_shows_both_ends() -> None:
    """With nothing between them."""
    store = plain_store("a r b", "c r d")
    answer = find_paths(store, "a", "c", PathOptions())

    payload = paths_payload(store, answer)

    assert [each["iri"] for each in payload["entities"]] == [EX + "a", EX + "c"]
    assert payload["statements"] == []
