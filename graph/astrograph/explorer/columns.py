"""Write what a page holds column by column, every text once: small to mail, quick to open.

`front/src/columns.ts` reads it. A column says itself what it is, by the name of its first part:

- `text`: numbers of texts, -1 for None;
- `raw`: the values as they are;
- `many`: how many values each row has, `of` them all in one column;
- `once`: for each row the number of its value, `of` the different values;
- `maybe` and `given`: a 0 for each row that is None or not there at all, `of` the others;
- `record`: a column for each field.

Numbers are given as they are, or as `steps` from one to the next where that is shorter.
"""

import base64
import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from astrograph.explorer.payload import Payload

Json = dict[str, Any]
Numbers = list[int] | dict[str, list[int]]

_ABSENT = object()


class _Texts:
    """Every text of a page once, numbered by its first use."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, text: str | None) -> int:
        """Return a text's number, and note it down if it is new."""
        return -1 if text is None else self._numbers.setdefault(text, len(self._numbers))

    def all(self) -> list[str]:
        """Return the texts in the order of their numbers."""
        return list(self._numbers)


Column = Callable[[Sequence[Any], _Texts], Json]
"""Writes the values of one field, a row each."""


def _numbers(values: list[int]) -> Numbers:
    steps = [here - before for before, here in zip([0, *values], values, strict=False)]
    if sum(len(str(step)) for step in steps) < sum(len(str(value)) for value in values):
        return {"steps": steps}
    return values


def _text(rows: Sequence[Any], texts: _Texts) -> Json:
    return {"text": _numbers([texts.number(row) for row in rows])}


def _raw(rows: Sequence[Any], _: _Texts) -> Json:
    return {"raw": list(rows)}


def _many(of: Column) -> Column:
    def column(rows: Sequence[Any], texts: _Texts) -> Json:
        counts = _numbers([len(row) for row in rows])
        return {"many": counts, "of": of([value for row in rows for value in row], texts)}

    return column


def _once(of: Column) -> Column:
    def column(rows: Sequence[Any], texts: _Texts) -> Json:
        found: dict[str, tuple[int, Any]] = {}
        keys = [json.dumps(row) for row in rows]
        at = [
            found.setdefault(key, (len(found), row))[0] for key, row in zip(keys, rows, strict=True)
        ]
        return {"once": _numbers(at), "of": of([row for _, row in found.values()], texts)}

    return column


def _sparse(name: str, missing: object, of: Column) -> Column:
    def column(rows: Sequence[Any], texts: _Texts) -> Json:
        held = [row for row in rows if row is not missing]
        if len(held) == len(rows):
            return of(rows, texts)
        mask = "".join("0" if row is missing else "1" for row in rows)
        return {name: mask, "of": of(held, texts)}

    return column


def _maybe(of: Column) -> Column:
    return _sparse("maybe", None, of)


def _record(**fields: Column) -> Column:
    """Write records; fields that are not named here stay out of the page."""

    def column(rows: Sequence[Any], texts: _Texts) -> Json:
        written = {}
        for name, of in fields.items():
            values = [row.get(name, _ABSENT) for row in rows]
            if any(value is not _ABSENT for value in values):
                written[name] = _sparse("given", _ABSENT, of)(values, texts)
        return {"record": written}

    return column


_REF = _maybe(_once(_record(iri=_text, label=_text, type=_text)))
_PAIR = _once(_record(iri=_text, label=_text))

_ENTITIES = _record(
    iri=_text,
    curie=_text,
    label=_text,
    type=_text,
    aliases=_many(_record(text=_text, lang=_text)),
)

_STATEMENTS = _record(
    subject=_text,
    relation=_once(_record(iri=_text, label=_text, inverse_label=_text)),
    object=_text,
    tense=_text,
    status=_text,
    standing=_text,
    disputed=_raw,
    when=_text,
    sentence=_text,
    claims=_many(_text),
    cost=_raw,
    occasions=_many(_many(_text)),
)

_CLAIMS = _record(
    iri=_text,
    modality=_text,
    polarity=_text,
    status=_text,
    confidence=_raw,
    speaker=_REF,
    addressee=_REF,
    relayed_by=_REF,
    paraphrase=_text,
    source=_maybe(_once(_record(iri=_text, title=_text))),
    evidence=_many(
        _record(
            iri=_text,
            sentence=_raw,
            start=_raw,
            end=_raw,
            row_key=_text,
            column=_text,
            text=_text,
        )
    ),
    statement=_record(
        subject=_REF,
        predicate=_PAIR,
        object=_REF,
        value=_maybe(_record(text=_text, lang=_text, datatype=_text)),
    ),
    said=_once(_record(earliest=_text, latest=_text)),
    holds=_once(
        _record(start_earliest=_text, start_latest=_text, end_earliest=_text, end_latest=_text)
    ),
    time_text=_text,
    tense=_text,
    role_text=_text,
    condition=_text,
    hedged=_raw,
    presupposed=_raw,
    primary_source=_once(_record(iri=_text, title=_text, url=_text)),
    links=_many(_record(kind=_text, direction=_text, claim=_text, by=_REF)),
)

_SOURCES = _record(iri=_text, title=_text, url=_text, license=_text)

_TABLES: Mapping[str, Column] = {
    "entities": _ENTITIES,
    "statements": _STATEMENTS,
    "claims": _CLAIMS,
    "sources": _SOURCES,
}


def in_columns(payload: Payload) -> Json:
    """Write a payload in columns.

    Args:
        payload: What the page holds.

    Returns:
        JSON: the texts, a table each for entities, statements, claims and sources with its number
        of rows, and what else the payload holds. The hashes of evidence stay out, because the
        page shows none.
    """
    texts = _Texts()
    tables = {}
    plain: Json = dict(payload)
    for name, column in _TABLES.items():
        held = plain.pop(name)
        rows = list(held.values()) if isinstance(held, dict) else held
        tables[name] = {"rows": len(rows), **column(rows, texts)}
    return {**plain, "tables": tables, "texts": texts.all()}


def packed(payload: Payload) -> str:
    """Write a payload as one line of text, for the page.

    Args:
        payload: What the page holds.

    Returns:
        The columns as JSON in UTF-8, compressed by zlib, in base64.
    """
    text = json.dumps(in_columns(payload), ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode("utf-8", "replace"), 9)).decode("ascii")
