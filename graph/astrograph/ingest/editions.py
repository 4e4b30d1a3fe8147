"""Put a new edition of a table in the place of the old: what it says no more is withdrawn.

No claim says which file brought it. But the id of one that a mapping made begins with the name of
the table's source, and ends in a hash; so it is told from the claims of all others.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from astrograph.ingest.checks import is_described
from astrograph.ingest.joins import TableFile, place
from astrograph.ingest.records import evidence_iri
from astrograph.ingest.report import Refusal, Report
from astrograph.ingest.spool import CLAIM, ENTITY, SOURCE, Spool
from astrograph.ingest.template import CellError
from astrograph.model import Claim, Entity, Evidence, Iri, Link, Record, Remainder, Source
from astrograph.sources.dialect import open_rows
from astrograph.vocab import CLAIM as CLAIMS
from astrograph.vocab import local_name, shrink

if TYPE_CHECKING:
    from astrograph.ingest.rules import Mapping as Rules
    from astrograph.store.local import LocalStore

FEW = 5
"""How many examples a note gives."""

BEGINNING = 12
"""How many digits of a hash tell one edition from another."""

DAY = 10
"""How many characters of an instant are its date."""

REPLACE = "--replace puts the new edition in the place of the old"

_IRI = re.compile(r"<([^<>]*)>")


@dataclass(slots=True)
class Outdated:
    """What of a store a file takes the place of, or takes along.

    Attributes:
        claims: The claims that are withdrawn, by IRI.
        things: The entities and sources that are withdrawn, or described anew.
        places: Evidence by IRI, with what stands for it now.
    """

    claims: set[Iri] = field(default_factory=set)
    things: set[Iri] = field(default_factory=set)
    places: dict[Iri, Evidence] = field(default_factory=dict)

    def add(self, other: "Outdated") -> None:
        """Take in what another file takes the place of."""
        self.claims |= other.claims
        self.things |= other.things
        self.places |= other.places

    def left_of(self, record: Record) -> Record | None:
        """Return what stays of a record: no link and no line of RDF leads to a claim that is gone.

        Args:
            record: One that the store holds.
        """
        if isinstance(record, Claim):
            return None if record.iri in self.claims else self._left_of_claim(record)
        if isinstance(record, Entity | Source):
            return None if record.iri in self.things else record
        if isinstance(record, Remainder) and self.claims:
            lines = record.text.split("\n")
            kept = (each for each in lines if self.claims.isdisjoint(_IRI.findall(each)))
            return Remainder("\n".join(kept))
        return record

    def _left_of_claim(self, claim: Claim) -> Claim:
        if any(link.other in self.claims for link in claim.links):
            links = tuple(link for link in claim.links if link.other not in self.claims)
            claim = claim._replace(links=links)
        if any(each.iri in self.places for each in claim.evidence):
            evidence = tuple(self.places.get(each.iri, each) for each in claim.evidence)
            claim = claim._replace(evidence=evidence)
        return claim


class NewEdition:
    """A table that was put aside, beside what a store holds of it already.

    Args:
        mapping: What its rows say.
        files: The table and those that are joined in, as they lie there now.
        spool: Where its records were put aside; none of them has been discarded.
        old: The store.
    """

    def __init__(
        self, mapping: "Rules", files: list[TableFile], spool: Spool, old: "LocalStore"
    ) -> None:
        self._files, self._spool, self._old = files, spool, old
        iris = [
            *(rule.iri for rule in mapping.entities),
            *(rule.iri for rule in mapping.documents),
        ]
        self._patterns = [each.pattern for each in iris if each.pattern is not None]
        self._source = mapping.source.iri
        self._name = local_name(self._source)
        self._own = re.compile(re.escape(f"{CLAIMS}{self._name}-") + r"[0-9a-f]{16}")

    def fits(self, report: Report) -> bool:
        """Say whether the table can be taken in beside what the store has of it.

        Each file that is not what it was when it was taken in is refused, with what differs. Where
        the mapping alone has changed, what it made before and does not make now is noted.
        """
        changed = list(self._changed())
        for file in changed:
            report.refuse(self._refusal(file, report.file))
        if not changed and self._old.source(self._source) is not None:
            number = sum(self._is_outdated(claim) for claim in self._claims())
            if number:
                says = "claim that it made" if number == 1 else "claims that it made"
                report.notes.append(
                    f"{number:,} {says} before, and the mapping does not make, stay;"
                    " --replace withdraws what is made no more"
                )
        return not changed

    def is_alone(self, iri: Iri) -> bool:
        """Say whether an entity is one that the table describes, and no claim but its own names."""
        return self._belongs(iri) and all(map(self._is_own, self._old.claims(iri)))

    def outdated(self, report: Report) -> Outdated:
        """Find what the table takes the place of; the report gets the numbers.

        A claim that rests on a cell goes with it, whoever made it. Where only the row has moved,
        which its key tells, its evidence moves along.
        """
        out = Outdated()
        files = {file.source.iri: file for file in self._changed()}
        resting: list[Claim] = []
        links: list[Link] = []
        cited: set[Iri | None] = set()
        concerned: set[Iri] = set()
        for claim in self._claims():
            if self._is_outdated(claim):
                out.claims.add(claim.iri)
                concerned |= _concerned(claim)
            elif not self._is_own(claim):
                links += claim.links
                sources = {each.source for each in claim.evidence}
                cited |= {claim.primary_source, *sources}
                if not files.keys().isdisjoint(sources):
                    resting.append(claim)
        moved = self._move(resting, files, out)
        for claim in self._speaking_of(out.claims):
            out.claims.add(claim.iri)
            concerned |= _concerned(claim)
        bound = {each for link in links for each in (link.other, link.by)}
        out.things = self._left_alone(concerned - bound - cited, out)
        self._tell(report, out, moved, links)
        return out

    def _changed(self) -> Iterator[TableFile]:
        """Yield the files that are not those that the store has taken in."""
        for file in self._files:
            there = self._old.source(file.source.iri)
            if there is not None and there.sha256 not in {None, file.source.sha256}:
                yield file

    def _claims(self) -> Iterator[Claim]:
        return (record for record in self._old.records() if isinstance(record, Claim))

    def _is_own(self, claim: Claim) -> bool:
        """Say whether a claim was made of this table, and not of a namesake's."""
        return self._own.fullmatch(claim.iri) is not None and all(
            each.source == self._source or local_name(each.source) != self._name
            for each in claim.evidence
        )

    def _is_outdated(self, claim: Claim) -> bool:
        return self._is_own(claim) and not self._spool.holds(CLAIM, claim.iri)

    def _belongs(self, iri: Iri) -> bool:
        """Say whether the table's rows can have described a thing."""
        return any(each.fullmatch(iri) for each in self._patterns)

    def _move(self, resting: list[Claim], files: Mapping[Iri, TableFile], out: Outdated) -> int:
        """Move the evidence of claims with its rows, or withdraw them; count those that move."""
        places: dict[Iri, Evidence] = {}
        for source, file in files.items():
            cited = {each for claim in resting for each in claim.evidence if each.source == source}
            places |= _places_now(file, cited)
        moved = 0
        for claim in resting:
            cells = [each for each in claim.evidence if each.source in files and each.column]
            if any(each.iri not in places for each in cells):
                out.claims.add(claim.iri)
            elif any(places[each.iri] != each for each in cells):
                moved += 1
        out.places = {iri: place for iri, place in places.items() if place.iri != iri}
        return moved

    def _speaking_of(self, claims: Iterable[Iri]) -> Iterator[Claim]:
        """Yield the claims that speak of claims, and those that speak of them."""
        left, met = sorted(claims), set(claims)
        while left:
            iri = left.pop()
            for claim in self._old.claims(iri):
                if iri in {claim.subject, claim.object} and claim.iri not in met:
                    met.add(claim.iri)
                    left.append(claim.iri)
                    yield claim

    def _left_alone(self, iris: Iterable[Iri | None], out: Outdated) -> set[Iri]:
        """Return what the table described, and nobody speaks of or describes any more."""
        alone = {
            iri
            for iri in iris
            if iri is not None
            and self._belongs(iri)
            and (is_described(self._old.entity(iri)) or is_described(self._old.source(iri)))
            and not (self._spool.holds(ENTITY, iri) or self._spool.holds(SOURCE, iri))
            and not self._spool.names(iri)
            and all(self._is_own(each) or each.iri in out.claims for each in self._old.claims(iri))
        }
        for record in self._old.records() if alone else ():
            if isinstance(record, Remainder):
                alone.difference_update(_IRI.findall(record.text))
        return alone

    def _tell(self, report: Report, out: Outdated, moved: int, links: Iterable[Link]) -> None:
        things = {
            "claim": len(out.claims),
            "entity": sum(is_described(self._old.entity(iri)) for iri in out.things),
            "source": sum(is_described(self._old.source(iri)) for iri in out.things),
        }
        report.withdrawn = {kind: number for kind, number in things.items() if number}
        if moved:
            report.changed["claim"] = moved
        others = sorted(iri for iri in out.claims if not self._own.fullmatch(iri))
        if others:
            report.notes.append(
                f"withdrawn too, since they rest on what the table says no more: {_few(others)};"
                " take in again what they come from"
            )
        loose = sorted(
            f"{shrink(link.claim)} {link.kind} {shrink(link.other)}"
            for link in links
            if link.other in out.claims and link.claim not in out.claims
        )
        if loose:
            report.notes.append(f"links to what is withdrawn go with it: {_few(loose)}")

    # How a table differs from what was taken in

    def _refusal(self, file: TableFile, name: str) -> Refusal:
        cited: dict[tuple[int, str], tuple[Evidence, Claim]] = {}
        for claim in self._claims():
            for each in claim.evidence:
                line = _line(each)
                if each.source == file.source.iri and line is not None and each.column:
                    cited.setdefault((line, each.column), (each, claim))
        joined = "" if file is self._files[0] else f"joined table {file.path.name}"
        says = f"the {joined or 'table'} has changed since it was taken in"
        found = _first_change(file, {where: each.sha256 for where, (each, _) in cited.items()})
        line, column, now = found or (None, None, None)
        if line is None or column is None:
            says += ", though no cell that the store cites reads otherwise"
        else:
            was = self._as_it_was(*cited[line, column])
            stood = "" if was is None else f", where {was!r} stood"
            stands = "is no cell any more" if now is None else f"stands {now!r} now"
            says += f": here {stands}{stood}"
        there = self._old.source(file.source.iri)
        old, new = _editions(there or file.source, file.source)
        why = f"{says}; the store has the edition {old}, this is the one {new}; {REPLACE}"
        return Refusal(name, line, column, None, why)

    def _as_it_was(self, place: Evidence, claim: Claim) -> str | None:
        """Return what a cell said, if a claim that rests on it repeats it."""
        key = (place.row_key or "").partition(": ")[2]
        said = [key, claim.role_text, claim.term_as_printed, claim.condition]
        said += [] if claim.value is None else [claim.value.text]
        said += (claim.time_text or "").split(" – ")
        for iri in (claim.subject, claim.object):
            entity = None if iri is None else self._old.entity(iri)
            if entity is not None:
                said += [entity.label, *(name.text for name in entity.aliases)]
        return next((each for each in said if each and _sha256(each) == place.sha256), None)


def _concerned(claim: Claim) -> set[Iri]:
    """Return what a claim speaks of and cites."""
    roles = (*claim.named, claim.probable_speaker, claim.primary_source)
    return {iri for iri in roles if iri is not None}


def _few(each: list[str]) -> str:
    """Write the first few, and how many more there are."""
    more = f" and {len(each) - FEW} more" if len(each) > FEW else ""
    return ", ".join(map(shrink, each[:FEW])) + more


def _editions(old: Source, new: Source) -> list[str]:
    """Tell two editions of a source apart: by their dates, else by their hashes."""
    dates = [(each.updated or "")[:DAY] for each in (old, new)]
    if all(dates) and dates[0] != dates[1]:
        return [f"of {each}" for each in dates]
    return [f"with the sha256 {(each.sha256 or '')[:BEGINNING]}…" for each in (old, new)]


def _line(cell: Evidence) -> int | None:
    """Return the line of a row that evidence cites, such as ``line 3: its key``."""
    number = (cell.row_key or "").partition(":")[0].removeprefix("line ")
    return int(number) if number.isdecimal() else None


def _first_change(
    file: TableFile, cited: Mapping[tuple[int, str], str | None]
) -> tuple[int, str, str | None] | None:
    """Return the first cell that is not what was cited, and what it says now."""
    left = dict(cited)
    with open_rows(file.path, file.dialect) as table:
        for line, texts in table:
            for column, text in zip(table.columns, texts, strict=True):
                was = left.pop((line, column), None)
                if was is not None and was != _sha256(text):
                    return line, column, text
    return (*min(left), None) if left else None


def _places_now(file: TableFile, cited: Iterable[Evidence]) -> dict[Iri, Evidence]:
    """Find cells that still say what was cited: in the row of the same key, else of the same line.

    Where no row has a key that was cited, rows were named in another way, and the lines count.

    Returns:
        By the IRI of the evidence, what cites the cell now; what is not found is left out.
    """
    by_line: dict[str, list[Evidence]] = {}
    by_key: dict[str, list[Evidence]] = {}
    for each in cited:
        where, _, key = (each.row_key or "").partition(": ")
        by_line.setdefault(where, []).append(each)
        if key:
            by_key.setdefault(key, []).append(each)
    standing: dict[Iri, Evidence] = {}
    moved: dict[Iri, Evidence] = {}
    is_keyed = False
    with open_rows(file.path, file.dialect) as table:
        for line, texts in table:
            cells = dict(zip(table.columns, texts, strict=True))
            here, key = place(line, None), _key(file, cells) or ""
            row = place(line, key)
            is_keyed = is_keyed or key in by_key
            for each in by_key.get(key, ()):
                if _says(cells, each):
                    iri = evidence_iri(each.source, row, each.column or "")
                    new = each._replace(iri=iri, row_key=row)
                    moved.setdefault(each.iri, each if each.row_key == row else new)
            for each in by_line.get(here, ()):
                if _says(cells, each):
                    standing[each.iri] = each
    if is_keyed:
        standing = {iri: each for iri, each in standing.items() if ": " not in (each.row_key or "")}
    return {**standing, **moved}


def _says(cells: Mapping[str, str], cited: Evidence) -> bool:
    text = cells.get(cited.column or "")
    return text is not None and _sha256(text) == cited.sha256


def _key(file: TableFile, cells: Mapping[str, str]) -> str | None:
    known = {column: "" if text in file.empty else text for column, text in cells.items()}
    try:
        return None if file.key is None else file.key.fill(known)
    except CellError:
        return None


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
