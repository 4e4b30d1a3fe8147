"""Own the templates of the pages: what they can say, and where the links in them lead."""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from astrograph.server import terms, wording
from astrograph.vocab import AG, CLAIM, EVIDENCE, ID, SOURCE, shrink

if TYPE_CHECKING:
    import jinja2

KINDS = {"id": ID, "claim": CLAIM, "source": SOURCE, "evidence": EVIDENCE}
"""What bears an IRI that this server answers for, by the first part of its path."""

FOLDER = Path(__file__).parent / "html"


def link(iri: str) -> str:
    """Return where a page about what bears an IRI can be had; empty when nowhere.

    >>> link("https://w3id.org/astrograph/id/NASA")
    '/id/NASA'
    >>> link("javascript:alert(1)")
    ''
    """
    for kind, base in KINDS.items():
        if iri.startswith(base):
            return f"/{kind}/{quote(iri.removeprefix(base), safe='/')}"
    if iri.startswith(AG):
        return f"/ontology#{quote(iri.removeprefix(AG))}"
    return iri if iri.startswith(("http://", "https://")) else ""


@lru_cache
def template(name: str) -> "jinja2.Template":
    """Return a template of the pages, in which all that is put in is escaped."""
    import jinja2

    loader = jinja2.FileSystemLoader(FOLDER)
    environment = jinja2.Environment(
        autoescape=True, loader=loader, trim_blocks=True, undefined=jinja2.StrictUndefined
    )
    environment.filters.update(link=link, shrink=shrink, term=terms.label)
    environment.filters.update(word=terms.word, declared=terms.declared)
    environment.globals["wording"] = wording
    return environment.get_template(name)
