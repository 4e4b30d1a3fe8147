"""Answers questions that go through all of a graph, by one engine, for `scripts/bench scans`.

A line of JSON in is a question, a line out is what it took: the CPU time of all threads, from the
question to the last row of its answer, with the graph open and warm; and how many there were. Each
engine has a process of its own, which stays. Engines that are not installed are left out.
"""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from astrograph.vocab import AG, RDFS
from bench_graph import PLACE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Given = Mapping[str, Any]
    # Takes the values of a question, and returns how many there are.
    Answer = Callable[[Given], int]

XSD = "http://www.w3.org/2001/XMLSchema#"
PREFIXES = f"PREFIX : <{PLACE}> PREFIX ag: <{AG}> PREFIX rdfs: <{RDFS}> PREFIX xsd: <{XSD}>\n"
MANY = 1_000_000
HOLDING = 'FILTER(?d <= "{last}"^^xsd:date && (!bound(?e) || ?e >= "{first}"^^xsd:date))'
QUERIES = {
    "name": 'SELECT ?s WHERE {{ ?s rdfs:label "{name}"@en }}',
    "word": (
        'SELECT ?s WHERE {{ ?s rdfs:label ?l FILTER(REGEX(STR(?l), "(^| ){word}( |$)", "i")) }}'
    ),
    "pattern": 'SELECT ?s WHERE {{ ?s rdfs:label ?l FILTER(REGEX(STR(?l), "{pattern}", "i")) }}',
    "day": (
        "SELECT ?c ?s ?d WHERE {{ ?c :object <{employer}> ; :predicate ag:worksFor ; :subject ?s ;"
        f" :start ?d . OPTIONAL {{{{ ?c :end ?e }}}} {HOLDING} }}}}"
    ),
    "begun": (
        "SELECT (COUNT(?c) AS ?n) WHERE {{ ?c a :Claim ; :start ?d ."
        ' FILTER(?d >= "{first}"^^xsd:date && ?d <= "{last}"^^xsd:date) }}'
    ),
    "year": (
        "SELECT (COUNT(?c) AS ?n) WHERE {{ ?c a :Claim ; :start ?d . OPTIONAL {{ ?c :end ?e }}"
        f" {HOLDING} }}}}"
    ),
    "odds": (
        "SELECT (COUNT(*) AS ?n) WHERE {{ ?c1 :predicate ag:leads ; :object ?o ; :subject ?s1 ;"
        " :start ?b1 ; :end ?e1 . ?c2 :object ?o ; :predicate ag:leads ; :subject ?s2 ;"
        " :start ?b2 ; :end ?e2 ."
        " FILTER(?s1 != ?s2 && ?b1 < ?e2 && ?b2 < ?e1 && STR(?c1) < STR(?c2)) }}"
    ),
}
"""What the engines of SPARQL are asked; the values of a question stand in braces."""


def of_pyoxigraph(folder: Path) -> dict[str, Answer]:
    """Answer with pyoxigraph, the graph in memory."""
    import pyoxigraph as ox

    store = ox.Store()
    store.bulk_load(path=str(folder / "graph.nt"), format=ox.RdfFormat.N_TRIPLES)

    def ask(query: str) -> list[list[str]]:
        return [[term.value for term in row] for row in store.query(query)]  # type: ignore[union-attr]

    return _asking(ask)


def of_maplib(folder: Path) -> dict[str, Answer]:
    """Answer with maplib, whose tables are columns."""
    model = import_module("maplib").Model()
    model.read(str(folder / "graph.nt"), format="ntriples")
    return _asking(lambda query: model.query(query).rows())


def _asking(ask: Callable[[str], Sequence[Sequence[Any]]]) -> dict[str, Answer]:
    def asked(kind: str) -> Answer:
        def answer(given: Given) -> int:
            rows = ask(PREFIXES + QUERIES[kind].format(**given))
            return int(rows[0][0]) if "COUNT(" in QUERIES[kind] else len(rows)

        return answer

    return {kind: asked(kind) for kind in QUERIES}


def of_us(folder: Path) -> dict[str, Answer]:
    """Answer as the commands do."""
    from astrograph import find_entities, open_store
    from astrograph.disagreement import CONTRADICTS
    from astrograph.resolve import find_by_pattern
    from astrograph.selection import ClaimFilter, count_claims, select_claims

    store = open_store(folder / "store")

    def found(text: str) -> int:
        return len(find_entities(store, text))

    def stretch(given: Given) -> tuple[str, str]:
        return f"{given['first']}T00:00:00Z", f"{given['last']}T23:59:59Z"

    def on_a_day(given: Given) -> int:
        day = f"{given['first']}T00:00:00Z"
        ends, relation = (given["employer"],), (AG + "worksFor",)
        return len(select_claims(store, ClaimFilter(ends, relation=relation, at=day)))

    def at_odds(_: Given) -> int:
        disputed = select_claims(store, ClaimFilter(disputed=True))
        return sum(link.kind == CONTRADICTS for claim in disputed for link in claim.links)

    return {
        "name": lambda given: found(given["name"]),
        "word": lambda given: found(given["word"]),
        "typo": lambda given: found(given["typo"]),
        "pattern": lambda given: len(find_by_pattern(store, given["pattern"], MANY)),
        "day": on_a_day,
        "begun": lambda given: count_claims(store, ClaimFilter(begun=stretch(given))),
        "year": lambda given: count_claims(store, ClaimFilter(during=stretch(given))),
        "odds": at_odds,
        "listed": lambda given: len(select_claims(store, ClaimFilter(begun=stretch(given)))),
    }


ENGINES = {"ours": of_us, "pyoxigraph": of_pyoxigraph, "maplib": of_maplib}


def main() -> None:
    """Open the graph, then answer until there are no more questions."""
    name, folder = sys.argv[1], Path(sys.argv[2])
    try:
        answers = ENGINES[name](folder)
        known = "" if name == "ours" else version(name)
    except ImportError:
        print(json.dumps(None), flush=True)
        return
    print(json.dumps([known, list(answers)]), flush=True)
    for line in sys.stdin:
        kind, given = json.loads(line)
        begun = time.process_time()
        many = answers[kind](given)
        print(json.dumps([time.process_time() - begun, many]), flush=True)


if __name__ == "__main__":
    main()
