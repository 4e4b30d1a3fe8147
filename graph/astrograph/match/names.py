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
_BRACKETS = re.compile(r"\([^()]*\)")
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
    made = (_reading(bare) for text in texts for bare in (text, _BRACKETS.sub(" ", text)))
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
    words = _words(text)
    # An initial may stand for a word that is spelled in another way: Y. for Elena, C. for Karl.
    initials = {word for word in words if len(word) == 1}
    initials |= {skeleton(word)[:1] for word in initials} | ({"e"} if "y" in initials else set())
    return Reading(
        tuple(bare for word in words if len(word) > 1 and (bare := skeleton(word))),
        frozenset(initials),
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
        sorted(one.words) == sorted(other.words) or _turned(one.words) & _turned(other.words)
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


def _turned(words: tuple[str, ...]) -> set[str]:
    """Return the words run together, as they stand and with the first one last."""
    return {"".join(words), "".join((*words[1:], words[0]))}


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
    return int(_initials_agree(one, other))


def _initials_agree(one: Reading, other: Reading) -> bool:
    """Say whether initials stand for words or each other; what is missing differs in nothing."""
    if not (one.given or one.initials) or not (other.given or other.initials):
        return True
    both = one.initials & other.initials
    if not one.given and not other.given:
        return bool(both)
    letters = {word[0] for word in one.given}, {word[0] for word in other.given}
    return bool(
        letters[0] & other.initials
        or letters[1] & one.initials
        or (both and one.given and other.given and one.given[0][0] == other.given[0][0])
    )


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
