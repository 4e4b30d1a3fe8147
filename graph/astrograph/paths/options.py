"""What a path must be like."""

from typing import NamedTuple, TypedDict

from astrograph.model import Instant, Iri, Statement, Stretch

STATUSES = ("Accepted", "Reported", "Disputed", "Superseded", "Rejected", "Inferred")
"""By claims of which status a path can be asked for, beside ``any``."""

RANKS = ("informative", "length")


class ClockOptions(TypedDict):
    """The times that are asked for, as the store takes them."""

    at: Instant | None
    during: Stretch | None
    known_by: Instant | None


class PathOptions(NamedTuple):
    """What a path must be like. Entities, relations and sources are IRIs; times are instants.

    Attributes:
        k: How many paths to find at most.
        max_hops: How long they may be.
        via: Entities that each must meet, in any order.
        avoid: Entities that none may meet.
        relation: Only by these relations; empty for all.
        without: By none of these.
        at: By what holds, may hold or is planned to hold at this instant.
        during: By what does so at some instant from a first to a last one.
        known_by: By what may have been said by this instant.
        status: By claims of this status; ``any`` for all.
        directed: From subject to object only, unless a relation is symmetric.
        rank: ``informative`` or ``length``: what orders paths of the same length.
        type: Only through entities of these classes (local names) or of classes below them.
        source: Only by claims that cite one of these, as evidence or as the primary source.
        min_sources: Only by statements of which at least so many sources tell: of each claim that
            counts its primary source, or else those of its evidence.
        every: Find every path of up to ``max_hops``, whatever ``k`` says.
        limit: With ``every``, how many paths at most.
        timeout: After how many seconds the search ends; ``None`` for never.
    """

    k: int = 3
    max_hops: int = 6
    via: tuple[Iri, ...] = ()
    avoid: tuple[Iri, ...] = ()
    relation: tuple[Iri, ...] = ()
    without: tuple[Iri, ...] = ()
    at: Instant | None = None
    during: Stretch | None = None
    known_by: Instant | None = None
    status: str = "Accepted"
    directed: bool = False
    rank: str = "informative"
    type: tuple[str, ...] = ()
    source: tuple[Iri, ...] = ()
    min_sources: int = 0
    every: bool = False
    limit: int = 1000
    timeout: float | None = 30.0

    @property
    def clock(self) -> ClockOptions:
        """Return the times that are asked for."""
        return {"at": self.at, "during": self.during, "known_by": self.known_by}

    @property
    def judging(self) -> tuple[object, ...]:
        """Return all by which a hop is judged by itself."""
        return (
            *(self.relation, self.without, self.at, self.during, self.known_by, self.status),
            *(self.directed, self.source, self.min_sources > 0),
        )

    @property
    def narrows(self) -> bool:
        """Say whether the hops to walk are others than those of the default walk."""
        return self.judging != UNJUDGED

    @property
    def most(self) -> int:
        """Return how many paths to find at most."""
        return self.limit if self.every else self.k

    def allows(self, statement: Statement) -> bool:
        """Say whether the relation of a statement may be walked."""
        if statement.relation in self.without:
            return False
        return not self.relation or statement.relation in self.relation


UNJUDGED = PathOptions().judging
"""How the default walk judges."""
