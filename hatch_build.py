"""Build hook: puts the ontology of the repository's root into wheels.

The ontology lies at the root, where people look for it, and the installed package needs it too.
Editable installs get no copy, which would go stale: there the loader takes the root's file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class OntologyHook(BuildHookInterface[Any]):
    """Adds `ontology.ttl` to real wheels as `astrograph/data/ontology.ttl`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Register the ontology as a file of the wheel that is about to be built.

        Args:
            version: The kind of wheel: "standard" for a real one, "editable" for a link.
            build_data: What hatchling is going to build; changed in place.
        """
        if version == "standard":
            ontology = Path(self.root) / "ontology.ttl"
            build_data["force_include"][str(ontology)] = "astrograph/data/ontology.ttl"
