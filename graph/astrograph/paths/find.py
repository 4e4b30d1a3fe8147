"""Find the paths between two entities of a store, under every filter, or say why there is none."""

from collections.abc import Generator, Iterator
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from astrograph.derive import FACTUAL, When, reading
from astrograph.errors import MisuseError
from astrograph.model import Claim, Clock, Entity, EntityPath, Iri
from astrograph.paths.options import PathOptions
from astrograph.paths.reach import is_far, may_go_on, trials_of, within_reach
from astrograph.paths.search import Budget
from astrograph.paths.walk import Walk
from astrograph.paths.why import NoPath, why_not
from astrograph.resolve import resolve_entity
from astrograph.selection import ClaimFilter
from astrograph.standing import UNDISPUTED

if TYPE_CHECKING:
    from astrograph.store import Store


class Cap(NamedTuple):
    """What ended a search before all was looked for, and its limit.

    ``kind`` is ``hops`` (fewer than k were found, and longer ones were not looked for), ``time``
    (in seconds) or ``count``.
    """

    kind: str
    limit: float


class PathAnswer(NamedTuple):
    """The answer to one look-up: the paths, best first, or why there is none.

    ``beside`` are the claims that name both ends, in whatever role, and make no statement (threats,
    denials, opinions), as far as the filters by source and time let them pass. ``alternative`` is
    the best path of which no hop is disputed, where a hop of the best of all is and there is one.
    """

    start: Entity
    goal: Entity
    options: PathOptions
    paths: tuple[EntityPath, ...] = ()
    no_path: NoPath | None = None
    beside: tuple[Iri, ...] = ()
    cap: Cap | None = None
    alternative: EntityPath | None = None


def find_paths(
    store: "Store",
    start: Entity | str,
    goal: Entity | str,
    options: PathOptions | None = None,
) -> PathAnswer:
    """Find the best paths between two entities.

    A path is a walk over statements, in either direction unless ``directed``, that meets no entity
    twice. Filters hold inside the search, so that ``k`` paths are found whenever there are as many.

    Args:
        store: The graph to walk.
        start: The entity to start from, or what it is called.
        goal: The entity to reach, or what it is called.
        options: The filters; by default the three best paths of up to six hops.

    Returns:
        The paths, best first, or the reason why there is none.

    Raises:
        MisuseError: A name fits no entity or several, or both ends are the same entity.

    >>> from astrograph import open_store
    >>> answer = find_paths(open_store(), "Rogozin", "ISS")
    >>> len(answer.paths[0].hops)
    3
    """
    asked = _asked(store, start, goal, options or PathOptions())
    ends = (asked.start.iri, asked.goal.iri)
    walk, budget = Walk(*within_reach(store, *ends, asked.options)), Budget(asked.options.timeout)
    most = asked.options.most
    found = walk.best(*ends, most + asked.options.every, budget)
    paths = tuple(map(walk.path, found[:most]))
    ended = _ended(store, asked, budget, len(found))
    best = paths[0] if paths else None
    return _told(store, asked._replace(paths=paths, cap=ended), walk, best, budget)


def stream_paths(
    store: "Store",
    start: Entity | str,
    goal: Entity | str,
    options: PathOptions | None = None,
) -> Generator[EntityPath, None, PathAnswer]:
    """Find the best paths between two entities, each as soon as it is known; see `find_paths`.

    What is done with the paths meanwhile counts as time of the search.

    Yields:
        The paths, best first.

    Returns:
        The answer, but for the paths.
    """
    asked = _asked(store, start, goal, options or PathOptions())
    ends = (asked.start.iri, asked.goal.iri)
    walk, budget = Walk(*within_reach(store, *ends, asked.options)), Budget(asked.options.timeout)
    most, number, best = asked.options.most, 0, None
    found = walk.stream(*ends, budget)
    for number, nodes in enumerate(islice(found, most + asked.options.every), start=1):
        # What is made of the paths takes time, too, and there may be thousands.
        if number > most or (best is not None and budget.is_late()):
            break
        path = walk.path(nodes)
        best = best or path
        yield path
    ended = _ended(store, asked, budget, number)
    return _told(store, asked._replace(cap=ended), walk, best, budget)


def _asked(
    store: "Store", start: Entity | str, goal: Entity | str, options: PathOptions
) -> PathAnswer:
    """Return an answer that holds the question alone."""
    first = resolve_entity(store, start) if isinstance(start, str) else start
    last = resolve_entity(store, goal) if isinstance(goal, str) else goal
    if first.iri == last.iri:
        raise MisuseError(
            f"both ends are {first.label}",
            hint=f"to see all its relations: astrograph show {first.label!r}",
        )
    return PathAnswer(first, last, options)


def _ended(store: "Store", asked: PathAnswer, budget: Budget, number: int) -> Cap | None:
    """Return what ended a search that found so many paths before all was looked for."""
    options = asked.options
    if options.every and number > options.limit:
        return Cap("count", options.limit)
    if budget.ended == "time":
        return Cap("time", options.timeout or 0.0)
    if options.every or not 0 < number < options.k:
        return None
    ends = (asked.start.iri, asked.goal.iri)
    longer = may_go_on(store, ends, options) if is_far(store) else budget.ended == "hops"
    return Cap("hops", options.max_hops) if longer else None


def _told(
    store: "Store", answer: PathAnswer, walk: Walk, best: EntityPath | None, budget: Budget
) -> PathAnswer:
    """Return an answer with all that goes with its paths, within the time that is left."""
    start, goal, options = answer.start, answer.goal, answer.options
    beside = tuple(_beside(walk, (start.iri, goal.iri)))
    if best is None:
        late = f"none was found within {options.timeout:g} s"
        why = NoPath(late)
        if not answer.cap:
            options = walk.options._replace(timeout=budget.rest)
            why = why_not(trials_of(store, (start, goal), options))
        return answer._replace(no_path=why, beside=beside)
    if all(hop.standing == UNDISPUTED for hop in best.hops):
        return answer._replace(beside=beside)
    firm = Walk(walk.store, walk.options, undisputed=True)
    found = firm.best(start.iri, goal.iri, 1, Budget(budget.rest))
    return answer._replace(beside=beside, alternative=firm.path(found[0]) if found else None)


def _beside(walk: Walk, ends: tuple[Iri, Iri]) -> Iterator[Iri]:
    """Yield the claims that name both ends and make no statement, under the filters but status."""
    options, store = walk.options, walk.store
    wanted = ClaimFilter(entities=ends, at=options.at, during=options.during)
    when = Clock(options.at, options.during).stretch or store.edition.date
    for claim in store.claims(ends[0], also=ends[1]):
        if wanted.passes(claim, {*options.source}) and not _states(claim, when):
            yield claim.iri


def _states(claim: Claim, when: When | None) -> bool:
    """Say whether a claim makes a statement, be it for those who walk claims of its status."""
    if claim.object is None or claim.polarity == "Negative" or claim.modality not in FACTUAL:
        return False
    return reading(claim, when) is not None
