"""Join missions: by names squeezed to what all sources write, by launch day, by crew."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import NamedTuple

from astrograph.model import Iri
from astrograph.store.names import fold
from astrograph.vocab import shrink

_NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), start=1
    )
}
_TENS = ("", "x", "xx")
_ONES = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_ROMAN = {
    ten + one: str(10 * tens + ones)
    for tens, ten in enumerate(_TENS)
    for ones, one in enumerate(_ONES)
    if ten + one
}
_NUMBERED = re.compile(r"[^\W\d].*\d|\d.*[^\W\d]")
_NOUGHTS = re.compile(r"(?<!\d)0+(?=\d)")
# Two ways of naming the flights of one series; the left one is rewritten.
_SERIES = [
    (re.compile(pattern), name)
    for pattern, name in (
        (r"mercuryatlas(?=\d)", "ma"),
        (r"mercuryredstone(?=\d)", "mr"),
        (r"(spacex|dragon|spacexdragon|crewdragon)crew(?=\d)", "crew"),
        (r"(spacex|dragon|spacexdragon|crewdragon)(demo|dm)(?=\d)", "demo"),
        (r"axiom(mission|ax)?(?=\d)", "ax"),
        (r"(blueorigin|newshepard)(newshepard)?ns(?=\d)", "ns"),
        (r"(spaceshipone|ss1\.?)(flight|flt)?(?=\d+p)", "ss1."),
        (r"vms(?=unity)|virgingalactic(?=unity|galactic)", ""),
        (r"apollosoyuz(test)?(project)?|apolloastp", "astp"),
    )
]
NAMED, LAUNCHED, CREWED = "rule: squeezed name", "rule: launch day", "rule: same crew"
RULES = (NAMED, LAUNCHED, CREWED)
DAY = 10


@cache
def squeeze(name: str) -> str:
    """Squeeze the name of a mission to letters and figures.

    >>> squeeze("STS-61C") == squeeze("STS-61-C")
    True
    >>> squeeze("Dragon Crew-5") == squeeze("SpaceX Crew-5")
    True
    >>> squeeze("Friendship Seven"), squeeze("Gemini VI-A"), squeeze("Mercury-Atlas 6")
    ('friendship7', 'gemini6a', 'ma6')
    """
    squeezed = ""
    for word in fold(name).split():
        plain = _NUMBERS.get(word) or _NOUGHTS.sub("", word)
        if squeezed and not squeezed[-1].isdecimal():
            plain = _ROMAN.get(word, plain)
        between = "." if squeezed[-1:].isdecimal() and plain[:1].isdecimal() else ""
        squeezed += between + plain
    for pattern, series in _SERIES:
        squeezed = pattern.sub(series, squeezed, count=1)
    return squeezed


class Mission(NamedTuple):
    """A flight or an expedition: its names, the day of its launch, and who flew on it.

    ``day`` is as much of ``YYYY-MM-DD`` as is known; ``crew`` holds IRIs.
    """

    iri: Iri
    names: tuple[str, ...]
    day: str = ""
    crew: frozenset[Iri] = frozenset()


class Joined(NamedTuple):
    """Two missions that are the same, why, and by which rule."""

    left: Iri
    right: Iri
    why: str
    rule: str


def join(
    left: Collection[Mission],
    right: Collection[Mission],
    people: Mapping[Iri, Iri] | None = None,
) -> list[Joined]:
    """Find the missions that are the same: by squeezed name, else by launch day, else by crew.

    A name, a day or a crew counts only where one mission of each side has it, and never against
    launch days that differ by more than a day.

    Args:
        left: The missions of one graph.
        right: Those of the other.
        people: Who of the left is who of the right, as far as is known; without it, crews do not
            count.

    Returns:
        The pairs, one-to-one, in order of the left IRI.
    """
    known = people or {}
    theirs = set(known.values())
    rules: list[tuple[str, str, _Keys, _Keys]] = [
        (NAMED, "both are called {}", _names, _names),
        (LAUNCHED, "both were launched on {}", _days, _days),
        (
            CREWED,
            "both had the same crew, {}",
            lambda mission: _crew(mission, known),
            lambda mission: (
                [" and ".join(sorted(map(shrink, mission.crew & theirs)))] if mission.crew else []
            ),
        ),
    ]
    found: list[Joined] = []
    for rule, words, left_keys, right_keys in rules[: 3 if known else 2]:
        joined_left, joined_right = {each.left for each in found}, {each.right for each in found}
        ours = [each for each in left if each.iri not in joined_left]
        others = [each for each in right if each.iri not in joined_right]
        found += [
            Joined(one.iri, other.iri, words.format(key), rule)
            for one, other, key in _unique(ours, others, left_keys, right_keys)
        ]
    return sorted(found)


_Keys = Callable[[Mission], list[str]]


def _names(mission: Mission) -> list[str]:
    """Return the squeezed names that say which one of a series it is."""
    return sorted({key for key in map(squeeze, mission.names) if _NUMBERED.search(key)})


def _days(mission: Mission) -> list[str]:
    return [mission.day] if len(mission.day) == DAY else []


def _crew(mission: Mission, people: Mapping[Iri, Iri]) -> list[str]:
    if not mission.crew or not mission.crew <= people.keys():
        return []
    return [" and ".join(sorted(shrink(people[iri]) for iri in mission.crew))]


def _unique(
    left: Iterable[Mission], right: Iterable[Mission], left_keys: _Keys, right_keys: _Keys
) -> Iterator[tuple[Mission, Mission, str]]:
    """Yield the pairs that share a key which no other mission of either side has."""
    ours, theirs = _by_key(left, left_keys), _by_key(right, right_keys)
    shared: dict[tuple[Mission, Mission], str] = {}
    for key in sorted(ours.keys() & theirs.keys()):
        if len(ours[key]) == len(theirs[key]) == 1:
            shared.setdefault((ours[key][0], theirs[key][0]), key)
    times_left = Counter(one for one, _ in shared)
    times_right = Counter(other for _, other in shared)
    for (one, other), key in shared.items():
        if times_left[one] == times_right[other] == 1 and not _days_differ(one.day, other.day):
            yield one, other, key


def _by_key(missions: Iterable[Mission], keys: _Keys) -> dict[str, list[Mission]]:
    found: dict[str, list[Mission]] = {}
    for mission in missions:
        for key in keys(mission):
            found.setdefault(key, []).append(mission)
    return found


def _days_differ(one: str, other: str) -> bool:
    if len(one) != DAY or len(other) != DAY:
        known = min(len(one), len(other))
        return one[:known] != other[:known]
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days) > 1
