"""``astrograph diff``: what changed between two graphs, or between two times."""

from typing import TYPE_CHECKING, TypeVar

import click

from astrograph.cli.dates import InstantType, StretchType
from astrograph.cli.numbers import Count
from astrograph.cli.options import Command, Session, format_option, option
from astrograph.cli.terminal import emit

if TYPE_CHECKING:
    from astrograph.diff import Side
    from astrograph.store import Store

T = TypeVar("T")

SIDES = 2


@click.command("diff", cls=Command)
@click.argument("a", required=False)
@click.argument("b", required=False)
@option(
    "--between",
    nargs=2,
    multiple=True,
    metavar="X Y",
    help="Compare how these two are connected. Without it: the entities with the most changes.",
)
@option(
    "--max-hops",
    type=Count(),
    default=4,
    show_default=True,
    help="No connection longer than this.",
)
@option(
    "--at",
    multiple=True,
    type=InstantType(),
    metavar="DATE",
    help="Compare what holds, or may hold, on this date; given twice, on the first date in A with"
    " on the second in B.",
)
@option(
    "--during",
    multiple=True,
    type=StretchType(),
    metavar="A..B",
    help="Compare what holds, or may hold, at some time from A to B; once or twice.",
)
@option(
    "--known-by",
    multiple=True,
    type=InstantType(),
    metavar="DATE",
    help="Compare what had been said, or may have been said, by this date; once or twice.",
)
@format_option("text", "json")
@click.pass_obj
def command(
    session: Session,
    /,
    *,
    a: str | None,
    b: str | None,
    between: tuple[tuple[str, str], ...],
    max_hops: int,
    at: tuple[str, ...],
    during: tuple[tuple[str, str], ...],
    known_by: tuple[str, ...],
    form: str,
) -> int:
    """Say what changed from A to B: claims, statuses, entities, sources, connections.

    A and B are RDF files, store directories, or slices of the shipped graph (article, core, iss,
    wide). With one graph, or with none for that of --store, give a time twice: --at 2022-07-01 --at
    2022-07-27 tells what changed in between.

    It ends with 0 when something differs, and with 1 when nothing does.
    """
    from astrograph.diff import Side, diff
    from astrograph.formats.diff import WRITERS
    from astrograph.model import Clock

    times = [_twice(given, name) for given, name in ((at, "at"), (during, "during"),
                                                     (known_by, "known-by"))]  # fmt: skip
    clocks = [Clock(*each) for each in zip(*times, strict=True)]
    if at and during:
        raise click.UsageError("give --at or --during, not both")
    if a is not None:
        session.refuse_projection()
    if b is None and SIDES not in map(len, (at, during, known_by)):
        raise click.UsageError("give two graphs, or a time twice: --at DATE --at DATE")
    stores = [session.store if a is None else _opened(a)]
    stores.append(stores[0] if b is None else _opened(b))
    first, second = (Side(*each) for each in zip(stores, clocks, strict=True))
    pairs = [(_named(first, second, x), _named(first, second, y)) for x, y in between]
    found = diff(first, second, pairs, max_hops=max_hops)
    emit(WRITERS[form](found, first, second))
    return 1 if found.is_empty else 0


def _twice(given: tuple[T, ...], name: str) -> tuple[T | None, T | None]:
    """Return a time for each side: none, the same for both, or one each."""
    if len(given) > SIDES:
        raise click.UsageError(f"give --{name} once for both graphs, or twice")
    return (given[0], given[-1]) if given else (None, None)


def _opened(text: str) -> "Store":
    from astrograph.cli.terminal import told
    from astrograph.store import open_store
    from astrograph.store.shipped import SLICES

    if text in SLICES:
        return open_store(slice=text, progress=told())
    return open_store(text)


def _named(first: "Side", second: "Side", text: str) -> str:
    """Resolve a name in the one graph, or else in the other."""
    from astrograph.errors import MisuseError
    from astrograph.resolve import resolve_entity

    try:
        return resolve_entity(first.store, text).iri
    except MisuseError as error:
        try:
            return resolve_entity(second.store, text).iri
        except MisuseError:
            raise error from None
