"""Run SPARQL 1.1 queries against a store: read-only, offline, bounded in time and nesting."""

import re
import threading
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, TypeVar

from astrograph.errors import MisuseError, QuerySyntaxError
from astrograph.model import Clock
from astrograph.query.isolated import MEMORY_BYTES, STACK_BYTES, isolated, late
from astrograph.query.offline import stay_offline
from astrograph.query.service import answered, cut_blocks
from astrograph.query.text import VettedQuery, syntax_error
from astrograph.resolve import resolve_entity
from astrograph.store.dataset import Dataset
from astrograph.vocab import PREFIXES, expand

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    import pyoxigraph as ox

    from astrograph.model import Instant, Iri, Stretch
    from astrograph.store import Store

    Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
    Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

T = TypeVar("T")

_LITERAL = re.compile(r'"(?P<text>(?:[^"\\]|\\.)*)"(?:@(?P<lang>[\w-]+)|\^\^(?P<type>\S+))?\Z')


def run_query(
    store: "Store",
    text: str,
    *,
    at: "Instant | None" = None,
    during: "Stretch | None" = None,
    known_by: "Instant | None" = None,
    bind: Mapping[str, str] | None = None,
    limit: int | None = None,
    timeout: float = 30.0,
) -> "bool | list[dict[str, Term]] | list[ox.Triple]":
    """Run a query and return its whole answer.

    Args:
        store: The graph to ask; its direct triples lie in the default graph.
        text: The SPARQL query; the usual prefixes are declared already.
        at: Derive the direct triples for this instant instead of the edition's.
        during: Derive what holds at some instant from a first to a last one.
        known_by: Derive them only from what may have been said by then.
        bind: Values for variables: an IRI in angle brackets, a CURIE, a literal in double quotes
            (``"x"@en`` and ``"1"^^xsd:integer`` too), or the name of an entity.
        limit: How many solutions to find at most.
        timeout: How many seconds it may take.

    Returns:
        A truth value for ASK; for SELECT a dict for each solution, from the names of the bound
        variables to `pyoxigraph` terms; triples for CONSTRUCT and DESCRIBE.

    Raises:
        QuerySyntaxError: The text is malformed, an update, or asks for the network.
        QueryTimeoutError: It took too long.
        MisuseError: A binding names no variable of the query, or no value.

    >>> from astrograph import open_store
    >>> rows = run_query(open_store(), "SELECT ?who { ?who ag:leads id:Roscosmos }")
    >>> [row["who"].value for row in rows]
    ['https://w3id.org/astrograph/id/YuriBorisov']
    """
    times = Clock(at, during, known_by)._asdict()
    return evaluate(store, text, _plain, **times, bind=bind, limit=limit, timeout=timeout)


def _plain(results: "Results") -> "bool | list[dict[str, Term]] | list[ox.Triple]":
    import pyoxigraph as ox

    if isinstance(results, ox.QueryBoolean):
        return bool(results)
    if isinstance(results, ox.QueryTriples):
        return list(results)
    names = [variable.value for variable in results.variables]
    return [
        {name: term for name in names if (term := solution[name]) is not None}
        for solution in results
    ]


def evaluate(
    store: "Store",
    text: str,
    read: "Callable[[Results], T]",
    *,
    at: "Instant | None" = None,
    during: "Stretch | None" = None,
    known_by: "Instant | None" = None,
    bind: Mapping[str, str] | None = None,
    limit: int | None = None,
    timeout: float = 30.0,
) -> T:
    """Run a query and read its result with a function, all within the time allowed.

    The engine finds solutions while they are read, so reading counts. See `run_query` for the
    arguments and errors.
    """
    clock = Clock(at, during, known_by)
    asked = question(store, text, read, bind=bind, limit=limit, clock=clock)
    engine = store.engine(at, during=during, known_by=known_by)
    return within(timeout, lambda: asked(engine))


def question(
    store: "Store | Dataset",
    text: str,
    read: "Callable[[Results], T]",
    *,
    bind: Mapping[str, str] | None = None,
    limit: int | None = None,
    base: str | None = None,
    clock: Clock = Clock(),  # noqa: B008 -- it never changes
    default_graphs: "Collection[Iri]" = (),
    named_graphs: "Collection[Iri]" = (),
) -> "Callable[[ox.Store], T]":
    """Vet a query, and return what puts it to an engine and reads the answer.

    Args:
        store: Knows the entities that values are named by.
        text: The query.
        read: Reads the result.
        bind: Values for variables, as for `run_query`.
        limit: How many solutions to find at most.
        base: The IRI that relative ones are relative to.
        clock: The times for paths that the query asks for.
        default_graphs: The graphs that make the default graph, whatever the query says of them.
        named_graphs: The named graphs, likewise.

    Raises:
        QuerySyntaxError: The text must not reach an engine; or (by the function that is returned)
            the engine finds it malformed.
        MisuseError: A binding names no variable of the query, or no value.
    """
    rest, blocks = cut_blocks(text)
    vetted = VettedQuery(rest, base or "")
    given = _bindings(store, bind or {}, vetted.variables)
    inside = {name: str(term) for name, term in given.items() if not vetted.projects(name)}
    if blocks and isinstance(store, Dataset):
        raise MisuseError("SERVICE ag:paths needs a graph of claims", hint="leave --data away")
    found = {
        block.mark: answered(store, vetted, block, given, clock)
        for block in blocks
        if not isinstance(store, Dataset)
    }
    asked = vetted.prepared(limit, inside, found)

    def put(engine: "ox.Store") -> T:
        import pyoxigraph as ox

        dataset: dict[str, Any] = {}
        if default_graphs or named_graphs:
            dataset["default_graph"] = [ox.NamedNode(each) for each in default_graphs]
            dataset["named_graphs"] = [ox.NamedNode(each) for each in named_graphs]
        if not isinstance(store, Dataset):
            _check_graphs(engine, [*default_graphs, *named_graphs] or vetted.graphs)
        outside: dict[ox.Variable, Term] = {
            ox.Variable(name): term for name, term in given.items() if name not in inside
        }
        try:
            return read(
                engine.query(
                    asked,
                    substitutions=outside,
                    prefixes=dict(PREFIXES),
                    base_iri=base,
                    **dataset,
                )
            )
        except SyntaxError as error:
            said = _mistake(engine, vetted.prepared(), base)
            raise syntax_error(text, said or str(error)) from None
        except (RuntimeError, ValueError) as error:
            # Such as a function that it does not have.
            raise QuerySyntaxError(f"bad query: {error}") from None

    return put


def _check_graphs(engine: "ox.Store", graphs: "Iterable[str]") -> None:
    """Refuse graphs that the store does not hold, for somebody may expect them to be fetched."""
    import pyoxigraph as ox

    for graph in graphs:
        if not engine.contains_named_graph(ox.NamedNode(graph)):
            raise QuerySyntaxError(
                f"bad query: the store holds no graph <{graph}>",
                hint="FROM names graphs of the store; queries never use the network or files",
            )


def evaluate_apart(
    store: "Store | Dataset",
    text: str,
    read: "Callable[[Results], T]",
    *,
    clock: Clock = Clock(),  # noqa: B008 -- it never changes
    bind: Mapping[str, str] | None = None,
    limit: int | None = None,
    base: str | None = None,
    timeout: float = 30.0,
    memory: int = MEMORY_BYTES,
) -> tuple[T, int | None]:
    """Run a query in a process of its own, and read its result there; see `isolated`.

    To open the engine, and to derive the direct triples for a time, is not counted.

    Args:
        store: The graph to ask, or files as they are.
        text: The SPARQL query.
        read: Reads the result; what it returns is made of bytes, text, numbers and tuples.
        clock: For when the direct triples are derived.
        bind: Values for variables, as for `run_query`.
        limit: How many solutions to find at most.
        base: The IRI that relative ones are relative to.
        timeout: How many seconds it may take.
        memory: How many bytes it may take.

    Returns:
        What was read; and where the graph is elsewhere, how many rows are given there at most, if
        that may have cut the answer off.

    Raises:
        QuerySyntaxError: The text is malformed, an update, or asks for the network.
        QueryTimeoutError: It took too long.
        QueryMemoryError: It took too much memory.
        MisuseError: A binding names no variable of the query, or no value.
    """
    asked: list[Callable[[ox.Store], T]] = []

    def ask() -> None:
        if not asked:
            asked.append(
                question(store, text, read, bind=bind, limit=limit, base=base, clock=clock)
            )

    if not cut_blocks(text)[1]:
        ask()  # Only to find paths takes time.
    if not isinstance(store, Dataset):
        # To fill an engine takes threads, which do not go along into a process that parts.
        store.fill_engine()
    with _scratch(clock) as folder:

        def prepare() -> "ox.Store":
            if folder is not None:
                import tempfile

                tempfile.tempdir = folder
            engine = store.engine(**clock._asdict())
            if is_local(engine):
                stay_offline()
            return engine

        def work(engine: "ox.Store") -> tuple[T, int | None]:
            found = asked[0](engine)
            cut = getattr(engine, "cut", None)
            return found, None if cut is None or (limit or cut + 1) <= cut else cut

        return isolated(prepare, work, timeout=timeout, memory=memory, before=ask)


def is_local(engine: object) -> bool:
    """Say whether an engine works in this process, and not on another machine."""
    import pyoxigraph as ox

    return isinstance(engine, ox.Store)


def _scratch(clock: Clock) -> "AbstractContextManager[str | None]":
    """Make a folder for what an engine of another time needs, and take it away at the end.

    The process that uses it may be ended before it can clean up.
    """
    if not clock.is_set:
        return nullcontext()
    from tempfile import TemporaryDirectory

    return TemporaryDirectory(prefix="astrograph-", ignore_cleanup_errors=True)


def _mistake(engine: "ox.Store", text: str, base: str | None) -> str:
    """Return what the engine says of the text as it was given, before values were put into it."""
    try:
        engine.query(text, prefixes=dict(PREFIXES), base_iri=base)
    except SyntaxError as error:
        return str(error)
    return ""


def within(timeout: float, work: Callable[[], T]) -> T:
    """Do some engine work, or give up after a while.

    The engine cannot be interrupted, so the work runs in a thread of its own; when it takes too
    long the thread is abandoned, and a program that wants it gone has to end.

    Raises:
        QueryTimeoutError: The time is up.
    """
    outcome: list[T] = []
    failure: list[BaseException] = []

    def run() -> None:
        try:
            outcome.append(work())
        except BaseException as error:  # noqa: BLE001 -- handed to the caller, whatever it is
            # The engine's results must be let go of in the thread that made them.
            import traceback

            traceback.clear_frames(error.__traceback__)
            failure.append(error)

    usual = threading.stack_size(STACK_BYTES)
    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    threading.stack_size(usual)
    thread.join(timeout)
    if thread.is_alive():
        raise late(timeout)
    if failure:
        raise failure[0]
    return outcome[0]


def _bindings(
    store: "Store | Dataset", bind: Mapping[str, str], variables: set[str]
) -> "dict[str, ox.NamedNode | ox.Literal]":
    given = {}
    for name, text in bind.items():
        bare = name.lstrip("?$")
        if bare not in variables:
            known = ", ".join(sorted(variables)) or "none"
            raise MisuseError(f"the query has no variable ?{bare}", hint=f"it has: {known}")
        given[bare] = _bound(store, text)
    return given


def _bound(store: "Store | Dataset", text: str) -> "ox.NamedNode | ox.Literal":
    import pyoxigraph as ox

    literal = _LITERAL.match(text)
    try:
        if literal is not None:
            plain = re.sub(r"\\(.)", r"\1", literal["text"])
            datatype = None if literal["type"] is None else ox.NamedNode(_iri(literal["type"]))
            return ox.Literal(plain, language=literal["lang"], datatype=datatype)
        if text.startswith("<") and text.endswith(">"):
            return ox.NamedNode(text[1:-1])
        if ":" in text and text.partition(":")[0] in PREFIXES:
            return ox.NamedNode(expand(text))
    except ValueError as error:
        raise MisuseError(f"{text!r} is not a value: {error}") from None
    if isinstance(store, Dataset):
        raise MisuseError(
            f"{text!r} is not a value", hint='give an <IRI>, a CURIE, or a "literal" in quotes'
        )
    return ox.NamedNode(resolve_entity(store, text).iri)


def _iri(text: str) -> str:
    return text[1:-1] if text.startswith("<") else expand(text)
