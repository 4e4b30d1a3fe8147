"""Write the answer to a path look-up: prose with footnotes, JSON, CSV, Mermaid."""

import csv
import io
import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from astrograph.formats import prose, shapes, times
from astrograph.formats.cells import safe
from astrograph.model import PRESENT, Claim, Clock, EntityPath, Hop, Statement

if TYPE_CHECKING:
    from astrograph.paths import PathAnswer
    from astrograph.sources import SourceTexts
    from astrograph.store import Store

COLUMNS = (
    "path",
    "hop",
    "length",
    "score",
    "subject",
    "relation",
    "object",
    "direction",
    "tense",
    "certainty",
    "status",
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


def text(store: "Store", answer: "PathAnswer", texts: "SourceTexts | None") -> str:
    """Write the paths as prose: a line a hop, dissent below it, the sources at the end."""
    notes = prose.Footnotes(store, texts)
    if answer.no_path is not None:
        lines = _no_path(answer)
    else:
        lines = [f"{answer.start.label} — {answer.goal.label}"]
    asked = answer.options
    clock = Clock(asked.at, asked.during, asked.known_by)
    lines += [times.clock_words(clock)] if clock.is_set else []
    for number, path in enumerate(answer.paths, start=1):
        lines += ["", *_path(store, notes, number, path)]
    beside = shapes.claims_by(store, answer.beside)
    lines += ["", "Claims that name both, without making a relation"] if beside else []
    lines += [f"   {_told(claim)} {notes.cite([claim])}" for claim in beside]
    lines += notes.undated()
    sources = notes.lines()
    return "\n".join([*lines, *(["", "Sources"] if sources else []), *sources]) + "\n"


def _told(claim: Claim) -> str:
    return (claim.paraphrase or claim.iri).rstrip(".")


def _no_path(answer: "PathAnswer") -> list[str]:
    why = answer.no_path
    ends = f"{answer.start.label} and {answer.goal.label}"
    lines = [f"No path between {ends}: {'' if why is None else why.reason}."]
    if why is not None and why.relaxation is not None:
        change, hops = why.relaxation
        lines.append(f"The nearest that finds one: {change} ({_count(hops, 'hop')}).")
    return lines


def _path(store: "Store", notes: prose.Footnotes, number: int, path: EntityPath) -> list[str]:
    length = _count(len(path.hops), "hop")
    facts = [f"score {path.score}", f"holds: {times.window(path.holds)}"]
    if len(path.hops) > 1:
        facts.append(f"weakest: hop {path.weakest + 1}")
    lines = [f"{number}. {length} ({'; '.join(facts)})"]
    for place, hop in enumerate(path.hops, start=1):
        seen: set[str] = set()
        lines.append(f"   {place}. {_said(store, notes, hop.statement, forward=hop.forward)}")
        lines += _dissent(store, notes, hop.statement, seen)
        for other in hop.also:
            forward = (other.subject == hop.statement.subject) == hop.forward
            lines.append(f"      also: {_said(store, notes, other, forward=forward)}")
            lines += [f"   {line}" for line in _dissent(store, notes, other, seen)]
    return lines


def _said(store: "Store", notes: prose.Footnotes, said: Statement, *, forward: bool) -> str:
    """Say one statement with its certainty, title, time, footnotes and voice."""
    claims = shapes.claims_of(store, said)
    words = prose.sentence(store, said, forward=forward)
    if said.certainty == "possible":
        words += " (possibly: no date settles it)"
    if not claims:
        return f"{words} (no source is given)"
    return prose.tell(words, prose.circumstances(store, said, claims), notes)


def _dissent(store: "Store", notes: prose.Footnotes, said: Statement, seen: set[str]) -> list[str]:
    lines = []
    for words, claim in prose.dissent(store, said):
        if claim.iri not in seen:
            seen.add(claim.iri)
            lines.append(f"      {words}: {_told(claim)} {notes.cite([claim])}")
    return lines


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def as_json(store: "Store", answer: "PathAnswer", texts: "SourceTexts | None") -> str:
    """Write the answer in the contract's JSON shape."""
    shape = shapes.path_answer(store, answer, texts)
    return json.dumps(shape, ensure_ascii=False, indent=2) + "\n"


def as_csv(store: "Store", answer: "PathAnswer", _texts: "SourceTexts | None") -> str:
    """Write a row for each hop of each path."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for number, path in enumerate(answer.paths, start=1):
        for place, hop in enumerate(path.hops, start=1):
            row = _row(store, hop)
            row.update(path=number, hop=place, length=len(path.hops), score=path.score)
            writer.writerow({column: safe(value) for column, value in row.items()})
    return out.getvalue()


def _row(store: "Store", hop: Hop) -> dict[str, object]:
    said = hop.statement
    shape = shapes.hop(store, hop)
    claims = shapes.claims_of(store, said)
    places = [place for claim in claims for place in claim.evidence]
    titles = [source.title for place in places if (source := store.source(place.source))]
    start, end = shape["start"] or {}, shape["end"] or {}
    return {
        "subject": shape["subject"]["label"],
        "relation": prose.verb(store, said),
        "object": shape["object"]["label"],
        "direction": shape["direction"],
        "tense": said.tense,
        "certainty": said.certainty,
        "status": shape["status"],
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
    """Write the paths as one Mermaid flowchart; what is past or planned is dotted."""
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
    label = _quoted(prose.verb(store, said))
    return f"  {names[said.subject]} {arrow}|{label}| {names[said.object]}"


def _quoted(label: str) -> str:
    plain = label.replace("#", "#35;").replace('"', "#quot;").replace("<", "#lt;")
    return f'"{" ".join(plain.split())}"'


WRITERS: dict[str, Callable[["Store", "PathAnswer", "SourceTexts | None"], str]] = {
    "text": text,
    "json": as_json,
    "csv": as_csv,
    "mermaid": as_mermaid,
}
"""The formats of ``path``; each takes the store, the answer and the source texts."""
