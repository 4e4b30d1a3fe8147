"""Read and write the links between claims, and who asserts them.

A link is a triple between two claims. A node of class ``ag:ClaimLink`` attributes it; one node may
attribute the links of each of its subjects to each of its objects.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import product

import pyoxigraph as ox

from astrograph.codec.canonical import link_order
from astrograph.codec.form import LINKS, TYPE
from astrograph.codec.terms import Node, as_term, iris, texts
from astrograph.model import Iri, Link
from astrograph.vocab import AG, CLAIM, local_name

Parts = tuple[ox.NamedNode | ox.BlankNode, ox.NamedNode, ox.NamedNode | ox.BlankNode]
Key = tuple[Iri, str, Iri]

OWN_ENDS = {AG + name for name in ("subject", "object", "predicate")}
"""The properties by which a claim about another claim names it; they are no links."""


def link_iri(link: Link) -> Iri:
    """Return the name of a link's attribution: its own, else one made of what it says."""
    if link.iri is not None:
        return link.iri
    said = json.dumps(link[:4], ensure_ascii=False, separators=(",", ":"))
    return f"{CLAIM}link-{sha256(said.encode()).hexdigest()[:16]}"


def link_parts(links: Sequence[Link]) -> Iterator[Parts]:
    """Write links, with the nodes that attribute them where somebody asserts them."""
    for link in links:
        start, other, kind = as_term(link.claim), as_term(link.other), ox.NamedNode(AG + link.kind)
        yield start, kind, other
        if link.by is not None:
            node = as_term(link_iri(link))
            yield node, ox.NamedNode(TYPE), ox.NamedNode(AG + "ClaimLink")
            yield node, ox.NamedNode(AG + "subject"), start
            yield node, ox.NamedNode(AG + "predicate"), kind
            yield node, ox.NamedNode(AG + "object"), other
            yield node, ox.NamedNode(AG + "speaker"), as_term(link.by)


def decode_links(nodes: Mapping[str, Node]) -> dict[Iri, list[Link]]:
    """Gather the links by the claim they start from, in canonical order."""
    asserted: dict[Key, set[Link]] = {key: set() for key in _plain_links(nodes)}
    for iri, node in nodes.items():
        if AG + "ClaimLink" not in texts(node, TYPE):
            continue
        # A claim has one speaker, and so has a link.
        by = min(iris(node, AG + "speaker"), default=None)
        for key in _attributed(node, asserted) if by is not None else ():
            unnamed = Link(*key, by)
            named = link_iri(unnamed) != iri
            asserted[key].add(unnamed._replace(iri=iri) if named else unnamed)
    links: dict[Iri, list[Link]] = {}
    for key, attributed in asserted.items():
        links.setdefault(key[0], []).extend(attributed or [Link(*key)])
    for given in links.values():
        given.sort(key=link_order)
    return links


def _attributed(node: Node, asserted: Collection[Key]) -> Iterator[Key]:
    """Yield the links that a node attributes: of each of its subjects to each of its objects."""
    starts, others = set(iris(node, AG + "subject")), set(iris(node, AG + "object"))
    kinds = {local_name(each) for each in texts(node, AG + "predicate")}
    if len(starts) * len(kinds) * len(others) > len(asserted):
        yield from (key for key in asserted if _fits(key, starts, kinds, others))
    else:
        yield from (key for key in product(starts, kinds, others) if key in asserted)


def _fits(key: Key, starts: set[Iri], kinds: set[str], others: set[Iri]) -> bool:
    return key[0] in starts and key[1] in kinds and key[2] in others


def _plain_links(nodes: Mapping[str, Node]) -> Iterator[Key]:
    """Yield the links that stand on the claims themselves, without saying who asserts them."""
    claims = {iri for iri, node in nodes.items() if AG + "predicate" in node}
    for iri in claims:
        for predicate in nodes[iri]:
            if predicate.startswith(AG) and predicate not in OWN_ENDS:
                kind = predicate.removeprefix(AG)
                yield from (
                    (iri, kind, other)
                    for other in iris(nodes[iri], predicate)
                    if other in claims or kind in LINKS
                )
