"""Reads what a page holds, as the page's own script does: the other half of `explorer.columns`."""

from __future__ import annotations

import base64
import itertools
import json
import re
import zlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from astrograph.explorer.payload import Payload

Json = dict[str, Any]

_ABSENT = object()


def columns_of(page: str) -> bytes:
    """Return the columns that a page holds."""
    found = re.search(r'<script type="application/octet-stream;base64" id="payload">(.*?)<', page)
    assert found is not None
    return zlib.decompress(base64.b64decode(found[1], validate=True))


def as_held(payload: Payload) -> Json:
    """Return what its columns keep of a payload: all but the RDF and the hashes of evidence."""
    held: Json = json.loads(json.dumps(payload))
    held.pop("rdf", None)
    for claim in held["claims"].values():
        for each in claim["evidence"]:
            del each["sha256"]
    return held


def payload_of(columns: bytes) -> Json:
    """Put the payload together again."""
    end = 4 + int.from_bytes(columns[:4], "little")
    told: Json = json.loads(columns[4:end])
    tables, texts = told.pop("tables"), told.pop("texts")
    sheet = _Sheet(columns[end:], texts)
    rows = {name: sheet.rows(table, table["rows"]) for name, table in tables.items()}
    keyed = {name: {row["iri"]: row for row in rows[name]} for name in ("claims", "sources")}
    return {**told, **rows, **keyed}


class _Sheet:
    """The bytes of all columns, and the texts."""

    def __init__(self, octets: bytes, texts: Json) -> None:
        self._bytes = octets
        ends = [texts["at"], *self.numbers(texts["lengths"])]
        bounds = itertools.pairwise(itertools.accumulate(ends))
        self._texts = [octets[start:end].decode() for start, end in bounds]

    def numbers(self, given: Json) -> list[int]:
        """Read numbers, which stand byte by byte."""
        at, many, width = given["at"], given["rows"], given["width"]
        planes = [self._bytes[at + many * place :][:many] for place in range(width)]
        values = [
            int.from_bytes(bytes(octets), "little", signed=True)
            for octets in zip(*planes, strict=True)
        ]
        return list(itertools.accumulate(values)) if given.get("steps") else values

    def rows(self, column: Json, count: int) -> list[Any]:
        """Read the values of a column."""
        if "whole" in column or "raw" in column:
            return self.numbers(column["whole"]) if "whole" in column else list(column["raw"])
        if "text" in column:
            return [None if at < 0 else self._texts[at] for at in self.numbers(column["text"])]
        if "record" in column:
            fields = {name: self.rows(of, count) for name, of in column["record"].items()}
            return [
                {name: rows[at] for name, rows in fields.items() if rows[at] is not _ABSENT}
                for at in range(count)
            ]
        if "many" in column:
            counts = self.numbers(column["many"])
            values = iter(self.rows(column["of"], sum(counts)))
            return [list(itertools.islice(values, each)) for each in counts]
        if "once" in column:
            at = self.numbers(column["once"])
            different = self.rows(column["of"], max(at, default=-1) + 1)
            return [different[each] for each in at]
        return self._sparse(column)

    def _sparse(self, column: Json) -> list[Any]:
        missing = None if "maybe" in column else _ABSENT
        mask = self.numbers(column["maybe" if "maybe" in column else "given"])
        held = iter(self.rows(column["of"], sum(mask)))
        return [next(held) if sign else missing for sign in mask]
