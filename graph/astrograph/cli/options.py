"""The options that commands share, and the session that opens the graph when a command needs it."""

import os
from collections.abc import Callable
from functools import cached_property, partial, wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from astrograph.cli.dates import InstantType, StretchType
from astrograph.errors import AstrographError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from astrograph.model import Clock, Entity
    from astrograph.sources import SourceTexts
    from astrograph.store import Store

C = TypeVar("C", bound=Callable[..., Any])

STATUSES = ("Accepted", "Reported", "Disputed", "Superseded", "Rejected", "Inferred")
SLICES = ("article", "core", "iss", "wide")
MODALITIES = ("AssertedFact", "Plan", "Threat", "Denial", "Opinion")


class Option(click.Option):
    """An option whose help is printed as it is written.

    click would take out indentation at every start, with a module that loads for as long as a path
    is looked for.
    """

    def __init__(self, *names: Any, help: str | None = None, **others: Any) -> None:  # noqa: A002, ANN401
        """Declare the option as click does."""
        super().__init__(*names, **others)
        self.help = help


option = partial(click.option, cls=Option)


def _show_help(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        click.echo(ctx.get_help(), color=ctx.color)
        ctx.exit()


class Command(click.Command):
    """A command with the option that shows its help; click's own is translated at every start."""

    def __init__(self, name: str | None, **others: Any) -> None:  # noqa: ANN401
        """Declare the command as click does."""
        super().__init__(name, add_help_option=False, **others)
        eager = {"is_flag": True, "is_eager": True, "expose_value": False}
        shown = "Show this message and exit."
        self.params.append(Option(["-h", "--help"], help=shown, callback=_show_help, **eager))


class Session:
    """What the options before the command ask for: the graph and the texts of its sources.

    Attributes:
        most_claims: How many claims one answer may list; ``None`` where nobody else waits.
    """

    most_claims: int | None = None

    def __init__(
        self,
        locations: tuple[str, ...] = (),
        sources: str | None = None,
        slice_name: str | None = None,
        projection: str | None = None,
    ) -> None:
        """Note the options; nothing is opened yet."""
        given = () if slice_name else _split(os.environ.get("ASTROGRAPH_STORE", ""))
        self._locations = locations or given
        self._slice = slice_name
        self._sources = sources or os.environ.get("ASTROGRAPH_SOURCES") or None
        given_by = os.environ.get("ASTROGRAPH_PROJECTION") if self._is_endpoint else None
        self._declared, self._projection = projection, projection or given_by or None

    @property
    def _is_endpoint(self) -> bool:
        return bool(self._locations) and self._locations[0].startswith(("http://", "https://"))

    @property
    def is_given(self) -> bool:
        """Say whether the user named a graph."""
        return bool(self._locations)

    @property
    def given(self) -> tuple[tuple[str, ...], str | None]:
        """Return the places of the graph, and the slice of the shipped one, as they were given."""
        return self._locations, self._slice

    @property
    def projection(self) -> str | None:
        """Return the name or the file of the projection, when one is given."""
        return self._projection

    def refuse_projection(self) -> None:
        """Refuse what would be without effect: ``--projection`` where a command names the graphs.

        Raises:
            click.UsageError: It is given.
        """
        if self._declared is not None:
            raise click.UsageError("--projection goes with --store and the address of an endpoint")

    @property
    def texts_folder(self) -> str | None:
        """Return the folder of source texts, when one is given."""
        return self._sources

    def folder(self) -> str:
        """Return the one place that the user named, to write to."""
        if len(self._locations) != 1:
            raise click.UsageError("say which store to write: --store DIR")
        return self._locations[0]

    @cached_property
    def store(self) -> "Store":
        """Open the graph."""
        from astrograph.cli.terminal import told
        from astrograph.store import open_store

        projection = None
        if self._projection is not None:
            from astrograph.ingest.projection import read_projection

            projection = read_projection(self._projection)
        return open_store(
            *self._locations, slice=self._slice, progress=told(), projection=projection
        )

    def store_as_known(self, clock: "Clock") -> "Store":
        """Return the graph without what had not been said by the time that is asked for."""
        from astrograph.store.known import as_known

        return as_known(self.store, clock.known_by)

    @property
    def overview(self) -> "Store":
        """Open what to show of the graph when nothing of it is asked for: its core."""
        from astrograph.store.shipped import default_slice

        wide = not self._locations and (self._slice or default_slice()) in {"iss", "wide"}
        return Session((), slice_name="core").store if wide else self.store

    @cached_property
    def texts(self) -> "SourceTexts | None":
        """Open the folder of source texts, when one is given."""
        if self._sources is None:
            return None
        from pathlib import Path

        from astrograph.sources import SourceTexts

        return SourceTexts(Path(self._sources))

    def entity(self, text: str) -> "Entity":
        """Resolve what the user typed to one entity."""
        from astrograph.resolve import resolve_entity

        return resolve_entity(self.store, text)

    def claims(self, texts: tuple[str, ...]) -> dict[str, str]:
        """Return the IRIs of the claims among what the user typed, by how they were typed."""
        from astrograph.vocab import PREFIXES, expand

        iris = {
            text: expand(text) if text.partition(":")[0] in PREFIXES else text for text in texts
        }
        return {text: iri for text, iri in iris.items() if self.store.claim(iri) is not None}

    def entities(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        """Resolve names of entities to their IRIs."""
        return tuple(self.entity(text).iri for text in texts)

    def relations(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        """Resolve names of relations to their IRIs."""
        from astrograph.resolve import resolve_relation

        return tuple(resolve_relation(self.store, text) for text in texts)

    def types(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        """Resolve names of classes to their local names."""
        from astrograph.resolve import resolve_type

        return tuple(resolve_type(self.store, text) for text in texts)

    def sources(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        """Resolve ids of sources, or words of their titles, to IRIs."""
        if not texts:
            return ()
        from astrograph.selection import find_sources

        return tuple(sorted({iri for text in texts for iri in find_sources(self.store, text)}))


def _split(places: str) -> tuple[str, ...]:
    scheme, is_address, _ = places.partition("://")
    if is_address and scheme.isalnum():
        return (places,)
    return tuple(place for place in places.split(os.pathsep) if place)


def _completing(ctx: click.Context) -> "Store | None":
    """Open the graph that is being asked for; ``None`` when it cannot be opened."""
    given = ctx.find_root().params
    locations, slice_name = tuple(given.get("locations") or ()), given.get("slice_name")
    try:
        projection = given.get("projection")
        return Session(locations, slice_name=slice_name, projection=projection).store
    except AstrographError:
        return None


def _offered(names: "dict[str, str]", incomplete: str) -> "list[CompletionItem]":
    """Offer the names that begin like this, each with what it stands for."""
    from click.shell_completion import CompletionItem

    begun = incomplete.lower()
    return [
        CompletionItem(name, help=told)
        for name, told in names.items()
        if name.lower().startswith(begun)
    ]


def complete_entity(
    ctx: click.Context, _param: click.Parameter, incomplete: str
) -> "list[CompletionItem]":
    """Offer the entities of which a name, or a word of one, begins like this."""
    from astrograph.resolve import find_entities
    from astrograph.vocab import ID

    store = _completing(ctx)
    if store is None:
        return []
    if incomplete:
        matches = [found.entity for found in find_entities(store, incomplete)]
    else:
        matches = list(store.entities())
    names = {each.iri.removeprefix(ID): f"{each.label} ({each.type})" for each in matches}
    return _offered(names, "")


def complete_relation(
    ctx: click.Context, _param: click.Parameter, incomplete: str
) -> "list[CompletionItem]":
    """Offer the relations whose local name begins like this."""
    from astrograph.vocab import local_name

    store = _completing(ctx)
    known = {} if store is None else store.relations
    names = {local_name(iri): relation.label for iri, relation in known.items()}
    return _offered(names, incomplete)


def complete_type(
    ctx: click.Context, _param: click.Parameter, incomplete: str
) -> "list[CompletionItem]":
    """Offer the types that entities have, where they begin like this."""
    store = _completing(ctx)
    counts = {} if store is None else store.count("type")
    return _offered({name: str(counts[name]) for name in sorted(counts)}, incomplete)


def complete_source(
    ctx: click.Context, _param: click.Parameter, incomplete: str
) -> "list[CompletionItem]":
    """Offer the sources whose id begins like this."""
    from astrograph.vocab import SOURCE

    store = _completing(ctx)
    sources = [] if store is None else store.sources()
    return _offered({each.iri.removeprefix(SOURCE): each.title for each in sources}, incomplete)


def clock_options(command: C) -> C:
    """Add ``--at``, ``--during`` and ``--known-by``; the command gets them as its ``clock``."""

    @wraps(command)
    def with_clock(
        *given: Any,  # noqa: ANN401 -- whatever the command takes
        at: str | None,
        during: tuple[str, str] | None,
        known_by: str | None,
        **others: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        from astrograph.model import Clock

        if at is not None and during is not None:
            raise click.UsageError("give --at or --during, not both")
        return command(*given, clock=Clock(at, during, known_by), **others)

    for each in reversed(CLOCK):
        with_clock = each(with_clock)
    return cast("C", with_clock)


CLOCK = (
    option(
        "--at",
        type=InstantType(),
        metavar="DATE",
        help="Keep what holds, or may hold, on this date (such as 2022-07-01, in UTC).",
    ),
    option(
        "--during",
        type=StretchType(),
        metavar="A..B",
        help="Keep what holds, or may hold, at some time from A to B; each is a year, a month or a"
        " date (2022..2024, 2022-07), both included.",
    ),
    option(
        "--known-by",
        type=InstantType(),
        metavar="DATE",
        help="Keep what had been said, or may have been said, by this date.",
    ),
)


def status_option(help_text: str) -> Callable[[C], C]:
    """Add ``--status``: one status of the claims to walk, or any."""
    return option(
        "--status",
        type=click.Choice([*STATUSES, "any"], case_sensitive=False),
        default="Accepted",
        show_default=True,
        help=help_text,
    )


def format_option(*names: str, default: str = "text") -> Callable[[C], C]:
    """Add ``--format`` with the formats that a command can write."""
    return option(
        "--format",
        "form",
        type=click.Choice(names),
        default=default,
        show_default=True,
        help="How to write the answer.",
    )
