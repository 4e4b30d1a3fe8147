"""Check what a file brings as a whole, and compare it with what a store holds already."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import reduce
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, cast

from astrograph.codec.canonical import canonical
from astrograph.errors import SHOWN
from astrograph.identity import apply
from astrograph.ingest import places
from astrograph.ingest.checks import is_described
from astrograph.ingest.editions import FEW, NewEdition, Outdated
from astrograph.ingest.report import Refusal, Report
from astrograph.ingest.spool import (
    CITED,
    CLAIM,
    EDITION,
    ENTITY,
    LINKED,
    NAMED,
    REMAINDER,
    SOURCE,
    Spool,
    Staged,
)
from astrograph.model import Claim, Edition, Entity, Iri, Remainder, Source
from astrograph.store.writer import united
from astrograph.vocab import shrink

if TYPE_CHECKING:
    from astrograph.identity import Decision
    from astrograph.store.local import LocalStore

WAY = "; to let the file have its way, use --replace"
"""What to do about a record that the store has otherwise."""

WORDS = {SOURCE: "source", ENTITY: "entity", CLAIM: "claim", REMAINDER: "other RDF"}
"""What a report calls the kinds of records."""


class Comparison:
    """A file that a spool took in, beside the other files and the store.

    Args:
        spool: Where the records were put aside.
        file: The number that the spool gave the file.
        old: The store as it is, if there is one.
        decided: Who is who.
        replace: Whether the file may say otherwise than the store does under the same IRI.
        path: The file itself.
    """

    def __init__(
        self,
        spool: Spool,
        file: int,
        old: "LocalStore | None",
        decided: "Sequence[Decision]",
        *,
        replace: bool,
        path: Path,
    ) -> None:
        self._spool, self._file, self._old, self._decided = spool, file, old, decided
        self._replace, self._path = replace, path
        self._edition: NewEdition | None = None
        self.outdated = Outdated()

    def with_store(self, report: Report, edition: NewEdition | None = None) -> None:
        """Count what is new, changed and known, and refuse what the store has otherwise.

        What is known already need not be taken in again, and is forgotten.

        Args:
            report: Where that goes.
            edition: The file, if it is a table, beside what the store has of it.
        """
        self._edition = edition
        if edition is not None and self._replace:
            self.outdated = edition.outdated(report)
        elif edition is not None and not edition.fits(report):
            return
        self._count(SOURCE, self._against(SOURCE, self._old_sources), report)
        self._count(CLAIM, self._against(CLAIM, self._old_claims), report)
        self._count(ENTITY, self._entities(report), report)
        self._count_rest(report)
        if edition is None and WORDS[CLAIM] in {*report.new, *report.changed}:
            self._compare_places(report)

    def with_others(self, report: Report) -> None:
        """Refuse what other files say otherwise, and what leads nowhere."""
        for kind in (SOURCE, CLAIM):
            for first, later in self._spool.repeated(kind, self._file):
                where = "" if first.line is None else f" on line {first.line}"
                differing = places.differing(first.record, later.record)
                why = f"the {WORDS[kind]} is there{where} already, with another {differing}"
                self._refuse(report, later, "iri", why)
        for iri, line, why in places.repeated(self._spool, self._file):
            self._refuse(report, Staged(0, line, iri, ""), "evidence", why)
        self._refuse_unknown(report)

    def drop(self, report: Report) -> None:
        """Forget the file, which is refused."""
        self._spool.drop(self._file)
        self.outdated = Outdated()
        report.new, report.changed, report.known, report.withdrawn = {}, {}, {}, {}

    def note_named(self, report: Report) -> None:
        """Say which entities nothing describes: they may be mistyped."""
        named = self._spool.mentions(NAMED, self._file)
        unknown = [iri for iri, _ in named if not self._is_known(iri)]
        if unknown:
            few = ", ".join(map(shrink, unknown[:FEW]))
            more = f" and {len(unknown) - FEW} more" if len(unknown) > FEW else ""
            report.notes.append(
                f"named, but described nowhere, which check calls a problem: {few}{more}"
            )

    def _refuse(self, report: Report, staged: Staged, column: str | None, why: str) -> None:
        line = staged.line or report.line_of(self._path, staged.iri)
        report.refuse(Refusal(report.file, line, column, shrink(staged.iri)[:SHOWN], why))

    def _refuse_unknown(self, report: Report) -> None:
        for iri, line in self._spool.mentions(CITED, self._file):
            if not self._spool.holds(SOURCE, iri) and not is_described(self._old_source(iri)):
                why = "the source is described neither in the file nor in the store"
                self._refuse(report, Staged(0, line, iri, ""), "source", why)
        for iri, line in self._spool.mentions(LINKED, self._file):
            known = self._old is not None and self._old.claim(iri) is not None
            if not known and not self._spool.holds(CLAIM, iri) and not self._is_named(iri):
                why = "a link leads to a claim that is neither in the file nor in the store"
                self._refuse(report, Staged(0, line, iri, ""), "links", why)

    def _is_named(self, iri: Iri) -> bool:
        """Say whether an IRI is an entity's: claims are linked to groups of claims as well."""
        known = self._old is not None and self._old.entity(iri) is not None
        return known or self._spool.holds(ENTITY, iri)

    def _old_source(self, iri: Iri) -> Source | None:
        return None if self._old is None else self._old.source(iri)

    def _old_sources(self, iris: Iterable[Iri]) -> Iterator[Source]:
        return (each for iri in iris if (each := self._old_source(iri)) and is_described(each))

    def _old_claims(self, iris: Iterable[Iri]) -> Iterator[Claim]:
        if self._old is None:
            return
        found = (self._old.as_asserted(iri) for iri in iris)
        # Decisions apply to the whole store, so what it holds is seen as it will be.
        for claim in apply(filter(None, found), self._decided):
            if isinstance(claim, Claim):
                yield claim

    def _against(
        self, kind: int, known: Callable[[Iterable[Iri]], Iterator[Source] | Iterator[Claim]]
    ) -> Iterator[tuple[Staged, str]]:
        """Compare sources or claims with those that the store holds under the same IRI."""
        before = known(each.iri for each in self._firsts(kind))
        there = next(before, None)
        last: Iri | None = None
        for staged in self._spool.by_iri(kind, self._file):
            if staged.iri == last:
                yield staged, "again"
                continue
            last = staged.iri
            verdict = "new"
            if there is not None and there.iri == staged.iri:
                verdict = self._verdict(there, staged.record)
                there = next(before, None)
            yield staged, verdict

    def _firsts(self, kind: int) -> Iterator[Staged]:
        """Yield the first record of each IRI."""
        for _, group in groupby(self._spool.by_iri(kind, self._file), key=lambda each: each.iri):
            yield next(group)

    def _verdict(self, there: Source | Claim, brought: object) -> str:
        if isinstance(there, Claim) and isinstance(brought, Claim):
            there, brought = canonical(there), canonical(brought)
        if there == brought:
            return "known"
        if self._replace:
            return "changed"
        return f"the store has it with another {places.differing(there, brought)}"

    def _entities(self, report: Report) -> Iterator[tuple[Staged, str]]:
        """Compare entities with what the store says of them: descriptions are united."""
        for iri, group in groupby(
            self._spool.by_iri(ENTITY, self._file), key=lambda each: each.iri
        ):
            given = list(group)
            known = None if self._old is None else self._old.entity(iri)
            known = known if known is not None and is_described(known) else None
            if known is not None and self._describes_anew(known, given):
                self.outdated.things.add(iri)
                yield given[0], "changed"
                continue
            whole = known
            for staged in given:
                entity = cast("Entity", staged.record)
                if whole is not None and "Thing" not in {whole.type, entity.type}:
                    self._note_type(whole, entity, report)
                whole = entity if whole is None else united(whole, entity)
            verdict = "new" if known is None else "known" if _alike(whole, known) else "changed"
            yield given[0], verdict
            if verdict == "known":
                yield from ((each, "again") for each in given[1:])

    def _describes_anew(self, known: Entity, given: list[Staged]) -> bool:
        """Say whether a new edition describes otherwise what its table alone had described."""
        if self._edition is None or not self._replace:
            return False
        alone = reduce(united, (cast("Entity", each.record) for each in given))
        return not _alike(alone, known) and self._edition.is_alone(known.iri)

    def _note_type(self, whole: Entity, entity: Entity, report: Report) -> None:
        if whole.type != entity.type and len(report.notes) < FEW * FEW:
            report.notes.append(
                f"{shrink(entity.iri)} is a {whole.type} already, and does not become a"
                f" {entity.type}"
            )

    def _count(self, kind: int, compared: Iterable[tuple[Staged, str]], report: Report) -> None:
        if self._old is None and kind != ENTITY:
            # Nothing to compare with: most of the records of a first run are looked at no more.
            if number := self._spool.count(kind, self._file):
                report.new[WORDS[kind]] = number
            return
        counts = {"new": report.new, "changed": report.changed, "known": report.known}
        forget: list[int] = []
        for staged, verdict in compared:
            if verdict in counts:
                counts[verdict][WORDS[kind]] = counts[verdict].get(WORDS[kind], 0) + 1
            elif verdict != "again":
                # A table has no column of that name: the mapping made the id.
                column = "iri" if self._edition is None else None
                self._refuse(report, staged, column, verdict + WAY)
            if verdict in {"known", "again"}:
                forget.append(staged.id)
        self._spool.discard(forget)

    def _count_rest(self, report: Report) -> None:
        lines = self._spool.count(REMAINDER, self._file)
        if lines:
            for record in () if self._old is None else self._old.records():
                if isinstance(record, Remainder):
                    self._spool.keep_lines(record.text)
            new = self._spool.new_lines(self._file)
            for counts, number in ((report.new, new), (report.known, lines - new)):
                if number:
                    counts[WORDS[REMAINDER]] = number
        for staged in self._spool.staged(EDITION, self._file):
            edition = cast("Edition", staged.record)
            there = Edition() if self._old is None else self._old.edition
            if there == Edition() or (self._replace and there != edition):
                report.new["edition"] = 1
            elif there != edition:
                report.notes.append("the file stands at another date; the store's own stays")

    def _compare_places(self, report: Report) -> None:
        """See that no evidence that is brought has another hash in the store."""
        changed = 0
        for claim, others in places.against(self._spool, self._old):
            changed += self._replace
            for iri, (line, brought, fields) in others.items():
                if self._replace:
                    self.outdated.places[iri] = brought
                    continue
                why = f"{shrink(claim)} cites it in the store, with another {fields}{WAY}"
                self._refuse(report, Staged(0, line, iri, ""), "evidence", why)
        if changed:
            report.changed[WORDS[CLAIM]] = report.changed.get(WORDS[CLAIM], 0) + changed

    def _is_known(self, iri: Iri) -> bool:
        kinds = (ENTITY, SOURCE, CLAIM)
        if any(self._spool.holds(kind, iri) for kind in kinds):
            return True
        if self._old is None:
            return False
        entity = self._old.entity(iri)
        if entity is not None and is_described(entity):
            return True
        return self._old.source(iri) is not None or self._old.claim(iri) is not None


def _alike(one: Entity | None, other: Entity | None) -> bool:
    """Say whether two descriptions say the same, in whatever order they give the names."""
    if one is None or other is None:
        return one is other
    names = set(one.aliases) == set(other.aliases)
    return names and one._replace(aliases=()) == other._replace(aliases=())
