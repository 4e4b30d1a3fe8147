"""Own the terms of RDF as the model writes them: IRIs and blank nodes as plain text."""

import pyoxigraph as ox

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
PLAIN, NAMED = (ox.NamedNode, ox.Literal), (ox.NamedNode, ox.BlankNode)
Node = dict[str, list[Term]]
"""What is said of one subject: the objects by predicate."""


def text_of(term: Term) -> str:
    """Return the text of a term; a blank node's begins with ``_:``."""
    if isinstance(term, PLAIN):
        return term.value
    return f"_:{term.value}" if isinstance(term, ox.BlankNode) else ""


def texts(node: Node, predicate: str) -> list[str]:
    """Return the texts of what a node has under a property."""
    return [text_of(term) for term in node[predicate]] if predicate in node else []


def iris(node: Node, predicate: str) -> list[str]:
    """Return what a node has under a property that names things; texts name none."""
    if predicate not in node:
        return []
    return [text_of(term) for term in node[predicate] if isinstance(term, NAMED)]


def as_term(iri: str) -> ox.NamedNode | ox.BlankNode:
    """Return the term of an IRI, or of a blank node's text."""
    return ox.BlankNode(iri[2:]) if iri.startswith("_:") else ox.NamedNode(iri)
