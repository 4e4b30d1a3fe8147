"""Write patterns that find a name however it is spelt, for engines that cannot fold names.

They find too much rather than too little: what they bring is folded and compared here.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from urllib.parse import quote

import pyoxigraph as ox

from astrograph.store.names import APOSTROPHES, fold

ALPHABETS = (
    range(0x20, 0x2000),
    range(0x2C60, 0x2E00),
    range(0xA640, 0xA800),
    range(0xFB00, 0xFB07),
)
"""Where the letters lie that fold to others."""

LATIN = "\u00ff"
"""The last letter of Latin 1."""

MARKS = ("%CC%[89AB].", "%CD%[89A].")
"""The combining marks from U+0300 to U+036F, as they are encoded."""

BETWEEN = f"(?:{'|'.join((*map(quote, APOSTROPHES), *MARKS))})*"
"""What may stand between the letters of a word, and is lost when it is folded."""


BEFORE = f"(?:^|%[0-7].|[-_.~]|%C2%[89AB].|%E2%..%..|%E3%8[03]%..){BETWEEN}"
"""What may stand before a word: the beginning, or punctuation, as it is encoded."""


def patterns(words: Sequence[str]) -> list[str]:
    """Return a regular expression, as a literal of SPARQL, for each of some folded words.

    It is for names that ENCODE_FOR_URI has encoded.

    >>> import re
    >>> bool(re.search(patterns(["rogozin"])[0][1:-1], quote("Dmitry Rógozin")))
    True
    """
    return [str(ox.Literal(_pattern(word))) for word in words]


def _pattern(word: str) -> str:
    single, double = _spellings()
    parts = []
    for place, letter in enumerate(word):
        spelt = single.get(letter, letter)
        one, two = double.get(word[place : place + 2], ""), double.get(word[place - 1 : place + 1])
        part = _either(letter, spelt + one)
        parts.append(f"{part}?" if place and two else part)
    return BEFORE + BETWEEN.join(parts)


def _either(letter: str, spellings: str) -> str:
    """Match any of some letters, encoded: not every engine matches others than those of ASCII.

    Virtuoso leaves those of Latin 1 as they are.
    """
    every = sorted({letter, *spellings})
    plain = "".join(each for each in every if each.isascii())
    others = [each for each in every if not each.isascii()]
    bare = [each for each in others if each <= LATIN]
    parts = [f"[{plain}]" if plain else "", *map(quote, others), *bare]
    return f"(?:{'|'.join(filter(None, parts))})"


@cache
def _spellings() -> tuple[dict[str, str], dict[str, str]]:
    """Return the letters that fold to one letter, and those that fold to two."""
    single: defaultdict[str, str] = defaultdict(str)
    double: defaultdict[str, str] = defaultdict(str)
    for alphabet in ALPHABETS:
        for letter in map(chr, alphabet):
            folded = fold(letter)
            if len(folded) in {1, 2} and letter != folded and letter.isalnum():
                (single if len(folded) == 1 else double)[folded] += letter
    return dict(single), dict(double)
