"""Turn a payload into the page that pyvis itself makes: its own look, and nothing to be fetched.

It is pyvis' own template, with four changes: what it would fetch from elsewhere is left out, its
tooltips are always text, a content security policy lets only its own scripts run, and page and
drawing have names for those who do not see them. Neither its menus nor its headings are used,
which write names as markup.
"""

import re
from html import escape
from typing import TYPE_CHECKING, Any

from astrograph.errors import JobError
from astrograph.explorer.picture import draw
from astrograph.explorer.policy import hashed

if TYPE_CHECKING:
    from astrograph.explorer.payload import Payload

_TEMPLATE = "template.html"
_FETCHED = re.compile(
    r"""<link\s[^>]*\bhref="https?:[^>]*>|<script\s[^>]*\bsrc="https?:[^>]*>\s*</script>"""
)
_COMMENTS = re.compile(r"<!--.*?-->", re.DOTALL)
_SCRIPTS = re.compile(r"<script[^>]*>(.*?)</script>", re.DOTALL)
_HEADINGS = re.compile(r"<center>\s*<h1>\{\{heading\}\}</h1>\s*</center>")
_LINKS = "{% if tooltip_link %}"
_CHARSET = '<meta charset="utf-8">'
_DRAWING = '<div id="mynetwork"'
_UNSEEN = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)"
_OPTIONS = {
    "physics": {"enabled": False},
    "edges": {"smooth": {"enabled": True, "type": "continuous"}},
    "interaction": {"hover": True},
}


def render_plain(payload: "Payload") -> str:
    """Build the page as pyvis does.

    Args:
        payload: What the page shows.

    Returns:
        The HTML, to be written as UTF-8.

    Raises:
        JobError: The installed pyvis is another one than this was written for.
    """
    from jinja2 import ChoiceLoader, DictLoader
    from pyvis.network import Network

    net = Network(height="96vh", width="100%", directed=True, cdn_resources="in_line")
    net.options = _OPTIONS
    net.nodes, net.edges = _nodes(payload), _edges(payload)
    loader = net.templateEnv.loader
    source = loader.get_source(net.templateEnv, _TEMPLATE)[0]
    kept = DictLoader({_TEMPLATE: _offline(source)})
    net.templateEnv.loader = ChoiceLoader([kept, loader])
    return _guarded(str(net.generate_html()), payload["title"])


def _nodes(payload: "Payload") -> list[dict[str, Any]]:
    entities = {entity["iri"]: entity for entity in payload["entities"]}
    return [
        {
            "id": node["id"],
            "label": node["label"],
            "title": ", ".join(
                [entities[node["id"]]["type"], *_names(entities[node["id"]]["aliases"])]
            ),
            "x": node["x"],
            "y": node["y"],
            "color": "#97c2fc",
            "shape": "dot",
            "size": node["size"],
        }
        for node in draw(payload)["nodes"]
    ]


def _names(aliases: Any) -> list[str]:  # noqa: ANN401 -- what the payload holds
    return [alias["text"] for alias in aliases]


def _edges(payload: "Payload") -> list[dict[str, Any]]:
    drawn = set(payload.get("drawn", (entity["iri"] for entity in payload["entities"])))
    return [
        {
            "from": said["subject"],
            "to": said["object"],
            "title": " ".join(filter(None, (said["sentence"], said["when"]))),
            "arrows": "to",
            "dashes": said["tense"] != "present",
        }
        for said in payload["statements"]
        if {said["subject"], said["object"]} <= drawn
    ]


def _offline(source: str) -> str:
    """Leave out of pyvis' template what it would fetch, and its tooltips as markup."""
    head, _, rest = source.partition('{%  elif cdn_resources=="remote" %}')
    skipped, _, tail = rest.partition("<center>")
    source = _FETCHED.sub("", _HEADINGS.sub("", _COMMENTS.sub("", f"<center>{tail}")))
    whole = f"{head}{{% endif %}}{source}"
    if not skipped or _LINKS not in whole or _CHARSET not in whole:
        raise JobError(
            "the installed pyvis has another template than the one that --plain knows",
            hint="install pyvis==0.3.2, or leave --plain out",
        )
    return whole.replace(_LINKS, "{% if false %}")


def _guarded(html: str, title: str) -> str:
    """Add a title, and a policy by which only the page's own scripts run and nothing is fetched."""
    hashes = " ".join(sorted(set(map(hashed, _SCRIPTS.findall(html)))))
    policy = (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; "
        "connect-src 'none'; base-uri 'none'; form-action 'none'"
    )
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    name = escape(title)
    changes = {
        "<html>": '<html lang="en">',
        _CHARSET: f"{_CHARSET}{meta}<title>{name}</title>",
        _DRAWING: f'<h1 style="{_UNSEEN}">{name}</h1>{_DRAWING} role="application" '
        f'aria-label="Drawing of the relations: {name}"',
        "<body>": "<body><main>",
        "</body>": "</main></body>",
    }
    for old, new in changes.items():
        html = html.replace(old, new, 1)
    return f"<!DOCTYPE html>\n{html}"
