"""Check a graph: does it follow the shapes, is every claim cited, do the hashes recompute."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from astrograph.check.report import Problem, Report
from astrograph.errors import SourceTextError
from astrograph.vocab import shrink

if TYPE_CHECKING:
    from astrograph.model import Evidence, Source
    from astrograph.sources import SourceTexts
    from astrograph.store import Store

__all__ = ["Problem", "Report", "check_store"]


def check_store(store: "Store", texts: "SourceTexts | None" = None) -> Report:
    """Check a graph against the shapes, and its evidence against the texts that are at hand.

    Args:
        store: The graph.
        texts: The texts of its sources, as far as the user has them.

    Returns:
        The problems in canonical order, with what was and what could not be checked.
    """
    from astrograph.check.shapes import violations

    sources = {source.iri: source for source in store.sources()}
    evidence = _Evidence(sources, texts)
    found = {*evidence.problems(store), *violations(store.engine())}
    seen = {iri for iri, each in sources.items() if texts is not None and _at_hand(texts, each)}
    unseen = sorted(each.title for each in sources.values() if each.sha256 and each.iri not in seen)
    checked = {
        "triples": len(store.engine()),
        "claims": evidence.claims,
        "places of evidence": len(evidence.places),
        "source texts": len(seen),
    }
    ordered = sorted(found, key=lambda each: (each.kind, each.where, each.message))
    return Report(checked, tuple(unseen), tuple(ordered))


def _at_hand(texts: "SourceTexts", source: "Source") -> bool:
    try:
        return texts.has(source)
    except SourceTextError:
        return False


class _Evidence:
    """The evidence of claims, each place of it looked at once."""

    def __init__(self, sources: "dict[str, Source]", texts: "SourceTexts | None") -> None:
        self.claims = 0
        self.places: set[str] = set()
        self._sources = sources
        self._texts = texts

    def problems(self, store: "Store") -> Iterator[Problem]:
        """Yield what is wrong with the evidence of all claims, as far as its texts are at hand."""
        for claim in store.claims():
            self.claims += 1
            for place in claim.evidence:
                if place.iri not in self.places:
                    self.places.add(place.iri)
                    message = None if self._texts is None else self._fault(self._texts, place)
                    if message is not None:
                        yield Problem("evidence", shrink(place.iri), message)

    def _fault(self, texts: "SourceTexts", place: "Evidence") -> str | None:
        source = self._sources.get(place.source)
        try:
            if texts.words(source, place) is not None or source is None or not texts.has(source):
                return None
        except SourceTextError as error:
            return error.message
        return "the place is not in the source's text"
