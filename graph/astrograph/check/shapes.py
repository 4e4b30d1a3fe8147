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
from itertools import islice, product
from typing import Any

import pyoxigraph as ox
import pyshacl
import rdflib
from rdflib import RDF, RDFS, SH, XSD
from rdflib.collection import Collection

from astrograph.check.report import Problem
from astrograph.vocab import data_path, shrink

MOST_KEPT = 1 << 18
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


def violations(engine: ox.Store) -> Iterator[Problem]:
    """Validate the default graph of an engine against the shapes of this package.

    Args:
        engine: The engine; it holds the ontology as well.

    Yields:
        Each violation, in no particular order.
    """
    graph = _Seen(engine, rdflib.Graph().parse(data_path("shapes.ttl"), format="turtle"))
    alike: dict[Build, list[Node | ox.Literal]] = defaultdict(list)
    for node, roles in graph.focus_nodes():
        alike[graph.build(node, roles)].append(node)
    first = {str(_rdflib(nodes[0])): nodes for nodes in alike.values()}
    faulty = set()
    for where, problem in graph.judge(nodes[0] for nodes in alike.values()):
        faulty.add(where)
        yield problem
    for where in sorted(faulty):
        rest = first[where][1:]
        for _, problem in graph.judge(rest[:MOST_ALIKE]):
            yield problem
        if len(rest) > MOST_ALIKE:
            more = f"{len(rest) - MOST_ALIKE} more are built like this one and have its faults"
            yield Problem("shape", shrink(where), more)


class _Seen:
    """A graph as some shapes see it."""

    def __init__(self, engine: ox.Store, shapes: rdflib.Graph) -> None:
        self._engine = engine
        self._shapes = shapes
        self._named = {str(node) for node in shapes.all_nodes() if isinstance(node, rdflib.URIRef)}
        self._steps = _steps(shapes)
        self._most = 1 + max(map(int, _values(shapes, COUNTS)), default=0)
        self._lengths = sorted(map(int, _values(shapes, LENGTHS)))
        self._bounds = sorted({Decimal(str(each)) for each in _values(shapes, BOUNDS)})
        self._patterns = [re.compile(str(each)) for each in sorted(_values(shapes, [SH.pattern]))]
        self._pairs = sorted(
            (str(shapes.value(shape, SH.path)), str(other))
            for kind in PAIRS
            for shape, other in shapes.subject_objects(kind)
        )
        self._compared = {each for pair in self._pairs for each in pair}
        self._classes: dict[str, frozenset[str]] = {}
        self._above: dict[str, frozenset[str]] = {}

    # Which nodes the shapes target

    def focus_nodes(self) -> list[tuple[Node | ox.Literal, int]]:
        """Return the nodes that shapes target, each with the roles for which they do."""
        roles: Counter[Node | ox.Literal] = Counter()
        for kind in self._objects(SH.targetClass):
            for each in self._subclasses(kind):
                for quad in self._quads(None, _TYPE, ox.NamedNode(each)):
                    roles.setdefault(quad.subject, 0)  # type: ignore[arg-type]
        for prop in self._objects(SH.targetSubjectsOf):
            for quad in self._quads(None, ox.NamedNode(prop), None):
                roles.setdefault(quad.subject, 0)  # type: ignore[arg-type]
        for place, prop in enumerate(self._objects(SH.targetObjectsOf)):
            for quad in self._quads(None, ox.NamedNode(prop), None):
                roles[quad.object] |= 1 << place  # type: ignore[index]
        return list(roles.items())

    def _objects(self, target: rdflib.URIRef) -> list[str]:
        return sorted(map(str, set(self._shapes.objects(None, target))))

    def _subclasses(self, kind: str) -> set[str]:
        found, new = {kind}, [kind]
        while new:
            above = ox.NamedNode(new.pop())
            for quad in self._quads(None, _SUBCLASS, above):
                below = str(getattr(quad.subject, "value", ""))
                if below not in found:
                    found.add(below)
                    new.append(below)
        return found

    # How a node is built

    def build(self, node: Node | ox.Literal, roles: int) -> Build:
        """Return all that the shapes can see of a node."""
        if isinstance(node, ox.Literal):
            return (str(node), roles)
        counted: Counter[Hashable] = Counter()
        types: list[Term] = []
        compared: dict[str, list[ox.Literal | Term]] = {}
        for quad in self._quads(node, None, None):
            prop = quad.predicate.value
            if prop in self._steps:
                counted[prop, self._value(prop, quad.object)] += 1
            elif prop == _TYPE.value:
                types.append(quad.object)
            if prop in self._compared:
                compared.setdefault(prop, []).append(quad.object)
        return (
            type(node),
            node.value if node.value in self._named else None,
            roles,
            self._named_classes(types),
            frozenset((each, min(number, self._most)) for each, number in counted.items()),
            self._order(compared),
        )

    def _value(self, prop: str, value: Term) -> Hashable:
        """Return all that the shapes can see of a value of a node."""
        if isinstance(value, ox.Literal):
            return self._literal(value)
        if isinstance(value, ox.Triple):
            return str(value)
        beyond = tuple(
            min(sum(1 for _ in self._quads(value, ox.NamedNode(step), None)), self._most)
            for step in self._steps[prop]
        )
        name = value.value if value.value in self._named else None
        return (type(value), name, self._classes_of(value), beyond)

    def _literal(self, value: ox.Literal) -> Hashable:
        text, datatype = value.value, value.datatype.value
        facts = (
            datatype,
            value.language,
            bisect_left(self._lengths, len(text)),
            bisect_right(self._lengths, len(text)),
            *[pattern.search(text) is not None for pattern in self._patterns],
        )
        if value.language or datatype in _STRINGS:
            return facts
        number = _regular(value)
        if number is None:
            return (*facts, str(value))  # Whatever it is, it is like no other.
        if isinstance(number, Decimal):
            return (*facts, tuple((number > each) - (number < each) for each in self._bounds))
        return facts

    def _order(self, compared: "dict[str, list[Term]]") -> Hashable:
        """Say how the values of properties that shapes compare stand to each other."""
        return tuple(
            frozenset(_compare(one, other) for one, other in product(*values))
            for pair in self._pairs
            if all(values := [compared.get(prop, []) for prop in pair])
        )

    def _classes_of(self, node: Node) -> frozenset[str]:
        """Return the classes that a node is in, as far as the shapes name them."""
        known = self._classes.get(node.value)
        if known is None:
            if len(self._classes) > MOST_KEPT:
                self._classes.clear()
            types = [quad.object for quad in self._quads(node, _TYPE, None)]
            known = self._classes[node.value] = self._named_classes(types)
        return known

    def _named_classes(self, types: list[Term]) -> frozenset[str]:
        """Return those of some classes, and of the classes above them, that the shapes name."""
        found: frozenset[str] = frozenset()
        for kind in types:
            if isinstance(kind, ox.NamedNode | ox.BlankNode):
                found |= self._superclasses(kind)
        return found

    def _superclasses(self, kind: Node) -> frozenset[str]:
        if kind.value not in self._above:
            reached, new = {kind.value}, [kind]
            while new:
                for quad in self._quads(new.pop(), _SUBCLASS, None):
                    above = quad.object
                    if (
                        isinstance(above, ox.NamedNode | ox.BlankNode)
                        and above.value not in reached
                    ):
                        reached.add(above.value)
                        new.append(above)
            self._above[kind.value] = frozenset(reached & self._named)
        return self._above[kind.value]

    def _quads(
        self, subject: Node | None, predicate: ox.NamedNode | None, target: Term | None
    ) -> Iterator[ox.Quad]:
        return self._engine.quads_for_pattern(subject, predicate, target, ox.DefaultGraph())

    # What a validator says of some nodes

    def judge(self, nodes: Iterable[Node | ox.Literal]) -> Iterator[tuple[str, Problem]]:
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

    def _around(self, node: Node | ox.Literal) -> Iterator[ox.Quad]:
        """Yield what shapes look at from a node, and one reason for each of its roles."""
        for prop in self._objects(SH.targetObjectsOf):
            yield from islice(self._quads(None, ox.NamedNode(prop), node), 1)
        if isinstance(node, ox.Literal):
            return
        for quad in self._quads(node, None, None):
            yield quad
            if not isinstance(quad.object, ox.Literal | ox.Triple):
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
