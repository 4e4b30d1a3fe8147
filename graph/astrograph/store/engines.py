"""Fill an RDF engine: read files into it, complete what it holds, derive for another instant."""

import atexit
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from astrograph.errors import StoreError
from astrograph.model import Edition, Record, Remainder
from astrograph.vocab import AG, ontology_path

if TYPE_CHECKING:
    import pyoxigraph as ox

    from astrograph.codec.decode import Content

_PLACE = re.compile(r"^.*? at line \d+ (between columns? .*?|column \d+.*?): ")


def load(paths: Iterable[Path], blank: str = "b") -> "ox.Store":
    """Read RDF files into an engine, by the format that each file's ending names.

    Args:
        paths: The files.
        blank: What the names of blank nodes begin with; they are canonical, so that the same
            files give the same names.

    Raises:
        StoreError: A file is missing, of an unknown format, or malformed; the line is named.
    """
    import pyoxigraph as ox

    engine = ox.Store()
    for path in paths:
        syntax = ox.RdfFormat.from_extension(path.suffix.lstrip(".").lower())
        if not path.exists():
            raise StoreError(f"no such file: {path}", hint="--store takes RDF files or a folder")
        if syntax is None:
            raise StoreError(
                f"cannot tell the RDF format of {path} from its ending",
                hint="known endings: ttl, trig, nt, nq, jsonld, rdf, owl, xml, n3",
            )
        try:
            engine.bulk_load(path=str(path), format=syntax, base_iri=path.resolve().as_uri())
        except SyntaxError as error:
            line = "" if error.lineno is None else f", line {error.lineno}"
            message = _PLACE.sub("", str(error.msg).splitlines()[0])
            raise StoreError(f"cannot read {path}{line}: {message}") from error
        except (OSError, ValueError) as error:
            raise StoreError(f"cannot read {path}: {error}") from error
    return _with_canonical_names(engine, blank)


def _with_canonical_names(engine: "ox.Store", blank: str) -> "ox.Store":
    """Name blank nodes anew, since the parser names them differently in every run.

    The names are those of RDFC-1.0 (W3C, "RDF Dataset Canonicalization", 2024).
    """
    import pyoxigraph as ox

    def renamed(term: "ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple") -> Any:  # noqa: ANN401
        if not isinstance(term, ox.BlankNode):
            return term
        return ox.BlankNode(term.value.replace("c14n", blank, 1))

    if not any(isinstance(end, ox.BlankNode) for q in engine for end in (q.subject, q.object)):
        return engine
    dataset = ox.Dataset(engine)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    named = ox.Store()
    named.bulk_extend(
        ox.Quad(renamed(q.subject), q.predicate, renamed(q.object), q.graph_name) for q in dataset
    )
    return named


def complete(engine: "ox.Store") -> "tuple[Content, Supplied]":
    """Decode an engine's RDF; where it holds claims, supply what it came without.

    Returns:
        The content, and what was supplied: the ontology, when the data came without it, and what
        lies in named graphs, since an unqualified pattern sees the default graph alone.
    """
    import pyoxigraph as ox

    from astrograph.codec.decode import decode

    content = decode(engine)
    supplied = Supplied(engine)
    if content.claims:
        supplied.add(quad for quad in engine if quad.graph_name != ox.DefaultGraph())
        if AG + "leads" not in content.relations:
            supplied.add(load([ontology_path()], blank="o"))
            content = decode(engine)
    return content, supplied


class Supplied:
    """What was changed in an engine, over what the data assert."""

    def __init__(self, engine: "ox.Store") -> None:
        """Begin with nothing changed."""
        self._engine = engine
        self._added: set[ox.Quad] = set()
        self._removed: set[ox.Quad] = set()

    def add(self, triples: "Iterable[ox.Triple | ox.Quad]") -> None:
        """Add triples to the default graph."""
        import pyoxigraph as ox

        quads = {ox.Quad(each.subject, each.predicate, each.object) for each in triples}
        new = {quad for quad in quads if quad not in self._engine}
        self._engine.bulk_extend(new)
        self._added |= new

    def replace(self, old: "Iterable[ox.Triple]", new: "Iterable[ox.Triple]") -> None:
        """Put triples in place of others."""
        import pyoxigraph as ox

        kept = set(new)
        for triple in set(old) - kept:
            quad = ox.Quad(*triple)
            if quad in self._engine:
                self._engine.remove(quad)
                self._removed.add(quad)
        self.add(kept)

    def asserted(self) -> "Iterator[ox.Quad]":
        """Yield what the data themselves assert, in canonical order."""
        own = {quad for quad in self._engine if quad not in self._added}
        yield from sorted(own | self._removed, key=str)


def records_of(data: "ox.Store", ontology: "ox.Store") -> "list[Record]":
    """Take RDF apart into records; what no other record carries becomes a remainder.

    Args:
        data: What to take apart.
        ontology: The classes and relations that it is written with.
    """
    from astrograph.codec.decode import decode
    from astrograph.codec.encode import encode_record

    content = decode([*data, *ontology])
    records = list(content_records(content))
    written = {quad for record in records for quad in encode_record(record)}
    left = "".join(f"{quad} .\n" for quad in sorted(set(data) - written, key=str))
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
