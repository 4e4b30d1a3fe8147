"""Fill an RDF engine: read files into it, complete what it holds, derive for another instant."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from astrograph import derive
from astrograph.errors import StoreError
from astrograph.model import Instant
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


def complete(engine: "ox.Store") -> "tuple[Content, dict[str, str]]":
    """Decode an engine's RDF; where it holds claims, supply what it came without.

    Returns:
        The content, and as N-Triples what was supplied: the ``ontology``, when the data came
        without it; what lies in named ``graphs``, since an unqualified pattern sees the default
        graph alone; and the ``direct`` triples that nobody had asserted.
    """
    import pyoxigraph as ox

    from astrograph.codec.decode import decode

    content = decode(engine)
    supplied = {"ontology": "", "graphs": "", "direct": ""}
    if content.claims:
        named = (quad for quad in engine if quad.graph_name != ox.DefaultGraph())
        supplied["graphs"] = _supply(engine, named)
        if AG + "leads" not in content.relations:
            supplied["ontology"] = _supply(engine, load([ontology_path()], blank="o"))
            content = decode(engine)
        direct = derive.direct_triples(engine, content.edition.date)
        supplied["direct"] = _supply(engine, direct)
    return content, supplied


def rederived(engine: "ox.Store", direct: str, instant: Instant) -> "ox.Store":
    """Copy an engine's graph into memory, with the direct triples of another instant.

    Args:
        engine: The engine to copy.
        direct: Its own direct triples, as N-Triples.
        instant: The instant to derive for.
    """
    import pyoxigraph as ox

    copy = ox.Store()
    copy.bulk_extend(engine)
    for triple in ox.parse(direct, format=ox.RdfFormat.N_TRIPLES):
        copy.remove(ox.Quad(*triple))
    _supply(copy, derive.direct_triples(copy, instant))
    return copy


def _supply(engine: "ox.Store", triples: "Iterable[ox.Triple | ox.Quad]") -> str:
    """Add triples to the default graph; return those that were new, as N-Triples."""
    import pyoxigraph as ox

    quads = (ox.Quad(each.subject, each.predicate, each.object) for each in triples)
    new = sorted({quad for quad in quads if quad not in engine}, key=str)
    engine.bulk_extend(new)
    return "".join(f"{quad.triple} .\n" for quad in new)
