"""Fill an RDF engine: read files into it, complete what it holds, derive for another instant."""

import atexit
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from astrograph.errors import StoreError
from astrograph.model import Edition, Record, Remainder
from astrograph.vocab import AG, ontology_path

if TYPE_CHECKING:
    import pyoxigraph as ox

    from astrograph.codec.decode import Content


def load(paths: Iterable[Path]) -> "ox.Store":
    """Read RDF files into an engine, by the format that each file's ending names.

    Raises:
        StoreError: A file is missing, of an unknown format, malformed or hostile; the line is
            named.
    """
    import pyoxigraph as ox

    from astrograph.codec.blanks import name_blanks
    from astrograph.codec.syntax import read_quads

    engine = ox.Store()
    for path in paths:
        if not path.exists():
            raise StoreError(f"no such file: {path}", hint="--store takes RDF files or a folder")
        engine.bulk_extend(name_blanks(read_quads(path)))
    return engine


def complete(engine: "ox.Store") -> "tuple[Content, Supplied]":
    """Decode an engine's RDF; where it holds claims, supply what it came without.

    Returns:
        The content, and what was supplied: the ontology, when the data came without it, and what
        lies in named graphs, since an unqualified pattern sees the default graph alone.
    """
    import pyoxigraph as ox

    from astrograph.codec.decode import decode

    supplied = Supplied(engine)
    quads = list(engine)
    if any(quad.predicate.value == AG + "predicate" for quad in quads):
        supplied.add(quad for quad in quads if quad.graph_name != ox.DefaultGraph())
        supplied.add(_lacking(quads))
    return decode(engine), supplied


def _lacking(quads: "Collection[ox.Quad]") -> "tuple[ox.Quad, ...]":
    """Return the ontology where claims came without it."""
    claims = any(quad.predicate.value == AG + "predicate" for quad in quads)
    known = any(getattr(quad.subject, "value", "") == AG + "leads" for quad in quads)
    return ontology() if claims and not known else ()


@cache
def ontology() -> "tuple[ox.Quad, ...]":
    """Return the ontology that ships with the package."""
    return tuple(load([ontology_path()]))


class Kept:
    """Triples that were given, with which an engine is filled when one is wanted.

    Args:
        triples: The triples, each once, in no named graph.
    """

    def __init__(self, triples: "list[ox.Quad]") -> None:
        self._triples = triples
        self._lacking = _lacking(triples)

    def content(self) -> "Content":
        """Decode them, as `complete` does."""
        from astrograph.codec.decode import decode

        return decode(chain(self._triples, self._lacking))

    def filled(self) -> "Supplied":
        """Return a new engine, to which more may be supplied."""
        import pyoxigraph as ox

        engine = ox.Store()
        engine.bulk_extend(self._triples)
        supplied = Supplied(engine)
        supplied.add(self._lacking)
        return supplied

    def records(self) -> "Iterator[Record]":
        """Yield them as records, with what no other record carries."""
        yield from records_of(self._triples)

    def asserted(self) -> "Iterator[ox.Quad]":
        """Yield what the data themselves assert, in canonical order."""
        yield from sorted(self._triples, key=str)


class Supplied:
    """What was changed in an engine, over what the data assert.

    Args:
        engine: The engine, of which nothing has been changed yet.
    """

    def __init__(self, engine: "ox.Store") -> None:
        self.engine = engine
        self._added: set[ox.Quad] = set()
        self._removed: set[ox.Quad] = set()

    def add(self, triples: "Iterable[ox.Triple | ox.Quad]") -> None:
        """Add triples to the default graph."""
        import pyoxigraph as ox

        quads = {ox.Quad(each.subject, each.predicate, each.object) for each in triples}
        new = {quad for quad in quads if quad not in self.engine}
        self.engine.bulk_extend(new)
        self._added |= new

    def replace(self, old: "Iterable[ox.Triple]", new: "Iterable[ox.Triple]") -> None:
        """Put triples in place of others."""
        import pyoxigraph as ox

        kept = set(new)
        for triple in set(old) - kept:
            quad = ox.Quad(*triple)
            if quad in self.engine:
                self.engine.remove(quad)
                self._removed.add(quad)
        self.add(kept)

    def asserted(self) -> "Iterator[ox.Quad]":
        """Yield what the data themselves assert, in canonical order."""
        own = {quad for quad in self.engine if quad not in self._added}
        yield from sorted(own | self._removed, key=str)


def records_of(data: "Iterable[ox.Quad]") -> "list[Record]":
    """Take RDF apart into records; what no other record carries becomes a remainder.

    The classes and relations that it is written with are those of the shipped ontology.
    """
    from astrograph.codec.decode import decode
    from astrograph.codec.encode import encode_record

    given = list(data)
    content = decode([*given, *ontology()])
    records = list(content_records(content))
    written = {quad for record in records for quad in encode_record(record)}
    left = "".join(f"{quad} .\n" for quad in sorted(set(given) - written, key=str))
    return [*records, Remainder(left)] if left else records


def content_records(content: "Content") -> "Iterator[Record]":
    """Yield decoded content as records, in canonical order."""
    if content.edition != Edition():
        yield content.edition
    for kind in (content.sources, content.entities, content.claims):
        things: Mapping[str, Record] = kind
        yield from (thing for _, thing in sorted(things.items()))


def rederived(
    engine: "ox.Store", old: "Collection[ox.Triple]", new: "Collection[ox.Triple]"
) -> "ox.Store":
    """Copy an engine, with other direct triples.

    An engine on disk is copied by linking its files, which takes no time and no room.

    Args:
        engine: The engine to copy.
        old: Its own direct triples.
        new: Those to put in their place.
    """
    import pyoxigraph as ox

    copy = _linked(engine)
    if copy is None:
        copy = ox.Store()
        copy.bulk_extend(engine)
    stay = set(new)
    for triple in old:
        if triple not in stay:
            copy.remove(ox.Quad(*triple))
    gone = set(old)
    copy.extend(ox.Quad(*triple) for triple in new if triple not in gone)
    return copy


def _linked(engine: "ox.Store") -> "ox.Store | None":
    """Open a writable copy of an engine on disk, which goes with this process."""
    import shutil
    import tempfile

    import pyoxigraph as ox

    folder = Path(tempfile.mkdtemp(prefix="astrograph-"))
    try:
        engine.backup(str(folder / "copy"))
        copy = ox.Store(str(folder / "copy"))
    except (OSError, RuntimeError):
        shutil.rmtree(folder, ignore_errors=True)
        return None
    # The engine's own object cannot be watched, so the copy stays as long as the process.
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return copy
