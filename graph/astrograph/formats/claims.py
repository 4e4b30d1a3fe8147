"""Write claims: what is said, by whom, how, when, and how it stands to other claims."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from astrograph.codec.records import to_record
from astrograph.formats import disputes, prose, shapes, times
from astrograph.formats.cells import safe
from astrograph.model import ALWAYS, Claim, Clock, Link
from astrograph.vocab import expand, shrink, spell_out

if TYPE_CHECKING:
    from astrograph.sources import SourceTexts
    from astrograph.store import Store

COLUMNS = (
    "claim",
    "subject",
    "relation",
    "object",
    "value",
    "polarity",
    "modality",
    "status",
    "confidence",
    "tense",
    "speaker",
    "addressee",
    "relayed_by",
    "said_earliest",
    "said_latest",
    "start_earliest",
    "start_latest",
    "end_earliest",
    "end_latest",
    "time_text",
    "role_text",
    "condition",
    "hedged",
    "paraphrase",
    "source",
    "sentence",
    "start",
    "end",
    "row_key",
    "column",
    "sha256",
)


def text(
    store: "Store",
    claims: Sequence[Claim],
    texts: "SourceTexts | None",
    clock: Clock = ALWAYS,
) -> str:
    """Write each claim as a short paragraph, under the times that were asked for."""
    notes = prose.Footnotes(store, texts)
    return _written([_block(store, notes, claim, clock) for claim in claims], notes, claims, clock)


def as_disputes(
    store: "Store",
    found: "Sequence[disputes.Dispute]",
    texts: "SourceTexts | None",
    clock: Clock = ALWAYS,
) -> str:
    """Write the claims of each dispute together, under a heading that says what it is about."""
    notes = prose.Footnotes(store, texts)
    blocks = [[disputes.summary(found)]]
    for each in found:
        blocks.append([disputes.heading(store, each)])
        blocks += (_block(store, notes, claim, clock) for claim in each.claims)
    claims = [claim for each in found for claim in each.claims]
    return _written(blocks, notes, claims, clock)


def _written(
    blocks: Sequence[Sequence[str]],
    notes: prose.Footnotes,
    claims: Sequence[Claim],
    clock: Clock,
) -> str:
    asked = [[times.clock_words(clock)]] if clock.is_set else []
    parts = ["\n".join(lines) for lines in (*asked, *blocks)]
    return "\n\n".join(parts) + "\n" + "".join(f"{line}\n" for line in notes.undated(claims))


def _block(store: "Store", notes: prose.Footnotes, claim: Claim, clock: Clock) -> list[str]:
    lines = [f"{shrink(claim.iri)}  {prose.said_by_claim(store, claim, clock.stretch)}"]
    lines.append(f"  {claim.paraphrase or ''}")
    stance = f"{spell_out(claim.modality)}, {claim.status.lower()}"
    stance += ", hedged" if claim.hedged else ""
    stance += "" if claim.confidence is None else f", confidence {claim.confidence:g}"
    role = " ".join(f"as {title}" for title in prose.titles([claim]))
    lines.append("  " + "; ".join(filter(None, (stance, role, times.when([claim])))))
    if claim.condition:
        lines.append(f"  on condition: {claim.condition}")
    lines.append(f"  {prose.who(store, claim)}; {notes.places(claim)}")
    lines += [f"  “{words}”" for words in notes.words(claim)]
    return lines + [f"  {line}" for line in _links(store, claim)]


def _links(store: "Store", claim: Claim) -> list[str]:
    """Say how a claim bears on others, a line for each kind of link and who asserts it."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for link in store.links(claim):
        relation = store.relation(expand(f"ag:{link.kind}"))
        leaving = link.claim == claim.iri
        words = relation.label if leaving else relation.inverse_label or f"{relation.label} of"
        other = shrink(link.other if leaving else link.claim)
        grouped.setdefault((words, _asserted_by(store, claim, link)), []).append(other)
    return [f"{words} {', '.join(others)}{by}" for (words, by), others in grouped.items()]


def _asserted_by(store: "Store", claim: Claim, link: Link) -> str:
    if link.by is None:
        return ""
    if link.by in {place.source for place in claim.evidence}:
        return " (so the source itself)"
    return f" (so {store.named(link.by).prose})"


def as_json(
    store: "Store",
    claims: Sequence[Claim],
    texts: "SourceTexts | None",
    _clock: Clock = ALWAYS,
) -> str:
    """Write the claims in the contract's JSON shape."""
    shape = [shapes.claim(store, claim, texts) for claim in claims]
    return json.dumps(shape, ensure_ascii=False, indent=2) + "\n"


def as_jsonl(
    _store: "Store",
    claims: Sequence[Claim],
    _texts: "SourceTexts | None",
    _clock: Clock = ALWAYS,
) -> str:
    """Write a record for each claim, one a line; they can be read back without loss."""
    lines = (json.dumps(to_record(claim), ensure_ascii=False) for claim in claims)
    return "".join(f"{line}\n" for line in lines)


def as_csv(
    store: "Store",
    claims: Sequence[Claim],
    _texts: "SourceTexts | None",
    _clock: Clock = ALWAYS,
) -> str:
    """Write a row for each claim; where it has several places of evidence, the first."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for claim in claims:
        writer.writerow({key: safe(value) for key, value in _row(store, claim).items()})
    return out.getvalue()


def _row(store: "Store", claim: Claim) -> dict[str, object]:
    row: dict[str, object] = {
        name: getattr(claim, name)
        for name in COLUMNS
        if name in claim._fields and name not in {"object", "value"}
    }
    row.update(
        claim=shrink(claim.iri),
        subject=shrink(claim.subject),
        relation=shrink(claim.predicate),
        object=None if claim.object is None else shrink(claim.object),
        value=None if claim.value is None else claim.value.text,
        hedged="true" if claim.hedged else "false",
        **shapes.interval(claim.holds),
    )
    for name in ("speaker", "addressee", "relayed_by"):
        iri = getattr(claim, name)
        row[name] = None if iri is None else shrink(iri)
    if claim.evidence:
        place = claim.evidence[0]
        source = store.source(place.source)
        names = ("sentence", "start", "end", "row_key", "column", "sha256")
        row.update({name: getattr(place, name) for name in names})
        row["source"] = place.source if source is None else source.title
    return row


WRITERS: dict[str, Callable[["Store", Sequence[Claim], "SourceTexts | None", Clock], str]] = {
    "text": text,
    "json": as_json,
    "jsonl": as_jsonl,
    "csv": as_csv,
}
"""The formats of ``claims``."""
