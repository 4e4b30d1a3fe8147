"""Hostile texts, a page that holds them everywhere, and what tells whether one has done harm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from browser.sample import sample_payload

if TYPE_CHECKING:
    from astrograph.explorer.payload import Payload

HOSTILE = [
    # Out of a script, a style, a comment, a section of XML, a title, a field.
    "</script><script>window.pwned=1</script>",
    "<!--<script>window.pwned=1",
    "--><img class=pwned src=x onerror=window.pwned=1>",
    "]]><iframe srcdoc='<script>top.pwned=1</script>'>",
    "</style><style>*{display:none}</style>",
    "</title></textarea></noscript><svg class=pwned onload=window.pwned=1>",
    "<?xml-stylesheet href='javascript:window.pwned=1'?>",
    "<!DOCTYPE x [<!ENTITY pwned SYSTEM 'file:///etc/passwd'>]>&pwned;",
    # Elements that run by themselves, or fetch.
    "<img src=x onerror=window.pwned=1>",
    "<svg/onload=window.pwned=1>",
    "<svg><animate onbegin=window.pwned=1 attributeName=x>",
    "<math><mtext><mglyph><style><img class=pwned src=x onerror=window.pwned=1>",
    "<details open ontoggle=window.pwned=1>",
    "<base href='https://pwned.example/'>",
    "<meta http-equiv=refresh content='0;url=javascript:window.pwned=1'>",
    "<form id=pwned action=https://pwned.example><button>Send</button></form>",
    "<link rel=stylesheet href=https://pwned.example/x.css>",
    # Out of an attribute.
    "'\"><svg/onload=window.pwned=1>",
    "' onmouseover=window.pwned=1 x='",
    '" autofocus onfocus=window.pwned=1 x="',
    "` onclick=window.pwned=1 `",
    # Addresses.
    "javascript:window.pwned=1//",
    " \tJaVaScRiPt:window.pwned=1//",
    "java\nscript:window.pwned=1//",
    "vbscript:window.pwned=1",
    "data:text/html,<script>window.pwned=1</script>",
    "blob:null/pwned",
    "href='javascript:window.pwned=1'",
    "https://nasa.gov@pwned.example/",
    "https://xn--80ak6aa92e.example/\u0430pple",
    "//pwned.example/x.js",
    # Templates, in Python and in JavaScript, and escapes that must stay what they are.
    "{{ 7*7 }}{% raw %}{{ payload }}",
    "{{ ''.__class__.__mro__ }}",
    "{% include 'template.html' %}{# pwned #}",
    "${window.pwned=1}`",
    "\\u003cimg src=x onerror=window.pwned=1\\u003e",
    "&lt;script&gt;window.pwned=1&lt;/script&gt;",
    "&#60;img src=x onerror=window.pwned=1&#62;",
    # Signs that end a line, hide, turn around, or cannot be written.
    "\u202eevil\u2028\u2029\u0000\ud800",
    "\u2066\u200f\ufeff\u001b[31mpwned\u0007\u007f",
    # Styles.
    "x{background:url(https://pwned.example/x)}",
    "expression(window.pwned=1);behavior:url(#pwned)",
    # Names that mean something to JavaScript, or to the page.
    "__proto__",
    "constructor",
    "hasOwnProperty",
    '{"__proto__": {"pwned": 1}}',
    "payload",
    "<a id=astrograph name=store href=#>store</a>",
    # Spreadsheets, GraphML and Turtle.
    '=HYPERLINK("https://pwned.example","Open")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1\t=1+1\r\n=1+1",
    "\uff1d1+1",
    '"/></node></graph><node id="pwned">',
    '""" . <javascript:pwned> <x> "',
    "id:pwned> . <https://w3id.org/astrograph/id/pwned",
    # What is only long.
    "A very long name " + "<b>pwned</b>" * 400,
]
"""Each would do something, or stand somewhere else, where it is taken for more than text."""

AUDIT = r"""() => {
    const faults = [];
    const allowed = new Set(ALLOWED);
    const walk = (root) => {
        for (const one of root.querySelectorAll("*")) {
            const name = one.localName;
            if (!allowed.has(name)) faults.push(`element ${name}`);
            for (const { name: key, value } of one.attributes) {
                if (/^on/i.test(key)) faults.push(`attribute ${key}`);
                const isLink = /^(href|src|action|formaction|xlink:href)$/i.test(key);
                if (isLink && !/^(https?:|blob:|#)/i.test(value)) faults.push(`${key}=${value}`);
                if (key === "style" && /url\(|expression/i.test(value)) faults.push(value);
            }
            const { href, username, password, target, rel } = one;
            if (/pwned/.test(one.getAttribute("class"))) faults.push(`class of ${name}`);
            if (name === "a" && (username || password)) faults.push(`who logs in at ${href}`);
            if (name === "a" && target && !/noopener/.test(rel)) faults.push(`opener of ${href}`);
            if (one.shadowRoot) walk(one.shadowRoot);
        }
    };
    walk(document);
    for (const id of ["payload", "picture"]) {
        if (document.getElementById(id)?.localName !== "script") faults.push(`#${id}`);
    }
    if (document.getElementById("pwned")) faults.push("#pwned");
    if (document.querySelectorAll("script").length !== SCRIPTS) faults.push("script");
    if (document.querySelectorAll("style").length !== 1) faults.push("style");
    if ("pwned" in window || "pwned" in {} || "pwned" in []) faults.push("window.pwned");
    for (const made of [Object, Array, String, Function]) {
        const own = Object.entries(Object.getOwnPropertyDescriptors(made.prototype));
        const added = own.filter(([, { enumerable }]) => enumerable).map(([key]) => key);
        if (added.length) faults.push(`${made.name}.prototype has ${added}`);
    }
    if (!astrograph?.store?.entities) faults.push("window.astrograph");
    return [...new Set(faults)];
}"""
"""Lists what of a page a hostile text has made or changed."""

ALLOWED = """
html head meta title style body a header div h1 h2 h3 h4 p input label kbd ul li button span
section main table caption thead tbody tr th td details summary aside form footer noscript script
canvas article svg g path circle rect polygon line text small code cite blockquote q dl dt dd ol
strong em b option select optgroup dialog sup time fieldset legend textarea abbr mark nav
"""


def audit(scripts: int = 3) -> str:
    """Return the script that audits a page which is to have so many script elements."""
    return AUDIT.replace("ALLOWED", str(ALLOWED.split())).replace("SCRIPTS", str(scripts))


def _entity(text: str) -> Any:  # noqa: ANN401  (an entity of the payload)
    names = [{"text": text, "lang": text}]
    return {"iri": text, "curie": text, "label": text, "type": text, "aliases": names}


def _statement(number: int, text: str, following: str) -> Any:  # noqa: ANN401  (as above)
    return {
        "subject": text,
        "relation": {"iri": text, "label": text, "inverse_label": text},
        "object": following,
        "tense": "plan",
        "status": text,
        "standing": text,
        "disputed": True,
        "when": text,
        "sentence": text,
        "claims": [text],
        "cost": number,
        "occasions": [[text] * 4],
    }


def _claim(model: Any, text: str, following: str) -> Any:  # noqa: ANN401  (as above)
    ref = {"iri": text, "label": text, "type": text}
    said = {"subject": ref, "predicate": {"iri": text, "label": text}, "object": ref}
    bounds = ("start_earliest", "start_latest", "end_earliest", "end_latest")
    return {
        **model,
        **dict.fromkeys(("iri", "modality", "polarity", "status", "paraphrase"), text),
        **dict.fromkeys(("speaker", "addressee", "relayed_by"), ref),
        **dict.fromkeys(("time_text", "role_text", "condition", "tense"), text),
        "source": {"iri": text, "title": text},
        "primary_source": {"iri": text, "title": text, "url": text},
        "evidence": [{**model["evidence"][0], "row_key": text, "column": text, "text": text}],
        "statement": said,
        "said": {"earliest": text, "latest": text},
        "holds": dict.fromkeys(bounds, text),
        "links": [{"kind": text, "direction": "out", "claim": following, "by": ref}],
    }


def hostile_payload() -> Payload:
    """Put every hostile text into every field that holds text."""
    payload = sample_payload()
    model = payload["claims"][payload["statements"][27]["claims"][0]]
    following = [*HOSTILE[1:], HOSTILE[0]]
    payload["title"] = payload["edition"] = payload["generator"] = "".join(HOSTILE[:-1])
    payload["attribution"] = HOSTILE
    payload["sources"] = {
        text: {"iri": text, "title": text, "url": text, "license": text} for text in HOSTILE
    }
    payload["entities"] = [_entity(text) for text in HOSTILE]
    pairs = list(zip(HOSTILE, following, strict=True))
    payload["statements"] = [_statement(at, *pair) for at, pair in enumerate(pairs)]
    payload["claims"] = {text: _claim(model, text, other) for text, other in pairs}
    payload["focus"] = HOSTILE
    payload["story"] = {
        "title": "".join(HOSTILE[:-1]),
        "steps": [{"caption": text, "address": text} for text in HOSTILE],
    }
    return payload
