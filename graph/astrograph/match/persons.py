"""Propose which persons of two graphs are the same, one-to-one, and say why of each case."""

from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from astrograph.match.names import Agreement, Reading, agreement, read, short_forms
from astrograph.model import Iri
from astrograph.vocab import local_name

SECONDS = 60.0
"""Two times in space that differ by no more than this are the same."""
HOUR = 3600.0
LISTED = 3
IDENTIFIED = "rule: shared identifier"


class Candidate(NamedTuple):
    """A person as one graph knows them.

    ``missions`` are keys that mean the same on both sides, such as IRIs after `missions.join`.
    ``seconds`` is the time spent in space, ``flown`` the years in which they flew; ``ids`` are
    identifiers that others gave.
    """

    iri: Iri
    names: tuple[str, ...]
    missions: frozenset[str] = frozenset()
    birth_year: int | None = None
    seconds: float | None = None
    ids: frozenset[str] = frozenset()
    flown: frozenset[int] = frozenset()


class Proposal(NamedTuple):
    """Two IRIs that are the same, why, and by which rule."""

    left: Iri
    right: Iri
    why: str
    rule: str


class OpenCase(NamedTuple):
    """One on the left for whom nothing was proposed, those on the right who come nearest, why."""

    left: Iri
    near: tuple[Iri, ...]
    why: str


class _Pair(NamedTuple):
    left: Candidate
    right: Candidate
    names: Agreement

    @property
    def ends(self) -> tuple[Iri, Iri]:
        return (self.left.iri, self.right.iri)

    @property
    def ids(self) -> frozenset[str]:
        return self.left.ids & self.right.ids

    @property
    def shared(self) -> frozenset[str]:
        return self.left.missions & self.right.missions

    @property
    def flown(self) -> frozenset[int]:
        return self.left.flown & self.right.flown

    @property
    def apart(self) -> bool:
        """Say whether both flew, but never together."""
        return bool(self.left.missions and self.right.missions and not self.shared)

    @property
    def years(self) -> int | None:
        if self.left.birth_year is None or self.right.birth_year is None:
            return None
        return abs(self.left.birth_year - self.right.birth_year)

    @property
    def gap(self) -> float | None:
        """Return by how many seconds the times in space differ."""
        if not self.left.seconds or not self.right.seconds:
            return None
        return abs(self.left.seconds - self.right.seconds)

    @property
    def timed(self) -> bool:
        return self.gap is not None and self.gap <= SECONDS

    @property
    def possible(self) -> bool:
        return self.years is None or self.years <= 1


def propose(
    left: Collection[Candidate],
    right: Collection[Candidate],
    different: Collection[frozenset[Iri]] = (),
) -> tuple[list[Proposal], list[OpenCase]]:
    """Propose who of the left is who of the right.

    Identifiers in common decide first. Then names do, together with a shared mission, a year of
    birth or the time in space; where several fit, the time in space has to single one out. The
    surer rules choose first, and no one is proposed twice.

    Args:
        left: The persons of one graph.
        right: Those of the other.
        different: Pairs of IRIs that are known to be different persons.

    Returns:
        The proposals and the open cases, both in order of the left IRI; together they name
        everyone on the left once.
    """
    pairs = _pairs(left, right, {frozenset(pair) for pair in different})
    taken: dict[Iri, Proposal] = {}
    gone: set[Iri] = set()
    tied: dict[tuple[Iri, Iri], _Tie] = {}
    for name, fits, why in _RULES:
        fitting = [
            pair
            for pair in pairs
            if pair.left.iri not in taken and pair.right.iri not in gone and fits(pair)
        ]
        by_left, by_right = _sides(fitting)
        for pair in _mutual(by_left, by_right):
            taken[pair.left.iri] = Proposal(pair.left.iri, pair.right.iri, why(pair), name)
            gone.add(pair.right.iri)
        for pair in (pair for pair in fitting if pair.left.iri not in taken):
            rights = [each.right for each in by_left[pair.left.iri] if each != pair]
            lefts = [each.left for each in by_right[pair.right.iri] if each != pair]
            rivals = sorted(rights or lefts, key=lambda each: each.iri)
            tied.setdefault(pair.ends, _Tie(pair, tuple(rivals), why(pair)))
    by_left, _ = _sides(pairs)
    unmatched = sorted({candidate.iri for candidate in left} - taken.keys())
    open_cases = [_open(iri, by_left.get(iri, []), taken, tied) for iri in unmatched]
    return [taken[iri] for iri in sorted(taken)], open_cases


class _Tie(NamedTuple):
    """A pair that a rule fits, the rivals of one end of it, and what the rule says."""

    pair: _Pair
    rivals: tuple[Candidate, ...]
    why: str

    @property
    def reason(self) -> str:
        """Say why the rule did not decide."""
        shared = self.why.removeprefix(f"{_named(self.pair)}; ")
        listed = [f"{each.names[0]!r} ({_plain(each.iri)})" for each in self.rivals[:LISTED]]
        if len(self.rivals) > LISTED:
            listed.append(f"{len(self.rivals) - LISTED} more")
        fit = "fits" if len(self.rivals) == 1 else "fit"
        return f"{shared}, but {' and '.join(listed)} {fit} as well"


def _pairs(
    left: Collection[Candidate], right: Collection[Candidate], barred: Collection[frozenset[Iri]]
) -> list[_Pair]:
    """Compare those who share a word of their names, a mission or an identifier."""
    short = short_forms(candidate.names for candidate in (*left, *right))
    theirs = {candidate.iri: read(candidate.names) for candidate in right}
    by_key: dict[tuple[str, str], dict[Iri, Candidate]] = {}
    for candidate in right:
        for key in _keys(candidate, theirs[candidate.iri]):
            by_key.setdefault(key, {})[candidate.iri] = candidate
    found: list[_Pair] = []
    for one in left:
        ours = read(one.names)
        near: dict[Iri, Candidate] = {}
        for key in _keys(one, ours):
            near.update(by_key.get(key, {}))
        for iri, other in sorted(near.items()):
            agreed = agreement(ours, theirs[iri], short)
            pair = _Pair(one, other, agreed)
            if (agreed.grade or pair.ids) and frozenset((one.iri, iri)) not in barred:
                found.append(pair)
    return found


def _keys(candidate: Candidate, names: Iterable[Reading]) -> set[tuple[str, str]]:
    keys = {("word", word) for reading in names for word in reading.words}
    keys |= {("mission", mission) for mission in candidate.missions}
    return keys | {("id", each) for each in candidate.ids}


def _sides(pairs: Iterable[_Pair]) -> tuple[dict[Iri, list[_Pair]], dict[Iri, list[_Pair]]]:
    """Return pairs by their left ends, and by their right ones."""
    by_left: dict[Iri, list[_Pair]] = {}
    by_right: dict[Iri, list[_Pair]] = {}
    for pair in pairs:
        by_left.setdefault(pair.left.iri, []).append(pair)
        by_right.setdefault(pair.right.iri, []).append(pair)
    return by_left, by_right


def _mutual(by_left: dict[Iri, list[_Pair]], by_right: dict[Iri, list[_Pair]]) -> list[_Pair]:
    """Return the pairs of which each is the only choice of the other, or the only one in time."""
    return [
        choice
        for several in by_left.values()
        if (choice := _only(several)) is not None and choice is _only(by_right[choice.right.iri])
    ]


def _only(pairs: list[_Pair]) -> _Pair | None:
    if len(pairs) > 1:
        pairs = [pair for pair in pairs if pair.timed]
    return pairs[0] if len(pairs) == 1 else None


def _with_mission(pair: _Pair) -> str:
    number = len(pair.shared)
    some = sorted(map(_plain, pair.shared))[:LISTED]
    more = f" and {number - LISTED} more" if number > LISTED else ""
    but = "" if pair.possible else f"; born in {pair.left.birth_year} or {pair.right.birth_year}"
    return f"{_named(pair)}; both flew on {', '.join(some)}{more}{but}"


def _with_year(pair: _Pair) -> str:
    return f"{_named(pair)}; both born in {pair.left.birth_year}"


def _with_flown(pair: _Pair) -> str:
    return f"{_named(pair)}; both flew in {', '.join(map(str, sorted(pair.flown)))}"


def _with_time(pair: _Pair) -> str:
    return f"{_named(pair)}; both {_span(pair.left.seconds)} in space"


def _with_both(pair: _Pair) -> str:
    other = _with_time(pair) if pair.timed else _with_year(pair)
    return f"{_with_mission(pair)}; {other.rpartition('; ')[2]}"


def _with_id(pair: _Pair) -> str:
    return f"both have the identifier {_plain(min(pair.ids))}"


def _named(pair: _Pair) -> str:
    return f"{pair.left.names[0]!r} and {pair.right.names[0]!r}"


def _plain(mission: str) -> str:
    return local_name(mission) if "://" in mission else mission


def _span(seconds: float | None) -> str:
    minutes = round((seconds or 0) / SECONDS)
    return f"{minutes // 1440} d {minutes // 60 % 24} h {minutes % 60} min"


def _lasting(pair: _Pair) -> bool:
    return pair.timed and (pair.left.seconds or 0) > HOUR


_Rule = tuple[str, Callable[[_Pair], bool], Callable[[_Pair], str]]
_RULES: tuple[_Rule, ...] = (
    (IDENTIFIED, lambda pair: bool(pair.ids), _with_id),
    (
        "rule: name + shared flight",
        lambda pair: pair.names.grade == "full" and bool(pair.shared),
        _with_mission,
    ),
    (
        "rule: name + birth year",
        lambda pair: pair.names.grade == "full" and pair.years == 0,
        _with_year,
    ),
    (
        "rule: name + time in space",
        lambda pair: pair.names.grade == "full" and pair.possible and _lasting(pair),
        _with_time,
    ),
    (
        "rule: like name + shared flight",
        lambda pair: pair.names.grade == "good" and bool(pair.shared) and pair.possible,
        _with_mission,
    ),
    (
        "rule: name + year of flight",
        lambda pair: pair.names.grade == "full" and pair.possible and bool(pair.flown),
        _with_flown,
    ),
    (
        "rule: like name + birth year",
        lambda pair: pair.names.grade == "good" and pair.years == 0 and not pair.apart,
        _with_year,
    ),
    (
        "rule: family name + shared flight + time in space or birth year",
        lambda pair: (
            bool(pair.names.grade and pair.shared)
            and pair.possible
            and (_lasting(pair) or pair.years == 0)
        ),
        _with_both,
    ),
)
RULES = tuple(name for name, _, _ in _RULES)
"""The names of the rules, in the order in which they choose."""


def _open(
    iri: Iri,
    pairs: list[_Pair],
    taken: dict[Iri, Proposal],
    tied: dict[tuple[Iri, Iri], _Tie],
) -> OpenCase:
    """Say why no one was proposed."""
    holders = {proposal.right: proposal.left for proposal in taken.values()}
    best = sorted(
        pairs,
        key=lambda pair: (
            pair.right.iri in holders,
            pair.ends not in tied,
            -("weak", "good", "full").index(pair.names.grade or "weak"),
            -len(pair.shared),
            pair.right.iri,
        ),
    )[:LISTED]
    near = tuple(pair.right.iri for pair in best)
    if not best:
        return OpenCase(iri, (), "no one on the other side has a name like it")
    first = best[0]
    if first.right.iri in holders:
        reason = f"is the same as {_plain(holders[first.right.iri])}"
    elif first.ends in tied:
        reason = tied[first.ends].reason
    elif not first.possible:
        reason = f"was born in {first.right.birth_year}, not in {first.left.birth_year}"
    elif first.apart:
        reason = "flew on none of the same missions"
    elif not first.shared:
        reason = "nothing else is known of both that could be compared"
    else:
        reason = "shares a mission, but the given name differs"
    return OpenCase(iri, near, f"nearest is {first.right.names[0]!r}: {reason}")
