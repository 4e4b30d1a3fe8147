/* Address: what is chosen stands after the # of the address, so that a view can be kept or sent. */

const Address = (() => {
  const localName = (iri) => iri.replace(/^.*[/#]/, "");

  return function address(payload, entities, filterKeys) {
    const curieOf = (iri) => (entities.has(iri) ? entities.get(iri).curie : iri);
    const keyOf = ({ subject, relation, object, tense }) => [curieOf(subject), localName(relation.iri), curieOf(object), tense].join(" ");
    const iriOf = (name) => {
      const found = payload.entities.find((entity) => entity.curie === name || entity.iri === name);
      return name !== null && found ? found.iri : null;
    };

    /** Write the state into the address. */
    function write(state) {
      const parts = new URLSearchParams();
      if (state.from) parts.set("from", curieOf(state.from));
      if (state.to) parts.set("to", curieOf(state.to));
      if (state.path) parts.set("path", String(state.path + 1));
      if (state.chosen.entity) parts.set("entity", curieOf(state.chosen.entity));
      if (state.chosen.relation !== undefined) parts.set("relation", keyOf(payload.statements[state.chosen.relation]));
      if (state.chosen.claim) parts.set("claim", state.chosen.claim);
      for (const key of [...state.hidden].sort()) parts.append("hide", key);
      if (state.view === "list") parts.set("view", "list");
      const hash = parts.toString();
      try {
        if (`#${hash}` !== (location.hash || "#")) history.replaceState(null, "", `#${hash}`);
      } catch {
        /* Inside a sandboxed frame the address is not ours to change: the state lives in memory. */
      }
    }

    /** Read the chosen thing; one that this page does not hold counts as none. */
    function readChosen(parts) {
      const entity = iriOf(parts.get("entity"));
      if (entity) return { entity };
      const relation = payload.statements.findIndex((statement) => keyOf(statement) === parts.get("relation"));
      if (relation >= 0) return { relation };
      const claim = parts.get("claim");
      return claim !== null && Object.hasOwn(payload.claims, claim) ? { claim } : {};
    }

    /** Read the state from the address; null when it says nothing. */
    function read() {
      let parts;
      try {
        parts = new URLSearchParams(location.hash.slice(1));
      } catch {
        return null;
      }
      if (![...parts.keys()].length) return null;
      return {
        from: iriOf(parts.get("from")),
        to: iriOf(parts.get("to")),
        path: Math.max(0, (Number.parseInt(parts.get("path"), 10) || 1) - 1),
        chosen: readChosen(parts),
        hidden: new Set(parts.getAll("hide").filter((key) => filterKeys.has(key))),
        view: parts.get("view") === "list" ? "list" : "drawing",
      };
    }

    return { read, write };
  };
})();
