"""Compare names of persons, blind to what spellings, ranks and transliterations change."""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from astrograph.store.names import fold

_LATIN = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюяіє",
        "a b v g d e zh z i i k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya i ye".split(  # noqa: SIM905
            " "
        ),
        strict=True,
    )
)
_FROM_CYRILLIC = str.maketrans({key: "" if text == "_" else text for key, text in _LATIN.items()})
# In this order; each takes away what transliterations of one sound differ in.
_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"yo|ye", "e"),
        (r"shch|sch", "sh"),
        (r"ks", "x"),
        (r"kh", "h"),
        (r"ck|c(?!h)|q", "k"),
        (r"w", "v"),
        (r"y|j(?=[^aeiou]|$)", "i"),
        (r"(.)\1+", r"\1"),
    )
]
_QUOTES = re.compile("[\"“”«»()*]|(?<![a-z])['‘’]|['‘’](?![a-z])", re.IGNORECASE)
_TITLES = frozenset(
    fold(
        "adm brig capt cdr cmdr col cosmonaut dr dvm esq gen ii iii iv jd jr lt ltcdr ltcmdr ltcol"
        " mai maj majgen md mlad nasa phd podpol pol prof ret senator sir sr vvs"
    ).split()
)
_PATRONYMIC = re.compile(r"(v|ev|ov|i)(ich|na)\Z")
ALIKE = 80.0
SHORT = 5
PAIR = 2


class Reading(NamedTuple):
    """A name taken apart: its words as skeletons, the last of them the family's, and initials."""

    words: tuple[str, ...]
    initials: frozenset[str]

    @property
    def family(self) -> str:
        """Return the word that a family shares, as far as the order of the words tells."""
        return self.words[-1]

    @property
    def given(self) -> tuple[str, ...]:
        """Return the words before the family name."""
        return self.words[:-1]


@cache
def skeleton(word: str) -> str:
    """Reduce a word to what all its usual spellings in Latin letters share.

    >>> skeleton("Соловьёв"), skeleton("Solov'yov"), skeleton("Solovyev")
    ('solovev', 'solovev', 'solovev')
    >>> skeleton("Yuriy") == skeleton("Yuri") == skeleton("Yury")
    True
    """
    latin = fold(word).replace(" ", "").translate(_FROM_CYRILLIC)
    for pattern, sound in _SOUNDS:
        latin = pattern.sub(sound, latin)
    return latin


@cache
def readings(name: str) -> tuple[Reading, ...]:
    """Take a name apart, in each way in which it can be read.

    What follows a comma is a rank, a degree or an employer, unless a single word precedes it: then
    it is what goes before the family name. Names that people are called by, in quotes or brackets
    or after an asterisk, count as given names.

    >>> readings("Alan Bartlett Shepard, Jr., Cdr. USN, NASA")[0].words
    ('alan', 'bartlet', 'shepard')
    >>> readings("Nelson, Bill") == readings("Bill Nelson")
    True
    """
    head, *rest = name.split(",")
    texts = [head]
    if rest and len(_words(head)) == 1:
        texts = [f"{rest[0]} {head}"]
    elif rest and not _TITLES.intersection(_words(rest[0])):
        texts = [head, f"{rest[0]} {head}"]
    made = (_reading(text) for text in texts)
    return tuple(dict.fromkeys(reading for reading in made if reading.words))


def read(names: Iterable[str]) -> tuple[Reading, ...]:
    """Take all names of one person apart, each way of reading them once.

    Args:
        names: Names as printed.
    """
    return tuple(dict.fromkeys(reading for name in names for reading in readings(name)))


def _words(text: str) -> list[str]:
    bare = _QUOTES.sub(" ", text).replace("Ph.D", "PhD")
    return [word for word in fold(bare).split() if word not in _TITLES]


def _reading(text: str) -> Reading:
    words = [skeleton(word) for word in _words(text)]
    return Reading(
        tuple(word for word in words if len(word) > 1),
        frozenset(word for word in words if len(word) == 1),
    )


class Agreement(NamedTuple):
    """How well two names agree: the family name from 0 to 2, the given name from 0 to 3.

    Family: 2 the same, 1 alike. Given: 3 the same word, 2 one short for the other, or both in use
    for one person, 1 an initial, or missing on one side, 0 another name.
    """

    family: int
    given: int

    @property
    def grade(self) -> str:
        """Say it in a word: ``full``, ``good``, ``weak`` or nothing."""
        if not self.family:
            return ""
        if self == (2, 3):
            return "full"
        return "good" if self >= (2, 1) or self == (1, 3) else "weak"


def agreement(
    left: Iterable[Reading],
    right: Iterable[Reading],
    short: frozenset[frozenset[str]] = frozenset(),
) -> Agreement:
    """Compare all names of one person with all of another, and return the best agreement.

    Args:
        left: The names of one, taken apart by `read`.
        right: The names of the other.
        short: Pairs of given names (as skeletons) that the data have for one and the same person.

    >>> agreement(read(["Sergei Krikalev"]), read(["Krikalyov, Sergey K."])).grade
    'full'
    >>> agreement(read(["Bill Nelson"]), read(["George D. Nelson, Ph.D."])).grade
    'weak'
    """
    found = [_compare(one, other, short) for one in left for other in right]
    order = ("", "weak", "good", "full")
    best = max(found, key=lambda each: (order.index(each.grade), each), default=None)
    return best or Agreement(0, 0)


def _compare(one: Reading, other: Reading, short: frozenset[frozenset[str]]) -> Agreement:
    if len(one.words) > 1 and (
        sorted(one.words) == sorted(other.words)
        or "".join(one.words) in {"".join(other.words), "".join((*other.words[1:], other.words[0]))}
    ):
        return Agreement(2, 3)  # In whatever order: some peoples put the family name first.
    if len(one.words) == len(other.words) == PAIR and all(
        map(_alike, one.words, reversed(other.words))
    ):
        return Agreement(1, 3)
    family = max(
        _alike(one.family, other.family),
        2 * (one.family in other.words[1:] or other.family in one.words[1:]),
        _alike("".join(one.words[1:]), "".join(other.words[1:])),
    )
    return Agreement(family, _given(one, other, short)) if family else Agreement(0, 0)


def _alike(one: str, other: str) -> int:
    """Return 2 for the same word, 1 for one that may be a slip of the other, 0 else."""
    if one == other:
        return 2
    if min(len(one), len(other)) < SHORT or bool(_PATRONYMIC.search(one)) != bool(
        _PATRONYMIC.search(other)
    ):
        return 0
    from rapidfuzz import fuzz

    return int(fuzz.ratio(one, other, score_cutoff=ALIKE) > 0)


def _given(one: Reading, other: Reading, short: frozenset[frozenset[str]]) -> int:
    pairs = [(a, b) for a in one.given for b in other.given]
    if any(_alike(a, b) for a, b in pairs):
        return 3
    if any(
        frozenset((a, b)) in short
        or (min(len(a), len(b)) > 1 and (a.startswith(b) or b.startswith(a)))
        for a, b in pairs
    ):
        return 2
    if not (one.given or one.initials) or not (other.given or other.initials):
        return 1
    firsts = one.given[:1], other.given[:1]
    if one.initials & other.initials and all(firsts) and firsts[0][0][0] == firsts[1][0][0]:
        return 1
    letters = {word[0] for word in one.given}, {word[0] for word in other.given}
    if (letters[0] & other.initials) or (letters[1] & one.initials):
        return 1
    if not one.given or not other.given:
        return int(bool(one.initials & other.initials))
    return 0


def short_forms(names: Iterable[Iterable[str]]) -> frozenset[frozenset[str]]:
    """Gather the given names that the data use for one and the same person.

    Args:
        names: For each person, all names as printed.

    Returns:
        Pairs of given names as skeletons, each seen first in names with one family name.

    >>> pair, = short_forms([["Kathryn D. Sullivan, PhD", "Kathy Sullivan"]])
    >>> sorted(pair)
    ['kathi', 'kathrin']
    """
    found: set[frozenset[str]] = set()
    for each in names:
        firsts: dict[str, set[str]] = {}
        for reading in (reading for name in each for reading in readings(name)[:1]):
            if reading.given:
                firsts.setdefault(reading.family, set()).add(reading.given[0])
        for given in firsts.values():
            found |= {frozenset((a, b)) for a in given for b in given if a < b}
    return frozenset(found)
