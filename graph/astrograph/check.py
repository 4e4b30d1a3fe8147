"""Check a graph: does it follow the shapes, is every claim cited, do the hashes recompute."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from astrograph.errors import SourceTextError
from astrograph.vocab import SH, data_path, shrink

if TYPE_CHECKING:
    import rdflib

    from astrograph.model import Claim, Source
    from astrograph.sources import SourceTexts
    from astrograph.store import Store


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: what kind of check found it, where, and what it is."""

    kind: str
    where: str
    message: str


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked, and what is wrong.

    ``checked`` counts, by name, what was looked at; ``unseen`` names the sources whose texts were
    not at hand, so that their evidence could not be recomputed.
    """

    checked: dict[str, int]
    unseen: tuple[str, ...]
    problems: tuple[Problem, ...]


def check_store(store: "Store", texts: "SourceTexts | None" = None) -> Report:
    """Check a graph against the shapes, and its evidence against the texts that are at hand.

    Args:
        store: The graph.
        texts: The texts of its sources, as far as the user has them.

    Returns:
        The problems in canonical order, with what was and what could not be checked.
    """
    claims = list(store.claims())
    places = {place.iri for claim in claims for place in claim.evidence}
    sources = {source.iri: source for source in store.sources()}
    problems = [*_shapes(store), *_evidence(claims, sources, texts)]
    seen = {iri for iri, each in sources.items() if texts is not None and _at_hand(texts, each)}
    unseen = sorted(each.title for each in sources.values() if each.sha256 and each.iri not in seen)
    checked = {
        "triples": len(store.engine()),
        "claims": len(claims),
        "places of evidence": len(places),
        "source texts": len(seen),
    }
    ordered = sorted(set(problems), key=lambda each: (each.kind, each.where, each.message))
    return Report(checked, tuple(unseen), tuple(ordered))


def _at_hand(texts: "SourceTexts", source: "Source") -> bool:
    try:
        return texts.has(source)
    except SourceTextError:
        return False


def _evidence(
    claims: "list[Claim]", sources: "dict[str, Source]", texts: "SourceTexts | None"
) -> Iterator[Problem]:
    if texts is None:
        return
    for place in {place.iri: place for claim in claims for place in claim.evidence}.values():
        source = sources.get(place.source)
        try:
            words = texts.words(source, place)
        except SourceTextError as error:
            yield Problem("evidence", shrink(place.iri), error.message)
            continue
        if words is None and source is not None and texts.has(source):
            yield Problem("evidence", shrink(place.iri), "the place is not in the source's text")


def _shapes(store: "Store") -> Iterator[Problem]:
    """Validate the whole graph with SHACL."""
    import pyshacl
    import rdflib

    data = rdflib.Graph()
    data.parse(data=_n_triples(store.engine()), format="nt")
    shapes = rdflib.Graph().parse(data_path("shapes.ttl"), format="turtle")
    _, results, _ = pyshacl.validate(data, shacl_graph=shapes, advanced=False, inplace=True)
    for result in results.subjects(rdflib.RDF.type, rdflib.URIRef(SH + "ValidationResult")):
        yield Problem(
            "shape",
            shrink(str(results.value(result, rdflib.URIRef(SH + "focusNode")))),
            _message(results, result),
        )


def _n_triples(engine: ox.Store) -> str:
    dumped = engine.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    return "" if dumped is None else dumped.decode()


def _message(results: "rdflib.Graph", result: "rdflib.term.Node") -> str:
    import rdflib

    parts = [str(results.value(result, rdflib.URIRef(SH + "resultMessage")) or "")]
    path = results.value(result, rdflib.URIRef(SH + "resultPath"))
    if isinstance(path, rdflib.URIRef):
        parts.insert(0, shrink(str(path)))
    value = results.value(result, rdflib.URIRef(SH + "value"))
    if value is not None:
        parts.append(f"(found {shrink(str(value))})")
    return " ".join(" ".join(parts).split())
