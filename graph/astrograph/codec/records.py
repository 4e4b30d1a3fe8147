"""Turn the frozen model objects into plain JSON records and back, losing nothing.

A record holds the fields that are set, under the names that the model gives them; a field that is
missing stands for the model's default. These records are the lines of a JSON Lines export.
"""

import json
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from astrograph.errors import MisuseError
from astrograph.model import (
    Claim,
    Edition,
    Entity,
    Evidence,
    Interval,
    Link,
    Name,
    Record,
    Remainder,
    Source,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T", bound=NamedTuple)

NESTED: dict[str, type[NamedTuple]] = {
    "aliases": Name,
    "evidence": Evidence,
    "holds": Interval,
    "links": Link,
    "value": Value,
}
"""The fields that hold other model objects, one or a list."""

KINDS: dict[str, type[NamedTuple]] = {
    "entity": Entity,
    "source": Source,
    "edition": Edition,
    "remainder": Remainder,
}
"""How a line says which class it holds; a line that does not say holds a claim."""


_NAMES = {each: name for name, each in KINDS.items()}
# One encoder for all: to set one up takes longer than to write a record.
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def dumps(record: Record) -> str:
    """Write a record as one line of JSON, without the line's end.

    >>> dumps(Entity("https://w3id.org/astrograph/id/NASA", "NASA", "SpaceAgency"))
    '{"kind":"entity","iri":"https://w3id.org/astrograph/id/NASA","label":"NASA","type":"SpaceAgency"}'
    """
    kind = _NAMES.get(type(record))
    return _encode(to_record(record) if kind is None else {"kind": kind, **to_record(record)})


def as_json(thing: NamedTuple) -> str:
    """Write a model object as JSON on one line, without saying of which class it is.

    >>> as_json(Name("МКС", "ru"))
    '{"text":"МКС","lang":"ru"}'
    """
    return _encode(to_record(thing))


def loads(line: str) -> Record:
    """Read a record from a line of JSON.

    Raises:
        MisuseError: The line is no JSON object, or its fields are not those of its kind.
    """
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise MisuseError(f"not a line of JSON: {error}") from None
    return of_fields(fields)


def of_fields(fields: object) -> Record:
    """Read a record from what a line of JSON holds.

    Raises:
        MisuseError: It is no object, or its fields are not those of its kind.
    """
    if not isinstance(fields, dict):
        raise MisuseError("not a JSON object")
    kind = fields.pop("kind", None)
    if kind is not None and (not isinstance(kind, str) or kind not in KINDS):
        raise MisuseError(f"unknown kind {kind!r}")
    made = from_record(Claim if kind is None else KINDS[kind], fields)
    return cast("Record", made)


def to_record(thing: NamedTuple) -> dict[str, Any]:
    """Write a model object as a record.

    Args:
        thing: An instance of one of the classes of `astrograph.model`.

    Returns:
        A dict of JSON values, without the fields that are empty as they are by default.

    >>> from astrograph.model import Name
    >>> to_record(Name("МКС", "ru"))
    {'text': 'МКС', 'lang': 'ru'}
    """
    given: dict[str, Any] = {}
    # This runs for every claim of a large graph, several times.
    for name, default, value in zip(*_fields(type(thing)), thing, strict=True):
        if not value:
            if value != default:
                given[name] = value
        elif isinstance(value, str):
            given[name] = value
        elif value != default:
            given[name] = _plain(value) if isinstance(value, tuple) else value
    return given


@cache
def _fields(kind: type[NamedTuple]) -> tuple[tuple[str, ...], tuple[object, ...]]:
    """Return the names of a class's fields and their defaults; what must be given has none."""
    defaults = kind._field_defaults
    return kind._fields, tuple(defaults.get(name, ...) for name in kind._fields)


def from_record(kind: type[T], record: dict[str, Any]) -> T:
    """Read a model object from its record.

    Raises:
        MisuseError: The record has a field that the model does not know, or lacks one.

    >>> from astrograph.model import Name
    >>> from_record(Name, {"text": "МКС", "lang": "ru"})
    Name(text='МКС', lang='ru')
    """
    make: Callable[..., T] = kind
    given = {
        name: _rich(name, value) if isinstance(value, (list, dict)) else value
        for name, value in record.items()
    }
    try:
        return make(**given)
    except TypeError:
        # Looked into only now, since records are read by the ten thousand.
        unknown = record.keys() - set(kind._fields)
        if unknown:
            raise MisuseError(f"{kind.__name__} has no field {min(unknown)!r}") from None
        missing = set(kind._fields) - record.keys() - kind._field_defaults.keys()
        raise MisuseError(f"{kind.__name__} lacks the field {min(missing)!r}") from None


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        if hasattr(value, "_fields"):
            return to_record(cast("NamedTuple", value))
        return [_plain(item) for item in value]
    return value


def _rich(name: str, value: Any) -> Any:  # noqa: ANN401 -- values of every JSON type pass through
    if isinstance(value, list):
        return tuple(_rich(name, item) for item in value)
    if isinstance(value, dict):
        if name not in NESTED:
            raise MisuseError(f"the field {name!r} holds no object")
        return from_record(NESTED[name], value)
    return value
