"""What a path must be like."""

from typing import TYPE_CHECKING, NamedTuple, TypedDict

if TYPE_CHECKING:
    from astrograph.model import Instant, Iri, Statement, Stretch


class ClockOptions(TypedDict):
    """The times that are asked for, as the store takes them."""

    at: "Instant | None"
    during: "Stretch | None"
    known_by: "Instant | None"


class PathOptions(NamedTuple):
    """What a path must be like. Entities and relations are IRIs; times are instants."""

    k: int = 3
    max_hops: int = 6
    via: "tuple[Iri, ...]" = ()
    avoid: "tuple[Iri, ...]" = ()
    relation: "tuple[Iri, ...]" = ()
    without: "tuple[Iri, ...]" = ()
    at: "Instant | None" = None
    during: "Stretch | None" = None
    known_by: "Instant | None" = None
    status: str = "Accepted"
    directed: bool = False
    rank: str = "informative"

    @property
    def clock(self) -> ClockOptions:
        """Return the times that are asked for."""
        return {"at": self.at, "during": self.during, "known_by": self.known_by}

    @property
    def narrows(self) -> bool:
        """Say whether the statements to walk are others than the accepted ones of the edition."""
        return (
            self.status != "Accepted"
            or self.directed
            or bool(self.relation or self.without)
            or any(self.clock.values())
        )

    def allows(self, statement: "Statement") -> bool:
        """Say whether the relation of a statement may be walked."""
        if statement.relation in self.without:
            return False
        return not self.relation or statement.relation in self.relation
