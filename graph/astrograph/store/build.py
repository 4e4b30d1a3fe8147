"""Build stores: an index, who is beside whom, and an engine, all from the same records."""

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from astrograph import derive
from astrograph.disagreement import REASONER
from astrograph.errors import StoreError
from astrograph.model import Record, Remainder
from astrograph.store.adjacency import Adjacency, Packed
from astrograph.store.index import Index
from astrograph.store.packing import pack
from astrograph.store.writer import IndexWriter
from astrograph.vocab import read_relations

if TYPE_CHECKING:
    import pyoxigraph as ox

    from astrograph.codec.decode import Content
    from astrograph.store.engines import Supplied
    from astrograph.store.local import LocalStore

INDEX, ADJACENCY, ENGINE = "index.sqlite", "adjacency", "oxigraph"

AT_ONCE = 100_000
"""How many quads the engine is given at once."""

Progress = Callable[[str, int, int], None]
"""Is told what is being done, how much of it is done, and how much there is (0: not known)."""


def build_store(
    records: Iterable[Record],
    folder: Path,
    *,
    progress: Progress | None = None,
    engine: bool = True,
) -> None:
    """Compile records into a store folder, aside, and put it in place whole.

    Memory hardly grows with the records: by some bytes for each entity, and by what is distinct of
    manners, times and sets of sources. Ten million claims may be streamed in.

    Args:
        records: What to compile; of two with one IRI the first stands.
        folder: The folder to make; one that is there and not a whole store is replaced.
        progress: Is told how far the work is.
        engine: Whether to fill the SPARQL engine as well, which takes most of the time; otherwise
            it is filled when the first query asks for it, and all else is answered without it.

    Raises:
        StoreError: The folder cannot be written.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    tell = progress or _silent
    try:
        index = _write_index(_counted(records, tell), building / INDEX)
        try:
            tell("packing", 0, 1)
            with (building / ADJACENCY).open("wb") as file:
                pack(index, file, building)
            tell("packing", 1, 1)
            if engine:
                fill_engine(index, building / ENGINE, progress=progress)
        finally:
            index.close()
        if folder.exists() and not is_whole(folder):
            shutil.rmtree(folder, ignore_errors=True)
        building.rename(folder)
    except (OSError, sqlite3.Error) as error:
        # Another process may have finished first; its result is equal to ours.
        if not is_whole(folder):
            raise StoreError(f"cannot write the store {folder}: {error}") from error
    finally:
        shutil.rmtree(building, ignore_errors=True)


def fill_engine(index: Index, place: Path, *, progress: Progress | None = None) -> None:
    """Fill a SPARQL engine in a new folder from an index, aside, and put it in place whole.

    Raises:
        StoreError: The folder cannot be written.
    """
    import pyoxigraph as ox

    building = Path(tempfile.mkdtemp(prefix=f".{place.name}-", dir=place.parent))
    try:
        engine = ox.Store(str(building / "new"))
        _fill(engine, index, progress or _silent)
        engine.flush()
        del engine
        (building / "new").rename(place)
    except OSError as error:
        if not (place / "CURRENT").is_file():
            raise StoreError(f"cannot write the store {place}: {error}") from error
    finally:
        shutil.rmtree(building, ignore_errors=True)


def in_memory(location: str, records: Iterable[Record]) -> "LocalStore":
    """Make a store of records in memory."""
    from astrograph.store.local import LocalStore

    index = _write_index(records, None)

    def start() -> "ox.Store":
        import pyoxigraph as ox

        engine = ox.Store()
        _fill(engine, index, _silent)
        return engine

    return LocalStore(location, index, start)


def packed(index: Index) -> Adjacency:
    """Pack who is beside whom by an index, in memory."""
    memory = BytesIO()
    pack(index, memory)
    return Adjacency(Packed(memory.getbuffer()))


def around(location: str, engine: "ox.Store") -> "LocalStore":
    """Make a store around an engine that holds RDF; what that came without is supplied."""
    from astrograph.store.engines import complete
    from astrograph.store.local import LocalStore

    content, supplied = complete(engine)
    index = _of_content(content)
    _supply(supplied, index)
    return LocalStore(location, index, lambda: engine, supplied=supplied)


def of_triples(location: str, triples: "list[ox.Quad]") -> "LocalStore":
    """Make a store of triples, as `around` does, but for its engine, which starts when wanted.

    Args:
        location: Where the graph comes from, in words.
        triples: The triples, each once.
    """
    from astrograph.store.engines import Kept
    from astrograph.store.local import LocalStore

    kept = Kept(triples)
    index = _of_content(kept.content())

    def start() -> "ox.Store":
        supplied = kept.filled()
        _supply(supplied, index)
        return supplied.engine

    return LocalStore(location, index, start, supplied=kept)


def _of_content(content: "Content") -> Index:
    from astrograph.store.engines import content_records

    writer = IndexWriter()
    for record in content_records(content):
        writer.add(record)
    writer.state(content.statements)
    return writer.finish(content.relations)


def _supply(supplied: "Supplied", index: Index) -> None:
    """Supply an engine with what rules add to the claims that it holds."""
    from astrograph.codec.encode import encode, encode_entity

    for iri, overlay in index.overlays():
        claim = index.as_asserted(iri)
        if claim is not None:
            supplied.replace(encode(claim), encode(claim.under(overlay)))
            supplied.add(encode_entity(REASONER))
    supplied.add(_direct(index))


def is_whole(folder: Path) -> bool:
    """Say whether a folder holds a compiled store; its engine may be still to be filled."""
    try:
        index = Index.open(folder / INDEX)
        try:
            Adjacency.open(folder / ADJACENCY, index.stamp())
        finally:
            index.close()
    except StoreError:
        return False
    return True


def _write_index(records: Iterable[Record], path: Path | None) -> Index:
    import pyoxigraph as ox

    from astrograph.store.engines import ontology

    writer = IndexWriter(path)
    triples: list[ox.Quad] = list(ontology())
    for record in records:
        writer.add(record)
        if isinstance(record, Remainder):
            triples += ox.parse(record.text, format=ox.RdfFormat.N_QUADS)
    return writer.finish(read_relations(triples))


def _fill(engine: "ox.Store", index: Index, tell: Progress) -> None:
    import pyoxigraph as ox

    from astrograph.codec.encode import encode_record
    from astrograph.store.engines import ontology

    records = _counted(index.effective(), tell, "filling the engine", index.size())
    engine.bulk_extend(ontology())
    _extend(engine, (quad for record in records for quad in encode_record(record)))
    _extend(engine, (ox.Quad(*triple) for triple in _direct(index)))


def _extend(engine: "ox.Store", quads: "Iterator[ox.Quad]") -> None:
    """Add quads some at a time: the engine holds in memory what it is given at once."""
    for first in quads:
        engine.bulk_extend(chain([first], islice(quads, AT_ONCE - 1)))


def _direct(index: Index) -> "Iterator[ox.Triple]":
    from astrograph.codec.encode import encode_direct

    counting = (claim for claim, superseded in index.counting() if not superseded)
    made = derive.direct(counting, index.relations(), index.edition().date)
    return (encode_direct(*each) for each in made)


def _counted(
    records: Iterable[Record], tell: Progress, doing: str = "reading", total: int = 0
) -> Iterator[Record]:
    number = 0
    for number, record in enumerate(records, 1):
        if number % 1000 == 0:
            tell(doing, number, total)
        yield record
    tell(doing, number, number)


def _silent(doing: str, done: int, total: int) -> None:
    """Tell nobody."""
