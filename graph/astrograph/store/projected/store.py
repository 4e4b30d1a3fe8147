"""The store of another machine whose data have another shape, behind a SPARQL endpoint."""

from functools import cached_property
from typing import TYPE_CHECKING

from astrograph.errors import UnsupportedError
from astrograph.model import Edition
from astrograph.store.engines import ontology
from astrograph.store.projected.asking import dated
from astrograph.store.projected.dates import read_date
from astrograph.store.projected.gathered import Projected
from astrograph.store.remote.asker import Asker
from astrograph.store.remote.grounds import Grounds
from astrograph.store.remote.listing import Listing
from astrograph.store.remote.store import RemoteStore
from astrograph.vocab import read_relations

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph as ox

    from astrograph.model import Claim, Entity, Instant, Iri, Source
    from astrograph.store.local import LocalStore
    from astrograph.store.projected.projection import Projection


class ProjectedStore(RemoteStore):
    """A graph behind a SPARQL endpoint, read through a projection; it is never copied.

    Args:
        address: The address of the endpoint.
        projection: Says what in the data is what.
    """

    def __init__(self, address: str, projection: "Projection") -> None:
        super().__init__(address)
        self._asker = Asker(self._client, worth=0)
        self._projection = projection

    def anew(self) -> "ProjectedStore":
        """Return the store with nothing of it fetched yet."""
        return ProjectedStore(self._address, self._projection)

    @cached_property
    def copied(self) -> "LocalStore":
        """Refuse to copy the whole graph, which may be of any size and is not claims."""
        raise UnsupportedError(
            "a graph that is read through a projection is never copied as a whole",
            hint="ask about entities: find, show, path, claims ENTITY; or write a query",
        )

    def entity(self, iri: "Iri") -> "Entity | None":
        """Return one entity, by its IRI or by one that a prefix of the projection makes short."""
        return super().entity(self._whole(iri))

    def claim(self, iri: "Iri") -> "Claim | None":
        """Return one claim, by its IRI or by one that is short."""
        return super().claim(self._whole(iri))

    @cached_property
    def _listing(self) -> Listing:
        """Refuse to list all names: there may be too many to look for one that is merely alike."""
        raise UnsupportedError(
            "of a graph that is read through a projection the names are never listed",
            hint="look for a name as it is spelled there, or for its first words",
        )

    def asserted(self) -> "Iterator[ox.Quad]":
        """Refuse to yield all that the endpoint holds, which is not claims."""
        return self.copied.asserted()

    def sources(self) -> "list[Source]":
        """Return the dataset, which all claims cite, and the sources that were met so far."""
        return self._gathered.local.sources()

    def _whole(self, iri: "Iri") -> "Iri":
        prefix, _, local = iri.partition(":")
        base = self._projection.prefixes.get(prefix)
        return iri if base is None else base + local

    @cached_property
    def _grounds(self) -> Grounds:
        declared = {**read_relations(ontology()), **self._projection.relations}
        edition = Edition(self._projection.source.title, self._date())
        return Grounds(self.location, edition, dict(sorted(declared.items())), [], claims=True)

    @cached_property
    def _gathered(self) -> Projected:
        return Projected(self._asker, self._grounds, self._projection)

    def _date(self) -> "Instant | None":
        """Return where the data stand in time: as declared, as they say, or as their source is."""
        known = self._projection.edition
        if known is None and self._projection.edition_of is not None:
            rows = self._asker.rows(dated(*self._projection.edition_of))
            dates = (read_date(str(getattr(row[0], "value", ""))).latest for row in rows)
            known = max(filter(None, dates), default=None)
        return known or self._projection.source.updated
