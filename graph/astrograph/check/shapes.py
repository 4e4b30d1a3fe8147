"""Validate a graph with SHACL, once for each way in which its nodes are built.

A validator looks at every node alike, and takes minutes for a large graph. But most nodes differ
only in what no shape looks at: which name, which day, which row. So each node gets a build, which
holds all that the shapes can see of it: its classes and roles, how many values each property has,
of which classes, datatypes, languages and lengths, and how they compare. Two nodes of one build
are alike to the shapes; pyshacl judges one of them. Where it objects, it judges the others too.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from itertools import count, groupby, islice, product
from typing import Any, NamedTuple

import pyoxigraph as ox
import pyshacl
import rdflib
from rdflib import RDF, RDFS, SH, XSD
from rdflib.collection import Collection

from astrograph.check.report import Problem
from astrograph.vocab import data_path, shrink

MOST_ALIKE = 500
"""How many nodes with one fault are judged singly; of the others only the number is told."""

COUNTS = (SH.minCount, SH.maxCount, SH.qualifiedMinCount, SH.qualifiedMaxCount)
LENGTHS = (SH.minLength, SH.maxLength)
BOUNDS = (SH.minInclusive, SH.maxInclusive)
PAIRS = (SH.lessThan, SH.lessThanOrEquals)
SEEN = {
    *COUNTS,
    *LENGTHS,
    *BOUNDS,
    *PAIRS,
    *(SH[name] for name in ("class", "datatype", "nodeKind", "in", "hasValue", "pattern")),
    *(SH[name] for name in ("languageIn", "uniqueLang", "or", "xone", "not", "property")),
    *(SH[name] for name in ("path", "message", "qualifiedValueShape", "alternativePath")),
    *(SH[name] for name in ("targetClass", "targetObjectsOf", "targetSubjectsOf")),
}
"""The terms of SHACL that a build has all the answers to."""

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_NUMBER = re.compile(r"-?\d{1,18}(\.\d{1,18})?")

_TYPE, _SUBCLASS = ox.NamedNode(str(RDF.type)), ox.NamedNode(str(RDFS.subClassOf))
_STRINGS = {str(XSD.string), str(RDF.langString)}
_NUMBERS = {str(XSD.decimal), str(XSD.integer)}
_BOOLEAN, _DATETIME = str(XSD.boolean), str(XSD.dateTime)

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Node = ox.NamedNode | ox.BlankNode
Build = Hashable
_NONE: frozenset[str] = frozenset()


def violations(engine: ox.Store) -> Iterator[Problem]:
    """Validate the default graph of an engine against the shapes of this package.

    Args:
        engine: The engine; it holds the ontology as well.

    Yields:
        Each violation, in no particular order.
    """
    graph = SeenGraph(engine, rdflib.Graph().parse(data_path("shapes.ttl"), format="turtle"))
    alike = {str(_rdflib(nodes[0])): nodes for nodes in graph.alike()}
    faulty = set()
    for where, problem in graph.judge(nodes[0] for nodes in alike.values()):
        faulty.add(where)
        yield problem
    for where in sorted(faulty):
        rest = alike[where][1:]
        for _, problem in graph.judge(rest[:MOST_ALIKE]):
            yield problem
        if len(rest) > MOST_ALIKE:
            more = f"{len(rest) - MOST_ALIKE} more are built like this one and have its faults"
            yield Problem("shape", shrink(where), more)


class SeenGraph:
    """A graph as some shapes see it.

    Args:
        engine: The graph, in the default graph of an engine.
        shapes: The shapes; they use no other terms of SHACL than those in `SEEN`.
    """

    def __init__(self, engine: ox.Store, shapes: rdflib.Graph) -> None:
        self._engine = engine
        self._shapes = shapes
        self._named = {str(node) for node in shapes.all_nodes() if isinstance(node, rdflib.URIRef)}
        self._steps = _steps(shapes)
        self._most = 1 + max(map(int, _values(shapes, COUNTS)), default=0)
        self._limits = {prop: _Limits.of(shapes, prop) for prop in self._steps}
        self._pairs = sorted(
            (str(shapes.value(shape, SH.path)), str(other))
            for kind in PAIRS
            for shape, other in shapes.subject_objects(kind)
        )
        self._compared = {each for pair in self._pairs for each in pair}
        self._above: dict[str, frozenset[str]] = {}
        self._classes = self._read_classes()
        self._beyond = self._count_beyond()

    def alike(self) -> list[list[Term]]:
        """Return the nodes that shapes target, those together that are alike to all shapes."""
        builds: dict[Build, int] = {}
        built: dict[Term, int] = {}
        roles: dict[Term, int] = defaultdict(int)
        as_subject, as_object = self._roles()
        for node, together in groupby(self._quads(None, None, None), key=lambda quad: quad.subject):
            quads = list(together)
            for quad in quads:
                prop = quad.predicate.value
                if prop in as_subject:
                    roles[node] |= as_subject[prop]
                if prop in as_object:
                    roles[quad.object] |= as_object[prop]
            if node in built:  # An engine may come back to a node.
                quads = list(self._quads(node, None, None))
            built[node] = builds.setdefault(self._build(node, quads), len(builds))
        targets = frozenset(self._objects(SH.targetClass))
        groups: dict[Hashable, list[Term]] = defaultdict(list)
        for node in {**built, **roles}:
            name = str(getattr(node, "value", ""))
            if node in roles or targets & self._classes.get(name, _NONE):
                alone = str(node) if isinstance(node, ox.Literal) else None
                groups[built.get(node), roles.get(node, 0), alone].append(node)
        return list(groups.values())

    def _roles(self) -> tuple[dict[str, int], dict[str, int]]:
        """Return the properties whose subjects, and those whose objects, some shape targets."""
        both = (self._objects(SH.targetSubjectsOf), self._objects(SH.targetObjectsOf))
        places = count()
        subjects, objects = ({prop: 1 << next(places) for prop in props} for props in both)
        return subjects, objects

    def _objects(self, target: rdflib.URIRef) -> list[str]:
        return sorted(map(str, set(self._shapes.objects(None, target))))

    # How a node is built

    def _read_classes(self) -> dict[str, frozenset[str]]:
        """Return the classes of every node, as far as the shapes name them or one above them."""
        found: dict[str, frozenset[str]] = {}
        for quad in self._quads(None, _TYPE, None):
            if isinstance(quad.object, ox.NamedNode | ox.BlankNode):
                node, above = (
                    str(getattr(quad.subject, "value", "")),
                    self._superclasses(quad.object),
                )
                known = found.get(node)
                found[node] = above if known is None or known <= above else known | above
        return found

    def _superclasses(self, kind: Node) -> frozenset[str]:
        """Return what the shapes name of a class (marked with ``=``) and of those above it."""
        if kind.value not in self._above:
            reached, new = {kind.value}, [kind]
            while new:
                for quad in self._quads(new.pop(), _SUBCLASS, None):
                    above = quad.object
                    if not isinstance(above, ox.NamedNode | ox.BlankNode):
                        continue
                    if above.value not in reached:
                        reached.add(above.value)
                        new.append(above)
            itself = {f"={kind.value}"} if kind.value in self._named else set()
            self._above[kind.value] = frozenset((reached & self._named) | itself)
        return self._above[kind.value]

    def _count_beyond(self) -> dict[str, Counter[str]]:
        """Count what nodes have of the properties to which paths go on from them."""
        onward = sorted({step for steps in self._steps.values() for step in steps})
        return {
            step: Counter(
                str(getattr(quad.subject, "value", ""))
                for quad in self._quads(None, ox.NamedNode(step), None)
            )
            for step in onward
        }

    def _build(self, node: Term, quads: list[ox.Quad]) -> Build:
        """Return all that the shapes can see of a node, but for its roles."""
        counted: Counter[Hashable] = Counter()
        compared: dict[str, list[Term]] = {}
        for quad in quads:
            prop = quad.predicate.value
            if prop in self._steps:
                counted[prop, self._value(prop, quad.object)] += 1
                if prop in self._compared:
                    compared.setdefault(prop, []).append(quad.object)
        name = str(getattr(node, "value", ""))
        return (
            type(node),
            name if name in self._named else None,
            self._classes.get(name),
            frozenset((each, min(number, self._most)) for each, number in counted.items()),
            self._order(compared),
        )

    def _value(self, prop: str, value: Term) -> Hashable:
        """Return all that the shapes can see of a value of a node."""
        if isinstance(value, ox.Literal):
            return _literal(value, self._limits[prop])
        if isinstance(value, ox.Triple):
            return str(value)
        name = value.value
        return (
            type(value),
            name if name in self._named else None,
            self._classes.get(name),
            *(min(self._beyond[step][name], self._most) for step in self._steps[prop]),
        )

    def _order(self, compared: "dict[str, list[Term]]") -> Hashable:
        """Say how the values of properties that shapes compare stand to each other."""
        return tuple(
            frozenset(_compare(one, other) for one, other in product(*values))
            for pair in self._pairs
            if all(values := [compared.get(prop, []) for prop in pair])
        )

    def _quads(
        self, subject: Node | None, predicate: ox.NamedNode | None, target: Term | None
    ) -> Iterator[ox.Quad]:
        return self._engine.quads_for_pattern(subject, predicate, target, ox.DefaultGraph())

    # What a validator says of some nodes

    def judge(self, nodes: Iterable[Term]) -> Iterator[tuple[str, Problem]]:
        """Validate some nodes; yield each violation with the node that it is about."""
        data = rdflib.Graph()
        for quad in self._quads(None, _SUBCLASS, None):
            data.add(_triple(quad))
        wanted = set()
        for node in nodes:
            wanted.add(str(_rdflib(node)))
            for quad in self._around(node):
                data.add(_triple(quad))
        _, results, _ = pyshacl.validate(
            data, shacl_graph=self._shapes, advanced=False, inplace=True
        )
        for result in results.subjects(RDF.type, SH.ValidationResult):
            where = str(results.value(result, SH.focusNode))
            if where in wanted:
                yield where, Problem("shape", shrink(where), _message(results, result))

    def _around(self, node: Term) -> Iterator[ox.Quad]:
        """Yield what shapes look at from a node, and one reason for each of its roles."""
        for prop in self._objects(SH.targetObjectsOf):
            yield from islice(self._quads(None, ox.NamedNode(prop), node), 1)
        if not isinstance(node, ox.NamedNode | ox.BlankNode):
            return
        for quad in self._quads(node, None, None):
            yield quad
            if isinstance(quad.object, ox.NamedNode | ox.BlankNode):
                for step in (str(RDF.type), *self._steps.get(quad.predicate.value, ())):
                    yield from self._quads(quad.object, ox.NamedNode(step), None)


def _steps(shapes: rdflib.Graph) -> dict[str, tuple[str, ...]]:
    """Return the properties at which paths begin, each with those that they go on to."""
    steps: dict[str, set[str]] = defaultdict(set)
    for path in shapes.objects(None, SH.path):
        either = shapes.value(path, SH.alternativePath)
        if isinstance(path, rdflib.URIRef):
            steps[str(path)].update()
        elif either is not None:
            for each in Collection(shapes, either):
                steps[str(each)].update()
        else:
            start, *onward = map(str, Collection(shapes, path))
            steps[start].update(onward)
    for kind in (SH.targetSubjectsOf, *PAIRS):
        for prop in shapes.objects(None, kind):
            steps[str(prop)].update()
    return {prop: tuple(sorted(onward)) for prop, onward in steps.items() if prop != str(RDF.type)}


class _Limits(NamedTuple):
    """What shapes ask of the texts and numbers that a property has as values."""

    lengths: list[int]
    bounds: list[Decimal]
    patterns: list[re.Pattern[str]]

    @classmethod
    def of(cls, shapes: rdflib.Graph, prop: str) -> "_Limits":
        def asked(*kinds: rdflib.URIRef) -> list[str]:
            """Return what is asked of the property, or (of which we cannot say) of any."""
            return sorted(
                {
                    str(value)
                    for kind in kinds
                    for shape, value in shapes.subject_objects(kind)
                    if str(shapes.value(shape, SH.path)) == prop
                    or not isinstance(shapes.value(shape, SH.path), rdflib.URIRef)
                }
            )

        return cls(
            sorted(map(int, asked(*LENGTHS))),
            sorted(map(Decimal, asked(*BOUNDS))),
            [re.compile(pattern) for pattern in asked(SH.pattern)],
        )


def _literal(value: ox.Literal, limits: _Limits) -> Hashable:
    """Return all that the shapes can see of a text, a number, an instant or a truth value."""
    text, datatype = value.value, value.datatype.value
    facts = (
        datatype,
        value.language,
        bisect_left(limits.lengths, len(text)),
        bisect_right(limits.lengths, len(text)),
        *[pattern.search(text) is not None for pattern in limits.patterns],
    )
    if datatype in _STRINGS:
        return facts
    number = _regular(value)
    if number is None:
        return (*facts, str(value))  # Whatever it is, it is like no other.
    if isinstance(number, Decimal):
        return (*facts, *[(number > each) - (number < each) for each in limits.bounds])
    return facts


def _values(shapes: rdflib.Graph, props: Iterable[rdflib.URIRef]) -> set[Any]:
    return {each for prop in props for each in shapes.objects(None, prop)}


def _regular(value: ox.Literal) -> "Decimal | str | None":
    """Return a number or an instant that is written in the usual way, a truth value as text."""
    text, datatype = value.value, value.datatype.value
    if datatype in _NUMBERS and _NUMBER.fullmatch(text):
        return None if "." in text and datatype.endswith("integer") else Decimal(text)
    if datatype == _BOOLEAN and text in {"true", "false"}:
        return text
    if datatype == _DATETIME and _INSTANT.fullmatch(text):
        try:
            datetime.fromisoformat(text)
        except ValueError:
            return None
        return text
    return None


def _compare(one: Term, other: Term) -> Hashable:
    """Say which of two values is the smaller one; what is not regular is like nothing else."""
    values = [_regular(each) if isinstance(each, ox.Literal) else None for each in (one, other)]
    if None in values or type(values[0]) is not type(values[1]):
        return (str(one), str(other))
    if one.datatype != other.datatype:  # type: ignore[union-attr]
        return (str(one), str(other))
    return (values[0] > values[1]) - (values[0] < values[1])  # type: ignore[operator]


def _rdflib(term: Term) -> "rdflib.term.Node":
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        plain = term.datatype.value in _STRINGS
        datatype = None if plain else rdflib.URIRef(term.datatype.value)
        return rdflib.Literal(term.value, datatype=datatype)
    raise TypeError(term)


def _triple(quad: ox.Quad) -> tuple["rdflib.term.Node", "rdflib.term.Node", "rdflib.term.Node"]:
    return (_rdflib(quad.subject), _rdflib(quad.predicate), _rdflib(quad.object))


def _message(results: rdflib.Graph, result: "rdflib.term.Node") -> str:
    parts = [str(results.value(result, SH.resultMessage) or "")]
    path = results.value(result, SH.resultPath)
    if isinstance(path, rdflib.URIRef):
        parts.insert(0, shrink(str(path)))
    value = results.value(result, SH.value)
    if value is not None:
        parts.append(f"(found {shrink(str(value))})")
    return " ".join(" ".join(parts).split())
