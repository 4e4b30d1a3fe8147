"""Turns the table of facts into claims, by a table that says how each of its lines is read.

The facts are put in free English ("told Putin Russia will leave"), so no rule maps them: each line
is read by itself, and ``facts-reading.csv`` says what it claims, or why it is left out. A line may
make several claims, as when it names two signatories. ``facts-entities.csv`` says what the names
stand for, ``facts-pages.csv`` where the lines were read (a page is told by the first line that
names it); who is whom stands in ``identity.csv``, with all other decisions of that kind.

Columns of the reading: ``line`` of the facts; ``subject``, ``predicate``, ``object`` by their local
names, or ``value`` with ``datatype`` (of XSD) and ``lang``. ``when`` says what the line's dates
are: ``span`` the bounds of the statement, ``on`` the date at which it happened, ``at`` a date at
which it held, ``said`` the date at which somebody said so, ``none``. ``start`` and ``end`` stand
for the line's own, where they differ (``-`` is none); ``start_from`` and ``end_from`` are the
earliest start and end that a statement gives. ``tension`` lists lines whose first claim pulls
another way. The rest are the fields of a claim.
"""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from astrograph.ingest.dates import VagueDate, read_date
from astrograph.model import (
    PAST,
    PLAN,
    PRESENT,
    Claim,
    Entity,
    Evidence,
    Interval,
    Link,
    Name,
    Record,
    Relation,
    Source,
    Value,
)
from astrograph.store.shipped import shipped_records
from astrograph.vocab import AG, CLAIM, EVIDENCE, ID, SOURCE, XSD, ontology_path, read_relations

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HERE = Path(__file__).resolve().parent
FILE = "facts-2022-iss.csv"
ORGANIZATIONS = Path("gcat", "orgs.tsv")
FACTS = "facts2022"
"""The local name of the table as a source; the article's slice has the source itself."""
CURATOR = ID + "Curator"

Row = dict[str, str]

KINDS = {"org": "the organization", "vehicle": "", "pad": "pad"}
"""How to speak of what other tables describe, by the beginning of its id."""


class Tables(NamedTuple):
    """The tables that reading needs, by what they are looked up with."""

    facts: dict[int, Row]
    reading: list[Row]
    pages: dict[tuple[str, str], Row]
    names: dict[str, str]
    relations: dict[str, Relation]


def rows(path: Path) -> list[Row]:
    """Read a CSV table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def facts_by_line(path: Path) -> dict[int, Row]:
    """Read the facts by the line of the file that each ends on, the header being line 1."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        # The number of the line changes with each row.
        return {reader.line_num: row for row in reader}  # noqa: B035


def records(data: Path, here: Path = HERE) -> Iterator[Record]:
    """Yield what the facts say.

    Args:
        data: The folder of the open data.
        here: The folder of the reading and the tables beside it.

    Yields:
        The pages as sources, the entities, and the claims in the order of the lines.

    Raises:
        ValueError: A line that is read does not exist, or its page is unknown.
    """
    pages, entities = rows(here / "facts-pages.csv"), rows(here / "facts-entities.csv")
    for page in pages:
        if page["kind"] == "page":
            yield _source(page)
    made = [_entity(row) for row in entities]
    yield from made
    article = (each for each in shipped_records("article") if isinstance(each, Entity))
    lines = facts_by_line(data / FILE)
    tables = Tables(
        facts=lines,
        reading=rows(here / "facts-reading.csv"),
        pages={_read_on(lines[int(page["line"])]): page for page in pages},
        names={
            **_organizations(data / ORGANIZATIONS),
            **{each.iri: each.prose for each in (*article, *made)},
        },
        relations=_relations(),
    )
    told = [(read, claim(read, tables)) for read in tables.reading if not read["left_out"]]
    firsts: dict[str, str] = {}
    for read, each in told:
        firsts.setdefault(read["line"], each.iri)
    for read, each in told:
        pulls = [firsts[line] for line in read["tension"].split()]
        links = tuple(Link(each.iri, "inTensionWith", other, CURATOR) for other in pulls)
        yield each._replace(links=links)


def _organizations(path: Path) -> dict[str, str]:
    """Return what the table of organizations calls those that the facts tell by its codes."""
    with path.open(encoding="utf-8", newline="") as file:
        head = next(file).lstrip("#").rstrip("\n").split("\t")
        lines = (line.rstrip("\n").split("\t") for line in file if not line.startswith("#"))
        cells = [dict(zip(head, map(str.strip, line), strict=True)) for line in lines]
    return {f"{ID}org-{row['Code']}": row["ShortName"] for row in cells if row["ShortName"] != "-"}


def _read_on(fact: Row) -> tuple[str, str]:
    """Return what tells the page of a line from others."""
    return fact["source_title"], fact["source_address"]


def left_out(here: Path = HERE) -> dict[int, str]:
    """Return the lines that make no claim, each with the reason."""
    reading = rows(here / "facts-reading.csv")
    return {int(row["line"]): row["left_out"] for row in reading if row["left_out"]}


def _relations() -> dict[str, Relation]:
    import pyoxigraph as ox

    return read_relations(ox.parse(path=str(ontology_path()), format=ox.RdfFormat.TURTLE))


def _source(page: Row) -> Source:
    said = read_date(page["said"]).latest if page["said"] else None
    return Source(
        iri=SOURCE + page["source"],
        title=page["title"],
        url=page["address"] or None,
        license=page["license"],
        updated=said,
        primary=page["primary"] == "true",
    )


def _entity(row: Row) -> Entity:
    aliases = tuple(Name(text, "en") for text in row["aliases"].split("|") if text)
    article = row["article"] == "true"
    return Entity(ID + row["entity"], row["label"], row["type"], aliases, article)


def claim(read: Row, tables: Tables) -> Claim:
    """Make the claim of one row of the reading.

    Args:
        read: The row.
        tables: What it is looked up in.

    Returns:
        The claim; the page speaks, unless the reading names who does, and then it relays.

    Raises:
        ValueError: The line does not exist, its page is unknown, or it was not read anywhere.
    """
    line = int(read["line"])
    fact = tables.facts.get(line)
    if fact is None or fact["how_read"] != "read":
        raise ValueError(f"line {line} of the facts does not exist, or was recalled and not read")
    page = tables.pages[_read_on(fact)]
    voice = SOURCE + page["source"]
    relation = tables.relations[AG + read["predicate"]]
    start, end = _dates(read, fact)
    made = Claim(
        iri="",
        subject=ID + read["subject"],
        predicate=relation.iri,
        object=ID + read["object"] if read["object"] else None,
        value=_value(read),
        modality=read["modality"] or "AssertedFact",
        polarity=read["polarity"] or "Positive",
        status=read["status"] or "Accepted",
        confidence=float(read["confidence"]) if read["confidence"] else None,
        speaker=ID + read["speaker"] if read["speaker"] else voice,
        addressee=ID + read["addressee"] if read["addressee"] else None,
        relayed_by=voice if read["speaker"] else None,
        holds=_holds(read, start, end),
        time_text=read["time"] or _printed(read["when"], start, end),
        tense=read["tense"] or _tense(read, relation, end),
        role_text=read["role"] or None,
        condition=read["condition"] or None,
        hedged=read["hedged"] == "true",
        term_as_printed=read["term"] or None,
        primary_source=voice,
        evidence=tuple(_evidence(read, line, fact)),
    )
    said = _said(read, start, page)
    made = made._replace(said_earliest=said[0], said_latest=said[1])
    words = _paraphrase(made, relation, read["when"], tables)
    made = made._replace(paraphrase=words)
    return made._replace(iri=_iri(made, line))


def _value(read: Row) -> Value | None:
    if read["object"]:
        return None
    datatype = XSD + read["datatype"] if read["datatype"] else None
    return Value(read["value"], read["lang"], datatype)


def _dates(read: Row, fact: Row) -> tuple[VagueDate | None, VagueDate | None]:
    """Return start and end: those of the reading where it has any, else those of the line."""
    found = []
    for column in ("start", "end"):
        text = read[column] or (fact[column] if read["when"] != "none" else "")
        found.append(read_date(text) if text not in {"", "-"} else None)
    return found[0], found[1]


def _holds(read: Row, start: VagueDate | None, end: VagueDate | None) -> Interval:
    none = VagueDate(None, None, "")
    first, last = start or none, end or none
    if read["when"] == "span":
        return Interval(first.earliest, first.latest, last.earliest, last.latest)
    if read["when"] == "on":
        return Interval(first.earliest, first.latest, first.earliest, first.latest)
    if read["when"] == "at":
        # All through a day; but of a longer stretch nobody knows which part of it.
        day = (first.earliest or "")[:10] == (first.latest or "")[:10]
        known = (first.earliest, first.latest) if day else (first.latest, first.earliest)
        return Interval(None, known[0], known[1], None)
    starts, ends = read["start_from"], read["end_from"]
    return Interval(
        start_earliest=read_date(starts).earliest if starts else None,
        end_earliest=read_date(ends).earliest if ends else None,
    )


def _said(read: Row, start: VagueDate | None, page: Row) -> tuple[str | None, str | None]:
    """Return when it was said: at the line's date, else by the date of the page."""
    if read["when"] == "said" and start is not None:
        return start.earliest, start.latest
    return None, read_date(page["said"]).latest if page["said"] else None


def _printed(when: str, start: VagueDate | None, end: VagueDate | None) -> str | None:
    if when not in {"span", "on", "at"}:
        return None
    dates = (start, end) if when == "span" else (start,)
    return " – ".join(date.text for date in dates if date) or None


def _tense(read: Row, relation: Relation, end: VagueDate | None) -> str:
    """Return where the source puts the statement: an event or what has an end is past."""
    if read["modality"] == "Plan":
        return "Future"
    over = relation.past_form == relation.iri or (read["when"] == "span" and end is not None)
    return "Past" if over else "Present"


def _evidence(read: Row, line: int, fact: Row) -> Iterator[Evidence]:
    """Yield the cells that a claim rests on: what the line says, and the dates that it uses."""
    columns = ["relation"] + ["object"] * bool(fact["object"])
    if read["when"] != "none":
        columns += [each for each in ("start", "end") if fact[each]]
    for column in columns:
        row_key = f"line {line}"
        digest = _digest([SOURCE + FACTS, row_key, column])[:12]
        sha256 = hashlib.sha256(fact[column].encode()).hexdigest()
        yield Evidence(
            iri=f"{EVIDENCE}{FACTS}-{digest}",
            source=SOURCE + FACTS,
            sha256=sha256,
            row_key=row_key,
            column=column,
        )


def _paraphrase(claim: Claim, relation: Relation, when: str, tables: Tables) -> str:
    """Say in plain words what is claimed, from the labels of its parts."""
    target = claim.object or ""
    said = _named(target, tables.names) if claim.value is None else claim.value.text
    form = relation.form({"Plan": PLAN}.get(claim.modality, _told(claim, when)))
    label = (tables.relations.get(form or "") or relation).label
    text = f"{_named(claim.subject, tables.names)} {label}"
    text += "" if said == "true" else f" {said}"
    text += f" ({claim.role_text})" if claim.role_text else ""
    text += f", {_when(when, claim)}" if claim.time_text and claim.time_text != said else ""
    text += f"; {claim.condition}" if claim.condition not in {None, claim.time_text} else ""
    if claim.modality != "AssertedFact" and (claim.speaker or "").startswith(ID):
        planned = claim.modality == "Plan" and form is not None and form != relation.iri
        mood = " that" if planned else f", {_mood(claim)}, that"
        told = "denied that" if claim.modality == "Denial" else f"said{mood}"
        text = f"{_named(claim.speaker or '', tables.names)} {told} {text}"
    return text[:1].upper() + text[1:] + "."


def _told(claim: Claim, when: str) -> str:
    """Return the tense to tell a claim in: what has an end or is of the past is past."""
    return PAST if claim.tense == "Past" and when in {"span", "none"} else PRESENT


def _mood(claim: Claim) -> str:
    return "as an opinion" if claim.modality == "Opinion" else "as a plan"


def _when(when: str, claim: Claim) -> str:
    """Say when, so that a start alone cannot be taken for an end."""
    text = claim.time_text or ""
    if when in {"on", "at"} and text[:4].isdecimal():
        return f"{'on' if len(text) == len('2022-07-15') else 'in'} {text}"
    if when != "span":
        return text
    start, dash, end = text.partition(" – ")
    if dash:
        return f"from {start} to {end}"
    return f"from {text}" if claim.holds.start_earliest else f"until {text}"


def _named(iri: str, names: dict[str, str]) -> str:
    """Return the name of an entity; what other tables describe is told by its code."""
    kind, dash, code = iri.removeprefix(ID).partition("-")
    return names.get(iri) or (f"{KINDS.get(kind, kind)} {code}".strip() if dash else kind)


def _iri(claim: Claim, line: int) -> str:
    content = [
        SOURCE + FACTS,
        f"line {line}",
        claim.subject,
        claim.predicate,
        claim.object if claim.value is None else list(claim.value),
        claim.role_text,
        list(claim.holds),
        claim.modality,
        claim.polarity,
    ]
    return f"{CLAIM}{FACTS}-{_digest(content)[:16]}"


def _digest(content: Sequence[object]) -> str:
    packed = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(packed.encode()).hexdigest()
