"""Read JSON Lines of claims, entities and sources, plain or gzip: line by line, nothing kept."""

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import UnionType
from typing import IO, Any, NamedTuple, cast, get_args, get_origin, get_type_hints

from astrograph.codec.records import of_fields
from astrograph.errors import SHOWN, MisuseError, TableError
from astrograph.ingest.report import Refusal, Report
from astrograph.model import Record

LINE_SIZE = 16 * 1024 * 1024
"""How long a line may be, in bytes."""

_GZIP, _BOM = b"\x1f\x8b", b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")

Misfit = tuple[str, object, str]
"""A field that does not fit the model: its name, what it holds, and what it should."""


def read_jsonl(path: Path, report: Report) -> Iterator[tuple[int, Record]]:
    """Read records, a line each; a line without a ``kind`` holds a claim.

    Args:
        path: The file.
        report: Where the lines that are refused go.

    Yields:
        The number of the line and the record.

    Raises:
        TableError: The file cannot be read at all, or a line is longer than any record is.
    """
    report.file = path.name
    with path.open("rb") as raw:
        packed = raw.peek(2)[:2] == _GZIP
        file = cast("IO[bytes]", gzip.GzipFile(fileobj=raw)) if packed else raw
        number = 0
        try:
            while line := file.readline(LINE_SIZE + 1):
                number += 1
                if number == 1:
                    line = _opened(line, path)
                if len(line) > LINE_SIZE:
                    why = f"the line is longer than {LINE_SIZE >> 20} MB"
                    raise TableError(why, file=path.name, line=number)
                if line.strip():
                    report.rows += 1
                    record = _record(line, number, report)
                    if record is not None:
                        yield number, record
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            why = f"the gzip file is damaged after this line: {error}"
            raise TableError(why, file=path.name, line=number) from None


def _opened(line: bytes, path: Path) -> bytes:
    if line.startswith(_UTF16):
        raise TableError("the file is UTF-16; save it as UTF-8", file=path.name, line=1)
    return line.removeprefix(_BOM)


def _record(line: bytes, number: int, report: Report) -> Record | None:
    """Read one line; note why it is refused."""

    def refuse(why: str, column: str | None = None, value: object = None) -> None:
        shown = value if value is None or isinstance(value, str) else json.dumps(value)
        report.refuse(Refusal(report.file, number, column, shown and shown[:SHOWN], why))

    try:
        record = of_fields(json.loads(line.decode(), parse_constant=_no_number))
    except UnicodeDecodeError as error:
        refuse(f"not UTF-8 at byte {error.start + 1} of the line")
    except json.JSONDecodeError as error:
        refuse(f"no JSON at character {error.colno}: {error.msg}")
    except RecursionError:
        refuse("the JSON nests too deep")
    except ValueError as error:
        refuse(f"no JSON: {error}")
    except MisuseError as error:
        refuse(error.message)
    else:
        wrong = next(misfits(record), None)
        if wrong is None:
            return record
        refuse(wrong[2], wrong[0], wrong[1])
    return None


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number of JSON")


def misfits(thing: NamedTuple, prefix: str = "") -> Iterator[Misfit]:
    """Yield the fields of a record that do not hold what the model says."""
    for name, check in _checks(type(thing)):
        yield from check(getattr(thing, name), f"{prefix}{name}")


Check = Callable[[Any, str], Iterator[Misfit]]
_KNOWN: dict[type, list[tuple[str, Check]]] = {}
_WORDS = {str: "a text", bool: "true or false", int: "a whole number", float: "a number"}


def _checks(kind: type) -> list[tuple[str, Check]]:
    if kind not in _KNOWN:
        hints = get_type_hints(kind)
        _KNOWN[kind] = [(name, _check(hint)) for name, hint in hints.items()]
    return _KNOWN[kind]


def _check(hint: Any) -> Check:  # noqa: ANN401 -- a type, a union of types or a tuple of types
    if isinstance(hint, UnionType):
        inner = _check(next(each for each in get_args(hint) if each is not type(None)))
        return lambda value, name: iter(()) if value is None else inner(value, name)
    if get_origin(hint) is tuple:
        item = _check(get_args(hint)[0])
        return lambda value, name: _all(value, name, item)
    if issubclass(hint, tuple):
        return lambda value, name: _nested(value, name, hint)
    allowed: tuple[type, ...] = (int, float) if hint is float else (hint,)
    words = _WORDS[hint]

    def check(value: object, name: str) -> Iterator[Misfit]:
        if type(value) not in allowed:
            yield name, value, f"should be {words}"

    return check


def _all(value: object, name: str, check: Check) -> Iterator[Misfit]:
    if type(value) is not tuple:
        yield name, value, "should be a list"
        return
    for number, item in enumerate(value):
        yield from check(item, f"{name}[{number}]")


def _nested(value: object, name: str, kind: type) -> Iterator[Misfit]:
    if type(value) is not kind:
        yield name, value, "should be an object"
        return
    yield from misfits(cast("NamedTuple", value), f"{name}.")
