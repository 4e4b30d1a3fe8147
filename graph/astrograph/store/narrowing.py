"""Narrow claims down: what they must be like, and how an index is asked for those alone."""

import json
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from astrograph.model import Claim, Iri, Stretch

HOLDING = """
SELECT times.id FROM times
LEFT JOIN moment AS begun ON begun.id = began LEFT JOIN moment AS over ON over.id = ended
WHERE (begun.earliest IS NULL OR begun.earliest <= :until)
AND (over.latest IS NULL OR over.latest >= :since)
"""
BEGINNING = """
SELECT times.id FROM times
JOIN moment AS start ON start.id = began LEFT JOIN moment AS finish ON finish.id = ended
WHERE (start.earliest IS NULL OR start.earliest <= :to)
AND coalesce(start.latest, finish.latest, :from) >= :from
"""
MANNERS = {
    "relations": "relation IN (SELECT id FROM thing"
    " WHERE iri IN (SELECT value FROM json_each(:relations)))",
    "statuses": "status IN (SELECT value FROM json_each(:statuses))",
    "modalities": "modality IN (SELECT value FROM json_each(:modalities))",
}
CITED = """
claim.cited IN (SELECT cited FROM citation
  WHERE source IN (SELECT value FROM json_each(:sources)))
"""


class Narrowing(NamedTuple):
    """What claims must be like; of several values any will do, and none at all leaves it open.

    Attributes:
        relations: Relations by IRI.
        statuses: Local names of statuses.
        modalities: Local names of modalities.
        sources: Which they cite, as evidence or as the primary one, by IRI.
        holds: They hold, or may hold, at some instant from a first to a last one.
        begins: They begin, or may begin, at some instant from a first to a last one.
    """

    relations: "tuple[Iri, ...]" = ()
    statuses: tuple[str, ...] = ()
    modalities: tuple[str, ...] = ()
    sources: "tuple[Iri, ...]" = ()
    holds: "Stretch | None" = None
    begins: "Stretch | None" = None

    def passes(self, claim: "Claim") -> bool:
        """Say whether a claim is like that."""
        allowed = (
            (claim.predicate, self.relations),
            (claim.status, self.statuses),
            (claim.modality, self.modalities),
        )
        return (
            all(not values or value in values for value, values in allowed)
            and (not self.sources or not claim.cited.isdisjoint(self.sources))
            and (self.holds is None or claim.holds.meets(*self.holds) is not None)
            and (self.begins is None or claim.holds.begins(*self.begins) is not None)
        )

    @property
    def lasting(self) -> "Narrowing":
        """Return what of it no later claim can change: a claim's status and times may change."""
        return self._replace(statuses=(), holds=None, begins=None)

    def condition(self, *, one_by_one: bool) -> tuple[str, dict[str, str]]:
        """Write it as SQL, for a query of the table ``claim``.

        Args:
            one_by_one: Whether the claims are found otherwise, and only looked at; else the times
                that fit are listed first, and the claims found by them.

        Returns:
            The condition, and the values of its parameters.
        """
        values = {name: getattr(self, name) for name in (*MANNERS, "sources")}
        given = {name: json.dumps(some) for name, some in values.items() if some}
        manners = [asked for name, asked in MANNERS.items() if name in given]
        parts = ["true"]
        if manners:
            parts.append(f"claim.manner IN (SELECT id FROM manner WHERE {' AND '.join(manners)})")
        if "sources" in given:
            parts.append(CITED)
        for times, stretch, names in (
            (HOLDING, self.holds, ("since", "until")),
            (BEGINNING, self.begins, ("from", "to")),
        ):
            if stretch is not None:
                given |= zip(names, stretch, strict=True)
                parts.append(
                    f"EXISTS ({times} AND times.id = claim.times)"
                    if one_by_one
                    else f"claim.times IN ({times})"
                )
        return " AND ".join(parts), given


ANY = Narrowing()
"""Whatever they are like."""
