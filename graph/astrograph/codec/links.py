"""Read and write the links between claims, and who asserts them.

A link is a triple between two claims. A node of class ``ag:ClaimLink`` attributes it; one node may
attribute the links of each of its subjects to each of its objects.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import product

import pyoxigraph as ox

from astrograph.codec.form import LINKS, TYPE
from astrograph.codec.terms import Node, as_term, text_of, texts
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
        kinds = [local_name(each) for each in texts(node, AG + "predicate")]
        for start, kind, other, by in product(
            texts(node, AG + "subject"),
            kinds,
            texts(node, AG + "object"),
            texts(node, AG + "speaker"),
        ):
            link = Link(start, kind, other, by, iri)
            unnamed = link._replace(iri=None)
            if (start, kind, other) in asserted:
                named = link_iri(unnamed) != iri
                asserted[start, kind, other].add(link if named else unnamed)
    links: dict[Iri, list[Link]] = {}
    for key, attributed in asserted.items():
        links.setdefault(key[0], []).extend(attributed or [Link(*key)])
    for given in links.values():
        given.sort(key=lambda link: (link.kind, link.other, link.by or "", link.iri or ""))
    return links


def _plain_links(nodes: Mapping[str, Node]) -> Iterator[Key]:
    """Yield the links that stand on the claims themselves, without saying who asserts them."""
    claims = {iri for iri, node in nodes.items() if AG + "predicate" in node}
    for iri in claims:
        for predicate, terms in nodes[iri].items():
            if predicate.startswith(AG) and predicate not in OWN_ENDS:
                kind = predicate.removeprefix(AG)
                yield from (
                    (iri, kind, other)
                    for other in map(text_of, terms)
                    if other in claims or kind in LINKS
                )
