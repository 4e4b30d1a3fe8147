"""See that no evidence has two hashes: in what comes in, and beside what a store holds."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from astrograph.ingest.spool import CLAIM, Spool
from astrograph.model import Evidence, Iri

if TYPE_CHECKING:
    from astrograph.store.local import LocalStore

Brought = tuple[int | None, Evidence, str]
"""Evidence that a file brings: its line, the evidence, and the fields in which it differs."""


def repeated(spool: Spool, file: int) -> Iterator[tuple[Iri, int | None, str]]:
    """Yield the evidence that a file gives otherwise than it was given first, its line, and why.

    Args:
        spool: Where the files were put aside.
        file: The number of the file.
    """
    for line, evidence in spool.cited_otherwise(file):
        first = spool.cited(evidence.iri)
        if first is not None:
            where = "" if first[0] is None else f" on line {first[0]}"
            fields = differing(first[1], evidence)
            yield evidence.iri, line, f"the evidence is there{where} already, with another {fields}"


def against(spool: Spool, old: "LocalStore | None") -> Iterator[tuple[Iri, dict[Iri, Brought]]]:
    """Yield the claims of a store whose evidence is brought otherwise, each with that evidence.

    A claim that is brought itself is left out: it takes the place of the one in the store.

    Args:
        spool: Where the files were put aside.
        old: The store.
    """
    for claim in () if old is None else old.claims():
        found: dict[Iri, Brought] = {}
        for each in claim.evidence:
            brought = spool.cited(each.iri)
            if brought is not None and brought[1] != each:
                found[each.iri] = (*brought, differing(each, brought[1]))
        if found and not spool.holds(CLAIM, claim.iri):
            yield claim.iri, found


def differing(one: object, other: object) -> str:
    """Name the fields in which two records of a kind differ."""
    if not isinstance(one, tuple) or not isinstance(other, tuple):
        return "content"
    names = getattr(one, "_fields", ())
    fields = [name for name, a, b in zip(names, one, other, strict=True) if a != b]
    return ", ".join(fields)
