"""Where a query and the values of its variables come from."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from astrograph.errors import JobError

if TYPE_CHECKING:
    from astrograph.store.dataset import Dataset


def query_text(sparql: str | None, path: Path | None, saved: str | None) -> str:
    """Return the query from the argument, a file, the standard input, or the shipped ones.

    Raises:
        click.UsageError: None of them is given, or more than one.
        JobError: The file cannot be read.
    """
    given = [each for each in (sparql, path, saved) if each is not None]
    if len(given) != 1:
        raise click.UsageError(
            "give one query: as the argument, with -f FILE, or with --saved NAME"
        )
    if saved is not None:
        from astrograph.query import saved_query

        return saved_query(saved).text
    if path is not None and str(path) != "-":
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or error
            raise JobError(f"cannot read the query {path}: {reason}") from error
    if sparql not in {None, "-"}:
        return str(sparql)
    try:
        return sys.stdin.buffer.read().decode()
    except UnicodeDecodeError as error:
        raise JobError(f"cannot read the query -: {error}") from error


def dataset(data: tuple[Path, ...], named: tuple[str, ...], base: str | None) -> "Dataset | None":
    """Return the RDF files that are to be asked as they stand, if any are.

    With nothing but a base there are none: the query is asked of an empty dataset.

    Raises:
        click.BadParameter: A named graph is not given as ``IRI=FILE``.
        click.UsageError: The user names a graph as well.
    """
    from astrograph.store.dataset import Dataset

    graphs = named_files(named)
    if not (data or graphs or base):
        return None
    refuse_graph("--data" if data else "--named" if graphs else "--base")
    return Dataset(data, graphs)


def refuse_graph(option: str) -> None:
    """Refuse what the user says before the command of a graph, where none is asked.

    Args:
        option: The option that leaves it without effect.

    Raises:
        click.UsageError: A store, a slice or a projection is given.
    """
    given = click.get_current_context().find_root().params
    names = {"locations": "--store", "slice_name": "--slice", "projection": "--projection"}
    for name, shown in names.items():
        if given.get(name):
            raise click.UsageError(f"{shown} names a graph, and {option} asks without it")


def named_files(named: tuple[str, ...]) -> tuple[tuple[str, Path], ...]:
    """Split ``IRI=FILE`` pairs.

    Raises:
        click.BadParameter: One is not given like that.
    """
    graphs = []
    for pair in named:
        iri, equals, path = pair.rpartition("=")
        if not equals or ":" not in iri or not path:
            raise click.BadParameter(f"{pair!r} is not IRI=FILE", param_hint="--named")
        graphs.append((iri, Path(path)))
    return tuple(graphs)


def listed_queries() -> str:
    """Return a line for each shipped query: its name, from which slice on, and what it answers."""
    from astrograph.query import saved_queries

    queries = saved_queries()
    width = max(len(query.name) for query in queries)
    return "".join(
        f"{query.name:{width}}  {query.slice:7}  {query.explanation}\n" for query in queries
    )


def nothing_fits(saved: str | None) -> str:
    """Say that there is no result; a shipped query that wants a value says which."""
    from astrograph.query import saved_query

    wants = "" if saved is None else saved_query(saved).explanation.partition("? ")[2]
    return f"Nothing fits. {wants}".strip()


def there_may_be_more(most: int) -> str:
    """Say that an endpoint may have cut an answer off.

    >>> there_may_be_more(100_000)
    'there may be more: the endpoint gives at most 100,000 rows; go on with ORDER BY and OFFSET'
    """
    limit = f"the endpoint gives at most {most:,} rows"
    return f"there may be more: {limit}; go on with ORDER BY and OFFSET"


def variable_bindings(pairs: Iterable[str]) -> dict[str, str]:
    """Split ``name=value`` pairs.

    Raises:
        click.BadParameter: A pair has no name or no equals sign.

    >>> variable_bindings(["who=id:NASA"])
    {'who': 'id:NASA'}
    """
    bindings = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not name or not equals:
            raise click.BadParameter(f"{pair!r} is not NAME=VALUE", param_hint="--bind")
        bindings[name] = value
    return bindings
