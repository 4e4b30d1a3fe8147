"""The options that commands share, and the session that opens the graph when a command needs it."""

import os
import re
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.shell_completion import CompletionItem

from astrograph.errors import AstrographError

if TYPE_CHECKING:
    from astrograph.model import Entity
    from astrograph.sources import SourceTexts
    from astrograph.store import Store

C = TypeVar("C", bound=Callable[..., Any])

STATUSES = ("Accepted", "Reported", "Disputed", "Superseded", "Rejected", "Inferred")
MODALITIES = ("AssertedFact", "Plan", "Threat", "Denial", "Opinion")

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(T.*)?\Z")


class Session:
    """What the options before the command ask for: the graph and the texts of its sources."""

    def __init__(self, locations: tuple[str, ...] = (), sources: str | None = None) -> None:
        """Note the options; nothing is opened yet."""
        self._locations = locations or _split(os.environ.get("ASTROGRAPH_STORE", ""))
        self._sources = sources or os.environ.get("ASTROGRAPH_SOURCES") or None

    @property
    def is_given(self) -> bool:
        """Say whether the user named a graph."""
        return bool(self._locations)

    @cached_property
    def store(self) -> "Store":
        """Open the graph."""
        from astrograph.store import open_store

        return open_store(*self._locations)

    @cached_property
    def texts(self) -> "SourceTexts | None":
        """Open the folder of source texts, when one is given."""
        if self._sources is None:
            return None
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


def _split(places: str) -> tuple[str, ...]:
    if places.startswith(("http://", "https://")):
        return (places,)
    return tuple(place for place in places.split(os.pathsep) if place)


class InstantType(click.ParamType[str]):
    """A date or an instant, read as UTC."""

    name = "date"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Turn ``2022-07-01`` or ``2022-07-01T12:00:00Z`` into an instant of the model."""
        from datetime import UTC, datetime

        try:
            if not _DATE.match(value):
                raise ValueError  # noqa: TRY301 -- one message for all that is no date
            moment = datetime.fromisoformat(value)
            if moment.tzinfo is None:
                moment = moment.replace(tzinfo=UTC)
            moment = moment.astimezone(UTC)
        except (ValueError, OverflowError):
            self.fail(f"{value!r} is not a date; write it as 2022-07-01", param, ctx)
        return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def complete_entity(
    ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Offer the entities of which a name, or a word of one, begins like this."""
    from astrograph.resolve import find_entities
    from astrograph.vocab import ID

    try:
        store = Session(tuple(ctx.find_root().params.get("locations") or ())).store
    except AstrographError:
        return []
    if incomplete:
        matches = [found.entity for found in find_entities(store, incomplete)]
    else:
        matches = list(store.entities())
    return [
        CompletionItem(entity.iri.removeprefix(ID), help=f"{entity.label} ({entity.type})")
        for entity in matches
    ]


def complete_relation(
    ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Offer the relations whose local name begins like this."""
    from astrograph.vocab import local_name

    try:
        store = Session(tuple(ctx.find_root().params.get("locations") or ())).store
    except AstrographError:
        return []
    return [
        CompletionItem(local_name(iri), help=relation.label)
        for iri, relation in store.relations.items()
        if local_name(iri).lower().startswith(incomplete.lower())
    ]


def at_option(command: C) -> C:
    """Add ``--at``: only what holds at a date."""
    return click.option(
        "--at",
        type=InstantType(),
        metavar="DATE",
        help="Keep what holds, or may hold, on this date (such as 2022-07-01, in UTC).",
    )(command)


def status_option(help_text: str) -> Callable[[C], C]:
    """Add ``--status``: one status of the claims to walk, or any."""
    return click.option(
        "--status",
        type=click.Choice([*STATUSES, "any"], case_sensitive=False),
        default="Accepted",
        show_default=True,
        help=help_text,
    )


def format_option(*names: str, default: str = "text") -> Callable[[C], C]:
    """Add ``--format`` with the formats that a command can write."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(names),
        default=default,
        show_default=True,
        help="How to write the answer.",
    )
