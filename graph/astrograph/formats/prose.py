"""Say statements in plain English, by rules: tense, dates, who says so, footnotes, dissent."""

import re
from typing import TYPE_CHECKING

from astrograph import derive
from astrograph.disagreement import END_FROM, START_FROM
from astrograph.formats import grammar, times
from astrograph.formats.shapes import claims_of
from astrograph.model import PAST, PLAN, Claim, Interval, Iri, Statement, joint
from astrograph.vocab import duration, shrink, spell_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from astrograph.derive import When
    from astrograph.sources import SourceTexts
    from astrograph.store import Store

ACTING = frozenset({"Person", "UnnamedAgent"})
"""The types of those who bear titles."""

SEVERAL = frozenset({"EngineFamily", "Sanctions", "UnnamedAgent"})
"""The types of what may bear a name in the plural."""

PHRASES = re.compile(r" (?:who|of|on|over|for) ")
"""What may follow the noun of a name."""

LINK_WORDS = {
    ("contradicts", True): "contradicting this",
    ("contradicts", False): "contradicting this",
    ("supersedes", True): "before that",
    ("supersedes", False): "since replaced",
    ("argueAgainst", False): "arguing against this",
    ("inTensionWith", True): "in tension with this",
    ("inTensionWith", False): "in tension with this",
    ("qualifies", False): "qualifying this",
}
"""How a linked claim is introduced, by the kind of link and whether it leaves the claim.

The strongest comes first: of several links to the same claim, that one is told."""


def verb(store: "Store", said: Statement, *, forward: bool = True) -> str:
    """Return the words between the two ends: "formerly led", or "was formerly led by" backwards.

    Where the ontology gives a relation no form for the tense, the tense is said beside it; where
    it gives no reading backwards, the answer is empty.
    """
    return words(store, said.relation, said.tense, forward=forward)


def words(store: "Store", iri: Iri, tense: str, *, forward: bool = True) -> str:
    """Return how a relation reads in a tense; as `verb`."""
    relation = store.relation(iri)
    form = relation.form(tense)
    shown = relation if form is None else store.relation(form)
    read = shown.label if forward or shown.symmetric else shown.inverse_label
    if not read:
        return ""
    beside = {PAST: " (in the past)", PLAN: " (planned)"}.get(tense, "")
    return read + (beside if form is None else "")


def said_by_claim(store: "Store", claim: Claim, when: "When | None" = None) -> str:
    """Say what a claim asserts; a claim that it speaks of is named by its id.

    What is no fact says so: "threat: Russia leaves the ISS partnership".

    Args:
        store: The graph.
        claim: The claim.
        when: The instant or the stretch of which the tense shall speak; without one it is the
            edition's instant, or the source's own present.
    """
    told = store.relation(claim.predicate).label
    if claim.modality in derive.FACTUAL:
        read = derive.reading(claim, when or store.edition.date)
        told = f"{told} (to come)" if read is None else words(store, claim.predicate, read[0])
    other = ""
    if claim.object is not None:
        other = _named(store, claim.object)
    elif claim.value is not None and claim.value.text != "true":
        other = value(store, claim)
    about = _named(store, claim.subject)
    said = grammar.joined(about, _agreeing(store, claim.subject, told), other)
    stance = {"Threat": "threat", "Opinion": "opinion", "Denial": "denied"}.get(claim.modality)
    if claim.polarity == "Negative" and stance != "denied":
        stance = "not" if stance is None else f"{stance}: not"
    if stance is not None:
        return f"{stance}: {said}"
    return said if ":" in about.partition(" ")[0] else capital(said)


def sentence(store: "Store", said: Statement, *, forward: bool = True) -> str:
    """Say a statement, starting at its subject or (where it reads backwards) at its object."""
    told = verb(store, said, forward=forward)
    return said_as(store, said, told or verb(store, said), forward=bool(forward or not told))


def said_as(store: "Store", said: Statement, told: str, *, forward: bool) -> str:
    """Say a statement in the given words for its relation, starting at its subject or object."""
    one, other = (said.subject, said.object) if forward else (said.object, said.subject)
    ends = store.named(one).prose, store.named(other).prose
    return capital(grammar.joined(ends[0], _agreeing(store, one, told), ends[1]))


def _agreeing(store: "Store", one: Iri, told: str) -> str:
    """Return a reading in the number that the name before it wants."""
    entity = store.named(one)
    head = PHRASES.split(entity.label)[0]
    several = entity.type in SEVERAL and head.endswith("s")
    return grammar.plural(told) if several else told


def _named(store: "Store", iri: Iri) -> str:
    return shrink(iri) if store.claim(iri) is not None else store.named(iri).prose


def accounts(said: Statement, claims: "Sequence[Claim]") -> list[list[Claim]]:
    """Part a statement's claims by what they say of the time: by occasions, and plans by date too.

    Two who name different dates for one plan do not say the same; what names none goes with the
    only date there is.
    """
    occasions = derive.occasions(claims)
    if said.tense != PLAN:
        return occasions
    parts: list[list[Claim]] = []
    for each in occasions:
        dated: dict[Interval, list[Claim]] = {}
        for claim in each:
            dated.setdefault(claim.holds, []).append(claim)
        undated = dated.pop(Interval(), [])
        if len(dated) == 1:
            dated = {holds: [*told, *undated] for holds, told in dated.items()}
        elif undated:
            dated[Interval()] = undated
        parts += dated.values()
    return parts


def when(said: Statement, claims: "Sequence[Claim]") -> str:
    """Say what is known of the time of a statement: of each occasion, and of a plan each date."""
    bounds = (joint(claim.holds for claim in each) for each in accounts(said, claims))
    told = dict.fromkeys(filter(None, map(times.words, bounds)))
    return (", or " if said.tense == PLAN else ", and ").join(told) or times.printed(claims)


def circumstances(
    store: "Store", said: Statement, claims: "Sequence[Claim]"
) -> list[tuple[str, list[Claim]]]:
    """Say under which title and when a statement was so, for each occasion that claims tell of.

    Args:
        store: The graph.
        said: The statement.
        claims: Its claims.

    Returns:
        Texts such as ``as “Administrator”, from 2021-05-03``, maybe empty, each with its claims.
    """
    acting = store.named(said.subject).type in ACTING
    told = []
    for each in accounts(said, claims):
        quoted = grammar.listed(titles(each))
        title = (f"as {quoted}" if acting else f"({quoted})") if quoted else ""
        told.append((", ".join(filter(None, (title, times.when(each)))), each))
    return told or [("", [])]


def titles(claims: "Sequence[Claim]") -> list[str]:
    """Quote the roles that sources print, but for those that stand within a longer one."""
    printed = [" ".join((claim.role_text or "").split()) for claim in claims]
    found = {title.casefold(): title for title in printed if title}
    whole = {key for key in found if not any(key != each and key in each for each in found)}
    return [f"“{found[key]}”" for key in sorted(whole, key=found.__getitem__)]


def tell(
    what: str, told: "Sequence[tuple[str, list[Claim]]]", notes: "Footnotes", after: str = ""
) -> str:
    """Write something with what `circumstances` tells of it, and footnotes at each occasion.

    Args:
        what: What was so.
        told: Under which title and when, with the claims.
        notes: Numbers the claims.
        after: What comes before the last footnotes.
    """
    line = what
    for place, (text, claims) in enumerate(told):
        mark = ";" if place else "" if text.startswith("(") else ","
        line += f"{mark} {text}" if text else mark * bool(place)
        line += f"{after if place == len(told) - 1 else ''} {notes.cite(claims)}"
    return line


def value(store: "Store", claim: Claim) -> str:
    """Write the literal value of a claim as people read it: numbers in their unit."""
    text = "" if claim.value is None else claim.value.text
    unit = store.relation(claim.predicate).unit
    if unit is None:
        return text
    return duration(int(text)) if unit == "second" and text.isdecimal() else f"{text} {unit}"


def capital(text: str) -> str:
    """Raise the first letter, and leave the rest alone.

    >>> capital("the ISS")
    'The ISS'
    """
    return text[:1].upper() + text[1:]


class Footnotes:
    """Number the claims in the order in which they are first cited; one number each."""

    def __init__(self, store: "Store", texts: "SourceTexts | None" = None) -> None:
        """Start at one; the texts of the sources, where at hand, give the very words."""
        self.store = store
        self.texts = texts
        self._numbers: dict[Iri, int] = {}

    def cite(self, claims: list[Claim]) -> str:
        """Return the marks of some claims, such as ``[1][2]``."""
        marks = (self._numbers.setdefault(c.iri, len(self._numbers) + 1) for c in claims)
        return "".join(f"[{mark}]" for mark in marks)

    def lines(self) -> list[str]:
        """Return a line for each footnote: the paraphrase, the speaker, the place in the source."""
        written = []
        for iri, number in self._numbers.items():
            claim = self.store.claim(iri)
            if claim is not None:
                written += self._note(number, claim)
        return written

    def undated(self, claims: "Sequence[Claim]" = ()) -> list[str]:
        """Say once, for all that is cited, that some of it may have been said later than asked."""
        day = self.store.known_by
        cited = filter(None, map(self.store.claim, self._numbers))
        if day is None or all(each.said_by(day) == "certain" for each in (*cited, *claims)):
            return []
        return ["", f"as known by {times.moment(day)}: {times.UNDATED}"]

    def _note(self, number: int, claim: Claim) -> list[str]:
        places = self.places(claim)
        stance = [] if claim.modality == "AssertedFact" else [spell_out(claim.modality)]
        if claim.status != "Accepted":
            stance.append(claim.status.lower())
        if claim.hedged:
            stance.append("hedged")
        marks = f" ({', '.join(stance)})" if stance else ""
        pad = " " * (len(str(number)) + 3)
        return [
            f"[{number}] {claim.paraphrase or spell_out(claim.predicate)}{marks}",
            pad + "; ".join(filter(None, (who(self.store, claim), places, shrink(claim.iri)))),
            *(f"{pad}“{words}”" for words in self.words(claim)),
            *(f"{pad}{words}" for words in inferred(self.store, claim)),
        ]

    def places(self, claim: Claim) -> str:
        """Say where the evidence of a claim lies: in which sources, and where in them."""
        found: dict[str, list[str]] = {}
        for place in claim.evidence:
            source = self.store.source(place.source)
            title = place.source if source is None else source.title
            where = f"sentence {place.sentence}" if place.sentence else place.row_key or ""
            found.setdefault(title, []).append(where)
        said = "; ".join(
            ", ".join([title, " and ".join(dict.fromkeys(filter(None, places)))]).rstrip(", ")
            for title, places in found.items()
        )
        return _through(self.store, claim, said)

    def words(self, claim: Claim) -> list[str]:
        """Return the very words of a claim's evidence, where the texts are at hand."""
        if self.texts is None:
            return []
        found = (self.texts.words(self.store.source(p.source), p) for p in claim.evidence)
        return [" ".join(words.split()) for words in found if words is not None]


def source_titles(store: "Store", claim: Claim) -> str:
    """Name the sources of a claim: "ISS Tracker, through ISS visiting vehicles"; maybe none."""
    sources = (store.source(place.source) for place in claim.evidence)
    titles = dict.fromkeys(source.title for source in sources if source)
    return _through(store, claim, "; ".join(titles))


def _through(store: "Store", claim: Claim, said: str) -> str:
    """Put the primary source, if there is one, before what passes it on."""
    primary = None if claim.primary_source is None else store.source(claim.primary_source)
    return said if primary is None else ", through ".join(filter(None, (primary.title, said)))


def who(store: "Store", claim: Claim) -> str:
    """Say whose words a claim are: "according to Roscosmos, told to NASA, relayed by Reuters"."""
    sources = {place.source for place in claim.evidence} | {claim.primary_source}
    if claim.speaker is None:
        return "who says so is not given" if claim.evidence else "no source is given"
    if claim.speaker in sources:
        return "presupposed by the source" if claim.presupposed else "in the source's own voice"
    said = f"according to {store.named(claim.speaker).prose}"
    if claim.addressee is not None:
        said += f", told to {store.named(claim.addressee).prose}"
    if claim.relayed_by is not None:
        said += f", relayed by {store.named(claim.relayed_by).prose}"
    return said


def inferred(store: "Store", claim: Claim) -> list[str]:
    """Say what of a claim its source leaves open: a start or an end that another claim dates."""
    sides = {START_FROM: "start", END_FROM: "end"}
    found: dict[Iri, list[str]] = {}
    for link in reversed(claim.links):
        if link.kind in sides and store.claim(link.other) is not None:
            found.setdefault(link.other, []).append(sides[link.kind])
    told = []
    for iri, parts in found.items():
        other = store.claim(iri)
        if other is not None:
            what = f"{' and '.join(parts)} inferred from {shrink(iri)}"
            told.append(f"{what}: {other.paraphrase or said_by_claim(store, other)}")
    return told


def dissent(store: "Store", said: Statement) -> list[tuple[str, Claim]]:
    """Return the claims that speak against a statement or that it replaced, with how they do."""
    own = set(said.claims)
    strength = {words: rank for rank, words in enumerate(dict.fromkeys(LINK_WORDS.values()))}
    found: dict[Iri, str] = {}
    for claim in claims_of(store, said):
        for link in store.links(claim):
            leaving = link.claim == claim.iri
            other = link.other if leaving else link.claim
            words = LINK_WORDS.get((link.kind, leaving))
            if words is not None and other not in own:
                found[other] = min(found.get(other, words), words, key=strength.__getitem__)
    told = []
    for iri, words in sorted(found.items(), key=lambda item: (strength[item[1]], item[0])):
        other_claim = store.claim(iri)
        if other_claim is not None:
            told.append((words, other_claim))
    return told
