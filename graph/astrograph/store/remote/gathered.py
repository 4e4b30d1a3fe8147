"""Gather from a remote graph what a look-up touches, until it answers as the whole graph would.

What rules add to a claim depends on the claims that they compare with it, and how it stands on
those that links connect with it: a claim is *settled* when these are gathered as well.
"""

from functools import partial
from typing import TYPE_CHECKING

from astrograph.codec.decode import decode
from astrograph.codec.form import ENUMERATED, LABELS, LINKS, ROLES
from astrograph.codec.terms import text_of
from astrograph.disagreement import takes_part
from astrograph.disagreement.rules import ONE_HOLDER
from astrograph.errors import StoreError
from astrograph.store.local import LocalStore
from astrograph.store.remote import asking, walking
from astrograph.store.remote.asker import as_quads
from astrograph.store.remote.asking import Compared
from astrograph.store.remote.pricing import packed
from astrograph.store.remote.terms import end, is_iri, text
from astrograph.store.remote.walking import ANYTHING, Sought
from astrograph.store.writer import IndexWriter
from astrograph.vocab import AG, RDFS, local_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    import pyoxigraph as ox

    from astrograph.model import Claim, Entity, Iri, Link, Record, Source
    from astrograph.store.index import Index
    from astrograph.store.remote.asker import Asker
    from astrograph.store.remote.grounds import Grounds
    from astrograph.store.remote.walking import Crowds, Hop

ROUNDS = 2
"""How far links are followed at once; what lies further is followed when it is asked for."""

FEW = 100
"""Of how many entities is counted at once with how many others they are connected."""

OF_CLAIM = 20
"""About how many rows a claim takes, with all that bears on it."""

OWN_ENDS = ("subject", "object", "predicate")
KNOWN = {AG + name for name in (*ENUMERATED, *ROLES, *OWN_ENDS, "evidence", "source")}
"""The properties of claims that lead to other things than claims."""


class Gathered:
    """The claims, entities and sources that have been fetched, and a store made of them.

    Args:
        asker: Asks the endpoint.
        grounds: What holds for the graph as a whole.
    """

    def __init__(self, asker: "Asker", grounds: "Grounds") -> None:
        self._asker, self._grounds = asker, grounds
        self._claims: dict[Iri, Claim] = {}
        self._entities: dict[Iri, Entity] = {}
        self._sources: dict[Iri, Source] = {}
        self._looked_for: set[Iri] = set()
        self._described: set[Iri] = set()
        self._settled: set[Iri] = set()
        self._compared = Compared()
        self._asked: set[str] = set()
        self._local: LocalStore | None = None

    def about(self, one: "Iri", other: "Iri | None" = None) -> LocalStore:
        """Gather the claims that name an entity, or two, and return a store of what is gathered."""
        if not is_iri(one) or (other is not None and not is_iri(other)):
            return self.local
        self.ask(asking.naming(one, other))
        return self.local

    def ask(self, question: str) -> None:
        """Settle the claims whose IRIs a question brings."""
        if question not in self._asked:
            self._asked.add(question)
            self.settle(_iris(self._asker.rows(question)))

    def mind(self, pairs: "Iterable[tuple[Iri, Iri]]") -> None:
        """Make sure that it costs no less to copy the graph than to gather some claims.

        Raises:
            DearError: It does.
        """
        self._asker.mind(sum(repr(pair) not in self._asked for pair in pairs) * OF_CLAIM)

    def between(self, pairs: "Iterable[tuple[Iri, Iri]]") -> None:
        """Settle the claims with these subjects and objects."""
        new = [pair for pair in sorted(set(pairs)) if all(map(is_iri, pair))]
        new = [pair for pair in new if repr(pair) not in self._asked]
        self._asked |= set(map(repr, new))
        self.settle(_iris(self._asker.batched(asking.between, new)))

    def called(self, words: "Sequence[str]") -> "list[Iri]":
        """Return the things of which a name may hold some folded words, in order."""
        from astrograph.store.remote.spelling import patterns

        return sorted(set(_iris(self._asker.rows(asking.called(patterns(words))))))

    def every_entity(self) -> "list[Entity]":
        """Return every entity, in order of IRI; what is said of them beside names is not asked."""
        self._asker.bound(self._asker.size(asking.NAMED))
        quads = list(self._asker.every(asking.NAMED))
        quads += as_quads(self._asker.rows(asking.OTHERS))
        known = {text_of(quad.subject) for quad in quads}
        bare = [iri for iri in _iris(self._asker.rows(asking.UNNAMED)) if iri not in known]
        quads += self._asker.triples(asking.mentioned, bare)
        entities, _ = _described(quads, self._grounds, set(self._cited()))
        return [each for _, each in sorted(entities.items())]

    def every_source(self) -> "list[Source]":
        """Return every source, in order of IRI."""
        cited = self._cited()
        self.describe(cited, cited)
        return [self._sources[iri] for iri in cited if iri in self._sources]

    def _cited(self) -> "list[Iri]":
        return sorted(set(_iris(self._asker.rows(asking.SOURCES))))

    def beside(
        self, several: "Iterable[Iri]", sought: Sought = ANYTHING, way: str = ""
    ) -> "Iterator[Hop]":
        """Yield where one hop leads from some entities.

        Args:
            several: The entities.
            sought: What the hops should be like; others may come as well.
            way: ``subject`` or ``object`` for hops that walk from there to the other, if only they
                are wanted.

        Yields:
            The entity, the relation, where it leads, and whether the entity is its ``subject`` or
            its ``object``.

        Raises:
            DearError: It would cost less to copy the graph.
        """
        ask = partial(walking.beside, sought=sought, way=way)
        for row in self._asker.batched(ask, several, wary=True):
            yield tuple(map(text, row))

    def crowds(self, several: "Iterable[Iri]") -> "Crowds":
        """Count with how many others some entities are connected."""
        ask = partial(walking.crowds, symmetric=self.symmetric)
        return walking.read_crowds(self._asker.batched(ask, several, FEW))

    @property
    def symmetric(self) -> "tuple[Iri, ...]":
        """Return the relations that read the same both ways."""
        return tuple(iri for iri, each in self._grounds.relations.items() if each.symmetric)

    def settle(self, iris: "Iterable[Iri]") -> None:
        """Gather some claims, and whatever says how they stand."""
        ahead = {iri for iri in iris if iri not in self._settled and is_iri(iri)}
        for _ in range(ROUNDS):
            if not ahead:
                break
            self._fetch(ahead)
            self._settled |= ahead
            self._fetch(self._bearing_on(ahead & self._claims.keys()))
            linked = {
                claim
                for iri in sorted(ahead & self._claims.keys())
                for link in self.local.links(self._claims[iri]._replace(links=self._links(iri)))
                for claim in (link.claim, link.other)
            }
            ahead = {iri for iri in linked - self._settled if is_iri(iri)}
        # When it was said decides, at any time, whether these bear upon the others.
        self._fetch(ahead)

    def claim(self, iri: "Iri") -> "Claim | None":
        """Return one claim, settled."""
        self.settle([iri])
        return self.local.claim(iri)

    def describe(self, iris: "Iterable[Iri]", cited: "Collection[Iri]" = ()) -> None:
        """Gather what some things are called and are, some of which are known to be cited."""
        new = sorted({iri for iri in iris if iri not in self._described and is_iri(iri)})
        self._described |= set(new)
        quads = self._asker.triples(asking.entities, new)
        quads += self._asker.triples(asking.mentioned, sorted(set(new) - _plain(quads)))
        entities, sources = _described(quads, self._grounds, cited)
        if entities or sources:
            self._local = None
        self._entities |= entities
        self._sources |= sources

    def entity(self, iri: "Iri") -> "Entity | None":
        """Return one entity."""
        self.describe([iri])
        return self._entities.get(iri)

    def source(self, iri: "Iri") -> "Source | None":
        """Return one source."""
        self.describe([iri])
        return self._sources.get(iri)

    @property
    def local(self) -> LocalStore:
        """Return a store of all that is gathered."""
        if self._local is None:
            self._describe_all()
            self._local = LocalStore(self._grounds.location, self._index(), _refuse)
        return self._local

    def priced(self, crowds: "Crowds") -> LocalStore:
        """Return a store of all that is gathered, in which hops cost what they do in the graph.

        Args:
            crowds: With how many others the entities of the hops are connected.
        """
        self._describe_all()
        index = self._index()
        adjacency = partial(packed, index, crowds)
        return LocalStore(self._grounds.location, index, _refuse, adjacency=adjacency)

    def _index(self) -> "Index":
        writer = IndexWriter()
        writer.add(self._grounds.edition)
        kinds: tuple[Mapping[Iri, Record], ...] = (self._sources, self._entities, self._claims)
        for kind in kinds:
            for _, record in sorted(kind.items()):
                writer.add(record)
        return writer.finish(self._grounds.relations)

    def _fetch(self, iris: "Iterable[Iri]") -> None:
        new = sorted({iri for iri in iris if iri not in self._looked_for and is_iri(iri)})
        if not new:
            return
        self._looked_for |= set(new)
        quads = self._asker.triples(asking.claims, new)
        quads += self._asker.triples(asking.ends, _reached(quads))
        claims = decode(quads).claims
        # Of those that links reach only so much has come that they are known as claims.
        found = {iri: claims[iri] for iri in new if iri in claims}
        if found:
            self._claims |= found
            self._local = None

    def _links(self, iri: "Iri") -> "tuple[Link, ...]":
        claim = self.local.claim(iri)
        return () if claim is None else claim.links

    def _bearing_on(self, iris: "Iterable[Iri]") -> "set[Iri]":
        """Return the claims that a link leads from to some claims, or that rules compare."""
        found: set[Iri] = set()
        several = sorted(iris)
        for start in range(0, len(several), 200):
            some = several[start : start + 200]
            wanted, self._compared = self._wanted(some).beyond(self._compared)
            if any(wanted):
                found |= set(_iris(self._asker.rows(asking.bearing(wanted))))
        return found

    def _wanted(self, iris: "Iterable[Iri]") -> Compared:
        claims = [self._claims[iri] for iri in iris]
        owners, ends = set(), set()
        live = [claim for claim in claims if takes_part(claim)]
        for claim in live:
            relation = self._grounds.relations.get(claim.predicate)
            exclusive = None if relation is None else relation.exclusive
            target = claim.value if claim.object is None else claim.object
            if exclusive == ONE_HOLDER and target is not None:
                ends.add((claim.predicate, end(target)))
            elif exclusive or claim.polarity == "Negative":
                owners.add((claim.subject, claim.predicate))
        denied = frozenset(claim.subject for claim in live if is_iri(claim.subject))
        return Compared(
            frozenset(claim.iri for claim in claims), frozenset(owners), frozenset(ends), denied
        )

    def _describe_all(self) -> None:
        named: set[Iri] = set()
        cited: set[Iri] = set()
        for claim in self._claims.values():
            named |= claim.named | {claim.probable_speaker or ""}
            cited |= {place.source for place in claim.evidence} | {claim.primary_source or ""}
            named |= {link.by or "" for link in claim.links}
        self.describe((named | cited) - {""}, cited)


def _iris(rows: "Iterable[tuple[object, ...]]") -> "list[Iri]":
    return [str(getattr(row[0], "value", "")) for row in rows]


def _reached(quads: "list[ox.Quad]") -> "list[Iri]":
    """Return what claims lead to by properties of which it is not known to what they lead."""
    import pyoxigraph as ox

    return sorted(
        {
            quad.object.value
            for quad in quads
            if isinstance(quad.object, ox.NamedNode)
            and quad.predicate.value.startswith(AG)
            and quad.predicate.value not in KNOWN
            and quad.predicate.value.removeprefix(AG) not in LINKS
        }
    )


def _plain(quads: "list[ox.Quad]") -> "set[Iri]":
    """Return the things that are entities or sources by what is told of them alone."""
    names: dict[Iri, set[Iri]] = {}
    documents = set()
    for quad in quads:
        names.setdefault(text_of(quad.subject), set()).add(quad.predicate.value)
        if text_of(quad.object) == AG + "Document":
            documents.add(text_of(quad.subject))
    return {
        iri
        for iri, told in names.items()
        if not told.isdisjoint(LABELS)
        and (iri not in documents or (asking.TITLE in told) != (asking.PREFERRED in told))
    }


def _refuse() -> "ox.Store":
    raise StoreError("a part of a remote graph has no engine", hint="please report it")


def _described(
    quads: "list[ox.Quad]", grounds: "Grounds", citing: "Collection[Iri]"
) -> "tuple[dict[Iri, Entity], dict[Iri, Source]]":
    """Read entities and sources out of what is told of them, and how claims name them."""
    import pyoxigraph as ox

    claims, named, told = set(), set(), []
    cited = {quad.subject for quad in quads if text_of(quad.subject) in citing}
    for quad in quads:
        if quad.predicate.value == AG + "predicate":
            claims.add(quad.subject)
        elif quad.predicate.value in asking.CITED:
            cited.add(quad.subject)
        elif quad.predicate.value in asking.MENTIONS:
            named.add(quad.subject)
        else:
            told.append(quad)
    told = [quad for quad in told if quad.subject not in claims]
    # What claims speak of is an entity even if nothing describes it.
    bare = (
        named - claims - cited - {each.subject for each in told if each.predicate.value in LABELS}
    )
    label = ox.NamedNode(RDFS + "label")
    told += [ox.Quad(each, label, ox.Literal(local_name(text_of(each)))) for each in bare]
    for each in cited - claims:
        about = ox.BlankNode()
        told += [
            ox.Quad(about, ox.NamedNode(AG + "subject"), each),
            ox.Quad(about, ox.NamedNode(AG + "predicate"), each),
            ox.Quad(about, ox.NamedNode(asking.CITED[1]), each),
        ]
    content = decode([*told, *grounds.classes])
    asked = {text_of(quad.subject) for quad in quads}
    relations = grounds.relations
    entities = {
        iri: each
        for iri, each in content.entities.items()
        if iri in asked and iri not in relations and iri not in content.sources
    }
    return entities, {iri: each for iri, each in content.sources.items() if iri in asked}
