"""Reads what a page holds, as the page's own script does: the other half of `explorer.columns`."""

from __future__ import annotations

import base64
import itertools
import json
import re
import zlib
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from astrograph.explorer.payload import Payload

Json = dict[str, Any]

_ABSENT = object()


def columns_of(page: str) -> Json:
    """Return the columns that a page holds."""
    found = re.search(r'<script type="application/octet-stream;base64" id="payload">(.*?)<', page)
    assert found is not None
    return cast("Json", json.loads(zlib.decompress(base64.b64decode(found[1], validate=True))))


def as_held(payload: Payload) -> Json:
    """Return what a page keeps of a payload: everything but the hashes of evidence."""
    held: Json = json.loads(json.dumps(payload))
    for claim in held["claims"].values():
        for each in claim["evidence"]:
            del each["sha256"]
    return held


def payload_of(columns: Json) -> Json:
    """Put the payload together again."""
    tables, texts = columns["tables"], columns["texts"]
    rows = {name: _rows(table, texts, table["rows"]) for name, table in tables.items()}
    keyed = {name: {row["iri"]: row for row in rows[name]} for name in ("claims", "sources")}
    plain = {name: value for name, value in columns.items() if name not in {"tables", "texts"}}
    return {**plain, **rows, **keyed}


def _numbers(given: list[int] | dict[str, list[int]]) -> list[int]:
    return given if isinstance(given, list) else list(itertools.accumulate(given["steps"]))


def _rows(column: Json, texts: list[str], count: int) -> list[Any]:
    if "text" in column:
        return [None if at < 0 else texts[at] for at in _numbers(column["text"])]
    if "raw" in column:
        return list(column["raw"])
    if "record" in column:
        fields = {name: _rows(of, texts, count) for name, of in column["record"].items()}
        return [
            {name: rows[at] for name, rows in fields.items() if rows[at] is not _ABSENT}
            for at in range(count)
        ]
    if "many" in column:
        counts = _numbers(column["many"])
        values = iter(_rows(column["of"], texts, sum(counts)))
        return [list(itertools.islice(values, each)) for each in counts]
    if "once" in column:
        at = _numbers(column["once"])
        different = _rows(column["of"], texts, max(at, default=-1) + 1)
        return [different[each] for each in at]
    mask = column["maybe" if "maybe" in column else "given"]
    held = iter(_rows(column["of"], texts, mask.count("1")))
    return [next(held) if sign == "1" else None if "maybe" in column else _ABSENT for sign in mask]
