"""Ask a remote graph what holds for all of it: its edition, its relations, its classes."""

from typing import TYPE_CHECKING, NamedTuple

from astrograph.codec.decode import decode
from astrograph.model import Edition
from astrograph.store.engines import ontology
from astrograph.store.remote import asking
from astrograph.store.remote.asker import as_quads
from astrograph.vocab import AG, RDFS, read_relations

if TYPE_CHECKING:
    import pyoxigraph as ox

    from astrograph.model import Iri, Relation
    from astrograph.store.remote.asker import Asker


class Grounds(NamedTuple):
    """What holds for a remote graph as a whole.

    Attributes:
        location: Its address.
        edition: Where it stands in time.
        relations: Its relations and those of the shipped ontology, by IRI.
        classes: Which class is below which.
        claims: Whether it holds claims at all.
    """

    location: str
    edition: Edition
    relations: "dict[Iri, Relation]"
    classes: "list[ox.Quad]"
    claims: bool


def ask_grounds(asker: "Asker") -> Grounds:
    """Ask what holds for a graph as a whole."""
    told = as_quads(asker.rows(asking.GROUNDS))
    claimed = [quad for quad in told if quad.predicate.value == AG + "predicate"]
    told = [quad for quad in told if quad not in claimed]
    edition = decode(told).edition
    if edition.date is None and claimed:
        edition = edition._replace(date=_newest(asker))
    declared = [*ontology(), *told]
    below = [quad for quad in declared if quad.predicate.value == RDFS + "subClassOf"]
    relations = dict(sorted(read_relations(declared).items()))
    return Grounds(asker.client.address, edition, relations, below, bool(claimed))


def _newest(asker: "Asker") -> str | None:
    """Return the newest date of a source."""
    rows = asker.rows(asking.NEWEST)
    return str(getattr(rows[0][0], "value", "")) or None if rows else None
