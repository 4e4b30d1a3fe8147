"""Make commands answer from afar: what can be asked of them, and how they are run in a worker."""

import hashlib
import io
import os
import re
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from astrograph.cli.dates import InstantType, StretchType
from astrograph.cli.options import Session
from astrograph.errors import JobError, MisuseError, QueryMemoryError

if TYPE_CHECKING:
    from astrograph.model import Clock
    from astrograph.server.api import Operation, Parameter
    from astrograph.store import Store
    from astrograph.store.dataset import Dataset

COMMANDS = ("find", "show", "path", "claims", "stats", "query")
HERE_ONLY = {
    *("help", "form", "output"),
    *("path", "list_saved", "data", "named", "base", "memory"),
}
"""The options, by the names of their values, that say what happens on the user's own machine."""

MOST_CLAIMS = 10_000
"""How many claims one answer lists: so many are written well within the usual time and size."""

_PATTERNS = {InstantType: r"^\d{4}-\d{2}-\d{2}(T.*)?$", StretchType: r"^\d{4}"}


def operations() -> "tuple[Operation, ...]":
    """Return the commands that can be asked for, with their parameters."""
    return tuple(_operation(name) for name in COMMANDS)


def _command(name: str) -> click.Command:
    command = import_module(f"astrograph.cli.{name}").command
    if not isinstance(command, click.Command):
        raise TypeError(name)
    return command


def _operation(name: str) -> "Operation":
    from astrograph.server.api import Operation

    command = _command(name)
    summary, _, about = (command.help or "").partition("\n")
    told = (_parameter(each) for each in command.params if each.name not in HERE_ONLY)
    return Operation(name, summary.rstrip("."), about.strip(), tuple(told))


def _parameter(given: click.Parameter) -> "Parameter":
    from astrograph.server.api import Parameter

    schema = dict(_schema(given))
    many = given.multiple or given.nargs == -1
    if isinstance(given, click.Argument):
        name = (given.metavar or str(given.name)).strip("[].").lower()
        return Parameter(name, "", schema, many, given.required)
    longest = max(given.opts, key=len)
    about = str(getattr(given, "help", "") or "")
    return Parameter(longest.lstrip("-"), longest, schema, many, given.required, about)


def _schema(given: click.Parameter) -> Iterator[tuple[str, Any]]:
    """Yield what a JSON schema says of a value."""
    kind = given.type
    if getattr(given, "is_flag", False):
        yield "type", "boolean"
        return
    number = isinstance(kind, click.IntRange | click.FloatRange)
    yield (
        "type",
        ("integer" if isinstance(kind, click.IntRange) else "number") if number else "string",
    )
    if isinstance(kind, click.IntRange | click.FloatRange):
        yield "minimum", kind.min
    if isinstance(kind, click.Choice):
        yield "enum", list(kind.choices)
    if type(kind) in _PATTERNS:
        yield "pattern", _PATTERNS[type(kind)]
    if isinstance(given.default, str | int | float):
        yield "default", given.default


class _Opened(Session):
    """A session with a graph that is open already."""

    most_claims: int | None = MOST_CLAIMS

    def __init__(
        self,
        store: "Store",
        sources: str | None,
        given: tuple[tuple[str, ...], str | None] | None = None,
    ) -> None:
        locations, slice_name = given or ((store.location,), None)
        super().__init__(locations, sources, slice_name)
        self.store = store


class _Bounded(io.BytesIO):
    """Takes what a command writes, up to what one answer may hold."""

    def write(self, content: Any) -> int:  # noqa: ANN401 -- all that BytesIO takes
        """Take some bytes.

        Raises:
            QueryMemoryError: They are too many.
        """
        from astrograph.server.worker import MOST_BYTES

        if self.tell() + len(memoryview(content)) > MOST_BYTES:
            why = f"the answer is longer than {MOST_BYTES >> 20} MiB"
            raise QueryMemoryError(why, hint="ask for less of it: narrow it, or lower limit or k")
        return super().write(content)


def run(
    sources: str | None, store: "Store", name: str, arguments: tuple[str, ...]
) -> tuple[int, bytes, str]:
    """Run a command with a graph that is open already.

    Args:
        sources: The folder with the texts of the sources, if there is one.
        store: The graph.
        name: The name of the command.
        arguments: Its arguments.

    Returns:
        Its exit code, what it writes, and what it remarks.

    Raises:
        AstrographError: What it ends with, or that it writes too much.
    """
    written, remarks = _Bounded(), io.StringIO()
    output = io.TextIOWrapper(written, encoding="utf-8", newline="\n", write_through=True)
    with redirect_stdout(output), redirect_stderr(remarks):
        try:
            code = _command(name).main(
                list(arguments), name, standalone_mode=False, obj=_Opened(store, sources)
            )
        except click.UsageError as error:
            raise MisuseError(_plain(error.format_message())) from None
        except click.ClickException as error:
            raise JobError(error.format_message()) from None
    return code or 0, written.getvalue(), remarks.getvalue()


def _plain(message: str) -> str:
    """Call options as they are called in an address.

    >>> _plain("Invalid value for '--limit': it must be a whole number")
    "Invalid value for 'limit': it must be a whole number"
    """
    return re.sub(r"(?<![\w-])--?(?=[a-z])", "", message)


def clock(at: str | None, during: str | None, known_by: str | None) -> "Clock":
    """Read times as the options of the same names do.

    Raises:
        MisuseError: A time makes no sense.
    """
    from astrograph.model import Clock

    if at is not None and during is not None:
        raise MisuseError("at does not go with during: give one of them")
    try:
        return Clock(
            None if at is None else InstantType().convert(at, None, None),
            None if during is None else StretchType().convert(during, None, None),
            None if known_by is None else InstantType().convert(known_by, None, None),
        )
    except click.BadParameter as error:
        raise MisuseError(error.message) from None


def opened(
    locations: tuple[str, ...], slice_name: str | None, projection: str | None = None
) -> "Store":
    """Open the graph that a worker answers from."""
    return Session(locations, slice_name=slice_name, projection=projection).store


def page(
    sources: str | None,
    given: tuple[tuple[str, ...], str | None],
    store: "Store",
    *asked: Any,  # noqa: ANN401 -- as the explorer takes them
) -> tuple[str, str]:
    """Write the explorer's page and its policy; see `astrograph.explorer.live.page`.

    Args:
        sources: The folder with the texts of the sources, if there is one.
        given: The places of the graph, and the slice of the shipped one.
        store: The graph.
        asked: What the page opens with.
    """
    from astrograph.explorer import live

    return live.page(sources, lambda _: _Opened(store, None, given).overview, store, *asked)


def part(sources: str | None, store: "Store", *asked: Any) -> bytes:  # noqa: ANN401 -- as there
    """Write what the explorer's page asks for; see `astrograph.explorer.live.part`."""
    from astrograph.explorer import live

    return live.part(sources, store, *asked)


def beside(store: "Store", *asked: str) -> bytes:
    """List neighbors by name; see `astrograph.explorer.live.beside`."""
    from astrograph.explorer import live

    return live.beside(store, *asked)


def dataset(data: tuple[Path, ...], named: tuple[tuple[str, Path], ...]) -> "Dataset":
    """Return the files that a worker answers from."""
    from astrograph.store.dataset import Dataset

    return Dataset(data, named)


def state(places: tuple[str, ...], slice_name: str | None) -> str:
    """Return a text that changes when the graph or the program does; none of a graph elsewhere."""
    if any("://" in each for each in places):
        return ""
    from astrograph import __version__
    from astrograph.store.shipped import default_slice, slice_files

    files = [*map(Path, places)]
    if not places:
        files = slice_files(slice_name or default_slice())
    digest = hashlib.sha256(f"{__version__} {places} {slice_name}".encode())
    for path in files:
        pointer = path / "generation"
        status = os.stat(pointer if pointer.exists() else path)  # noqa: PTH116 -- it may be a file
        digest.update(f" {status.st_size} {status.st_mtime_ns}".encode())
    return digest.hexdigest()
