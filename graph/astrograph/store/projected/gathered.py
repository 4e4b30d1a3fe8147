"""Gather what a look-up touches from an endpoint that is read through a projection."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from astrograph.codec.terms import text_of
from astrograph.disagreement.rules import ONE_DATE, ONE_HOLDER
from astrograph.model import Entity, Name
from astrograph.store.projected import asking
from astrograph.store.projected.making import Stated, cited_by, claims_of, is_entity
from astrograph.store.projected.projection import EXACT
from astrograph.store.remote.gathered import FEW, Gathered
from astrograph.store.remote.terms import is_iri
from astrograph.store.remote.walking import ANYTHING, Sought, read_crowds
from astrograph.vocab import CLAIM, duration, local_name

if TYPE_CHECKING:
    import pyoxigraph as ox

    from astrograph.model import Claim, Iri
    from astrograph.store.local import LocalStore
    from astrograph.store.projected.making import Cited
    from astrograph.store.projected.projection import Projection
    from astrograph.store.remote.asker import Asker
    from astrograph.store.remote.grounds import Grounds
    from astrograph.store.remote.terms import Row, Term
    from astrograph.store.remote.walking import Crowds, Hop

Question = Callable[[Sequence["Iri"]], str]
Told = dict["Iri", dict["Iri", tuple["Term", ...]]]


ENTITIES, MOST_VALUES = 300, 3000
"""Of how many entities is asked at once, and how often a question may name one: once a rule."""


class Projected(Gathered):
    """The claims that a projection makes of what was fetched, and a store made of them.

    Args:
        asker: Asks the endpoint.
        grounds: What holds for the graph as a whole.
        projection: Says what is what.
    """

    def __init__(self, asker: "Asker", grounds: "Grounds", projection: "Projection") -> None:
        super().__init__(asker, grounds)
        self._projection = projection
        self._rules = list(enumerate(projection.rules))
        self._walked = [(number, rule) for number, rule in self._rules if not rule.literal]
        self._numbers = {str(number): rule for number, rule in self._rules}
        self._sources[projection.source.iri] = projection.source
        self._around: dict[tuple[Iri, Iri], set[Stated]] = {}
        self._made: set[Stated] = set()
        self._named: set[Iri] = set()
        self._told: Told = {}
        self._parents: dict[Iri, list[Iri]] = {}

    def called(self, words: "Sequence[str]") -> "list[Iri]":
        """Return the things of which a name may hold some folded words, in order."""
        from astrograph.store.remote.spelling import patterns

        names = (*self._projection.labels, *self._projection.aliases)
        tags = self._projection.languages
        if self._projection.search == EXACT:
            text = " ".join(words)
            forms = dict.fromkeys((text, text.capitalize(), text.title(), text.upper()))
            question = asking.bearing_name(names, tags, forms)
        else:
            question = asking.bearing_words(names, tags, patterns(words))
        return sorted({text_of(row[0]) for row in self._asker.rows(question) if row[0]})

    def about(self, one: "Iri", other: "Iri | None" = None) -> "LocalStore":
        """Gather the claims that name an entity, or two, and return a store of what is gathered."""
        if is_iri(one) and (other is None or is_iri(other)) and one not in self._asked:
            self._asked.add(one)
            self._make(self._stated([one], self._rules, self._walked))
        return self.local

    def beside(
        self, several: "Iterable[Iri]", sought: Sought = ANYTHING, way: str = ""
    ) -> "Iterator[Hop]":
        """Yield where one hop leads from some entities; as in the base class."""
        near = {iri for iri in several if is_iri(iri)}
        rules = [
            each
            for each in self._walked
            if (not sought.relation or each[1].predicate in sought.relation)
            and each[1].predicate not in sought.without
        ]
        out, back = (
            [
                each
                for each in rules
                if way in {"", part[each[1].turned]} or each[1].predicate in sought.symmetric
            ]
            for part in (("subject", "object"), ("object", "subject"))
        )
        for row in sorted(self._stated(near, out, back), key=_order):
            subject, thing = row.ends
            self._around.setdefault(row.ends, set()).add(row)
            if subject in near:
                yield subject, row.rule.predicate, thing, "subject"
            if thing in near:
                yield thing, row.rule.predicate, subject, "object"

    def crowds(self, several: "Iterable[Iri]") -> "Crowds":
        """Count with how many others some entities are connected."""
        rules = [rule for _, rule in self._walked]
        question = partial(asking.crowds, rules, self.symmetric)
        new = [iri for iri in several if is_iri(iri)] if rules else []
        size = max(1, min(FEW, MOST_VALUES // (4 * len(rules) or 1)))
        return read_crowds(self._asker.batched(question, new, size))

    def between(self, pairs: "Iterable[tuple[Iri, Iri]]") -> None:
        """Settle the claims with these subjects and objects, which lie beside entities."""
        self._make(row for pair in set(pairs) for row in self._around.get(pair, ()))

    def settle(self, iris: "Iterable[Iri]") -> None:
        """Gather some claims that are known by the IRI alone, if it tells of what they are."""
        new = {iri for iri in iris if iri not in self._looked_for and is_iri(iri)}
        self._looked_for |= new
        new -= self._claims.keys()
        nodes = {iri.rpartition("#")[0] for iri in new if "#" in iri and not iri.startswith(CLAIM)}
        reified = [(number, rule) for number, rule in self._rules if rule.value is not None]
        if nodes and reified:
            question = partial(asking.of_nodes, reified)
            self._make(self._read(self._asker.batched(question, sorted(nodes))))

    def describe(self, iris: "Iterable[Iri]", cited: "Collection[Iri]" = ()) -> None:
        """Gather what some entities are called and are; what is only cited is known already."""
        known = self._described | ({*cited} - self._named)
        new = sorted({iri for iri in iris if iri not in known and is_iri(iri)})
        self._described |= set(new)
        told = self._names_of(new)
        bare = [iri for iri in new if iri not in told and iri not in self._named]
        self._make(self._stated(bare, self._rules, self._walked))
        self._climb(types for each in told.values() for types in self._types(each))
        for iri in new:
            if iri in told or iri in self._named:
                self._entities[iri] = self._entity(iri, told.get(iri, {}))
                self._local = None

    def _describe_all(self) -> None:
        """Describe what the claims name, and say each in words."""
        super()._describe_all()
        for iri, claim in self._claims.items():
            if claim.paraphrase is None:
                self._claims[iri] = claim._replace(paraphrase=self._said(claim))

    def _said(self, claim: "Claim") -> str:
        relation = self._grounds.relations[claim.predicate]
        subject = self._prose(claim.subject)
        told = claim.value.text if claim.value else self._prose(claim.object or "")
        if relation.unit == "second" and told.isdecimal():
            told = duration(int(told))
        return f"{self._projection.source.title} has it that {subject} {relation.label} {told}."

    def _prose(self, iri: "Iri") -> str:
        known = self._entities.get(iri)
        return local_name(iri) if known is None else known.prose

    def _stated(
        self, several: "Iterable[Iri]", out: asking.Numbered, back: asking.Numbered
    ) -> "set[Stated]":
        """Ask for the statements that leave some entities by rules, and those that reach them."""
        ends = sorted(set(several))
        found: set[Stated] = set()
        for rules, question in ((out, asking.leaving), (back, asking.reaching)):
            if rules and ends:
                size = max(1, min(ENTITIES, MOST_VALUES // len(rules)))
                found.update(self._read(self._asker.batched(partial(question, rules), ends, size)))
        return found

    def _read(self, rows: "Iterable[Row]") -> "Iterator[Stated]":
        """Read statements; what stands for something that is not known is left out."""
        for subject, number, target, node in rows:
            rule = None if number is None else self._numbers.get(text_of(number))
            if subject is None or target is None or rule is None:
                continue
            if rule.literal or is_entity(target):
                yield Stated(rule, text_of(subject), target, text_of(node) if node else None)

    def _make(self, rows: "Iterable[Stated]") -> None:
        """Make the claims of some rows, with those that rules compare with them."""
        made = self._claims_of(rows)
        owners: dict[Iri, set[Iri]] = {}
        holders: dict[Iri, set[Iri]] = {}
        for claim in made:
            relation = self._grounds.relations.get(claim.predicate)
            exclusive = None if relation is None else relation.exclusive
            if exclusive == ONE_HOLDER and claim.object is not None:
                holders.setdefault(claim.predicate, set()).add(claim.object)
            elif exclusive and exclusive != ONE_DATE:
                owners.setdefault(claim.predicate, set()).add(claim.subject)
        for each in self._rules:
            rule = each[1]
            # Where theirs is turned, our subjects are their objects.
            out, back = (holders, owners) if rule.turned else (owners, holders)
            for several, leaving in ((out, True), (back, False)):
                ends = {iri for iri in several.get(rule.predicate, ()) if iri not in self._asked}
                rules = ([each], []) if leaving else ([], [] if rule.literal else [each])
                self._claims_of(self._stated(ends, *rules))

    def _claims_of(self, rows: "Iterable[Stated]") -> "list[Claim]":
        """Make the claims of those rows of which none were made."""
        new = sorted({*rows} - self._made, key=_order)
        if not new:
            return []
        self._made |= set(new)
        self._ask_parts({row.node for row in new if row.node})
        claims = [claim for row in new for claim in claims_of(row, self._told, self._projection)]
        self._cite({row.node for row in new if row.node})
        self._claims |= {claim.iri: claim for claim in claims}
        self._looked_for |= {claim.iri for claim in claims}
        self._named |= {iri for claim in claims for iri in claim.named}
        self._local = None
        return claims

    def _ask_parts(self, nodes: "Collection[Iri]") -> None:
        """Ask what statements say of themselves, and what the nodes say that this leads to."""
        terms, parts = self._projection.of_statements, self._projection.of_parts
        for asked, several in ((terms, nodes), (parts, None)):
            ahead = several if several is not None else self._led_to(nodes)
            new = sorted(iri for iri in ahead if iri not in self._told and is_iri(iri))
            if asked and new:
                self._told |= {iri: {} for iri in new}
                self._told |= _gathered(self._asker.triples(partial(asking.told, asked), new))

    def _led_to(self, nodes: "Iterable[Iri]") -> "set[Iri]":
        return {
            text_of(term)
            for node in nodes
            for terms in self._told.get(node, {}).values()
            for term in terms
            if is_entity(term)
        }

    def _cite(self, nodes: "Iterable[Iri]") -> None:
        """Take up the sources that statements name; a title that is not given is asked for."""
        found: dict[Iri, Cited] = {}
        for node in sorted(nodes):
            cited = cited_by(self._told.get(node, {}), self._told, self._projection)
            for iri, each in cited.items():
                other = found.setdefault(iri, each)
                if each.source.title and each.source.title < (other.source.title or "\uffff"):
                    found[iri] = each
        new = {iri: each for iri, each in found.items() if iri not in self._sources}
        documents = sorted({each.document for each in new.values() if each.document})
        names = {iri: self._entity(iri, each) for iri, each in self._names_of(documents).items()}
        for iri, (source, document, _) in new.items():
            known = names.get(document or "")
            label = "" if known is None else known.label
            self._sources[iri] = source._replace(
                title=source.title or label or document or iri,
                creator=label or None if source.url else None,
            )

    def _names_of(self, iris: "Sequence[Iri]") -> Told:
        """Ask what some things are called and are; what nothing is told of is left out."""
        of = self._projection
        names, types = (*of.labels, *of.aliases), (of.types,) if of.types else ()
        question = partial(asking.described, names, types, of.languages)
        return _gathered(self._asker.triples(question, iris))

    def _types(self, told: "dict[Iri, tuple[Term, ...]]") -> "list[Iri]":
        terms = told.get(self._projection.types or "", ())
        return sorted(text_of(term) for term in terms if is_entity(term))

    def _climb(self, types: "Iterable[Iri]") -> None:
        """Ask which classes are above some, so many steps up, and each only once."""
        above = self._projection.above
        ahead = set(types)
        for _ in range(self._projection.steps if above else 0):
            ahead -= self._projection.classes.keys()
            new = sorted(ahead - self._parents.keys())
            told = _gathered(self._asker.triples(partial(asking.told, [above or ""]), new))
            for iri in new:
                terms = told.get(iri, {}).get(above or "", ())
                self._parents[iri] = sorted(text_of(term) for term in terms if is_entity(term))
            ahead = {parent for iri in ahead for parent in self._parents[iri]}

    def _class(self, types: "Sequence[Iri]") -> str:
        """Return our class that the fewest steps lead to; of several, the one declared first."""
        classes, ahead = self._projection.classes, set(types)
        for _ in range(self._projection.steps + 1):
            found = next((ours for theirs, ours in classes.items() if theirs in ahead), None)
            if found is not None:
                return found
            ahead = {parent for iri in ahead for parent in self._parents.get(iri, ())}
        return "Thing"

    def _entity(self, iri: "Iri", told: "dict[Iri, tuple[Term, ...]]") -> Entity:
        """Make an entity of what it is called and is."""
        of = self._projection
        tags = [tag.lower() for tag in of.languages] or ["en", ""]
        order = {tag: place for place, tag in enumerate(dict.fromkeys((*tags, "")))}
        named = []
        for shown, properties in ((0, of.labels), (1, of.aliases)):
            for place, term in enumerate(properties):
                for name in told.get(term, ()):
                    tag = str(getattr(name, "language", None) or "")
                    rank = (shown, order.get(tag.lower(), len(order)), place, text_of(name), tag)
                    named.append(rank)
        named.sort()
        label = named[0][3] if named else local_name(iri)
        others = {Name(text, tag) for *_, text, tag in named if text != label}
        aliases = tuple(sorted(others, key=lambda name: (name.lang, name.text)))
        return Entity(iri, label, self._class(self._types(told)), aliases)


def _order(row: Stated) -> tuple[str, ...]:
    return row.key


def _gathered(quads: "Iterable[ox.Quad]") -> Told:
    """Put triples together by subject and property."""
    found: Told = {}
    for quad in quads:
        node = found.setdefault(text_of(quad.subject), {})
        node[quad.predicate.value] = (*node.get(quad.predicate.value, ()), quad.object)
    return found
