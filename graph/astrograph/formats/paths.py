"""Write the answer to a path look-up: as prose, JSON, CSV, RDF or Mermaid."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from astrograph.formats import prose, shapes, telling
from astrograph.formats.cells import safe
from astrograph.model import PRESENT, EntityPath, Hop, Statement
from astrograph.standing import UNDISPUTED, standing

if TYPE_CHECKING:
    from astrograph.paths import PathAnswer
    from astrograph.sources import SourceTexts
    from astrograph.store import Store

COLUMNS = (
    "path",
    "hop",
    "length",
    "score",
    "together",
    "subject",
    "relation",
    "object",
    "direction",
    "tense",
    "certainty",
    "status",
    "standing",
    "start_earliest",
    "start_latest",
    "end_earliest",
    "end_latest",
    "claims",
    "also",
    "against",
    "speakers",
    "sources",
    "sentences",
    "paraphrases",
    "subject_iri",
    "relation_iri",
    "object_iri",
)


text = telling.text


def as_json(store: "Store", answer: "PathAnswer", texts: "SourceTexts | None") -> str:
    """Write the answer in the contract's JSON shape."""
    shape = shapes.path_answer(store, answer, texts)
    return json.dumps(shape, ensure_ascii=False, indent=2) + "\n"


def as_csv(store: "Store", answer: "PathAnswer", _texts: "SourceTexts | None") -> str:
    """Write a row for each hop of each path."""
    import csv
    import io

    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for number, path in enumerate(answer.paths, start=1):
        writer.writerows(rows(store, number, path))
    return out.getvalue()


def rows(store: "Store", number: int, path: EntityPath) -> list[dict[str, object]]:
    """Return a row for each hop of the path that has some number."""
    found = []
    for place, hop in enumerate(path.hops, start=1):
        row = _row(store, hop)
        row.update(path=number, hop=place, length=len(path.hops), score=path.score)
        row["together"] = path.together.answer
        found.append({column: safe(value) for column, value in row.items()})
    return found


def _row(store: "Store", hop: Hop) -> dict[str, object]:
    said = hop.statement
    shape = shapes.hop(store, hop)
    claims = shapes.claims_of(store, said)
    places = [place for claim in claims for place in claim.evidence]
    titles = filter(None, (prose.source_titles(store, claim) for claim in claims))
    start, end = shape["start"] or {}, shape["end"] or {}
    return {
        "subject": shape["subject"]["label"],
        "relation": prose.verb(store, said),
        "object": shape["object"]["label"],
        "direction": shape["direction"],
        "tense": said.tense,
        "certainty": said.certainty,
        "status": shape["status"],
        "standing": hop.standing,
        "start_earliest": start.get("earliest"),
        "start_latest": start.get("latest"),
        "end_earliest": end.get("earliest"),
        "end_latest": end.get("latest"),
        "claims": " ".join(said.claims),
        "also": " | ".join(prose.sentence(store, other) for other in hop.also),
        "against": " ".join(claim.iri for _, claim in prose.dissent(store, said)),
        "speakers": " | ".join(dict.fromkeys(prose.who(store, claim) for claim in claims)),
        "sources": " | ".join(dict.fromkeys(titles)),
        "sentences": " ".join(str(place.sentence) for place in places if place.sentence),
        "paraphrases": " | ".join(claim.paraphrase or "" for claim in claims),
        "subject_iri": said.subject,
        "relation_iri": said.relation,
        "object_iri": said.object,
    }


def as_mermaid(store: "Store", answer: "PathAnswer", _texts: "SourceTexts | None") -> str:
    """Write the paths as one Mermaid flowchart.

    What is past or planned is dotted; what is disputed, denied or superseded says so.
    """
    names: dict[str, str] = {}
    lines = ["flowchart LR"]
    edges = []
    for path in answer.paths:
        for iri in path.entities:
            if iri not in names:
                names[iri] = f"n{len(names)}"
                lines.append(f"  {names[iri]}[{_quoted(store.named(iri).label)}]")
        for hop in path.hops:
            edges += [_edge(store, names, said) for said in hop.statements]
    return "\n".join([*lines, *dict.fromkeys(edges)]) + "\n"


def _edge(store: "Store", names: dict[str, str], said: Statement) -> str:
    arrow = "-->" if said.tense == PRESENT else "-.->"
    stands = standing(store, said)
    told = prose.verb(store, said) + (f" ({stands})" if stands != UNDISPUTED else "")
    return f"  {names[said.subject]} {arrow}|{_quoted(told)}| {names[said.object]}"


def _quoted(label: str) -> str:
    plain = label.replace("#", "#35;").replace('"', "#quot;").replace("<", "#lt;")
    return f'"{" ".join(plain.split())}"'


def as_turtle(store: "Store", answer: "PathAnswer", _texts: "SourceTexts | None") -> str:
    """Write the paths as RDF, with the claims that they rest on."""
    from astrograph.formats import path_rdf

    return path_rdf.as_turtle(store, answer)


WRITERS: dict[str, Callable[["Store", "PathAnswer", "SourceTexts | None"], str]] = {
    "text": text,
    "json": as_json,
    "csv": as_csv,
    "ttl": as_turtle,
    "mermaid": as_mermaid,
}
"""The formats of ``path``; each takes the store, the answer and the source texts."""
