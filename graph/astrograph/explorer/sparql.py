"""Put into a page what answers SPARQL in it: the scripts, the engine, the RDF, the examples."""

import base64
import json
import zlib
from importlib import resources
from typing import TYPE_CHECKING

from astrograph.query.saved import saved_queries
from astrograph.vocab import PREFIXES

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

SCRIPTS = ("sparql.js", "oxigraph.js")
"""What the page runs when it is first asked, among what `scripts/front` builds."""

_ENGINE = "oxigraph.wasm.z"


def built(name: str) -> "Traversable":
    """Return a file that `scripts/front` has built."""
    return resources.files("astrograph.explorer").joinpath("built", name)


def zipped(text: str) -> str:
    """Pack a text for the page, which unpacks it when it is wanted: by zlib, in base64.

    >>> zipped("")
    'eJwDAAAAAAE='
    """
    return base64.b64encode(zlib.compress(text.encode("utf-8", "replace"))).decode("ascii")


def sparql_parts(rdf: str, script: str, engine: str) -> dict[str, str]:
    """Pack all that a page needs to answer SPARQL.

    Args:
        rdf: What the page holds, in N-Triples.
        script: The script of the view.
        engine: The script of the engine.

    Returns:
        The parts by name, each compressed by zlib, in base64. The examples are the shipped queries
        that want no value given.

    >>> sorted(sparql_parts("", "", ""))
    ['book', 'engine', 'rdf', 'script', 'wasm']
    """
    examples = [
        {"name": query.name, "explanation": query.explanation, "text": query.text}
        for query in saved_queries()
        if "--bind" not in query.explanation
    ]
    book = json.dumps({"prefixes": dict(PREFIXES), "examples": examples})
    texts = {"script": script, "engine": engine, "rdf": rdf, "book": book}
    wasm = base64.b64encode(built(_ENGINE).read_bytes()).decode("ascii")
    return {**{name: zipped(text) for name, text in texts.items()}, "wasm": wasm}
