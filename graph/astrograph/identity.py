"""Own the decisions about who is who: read the table of them and apply it to records.

A decision says that what one source calls ``other`` is ``same`` as ``entity``, or ``different``
from it, or still ``open``. Decisions are data: whoever takes a row out of the table gets the graph
back as it was. Chains are followed to their end: with ``B same A`` and ``C same B``, all that is
said of C is said of A.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from astrograph.errors import AstrographError, JobError
from astrograph.model import Claim, Entity, Iri, Link, Name, Record, Remainder
from astrograph.vocab import expand, shrink

SAME, DIFFERENT, OPEN = "same", "different", "open"
COLUMNS = ("entity", "other", "decision", "why", "decided_by")

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x1f]+\Z")
_TERM = re.compile(r'"(?:[^"\\]|\\.)*"|<([^<>]*)>')
_ROLES = ("subject", "object", "speaker", "addressee", "relayed_by", "probable_speaker")


class Decision(NamedTuple):
    """A row of the table: what is decided about two IRIs, why, and by which rule or person.

    ``entity`` is the IRI that stays. It may be empty where ``decision`` is ``open``: then nothing
    has been found that ``other`` might be.
    """

    entity: Iri
    other: Iri
    decision: str
    why: str = ""
    decided_by: str = ""


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """Read a table of decisions: CSV with the columns of `COLUMNS`, the first two IRIs or CURIEs.

    Args:
        path: The file, UTF-8.

    Returns:
        The decisions in the file's order.

    Raises:
        JobError: The file cannot be read, a row cannot be understood, or rows contradict each
            other; the message names the file and the line.
    """
    import csv

    decisions: list[Decision] = []
    places: list[str] = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file, strict=True)
            if tuple(next(rows, ())) != COLUMNS:
                raise JobError(
                    f"{path}, line 1: this is no table of decisions",
                    hint=f"its first line has to be: {','.join(COLUMNS)}",
                )
            for cells in rows:
                if cells:
                    places.append(f"{path}, line {rows.line_num}: ")
                    decisions.append(_decision(cells, places[-1]))
    except OSError as error:
        raise JobError(f"cannot read {path}: {error.strerror}") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise JobError(f"{path}, after line {len(places) + 1}: no CSV in UTF-8: {error}") from None
    replacements(decisions, places)
    return tuple(decisions)


def _decision(cells: Sequence[str], place: str) -> Decision:
    if len(cells) != len(COLUMNS):
        raise JobError(f"{place}{len(cells)} cells where there should be {len(COLUMNS)}")
    entity, other, decision, why, decided_by = (cell.strip() for cell in cells)
    if decision not in {SAME, DIFFERENT, OPEN}:
        raise JobError(
            f"{place}unknown decision {decision!r}", hint="write same, different or open"
        )
    if entity or decision != OPEN:
        entity = _iri(entity, place)
    return Decision(entity, _iri(other, place), decision, why, decided_by)


def _iri(text: str, place: str) -> Iri:
    try:
        iri = text if "://" in text else expand(text)
    except AstrographError as error:
        raise JobError(f"{place}{error.message}", hint=error.hint) from None
    if not _IRI.match(iri):
        raise JobError(f"{place}{text!r} is no IRI")
    return iri


def replacements(
    decisions: Iterable[Decision], places: Sequence[str] | None = None
) -> dict[Iri, Iri]:
    """Return by which entity each ``other`` is replaced, chains followed to their end.

    Args:
        decisions: The decisions, in any order.
        places: Where each comes from, as the beginning of an error's message.

    Raises:
        JobError: The decisions contradict each other: one ``other`` is the same as two entities, a
            chain of sameness runs in a circle, or two IRIs are both the same and different.

    >>> [(shrink(a), shrink(b)) for a, b in replacements([
    ...     Decision(expand("id:A"), expand("id:B"), "same"),
    ...     Decision(expand("id:B"), expand("id:C"), "same"),
    ... ]).items()]
    [('id:B', 'id:A'), ('id:C', 'id:A')]
    """
    rows = list(decisions)
    at = places or [""] * len(rows)
    direct: dict[Iri, Iri] = {}
    for row, place in zip(rows, at, strict=True):
        if row.decision == SAME and direct.setdefault(row.other, row.entity) != row.entity:
            raise JobError(
                f"{place}{shrink(row.other)} is said to be the same as"
                f" {shrink(direct[row.other])} and as {shrink(row.entity)}",
                hint="say of those two which is the same as the other, in a row of their own",
            )
    ends = {other: _end(other, direct, rows, at) for other in direct}
    for row, place in zip(rows, at, strict=True):
        pair = {ends.get(row.entity, row.entity), ends.get(row.other, row.other)}
        if row.decision == DIFFERENT and len(pair) == 1:
            raise JobError(
                f"{place}{shrink(row.entity)} and {shrink(row.other)} are said to be different,"
                " but other rows make them the same",
                hint=f"see the rows about {shrink(pair.pop())}",
            )
    return ends


def _end(
    start: Iri, direct: Mapping[Iri, Iri], rows: Sequence[Decision], places: Sequence[str]
) -> Iri:
    seen = [start]
    while (following := direct.get(seen[-1])) is not None:
        if following in seen:
            place = next(
                place
                for row, place in zip(rows, places, strict=True)
                if row.decision == SAME and row.other in seen
            )
            circle = " = ".join(map(shrink, [*seen[seen.index(following) :], following]))
            raise JobError(f"{place}sameness runs in a circle: {circle}")
        seen.append(following)
    return seen[-1]


def apply(records: Iterable[Record], decisions: Iterable[Decision]) -> Iterator[Record]:
    """Put the entity in the place of each ``other`` that is the same.

    That happens in every role of the claims and in the lines that the model does not carry. IRIs
    of claims, evidence and the names as printed stay. The records of one entity become one: the
    label of ``entity`` wins, all other names become aliases; it comes after all other records,
    which are passed on as they come.

    Args:
        records: What flows from the sources.
        decisions: Those of a table; ``different`` and ``open`` ones change nothing.

    Yields:
        The records. To apply the same decisions again changes nothing.

    Raises:
        JobError: The decisions contradict each other.
    """
    ends = replacements(decisions)
    concerned = {*ends, *ends.values()}
    united: dict[Iri, list[Entity]] = {}
    for record in records:
        if isinstance(record, Claim):
            yield _claim(record, ends)
        elif isinstance(record, Entity) and record.iri in concerned:
            united.setdefault(ends.get(record.iri, record.iri), []).append(record)
        elif isinstance(record, Remainder):
            yield Remainder(_TERM.sub(lambda term: _term(term, ends), record.text))
        else:
            yield record
    for iri in sorted(united):
        yield _unite(iri, united[iri])


def _claim(claim: Claim, ends: Mapping[Iri, Iri]) -> Claim:
    given = {role: getattr(claim, role) for role in _ROLES}
    changed: dict[str, Any] = {role: ends[iri] for role, iri in given.items() if iri in ends}
    if any(link.by in ends for link in claim.links):
        changed["links"] = tuple(_link(link, ends) for link in claim.links)
    return claim._replace(**changed) if changed else claim


def _link(link: Link, ends: Mapping[Iri, Iri]) -> Link:
    return link if link.by is None else link._replace(by=ends.get(link.by, link.by))


def _term(term: re.Match[str], ends: Mapping[Iri, Iri]) -> str:
    end = ends.get(term[1]) if term[1] else None
    return term[0] if end is None else f"<{end}>"


def _unite(iri: Iri, records: Sequence[Entity]) -> Entity:
    """Make one record of several: those of the entity itself first, the others by IRI."""
    first, *others = sorted(records, key=lambda entity: (entity.iri != iri, entity.iri))
    names = list(first.aliases)
    for name in (name for other in others for name in (Name(other.label), *other.aliases)):
        known = {each.text for each in names} | {first.label}
        if name not in names and (name.lang or name.text not in known):
            names.append(name)
    return first._replace(iri=iri, aliases=tuple(names))
