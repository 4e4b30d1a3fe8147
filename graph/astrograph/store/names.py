"""Fold names, so that they compare blind to case, accents, marks and punctuation."""

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from astrograph.model import Iri

_WORDS = re.compile(r"[^\w]+|_+")
# Letters that Unicode does not take apart; `explorer/front/src/names.ts` has the same.
LETTERS = {"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"}
APOSTROPHES = "'\u2018\u2019\u02b9\u02bc\u00ad"
_SPELT = str.maketrans({**LETTERS, **dict.fromkeys(APOSTROPHES, "")})


class Naming(NamedTuple):
    """A name of an entity, and what to know of that without reading it.

    Attributes:
        place: Where it stands among all names, which come in the order of their entities' IRIs.
        folded: The name as it is compared.
        text: The name as printed.
        iri: The entity.
        type: The entity's class, by its local name.
        label: The entity's label.
    """

    place: int
    folded: str
    text: str
    iri: "Iri"
    type: str
    label: str


def fold(text: str) -> str:
    """Fold a name to lower-case words without marks, in whatever script it is.

    >>> fold("Владимир Соловьёв")
    'владимир соловьев'
    >>> fold("  Kourou–Guiana, CNES ")
    'kourou guiana cnes'
    >>> fold("Solov'yov")
    'solovyov'
    >>> fold("Ørsted")
    'orsted'
    """
    marked = unicodedata.normalize("NFKD", text)
    letters = "".join(letter for letter in marked if not unicodedata.combining(letter))
    return " ".join(_WORDS.split(letters.casefold().translate(_SPELT))).strip()
