"""Put the words of a relation into the tense, the number and the order that a sentence wants.

The labels of relations are verbs in the third person singular, such as ``leads``, ``is led by``,
``formerly led``, ``has as president``: all that follows goes by these forms.
"""

import re

PARTICIPLES = {
    "is": "been", "was": "been", "were": "been", "began": "begun", "became": "become",
    "bore": "borne",
    "came": "come", "flew": "flown", "gave": "given", "ran": "run", "saw": "seen",
    "spoke": "spoken", "took": "taken", "went": "gone", "withdrew": "withdrawn",
}  # fmt: skip
"""The participles that differ from the simple past."""

PLURALS = {"is": "are", "was": "were", "has": "have"}
_HISS = re.compile(r"(?:ch|sh|ss|x|z)es\Z")
_AROUND = re.compile(
    r"(?P<verb>(?:.+ )?(?:has|had|keep|took in)) "
    r"(?P<rest>(?:as|in its|on its|under|attached|assigned) .+)"
)


def joined(one: str, told: str, other: str) -> str:
    """Put two names on both sides of a reading, or the second within it where it belongs there.

    A note in brackets at the end of the reading stays at the end.

    >>> joined("Russia", "has as its president", "Vladimir Putin")
    'Russia has Vladimir Putin as its president'
    >>> joined("Roscosmos", "is led by", "Yuri Borisov")
    'Roscosmos is led by Yuri Borisov'
    >>> joined("A", "knows (in the past)", "B")
    'A knows B (in the past)'
    """
    told, bracket, note = told.partition(" (")
    around = _AROUND.fullmatch(told)
    parts = (told, other) if around is None else (around["verb"], other, around["rest"])
    return " ".join(filter(None, (one, *parts))) + bracket + note


def simple_past(formerly: str) -> str:
    """Return a past form without the "formerly", for where dates tell as much.

    >>> simple_past("was formerly led by")
    'was led by'
    """
    return formerly.replace("formerly ", "", 1)


def perfect(now: str, past: str) -> str:
    """Say what has been so up to now, from its present and its simple past.

    >>> perfect("leads", "led"), perfect("is led by", "was led by")
    ('has led', 'has been led by')
    """
    return f"has been {now[3:]}" if now.startswith("is ") else f"has {_participle(past)}"


def may_have(past: str) -> str | None:
    """Say that something may have been so, from its simple past; ``None`` for other tenses.

    >>> may_have("led"), may_have("was part of"), may_have("spoke with"), may_have("knows")
    ('may have led', 'may have been part of', 'may have spoken with', None)
    """
    verb = past.partition(" ")[0]
    known = verb in PARTICIPLES or not verb.endswith("s")
    return f"may have {_participle(past)}" if known else None


def _participle(past: str) -> str:
    verb, space, rest = past.partition(" ")
    return f"{PARTICIPLES.get(verb, verb)}{space}{rest}"


def plural(told: str) -> str:
    """Make a reading agree with several.

    >>> plural("was formerly sold to"), plural("launches"), plural("formerly bought")
    ('were formerly sold to', 'launch', 'formerly bought')
    """
    verb, space, rest = told.partition(" ")
    if verb in PLURALS:
        verb = PLURALS[verb]
    elif verb.endswith("ies"):
        verb = f"{verb[:-3]}y"
    else:
        verb = verb[:-2] if _HISS.search(verb) else verb.removesuffix("s")
    return f"{verb}{space}{rest}"


def listed(items: list[str]) -> str:
    """Join words as prose does.

    >>> listed(["A"]), listed(["A", "B"]), listed(["A", "B", "C"])
    ('A', 'A and B', 'A, B and C')
    """
    return " and ".join(filter(None, (", ".join(items[:-1]), *items[-1:])))
