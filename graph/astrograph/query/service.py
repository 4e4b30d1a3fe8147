"""Find paths within a query: the service ``ag:paths``.

::

    SELECT ?step ?claim ?said {
      SERVICE ag:paths {
        ?path ag:pathFrom id:DmitryRogozin ; ag:pathTo id:ISS ; opt:max-hops 4 ; ag:step ?step .
        ?step ag:stepClaim ?claim .
      }
      ?claim ag:paraphrase ?said .
    }

Nothing is asked over the network: the block is a pattern over the RDF of the answer to a path
look-up, which is what ``astrograph path --format ttl`` writes of the paths. ``ag:pathFrom`` and
``ag:pathTo`` say between which entities, and the properties under ``opt:`` are the options of that
command. What fits the pattern is put into the query as values, and joins with the rest of it.
That a reserved IRI stands for a search is what GraphDB and QLever do as well.
"""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple, cast

from astrograph.errors import MisuseError, QuerySyntaxError
from astrograph.model import Clock
from astrograph.paths import PathOptions, find_paths
from astrograph.paths.options import RANKS, STATUSES
from astrograph.query.isolated import late
from astrograph.query.text import VettedQuery
from astrograph.query.tokens import tokens
from astrograph.resolve import resolve_entity, resolve_relation, resolve_type
from astrograph.selection import find_sources
from astrograph.vocab import AG

if TYPE_CHECKING:
    import pyoxigraph as ox

    from astrograph.model import EntityPath
    from astrograph.store import Store

    Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

SERVICE = AG + "paths"
OPTION = "https://w3id.org/astrograph/option/"
PATH = "urn:astrograph:"
NUMBERS = {"k": 100, "max-hops": 20, "min-sources": 100}
"""The options that are numbers, with the most that each may be."""

SWITCH = {"true": True, "1": True, "false": False, "0": False}

_OPENING = re.compile(
    rf"\bSERVICE\s*(?:SILENT\b\s*)?(?:ag:paths(?![\w.:%-])|<{re.escape(SERVICE)}>)\s*\{{",
    re.IGNORECASE,
)


class Block(NamedTuple):
    """A block of a query that asks for paths: what stands for it meanwhile, and its pattern."""

    mark: str
    pattern: str


def cut_blocks(text: str) -> tuple[str, list[Block]]:
    """Take the blocks that ask for paths out of a query.

    Returns:
        The query with a mark for each block, on the same lines, and the blocks.

    Raises:
        QuerySyntaxError: A block does not end.

    >>> cut_blocks("SELECT * { SERVICE ag:paths { ?p ag:pathTo id:ISS } }")[1][0].pattern
    ' ?p ag:pathTo id:ISS '
    """
    pieces: list[str] = []
    blocks: list[Block] = []
    if not _OPENING.search(text):
        return text, blocks
    done = 0
    for token in tokens(text):
        opening = _OPENING.match(text, token.start) if token.kind == "word" else None
        if opening is None or token.start < done:
            continue
        end = _closing(text, opening.end())
        pattern = text[opening.end() : end]
        shown = " ".join(dict.fromkeys(_tokens(pattern, "variable")))
        mark = f"VALUES ({shown}) {{ <{PATH}block{len(blocks)}> }}"
        lines = "\n" * text.count("\n", token.start, end)
        pieces += [text[done : token.start], mark, lines]
        blocks.append(Block(mark, pattern))
        done = end + 1
    return "".join([*pieces, text[done:]]), blocks


def answered(
    store: "Store", vetted: VettedQuery, block: Block, given: "Mapping[str, Term]", clock: Clock
) -> str:
    """Find the paths that a block asks for, and write what fits its pattern as values.

    Args:
        store: The graph to walk.
        vetted: The query that the block was taken from; it knows the prefixes.
        block: The block.
        given: Values for variables.
        clock: The times that are asked for.

    Raises:
        QuerySyntaxError: The pattern is malformed, or holds something that is refused.
        MisuseError: It does not say between which entities, or an option makes no sense.
    """
    import pyoxigraph as ox

    prefixes = {"opt": OPTION, **vetted.prefixes}
    declared = "".join(f"PREFIX {name}: <{iri}> " for name, iri in prefixes.items())
    pattern = VettedQuery(f"{declared}\nSELECT * {{{block.pattern}}}").prepared()
    settings = _settings(block.pattern, prefixes, given)
    found = find_paths(store, *_ends(store, settings), _options(store, settings, clock))
    if found.cap is not None and found.cap.kind == "time":
        raise late(found.cap.limit)
    answer = ox.Store()
    for number, path in enumerate(found.paths, start=1):
        answer.extend(_quads(path, number, settings))
    try:
        names = [f"?{name}" for name in given if f"?{name}" in _tokens(block.pattern, "variable")]
        held = {ox.Variable(name[1:]): given[name[1:]] for name in names}
        rows = answer.query(pattern, substitutions=held)
    except SyntaxError as error:
        raise QuerySyntaxError(f"bad query: in SERVICE ag:paths: {error}") from None
    return _values(cast("ox.QuerySolutions", rows))


def _closing(text: str, start: int) -> int:
    """Return where the brace closes that was opened before a place."""
    depth = 1
    for token in tokens(text, start):
        if token.text in {"{", "}"}:
            depth += 1 if token.text == "{" else -1
            if depth == 0:
                return token.start
    raise QuerySyntaxError("bad query: the block of SERVICE ag:paths does not end")


def _tokens(text: str, *kinds: str) -> Iterator[str]:
    """Yield the tokens of some kinds, or of all."""
    for token in tokens(text):
        if token.kind in kinds or not kinds:
            yield token.text


def _settings(
    pattern: str, prefixes: Mapping[str, str], given: "Mapping[str, Term]"
) -> "dict[str, list[Term]]":
    """Return what a pattern says of the search: its properties, with their objects."""
    wanted = {AG + "pathFrom", AG + "pathTo"}
    pieces = [*_tokens(pattern), "."]
    found: dict[str, list[Term]] = {}
    for place, token in enumerate(pieces):
        iri = _expanded(token, prefixes)
        if iri is None or not (iri in wanted or iri.startswith(OPTION)):
            continue
        objects, rest = found.setdefault(iri, []), place
        while rest == place or pieces[rest] == ",":
            written, rest = _object(pieces, rest + 1)
            term = _term(written, token, prefixes, given)
            objects += [] if term in objects else [term]
    return found


def _object(pieces: list[str], place: int) -> tuple[str, int]:
    """Return the object that begins at a place, which may have several tokens, and where it ends.

    >>> _object(["-", "1", "."], 0), _object(["'x'", "@en", "."], 0), _object(["2", "."], 0)
    (('-1', 2), ("'x'@en", 2), ('2', 1))
    """
    end = place + 1
    first, *after = pieces[place : place + 4]
    if first in {"-", "+"} or (first[0] in "\"'" and after[0].startswith("@")):
        end += 1
    elif first[0] in "\"'" and after[:2] == ["^", "^"]:
        end += 3
    return "".join(pieces[place:end]), end


def _expanded(token: str, prefixes: Mapping[str, str]) -> str | None:
    if token.startswith("<"):
        return token[1:-1]
    prefix, colon, rest = token.partition(":")
    return prefixes[prefix] + rest if colon and prefix in prefixes else None


def _term(
    token: str, said: str, prefixes: Mapping[str, str], given: "Mapping[str, Term]"
) -> "Term":
    """Return the term that a token stands for."""
    import pyoxigraph as ox

    if token[0] in "?$":
        if token[1:] not in given:
            raise MisuseError(
                f"SERVICE ag:paths: {said} needs a value, and {token} has none",
                hint=f"name it in the block, or give it with --bind {token[1:]}=...",
            )
        return given[token[1:]]
    declared = "".join(f"@prefix {name}: <{iri}> ." for name, iri in prefixes.items())
    try:
        (quad,) = ox.parse(f"{declared} <x:> <x:> {token} .", format=ox.RdfFormat.TURTLE)
    except (SyntaxError, ValueError):
        raise QuerySyntaxError(f"bad query: {said} {token} makes no sense") from None
    return cast("Term", quad.object)


def _ends(store: "Store", settings: "Mapping[str, list[Term]]") -> tuple[str, str]:
    """Return the names or IRIs of the two entities."""
    ends = []
    for name in ("pathFrom", "pathTo"):
        objects = settings.get(AG + name, [])
        if len(objects) != 1:
            raise MisuseError(
                f"SERVICE ag:paths needs one ag:{name}",
                hint="such as: ?path ag:pathFrom id:DmitryRogozin ; ag:pathTo id:ISS",
            )
        ends.append(resolve_entity(store, _text(objects[0])).iri)
    return ends[0], ends[1]


def _text(term: "Term") -> str:
    return str(getattr(term, "value", term))


def _options(store: "Store", settings: "Mapping[str, list[Term]]", clock: Clock) -> PathOptions:
    """Return the options that a pattern gives, named as those of ``astrograph path``."""
    readers = {
        "via": lambda text: resolve_entity(store, text).iri,
        "avoid": lambda text: resolve_entity(store, text).iri,
        "relation": lambda text: resolve_relation(store, text),
        "without": lambda text: resolve_relation(store, text),
        "type": lambda text: resolve_type(store, text),
    }
    options: dict[str, object] = clock._asdict()
    for iri, objects in settings.items():
        name, texts = iri.removeprefix(OPTION), [_text(each) for each in objects]
        key = name.replace("-", "_")
        if not iri.startswith(OPTION):
            continue
        if name in readers:
            options[key] = tuple(map(readers[name], texts))
        elif name == "source":
            options[key] = tuple(sorted({i for each in texts for i in find_sources(store, each)}))
        elif name in NUMBERS:
            options[key] = _number(name, _only(name, texts))
        elif name in _CHOICES:
            options[key] = _chosen(name, _only(name, texts))
        else:
            known = ", ".join([*NUMBERS, *readers, "source", *_CHOICES])
            raise MisuseError(f"SERVICE ag:paths has no opt:{name}", hint=f"it has: {known}")
    return PathOptions(**options)  # type: ignore[arg-type]


def _only(name: str, texts: list[str]) -> str:
    if len(texts) > 1:
        told = " and ".join(map(repr, texts))
        raise MisuseError(f"opt:{name} has one value, not several: {told}")
    return texts[0]


def _number(name: str, text: str) -> int:
    most = NUMBERS[name]
    if not text.isdecimal() or not 1 <= int(text) <= most:
        raise MisuseError(f"opt:{name} is a number from 1 to {most}, not {text!r}")
    return int(text)


_CHOICES: Mapping[str, Mapping[str, object]] = {
    "directed": SWITCH,
    "status": {name.lower(): name for name in (*STATUSES, "any")},
    "rank": {name: name for name in RANKS},
}
"""The options that have one of a few values, each with what its values stand for."""


def _chosen(name: str, text: str) -> object:
    """Return what a value of an option stands for that has one of a few."""
    known = _CHOICES[name]
    chosen = known.get(text.removeprefix(AG).lower())
    if chosen is None:
        listed = ", ".join(dict.fromkeys(map(str, known.values() if name == "status" else known)))
        raise MisuseError(f"opt:{name} is one of {listed}, not {text!r}")
    return chosen


def _quads(
    path: "EntityPath", number: int, settings: "Mapping[str, list[Term]]"
) -> "Iterator[ox.Quad]":
    """Yield a path as RDF, with what was said of the search on it, so that the pattern fits."""
    import pyoxigraph as ox

    from astrograph.paths.rdf import path_triples

    def named(name: str) -> ox.NamedNode:
        return ox.NamedNode(PATH + name)

    for triple in path_triples(path, number, named):
        yield ox.Quad(triple.subject, triple.predicate, triple.object)
    for iri, objects in settings.items():
        for term in objects:
            yield ox.Quad(named(f"path{number}"), ox.NamedNode(iri), term)


def _values(rows: "ox.QuerySolutions") -> str:
    names = [variable.value for variable in rows.variables]
    written = (
        "(" + " ".join("UNDEF" if row[name] is None else str(row[name]) for name in names) + ")"
        for row in rows
    )
    return f"VALUES ({' '.join(f'?{name}' for name in names)}) {{ {' '.join(written)} }}"
