"""Bring records into the one form that they have however they were kept: RDF keeps no order."""

from astrograph.model import Claim, Entity, Evidence, Link, Name
from astrograph.vocab import XSD

PLAIN = XSD + "string"
"""The datatype that a literal has which is written without one."""

Order = tuple[str, int, int, int, str, str, str]


def canonical(claim: Claim) -> Claim:
    """Return a claim with its evidence and its links in canonical order, and plain text as such.

    >>> from astrograph.model import Value
    >>> canonical(Claim("c:1", "id:A", "ag:hasCode", value=Value("A", datatype=PLAIN))).value
    Value(text='A', lang='', datatype=None)
    """
    value = claim.value
    if value is not None and value.datatype == PLAIN:
        claim = claim._replace(value=value._replace(datatype=None))
    if len(claim.evidence) > 1:
        claim = claim._replace(evidence=tuple(sorted(claim.evidence, key=place_order)))
    if len(claim.links) > 1:
        claim = claim._replace(links=tuple(sorted(claim.links, key=link_order)))
    return claim


def in_name_order(entity: Entity) -> Entity:
    """Return an entity with its other names in canonical order.

    >>> in_name_order(Entity("id:A", "A", "Thing", (Name("C"), Name("B")))).aliases
    (Name(text='B', lang=''), Name(text='C', lang=''))
    """
    if len(entity.aliases) < 2:  # noqa: PLR2004 -- a single one is in order
        return entity
    return entity._replace(aliases=tuple(sorted(entity.aliases, key=name_order)))


def name_order(name: Name) -> tuple[str, str]:
    """Return what names are ordered by: their language, and what they are."""
    return name.lang, name.text


def place_order(place: Evidence) -> Order:
    """Return what places are ordered by: the source, and where they lie in it."""
    spot = place.sentence or 0, place.start or 0, place.end or 0
    return place.source, *spot, place.row_key or "", place.column or "", place.iri


def link_order(link: Link) -> tuple[str, str, str, str]:
    """Return what the links of a claim are ordered by: their kind, and where they lead."""
    return link.kind, link.other, link.by or "", link.iri or ""
