"""Put what the commands tell as JSON into words, for the pages."""

from typing import TYPE_CHECKING, Any, NamedTuple

from astrograph.formats import times
from astrograph.model import Interval
from astrograph.server import terms
from astrograph.vocab import AG, CLAIM, duration, shrink

if TYPE_CHECKING:
    from collections.abc import Mapping

    Json = dict[str, Any]

COMMON = {"AssertedFact", "Positive", "Accepted"}
"""What goes without saying: how most claims are meant, and how they stand."""


class Linked(NamedTuple):
    """Claims to which a claim is linked in the same way.

    Attributes:
        words: How it bears on them: "is argued against by".
        kind: The IRI of the link.
        claims: Each claim's IRI, what it says, and who holds that the link is there, or ``None``.
    """

    words: str
    kind: str
    claims: "list[tuple[str, str, Json | None]]"


def reading(said: "Json") -> "Json":
    """Return the relation of a statement in its tense: "formerly led", with the IRI of that form.

    Args:
        said: The statement, as `show` writes it.
    """
    relation = terms.relations().get(said["relation"]["iri"])
    form = relation.form(said["tense"]) if relation else None
    if form is None:
        return dict(said["relation"])
    return {"iri": form, "label": terms.label(form)}


def fact_when(said: "Json") -> str:
    """Say when a statement holds, by the bounds that `show` writes; empty where nothing is known.

    >>> fact_when({"start": {"earliest": "2014-09-01T00:00:00Z", "latest": None}, "end": None})
    'not before 2014-09-01'
    """
    ends = [said[end] or {} for end in ("start", "end")]
    return times.words(Interval(*(end.get(of) for end in ends for of in ("earliest", "latest"))))


def claim_when(claim: "Json") -> str:
    """Say when what is claimed holds, or as the source prints it; empty where nothing is known."""
    printed = claim["time_text"] or ""
    quoted = f"“{printed}”" if any(map(str.isalnum, printed)) else ""
    return times.words(Interval(**claim["holds"])) or quoted


def said_when(claim: "Json") -> str:
    """Say when a claim was made; empty where nothing is known.

    >>> said_when({"said": {"earliest": None, "latest": "2022-07-15T23:59:59Z"}})
    'no later than 2022-07-15'
    """
    earliest, latest = claim["said"]["earliest"], claim["said"]["latest"]
    if latest and not earliest:
        # It is said in a moment: two ends, each with its own "at the latest", would be odd.
        return f"no later than {times.day(latest)}"
    return times.words(Interval(earliest, latest, earliest if latest else None, latest))


def value(statement: "Json") -> str:
    """Return the value that a claim gives, in its unit; empty where it says no more than yes."""
    text = str(statement["value"]["text"])
    relation = terms.relations().get(statement["predicate"]["iri"])
    unit = relation.unit if relation else None
    if unit == "second" and text.isdecimal():
        return duration(int(text))
    return "" if text == "true" else " ".join(filter(None, (text, unit)))


def source(claim: "Json") -> "Json | None":
    """Return the source that a claim goes back to: the page itself, before a list that cites it."""
    found: Json | None = claim.get("primary_source") or claim["source"]
    return found


def speaker(claim: "Json") -> "Json | None":
    """Return who speaks, unless that is the source itself."""
    own = {each["iri"] for each in (claim["source"], claim.get("primary_source")) if each}
    who: Json | None = claim["speaker"]
    return None if who is None or who["iri"] in own else who


def stance(claim: "Json", *, plain: bool = False) -> str:
    """Say how a claim is meant and how it stands.

    Args:
        claim: The claim.
        plain: Whether to say of a plain one, too, that it is an accepted fact.

    >>> told = {"modality": "Plan", "polarity": "Positive", "status": "Accepted", "hedged": True}
    >>> stance(told), stance(told, plain=True)
    ('plan, hedged', 'plan, accepted, hedged')
    """
    meant, sense, stands = (claim[name] for name in ("modality", "polarity", "status"))
    told = [each for each in (meant, stands) if plain or each not in COMMON]
    if sense not in COMMON and meant != "Denial":
        told.insert(0, sense)
    return ", ".join([*map(terms.word, told), *(["hedged"] if claim["hedged"] else [])])


def place(evidence: "Json") -> str:
    """Say where in its source a piece of evidence stands.

    >>> place({"iri": "x", "sentence": 3}), place({"iri": "x", "row_key": "line 4", "column": "to"})
    ('sentence 3', 'line 4, column to')
    """
    if evidence.get("sentence"):
        return f"sentence {evidence['sentence']}"
    column = evidence.get("column")
    parts = [evidence.get("row_key"), f"column {column}" if column else None]
    return ", ".join(filter(None, parts)) or shrink(evidence["iri"])


def entities(claim: "Json") -> list[str]:
    """Return the IRIs of the entities that a claim is about: of both its ends, or of one."""
    return [iri for iri in _ends(claim) if not iri.startswith(CLAIM)]


def mentioned(claim: "Json") -> list[str]:
    """Return the IRIs of the claims that a claim speaks of or is linked to."""
    about = [iri for iri in _ends(claim) if iri.startswith(CLAIM)]
    return list(dict.fromkeys([*about, *(each["claim"] for each in claim["links"])]))


def _ends(claim: "Json") -> list[str]:
    said = claim["statement"]
    return [each["iri"] for each in (said["subject"], said.get("object")) if each]


def links(claim: "Json", told: "Mapping[str, str]") -> list[Linked]:
    """Gather the claims that a claim is linked to, by how it bears on them.

    Args:
        claim: The claim.
        told: What the others say, by IRI.
    """
    found: dict[tuple[str, bool], Linked] = {}
    for each in claim["links"]:
        kind, leaving = each["kind"], each["direction"] == "out"
        words = terms.link_word(kind, leaving=leaving)
        group = found.setdefault((kind, leaving), Linked(words, AG + kind, []))
        iri = each["claim"]
        group.claims.append((iri, told.get(iri) or shrink(iri), each["by"]))
    return list(found.values())
