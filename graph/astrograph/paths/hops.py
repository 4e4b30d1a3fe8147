"""Say by which statements a hop leads from one entity to another, under the filters."""

from typing import TYPE_CHECKING

from astrograph import derive
from astrograph.model import Claim, Clock, Hop, Iri, Statement
from astrograph.standing import STANDINGS, UNDISPUTED, standing

if TYPE_CHECKING:
    from astrograph.paths.options import PathOptions
    from astrograph.store import Store

TENSE_ORDER = {"present": 0, "past": 1, "plan": 2}


class Hops:
    """What connects two entities, as far as the filters let it count.

    Args:
        store: The graph, as it is known at the time that is asked for.
        options: The filters.
        undisputed: Whether only undisputed statements count.
    """

    def __init__(self, store: "Store", options: "PathOptions", *, undisputed: bool = False) -> None:
        self._store, self._options, self._undisputed = store, options, undisputed
        self._known: dict[tuple[Iri, Iri], tuple[Statement, ...]] = {}

    def between(self, here: Iri, there: Iri) -> tuple[Statement, ...]:
        """Return the statements by which a hop leads from an entity to another, the main first."""
        ends = (here, there)
        if ends not in self._known:
            options = self._options
            stated = self._store.between(here, there, status=options.status, **options.clock)
            leading = (said for said in stated if self._leads(said, here))
            counting = [said for each in leading if (said := self._counted(each)) is not None]
            counting.sort(key=lambda said: (TENSE_ORDER[said.tense], -len(said.claims), said.key))
            self._known[ends] = tuple(counting)
        return self._known[ends]

    def hop(self, here: Iri, there: Iri) -> Hop:
        """Return the hop from one entity to another, which statements have to connect."""
        main, *also = self.between(here, there)
        return Hop(main, main.subject == here, tuple(also), standing(self._store, main))

    def firmness(self, hop: Hop) -> tuple[int, float, int]:
        """Return how firmly a hop stands, greater for firmer ones.

        How it stands counts first, then the curator's confidence, then how many sources there are.
        """
        claims = self._claims(hop.statement)
        return (
            -STANDINGS.index(hop.standing),
            max((claim.confidence or 0.0 for claim in claims), default=0.0),
            len({source for claim in claims for source in origins(claim)}),
        )

    def _leads(self, said: Statement, here: Iri) -> bool:
        """Say whether a statement is of a relation to walk, and may be walked from an entity."""
        if not self._options.allows(said):
            return False
        if not self._options.directed or said.subject == here:
            return True
        return self._store.relation(said.relation).symmetric

    def _counted(self, said: Statement) -> Statement | None:
        """Return a statement as the claims that count make it; ``None`` if they do not."""
        options = self._options
        if options.source or options.min_sources:
            claims = self._claims(said)
            counting = [claim for claim in claims if self._cites(claim)]
            sources = {source for claim in counting for source in origins(claim)}
            if not counting or len(sources) < options.min_sources:
                return None
            if len(counting) < len(claims):
                said = self._restated(said, counting)
        if self._undisputed and standing(self._store, said) != UNDISPUTED:
            return None
        return said

    def _cites(self, claim: Claim) -> bool:
        wanted = self._options.source
        return not wanted or any(source in wanted for source in _cited(claim))

    def _restated(self, said: Statement, claims: list[Claim]) -> Statement:
        """Return a statement as some of its claims alone make it."""
        stretch = Clock(self._options.at, self._options.during).stretch
        when = stretch or self._store.edition.date
        made = derive.statements(claims, when, holding=stretch is not None)
        same = (each for each in made if each.key == said.key)
        return next(same, said._replace(claims=tuple(claim.iri for claim in claims)))

    def _claims(self, said: Statement) -> list[Claim]:
        return [claim for iri in said.claims if (claim := self._store.claim(iri)) is not None]


def _cited(claim: Claim) -> set[Iri]:
    """Return the sources that a claim cites."""
    return {place.source for place in claim.evidence} | {claim.primary_source or ""} - {""}


def origins(claim: Claim) -> set[Iri]:
    """Return the sources that tell a claim: the primary one, which others only pass on, if any."""
    if claim.primary_source is not None:
        return {claim.primary_source}
    return {place.source for place in claim.evidence}
