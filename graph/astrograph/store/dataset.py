"""RDF files as they are, in the graphs that one puts them into: for SPARQL and nothing else."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyoxigraph as ox

    from astrograph.model import Instant, Stretch


class Dataset:
    """RDF that is asked as it stands: no ontology, no direct triples, no names are added.

    Args:
        data: The files whose triples make the default graph.
        named: The files of the named graphs, with the graphs' IRIs.
    """

    def __init__(self, data: Sequence[Path], named: Sequence[tuple[str, Path]] = ()) -> None:
        self._data = data
        self._named = named

    def engine(
        self,
        at: "Instant | None" = None,
        *,
        during: "Stretch | None" = None,
        known_by: "Instant | None" = None,
    ) -> "ox.Store":
        """Read the files into an engine.

        Raises:
            MisuseError: It is to be seen as of some time: that takes claims.
            StoreError: A file is missing, of an unknown format, malformed or hostile.
        """
        import pyoxigraph as ox

        from astrograph.codec.syntax import read_quads
        from astrograph.errors import MisuseError

        if at or during or known_by:
            raise MisuseError(
                "--data and --named are asked as they stand, not as of some time",
                hint="open them with --store for that: astrograph --store FILE query --at ...",
            )
        engine = ox.Store()
        for path in self._data:
            engine.extend(read_quads(path, fresh_blanks=True))
        for iri, path in self._named:
            graph = ox.NamedNode(iri)
            engine.add_graph(graph)
            engine.extend(
                ox.Quad(quad.subject, quad.predicate, quad.object, graph)
                for quad in read_quads(path, fresh_blanks=True)
            )
        return engine
