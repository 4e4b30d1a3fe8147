"""Fold names, so that they compare blind to case, accents, marks and punctuation."""

import re
import unicodedata

_WORDS = re.compile(r"[^\w]+|_+")
_APOSTROPHES = re.compile("['\u2018\u2019\u02b9\u02bc\u00ad]")


def fold(text: str) -> str:
    """Fold a name to lower-case words without marks, in whatever script it is.

    >>> fold("Владимир Соловьёв")
    'владимир соловьев'
    >>> fold("  Kourou–Guiana, CNES ")
    'kourou guiana cnes'
    >>> fold("Solov'yov")
    'solovyov'
    """
    bare = _APOSTROPHES.sub("", unicodedata.normalize("NFKD", text))
    letters = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return " ".join(_WORDS.split(letters.casefold())).strip()
