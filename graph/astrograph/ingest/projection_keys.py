"""Own which keys a projection file may have, and how much it may hold."""

from astrograph.errors import ProjectionError
from astrograph.ingest.keys import (
    DOCUMENT,
    HINTS,
    TABLE,
    TABLES,
    TEXT,
    TEXT_OR_TEXTS,
    TEXTS,
    TIMES,
    TRUTH,
    WHOLE,
    Form,
)

LARGEST = 1 << 20
"""How many bytes a projection file may have."""

MOST = 300
"""How many relations and values it may declare: every question names them all."""

STEPS = 12
"""How many steps up from a class may be gone at most."""

RULE = dict.fromkeys(("property", "value", "predicate", "label", "inverse_label", "tense"), TEXT)

FORM = Form(
    {
        "": {
            "source": TABLE,
            "edition": TABLE,
            "prefixes": TABLE,
            "names": TABLE,
            "types": TABLE,
            "classes": TABLE,
            "statements": TABLE,
            "statuses": TABLE,
            "qualifiers": TABLE,
            "dates": TABLE,
            "amounts": TABLE,
            "references": TABLE,
            "relation": TABLES,
            "value": TABLES,
        },
        "source": DOCUMENT,
        "edition": {"date": TEXT, "of": TEXT, "property": TEXT},
        "names": {"labels": TEXTS, "aliases": TEXTS, "languages": TEXTS, "search": TEXT},
        "types": {"property": TEXT, "above": TEXT, "steps": WHOLE},
        "statements": {"property": TEXT, "value": TEXT, "relation": TEXT, "status": TEXT},
        "qualifiers": {**dict.fromkeys(TIMES, TEXT), "role": TEXT_OR_TEXTS},
        "dates": {"value": TEXT, "precision": TEXT},
        "amounts": {"property": TEXT, "value": TEXT, "unit": TEXT},
        "references": {
            "property": TEXT,
            **dict.fromkeys(("source", "url", "title", "said"), TEXT_OR_TEXTS),
        },
        "relation": {**RULE, "turned": TRUTH, "event": TRUTH, "symmetric": TRUTH},
        "value": {**RULE, "units": TABLE},
    },
    {
        "": ("source", "names"),
        "source": ("iri", "title", "license"),
        "names": ("labels",),
        "types": ("property",),
        "statements": ("property", "value"),
        "dates": ("value",),
        "amounts": ("property", "value", "unit"),
        "references": ("property",),
        "relation": ("property",),
        "value": ("property",),
    },
    HINTS,
    ProjectionError,
)
"""The keys of each section, and those that it cannot do without."""
