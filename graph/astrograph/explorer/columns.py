"""Write what a page holds column by column, every text once: small to mail, quick to open.

`front/src/columns.ts` reads it. First come four bytes with the length of what follows them, which
is JSON: what stands in no column, and what each column is. Then come the bytes of the columns, so
that a page opens without reading more of them than it shows. A column says itself what it is, by
the name of its first part:

- `text`: numbers of texts, -1 for None;
- `whole`: the values as numbers;
- `raw`: the values as they are;
- `many`: how many values each row has, `of` them all in one column;
- `once`: for each row the number of its value, `of` the different values;
- `maybe` and `given`: a 0 for each row that is None or not there at all, `of` the others;
- `record`: a column for each field.

Numbers say from which byte on they stand, how many there are and of how many bytes each: first the
lowest byte of all of them, then the next one, so that like stands beside like. Where that is
shorter they are the `steps` from one to the next. Texts stand one after the other in UTF-8.
"""

import base64
import json
import sys
import zlib
from array import array
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import chain, count
from operator import itemgetter, sub
from typing import Any, NotRequired, TypedDict

from astrograph.explorer.payload import Payload

Json = dict[str, Any]

_ABSENT = object()
_LARGEST = 2**31 - 1


class Numbers(TypedDict):
    """Where some numbers stand."""

    at: int
    rows: int
    width: int
    steps: NotRequired[bool]


class _Numbered(defaultdict[Hashable, int]):
    """What there is, numbered by its first use."""

    def __init__(self) -> None:
        super().__init__(count().__next__)

    def of(self, things: Iterable[Hashable]) -> list[int]:
        """Return the number of each, and give one to what is new."""
        return list(map(self.__getitem__, things))


class _Sheet:
    """What columns are written to: the bytes, and every text once, numbered by its first use."""

    def __init__(self) -> None:
        self._texts = _Numbered()
        self._texts[None] = -1
        self.bytes = bytearray()

    def texts(self, texts: Iterable[str | None]) -> list[int]:
        """Return the numbers of some texts, and note down those that are new."""
        return self._texts.of(texts)

    def numbers(self, values: Sequence[int]) -> Numbers:
        """Write numbers, and say where they stand."""
        steps = list(map(sub, values, [0, *values]))
        is_shorter = sum(map(abs, steps)) < sum(map(abs, values))
        written = array("i", steps if is_shorter else values)
        if sys.byteorder == "big":
            written.byteswap()
        width = _width(steps if is_shorter else values)
        told: Numbers = {"at": len(self.bytes), "rows": len(values), "width": width}
        octets = written.tobytes()
        for place in range(width):
            self.bytes += octets[place :: written.itemsize]
        return {**told, "steps": True} if is_shorter else told

    def close(self) -> Json:
        """Write the texts, and say where they stand."""
        del self._texts[None]
        encoded = [str(text).encode("utf-8", "replace") for text in self._texts]
        lengths = self.numbers(list(map(len, encoded)))
        at = len(self.bytes)
        self.bytes += b"".join(encoded)
        return {"lengths": lengths, "at": at}


def _width(values: Sequence[int]) -> int:
    """Return in how many bytes each of some numbers can be written."""
    least, most = min(values, default=0), max(values, default=0)
    return next(
        width
        for width in range(1, 5)
        if -(1 << 8 * width - 1) <= least and most < 1 << 8 * width - 1
    )


Column = Callable[[Sequence[Any], _Sheet], Json]
"""Writes the values of one field, a row each."""


def _text(rows: Sequence[Any], sheet: _Sheet) -> Json:
    return {"text": sheet.numbers(sheet.texts(rows))}


def _raw(rows: Sequence[Any], sheet: _Sheet) -> Json:
    if set(map(type, rows)) <= {int} and max(map(abs, rows), default=0) <= _LARGEST:
        return {"whole": sheet.numbers(rows)}
    return _numbered(rows, sheet, lambda held, _: {"raw": held})


def _many(of: Column) -> Column:
    def column(rows: Sequence[Any], sheet: _Sheet) -> Json:
        counts = sheet.numbers(list(map(len, rows)))
        return {"many": counts, "of": of(list(chain.from_iterable(rows)), sheet)}

    return column


def _once(of: Column) -> Column:
    return lambda rows, sheet: _numbered(rows, sheet, of)


def _numbered(rows: Sequence[Any], sheet: _Sheet, of: Column) -> Json:
    # A page often holds one and the same value many times over.
    same = dict(zip(map(id, rows), rows, strict=True))
    keys = dict(zip(same, map(_key, same.values()), strict=True))
    found = dict(zip(keys.values(), same.values(), strict=True))
    at = dict(zip(found, count()))
    numbers = {key: at[alike] for key, alike in keys.items()}
    written = sheet.numbers([numbers[key] for key in map(id, rows)])
    return {"once": written, "of": of(list(found.values()), sheet)}


def _key(row: object) -> Hashable:
    """Return what two values have in common only when they are alike."""
    try:
        key = tuple(row.items()) if isinstance(row, dict) else (type(row), row)
        hash(key)
    except TypeError:
        return json.dumps(row)
    return key


def _sparse(name: str, missing: object, of: Column) -> Column:
    def column(rows: Sequence[Any], sheet: _Sheet) -> Json:
        if missing not in rows:
            return of(rows, sheet)
        held = [row for row in rows if row is not missing]
        mask = sheet.numbers([int(row is not missing) for row in rows])
        return {name: mask, "of": of(held, sheet)}

    return column


def _maybe(of: Column) -> Column:
    return _sparse("maybe", None, of)


def _record(**fields: Column) -> Column:
    """Write records; fields that are not named here stay out of the page."""

    def column(rows: Sequence[Any], sheet: _Sheet) -> Json:
        there = set().union(*rows)
        return {
            "record": {
                name: _sparse("given", _ABSENT, of)(_field(rows, name), sheet)
                for name, of in fields.items()
                if name in there
            }
        }

    return column


def _field(rows: Sequence[Any], name: str) -> list[Any]:
    """Return what each record has in a field."""
    try:
        return list(map(itemgetter(name), rows))
    except KeyError:
        return [row.get(name, _ABSENT) for row in rows]


_REF = _maybe(_once(_record(iri=_text, label=_text, type=_text)))
_PAIR = _once(_record(iri=_text, label=_text))

_ENTITIES = _record(
    iri=_text,
    curie=_text,
    label=_text,
    type=_text,
    aliases=_many(_record(text=_text, lang=_text)),
    node=_maybe(_raw),
    beside=_raw,
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
    certainty=_text,
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
            sentence=_maybe(_raw),
            start=_maybe(_raw),
            end=_maybe(_raw),
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


def in_columns(payload: Payload) -> bytes:
    """Write a payload in columns.

    Args:
        payload: What the page holds.

    Returns:
        What the module's text describes: the columns of a table each for entities, statements,
        claims and sources, the texts, and what else the payload holds. The hashes of evidence stay
        out, because the page shows none.
    """
    sheet = _Sheet()
    tables = {}
    plain: Json = dict(payload)
    # The engine reads it, and the page itself never does.
    plain.pop("rdf", None)
    for name, column in _TABLES.items():
        held = plain.pop(name)
        rows = list(held.values()) if isinstance(held, dict) else held
        tables[name] = {"rows": len(rows), **column(rows, sheet)}
    told = {**plain, "tables": tables, "texts": sheet.close()}
    header = json.dumps(told, separators=(",", ":")).encode()
    return len(header).to_bytes(4, "little") + header + bytes(sheet.bytes)


def packed(payload: Payload) -> str:
    """Write a payload as one line of text, for the page.

    Args:
        payload: What the page holds.

    Returns:
        The columns, compressed by zlib, in base64.
    """
    return base64.b64encode(zlib.compress(in_columns(payload))).decode("ascii")
