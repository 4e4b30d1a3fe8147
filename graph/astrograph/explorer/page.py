"""Turn a payload into one HTML file that needs nothing else: no server, no network, no folder.

pyvis holds the drawing and fills the template; positions come from `layout`, so nothing moves by
itself. The page's script and styles, which `scripts/front` builds, stand in it whole, and its
content security policy lets only those run, by their hashes, and lets nothing be fetched, unless by
a page that is live, from its own server. User text travels as data and is only ever set as text.
"""

import os
import stat
import tempfile
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from astrograph.errors import JobError
from astrograph.explorer.columns import packed
from astrograph.explorer.payload import Payload
from astrograph.explorer.picture import BIG, Picture, draw
from astrograph.explorer.plain import render_plain
from astrograph.explorer.policy import hashed
from astrograph.explorer.sparql import SCRIPTS, built, sparql_parts, zipped

Tier = Literal["lite", "full"]
"""How much a page can do: a lite one is small enough for mails and notebooks."""

TIERS: tuple[Tier, ...] = ("lite", "full")

LISTED = 500
"""Up to how many statements a page lists them for those who read it without JavaScript, too."""

_STYLES = "explorer.css"
_SCRIPT = "explorer.js"
_OVERVIEW = "overview.js"
_TEMPLATE = "template.html"


def render_page(payload: Payload, tier: Tier = "full") -> str:
    """Build the page.

    Args:
        payload: What the page shows.
        tier: How much the page can do.

    Returns:
        The HTML, to be written as UTF-8.

    Raises:
        JobError: A file of the installed package is damaged.
    """
    from pyvis.network import Network

    styles, script = _read(_STYLES), _read(_SCRIPT)
    picture = draw(payload)
    net = Network(height="100%", width="100%", directed=True, cdn_resources="in_line")
    net.options = _options(len(picture["nodes"]) + len(picture["edges"]))
    # pyvis's own adders look through all that is there for each thing added.
    net.nodes, net.edges = picture["nodes"], picture["edges"]
    with resources.as_file(resources.files("astrograph.explorer")) as folder:
        net.set_template_dir(str(folder), _TEMPLATE)
        net.templateEnv.autoescape = True
        # What cannot be encoded has to become the same in the drawing as in the columns.
        net.templateEnv.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True}
        net.templateEnv.globals.update(_template_values(payload, picture, styles, script, tier))
        html = net.generate_html()
    return str(html)


def policy(payload: Payload, tier: Tier = "full") -> str:
    """Return the content security policy of a page: what may run in it, and what it may fetch.

    Args:
        payload: What the page shows.
        tier: How much the page can do.
    """
    asks = tier == "full" and "rdf" in payload
    names = [_SCRIPT, *(SCRIPTS if asks else ()), *((_OVERVIEW,) if "drawn" in payload else ())]
    engine = ["'wasm-unsafe-eval'"] if asks else []
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(("script-src", *map(hashed, map(_read, names)), *engine)),
            f"style-src {hashed(_read(_STYLES))}",
            "worker-src blob:",
            f"connect-src '{'self' if 'live' in payload else 'none'}'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def write_page(payload: Payload, path: Path, *, plain: bool = False, tier: Tier = "full") -> None:
    """Write the page to a file, whole or not at all.

    A link stays one, and the file that it leads to is written. What is no file, such as a device
    or a named pipe, is written through and stays what it is.

    Args:
        payload: What the page shows.
        path: The file to write; an older one is replaced only when the new one is complete.
        plain: Write the page in pyvis' own look.
        tier: How much the page can do.

    Raises:
        JobError: The file cannot be written, or the installed package is damaged.
    """
    html = render_plain(payload) if plain else render_page(payload, tier)
    content = html.encode("utf-8", "replace")
    try:
        if _is_file(path):
            _replace(Path(os.path.realpath(path)), content)
        else:
            with path.open("wb") as through:
                through.write(content)
    except OSError as error:
        raise _unwritable(path, error) from error


def _is_file(path: Path) -> bool:
    """Say whether a path leads to a regular file, or to where one can be made."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except FileNotFoundError:
        return True


def _replace(path: Path, content: bytes) -> None:
    """Put a new file in the place of a file that may be there, when it is complete."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


def _unwritable(path: Path, error: OSError) -> JobError:
    reason = (error.strerror or str(error)).lower()
    return JobError(f"cannot write {path}: {reason}", hint="choose another file with -o")


def _umask() -> int:
    """Read the process's file mode mask, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _options(items: int) -> dict[str, Any]:
    """Return vis-network's options: nothing moves by itself, and big drawings stay quick."""
    big = items > BIG
    return {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "interaction": {
            "hover": not big,
            "hideEdgesOnDrag": big,
            "hideEdgesOnZoom": big,
            "multiselect": False,
            "selectConnectedEdges": False,
            "keyboard": {"enabled": True, "bindToWindow": False, "autoFocus": False},
        },
    }


def _template_values(
    payload: Payload, picture: Picture, styles: str, script: str, tier: Tier
) -> dict[str, object]:
    """Collect what the template needs beside the drawing."""
    from markupsafe import Markup

    rdf = payload.get("rdf") if tier == "full" else None
    asking = [_read(name) for name in SCRIPTS] if rdf is not None else []
    # What draws all of a large graph is left out where the drawing has all.
    surveying = [_read(_OVERVIEW)] if "drawn" in payload else []
    listed = len(payload["statements"]) <= LISTED
    return {
        "payload": payload,
        "packed": packed(payload),
        "overview": "".join(map(zipped, surveying)),
        "parts": {} if rdf is None else sparql_parts(rdf, *asking),
        "listed": listed,
        "labels": {entity["iri"]: entity["label"] for entity in payload["entities"]}
        if listed
        else {},
        "marks": {name: mark._asdict() for name, mark in picture["marks"].items()},
        "policy": Markup(policy(payload, tier)),  # noqa: S704  (our own hashes)
        "styles": Markup(styles),  # noqa: S704  (a file of the package)
        "script": Markup(script),  # noqa: S704  (a file of the package)
    }


def _read(name: str) -> str:
    """Read a file of the page from the package, and refuse one that could end its own element."""
    try:
        text = built(name).read_text(encoding="utf-8")
    except OSError as error:
        message = f"the page's file {name} is missing from the installed package"
        raise JobError(message, hint="install astrograph again") from error
    lowered = text.lower()
    if any(mark in lowered for mark in ("</script", "<script", "</style", "<!--")):
        message = f"the page's file {name} holds markup that would break the page"
        raise JobError(message, hint="install astrograph again")
    return text
