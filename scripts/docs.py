"""Writes the pages that follow from the project itself: the command line, and the relations.

docs/cli.md is made from the commands' own help, docs/relations.md from the ontology.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS, XSD

from astrograph.cli import cli
from astrograph.vocab import AG, local_name, ontology_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

DOCS = Path(__file__).resolve().parent.parent / "docs"
ONTOLOGY = rdflib.Namespace(AG)
WIDTH = 88
DESCRIBED = ("Agent", "Program", "Post", "Hardware", "Place", "Event", "Document")
"""The classes of what claims speak of; all others of entities lie below them."""

INTRODUCTION = """\
# The command line

This page is made from the commands' own help by `scripts/docs`; a test tells when it is stale.
"""


RELATIONS = """\
# Relations and classes

What a claim can say, and of what: the words to choose from when you write
[a mapping](ingest.md) or RDF of your own.
This page is made from [the ontology](../ontology.ttl) by `scripts/docs`;
a test tells when it is stale.

A claim names the plain relation, `ag:leads`, whether it holds, is over or is planned:
its time tells that. "Of" and "to" name the classes that a relation is meant for, or one below them.
"""


def sections(command: click.Command, name: str, parent: click.Context | None) -> Iterator[str]:
    """Write the section of a command, and after it those of its subcommands.

    Args:
        command: The command.
        name: What the user types for it.
        parent: The context of the command above it.

    Yields:
        One section of Markdown each.
    """
    settings = {**command.context_settings, "terminal_width": WIDTH, "max_content_width": WIDTH}
    context = click.Context(command, info_name=name, parent=parent, **settings)
    yield f"## `{context.command_path}`\n\n```text\n{command.get_help(context).rstrip()}\n```\n"
    if isinstance(command, click.Group):
        for child_name in command.list_commands(context):
            child = command.get_command(context, child_name)
            if child is not None and not child.hidden:
                yield from sections(child, child_name, context)


def reference() -> str:
    """Write the whole page.

    Returns:
        Markdown.
    """
    return "\n".join([INTRODUCTION, *sections(cli, "astrograph", None)])


def relations() -> str:
    """Write the page of what claims can say.

    Returns:
        Markdown.
    """
    graph = rdflib.Graph().parse(ontology_path(), format="turtle")
    known = sorted(map(str, graph.subjects(RDF.type, ONTOLOGY.Relation)))
    objects = set(map(str, graph.subjects(RDF.type, OWL.ObjectProperty)))
    below = (graph.transitive_subjects(RDFS.subClassOf, ONTOLOGY[name]) for name in DESCRIBED)
    classes = sorted({str(each) for some in below for each in some})
    head = ("relation", "reads", "means", "of", "to")
    between = [_relation(graph, each) for each in known if each in objects]
    values = [_relation(graph, each) for each in known if each not in objects]
    kinds = [_class(graph, each) for each in classes]
    return "\n".join(
        [
            RELATIONS,
            "## Between two entities\n",
            *_table(head, between),
            "\n## Of an entity to a value\n",
            *_table(head, values),
            "\n## Classes of entities\n",
            *_table(("class", "means", "is a"), kinds),
            "",
        ]
    )


def _relation(graph: rdflib.Graph, iri: str) -> tuple[str, ...]:
    told = (_text(graph, iri, each) for each in (RDFS.label, SKOS.definition))
    ends = (_names(graph, iri, each) for each in (RDFS.domain, RDFS.range))
    return (f"`ag:{local_name(iri)}`", *told, *ends)


def _class(graph: rdflib.Graph, iri: str) -> tuple[str, ...]:
    meaning = _text(graph, iri, SKOS.definition)
    return (f"`{local_name(iri)}`", meaning, _names(graph, iri, RDFS.subClassOf))


def _names(graph: rdflib.Graph, iri: str, relation: rdflib.URIRef) -> str:
    """Name what a thing is related to, but for the classes of other vocabularies."""
    plain = {str(RDFS.Literal): "a text", str(OWL.Thing): "anything"}
    ends = sorted(str(each) for each in graph.objects(rdflib.URIRef(iri), relation))
    named = (
        f"`{local_name(each)}`" if each.startswith(AG) else f"`xsd:{local_name(each)}`"
        for each in ends
        if each.startswith((AG, str(XSD)))
    )
    return ", ".join([*named, *(plain[each] for each in ends if each in plain)])


def _text(graph: rdflib.Graph, iri: str, relation: rdflib.URIRef) -> str:
    return str(graph.value(rdflib.URIRef(iri), relation) or "").replace("|", "\\|")


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{' --- |' * len(head)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)


PAGES: dict[str, Callable[[], str]] = {"cli.md": reference, "relations.md": relations}
"""What makes each page."""


def main() -> int:
    """Write the pages, or tell whether they are fresh.

    Returns:
        The exit code: 0 done or fresh, 1 stale.
    """
    parser = argparse.ArgumentParser(prog="scripts/docs", description="Write what docs/ generates.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when stale")
    arguments = parser.parse_args()
    stale = []
    for name, make in PAGES.items():
        path, page = DOCS / name, make()
        if not arguments.check:
            path.write_text(page, encoding="utf-8")
        elif not path.is_file() or path.read_text(encoding="utf-8") != page:
            stale.append(f"docs/{name}")
    if stale:
        print(f"stale: {', '.join(stale)}; write anew: scripts/docs", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
